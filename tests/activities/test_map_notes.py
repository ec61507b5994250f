"""Notes on the plan: a place or none, so many each, what lies outside is kept apart."""

import pytest
from werkzeug.datastructures import MultiDict

from workshops.activities import kind_of
from workshops.activities.kind import Around
from workshops.activities.result import Answer
from workshops.refusal import Refused

notes = kind_of("map_notes")
RULES = notes.example()


def note(number: int, category: str = "", **payload: object) -> Answer:
    found = {"text": "", "category": category, "category_name": category.title(), "place": ""}
    return Answer(number, "phone", {**found, **payload}, number=number)


def headline(*answers: Answer) -> str:
    return str(notes.tally(RULES, answers).headline)


# What is taken


@pytest.mark.parametrize("place", ["zone B", "C4", "Fountain", "none"])
def test_a_place_in_words_is_as_good_as_a_spot(place):
    assert notes.check(RULES, {"text": "Seats", "place": place}, [])["place"] == place


def test_a_note_that_says_nothing_of_its_place_is_refused():
    with pytest.raises(Refused, match="Choose a place, or “No place”"):
        notes.check(RULES, {"text": "Seats", "place": "", "lon": 11.0, "lat": None}, [])


def test_a_category_needs_no_words_and_words_need_no_category():
    assert notes.check(RULES, {"text": "", "category": "seats", "place": "C4"}, [])
    assert notes.check(RULES, {"text": "Seats", "category": "", "place": "C4"}, [])
    with pytest.raises(Refused, match="Choose a kind, or write a few words"):
        notes.check(RULES, {"text": " ", "category": "", "place": "C4"}, [])


def test_the_sixth_note_of_five_is_refused():
    payload = {"text": "Seats", "place": "C4"}
    assert notes.check(RULES, payload, [payload] * 4)
    with pytest.raises(Refused, match="You have put your 5 notes"):
        notes.check(RULES, payload, [payload] * 5)


def test_long_words_are_cut_at_300():
    assert len(notes.check(RULES, {"text": "x" * 400, "place": "C4"}, [])["text"]) == 300


@pytest.mark.parametrize(("lon", "lat"), [("200", "60"), ("11", "91"), ("nan", "60"), ("inf", "0")])
def test_a_spot_that_is_not_on_earth_does_not_fit_the_form(lon, lat):
    assert not notes.answer_form(RULES, Around())(MultiDict({"lon": lon, "lat": lat})).validate()


# What it comes to


def test_what_is_asked_for_most_is_named():
    assert headline(note(1, "seats"), note(2, "seats"), note(3, "play")) == "Most notes: Seats"


def test_a_tie_of_kinds_is_called_a_tie():
    assert headline(note(1, "seats"), note(2, "play")) == (
        "A tie: 2 kinds are asked for equally often"
    )


def test_notes_without_a_kind_are_counted_only():
    assert headline(note(1), note(2)) == "2 notes"


def test_notes_are_counted_by_where_they_are():
    spot = {"lon": 11.07, "lat": 60.79}
    result = notes.tally(
        RULES,
        [
            note(1, "seats", **spot, inside=True),
            note(2, "seats", **spot, inside=False),
            note(3, "play", place="none"),
            note(4, "play", place="C4"),
        ],
    )
    assert result.facts == {"notes": 4, "placed": 2, "no_place": 1, "outside": 1}
    assert [bar.value for bar in result.bars] == [2, 2]
    assert all(bar.tied for bar in result.bars)


def test_what_lies_outside_is_kept_and_not_dropped():
    result = notes.tally(RULES, [note(1, "seats", lon=11.0, lat=60.0, inside=False)])
    assert len(result.rows) == len(result.features) == 1


# Lines and areas, what others say, photos


LINE = {"type": "LineString", "coordinates": [[11.07, 60.79], [11.0702, 60.79]]}
AREA = {
    "type": "Polygon",
    "coordinates": [[[11, 60], [11.001, 60], [11, 60.001], [11, 60]]],
}
ALL = RULES | {"lines": True, "areas": True, "react": True, "ask_photo": True}


@pytest.mark.parametrize(
    ("rules", "shapes"),
    [
        (RULES, ("point",)),
        (RULES | {"lines": True}, ("point", "line")),
        (RULES | {"areas": True}, ("point", "area")),
        ({"notes": 5}, ("point",)),
    ],
)
def test_points_only_unless_the_desk_asks_for_more(rules, shapes):
    assert notes.shapes(rules) == shapes


def test_a_line_keeps_its_length_and_an_area_its_size():
    line = notes.check(ALL, {"text": "A path", "geometry": LINE}, [])
    area = notes.check(ALL, {"text": "No wind", "geometry": AREA}, [])
    assert line["length_m"] == pytest.approx(10.9, abs=0.1)
    assert area["area_m2"] == pytest.approx(3110, abs=5)


def test_lines_and_areas_are_features_and_have_columns_of_their_own():
    answers = [note(1, geometry=LINE, length_m=10.9), note(2, geometry=AREA, area_m2=3110.0)]
    result = notes.tally(ALL, answers)
    assert [each["geometry"]["type"] for each in result.features] == ["LineString", "Polygon"]
    assert [(row["length_m"], row["area_m2"]) for row in result.rows] == [(10.9, ""), ("", 3110.0)]
    assert "length_m" not in notes.tally(RULES, answers).rows[0]


def test_a_feature_tells_feeling_and_size_and_whether_it_lies_apart():
    result = notes.tally(ALL, [note(1, geometry=LINE, length_m=10.9, feeling="like", inside=False)])
    told = result.features[0]["properties"]
    assert (told["feeling"], told["length_m"], told["apart"]) == ("like", 10.9, True)


def test_who_agrees_and_who_does_not_is_counted_beside_the_note():
    said = Answer(1, "phone", {"place": "C4"}, number=1, agree=3, disagree=1)
    [row] = notes.tally(ALL, [said]).rows
    assert (row["agree"], row["disagree"]) == (3, 1)
    assert "agree" not in notes.tally(RULES, [said]).rows[0]


def test_others_agree_and_photos_come_only_when_the_desk_wants_them():
    assert notes.reactions(RULES) == ()
    assert notes.reactions(ALL) == ("agree", "disagree")
    assert (notes.takes_photo(RULES), notes.takes_photo(ALL)) == (False, True)


# Kinds that speak against one another

KINDS = Around(categories=[{"key": "p", "name": "Parking"}, {"key": "k", "name": "Play / sport"}])


def settings(**sent: str):
    return notes.read_settings(KINDS, MultiDict({"notes": "5", **sent}))


def test_kinds_that_speak_against_one_another_are_written_a_pair_a_line():
    _, found = settings(opposed="parking / play / sport\n\n")
    assert found["opposed"] == [["p", "k"]]
    assert notes.settings_form(KINDS, found)["opposed"].data == "Parking / Play / sport"


@pytest.mark.parametrize("line", ["Parking", "Parking / Trees", "Parking / Parking"])
def test_a_line_that_is_no_pair_of_kinds_is_refused(line):
    form, found = settings(opposed=line)
    assert (bool(form.errors["opposed"]), found) == (True, {})


def test_a_day_that_is_none_is_refused():
    assert settings(split_on="2026-02-30")[1] == {}
    assert settings(split_on="2026-02-28")[1]["split_on"] == "2026-02-28"


def test_two_sides_are_a_view_where_kinds_speak_against_one_another():
    assert dict(notes.views({**RULES, "opposed": [["p", "k"]]}))["sides"] == "Two sides"
    assert "sides" not in dict(notes.views(RULES))
