"""Every kind of thing that the map may hold is drawn, in its true size, in every theme."""

import re

import pytest
from defusedxml.ElementTree import fromstring

from exports.plan import draw
from exports.plan.looks import LOOKS
from workshops.basemap import Frame, build
from workshops.osm import Extract, Feature
from workshops.osm.kinds import AREAS, HIGHWAY_AREAS, LINES, POINTS

SVG = "{http://www.w3.org/2000/svg}"
FRAME = Frame(32, north=True, origin_e=612500, origin_n=6741700, width_m=200, height_m=100)
#: These have a name and a place, and nothing that one could see from above.
ONLY_NAMED = {"market", "playground"}


def kinds(rules):
    return sorted({kind for values in rules.values() for kind in values.values() if kind})


def lonlats(*points):
    return [list(FRAME.to_lonlat(x, y)) for x, y in points]


def box(left, top, right, bottom):
    corners = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
    return {"type": "Polygon", "coordinates": [lonlats(*corners)]}


OUTLINE = box(60, 30, 140, 70)
GROUND = Feature("green", box(0, 0, 5, 5), "", {}, "1")


def point(x, y):
    return {"type": "Point", "coordinates": FRAME.to_lonlat(x, y)}


def line(*points):
    return {"type": "LineString", "coordinates": lonlats(*points)}


def plan(kind, geometry, theme="light", outline=None, **tags):
    feature = Feature(kind, geometry, "", tags, "2")
    basemap = build(Extract((GROUND, feature), {}, ()), OUTLINE, 20)
    return draw(basemap, outline, (), theme, title="Plan", labels=False)


def bare(theme="light"):
    basemap = build(Extract((GROUND,), {}, ()), OUTLINE, 20)
    return draw(basemap, None, (), theme, title="Plan", labels=False)


def shapes(svg, name, **attributes):
    return [
        each
        for each in fromstring(svg).iter(f"{SVG}{name}")
        if all(each.get(key.replace("_", "-")) == value for key, value in attributes.items())
    ]


@pytest.mark.parametrize("theme", LOOKS)
@pytest.mark.parametrize("kind", [k for k in kinds(POINTS) if k not in ONLY_NAMED])
def test_every_kind_of_point_is_drawn(kind, theme):
    assert plan(kind, point(100, 50), theme) != bare(theme)


@pytest.mark.parametrize("theme", LOOKS)
@pytest.mark.parametrize("kind", kinds(LINES))
def test_every_kind_of_line_is_drawn(kind, theme):
    assert plan(kind, line((80, 50), (110, 55)), theme) != bare(theme)


@pytest.mark.parametrize("theme", LOOKS)
@pytest.mark.parametrize("kind", sorted({*kinds(AREAS), *HIGHWAY_AREAS.values(), "road"}))
def test_every_kind_of_area_is_drawn(kind, theme):
    assert plan(kind, box(80, 40, 90, 50), theme) != bare(theme)


def test_a_crown_is_as_wide_on_the_plan_as_on_the_ground():
    svg = plan("tree", point(100, 50), diameter_crown="9")
    assert [each.get("r") for each in shapes(svg, "circle")][:1] == ["4.5"]


def test_a_row_of_trees_is_crowns_side_by_side():
    svg = plan("tree_row", line((80, 50), (110, 50)), diameter_crown="6")
    edge, crown = shapes(svg, "path", stroke_width="6") + [
        each for each in shapes(svg, "path") if (each.get("stroke-width") or "").startswith("5.")
    ]
    assert edge.get("stroke-width") > crown.get("stroke-width")
    assert svg.count('stroke-linecap="round" stroke-dasharray="0 6.90"') == 2


def test_a_bench_is_as_long_on_the_plan_as_on_the_ground():
    svg = plan("bench", point(100, 50), length="5.4", direction="90")
    (seat,) = [each for each in shapes(svg, "rect") if each.get("transform")]
    assert (seat.get("width"), seat.get("height")) == ("5.4", ".6")
    assert seat.get("transform").endswith("rotate(90)")


def test_steps_have_a_line_at_each_tread():
    svg = plan("steps", line((80, 50), (84, 50)), step_count="10", width="6")
    (treads,) = shapes(svg, "path", stroke_width="6", d=shapes(svg, "path")[-1].get("d"))[1:]
    assert treads.get("stroke-width") == "6"
    assert 'stroke-dasharray="0.1 0.30"' in svg


def test_bicycle_stands_are_as_many_as_are_needed():
    before = len(shapes(bare(), "rect"))
    assert len(shapes(plan("bicycle_parking", point(100, 50), capacity="12"), "rect")) == before + 6


def test_ground_for_bicycles_has_stands_across_its_length():
    svg = plan("bicycle_parking", box(80, 40, 90, 42))
    (row,) = [each for each in shapes(svg, "g") if each.get("stroke-dasharray") == "0.15 0.55"]
    start, *_ = re.findall(r"M([\d.]+) ([\d.]+)", row[0].get("d"))
    frame_x, frame_y = 40, 10
    assert float(start[0]) + frame_x == pytest.approx(80, abs=1.1)
    assert float(start[1]) + frame_y == pytest.approx(41, abs=1.1)


def test_a_fountain_is_as_wide_as_it_is_told_to_be():
    svg = plan("fountain", point(100, 50), diameter="12")
    assert "6" in [each.get("r") for each in shapes(svg, "circle")]


def test_a_kerb_is_one_line_along_its_way():
    assert len(shapes(plan("kerb", line((80, 50), (110, 55))), "path", fill="none")) == 1


def light_of(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """WCAG 2.2, section 1.4.3."""
    dark, light = sorted((light_of(one), light_of(other)))
    return (light + 0.05) / (dark + 0.05)


def test_in_high_contrast_every_edge_is_seen_and_every_word_is_read():
    looks = LOOKS["contrast"]
    edges = [
        (looks.kerb, looks.road),
        (looks.kerb, looks.ground),
        (looks.building_edge, looks.building),
        (looks.crown_edge, looks.crown),
        (looks.crown_edge, looks.square),
        (looks.water_edge, looks.water),
        (looks.bench, looks.square),
        (looks.lamp, looks.ground),
        (looks.grid, looks.square),
    ]
    assert min(contrast(*pair) for pair in edges) >= 4.5
    grounds = (looks.ground, looks.road, looks.building, looks.green, looks.square, looks.halo)
    assert min(contrast(looks.label, ground) for ground in grounds) >= 12


def test_in_high_contrast_lines_are_wider():
    thin, wide = (plan("kerb", line((80, 50), (110, 55)), theme) for theme in ("light", "contrast"))
    widths = [
        float(shapes(svg, "path", fill="none")[0].get("stroke-width")) for svg in (thin, wide)
    ]
    assert widths[1] / widths[0] == pytest.approx(1.6, rel=0.05)


def test_in_grey_there_is_no_colour():
    colours = set(re.findall(r"#[0-9A-F]{6}", str(plan("tree", point(100, 50), "grey"))))
    assert colours
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in colours)
