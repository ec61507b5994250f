"""What every kind of activity must keep, whatever it is. A new kind is picked up unasked."""

import copy
import json
import math
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from workshops.activities import KINDS
from workshops.activities.kind import Around, Kind, Released, Source
from workshops.activities.result import CHANNELS, Answer, Result
from workshops.methods.spatial import places_of
from workshops.refusal import Refused

ROOT = Path(__file__).resolve().parents[2]
SURFACES = ("setup", "phone", "screen", "brief")
AROUND = Around(
    categories=({"key": "seats", "name": "Seats"}, {"key": "play", "name": "Play"}),
    stops=(
        {"key": "1", "name": "By the fountain", "lon": 13.4365, "lat": 52.4766},
        {"key": "2", "name": "", "lon": 13.4369, "lat": 52.4764},
    ),
    routes=({"key": "R1", "name": "Round", "line": [[13.4365, 52.4766], [13.4369, 52.4764]]},),
    sources=(Source(7, "Ideas"),),
)
RELEASED = tuple(Released(n, f"Idea {n}", n % 4) for n in range(1, 10))
ASKING = [kind for kind in KINDS.values() if kind.collects != "nothing"]
HOSTILE = "<script>alert(1)</script> ${alert(1)} `x` {{7*7}} %s %(n)s \u202e=1+1"

every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
every_asking_kind = pytest.mark.parametrize("kind", ASKING, ids=[kind.name for kind in ASKING])


def opened(kind: Kind) -> dict:
    return kind.prepare(kind.placed(kind.example(), AROUND), RELEASED)


def answers_of(kind: Kind, n: int) -> list[Answer]:
    """Samples as different people would send them, each number once."""
    rules = opened(kind)
    return [
        Answer(
            attendee=i,
            channel=CHANNELS[i % 4],
            payload=kind.check(rules, payload, []) | _found_out(kind, i),
            people=6 if CHANNELS[i % 4] == "table" else 1,
            number=i + 1 if kind.collects == "contribution" else 0,
            hearts=i % 5 if kind.collects == "contribution" else 0,
        )
        for i, payload in enumerate(kind.samples(rules, n))
    ]


def _found_out(kind: Kind, i: int) -> dict:
    """What the results add to a contribution: a category's name, a place inside or outside."""
    if kind.collects != "contribution":
        return {}
    category = AROUND.categories[i % 2]
    found = {"category": category["key"], "category_name": category["name"]}
    if i % 3 == 0:
        found |= {"lon": 11.07 + i / 1e5, "lat": 60.79, "inside": i % 2 == 0}
    return found


# What stands beside it


@every_kind
@pytest.mark.parametrize("surface", SURFACES)
def test_a_kind_has_its_four_templates(kind: Kind, surface: str):
    assert (ROOT / f"templates/activities/{kind.name}/{surface}.html").is_file()


@every_kind
def test_a_kind_has_a_page_that_explains_it(kind: Kind):
    page = (ROOT / f"docs/activities/{kind.name}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {kind.title}\n")
    assert len(page.split()) > 80


@every_kind
def test_a_kind_has_tests_of_its_own(kind: Kind):
    assert (ROOT / f"tests/activities/test_{kind.name}.py").is_file()


@every_kind
def test_a_kind_has_a_title_and_a_symbol(kind: Kind):
    icons = (ROOT / "templates/macros/icons.html").read_text(encoding="utf-8")
    assert kind.title
    assert f'"{kind.icon}"' in icons


# Settings


@every_kind
def test_the_example_opens(kind: Kind):
    assert opened(kind).keys() >= kind.defaults().keys()


@every_kind
def test_settings_survive_json_and_opening_changes_no_input(kind: Kind):
    example = kind.example()
    before = copy.deepcopy(example)
    once = kind.prepare(kind.placed(example, AROUND), RELEASED)
    assert example == before
    assert json.loads(json.dumps(once)) == once


@every_kind
def test_opening_twice_is_opening_once(kind: Kind):
    once = opened(kind)
    assert kind.prepare(kind.placed(once, AROUND), RELEASED) == once


@every_kind
def test_what_the_desk_saves_unchanged_is_unchanged(kind: Kind):
    for before in (kind.defaults(), kind.example()):
        form = kind.settings_form(AROUND, before)
        posted = MultiDict(
            {
                name: "y" if value is True else str(value)
                for name, value in form.data.items()
                if value is not False and value is not None
            }
        )
        bound, after = kind.read_settings(AROUND, posted)
        assert bound.errors == {}
        assert after == before


@every_kind
def test_only_known_shapes_are_drawn_and_known_things_said_of_others(kind: Kind):
    for rules in ({}, kind.defaults(), dict.fromkeys(kind.defaults(), True)):
        assert "point" in kind.shapes(rules)
        assert set(kind.shapes(rules)) <= {"point", "line", "area"}
        assert set(kind.reactions(rules)) <= {"heart", "agree", "disagree"}


# Answers


@every_asking_kind
def test_samples_are_answers_that_are_taken(kind: Kind):
    assert len(answers_of(kind, 200)) == 200


@every_asking_kind
def test_answers_survive_json(kind: Kind):
    before = answers_of(kind, 30)
    stored = json.loads(json.dumps([dict(each.payload) for each in before]))
    after = [
        Answer(e.attendee, e.channel, payload, e.people, e.number, e.state, e.hearts)
        for e, payload in zip(before, stored, strict=True)
    ]
    assert kind.tally(opened(kind), after) == kind.tally(opened(kind), before)


@every_asking_kind
def test_a_cleaned_answer_is_clean(kind: Kind):
    rules = opened(kind)
    for payload in kind.samples(rules, 20):
        clean = kind.check(rules, payload, [])
        assert kind.check(rules, clean, []) == clean
        assert kind.slot(clean) == kind.slot(payload)


@every_asking_kind
def test_checking_changes_no_input(kind: Kind):
    rules, payloads = opened(kind), kind.samples(opened(kind), 5)
    before = copy.deepcopy((rules, payloads))
    for payload in payloads:
        kind.check(rules, payload, [])
    assert (rules, payloads) == before


@every_asking_kind
@settings(max_examples=40)
@given(data=st.data())
def test_a_form_is_read_or_refused_whatever_is_in_it(kind: Kind, data: st.DataObject):
    """Nothing that is posted ends in anything but an answer or a sentence."""
    rules = opened(kind)
    form_class = kind.answer_form(rules, AROUND)
    values = (
        st.sampled_from(["", "1", "-1", "seats", "nan", "1e999", "9" * 30, HOSTILE]) | st.text()
    )
    posted = {name: data.draw(values) for name in form_class().data}
    form = form_class(MultiDict(posted))
    if not form.validate():
        return
    try:
        clean = kind.check(rules, kind.payload(form), [])
    except Refused:
        return
    assert json.loads(json.dumps(clean, allow_nan=False)) == clean


# Results


@every_kind
def test_nobody_is_counted_as_nothing(kind: Kind):
    result = kind.tally(opened(kind), [])
    assert (result.n, result.voices, result.bars, result.features) == (0, {}, (), ())
    assert str(result.headline) == "Nothing yet."


@every_asking_kind
@pytest.mark.parametrize("n", [1, 2, 200])
def test_the_order_of_answers_does_not_matter(kind: Kind, n: int):
    answers = answers_of(kind, n)
    counted = kind.tally(opened(kind), answers)
    for seed in range(5):
        shuffled = random.Random(seed).sample(answers, n)
        assert kind.tally(opened(kind), shuffled) == counted


@every_asking_kind
def test_counting_changes_no_input(kind: Kind):
    rules, answers = opened(kind), answers_of(kind, 20)
    before = copy.deepcopy((rules, answers))
    kind.tally(rules, answers)
    assert (rules, answers) == before


@every_asking_kind
@pytest.mark.parametrize("n", [0, 1, 200])
def test_rows_have_exactly_the_columns(kind: Kind, n: int):
    result = kind.tally(opened(kind), answers_of(kind, n))
    names = [column.key for column in result.columns]
    assert names
    assert len(set(names)) == len(names)
    assert all(sorted(row) == sorted(names) for row in result.rows)
    assert all(column.title for column in result.columns)


@every_asking_kind
def test_every_person_counts_once_and_a_table_for_all_at_it(kind: Kind):
    answers = answers_of(kind, 40)
    again = [Answer(**vars(each) | {"number": each.number + 100}) for each in answers]
    result = kind.tally(
        opened(kind), answers + again if kind.collects == "contribution" else answers
    )
    assert result.voices == {"phone": 10, "table": 60, "paper": 10, "remote": 10}
    assert result.n == 90


@every_asking_kind
def test_parts_add_up_and_equals_share_a_rank(kind: Kind):
    bars = kind.tally(opened(kind), answers_of(kind, 200)).bars
    for bar in bars:
        assert sum(bar.parts.values()) == bar.value
        assert set(bar.parts) <= set(CHANNELS)
        assert bar.rank == 1 + sum(other.value > bar.value for other in bars)
        assert bar.tied == (sum(other.value == bar.value for other in bars) > 1)


@every_asking_kind
def test_a_tie_is_called_a_tie(kind: Kind):
    """One answer of every sort, by one person each, all with the same hearts."""
    sorts = {json.dumps(kind.samples(opened(kind), 200)[i]): i for i in range(200)}
    some = [kind.samples(opened(kind), 200)[i] for i in sorted(sorts.values())][:6]
    answers = [
        Answer(i, "phone", payload | _found_out(kind, i), number=i + 1, hearts=1)
        for i, payload in enumerate(some[: len(some) // 2 * 2])
    ]
    result = kind.tally(opened(kind), answers)
    assert "tie" in str(result.headline).lower()
    assert sum(bar.tied for bar in result.bars if bar.rank == 1) == sum(
        bar.rank == 1 for bar in result.bars
    )


@every_asking_kind
def test_features_are_valid_geojson(kind: Kind):
    features = kind.tally(opened(kind), answers_of(kind, 60)).features
    assert all({"number", "category", "text"} <= each["properties"].keys() for each in features)
    assert_valid(features)


@every_kind
def test_what_a_question_draws_is_valid_geojson(kind: Kind):
    for rules in (kind.defaults(), kind.example(), opened(kind)):
        drawn = kind.drawn(rules)
        assert_valid(drawn)
        assert all({"key", "label"} <= each["properties"].keys() for each in drawn)


def assert_valid(features: Sequence[Mapping[str, Any]]) -> None:
    for feature in features:
        places = list(places_of(feature["geometry"]))
        assert feature["type"] == "Feature"
        assert feature["geometry"]["type"] in ("Point", "LineString", "Polygon")
        assert places
        assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in places)
        assert all(math.isfinite(lon + lat) for lon, lat in places)
    assert json.loads(json.dumps(list(features), allow_nan=False)) == list(features)


@every_asking_kind
def test_results_hold_plain_values_that_can_be_frozen(kind: Kind):
    result = kind.tally(opened(kind), answers_of(kind, 30))
    rows = [dict(row) for row in result.rows]
    assert json.loads(json.dumps(rows)) == rows
    assert all(isinstance(value, int) for value in result.facts.values())
    assert all(str(step) for step in result.steps)


@every_asking_kind
def test_peoples_words_are_said_and_never_filled_in(kind: Kind):
    """Per cent signs and braces of people are letters, in headlines too."""
    answers = [
        Answer(
            each.attendee,
            each.channel,
            {**each.payload, "text": HOSTILE, "category_name": HOSTILE, "category": "seats"}
            if kind.collects == "contribution"
            else each.payload,
            number=each.number,
            hearts=each.number == 1,
        )
        for each in answers_of(kind, 3)
    ]
    rules = _with_words(opened(kind), HOSTILE)
    result: Result = kind.tally(rules, answers)
    assert str(result.headline)
    assert "49" not in str(result.headline)


def _with_words(value: object, words: str) -> object:
    """The same settings with these words wherever people's words stand."""
    if isinstance(value, dict):
        return {
            key: words
            if key in ("label", "words", "credit", "look_up")
            else _with_words(each, words)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [_with_words(each, words) for each in value]
    return value
