"""From corners on the plan to places on the earth; what cannot be one is refused in a sentence."""

import pytest
from sqlalchemy.orm import Session

from workshops import planning
from workshops.activities.result import Answer
from workshops.basemap import Frame
from workshops.methods.geodesy import distance_m, ring_area
from workshops.models import Workshop
from workshops.questions import Question, question
from workshops.refusal import Refused
from workshops.results import Surroundings
from workshops.spots import MOST_CORNERS, spot

FRAME = Frame(32, north=True, origin_e=613_000, origin_n=6_741_000, width_m=200, height_m=200)
SQUARE = "10,10 30,10 30,30 10,30"


@pytest.fixture
def notes(session: Session, workshop: Workshop) -> Question:
    """Notes for which lines and areas may be drawn, on a plan."""
    workshop.consultation.square.basemap = {"frame": FRAME.to_json(), "licence": ""}
    settings = {"lines": True, "areas": True}
    activity = planning.add_activity(session, workshop, "map_notes", settings=settings)
    session.flush()
    return question(session, activity.id)


def at(x: float, y: float) -> tuple[float, float]:
    return FRAME.to_lonlat(x, y)


def drawn(session: Session, notes: Question, shape: str, corners: str) -> dict:
    return spot(session, notes, {"shape": shape, "corners": corners})


def test_a_point_lies_where_the_cross_was_to_the_centimetre(session, notes):
    place = spot(session, notes, {"x": "12.34", "y": "56.78"})
    assert distance_m((place["lon"], place["lat"]), at(12.34, 56.78)) < 0.02


@pytest.mark.parametrize("x", ["", "nan", "inf", "1e9", "left"])
def test_a_point_that_is_none_is_no_place(session, notes, x):
    assert spot(session, notes, {"x": x, "y": "5"}) == {}


def test_a_line_keeps_its_corners_in_their_order(session, notes):
    found = drawn(session, notes, "line", "10,10 30,10 30,40")["geometry"]
    assert found["type"] == "LineString"
    for place, corner in zip(found["coordinates"], [(10, 10), (30, 10), (30, 40)], strict=True):
        assert distance_m(place, at(*corner)) < 0.02


@pytest.mark.parametrize("corners", [SQUARE, "10,30 30,30 30,10 10,10", f"{SQUARE} 10,10"])
def test_an_area_is_closed_and_runs_against_the_clock(session, notes, corners):
    [ring] = drawn(session, notes, "area", corners)["geometry"]["coordinates"]
    assert len(ring) == 5
    assert ring[0] == ring[-1]
    assert ring_area(ring) > 0


def test_a_corner_that_was_set_twice_is_one(session, notes):
    found = drawn(session, notes, "line", "10,10 10,10 10.01,10 30,10")["geometry"]
    assert len(found["coordinates"]) == 2


@pytest.mark.parametrize(
    ("shape", "corners", "sentence"),
    [
        ("line", "", "A line needs two corners"),
        ("line", "10,10 10,10", "A line needs two corners"),
        ("area", "10,10 30,10", "An area needs three corners"),
        ("area", "10,10 30,10 10,10", "An area needs three corners"),
        ("area", "10,10 30,30 30,10 10,30", "The sides of this area cross"),
        ("area", "10,10 20,10 30,10", "The sides of this area cross"),
        ("line", "10,10 nan,5", "did not arrive whole"),
        ("line", "10,10 1e400,5", "did not arrive whole"),
        ("line", "10,10 10", "did not arrive whole"),
        ("line", "10,10 1,2,3", "did not arrive whole"),
        ("line", "10,10 <script>,1", "did not arrive whole"),
        ("line", "10,10 200000,5", "did not arrive whole"),
        ("line", " ".join(f"{n},1" for n in range(MOST_CORNERS + 1)), "more than 60 corners"),
        ("circle", "10,10 20,20", "Only points are asked for"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_what_to_do(session, notes, shape, corners, sentence):
    with pytest.raises(Refused, match=sentence):
        drawn(session, notes, shape, corners)


@pytest.mark.parametrize("shape", ["line", "area"])
def test_what_the_desk_did_not_ask_for_is_refused(session, workshop, shape):
    activity = planning.add_activity(session, workshop, "map_notes")
    session.flush()
    with pytest.raises(Refused, match="Only points are asked for"):
        drawn(session, question(session, activity.id), shape, SQUARE)


def test_without_a_plan_nothing_is_placed(session, workshop, notes):
    workshop.consultation.square.basemap = None
    session.flush()
    assert drawn(session, notes, "line", "10,10 30,10") == {}


# Where it lies


@pytest.fixture
def around(session: Session, workshop: Workshop, notes: Question) -> Surroundings:
    """A square from (0, 0) to (100, 100) of the plan, its west half zone A."""
    square = workshop.consultation.square
    square.outline = _polygon((0, 0), (100, 0), (100, 100), (0, 100))
    west = _polygon((0, 0), (50, 0), (50, 100), (0, 100))
    square.zones = [{"letter": "A", "name": "West", "polygon": west}]
    session.flush()
    return Surroundings(workshop.activities[-1])


def _polygon(*corners: tuple[float, float]) -> dict:
    return {"type": "Polygon", "coordinates": [[list(at(*each)) for each in corners]]}


@pytest.mark.parametrize(
    ("shape", "corners", "inside"),
    [
        ("line", "10,10 30,10", True),
        ("line", "90,50 150,50", True),  # it begins within
        ("line", "-30,50 130,50", True),  # it leads through
        ("line", "120,50 150,50", False),
        ("area", SQUARE, True),
        ("area", "-50,-50 150,-50 150,150 -50,150", True),  # it holds the square
        ("area", "120,10 150,10 150,30", False),
    ],
)
def test_only_what_lies_wholly_outside_is_kept_apart(
    session, notes, around, shape, corners, inside
):
    found = around.enrich(drawn(session, notes, shape, corners))
    assert found["inside"] is inside
    features = notes.kind.tally(notes.settings, [Answer(1, "phone", found, number=1)]).features
    assert features[0]["properties"].get("apart", False) is not inside


def test_a_line_is_named_by_where_its_middle_is(session, notes, around):
    assert around.enrich(drawn(session, notes, "line", "10,15 40,15"))["place"] == "A, C2"
