"""The live map in a browser: what arrives appears, a click decides, words of people stay words."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import pages, staging
from tests.browser.conftest import People
from tests.browser.pages import SOON_MS, press
from tests.browser.torg import Torg
from workshops import answers, joining

pytestmark = pytest.mark.browser

WORDS = "<img src=x onerror=alert(1)> ${alert(2)}"


@pytest.fixture
def torg(serve: Callable[[Path], Torg], demo_folder: Path) -> Torg:
    started = serve(demo_folder)
    staging.put_on(started.instance, "map_notes")
    return started


@pytest.fixture
def desk(torg: Torg, people: People) -> Page:
    page = people.meet("desk")
    page.on("dialog", lambda dialog: people.troubles.append(dialog.message))
    pages.come_in(page, torg)
    page.goto(torg.at(f"/desk/w/{torg.code}/map"))
    pages.listen(page)
    page.wait_for_selector("[data-ready]")
    return page


def put_note(torg: Torg, words: str) -> None:
    """Put a note on the plan, as a phone does."""
    with staging.hand_on(torg.instance) as session:
        workshop = staging.tonight(session)
        notes = staging.of_kind(workshop, "map_notes")
        someone = joining.join(session, workshop.id, workshop.code, "a phone")
        said = {"text": words, "category": "", "lon": 13.44125, "lat": 52.47375}
        answers.submit(session, notes.id, someone, said, "a tap")


def look_again(page: Page) -> None:
    page.evaluate("document.dispatchEvent(new Event('torg:refresh'))")


def until(page: Page, true: str) -> None:
    """Wait for it in turns: the page's policy lets nobody evaluate strings within it."""
    for _ in range(SOON_MS // 100):
        if page.evaluate(true):
            return
        page.wait_for_timeout(100)
    pytest.fail(true)


def test_what_arrives_is_marked_as_waiting_and_released_by_a_click(torg: Torg, desk: Page) -> None:
    before = desk.evaluate("torgMap.shown.length")
    put_note(torg, WORDS)
    look_again(desk)
    until(desk, f"torgMap.shown.length === {before + 1}")
    assert desk.evaluate("torgMap.shown.at(-1).state") == "held"
    spot = desk.evaluate("torgMap.drawnNotes().filter(one => one.notes[0].state === 'held')[0]")
    box = desk.locator("#map_torg").bounding_box()
    desk.mouse.click(box["x"] + spot["x"], box["y"] + spot["y"])
    card = desk.locator("#map-card")
    expect(card.locator(".map-card-words")).to_have_text(WORDS)
    press(desk, "Release to the screen", within="#map-card")
    until(desk, "!torgMap.chosen[0].state")
    expect(card.get_by_role("button", name="Release to the screen")).to_be_hidden()
    expect(desk.locator(".desk-foot")).to_contain_text("released")


def test_a_note_that_is_hidden_leaves_the_map_and_comes_back_with_undo(
    torg: Torg, desk: Page
) -> None:
    put_note(torg, WORDS)
    look_again(desk)
    until(desk, "torgMap.shown.at(-1).state === 'held'")
    all_of_them = desk.evaluate("torgMap.shown.length")
    desk.evaluate("torgMap.goTo(torgMap.shown.at(-1))")
    press(desk, "Hide", within="#map-card")
    until(desk, f"torgMap.shown.length === {all_of_them - 1}")
    desk.locator("[data-close]").click()
    press(desk, "Undo", within=".desk-foot")
    until(desk, f"torgMap.shown.length === {all_of_them}")


def test_the_planner_has_the_same_map_without_what_waits(torg: Torg, desk: Page) -> None:
    put_note(torg, WORDS)
    slug = desk.locator(".desk-square").get_attribute("href").split("/")[2]
    desk.goto(torg.at(f"/planner/{slug}/map"))
    desk.wait_for_selector("[data-ready]")
    assert desk.evaluate("torgMap.data.notes.filter(note => note.state).length") == 0
    assert desk.locator("#map-acts").count() == 0
