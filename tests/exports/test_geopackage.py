"""The GeoPackage, held against its standard, and read by GDAL where it is installed."""

import json
import re
import shutil
import sqlite3
import struct
import subprocess
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import ezdxf
import pytest
from defusedxml.ElementTree import fromstring

from exports import basemap_gpkg, dxf, geojson, geopackage, xlsx
from exports.gis_fields import LAYERS as LAYERS_WITHOUT_TABLE
from exports.gis_fields import MAPPED, fields_of
from exports.planes import plane_by
from workshops.design_facts import DrawingFacts, VisionFacts
from workshops.findings import TrialFacts
from workshops.refusal import Refused
from workshops.sum_facts import Spot, Sums

pytestmark = pytest.mark.slow

LAYERS = {
    "outline", "zones", "routes", "stops", "notes_area", "notes_line", "notes_point",
    "ideas_point", "requirements", "votes_by_idea", "provenance",
}  # fmt: skip
#: Words that SQL:2016, PostgreSQL, Oracle or a shapefile keep for themselves.
RESERVED = set(
    """add all alter and any array as asc at audit begin between blob both by case cast char check
    cluster collate column comment commit connect constraint create cross current cursor date day
    decimal default delete desc distinct do double drop each else end escape exists external
    false fetch file fid float for foreign from full function geom geometry grant group having
    identified immediate in increment index initial inner insert integer intersect into is join
    key language last left level like limit local lock long match merge method minus mode month
    natural new no not null number of offline offset old on online only open option or order out
    outer over partition position precision primary prior privileges public raw references resource
    result return revoke right row rowid rownum rows scope second select session set share size
    smallint some start successful synonym sysdate system table text then time timestamp to
    trigger true uid union unique update usage user using validate value values varchar varchar2
    view when whenever where window with work write year zone_""".split()  # noqa: SIM905 — as a list it would take a page
)
gdal = pytest.mark.skipif(not shutil.which("ogrinfo"), reason="ogrinfo (gdal-bin) is not installed")


@pytest.fixture(scope="module")
def file(stortorget, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("gis") / "stortorget.gpkg"
    geopackage.write(stortorget, path)
    return path


@pytest.fixture(scope="module")
def planned(samples, stortorget):
    """Findings with all that planners write: vision, programme, trials, pins, a hot spot."""
    spot = {"type": "Point", "coordinates": samples.place(5, 20)}
    row = {"use": "Skating", "season": "winter", "time": "evening", "who": "", "zone": "B, C"}
    rows = (row | {"refs": ["R1"]}, row | {"use": "Quiet", "time": "", "zone": "", "refs": []})
    pins = ({"page": 1, "x": 0.25, "y": 0.5, "requirement": 1},
            {"page": 1, "x": 0.5, "y": 0.5, "requirement": 3})  # fmt: skip
    pages = ({"sha256": "a" * 64, "width": 4, "height": 3},)
    tried = TrialFacts("T1", "Ice", "", spot, "", "", "", "", (), (), "keep", "", (1,))
    lon, lat = samples.place(9, 22)
    busy = Spot(lon, lat, 6.0, 9, 7, "", "A")
    sums = Sums(9, 7, 9, 0, 0, 0, 2, 5.0, {}, None, None, None, (busy,), (), (), (), (), ())
    first, *others = stortorget.activities
    return replace(
        stortorget,
        vision=VisionFacts("Light in the dark", (), (), rows, (), ()),
        trials=(tried, replace(tried, ref="T2", place=None, zone="A")),
        drawings=(DrawingFacts(1, "Winter plan", "", "", "", pages, pins, (), {"1": "met"}),),
        activities=(replace(first, sums=sums), *others),
    )


def rows(path: Path, query: str, *values: object) -> list[tuple]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(query, values).fetchall()


def ogrinfo(path: Path, *options: str) -> str:
    line = ["ogrinfo", "-ro", *options, str(path)]
    done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=50)
    assert done.returncode == 0, done.stderr
    assert not re.search("ERROR|Warning", done.stderr), done.stderr
    return done.stdout


# The standard


def test_it_says_that_it_is_a_geopackage(file):
    assert file.read_bytes()[:16] == b"SQLite format 3\0"
    assert rows(file, "PRAGMA application_id") == [(0x47504B47,)]
    assert rows(file, "PRAGMA user_version") == [(10300,)]
    assert rows(file, "PRAGMA integrity_check") == [("ok",)]
    assert rows(file, "PRAGMA foreign_key_check") == []


def test_the_tables_of_the_standard_list_every_layer(file):
    told = {name for (name,) in rows(file, "SELECT table_name FROM gpkg_contents")}
    assert told == LAYERS
    for name in ("gpkg_spatial_ref_sys", "gpkg_extensions", "gpkg_data_columns", "gpkg_metadata",
                 "gpkg_metadata_reference", "layer_styles"):  # fmt: skip
        assert rows(file, f"SELECT count(*) FROM {name}") > [(0,)]
    known = {epsg for (epsg,) in rows(file, "SELECT srs_id FROM gpkg_spatial_ref_sys")}
    assert known == {-1, 0, 4326, 25833}


def test_every_layer_has_one_shape_and_every_blob_is_of_it(file):
    for name, shape in rows(file, "SELECT table_name, geometry_type_name FROM "
                                  "gpkg_geometry_columns"):  # fmt: skip
        blobs = rows(file, f"SELECT geom FROM {name} WHERE geom IS NOT NULL")
        assert {struct.unpack("<I", blob[41:45])[0] for (blob,) in blobs} <= {geopackage.WKB[shape]}


def test_a_blob_has_the_header_and_the_bounds_of_its_place():
    line = [[(1.0, 5.0), (3.0, 2.0)]]
    made = geopackage.blob("MULTILINESTRING", line, 25832)
    magic, version, flags, srs = struct.unpack("<2sBBi", made[:8])
    assert (magic, version, srs) == (b"GP", 0, 25832)
    assert flags & 1
    assert flags >> 1 & 7 == 1
    assert struct.unpack("<4d", made[8:40]) == (1.0, 3.0, 2.0, 5.0)
    assert made[40:49] == struct.pack("<BII", 1, 5, 1)


def test_field_names_fit_every_program(file):
    layers = [*LAYERS_WITHOUT_TABLE.values(), *(fields_of(table) for table in MAPPED)]
    names = {field.name for fields in layers for field in fields}
    assert all(len({field.name for field in fields}) == len(fields) for fields in layers)
    names |= {name for (name,) in rows(file, "SELECT column_name FROM gpkg_data_columns")}
    assert [each for each in names if not re.fullmatch("[a-z][a-z0-9_]{0,9}", each)] == []
    assert names & RESERVED == set()


def test_every_field_has_a_label(file):
    for name in LAYERS:
        columns = {row[1] for row in rows(file, f"PRAGMA table_info({name})")} - {"fid", "geom"}
        labels = dict(rows(file, "SELECT column_name, description FROM gpkg_data_columns WHERE "
                                 "table_name = ?", name))  # fmt: skip
        assert set(labels) == columns
        assert all(labels.values())


def test_every_contribution_is_in_one_layer_by_its_number(stortorget, file):
    layers = ("ideas_point", "notes_point", "notes_line", "notes_area")
    refs = [ref for name in layers for (ref,) in rows(file, f"SELECT ref FROM {name}")]
    assert sorted(refs) == [each.ref for each in stortorget.contributions]


def test_no_field_tells_who_or_when(file):
    names = {name for (name,) in rows(file, "SELECT column_name FROM gpkg_data_columns")}
    assert not names & {"at", "time", "said_at", "attendee", "token", "photo"}


def test_a_requirement_lies_in_the_zones_it_names(file):
    blobs = dict(rows(file, "SELECT ref, geom FROM requirements"))
    assert struct.unpack("<I", blobs["R1"][45:49]) == (2,)
    assert struct.unpack("<I", blobs["R2"][45:49]) == (1,)
    assert blobs["R3"] is None


def test_a_requirement_with_a_place_of_its_own_lies_there(samples, stortorget, tmp_path):
    first, second, *rest = stortorget.requirements
    spot = {"type": "Point", "coordinates": samples.place(5, 20)}
    asked = (replace(first, place=spot), replace(second, place=samples.square().outline), *rest)
    geopackage.write(replace(stortorget, requirements=asked), tmp_path / "a.gpkg")
    assert rows(tmp_path / "a.gpkg", "SELECT ref FROM requirements_point") == [("R1",)]
    refs = [ref for (ref,) in rows(tmp_path / "a.gpkg", "SELECT ref FROM requirements")]
    assert refs == [f"R{each.number}" for each in asked[1:]]


def test_what_planners_wrote_lies_at_its_place_or_in_its_zones(planned, tmp_path):
    geopackage.write(planned, tmp_path / "a.gpkg")
    used = rows(tmp_path / "a.gpkg", "SELECT use_of, daytime, geom IS NULL FROM programme")
    assert used == [("Skating", "evening", 0), ("Quiet", "", 1)]
    assert rows(tmp_path / "a.gpkg", "SELECT ref, title FROM trials_point") == [("T1", "Ice")]
    assert rows(tmp_path / "a.gpkg", "SELECT ref, geom IS NULL FROM trials") == [("T2", 0)]
    pins = rows(tmp_path / "a.gpkg", "SELECT drawing, page_x, ref, scored, geom IS NULL FROM pins")
    assert pins == [(1, 0.25, "R1", "met", 0), (1, 0.5, "R3", "", 1)]
    assert rows(tmp_path / "a.gpkg", "SELECT num, people FROM hot_spots") == [(1, 7)]
    told = dict(rows(tmp_path / "a.gpkg", "SELECT item, told FROM provenance"))
    assert told["vision"] == "Light in the dark"


def test_what_planners_wrote_is_on_the_drawing_for_cad(planned, tmp_path):
    dxf.write(planned, tmp_path / "a.dxf")
    document = ezdxf.readfile(tmp_path / "a.dxf")
    audit = document.audit()
    assert (audit.errors, audit.fixes) == ([], [])
    texts = [(each.dxf.layer, each.dxf.text) for each in document.modelspace().query("TEXT")]
    wanted = [("programme", "Skating"), ("trials", "T1 Ice"), ("pins", "Winter plan 1 R1"),
              ("hot_spots", "1"), ("requirements", "R1")]  # fmt: skip
    assert [each for each in wanted if each not in texts] == []


def test_fewer_than_five_people_are_not_counted_out(file):
    found = rows(file, "SELECT people, n_phone FROM requirements WHERE ref = 'R3'")
    assert found == [("under 5", None)]


def test_a_line_and_an_area_come_in_their_own_layers(samples, stortorget, tmp_path):
    first, second, *rest = stortorget.contributions
    line = {"type": "LineString", "coordinates": [samples.place(1, 20), samples.place(9, 25)]}
    drawn = (replace(first, geometry=line), replace(second, geometry=samples.square().outline))
    geopackage.write(replace(stortorget, contributions=(*drawn, *rest)), tmp_path / "a.gpkg")
    assert rows(tmp_path / "a.gpkg", "SELECT ref FROM notes_line") == [(first.ref,)]
    assert rows(tmp_path / "a.gpkg", "SELECT ref FROM notes_area") == [(second.ref,)]


def test_what_a_kind_counted_and_own_layers_are_in_it(samples, stortorget, tmp_path):
    spot = {"type": "Point", "coordinates": samples.place(5, 20)}
    counted = {"type": "Feature", "geometry": spot, "properties": {"label": "1", "value": 41}}
    line = {"type": "LineString", "coordinates": [samples.place(1, 1), samples.place(9, 9)]}
    both = {"type": "GeometryCollection", "geometries": [spot, line]}
    about = {"name": "Gas", "depth": 1.2}
    own = {"type": "Feature", "geometry": both, "properties": about}
    square = replace(
        stortorget.square,
        layers=(
            {
                "key": "pipes",
                "name": "Pipes'; DROP TABLE zones; --",
                "source": "Water works",
                "licence": "CC0",
                "features": {"type": "FeatureCollection", "features": [own]},
            },
        ),
    )
    last = stortorget.activities[-1]
    walked = replace(last, features=(*last.features, counted))
    activities = (*stortorget.activities[:-1], walked)
    geopackage.write(replace(stortorget, square=square, activities=activities), tmp_path / "a.gpkg")
    assert rows(tmp_path / "a.gpkg", "SELECT label, amount FROM counted_point") == [("1", 41.0)]
    [(name, props)] = rows(tmp_path / "a.gpkg", "SELECT name, props FROM own_1_line")
    assert (name, json.loads(props)) == ("Gas", {"name": "Gas", "depth": 1.2})
    about = rows(tmp_path / "a.gpkg", "SELECT identifier, description FROM gpkg_contents "
                                      "WHERE table_name = 'own_1_point'")  # fmt: skip
    assert about == [("Pipes'; DROP TABLE zones; -- (own_1_point)", "Water works, CC0")]
    assert rows(tmp_path / "a.gpkg", "SELECT count(*) FROM zones") == [(3,)]


def test_a_place_set_aside_is_on_no_map(miami, tmp_path):
    geopackage.write(miami, tmp_path / "miami.gpkg")
    assert rows(tmp_path / "miami.gpkg", "SELECT count(*) FROM ideas_point WHERE geom IS NULL "
                                         "AND set_aside <> ''") == [(1,)]  # fmt: skip
    assert rows(tmp_path / "miami.gpkg", "SELECT DISTINCT srs_id FROM gpkg_geometry_columns") == [
        (32617,)
    ]


def test_the_styles_are_sound_and_in_the_colours_of_the_brief(file):
    styles = dict(rows(file, "SELECT f_table_name, styleQML FROM layer_styles"))
    assert set(styles) == LAYERS - {"votes_by_idea", "provenance"}
    drawn = {name: fromstring(style) for name, style in styles.items()}
    fire = drawn["notes_point"].find(".//category[@value='light']")
    look = drawn["notes_point"].find(f".//symbol[@name='{fire.get('symbol')}']")
    options = {each.get("name"): each.get("value") for each in look.iter("Option")}
    assert (fire.get("label"), options["name"]) == ("Light and fire", "diamond")
    assert options["color"] == "184,66,10,255"


def test_the_same_findings_give_the_same_bytes(stortorget, file, tmp_path):
    geopackage.write(replace(stortorget), tmp_path / "again.gpkg")
    assert (tmp_path / "again.gpkg").read_bytes() == file.read_bytes()


def test_an_empty_consultation_has_every_layer(samples, tmp_path):
    geopackage.write(samples.empty(), tmp_path / "empty.gpkg")
    assert {
        n for (n,) in rows(tmp_path / "empty.gpkg", "SELECT table_name FROM gpkg_contents")
    } == (LAYERS)


# Bad input

EMPTY = [
    {"type": "Polygon", "coordinates": [[]]},
    {"type": "Polygon", "coordinates": []},
    {"type": "MultiPolygon", "coordinates": [[[]]]},
    {"type": "LineString", "coordinates": []},
    {"type": "Point", "coordinates": []},
    {"type": "GeometryCollection", "geometries": []},
]


@pytest.mark.parametrize("geometry", EMPTY, ids=str)
def test_a_geometry_without_any_place_is_no_place_in_any_file(stortorget, tmp_path, geometry):
    first, *rest = stortorget.contributions
    said = (replace(first, geometry=geometry), *rest)
    feature = {"type": "Feature", "geometry": geometry, "properties": None}
    own = {"key": "w", "name": "W", "features": {"features": [feature]}}
    square = replace(stortorget.square, layers=(own,))
    found = replace(stortorget, contributions=said, square=square)
    for export in (geopackage, dxf, geojson, xlsx):
        export.write(found, tmp_path / "file")
    geopackage.write(found, tmp_path / "a.gpkg")
    assert rows(tmp_path / "a.gpkg", "SELECT geom FROM ideas_point WHERE ref = ?", first.ref) == [
        (None,)
    ]


def test_naughty_words_come_back_whole_but_for_what_no_file_holds(
    samples, stortorget, naughty, tmp_path
):
    bad = [*naughty, "a" * 20_000, "skøyteis, أشجار, лавки, 広場, čáppa", "\u202egnol"]
    geopackage.write(samples.with_texts(stortorget, bad), tmp_path / "bad.gpkg")
    kept = [text for (text,) in rows(tmp_path / "bad.gpkg", "SELECT words FROM ideas_point "
                                     "UNION ALL SELECT words FROM notes_point")]  # fmt: skip
    assert {geopackage.storable(text) for text in bad} <= set(kept)
    assert rows(tmp_path / "bad.gpkg", "PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize("words", ["a\x00b", "half \ud83d", "'; DROP TABLE zones; --", "\u202ex"])
def test_names_of_zones_and_categories_do_no_harm(stortorget, tmp_path, words):
    zones = tuple({**each, "name": words} for each in stortorget.square.zones)
    square = replace(stortorget.square, zones=zones, name=words)
    categories = tuple(replace(each, name=words) for each in stortorget.categories)
    geopackage.write(replace(stortorget, square=square, categories=categories), tmp_path / "a.gpkg")
    expected = geopackage.storable(words)
    assert rows(tmp_path / "a.gpkg", "SELECT DISTINCT name FROM zones") == [(expected,)]
    for (style,) in rows(tmp_path / "a.gpkg", "SELECT styleQML FROM layer_styles"):
        fromstring(style)


# The plane


@pytest.mark.parametrize(
    ("epsg", "east", "north"),
    # As PROJ 9.1 gives them.
    [
        (25832, 612492.0226, 6741535.7040),
        (25833, 285971.3582, 6746180.6895),
        (5111, 76403.1588, 1311256.7170),
    ],
)
def test_a_place_in_hamar_lies_where_proj_puts_it(epsg, east, north):
    assert plane_by(epsg).at(11.0667, 60.7933) == pytest.approx((east, north), abs=0.001)


def test_a_code_that_is_not_offered_is_refused():
    with pytest.raises(Refused, match="not offered"):
        plane_by(3857)


def test_another_plane_can_be_asked_for(stortorget, tmp_path):
    geopackage.write(stortorget, tmp_path / "a.gpkg", epsg=25832)
    assert rows(tmp_path / "a.gpkg", "SELECT DISTINCT srs_id FROM gpkg_geometry_columns") == [
        (25832,)
    ]


# The base map


def test_the_base_map_is_a_file_of_its_own_with_its_licence(stortorget, file, tmp_path):
    path = tmp_path / "basemap.gpkg"
    basemap_gpkg.write(stortorget, path)
    [(about,)] = rows(path, "SELECT description FROM gpkg_contents WHERE table_name = 'base_area'")
    assert "ODbL" in about
    assert rows(path, "SELECT count(*) FROM base_area WHERE kind = 'building'") == [(53,)]
    assert rows(path, "SELECT count(*) FROM base_point WHERE kind = 'tree'") == [(15,)]
    assert "base_area" not in {n for (n,) in rows(file, "SELECT table_name FROM gpkg_contents")}


def test_a_ring_within_a_ring_is_its_hole():
    outer, hole = [(0, 0), (9, 0), (9, 9), (0, 9)], [(1, 1), (2, 1), (2, 2)]
    other = [(20, 20), (29, 20), (29, 29)]
    assert basemap_gpkg.polygons([outer, hole, other]) == [[outer, hole], [other]]


def test_without_a_base_map_it_says_only_where_it_comes_from(samples, tmp_path):
    basemap_gpkg.write(samples.empty(), tmp_path / "a.gpkg")
    assert rows(tmp_path / "a.gpkg", "SELECT count(*) FROM base_area") == [(0,)]


# Another reader


@gdal
def test_gdal_reads_every_layer(file, stortorget):
    told = ogrinfo(file, "-so", "-al")
    counts = dict(re.findall(r"Layer name: (\w+)\n(?:.*\n)*?Feature Count: (\d+)", told))
    assert set(counts) == LAYERS
    assert int(counts["notes_point"]) + int(counts["ideas_point"]) == len(stortorget.contributions)
    assert 'ID["EPSG",25833]' in told


@gdal
def test_gdal_reads_naughty_words(samples, stortorget, naughty, tmp_path):
    geopackage.write(samples.with_texts(stortorget, naughty), tmp_path / "bad.gpkg")
    assert "Feature Count" in ogrinfo(tmp_path / "bad.gpkg", "-al")


VALIDATOR = Path("/usr/lib/python3/dist-packages/osgeo_utils/samples/validate_gpkg.py")


@pytest.mark.slow
@pytest.mark.skipif(
    not VALIDATOR.is_file(), reason="GDAL's validator (python3-gdal) is not installed"
)
def test_gdals_validator_finds_no_fault(samples, stortorget, miami, naughty, tmp_path):
    line = {"type": "LineString", "coordinates": [samples.place(1, 20), samples.place(9, 25)]}
    own = {"type": "Feature", "geometry": samples.square().outline, "properties": {"a": naughty}}
    layers = ({"key": "w", "name": "'; DROP", "features": {"features": [own]}},)
    bad = samples.with_texts(stortorget, naughty)
    first, *rest = bad.contributions
    bad = replace(
        bad,
        square=replace(bad.square, layers=layers),
        contributions=(replace(first, geometry=line), *rest),
    )
    for name, findings in (("bad", bad), ("miami", miami), ("empty", samples.empty())):
        for export in (geopackage, basemap_gpkg):
            path = tmp_path / f"{name}.gpkg"
            export.write(findings, path)
            done = subprocess.run(
                ["/usr/bin/python3", str(VALIDATOR), "-q", str(path)],
                capture_output=True,
                text=True,
                check=False,
                cwd="/",
            )
            assert done.returncode == 0, done.stdout + done.stderr
