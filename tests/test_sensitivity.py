"""Would it be another result: counted again by the same code, with some left out."""

from itertools import count

import pytest
from sqlalchemy.orm import Session

from workshops import answers, clock, moderation, planning, requirements, stage
from workshops.activities.result import Answer
from workshops.freezing import freeze
from workshops.models import Activity, Attendee, Contribution, Workshop
from workshops.sensitivity import once
from workshops.who_facts import Check, Priority

keys = count(1)


def person(session: Session, workshop: Workshop, channel: str = "phone") -> int:
    made = Attendee(workshop_id=workshop.id, channel=channel, joined_at=clock.now())
    session.add(made)
    session.flush()
    return made.id


@pytest.fixture
def vote(session: Session, workshop: Workshop) -> Activity:
    settings = {
        "options": [{"key": "1", "label": "A fire"}, {"key": "2", "label": "Seats"}],
        "keep": False,
    }
    added = planning.add_activity(session, workshop, "dot_vote", "What first?", settings=settings)
    stage.open_activity(session, added)
    return added


def put(session: Session, vote: Activity, option: str, n: int, channel: str = "phone") -> list[int]:
    people = [person(session, vote.workshop, channel) for _ in range(n)]
    for each in people:
        answers.submit(session, vote.id, each, {"dots": {option: 1}}, f"{next(keys)}")
    return people


def show(session: Session, activity: Activity) -> None:
    stage.close(session, activity)
    stage.show(session, activity)


def live_there(session: Session, workshop: Workshop, here: list[int], elsewhere: list[int]) -> None:
    about = planning.add_activity(session, workshop, "about_you")
    stage.open_activity(session, about)
    for people, relation in ((here, "1"), (elsewhere, "4")):
        for each in people:
            answers.submit(session, about.id, each, {"relation": relation}, f"{next(keys)}")
    show(session, about)


def of(session: Session, workshop: Workshop, ref: str) -> Priority:
    found = freeze(session, workshop.consultation).sensitivity
    return next(each for each in found if ref in (each.ref, each.title))


def check(priority: Priority, less: str, workshop: int = 0) -> Check:
    return next(each for each in priority.checks if (each.less, each.workshop) == (less, workshop))


def test_a_vote_that_paper_decides_is_named(session: Session, workshop: Workshop, vote: Activity):
    put(session, vote, "1", 6)
    put(session, vote, "2", 5)
    put(session, vote, "2", 3, "paper")
    show(session, vote)
    found = of(session, workshop, "What first?")
    paper = check(found, "paper")
    assert (paper.outcome, paper.n) == ("changed", 11)
    assert "“Seats” number 2 instead of 1" in str(paper.says)
    assert found.changes


def test_a_vote_without_paper_has_nobody_to_leave_out(session, workshop, vote):
    put(session, vote, "1", 6)
    show(session, vote)
    assert check(of(session, workshop, "What first?"), "paper").outcome == "nothing"


def test_under_five_that_are_left_are_not_told(session, workshop, vote):
    put(session, vote, "1", 4)
    put(session, vote, "2", 9, "paper")
    show(session, vote)
    paper = check(of(session, workshop, "What first?"), "paper")
    assert (paper.outcome, paper.n) == ("few", None)


def test_residents_alone_are_counted_and_never_told_how_many(session, workshop, vote):
    here = put(session, vote, "1", 8)
    guests = put(session, vote, "2", 9)
    show(session, vote)
    live_there(session, workshop, here, guests)
    found = check(of(session, workshop, "What first?"), "residents")
    assert (found.outcome, found.n) == ("changed", None)
    assert "“A fire” number 1 instead of 2" in str(found.says)


@pytest.mark.parametrize(("here", "guests"), [(4, 12), (12, 4)])
def test_few_residents_or_few_others_are_not_told(session, workshop, vote, here: int, guests: int):
    living, others = put(session, vote, "1", here), put(session, vote, "2", guests)
    extra = [person(session, workshop) for _ in range(9)]
    show(session, vote)
    live_there(session, workshop, living + extra, others + [person(session, workshop)] * 1)
    found = [each.outcome for each in of(session, workshop, "What first?").checks]
    assert "few" in found
    assert "changed" not in found


def test_where_nobody_asked_who_lives_there_nothing_is_said_of_residents(session, workshop, vote):
    put(session, vote, "1", 8)
    show(session, vote)
    assert {each.less for each in of(session, workshop, "What first?").checks} == {
        "paper",
        "duplicates",
    }


def test_a_requirement_that_one_evening_carries_is_named(session: Session, workshop: Workshop):
    fire = requirements.write(session, workshop.consultation, "A fire burns safely.")
    for number in (1, 2):
        evening = (
            workshop
            if number == 1
            else planning.new_workshop(session, workshop.consultation, "Second")
        )
        ideas = planning.add_activity(session, evening, "ideas", f"Ideas {number}")
        stage.open_activity(session, ideas)
        for _ in range(6):
            writer = person(session, evening)
            said = answers.submit(session, ideas.id, writer, {"text": "Fire"}, f"{next(keys)}")
            row = session.query(Contribution).filter_by(number=said.number).one()
            moderation.decide(session, row, "released")
            stage.close(session, ideas)
            requirements.tick(session, fire, contribution_id=row.id)
            stage.open_activity(session, ideas)
        stage.close(session, ideas)
    found = of(session, workshop, "R1")
    first, second = sorted({each.workshop for each in found.checks} - {0})
    assert [check(found, "workshop", n).outcome for n in (first, second)] == ["changed", "changed"]
    assert "C instead of B" in str(check(found, "workshop", first).says)
    assert check(found, "paper").outcome == "nothing"


def test_what_one_device_sent_twice_counts_once():
    twice = [Answer(1, "phone", {"text": "Fire"}), Answer(1, "phone", {"text": "Fire"})]
    other = Answer(2, "phone", {"text": "Fire"})
    assert once([*twice, other]) == [twice[0], other]
