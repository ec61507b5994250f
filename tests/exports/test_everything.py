"""All files in one: what is in the zip, in which words it is explained."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

import exports
from exports import everything
from exports.export import Export
from exports.files import NoRoom
from workshops.findings_json import from_json
from workshops.refusal import Refused


def small(findings, path, **wishes) -> int:
    wishes["progress"](50, "Half of it.")
    return path.write_bytes(f"{findings.slug} {wishes.get('language', 'en')}".encode())


def tables(findings, path, **wishes) -> int:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("ideas.csv", "ref")
    return path.stat().st_size


def missing(findings, path, **wishes) -> int:
    raise Refused("A PDF needs %(what)s.", what="Pango")


@pytest.fixture
def some(monkeypatch):
    """Three exports in place of the real ones, which take long."""
    some = {
        "all": everything.EXPORT,
        "brief": Export("brief", "Brief (PDF)", ".pdf", missing),
        "csv": Export("csv", "Tables (CSV)", ".zip", tables, "For a spreadsheet.", "tables"),
        "gpkg": Export("gpkg", "Map layers", ".gpkg", small, "For QGIS.", "layers"),
    }
    monkeypatch.setattr(exports, "EXPORTS", some)


def opened(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.mark.usefixtures("some")
def test_every_file_is_in_it_and_told_in_the_readme(stortorget, tmp_path):
    everything.write(stortorget, tmp_path / "a.zip", language="nb")
    found = opened(tmp_path / "a.zip")
    assert list(found) == [
        "stortorget/README.txt",
        "stortorget/findings.json",
        "stortorget/layers.gpkg",
        "stortorget/tables/ideas.csv",
    ]
    assert found["stortorget/layers.gpkg"] == b"stortorget nb"
    assert from_json(found["stortorget/findings.json"].decode()).hash == stortorget.hash
    told = found["stortorget/README.txt"].decode()
    assert "layers.gpkg\r\n    Map layers\r\n    For QGIS.\r\n" in told
    assert "tables/\r\n    Tables (CSV)\r\n" in told
    assert stortorget.hash in told
    assert "27. april 2026" in told
    assert "OpenStreetMap contributors" in told


@pytest.mark.usefixtures("some")
def test_what_cannot_be_made_is_told_and_stops_nothing(stortorget, tmp_path):
    everything.write(stortorget, tmp_path / "a.zip")
    found = opened(tmp_path / "a.zip")
    assert "stortorget/brief.pdf" not in found
    told = found["stortorget/README.txt"].decode()
    assert "It could not be made here: A PDF needs Pango." in told


def test_a_disk_that_fills_up_meanwhile_leaves_nothing(stortorget, tmp_path, monkeypatch):
    def full(*_given: object, **_wishes: object) -> int:
        raise NoRoom("The disk is full.")

    monkeypatch.setattr(everything, "offered", lambda: [Export("csv", "Tables", ".zip", full, "")])
    with pytest.raises(NoRoom):
        everything.write(stortorget, tmp_path / "a.zip")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("some")
def test_the_progress_of_all_goes_on_and_ends(stortorget, tmp_path):
    told: list[tuple[int, str]] = []
    everything.write(stortorget, tmp_path / "a.zip", progress=lambda *step: told.append(step))
    steps = [per_cent for per_cent, _ in told]
    assert steps == sorted(steps)
    assert steps[-1] == 100
    assert "Half of it." in [words for _, words in told]


@pytest.mark.usefixtures("some")
def test_names_of_consultations_break_no_line_of_the_readme(stortorget, tmp_path):
    named = replace(stortorget, name="A\r\n\r\nbrief.pdf\n    Mine \ud83d")
    everything.write(named, tmp_path / "a.zip")
    told = opened(tmp_path / "a.zip")["stortorget/README.txt"].decode()
    assert told.startswith("A brief.pdf Mine ?\r\n")


@pytest.mark.usefixtures("some")
def test_the_same_findings_give_the_same_zip(stortorget, tmp_path):
    for name in ("a.zip", "b.zip"):
        everything.write(replace(stortorget), tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_all_real_files_are_in_it_twice_the_same(stortorget, tmp_path):
    for name in ("a.zip", "b.zip"):
        everything.write(stortorget, tmp_path / name, language="nb")
    first, again = (opened(tmp_path / name) for name in ("a.zip", "b.zip"))
    assert [name for name in first if first[name] != again.get(name)] == []
    found = {name.partition("/")[2]: content for name, content in first.items()}
    assert {"README.txt", "findings.json", "brief.pdf", "layers.gpkg", "basemap.gpkg",
            "drawing.dxf", "drawing-local.dxf", "map.geojson", "map.html", "tables.xlsx",
            "tables/ideas.csv", "tables/data-dictionary.md"} <= set(found)  # fmt: skip
    told = found["README.txt"].decode()
    assert [each.title for each in everything.offered() if each.title not in told] == []
    assert zipfile.is_zipfile(io.BytesIO(found["tables.xlsx"]))
