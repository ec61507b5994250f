"""docs/recount.md, followed word for word on the demo's package, as a stranger would."""

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app import cli
from app.commands.recount import recount
from app.extensions import db
from exports import csv_tables, everything, xlsx
from tests.app.spreadsheet import Sheets, place, value
from workshops.findings_json import from_json, to_json
from workshops.freezing import freeze
from workshops.refusal import Refused

pytestmark = pytest.mark.slow
PAGE = Path(__file__).resolve().parents[2] / "docs/recount.md"
LINE = re.compile(r"\| `([\w-]+)` \| `([^`]+)` \| ([A-Z]{1,2}) \| ([^|]+) \| `=([^`]+)` \|")
FORMULAS = LINE.findall(PAGE.read_text(encoding="utf-8"))


@pytest.fixture
def tables(published: Path) -> Path:
    return published / "tables.zip"


@pytest.fixture(scope="module")
def workbook(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Sheets:
    """The workbook as another program reads it: figures as numbers, the rest as text."""
    path = tmp_path_factory.mktemp("book") / "tables.xlsx"
    with zipfile.ZipFile(published / "tables.zip") as file:
        xlsx.write(from_json(file.read("findings.json").decode()), path)
    return {
        sheet.title: [
            ["" if cell is None else cell if isinstance(cell, str) else float(cell) for cell in row]
            for row in sheet.iter_rows(values_only=True)
        ]
        for sheet in load_workbook(path)
    }


def test_the_page_has_formulas():
    assert len(FORMULAS) >= 20


@pytest.mark.parametrize(("sheet", "rows", "column", "figure", "formula"), FORMULAS)
def test_a_formula_of_the_page_comes_to_what_is_published(
    workbook, sheet, rows, column, figure, formula
):
    meant = [row for row in workbook[sheet][1:] if value(rows, workbook, row)]
    assert meant
    for row in meant:
        assert value(formula, workbook, row) == row[place(column)], (figure, row)


# The commands of the page


def test_the_tables_are_recounted_from_their_ballots(tables, capsys):
    assert cli.main(["recount", str(tables)]) == 0
    assert "0 differ" in capsys.readouterr().out


def forged(tables: Path, path: Path, file: str, column: str) -> str:
    """Write the package with one more in the first figure of a column; return the old figure."""
    with zipfile.ZipFile(tables) as packed:
        content = {name: packed.read(name).decode("utf-8-sig") for name in packed.namelist()}
    header, *rows = csv.reader(io.StringIO(content[file]))
    counted = [each for each in rows if each[header.index(column)].replace(".", "").isdecimal()]
    row = next((each for each in counted if "dot_vote" in each), counted[0])
    old = row[header.index(column)]
    row[header.index(column)] = f"{float(old) + 1:g}"
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    with zipfile.ZipFile(path, "w") as packed:
        for name, each in (content | {file: text.getvalue()}).items():
            packed.writestr(name, each)
    return old


@pytest.mark.parametrize(
    ("file", "column"),
    [
        *[("ideas.csv", "hearts"), ("ballots.csv", "marks"), ("requirements.csv", "people")],
        *[("votes.csv", "value"), ("votes.csv", "rank"), ("zones.csv", "notes")],
        *[("trials.csv", "lon"), ("ledger.csv", "step"), ("words.csv", "people")],
        *[("hot-spots.csv", "notes"), ("clusters.csv", "people"), ("who-came.csv", "percent")],
        *[("who-came.csv", "ratio"), ("turnout.csv", "joined"), ("sensitivity.csv", "people")],
        *[("workshops.csv", "present"), ("head-counts.csv", "people"), ("pins.csv", "page_x")],
    ],
)
def test_a_figure_changed_in_a_table_is_named_by_line_and_column(tables, tmp_path, file, column):
    old = forged(tables, tmp_path / "forged.zip", file, column)
    differing = recount(tmp_path / "forged.zip").differing
    named = [each for each in differing if re.match(rf"{file}, line .*, {column}$", each.what)]
    assert [each.found for each in named] == [old]


@pytest.mark.parametrize(
    ("file", "column", "named"),
    [
        ("votes.csv", "value", ", got"),
        ("who-came.csv", "percent", ", per cent"),
        ("who-came.csv", "ratio", ", over or under"),
        ("workshops.csv", "present", ", present"),
        ("turnout.csv", "joined", ", joined"),
        ("hot-spots.csv", "notes", ", notes"),
    ],
)
def test_tables_without_the_findings_are_counted_from_one_another(
    tables, tmp_path, capsys, file, column, named
):
    forged(tables, tmp_path / "forged.zip", file, column)
    with zipfile.ZipFile(tmp_path / "forged.zip") as packed:
        content = {name: packed.read(name) for name in packed.namelist() if "json" not in name}
    with zipfile.ZipFile(tmp_path / "alone.zip", "w") as packed:
        for name, each in content.items():
            packed.writestr(name, each)
    assert cli.main(["recount", str(tmp_path / "alone.zip")]) == 1
    assert named in capsys.readouterr().out


def test_everything_is_recounted_like_the_tables_alone(tables, tmp_path, monkeypatch):
    monkeypatch.setattr(everything, "offered", lambda: [csv_tables.EXPORT])
    with zipfile.ZipFile(tables) as packed:
        found = from_json(packed.read("findings.json").decode())
    everything.write(found, tmp_path / "all.zip")
    report = recount(tmp_path / "all.zip")
    assert report.differing == ()
    assert any(each.what.startswith("ideas.csv, line 2") for each in report.checks)


def test_findings_alone_are_recounted_as_far_as_they_go(app, demo, tmp_path):
    path = tmp_path / "findings.json"
    path.write_text(to_json(freeze(db.session(), demo)), encoding="utf-8")
    found = recount(path)
    assert found.differing == ()
    assert len(found.checks) > 10
    assert "the archive has it" in found.verdict[-1]
    path.write_text(path.read_text().replace("Karl-Marx", "Karl-May"))
    with pytest.raises(Refused, match="was changed after it was frozen"):
        recount(path)


def test_a_ballot_in_the_tables_leads_to_nobody(workbook):
    header = workbook["ballots"][0]
    assert header == ["activity", "ballot", "channel", "people", "option", "label", "marks"]


def test_the_order_of_ballots_says_nothing_of_who_came_when(app, demo):
    papers = freeze(db.session(), demo).papers
    told = [(each["activity"], each["channel"]) for each in papers]
    assert told == sorted(told)
