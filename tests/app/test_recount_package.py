"""Our own package counted again: equal where it is whole, named where somebody changed it."""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app import cli
from app.commands.recount import recount
from workshops.refusal import Refused

pytestmark = pytest.mark.slow


@pytest.fixture
def zipped(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(published / "archive.zip", tmp_path / "demo.zip"))


def edited(path: Path, table: str, change: Callable[[list[dict[str, Any]]], None]) -> Path:
    """Edit rows and make the manifest fit again, as a forger does."""
    with zipfile.ZipFile(path) as file:
        content = {name: file.read(name) for name in file.namelist()}
    name = f"tables/{table}.jsonl"
    rows = [json.loads(line) for line in content[name].splitlines()]
    change(rows)
    content[name] = "".join(json.dumps(row) + "\n" for row in rows).encode()
    manifest = json.loads(content["manifest.json"])
    sha256 = hashlib.sha256(content[name]).hexdigest()
    manifest["entries"][name] = {"sha256": sha256, "bytes": len(content[name])}
    content["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(path, "w") as file:
        for entry, text in content.items():
            file.writestr(entry, text)
    return path


def differing(path: Path) -> list[str]:
    return [each.what for each in recount(path).differing]


def test_every_figure_of_the_demo_is_what_its_ballots_come_to(zipped):
    found = recount(zipped)
    assert found.differing == ()
    whats = [each.what for each in found.checks]
    wanted = ("SHA-256", "joined", "answered", "by channel", "place and tie", "hearts", "strength",
              "over or under", "at the door", "voted, joined", "without paper", "hot spot",
              "steps of the ledger", "T1, counts", "moving.", "pins and scores",
              "merged into")  # fmt: skip
    assert [word for word in wanted if not any(word in what for what in whats)] == []
    assert len(found.checks) > 500


def test_a_vote_is_told_with_places_and_steps(zipped, capsys):
    assert cli.main(["recount", str(zipped)]) == 0
    said = capsys.readouterr().out
    assert "dots added up" in said
    assert "Equal sums share a place" in said
    assert "0 differ" in said


def test_dots_that_were_forged_are_named_by_option(zipped, capsys):
    def stuff(rows):
        row = next(row for row in rows if "dots" in row["payload"])
        row["payload"]["dots"][next(iter(row["payload"]["dots"]))] += 40

    path = edited(zipped, "ballot", stuff)
    assert any(what.endswith(", got") for what in differing(path))
    assert cli.main(["recount", str(path)]) == 1
    assert "differs: " in capsys.readouterr().out


def test_a_heart_that_was_added_is_named_by_number(zipped):
    def add(rows):
        heart = next(row for row in rows if row["slot"].startswith("heart:"))
        rows.append({**heart, "id": 99_999, "attendee_id": max(r["attendee_id"] for r in rows)})

    assert any(
        "hearts, agree, disagree" in what for what in differing(edited(zipped, "ballot", add))
    )


def grow(rows, name):
    rows[0][name] += 5


def move_a_tap(rows):
    row = next(row for row in rows if row["payload"].get("age") == "2")
    row["payload"]["age"] = "6"


def spoil_a_count(rows):
    row = next(row for row in rows if row["payload"].get("counts"))
    row["payload"]["counts"] = {key: n + 7 for key, n in row["payload"]["counts"].items()}


def hide(rows):
    next(row for row in rows if row["state"] == "released")["state"] = "hidden"


def take_a_vote_off_paper(rows):
    for row in rows:
        row["channel"] = "phone"


def drop_the_first(rows):
    rows[:] = [row for row in rows if row["requirement_id"] != rows[0]["requirement_id"]]


FORGED = [
    ("attendee", lambda rows: grow(rows, "people"), "all workshops, joined"),
    ("ballot", move_a_tap, "over or under"),
    ("ballot", spoil_a_count, "moving."),
    ("ballot", take_a_vote_off_paper, "without paper"),
    ("contribution", hide, "contributions, numbers"),
    ("contribution", lambda rows: rows[0].update(text="I agree"), "words, category, channel"),
    ("contribution", lambda rows: rows[0].update(channel="paper"), "words, category, channel"),
    ("evidence", drop_the_first, "strength"),
    ("workshop", lambda rows: rows[-1]["head_counts"][0].update(people=99), "at the door"),
    ("workshop", lambda rows: rows[0].update(present=999), "present"),
    ("consultation", lambda rows: rows[0]["reference"][0].update(share=50), "per cent and town"),
    ("requirement", lambda rows: grow(rows, "number"), "requirements, numbers"),
    ("ledger_entry", lambda rows: rows[0].update(state="built"), "steps of the ledger"),
    ("trial", lambda rows: rows[0]["counts"][0].update(during=40), "T1, counts"),
    ("drawing", lambda rows: rows[0]["pins"][0].update(x=0.75), "pins and scores"),
    ("log_entry", lambda rows: rows.pop(), "log, lines"),
    ("square", lambda rows: rows[0]["zones"].pop(), "square, outline and zones"),
]


@pytest.mark.parametrize(
    ("table", "change", "named"), FORGED, ids=[f"{table}: {named}" for table, _, named in FORGED]
)
def test_a_table_that_was_changed_is_named_by_its_figure(zipped, table, change, named):
    assert any(named in what for what in differing(edited(zipped, table, change)))


def test_rows_that_fit_nothing_are_said_in_a_sentence(zipped):
    path = edited(zipped, "ballot", lambda rows: rows[0].update(activity_id=4711))
    with pytest.raises(Refused, match="does not fit together"):
        recount(path)


def test_a_package_that_was_changed_without_a_new_manifest_is_refused(zipped):
    with zipfile.ZipFile(zipped) as file:
        content = {name: file.read(name) for name in file.namelist()}
    content["tables/ballot.jsonl"] += b"{}\n"
    with zipfile.ZipFile(zipped, "w") as file:
        for name, text in content.items():
            file.writestr(name, text)
    with pytest.raises(Refused, match=r"tables/ballot\.jsonl"):
        recount(zipped)


def test_nothing_of_a_person_is_printed(zipped, capsys):
    cli.main(["recount", str(zipped), "--json"])
    assert "attendee" not in capsys.readouterr().out
