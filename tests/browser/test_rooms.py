"""Several screens, desks and a remote at once: one room, one stage, wherever one looks."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import pages, staging
from tests.browser.conftest import People
from tests.browser.pages import press, see
from tests.browser.torg import Torg, again

pytestmark = pytest.mark.browser

#: "Within a second", on a laptop that runs the server and six browsers by itself.
AT_ONCE_MS = 3000
LINE_GONE = r"ERR_\w+|WebSocket"
OLD_WALL = {"viewport": {"width": 1024, "height": 768}, "color_scheme": "dark"}
START = "Start “20 ideas in 20 minutes”"
STEP = ".on-acts .button"
#: What the walls say, and what the desks and the remote call it.
IDEAS = ("What would bring you here on a dark January evening?", "20 ideas in 20 minutes")
SOUP = ("Soup is served.", "Soup break")


@dataclass
class Room:
    """One laptop with two walls, two desks and a remote."""

    torg: Torg
    walls: list[Page]
    desks: list[Page]
    remote: Page

    def all(self) -> list[Page]:
        return [*self.walls, *self.desks, self.remote]


@pytest.fixture
def torg(serve: Callable[[Path], Torg], demo_folder: Path) -> Torg:
    started = serve(demo_folder)
    staging.put_on(started.instance, "slide")
    return started


@pytest.fixture
def key(torg: Torg, people: People) -> dict:
    """What a device keeps on which the owner's link was opened."""
    page = people.meet("desk")
    pages.come_in(page, torg)
    state = page.context.storage_state()
    page.context.close()
    return state


@pytest.fixture
def room(torg: Torg, people: People, key: dict) -> Room:
    walls = [people.meet("screen"), people.meet("screen", **OLD_WALL)]
    for wall in walls:
        pages.look_at_screen(wall, torg)
    desks = [people.meet("desk", storage_state=key) for _ in range(2)]
    remote = people.meet("phone", storage_state=key)
    for page, name in [*((desk, "run") for desk in desks), (remote, "remote")]:
        page.goto(torg.at(f"/desk/w/{torg.code}/{name}"))
        pages.listen(page)
    room = Room(torg, walls, desks, remote)
    for page in room.all():
        page.evaluate("window.stillTheSamePage = true")
    return room


def is_everywhere(room: Room, on: tuple[str, str]) -> None:
    """Wait until the walls say what is asked, and desks and remote what it is called."""
    asked, called = on
    for wall in room.walls:
        expect(wall.locator("main")).to_contain_text(asked, timeout=AT_ONCE_MS)
    for desk in room.desks:
        expect(desk.locator(".on-title")).to_have_text(called, timeout=AT_ONCE_MS)
    expect(room.remote.locator("h1")).to_have_text(called, timeout=AT_ONCE_MS)
    assert all(page.evaluate("window.stillTheSamePage") for page in room.all())


def behind(page: Page) -> None:
    """Let a page hear and fetch nothing more, as one on a line that hangs."""
    page.route("**/part*", lambda route: None)


@pytest.mark.timeout(240)
def test_a_step_on_any_page_is_on_all_of_them_at_once(room: Room) -> None:
    first, second = room.desks
    press(first, START)
    is_everywhere(room, IDEAS)
    press(room.remote, "Close, and start “Soup break”")
    is_everywhere(room, SOUP)
    press(second, "Blank")
    for wall in room.walls:
        expect(wall.locator(".scene-blank")).to_be_attached(timeout=AT_ONCE_MS)
    press(room.remote, "Bring back")
    for wall in room.walls:
        see(wall, SOUP[0])
    press(first, "Dark room")
    for wall in room.walls:
        expect(wall.locator(".stage")).to_have_attribute("data-room", "dark", timeout=AT_ONCE_MS)


def test_both_walls_show_all_of_a_scene_and_never_scroll(room: Room) -> None:
    press(room.desks[0], START)
    for wall in room.walls:
        see(wall, IDEAS[0])
        assert pages.has_no_sideways_scroll(wall)
        assert wall.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_a_desk_that_is_behind_skips_no_step(room: Room) -> None:
    first, second = room.desks
    behind(second)
    press(first, START)
    see(room.remote, IDEAS[1], within="h1")
    press(second, START)
    see(second, "A moment ago, here or at another desk: “20 ideas in 20 minutes” opened.")
    expect(second.locator(STEP).first).to_contain_text("Close, and start “Soup break”")
    current = "SELECT title, state FROM activity WHERE id = (SELECT current_id FROM workshop"
    found = room.torg.asked(f"{current} ORDER BY id DESC LIMIT 1)")
    assert found == [("20 ideas in 20 minutes", "open")]


def test_a_remote_that_is_behind_undoes_nothing_it_did_not_show(room: Room) -> None:
    press(room.desks[0], START)
    is_everywhere(room, IDEAS)
    behind(room.remote)
    press(room.desks[0], "Blank")
    expect(room.walls[0].locator(".scene-blank")).to_be_attached(timeout=AT_ONCE_MS)
    press(room.remote, "Undo")
    see(room.remote, "screen blanked. Look, then undo.")
    expect(room.walls[0].locator(".scene-blank")).to_be_attached()


def test_a_second_desk_takes_over_where_the_first_one_crashed(
    torg: Torg, people: People, key: dict
) -> None:
    first = people.meet("desk", storage_state=key)
    first.goto(torg.at(f"/desk/w/{torg.code}/run"))
    pages.listen(first)
    press(first, START)
    see(first, "Open now")
    first.context.close()
    second = people.meet("desk", storage_state=key)
    second.goto(torg.at(f"/desk/w/{torg.code}/run"))
    see(second, "Last: “20 ideas in 20 minutes” opened", within=".desk-foot")
    pages.listen(second)
    press(second, "Undo")
    see(second, "Welcome, promise, what is fixed", within=".on")


@pytest.mark.timeout(240)
def test_without_a_server_the_walls_keep_their_scene_and_the_desk_says_so(
    room: Room, people: People
) -> None:
    people.expect_trouble(LINE_GONE)
    press(room.desks[0], START)
    is_everywhere(room, IDEAS)
    before = [wall.inner_text("main") for wall in room.walls]
    room.torg.crash()
    for page in room.all():
        expect(page.locator("html")).to_have_attribute("data-line", "off", timeout=15_000)
    assert [wall.inner_text("main") for wall in room.walls] == before
    see(room.desks[0], "Not connected, will try again")
    see(room.remote, "not connected, will try again")
    press(room.remote, "Close, and start “Soup break”")
    see(room.remote, "The laptop does not answer. Look whether it was done, else press again.")
    restarted = again(room.torg)
    try:
        for page in room.all():
            pages.listen(page, pages.BACK_MS)
        see(room.desks[0], IDEAS[1], within=".on")
        press(room.remote, "Close, and start “Soup break”")
        is_everywhere(room, SOUP)
    finally:
        restarted.stop()


def test_a_wall_in_a_corner_of_the_wifi_asks_by_itself(torg: Torg, people: People) -> None:
    people.expect_trouble(LINE_GONE)
    wall = people.meet("screen")
    wall.route("**/socket.io/**", lambda route: route.abort())
    wall.add_init_script("delete window.WebSocket")
    pages.look_at_screen(wall, torg)
    staging.put_on(torg.instance, "ideas")
    see(wall, IDEAS[0])
