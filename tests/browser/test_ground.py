"""A real map, turned and scanned, placed by four clicks: it lies where it belongs."""

import io
import math
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser

from app.warping import take_plan, warp
from exports.plan import draw
from workshops.basemap import Frame, build
from workshops.ground_laying import lay
from workshops.ground_points import Control, by_points
from workshops.osm import read_osm

pytestmark = pytest.mark.browser
PX_A_METRE, TURN, SHRUNK = 8, math.radians(17), 0.75
CLICKED = ((0.2, 0.25), (0.8, 0.2), (0.75, 0.8), (0.3, 0.7))
#: A click is good to a pixel, and that is 17 cm here; a map off by a metre differs by far more.
MOST_CM, MOST_DIFFERENT = 12, 6.0


def photographed(browser: Browser, svg: str, size: tuple[int, int], style: str = "") -> bytes:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    wide, high = size
    css = f"body{{margin:0}} svg{{display:block;width:{wide}px;height:{high}px;{style}}}"
    page.set_content(f"<style>{css}</style>{svg}")
    picture = page.screenshot()
    page.close()
    return picture


def test_a_map_that_was_turned_and_shrunk_is_laid_over_itself(
    browser: Browser, shared_data: Path, tmp_path: Path
):
    with (shared_data / "osm/berlin-karl-marx-platz.osm").open("rb") as file:
        extract = read_osm(file)
    outline = dict(extract.squares()[0].outline)
    basemap = build(extract, outline)
    frame = Frame.from_json(basemap["frame"])
    svg = str(draw(basemap, outline, (), "light", title="Plan", labels=False))
    wide, high = round(frame.width_m * PX_A_METRE), round(frame.height_m * PX_A_METRE)
    turned = f"transform:rotate(17deg) scale({SHRUNK})"
    picture = take_plan(photographed(browser, svg, (wide, high), turned), tmp_path)

    def clicked(x: float, y: float) -> Control:
        u, v = (x * PX_A_METRE - wide / 2) * SHRUNK, (y * PX_A_METRE - high / 2) * SHRUNK
        at = (
            u * math.cos(TURN) - v * math.sin(TURN) + wide / 2,
            u * math.sin(TURN) + v * math.cos(TURN) + high / 2,
        )
        return Control(round(at[0]), round(at[1]), *frame.to_lonlat(x, y))

    spots = [clicked(frame.width_m * u, frame.height_m * v) for u, v in CLICKED]
    placing = by_points(spots, picture.width, picture.height)
    assert placing.odd is None
    assert max(placing.misses_m) * 100 < MOST_CM

    laying = lay(placing, picture.width, picture.height)
    laid = Image.open(tmp_path / f"{warp(picture.sha256, laying, tmp_path)}.jpg")
    true = Image.open(io.BytesIO(photographed(browser, svg, (wide, high)))).convert("RGB")
    assert different(laid, true, laying, frame, 0) < MOST_DIFFERENT
    assert different(laid, true, laying, frame, 1.0) > 2 * different(laid, true, laying, frame, 0)


def different(laid: Image.Image, true: Image.Image, laying, frame: Frame, off_m: float) -> float:
    """How much the laid picture differs from the true one round the square, of 255."""
    middle = frame.width_m / 2, frame.height_m / 2
    left, top = middle[0] - 40, middle[1] - 25
    step = laying.metres_a_pixel
    x = (left + off_m + frame.origin_e - laying.east) / step
    y = (top - frame.origin_n + laying.north) / step
    one = laid.crop((round(x), round(y), round(x + 80 / step), round(y + 50 / step)))
    p = PX_A_METRE
    box = (round(left * p), round(top * p), round((left + 80) * p), round((top + 50) * p))
    other = true.crop(box).resize(one.size, Image.Resampling.LANCZOS)
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3
