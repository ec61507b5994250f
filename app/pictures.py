"""Pictures that people send: opened as JPEG, PNG or WebP only, turned upright, re-encoded.

What comes out holds pixels and nothing else: no position, no camera, no script.
"""

import hashlib
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from exports.files import put
from workshops.refusal import Refused
from workshops.words import mark, say

FORMATS = ("JPEG", "PNG", "WEBP")
LONGEST_PX = 1600
MOST_PX = 50_000_000
QUALITY = 82
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
    with opened(content, MOST_PX) as image:
        return safe(image, LONGEST_PX, QUALITY)


@contextmanager
def opened(content: bytes, most_px: int) -> Iterator[Image.Image]:
    """Open a picture of at most so many pixels; whatever is wrong with it is refused.

    Its size is known before anything is decoded.
    """
    too_large = say(
        "That picture is too large. Send one under %(n)s megapixels.", n=most_px // 10**6
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # odd metadata: it goes anyway
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # ours is stricter
            # WeasyPrint takes half a picture for a whole one, and sets that for all.
            ImageFile.LOAD_TRUNCATED_IMAGES = False
            with Image.open(BytesIO(content), formats=FORMATS) as image:
                if image.width * image.height > most_px:
                    raise Refused(too_large.text, **too_large.details)
                yield image
    except UnidentifiedImageError as fault:
        raise Refused("That is not a picture we can read. Send a JPEG, PNG or WebP.") from fault
    except Image.DecompressionBombError as fault:
        raise Refused(too_large.text, **too_large.details) from fault
    except (OSError, SyntaxError, ValueError, EOFError) as fault:
        raise Refused("That picture is damaged. Choose it again or take another.") from fault


def safe(image: Image.Image, longest_px: int, quality: int) -> Picture:
    """Return the picture upright, at most so many pixels long, its pixels and nothing else."""
    image.draft("RGB", (longest_px, longest_px))
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((longest_px, longest_px))
    plain = _opaque(upright)
    plain.info = {}  # comments and profiles are kept with the pixels otherwise
    out = BytesIO()
    plain.save(out, "JPEG", quality=quality, optimize=True, exif=b"")
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
