"""A DXF drawing of the layers, by ezdxf: one layer a category, a symbol and a number a place.

Whatever people wrote becomes one line without the signs that DXF reads as its own.
"""

import io
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise

import ezdxf
from ezdxf import colors, units
from ezdxf.document import Drawing
from ezdxf.filemanagement import new
from ezdxf.layouts.blocklayout import BlockLayout
from ezdxf.layouts.layout import Modelspace
from ezdxf.tools.juliandate import juliandate

from exports.clean import clean
from exports.gis import layers_of, provenance
from exports.gis_shapes import SHAPES, Layer, Row, extent_of
from exports.gis_styles import FILLS, INK
from exports.plan.own_layers import colour_of
from exports.planes import Plane
from exports.words import Words
from workshops.findings import Category, Findings
from workshops.methods.geodesy import Point
from workshops.words import mark, say

#: What ezdxf writes as date when it writes no date, and how often.
FIXED_DAY, DATES = "2451545.0", 4
SYMBOL_M, LETTERS_M, LINE_M, HEAD_M = 0.75, 0.8, 1.9, 1.6
#: Labels at one spot: so many below each other, then a column on the right.
LINES, COLUMN_M = 6, 7.0
ROUND_TO_M = 100
MOST_LETTERS, MOST_IN_THE_HEAD = 80, 250
MOST_OF_A_NAME = 60
#: Corners of each shape, y up, in units of its radius.
CORNERS: dict[str, tuple[Point, ...]] = {
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "triangle-up": ((0, 1.22), (-1.2, -0.92), (1.2, -0.92)),
    "hexagon": tuple(
        (1.08 * math.cos(math.radians(turn)), 1.08 * math.sin(math.radians(turn)))
        for turn in range(0, 360, 60)
    ),
    "diamond": ((0, -1.28), (1.28, 0), (0, 1.28), (-1.28, 0)),
    "house": ((0, 1.2), (-1.06, 0.28), (-1.06, -0.95), (1.06, -0.95), (1.06, 0.28)),
    "triangle-down": ((0, -1.22), (1.2, 0.92), (-1.2, 0.92)),
    "dome": tuple(
        (1.18 * math.cos(math.radians(turn)), 1.5 * math.sin(math.radians(turn)) - 0.72)
        for turn in range(0, 181, 20)
    ),
}
ROUND = tuple(
    (math.cos(math.radians(turn)), math.sin(math.radians(turn))) for turn in range(0, 360, 15)
)
_NO_NAME = re.compile(r"[^\w.-]+")


def draw(findings: Findings, plane: Plane, words: Words, *, is_local: bool) -> str:
    """Return the drawing as text. The same findings, the same text."""
    # ezdxf would write today's date and a new number into it.
    ezdxf.options.write_fixed_meta_data_for_testing = True  # type: ignore[attr-defined]
    layers = layers_of(findings, plane, words)
    move = _move(layers) if is_local else (0.0, 0.0)
    document = new("R2010", units=units.M)
    document.styles.get("Standard").dxf.font = "arial.ttf"
    sheet = Sheet(document, move)
    for layer in layers:
        if layer.shape:
            _draw_layer(sheet, layer, findings.categories, words)
    _head(sheet, layers, _told(findings, plane, words, move if is_local else None))
    return _written(document, findings)


class Sheet:
    """A drawing at work: its layers by our keys, moved by so many metres."""

    def __init__(self, document: Drawing, move: Point) -> None:
        self.document = document
        self.space: Modelspace = document.modelspace()
        self.move = move
        self.names: dict[str, str] = {}
        self.written: Counter[Point] = Counter()
        for shape in (*CORNERS, "circle", "other"):
            _symbol(document.blocks.new(_block(shape)), CORNERS.get(shape, ROUND))

    def layer(self, key: str, name: str, colour: str) -> str:
        """Return the name of a layer, made when first asked for; no two are called the same."""
        if key not in self.names:
            taken = {each.casefold() for each in self.names.values()} | {"0", "defpoints"}
            wanted = layer_name(name)
            free = (wanted, *(f"{wanted}-{nth}" for nth in range(2, len(taken) + 3)))
            self.names[key] = next(each for each in free if each.casefold() not in taken)
            made = self.document.layers.add(self.names[key])
            if colour != INK:  # without a colour: black on white, white on black
                made.rgb = colors.RGB.from_hex(colour)
        return self.names[key]

    def at(self, spots: Iterable[Point]) -> list[Point]:
        """Return spots of the plane as spots of the drawing."""
        return [(round(e - self.move[0], 3), round(n - self.move[1], 3)) for e, n in spots]

    def line(self, layer: str, spots: Sequence[Point], *, close: bool = False) -> None:
        self.space.add_lwpolyline(self.at(spots), close=close, dxfattribs={"layer": layer})

    def next_place(self, spot: Point) -> Point:
        """Return where a further label at the same spot is written: below, then beside."""
        same = (round(spot[0], 2), round(spot[1], 2))
        column, line = divmod(self.written[same], LINES)
        self.written[same] += 1
        return spot[0] + column * COLUMN_M, spot[1] - line * LINE_M

    def text(self, layer: str, line: str, spot: Point, height: float = LETTERS_M) -> None:
        """Write one line to the right of a spot."""
        if not line:
            return
        attributes = {"layer": layer, "height": height, "insert": self.at([spot])[0]}
        self.space.add_text(line, dxfattribs=attributes)


def one_line(words: str, most: int = MOST_LETTERS) -> str:
    """Return words as a TEXT may hold them: one line, none of the signs that DXF acts on."""
    line = " ".join(clean(words).replace("\u200b", "").split())
    for sign, instead in (("\\", "/"), ("%%", "% %"), ("%%", "% %"), ("^", "ˆ")):
        line = line.replace(sign, instead)
    return line if len(line) <= most else line[: most - 1] + "…"


def layer_name(words: str) -> str:
    """Return words as the name of a layer: letters of any script, figures, dots and dashes."""
    name = _NO_NAME.sub("-", one_line(words)).strip("-.")[:MOST_OF_A_NAME]
    return name or "layer"


def _move(layers: Sequence[Layer]) -> Point:
    """Return what to take off all places: whole hundreds of metres, west and south of them."""
    box = extent_of(row for layer in layers for row in layer.rows)
    if box is None:
        return 0.0, 0.0
    return box[0] // ROUND_TO_M * ROUND_TO_M, box[1] // ROUND_TO_M * ROUND_TO_M


# Layers


def _draw_layer(sheet: Sheet, layer: Layer, categories: Sequence[Category], words: Words) -> None:
    known = {each.key: each for each in categories}
    beside = LABELS.get(_kind(layer), ("name",))
    for row in layer.rows:
        if row.place is None:
            continue
        values = dict(zip((field.name for field in layer.fields), row.values, strict=True))
        category = known.get(str(values.get("category") or ""))
        name = _sheet_layer(sheet, layer, category, words)
        if not row.in_zones:  # its zones are drawn already
            _draw_row(sheet, layer, row, name, category.shape if category else "other")
        _label(sheet, name, row, [str(values.get(key) or "") for key in beside])
        if values.get("words"):
            _words(sheet, row, str(values["words"]))


def _sheet_layer(sheet: Sheet, layer: Layer, category: Category | None, words: Words) -> str:
    """Return on which layer of the drawing a place stands: one for each category."""
    kind = _kind(layer)
    if category or kind in {"ideas", "notes"}:
        title = words.word(category.name) if category else words.gettext(mark("Other"))
        colour = FILLS.get(category.shape if category else "other", FILLS["other"])
        return sheet.layer(f"{kind}/{category.key if category else ''}", f"{kind}-{title}", colour)
    if kind == "own":
        key = layer.name.rpartition("_")[0]
        colour = colour_of("light", int(layer.name.split("_")[1]) - 1)
        return sheet.layer(key, f"own-{layer.title}", colour)
    return sheet.layer(kind, kind, INK)


def _kind(layer: Layer) -> str:
    """Return the name of a layer without the ending of its shape."""
    if layer.name.startswith("own_"):
        return "own"
    stems = (layer.name.removesuffix(f"_{ending}") for ending in SHAPES.values())
    return next((stem for stem in stems if stem != layer.name), layer.name)


#: What is written beside a place, by what its layer is called without the ending of its shape.
LABELS = {
    "ideas": ("ref",),
    "notes": ("ref",),
    "zones": ("letter", "name"),
    "put": ("label",),
    "counted": ("label", "amount"),
    "hot_spots": ("num",),
    "conflicts": ("num",),
    "requirements": ("ref",),
    "programme": ("use_of",),
    "trials": ("ref", "title"),
    "pins": ("title", "page", "ref"),
}


def _draw_row(sheet: Sheet, layer: Layer, row: Row, name: str, shape: str) -> None:
    if layer.shape == "POINT":
        scale = dict.fromkeys(("xscale", "yscale", "zscale"), SYMBOL_M)
        attributes = {"layer": name, **scale}
        sheet.space.add_blockref(_block(shape), sheet.at([row.place])[0], dxfattribs=attributes)
        return
    if layer.shape == "MULTILINESTRING":
        for line in row.place:
            sheet.line(name, line)
        return
    for rings in row.place:
        for ring in rings:
            sheet.line(name, ring[:-1] if ring[0] == ring[-1] else ring, close=True)


def _label(sheet: Sheet, name: str, row: Row, parts: Sequence[str]) -> None:
    east, north = sheet.next_place(_middle(row))
    spot = (east + 1.2 * SYMBOL_M, north - LETTERS_M / 2)
    line = " ".join(part.removesuffix(".0") for part in parts if part)
    sheet.text(name, one_line(line), spot)


def _words(sheet: Sheet, row: Row, words: str) -> None:
    """Write the first words under the number, on a layer that is off until wanted."""
    layer = sheet.layer("/words", "words", INK)
    sheet.document.layers.get(layer).off()
    east, north = _middle(row)
    sheet.text(
        layer, one_line(words), (east + 1.2 * SYMBOL_M, north - 2 * LETTERS_M), LETTERS_M * 0.7
    )


def _middle(row: Row) -> Point:
    """Return where the words of a place stand: a point, the middle of a line, of an area's box."""
    if isinstance(row.place, tuple):
        return row.place
    first = row.place[0]
    if isinstance(first[0], tuple):
        return _halfway(first)
    box = extent_of([Row(row.place[0], ())])
    west, south, east, north = box or (0.0, 0.0, 0.0, 0.0)
    return (west + east) / 2, (south + north) / 2


def _halfway(line: Sequence[Point]) -> Point:
    left = sum(math.dist(a, b) for a, b in pairwise(line)) / 2
    for a, b in pairwise(line):
        length = math.dist(a, b)
        if length and left <= length:
            return a[0] + (b[0] - a[0]) * left / length, a[1] + (b[1] - a[1]) * left / length
        left -= length
    return line[0]


# Symbols, the head, the text of the file


def _block(shape: str) -> str:
    return f"TORG-{shape.upper()}"


def _symbol(block: BlockLayout, corners: Sequence[Point]) -> None:
    """A symbol of radius 1 in the colour of the layer it stands on, with its edge."""
    filled = block.add_hatch(color=colors.BYLAYER, dxfattribs={"layer": "0"})
    filled.paths.add_polyline_path(corners, is_closed=True)
    block.add_lwpolyline(corners, close=True, dxfattribs={"layer": "0"})


def _told(findings: Findings, plane: Plane, words: Words, move: Point | None) -> Iterator[str]:
    """Return the lines that stand on the drawing."""
    if move is not None:
        yield words.say(
            say(
                "Local origin: add %(east)s to east and %(north)s to north for EPSG:%(epsg)s.",
                east=f"{move[0]:.0f}",
                north=f"{move[1]:.0f}",
                epsg=plane.epsg,
            )
        )
    yield from (told for _, told in provenance(findings, plane))


def _head(sheet: Sheet, layers: Sequence[Layer], lines: Iterable[str]) -> None:
    """Write where the drawing comes from below all that is drawn."""
    box = extent_of(row for layer in layers for row in layer.rows) or (0.0, 0.0, 0.0, 0.0)
    name = sheet.layer("/provenance", "provenance", INK)
    for nth, line in enumerate(lines, 2):
        spot = (box[0], box[1] - nth * 1.6 * HEAD_M)
        sheet.text(name, one_line(line, MOST_IN_THE_HEAD), spot, HEAD_M)


def _written(document: Drawing, findings: Findings) -> str:
    """Return the drawing as text, its dates that of freezing."""
    stream = io.StringIO()
    document.write(stream)
    frozen = datetime.fromisoformat(findings.frozen_at).astimezone(UTC).replace(tzinfo=None)
    return stream.getvalue().replace(f"\n{FIXED_DAY}\n", f"\n{juliandate(frozen):.6f}\n", DATES)
