"""Bad Wi-Fi: gaps, sleep, a server that dies, filters, another laptop. Every answer counts once."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import pages, staging
from tests.browser.conftest import People
from tests.browser.pages import SOON_MS, see
from tests.browser.torg import LAN, Torg, again, run

pytestmark = pytest.mark.browser

#: What a browser says in its console when the line is gone, cut, or asks for patience.
BAD_LINE = r"ERR_\w+|WebSocket|status of (400|409|429|502|503)"
LATE_MS = 40_000
GONE = "The room’s laptop does not answer."
UNSENT = "Not sent yet"
#: A page that believes to be in a pocket.
POCKET = """hidden => {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
  Object.defineProperty(document, 'visibilityState',
    { value: hidden ? 'hidden' : 'visible', configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}"""
#: A page that is loaded anew forgets this.
MARK = "window.stillTheSamePage = true"


@pytest.fixture
def torg(serve: Callable[[Path], Torg], demo_folder: Path) -> Torg:
    started = serve(demo_folder)
    staging.put_on(started.instance, "ideas")
    return started


@pytest.fixture
def phone(people: People, torg: Torg) -> Page:
    return take_part(people, torg)


def take_part(people: People, torg: Torg, prepare: str = "", **options: object) -> Page:
    """A phone that is in and looks at the open question."""
    people.expect_trouble(BAD_LINE)
    page = people.meet("phone", **options)
    if prepare:
        page.add_init_script(prepare)
    page.goto(torg.at(f"/w/{torg.code}/?in=1", LAN))
    pages.listen(page)
    page.evaluate(MARK)
    return page


def said(torg: Torg) -> list[str]:
    """All that was said tonight, in the order of its numbers."""
    tonight = "SELECT max(id) FROM activity WHERE kind = 'ideas'"
    query = f"SELECT text FROM contribution WHERE activity_id = ({tonight}) ORDER BY number"
    return [text for (text,) in torg.asked(query)]


def was_never_reloaded(page: Page) -> bool:
    return page.evaluate("window.stillTheSamePage === true")


def main(page: Page) -> str:
    return page.locator("main").inner_text()


# Wi-Fi that comes and goes


def test_a_second_without_wifi_keeps_the_answer_and_says_nothing_alarming(
    phone: Page, torg: Torg
) -> None:
    phone.context.set_offline(True)
    pages.say_idea(phone, "A fire in winter")
    phone.wait_for_timeout(1000)
    assert GONE not in main(phone)
    expect(phone.locator("html")).to_have_attribute("data-line", "on")
    phone.context.set_offline(False)
    see(phone, "Sent — your idea is no.")
    expect(phone.locator("main")).not_to_contain_text(UNSENT)
    assert said(torg) == ["A fire in winter"]
    assert was_never_reloaded(phone)


def test_ten_minutes_without_wifi_keep_all_answers_in_their_order(
    people: People, torg: Torg
) -> None:
    people.expect_trouble(BAD_LINE)
    phone = people.meet("phone")
    phone.clock.install()
    phone.goto(torg.at(f"/w/{torg.code}/?in=1", LAN))
    pages.listen(phone)
    phone.context.set_offline(True)
    for words in ("A fire", "Warm seats", "A roof"):
        pages.say_idea(phone, words)
    see(phone, "Not sent yet (3), will try again.")
    assert GONE not in main(phone)
    phone.clock.fast_forward("00:30")
    see(phone, f"{GONE} Your answers are kept on this phone.")
    status = phone.locator("[data-announce][role=status]")
    expect(status).to_have_text(f"{GONE} Your answers are kept on this phone.")
    phone.clock.fast_forward("09:30")
    see(phone, "Not sent yet (3), will try again.")
    phone.context.set_offline(False)
    expect(phone.locator("[data-receipt]")).to_have_count(3, timeout=LATE_MS)
    expect(phone.locator("main")).not_to_contain_text(GONE)
    expect(phone.locator("main")).not_to_contain_text(UNSENT)
    assert said(torg) == ["A fire", "Warm seats", "A roof"]


def test_an_open_page_says_calmly_that_the_laptop_is_away_and_comes_right(
    people: People, torg: Torg
) -> None:
    people.expect_trouble(BAD_LINE)
    phone = people.meet("phone")
    phone.clock.install()
    phone.goto(torg.at(f"/w/{torg.code}/?in=1", LAN))
    pages.listen(phone)
    torg.crash()
    phone.wait_for_timeout(1500)
    assert GONE not in main(phone)
    phone.clock.fast_forward("00:30")
    see(phone, f"{GONE} This page comes right by itself.")
    expect(phone.get_by_label("Your idea")).to_be_editable()
    restarted = again(torg)
    try:
        phone.clock.fast_forward("00:20")
        expect(phone.locator("main")).not_to_contain_text(GONE, timeout=LATE_MS)
    finally:
        restarted.stop()


def test_a_phone_that_slept_shows_what_is_on_when_it_is_looked_at(phone: Page, torg: Torg) -> None:
    phone.evaluate(POCKET, True)
    phone.context.set_offline(True)
    staging.put_vote(torg.instance)
    phone.wait_for_timeout(500)
    phone.context.set_offline(False)
    phone.evaluate(POCKET, False)
    expect(phone.locator("[data-option]")).to_have_count(3, timeout=5000)
    assert was_never_reloaded(phone)


# The server


def test_the_unsent_answers_of_three_phones_survive_a_killed_server_once(
    people: People, torg: Torg
) -> None:
    phones = [take_part(people, torg) for _ in range(3)]
    torg.crash()
    for n, phone in enumerate(phones):
        pages.say_idea(phone, f"Idea of phone {n}")
        see(phone, UNSENT)
    restarted = again(torg)
    try:
        for phone in phones:
            expect(phone.locator("[data-receipt]")).to_have_count(1, timeout=LATE_MS)
        assert sorted(said(torg)) == [f"Idea of phone {n}" for n in range(3)]
        staging.put_vote(torg.instance)
        pages.wake(phones[0])
        expect(phones[0].locator("[data-option]")).to_have_count(3, timeout=SOON_MS)
        assert all(was_never_reloaded(phone) for phone in phones)
    finally:
        restarted.stop()


def test_the_same_answer_sent_ten_times_at_once_is_one(phone: Page, torg: Torg) -> None:
    posted: list[str] = []
    phone.on("request", lambda asked: asked.method == "POST" and posted.append(asked.post_data))
    pages.say_idea(phone, "A fire in winter")
    see(phone, "Sent — your idea is no.")
    statuses = phone.evaluate(
        """async ([url, body]) => {
          const headers = { Accept: 'application/json', 'X-CSRFToken':
            document.querySelector('meta[name=csrf-token]').content,
            'Content-Type': 'application/x-www-form-urlencoded' };
          const again = () => fetch(url, { method: 'POST', headers, body });
          const answers = await Promise.all(Array.from({ length: 10 }, again));
          return Promise.all(answers.map(each => each.json()));
        }""",
        [
            phone.locator("form[data-send]").first.get_attribute("action"),
            next(each for each in posted if each.startswith("key=")),
        ],
    )
    assert len({each["number"] for each in statuses}) == 1
    assert said(torg) == ["A fire in winter"]


def test_a_busy_room_is_waited_for_as_long_as_it_asks(phone: Page, torg: Torg) -> None:
    sent: list[str] = []

    def busy(route: Route) -> None:
        sent.append(route.request.post_data)
        if len(sent) == 1:
            route.fulfill(status=503, json={"wait": 3})
        else:
            route.continue_()

    phone.route("**/answers/*", busy)
    pages.say_idea(phone, "A fire in winter")
    see(phone, "Many are sending. Yours is kept, trying again.")
    phone.wait_for_timeout(1500)
    assert len(sent) == 1
    see(phone, "Sent — your idea is no.")
    assert sent[0] == sent[1]
    assert said(torg) == ["A fire in winter"]


def test_a_server_that_says_why_is_quoted_and_asked_again(phone: Page, torg: Torg) -> None:
    words = "The laptop’s disk is full. Nothing is lost."
    phone.route(
        "**/answers/*", lambda route: route.fulfill(status=503, json={"refused": words}), times=1
    )
    pages.say_idea(phone, "A fire in winter")
    see(phone, words)
    see(phone, "Sent — your idea is no.")
    assert said(torg) == ["A fire in winter"]


def test_a_log_in_page_of_the_wifi_is_neither_shown_nor_taken_for_a_yes(
    phone: Page, torg: Torg
) -> None:
    def portal(route: Route) -> None:
        route.fulfill(status=200, content_type="text/html", body="<h1>Log in, please</h1>")

    for path in ("**/answers/*", "**/now*"):
        phone.route(path, portal)
    pages.say_idea(phone, "A fire in winter")
    pages.wake(phone)
    see(phone, UNSENT)
    assert "Log in" not in main(phone)
    phone.unroute_all()
    see(phone, "Sent — your idea is no.")
    assert said(torg) == ["A fire in winter"]


# Another laptop


def copied(torg: Torg, folder: Path, *, with_secret: bool = True) -> Path:
    """Copy the data while it is in use, as a backup does, into the folder of another laptop."""
    folder.mkdir()
    if with_secret:
        (folder / "secret.key").write_bytes((torg.instance / "secret.key").read_bytes())
    bases = (sqlite3.connect(place / "torg.db") for place in (torg.instance, folder))
    with closing(next(bases)) as here, closing(next(bases)) as there:
        here.backup(there)
    return folder


@pytest.mark.parametrize("with_secret", [True, False])
def test_what_waits_goes_to_the_other_laptop_once(
    phone: Page, torg: Torg, tmp_path: Path, *, with_secret: bool
) -> None:
    pages.say_idea(phone, "A fire in winter")
    see(phone, "Sent — your idea is no.")
    folder = copied(torg, tmp_path / "other", with_secret=with_secret)
    torg.crash()
    for words in ("Warm seats", "A roof"):
        pages.say_idea(phone, words)
    see(phone, "Not sent yet (2)")
    other = run(folder, "--port", str(torg.port))
    try:
        expect(phone.locator("main")).not_to_contain_text(UNSENT, timeout=LATE_MS)
        wait_until(phone, lambda: len(said(other)) == 3)
        assert said(other) == ["A fire in winter", "Warm seats", "A roof"]
        see(phone, "Sent — your idea is no.")
        assert was_never_reloaded(phone)
    finally:
        other.stop()


def test_what_the_backup_does_not_have_is_sent_to_the_other_laptop_again(
    phone: Page, torg: Torg, tmp_path: Path
) -> None:
    pages.say_idea(phone, "A fire in winter")
    see(phone, "Sent — your idea is no.")
    folder = copied(torg, tmp_path / "other")
    for words in ("Warm seats", "A roof"):
        pages.say_idea(phone, words)
        see(phone, words, within="[data-receipts]")
    expect(phone.locator("[data-receipt]")).to_have_count(3)
    torg.crash()
    assert len(said(torg)) == 3
    other = run(folder, "--port", str(torg.port))
    try:
        expect(phone.locator("[data-receipt]")).to_have_count(3, timeout=LATE_MS)
        wait_until(phone, lambda: len(said(other)) == 3)
        assert said(other) == ["A fire in winter", "Warm seats", "A roof"]
        assert was_never_reloaded(phone)
        other.stop()
        again_here = again(other)
        pages.listen(phone)
        pages.say_idea(phone, "One more")
        wait_until(phone, lambda: len(said(other)) == 4)
        again_here.stop()
    finally:
        if other.child.poll() is None:
            other.stop()


def test_a_phone_that_the_other_laptop_does_not_know_sends_nothing_twice(
    phone: Page, torg: Torg, tmp_path: Path
) -> None:
    pages.say_idea(phone, "A fire in winter")
    see(phone, "Sent — your idea is no.")
    folder = copied(torg, tmp_path / "other", with_secret=False)
    torg.crash()
    other = run(folder, "--port", str(torg.port))
    try:
        expect(phone.locator("[data-receipt]")).to_have_count(0, timeout=LATE_MS)
        pages.listen(phone, LATE_MS)
        pages.say_idea(phone, "Warm seats")
        expect(phone.locator("[data-receipt]")).to_have_count(1, timeout=LATE_MS)
        expect(phone.locator("main")).not_to_contain_text(UNSENT)
        assert said(other) == ["A fire in winter", "Warm seats"]
    finally:
        other.stop()


def wait_until(page: Page, is_so: Callable[[], bool]) -> None:
    """Give pages time until it is so."""
    for _ in range(LATE_MS // 500):
        if is_so():
            return
        page.wait_for_timeout(500)
    assert is_so()


# Filters


@pytest.fixture
def desk(people: People, torg: Torg) -> Page:
    page = people.meet("desk")
    pages.come_in(page, torg)
    page.goto(torg.at(f"/desk/w/{torg.code}/run"))
    pages.listen(page)
    return page


def ways_of(phone: Page) -> list[str]:
    """Note by which ways the phone is told; looking by itself it uses none."""
    ways: list[str] = []
    phone.on("request", lambda asked: ways.extend(re.findall(r"transport=(\w+)", asked.url)))
    phone.on("websocket", lambda _socket: ways.append("websocket"))
    return ways


#: A wall that answers every WebSocket with a no.
REFUSING = """window.WebSocket = class {
  constructor() {
    setTimeout(() => { this.onerror(new Event('error')); this.onclose({}); });
  }
  close() {}
}"""


def test_where_websockets_are_refused_long_polling_brings_the_next_step(
    people: People, torg: Torg, desk: Page
) -> None:
    people.expect_trouble(BAD_LINE)
    phone = people.meet("phone")
    ways = ways_of(phone)
    phone.add_init_script(REFUSING)
    phone.goto(torg.at(f"/w/{torg.code}/?in=1", LAN))
    pages.listen(phone)
    phone.evaluate(MARK)
    pages.press(desk, "Close, and start “Soup break”")
    see(phone, "Look up.")
    assert set(ways) == {"polling"}
    assert was_never_reloaded(phone)


def test_where_websockets_are_swallowed_long_polling_takes_over(
    people: People, torg: Torg, desk: Page
) -> None:
    people.expect_trouble(BAD_LINE)
    phone = people.meet("phone")
    ways = ways_of(phone)
    phone.route_web_socket("**/socket.io/**", lambda _socket: None)
    phone.goto(torg.at(f"/w/{torg.code}/?in=1", LAN))
    phone.evaluate(MARK)
    pages.listen(phone)
    with phone.expect_request("**/socket.io/*transport=polling*", timeout=LATE_MS):
        pass
    phone.wait_for_timeout(1000)
    pages.press(desk, "Close, and start “Soup break”")
    see(phone, "Look up.")
    assert "polling" in ways
    assert was_never_reloaded(phone)


def test_where_all_of_the_socket_is_filtered_the_page_asks_by_itself(
    people: People, torg: Torg
) -> None:
    people.expect_trouble(BAD_LINE)
    phone = people.meet("phone")
    phone.route("**/socket.io/**", lambda route: route.abort())
    phone.add_init_script(REFUSING)
    phone.goto(torg.at(f"/w/{torg.code}/?in=1", LAN))
    pages.listen(phone)
    phone.evaluate(MARK)
    staging.put_vote(torg.instance)
    expect(phone.locator("[data-option]")).to_have_count(3, timeout=SOON_MS)
    expect(phone.locator("html")).to_have_attribute("data-line", "on")
    assert was_never_reloaded(phone)


# Words


def test_a_norwegian_phone_says_it_in_norwegian(people: People, torg: Torg) -> None:
    people.expect_trouble(BAD_LINE)
    phone = people.meet("phone")
    phone.clock.install()
    phone.goto(torg.at(f"/w/{torg.code}/?in=1", LAN))
    phone.locator("summary", has_text="English").click()
    pages.press(phone, "Bokmål", within="header")
    pages.listen(phone)
    phone.route("**/answers/*", lambda route: route.fulfill(status=503, json={"wait": 60}))
    phone.locator("#idea").fill("Et bål om vinteren")
    phone.locator("form[data-send] .button").first.click()
    see(phone, "Mange sender nå. Ditt er tatt vare på, prøver igjen.")
    phone.unroute_all()
    phone.context.set_offline(True)
    phone.clock.fast_forward("02:00")
    see(phone, "Ikke sendt ennå (1), prøver igjen.")
    see(phone, "Maskinen i rommet svarer ikke. Svarene dine er tatt vare på i denne telefonen.")
