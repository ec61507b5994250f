"""Counting: people an hour who pass, people present who stay; observers never added up."""

import pytest
from werkzeug.datastructures import MultiDict

from workshops.activities import kind_of
from workshops.activities.kind import Around
from workshops.activities.result import Answer, Result
from workshops.refusal import Refused

COUNTING = kind_of("counting")
STOPS = (
    {"key": "fo", "name": "By the fountain", "lon": 13.4365, "lat": 52.4766},
    {"key": "ga", "name": "", "lon": 13.4369, "lat": 52.4764},
)
RULES = COUNTING.placed(COUNTING.defaults(), Around(stops=STOPS))
DAY = "2026-06-12"


def seen(stop: str = "fo", start: str = "17:00", looked: str = "both", **counts: int) -> dict:
    minutes = counts.pop("minutes", 10)
    when = {"stop": stop, "day": DAY, "start": start, "minutes": minutes, "looked": looked}
    return when | {"counts": counts}


def result(*payloads: dict, rules: dict = RULES) -> Result:
    return COUNTING.tally(rules, [Answer(i, "phone", each) for i, each in enumerate(payloads)])


def headline(*payloads: dict) -> str:
    return str(result(*payloads).headline)


def said(answer: Result) -> str:
    return " ".join(str(step) for step in answer.steps)


# Opening


def test_the_stops_of_the_square_are_taken_over_and_told_apart():
    assert [(each["key"], each["name"]) for each in RULES["stops"]] == [
        ("fo", "By the fountain"),
        ("ga", "2"),
    ]
    twins = [stop | {"name": "Gate"} for stop in STOPS]
    rules = COUNTING.placed(COUNTING.defaults(), Around(stops=twins))
    assert [each["name"] for each in rules["stops"]] == ["Gate 1", "Gate 2"]


def test_without_stops_it_says_where_to_draw_them():
    with pytest.raises(Refused, match="Draw stops on the square"):
        COUNTING.placed(COUNTING.defaults(), Around())


def test_the_whole_square_can_be_the_one_stop():
    rules = COUNTING.placed(COUNTING.defaults() | {"whole": True}, Around())
    assert [each["name"] for each in rules["stops"]] == ["The whole square"]
    assert result(seen("whole", foot=10), rules=rules).features == ()


def test_a_count_of_nothing_does_not_open():
    nothing = {key: False if value is True else value for key, value in RULES.items()}
    with pytest.raises(Refused, match="Tick at least one thing"):
        COUNTING.prepare(nothing, ())


def test_a_day_that_ends_before_it_begins_does_not_open():
    with pytest.raises(Refused, match="begins before the first"):
        COUNTING.prepare(RULES | {"first": 18, "last": 9}, ())


# What an observer sends


def test_numbers_are_read_from_the_plain_form_and_noughts_are_left_out():
    posted = MultiDict({**seen(), "n-foot": "12", "n-bench": "3", "n-pram": "0"})
    payload = COUNTING.check(RULES, COUNTING.read(RULES, Around(), posted), [])
    assert payload["counts"] == {"bench": 3, "foot": 12}


def test_the_same_stop_and_time_again_is_the_same_slot():
    assert COUNTING.slot(seen(foot=1)) == COUNTING.slot(seen(foot=9))
    assert len({COUNTING.slot(each) for each in (seen(), seen("ga"), seen(start="18:00"))}) == 3


def test_what_was_not_looked_at_is_not_counted():
    assert COUNTING.check(RULES, seen(looked="moving", foot=4, bench=2), [])["counts"] == {
        "foot": 4
    }


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"stop": "9"}, "Choose your stop"),
        ({"day": "yesterday"}, "on which day"),
        ({"day": "20260612"}, "on which day"),
        ({"start": "17:07"}, "Choose the time"),
        ({"looked": "nobody"}, "Say what you counted"),
        ({"minutes": 0}, "for how many minutes"),
        ({"counts": {"foot": -1}}, "between 0 and 9999"),
        ({"counts": {"horse": 1}}, "has changed"),
        ({"counts": {"foot-child": 1}}, "has changed"),
    ],
)
def test_what_does_not_fit_is_refused(wrong: dict, sentence: str):
    with pytest.raises(Refused, match=sentence):
        COUNTING.check(RULES, seen() | wrong, [])


def test_a_flood_of_counts_is_not_an_observer():
    with pytest.raises(Refused, match="You have sent 200 counts"):
        COUNTING.check(RULES, seen(foot=1), [seen()] * 200)


# Counting


def test_ten_minutes_stand_for_an_hour():
    assert headline(seen(foot=20, bicycle=5), seen("ga", foot=3)) == (
        "By the fountain: 150 people an hour"
    )


def test_who_stopped_early_counted_for_fewer_minutes():
    assert result(seen(foot=20, minutes=5)).bars[0].value == 240


def test_equally_busy_stops_are_a_tie():
    assert (
        headline(seen(foot=9), seen("ga", bicycle=9))
        == "A tie: 2 stops with 54 people an hour each"
    )


def test_a_second_observer_is_not_a_second_crowd():
    counted = result(seen(foot=20), seen(foot=24))
    assert counted.bars[0].value == 132
    assert counted.rows[0]["counted"] == "20, 24"
    assert counted.facts["doubled"] == 1
    assert "their mean stands" in said(counted)


def test_who_looked_only_at_who_moves_saw_nothing_of_who_stays():
    counted = result(seen(looked="moving", foot=10), seen(looked="staying", bench=4))
    assert (counted.facts["moving.stop.fo"], counted.facts["staying.stop.fo"]) == (60, 40)


def test_staying_is_averaged_over_the_times_and_never_added_up():
    counted = result(seen(bench=4), seen(start="18:00", bench=8))
    assert counted.facts["staying.stop.fo"] == 60  # six people, in tenths
    assert counted.facts["staying.start.18:00"] == 80


def test_nobody_at_a_time_counts_as_nobody():
    assert result(seen(foot=10), seen(start="18:00")).bars[0].value == 30


def test_the_busiest_time_is_named_and_a_tie_is_called_a_tie():
    assert "Most pass at 18:00." in said(result(seen(foot=5), seen(start="18:00", foot=6)))
    assert "17:00, 18:00: a tie" in said(result(seen(foot=5), seen(start="18:00", foot=5)))


def test_stops_watched_at_different_times_are_told_of():
    uneven = result(seen(foot=5), seen("ga", foot=5), seen(start="18:00", foot=5))
    assert uneven.facts["gaps"] == 1
    assert "compare stops and times with care" in said(uneven)


def test_guessed_ages_are_counted_beside_the_kinds():
    rules = RULES | {"ages": True}
    payload = seen() | {"counts": {"foot-child": 2, "foot-older": 1}}
    counted = result(COUNTING.check(rules, payload, []), rules=rules)
    assert (counted.facts["moving.age.child"], counted.facts["moving.kind.foot"]) == (12, 18)
    assert {row["age"] for row in counted.rows} >= {"child (guessed)", "older (guessed)"}


def test_a_stop_is_a_feature_with_its_figure():
    feature = result(seen(foot=10)).features[0]
    assert feature["geometry"]["coordinates"] == [13.4365, 52.4766]
    assert feature["properties"]["value"] == 60
    assert feature["properties"]["label"] == "By the fountain"


def test_a_long_name_is_cut_beside_its_disc():
    rules = COUNTING.placed(RULES, Around(stops=[STOPS[0] | {"name": "N" * 40}]))
    label = result(seen(foot=1), rules=rules).features[0]["properties"]["label"]
    assert label == "N" * 19 + "…"


def test_the_stops_are_on_the_plan_before_anybody_counted():
    assert [each["properties"]["label"] for each in COUNTING.drawn(RULES)] == ["1", "2"]


def test_only_staying_makes_the_stops_bars_of_who_stays():
    assert headline(seen(looked="staying", bench=4)) == "By the fountain: 4 people at a time"


def test_nobody_anywhere_is_said_plainly():
    assert headline(seen(), seen("ga")) == "Nobody was seen at the stops."


def test_rows_say_before_or_after_a_trial():
    assert result(seen(foot=1), rules=RULES | {"phase": "before"}).rows[0]["phase"] == "before"


def test_a_stop_speaks_for_its_bar():
    assert COUNTING.supports(seen("ga"), "ga")
    assert not COUNTING.supports(seen("ga"), "fo")
