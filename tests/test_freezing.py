"""Freezing: only what is released and closed, nothing that could tell who, the same twice."""

import json
from dataclasses import asdict
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from workshops import answers, joining, moderation, planning, requirements, stage
from workshops.findings import digest
from workshops.findings_json import from_json, to_json
from workshops.freezing import freeze
from workshops.models import Contribution, Photo, Workshop

TEXTS = ("A fire", "A bench", "Ice", "No smoke")


@pytest.fixture
def held(session: Session, workshop: Workshop, person) -> Workshop:
    """An evening that is over: four ideas with four fates, a vote of three."""
    ideas, vote, _ = workshop.activities
    stage.open_activity(session, ideas)
    people = [person() for _ in range(4)]
    for who, words in zip(people, TEXTS, strict=True):
        answers.submit(session, ideas.id, who, {"text": words}, f"key {words}")
    for fate, said in zip(("released", "released", "hidden"), in_order(session), strict=False):
        moderation.decide(session, said, fate, reason="name", who="helper")
    stage.open_activity(session, vote)
    for who in people[:3]:
        answers.submit(session, vote.id, who, {"dots": {"1": 3}}, "key")
    stage.close(session, vote)
    stage.show(session, vote)
    return workshop


def in_order(session: Session) -> list[Contribution]:
    return list(session.scalars(select(Contribution).order_by(Contribution.number)))


def test_only_released_words_are_in_the_findings(session, held):
    found = freeze(session, held.consultation)
    assert [(each.ref, each.text) for each in found.contributions] == [
        ("HAM-0001", "A fire"),
        ("HAM-0002", "A bench"),
    ]


def test_words_that_are_not_released_are_nowhere_in_them(session, held):
    text = to_json(freeze(session, held.consultation))
    assert "Ice" not in text
    assert "No smoke" not in text


def test_what_is_left_out_is_counted_with_its_reason(session, held):
    found = freeze(session, held.consultation)
    assert {str(each.why): each.n for each in found.set_aside} == {
        "hidden by a moderator, with a reason in the log": 1,
        "not released yet": 1,
    }


def test_what_is_open_is_not_in_them(session, held):
    stage.open_activity(session, held.activities[1])
    found = freeze(session, held.consultation)
    assert [each.kind for each in found.activities] == ["ideas"]
    assert found.ballots == 0


def test_a_slide_is_no_finding(session, held):
    stage.open_activity(session, held.activities[2])
    stage.end(session, held)
    found = freeze(session, held.consultation)
    assert [each.ref for each in found.activities] == ["1.1", "1.2"]


def test_a_vote_is_in_the_findings_once_it_was_shown(session, held):
    found = freeze(session, held.consultation)
    assert [bar["value"] for bar in found.activities[1].bars[:2]] == [9, 0]
    assert found.ballots == 3


def test_a_vote_that_was_not_shown_is_set_aside_and_counted(session, held):
    stage.hide(session, held.activities[1])
    found = freeze(session, held.consultation)
    assert found.ballots == 0
    assert 3 in [each.n for each in found.set_aside if "not shown" in str(each.why)]


def test_nothing_tells_who_it_was(session, held):
    found = asdict(freeze(session, held.consultation))
    text = json.dumps(found, default=str)
    assert "token" not in text
    assert "key A fire" not in text
    assert {line["who"] for line in found["log"]} <= {"desk", "helper", "planner"}


def test_the_same_findings_have_the_same_hash(session, held):
    first, second = freeze(session, held.consultation), freeze(session, held.consultation)
    assert first.hash == second.hash == digest(first)
    assert len(first.hash) == 64


def test_one_more_released_word_is_another_hash(session, held):
    before = freeze(session, held.consultation)
    moderation.decide(session, in_order(session)[3], "released")
    after = freeze(session, held.consultation)
    assert before.hash != after.hash
    assert after.contributions[-1].text == "No smoke"


def test_findings_survive_json(session, held):
    found = freeze(session, held.consultation)
    assert from_json(to_json(found)) == found


def test_a_requirement_is_frozen_with_its_strength_and_its_evidence(session, held):
    made = requirements.write(session, held.consultation, "A fire burns safely.")
    requirements.tick(session, made, contribution_id=in_order(session)[0].id)
    requirements.tick(session, made, activity_id=held.activities[1].id, option="1")
    session.flush()
    found = freeze(session, held.consultation)
    fact = found.requirements[0]
    assert (fact.number, fact.strength, fact.people, fact.workshops) == (1, "C", 3, (1,))
    assert [each.contribution or each.option for each in fact.evidence] == ["HAM-0001", "A fire"]
    assert [each.requirements for each in found.contributions] == [(1,), ()]


def test_who_came_twice_counts_twice_among_the_voices(session, held):
    later = planning.new_workshop(session, held.consultation, "Later")
    joining.join(session, later.id, later.code, "device 1")
    session.expire(held.consultation)
    assert freeze(session, held.consultation).voices == {"phone": 5}


def test_an_empty_consultation_freezes_too(session):
    made = planning.new_consultation(session, "Torget")
    found = freeze(session, made)
    assert (found.contributions, found.activities, found.square.area_m2) == ((), (), None)
    assert digest(found) == found.hash


def test_a_merged_idea_is_still_in_them(session, held):
    said = in_order(session)
    said[1].state, said[1].merged_into_id = "merged", said[0].id
    session.flush()
    found = freeze(session, held.consultation)
    assert [(each.state, each.merged_into) for each in found.contributions] == [
        ("released", ""),
        ("merged", "HAM-0001"),
    ]


def test_what_was_said_knows_its_minute_in_local_time(session, held):
    first = in_order(session)[0]
    first.received_at = datetime(2026, 2, 5, 17, 4, 33, tzinfo=UTC)
    assert freeze(session, held.consultation).contributions[0].said_at == "2026-02-05T18:04"


def test_a_photo_is_known_by_its_hash(session, held):
    photo = Photo(consultation_id=held.consultation.id, sha256="ab" * 32, width=4, height=3)
    session.add(photo)
    session.flush()
    in_order(session)[1].photo_id = photo.id
    found = freeze(session, held.consultation).contributions
    assert [each.photo for each in found] == ["", "ab" * 32]


def test_stops_routes_and_own_layers_are_frozen_with_the_square(session, held):
    square = held.consultation.square
    square.stops = [{"key": "s1", "name": "The fountain", "lon": 11.07, "lat": 60.79}]
    square.routes = [{"key": "r1", "name": "To the bus", "line": [[11.07, 60.79], [11.08, 60.79]]}]
    square.layers = [{"key": "l1", "name": "Trees", "source": "", "licence": "", "features": {}}]
    found = freeze(session, held.consultation).square
    assert [found.stops[0]["name"], found.routes[0]["name"], found.layers[0]["name"]] == [
        "The fountain",
        "To the bus",
        "Trees",
    ]


def test_what_notes_add_up_to_is_frozen_and_the_same_twice(session, workshop, person):
    notes = planning.add_activity(session, workshop, "map_notes", "Where?")
    stage.open_activity(session, notes)
    for n in range(6):
        said = {"text": "Here", "lon": 11.07, "lat": 60.795, "place": "", "category": ""}
        answers.submit(session, notes.id, person(), said, f"note {n}")
    for said in in_order(session):
        moderation.decide(session, said, "released", who="helper")
    stage.close(session, notes)
    first, second = (freeze(session, workshop.consultation) for _ in range(2))
    sums = first.activities[-1].sums
    assert (sums.notes, sums.people, sums.spots[0].notes) == (6, 6, 6)
    assert first.hash == second.hash
    assert from_json(to_json(first)) == first
    stage.set_view(session, notes, "spots")
    assert "view" not in freeze(session, workshop.consultation).activities[-1].settings


def test_where_nobody_named_a_place_there_are_no_sums(session, held):
    assert [each.sums for each in freeze(session, held.consultation).activities] == [None, None]
