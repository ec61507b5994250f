"""Pins on a drawing, by a click and by keys alone."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser import pages
from tests.browser.conftest import People
from tests.browser.torg import Torg

pytestmark = pytest.mark.browser


@pytest.fixture
def drawing(serve: Callable[[Path], Torg], demo_folder: Path, people: People) -> Page:
    """The page of a drawing of 600 by 400 pixels."""
    torg = serve(demo_folder)
    page = people.meet("desk")
    pages.come_in(page, torg)
    page.goto(torg.at("/planner/karl-marx-platz/drawings"))
    sketch = io.BytesIO()
    Image.new("RGB", (600, 400), "white").save(sketch, "PNG")
    file = {"name": "a.png", "mimeType": "image/png", "buffer": sketch.getvalue()}
    page.get_by_label("Pictures, or a PDF").set_input_files(file)
    page.get_by_label("Title").fill("First sketch")
    pages.press(page, "Take it in")
    expect(page.get_by_role("heading", name="First sketch")).to_be_visible()
    return page


def test_a_click_says_where_and_the_pin_is_there(drawing: Page) -> None:
    picture = drawing.locator(".sheet-picture")
    box = picture.bounding_box()
    assert box
    picture.click(position={"x": box["width"] / 4, "y": box["height"] / 2})
    expect(drawing.get_by_label("From the left")).to_have_value(re.compile(r"^(24\.9|25|25\.1)$"))
    expect(drawing.get_by_label("From the top")).to_have_value(re.compile(r"^(49\.9|50|50\.1)$"))
    pages.press(drawing, "Pin it here")
    expect(drawing.locator("a.pin")).to_have_count(1)


def test_keys_alone_put_a_pin(drawing: Page) -> None:
    drawing.locator("[data-plate]").focus()
    for key in ("ArrowRight", "Shift+ArrowRight", "ArrowUp"):
        drawing.keyboard.press(key)
    expect(drawing.get_by_label("From the left")).to_have_value("56")
    expect(drawing.get_by_label("From the top")).to_have_value("49")
    drawing.get_by_label("From the left").focus()
    drawing.keyboard.press("Enter")
    expect(drawing.locator("a.pin circle")).to_have_attribute("cy", "196.0")
