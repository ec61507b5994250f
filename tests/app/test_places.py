"""Where a requirement is: chosen on the plan, kept beside the words, never lost when refused."""

import pytest

from app.extensions import db
from workshops.models import Requirement, Trial
from workshops.requirement_fields import values_of

pytestmark = pytest.mark.slow

PLACE = "/planner/karl-marx-platz/place"
CORNERS = ["52.4737, 13.4410", "52.4737, 13.4414", "52.4735, 13.4412", "52.4736, 13.4410"]


@pytest.fixture
def stored(demo):
    """Read a requirement or trial by its number, as it is kept now."""

    def read(kind: type, number: int):
        db.session.rollback()
        db.session.expire_all()
        return db.session.query(kind).filter_by(number=number).one()

    return read


def test_a_place_is_zones_words_and_a_shape(demo, owner, stored):
    page = owner.get(f"{PLACE}/R2").get_data(as_text=True)
    assert 'value="B" checked' in page
    assert "data-corners-of" in page
    form = {"zones": ["A", "C"], "words": "by the kerb", "place_as": "area"}
    kept = owner.post(f"{PLACE}/R2", data={**form, "place": "\n".join(CORNERS)})
    assert kept.status_code == 303
    asked = stored(Requirement, 2)
    assert asked.zone == "A, C, by the kerb"
    assert asked.place["type"] == "Polygon"
    room = owner.get(kept.location).get_data(as_text=True)
    assert "place-area" in room
    assert "place/R2" in room
    layers = owner.get("/planner/karl-marx-platz/map/data").get_json()["layers"]
    lies = next(each for each in layers if each["key"] == "asked")["features"]
    assert [each["properties"]["label"] for each in lies] == ["R2"]
    assert lies[0]["geometry"] == asked.place


def test_a_landmark_is_a_point_with_its_name(demo, owner, stored):
    form = {"zones": "B", "words": "", "place_as": "landmark", "landmark": "Fountain"}
    owner.post(f"{PLACE}/R1", data=form)
    asked = stored(Requirement, 1)
    fountain = next(each for each in demo.square.landmarks if each["name"] == "Fountain")
    assert asked.zone == "B, Fountain"
    assert asked.place["coordinates"] == pytest.approx([fountain["lon"], fountain["lat"]])


def test_a_shape_that_is_refused_is_not_lost(demo, owner, stored):
    crossing = "\n".join(CORNERS[i] for i in (0, 2, 1, 3))
    answer = owner.post(
        f"{PLACE}/R1", data={"words": "here", "place_as": "area", "place": crossing}
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "crosses itself" in page
    assert crossing in page
    assert 'value="here"' in page


def test_two_who_place_the_same_are_shown_both(demo, owner, stored):
    was = {f"was-{name}": value for name, value in values_of(stored(Requirement, 1)).items()}
    for words, status in (("in the sun", 303), ("out of the wind", 409)):
        answer = owner.post(f"{PLACE}/R1", data={**was, "words": words})
        assert answer.status_code == status
    page = answer.get_data(as_text=True)
    assert "in the sun" in page
    assert 'value="out of the wind"' in page


def test_a_trial_has_a_place_too_and_nothing_else_has(demo, owner, stored):
    owner.post("/planner/karl-marx-platz/trials", data={"title": "Benches"})
    owner.post(f"{PLACE}/T1", data={"place_as": "point", "place": CORNERS[0]})
    assert stored(Trial, 1).place["type"] == "Point"
    for ref in ("X1", "R99", "T9", "R-1"):
        assert owner.get(f"{PLACE}/{ref}").status_code == 404
