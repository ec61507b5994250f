"""Checklists: on record is only what the findings hold, and each line leads to what shows it."""

import re
from dataclasses import replace

import pytest

from exports.assets import Shelf
from exports.brief_pages import render
from exports.checklists import checklists
from exports.participation import participation
from exports.words import translator, translators
from tests.exports import rich

WORDS = translator("en")


@pytest.fixture(scope="module")
def worked(stortorget):
    return rich.full(stortorget)


def states(findings) -> dict[str, list[str]]:
    return {each.key: [line.state for line in each.lines] for each in checklists(findings, WORDS)}


def test_nothing_is_on_record_of_a_consultation_in_which_nothing_was_written(samples):
    bare = replace(samples.empty(), is_open="", is_fixed="", influence="", answer_by="")
    assert states(bare) == {"gunning": ["not"] * 4, "iap2": ["not"]}


def test_what_holds_for_some_is_in_part_on_record(worked):
    assert states(worked)["gunning"] == ["shown", "shown", "partly", "partly"]


def test_what_was_promised_asks_for_every_level_below_it(worked):
    levels = checklists(replace(worked, influence="collaborate"), WORDS)[1]
    assert [line.asks.partition(":")[0] for line in levels.lines] == [
        "Inform", "Consult", "Involve", "Collaborate"]  # fmt: skip


def test_nobody_can_earn_that_people_decide(worked):
    levels = checklists(replace(worked, influence="empower"), WORDS)[1]
    assert levels.lines[-1].state == "not"


def test_a_decision_before_the_last_workshop_is_no_open_question(worked):
    early = checklists(replace(worked, decide_on="2026-02-01"), WORDS)[0]
    assert early.lines[0].state == "partly"


def test_every_input_of_a_plan_description_has_its_conclusion_and_place(worked):
    rows = {each.requirement.number: each for each in participation(worked, WORDS).inputs}
    assert WORDS.say(rows[5].conclusion) == "dropped"
    assert rows[5].why == "The pump does not stand the frost."
    assert [WORDS.say(each) for each in rows[2].place] == ["drawing 2, page 1", "Zone B"]
    assert WORDS.say(rows[7].conclusion) == "no conclusion is recorded"


def test_children_are_not_recorded_where_no_class_came(worked):
    lines = participation(worked, WORDS).checklist.lines
    children = next(each for each in lines if "Children" in each.asks)
    assert (children.state, len(children.shown)) == ("not", 0)


@pytest.mark.slow
def test_every_fact_leads_to_a_part_that_is_there(worked, root):
    tongues = translators("nb", root / "app" / "translations")
    html = str(render(worked, tongues, Shelf()))
    part = html[html.index('id="annex-checklists"') : html.index('id="annex-findings"')]
    asked = set(re.findall(r'href="#([^"]+)"', part))
    assert {"promise", "process", "became", "annex-said"} <= asked
    assert asked <= set(re.findall(r'\bid="([^"]+)"', html))


def test_the_norwegian_list_stands_where_norwegian_is_written(worked, root):
    english = str(render(worked, translators("en"), Shelf(), ["annex"]))
    assert "check-plan-description" not in english
