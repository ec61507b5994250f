"""A plan on paper measures right: read back from the PDF, in millimetres."""

import math
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest
from weasyprint import HTML

from exports import brief
from exports.assets import Shelf
from exports.brief_pages import render
from exports.paper import PAPERS, fits_of, true_plan
from exports.plates import plates_of
from exports.sheet import PX_PER_MM
from exports.words import translator
from tests.exports.pdf_paths import lines_of
from workshops.basemap import Frame, blank, build, frame_of
from workshops.basemap.outlines import outline_in
from workshops.methods.geodesy import area_m2, distance_m
from workshops.osm import read_osm
from workshops.refusal import Refused

pytestmark = pytest.mark.slow

WORDS = translator("en")
HALF_A_PERCENT = 0.005
BLACK = {(0.0,), (0.0, 0.0, 0.0)}


def rectangle(width_m, height_m):
    frame = Frame(32, north=True, origin_e=612500, origin_n=6741700, width_m=1, height_m=1)
    corners = ((0, 0), (width_m, 0), (width_m, height_m), (0, height_m), (0, 0))
    return {"type": "Polygon", "coordinates": [[list(frame.to_lonlat(*c)) for c in corners]]}


def printed(plan):
    """The page as a printer gets it."""
    paper = plan.fit.paper
    size = f"@page{{size:{paper.width_mm}mm {paper.height_mm}mm;margin:10mm}}"
    html = f"<style>{size} svg{{display:block}}</style>{plan.ground}"
    with pikepdf.open(BytesIO(HTML(string=html).write_pdf())) as pdf:
        assert len(pdf.pages) == 1
        return lines_of(pdf.pages[0])


def sides_mm(line):
    return [math.dist(a, b) for a, b in pairwise(line.corners)]


def outline_among(lines, outline):
    """The longest black line with as many corners as the outline has."""
    corners = len(outline["coordinates"][0])
    black = (line for line in lines if line.colour in BLACK)
    return max(
        (line for line in black if len(line.corners) in (corners, corners + 1)),
        key=lambda line: sum(sides_mm(line)),
    )


def assert_true(line, outline, scale):
    """Every side of more than a few millimetres, and the whole way round."""
    known = [distance_m(a, b) for a, b in pairwise(outline["coordinates"][0])]
    for metres, on_paper in zip(known, sides_mm(line), strict=False):
        assert on_paper == pytest.approx(metres * 1000 / scale, rel=HALF_A_PERCENT, abs=0.05)
    assert sum(sides_mm(line)) == pytest.approx(sum(known) * 1000 / scale, rel=HALF_A_PERCENT)


@pytest.fixture(scope="module")
def hamar(root):
    _, outline = outline_in((root / "tests/data/stortorget-hamar.geojson").read_bytes())
    return outline


@pytest.mark.parametrize(
    ("size", "first"),
    [
        ((40, 20), "a4-landscape-200"),
        ((20, 35), "a4-portrait-200"),
        ((65, 38), "a3-landscape-200"),
        ((86, 49), "a4-landscape-500"),
        ((150, 100), "a3-landscape-500"),
        ((90, 160), "a3-portrait-500"),
        ((250, 130), "a4-landscape-1000"),
        ((380, 220), "a3-landscape-1000"),
        ((1500, 1000), "a3-landscape-5000"),
    ],
)
def test_the_largest_scale_then_the_least_paper_is_taken(size, first):
    outline = rectangle(*size)
    assert fits_of(frame_of(outline), outline)[0].key == first


def test_a_square_larger_than_any_paper_is_refused():
    frame = Frame(32, north=True, origin_e=0, origin_n=0, width_m=1, height_m=1)
    with pytest.raises(Refused, match="too large"):
        fits_of(frame, rectangle(40_000, 40_000))


@pytest.mark.parametrize(
    ("paper", "scale"),
    [
        *((paper, 1000) for paper in PAPERS),
        *((paper, 500) for paper in PAPERS if paper.name == "A3"),
    ],
)
def test_hamar_measures_right_on_every_paper(hamar, paper, scale):
    plan = true_plan(None, hamar, (), "Stortorget", f"{paper.key}-{scale}")
    assert (plan.fit.paper, plan.fit.scale) == (paper, scale)
    assert_true(outline_among(printed(plan), hamar), hamar, scale)


@pytest.mark.parametrize(
    "name", ["berlin-karl-marx-platz", "prague-karlovo-namesti", "bristol-church-road"]
)
def test_real_squares_measure_right(name, shared_data):
    with (shared_data / f"osm/{name}.osm").open("rb") as stream:
        extract = read_osm(stream)
    outline = extract.squares()[0].outline
    plan = true_plan(build(extract, outline), outline, (), "Square")
    assert_true(outline_among(printed(plan), outline), outline, plan.fit.scale)


def test_the_bar_is_as_long_as_it_says(hamar):
    plan = true_plan(None, hamar, (), "Stortorget", "a3-landscape-500")
    bars = [each for each in printed(plan) if len(each.corners) == 5 and each.colour in BLACK]
    left, right = (pick(x for bar in bars for x, _ in bar.corners) for pick in (min, max))
    assert ">80 m<" in plan.ground
    assert right - left == pytest.approx(80 * 1000 / 500, rel=HALF_A_PERCENT)


def test_the_grid_and_what_it_measures_are_told(hamar):
    plan = true_plan(None, hamar, (), "Stortorget", "a3-landscape-500")
    assert (plan.grid.step_m, plan.step_mm, plan.epsg) == (10, 20.0, 25832)
    assert plan.area_m2 == area_m2(hamar)
    assert plan.licence == "Drawn by hand"


def test_an_unknown_wish_is_given_the_first_that_fits(hamar):
    assert true_plan(None, hamar, (), "Stortorget", "a0-landscape-7").fit.key == "a3-landscape-500"


def test_a_picture_without_a_scale_is_no_true_plan(hamar):
    picture = {"to_scale": False}
    with pytest.raises(Refused, match="no scale"):
        true_plan({**blank(hamar), "picture": picture}, hamar, (), "Stortorget")


def test_places_on_a_picture_have_no_coordinates(hamar):
    assert true_plan(None, hamar, (), "Stortorget", on_earth=False).epsg is None


def test_a_plan_fills_its_part_of_the_paper(hamar):
    plan = true_plan(blank(hamar), hamar, (), "Stortorget", "a3-landscape-500")
    assert 'width="396.00mm" height="240.00mm"' in plan.ground


@pytest.mark.slow
def test_the_plan_in_the_brief_measures_right(stortorget, tmp_path):
    brief.write(stortorget, tmp_path / "brief.pdf")
    outline = stortorget.square.outline
    with pikepdf.open(tmp_path / "brief.pdf") as pdf:
        plate, annex = (
            lines_of(page)
            for page in pdf.pages
            if float(page.mediabox[2]) > float(page.mediabox[3])
        )
    sheet = plates_of(stortorget, WORDS)[0].sheet
    assert sheet.px(10) / PX_PER_MM == pytest.approx(20, rel=HALF_A_PERCENT)
    for lines in (plate, annex):
        assert_true(outline_among(lines, outline), outline, 500)


@pytest.mark.slow
def test_a_square_too_large_for_a4_has_a_page_of_a3_in_the_brief(stortorget, hamar, tmp_path):
    square = replace(stortorget.square, outline=hamar, basemap=None, zones=(), landmarks=())
    findings = replace(stortorget, square=square, contributions=())
    brief.write(findings, tmp_path / "brief.pdf")
    with pikepdf.open(tmp_path / "brief.pdf") as pdf:
        page = pdf.pages[-1]
        size = [float(edge) * 25.4 / 72 for edge in page.mediabox]
        lines = lines_of(page)
    assert size[2:] == pytest.approx([420, 297], abs=0.1)
    assert_true(outline_among(lines, hamar), hamar, 500)


def test_without_an_outline_the_brief_has_no_such_page(miami):
    assert "annex-plan" not in str(render(miami, [WORDS], Shelf()))


@pytest.mark.slow
def test_the_brief_says_scale_and_paper(stortorget):
    assert "Annex J: Plan at 1:500, A4 landscape" in str(render(stortorget, [WORDS], Shelf()))
