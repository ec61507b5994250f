"""A vote with slips, from the printer to the count: one slip, one ballot, on whatever device."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import pages, staging
from tests.browser.conftest import People
from tests.browser.torg import Torg

pytestmark = pytest.mark.browser

BALLOTS = (
    "SELECT payload FROM ballot JOIN activity ON activity.id = activity_id WHERE state = 'open'"
)


@pytest.fixture
def torg(serve: Callable[[Path | None], Torg], demo_folder: Path) -> Torg:
    return serve(demo_folder)


@pytest.fixture
def desk(torg: Torg, people: People) -> Page:
    page = people.meet("desk")
    pages.come_in(page, torg)
    return page


@pytest.fixture
def codes(torg: Torg, desk: Page) -> list[str]:
    """The codes of ten slips, as the printer gets them; then the vote opens, with slips."""
    desk.goto(torg.at(f"/desk/w/{torg.code}/slips"))
    desk.get_by_label("Slips", exact=True).fill("10")
    pages.press(desk, "Make the sheet")
    expect(desk.locator(".slip-code")).to_have_count(10)
    codes = desk.locator(".slip-code").all_inner_texts()
    desk.get_by_role("link", name="They are printed").click()
    pages.press(desk, "Ask for slips in the next votes")
    pages.see(desk, "Votes ask for a slip.")
    staging.put_vote(torg.instance)
    return codes


def use(phone: Page, torg: Torg, code: str) -> None:
    """Scan a slip and use it on this phone."""
    phone.goto(torg.at(f"/w/{torg.code}/slip/{code}"))
    pages.press(phone, "Use it on this phone")


def figures(desk: Page, torg: Torg) -> list[str]:
    desk.goto(torg.at(f"/desk/w/{torg.code}/slips"))
    return desk.locator(".figure b").all_inner_texts()


def test_ten_slips_are_printed_on_one_sheet(torg: Torg, desk: Page, codes: list[str]) -> None:
    assert len(set(codes)) == 10
    assert figures(desk, torg) == ["10", "0", "0", "10"]


def test_a_phone_without_a_slip_looks_and_does_not_vote(
    torg: Torg, people: People, codes: list[str]
) -> None:
    phone = people.meet("phone")
    phone.goto(torg.at(f"/w/{torg.code}/?in=1"))
    pages.see(phone, "This vote needs a slip.")
    expect(phone.get_by_text("Warm seats")).to_be_visible()
    expect(phone.get_by_role("button", name="Send my dots")).to_be_disabled()
    phone.get_by_role("link", name="I have a slip").click()
    phone.get_by_label("The code on the slip").fill(codes[4].lower().replace("-", " "))
    pages.press(phone, "Use it on this phone")
    pages.see(phone, "Slip 5 is yours on this phone.")
    expect(phone.get_by_role("button", name="Send my dots")).to_be_enabled()


def test_a_slip_votes_once_and_goes_on_when_the_phone_dies(
    torg: Torg, people: People, desk: Page, codes: list[str]
) -> None:
    people.expect_trouble("status of 422")
    first, second = people.meet("phone"), people.meet("phone")
    use(first, torg, codes[2])
    first.locator("#more-1").click()
    pages.press(first, "Send my dots")
    pages.see(first, "Your dots are in.")
    use(second, torg, codes[2])
    pages.see(second, "Slip 3 is in use on another phone.")
    assert figures(desk, torg) == ["10", "1", "0", "9"]
    desk.get_by_label("Its number").fill("3")
    pages.press(desk, "Free it")
    pages.see(desk, "Slip 3 is free")
    use(second, torg, codes[2])
    pages.see(second, "Your dots are in.")
    second.locator("#more-2").click()
    with second.expect_response("**/answers/*") as sent:
        pages.press(second, "Change my dots")
    assert sent.value.status == 200
    assert [json.loads(row[0]) for row in torg.asked(BALLOTS)] == [{"dots": {"1": 1, "2": 1}}]
