"""Findings as a text and back."""

import hashlib
import json
from dataclasses import fields, replace

import pytest

from workshops.findings import Findings, RequirementFacts, digest
from workshops.findings_json import from_json, to_json
from workshops.refusal import Refused
from workshops.sum_facts import Spot
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


def test_the_hash_is_that_of_the_whole_as_one_piece_of_json(findings):
    def plain(value):
        return {
            each.name: vars(value)[each.name]
            for each in fields(value)
            if not each.metadata.get("later") or vars(value)[each.name] != each.default
        }

    whole = {k: v for k, v in plain(findings).items() if k not in ("hash", "frozen_at")}
    text = json.dumps(
        whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=plain
    )
    assert digest(findings) == hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def test_sums_that_say_nothing_new_change_no_hash(findings):
    spot = {"lon": 0, "lat": 0, "radius_m": 8, "notes": 1, "people": 1, "near": "", "zone": ""}

    def hash_with(**more):
        sums = Spot(**spot, **more)
        first, *rest = findings.activities
        return digest(replace(findings, activities=(replace(first, sums=sums), *rest)))

    assert hash_with() == hash_with(off_m=0, toward="")
    assert hash_with() != hash_with(off_m=8, toward="n")
