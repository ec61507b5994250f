"""Suggesting: what results are worth a draft, and that nobody is quoted."""

from dataclasses import replace

import pytest

from workshops.findings import Findings
from workshops.findings_json import from_json
from workshops.suggesting import DANGERS, MANY, MOST_TIED, suggest


@pytest.fixture
def findings(root) -> Findings:
    return from_json((root / "tests/data/findings-sample.json").read_text(encoding="utf-8"))


def of(findings: Findings, sort: str):
    return [each for each in suggest(findings) if each.key.startswith(f"{sort}:")]


def test_the_same_findings_suggest_the_same(findings):
    assert suggest(findings) == suggest(findings)
    keys = [each.key for each in suggest(findings)]
    assert len(set(keys)) == len(keys)


def test_the_first_lines_of_a_vote_are_suggested_and_a_tie_is_named(findings):
    votes = [each for each in findings.activities if each.kind == "dot_vote"]
    bars = tuple(
        {**bar, "rank": 1 if n < 2 else 3, "tied": n < 2, "value": 9 if n < 2 else 1}
        for n, bar in enumerate(votes[0].bars)
    )
    found = of(replace(findings, activities=(replace(votes[0], bars=bars),)), "vote")
    assert [each.lines for each in found] == [((votes[0].ref, bar["key"]),) for bar in bars[:2]]
    assert f"tied with “{bars[1]['label']}”" in str(found[0].why)


def test_a_vote_without_a_front_suggests_nothing(findings):
    vote = next(each for each in findings.activities if each.kind == "dot_vote")
    bars = tuple({**vote.bars[0], "key": str(n), "rank": 1} for n in range(MOST_TIED + 1))
    assert of(replace(findings, activities=(replace(vote, bars=bars),)), "vote") == []


def test_words_of_people_that_were_voted_on_are_not_quoted(findings):
    vote = next(each for each in findings.activities if each.kind == "dot_vote")
    taken = replace(vote, settings={**vote.settings, "source": "1.1"})
    for each in of(replace(findings, activities=(taken,)), "vote"):
        assert str(each.sentence) == f"What came first in the vote {vote.ref}."


def said(findings: Findings, n: int, **fields: object) -> Findings:
    """The findings with n contributions alike and nothing else said or voted."""
    one = findings.contributions[0]
    rows = tuple(
        replace(one, number=k + 1, state="released", **{"feeling": "", "category": "", **fields})
        for k in range(n)
    )
    return replace(findings, activities=(), contributions=rows)


@pytest.mark.parametrize(("n", "found"), [(MANY - 1, 0), (MANY, 1)])
def test_a_category_of_many_is_suggested_for_the_zone_where_they_lie(findings, n, found):
    key, name = findings.categories[0].key, findings.categories[0].name
    rows = of(said(findings, n, category=key, place="B, C4"), "category")
    assert [str(each.sentence) for each in rows] == [f"More for “{name}” in zone B."] * found
    assert all(each.said == tuple(range(1, n + 1)) for each in rows)


def test_a_category_spread_over_the_square_names_no_zone(findings):
    rows = of(said(findings, MANY, category=findings.categories[0].key, place="none"), "category")
    assert (rows[0].zone, str(rows[0].sentence).endswith("on the square.")) == ("", True)


def test_notes_of_danger_are_a_must(findings):
    [row] = suggest(said(findings, DANGERS, feeling="danger", place="zone A"))
    assert (row.weight, row.zone) == ("must", "A")
    assert suggest(said(findings, DANGERS - 1, feeling="danger", place="zone A")) == []


def test_what_is_disliked_is_not_asked_for(findings):
    key = findings.categories[0].key
    assert suggest(said(findings, MANY, category=key, feeling="dislike", place="A")) == []


def test_no_sentence_holds_words_that_somebody_said(findings):
    for each in suggest(findings):
        for one in findings.contributions:
            assert not one.text or len(one.text) < 12 or one.text not in str(each.sentence)
