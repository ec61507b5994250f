"""Real statements of four countries in every file for GIS, CAD and spreadsheets."""

import csv
import json
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import ezdxf
import pytest
from openpyxl import load_workbook

from exports import _drawing, _workbook, dxf, geojson, geopackage, xlsx
from workshops.findings import Findings

COUNTRIES = ("seattle-wage", "london-youth", "taiwan-uber", "austria-production")


@pytest.fixture(scope="module")
def statements(shared_data: Path) -> list[str]:
    """What people wrote at Polis, in English, Chinese and German."""
    found = []
    for name in COUNTRIES:
        path = shared_data / "ideas" / "polis" / f"{name}.comments.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            found += [row["comment-body"] for row in csv.DictReader(file)][:60]
    return found


@pytest.fixture(scope="module")
def said(samples, stortorget, statements) -> Findings:
    return samples.with_texts(stortorget, statements)


def test_a_geopackage_holds_them_word_for_word(said, statements, tmp_path):
    geopackage.write(said, tmp_path / "a.gpkg")
    with closing(sqlite3.connect(tmp_path / "a.gpkg")) as database:
        query = "SELECT words FROM ideas_point UNION ALL SELECT words FROM notes_point"
        kept = {words for (words,) in database.execute(query)}
    assert set(statements) <= kept


def test_a_workbook_holds_them_word_for_word(said, statements, tmp_path):
    xlsx.write(said, tmp_path / "a.xlsx")
    sheet = load_workbook(tmp_path / "a.xlsx")["ideas"]
    kept = {str(row[4]).replace("\r\n", "\n") for row in sheet.iter_rows(values_only=True)}
    assert {_workbook.storable(each).replace("\r\n", "\n") for each in statements} <= kept


def test_map_data_hold_them_word_for_word(said, statements, tmp_path):
    geojson.write(said, tmp_path / "a.geojson")
    made = json.loads((tmp_path / "a.geojson").read_text(encoding="utf-8"))
    assert set(statements) <= {each["properties"].get("text") for each in made["features"]}


def test_a_drawing_of_them_is_sound(said, samples, statements, tmp_path):
    spot = {"type": "Point", "coordinates": samples.place(5, 20)}
    everywhere = tuple(replace(each, geometry=spot) for each in said.contributions)
    dxf.write(replace(said, contributions=everywhere), tmp_path / "a.dxf")
    document = ezdxf.readfile(tmp_path / "a.dxf")
    audit = document.audit()
    assert (audit.errors, audit.fixes) == ([], [])
    texts = {each.dxf.text for each in document.modelspace().query('TEXT[layer=="words"]')}
    assert {_drawing.one_line(each) for each in statements} <= texts
    assert not any(re.search(r"[\x00-\x1f]", each) for each in texts)
