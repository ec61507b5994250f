"""The phone in a real browser while the line comes and goes: every answer arrives, and once."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from werkzeug.serving import make_server

from app.edge import save
from app.extensions import db
from workshops import stage
from workshops.models import Activity, Ballot, Contribution, Workshop

pytestmark = pytest.mark.browser

LAN = "torg.lan"  # not 127.0.0.1: browsers trust that one more than a room's laptop
SWAP = "document.dispatchEvent(new CustomEvent('torg:refresh'))"


@dataclass
class Line:
    """The app behind a line that is "on", "down", or loses the reply after the work is done."""

    app: Callable
    state: str = "on"

    def __call__(self, environ, start_response):
        posted = environ["REQUEST_METHOD"] == "POST"
        if environ["PATH_INFO"].startswith("/socket.io") or (posted and self.state == "down"):
            start_response("503 Service Unavailable", [])
            return [b""]
        if posted and self.state == "lost":
            b"".join(self.app(environ, lambda *_: None))
            start_response("502 Bad Gateway", [])
            return [b""]
        return self.app(environ, start_response)


@dataclass
class Room:
    """A workshop that is served, and what was heard in it."""

    line: Line
    address: str
    activities: list[int]

    def open(self, position: int) -> None:
        activity = self._activity(position)
        stage.open_activity(db.session(), activity)
        save()

    def close(self, position: int) -> None:
        activity = self._activity(position)
        stage.close(db.session(), activity)
        save()

    def touch(self, position: int) -> None:
        self._activity(position).workshop.version += 1
        save()

    def _activity(self, position: int) -> Activity:
        db.session.remove()
        return db.session.get_one(Activity, self.activities[position])

    def said(self) -> list[str]:
        db.session.remove()
        return sorted(db.session.scalars(select(Contribution.text)))

    def votes(self) -> list[dict]:
        db.session.remove()
        return [each["dots"] for each in db.session.scalars(select(Ballot.payload))]


@pytest.fixture
def room(app: Flask, evening: Workshop) -> Iterator[Room]:
    code, activities = evening.code, [each.id for each in evening.activities]
    line = Line(app.wsgi_app)
    server = make_server("127.0.0.1", 0, line, threaded=True)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Room(line, f"http://{LAN}:{server.server_port}/w/{code}/?in=1", activities)
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    yield page
    context.close()
    assert faults == []


def send(phone: Page, words: str) -> None:
    phone.fill("#idea", words)
    phone.click("text=Send the idea")


def test_ideas_wait_for_the_line_over_a_reload_and_arrive_once(room: Room, phone: Page):
    room.open(0)
    phone.goto(room.address)
    room.line.state = "down"
    send(phone, "A fire")
    expect(phone.locator("main")).to_contain_text("Not sent yet (1), will try again.")
    send(phone, "Blankets")
    expect(phone.locator("main")).to_contain_text("Not sent yet (2), will try again.")
    phone.reload()
    expect(phone.locator("main")).to_contain_text("Not sent yet (2), will try again.")
    room.line.state = "on"
    expect(phone.locator("main")).not_to_contain_text("Not sent yet", timeout=20_000)
    expect(phone.locator("[data-receipt]")).to_have_count(2)
    assert room.said() == ["A fire", "Blankets"]


def test_a_lost_reply_does_not_become_a_second_idea(room: Room, phone: Page):
    room.open(0)
    phone.goto(room.address)
    room.line.state = "lost"
    send(phone, "A fire")
    expect(phone.locator("main")).to_contain_text("Not sent yet (1), will try again.")
    room.line.state = "on"
    expect(phone.locator("main")).to_contain_text("Sent — your idea is no. 1.", timeout=20_000)
    assert room.said() == ["A fire"]


def test_two_quick_taps_are_one_idea(room: Room, phone: Page):
    room.open(0)
    phone.goto(room.address)
    phone.fill("#idea", "A fire")
    phone.dblclick("text=Send the idea")
    expect(phone.locator("main")).to_contain_text("Sent — your idea is no. 1.")
    expect(phone.locator("main")).not_to_contain_text("Write something first.")
    assert room.said() == ["A fire"]


def test_a_refused_idea_is_still_in_its_field_after_a_reload(room: Room, phone: Page):
    room.open(0)
    phone.goto(room.address)
    send(phone, "A fire " * 100)
    expect(phone.locator("[data-refused]")).to_contain_text("Please say it in 500.")
    phone.reload()
    expect(phone.locator("[data-refused]")).to_contain_text("Please say it in 500.")
    expect(phone.locator("#idea")).to_have_value("A fire " * 99 + "A fire ")
    assert room.said() == []


def test_what_is_being_typed_survives_when_the_page_changes(room: Room, phone: Page):
    room.open(0)
    phone.goto(room.address)
    phone.fill("#idea", "Half a thou")
    phone.evaluate("document.querySelector('#idea').setSelectionRange(4, 4)")
    room.touch(0)
    phone.evaluate("document.querySelector('[data-view]').dataset.old = ''")
    phone.evaluate(SWAP)
    expect(phone.locator("[data-view]:not([data-old])")).to_be_visible()
    expect(phone.locator("#idea")).to_have_value("Half a thou")
    expect(phone.locator("#idea")).to_be_focused()
    assert phone.evaluate("document.activeElement.selectionStart") == 4


def test_what_was_unfolded_stays_so_when_the_page_changes(room: Room, phone: Page):
    room.open(0)
    phone.goto(room.address)
    phone.click("#open-place")
    room.touch(0)
    phone.evaluate("document.querySelector('[data-view]').dataset.old = ''")
    phone.evaluate(SWAP)
    expect(phone.locator("[data-view]:not([data-old])")).to_be_visible()
    expect(phone.locator("#idea-place")).to_be_visible()
    expect(phone.locator("#open-place")).to_have_attribute("aria-expanded", "true")


def test_words_are_kept_when_the_question_closes_and_come_back_with_it(room: Room, phone: Page):
    room.open(0)
    phone.goto(room.address)
    phone.fill("#idea", "Half a thou")
    room.close(0)
    phone.evaluate(SWAP)
    kept = "Closed. Your words are kept on this phone, the door can take them."
    expect(phone.locator("main")).to_contain_text(kept)
    expect(phone.locator("main")).to_contain_text("Half a thou")
    room.open(0)
    phone.evaluate(SWAP)
    expect(phone.locator("#idea")).to_have_value("Half a thou")
    expect(phone.locator("main")).not_to_contain_text(kept)


def test_the_last_vote_that_waited_is_the_one_that_counts(room: Room, phone: Page):
    room.open(1)
    phone.goto(room.address)
    room.line.state = "down"
    phone.click("#more-1")
    phone.click("text=Send my dots")
    expect(phone.locator("main")).to_contain_text("Not sent yet (1), will try again.")
    phone.click("#more-2")
    phone.click("#more-2")
    phone.click("text=Send my dots")
    phone.reload()
    expect(phone.locator("main")).to_contain_text("2 dots left")
    room.line.state = "on"
    expect(phone.locator("main")).to_contain_text("Your dots are in.", timeout=20_000)
    assert room.votes() == [{"1": 1, "2": 2}]


def test_a_vote_works_without_scripts(room: Room, browser: Browser):
    room.open(1)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(room.address)
    page.select_option("#dots-1", "2")
    page.click("text=Send my dots")
    assert "Change my dots" in page.inner_text("main")
    context.close()
    assert room.votes() == [{"1": 2}]
