"""Our own package counted again: equal where it is whole, named where somebody changed it."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import cli
from app.commands import archive as archive_command
from app.commands.recount import recount
from workshops.models import Consultation
from workshops.refusal import Refused

pytestmark = pytest.mark.slow


@pytest.fixture
def zipped(app: Flask, demo: Consultation, tmp_path: Path) -> Path:
    path = tmp_path / "demo.zip"
    archive_command.write(demo, app.config["TORG"], path)
    return path


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
    wanted = ("SHA-256", "joined", "answered", "by channel", "place and tie", "hearts", "strength")
    assert [word for word in wanted if not any(word in what for what in whats)] == []
    assert len(found.checks) > 100


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


def test_people_who_were_made_up_are_named(zipped):
    path = edited(zipped, "attendee", lambda rows: rows[0].update(people=rows[0]["people"] + 5))
    assert "all workshops, joined" in differing(path)


def test_evidence_that_was_taken_away_changes_a_requirement(zipped):
    def take(rows):
        rows[:] = [row for row in rows if row["requirement_id"] != rows[0]["requirement_id"]]

    assert any(what.endswith("strength") for what in differing(edited(zipped, "evidence", take)))


def test_an_idea_that_was_hidden_is_missed(zipped):
    def hide(rows):
        next(row for row in rows if row["state"] == "released")["state"] = "hidden"

    assert "contributions, numbers" in differing(edited(zipped, "contribution", hide))


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
