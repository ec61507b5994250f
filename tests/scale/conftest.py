"""Servers that only `--scale` starts: several of ours, PostgreSQL, Redis, nginx."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bench import cluster as clusters
from app.bench.cluster import Cluster, Postgres
from tests.databases import Databases

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of these start processes, and have time for it on a busy machine."""
    for item in items:
        if HERE in item.path.parents:
            for mark in (pytest.mark.scale, pytest.mark.slow, pytest.mark.timeout(300)):
                item.add_marker(mark)


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    """A PostgreSQL that a test may stop and start again."""
    with clusters.folder() as folder, clusters.running(Postgres(folder)) as made:
        yield made


@pytest.fixture
def mortal(server: Postgres) -> Databases:
    """Databases of the PostgreSQL that may be stopped."""
    return Databases(Cluster(server.url, ""))
