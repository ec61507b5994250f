"""The addresses of PostgreSQL and Redis: what is taken, and what is said of a bad one."""

from pathlib import Path

import pytest

import config
from config import BadSetting, load


def settings(folder: Path, **given: str) -> config.Config:
    return load({"TORG_INSTANCE": str(folder), **given})


def test_without_addresses_there_is_a_file_and_no_redis(tmp_path):
    found = settings(tmp_path)
    assert found.database_url == f"sqlite:///{tmp_path / 'torg.db'}"
    assert found.redis_url == ""


@pytest.mark.parametrize("kind", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_spoken_to_through_one_driver(tmp_path, kind):
    found = settings(tmp_path, TORG_DATABASE_URL=f"{kind}://torg:pw@db/torg")
    assert found.database_url == "postgresql+psycopg://torg:pw@db/torg"


@pytest.mark.parametrize("url", ["mysql://root:hidden@db/torg", "db/torg", "postgresql://"])
def test_a_bad_address_of_a_database_is_refused_without_repeating_its_password(tmp_path, url):
    with pytest.raises(BadSetting, match="TORG_DATABASE_URL must be") as refusal:
        settings(tmp_path, TORG_DATABASE_URL=url)
    assert "hidden" not in str(refusal.value)


def test_a_bad_address_of_redis_is_refused(tmp_path):
    with pytest.raises(BadSetting, match="TORG_REDIS_URL must be redis://"):
        settings(tmp_path, TORG_REDIS_URL="http://localhost:6379")


@pytest.mark.parametrize(
    "given", [{"TORG_DATABASE_URL": "postgresql://db/torg"}, {"TORG_REDIS_URL": "redis://db"}]
)
def test_a_driver_that_is_missing_is_told_with_what_to_type(tmp_path, monkeypatch, given):
    monkeypatch.setattr(config, "find_spec", lambda _: None)
    with pytest.raises(BadSetting, match=r"driver is missing\. Type: \./torg setup"):
        settings(tmp_path, **given)


def test_a_child_finds_the_same_servers(tmp_path):
    found = settings(tmp_path, TORG_REDIS_URL="redis://db:6379/0")
    assert found.for_children()["TORG_REDIS_URL"] == "redis://db:6379/0"
