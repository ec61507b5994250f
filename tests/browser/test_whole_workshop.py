"""A facilitator, a screen and three phones go through a whole evening, without one reload."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import pages
from tests.browser.conftest import People
from tests.browser.pages import SOON_MS, press, see
from tests.browser.torg import HERE, LAN, Torg

pytestmark = pytest.mark.browser

SPOKEN = ("A roof for rainy days", "Warm soup on Fridays", "Ring Kari on 900 00 000")
DESK_PART = ".on-title, .on-acts, .step-title, .waiting-words, .desk-foot"


@dataclass
class Room:
    """Everybody who is there."""

    torg: Torg
    desk: Page
    screen: Page
    phones: list[Page]

    def parts(self) -> list[tuple[Page, str]]:
        """Return every page with what stands still on it, clocks left out."""
        phones = [(phone, "main") for phone in self.phones]
        return [(self.desk, DESK_PART), (self.screen, ".wall"), *phones]


@pytest.fixture(params=[HERE, pytest.param(LAN, marks=pytest.mark.twice)])
def room(
    request: pytest.FixtureRequest,
    serve: Callable[[Path], Torg],
    demo_folder: Path,
    people: People,
) -> Room:
    """Doors are open: the desk has come in, the screen is on, three phones have scanned."""
    torg, host = serve(demo_folder), request.param
    desk, screen = people.meet("desk"), people.meet("screen")
    pages.come_in(desk, torg, host)
    desk.get_by_role("link", name="Open Karl-Marx-Platz").click()
    desk.get_by_role("link", name="Run “Theme evening: Seasons”").click()
    pages.listen(desk)
    pages.look_at_screen(screen, torg, host)
    phones = [people.meet("phone") for _ in range(3)]
    for phone in phones:
        pages.join(phone, torg, host)
    return Room(torg, desk, screen, phones)


@pytest.mark.timeout(240)
def test_an_evening_from_the_doors_to_the_thanks(room: Room) -> None:
    assert room.phones[0].evaluate("isSecureContext") == (HERE in room.phones[0].url)
    doors_count_everybody(room)
    a_slide_makes_phones_look_up(room)
    ideas_are_sent_and_released(room)
    soup_makes_phones_look_up(room)
    notes_are_put_on_the_plan(room)
    the_vote_is_secret_until_it_is_shown(room)
    the_end_says_thanks(room)
    a_reload_changes_nothing(room)


def doors_count_everybody(room: Room) -> None:
    see(room.screen, "Welcome to Karl-Marx-Platz")
    see(room.screen, "3 of us are in")
    expect(room.screen.locator(".plate").first).to_have_text(room.torg.code)
    for phone in room.phones:
        see(phone, "You are in.")
    see(room.desk, "Doors are open", within=".on")


def a_slide_makes_phones_look_up(room: Room) -> None:
    press(room.desk, "Start “Welcome, promise, what is fixed”")
    see(room.screen, "Your concerns are worked into the drawings")
    for phone in room.phones:
        see(phone, "Look up.")
    a_fresh_page_shows_the_same(room)


def ideas_are_sent_and_released(room: Room) -> None:
    desk, screen = room.desk, room.screen
    press(desk, "Start “20 ideas in 20 minutes”")
    first, second, third = (
        _sent(phone, words) for phone, words in zip(room.phones, SPOKEN, strict=True)
    )
    assert (second, third) == (first + 1, first + 2)
    for words in SPOKEN:
        see(desk, words, within=".waiting")
    expect(screen.locator(".idea")).to_have_count(0)
    see(screen, "What would bring you here")

    _release(desk, first)
    see(screen, SPOKEN[0], within=".idea-list")
    _release(desk, second)
    expect(screen.locator(".idea-number")).to_have_text([str(second), str(first)], timeout=SOON_MS)

    _return_for_a_name(desk, third)
    pages.wake(room.phones[2])
    see(room.phones[2], f"No. {third} came back")
    assert "Kari" not in screen.content()
    a_fresh_page_shows_the_same(room)
    press(desk, "Undo")
    see(desk, SPOKEN[2], within=".waiting")
    the_screen_can_be_blanked(room)


def _sent(phone: Page, words: str) -> int:
    """Send an idea and return the number that the phone is told."""
    expect(phone.get_by_label("Your idea")).to_be_visible(timeout=SOON_MS)
    pages.say_idea(phone, words)
    line = phone.locator("[data-receipt]", has_text=words)
    expect(line).to_contain_text("Sent — your idea is no.", timeout=SOON_MS)
    number = int(line.get_attribute("data-receipt"))
    expect(line).to_contain_text(f"no. {number}.")
    return number


def _release(desk: Page, number: int) -> None:
    """Release the oldest that waits, which must be this one."""
    item = desk.locator(".waiting-item").filter(has=desk.get_by_text(str(number), exact=True))
    item.get_by_role("button", name="Release").click()
    expect(item).to_have_count(0, timeout=SOON_MS)


def _return_for_a_name(desk: Page, number: int) -> None:
    """What has a flag is looked at on the page of moderation."""
    desk.get_by_role("link", name=re.compile(rf"Look at it.*no. {number}$")).click()
    see(desk, "Look twice")
    press(desk, "Please leave out names")
    desk.get_by_role("link", name="Run", exact=True).click()
    pages.listen(desk)


def the_screen_can_be_blanked(room: Room) -> None:
    press(room.desk, "Blank", within=".run-side")
    expect(room.screen.locator(".scene-blank")).to_be_attached(timeout=SOON_MS)
    assert "soup" not in room.screen.locator("body").inner_text().lower()
    press(room.desk, "Bring back", within=".run-side")
    see(room.screen, SPOKEN[1])
    back = room.desk.locator(".run-side").get_by_role("button", name="Blank", exact=True)
    expect(back).to_be_visible(timeout=SOON_MS)


def soup_makes_phones_look_up(room: Room) -> None:
    press(room.desk, "Close, and start “Soup break”")
    see(room.screen, "Soup is served.")
    for phone in room.phones:
        see(phone, "Look up.")
        see(phone, "Soup is served.")


def notes_are_put_on_the_plan(room: Room) -> None:
    press(room.desk, "Start “Where should it happen?”")
    by_hand, by_keys, in_words = room.phones
    _note_by_hand(by_hand)
    _note_by_keys(by_keys)
    _note_in_words(in_words)
    assert room.screen.locator(".plan-note").count() == 0
    waiting = room.desk.locator(".waiting-item")
    expect(waiting).to_have_count(4, timeout=SOON_MS)
    for left in (3, 2, 1):  # the idea with a name in it stays
        waiting.get_by_role("button", name="Release").click()
        expect(waiting).to_have_count(left, timeout=SOON_MS)
    expect(room.screen.locator(".plan-note")).to_have_count(2, timeout=SOON_MS)
    see(room.screen, "3 notes by 3 people, 1 of them with no place")
    spots = room.torg.asked("SELECT geometry FROM contribution ORDER BY id DESC LIMIT 3")
    assert spots[0] == ("null",)
    assert spots[1] != spots[2]


def _note_by_hand(phone: Page) -> None:
    """Drag the plan under the crosshair, choose a kind, confirm."""
    plan = phone.locator("#plan")
    expect(plan).to_be_visible(timeout=SOON_MS)
    before = phone.locator("[data-x-field]").input_value()
    box = plan.bounding_box()
    phone.mouse.move(box["x"] + 200, box["y"] + 100)
    phone.mouse.down()
    phone.mouse.move(box["x"] + 140, box["y"] + 130, steps=5)
    phone.mouse.up()
    assert phone.locator("[data-x-field]").input_value() != before
    press(phone, "Choose")
    phone.locator(".kinds label").first.click()
    _confirm(phone)


def _note_by_keys(phone: Page) -> None:
    """The same by keyboard alone."""
    plan = phone.locator("#plan")
    expect(plan).to_be_visible(timeout=SOON_MS)
    plan.focus()
    x = float(phone.locator("[data-x-field]").input_value())
    phone.keyboard.press("Shift+ArrowRight")
    phone.keyboard.press("ArrowLeft")
    assert float(phone.locator("[data-x-field]").input_value()) == pytest.approx(x + 9)
    phone.locator("#change-kind").press("Enter")
    phone.keyboard.press("Space")
    phone.locator("#confirm").press("Enter")
    see(phone, "Sent — your note is no.")


def _note_in_words(phone: Page) -> None:
    """No place at all is a place too."""
    phone.get_by_role("tab", name="No place").click(timeout=SOON_MS)
    press(phone, "Add words")
    phone.get_by_label("In a few words").fill("Clean toilets, wherever")
    _confirm(phone)


def _confirm(phone: Page) -> None:
    press(phone, "Confirm this place")
    see(phone, "Sent — your note is no.")


def the_vote_is_secret_until_it_is_shown(room: Room) -> None:
    desk, screen = room.desk, room.screen
    press(desk, "Close, and start “What matters most in winter?”")
    for phone in room.phones:
        expect(phone.locator("[data-option]")).to_have_count(3, timeout=SOON_MS)
    _put_dots(room.phones[0], [2, 3, 0])
    _put_dots(room.phones[1], [3, 2, 0])
    see(screen, "2 of 3 have voted")
    assert screen.locator(".bar, .chart").count() == 0
    press(desk, "Close the vote")
    see(screen, "Closed.")
    see(screen, "2 of 3 have voted.")
    see(room.phones[2], "Closed.")
    assert SPOKEN[0] not in screen.content()
    press(desk, "Show the result")
    see(screen, SPOKEN[0], within=".scene-votes")
    headline = screen.locator(".scene-votes h1")
    assert "tie" in headline.inner_text().lower() or "level" in headline.inner_text().lower()
    a_fresh_page_shows_the_same(room)


def _put_dots(phone: Page, dots: list[int]) -> None:
    for row, n in zip(phone.locator("[data-option]").all(), dots, strict=True):
        for _ in range(n):
            row.locator("[data-step='1']").click()
    press(phone, "Send my dots")
    see(phone, "Your dots are in.")


def the_end_says_thanks(room: Room) -> None:
    press(room.desk, "Start “What happens next”")
    see(room.screen, "What happens next")
    press(room.desk, "End the workshop")
    see(room.screen, "Thank you.")
    see(room.screen, "3 of us took part.")
    for phone in room.phones:
        see(phone, "This workshop has ended.")
    see(room.desk, "The workshop is over")


def a_fresh_page_shows_the_same(room: Room) -> None:
    """What came live is what another tab on the same device gets."""
    for page, part in room.parts():
        tab = page.context.new_page()
        tab.goto(page.url)
        pages.listen(tab)
        fresh = tab.locator(part).all_text_contents()
        tab.close()
        pages.wake(page)
        expect(page.locator(part)).to_have_text(fresh, timeout=SOON_MS)


def a_reload_changes_nothing(room: Room) -> None:
    for page, part in room.parts():
        live = page.locator(part).all_text_contents()
        page.reload()
        pages.listen(page)
        expect(page.locator(part)).to_have_text(live, timeout=SOON_MS)
