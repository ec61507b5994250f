"""The walk: stops from the square or in words, the way in bad weather, + and − at each stop."""

import pytest
from werkzeug.datastructures import MultiDict

from workshops.activities import kind_of
from workshops.activities.kind import Around
from workshops.activities.result import Answer
from workshops.refusal import Refused

walk = kind_of("walk")
STOPS = tuple(
    {"key": key, "name": name, "lon": lon, "lat": 60.79}
    for key, name, lon in (
        ("s1", "Kiosk", 11.0720),
        ("s2", "Fountain", 11.0700),
        ("s3", "Bus stop", 11.0710),
        ("s4", "Far away", 11.2000),
    )
)
ROUND = {"key": "r1", "name": "Round", "line": [[11.07, 60.79], [11.073, 60.79]]}
BACK = {"key": "r2", "name": "Under roofs", "line": [[11.073, 60.79], [11.0705, 60.79]]}
SQUARE = Around(stops=STOPS, routes=(ROUND, BACK))
DRAWN = walk.placed(walk.defaults(), SQUARE)
NAMED = walk.placed(walk.example(), Around())


def names(settings: dict) -> list[str]:
    return [stop["label"] for stop in settings["stops"]]


def said(number: int, stop: str, feeling: str = "", words: str = "", channel: str = "phone"):
    payload = walk.check(DRAWN, {"stop": stop, "feeling": feeling, "text": words or "x"}, [])
    return Answer(number, channel, payload | {"text": words}, number=number)


def headline(*answers: Answer) -> str:
    return str(walk.tally(DRAWN, answers).headline).replace("\u00a0", " ")


def saved(around: Around, settings: dict, **changes: str) -> dict:
    """The settings after the desk changed fields of the form and saved it."""
    shown = walk.settings_form(around, settings).data
    fields = {name: str(value) for name, value in shown.items() if value}
    bound, after = walk.read_settings(around, MultiDict(fields | changes))
    assert bound.errors == {}
    return after


# The stops


def test_a_new_walk_goes_along_the_first_route_past_the_stops_near_it():
    assert names(DRAWN) == ["Fountain", "Bus stop", "Kiosk"]
    assert [stop["key"] for stop in DRAWN["stops"]] == ["1", "2", "3"]
    assert (DRAWN["line"], DRAWN["line_name"]) == (ROUND["line"], "Round")


def test_stops_without_a_route_keep_the_order_in_which_they_are_drawn():
    frozen = walk.placed(walk.defaults() | {"route": "none"}, SQUARE)
    assert names(frozen) == ["Kiosk", "Fountain", "Bus stop", "Far away"]
    assert frozen["line"] == []


def test_stops_in_words_need_no_square():
    assert names(NAMED) == ["By the fountain", "The bus stop", "Under the trees"]
    assert walk.drawn(NAMED) == []


def test_without_any_stop_the_walk_does_not_open():
    with pytest.raises(Refused, match="Draw stops on the square, or write their names"):
        walk.placed(walk.defaults(), Around())


def test_every_stop_has_a_prompt_of_its_own():
    prompts = [stop["words"] for stop in DRAWN["stops"]]
    assert len(set(prompts)) == 3
    assert "What do you see here?" in prompts


def test_a_route_that_is_gone_is_told_before_people_walk():
    for gone in ({"route": "r9"}, {"bad_route": "r9"}):
        with pytest.raises(Refused, match="not drawn any more"):
            walk.placed(walk.defaults() | gone, SQUARE)


def test_names_that_two_stops_share_do_not_mix_them_up():
    twins = [{**STOPS[0], "name": "Bench"}, {**STOPS[1], "name": "Bench"}]
    frozen = walk.placed(walk.defaults(), Around(stops=twins))
    assert names(frozen) == ["s1", "s2"]
    assert [stop["lon"] for stop in frozen["stops"]] == [11.0720, 11.0700]


# The desk


def test_the_form_shows_the_stops_that_are_drawn_and_saves_none_of_its_own():
    form = walk.settings_form(SQUARE, walk.defaults())
    assert [row[1].data for row in form.rows][:4] == ["Fountain", "Bus stop", "Kiosk", None]
    assert saved(SQUARE, walk.defaults()) == walk.defaults()


def test_another_route_brings_its_own_order():
    after = saved(SQUARE, walk.defaults(), route="r2")
    assert after["stops"] == []
    assert names(walk.placed(after, SQUARE)) == ["Kiosk", "Bus stop", "Fountain"]


def test_numbers_reorder_stops_and_an_empty_row_leaves_one_out():
    after = saved(SQUARE, walk.defaults(), order_3="1", order_1="2", stop_2="", prompt_3="Warm?")
    assert [(each["label"], each["words"]) for each in after["stops"]] == [
        ("Kiosk", "Warm?"),
        ("Fountain", "What do you see here?"),
    ]
    frozen = walk.placed(after, SQUARE)
    assert all("lon" in each for each in frozen["stops"])


def test_a_stop_of_ones_own_has_no_place():
    after = saved(SQUARE, walk.defaults(), order_4="4", stop_4="The back door")
    frozen = walk.placed(after, SQUARE)
    assert "lon" not in frozen["stops"][3]
    assert frozen["stops"][3]["words"]


def test_an_order_that_is_no_number_is_told_beside_its_row():
    bound, after = walk.read_settings(SQUARE, MultiDict({"order_1": "0", "stop_1": "Kiosk"}))
    assert list(bound.errors) == ["order_1"]
    assert after == {}


# Bad weather


def test_in_bad_weather_the_walk_goes_to_the_stops_that_were_named():
    after = saved(SQUARE, walk.defaults(), bad_stops="3, 1 and 3")
    assert after["bad_stops"] == [3, 1, 3]
    assert walk.placed(after, SQUARE)["bad_stops"] == [3, 1]


def test_another_route_in_bad_weather_has_its_own_order_of_the_same_numbers():
    frozen = walk.placed(walk.defaults() | {"bad_route": "r2"}, SQUARE)
    assert frozen["bad_stops"] == [3, 2, 1]
    assert frozen["bad_line"] == BACK["line"]
    assert [each["properties"]["key"] for each in walk.drawn(frozen)][:2] == ["route", "bad"]


def test_a_stop_in_bad_weather_that_is_not_there_is_refused():
    with pytest.raises(Refused, match="goes to stop 7, but its last stop is 3"):
        walk.placed(walk.defaults() | {"bad_stops": [1, 7]}, SQUARE)


# What is taken


def test_what_is_said_has_the_place_of_its_stop_whatever_the_phone_says():
    kept = walk.check(DRAWN, {"stop": "3", "text": "Wind", "lon": 1.0, "lat": 2.0}, [])
    assert (kept["lon"], kept["lat"], kept["place"]) == (11.0720, 60.79, "Kiosk")
    assert "lon" not in walk.check(NAMED, {"stop": "3", "text": "Wind", "lon": 1.0, "lat": 2.0}, [])


@pytest.mark.parametrize("stop", ["", "0", "4", "s1", None])
def test_a_stop_that_is_not_on_the_walk_is_refused(stop):
    with pytest.raises(Refused, match="Choose the stop where you are"):
        walk.check(DRAWN, {"stop": stop, "text": "Wind"}, [])


def test_a_sign_words_or_a_photo_are_enough_and_nothing_is_not():
    for enough in ({"feeling": "like"}, {"text": "Wind"}, {"photo_id": 7}):
        assert walk.check(DRAWN, {"stop": "1", **enough}, [])
    with pytest.raises(Refused, match="Choose \\+ or −, or write a few words"):
        walk.check(DRAWN, {"stop": "1", "feeling": "", "text": " "}, [])


def test_a_photo_is_taken_only_where_the_desk_allowed_it():
    assert walk.takes_photo(DRAWN)
    assert not walk.takes_photo(DRAWN | {"ask_photo": False})


# What it comes to


def test_the_stops_with_most_of_each_sign_are_the_headline():
    answers = (said(1, "3", "dislike"), said(2, "3", "dislike"), said(3, "1", "dislike"))
    assert headline(*answers, said(4, "2", "like")) == (
        "Most −: 3 Kiosk (2). Most +: 2 Bus stop (1)."
    )
    assert headline(*answers) == "Most −: 3 Kiosk (2). No + anywhere."
    assert headline(said(1, "1", "like")) == "Most +: 1 Fountain (1). No − anywhere."
    assert headline(said(1, "1"), said(2, "1")) == "2 observations"


def test_a_tie_of_stops_is_called_a_tie():
    assert headline(said(1, "3", "dislike"), said(2, "1", "dislike"), said(3, "2", "like")) == (
        "Most −: a tie, stops 1, 3 (1 each). Most +: 2 Bus stop (1)."
    )


def test_a_stop_can_be_loved_and_feared():
    result = walk.tally(DRAWN, [said(1, "1", "like"), said(2, "1", "dislike"), said(3, "1")])
    assert result.facts == {"observations": 3, "plus": 1, "minus": 1, "neither": 1, "stops": 3}
    assert [row["sign"] for row in result.rows] == ["+", "−", ""]
    assert [(bar.key, bar.value) for bar in result.bars] == [("1", 3), ("2", 0), ("3", 0)]


def test_route_stops_and_observations_are_on_the_map():
    result = walk.tally(DRAWN, [said(7, "3", "dislike", "Wind"), said(8, "3")])
    line, *rest = result.features
    stops, points = rest[:3], rest[3:]
    assert (line["geometry"]["type"], line["properties"]["label"]) == ("LineString", "Round")
    assert [each["properties"]["label"] for each in stops] == ["1", "2", "3"]
    assert [each["properties"]["value"] for each in stops] == [0, 0, 2]
    assert [each["properties"]["number"] for each in points] == [7, 8]
    assert points[0]["geometry"] == stops[2]["geometry"]
    assert points[0]["properties"]["feeling"] == "dislike"


def test_a_walk_in_words_draws_nothing():
    payload = walk.check(NAMED, {"stop": "2", "feeling": "like"}, [])
    assert walk.tally(NAMED, [Answer(1, "paper", payload, number=1)]).features == ()


def test_an_observation_speaks_for_its_own_stop():
    payload = said(1, "2", "like").payload
    assert walk.supports(payload, "2")
    assert not walk.supports(payload, "1")
    assert not walk.supports(payload, None)
