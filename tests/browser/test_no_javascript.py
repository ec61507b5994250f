"""An old phone, or a careful person: scripts are off, and everything can still be answered."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import staging
from tests.browser.conftest import People
from tests.browser.torg import LAN, Torg

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(people: People) -> Page:
    people.expect_trouble(r"\.js csp$")
    return people.meet("phone", java_script_enabled=False)


def arrive(phone: Page, torg: Torg, kind: str) -> None:
    staging.put_on(torg.instance, kind)
    phone.goto(torg.at(f"/w/{torg.code}/", LAN))
    phone.get_by_role("link", name="Take part").click()


def line_of(phone: Page, nth: int) -> Locator:
    """A line of the vote, whichever words this evening votes on."""
    return phone.locator("main").get_by_role("combobox").nth(nth)


def test_an_idea_is_sent(phone: Page, evening: Torg) -> None:
    arrive(phone, evening, "ideas")
    phone.get_by_label("Your idea").fill("A lamp that waits for the last bus")
    phone.get_by_label("Light and fire").check()
    phone.get_by_role("button", name="Send the idea").click()
    expect(phone.locator("main")).to_contain_text("Sent — your idea is no.")
    expect(phone.locator("main")).to_contain_text("A lamp that waits for the last bus")
    newest = "SELECT text, category FROM contribution ORDER BY id DESC LIMIT 1"
    assert evening.asked(newest) == [("A lamp that waits for the last bus", "light")]


def test_a_vote_is_cast_and_changed(phone: Page, evening: Torg) -> None:
    arrive(phone, evening, "dot_vote")
    line_of(phone, 0).select_option("3")
    phone.get_by_role("button", name="Send my dots").click()
    expect(line_of(phone, 0)).to_have_value("3")
    line_of(phone, 0).select_option("1")
    phone.get_by_role("button", name="Change my dots").click()
    expect(line_of(phone, 0)).to_have_value("1")


def test_too_many_dots_are_refused_and_kept(phone: Page, people: People, evening: Torg) -> None:
    people.expect_trouble("status of 422")
    arrive(phone, evening, "dot_vote")
    line_of(phone, 0).select_option("3")
    line_of(phone, 1).select_option("3")
    phone.get_by_role("button", name="Send my dots").click()
    expect(phone.locator("main")).to_contain_text("You have 5 dots. You put 6.")
    expect(line_of(phone, 1)).to_have_value("3")


def test_a_note_is_put_into_a_zone(phone: Page, evening: Torg) -> None:
    arrive(phone, evening, "map_notes")
    phone.get_by_label("Fountain and market").check()
    phone.get_by_label("Play").check()
    phone.get_by_label("In a few words").fill("Swings for grown-ups")
    phone.get_by_role("button", name="Confirm this place").click()
    expect(phone.locator("main")).to_contain_text("Sent — your note is no.")
    newest = "SELECT text, category, place FROM contribution ORDER BY id DESC LIMIT 1"
    assert evening.asked(newest) == [("Swings for grown-ups", "play", "zone B")]
