"""The plan to draw on leaves the browser's printer as large as it says."""

import json
import math
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from tests.browser import pages
from tests.browser.conftest import People
from tests.browser.torg import Torg
from tests.exports.pdf_paths import lines_of
from workshops.methods.geodesy import distance_m

pytestmark = pytest.mark.browser

MM_A_POINT = 25.4 / 72


@pytest.fixture
def torg(serve: Callable[[Path | None], Torg], demo_folder: Path) -> Torg:
    return serve(demo_folder)


@pytest.mark.parametrize(
    ("on", "size", "scale"),
    [
        ("", (297, 210), 500),
        ("a3-landscape-500", (420, 297), 500),
        ("a4-portrait-1000", (210, 297), 1000),
        ("a3-portrait-1000", (297, 420), 1000),
    ],
)
def test_the_outline_is_as_long_on_paper_as_the_scale_says(
    on: str, size: tuple[int, int], scale: int, torg: Torg, people: People
):
    desk = people.meet("desk")
    pages.come_in(desk, torg)
    desk.goto(torg.at(f"/desk/w/{torg.code}/print/plan?on={on}"))
    printed = desk.pdf(prefer_css_page_size=True)
    with pikepdf.open(BytesIO(printed)) as pdf:
        (page,) = pdf.pages
        box = [float(edge) * MM_A_POINT for edge in page.mediabox]
        lines = lines_of(page)
    assert box[2:] == pytest.approx(size, abs=0.5)
    assert any(is_the_outline(line.corners, outline_of(torg), scale) for line in lines)


def outline_of(torg: Torg) -> list[list[float]]:
    kept = torg.asked("SELECT outline FROM square")[0][0]
    return (json.loads(kept) if isinstance(kept, str) else kept)["coordinates"][0]


def is_the_outline(corners, outline, scale: int) -> bool:
    """Whether each side measures what it does on the ground, within 0.5 % and a tenth of a mm."""
    known = [distance_m(a, b) * 1000 / scale for a, b in pairwise(outline)]
    sides = [math.dist(a, b) for a, b in pairwise(corners)]
    return len(sides) >= len(known) - 1 and all(
        math.isclose(side, length, rel_tol=0.005, abs_tol=0.1)
        for side, length in zip(sides, known, strict=False)
    )
