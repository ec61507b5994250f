"""Notes on the plan in a hand: twenty at once, by keyboard alone, by finger, with a photo."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import pages, staging
from tests.browser.conftest import People
from tests.browser.pages import SOON_MS, press, see
from tests.browser.torg import LAN, Torg
from workshops.basemap import Frame
from workshops.methods.geodesy import distance_m
from workshops.methods.spatial import bounds_of, inside, places_of
from workshops.models import Contribution
from workshops.reactions import reactions_of

pytestmark = pytest.mark.browser

PHONES = 20
NEAR_M = 0.5
#: What the cross is on, and how many pixels are a metre.
VIEW = """() => {
  const panel = document.querySelector('[data-plan]');
  const ground = panel.querySelector('[data-ground]').getBoundingClientRect();
  const port = panel.querySelector('[data-viewport]').getBoundingClientRect();
  const scale = ground.width / Number(panel.dataset.width);
  return {x: (port.left + port.width / 2 - ground.left) / scale,
    y: (port.top + port.height / 2 - ground.top) / scale,
    scale, width: port.width, height: port.height};
}"""
#: Leaves room for words and for no photo.
FILL_UP = """() => {
  let n = 0;
  try {
    for (;; n++) localStorage.setItem(`full-${n}`, 'x'.repeat(10000));
  } catch (_full) {
    localStorage.removeItem(`full-${n - 1}`);
  }
}"""


@pytest.fixture
def room(serve: Callable[..., Torg], demo_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Torg:
    """A server of our own on which notes may be anything, and may be agreed with."""
    monkeypatch.setenv("TORG_ADDRESS", LAN)
    torg = serve(demo_folder)
    staging.put_notes(
        torg.instance, lines=True, areas=True, ask_feeling=True, ask_photo=True, react=True
    )
    return torg


def open_plan(people: People, torg: Torg) -> Page:
    """Come in, and see the plan."""
    phone = people.meet("small phone")
    phone.goto(torg.at(f"/w/{torg.code}/?in=1", LAN))
    expect(phone.locator("#plan")).to_be_visible()
    return phone


def go_to(phone: Page, x: float, y: float) -> None:
    """Tap towards a spot of the plan until the cross is on it."""
    for _ in range(12):
        view = phone.evaluate(VIEW)
        dx, dy = (x - view["x"]) * view["scale"], (y - view["y"]) * view["scale"]
        if max(abs(dx), abs(dy)) < 0.5:
            return
        right = min(max(view["width"] / 2 + dx, 10), view["width"] - 90)
        down = min(max(view["height"] / 2 + dy, 10), view["height"] - 10)
        phone.locator("#plan").click(position={"x": right, "y": down})
        if abs(dx) < 7 and abs(dy) < 7:
            return


def stored(torg: Torg) -> dict[str, dict]:
    """The geometry of each note by its words."""
    with staging.hand_on(torg.instance) as session:
        rows = session.query(Contribution).filter(Contribution.text.startswith("Note "))
        return {row.text: row.geometry for row in rows}


def spots_of(torg: Torg, n: int) -> tuple[Frame, list[tuple[float, float]]]:
    """So many spots all over the square, in plan metres, six metres from its edge."""
    with staging.hand_on(torg.instance) as session:
        square = staging.tonight(session).consultation.square
        frame, outline = Frame.from_json(square.basemap["frame"]), square.outline
    west, south, east, north = bounds_of(outline)
    (x0, y0), (x1, y1) = frame.to_xy(west, north), frame.to_xy(east, south)
    around = ((0, 0), (6, 0), (-6, 0), (0, 6), (0, -6))
    fits = [
        (float(x), float(y))
        for x in range(int(x0), int(x1), 3)
        for y in range(int(y0), int(y1), 3)
        if all(inside(*frame.to_lonlat(x + dx, y + dy), outline) for dx, dy in around)
    ]
    return frame, fits[:: len(fits) // n][:n]


def said_of_notes(torg: Torg) -> list[dict[str, int]]:
    """What others said of each note of this evening."""
    with staging.hand_on(torg.instance) as session:
        notes = staging.of_kind(staging.tonight(session), "map_notes")
        return [dict(said) for said in reactions_of(session, notes.id).values()]


def write(phone: Page, words: str) -> None:
    """Open the words, and write."""
    if not phone.locator("#note-words").is_visible():
        press(phone, "Words")
    phone.locator("#note-words").fill(words)
    phone.evaluate("scrollTo(0, 0)")


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_twenty_phones_at_once_lose_no_note_and_misplace_none(room: Torg, people: People):
    frame, spots = spots_of(room, PHONES)
    phones = [open_plan(people, room) for _ in spots]
    for nth, (phone, (x, y)) in enumerate(zip(phones, spots, strict=True)):
        write(phone, f"Note {nth} here")
        go_to(phone, x, y)
    confirm_all(phones, 1)
    for nth, (phone, (x, y)) in enumerate(zip(phones, spots, strict=True)):
        write(phone, f"Note {nth} line")
        draw_line(phone, (x, y), (x + 5, y))
    confirm_all(phones, 2)
    kept = stored(room)
    assert len(kept) == 2 * PHONES
    for nth, (x, y) in enumerate(spots):
        assert is_at(kept[f"Note {nth} here"], frame, (x, y))
        assert is_at(kept[f"Note {nth} line"], frame, (x, y), (x + 5, y))


def confirm_all(phones: list[Page], receipts: int) -> None:
    """Confirm on every phone before the first was answered; wait until all are told."""
    for phone in phones:
        phone.evaluate("document.getElementById('confirm').click()")
    for phone in phones:
        expect(phone.locator("[data-receipt]")).to_have_count(receipts, timeout=SOON_MS)


def draw_line(phone: Page, *corners: tuple[float, float]) -> None:
    """Bring the plan there as for a point, then tap each corner where it lies."""
    go_to(phone, *corners[0])
    press(phone, "Line")
    for x, y in corners:
        view = phone.evaluate(VIEW)
        right = view["width"] / 2 + (x - view["x"]) * view["scale"]
        down = view["height"] / 2 + (y - view["y"]) * view["scale"]
        phone.locator("#plan").click(position={"x": right, "y": down})


def is_at(geometry: dict, frame: Frame, *corners: tuple[float, float]) -> bool:
    """Whether a note lies where it was put, each corner of it."""
    places = zip(places_of(geometry), corners, strict=True)
    return all(distance_m(place, frame.to_lonlat(*spot)) < NEAR_M for place, spot in places)


def test_an_area_by_keyboard_alone_is_said_while_it_is_drawn(room: Torg, people: People):
    phone = open_plan(people, room)
    said = phone.locator("[data-announce]")
    write(phone, "Note by keyboard")
    phone.locator("#shape-area").focus()
    phone.keyboard.press("Enter")
    phone.locator("#plan").focus()
    phone.keyboard.press("Enter")
    expect(said).to_have_text("One corner, now the next")
    phone.keyboard.press("ArrowRight")
    expect(said).to_contain_text("square")
    for _ in range(9):
        phone.keyboard.press("ArrowRight")
    phone.keyboard.press("Enter")
    expect(said).to_have_text("2 corners, 10 m")
    for _ in range(10):
        phone.keyboard.press("ArrowUp")
    phone.keyboard.press("Space")
    expect(said).to_have_text("3 corners, 50 m²")
    phone.keyboard.press("Backspace")
    expect(said).to_have_text("2 corners, 10 m")
    phone.keyboard.press("Enter")
    phone.locator("#confirm").focus()
    phone.keyboard.press("Enter")
    see(phone, "Sent — your note is no.")
    assert len(stored(room)["Note by keyboard"]["coordinates"][0]) == 4


def test_the_place_is_said_with_compass_and_metres_once_the_plan_rests(room: Torg, people: People):
    phone = open_plan(people, room)
    phone.locator("#plan").focus()
    for _ in range(5):
        phone.keyboard.press("ArrowUp")
    where = re.compile(r"square [A-Z]\d+, \d+ m (north|south)?-?(east|west)? ?of [A-Z]")
    expect(phone.locator("[data-announce]")).to_have_text(where, timeout=SOON_MS)


def test_a_finger_that_drags_the_plan_does_not_scroll_the_page(room: Torg, people: People):
    phone = open_plan(people, room)
    before = phone.evaluate(VIEW)
    touch = phone.context.new_cdp_session(phone)
    for kind, y in (("touchStart", 400), *(("touchMove", 400 - 12 * n) for n in range(1, 12))):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": 150, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert phone.evaluate("scrollY") == 0
    assert phone.evaluate(VIEW)["y"] > before["y"] + 5


def test_too_few_corners_are_told_before_anything_is_sent(room: Torg, people: People):
    phone = open_plan(people, room)
    write(phone, "Note too short")
    press(phone, "Line")
    press(phone, "Set corner")
    press(phone, "Confirm this line")
    see(phone, "A line needs two corners or more.")
    press(phone, "Corner back")
    expect(phone.locator(".plan-corner")).to_have_count(0)
    assert stored(room) == {}


def test_outside_the_square_is_asked_for_once_and_kept(room: Torg, people: People):
    phone = open_plan(people, room)
    write(phone, "Note far out")
    frame, _ = spots_of(room, 1)
    go_to(phone, frame.width_m - 10, 10)
    press(phone, "Confirm this place")
    see(phone, "Is it here?")
    press(phone, "No, I move it")
    assert stored(room) == {}
    press(phone, "Confirm this place")
    press(phone, "Yes, it is here")
    see(phone, "Sent — your note is no.")
    assert "Note far out" in stored(room)


def test_a_photo_arrives_small_with_its_note(room: Torg, people: People, shared_data: Path):
    phone = open_plan(people, room)
    write(phone, "Note with a photo")
    press(phone, "Photo")
    phone.set_input_files("#note-photo", shared_data / "images" / "gps-phone-empty-field.jpg")
    see(phone, "The photo goes with your note.")
    phone.locator(".feeling", has_text="A memory").click()
    press(phone, "Confirm this place")
    see(phone, "Sent — your note is no.")
    [(width, height)] = room.asked("SELECT width, height FROM photo ORDER BY id DESC LIMIT 1")
    assert 400 <= max(width, height) <= 1600
    [(feeling,)] = room.asked("SELECT details FROM contribution ORDER BY id DESC LIMIT 1")
    assert "memory" in feeling


def test_a_photo_that_does_not_fit_on_the_phone_is_told_and_goes_out_from_the_page(
    room: Torg, people: People, shared_data: Path
):
    phone = open_plan(people, room)
    write(phone, "Note on a full phone")
    press(phone, "Photo")
    phone.set_input_files("#note-photo", shared_data / "images" / "gps-arezzo-1.jpg")
    see(phone, "The photo goes with your note.")
    phone.evaluate(FILL_UP)
    people.expect_trouble("ERR_INTERNET_DISCONNECTED|WebSocket")
    phone.context.set_offline(offline=True)
    press(phone, "Confirm this place")
    see(phone, "This phone is full. Keep this page open until it is sent.")
    phone.context.set_offline(offline=False)
    see(phone, "Sent — your note is no.")
    assert room.asked("SELECT count(*) FROM photo") == [(1,)]


def test_a_note_is_agreed_with_offline_and_counted_once(room: Torg, people: People):
    writer = open_plan(people, room)
    write(writer, "Note to agree with")
    press(writer, "Confirm this place")
    see(writer, "Sent — your note is no.")
    staging.release_last(room.instance)
    reader = open_plan(people, room)
    people.expect_trouble("ERR_INTERNET_DISCONNECTED")
    reader.locator("#room summary").click()
    reader.context.set_offline(offline=True)
    reader.get_by_role("button", name="Agree with no.").first.click()
    reader.get_by_role("button", name="Disagree with no.").first.click()
    reader.context.set_offline(offline=False)
    pages.wake(reader)
    expect(reader.locator("html")).to_have_attribute("data-line", "on", timeout=pages.BACK_MS)
    expect(reader.locator("[id^=disagree-]").first).to_have_attribute("aria-pressed", "true")
    for _ in range(40):
        if said_of_notes(room):
            break
        reader.wait_for_timeout(250)
    assert said_of_notes(room) == [{"disagree": 1}]
