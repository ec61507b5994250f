"""How a square changes: undone, done again, and never one desk over another."""

import pytest
from sqlalchemy.orm import Session

from workshops import planning, squares
from workshops.models import Consultation
from workshops.refusal import Refused
from workshops.squares import MOST_STEPS, change, expect, moved, redo, undo, version_of


def zone(letter: str, name: str = "") -> dict:
    ring = [[11.0, 60.0], [11.001, 60.0], [11.0, 60.001], [11.0, 60.0]]
    return {"letter": letter, "name": name, "polygon": {"type": "Polygon", "coordinates": [ring]}}


@pytest.fixture
def made(session: Session) -> Consultation:
    return planning.new_consultation(session, "Stortorget")


def divide(session: Session, made: Consultation, *zones: dict) -> None:
    change(session, made, "divided", "zones", zones=list(zones))


def redraw(outline: dict) -> dict:
    return {"outline": outline}


def test_undo_goes_back_step_by_step_and_redo_forward(session: Session, made: Consultation):
    divide(session, made, zone("A"))
    divide(session, made, zone("A"), zone("B"))
    assert str(undo(session, made, redraw)) == "Zone B is gone again."
    assert str(undo(session, made, redraw)) == "Zone A is gone again."
    assert made.square.zones == []
    assert str(redo(session, made, redraw)) == "Zone A is back."
    assert str(redo(session, made, redraw)) == "Zone B is back."
    assert [each["letter"] for each in made.square.zones] == ["A", "B"]


def test_a_new_change_forgets_what_was_undone(session: Session, made: Consultation):
    divide(session, made, zone("A"))
    undo(session, made, redraw)
    divide(session, made, zone("C"))
    with pytest.raises(Refused, match="nothing to do again"):
        redo(session, made, redraw)


def test_twenty_steps_are_kept(session: Session, made: Consultation):
    for nth in range(MOST_STEPS + 5):
        divide(session, made, zone("A", str(nth)))
    assert squares.steps_back(made.square) == MOST_STEPS
    assert made.square.before[0]["zones"] == [zone("A", "4")]


def test_what_changes_nothing_is_no_step(session: Session, made: Consultation):
    divide(session, made, zone("A"))
    divide(session, made, zone("A"))
    assert squares.steps_back(made.square) == 1


def test_with_the_outline_comes_its_plan(session: Session, made: Consultation):
    area = zone("A")["polygon"]
    change(session, made, "drew", "outline", outline=area, basemap=redraw(area))
    assert str(undo(session, made, redraw)) == "The outline is gone again."
    assert made.square.basemap is None
    assert str(redo(session, made, redraw)) == "The outline is as it was."
    assert made.square.basemap == {"outline": area}


def test_several_zones_are_told_of_together(session: Session, made: Consultation):
    divide(session, made, zone("A"), zone("B"))
    assert str(undo(session, made, redraw)) == "The zones are as they were."


def test_a_thing_that_is_gone_is_no_longer_found(session: Session, made: Consultation):
    with pytest.raises(Refused, match="not there any more"):
        expect(session, made.square, "x", "zones", "A")


def test_only_the_thing_itself_counts_for_its_version(session: Session, made: Consultation):
    divide(session, made, zone("A"), zone("B"))
    seen = version_of(made.square, "zones", "A")
    divide(session, made, zone("A"), zone("B", "Steps"))
    expect(session, made.square, seen, "zones", "A")
    divide(session, made, zone("A", "Church"), zone("B", "Steps"))
    with pytest.raises(Refused, match="Somebody else changed this"):
        expect(session, made.square, seen, "zones", "A")


@pytest.mark.parametrize(("by", "order"), [(1, "BAC"), (-1, "ABC"), (9, "BCA")])
def test_a_thing_moves_among_the_others_and_stops_at_the_ends(
    session: Session, made: Consultation, by: int, order: str
):
    divide(session, made, zone("A"), zone("B"), zone("C"))
    assert [each["letter"] for each in moved(made.square, "zones", "A", by)] == list(order)
