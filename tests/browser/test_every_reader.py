"""Large text, narrow glass, no mouse, colours that the reader chose."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from tests.browser import pages
from tests.browser.pages import SOON_MS, see
from tests.browser.surfaces import DESK, PHONE, PLANNER

pytestmark = pytest.mark.browser

BY_NAME = {each.name: each for each in [*PHONE, *DESK, *PLANNER]}
READ_LARGE = [
    *("phone-code", "phone-joined", "phone-ideas-extras", "phone-vote"),
    *("phone-map", "phone-map-area", "phone-map-all", "phone-map-card", "phone-map-outside"),
]
#: Whether one sees where one stands. On the body one stands nowhere, between last and first.
SEEN = """document.activeElement === document.body
  || getComputedStyle(document.activeElement).outlineStyle !== 'none'"""


def large_text(page: Page) -> None:
    page.evaluate("document.documentElement.style.fontSize = '200%'")


@pytest.mark.parametrize("name", [*READ_LARGE, "phone-lookup", "phone-vote-closed", "phone-ended"])
def test_text_at_200_percent_needs_no_sideways_scroll(name: str, visit: Callable[..., Page]):
    page = visit(BY_NAME[name])
    large_text(page)
    assert pages.has_no_sideways_scroll(page)


@pytest.mark.parametrize("name", READ_LARGE)
def test_a_glass_of_320_pixels_is_wide_enough(name: str, visit: Callable[..., Page]):
    page = visit(BY_NAME[name], viewport={"width": 320, "height": 568})
    assert pages.has_no_sideways_scroll(page)


@pytest.mark.parametrize("name", ["desk-run", "desk-moderate", "desk-prepare"])
def test_the_desk_at_200_percent_needs_no_sideways_scroll(name: str, visit: Callable[..., Page]):
    """As a laptop of 1440 pixels shows it when the browser enlarges all to twice its size."""
    page = visit(BY_NAME[name], viewport={"width": 720, "height": 450})
    assert pages.has_no_sideways_scroll(page)


def test_planners_may_use_a_small_phone(visit: Callable[..., Page]) -> None:
    """One visit for all their pages: what is measured is only the width."""
    page = visit(BY_NAME["planner-trials"], viewport={"width": 360, "height": 740})
    here = page.url.partition("/planner/")[0]
    wide = []
    for surface in PLANNER:
        page.goto(here + surface.path.format(slug="karl-marx-platz"))
        wide += [] if pages.has_no_sideways_scroll(page) else [surface.name]
    assert wide == []


def tab_to(page: Page, selector: str) -> None:
    """Go there by the Tab key alone; wherever one stands can be seen."""
    target = page.locator(selector).first
    for _ in range(80):
        page.keyboard.press("Tab")
        assert page.evaluate(SEEN), page.evaluate("document.activeElement.outerHTML")
        if target.evaluate("each => each === document.activeElement"):
            return
    pytest.fail(f"No Tab leads to {selector}.")


def test_a_vote_by_keyboard_alone(visit: Callable[..., Page]) -> None:
    page = visit(replace(BY_NAME["phone-vote-sent"], act=lambda *_: None))
    tab_to(page, "#more-2")
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    see(page, "3 dots left")
    tab_to(page, "button.button-wide")
    page.keyboard.press("Enter")
    see(page, "Your dots are in.")


def test_a_run_by_keyboard_alone(visit: Callable[..., Page]) -> None:
    page = visit(BY_NAME["desk-run"])
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    wall = page.frame_locator(".preview-screen").locator(".wall")

    page.keyboard.press("b")
    expect(wall.locator(".scene-blank")).to_be_attached(timeout=SOON_MS)
    page.keyboard.press("b")
    expect(wall.locator(".scene-blank")).not_to_be_attached(timeout=SOON_MS)

    item = page.locator(".waiting-number").first.inner_text()
    page.keyboard.press("r")
    see(page, f"no. {item} released", within=".desk-foot")
    page.keyboard.press("z")
    expect(page.locator(".waiting-number").first).to_have_text(item, timeout=SOON_MS)

    tab_to(page, "[data-focus='next']")
    page.keyboard.press("Enter")
    expect(page.locator(".on-title")).to_have_text("Soup break", timeout=SOON_MS)


def painted(page: Page, selector: str) -> tuple[str, str]:
    """The colours of a thing's ground and edge."""
    return tuple(
        page.locator(selector).first.evaluate(
            "each => { const look = getComputedStyle(each);"
            " return [look.backgroundColor, look.borderTopColor + look.borderTopStyle]; }"
        )
    )


def test_with_colours_of_their_own_people_see_what_they_chose(visit: Callable[..., Page]) -> None:
    page = visit(BY_NAME["phone-vote"], forced_colors="active")
    given = painted(page, "[data-given] .dot.is-mine")
    assert given != painted(page, "[data-given] .dot:not(.is-mine)")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    _, edge = painted(page, "button.button")
    assert edge.endswith("solid")
    assert ground not in edge
