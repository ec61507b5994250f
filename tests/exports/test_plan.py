import gzip
import re

import pytest
from defusedxml.ElementTree import fromstring
from markupsafe import Markup

from exports.plan import Extras, draw, scale_parts, sheet_of
from exports.plan.labels import Label, Room, landmark_labels
from exports.plan.looks import LOOKS, number, path
from workshops.basemap import Frame, blank, build
from workshops.osm import read_osm

SVG = "{http://www.w3.org/2000/svg}"
THEMES = tuple(LOOKS)
NASTY = '"><script>alert(1)</script>${alert(1)}{{7*7}}\x00\ud800'
FRAME = Frame(32, north=True, origin_e=612500, origin_n=6741700, width_m=200, height_m=100)


def rectangle(left, top, right, bottom):
    corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    return {"type": "Polygon", "coordinates": [[list(FRAME.to_lonlat(x, y)) for x, y in corners]]}


OUTLINE = rectangle(60, 30, 140, 70)
ZONES = (
    {"letter": "A", "name": "West", "polygon": rectangle(60, 30, 100, 70)},
    {"letter": "B", "name": "East", "polygon": rectangle(100, 30, 140, 70)},
)


def basemap_with(*features):
    return {
        "frame": FRAME.to_json(),
        "outline": OUTLINE,
        "licence": "",
        "source": "",
        "features": list(features),
    }


def ring(left, top, right, bottom):
    return [[left, top], [right, top], [right, bottom], [left, bottom]]


def texts(svg):
    return [element.text for element in fromstring(svg).iter(f"{SVG}text")]


@pytest.fixture(scope="module")
def berlin(shared_data):
    with (shared_data / "osm/berlin-karl-marx-platz.osm").open("rb") as stream:
        extract = read_osm(stream)
    outline = extract.squares()[0].outline
    return build(extract, outline), outline


@pytest.mark.parametrize("theme", THEMES)
def test_a_plan_is_one_svg_whose_first_child_is_its_title(berlin, theme):
    root = fromstring(draw(*berlin, (), theme, title="Plan of the square"))
    assert root.tag == f"{SVG}svg"
    assert (root[0].tag, root[0].text) == (f"{SVG}title", "Plan of the square")
    assert root.get("viewBox") == "0 0 206 169"


@pytest.mark.parametrize("theme", THEMES)
def test_only_presentation_attributes_are_used(berlin, theme):
    svg = draw(*berlin, ZONES, theme, title="Plan", grid=True, extras=Extras(furniture=True))
    for forbidden in ("style=", "class=", "var(", "font=", "paint-order", "<style", "url("):
        assert forbidden not in svg
    assert re.findall(r"https?://[^\"]+", svg) == ["http://www.w3.org/2000/svg"]


def test_a_real_plan_weighs_little(berlin):
    svg = draw(*berlin, (), "light", title="Plan", grid=True)
    assert len(gzip.compress(svg.encode())) < 12_000


def test_the_same_base_map_gives_the_same_plan(berlin):
    assert draw(*berlin, (), "print", title="Plan") == draw(*berlin, (), "print", title="Plan")


def test_a_box_shows_a_part(berlin):
    root = fromstring(draw(*berlin, (), "print", title="Plan", box=(48, 46, 154, 122)))
    assert root.get("viewBox") == "48 46 106 76"


@pytest.mark.parametrize("theme", THEMES)
def test_words_of_people_are_harmless(theme):
    basemap = basemap_with(
        {"kind": "street", "name": NASTY, "spots": [[100, 15, 0]]},
        {"kind": "art", "name": NASTY, "points": [[100, 50]], "radius": 1},
    )
    zones = ({"letter": NASTY, "name": NASTY, "polygon": OUTLINE},)
    svg = draw(basemap, OUTLINE, zones, theme, title=NASTY)
    root = fromstring(svg)
    assert not list(root.iter(f"{SVG}script"))
    assert "alert(1)" in root[0].text


def test_trees_have_their_true_crowns():
    basemap = basemap_with({"kind": "tree", "points": [[80, 50]], "radius": 4.5})
    circles = fromstring(draw(basemap, OUTLINE, (), "light", title="Plan")).iter(f"{SVG}circle")
    assert (4.5, 80.0, 50.0) in [
        (float(c.get("r")), float(c.get("cx")), float(c.get("cy"))) for c in circles
    ]


def test_benches_are_turned_to_where_they_look():
    basemap = basemap_with({"kind": "bench", "points": [[80, 50]], "radius": 0.4, "angle": 73})
    svg = draw(basemap, OUTLINE, (), "light", title="Plan")
    assert 'transform="translate(80.00 50.00) rotate(73)"' in svg
    assert 'width="1.8" height=".6"' in svg


def test_the_square_lies_over_roads_and_under_buildings():
    basemap = basemap_with(
        {"kind": "building", "rings": [ring(10, 10, 20, 20)]},
        {"kind": "road", "line": [[0, 20], [200, 20]], "width": 6},
    )
    svg = draw(basemap, OUTLINE, (), "light", title="Plan")
    assert svg.index("#E3E1D9") < svg.index("#FFFFFF") < svg.index("#D6D2C7")


def test_notes_lie_over_the_outline_and_under_names():
    basemap = basemap_with({"kind": "street", "name": "Torggata", "spots": [[100, 15, 0]]})
    notes = Markup('<circle id="note" r="1"/>')
    svg = draw(basemap, OUTLINE, (), "light", title="Plan", extras=Extras(notes=notes))
    assert svg.index("#13262B") < svg.index('id="note"') < svg.index("Torggata")


def test_a_name_is_written_over_its_own_halo():
    basemap = basemap_with({"kind": "street", "name": "Torggata", "spots": [[100, 15, 12]]})
    svg = draw(basemap, OUTLINE, (), "light", title="Plan")
    assert texts(svg) == ["Torggata", "Torggata"]
    assert svg.count("rotate(12.0 ") == 2


def test_a_street_is_named_where_there_is_room():
    spots = [[100, 15, 0], [100, 85, 0]]
    basemap = basemap_with(
        {"kind": "street", "name": "Torggata", "spots": spots},
        {"kind": "street", "name": "Strandgata", "spots": spots},
        {"kind": "street", "name": "Storgata", "spots": [[300, 15, 0]]},
    )
    assert set(texts(draw(basemap, OUTLINE, (), "light", title="Plan"))) == {
        "Torggata",
        "Strandgata",
    }


def test_without_labels_there_is_no_text():
    basemap = basemap_with({"kind": "street", "name": "Torggata", "spots": [[100, 15, 0]]})
    assert texts(draw(basemap, OUTLINE, ZONES, "light", title="Plan", labels=False)) == []


def test_the_border_between_zones_is_dashed_once_and_the_edge_is_not():
    svg = draw(basemap_with(), OUTLINE, ZONES, "light", title="Plan", labels=False)
    (dashed,) = [p for p in fromstring(svg).iter(f"{SVG}path") if p.get("stroke-dasharray")]
    assert re.fullmatch(r"M100 [37]0l0 -?40", dashed.get("d"))


def test_zones_are_letters_in_discs_on_screen_and_written_out_on_paper():
    on_screen = draw(basemap_with(), OUTLINE, ZONES, "dark", title="Plan")
    on_paper = draw(basemap_with(), OUTLINE, ZONES, "print", title="Plan")
    assert texts(on_screen) == ["A", "B"]
    assert set(texts(on_paper)) == {"Zone A", "Zone B"}


def test_words_on_the_plan_are_translated():
    basemap = basemap_with({"kind": "fountain", "points": [[100, 50]], "radius": 1.5})
    extras = Extras(speak=lambda text: {"Fountain": "Fontene"}[str(text)])
    assert set(texts(draw(basemap, OUTLINE, (), "light", title="Plan", extras=extras))) == {
        "Fontene"
    }


def test_the_grid_has_its_letters_and_numbers():
    found = set(texts(draw(basemap_with(), OUTLINE, (), "print", title="Plan", grid=True)))
    assert found == set("ABCDEFGH") | set("1234")


def test_a_place_without_a_map_is_grid_paper():
    svg = draw(blank(OUTLINE), OUTLINE, (), "light", title="Plan")
    lines = [p for p in fromstring(svg).iter(f"{SVG}path") if p.get("stroke") == "#BFBCB1"]
    assert lines[0].get("d").count("M") > 20


def test_a_plan_needs_no_outline():
    basemap = {"frame": FRAME.to_json(), "features": []}
    assert (
        fromstring(draw(basemap, None, (), "light", title="Plan")).get("viewBox") == "0 0 200 100"
    )


def test_where_no_square_is_chosen_those_on_the_map_are_bright():
    mapped = {"kind": "square", "rings": [ring(70, 40, 80, 50)], "name": "Torg"}
    assert "#FFFFFF" in draw(basemap_with(mapped), None, (), "light", title="Plan")
    assert "#FFFFFF" not in draw(basemap_with(), None, (), "light", title="Plan")


def test_lawns_lie_on_the_square_and_a_park_has_its_paths():
    lawn = {"kind": "green", "rings": [ring(70, 40, 80, 50)]}
    park = {"kind": "green", "rings": [ring(60, 30, 140, 70)]}
    path_across = {"kind": "path", "line": [[50, 60], [150, 60]], "width": 2}
    plain = draw(basemap_with(lawn, path_across), OUTLINE, (), "light", title="Plan")
    green = draw(basemap_with(lawn, park, path_across), OUTLINE, (), "light", title="Plan")
    assert plain.rindex("#DEE6D3") > plain.index("#FFFFFF")
    assert green.count('stroke="#F1EFE8"') == plain.count('stroke="#F1EFE8"') + 1


@pytest.mark.parametrize(
    ("width", "parts", "figures"),
    [
        (105, 2, (0, 10, 20)),
        (57, 2, (0, 5, 10)),
        (106, 4, (0, 10, 20, 30, 40)),
        (206, 2, (0, 20, 40)),
        (2, 2, (0, 1, 2)),
    ],
)
def test_scale_bars_have_round_figures(width, parts, figures):
    assert scale_parts(width, parts) == figures


def test_the_scale_bar_is_as_long_as_it_says():
    svg = draw(basemap_with(), OUTLINE, (), "print", title="Plan", extras=Extras(furniture=True))
    bars = [r for r in fromstring(svg).iter(f"{SVG}rect") if r.get("stroke")]
    assert [float(bar.get("width")) for bar in bars] == [20, 20, 20, 20]
    assert "80 m" in texts(svg)


def test_pages_draw_notes_in_the_plans_own_measure():
    sheet = sheet_of(basemap_with(), OUTLINE, "light")
    assert sheet.px == pytest.approx(100 / 700, rel=0.01)
    assert sheet.frame == FRAME


def test_two_names_never_share_a_place():
    room = Room((0, 0, 100, 100))
    label = Label("Torg", 50, 50, 3)
    assert list(room.first_that_fits([label])) == [label]
    assert list(room.first_that_fits([label])) == []


def test_a_name_covers_a_tree_only_where_there_is_no_other_place():
    room = Room((0, 0, 100, 100), better_free=[((50, 50), 3.0)])
    over, beside = Label("Torg", 50, 50, 3), Label("Torg", 50, 70, 3)
    assert list(room.first_that_fits([over, beside])) == [beside]
    assert list(room.first_that_fits([over])) == [over]


@pytest.mark.parametrize(("notes", "named"), [(2, ["Kiosk"]), (3, [])])
def test_a_landmark_is_not_named_where_three_notes_would_cover_it(notes, named):
    room = Room((0, 0, 100, 100), busy=[((50, 50), 40.0)] * notes)
    kiosk = {"name": "Kiosk", "lon": 50, "lat": 50, "radius_m": 1}
    found = landmark_labels([kiosk], lambda x, y: (x, y), room, 3)
    assert [label.text for label in found] == named


def test_paths_go_from_point_to_point_without_drift():
    corners = [(0.004, 0.0), (1.006, 0.0), (2.008, 0.004), (3.333, 9.999)]
    steps = [float(word) for word in re.findall(r"-?[\d.]+", path([corners]))]
    assert sum(steps[0::2]) == pytest.approx(3.33)
    assert sum(steps[1::2]) == pytest.approx(10)


@pytest.mark.parametrize(
    ("value", "text"), [(0.5, ".5"), (-0.25, "-.25"), (10.0, "10"), (0.0, "0"), (100, "100")]
)
def test_numbers_are_short(value, text):
    assert number(value) == text
