"""Colours and marks of the plan in its themes, and small writers of SVG."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from workshops.methods.geodesy import Point

Theme = Literal["light", "dark", "print", "contrast", "grey"]
Ring = Sequence[Sequence[float]]

PAPER: tuple[Theme, ...] = ("print", "grey")
FONTS = "Public Sans, Noto Sans, Vazirmatn, Noto Sans Arabic, sans-serif"


@dataclass(frozen=True)
class Looks:
    """One theme's colours, by part of the plan; `edge` is how much wider its thin lines are."""

    ground: str
    road: str
    kerb: str
    building: str
    building_edge: str
    green: str
    square: str
    ink: str
    paper: str
    crown: str
    crown_edge: str
    stem: str
    water: str
    water_edge: str
    bench: str
    lamp: str
    label: str
    halo: str
    grid: str
    edge: float = 1.0


LOOKS: dict[Theme, Looks] = {
    "light": Looks(
        ground="#F1EFE8",
        road="#E3E1D9",
        kerb="#BFBCB1",
        building="#D6D2C7",
        building_edge="#ABA699",
        green="#DEE6D3",
        square="#FFFFFF",
        ink="#13262B",
        paper="#FFFFFF",
        crown="#C5D8BA",
        crown_edge="#8FAE86",
        stem="#6E8F68",
        water="#C4DFEA",
        water_edge="#5F97B3",
        bench="#6B6257",
        lamp="#8A9294",
        label="#45565B",
        halo="#FFFFFF",
        grid="#B9B6AB",
    ),
    "dark": Looks(
        ground="#16262B",
        road="#0F1C20",
        kerb="#33464C",
        building="#233439",
        building_edge="#3B4E54",
        green="#1C3029",
        square="#24373D",
        ink="#F4F1E8",
        paper="#0E1A1E",
        crown="#2F4A3C",
        crown_edge="#4C6F58",
        stem="#6E9478",
        water="#1F4454",
        water_edge="#5AA2BF",
        bench="#A39A8C",
        lamp="#5E7075",
        label="#B9C4C4",
        halo="#0E1A1E",
        grid="#3B4E54",
    ),
    "print": Looks(
        ground="#F5F5F3",
        road="#E7E7E4",
        kerb="#B5B5B0",
        building="#D2D2CD",
        building_edge="#8F8F8A",
        green="#E4E9DD",
        square="#FFFFFF",
        ink="#000000",
        paper="#FFFFFF",
        crown="#D5E0CC",
        crown_edge="#8CA483",
        stem="#5F7A58",
        water="#D3E6EE",
        water_edge="#5F8DA3",
        bench="#555049",
        lamp="#7A7A76",
        label="#333333",
        halo="#FFFFFF",
        grid="#777777",
    ),
    # Every edge at least 3 : 1 against what it encloses and lies on, all letters 12 : 1.
    "contrast": Looks(
        ground="#FFFFFF",
        road="#E8E8E8",
        kerb="#4A4A4A",
        building="#C4C4C4",
        building_edge="#000000",
        green="#DDF0CF",
        square="#FFFFFF",
        ink="#000000",
        paper="#FFFFFF",
        crown="#9CCB86",
        crown_edge="#0F3D0C",
        stem="#0F3D0C",
        water="#A9D8F5",
        water_edge="#003A63",
        bench="#000000",
        lamp="#000000",
        label="#000000",
        halo="#FFFFFF",
        grid="#4A4A4A",
        edge=1.6,
    ),
    "grey": Looks(
        ground="#F5F5F5",
        road="#E4E4E4",
        kerb="#A8A8A8",
        building="#CDCDCD",
        building_edge="#808080",
        green="#EBEBEB",
        square="#FFFFFF",
        ink="#000000",
        paper="#FFFFFF",
        crown="#D6D6D6",
        crown_edge="#7C7C7C",
        stem="#4C4C4C",
        water="#DADADA",
        water_edge="#444444",
        bench="#444444",
        lamp="#707070",
        label="#333333",
        halo="#FFFFFF",
        grid="#777777",
    ),
}


def element(name: str, content: str = "", /, **attributes: object) -> Markup:
    """One SVG element; `stroke_width` becomes stroke-width, None is left out, all is escaped."""
    written = Markup("").join(
        Markup(' {}="{}"').format(key.replace("_", "-"), _value(value))
        for key, value in attributes.items()
        if value is not None
    )
    if not content:
        return Markup("<{}{}/>").format(name, written)
    return Markup("<{}{}>{}</{}>").format(name, written, content, name)


def group(parts: Iterable[Markup], /, **attributes: object) -> Markup:
    """A <g> round parts; nothing where there are none."""
    content = Markup("").join(parts)
    return element("g", content, **attributes) if content else Markup("")


def path(rings: Iterable[Ring], *, close: bool = True) -> str:
    """The d of a path: in whole centimetres, from point to point, so that it stays short."""
    return "".join(_steps(ring) + ("Z" if close else "") for ring in rings if ring)


def _steps(ring: Ring) -> str:
    points = [(round(x * 100), round(y * 100)) for x, y in ring]
    x, y = points[0]
    words = [f"M{number(x / 100)} {number(y / 100)}l"]
    for next_x, next_y in points[1:]:
        words.append(f"{number((next_x - x) / 100)} {number((next_y - y) / 100)}")
        x, y = next_x, next_y
    return words[0] + " ".join(words[1:]) if len(words) > 1 else words[0][:-1]


def number(value: float) -> str:
    """At most two decimals, none that say nothing."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("-0.", "-.").removeprefix("0") or "0"


def octagon(at: Point, radius: float) -> Ring:
    """A small eight-sided thing: a kiosk, a statue's foot."""
    x, y = at
    a, b = radius, radius * 0.4142
    corners = ((b, -a), (a, -b), (a, b), (b, a), (-b, a), (-a, b), (-a, -b), (-b, -a))
    return [(x + dx, y + dy) for dx, dy in corners]


def readable(text: str) -> str:
    """Text without the characters that no XML file may hold."""
    return "".join(c for c in text if _is_xml(ord(c)))


def _is_xml(code: int) -> bool:
    return (
        code in (0x9, 0xA, 0xD)
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or 0x10000 <= code <= 0x10FFFF
    )


def _value(value: object) -> str:
    return number(value) if isinstance(value, float) else str(value)
