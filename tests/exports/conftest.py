"""Findings to try exports on."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from workshops.findings import Findings
from workshops.findings_json import from_json


@pytest.fixture(scope="session")
def samples(root: Path) -> ModuleType:
    """The builders of made-up findings."""
    spec = importlib.util.spec_from_file_location("samples", root / "tests/exports/samples.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def stortorget(root: Path) -> Findings:
    """A whole consultation with its base map, as it lies in the folder."""
    return from_json((root / "tests/data/findings-sample.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def miami(samples: ModuleType, shared_data: Path) -> Findings:
    return samples.miami(shared_data)


@pytest.fixture(scope="session")
def naughty(shared_data: Path) -> list[str]:
    """The big list of naughty strings, and what it lacks."""
    strings = json.loads((shared_data / "bad-input/text/blns.json").read_text(encoding="utf-8"))
    return [*strings, "half \ud83d of a face", "bell \x07 null \x00", "e" + "\u0301" * 5000]
