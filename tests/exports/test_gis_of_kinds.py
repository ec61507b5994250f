"""What every kind finds at places comes out in the files for GIS and CAD. A new kind too."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace

import ezdxf
import pytest

from exports import dxf, geojson, geopackage
from exports.map_data import is_note
from workshops.activities import KINDS
from workshops.activities.kind import Around, Released
from workshops.activities.result import CHANNELS, Answer
from workshops.findings import Findings

ASKING = [kind for kind in KINDS.values() if kind.collects != "nothing"]


@pytest.fixture(params=ASKING, ids=[kind.name for kind in ASKING])
def counted(request, samples, stortorget) -> Findings:
    """The findings with the result of sixty made-up answers in place of all activities."""
    kind = request.param
    (a, b), (c, d) = samples.place(9, 20), samples.place(60, 9)
    stops = ({"key": "1", "name": "By the fish", "lon": a, "lat": b},
             {"key": "2", "name": "", "lon": c, "lat": d})  # fmt: skip
    routes = ({"key": "R1", "name": "Round", "line": [[a, b], [c, d]]},)
    around = Around(categories=(), stops=stops, routes=routes)
    released = tuple(Released(n, f"Idea {n}", n % 4) for n in range(1, 10))
    rules = kind.prepare(kind.placed(kind.example(), around), released)
    answers = [
        Answer(n, CHANNELS[n % 4], kind.check(rules, payload, []))
        for n, payload in enumerate(kind.samples(rules, 60))
    ]
    features = tuple(kind.tally(rules, answers).features)
    activity = replace(stortorget.activities[0], kind=kind.name, features=features, settings=rules)
    return replace(stortorget, activities=(activity,), contributions=())


def found_in(findings: Findings) -> list[dict]:
    numbers = {each.number for each in findings.contributions}
    features = findings.activities[0].features
    return [each for each in features if each["geometry"] and not is_note(each, numbers)]


def test_its_places_are_in_the_geopackage(counted, tmp_path):
    geopackage.write(counted, tmp_path / "a.gpkg")
    with closing(sqlite3.connect(tmp_path / "a.gpkg")) as database:
        query = "SELECT table_name FROM gpkg_contents WHERE table_name LIKE 'counted_%'"
        names = [name for (name,) in database.execute(query)]
        rows = [
            row for name in names for row in database.execute(f"SELECT label, amount FROM {name}")
        ]
    told = [(each["properties"].get("label"), each["properties"].get("value"))
            for each in found_in(counted)]  # fmt: skip
    assert sorted(map(str, rows)) == sorted(
        str((label, None if amount is None else float(amount))) for label, amount in told
    )


def test_what_it_put_on_the_plan_is_in_the_geopackage(counted, tmp_path):
    [activity] = counted.activities
    put = KINDS[activity.kind].drawn(activity.settings)
    geopackage.write(counted, tmp_path / "a.gpkg")
    with closing(sqlite3.connect(tmp_path / "a.gpkg")) as database:
        query = "SELECT table_name FROM gpkg_contents WHERE table_name LIKE 'put_%'"
        names = [name for (name,) in database.execute(query)]
        keys = [key for name in names for (key,) in database.execute(f"SELECT key_of FROM {name}")]
    assert sorted(keys) == sorted(str(each["properties"]["key"]) for each in put)


def test_its_places_are_in_the_map_data(counted):
    made = json.loads(geojson.to_text(counted))
    results = [each for each in made["features"] if each["properties"]["layer"] == "result"]
    assert len(results) == len(counted.activities[0].features)


def test_its_drawing_is_sound(counted, tmp_path):
    dxf.write(counted, tmp_path / "a.dxf")
    document = ezdxf.readfile(tmp_path / "a.dxf")
    audit = document.audit()
    assert (audit.errors, audit.fixes) == ([], [])
    drawn = document.modelspace().query('*[layer=="counted"]')
    assert bool(drawn) == bool(
        [each for each in found_in(counted) if not each["properties"].get("category")]
    )
