"""Ready formats: every agenda can be put up and opened, item by item."""

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from workshops import answers, formats, stage
from workshops.format_shelf import FORMATS
from workshops.models import Contribution, Workshop
from workshops.refusal import Refused


@pytest.mark.parametrize("key", [each.key for each in FORMATS])
def test_every_item_of_a_format_opens_in_its_turn(
    session: Session, workshop: Workshop, person, key: str
):
    stop = {"key": "1", "name": "Fountain", "lon": 11.07, "lat": 60.79}
    workshop.consultation.square.stops = [stop]
    added = formats.start_from(session, workshop, key)
    session.refresh(workshop)
    for each in added:
        stage.open_activity(session, each)
        if each.kind == "ideas":
            _say(session, each.id, person())
    assert [each.kind for each in added] == [
        planned.kind for found in FORMATS if found.key == key for planned in found.agenda
    ]


def _say(session: Session, activity: int, person: int) -> None:
    """Say enough for a vote to have options."""
    for nth in range(3):
        answers.submit(session, activity, person, {"text": f"Idea {nth}"}, f"{activity} {nth}")
    session.execute(update(Contribution).values(state="released"))


def test_people_are_asked_who_they_are_after_what_they_think():
    for each in FORMATS:
        kinds = [planned.kind for planned in each.agenda]
        if "about_you" in kinds and "dot_vote" in kinds:
            assert kinds.index("about_you") > kinds.index("dot_vote")


def test_a_format_nobody_has_is_refused(session: Session, workshop: Workshop):
    with pytest.raises(Refused, match="no format called"):
        formats.start_from(session, workshop, "karaoke")
