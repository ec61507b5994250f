"""docs/recount.md, followed word for word on the demo's package, as a stranger would."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import cli
from app.commands.recount import recount
from app.extensions import db
from exports import csv_tables
from workshops.findings_json import to_json
from workshops.freezing import freeze
from workshops.models import Consultation
from workshops.refusal import Refused

pytestmark = pytest.mark.slow
Sheets = dict[str, list[list[str]]]
PAGE = Path(__file__).resolve().parents[2] / "docs/recount.md"
LINE = re.compile(r"\| (\w+) \| `votes!([A-Z])` \| ([^|]+) \| `=([^`]+)` \|")
FORMULAS = LINE.findall(PAGE.read_text(encoding="utf-8"))


@pytest.fixture
def tables(app: Flask, demo: Consultation, tmp_path: Path) -> Path:
    csv_tables.write(freeze(db.session(), demo), tmp_path / "tables.zip")
    return tmp_path / "tables.zip"


def sheets_of(path: Path) -> Sheets:
    with zipfile.ZipFile(path) as file:
        return {
            name: list(csv.reader(io.StringIO(file.read(f"{name}.csv").decode("utf-8-sig"))))
            for name in ("votes", "ballots", "ideas")
        }


# As much of a spreadsheet as the page needs


def cell(column: str, row: list[str]) -> str:
    return row[ord(column) - ord("A")]


def wanted(criterion: str, row: list[str]) -> str:
    """A text in quotes, a cell of this row, or ">"&H2."""
    if criterion.startswith('">"&'):
        return ">" + wanted(criterion[4:], row)
    if criterion.startswith('"'):
        return criterion.strip('"')
    return cell(criterion[0], row)


def matching(arguments: list[str], row: list[str], sheets: Sheets) -> Iterator[list[str]]:
    pairs = list(zip(arguments[::2], arguments[1::2], strict=True))
    sheet = arguments[0].partition("!")[0]
    for other in sheets[sheet][1:]:
        found = ((cell(place.partition("!")[2][0], other), wanted(it, row)) for place, it in pairs)
        if all(int(a) > int(b[1:]) if b.startswith(">") else a == b for a, b in found):
            yield other


def evaluated(formula: str, row: list[str], sheets: Sheets) -> int:
    found = re.fullmatch(r"(MIN\(1,)?(SUMIFS|COUNTIFS)\(([^()]+)\)([+-]1)?\)?", formula)
    assert found, formula
    arguments, add = found[3].split(","), int(found[4] or 0)
    if found[2] == "COUNTIFS":
        n = len(list(matching(arguments, row, sheets))) + add
    else:
        summed = arguments[0].partition("!")[2][0]
        n = sum(int(cell(summed, each)) for each in matching(arguments[1:], row, sheets)) + add
    return min(1, n) if found[1] else n


def test_the_page_has_formulas():
    assert len(FORMULAS) >= 10


@pytest.mark.parametrize(("kind", "column", "figure", "formula"), FORMULAS)
def test_a_formula_of_the_page_comes_to_what_is_published(tables, kind, column, figure, formula):
    sheets = sheets_of(tables)
    rows = [row for row in sheets["votes"][1:] if cell("B", row) == kind]
    assert rows
    for row in rows:
        assert evaluated(formula, row, sheets) == int(cell(column, row)), (figure, row)


# The commands of the page


def test_the_tables_are_recounted_from_their_ballots(tables, capsys):
    assert cli.main(["recount", str(tables)]) == 0
    assert "0 differ" in capsys.readouterr().out


def test_a_figure_changed_in_the_tables_is_named(tables, tmp_path, capsys):
    with zipfile.ZipFile(tables) as file:
        content = {name: file.read(name).decode("utf-8-sig") for name in file.namelist()}
    header, *rows = csv.reader(io.StringIO(content["votes.csv"]))
    row = next(each for each in rows if each[1] == "dot_vote")
    row[7] = str(int(row[7]) + 1)
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    content["votes.csv"] = text.getvalue()
    with zipfile.ZipFile(tmp_path / "forged.zip", "w") as file:
        for name, each in content.items():
            file.writestr(name, each)
    assert cli.main(["recount", str(tmp_path / "forged.zip")]) == 1
    assert f"“{row[6]}”, got: published {row[7]}" in capsys.readouterr().out


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


def test_a_ballot_in_the_tables_leads_to_nobody(tables):
    header = sheets_of(tables)["ballots"][0]
    assert header == ["activity", "ballot", "channel", "people", "option", "label", "marks"]


def test_the_order_of_ballots_says_nothing_of_who_came_when(app, demo):
    papers = freeze(db.session(), demo).papers
    told = [(each["activity"], each["channel"]) for each in papers]
    assert told == sorted(told)
