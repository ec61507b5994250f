"""A walk without a network: from stop to stop, an hour long, and everything arrives once."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import pages, staging
from tests.browser.conftest import People
from tests.browser.measures import cut_off, smaller_than, written_over
from tests.browser.pages import press, see
from tests.browser.test_offline_phone import LINE_GONE, press_take_part
from tests.browser.torg import LAN, Torg, running
from workshops import planning, stage
from workshops.methods.spatial import bounds_of

pytestmark = pytest.mark.browser

#: Where the stops lie, as parts of the square from its west and south.
STOPS = {
    "By the fountain": (0.15, 0.8),
    "Kiosk on the corner": (0.4, 0.75),
    "Tram stop": (0.7, 0.85),
    "Under the lime trees": (0.85, 0.55),
}


@pytest.fixture(scope="module")
def torg(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Torg]:
    folder = tmp_path_factory.mktemp("walk") / "instance"
    shutil.copytree(demo_folder, folder)
    put_walk(folder)
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("TORG_ADDRESS", LAN)
        with running(folder) as started:
            yield started


def put_walk(folder: Path) -> None:
    """Draw four stops and two routes on the square, and open a walk past them."""
    with staging.hand_on(folder) as session:
        workshop = staging.tonight(session)
        square = workshop.consultation.square
        west, south, east, north = bounds_of(square.outline)
        spots = [[west + (east - west) * x, south + (north - south) * y] for x, y in STOPS.values()]
        square.stops = [
            {"key": f"s{n}", "name": name, "lon": lon, "lat": lat}
            for n, (name, (lon, lat)) in enumerate(zip(STOPS, spots, strict=True))
        ]
        square.routes = [
            {"key": "r1", "name": "Round", "line": spots},
            {"key": "r2", "name": "Under roofs", "line": [spots[3], spots[0]]},
        ]
        rules = {"bad_route": "r2", "bad_stops": [4, 1]}
        walk = planning.add_activity(
            session, workshop, "walk", question="How is it?", settings=rules
        )
        stage.open_activity(session, walk)


@pytest.fixture
def phone(people: People, torg: Torg) -> Page:
    people.expect_trouble(LINE_GONE)
    page = people.meet("small phone")
    pages.join(page, torg, LAN)
    press_take_part(page)
    return page


def say(phone: Page, words: str, sign: str = "Neither") -> None:
    phone.locator(".walk-sign", has_text=sign).click()
    phone.get_by_label("What you notice").fill(words)
    press(phone, "Send")


def stored(torg: Torg, words: str) -> list[dict]:
    """What was kept of everything said in these words."""
    found = torg.asked("SELECT text, details FROM contribution")
    return [json.loads(details) for text, details in found if text == words]


def prompt(phone: Page) -> str:
    return phone.locator("[data-stop]:visible").inner_text()


def test_one_stop_at_a_time_and_the_plan_shows_which(phone: Page) -> None:
    expect(phone.locator("[data-stop]:visible")).to_have_count(1)
    assert "Stop 1 of 4" in prompt(phone)
    press(phone, "On to 2")
    assert "Kiosk on the corner" in prompt(phone)
    expect(phone.locator("[data-mark='2']")).to_have_class("walk-disc is-here")
    press(phone, "Stop 4: Under the lime trees")
    expect(phone.get_by_role("button", name="Last stop")).to_be_disabled()
    assert pages.has_no_sideways_scroll(phone)
    assert smaller_than(phone, 15) == []


def test_a_walk_without_a_network_arrives_once_and_at_the_right_stops(
    phone: Page, torg: Torg
) -> None:
    press(phone, "On to 2")
    phone.context.set_offline(True)
    say(phone, "No light at all", "Bad")
    press(phone, "On to 3")
    say(phone, "Bread in the morning", "Good")
    press(phone, "On to 4")
    say(phone, "Birds")
    see(phone, "Not sent yet (3). Walk on.")
    expect(phone.locator(".walk-chip.is-said")).to_have_text(["2", "3", "4"])
    phone.context.set_offline(False)
    expect(phone.locator("main")).not_to_contain_text("Not sent yet (", timeout=pages.BACK_MS)
    assert stored(torg, "No light at all") == [{"stop": "2", "feeling": "dislike"}]
    assert stored(torg, "Bread in the morning") == [{"stop": "3", "feeling": "like"}]
    assert stored(torg, "Birds") == [{"stop": "4", "feeling": ""}]
    assert "Stop 4 of 4" in prompt(phone)


def test_a_photo_waits_for_the_network_with_its_stop(phone: Page, torg: Torg, root: Path) -> None:
    press(phone, "On to 2")
    phone.context.set_offline(True)
    press(phone, "Photo")
    phone.get_by_label("A photo, if it helps").set_input_files(root / "docs/pictures/phone-map.png")
    see(phone, "The photo goes with your observation.")
    press(phone, "Send")
    see(phone, "Not sent yet (1). Walk on.")
    phone.context.set_offline(False)
    see(phone, "Sent — observation no.")
    kept = "SELECT details FROM contribution WHERE photo_id IS NOT NULL"
    assert [json.loads(details)["stop"] for (details,) in torg.asked(kept)] == ["2"]


def test_where_one_is_outlives_a_reload(phone: Page) -> None:
    press(phone, "Stop 3: Tram stop")
    phone.reload()
    pages.listen(phone)
    assert "Stop 3 of 4" in prompt(phone)
    expect(phone.get_by_label("Where are you?", exact=True).last).to_have_value("3")


def test_bad_weather_changes_the_way_and_not_the_numbers(phone: Page) -> None:
    press(phone, "On to 2")
    phone.get_by_label("Bad weather: the other way").check()
    assert "Stop 4, 1 of 2" in prompt(phone)
    expect(phone.locator("[data-way='route']")).to_be_hidden()
    expect(phone.locator("[data-way='bad']")).to_be_visible()
    press(phone, "On to 1")
    phone.reload()
    pages.listen(phone)
    assert "Stop 1, 2 of 2" in prompt(phone)


def test_nothing_is_said_by_nothing(phone: Page, torg: Torg) -> None:
    press(phone, "Send")
    see(phone, "Choose + or −, or write a few words.")
    phone.locator(".walk-sign", has_text="Good").click()
    press(phone, "Send")
    see(phone, "Sent — observation no.")


def test_without_scripts_the_stop_is_chosen_from_a_list(people: People, torg: Torg) -> None:
    people.expect_trouble(r"\.js csp$")
    page = people.meet("phone", java_script_enabled=False)
    page.goto(torg.at(f"/w/{torg.code}/?in=1", LAN))
    page.get_by_role("combobox", name="Where are you?").select_option("3")
    page.get_by_label("What you notice").fill("Wind")
    press(page, "Send")
    see(page, "Sent — observation no.")
    assert stored(torg, "Wind") == [{"stop": "3", "feeling": ""}]


@pytest.mark.parametrize("size", [(1920, 1080), (1024, 768)])
def test_the_wall_is_read_from_the_back_row(
    people: People, torg: Torg, size: tuple[int, int]
) -> None:
    width, height = size
    wall = people.meet("screen", viewport={"width": width, "height": height})
    pages.look_at_screen(wall, torg)
    see(wall, "Under the lime trees")
    assert cut_off(wall) == []
    assert written_over(wall) == []
    assert smaller_than(wall, 0.03 * height) == []


def test_axe_finds_nothing_on_the_walk(people: People, torg: Torg, root: Path) -> None:
    for who, path in (("small phone", f"/w/{torg.code}/?in=1"), ("screen", torg.screen)):
        page = people.meet(who, bypass_csp=True)
        page.goto(torg.at(path))
        pages.listen(page)
        page.evaluate((root / "tests/vendor/axe-core/axe.min.js").read_text(encoding="utf-8"))
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
