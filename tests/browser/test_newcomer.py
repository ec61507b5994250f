"""Somebody new to Torg: from the one-time link to a running workshop, by clicks alone."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.demo import EXTRACT
from tests.browser import pages
from tests.browser.conftest import People
from tests.browser.pages import press, see
from tests.browser.torg import Torg

pytestmark = pytest.mark.browser


@pytest.fixture
def osm(tmp_path: Path) -> Path:
    """A real extract, as it is saved from openstreetmap.org."""
    file = tmp_path / "map.osm"
    file.write_bytes(gzip.decompress(EXTRACT.read_bytes()))
    return file


@pytest.fixture
def torg(serve: Callable[[], Torg]) -> Torg:
    return serve()


def the_one_thing_to_do(page: Page, words: str) -> None:
    """There is one marigold button, it says so, and it leads on."""
    button = pages.primary(page)
    expect(button).to_have_count(1)
    expect(button).to_contain_text(words)
    button.click()


def test_the_first_workshop_is_a_matter_of_clicks(torg: Torg, people: People, osm: Path) -> None:
    desk = people.meet("desk")
    desk.goto(torg.at(torg.link))
    the_one_thing_to_do(desk, "Come in")
    see(desk, "Name the square")
    desk.get_by_label("The square").fill("Karl-Marx-Platz")
    the_one_thing_to_do(desk, "Begin")
    put_it_on_the_map(desk, osm)
    plan_the_evening(desk)
    open_the_doors(desk, people, torg)


def put_it_on_the_map(desk: Page, osm: Path) -> None:
    see(desk, "A map of the square")
    desk.set_input_files("input[type=file]", osm)
    the_one_thing_to_do(desk, "Read this map")
    see(desk, "Where does it end?")
    desk.get_by_role("radio", name="Karl-Marx-Platz").check()
    the_one_thing_to_do(desk, "Use this outline")
    see(desk, "Parts with a name")
    press(desk, "Cut into 3")
    expect(desk.locator(".zone")).to_have_count(3)
    the_one_thing_to_do(desk, "Go on to the landmarks")
    see(desk, "What people name when they say where")
    the_one_thing_to_do(desk, "Keep these landmarks")


def plan_the_evening(desk: Page) -> None:
    see(desk, "Workshops")
    desk.get_by_label("What it is called").first.fill("Opening evening")
    the_one_thing_to_do(desk, "Plan it")
    see(desk, "Ready formats")
    the_one_thing_to_do(desk, "Start from this")
    expect(desk.locator(".agenda-row")).not_to_have_count(0)
    the_one_thing_to_do(desk, "Go to the run sheet")


def open_the_doors(desk: Page, people: People, torg: Torg) -> None:
    see(desk, "Doors are open")
    expect(pages.primary(desk)).to_have_count(1)
    phone = people.meet("phone")
    phone.goto(torg.at("/"))
    phone.get_by_label("The code on the screen").fill(desk.locator(".plate").first.inner_text())
    the_one_thing_to_do(phone, "Go in")
    see(phone, "You are in.")
    see(desk, "1 joined", within=".desk-foot")
    the_one_thing_to_do(desk, "Start")
    expect(phone.locator("main")).not_to_contain_text("You are in.", timeout=pages.SOON_MS)
