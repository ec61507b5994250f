"""A phone in high contrast has its plan in high contrast, now and after a reload."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.surfaces import ALL

pytestmark = pytest.mark.browser

MAP = next(surface for surface in ALL if surface.name == "phone-map")


def test_the_plan_follows_the_switch(visit: Callable[..., Page]) -> None:
    phone = visit(MAP)
    picture = phone.locator("[data-picture]")
    assert "-light." in picture.get_attribute("src")
    phone.evaluate("document.querySelector('[data-contrast-switch]').click()")
    expect(picture).to_have_attribute("src", f"{picture.get_attribute('data-in-contrast')}")
    assert "-contrast." in picture.get_attribute("src")
    phone.reload()
    expect(phone.locator("[data-picture]")).to_have_attribute(
        "src", f"{picture.get_attribute('data-in-contrast')}"
    )
    assert phone.evaluate("document.querySelector('[data-picture]').decode().then(() => true)")
