"""The base map as a GeoPackage of its own: what comes from OpenStreetMap keeps its licence.

The Open Database Licence asks that what is made from its data is passed on under it. What people
said is not made from it, so the two are kept in two files.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Unpack

from exports import files
from exports.export import Export, Wishes, silently
from exports.geopackage import pack
from exports.gis import provenance
from exports.gis_fields import TOLD, Field
from exports.gis_shapes import Layer, Row, Shape
from exports.planes import Plane, plane_of
from exports.words import Words, translator
from workshops.basemap import Frame
from workshops.findings import Findings
from workshops.methods.geodesy import Point
from workshops.methods.spatial import inside
from workshops.words import mark

NOTE = mark(
    "From OpenStreetMap, under the Open Database Licence (ODbL) 1.0: name the source, and pass on "
    "under the same licence what you make from this data."
)
FIELDS = (
    Field("kind", "TEXT", mark("What it is: building, tree, bench and the like.")),
    Field("name", "TEXT", mark("Its name.")),
    Field("radius_m", "REAL", mark("How far it reaches from its point, in metres.")),
    Field("width_m", "REAL", mark("How wide it is, in metres.")),
    Field("angle", "REAL", mark("Where it looks, in degrees from north.")),
)
LAYERS: tuple[tuple[Shape, str, str], ...] = (
    ("MULTIPOLYGON", "base_area", mark("Base map: areas")),
    ("MULTILINESTRING", "base_line", mark("Base map: lines")),
    ("POINT", "base_point", mark("Base map: points")),
)


def write(findings: Findings, path: Path, **wishes: Unpack[Wishes]) -> int:
    """Write the file; return its bytes. Without a base map it tells only where it comes from."""
    words = translator(wishes.get("language", "en"), wishes.get("catalogues"))
    plane = plane_of(findings, wishes.get("epsg"))
    layers = _layers(findings, plane, words)
    content = pack(layers, findings, plane, words.word)
    wishes.get("progress", silently)(100, words.gettext(mark("Base map written.")))
    return files.put(path, content)


def _layers(findings: Findings, plane: Plane, words: Words) -> list[Layer]:
    basemap = findings.square.basemap
    rows: dict[Shape, list[Row]] = {shape: [] for shape, _, _ in LAYERS}
    if basemap is not None:
        frame = Frame.from_json(basemap["frame"])
        for feature in basemap["features"]:
            for shape, place in _places(feature, frame, plane):
                rows[shape].append(Row(place, _values(feature)))
    note = f"{findings.square.licence} {words.gettext(NOTE)}" if _is_osm(findings) else ""
    fields = tuple(Field(each.name, each.type, words.gettext(each.about)) for each in FIELDS)
    drawn = [
        Layer(name, words.gettext(title), shape, fields, tuple(rows[shape]), note)
        for shape, name, title in LAYERS
    ]
    told = [*provenance(findings, plane), *([("note", note)] if note else [])]
    title = words.gettext(mark("Where this comes from"))
    return [*drawn, Layer("provenance", title, "", TOLD, tuple(Row(None, t) for t in told))]


def _is_osm(findings: Findings) -> bool:
    return "OpenStreetMap" in findings.square.licence


def _values(feature: Mapping[str, Any]) -> tuple[object, ...]:
    keys = ("kind", "name", "radius", "width", "angle")
    return tuple(feature.get(key) for key in keys)


def _places(feature: Mapping[str, Any], frame: Frame, plane: Plane) -> Iterator[tuple[Shape, Any]]:
    """Return what a feature of the base map is made of, from plan metres onto the plane."""

    def on(spots: Sequence[Sequence[float]]) -> list[Point]:
        return [plane.at(*frame.to_lonlat(x, y)) for x, y, *_ in spots]

    for spot in on([*feature.get("points", ()), *feature.get("spots", ())[:1]]):
        yield "POINT", spot
    if feature.get("line"):
        yield "MULTILINESTRING", [on(feature["line"])]
    if feature.get("rings"):
        yield "MULTIPOLYGON", polygons([on(ring) for ring in feature["rings"] if len(ring) > 2])


def polygons(rings: Sequence[Sequence[Point]]) -> list[list[Sequence[Point]]]:
    """Return rings as polygons: a ring that begins inside an earlier one is its hole."""
    found: list[list[Sequence[Point]]] = []
    for ring in rings:
        around = (
            each for each in found if inside(*ring[0], {"type": "Polygon", "coordinates": each[:1]})
        )
        into = next(around, None)
        if into is None:
            found.append([ring])
        else:
            into.append(ring)
    return found


EXPORT = Export(
    "basemap",
    mark("Base map (GeoPackage)"),
    ".gpkg",
    write,
    mark("For QGIS: the drawn ground alone, since it has a licence of its own."),
)
