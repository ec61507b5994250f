"""Drawings and photos of the brief as pictures for the Word document.

A drawing is SVG; it becomes PNG with our own fonts, the same on every machine. What it shows
leads to no file and no host: a photo in it is put inside.
"""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

import resvg_py

from exports.assets import STATIC, Shelf

PX_PER_MM = 96 / 25.4
#: Dots an inch are 96 times this.
ZOOM = 2.2
FRAME = '<rect width="100%" height="100%" fill="none" stroke="#111111" stroke-width="2"/>'
#: Loading fonts takes longer than drawing: none without words, the rare ones for rare letters.
USUAL = ("public-sans-*.ttf", "noto-sans-?00.ttf", "vazirmatn-*.ttf")
FONT = "Public Sans"
LAST_USUAL_LETTER = "\u06ff"
NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
_OPENING = re.compile(r"<svg\b([^>]*)>")
_LENGTH = re.compile(r'\s(width|height)="([\d.]+)(mm|px)?"')
_VIEW = re.compile(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_PHOTO = re.compile(r'href="(photo:[0-9a-f]+)"')


@dataclass(frozen=True)
class Picture:
    """A picture, how large it is on paper, and what it shows in words."""

    content: bytes
    width_mm: float
    height_mm: float
    alt: str


def drawn(layers: Sequence[str], shelf: Shelf, frame: str = "") -> Picture:
    """Lay the drawings over one another, as large as the last one, with a frame where wanted."""
    width, height = size_of(layers[-1])
    box = f'width="{width * PX_PER_MM:.2f}" height="{height * PX_PER_MM:.2f}"'
    laid = "".join(_sized(each, box) for each in layers)
    svg = _PHOTO.sub(lambda found: f'href="{_inside(found[1], shelf)}"', laid)
    content = resvg_py.svg_to_bytes(
        svg_string=f"<svg {NAMESPACES} {box}>{svg}{frame}</svg>",
        zoom=ZOOM,
        background="#ffffff",
        skip_system_fonts=True,
        font_files=_fonts(svg),
        font_family=FONT,
    )
    alts = dict.fromkeys(each for each in map(title_of, reversed(layers)) if each)
    return Picture(content, width, height, ". ".join(alts))


def title_of(svg: str) -> str:
    """What a drawing says it shows."""
    found = _TITLE.search(svg)
    return unescape(found[1]).strip() if found else ""


def size_of(svg: str) -> tuple[float, float]:
    """Width and height in mm: its own, or those of what it shows, pixel by pixel."""
    opening = _OPENING.search(svg)
    told = {
        name: float(length) / (1 if unit == "mm" else PX_PER_MM)
        for name, length, unit in _LENGTH.findall(opening[1] if opening else "")
    }
    view = _VIEW.search(svg)
    shown = (float(view[1]), float(view[2])) if view else (1.0, 1.0)
    return (
        told.get("width", shown[0] / PX_PER_MM),
        told.get("height", shown[1] / PX_PER_MM),
    )


def _fonts(svg: str) -> list[str]:
    if "<text" not in svg:
        return []
    patterns = USUAL if max(svg) <= LAST_USUAL_LETTER or svg.isascii() else ("*.ttf",)
    found = (path for each in patterns for path in (STATIC / "fonts").glob(each))
    return sorted(map(str, found))


def _sized(svg: str, box: str) -> str:
    """The drawing filling the box."""
    return _OPENING.sub(
        lambda found: f"<svg {box}{_LENGTH.sub('', found[1]).replace(NAMESPACES, '')}>",
        svg,
        count=1,
    )


def _inside(address: str, shelf: Shelf) -> str:
    asset = shelf.get(address)
    return f"data:{asset.kind};base64,{base64.b64encode(asset.content).decode()}"
