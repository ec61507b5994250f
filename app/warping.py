"""Uploaded plans and photographs from above: read safely, turned north-up. All in native threads.

A picture is opened and re-encoded as photos of the room are (`app/pictures.py`), only larger.
"""

import hashlib
from io import BytesIO
from pathlib import Path

from PIL import Image

from app.edge import in_a_thread
from app.pictures import Picture, opened, safe
from exports.files import put
from workshops.ground_laying import Laying
from workshops.refusal import Refused

#: Of a 150 m square 3 cm a pixel.
LONGEST_PX = 5000
#: 10,000 by 10,000: an A1 sheet scanned at 300 dpi fits; in memory it is 300 MB for a moment.
MOST_PX = 100_000_000
QUALITY = 84
#: A picture is first made smaller by whole steps, or its fine lines would flicker.
REDUCE_FROM = 2.0


def take_plan(content: bytes, folder: Path) -> Picture:
    """Keep an uploaded plan, upright and without metadata; refuses what is none or too large."""
    return in_a_thread(_take_plan, content, folder)


def _take_plan(content: bytes, folder: Path) -> Picture:
    if not content:
        raise Refused("Choose a plan or photograph first: JPEG, PNG or WebP.")
    with opened(content, MOST_PX) as image:
        picture = safe(image, LONGEST_PX, QUALITY)
    put_once(folder, picture.sha256, picture.content)
    return picture


def warp(sha256: str, laying: Laying, folder: Path) -> str:
    """Turn a kept picture north-up and keep it too; return the SHA-256 of the new file."""
    return in_a_thread(_warp, sha256, laying, folder)


def _warp(sha256: str, laying: Laying, folder: Path) -> str:
    path = folder / f"{sha256}.jpg"
    if not path.is_file():
        raise Refused("The picture is not on this laptop any more. Upload it again.")
    with Image.open(path) as image:
        a, b, c, d, e, f = laying.back
        coarse = max((a * a + d * d) ** 0.5, (b * b + e * e) ** 0.5)
        by = int(coarse) if coarse >= REDUCE_FROM else 1
        small = image.convert("RGB").reduce(by) if by > 1 else image.convert("RGB")
        turned = small.transform(
            (laying.width, laying.height),
            Image.Transform.AFFINE,
            tuple(value / by for value in (a, b, c, d, e, f)),
            Image.Resampling.BICUBIC,
            fillcolor="white",
        )
    out = BytesIO()
    turned.save(out, "JPEG", quality=QUALITY, optimize=True)
    content = out.getvalue()
    found = hashlib.sha256(content).hexdigest()
    put_once(folder, found, content)
    return found


def put_once(folder: Path, sha256: str, content: bytes) -> None:
    """Write a picture under the hash of its bytes, unless it is there."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{sha256}.jpg"
    if not path.exists():
        put(path, content)
