"""The launcher: what it says, when it sets up, and what it does without."""

import hashlib
import importlib.machinery
import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def torg() -> ModuleType:
    """The launcher, loaded afresh as a module."""
    loader = importlib.machinery.SourceFileLoader("torg_launcher", str(ROOT / "torg"))
    loader.cache_bytecode = False
    spec = importlib.util.spec_from_loader(loader.name, loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture
def house(torg: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project for the launcher, with lock files, where installing is only noted down."""
    for lock in torg.LOCKS.values():
        (tmp_path / lock).write_text("flask==1 --hash=sha256:0\n", encoding="utf-8")
    monkeypatch.setattr(torg, "ROOT", tmp_path)
    monkeypatch.setattr(torg, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(torg, "PYTHON", str(tmp_path / ".venv" / "bin" / "python"))
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").touch()
    version = ".".join(map(str, sys.version_info[:3]))
    (tmp_path / ".venv" / "pyvenv.cfg").write_text(f"home = /usr\nversion = {version}\n")
    return tmp_path


@pytest.fixture
def installed(torg: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What each installation was asked for."""
    asked: list[list[str]] = []
    monkeypatch.setattr(torg, "install_with_uv", lambda words: asked.append(words) or True)
    return asked


# What it says


def test_help_lists_the_commands_and_sets_nothing_up():
    line = [sys.executable, ROOT / "torg", "--help"]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    assert all(f"./torg {command}" in done.stdout for command in ("run", "test", "check", "fmt"))
    assert "Setting up" not in done.stdout


def test_no_command_at_all_shows_the_help(torg: ModuleType, capsys: pytest.CaptureFixture[str]):
    assert torg.main([]) == 0
    assert capsys.readouterr().out == torg.HELP


@pytest.mark.parametrize("version", [(3, 10, 12), (3, 6, 9), (2, 7, 18)])
def test_an_old_python_is_refused_in_a_sentence(torg: ModuleType, version: tuple[int, ...]):
    with pytest.raises(torg.Stop, match=r"needs Python 3\.11 or newer; this is \d\.\d+\.\d+\."):
        torg.refuse_old_python(version)


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 14, 1), (4, 0, 0)])
def test_a_new_python_is_taken(torg: ModuleType, version: tuple[int, ...]):
    assert torg.refuse_old_python(version) is None


def test_the_launcher_needs_the_standard_library_only():
    source = (ROOT / "torg").read_text(encoding="utf-8")
    imported = re.findall(r"(?m)^(?:import|from) (\w+)", source)
    assert imported
    assert set(imported) <= sys.stdlib_module_names


# When it sets up


def test_the_first_start_installs_and_stamps(torg, house, installed):
    torg.set_up(["run"])
    digest = hashlib.sha256((house / "requirements.txt").read_bytes()).hexdigest()
    assert installed == [["-r", str(house / "requirements.txt")]]
    assert digest in (house / ".venv" / "torg-run.stamp").read_text(encoding="utf-8")


def test_the_second_start_installs_nothing(torg, house, installed):
    torg.set_up(["run"])
    torg.set_up(["run"])
    assert len(installed) == 1


def test_a_changed_lock_file_installs_again(torg, house, installed):
    torg.set_up(["run"])
    (house / "requirements.txt").write_text("flask==2 --hash=sha256:1\n", encoding="utf-8")
    torg.set_up(["run"])
    assert len(installed) == 2


def test_what_tests_need_is_installed_only_when_asked_for(torg, house, installed):
    torg.set_up(["run"])
    torg.set_up(["run", "dev"])
    torg.set_up(["run"])
    locks = [str(house / lock) for lock in ("requirements.txt", "requirements-dev.txt")]
    assert installed == [["-r", locks[0]], ["-r", locks[0], "-r", locks[1]]]


def test_the_drivers_of_the_servers_are_installed_only_where_they_are_wanted(torg, monkeypatch):
    monkeypatch.delenv("TORG_DATABASE_URL", raising=False)
    monkeypatch.delenv("TORG_REDIS_URL", raising=False)
    assert torg.kinds_for("run") == ["run"]
    assert torg.kinds_for("test") == ["run", "scale", "dev"]
    monkeypatch.setenv("TORG_DATABASE_URL", "sqlite:///torg.db")
    assert torg.kinds_for("run") == ["run"]
    monkeypatch.setenv("TORG_DATABASE_URL", "postgresql+psycopg://torg@localhost/torg")
    assert torg.kinds_for("run") == ["run", "scale"]
    monkeypatch.delenv("TORG_DATABASE_URL")
    monkeypatch.setenv("TORG_REDIS_URL", "redis://localhost:6379/0")
    assert torg.kinds_for("import") == ["run", "scale"]


def test_another_python_installs_again(torg, house, installed):
    torg.set_up(["run"])
    (house / ".venv" / "pyvenv.cfg").write_text("version_info = 3.99.1\n", encoding="utf-8")
    torg.set_up(["run"])
    assert len(installed) == 2


def test_a_removed_venv_installs_again(torg, house, installed):
    torg.set_up(["run"])
    (house / ".venv" / "bin" / "python").unlink()
    torg.set_up(["run"])
    assert len(installed) == 2


def test_pip_serves_where_uv_does_not(torg, house, monkeypatch):
    lines: list[list[str]] = []
    monkeypatch.setattr(torg, "install_with_uv", lambda _: False)
    monkeypatch.setattr(torg, "succeeds", lambda line: lines.append(list(map(str, line))) or True)
    torg.set_up(["run"])
    assert lines[0][1:3] == ["-m", "venv"]
    assert lines[1][1:3] == ["-m", "pip"]
    assert "--require-hashes" in lines[1]


def test_uv_compiles_what_it_installs_as_pip_does(torg, house, monkeypatch):
    lines: list[list[str]] = []
    monkeypatch.setattr(torg.shutil, "which", lambda _: "/bin/uv")
    monkeypatch.setattr(torg, "succeeds", lambda line: lines.append(list(map(str, line))) or True)
    torg.set_up(["run"])
    assert lines[-1][1:3] == ["pip", "install"]
    assert "--compile-bytecode" in lines[-1]


def test_a_failed_installation_leaves_no_stamp(torg, house, monkeypatch):
    monkeypatch.setattr(torg, "install_with_uv", lambda _: False)
    monkeypatch.setattr(torg, "succeeds", lambda _: False)
    with pytest.raises(torg.Stop, match="Could not install"):
        torg.set_up(["run"])
    assert not list((house / ".venv").glob("*.stamp"))


def test_a_python_without_venv_is_told_the_one_line(torg, monkeypatch):
    monkeypatch.setattr(torg, "can_make_venv", lambda: False)
    package = f"python3.{sys.version_info[1]}-venv"
    with pytest.raises(torg.Stop, match=f"Type: sudo apt install {package}"):
        torg.install_with_pip([], ["run"])


def test_the_application_finds_its_code_from_any_folder(torg, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    assert torg.surroundings()["PYTHONPATH"].split(torg.os.pathsep) == [str(ROOT), "/elsewhere"]


# What it does without


def test_without_root_the_missing_packages_are_named_in_one_line(torg, monkeypatch, capsys):
    monkeypatch.setattr(torg, "may_apt", lambda: False)
    monkeypatch.setattr(torg.shutil, "which", lambda _: None)
    monkeypatch.setattr(torg, "loads", lambda _: True)
    torg.see_to_test_packages()
    said = capsys.readouterr().out
    assert "sudo apt install chromium poppler-utils\n" in said
    assert "the browser tests (without chromium)" in said


def test_with_everything_there_nothing_is_said(torg, monkeypatch, capsys):
    monkeypatch.setattr(torg, "missing_for_tests", lambda **_: {})
    torg.see_to_test_packages()
    assert capsys.readouterr().out == ""


def test_servers_are_asked_for_only_by_the_tests_that_need_them(torg, monkeypatch):
    monkeypatch.setattr(torg.shutil, "which", lambda _: None)
    monkeypatch.setattr(torg, "has_postgresql", lambda: False)
    assert not {"postgresql", "redis-server", "nginx"} & set(torg.missing_for_tests())
    assert {"postgresql", "redis-server", "nginx"} <= set(torg.missing_for_tests(scale=True))


def test_as_root_the_missing_packages_are_installed_after_one_update(torg, monkeypatch):
    lines: list[list[str]] = []

    def run(line: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        lines.append(line)
        return subprocess.CompletedProcess(line, 0)

    monkeypatch.setattr(torg, "may_apt", lambda: True)
    monkeypatch.setattr(torg.subprocess, "run", run)
    assert torg.apt_install(["chromium", "poppler-utils"])
    assert [line[1] for line in lines] == ["update", "install"]
    assert lines[1][-2:] == ["chromium", "poppler-utils"]
    assert "--no-install-recommends" in lines[1]


@pytest.mark.parametrize("command", ["brief", "run"])
def test_without_pango_the_one_line_is_told(torg, monkeypatch, capsys, command):
    monkeypatch.setattr(torg, "has_pango", lambda: False)
    monkeypatch.setattr(torg.sys, "platform", "linux")
    torg.remark_on_pango(command)
    assert "sudo apt install libpango-1.0-0 libpangoft2-1.0-0" in capsys.readouterr().out


def test_other_commands_do_not_speak_of_pango(torg, monkeypatch, capsys):
    monkeypatch.setattr(torg, "has_pango", lambda: False)
    torg.remark_on_pango("import")
    assert capsys.readouterr().out == ""
