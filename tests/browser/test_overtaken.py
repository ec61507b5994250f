"""An answer that comes late: what it says is older than what the desk shows, and is not shown."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from tests.browser import pages, staging
from tests.browser.conftest import People
from tests.browser.pages import SOON_MS, press
from tests.browser.torg import Torg

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(serve: Callable[[Path], Torg], demo_folder: Path, people: People) -> Page:
    torg = serve(demo_folder)
    staging.put_on(torg.instance, "slide")
    page = people.meet("desk")
    pages.come_in(page, torg)
    page.goto(torg.at(f"/desk/w/{torg.code}/run"))
    pages.listen(page)
    return page


WATCH = """
    window.vanished = false;
    new MutationObserver(() => {
        window.vanished ||= !document.querySelector(".run-side").innerText.includes("Bring back");
    }).observe(document.body, { childList: true, subtree: true });
"""


def test_a_part_that_a_step_has_overtaken_is_not_shown(desk: Page) -> None:
    held: list[tuple[Route, APIResponse]] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            headers = {k: v for k, v in route.request.headers.items() if k != "if-none-match"}
            held.append((route, route.fetch(headers=headers)))

    desk.route("**/run/part", hold_the_first)
    with desk.expect_request("**/run/part"):
        desk.evaluate("document.dispatchEvent(new Event('torg:refresh'))")
    press(desk, "Blank", within=".run-side")
    back = desk.locator(".run-side").get_by_role("button", name="Bring back")
    expect(back).to_be_visible(timeout=SOON_MS)
    desk.evaluate(WATCH)
    route, late = held[0]
    assert "Bring back" not in late.text()
    with desk.expect_response("**/run/part", timeout=SOON_MS):  # asked once more, at once
        route.fulfill(response=late)
    desk.wait_for_function("document.documentElement.dataset.line === 'on'")
    assert desk.evaluate("window.vanished") is False
    expect(back).to_be_visible()
