"""A volunteer counts at a stop: no tap is lost, and every count arrives once."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import pages, staging
from tests.browser.conftest import People
from tests.browser.measures import cut_off, smaller_than
from tests.browser.pages import SOON_MS, press, see
from tests.browser.torg import LAN, Torg
from workshops import answers, joining, planning, stage, stops
from workshops.activities import kind_of
from workshops.methods.spatial import centre_of

pytestmark = pytest.mark.browser

LINE_GONE = r"ERR_(INTERNET_DISCONNECTED|CONNECTION_\w+|NETWORK_\w+)|WebSocket"
MINUTE_MS = 60_000


def put_count(folder: Path) -> None:
    """Draw two stops and open a count at them."""
    with staging.hand_on(folder) as session:
        workshop = staging.tonight(session)
        place = workshop.consultation
        lon, lat = centre_of(place.square.outline)
        stops.add_stop(session, place, "By the fountain", (lon, lat))
        stops.add_stop(session, place, "At the gate", (lon + 0.0003, lat + 0.0001))
        rules = kind_of("counting").defaults()
        count = planning.add_activity(session, workshop, "counting", "Count", settings=rules)
        stage.open_activity(session, count)


def show_count(folder: Path) -> None:
    """Let one person count a whole day, and show it."""
    with staging.hand_on(folder) as session:
        count = staging.of_kind(staging.tonight(session), "counting")
        person = joining.admit(session, count.workshop_id, "observer")
        for n, payload in enumerate(kind_of("counting").samples(count.settings, 26)):
            answers.submit(session, count.id, person, payload, f"key {n}")
        stage.close(session, count)
        stage.show(session, count)


@pytest.fixture
def torg(serve: Callable[[Path], Torg], demo_folder: Path) -> Torg:
    started = serve(demo_folder)
    put_count(started.instance)
    return started


@pytest.fixture
def phone(people: People, torg: Torg) -> Page:
    """A phone whose clock can be turned, at the first stop."""
    people.expect_trouble(LINE_GONE)
    page = people.meet("small phone")
    page.clock.install()
    page.goto(torg.at(f"/w/{torg.code}/?in=1", LAN))
    expect(page.locator("[data-begin]")).to_be_visible(timeout=SOON_MS)
    return page


def begin(phone: Page) -> None:
    phone.get_by_label("1 By the fountain").check()
    press(phone, "Start counting")


def tap(phone: Page, kind: str, times: int = 1) -> None:
    for _ in range(times):
        phone.locator(f"[data-tap={kind}]").click()


def tapped(phone: Page, kind: str) -> str:
    return phone.locator(f"[data-tap={kind}] b").inner_text()


def pass_time(phone: Page, minutes: float) -> None:
    phone.clock.fast_forward(int(minutes * MINUTE_MS))
    phone.clock.run_for(1000)


def ballots(torg: Torg) -> list[dict]:
    found = torg.asked("SELECT payload FROM ballot WHERE slot LIKE '%@%' ORDER BY id")
    return [json.loads(payload) for (payload,) in found]


def wait_for_ballots(phone: Page, torg: Torg, n: int) -> list[dict]:
    for _ in range(40):
        if len(ballots(torg)) >= n:
            break
        phone.clock.run_for(4000)
        phone.wait_for_timeout(250)
    return ballots(torg)


def test_no_tap_is_lost_by_a_reload_and_undo_takes_the_last(phone: Page) -> None:
    begin(phone)
    tap(phone, "foot", 3)
    tap(phone, "bicycle")
    phone.reload()
    expect(phone.locator("[data-tap=foot]")).to_be_visible(timeout=SOON_MS)
    assert (tapped(phone, "foot"), tapped(phone, "bicycle")) == ("3", "1")
    phone.locator("[data-undo]").click()
    assert (tapped(phone, "foot"), tapped(phone, "bicycle")) == ("3", "0")
    assert pages.has_no_sideways_scroll(phone)
    assert smaller_than(phone, 16) == []


def test_the_clock_warns_and_when_time_is_up_nobody_passes(phone: Page) -> None:
    begin(phone)
    tap(phone, "foot")
    pass_time(phone, 9.1)
    see(phone, "One minute left.")
    pass_time(phone, 1)
    see(phone, "Time is up. Now: who stays?")
    phone.locator("[data-tap=foot]").click(force=True)
    assert tapped(phone, "foot") == "1"
    phone.locator("[data-sort=staying]").click()
    tap(phone, "bench")
    assert tapped(phone, "bench") == "1"
    press(phone, "Finish")
    see(phone, "1 moving, 1 staying")


def test_an_hour_without_a_line_and_the_count_arrives_once(phone: Page, torg: Torg) -> None:
    begin(phone)
    phone.context.set_offline(True)
    tap(phone, "foot", 5)
    pass_time(phone, 60)
    press(phone, "Finish")
    see(phone, "By the fountain")
    see(phone, "This phone slept for 10 minutes")
    press(phone, "Send my count")
    phone.clock.run_for(2000)
    see(phone, "Not sent yet (1)")
    assert ballots(torg) == []
    phone.context.set_offline(False)
    sent = wait_for_ballots(phone, torg, 1)
    assert [(each["counts"], each["minutes"]) for each in sent] == [({"foot": 5}, 10.0)]
    assert sent[0]["looked"] == "moving"  # nobody looked round, which is not the same as nobody


def test_who_finishes_early_counted_for_fewer_minutes_and_can_put_numbers_right(
    phone: Page, torg: Torg
) -> None:
    begin(phone)
    tap(phone, "foot", 2)
    pass_time(phone, 5)
    press(phone, "Finish")
    phone.get_by_label("On foot").fill("4")
    press(phone, "Send my count")
    sent = wait_for_ballots(phone, torg, 1)
    assert sent[0]["counts"] == {"foot": 4}
    assert sent[0]["minutes"] == pytest.approx(5, abs=0.2)


def test_a_count_that_was_thrown_away_can_be_brought_back(phone: Page) -> None:
    begin(phone)
    tap(phone, "foot", 2)
    press(phone, "Finish")
    press(phone, "Throw this count away")
    press(phone, "Bring back the count you threw away")
    see(phone, "2 moving")


def test_a_count_that_was_running_when_it_was_closed_is_kept_on_the_phone(
    phone: Page, torg: Torg
) -> None:
    begin(phone)
    tap(phone, "foot", 2)
    with staging.hand_on(torg.instance) as session:
        stage.close(session, staging.of_kind(staging.tonight(session), "counting"))
    pages.wake(phone)
    phone.clock.run_for(5000)
    see(phone, "Closed. Your words are kept on this phone")
    see(phone, "2 moving", within="[data-receipts]")


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1024, 768)])
def test_the_wall_of_a_count_is_readable(
    people: People, torg: Torg, width: int, height: int
) -> None:
    people.expect_trouble(LINE_GONE)
    show_count(torg.instance)
    wall = people.meet("screen", viewport={"width": width, "height": height})
    pages.look_at_screen(wall, torg)
    see(wall, "A tie: 2 stops")
    assert cut_off(wall) == []
    assert smaller_than(wall, 0.03 * height) == []
