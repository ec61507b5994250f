"""The workbook, read again by openpyxl, and the data dictionary."""

import csv
import io
import time
import zipfile
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from exports import _workbook, csv_tables, dictionary, xlsx
from exports.tables import sheets
from exports.words import translator

pytestmark = pytest.mark.slow


@pytest.fixture
def opened(tmp_path):
    def write_and_open(findings):
        xlsx.write(findings, tmp_path / "a.xlsx")
        return load_workbook(tmp_path / "a.xlsx")

    return write_and_open


def values(sheet) -> list[tuple]:
    return list(sheet.iter_rows(values_only=True))


def test_every_table_is_a_sheet_and_one_explains_them(opened, stortorget):
    book = opened(stortorget)
    tables = sheets(stortorget, translator("en"))
    names = [each.file.removesuffix(".csv") for each in tables]
    assert book.sheetnames == [*names, "dictionary"]
    for table in tables:
        found = values(book[table.file.removesuffix(".csv")])
        assert found[0] == table.header
        assert len(found) == len(table.rows) + 1


def test_the_header_stays_and_columns_are_as_wide_as_their_words(opened, stortorget):
    sheet = opened(stortorget)["ideas"]
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width == 10
    assert sheet.column_dimensions["E"].width == 60


def test_every_column_is_explained(opened, stortorget):
    book = opened(stortorget)
    told = {(row[0], row[1]) for row in values(book["dictionary"])[1:]}
    for name in book.sheetnames[:-1]:
        assert {(name, column) for column in values(book[name])[0]} <= told


def test_figures_are_figures(opened, stortorget):
    found = values(opened(stortorget)["votes"])
    assert isinstance(found[1][found[0].index("value")], int)


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", "＝1+1", "'quoted", '=HYPERLINK("x")',
            "{=1}", "#REF!", "TRUE", "1", "2026-01-01"]  # fmt: skip


def test_no_text_is_a_formula_not_even_when_somebody_edits_it(opened, samples, stortorget):
    sheet = opened(samples.with_texts(stortorget, FORMULAS))["ideas"]
    column = values(sheet)[0].index("text") + 1
    cells = [sheet.cell(row, column) for row in range(2, sheet.max_row + 1)]
    assert {each.data_type for each in cells} == {"s"}
    assert all(each.quotePrefix for each in cells)
    assert [each.value for each in cells][-len(FORMULAS) :] == FORMULAS


def test_naughty_texts_come_back_whole(opened, samples, stortorget, naughty):
    bad = [*naughty, "a" * 40_000, "skøyteis, أشجار, лавки, 広場, čáppa", "_x000D_", "\u202egnol"]
    found = values(opened(samples.with_texts(stortorget, bad))["ideas"])
    texts = [row[4] for row in found[-len(bad) :]]
    for sent, text in zip(bad, texts, strict=True):
        # A line break may come as one sign, as XML reads it.
        assert (text or "").replace("\r\n", "\n") == _workbook.storable(sent).replace("\r", "\n")


@pytest.mark.parametrize("words", ["a\x00b", "half \ud83d", "<script>alert(1)</script>", "]]>"])
def test_names_and_options_do_no_harm(opened, stortorget, words):
    activities = tuple(replace(each, title=words, question=words) for each in stortorget.activities)
    found = values(opened(replace(stortorget, activities=activities))["votes"])
    assert found[1][2] == _workbook.storable(words)


def test_the_same_findings_give_the_same_bytes_tomorrow(stortorget, tmp_path, monkeypatch):
    xlsx.write(stortorget, tmp_path / "a.xlsx")
    moments = time.localtime(time.time() + 86_400)
    monkeypatch.setattr(time, "localtime", lambda *_: moments)
    xlsx.write(replace(stortorget), tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_it_tells_the_moment_of_freezing_and_no_other(stortorget, tmp_path):
    xlsx.write(stortorget, tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as file:
        told = file.read("docProps/core.xml").decode()
        assert {each.date_time for each in file.infolist()} == {(2026, 4, 27, 9, 12, 0)}
    assert told.count("2026-04-27T09:12:00Z") == 2
    assert stortorget.hash in told


def test_an_empty_consultation_and_a_city_are_workbooks(opened, samples, miami):
    assert values(opened(samples.empty())["ideas"])[0][0] == "ref"
    assert opened(miami)["ideas"].max_row == 413


# The dictionary


def test_the_dictionary_of_the_tables_tells_units_and_values():
    told = {(row[0], row[1]): row for row in dictionary.rows(translator("en"))}
    assert told["zones.csv", "area_m2"][3] == "square metres"
    assert told["requirements.csv", "strength"][4] == "A, B, C, D"


def test_the_dictionary_comes_as_a_table_and_to_be_read(stortorget, tmp_path):
    csv_tables.write_folder(stortorget, tmp_path)
    text = (tmp_path / "data-dictionary.csv").read_text(encoding="utf-8-sig")
    read = (tmp_path / "data-dictionary.md").read_text(encoding="utf-8")
    assert next(csv.reader(io.StringIO(text))) == list(dictionary.HEADER)
    files = [each.file for each in sheets(stortorget, translator("en"))]
    assert [each for each in files if f"## {each}\n" not in read] == []
    assert "| ref | The public number" in read
