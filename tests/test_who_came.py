"""Who took part: groups beside the town, the unknown as unknown, small groups never told."""

from dataclasses import asdict
from itertools import count

from sqlalchemy.orm import Session

from workshops import answers, clock, planning, reference, stage
from workshops.findings import Findings
from workshops.findings_json import from_json, to_json
from workshops.freezing import freeze
from workshops.models import Attendee, Workshop
from workshops.who_facts import WhoFacts

keys = count(1)
TOWN = {"figures": "under 18; 30; SSB\n18 to 66; 50; SSB\n67+; 20; SSB", "done": "Asked at school."}


def ask(session: Session, workshop: Workshop, **ages: int) -> None:
    """Ask one more workshop for three bands; `young`, `grown`, `old`, `silent` answer so often."""
    bands = [("1", "under 18"), ("2", "18 to 66"), ("3", "67+")]
    settings = {
        "ages": [{"key": key, "label": label} for key, label in bands],
        "relation": False,
        "district": False,
    }
    added = planning.add_activity(session, workshop, "about_you", settings=settings)
    stage.open_activity(session, added)
    for name, key in (("young", "1"), ("grown", "2"), ("old", "3"), ("silent", "no")):
        for _ in range(ages.get(name, 0)):
            person = Attendee(workshop_id=workshop.id, joined_at=clock.now())
            session.add(person)
            session.flush()
            answers.submit(session, added.id, person.id, {"age": key}, f"{next(keys)}")
    stage.close(session, added)
    stage.show(session, added)


def age_of(findings: Findings) -> WhoFacts:
    return next(each for each in findings.who if each.key == "age")


def figures(facts: WhoFacts) -> list[int | None]:
    return [each.people for each in facts.groups]


def test_groups_stand_beside_the_town(session: Session, workshop: Workshop):
    reference.change(session, workshop.consultation, "age", TOWN)
    ask(session, workshop, young=5, grown=25, old=20, silent=3)
    young, grown, old = age_of(freeze(session, workshop.consultation)).groups
    assert (young.percent, young.reference, young.points, young.ratio) == (10.0, 30, -20.0, 0.33)
    assert [each.under for each in (young, grown, old)] == [True, False, False]


def test_the_unknown_stay_unknown(session: Session, workshop: Workshop):
    ask(session, workshop, young=5, grown=25, old=20, silent=3)
    workshop.present = 80
    facts = age_of(freeze(session, workshop.consultation))
    assert (facts.base, facts.told, facts.unknown) == (80, 50, 30)
    assert sum(each.people for each in facts.groups) == facts.told


def test_small_groups_are_told_together_and_compared_together(session, workshop):
    reference.change(session, workshop.consultation, "age", TOWN)
    ask(session, workshop, young=2, grown=8, old=30)
    facts = age_of(freeze(session, workshop.consultation))
    assert figures(facts) == [None, None, 30]
    assert facts.together.labels == ("under 18", "18 to 66")
    assert (facts.together.people, facts.together.reference) == (10, 80)


def test_two_evenings_give_no_small_group_away(session: Session, workshop: Workshop):
    """The sum of both less what the first evening told would be the four young people."""
    ask(session, workshop, young=6, grown=20, old=30)
    second = planning.new_workshop(session, workshop.consultation, "Second")
    ask(session, second, young=4, grown=9, old=8)
    facts = age_of(freeze(session, workshop.consultation))
    assert figures(facts) == [None, None, 38]
    assert facts.together.people == 39


def test_four_people_are_told_in_no_way(session: Session, workshop: Workshop):
    ask(session, workshop, young=1, grown=2, old=1)
    facts = age_of(freeze(session, workshop.consultation))
    assert figures(facts) == [None, None, None]
    assert facts.together.people is None


def test_groups_nobody_was_asked_about_are_named(session: Session, workshop: Workshop):
    town = {"figures": "under 18; 30\n18 to 66; 50\n67+; 15\nunborn; 5", "done": ""}
    reference.change(session, workshop.consultation, "age", town)
    ask(session, workshop, young=9, grown=9, old=9)
    assert age_of(freeze(session, workshop.consultation)).only_in_reference == ("unborn",)


def test_nobody_was_asked_and_nothing_is_said(session: Session, workshop: Workshop):
    assert freeze(session, workshop.consultation).who == ()


def test_the_findings_hold_it_and_survive_json(session: Session, workshop: Workshop):
    reference.change(session, workshop.consultation, "age", TOWN)
    ask(session, workshop, young=2, grown=8, old=30)
    workshop.head_counts = [{"at": clock.now().isoformat(), "people": 41, "before": None}]
    findings = freeze(session, workshop.consultation)
    again = from_json(to_json(findings))
    assert again == findings
    assert again.hash == findings.hash == freeze(session, workshop.consultation).hash
    assert asdict(again.workshops[-1])["head_counts"][0]["people"] == 41


def test_no_person_is_put_beside_an_opinion(session: Session, workshop: Workshop):
    ask(session, workshop, young=9, grown=9, old=9)
    told = to_json(freeze(session, workshop.consultation))
    assert '"age": "' not in told
    assert all(each.kind != "about_you" or not each.bars for each in from_json(told).activities)


def test_turn_out_tells_voters_people_and_slips_apart(session: Session, workshop: Workshop):
    ask(session, workshop, young=9, grown=9, old=9)
    workshop.present = 40
    facts = freeze(session, workshop.consultation).turnout[-1]
    assert (facts.voted, facts.joined, facts.present, facts.slips) == (27, 27, 40, 0)


def test_no_tap_is_among_the_published_ballots(session: Session, workshop: Workshop):
    ask(session, workshop, young=9, grown=9, old=9)
    assert freeze(session, workshop.consultation).papers == ()


def test_taps_about_oneself_are_no_votes(session: Session, workshop: Workshop):
    ask(session, workshop, young=9, grown=9, old=9)
    assert freeze(session, workshop.consultation).ballots == 0
