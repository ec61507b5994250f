"""The views of notes on the wall: hot spots, two sides, zones."""

import re

import pytest
from flask.testing import FlaskClient

from app.edge import save
from app.extensions import db
from tests.app.conftest import member
from workshops import answers, clock, moderation, stage
from workshops.methods.spatial import centre_of
from workshops.models import Activity, Attendee, Ballot, Consultation, Contribution
from workshops.reactions import payload_of, slot_of
from workshops.viewing import others_of, views_of


@pytest.fixture
def liked(demo: Consultation) -> Activity:
    """Notes of the demo's square: eight people by one spot, five like it and three do not."""
    session = db.session()
    notes = next(
        each
        for workshop in demo.workshops
        for each in workshop.activities
        if each.kind == "map_notes" and each.state == "draft"
    )
    notes.settings = {**notes.settings, "ask_feeling": True}
    stage.open_activity(session, notes)
    lon, lat = centre_of(demo.square.outline)
    for n in range(8):
        person = Attendee(workshop_id=notes.workshop_id, channel="phone", token_hash=f"n{n}",
                          joined_at=notes.opened_at)  # fmt: skip
        session.add(person)
        session.flush()
        said = {"text": "Here", "lon": lon, "lat": lat, "place": "", "category": ""}
        said["feeling"] = "like" if n < 5 else "dislike"
        answers.submit(session, notes.id, person.id, said, f"k{n}")
    for each in session.query(Contribution).filter_by(activity_id=notes.id):
        moderation.decide(session, each, "released")
    save()
    return db.session.get_one(Activity, notes.id)


def words(client: FlaskClient, activity: Activity, view: str) -> str:
    stage.set_view(db.session(), activity, view)
    save()
    shown = client.get(f"/s/{activity.workshop.screen_token}/scene").get_data(as_text=True)
    return " ".join(re.sub(r"<[^>]*>", " ", shown).split())


def test_hot_spots_say_notes_people_and_the_radius(client: FlaskClient, liked: Activity):
    shown = words(client, liked, "spots")
    assert "8 notes by 8 people" in shown
    assert "Every person weighs the same." in shown


def test_both_sides_stand_beside_one_another_with_what_divides(
    client: FlaskClient, liked: Activity
):
    shown = words(client, liked, "sides")
    assert "5 like a place, 3 dislike one" in shown
    assert "5 like it, 3 do not, within 8 m" in shown


def test_zones_are_counted(client: FlaskClient, liked: Activity):
    assert "Most notes in zone" in words(client, liked, "zones")


def test_the_plain_notes_come_back(client: FlaskClient, liked: Activity):
    words(client, liked, "spots")
    assert "8 notes by 8 people" in words(client, liked, "notes")


def test_the_desk_offers_the_views_and_takes_no_other(app, liked: Activity):
    owner = member(app, "owner")
    code, fields = liked.workshop.code, {"verb": "view", "activity": str(liked.id)}
    stage.close(db.session(), db.session.get_one(Activity, liked.id))
    save()
    assert "Hot spots" in owner.get(f"/desk/w/{code}/run").get_data(as_text=True)
    assert "Hot spots" in owner.get(f"/desk/w/{code}/remote").get_data(as_text=True)
    assert owner.post(f"/desk/w/{code}/stage", data={**fields, "view": "x"}).status_code == 400
    assert owner.post(f"/desk/w/{code}/stage", data={**fields, "view": "zones"}).status_code == 303
    assert db.session.get_one(Activity, liked.id).settings["view"] == "zones"


def test_what_divides_is_listed_with_its_words(client: FlaskClient, liked: Activity):
    session = db.session()
    notes = db.session.get_one(Activity, liked.id)
    notes.settings = {**notes.settings, "react": True}
    said = session.query(Contribution).filter_by(activity_id=liked.id).first()
    people = session.query(Attendee.id).filter_by(workshop_id=liked.workshop_id).limit(8).all()
    for n, (person,) in enumerate(people):
        says = payload_of(said.number, "agree" if n < 5 else "disagree")
        session.add(Ballot(activity_id=liked.id, attendee_id=person, slot=slot_of(said.number),
                           payload=says, channel="phone", key=f"r{n}",
                           received_at=clock.now()))  # fmt: skip
    save()
    shown = words(client, db.session.get_one(Activity, liked.id), "contested")
    assert "1 note divides the room" in shown
    assert "5 agree, 3 disagree" in shown


def test_two_workshops_stand_beside_one_another(client: FlaskClient, liked: Activity):
    shown = words(client, liked, "change")
    assert "Before" in shown
    assert "After: 8 notes by 8 people" in shown


def test_before_and_after_is_offered_only_where_there_are_two(liked: Activity):
    assert "change" in dict(views_of(liked))
    for each in others_of(liked):
        each.state = "open"
    assert "change" not in dict(views_of(liked))


def test_two_sides_have_a_scale_and_a_north_arrow(client: FlaskClient, liked: Activity):
    words(client, liked, "sides")
    page = client.get(f"/s/{liked.workshop.screen_token}/scene").get_data(as_text=True)
    assert page.count('class="plan-scale"') == page.count('class="plan-north"') == 2
