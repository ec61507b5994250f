"""Public life in figures: means of observers, averages of times, ties and gaps."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from workshops.methods import public_life as life


def observed(stop="1", start="10:00", n=1, per_hour=6, channel="phone", kind="foot"):
    return life.Observation(stop, "2026-06-12", start, {kind: n}, Fraction(per_hour), channel)


def test_ten_minutes_are_a_sixth_of_an_hour():
    assert life.hourly(10) == 6
    assert life.hourly(7.5) == 8


def test_observers_of_one_place_and_time_are_averaged():
    seen = life.seen([observed(n=10), observed(n=14)])
    assert len(seen) == 1
    assert (seen[0].whole, seen[0].each) == (72, (10, 14))


def test_stops_are_averaged_over_times_and_times_over_stops():
    seen = life.seen([observed(n=1), observed(start="11:00", n=3), observed("2", n=5)])
    assert life.by_stop(seen) == {"1": 12, "2": 30}
    assert life.by_start(seen) == {"10:00": 18, "11:00": 18}


def test_kinds_are_averaged_over_all_that_was_watched():
    seen = life.seen([observed(n=2), observed("2", n=4, kind="bicycle")])
    assert life.by_kind(seen) == {"foot": 6, "bicycle": 12}


def test_halves_go_up():
    assert [life.rounded(Fraction(n, 2)) for n in (1, 2, 3)] == [1, 1, 2]
    assert life.rounded(Fraction(13, 4), 10) == 33


def test_all_that_share_the_most_are_peaks_and_nought_is_none():
    assert life.peaks({"a": 3, "b": 3, "c": 1}) == ("a", "b")
    assert life.peaks({"a": 0}) == ()


def test_a_place_that_nobody_watched_at_a_time_is_a_gap():
    assert life.gaps(life.seen([observed(), observed("2"), observed(start="11:00")])) == 1
    assert life.gaps(()) == 0


@given(st.integers(0, 500), st.lists(st.fractions(0, 50), min_size=1, max_size=4))
def test_parts_of_a_whole_add_up_to_it(whole, shares):
    parts = life.in_whole_parts(whole, {str(i): share for i, share in enumerate(shares)})
    assert sum(parts.values()) == (whole if sum(shares) else 0)


@given(
    st.lists(
        st.tuples(st.sampled_from("12"), st.integers(0, 40), st.sampled_from(["phone", "paper"])),
        min_size=1,
    )
)
def test_the_channels_of_a_stop_add_up_to_its_figure(counted):
    seen = life.seen(observed(stop, n=n, channel=channel) for stop, n, channel in counted)
    for stop, figure in life.by_stop(seen).items():
        assert sum(life.shares_of(seen, stop).values()) == figure
