"""`torg basemap`: one file in, one plan and its counts out, and a sentence when it cannot."""

import gzip
import json
import random
import subprocess
import sys

import pytest
from defusedxml.ElementTree import fromstring

from app.cli import main
from app.commands.basemap import THEMES

pytestmark = pytest.mark.slow

FILES = {
    "berlin-karl-marx-platz.osm": ("Karl-Marx-Platz", 33),
    "bristol-church-road.osm": ("St George's Park", 30),
    "prague-karlovo-namesti.osm": (None, 33),
    "sweden-kallby.osm": (None, 33),
    "vienna-rabenhof.osm.pbf": ("Kardinal-Nagl-Park", 33),
}
TYPICAL_KB = 100
OUTLINE = {
    "type": "Polygon",
    "coordinates": [[[13.44, 52.473], [13.442, 52.473], [13.442, 52.4742], [13.44, 52.4742]]],
}


@pytest.fixture
def told(capsys):
    """Run a command and return its exit code, what it said, and what it complained of."""

    def run(*words):
        code = main(["basemap", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.mark.parametrize("name", FILES)
def test_every_real_file_is_drawn_and_counted(name, told, shared_data, tmp_path):
    out = tmp_path / "out.svg"
    code, said, _ = told(shared_data / "osm" / name, "-o", out, "--json")
    found = json.loads(said)
    square, zone = FILES[name]
    assert code == 0
    assert found.keys() == {"buildings", "trees", "benches", "square", "utm", "warnings"}
    assert (found["square"] or {}).get("name") == square
    assert found["utm"] == f"{zone}N, EPSG:{25800 + zone}"
    assert fromstring(out.read_text()).tag.endswith("svg")
    assert len(gzip.compress(out.read_bytes())) < TYPICAL_KB * 1000


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".osm")])
def test_counts_and_areas_are_those_that_are_known(name, told, shared_data):
    known = json.loads((shared_data / "osm/expected.json").read_text())[name]
    _, said, _ = told(shared_data / "osm" / name, "--json")
    counts = ("building", "tree", "bench")
    found = json.loads(said)
    assert [found[key] for key in ("buildings", "trees", "benches")] == [
        known["counts"].get(key, 0) for key in counts
    ]
    for area in known["areas"]:
        if area["area_m2"] is None:
            continue
        _, said, _ = told(shared_data / "osm" / name, "--json", "--square", area["id"])
        assert json.loads(said)["square"] == {
            "name": area["name"],
            "area_m2": pytest.approx(area["area_m2"], rel=0.005),
            "trees": area["trees_inside"],
            "benches": area["benches_inside"],
        }


def test_the_plan_prints_to_the_scale_that_is_told(told, shared_data, tmp_path):
    out = tmp_path / "out.svg"
    _, said, _ = told(shared_data / "osm/berlin-karl-marx-platz.osm", "-o", out)
    root = fromstring(out.read_text())
    _, _, width_m, height_m = map(float, root.get("viewBox").split())
    assert "1:500 on paper" in said
    assert root.get("width") == f"{width_m * 1000 / 500:.2f}mm"
    assert root.get("height") == f"{height_m * 1000 / 500:.2f}mm"


def test_neither_database_nor_web_is_loaded(root):
    loaded = "import sys, app.cli, app.commands.basemap as m; print(*sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", loaded], cwd=root, check=True, capture_output=True, text=True
    ).stdout.split()
    assert {"sqlalchemy", "flask", "weasyprint", "PIL"} & set(said) == set()


def test_what_was_guessed_is_said(told, shared_data):
    _, said, _ = told(shared_data / "osm/berlin-karl-marx-platz.osm", "--json")
    assert json.loads(said)["warnings"][-1] == (
        "The likeliest square was taken: Karl-Marx-Platz. Say --square or --outline."
    )


def test_a_square_that_is_named_is_not_guessed(told, shared_data):
    file = shared_data / "osm/berlin-karl-marx-platz.osm"
    _, said, _ = told(file, "--json", "--square", "körnerpark")
    assert json.loads(said)["square"]["area_m2"] == pytest.approx(20_899.2, rel=0.005)
    assert "likeliest" not in said


def test_an_unknown_square_is_a_sentence_with_the_names(told, shared_data):
    code, _, complaint = told(
        shared_data / "osm/berlin-karl-marx-platz.osm", "--square", "Stortorget"
    )
    assert code == 1
    assert "Karl-Marx-Platz, Thomashöhe" in complaint


def test_an_outline_of_ones_own_is_drawn(told, shared_data, tmp_path):
    outline, out = tmp_path / "outline.geojson", tmp_path / "out.svg"
    outline.write_text(
        json.dumps({"type": "Feature", "properties": {"name": "Ours"}, "geometry": OUTLINE})
    )
    file = shared_data / "osm/berlin-karl-marx-platz.osm"
    code, said, _ = told(file, "-o", out, "--outline", outline, "--json")
    assert code == 0
    assert json.loads(said)["square"]["name"] == "Ours"
    assert fromstring(out.read_text())[0].text == "Ours"


def test_an_outline_beside_the_map_is_told(told, shared_data, root):
    hamar = root / "tests/data/stortorget-hamar.geojson"
    _, said, _ = told(shared_data / "osm/prague-karlovo-namesti.osm", "--outline", hamar, "--json")
    found = json.loads(said)
    assert found["warnings"][-1] == "Nothing that is in this file lies at the outline."
    assert found["utm"] == "32N, EPSG:25832"
    assert found["square"]["name"] == "Stortorget, Hamar"


def test_a_whole_municipality_is_refused(told, shared_data, tmp_path):
    whole = json.loads((shared_data / "osm/norway-hamar-and-neighbours.geojson").read_text())
    outline = tmp_path / "hamar.geojson"
    outline.write_text(json.dumps(whole["features"][0]))
    code, _, complaint = told(shared_data / "osm/prague-karlovo-namesti.osm", "--outline", outline)
    assert code == 1
    assert "km across. Draw one place" in complaint


@pytest.mark.slow
def test_an_outline_of_ten_thousand_corners_is_drawn(told, shared_data, tmp_path):
    steps = 2500
    sides = [(0, 0, 1, 0), (1, 0, 0, 1), (1, 1, -1, 0), (0, 1, 0, -1)]
    ring = [
        [13.44 + 0.002 * (x + dx * n / steps), 52.473 + 0.0012 * (y + dy * n / steps)]
        for x, y, dx, dy in sides
        for n in range(steps)
    ]
    outline = tmp_path / "outline.geojson"
    outline.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    file, out = shared_data / "osm/berlin-karl-marx-platz.osm", tmp_path / "out.svg"
    code, said, _ = told(file, "-o", out, "--outline", outline, "--json")
    assert code == 0
    assert json.loads(said)["square"]["trees"] == 13
    assert out.stat().st_size < 200_000


def test_people_are_told_in_a_table(told, shared_data, tmp_path):
    file = shared_data / "osm/berlin-karl-marx-platz.osm"
    _, said, _ = told(file, "-o", tmp_path / "out.svg")
    assert [line.split() for line in said.splitlines()[1:5]] == [
        ["buildings", "127"],
        ["trees", "145", "12"],
        ["benches", "22", "11"],
        ["area", "1,723", "m²"],
    ]


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_can_be_asked_for(theme, told, shared_data, tmp_path):
    out = tmp_path / "out.svg"
    file = shared_data / "osm/prague-karlovo-namesti.osm"
    assert told(file, "-o", out, "--theme", theme)[0] == 0
    assert "© OpenStreetMap contributors" in out.read_text()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"not a map", "not an OpenStreetMap file"),
        (b"<osm><node id='1' lat='1' lon='1'/></osm>", "nothing to draw"),
        (
            b'<!DOCTYPE osm [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><osm>&b;</osm>',
            "entities",
        ),
    ],
)
def test_what_is_no_map_is_a_sentence_and_no_file(content, sentence, told, tmp_path):
    file, out = tmp_path / "in.osm", tmp_path / "out.svg"
    file.write_bytes(content)
    code, said, complaint = told(file, "-o", out)
    assert (code, said) == (1, "")
    assert sentence in complaint
    assert not out.exists()


def test_a_file_that_is_not_there_is_a_sentence(told, tmp_path):
    code, _, complaint = told(tmp_path / "none.osm")
    assert code == 1
    assert "cannot be read" in complaint


def test_a_folder_that_is_not_there_is_a_sentence(told, shared_data, tmp_path):
    code, _, complaint = told(
        shared_data / "osm/prague-karlovo-namesti.osm", "-o", tmp_path / "none/out.svg"
    )
    assert code == 1
    assert "cannot be written" in complaint


def test_bad_maps_are_drawn_or_refused_in_a_sentence(told, shared_data, tmp_path):
    for file in sorted((shared_data / "bad-input/osm").iterdir()):
        code, said, complaint = told(file, "-o", tmp_path / "out.svg", "--json")
        assert json.loads(said)["utm"] if code == 0 else complaint.endswith(".\n")


def test_ten_thousand_crossing_corners_are_survived(told, tmp_path):
    shake = random.Random(7)
    nodes = "".join(
        f"<node id='{n}' lon='{11 + shake.random() / 500}' lat='{60 + shake.random() / 1000}'/>"
        for n in range(10_000)
    )
    refs = "".join(f"<nd ref='{n % 10_000}'/>" for n in range(10_001))
    tags = "<tag k='building' v='yes'/>"
    file = tmp_path / "in.osm"
    file.write_text(f"<osm>{nodes}<way id='1'>{refs}{tags}</way></osm>")
    code, said, _ = told(file, "-o", tmp_path / "out.svg", "--json")
    assert code == 0
    assert json.loads(said)["buildings"] == 1
