"""The PostgreSQL and the Redis that tests and benches start for themselves."""

import psycopg
import pytest

from app.bench import cluster as clusters
from app.bench.cluster import cluster
from workshops.refusal import Refused

pytestmark = pytest.mark.slow


@pytest.mark.skipif(bool(clusters.missing()), reason=f"needs {clusters.missing()}")
def test_a_cluster_syncs_every_commit_and_leaves_nothing_running():
    with cluster() as here:
        address = here.database_url.replace("+psycopg", "")
        with psycopg.connect(address) as connection:
            asked = "SELECT current_setting('fsync'), current_setting('synchronous_commit')"
            assert connection.execute(asked).fetchone() == ("on", "on")
        ports = [int(url.rsplit(":", 1)[1].split("/")[0]) for url in (address, here.redis_url)]
        assert all(map(clusters.answers, ports))
    assert not any(map(clusters.answers, ports))


def test_without_the_servers_the_packages_are_named(monkeypatch):
    monkeypatch.setattr(clusters, "_program", lambda _: None)
    monkeypatch.setattr(clusters.shutil, "which", lambda _: None)
    with pytest.raises(Refused, match="sudo apt install postgresql redis-server"), cluster():
        pass
