"""Drawing the square: by pointer, by single clicks and by keys; snapping; undo after a reload."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import People
from tests.browser.pages import come_in, press, see
from tests.browser.torg import Torg

pytestmark = pytest.mark.browser

SQUARE = "/desk/karl-marx-platz/square"
SMALL = {"viewport": {"width": 1366, "height": 768}}


@pytest.fixture
def torg(serve: Callable[[Path], Torg], demo_folder: Path) -> Torg:
    return serve(demo_folder)


@pytest.fixture
def desk(people: People, torg: Torg) -> Page:
    page = people.meet("desk", **SMALL)
    come_in(page, torg)
    return page


def go(desk: Page, torg: Torg, step: str, key: str = "") -> None:
    desk.goto(torg.at(f"{SQUARE}?step={step}&edit={key}"))
    desk.wait_for_selector("[data-snaps=ready]")


def corners(desk: Page) -> list[str]:
    return desk.locator("[data-corners]").input_value().splitlines()


def plan(desk: Page) -> Locator:
    return desk.locator(".draw-sheet")


def middle(of: Locator) -> tuple[float, float]:
    box = of.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def says(desk: Page, pattern: str) -> None:
    expect(desk.locator("[data-says]")).to_have_text(re.compile(pattern))


def test_a_corner_is_pulled_and_the_zone_comes_back(desk: Page, torg: Torg) -> None:
    go(desk, torg, "zones", "B")
    before = corners(desk)
    says(desk, r"4 corners, 5\d\d m², 9\d(\.\d)? m round")
    x, y = middle(desk.locator(".drawn-corner").first)
    desk.mouse.move(x, y)
    desk.mouse.down()
    desk.mouse.move(x - 40, y + 25, steps=5)
    desk.mouse.up()
    assert corners(desk)[0] != before[0]
    assert corners(desk)[1:] == before[1:]
    press(desk, "Keep zone B")
    desk.wait_for_url("**step=zones")
    desk.reload()
    press(desk, "Undo")
    see(desk, "Zone B is as it was.")
    go(desk, torg, "zones", "B")
    assert corners(desk) == before


def test_a_corner_is_moved_by_two_clicks_without_a_drag(desk: Page, torg: Torg) -> None:
    go(desk, torg, "zones", "B")
    x, y = middle(desk.locator(".drawn-corner").nth(2))
    before = corners(desk)
    desk.mouse.click(x, y)
    says(desk, r"Corner 3 of 4: .* m before, .* m after")
    desk.mouse.click(x + 60, y + 60)
    assert [old == new for old, new in zip(before, corners(desk), strict=True)] == [
        True,
        True,
        False,
        True,
    ]
    desk.mouse.click(*middle(desk.locator(".drawn-middle").first))
    says(desk, "Corner 2 of 5")
    press(desk, "Remove")
    says(desk, "4 corners")


def test_the_same_is_done_by_keys_alone(desk: Page, torg: Torg) -> None:
    go(desk, torg, "zones", "B")
    before = corners(desk)
    plan(desk).focus()
    desk.keyboard.press("PageDown")
    says(desk, "Corner 1 of 4")
    expect(desk.locator("[data-hears]")).to_have_text(re.compile("Corner 1 of 4"))
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("Shift+ArrowDown")
    assert corners(desk)[0] != before[0]
    desk.keyboard.press("Insert")
    says(desk, "Corner 2 of 5")
    desk.keyboard.press("Delete")
    for _ in range(4):
        desk.keyboard.press("Control+z")
    assert corners(desk) == before


def test_a_route_is_drawn_by_keys_and_undone_by_them(desk: Page, torg: Torg) -> None:
    go(desk, torg, "routes")
    plan(desk).focus()
    desk.keyboard.press("Enter")
    says(desk, "One corner")
    for _ in range(3):
        desk.keyboard.press("Shift+ArrowRight")
    desk.keyboard.press("Enter")
    says(desk, r"2 corners, (2|3)\d(\.\d)? m")
    desk.get_by_label("Its name").fill("East side")
    press(desk, "Add this route")
    see(desk, "East side")
    desk.locator("main h1").click()
    desk.keyboard.press("Control+z")
    see(desk, "“East side” is gone again.")
    press(desk, "Do it again")
    see(desk, "“East side” is back.")


def test_a_corner_snaps_to_the_zone_beside_it_unless_told_not_to(desk: Page, torg: Torg) -> None:
    go(desk, torg, "zones", "B")
    shared = corners(desk)
    x, y = middle(desk.locator(".drawn-corner").nth(2))
    go(desk, torg, "routes")
    desk.mouse.move(x + 4, y + 3)
    expect(desk.locator(".drawn-snap")).to_be_visible()
    desk.mouse.click(x + 4, y + 3)
    assert near(corners(desk)[0], shared[2])
    press(desk, "Start over")
    press(desk, "Snap")
    desk.mouse.move(x + 4, y + 3)
    expect(desk.locator(".drawn-snap")).to_have_count(0)
    desk.mouse.click(x + 4, y + 3)
    assert not near(corners(desk)[0], shared[2])


def near(one: str, other: str) -> bool:
    """Whether two corners are within a few centimetres."""
    pairs = zip(one.split(", "), other.split(", "), strict=True)
    return all(abs(float(a) - float(b)) < 1e-6 for a, b in pairs)


def test_stops_are_set_by_a_click_and_put_in_order(desk: Page, torg: Torg) -> None:
    go(desk, torg, "stops")
    for nth, name in enumerate(("Fountain", "Bench")):
        desk.mouse.click(800 + 90 * nth, 480)
        says(desk, r"The place is set: 52\.47\d+, 13\.44\d+")
        desk.get_by_label("Its name").fill(name)
        press(desk, "Add this stop")
        see(desk, name, within=".rows")
    press(desk, "Up: Bench")
    expect(desk.locator(".thing").first).to_contain_text("Bench")
    expect(desk.locator(".draw-sign.is-stop")).to_have_count(2)
    desk.locator(".draw-sign.is-stop").first.click()
    desk.wait_for_url("**edit=**")
    expect(desk.get_by_label("Its name")).to_have_value("Bench")
