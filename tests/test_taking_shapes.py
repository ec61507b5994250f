"""Shapes from files on a square: what is taken, and what is said of the rest."""

import json
import math
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from workshops import planning, taking_shapes
from workshops.corners import corners_of, polygon_of
from workshops.geojson_shapes import read_shapes
from workshops.methods.geodesy import area_m2, project
from workshops.methods.spatial import from_side
from workshops.models import Consultation
from workshops.osm import read_osm
from workshops.refusal import Refused
from workshops.shapes import shapes_of
from workshops.simplifying import simplified
from workshops.taking_shapes import (
    take_landmarks,
    take_outline,
    take_routes,
    take_stops,
    take_zones,
)

pytestmark = pytest.mark.slow

SQUARE = "60.7945, 11.0680\n60.7945, 11.0690\n60.7950, 11.0690\n60.7950, 11.0680"
#: What of each bad file of the test data is refused, or mended or left out and said.
BAD = {
    "bad-duplicate-properties": "stands twice in one object",
    "bad-json": "is no JSON from line 3",
    "bad-polygon-interiorring-rhr": "turns the wrong way",
    "bad-properties-as-array": "“properties” that are no object",
    "badcoordtype": "nested deeply enough",
    "badfeatureid": "id that is neither text nor number",
    "bbox-contains-string": "holds something that is no number",
    "different-first-last": "does not end where it begins",
    "excessive_precision_truncated": "",
    "false": "holds something that is no geometry",
    "featurecollection-obj": "no list of “features”",
    "featurecollection": "no list of “features”",
    "geometry_changed_semantics": "cannot have “features”",
    "geometrycollection_single": "holds a single geometry",
    "multipoint-multidimension": "nested too deeply",
    "nofeaturetype": "the type “Feature”",
    "point-labeled-as-a-multipolygon": "nested deeply enough",
    "point-toofew": "one number instead of two",
    "point": "has no “coordinates”",
    "rootstring": "there is no object",
    "short-linearring": "does not end where it begins",
    "stringcoord": "text instead of",
}


@pytest.fixture
def made(session: Session) -> Consultation:
    made = planning.new_consultation(session, "Stortorget")
    made.square.outline = polygon_of(corners_of(SQUARE))
    return made


def box(west: float, south: float, size: float = 0.0002) -> list:
    east, north = round(west + size, 7), round(south + size, 7)
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def file(*features: tuple[str, str, object]) -> bytes:
    """A FeatureCollection of (name, type, coordinates)."""
    made = [
        {
            "type": "Feature",
            "properties": {"name": name} if name else {},
            "geometry": {"type": kind, "coordinates": coordinates},
        }
        for name, kind, coordinates in features
    ]
    return json.dumps({"type": "FeatureCollection", "features": made}).encode()


def shapes(*features: tuple[str, str, object]):
    return read_shapes(file(*features), "x.geojson")


def told(said: list) -> str:
    return " ".join(map(str, said))


# Reading


@pytest.mark.parametrize("name", sorted(BAD))
def test_every_bad_file_is_told_of_with_its_fault(shared_data: Path, name: str):
    path = shared_data / "bad-input/geojson/bad" / f"{name}.geojson"
    try:
        said = told(read_shapes(path.read_bytes(), path.name).warnings)
    except Refused as fault:
        said = str(fault)
    assert BAD[name] in said
    assert bool(said) == bool(BAD[name])


def test_every_bad_file_is_known_here(shared_data: Path):
    found = {path.stem for path in (shared_data / "bad-input/geojson/bad").glob("*.geojson")}
    assert found == set(BAD)


def test_good_files_are_taken_without_a_word(shared_data: Path):
    good = (shared_data / "bad-input/geojson/good").glob("*.geojson")
    said = {path.stem: told(read_shapes(path.read_bytes()).warnings) for path in good}
    nowhere = said.pop("issue82")
    assert "nowhere on earth" in nowhere
    assert len(said) >= 8
    assert set(said.values()) == {""}


def test_geometries_of_several_parts_come_apart_and_keep_the_name():
    found = shapes(
        ("Lawn", "MultiPolygon", [box(11.068, 60.7946), box(11.0685, 60.7946)]),
        ("Way", "MultiLineString", [[[11, 60], [11.1, 60]], [[12, 60], [12.1, 60]]]),
        ("Trees", "MultiPoint", [[11, 60], [12, 60], [13, 60]]),
    )
    assert [len(each) for each in (found.areas, found.lines, found.points)] == [2, 2, 3]
    assert {each.name for each in found.areas} == {"Lawn"}


# Outline


def test_the_one_polygon_of_a_file_becomes_the_outline(session: Session, made: Consultation):
    take_outline(session, made, shapes(("", "Polygon", box(11.068, 60.7945, 0.001))), None)
    assert made.square.outline["coordinates"] == box(11.068, 60.7945, 0.001)


@pytest.mark.parametrize(
    ("features", "why"),
    [
        ([("", "Point", [11.0684, 60.7947])], "no area in this file"),
        ([("", "Polygon", box(11.068, 60.7945))] * 2, "There are 2 areas"),
        ([("", "Polygon", box(13.4, 52.5))], "lies 93"),
        (
            [("", "Polygon", [[[11, 60.8], [11.1, 60.9], [11.1, 60.8], [11, 60.9], [11, 60.8]]])],
            "crosses itself|lies",
        ),
    ],
)
def test_an_outline_that_cannot_be_is_refused(
    session: Session, made: Consultation, features: list, why: str
):
    with pytest.raises(Refused, match=why):
        take_outline(session, made, shapes(*features), None)


def test_an_outline_that_crosses_itself_is_refused(session: Session, made: Consultation):
    bow = [[11.068, 60.7945], [11.069, 60.795], [11.069, 60.7945], [11.068, 60.795]]
    with pytest.raises(Refused, match="crosses itself"):
        take_outline(session, made, shapes(("", "Polygon", [[*bow, bow[0]]])), None)


def circle(n: int, wobble_m: float = 0.0) -> list:
    def at(nth: int) -> list:
        turn = 2 * math.pi * nth / n
        r = 0.0005 + wobble_m * (nth % 2) / 111_000
        return [11.0685 + 2 * r * math.cos(turn), 60.7948 + r * math.sin(turn)]

    ring = [at(nth) for nth in range(n)]
    return [[*ring, ring[0]]]


def test_ten_thousand_corners_become_few_and_it_is_said_how_far_off(
    session: Session, made: Consultation
):
    said = take_outline(session, made, shapes(("", "Polygon", circle(10_000))), None)
    assert "The shape had 10000 corners and is drawn with" in told(said)
    assert "nowhere more than 0.02 m off" in told(said)
    ring = made.square.outline["coordinates"][0]
    assert len(ring) <= 201
    whole = {"type": "Polygon", "coordinates": circle(10_000)}
    assert area_m2(made.square.outline) == pytest.approx(area_m2(whole), rel=0.002)


def test_a_shape_too_ragged_for_few_corners_is_refused(session: Session, made: Consultation):
    with pytest.raises(Refused, match="would lie more than 5 m off"):
        take_outline(session, made, shapes(("", "Polygon", circle(600, 40))), None)


def test_a_shape_of_a_whole_county_is_refused(session: Session, made: Consultation):
    with pytest.raises(Refused, match="At most 20000 can be thinned"):
        take_outline(session, made, shapes(("", "Polygon", circle(20_001))), None)


def test_a_file_of_a_whole_country_is_refused():
    with pytest.raises(Refused, match="100001 corners"):
        shapes(("", "LineString", [[11, 60]] * 100_001))


# Zones


def test_polygons_become_zones_the_largest_first(session: Session, made: Consultation):
    small, large = box(11.0681, 60.7946, 0.0001), box(11.0685, 60.7946, 0.0003)
    said = take_zones(session, made, shapes(("Steps", "Polygon", small), ("", "Polygon", large)))
    assert [(each["letter"], each["name"]) for each in made.square.zones] == [
        ("A", ""),
        ("B", "Steps"),
    ]
    assert told(said) == "2 zones were added."


def test_a_zone_that_crosses_itself_is_left_out_and_said(session: Session, made: Consultation):
    a, b, c, d, _ = box(11.0681, 60.7946)[0]
    good, bow = ("Lawn", "Polygon", box(11.0685, 60.7946)), ("Bow", "Polygon", [[a, c, b, d, a]])
    said = take_zones(session, made, shapes(good, bow))
    assert "“Bow” was left out: The outline crosses itself." in told(said)
    assert [each["name"] for each in made.square.zones] == ["Lawn"]


def test_a_hole_of_a_polygon_stays_a_hole(session: Session, made: Consultation):
    outer, hole = box(11.0681, 60.7946, 0.0003)[0], box(11.0682, 60.7947, 0.0001)[0]
    take_zones(session, made, shapes(("", "Polygon", [outer, hole])))
    assert len(made.square.zones[0]["polygon"]["coordinates"]) == 2


def test_more_polygons_than_letters_are_left_out_and_said(session: Session, made: Consultation):
    many = [("", "Polygon", box(11.0680 + n / 20_000, 60.7946, 0.0001)) for n in range(11)]
    assert "2 areas were left out: there are no more letters" in told(
        take_zones(session, made, shapes(*many))
    )


def test_what_lies_far_away_is_said_and_not_taken(session: Session, made: Consultation):
    near, far = box(11.0681, 60.7946), box(11.2, 60.7946)
    said = take_zones(session, made, shapes(("", "Polygon", near), ("", "Polygon", far)))
    assert "1 shape lies far from the square and was left out." in told(said)
    with pytest.raises(Refused, match="Nothing was taken"):
        take_zones(session, made, shapes(("", "Polygon", far)))


def test_exchanged_coordinates_are_recognised_by_where_the_square_is(
    session: Session, made: Consultation
):
    turned = [[[lat, lon] for lon, lat in ring] for ring in box(11.0681, 60.7946)]
    said = take_zones(session, made, shapes(("", "Polygon", turned)))
    assert "Latitude stood before longitude" in told(said)
    assert made.square.zones[0]["polygon"]["coordinates"][0][0] == [11.0681, 60.7946]


@pytest.mark.slow
def test_a_real_file_of_public_space_gives_nine_zones(
    session: Session, made: Consultation, shared_data: Path
):
    data = (shared_data / "osm/vienna-rabenhof-public-space.geojson").read_bytes()
    made.square.outline = polygon_of(
        [(16.3995, 48.1950), (16.4050, 48.1950), (16.4050, 48.1985), (16.3995, 48.1985)]
    )
    said = take_zones(session, made, read_shapes(data, "vienna.geojson"))
    assert [each["letter"] for each in made.square.zones] == list("ABCDEFGHI")
    assert "there are no more letters" in told(said)


# Points and lines


def test_points_with_names_become_landmarks(session: Session, made: Consultation):
    said = take_landmarks(
        session,
        made,
        shapes(("Lime", "Point", [11.0684, 60.7947, 12]), ("", "Point", [11.0685, 60.7947])),
    )
    assert made.square.landmarks == [{"name": "Lime", "lon": 11.0684, "lat": 60.7947}]
    assert "1 point has no name and was left out." in told(said)


def test_points_become_stops_in_their_order(session: Session, made: Consultation):
    take_stops(
        session,
        made,
        shapes(("", "Point", [11.0684, 60.7947]), ("Kiosk", "Point", [11.0685, 60.7947])),
    )
    assert [each["name"] for each in made.square.stops] == ["1", "Kiosk"]


def test_lines_become_routes(session: Session, made: Consultation):
    line = [[11.0680, 60.7945], [11.0690, 60.7950]]
    said = take_routes(session, made, shapes(("North", "LineString", line)))
    assert made.square.routes[0]["line"] == line
    assert told(said) == "1 route was added."


def test_a_file_without_what_is_asked_for_is_refused(session: Session, made: Consultation):
    with pytest.raises(Refused, match="nothing of that sort"):
        take_routes(session, made, shapes(("Kiosk", "Point", [11.0685, 60.7947])))


def test_a_map_gives_areas_and_named_points(
    session: Session, made: Consultation, shared_data: Path
):
    with (shared_data / "osm/berlin-karl-marx-platz.osm").open("rb") as stream:
        extract = read_osm(stream)
    square = next(each for each in extract.squares() if each.name == "Karl-Marx-Platz")
    made.square.outline = dict(square.outline)
    found = shapes_of(extract)
    assert "Imaginäres Theater" in {each.name for each in found.points}
    take_landmarks(session, made, found)
    assert "Imaginäres Theater" in {each["name"] for each in made.square.landmarks}
    on_it = taking_shapes.of_the_square(made.square, found)
    assert 0 < len(on_it.areas) < len(found.areas)
    assert all(area_m2(each.geometry) < 1551 for each in on_it.areas)


# Fewer corners


def test_of_a_line_the_corners_that_matter_stay():
    bent = [(11.0, 60.0), *((11.0 + n / 1e6, 60.0) for n in range(1, 300)), (11.0003, 60.001)]
    kept, off_m = simplified(bent, is_ring=False, most=10)
    assert len(kept) == 3
    assert off_m <= 0.02
    assert kept[1] == pytest.approx((11.000299, 60.0))


def test_corners_without_sense_are_refused():
    zigzag = [(11.0 + n / 1e6, 60.0 + 0.001 * (n % 2) * n / 2_000) for n in range(2_000)]
    assert simplified(zigzag, is_ring=True) is None


@given(st.lists(st.tuples(st.floats(11, 11.001), st.floats(60, 60.001)), min_size=12, max_size=60))
def test_what_is_told_is_how_far_the_others_lie_at_most(line: list):
    found = simplified(line, is_ring=False, most=11)
    if found is not None:
        kept, off_m = found
        assert len(kept) <= 11
        assert max(furthest(corner, kept) for corner in line) <= off_m + 0.01


def furthest(corner: tuple, kept: list) -> float:
    plane = [project(*each, 11.0) for each in kept]
    at = project(*corner, 11.0)
    return min(from_side(at, a, b) for a, b in pairwise(plane))
