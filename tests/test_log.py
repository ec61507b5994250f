"""The log: append-only; a line that was edited, taken out or put in is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from workshops import log, planning
from workshops.models import LogEntry


@pytest.fixture
def lines(session: Session) -> list[LogEntry]:
    """Five lines of a consultation, read back from the database."""
    made = planning.new_consultation(session, "Stortorget")
    for n in range(4):
        log.note(session, made.id, "helper", "hidden", str(n), reason="Æ “x” \ud83d", before="held")
    session.commit()
    session.expunge_all()
    return list(session.scalars(select(LogEntry).order_by(LogEntry.id)))


def test_an_untouched_log_holds(lines):
    assert len(lines) == 5
    assert log.broken_at(lines) is None


@pytest.mark.parametrize("at", range(5))
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("who", "nobody"),
        ("verb", "released"),
        ("subject", "147"),
        ("details", {"reason": "another"}),
        ("hash", "0" * 64),
    ],
)
def test_an_edited_line_is_named(lines, at, field, value):
    setattr(lines[at], field, value)
    assert log.broken_at(lines) is lines[at]


def test_another_time_of_day_is_an_edit(lines):
    lines[2].at = lines[1].at.replace(year=2000)
    assert log.broken_at(lines) is lines[2]


@pytest.mark.parametrize("at", range(4))
def test_a_line_that_was_taken_out_is_missed_by_the_next(lines, at):
    following = lines[at + 1]
    assert log.broken_at(lines[:at] + lines[at + 1 :]) is following


def test_lines_in_another_order_do_not_hold(lines):
    assert log.broken_at([lines[0], lines[2], lines[1], *lines[3:]]) is lines[2]


def test_every_consultation_has_its_own_chain(session, lines):
    other = planning.new_consultation(session, "Another")
    log.note(session, lines[0].consultation_id, "desk", "began", "x")
    rows = session.scalars(select(LogEntry).where(LogEntry.consultation_id == other.id)).all()
    assert log.broken_at(list(rows)) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(details=st.dictionaries(st.text(max_size=8), JSON, max_size=4))
def test_the_hash_of_a_line_survives_storage(details):
    at = log.clock.now()
    stored = log.json.loads(log.json.dumps(details))
    asked = [log.line_hash(log.FIRST, at, "a", "b", "c", each) for each in (details, stored)]
    assert asked[0] == asked[1]
