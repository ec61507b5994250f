"""What goes into files for GIS and CAD: layers of one shape each, in metres, field names short.

Every contribution is in exactly one of the four layers of what was said, by its public number,
with a place or without. No person and no moment is in any of them.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from exports import gis_ground, gis_planned
from exports.gis_fields import TOLD
from exports.gis_planned import table_of
from exports.gis_shapes import SHAPES, Layer, Row, Shape, rows_by_shape
from exports.planes import Plane
from exports.words import Words
from workshops.findings import Findings
from workshops.words import mark

#: Layers that every consultation has, even when empty.
ALWAYS = frozenset(
    (
        *("outline", "zones", "routes", "stops", "notes_area", "notes_line", "notes_point"),
        *("ideas_point", "requirements", "votes_by_idea", "provenance"),
    )
)
#: What people say without being asked where: an idea, also when they add a place.
SAID_IN_WORDS = ("ideas",)


def layers_of(findings: Findings, plane: Plane, words: Words) -> list[Layer]:
    """Return all layers, the lowest first; those that every consultation has even when empty."""
    found = [
        *gis_ground.drawn(findings, plane),
        *gis_ground.own_layers(findings, plane),
        *gis_ground.put(findings, plane),
        *gis_ground.results(findings, plane),
        *gis_planned.sums(findings, plane, words),
        *gis_planned.designed(findings, plane, words),
        *_said(findings, plane, words),
        *gis_planned.requirements(findings, plane, words),
        gis_planned.pins(findings, plane, words),
        _votes(findings, words),
        _provenance(findings, plane),
    ]
    return [_in_words(layer, words) for layer in found if layer.rows or layer.name in ALWAYS]


def _said(findings: Findings, plane: Plane, words: Words) -> Iterator[Layer]:
    kinds = {each.ref: each.kind for each in findings.activities}
    fields, table = table_of("ideas.csv", findings, words)
    rows: dict[str, list[Row]] = {}
    for said, values in zip(findings.contributions, table, strict=True):
        is_idea = kinds.get(said.activity) in SAID_IN_WORDS
        geometry = None if said.set_aside else said.geometry
        shape, row = next(rows_by_shape(geometry, plane, values), ("POINT", Row(None, values)))
        name = "ideas_point" if is_idea and shape == "POINT" else f"notes_{SHAPES[shape]}"
        rows.setdefault(name, []).append(row)
    for name, title, shape in _SAID_LAYERS:
        yield Layer(name, title, shape, fields, tuple(rows.get(name, ())), by="category")


_SAID_LAYERS: tuple[tuple[str, str, Shape], ...] = (
    ("notes_area", mark("Notes: areas"), "MULTIPOLYGON"),
    ("notes_line", mark("Notes: lines"), "MULTILINESTRING"),
    ("notes_point", mark("Notes: points"), "POINT"),
    ("ideas_point", mark("Ideas"), "POINT"),
)


def _votes(findings: Findings, words: Words) -> Layer:
    fields, table = table_of("votes.csv", findings, words)
    return Layer("votes_by_idea", mark("Votes"), "", fields, tuple(Row(None, row) for row in table))


def _provenance(findings: Findings, plane: Plane) -> Layer:
    rows = tuple(Row(None, told) for told in provenance(findings, plane))
    return Layer("provenance", mark("Where this comes from"), "", TOLD, rows)


def provenance(findings: Findings, plane: Plane) -> list[tuple[str, str]]:
    """Return what a file has to say of itself, as pairs."""
    told = [
        ("consultation", findings.name),
        ("square", ", ".join(filter(None, (findings.square.name, findings.square.town)))),
        ("findings", findings.hash),
        ("frozen_at", findings.frozen_at),
        ("vision", findings.vision.sentence if findings.vision else ""),
        ("made_by", "Torg"),
        ("coordinates", f"EPSG:{plane.epsg}, {plane.name}, m"),
        ("licence", findings.square.licence),
    ]
    for nth, own in enumerate(findings.square.layers, 1):
        parts = (own["name"], own.get("source"), own.get("licence"))
        told.append((f"own_{nth}", ", ".join(filter(None, parts))))
    return [(item, words) for item, words in told if words]


def _in_words(layer: Layer, words: Words) -> Layer:
    """Return the layer with our own titles in the language."""
    say: Callable[[str], str] = words.word
    fields = tuple(replace(each, about=say(each.about)) for each in layer.fields)
    own = layer.name.startswith("own_")
    return replace(layer, title=layer.title if own else say(layer.title), fields=fields)
