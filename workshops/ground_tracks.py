"""Reading KML and GPX: their points, lines and areas; a track is a line. Links are not followed."""

from collections.abc import Callable, Iterator, Sequence
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from workshops.refusal import Refused

Shape = dict[str, object]
Named = list[tuple[str, list[Shape]]]

_KML_SHAPES = frozenset(["Point", "LineString", "LinearRing", "Polygon", "Track"])


def read_tracks(data: bytes, name: str) -> tuple[Named, int]:
    """Return each thing's name with its GeoJSON geometries, and how many could not be read."""
    root = _root(data, name)
    readers: dict[str, Callable[[Element], Iterator[tuple[str, list[Shape | None]]]]] = {
        "kml": _placemarks,
        "gpx": _waypoints_and_tracks,
    }
    kind = _tag(root)
    if kind not in readers:
        raise Refused(
            "“%(name)s” is no map layer that can be read: send GeoJSON, KML or GPX.", name=name
        )
    found = list(readers[kind](root))
    lost = sum(shape is None for _, shapes in found for shape in shapes)
    named = [(title, [shape for shape in shapes if shape is not None]) for title, shapes in found]
    if not any(shapes for _, shapes in named):
        _refuse_empty(root, name, lost)
    return named, lost


def _root(data: bytes, name: str) -> Element:
    try:
        return fromstring(data, forbid_dtd=True)
    except DefusedXmlException as fault:
        raise Refused(
            "“%(name)s” defines shortcuts of its own (a DTD), which are not read. Save it without.",
            name=name,
        ) from fault
    except (ParseError, ValueError, LookupError) as fault:
        raise Refused("“%(name)s” is no whole XML file. Save it once more.", name=name) from fault


def _refuse_empty(root: Element, name: str, lost: int) -> None:
    tags = {_tag(each) for each in root.iter()}
    if lost:
        raise Refused("“%(name)s” has coordinates that are no numbers.", name=name)
    if "NetworkLink" in tags:
        raise Refused(
            "“%(name)s” only links to another file, and links are not followed. Send that file.",
            name=name,
        )
    if "GroundOverlay" in tags:
        raise Refused(
            "“%(name)s” holds a picture, not points, lines or areas. Upload the picture as a plan.",
            name=name,
        )
    raise Refused("There are no points, lines or areas in “%(name)s”.", name=name)


# KML


def _placemarks(root: Element) -> Iterator[tuple[str, list[Shape | None]]]:
    for mark in root.iter():
        if _tag(mark) == "Placemark":
            shapes = [_kml_shape(each) for each in _outermost(mark)]
            yield _text(mark, "name"), shapes


def _outermost(element: Element) -> Iterator[Element]:
    """Geometries, but not those that are part of another."""
    for child in element:
        if _tag(child) in _KML_SHAPES:
            yield child
        else:
            yield from _outermost(child)


def _kml_shape(element: Element) -> Shape | None:
    kind = _tag(element)
    if kind == "Track":
        spots = [(each.text or "").split()[:2] for each in element if _tag(each) == "coord"]
        return _line(_positions(spots))
    if kind == "Polygon":
        rings = [_kml_positions(each) for each in element.iter() if _tag(each) == "LinearRing"]
        whole = [ring for ring in rings if ring is not None]
        return _polygon(whole) if whole and len(whole) == len(rings) else None
    positions = _kml_positions(element)
    return _line(positions) if kind != "Point" else _point(positions)


def _kml_positions(element: Element) -> list[list[float]] | None:
    """Read "lon,lat,height lon,lat,height"; spaces after commas are forgiven nowhere else too."""
    return _positions([each.split(",")[:2] for each in _text(element, "coordinates").split()])


# GPX


def _waypoints_and_tracks(root: Element) -> Iterator[tuple[str, list[Shape | None]]]:
    for child in root:
        if _tag(child) == "wpt":
            yield _text(child, "name"), [_point(_gpx_positions([child]))]
        elif _tag(child) == "rte":
            yield _text(child, "name"), _gpx_line(child, "rtept")
        elif _tag(child) == "trk":
            parts = [each for each in child if _tag(each) == "trkseg"]
            lines = [line for part in parts for line in _gpx_line(part, "trkpt")]
            yield _text(child, "name"), lines


def _gpx_line(element: Element, of: str) -> list[Shape | None]:
    """Return the line through its points; one point alone is a point, none is nothing."""
    points = [each for each in element if _tag(each) == of]
    if not points:
        return []
    positions = _gpx_positions(points)
    return [_point(positions) if len(points) == 1 else _line(positions)]


def _gpx_positions(points: Sequence[Element]) -> list[list[float]] | None:
    return _positions([[each.get("lon", ""), each.get("lat", "")] for each in points])


# Both


def _positions(pairs: Sequence[Sequence[str]]) -> list[list[float]] | None:
    """Return longitude and latitude of each; None when one is no number."""
    try:
        return [[float(lon), float(lat)] for lon, lat in pairs]
    except ValueError:
        return None


def _point(positions: list[list[float]] | None) -> Shape | None:
    return {"type": "Point", "coordinates": positions[0]} if positions else None


def _line(positions: list[list[float]] | None) -> Shape | None:
    if not positions or len(positions) < 2:
        return _point(positions)
    return {"type": "LineString", "coordinates": positions}


def _polygon(rings: list[list[list[float]]]) -> Shape:
    return {"type": "Polygon", "coordinates": rings}


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _text(element: Element, tag: str) -> str:
    found = next((each for each in element if _tag(each) == tag), None)
    return "" if found is None else (found.text or "").strip()
