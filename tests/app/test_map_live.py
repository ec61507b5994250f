"""The live map: who sees what on it, what a click does, and that it is made once."""

import gzip
import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import maps
from app.edge import save
from app.extensions import db
from workshops import answers, joining, moderation, planning, stage
from workshops.models import Activity, Consultation, Contribution, Workshop

pytestmark = pytest.mark.slow

ZIPPED = {"Accept-Encoding": "gzip"}


@pytest.fixture
def square(demo: Consultation) -> Workshop:
    """The demo's evening with a released, a held and a hidden note."""
    session, tonight = db.session(), demo.workshops[-1]
    notes = next(each for each in tonight.activities if each.kind == "map_notes")
    stage.open_activity(session, notes)
    for nth, fate in enumerate(("released", "", "hidden")):
        someone = joining.join(session, tonight.id, tonight.code, f"phone {nth}")
        said = {"text": f"note {nth}", "category": "", "lon": 13.4412, "lat": 52.4737}
        answers.submit(session, notes.id, someone, said, f"key {nth}")
        if fate:
            moderation.decide(session, _newest(notes), fate)
    save()
    return tonight


def _newest(activity: Activity) -> Contribution:
    rows = select(Contribution).where(Contribution.activity_id == activity.id)
    return db.session.scalars(rows.order_by(Contribution.number.desc())).first()


def data_of(client: FlaskClient, path: str) -> dict:
    return json.loads(gzip.decompress(client.get(path, headers=ZIPPED).data))


def notes_of(client: FlaskClient, path: str) -> dict[str, str]:
    """What each of the three notes is, by its words; what is missing is not on the map."""
    found = data_of(client, path)["notes"]
    return {
        each["text"]: each.get("state", "released")
        for each in found
        if each.get("text", "").startswith("note ")
    }


def test_the_desk_sees_what_waits_and_what_is_hidden(square, owner):
    states = notes_of(owner, f"/desk/w/{square.code}/map/data")
    assert states == {"note 0": "released", "note 1": "held", "note 2": "hidden"}


def test_planners_see_nothing_of_what_is_still_open(square, owner):
    slug = square.consultation.slug
    assert notes_of(owner, f"/planner/{slug}/map/data") == {}
    stage.close(db.session(), square.current)
    save()
    assert notes_of(owner, f"/planner/{slug}/map/data") == {"note 0": "released"}


def test_the_page_holds_no_words_of_people_and_no_script_of_its_own(square, owner):
    page = owner.get(f"/desk/w/{square.code}/map").get_data(as_text=True)
    assert "note 0" not in page
    assert "<script>" not in page
    assert 'id="map_torg"' in page


@pytest.mark.parametrize(
    ("verb", "nth", "state"),
    [("release", 1, "released"), ("hide", 1, "hidden"), ("hold", 0, "held")],
)
def test_a_note_is_released_hidden_or_held_by_its_number(square, owner, verb, nth, state):
    said = db.session.scalars(select(Contribution).where(Contribution.text == f"note {nth}")).one()
    here = f"/desk/w/{square.code}/map"
    answer = owner.post(here, data={"verb": verb, "number": str(said.number)})
    assert answer.status_code == 303
    assert notes_of(owner, f"{here}/data")[f"note {nth}"] == state
    owner.post(here, data={"verb": "undo"})
    assert notes_of(owner, f"{here}/data")[f"note {nth}"] != state


@pytest.mark.parametrize("number", ["0", "99999", "x", ""])
def test_a_number_that_nothing_has_is_not_found(square, owner, number):
    here = f"/desk/w/{square.code}/map"
    assert owner.post(here, data={"verb": "hide", "number": number}).status_code == 404


def test_who_has_the_data_is_told_so(square, owner):
    here = f"/desk/w/{square.code}/map/data"
    etag = owner.get(here).headers["ETag"]
    assert owner.get(here, headers={"If-None-Match": etag}).status_code == 304
    moderation.decide(db.session(), _newest(square.current), "released")
    save()
    assert owner.get(here, headers={"If-None-Match": etag}).status_code == 200


def test_the_part_names_the_version_that_the_data_have(square, owner):
    part = owner.get(f"/desk/w/{square.code}/map/part").get_data(as_text=True)
    data = data_of(owner, f"/desk/w/{square.code}/map/data")
    assert f'data-map-version="{data["version"]}"' in part


def test_a_room_that_sends_all_the_time_does_not_have_it_made_all_the_time(
    app: Flask, square: Workshop, owner: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    here = f"/desk/w/{square.code}/map/data"
    first = data_of(owner, here)["version"]
    app.testing = False
    monkeypatch.setattr(maps, "REST_S", (60.0, 60.0))
    moderation.decide(db.session(), _newest(square.current), "released")
    save()
    assert data_of(owner, here)["version"] == first
    maps.make_anew()
    assert data_of(owner, here)["version"] != first


def test_another_consultation_is_another_map(square, owner):
    other = planning.new_consultation(db.session(), "The pier", town="Elsewhere")
    save()
    assert data_of(owner, f"/planner/{other.slug}/map/data")["notes"] == []
