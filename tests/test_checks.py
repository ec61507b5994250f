"""The checks behind `./torg check`, and the script that runs everything."""

import hashlib
import importlib.util
import json
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def checks() -> ModuleType:
    """The checks, loaded afresh as a module."""
    spec = importlib.util.spec_from_file_location("ci_check", ROOT / ".ci" / "check.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("ci", "passed"), [("", True), ("true", False)])
def test_without_node_only_ci_fails(checks, monkeypatch, capsys, ci, passed):
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(checks.shutil, "which", lambda _: None)
    assert checks.biome("ci") is passed
    assert "Skipped: scripts and styles" in capsys.readouterr().out


# Vendored files


@pytest.fixture
def vendored(tmp_path: Path) -> Path:
    folder = tmp_path / "static" / "vendor"
    folder.mkdir(parents=True)
    (folder / "a.js").write_text("1;\n", encoding="utf-8")
    (folder / "LICENSE").write_text("free\n", encoding="utf-8")
    entry = {"file": "static/vendor/a.js", "sha256": hashlib.sha256(b"1;\n").hexdigest()}
    (folder / "manifest.json").write_text(json.dumps([entry]), encoding="utf-8")
    return tmp_path


def test_vendored_files_are_as_listed(checks, vendored):
    assert checks.vendored_as_listed(vendored)


@pytest.mark.parametrize("name", ["a.js", "b.js"])
def test_a_changed_or_unlisted_vendored_file_is_noticed(checks, vendored, capsys, name):
    (vendored / "static" / "vendor" / name).write_text("2;\n", encoding="utf-8")
    assert not checks.vendored_as_listed(vendored)
    assert name in capsys.readouterr().out


def test_a_missing_vendored_file_is_noticed(checks, vendored):
    (vendored / "static" / "vendor" / "a.js").unlink()
    assert not checks.vendored_as_listed(vendored)


def test_a_failing_check_is_named_and_fails_the_whole(checks, monkeypatch, capsys):
    monkeypatch.setattr(checks, "passes", lambda line: "mypy" not in line)
    monkeypatch.setattr(checks, "biome", lambda *_: True)
    assert checks.check() == 1
    assert capsys.readouterr().out.endswith("Failed: types.\n")


# Everything at once


@pytest.fixture
def everything(tmp_path: Path) -> Path:
    """The script that runs everything, beside a launcher that a test makes up."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci" / "run")
    return tmp_path / ".ci" / "run"


def outcome(script: Path, *, check: str, test: str) -> subprocess.CompletedProcess[str]:
    launcher = script.parent.parent / "torg"
    launcher.write_text(f'#!/bin/sh\ncase "$1" in check) {check} ;; test) {test} ;; esac\n')
    launcher.chmod(0o755)
    return subprocess.run([script], capture_output=True, text=True, check=False)


def test_good_checks_and_tests_pass_and_show_the_closing_line(everything: Path):
    done = outcome(everything, check="true", test="echo '== 3 passed, 1 skipped in 1.00s =='")
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "== 3 passed, 1 skipped in 1.00s =="


def test_tests_run_on_sqlite_and_then_on_the_servers(everything: Path):
    done = outcome(everything, check="true", test='echo "== 3 passed with <$2> =="')
    assert done.returncode == 0
    assert done.stdout.splitlines() == ["== 3 passed with <> ==", "== 3 passed with <--scale> =="]


@pytest.mark.parametrize(
    ("check", "test"),
    [
        pytest.param("false", "echo '== 3 passed in 1.00s =='", id="a check fails"),
        pytest.param("true", "echo '== 1 failed, 3 passed =='; exit 1", id="a test fails"),
        pytest.param("true", "echo '== 3 skipped in 1.00s =='", id="no test ran"),
        pytest.param("true", "true", id="nothing is said"),
        pytest.param(
            "true",
            "echo '== 3 passed =='; test -z \"$2\"",
            id="a test fails on the servers only",
        ),
    ],
)
def test_anything_less_fails(everything: Path, check: str, test: str):
    assert outcome(everything, check=check, test=test).returncode != 0
