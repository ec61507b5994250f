"""The moderation log as the brief prints it."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.history import doings, ranges
from exports.words import translator

ENGLISH = translator("en")
EVENING = datetime.fromisoformat("2026-02-05T18:41:10+01:00")


def line(verb, subject, *, who="helper", reason="", after=0):
    at = (EVENING + timedelta(seconds=after)).isoformat()
    return {"at": at, "who": who, "verb": verb, "subject": subject, "reason": reason}


def only(log):
    (doing,) = doings(log, ENGLISH)
    return doing


def test_a_row_of_releases_is_one_line():
    log = [line("released", str(n), after=n) for n in (*range(1, 25), 27)]
    doing = only(log)
    assert (doing.day, doing.time, doing.who) == ("5 February 2026", "18:41", "helper")
    assert [(deed.verb, deed.subjects) for deed in doing.deeds] == [("released", "1–24, 27")]


def test_a_row_that_lasts_says_from_when_to_when():
    log = [line("released", str(n), after=100 * n) for n in range(5)]
    assert only(log).time == "18:41–18:47"


def test_a_pause_begins_a_new_line():
    log = [line("released", "1"), line("released", "2", after=300)]
    assert [doing.time for doing in doings(log, ENGLISH)] == ["18:41", "18:46"]


def test_midnight_begins_a_new_line():
    log = [line("released", "1"), line("released", "2")]
    log[0]["at"], log[1]["at"] = "2026-02-05T23:59:00+01:00", "2026-02-06T00:00:00+01:00"
    assert [doing.day for doing in doings(log, ENGLISH)] == ["5 February 2026", "6 February 2026"]


def test_another_role_begins_a_new_line():
    log = [line("released", "1"), line("released", "2", who="owner")]
    assert [doing.who for doing in doings(log, ENGLISH)] == ["helper", "owner"]


def test_verbs_keep_their_order():
    log = [line("released", "1"), line("hidden", "2"), line("released", "3")]
    assert [deed.verb for deed in only(log).deeds] == ["released", "hid", "released"]


def test_things_returned_for_one_reason_stand_together():
    log = [line("returned", str(n), reason="a name in it") for n in (4, 5, 6)]
    log.append(line("returned", "7", reason="two things at once"))
    deeds = [(deed.subjects, deed.why) for deed in only(log).deeds]
    assert deeds == [("4–6", "a name in it"), ("7", "two things at once")]


def test_what_was_counted_for_a_requirement_stands_together():
    log = [line("counted for", "R1", reason=n, who="planner") for n in ("2", "4", "6")]
    assert [(deed.subjects, deed.why) for deed in only(log).deeds] == [("R1", "2, 4, 6")]


def test_an_unknown_verb_is_printed_as_it_is():
    assert only([line("mended", "workshop 2")]).deeds[0].verb == "mended"


def test_a_time_in_utc_is_read():
    assert only([{**line("closed", "2.3"), "at": "2026-02-05T18:40:00Z"}]).time == "18:40"


@pytest.mark.parametrize(
    ("subjects", "said"),
    [([], ""), (["1"], "1"), (["1", "2"], "1, 2"), (["1", "2", "3"], "1–3"),
     (["3", "2", "1"], "3, 2, 1"), (["9", "10", "11"], "9–11"), (["R1", "R2"], "R1, R2")],
)  # fmt: skip
def test_three_numbers_in_a_row_are_a_range(subjects, said):
    assert ranges(subjects) == said


@given(st.lists(st.integers(1, 30).map(str)))
def test_ranges_lose_nothing(subjects):
    found = []
    for part in ranges(subjects).split(", ") if subjects else []:
        first, _, last = part.partition("–")
        found += [str(n) for n in range(int(first), int(last or first) + 1)]
    assert found == subjects
