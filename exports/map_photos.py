"""The photos of the map, small and within it; those beyond the budget are left out and counted."""

import base64
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from PIL import Image, UnidentifiedImageError

LONGEST_PX = 360
QUALITY = 60


def embedded(hashes: Iterable[str], folder: Path | None, room: int) -> tuple[dict[str, str], int]:
    """Return data addresses by hash, `room` letters in all, and how many photos are not in them.

    A photo that was forgotten on the promised day, or cannot be read, is left out too.
    """
    found: dict[str, str] = {}
    spent = left_out = 0
    for sha256 in dict.fromkeys(filter(None, hashes)):
        small = _small(folder / f"{sha256}.jpg") if folder and spent < room else ""
        if small and spent + len(small) <= room:
            found[sha256], spent = small, spent + len(small)
        else:
            left_out += 1
    return found, left_out


def _small(path: Path) -> str:
    """Return a small JPEG as a data address; "" when there is none."""
    try:
        with Image.open(path, formats=("JPEG",)) as image:
            image.draft("RGB", (LONGEST_PX, LONGEST_PX))
            image.thumbnail((LONGEST_PX, LONGEST_PX))
            out = BytesIO()
            image.convert("RGB").save(out, "JPEG", quality=QUALITY, optimize=True)
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError):
        return ""
    return f"data:image/jpeg;base64,{base64.b64encode(out.getvalue()).decode()}"
