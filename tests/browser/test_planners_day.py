"""A planner's day: write, tick, say where, find that somebody was faster, take the file along."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import pages
from tests.browser.conftest import People
from tests.browser.torg import Torg

pytestmark = pytest.mark.browser

ROOM = "/planner/karl-marx-platz"
FOUNTAIN = "A drinking fountain that a child can reach runs in summer."


@pytest.fixture
def room(serve: Callable[[Path], Torg], demo_folder: Path, people: People) -> Page:
    """The planner's room on a laptop."""
    torg = serve(demo_folder)
    people.expect_trouble("status of 409")
    page = people.meet("desk", viewport={"width": 1366, "height": 768})
    pages.come_in(page, torg)
    page.goto(torg.at(f"{ROOM}/requirements"))
    return page


def test_from_a_sentence_to_a_file(room: Page) -> None:
    _write_and_tick(room)
    _say_where(room)
    _be_slower_than_somebody(room)
    _take_the_file(room)


def _write_and_tick(room: Page) -> None:
    """By keys alone."""
    room.get_by_label("Write a requirement").focus()
    room.keyboard.type(FOUNTAIN)
    room.keyboard.press("Tab")
    room.keyboard.press("Enter")
    expect(room.get_by_role("heading", name=FOUNTAIN)).to_be_visible()
    room.get_by_label("Search the findings").fill("water")
    room.keyboard.press("Enter")
    expect(room.locator(".search-count")).to_contain_text("say it")
    room.locator(".said-one .tick").first.press("Space")
    expect(room.locator(".said-one .tick.is-for")).to_be_focused()
    expect(room.locator(".evidence")).to_contain_text("1 says it")


def _say_where(room: Page) -> None:
    """A zone and an area: what is chosen on the plan stands in the form, and on the page after."""
    room.get_by_role("link", name="Choose on the plan").click()
    room.wait_for_selector("[data-snaps=ready]")
    room.get_by_label("an area").check()
    sheet = room.locator(".draw-sheet")
    for x, y in ((300, 220), (420, 200), (450, 300)):
        sheet.click(position={"x": x, "y": y})
    room.locator("[data-pick=zone][data-name=B]").click()
    expect(room.get_by_role("checkbox", name="B")).to_be_checked()
    pages.press(room, "Save the place")
    expect(room.locator(".place-area")).to_be_visible()
    expect(room.locator(".facts-list")).to_contain_text("B")


def _be_slower_than_somebody(room: Page) -> None:
    """Who comes second is told, sees both, and loses nothing."""
    other = room.context.new_page()
    other.goto(room.url)
    for page, owner in ((other, "Water works"), (room, "Parks")):
        page.locator("summary", has_text="Change the words").click()
        page.get_by_label("Owner").fill(owner)
        page.get_by_label("Owner").press("Enter")
        expect(page.locator("article")).to_contain_text("Water works")
    other.close()
    expect(room.locator(".clash")).to_contain_text("Parks")
    expect(room.get_by_label("Owner")).to_have_value("Parks")
    room.get_by_label("Owner").press("Enter")
    expect(room.locator(".facts-list")).to_contain_text("Parks")
    room.reload()
    expect(room.locator(".facts-list")).to_contain_text("Parks")


def _take_the_file(room: Page) -> None:
    room.get_by_role("link", name="Downloads").click()
    room.locator("[data-focus='make short']").press("Enter")
    link = room.get_by_role("link", name="What you said today").first
    expect(link).to_be_visible(timeout=60_000)
    with room.expect_download() as sent:
        link.click()
    assert sent.value.suggested_filename == "karl-marx-platz-short.pdf"
    assert Path(sent.value.path()).read_bytes().startswith(b"%PDF")
