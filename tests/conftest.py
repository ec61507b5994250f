"""What all tests share: folder, real data, browser, a workshop in memory, the order of suites."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.bench.cluster import cluster
from tests.databases import Databases, in_memory, nothing_kept, with_tables
from workshops import clock, joining, planning
from workshops.models import Workshop

ROOT = Path(__file__).resolve().parent.parent
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
#: What a room calls its laptop. It is no secure context, as 127.0.0.1 would be.
LAN = "torg.lan"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--host-resolver-rules=MAP {LAN} 127.0.0.1",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--scale",
        action="store_true",
        help="run what meets a database on PostgreSQL and Redis, which are started for it",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Quick tests first, slow ones, then browsers with more time; benches if asked for."""
    if config.option.scale:
        keep(config, items, meets_a_database)
    else:
        keep(config, items, lambda item: "scale" not in item.keywords)
    items.sort(key=lambda item: ("browser" in item.keywords, "slow" in item.keywords))
    for item in items:
        if "browser" in item.keywords and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(180))
    if "bench" not in config.option.markexpr:
        keep(config, items, lambda item: "bench" not in item.keywords)


def keep(
    config: pytest.Config, items: list[pytest.Item], is_wanted: Callable[[pytest.Item], bool]
) -> None:
    """Leave out the tests that are not wanted, and count them."""
    config.hook.pytest_deselected(items=[item for item in items if not is_wanted(item)])
    items[:] = filter(is_wanted, items)


def meets_a_database(item: pytest.Item) -> bool:
    """Whether a test runs on PostgreSQL too: of those in a browser, the ones that say so."""
    if "sqlite" in item.keywords or "scale" in item.keywords:
        return "scale" in item.keywords
    is_met = "databases" in getattr(item, "fixturenames", ())
    return "twice" in item.keywords or (is_met and "browser" not in item.keywords)


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real data beside the project, where somebody has put it."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("no real data in ../shared/data")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the system's Chromium."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("no Chromium on this machine: `./torg test` says how to get it")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """The one Chromium of all browser tests, which finds `torg.lan` on this machine."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest) -> Iterator[Databases]:
    """Where databases come from: SQLite, or with `--scale` a PostgreSQL of our own."""
    if not request.config.option.scale:
        yield Databases()
        return
    with cluster() as servers:
        yield Databases(servers)


@pytest.fixture(scope="session")
def tables(databases: Databases) -> Iterator[Engine]:
    """The tables in a database of PostgreSQL in which nothing is kept."""
    engine = with_tables(databases.make(Path("tables")))
    yield engine
    engine.dispose()


@pytest.fixture
def session(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Session]:
    """A fresh database, in memory where it can be; no web around it."""
    if databases.cluster:
        with nothing_kept(request.getfixturevalue("tables")) as opened:
            yield opened
        return
    engine = in_memory()
    with Session(engine, expire_on_commit=False) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def workshop(session: Session) -> Workshop:
    """An evening on a square: ideas, a dot vote on two lines, a slide; all drafts."""
    consultation = planning.new_consultation(session, "Stortorget", town="Hamar")
    evening = planning.new_workshop(session, consultation, "Theme evening")
    planning.add_activity(session, evening, "ideas", "Ideas", question="What is missing?")
    options = [{"key": "1", "label": "A fire"}, {"key": "2", "label": "Seats"}]
    planning.add_activity(session, evening, "dot_vote", "Vote", settings={"options": options})
    planning.add_activity(session, evening, "slide", "Soup")
    session.info.clear()
    return evening


@pytest.fixture
def person(session: Session, workshop: Workshop) -> Callable[[], int]:
    """Let one more person in and return who that is."""
    devices = count(1)
    return lambda: joining.join(session, workshop.id, workshop.code, f"device {next(devices)}")


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Set the clock forward, or back."""
    real, waited = clock.now, timedelta()

    def on(more: timedelta) -> None:
        nonlocal waited
        waited += more
        monkeypatch.setattr(clock, "now", lambda: real() + waited)

    return on
