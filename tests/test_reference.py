"""Figures of the town: read, checked, kept."""

import pytest
from sqlalchemy.orm import Session

from workshops import planning, reference
from workshops.clash import Clash
from workshops.refusal import Refused


def shares(written: str) -> dict[str, float]:
    return {each.group: each.share for each in reference.read_lines(written)}


def test_shares_and_sources_are_read_from_a_spreadsheet():
    lines = reference.read_lines(
        "Age\tShare\tSource\n0–17\t19,5 %\tSSB 2026\n18+\t80,5 %\tSSB 2026"
    )
    assert [(each.group, each.share, each.source) for each in lines] == [
        ("0–17", 19.5, "SSB 2026"),
        ("18+", 80.5, "SSB 2026"),
    ]


def test_numbers_of_people_become_shares():
    assert shares("0–17; 6 400\n18–66; 19 200\n67+; 6 400") == {"0–17": 20, "18–66": 60, "67+": 20}


@pytest.mark.parametrize("written", ["a; 950\nb; 1.250", "a; 1,900,000\nb; 2,500,000"])
def test_thousands_may_be_divided_as_spreadsheets_do(written: str):
    assert shares(written) == {"a": 43.18, "b": 56.82}


def test_a_share_with_three_decimals_is_no_thousand():
    assert shares("a; 10,500\nb; 89.500") == {"a": 10.5, "b": 89.5}


@pytest.mark.parametrize("first", ["a; -5 %", "a; 50 percent", "a; " + "9" * 5000])
def test_a_first_line_with_a_figure_is_no_header(first: str):
    with pytest.raises(Refused, match="cannot be read"):
        reference.read_lines(f"{first}\nb; 105 %")


@pytest.mark.parametrize("last", ["20.9", "19.1"])
def test_shares_may_be_rounded_by_one(last: str):
    assert len(shares(f"a; 50\nb; 30\nc; {last}")) == 3


@pytest.mark.parametrize("written", ["a; 50\nb; 30", "a; 70 %\nb; 42 %", "a; 0.2\nb; 0.8"])
def test_shares_that_do_not_add_up_are_refused(written: str):
    with pytest.raises(Refused, match="not to 100"):
        reference.read_lines(written)


@pytest.mark.parametrize(
    "line", ["a", "; 20", "a; many", "a; -4", "a; nan", "a; 1e999", "a; 12 34"]
)
def test_a_line_that_cannot_be_read_is_named(line: str):
    with pytest.raises(Refused, match="cannot be read"):
        reference.read_lines(f"b; 80\n{line}")


def test_a_group_stands_there_once():
    with pytest.raises(Refused, match="twice"):
        reference.read_lines("Young; 50\nyoung ; 50")


def test_nothing_written_is_nothing_kept():
    assert reference.read_lines("\n  \n") == []


@pytest.fixture
def consultation(session: Session):
    return planning.new_consultation(session, "Stortorget")


def test_what_was_kept_is_read_as_it_was_written(session, consultation):
    wanted = {"figures": "0–17; 20 %; SSB\n18+; 80 %; SSB", "done": "Asked at the school."}
    reference.change(session, consultation, "age", wanted)
    assert reference.values_of(consultation, "age") == wanted
    kept = reference.reference_of(consultation, "age")
    assert (kept.share("0-17 "), kept.source, kept.done) == (20, "SSB", "Asked at the school.")
    assert kept.without(["18+"]) == ("0–17",)


def test_one_question_leaves_the_others_alone(session, consultation):
    reference.change(session, consultation, "age", {"figures": "a; 40\nb; 60", "done": ""})
    reference.change(session, consultation, "district", {"figures": "c; 1 %\nd; 99 %", "done": ""})
    reference.change(session, consultation, "age", {"figures": "", "done": ""})
    assert {each["question"] for each in consultation.reference} == {"district"}


def test_a_group_is_kept_under_its_own_name(session, consultation):
    names = {"under 18 år": "under 18"}
    wanted = {"figures": "Under 18 år; 20\nresten; 80", "done": ""}
    reference.change(session, consultation, "age", wanted, names=names)
    assert reference.reference_of(consultation, "age").share("under 18") == 20


def test_two_planners_are_shown_both(session, consultation):
    was = reference.values_of(consultation, "age")
    reference.change(session, consultation, "age", {"done": "Went to the school."}, was=was)
    with pytest.raises(Clash):
        reference.change(session, consultation, "age", {"done": "Nothing."}, was=was)
