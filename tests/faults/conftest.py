"""Data folders to ill-treat, the shim for disks, and one healthy server for what leaves it so."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.extensions import db
from app.factory import create_app
from app.migrating import bring_up_to_date
from config import load
from tests.faults import platter
from tests.faults.room import Room, furnish
from tests.faults.torg import Torg, running

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of these start processes, and have time for it on a busy machine."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.timeout(180))


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty data folder, up to date, to copy."""
    folder = tmp_path_factory.mktemp("faults") / "migrated"
    app = create_app(load({"TORG_INSTANCE": str(folder)}))
    with app.app_context():
        bring_up_to_date(app)
        db.engine.dispose()
    app.extensions["torg_writes"].stop()
    return folder


@pytest.fixture
def instance(migrated: Path, tmp_path: Path) -> Path:
    """A data folder of this test alone."""
    return Path(shutil.copytree(migrated, tmp_path / "instance"))


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The compiled shim."""
    if shutil.which("gcc") is None:
        pytest.skip("no gcc to compile the shim for disks with")
    return platter.build(tmp_path_factory.mktemp("shim"))


@pytest.fixture(scope="session")
def healthy(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Torg]:
    """One server for all tests that must leave it as well as they found it."""
    folder = tmp_path_factory.mktemp("healthy") / "instance"
    shutil.copytree(migrated, folder)
    with running(folder) as torg:
        yield torg


@pytest.fixture
def torg(healthy: Torg) -> Iterator[Torg]:
    """The healthy server; it must be alive afterwards and have nothing to complain of."""
    before = len(healthy.complained())
    yield healthy
    assert healthy.process.poll() is None
    assert healthy.complained()[before:] == []


@pytest.fixture
def room(torg: Torg) -> Room:
    """A room of its own on the healthy server, with forty people in it."""
    return furnish(torg.instance, 40)
