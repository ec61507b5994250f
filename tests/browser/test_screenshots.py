"""A picture of every surface at its real size, and what can be measured in each."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser import pages, staging
from tests.browser.measures import cut_off, fonts_that_failed, smaller_than, written_over
from tests.browser.surfaces import DESK, PHONE, PLANNER, SCREEN, Surface

pytestmark = pytest.mark.browser

SMALLEST_ON_A_PHONE = 16
SMALLEST_ON_THE_WALL = 0.03  # of its height, to be read from 15 m
GLASSES = {"light": (1920, 1080), "dark": (1920, 1080), "old": (1024, 768)}
ROOMS = {"light": "light", "dark": "dark", "old": "light"}
SMALL_PHONES = ["phone-joined", "phone-ideas", "phone-map", "phone-vote", "phone-vote-closed"]


@pytest.fixture(scope="session")
def album(root: Path) -> Path:
    """Where the pictures are kept; not part of the project."""
    folder = root / "tests" / "output" / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def keep(page: Page, file: Path) -> None:
    """Take the picture; a busy Chromium sometimes needs a second try."""
    try:
        page.screenshot(path=file)
    except Error:
        page.screenshot(path=file)


def named(surfaces: list[Surface]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("surface", surfaces, ids=lambda each: each.name)


@named(PHONE)
def test_phone(surface: Surface, visit: Callable[..., Page], album: Path) -> None:
    page = visit(surface)
    keep(page, album / f"{surface.name}.png")
    assert pages.has_no_sideways_scroll(page)
    assert smaller_than(page, SMALLEST_ON_A_PHONE) == []


@named([each for each in PHONE if each.name in SMALL_PHONES])
def test_small_phone(surface: Surface, visit: Callable[..., Page], album: Path) -> None:
    page = visit(replace(surface, who="small phone"))
    keep(page, album / f"{surface.name}-360.png")
    assert pages.has_no_sideways_scroll(page)


@pytest.mark.parametrize("glass", GLASSES)
@named(SCREEN)
def test_screen(surface: Surface, visit: Callable[..., Page], album: Path, glass: str) -> None:
    width, height = GLASSES[glass]
    stage = partial(_in_the_light_of, glass, surface)
    page = visit(replace(surface, stage=stage), viewport={"width": width, "height": height})
    keep(page, album / f"{surface.name}-{glass}.png")
    expect(page.locator(".stage")).to_have_attribute("data-room", ROOMS[glass])
    assert pages.has_no_sideways_scroll(page)
    assert cut_off(page) == []
    assert written_over(page) == []
    assert smaller_than(page, SMALLEST_ON_THE_WALL * height) == []
    assert fonts_that_failed(page) == []


def _in_the_light_of(glass: str, surface: Surface, folder: Path) -> None:
    surface.stage(folder)
    staging.put_light(folder, dark=glass == "dark")


@named([*DESK, *PLANNER])
def test_desk(surface: Surface, visit: Callable[..., Page], album: Path) -> None:
    page = visit(surface)
    keep(page, album / f"{surface.name}.png")
    assert pages.has_no_sideways_scroll(page)
    assert fonts_that_failed(page) == []
