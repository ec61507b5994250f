"""What people do on the pages of Torg, in a few words each."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.torg import HERE, Torg

#: Phones wait up to two seconds at random before they look again.
SOON_MS = 12_000
#: A page that nobody answered for long asks again after up to 19 s (static/js/live.js).
BACK_MS = 25_000
#: The one thing to do on a page of the desk.
PRIMARY = "button.button:visible, a.button:visible"


def come_in(page: Page, torg: Torg, host: str = HERE) -> None:
    """Open the owner's one-time link and go through the door."""
    page.goto(torg.at(torg.link, host))
    page.get_by_role("button", name="Come in").click()
    page.wait_for_url("**/desk/")


def join(page: Page, torg: Torg, host: str = HERE) -> None:
    """Scan the code; wait until the page listens to the room."""
    page.goto(torg.at(f"/w/{torg.code}/", host))
    listen(page)


def listen(page: Page, within_ms: int = SOON_MS) -> None:
    """Wait until the page hears what changes."""
    expect(page.locator("html")).to_have_attribute("data-line", "on", timeout=within_ms)


def wake(phone: Page) -> None:
    """Take the phone out of the pocket: it looks at what is on."""
    phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def look_at_screen(page: Page, torg: Torg, host: str = HERE) -> None:
    """Open the projector's page."""
    page.goto(torg.at(torg.screen, host))
    listen(page)


def press(page: Page, name: str, *, within: str = "body") -> None:
    """Press the button of that name."""
    page.locator(within).get_by_role("button", name=name, exact=True).click()


def say_idea(phone: Page, words: str) -> None:
    """Write an idea and send it."""
    phone.get_by_label("Your idea").fill(words)
    press(phone, "Send the idea")


def receipt(phone: Page, number: int) -> Locator:
    """The line that says that no. N is sent."""
    return phone.locator(f"[data-receipt='{number}']")


def see(page: Page, words: str, *, within: str = "body") -> None:
    """Wait until the page says so, without a reload."""
    expect(page.locator(within)).to_contain_text(words, timeout=SOON_MS)


def primary(page: Page) -> Locator:
    """The marigold buttons that can be seen."""
    return page.locator(PRIMARY)


def has_no_sideways_scroll(page: Page) -> bool:
    """Whether everything fits into the width."""
    return page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
