"""The recipes for several servers, as far as they can be read without running them."""

import configparser
import re
from pathlib import Path

import pytest
import yaml

from config import Config

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "docs" / "deploy"
SETTINGS = set(re.findall(r'"(TORG_\w+)"', (ROOT / "config.py").read_text(encoding="utf-8")))


@pytest.fixture
def compose() -> dict:
    return yaml.safe_load((HERE / "docker-compose.yml").read_text(encoding="utf-8"))


@pytest.fixture
def unit() -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(HERE / "torg@.service", encoding="utf-8")
    return parser


def text_of(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def servers_in(words: str) -> list[str]:
    return re.findall(r"(?m)^\s*server (\S+:\d+) ", words)


# Containers


def test_every_service_is_built_here_or_an_image_with_its_version(compose: dict):
    for service in compose["services"].values():
        if "build" in service:
            context = (HERE / service["build"]["context"]).resolve()
            assert (context / service["build"]["dockerfile"]).is_file()
        else:
            assert re.fullmatch(r"[a-z]+:\d[\d.]*", service["image"])


def test_the_containers_set_only_what_can_be_set(compose: dict):
    torg = [each for name, each in compose["services"].items() if name.startswith("torg-")]
    assert len(torg) == 2
    for service in torg:
        assert {"TORG_DATABASE_URL", "TORG_REDIS_URL"} <= set(service["environment"]) <= SETTINGS


def test_the_containers_share_their_data_and_nothing_is_kept_by_redis(compose: dict):
    services = compose["services"]
    assert services["torg-01"]["volumes"] == services["torg-02"]["volumes"] == ["data:/data"]
    named = {
        volume.split(":")[0] for each in services.values() for volume in each.get("volumes", [])
    }
    assert named - {"./nginx.conf"} == set(compose["volumes"])
    assert services["redis"]["command"][1:] == ["--save", "", "--appendonly", "no"]


def test_nginx_knows_every_container_by_name(compose: dict):
    known = servers_in(compose["configs"]["servers"]["content"])
    port = Config.port
    wanted = [f"{name}:{port}" for name in compose["services"] if name.startswith("torg-")]
    assert known == wanted
    assert (HERE / "nginx.conf").is_file()
    assert compose["services"]["nginx"]["configs"][0]["target"] == "/etc/nginx/torg-servers.conf"


def test_no_password_is_written_down(compose: dict):
    assert (
        "${DATABASE_PASSWORD:?}"
        in compose["services"]["torg-01"]["environment"]["TORG_DATABASE_URL"]
    )
    assert (
        compose["services"]["database"]["environment"]["POSTGRES_PASSWORD"]
        == "${DATABASE_PASSWORD:?}"
    )
    assert "torg:CHANGE-ME@" in text_of("torg.env")


def test_the_image_is_built_from_files_that_are_there():
    copied = re.findall(r"(?m)^COPY (.+) \./$", text_of("Dockerfile"))
    assert copied
    assert all((ROOT / name).exists() for line in copied for name in line.split())
    assert {".venv", "instance"} <= set(text_of("Dockerfile.dockerignore").split())
    assert set(re.findall(r"TORG_\w+", text_of("Dockerfile"))) <= SETTINGS


# systemd and nginx


def test_a_unit_starts_torg_with_settings_that_there_are(unit: configparser.ConfigParser):
    service = unit["Service"]
    assert service["ExecStart"] == f"{service['WorkingDirectory']}/torg run"
    assert service["EnvironmentFile"] == "/etc/torg.env"
    assert set(re.findall(r"TORG_\w+", service["Environment"])) <= SETTINGS
    assert set(re.findall(r"(?m)^(TORG_\w+)=", text_of("torg.env"))) <= SETTINGS


def test_a_unit_has_time_to_stop_well_and_may_write_its_data(unit: configparser.ConfigParser):
    service = unit["Service"]
    assert (service["KillSignal"], service["KillMode"]) == ("SIGTERM", "mixed")
    assert int(service["TimeoutStopSec"]) >= 30
    assert service["ReadWritePaths"] == f"{service['WorkingDirectory']}/instance"


def test_nginx_knows_the_ports_of_the_units(unit: configparser.ConfigParser):
    port = re.search(r"TORG_PORT=(\S+)", unit["Service"]["Environment"])[1]
    wanted = [f"127.0.0.1:{port.replace('%i', name)}" for name in ("01", "02")]
    assert servers_in(text_of("torg-servers.conf")) == wanted


def test_nginx_takes_what_torg_takes_and_writes_nobody_down():
    recipe = text_of("nginx.conf")
    assert f"client_max_body_size {Config.upload_mb}m;" in recipe
    assert "access_log off;" in recipe
    assert re.findall(r"(?m)^error_log \S+ (\w+);", recipe) == ["crit"]
    assert "remote_addr" not in recipe
