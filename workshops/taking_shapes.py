"""Taking shapes from a file onto a square: what fits is drawn, what does not is said."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from workshops import placing, squares, stops
from workshops.corners import MOST_CORNERS, line_of, polygon_of, with_holes_of
from workshops.methods.geodesy import Geometry, Point, area_m2, distance_m
from workshops.methods.spatial import centre_of, outside_m, places_of
from workshops.models import Consultation, Square
from workshops.osm import Extract
from workshops.refusal import Refused
from workshops.shapes import Shape, Shapes, middle_of
from workshops.simplifying import FURTHEST_M, MOST_READ, simplified
from workshops.words import Sentence, count, named, say

Taken = list[Sentence]
#: An outline further from the map that was read than this is of another town.
FAR_FROM_MAP_M = 5_000.0
#: A mapped area that covers more of the outline than this is the square itself.
MOST_OF_IT = 0.9

TURNED = say("Latitude stood before longitude: the two were exchanged. Look at the map.")


def take_outline(
    session: Session, consultation: Consultation, shapes: Shapes, extract: Extract | None
) -> Taken:
    """Make the one area of a file the outline."""
    shapes, turned = _upright(shapes, _reference(consultation.square, extract))
    if not shapes.areas:
        raise Refused("There is no area in this file. An outline is one polygon.")
    if len(shapes.areas) > 1:
        raise Refused(
            "There are %(n)s areas in this file. An outline is one: save it alone, or take "
            "the areas in as zones.",
            n=len(shapes.areas),
        )
    near = _reference(consultation.square, extract)
    _refuse_far_outline(shapes.areas[0], near)
    outline, said = _area(shapes.areas[0])
    gone = placing.set_outline(session, consultation, outline, extract)
    return [*shapes.warnings, *turned, *said, *gone]


def take_zones(session: Session, consultation: Consultation, shapes: Shapes) -> Taken:
    """Add the areas of a file as zones, the largest first, while there are letters."""
    square = consultation.square
    shapes, turned = _upright(shapes, _reference(square, None))
    near, far = _near(square, shapes.areas, placing.FAR_M)
    letters = placing.free_letters(square)
    drawn, said = _each(sorted(near, key=lambda each: -area_m2(each.geometry)), _area)
    new = [
        {"letter": letter, "name": name, "polygon": polygon}
        for letter, (name, polygon) in zip(letters, drawn, strict=False)
    ]
    said += _left(len(drawn) - len(new)) + far
    _refuse_nothing(new, [*turned, *said], len(shapes.areas))
    zones = sorted([*square.zones, *new], key=lambda zone: str(zone["letter"]))
    squares.change(session, consultation, "divided", "zones", zones=zones)
    done = count("%(n)s zone was added.", "%(n)s zones were added.", len(new))
    return [done, *shapes.warnings, *turned, *said]


def _left(n: int) -> Taken:
    words = (
        "%(n)s area was left out: there are no more letters. The largest were taken.",
        "%(n)s areas were left out: there are no more letters. The largest were taken.",
    )
    return [count(*words, n)] if n > 0 else []


def take_landmarks(session: Session, consultation: Consultation, shapes: Shapes) -> Taken:
    """Add the points of a file as landmarks; of two with one name the later one counts."""
    square = consultation.square
    shapes, turned = _upright(shapes, _reference(square, None))
    near, far = _near(square, shapes.points, placing.FAR_M)
    with_name = [each for each in near if each.name]
    new = [each for each in with_name if _room(square.landmarks, each.name)]
    said = [*far, *_nameless(len(near) - len(with_name))]
    _refuse_nothing(new, [*turned, *said], len(shapes.points))
    added = [{"name": each.name, **_lonlat(each)} for each in new]
    placing.set_landmarks(session, consultation, [*square.landmarks, *added])
    done = count("%(n)s landmark was added.", "%(n)s landmarks were added.", len(added))
    return [done, *shapes.warnings, *turned, *said]


def _room(landmarks: Sequence[Any], name: str) -> bool:
    return all(each["name"] != name for each in landmarks)


def _nameless(n: int) -> Taken:
    words = (
        "%(n)s point has no name and was left out.",
        "%(n)s points have no name and were left out.",
    )
    return [count(*words, n)] if n else []


def take_stops(session: Session, consultation: Consultation, shapes: Shapes) -> Taken:
    """Add the points of a file as stops in its order; one without a name gets its number."""
    square = consultation.square
    shapes, turned = _upright(shapes, _reference(square, None))
    near, far = _near(square, shapes.points, stops.FAR_M)
    first = len(square.stops) + 1
    _refuse_nothing(near, [*turned, *far], len(shapes.points))
    new = [
        stops.stop(each.name or str(nth), _middle(each.geometry))
        for nth, each in enumerate(near, first)
    ]
    stops.set_stops(session, consultation, [*square.stops, *new])
    done = count("%(n)s stop was added.", "%(n)s stops were added.", len(new))
    return [done, *shapes.warnings, *turned, *far]


def take_routes(session: Session, consultation: Consultation, shapes: Shapes) -> Taken:
    """Add the lines of a file as routes; one without a name gets its number."""
    square = consultation.square
    shapes, turned = _upright(shapes, _reference(square, None))
    near, far = _near(square, shapes.lines, stops.FAR_M)
    drawn, said = _each(near, _line)
    first = len(square.routes) + 1
    _refuse_nothing(drawn, [*turned, *said, *far], len(shapes.lines))
    new = [stops.route(name or str(nth), line) for nth, (name, line) in enumerate(drawn, first)]
    stops.set_routes(session, consultation, [*square.routes, *new])
    done = count("%(n)s route was added.", "%(n)s routes were added.", len(new))
    return [done, *shapes.warnings, *turned, *said, *far]


# Where it lies


def _reference(square: Square, extract: Extract | None) -> Point | None:
    """Return where the square is: by its outline, else by the map that was read."""
    if square.outline is not None:
        return centre_of(square.outline)
    if extract is None:
        return None
    return middle_of(Shape("", each.geometry) for each in extract.features)


def _upright(shapes: Shapes, middle: Point | None) -> tuple[Shapes, Taken]:
    """Exchange longitude and latitude where only that brings the shapes to the square."""
    every = (*shapes.points, *shapes.lines, *shapes.areas)
    if middle is None or not every:
        return shapes, []
    there = [next(places_of(each.geometry)) for each in every]
    is_near = any(distance_m(place, middle) < FAR_FROM_MAP_M for place in there)
    would_be = all(distance_m(place[::-1], middle) < FAR_FROM_MAP_M for place in there)
    return (shapes, []) if is_near or not would_be else (shapes.turned(), [TURNED])


def _near(square: Square, shapes: Sequence[Shape], metres: float) -> tuple[list[Shape], Taken]:
    """Return what lies on or near the outline, and how many lie far from it."""
    if square.outline is None:
        raise Refused("Draw the outline of the square first.")
    outline = square.outline
    near = [each for each in shapes if outside_m(_middle(each.geometry), outline) <= metres]
    words = (
        "%(n)s shape lies far from the square and was left out.",
        "%(n)s shapes lie far from the square and were left out.",
    )
    n = len(shapes) - len(near)
    return near, [count(*words, n)] if n else []


def _middle(geometry: Geometry) -> Point:
    if geometry["type"] == "Polygon":
        return centre_of(geometry)
    places = list(places_of(geometry))
    return places[len(places) // 2]


def _refuse_far_outline(area: Shape, middle: Point | None) -> None:
    if middle is None:
        return
    metres = distance_m(_middle(area.geometry), middle)
    if metres > FAR_FROM_MAP_M:
        raise Refused(
            "This area lies %(km)s km from the square. Read a map of the new place first.",
            km=round(metres / 1000),
        )


def _lonlat(shape: Shape) -> dict[str, float]:
    lon, lat = shape.geometry["coordinates"][:2]
    return {"lon": round(lon, 7), "lat": round(lat, 7)}


# What it is made of


def _each(
    shapes: Sequence[Shape], draw: Callable[[Shape], tuple[Any, Taken]]
) -> tuple[list[tuple[str, Any]], Taken]:
    """Draw every shape; what is refused is left out, and said with its reason."""
    drawn: list[tuple[str, Any]] = []
    said: Taken = []
    for shape in shapes:
        try:
            geometry, remarks = draw(shape)
        except Refused as fault:
            said.append(_left_out(shape, fault.sentence))
        else:
            drawn.append((shape.name, geometry))
            said += remarks
    return drawn, _once(said)


def _left_out(shape: Shape, why: Sentence) -> Sentence:
    if not shape.name:
        return say("A shape without a name was left out: %(why)s", why=why)
    return say("“%(name)s” was left out: %(why)s", name=named(shape.name), why=why)


def _once(said: Taken) -> Taken:
    """Say the same thing once."""
    return list({str(sentence): sentence for sentence in said}.values())


def _area(shape: Shape) -> tuple[dict[str, Any], Taken]:
    outer, *holes = shape.geometry["coordinates"]
    corners, said = _fewer(shape, [(p[0], p[1]) for p in outer[:-1]], is_ring=True)
    whole = {"type": "Polygon", "coordinates": [outer, *holes]}
    return with_holes_of(polygon_of(corners), whole), said


def _line(shape: Shape) -> tuple[list[list[float]], Taken]:
    corners = [(p[0], p[1]) for p in shape.geometry["coordinates"]]
    fewer, said = _fewer(shape, corners, is_ring=False)
    return line_of(fewer), said


def _fewer(shape: Shape, corners: list[Point], *, is_ring: bool) -> tuple[list[Point], Taken]:
    if len(corners) > MOST_READ:
        raise Refused(
            "It has %(n)s corners. At most %(most)s can be thinned.", n=len(corners), most=MOST_READ
        )
    found = simplified(corners, is_ring=is_ring)
    if found is None:
        raise Refused(
            "It has %(n)s corners, and with %(most)s it would lie more than %(m)s m off.",
            n=len(corners),
            most=MOST_CORNERS,
            m=round(FURTHEST_M),
        )
    kept, moved = found
    if len(kept) == len(corners):
        return kept, []
    said = say(
        "%(name)s had %(n)s corners and is drawn with %(kept)s, nowhere more than %(m)s m off.",
        name=_called(shape),
        n=len(corners),
        kept=len(kept),
        m=moved,
    )
    return kept, [said]


def _called(shape: Shape) -> Sentence:
    return say("“%(name)s”", name=shape.name) if shape.name else say("The shape")


def _refuse_nothing(taken: Sequence[object], said: Taken, there: int) -> None:
    """Refuse a file of which nothing was taken, with the first reason."""
    if taken:
        return
    if not there:
        raise Refused("There is nothing of that sort in this file.")
    raise Refused("Nothing was taken. %(why)s", why=said[0] if said else named(""))


def of_the_square(square: Square, shapes: Shapes) -> Shapes:
    """Return of a whole map the areas that lie on the square, but not the square itself."""
    if square.outline is None:
        return shapes
    outline, most = square.outline, MOST_OF_IT * area_m2(square.outline)
    areas = tuple(
        each
        for each in shapes.areas
        if area_m2(each.geometry) < most and outside_m(_middle(each.geometry), outline) == 0
    )
    return replace(shapes, areas=areas)
