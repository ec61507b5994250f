"""Findings as a text and back."""

import json
from dataclasses import replace

import pytest

from workshops.findings import Findings, RequirementFacts, digest
from workshops.findings_json import from_json, to_json
from workshops.refusal import Refused
from workshops.words import say


@pytest.fixture
def findings(root) -> Findings:
    return from_json((root / "tests/data/findings-sample.json").read_text(encoding="utf-8"))


def test_what_is_written_reads_back_as_it_was(findings):
    again = from_json(to_json(findings))
    assert again == findings
    assert again.hash == findings.hash == digest(again)


def test_sentences_inside_sentences_come_back_as_sentences(findings):
    nested = say("%(a)s and %(b)s", a=say("One voice."), b=3)
    changed = replace(findings.activities[0], headline=nested)
    again = from_json(to_json(replace(findings, activities=(changed,), hash="")))
    assert again.activities[0].headline == nested


def test_half_a_character_survives(findings):
    broken = replace(findings, goal="half \ud83d of a face")
    broken = replace(broken, hash=digest(broken))
    text = to_json(broken)
    assert text.encode("utf-8")
    assert from_json(text).goal == broken.goal


def test_a_changed_file_is_refused_by_its_name(findings):
    text = to_json(findings).replace("Who tends the fire", "Who sells the fire")
    with pytest.raises(Refused, match=r"hamar\.json was changed"):
        from_json(text, "hamar.json")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "is not JSON"),
        ("[]", "holds no findings"),
        ('{"contributions": [], "format": 2}', "is in format 2"),
        ('{"contributions": [], "format": 1, "more": 1}', "KeyError|does not fit"),
    ],
)
def test_what_is_no_findings_file_is_refused(text, sentence):
    with pytest.raises(Refused, match=sentence):
        from_json(text)


def test_a_missing_part_is_refused(findings):
    body = json.loads(to_json(findings))
    del body["square"]["zones"]
    with pytest.raises(Refused, match="SquareFacts does not fit"):
        from_json(json.dumps(body))


def test_a_later_field_that_says_nothing_changes_no_hash(findings):
    asked = RequirementFacts(
        1, "Seats.", "must", "", None, "", "proposed", "", "", say("None."), 0, (), {}, ()
    )
    bare = replace(findings, requirements=(asked,), hash="")
    told = json.loads(to_json(bare))
    assert told["requirements"][0]["rests_on"] == []
    for name in ("place", "season", "time_of_day", "who", "answers", "rests_on"):
        del told["requirements"][0][name]
    assert digest(from_json(json.dumps(told))) == digest(bare)
    assert digest(replace(bare, requirements=(replace(asked, season="winter"),))) != digest(bare)
