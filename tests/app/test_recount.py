"""`torg recount`: text and JSON of other towns' files, and what it says of what it cannot read."""

import json
from pathlib import Path

import pytest

from app import cli

TREES = """# TITLE: Which tree
# DATA TYPE: soi
# ALTERNATIVE NAME 1: Lime
# ALTERNATIVE NAME 2: Oak
# ALTERNATIVE NAME 3: Oak
2: 1,2
2: 2,1
1: 3,2
"""


@pytest.fixture
def trees(tmp_path: Path) -> Path:
    (tmp_path / "trees.soi").write_text(TREES)
    return tmp_path / "trees.soi"


def test_the_text_names_rules_outcomes_steps_and_ties(trees, capsys):
    assert cli.main(["recount", str(trees)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("trees.soi: Which tree\n5 ballots, 3 options.")
    assert "FIRST PLACES\n  Outcome: “Lime” and “Oak (2)”\n  Tie: “Lime” and “Oak (2)”" in said
    assert "1. Round 1: “Oak (3)” has fewest (1) and goes out." in said
    assert "INSTANT RUN-OFF" in said
    assert "The rules disagree" in said


def test_the_json_holds_the_same_for_a_program(trees, capsys):
    cli.main(["recount", str(trees), "--json"])
    told = json.loads(capsys.readouterr().out)
    assert told["what"] == "Which tree"
    run_off = next(each for each in told["outcomes"] if each["rule"] == "Instant run-off")
    assert run_off["winners"] == ["Oak (2)"]
    assert run_off["rows"][0]["tally"] == {"Lime": 2, "Oak (2)": 2, "Oak (3)": 1}


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("votes.xls", "x", "is nothing that can be recounted"),
        ("none.pb", None, "none.pb cannot be read: no such file or directory."),
        ("bad.pb", "META\n", "bad.pb is no file of Pabulib"),
    ],
)
def test_what_cannot_be_recounted_is_said_in_a_sentence(tmp_path, capsys, name, text, sentence):
    if text is not None:
        (tmp_path / name).write_text(text)
    assert cli.main(["recount", str(tmp_path / name)]) == 1
    assert sentence in capsys.readouterr().err


def test_burlington_is_told_with_its_three_winners(shared_data, capsys):
    assert cli.main(["recount", str(shared_data / "ranking/burlington-2009-mayor.toi")]) == 0
    said = capsys.readouterr().out
    assert (
        "The rules disagree, 3 outcomes: “Kurt Wright” by First places; “Bob Kiss” by Instant "
        "run-off; “Andy Montroll” by Borda, Condorcet, Schulze." in said
    )
