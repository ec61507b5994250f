"""`torg export`: a consultation made from a file of ideas, into files of every quick kind."""

import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import ezdxf
import pytest
from openpyxl import load_workbook

from config import alone_with
from exports import archive

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


def torg(instance: Path, *words: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "app.cli", *words]
    env = alone_with(instance)
    return subprocess.run(line, env=env, capture_output=True, text=True, check=False, timeout=200)


@pytest.fixture(scope="module")
def instance(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("instance")
    ideas = shared_data / "map-comments" / "miami-2014-ideas.geojson"
    done = torg(folder, "import", "ideas", str(ideas), "--new", "Miami")
    assert done.returncode == 0, done.stderr
    return folder


def exported(instance: Path, form: str, path: Path, *more: str) -> Path:
    done = torg(instance, "export", "miami", "--format", form, "-o", str(path), *more)
    assert done.returncode == 0, done.stderr
    assert path.name in done.stdout
    return path


def test_the_geopackage_of_an_import_has_every_idea(instance, tmp_path):
    path = exported(instance, "gpkg", tmp_path / "a.gpkg")
    with closing(sqlite3.connect(path)) as database:
        said = database.execute("SELECT count(*), count(geom) FROM ideas_point").fetchone()
        [epsg] = database.execute("SELECT DISTINCT srs_id FROM gpkg_geometry_columns").fetchone()
    assert said[0] == 412
    assert said[1] >= 411
    assert epsg == 32617


def test_another_grid_can_be_asked_for(instance, tmp_path):
    path = exported(instance, "dxf", tmp_path / "a.dxf", "--epsg", "32616")
    document = ezdxf.readfile(path)
    assert any("EPSG:32616" in each.dxf.text for each in document.modelspace().query("TEXT"))
    wrong = ("-o", str(path), "--epsg", "1")
    refused = torg(instance, "export", "miami", "--format", "dxf", *wrong)
    assert "EPSG:1 is not offered" in refused.stderr


def test_the_workbook_of_an_import_has_every_idea(instance, tmp_path):
    book = load_workbook(exported(instance, "xlsx", tmp_path / "a.xlsx"))
    assert book["ideas"].max_row == 413


def test_an_archive_is_an_export_too(instance, tmp_path):
    path = exported(instance, "archive", tmp_path / "a.zip")
    assert len(archive.read(path).rows["contribution"]) == 412
    assert zipfile.is_zipfile(path)


def test_what_cannot_be_written_is_said_in_a_sentence(instance, tmp_path):
    said = {
        name: torg(instance, "export", slug, "--format", "geojson", "-o", str(tmp_path / name))
        for slug, name in (("miami", "no/a.json"), ("miami", "."), ("tampa", "a.json"))
    }
    assert {each.returncode for each in said.values()} == {1}
    assert "Make it first." in said["no/a.json"].stderr
    assert "is a folder. Name a file in it." in said["."].stderr
    wrong = torg(instance, "export", "miami", "--format", "pdf", "-o", str(tmp_path / "a.pdf"))
    assert wrong.stderr.startswith("There is no format “pdf”. There are: all, archive, ")
    assert "There is no consultation “tampa”. There are: miami." in said["a.json"].stderr


def test_progress_is_told_in_the_language_asked_for(instance, tmp_path):
    wishes = ("--language", "nb", "--progress")
    words = ("--format", "csv", "-o", str(tmp_path / "a.zip"), *wishes)
    steps = torg(instance, "export", "miami", *words).stdout.splitlines()
    assert [line.partition("\t")[2] for line in steps if line[0].isdigit()] == [
        "Låser funnene.",
        "Tabellene er skrevet.",
    ]
