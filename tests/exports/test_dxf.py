"""The drawing for CAD, read again and audited by ezdxf."""

import re
import shutil
import subprocess
from dataclasses import replace

import ezdxf
import pytest

from exports import _drawing, dxf
from exports.dxf_local import EXPORT as LOCAL
from exports.gis_styles import FILLS

pytestmark = pytest.mark.slow


@pytest.fixture
def drawn(tmp_path):
    """Write findings and read the drawing again; no reader may have to mend anything."""

    def write_and_read(findings, write=dxf.write):
        path = tmp_path / "a.dxf"
        write(findings, path)
        document = ezdxf.readfile(path)
        audit = document.audit()
        assert (audit.errors, audit.fixes) == ([], [])
        return document

    return write_and_read


def texts(document, layer="*"):
    return [each.dxf.text for each in document.modelspace().query(f'TEXT[layer=="{layer}"]')]


def all_texts(document):
    return [each.dxf.text for each in document.modelspace().query("TEXT")]


def test_it_is_a_drawing_of_2010_in_metres(drawn, stortorget):
    document = drawn(stortorget)
    assert document.dxfversion == "AC1024"
    assert document.header["$INSUNITS"] == 6


def test_every_category_is_a_layer_in_its_colour(drawn, stortorget):
    layers = {each.dxf.name: each for each in drawn(stortorget).layers}
    assert {"outline", "zones", "notes-Seats", "notes-Light-and-fire"} <= set(layers)
    assert layers["notes-Light-and-fire"].rgb == ezdxf.colors.RGB.from_hex(FILLS["diamond"])


def test_every_place_has_its_public_number_beside_it(drawn, stortorget):
    placed = [each.ref for each in stortorget.contributions if each.geometry]
    said = [each for each in all_texts(drawn(stortorget)) if re.fullmatch(r"HAM-\d{4}", each)]
    assert sorted(said) == placed


def test_a_note_lies_at_its_place_on_the_grid(drawn, stortorget):
    symbols = drawn(stortorget).modelspace().query("INSERT")
    assert all(394_000 < each.dxf.insert.x < 394_300 for each in symbols)
    assert all(5_814_700 < each.dxf.insert.y < 5_815_000 for each in symbols)


def test_the_local_drawing_is_the_same_moved_and_says_by_how_much(drawn, stortorget):
    true = drawn(stortorget).modelspace().query("INSERT")
    local = drawn(stortorget, LOCAL.write)
    [told] = [each for each in texts(local, "provenance") if each.startswith("Local origin")]
    east, north, epsg = (int(each) for each in re.findall(r"\d+", told))
    assert epsg == 25833
    for there, here in zip(true, local.modelspace().query("INSERT"), strict=True):
        assert there.dxf.insert.x == pytest.approx(here.dxf.insert.x + east, abs=0.002)
        assert there.dxf.insert.y == pytest.approx(here.dxf.insert.y + north, abs=0.002)
        assert 0 <= here.dxf.insert.x < 300


def test_it_says_where_it_comes_from(drawn, stortorget):
    told = texts(drawn(stortorget), "provenance")
    assert stortorget.hash in told
    assert any("OpenStreetMap contributors, ODbL 1.0" in each for each in told)


def test_routes_stops_and_own_layers_are_drawn(drawn, samples, stortorget):
    line = [samples.place(1, 1), samples.place(9, 9)]
    spot = {"type": "Point", "coordinates": samples.place(4, 4)}
    own = {"type": "Feature", "geometry": spot, "properties": {"name": "Hydrant"}}
    layers = ({"key": "w", "name": "Water", "source": "", "licence": "CC0",
               "features": {"type": "FeatureCollection", "features": [own]}},)  # fmt: skip
    square = replace(
        stortorget.square,
        routes=({"key": "r", "name": "In the dark", "line": line},),
        stops=({"key": "s", "name": "By the fish", "lon": line[0][0], "lat": line[0][1]},),
        layers=layers,
    )
    document = drawn(replace(stortorget, square=square))
    assert texts(document, "routes") == ["In the dark"]
    assert texts(document, "stops") == ["By the fish"]
    assert texts(document, "own-Water") == ["Hydrant"]


def test_an_empty_consultation_is_a_sound_drawing(drawn, samples, miami):
    assert texts(drawn(samples.empty()), "provenance")
    assert len(drawn(miami).modelspace().query("INSERT")) == 411


def test_the_same_findings_give_the_same_bytes(stortorget, tmp_path):
    for name in ("a.dxf", "b.dxf"):
        dxf.write(replace(stortorget), tmp_path / name)
    assert (tmp_path / "a.dxf").read_bytes() == (tmp_path / "b.dxf").read_bytes()


# Bad input

INJECTIONS = [
    "a\n0\nLINE\n8\n0\n10\n0.0\n20\n0.0\n11\n9.0\n21\n9.0\n",
    "a\r\n  0\r\nEOF\r\n",
    "a\u2028  0\u2028EOF",
    "a\x0b0\x0cENDSEC\x85  0\x1dEOF",
    "\\U+000A  0\\U+000AEOF",
    "\\P{\\fArial|b1;x}%%d%%%%%%d^J0^JEOF",
]


@pytest.mark.parametrize("words", INJECTIONS)
def test_no_words_become_a_group_of_the_drawing(drawn, samples, stortorget, words):
    categories = tuple(replace(each, name=words) for each in stortorget.categories)
    zones = tuple({**each, "name": words, "letter": words} for each in stortorget.square.zones)
    square = replace(stortorget.square, zones=zones, name=words)
    said = tuple(replace(each, text=words) for each in stortorget.contributions)
    plain = replace(stortorget, requirements=())  # a zone of another letter has none
    plain, bad = (drawn(each) for each in (plain, replace(
        plain, name=words, categories=categories, square=square, contributions=said,
    )))  # fmt: skip
    kinds = [sorted(each.dxftype() for each in one.modelspace()) for one in (plain, bad)]
    assert kinds[0] == kinds[1]
    assert len(bad.layers) == len(plain.layers)
    lines = [*all_texts(bad), *(each.dxf.name for each in bad.layers)]
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\\^]|%%", "".join(lines))


@pytest.mark.parametrize("name", ["", "   ", '<>/\\":;?*|=`', "a" * 500, "0", "Defpoints", "\x00"])
def test_a_layer_can_have_any_name(drawn, stortorget, name):
    categories = tuple(replace(each, name=name) for each in stortorget.categories)
    names = [each.dxf.name for each in drawn(replace(stortorget, categories=categories)).layers]
    assert len({each.casefold() for each in names}) == len(names)
    assert not any(re.search(r"[<>/\\\":;?*|=`\x00-\x1f]", each) for each in names)


def test_naughty_words_of_all_scripts_leave_a_sound_drawing(drawn, samples, stortorget, naughty):
    bad = [*naughty, "a" * 20_000, "skøyteis, أشجار, лавки, 広場, čáppa", "\u202egnol"]
    spot = {"type": "Point", "coordinates": samples.place(5, 20)}
    made = samples.with_texts(stortorget, bad)
    said = tuple(replace(each, geometry=each.geometry or spot) for each in made.contributions)
    written = texts(drawn(replace(made, contributions=said)), "words")
    assert "skøyteis, أشجار, лавки, 広場, čáppa" in written
    assert max(map(len, written)) <= _drawing.MOST_LETTERS


@pytest.mark.skipif(not shutil.which("ogrinfo"), reason="ogrinfo (gdal-bin) is not installed")
def test_gdal_reads_the_drawing(stortorget, tmp_path):
    dxf.write(stortorget, tmp_path / "a.dxf")
    line = ["ogrinfo", "-ro", "-so", str(tmp_path / "a.dxf"), "entities"]
    done = subprocess.run(line, capture_output=True, text=True, check=True, timeout=50)
    assert "Feature Count: 2" in done.stdout
