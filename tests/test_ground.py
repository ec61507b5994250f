"""The picture under a square: how it is placed, what is refused, and what moves with it."""

import math
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops import ground, ground_picture, planning
from workshops.basemap import Frame, blank
from workshops.freezing import freeze
from workshops.ground_laying import lay
from workshops.ground_moving import between, moved
from workshops.ground_points import Control, Placing, by_edge, by_points, on_its_own, place_of
from workshops.methods.fitting import Transform
from workshops.methods.geodesy import Utm, distance_m, from_utm, to_utm
from workshops.models import Attendee, Contribution
from workshops.refusal import Refused

ZONE = Utm(32, north=True)
#: 4000 by 3000 pixels of 5 cm, turned by some eleven degrees.
TRUE = Placing(Transform(0.05, 0.01, 612_000.0, 0.01, -0.05, 6_741_000.0), ZONE)
SIZE = 4000, 3000
SPOTS = ((200, 300), (3700, 250), (3650, 2800), (150, 2700), (1900, 1500))
SHA = "ab" * 32


def control(x: float, y: float, off_m: float = 0.0) -> Control:
    east, north = TRUE.transform((x, y))
    return Control(x, y, *from_utm(east + off_m, north, ZONE))


def controls(*spots) -> list[Control]:
    return [control(*spot) for spot in spots or SPOTS]


# Places as they are typed


@pytest.mark.parametrize(
    "typed",
    ["32V 612345 6741234", "32 612345 6741234", "UTM 32 612345.0 E, 6741234.0 N", "612345 6741234"],
)
def test_utm_is_read_with_its_zone_or_in_that_of_the_square(typed: str):
    lon, lat = place_of(typed, ZONE)
    assert to_utm(lon, lat, ZONE) == pytest.approx((612345, 6741234), abs=1e-3)


def test_degrees_are_read_as_latitude_and_longitude():
    assert place_of("60.79450, 11.06800", None) == (11.068, 60.7945)


def test_metres_without_a_zone_ask_for_it():
    with pytest.raises(Refused, match="Write the zone before"):
        place_of("612345 6741234", None)


@pytest.mark.parametrize("typed", ["", "here", "61 612345 6741234", "32 12345 6741234", "91, 11"])
def test_what_is_no_place_is_refused_with_words(typed: str):
    with pytest.raises(Refused, match=r"place|corner"):
        place_of(typed, ZONE)


# By points


def test_points_give_the_place_of_every_pixel_to_the_millimetre():
    found = by_points(controls(), *SIZE)
    assert found.rms_m < 0.001
    assert distance_m(found.lonlat(1234, 567), TRUE.lonlat(1234, 567)) < 0.001


def test_two_points_are_enough():
    assert by_points(controls(*SPOTS[:2]), *SIZE).transform.metres_a_pixel == pytest.approx(
        0.05099, abs=1e-4
    )


def test_a_wrong_point_is_named_and_kept_with_its_miss():
    found = by_points([*controls(*SPOTS[:4]), control(1900, 1500, 8.0)], *SIZE)
    assert found.odd == 4
    assert max(found.misses_m) == found.misses_m[4]


@pytest.mark.parametrize(
    ("points", "size", "said"),
    [
        (controls(*SPOTS[:1]), SIZE, "at least 2"),
        (controls((1, 1), (5, 5)), SIZE, "Points 1 and 2 are at the same spot"),
        ([control(1, 1), Control(900, 900, *TRUE.lonlat(1, 1))], SIZE, "same place on earth"),
        (controls((0, 0), (1000, 1000), (3000, 3010)), SIZE, "on one line"),
        ([Control(0, 0, 11.0, 60.0), Control(9, 9, 12.0, 60.0)], (10, 10), "metres|m across"),
        ([Control(0, 0, 11.0, 60.0), Control(900, 9, 11.00001, 60.0)], (999, 9), "m across"),
        (controls() * 7, SIZE, "At most 30"),
    ],
)
def test_points_that_cannot_place_a_picture_are_refused_with_a_sentence(points, size, said: str):
    with pytest.raises(Refused, match=said):
        by_points(points, *size)


def test_an_affine_map_only_if_asked_and_never_mirrored_or_squeezed():
    mirrored = [Control(4000 - c.x, c.y, c.lon, c.lat) for c in controls(*SPOTS[:4])]
    with pytest.raises(Refused, match="mirrored"):
        by_points(mirrored, *SIZE, affine=True)
    squeezed = [Control(c.x / 3, c.y, c.lon, c.lat) for c in controls(*SPOTS[:4])]
    with pytest.raises(Refused, match="squeezed"):
        by_points(squeezed, *SIZE, affine=True)
    slightly = [Control(c.x / 1.05, c.y, c.lon, c.lat) for c in controls(*SPOTS[:4])]
    assert by_points(slightly, *SIZE, affine=True).rms_m < 0.001
    assert by_points(slightly, *SIZE).rms_m > 0.5


# By an edge, and on its own


def test_an_edge_gives_the_scale_and_a_place_the_rest():
    anchor = Control(100, 100, 11.068, 60.7945)
    found = by_edge(((100, 100), (1100, 100)), 50.0, 0.0, SIZE, anchor)
    assert distance_m(found.lonlat(100, 100), (11.068, 60.7945)) < 0.001
    assert distance_m(found.lonlat(100, 100), found.lonlat(1100, 100)) == pytest.approx(50, abs=0.1)
    assert found.referenced


def test_without_a_place_an_edge_gives_metres_of_its_own():
    found = by_edge(((0, 0), (1000, 0)), 50.0, 0.0, SIZE, None)
    assert not found.referenced
    assert found.to_scale
    assert distance_m(found.lonlat(0, 0), found.lonlat(1000, 0)) == pytest.approx(50, rel=0.01)


@pytest.mark.parametrize("length", [0, -3, math.nan, math.inf])
def test_an_edge_without_a_length_is_refused(length: float):
    with pytest.raises(Refused, match="length of the edge"):
        by_edge(((0, 0), (1000, 0)), length, 0.0, SIZE, None)


def test_an_edge_from_a_spot_to_itself_is_refused():
    with pytest.raises(Refused, match="same spot"):
        by_edge(((5, 5), (6, 6)), 10, 0.0, SIZE, None)


def test_a_picture_of_unknown_size_is_a_hundred_metres_long_and_says_it_is_not_to_scale():
    found = on_its_own(*SIZE)
    assert not found.to_scale
    assert distance_m(found.lonlat(0, 0), found.lonlat(4000, 0)) == pytest.approx(100, rel=0.01)


# Laid north-up


@given(st.floats(0, 4000), st.floats(0, 3000))
def test_each_pixel_of_a_laid_picture_comes_from_where_it_belongs(x: float, y: float):
    laying = lay(TRUE, *SIZE)
    east, north = TRUE.transform((x, y))
    u = (east - laying.east) / laying.metres_a_pixel
    v = (laying.north - north) / laying.metres_a_pixel
    a, b, c, d, e, f = laying.back
    assert (a * u + b * v + c, d * u + e * v + f) == pytest.approx((x, y), abs=1e-4)


def test_a_laid_picture_is_no_larger_than_of_use():
    laying = lay(TRUE, *SIZE)
    assert max(laying.width, laying.height) <= 3001


# What was put on it


def test_what_lies_on_a_picture_keeps_its_spot_and_goes_back_exactly():
    own = on_its_own(*SIZE)
    spot = own.lonlat(1234.5, 678.9)
    there = between(own, TRUE)(spot)
    assert TRUE.pixel(*there) == pytest.approx((1234.5, 678.9), abs=1e-3)
    assert distance_m(between(TRUE, own)(there), spot) < 1e-4


def test_every_place_in_a_piece_of_json_is_moved_and_nothing_else():
    def shift(place):
        return place[0] + 1, place[1] + 1

    given_ = {
        "a": [{"lon": 1.0, "lat": 2.0, "name": "x", "radius_m": 3.0}],
        "polygon": {"type": "Polygon", "coordinates": [[[1.0, 2.0], [3.0, 4.0]]]},
        "line": [[1.0, 2.0]],
        "point": {"type": "Point", "coordinates": [1.0, 2.0]},
        "n": [1, 2],
    }
    assert moved(given_, shift) == {
        "a": [{"lon": 2.0, "lat": 3.0, "name": "x", "radius_m": 3.0}],
        "polygon": {"type": "Polygon", "coordinates": [[[2.0, 3.0], [4.0, 5.0]]]},
        "line": [[2.0, 3.0]],
        "point": {"type": "Point", "coordinates": [2.0, 3.0]},
        "n": [1, 2],
    }


def test_what_lies_far_from_the_picture_stays():
    assert between(on_its_own(*SIZE), TRUE)((11.0, 60.0)) == (11.0, 60.0)


# On a square


@pytest.fixture
def consultation(session):
    made = planning.new_consultation(session, "Stortorget", town="Hamar")
    ground_picture.take(
        session, made, sha256=SHA, size=SIZE, name="plan.png", source="Hamar kommune",
        licence="CC BY 4.0",
    )  # fmt: skip
    return made


def put(session, consultation, placing: Placing) -> int:
    laying = lay(placing, *SIZE)
    return ground_picture.place(session, consultation, laying, "cd" * 32, {"way": "points"})


def outline_on(consultation, placing: Placing) -> None:
    ring = [list(placing.lonlat(*at)) for at in ((500, 500), (3500, 500), (3500, 2500), (500, 500))]
    consultation.square.outline = {"type": "Polygon", "coordinates": [ring]}
    consultation.square.basemap = blank(consultation.square.outline)


def said(session, consultation, lon: float, lat: float) -> Contribution:
    workshop = planning.new_workshop(session, consultation, "Evening")
    activity = planning.add_activity(session, workshop, "map_notes", "Where", question="Where?")
    attendee = Attendee(workshop_id=workshop.id, channel="phone", joined_at=datetime.now(UTC))
    session.add(attendee)
    session.flush()
    row = Contribution(
        consultation_id=consultation.id, activity_id=activity.id, attendee_id=attendee.id,
        number=1, text="A bench", channel="phone", key="k", state="released",
        received_at=datetime.now(UTC),
        geometry={"type": "Point", "coordinates": [lon, lat]},
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def test_a_picture_without_source_or_licence_is_refused(session):
    made = planning.new_consultation(session, "Stortorget", town="Hamar")
    for source, licence in (("", "CC0"), ("Us", " "), ("\u200b", "CC0")):
        with pytest.raises(Refused, match="Write"):
            ground_picture.take(
                session, made, sha256=SHA, size=SIZE, name="", source=source, licence=licence
            )


def test_a_picture_is_the_ground_only_once_it_is_placed(session, consultation):
    outline_on(consultation, TRUE)
    assert "picture" not in ground.ground_of(consultation.square)
    put(session, consultation, TRUE)
    laid = ground.ground_of(consultation.square)
    frame = Frame.from_json(laid["frame"])
    a, b, c, d, e, f = laid["picture"]["matrix"]
    assert (a * 0 + c * 0 + e, b * 0 + d * 0 + f) == pytest.approx(
        frame.to_xy(*consultation.square.picture["laid"]["corners"][0]), abs=0.01
    )
    assert laid["licence"] == "Hamar kommune, CC BY 4.0"


def test_notes_on_a_picture_without_a_place_move_when_it_gets_one_and_back(session, consultation):
    own = on_its_own(*SIZE)
    put(session, consultation, own)
    outline_on(consultation, own)
    note = said(session, consultation, *own.lonlat(2000, 1000))
    before = tuple(note.geometry["coordinates"])
    assert put(session, consultation, by_points(controls(), *SIZE)) == 1
    there = note.geometry["coordinates"]
    assert distance_m(there, TRUE.lonlat(2000, 1000)) < 0.001
    corner = consultation.square.outline["coordinates"][0][0]
    assert distance_m(corner, TRUE.lonlat(500, 500)) < 0.001
    assert Frame.from_json(consultation.square.basemap["frame"]).zone == 32
    ground_picture.undo(session, consultation)
    assert distance_m(note.geometry["coordinates"], before) < 0.001


def test_a_better_placing_leaves_what_is_on_earth_where_it_is(session, consultation):
    put(session, consultation, TRUE)
    outline_on(consultation, TRUE)
    note = said(session, consultation, *TRUE.lonlat(2000, 1000))
    before = list(note.geometry["coordinates"])
    other = Placing(Transform(0.06, 0, 612_000.0, 0, -0.06, 6_741_000.0), ZONE)
    assert put(session, consultation, other) == 0
    assert note.geometry["coordinates"] == before


def test_a_square_on_earth_cannot_get_a_picture_without_a_place(session, consultation):
    outline_on(consultation, TRUE)
    with pytest.raises(Refused, match="has its place on earth"):
        put(session, consultation, on_its_own(*SIZE))


def test_a_picture_that_alone_holds_the_square_cannot_be_taken_away(session, consultation):
    own = on_its_own(*SIZE)
    put(session, consultation, own)
    outline_on(consultation, own)
    with pytest.raises(Refused, match="no place on earth yet"):
        ground_picture.remove(session, consultation)


def test_findings_of_a_place_nowhere_name_no_coordinate_system(session, consultation):
    own = on_its_own(*SIZE)
    put(session, consultation, own)
    outline_on(consultation, own)
    assert freeze(session, consultation).square.epsg is None
    put(session, consultation, TRUE)
    square = freeze(session, consultation).square
    assert square.epsg is not None
    assert "before" not in square.picture


def test_undo_goes_back_step_by_step_to_no_picture_at_all(session, consultation):
    put(session, consultation, TRUE)
    ground_picture.undo(session, consultation)
    assert not ground.is_laid(consultation.square.picture)
    ground_picture.undo(session, consultation)
    assert consultation.square.picture is None
    with pytest.raises(Refused, match="Upload"):
        ground_picture.undo(session, consultation)


def test_each_step_is_in_the_log(session, consultation):
    put(session, consultation, TRUE)
    log = [(line["verb"], line["subject"]) for line in freeze(session, consultation).log]
    assert ("placed", "picture") in log


def test_a_square_drawn_on_a_map_keeps_its_hash_when_there_is_no_picture(session):
    made = planning.new_consultation(session, "Stortorget", town="Hamar")
    outline_on(made, TRUE)
    assert ground.ground_of(made.square) is made.square.basemap
