"""The archive: out of one database and into another, to the same findings; hostile ones refused."""

import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select

from app.commands import archive as archive_command
from app.commands import open as open_command
from app.edge import save
from app.extensions import db
from app.pictures import keep, read_picture
from config import ROOT, alone_with
from exports import archive
from workshops import (
    archiving,
    departments,
    forgetting,
    log,
    requirements,
    resting,
    trials,
    undoing,
)
from workshops.arriving import same_findings
from workshops.freezing import counted_in, freeze
from workshops.models import (
    Attendee,
    Base,
    Consultation,
    Contribution,
    LogEntry,
    Photo,
    Workshop,
)
from workshops.refusal import Refused

pytestmark = pytest.mark.slow
Take = Callable[[Path], str]
Edit = Callable[[dict[str, bytes]], None]


@pytest.fixture
def zipped(app: Flask, demo: Consultation, tmp_path: Path) -> Path:
    """The demo, archived, with a photo at its first idea."""
    image = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(image, "PNG")
    picture = read_picture(image.getvalue())
    keep(picture, app.config["TORG"].photos)
    photo = Photo(consultation_id=demo.id, sha256=picture.sha256, width=40, height=30)
    db.session.add(photo)
    db.session.flush()
    first = db.session.scalars(select(Contribution).order_by(Contribution.id)).first()
    first.photo_id = photo.id
    save()
    return pack(app, demo, tmp_path / "demo.zip")


def pack(app: Flask, consultation: Consultation, path: Path) -> Path:
    archive_command.write(consultation, app.config["TORG"], path)
    return path


@pytest.fixture
def take(app: Flask, monkeypatch, capsys) -> Take:
    """Open an archive as the command does, in a database that has the demo; return its words."""
    monkeypatch.setattr(open_command, "open_app", lambda: app)

    def opened(path: Path) -> str:
        capsys.readouterr()
        db.session.rollback()
        open_command.run(SimpleNamespace(file=path))
        return capsys.readouterr().out

    return opened


def newest() -> Consultation:
    return db.session.scalars(select(Consultation).order_by(Consultation.id.desc())).first()


def counted() -> dict[str, int]:
    """How many rows every table has."""
    db.session.rollback()
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table))
        for table in Base.metadata.sorted_tables
    }


def entries_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


# Out and in again


def test_trials_answers_and_what_stands_beside_come_along(app, zipped, take, demo, tmp_path):
    sha256 = db.session.scalars(select(Photo)).one().sha256
    tried = trials.write(db.session(), demo, "A fire for a night")
    tried.photos, tried.verdict = [sha256], "keep"
    asked = requirements.of(db.session(), demo)[0]
    offered = resting.rests_in(db.session(), demo, counted_in(db.session(), demo))
    for kind, key in offered:
        resting.rest_on(db.session(), asked, kind, key, offered)
    departments.answer(
        db.session(), asked, {"department": "Parks", "answer": "costly", "why": "A gardener."}
    )
    save()
    told = freeze(db.session(), demo)
    assert {each.kind for each in told.requirements[0].rests_on} >= {"trial", "spot", "photo"}
    take(pack(app, demo, tmp_path / "more.zip"))
    assert same_findings(freeze(db.session(), newest()), told)


def test_it_comes_to_the_same_findings_in_a_database_with_others(zipped, take, demo):
    told = archive.read(zipped).findings
    said = take(zipped)
    arrived = newest()
    assert arrived.id != demo.id
    assert same_findings(freeze(db.session(), arrived), told)
    assert f"Findings {told.hash[:12]}: the same as where it comes from." in said


def test_a_name_that_is_taken_is_said(zipped, take, demo):
    said = take(zipped)
    assert f"“{demo.slug}” is taken here, so it is called “{demo.slug}-2”." in said
    assert said.splitlines()[-1] == newest().slug == f"{demo.slug}-2"


def test_join_codes_that_are_taken_are_new_and_said(zipped, take, demo):
    before = {workshop.code for workshop in demo.workshops}
    said = take(zipped)
    codes = [workshop.code for workshop in newest().workshops]
    assert not before & set(codes)
    assert ", ".join(codes) in said


def test_join_codes_that_are_free_stay(zipped, take, demo):
    wanted = [workshop.code for workshop in demo.workshops]
    for n, workshop in enumerate(demo.workshops):
        workshop.code = f"222{n + 2}"
    save()
    assert "New join codes" not in take(zipped)
    assert [workshop.code for workshop in newest().workshops] == wanted


def test_ideas_votes_and_evidence_are_tied_as_they_were(zipped, take, demo):
    take(zipped)
    rows = archiving.rows_of(db.session(), newest())
    told = archive.read(zipped).rows
    for table in ("activity", "attendee", "ballot", "contribution", "evidence", "requirement"):
        assert rows[table] == told[table], table


def test_photos_and_maps_come_along(app, demo, take, shared_data, zipped, tmp_path):
    extract = next(iter(sorted((shared_data / "osm").glob("*.osm")))).read_bytes()
    folder = app.config["TORG"].osm / str(demo.id)
    folder.mkdir(parents=True)
    (folder / f"{hashlib.sha256(extract).hexdigest()}.osm").write_bytes(extract)
    path = pack(app, demo, tmp_path / "with map.zip")
    for photo in app.config["TORG"].photos.iterdir():
        photo.unlink()
    take(path)
    (photo,) = db.session.scalars(select(Photo).where(Photo.consultation_id == newest().id))
    assert (app.config["TORG"].photos / f"{photo.sha256}.jpg").is_file()
    (kept,) = (app.config["TORG"].osm / str(newest().id)).glob("*.osm")
    assert kept.read_bytes() == extract


def test_the_plan_under_the_square_comes_along_with_its_way_back(app, demo, take, tmp_path):
    names = []
    for colour in ("red", "green"):
        image = io.BytesIO()
        Image.new("RGB", (60, 40), colour).save(image, "PNG")
        names.append(read_picture(image.getvalue()).sha256)
        keep(read_picture(image.getvalue()), app.config["TORG"].photos)
    size = {"width": 60, "height": 40, "source": "Us", "licence": "CC0 1.0", "name": "plan"}
    demo.square.picture = {"sha256": names[1], **size, "before": {"sha256": names[0], **size}}
    save()
    path = pack(app, demo, tmp_path / "with-plan.zip")
    for name in names:
        (app.config["TORG"].photos / f"{name}.jpg").unlink()
    take(path)
    assert newest().square.picture == demo.square.picture
    assert all((app.config["TORG"].photos / f"{name}.jpg").is_file() for name in names)


def test_the_same_consultation_gives_the_same_bytes(app, demo, zipped, tmp_path):
    assert pack(app, demo, tmp_path / "again.zip").read_bytes() == zipped.read_bytes()


def test_it_can_be_passed_on(app, zipped, take, tmp_path):
    take(zipped)
    further = pack(app, newest(), tmp_path / "further.zip")
    take(further)
    assert same_findings(freeze(db.session(), newest()), archive.read(further).findings)


def test_the_log_is_the_one_that_was_written_there_and_one_line_more(zipped, take):
    take(zipped)
    lines = db.session.scalars(
        select(LogEntry).where(LogEntry.consultation_id == newest().id).order_by(LogEntry.id)
    ).all()
    assert log.broken_at(list(lines)) is None
    assert lines[-1].verb == log.TOOK_IN
    hashes = [row["hash"] for row in archive.read(zipped).rows["log_entry"]]
    assert [line.hash for line in lines[:-1]] == hashes


def test_a_step_that_was_taken_elsewhere_cannot_be_undone_here(zipped, take, demo):
    first = demo.workshops[0]
    assert undoing.last_done(db.session(), first) is not None
    take(zipped)
    assert undoing.last_done(db.session(), newest().workshops[0]) is None


# What is not in it


def test_a_table_is_in_it_or_left_out_on_purpose(zipped):
    names = {table.name for table in Base.metadata.sorted_tables}
    assert {*archive.read(zipped).rows} == names - archiving.LEFT_OUT


def test_a_column_that_sounds_secret_is_blank_or_known_to_be_none():
    sounds = re.compile("token|password|secret|code|email|phone|wifi|name")
    harmless = {"consultation.name", "square.name", "workshop.code"}
    found = {
        f"{table.name}.{column.name}"
        for table in archiving.tables()
        for column in table.columns
        if sounds.search(column.name)
    }
    blank = {f"{name}.{column}" for name, some in archiving.BLANK.items() for column in some}
    assert found - blank == harmless


def test_nothing_in_it_leads_to_a_person_or_opens_a_door(app, demo, tmp_path):
    evening = demo.workshops[0]
    evening.wifi_name, evening.wifi_password = "Kari’s router", "sesam sesam"
    table = db.session.scalars(select(Attendee).where(Attendee.workshop_id == evening.id)).first()
    table.slip, table.token_hash = "table kari nordmann", "f" * 64
    contribution = db.session.scalars(select(Contribution)).first()
    contribution.key = "made-at-the-tap"
    save()
    everything = b"".join(entries_of(pack(app, demo, tmp_path / "it.zip")).values()).decode()
    screens = [workshop.screen_token for workshop in demo.workshops]
    secrets = [*screens, "sesam", "Kari’s", "kari nordmann", "f" * 64, "made-at-the-tap"]
    assert [each for each in secrets if each in everything] == []


def test_the_number_an_idea_had_in_a_file_stays_with_it(app, demo, tmp_path):
    idea = db.session.scalars(select(Contribution).order_by(Contribution.id)).first()
    idea.key, idea.details = "162610", {**idea.details, "source": "162610"}
    save()
    rows = archive.read(pack(app, demo, tmp_path / "it.zip")).rows["contribution"]
    assert rows[0]["key"] == "162610"


def test_an_archive_says_whether_what_people_told_of_themselves_is_in_it(
    app, demo, take, tmp_path, capsys
):
    pack(app, demo, tmp_path / "before.zip")
    assert "It holds what people told of themselves" in capsys.readouterr().out
    forgetting.forget(db.session(), demo)
    save()
    after = pack(app, demo, tmp_path / "after.zip")
    assert "Forgotten on " in capsys.readouterr().out
    assert "Forgotten on " in take(after)


def test_a_photo_that_is_gone_is_counted(app, demo, zipped, tmp_path, capsys):
    for photo in app.config["TORG"].photos.iterdir():
        photo.unlink()
    pack(app, demo, tmp_path / "without.zip")
    assert "1 photos are not on this laptop any more" in capsys.readouterr().out


# Hostile ones


def sealed(content: dict[str, bytes]) -> dict[str, bytes]:
    """What a forger does: make the manifest fit again."""
    manifest = json.loads(content["manifest.json"])
    manifest["entries"] = {
        name: {"sha256": hashlib.sha256(text).hexdigest(), "bytes": len(text)}
        for name, text in content.items()
        if name != "manifest.json"
    }
    return content | {"manifest.json": json.dumps(manifest).encode()}


def repacked(path: Path, content: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in content.items():
            file.writestr(name, text)
    return path


def refusal(take: Take, path: Path) -> str:
    """What it is refused with; nothing of it may be here afterwards."""
    before = counted()
    with pytest.raises(Refused) as fault:
        take(path)
    assert counted() == before
    return str(fault.value)


def edited(zipped: Path, table: str, change: Callable[[list[dict[str, Any]]], None]) -> Path:
    content = entries_of(zipped)
    name = f"tables/{table}.jsonl"
    rows = [json.loads(line) for line in content[name].splitlines()]
    change(rows)
    content[name] = "".join(json.dumps(row) + "\n" for row in rows).encode()
    return repacked(zipped, sealed(content))


@pytest.mark.parametrize("left", [0, 40, 5000, -30])
def test_a_cut_archive_is_refused(zipped, take, left):
    zipped.write_bytes(zipped.read_bytes()[:left])
    assert "is cut, damaged or no archive of Torg" in refusal(take, zipped)


def test_an_edited_entry_is_named_with_its_hash(zipped, take):
    content = entries_of(zipped)
    content["tables/ballot.jsonl"] = content["tables/ballot.jsonl"].replace(b'"1": 3', b'"2": 3')
    found = hashlib.sha256(content["tables/ballot.jsonl"]).hexdigest()[:12]
    sentence = refusal(take, repacked(zipped, content))
    assert "“tables/ballot.jsonl” in demo.zip was changed" in sentence
    assert found in sentence


def test_votes_that_were_forged_do_not_come_to_the_findings(zipped, take):
    def stuff(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            if "dots" in row["payload"]:
                row["payload"] = {"dots": dict.fromkeys(row["payload"]["dots"], 1)}

    assert "its rows come to findings" in refusal(take, edited(zipped, "ballot", stuff))


def test_findings_that_were_forged_do_not_have_their_hash(zipped, take):
    content = entries_of(zipped)
    content["findings.json"] = content["findings.json"].replace(b"Karl-Marx", b"Karl-May")
    assert "was changed after it was frozen" in refusal(take, repacked(zipped, sealed(content)))


@pytest.mark.parametrize(
    "name", ["../../etc/cron.d/torg", "/etc/passwd", "photos/../../x.jpg", "tables/x.py", "a\\b"]
)
def test_a_name_that_leads_out_of_the_archive_is_refused(zipped, take, name):
    content = sealed(entries_of(zipped) | {name: b"x"})
    assert "is not as Torg made it" in refusal(take, repacked(zipped, content))


def test_an_entry_that_the_manifest_does_not_list_is_refused(zipped, take):
    content = entries_of(zipped) | {"tables/more.jsonl": b"{}\n"}
    assert "look at “tables/more.jsonl”" in refusal(take, repacked(zipped, content))


def test_an_entry_that_comes_twice_is_refused(zipped, take):
    with zipfile.ZipFile(zipped, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("tables/slip.jsonl", b"")
    assert "look at “tables/slip.jsonl”" in refusal(take, zipped)


def test_a_bomb_stops_at_the_size_it_names(zipped, take):
    content = entries_of(zipped)
    content["tables/slip.jsonl"] = b" " * 50_000_000
    assert "unpacks to more than it says" in refusal(take, repacked(zipped, content))


def test_a_bomb_that_is_sealed_is_known_by_how_it_is_packed(zipped, take):
    content = entries_of(zipped) | {"tables/slip.jsonl": b" " * 50_000_000}
    assert "packed as only a trap is" in refusal(take, repacked(zipped, sealed(content)))


def test_a_photo_that_the_manifest_lists_and_nobody_packed_is_named(zipped, take):
    content = entries_of(zipped)
    photo = next(name for name in content if name.startswith("photos/"))
    del content[photo]
    assert f"look at “{photo}”" in refusal(take, repacked(zipped, content))


def test_a_bomb_that_names_its_size_is_too_large(zipped, take):
    content = entries_of(zipped)
    manifest = json.loads(content["manifest.json"])
    manifest["entries"]["tables/slip.jsonl"]["bytes"] = 3 << 30
    content["manifest.json"] = json.dumps(manifest).encode()
    sentence = refusal(take, repacked(zipped, content))
    assert "is too large: at most 20000 files and 2048 MB" in sentence


@pytest.mark.parametrize(("what", "value"), [("format", 2), ("revision", "9999")])
def test_an_archive_of_a_newer_torg_is_refused(zipped, take, what, value):
    content = entries_of(zipped)
    content["manifest.json"] = json.dumps(
        json.loads(content["manifest.json"]) | {what: value}
    ).encode()
    assert "was made by a newer Torg" in refusal(take, repacked(zipped, content))


def test_another_zip_is_no_archive(tmp_path, take):
    other = repacked(tmp_path / "holiday.zip", {"beach.jpg": b"x"})
    assert refusal(take, other) == "holiday.zip is no archive of Torg."


def test_a_file_that_is_not_there_is_said(tmp_path, take):
    assert "cannot be read: no such file" in refusal(take, tmp_path / "none.zip")


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("contribution", {"attendee_id": 99_999}),
        ("contribution", {"text": 7}),
        ("contribution", {"text": "\ud800"}),
        ("contribution", {"received_at": "yesterday"}),
        ("contribution", {"state": "gone"}),
        ("contribution", {"geometry": {"type": "Point"}}),
        ("contribution", {"number": 2**70}),
        ("activity", {"workshop_id": None}),
        ("square", {"outline": {"type": "Polygon", "coordinates": [[]]}}),
        ("workshop", {"code": 4711}),
        ("photo", {"sha256": "../../secret"}),
        ("consultation", {"time_zone": "Mars/North"}),
    ],
)
def test_rows_that_do_not_fit_are_refused(zipped, take, table, change):
    path = edited(zipped, table, lambda rows: rows[0].update(change))
    assert "does not fit together" in refusal(take, path)


def test_a_column_nobody_knows_is_named(zipped, take):
    path = edited(zipped, "square", lambda rows: rows[0].update(owner="x"))
    assert "“square, owner”, which this Torg does not know" in refusal(take, path)


def test_a_kind_nobody_knows_is_named(zipped, take):
    path = edited(zipped, "activity", lambda rows: rows[0].update(kind="seance"))
    assert "no kind of activity “seance”" in refusal(take, path)


@pytest.mark.parametrize("n", [0, 2])
def test_an_archive_is_of_one_consultation(zipped, take, n):
    path = edited(zipped, "consultation", lambda rows: rows.__setitem__(slice(None), rows * n))
    assert "does not fit together" in refusal(take, path)


@pytest.mark.parametrize("line", [b"[" * 100_000, b'{"id": NaN}', b"[1]", b"\xff"])
def test_lines_that_are_no_rows_are_refused(zipped, take, line):
    content = entries_of(zipped) | {"tables/slip.jsonl": line}
    sentence = refusal(take, repacked(zipped, sealed(content)))
    assert "tables/slip.jsonl" in sentence


def test_a_page_that_calls_itself_a_photo_is_refused(app, zipped, take):
    content = entries_of(zipped)
    page = b"<script>alert(1)</script>"
    content[f"photos/{hashlib.sha256(page).hexdigest()}.jpg"] = page
    before = sorted(app.config["TORG"].photos.iterdir())
    assert "not a picture we can read" in refusal(take, repacked(zipped, sealed(content)))
    assert sorted(app.config["TORG"].photos.iterdir()) == before


def test_a_photo_under_the_name_of_another_is_refused(zipped, take):
    content = entries_of(zipped)
    photo = next(name for name in content if name.startswith("photos/"))
    content[photo] += b" "
    assert f"look at “{photo}”" in refusal(take, repacked(zipped, sealed(content)))


def test_a_table_that_was_left_out_is_named(zipped, take):
    content = entries_of(zipped)
    del content["tables/slip.jsonl"]
    sentence = refusal(take, repacked(zipped, sealed(content)))
    assert "look at “tables/slip.jsonl”" in sentence


def test_a_log_that_was_forged_is_refused(zipped, take):
    path = edited(zipped, "log_entry", lambda rows: rows[-1].update(subject="somebody else"))
    assert "somebody else” does not follow from the one before" in refusal(take, path)


@pytest.mark.parametrize("odd", ["9", 9.0, None])
def test_a_size_that_is_no_number_makes_no_archive(zipped, take, odd):
    content = entries_of(zipped)
    manifest = json.loads(content["manifest.json"])
    manifest["entries"]["findings.json"]["bytes"] = odd
    content["manifest.json"] = json.dumps(manifest).encode()
    assert "is no archive of Torg" in refusal(take, repacked(zipped, content))


# A real consultation, with the commands themselves


@pytest.mark.timeout(240)
def test_a_real_import_comes_to_the_same_findings_on_another_machine(shared_data, tmp_path):
    here, there = tmp_path / "here", tmp_path / "there"
    ideas = shared_data / "map-comments" / "miami-2014-ideas.geojson"
    slug = torg(here, "import", "ideas", str(ideas), "--new", "Miami").split()[-1]
    torg(here, "archive", slug, "-o", str(tmp_path / "miami.zip"))
    torg(there, "open", str(tmp_path / "miami.zip"))
    torg(there, "archive", slug, "-o", str(tmp_path / "back.zip"))
    first, back = (archive.read(tmp_path / name) for name in ("miami.zip", "back.zip"))
    assert len(first.findings.contributions) > 300
    assert back.findings.hash == first.findings.hash
    assert back.findings == first.findings


def torg(instance: Path, *words: str) -> str:
    line = [sys.executable, "-m", "app.cli", *words]
    done = subprocess.run(
        line,
        cwd=ROOT,
        env=alone_with(instance),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_workshop_that_arrives_can_be_run(zipped, take, client):
    take(zipped)
    workshop = db.session.scalars(
        select(Workshop).where(Workshop.consultation_id == newest().id, Workshop.ended_at.is_(None))
    ).one()
    assert client.get(f"/w/{workshop.code}/").status_code == 200
    assert client.get(f"/s/{workshop.screen_token}/").status_code == 200
