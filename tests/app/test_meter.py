"""The meter: counts, histograms, and what was in each of the last seconds."""

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from app import meter as module
from app.meter import REMEMBERED_S, Histogram, Meter, Seconds
from workshops.models import Activity


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_figure_on_the_bound_falls_under_it():
    histogram = Histogram((1, 2, 5))
    for figure in (0.5, 1, 1.5, 5, 6):
        histogram.note(figure)
    assert histogram.counts == [2, 1, 1, 1]
    assert histogram.total == 14


def test_a_histogram_loses_nothing():
    histogram = Histogram(module.REQUEST_S)
    for hundredth in range(800):
        histogram.note(hundredth / 100)
    assert sum(histogram.counts) == 800


def test_what_is_noted_within_a_second_is_added_up(clock):
    seconds = Seconds(clock)
    seconds.add(2)
    clock.at += 0.9
    seconds.add(3)
    clock.at += 1
    seconds.add(1)
    assert seconds.last(2) == [0, 5, 1]
    assert seconds.peak == 5


def test_a_second_keeps_its_largest(clock):
    seconds = Seconds(clock)
    for figure in (0.2, 0.7, 0.3):
        seconds.reach(figure)
    assert seconds.last(0) == [0.7]


def test_what_is_older_than_the_ring_is_forgotten(clock):
    seconds = Seconds(clock)
    seconds.add(9)
    clock.at += REMEMBERED_S
    assert sum(seconds.last(REMEMBERED_S - 1)) == 0
    seconds.add(1)
    assert seconds.last(1) == [0, 1]


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(0, 40), max_size=30))
def test_the_ring_holds_what_a_list_would(pauses):
    clock, noted = Clock(), []
    seconds = Seconds(clock)
    for pause in pauses:
        clock.at += pause
        seconds.add(1)
        noted.append(int(clock.at))
    span = range(int(clock.at) - REMEMBERED_S + 1, int(clock.at) + 1)
    assert seconds.last(REMEMBERED_S - 1) == [noted.count(second) for second in span]


def test_a_commit_is_counted_with_its_writes():
    meter = Meter()
    meter.committed(40, 2, 0.004)
    meter.committed(1, 0, 0.03)
    assert (meter.acknowledged, meter.refused, meter.commits) == (41, 2, 2)
    assert meter.slowest_commit_s == 0.03
    assert sum(meter.batches.counts) == sum(meter.commit_s.counts) == 2
    assert meter.batches.total == 43


@pytest.mark.parametrize(
    ("endpoint", "surface"),
    [
        ("attendee.answer", "answer"),
        ("attendee.now", "phone"),
        ("screen.scene", "screen"),
        ("desk.run", "desk"),
        ("static_file", "files"),
        ("health.healthz", "other"),
        (None, "other"),
    ],
)
def test_a_request_is_counted_for_its_surface(endpoint, surface):
    meter = Meter()
    meter.requested(endpoint, 200, 0.01)
    assert list(meter.surfaces) == [surface]
    assert meter.surfaces[surface].by_status[2] == 1


def test_only_what_was_taken_is_an_answer():
    meter = Meter()
    for status in (200, 303, 409, 422):
        meter.requested("attendee.answer", status, 0.5)
    meter.requested("attendee.now", 200, 3.0)
    assert sum(meter.answers.last(5)) == 2
    assert max(meter.slowest_s.last(5)) == 0.5


def test_faults_of_ours_are_remembered():
    meter = Meter()
    meter.requested("desk.run", 500, 0.1)
    meter.requested("desk.run", 404, 0.1)
    assert sum(meter.faults.last(5)) == 1


def test_the_most_phones_of_a_second_are_remembered():
    meter = Meter()
    meter.saw({("phone", 7): 3, ("desk", 7): 1})
    meter.saw({("phone", 7): 2})
    assert max(meter.phones[7].last(5)) == 3
    assert list(meter.phones) == [7]


def test_the_latest_wake_up_is_remembered():
    meter = Meter()
    for late_s in (0.02, 0.4, 0.01):
        meter.beat(late_s)
    assert max(meter.lag_s.last(5)) == 0.4


def test_an_answer_of_a_phone_reaches_the_meter(app: Flask, open_vote: Activity):
    before = sum(module.meter.answers.last(60))
    address = f"/w/{open_vote.workshop.code}/answers/{open_vote.id}"
    assert app.test_client().post(address, data={"dots-1": "1"}).status_code == 303
    assert sum(module.meter.answers.last(60)) == before + 1
