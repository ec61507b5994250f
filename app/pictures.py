"""Pictures that people send: opened as JPEG, PNG or WebP only, turned upright, re-encoded.

What comes out holds pixels and nothing else: no position, no camera, no script.
"""

import hashlib
import shutil
import warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from exports.files import put
from workshops.refusal import Refused
from workshops.words import mark

FORMATS = ("JPEG", "PNG", "WEBP")
LONGEST_PX = 1600
MOST_PX = 50_000_000
#: Photos leave this much of the disk to words and votes: so many bytes, on a small disk a tenth.
RESERVE, SHARE = 500_000_000, 0.1
NO_ROOM = mark("The laptop has no room for the picture. Send it later.")


@dataclass(frozen=True)
class Picture:
    """A re-encoded JPEG, named by the hash of its bytes."""

    sha256: str
    width: int
    height: int
    content: bytes


def read_picture(content: bytes) -> Picture:
    """Return the picture made safe, or refuse with what is wrong with it."""
    if not content:
        raise Refused("The picture is empty. Choose it again.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # odd metadata: it goes anyway
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=FORMATS) as image:
                return _encode(image)
    except UnidentifiedImageError as fault:
        raise Refused("That is not a picture we can read. Send a JPEG, PNG or WebP.") from fault
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise Refused("That picture is too large. Send one under 50 megapixels.") from fault
    except (OSError, SyntaxError, ValueError, EOFError) as fault:
        raise Refused("That picture is damaged. Choose it again or take another.") from fault


def _encode(image: Image.Image) -> Picture:
    if image.width * image.height > MOST_PX:
        raise Refused("That picture is too large. Send one under 50 megapixels.")
    image.draft("RGB", (LONGEST_PX, LONGEST_PX))
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LONGEST_PX, LONGEST_PX))
    plain = _opaque(upright)
    plain.info = {}  # comments and profiles are kept with the pixels otherwise
    out = BytesIO()
    plain.save(out, "JPEG", quality=82, optimize=True, exif=b"")
    content = out.getvalue()
    return Picture(hashlib.sha256(content).hexdigest(), upright.width, upright.height, content)


def _opaque(image: Image.Image) -> Image.Image:
    """Return the picture in RGB; what was transparent becomes white."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = Image.new("RGB", image.size, "white")
        ground.paste(image, mask=image.getchannel("A"))
        return ground
    return image.convert("RGB")


def keep(picture: Picture, folder: Path) -> Path:
    """Write the picture into the folder, once; refuses it when the disk has no room."""
    path = folder / f"{picture.sha256}.jpg"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            put(path, picture.content)
    except (OSError, Refused) as fault:
        raise Refused(NO_ROOM) from fault
    return path


def need_room(instance: Path) -> None:
    """Refuse a photo while the rest of the disk is for words and votes."""
    disk = shutil.disk_usage(instance)
    if disk.free < min(RESERVE, SHARE * disk.total):
        raise Refused(NO_ROOM)
