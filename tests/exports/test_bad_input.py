"""Bad words in every field that people write, and places that are nowhere: all files open again."""

import csv
import io
import json
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import ezdxf
import pytest
from defusedxml.ElementTree import fromstring
from openpyxl import load_workbook

import exports
from workshops.design_facts import DrawingFacts, VisionFacts, WordFacts
from workshops.findings import Findings, TrialFacts
from workshops.methods.drawings import size_of
from workshops.methods.spatial import is_on_earth

pytestmark = pytest.mark.slow

#: A formula, groups of DXF, NUL, half a character, quotes, SQL, a turn, a long word.
WORDS = (
    "=HYPERLINK(\"http://x\";'y')\r\n  0\nLINE\x00\t%%d\\P \ud83d ]]> '\"; DROP TABLE zones;-- "
    "\u202e <script>&amp;\u2028＝ " + "a" * 20_000
)
NOWHERE = [
    {"type": "Point", "coordinates": [595000.0, 6740000.0]},
    {"type": "Point", "coordinates": [200.0, 95.0]},
    {"type": "LineString", "coordinates": [[11.0, 60.0], [11.0, 91.0]]},
]
SUFFIXES = ("csv", "xlsx", "geojson", "gpkg", "dxf")


def cursed(findings: Findings, place: dict | None) -> Findings:
    """The findings with these words in every field, and a place for all that has one."""
    w, square = WORDS, findings.square
    lon, lat = 13.44, 52.47
    feature = {"type": "Feature", "geometry": place, "properties": {"name": w, w: w}}
    own = {"key": "w", "name": w, "source": w, "licence": w, "features": {"features": [feature]}}
    row = {"use": w, "season": "", "time": "", "who": w, "zone": "A", "refs": [w]}
    sides = ("one", "other", "who_one", "who_other", "accept_one", "accept_other")
    opposed = dict.fromkeys(sides, w) | {"refs": [w]}
    indicator = dict.fromkeys(("what", "baseline", "when"), w)
    answer = {"department": w, "answer": "costly", "why": w}
    counts = ({"what": w, "before": 1, "during": None, "after": 2},)
    pins = ({"page": 1, "x": 0.5, "y": 0.5, "requirement": 1},)
    return replace(
        findings,
        name=w,
        square=replace(
            square,
            name=w,
            town=w,
            licence=w,
            zones=tuple({**each, "name": w} for each in square.zones),
            stops=({"key": "1", "name": w, "lon": lon, "lat": lat},),
            routes=({"key": "R", "name": w, "line": [[lon, lat], [lon, 52.4701]]},),
            layers=(own,),
        ),
        categories=tuple(replace(each, name=w) for each in findings.categories),
        workshops=tuple(replace(e, title=w, place=w, announced=w) for e in findings.workshops),
        activities=tuple(
            replace(each, title=w, question=w, bars=tuple({**bar, "label": w} for bar in each.bars))
            for each in findings.activities
        ),
        contributions=tuple(
            replace(each, text=w, place=w, geometry=place) for each in findings.contributions[:9]
        ),
        requirements=tuple(
            replace(each, sentence=w, owner=w, right=w, who=w, place=place, answers=(answer,))
            for each in findings.requirements
        ),
        vision=VisionFacts(
            w, (WordFacts(w, 3),), ({"sentence": w, "test": w},), (row,), (opposed,), (indicator,)
        ),
        trials=(TrialFacts("T1", w, "", place, w, "", "", w, counts, (), "keep", w, (1,)),),
        drawings=(DrawingFacts(1, w, w, "", w, (), pins, (), {"1": "met"}),),
    )


@pytest.fixture(scope="module", params=[None, *NOWHERE], ids=["no place", *map(str, NOWHERE)])
def files(request, stortorget: Findings, tmp_path_factory) -> dict[str, Path]:
    """Every file of the cursed findings, by its name as an export."""
    folder = tmp_path_factory.mktemp("bad")
    made = cursed(stortorget, request.param)
    for name in SUFFIXES:
        exports.EXPORTS[name].write(made, folder / name)
    return {name: folder / name for name in SUFFIXES}


def test_no_cell_of_a_table_runs_and_every_row_is_whole(files):
    with zipfile.ZipFile(files["csv"]) as packed:
        tables = {
            name: list(csv.reader(io.StringIO(packed.read(name).decode("utf-8-sig"), newline="")))
            for name in packed.namelist()
            if name.endswith(".csv")
        }
    assert all(len(row) == len(rows[0]) for rows in tables.values() for row in rows)
    cells = [cell for rows in tables.values() for row in rows for cell in row]
    assert not [cell for cell in cells if cell[:1] in "=+@\t\r\n＝" and cell]


def test_no_cell_of_the_workbook_is_a_formula(files):
    cells = [
        cell
        for sheet in load_workbook(io.BytesIO(files["xlsx"].read_bytes()))
        for row in sheet
        for cell in row
    ]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert max(len(str(cell.value)) for cell in cells) > 20_000


def test_map_data_have_only_places_on_earth(files):
    made = json.loads(files["geojson"].read_text(encoding="utf-8"))
    west, south, east, north = made["bbox"]
    assert -180 <= west <= east <= 180
    assert -90 <= south <= north <= 90


def test_the_geopackage_is_whole_and_nothing_lies_nowhere(files):
    with closing(sqlite3.connect(files["gpkg"])) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("SELECT count(*) FROM zones").fetchall() == [(3,)]
        for (style,) in database.execute("SELECT styleQML FROM layer_styles"):
            fromstring(style)
        boxes = database.execute("SELECT max(max_y), min(min_y) FROM gpkg_contents").fetchone()
    assert 5_000_000 < boxes[1] <= boxes[0] < 6_000_000


def test_the_drawing_is_sound_and_its_texts_are_short(files):
    document = ezdxf.readfile(files["dxf"])
    audit = document.audit()
    assert (audit.errors, audit.fixes) == ([], [])
    assert max(len(each.dxf.text) for each in document.modelspace().query("TEXT")) <= 250


@pytest.mark.parametrize("geometry", NOWHERE, ids=str)
def test_what_lies_nowhere_has_no_size(geometry):
    assert not is_on_earth(geometry)
    assert size_of(geometry) == {}
