"""Vision, objectives, programme, conflicts: what is kept, what is refused, what is found."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from workshops import answers, moderation, stage
from workshops.clash import Clash
from workshops.findings_json import from_json, to_json
from workshops.freezing import freeze
from workshops.models import Attendee, Consultation, Contribution, Workshop
from workshops.opposing import suggested
from workshops.programming import found_rows, matrix
from workshops.references import references
from workshops.refusal import Refused
from workshops.requirements import write
from workshops.visions import add, change, values_of, words_used


@pytest.fixture
def here(workshop: Workshop) -> Consultation:
    return workshop.consultation


@pytest.fixture
def ideas(session: Session, workshop: Workshop, person) -> list[Contribution]:
    """Three released ideas of a closed activity."""
    activity = workshop.activities[0]
    stage.open_activity(session, activity)
    for text in ("A warm bench", "Warm light", "Warm soup"):
        payload = {"text": text, "category": "seats"}
        answers.submit(session, activity.id, person(), payload, text)
    said = list(session.scalars(select(Contribution).order_by(Contribution.number)))
    for each in said:
        moderation.decide(session, each, "released")
    stage.close(session, activity)
    return said


def objective(n: int, sentence: str, test: str) -> dict[str, str]:
    return {f"{n}-sentence": sentence, f"{n}-test": test}


def test_an_objective_has_a_sentence_and_a_test(session, here):
    change(session, here, "objectives", objective(0, "People stay.", "40 sit at noon"))
    assert here.objectives == [{"sentence": "People stay.", "test": "40 sit at noon"}]
    with pytest.raises(Refused, match="how one sees"):
        change(session, here, "objectives", objective(1, "It is nice.", " "))


def test_there_is_one_empty_row_more(session, here):
    assert set(values_of(here, "objectives")) == {"0-sentence", "0-test"}
    change(session, here, "objectives", objective(0, "People stay.", "40"))
    assert values_of(here, "objectives")["1-sentence"] == ""


def test_a_row_that_is_emptied_goes(session, here):
    change(session, here, "objectives", objective(0, "A", "B"))
    change(session, here, "objectives", objective(1, "C", "D"))
    change(session, here, "objectives", objective(0, "", ""))
    assert [row["sentence"] for row in here.objectives] == ["C"]


def test_two_planners_do_not_overwrite_each_other(session, here):
    change(session, here, "objectives", objective(0, "A", "B"))
    shown = values_of(here, "objectives")
    change(session, here, "objectives", {"0-test": "C"}, shown)
    change(session, here, "objectives", {"0-sentence": "D"}, shown)
    assert here.objectives == [{"sentence": "D", "test": "C"}]
    with pytest.raises(Clash):
        change(session, here, "objectives", {"0-test": "E"}, shown)


def test_two_planners_may_each_add_a_row(session, here):
    shown = values_of(here, "objectives")
    change(session, here, "objectives", objective(0, "A", "B"), shown)
    change(session, here, "objectives", objective(0, "C", "D"), shown)
    assert [row["sentence"] for row in here.objectives] == ["A", "C"]


def test_references_must_be_there(session, here, ideas):
    write(session, here, "Seats.")
    number = ideas[0].number
    assert references(session, here, f"r1, {number}") == ["R1", f"{here.prefix}-{number:04d}"]
    for wrong in ("R9", "999", "T1", "OSL-0001", "<b>", "9.9", "R1R1"):
        with pytest.raises(Refused, match="is not there"):
            references(session, here, wrong)


def test_the_programme_takes_only_known_seasons(session, here):
    with pytest.raises(Refused, match="words offered"):
        change(session, here, "programme", {"0-use": "Skating", "0-season": "monsoon"})


def test_a_conflict_has_two_sides(session, here):
    with pytest.raises(Refused, match="two sides"):
        change(session, here, "opposed", {"0-one": "A fire"})


def test_a_taken_row_is_one_more(session, here):
    write(session, here, "Seats.")
    row = {"use": "Sitting", "season": "winter", "time": "", "who": "", "zone": "A", "refs": "R1"}
    add(session, here, "programme", row)
    assert here.programme[0]["refs"] == ["R1"]


def test_words_are_of_what_was_released(session, here, ideas):
    assert [(each.word, each.people) for each in words_used(session, here)] == [("warm", 3)]
    moderation.decide(session, ideas[0], "hidden")
    assert words_used(session, here)[0].people == 2


def test_ideas_of_unknown_people_count_one_each(session, here, ideas):
    for each in ideas:
        each.attendee_id = ideas[0].attendee_id
    assert words_used(session, here) == ()
    session.get_one(Attendee, ideas[0].attendee_id).people = 0
    assert words_used(session, here)[0].people == 3


def test_findings_hold_it_once_something_is_written(session, here, ideas):
    assert freeze(session, here).vision is None
    change(session, here, "vision", {"vision": "A warm square for all."})
    change(session, here, "opposed", {"0-one": "A fire", "0-other": "No smoke"})
    found = freeze(session, here)
    assert found.vision.sentence == "A warm square for all."
    assert found.vision.words[0].word == "warm"
    assert from_json(to_json(found)) == found


def test_the_old_lines_on_conflicts_stay(session, here):
    here.conflicts = ["Fire against smoke"]
    change(session, here, "opposed", {"0-one": "A fire", "0-other": "No smoke"})
    assert freeze(session, here).conflicts == ("Fire against smoke",)


def test_the_programme_is_found_in_requirements_and_sorted_ideas(session, here, ideas):
    write(session, here, "Skating in winter.")
    rows = found_rows(freeze(session, here))
    assert [(row["use"], row["refs"].split(", ")[0]) for row in rows] == [
        ("Skating in winter.", "R1"),
        ("Seats", f"{here.prefix}-{ideas[0].number:04d}"),
    ]
    assert len(found_rows(freeze(session, here), [{"use": "x", "refs": ["R1"]}])) == 1


def test_the_matrix_has_a_line_a_use():
    row = {"use": "Skating", "season": "winter", "time": "day", "who": "all", "zone": "A"}
    uses = matrix([{**row, "refs": ["R1"]}, {**row, "time": "evening", "refs": ["R1", "R2"]}])
    assert [use.use for use in uses] == ["Skating"]
    assert uses[0].cells["winter"].times == ("day", "evening")
    assert uses[0].cells["winter"].refs == ("R1", "R2")


def test_what_some_agree_and_others_disagree_with_is_a_pair(session, here, ideas):
    findings = freeze(session, here)
    said = replace(findings.contributions[0], agree=9, disagree=6)
    pairs = suggested(replace(findings, contributions=(said,)))
    assert [(pair.refs, pair.weight) for pair in pairs] == [((said.ref,), 6)]
    assert suggested(replace(findings, contributions=(said,)), [{"refs": [said.ref]}]) == ()


def test_one_voice_against_many_is_no_pair(session, here, ideas):
    findings = freeze(session, here)
    said = replace(findings.contributions[0], agree=20, disagree=1)
    assert suggested(replace(findings, contributions=(said,))) == ()
