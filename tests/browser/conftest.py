"""A real browser at real sizes, and a note of everything that went wrong in its pages."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.browser.pages import come_in
from tests.browser.staging import seed
from tests.browser.surfaces import Surface
from tests.browser.torg import LAN, Torg, run, running
from tests.databases import Databases

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
SMALL_PHONE = PHONE | {"viewport": {"width": 360, "height": 740}}
SCREEN = {"viewport": {"width": 1920, "height": 1080}}
DESK = {"viewport": {"width": 1440, "height": 900}}
SIZES = {"phone": PHONE, "small phone": SMALL_PHONE, "screen": SCREEN, "desk": DESK}
#: A page that is left gives up what it was fetching: nothing is wrong then.
ALWAYS_FINE = ("ERR_ABORTED",)


def _where(said: ConsoleMessage) -> str:
    """What a console says, and of which address."""
    return f"{said.text} {said.location.get('url', '')}"


@dataclass
class People:
    """Everybody who opens a page in one test, each with a device of their own."""

    browser: Browser
    troubles: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def meet(self, size: str, **options: object) -> Page:
        """Return a new page on a new device of that size."""
        page = self.browser.new_context(**(SIZES[size] | options)).new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda said: said.type == "error" and self._note("said", _where(said)))
        page.on("pageerror", lambda fault: self._note("threw", str(fault)))
        page.on("requestfailed", lambda asked: self._note("failed", f"{asked.url} {asked.failure}"))
        return page

    def expect_trouble(self, pattern: str) -> None:
        """Say that a fault is part of this test."""
        self.expected.append(pattern)

    def _note(self, what: str, words: str) -> None:
        self.troubles.append(f"{what}: {words}")

    def unexpected(self) -> list[str]:
        """Return what nobody said would happen."""
        fine = (*ALWAYS_FINE, *self.expected)
        return [each for each in self.troubles if not any(re.search(why, each) for why in fine)]


@pytest.fixture
def people(browser: Browser) -> Iterator[People]:
    """People with devices; in the end nothing in their consoles may have gone wrong."""
    here = People(browser)
    yield here
    for context in list(browser.contexts):
        context.close()
    assert here.unexpected() == []


@pytest.fixture(scope="session")
def demo_folder(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo in it, its doors open, to copy."""
    folder = tmp_path_factory.mktemp("demo") / "instance"
    databases.make(folder)
    run(folder, "--demo", settings=databases.settings(folder)).stop()
    return folder


@pytest.fixture
def serve(databases: Databases, tmp_path: Path) -> Iterator[Callable[[Path | None], Torg]]:
    """Start a server on a copy of a folder, or on an empty one; it stops with the test."""
    started: list[Torg] = []

    def start(template: Path | None = None) -> Torg:
        folder = tmp_path / "instance"
        if template is not None:
            databases.copy(template, folder)
        else:
            databases.make(folder)
        started.append(run(folder, settings=databases.settings(folder)))
        return started[-1]

    yield start
    for torg in started:
        if torg.child.poll() is None:
            torg.stop()


@pytest.fixture(scope="session")
def evening(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Torg]:
    """One server for all who only look: an evening in which much was said and voted."""
    folder = tmp_path_factory.mktemp("evening") / "instance"
    shutil.copytree(demo_folder, folder)
    seed(folder)
    with ExitStack() as stack:
        # Only while it starts: other tests of this process have addresses of their own.
        with pytest.MonkeyPatch.context() as settings:
            settings.setenv("TORG_ADDRESS", LAN)
            torg = stack.enter_context(running(folder))
        yield torg


@pytest.fixture(scope="session")
def key(browser: Browser, evening: Torg) -> dict:
    """What a device keeps on which the owner's link was opened."""
    context = browser.new_context()
    come_in(context.new_page(), evening, LAN)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def visit(people: People, evening: Torg, key: dict) -> Callable[..., Page]:
    """Open a surface of the evening on a device of its real size."""

    def at(surface: Surface, **options: object) -> Page:
        kept = {"storage_state": key} if surface.is_member else {}
        people.expect_trouble(surface.trouble)
        page = people.meet(surface.who, **kept, **options)
        surface.open(page, evening, LAN)
        return page

    return at
