"""A phone whose line goes, and a server that goes: nothing is lost, nothing counts twice."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import pages, staging
from tests.browser.conftest import People
from tests.browser.pages import SOON_MS, press, see
from tests.browser.torg import LAN, Torg, again

pytestmark = pytest.mark.browser

#: What a browser says in its console when the line is gone, or the room says no.
LINE_GONE = r"ERR_(INTERNET_DISCONNECTED|CONNECTION_\w+|NETWORK_\w+)|WebSocket"
SAID_NO = r"status of 409"


@pytest.fixture
def torg(serve: Callable[[Path], Torg], demo_folder: Path) -> Torg:
    started = serve(demo_folder)
    staging.put_on(started.instance, "ideas")
    return started


@pytest.fixture
def phone(people: People, torg: Torg) -> Page:
    people.expect_trouble(LINE_GONE)
    page = people.meet("phone")
    pages.join(page, torg, LAN)
    press_take_part(page)
    return page


def press_take_part(page: Page) -> None:
    page.get_by_role("link", name="Take part").click()
    pages.listen(page)


def said(torg: Torg, words: str) -> int:
    found = torg.asked("SELECT text FROM contribution ORDER BY id DESC LIMIT 5")
    return [text for (text,) in found].count(words)


def test_an_idea_waits_for_the_line_and_arrives_once(phone: Page, torg: Torg) -> None:
    phone.context.set_offline(True)
    pages.say_idea(phone, "A fire in winter")
    see(phone, "Not sent yet (1), will try again.")
    see(phone, "A fire in winter", within="[data-receipts]")
    torg.stop()
    restarted = again(torg)
    try:
        assert said(torg, "A fire in winter") == 0
        phone.context.set_offline(False)
        see(phone, "Sent — your idea is no.")
        expect(phone.locator("main")).not_to_contain_text("Not sent yet")
        assert said(torg, "A fire in winter") == 1
    finally:
        restarted.stop()


def test_two_taps_are_one_idea(phone: Page, torg: Torg) -> None:
    phone.get_by_label("Your idea").fill("Warm seats")
    phone.get_by_role("button", name="Send the idea").dblclick()
    see(phone, "Sent — your idea is no.")
    phone.reload()
    pages.listen(phone)
    expect(phone.locator("[data-receipt]")).to_have_count(1)
    assert said(torg, "Warm seats") == 1


def test_a_vote_after_the_close_is_refused_and_the_dots_are_kept(
    phone: Page, torg: Torg, people: People
) -> None:
    people.expect_trouble(SAID_NO)
    staging.put_vote(torg.instance)
    pages.wake(phone)
    expect(phone.locator("[data-option]")).to_have_count(3, timeout=SOON_MS)
    phone.context.set_offline(True)
    phone.locator("[data-step='1']").first.click()
    press(phone, "Send my dots")
    see(phone, "Not sent yet (1)")
    staging.close_long_ago(torg.instance)
    phone.context.set_offline(False)
    see(phone, "Closed. Your words are kept on this phone, the door can take them.")
    see(phone, "A fire: 1", within="[data-receipts]")
    vote = "SELECT max(id) FROM activity WHERE kind = 'dot_vote'"
    assert torg.asked(f"SELECT count(*) FROM ballot WHERE activity_id = ({vote})") == [(0,)]
