"""The checks of the source: `./torg check`, `./torg fmt`, `./torg translate`.

Standard library only; runs in .venv, where the tools are.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
VENDORED = ("static/fonts", "static/vendor", "tests/vendor")
TRANSLATIONS = "app/translations"
#: What marks a text for translation, besides `_` and `ngettext`.
KEYWORDS = ("mark", "pair:1,2", "say", "count:1,2", "Refused", "lazy_gettext")
BABEL = (PYTHON, "-m", "babel.messages.frontend")


def check() -> int:
    """Run every check, say at the end which failed; 1 if any did."""
    checks = {
        "format": lambda: passes([PYTHON, "-m", "ruff", "format", "--check", "."]),
        "lint": lambda: passes([PYTHON, "-m", "ruff", "check", "."]),
        "types": lambda: passes([PYTHON, "-m", "mypy"]),
        "floors": lambda: passes([str(Path(PYTHON).with_name("lint-imports"))]),
        "pages": lambda: passes([PYTHON, "-m", "djlint", "templates", "--lint", "--quiet"]),
        "scripts and styles": lambda: biome("ci", "--error-on-warnings"),
        "vendored files": lambda: vendored_as_listed(ROOT),
        "translations": translations_are_fresh,
    }
    failed = []
    for name, passed in checks.items():
        began = time.monotonic()
        good = passed()
        print(f"{'ok  ' if good else 'FAIL'} {name}, {time.monotonic() - began:.1f} s", flush=True)
        failed += [] if good else [name]
    print(f"Failed: {', '.join(failed)}." if failed else "All checks passed.")
    return 1 if failed else 0


def fmt() -> int:
    ruff = [PYTHON, "-m", "ruff"]
    done = [passes([*ruff, "check", "--fix-only", "-q", "."]), passes([*ruff, "format", "."])]
    return 0 if all([*done, biome("format", "--write")]) else 1


def biome(*words: str) -> bool:
    """Biome over scripts and styles; without Node a remark, and in CI a failure."""
    npm, npx = shutil.which("npm"), shutil.which("npx")
    if not (npm and npx):
        print("Skipped: scripts and styles are checked by Biome, which needs Node 20 or newer.")
        return os.environ.get("CI") != "true"
    stamp, lock = ROOT / "node_modules" / "torg.stamp", sha256(ROOT / "package-lock.json")
    if read(stamp) != lock:
        if not passes([npm, "ci", "--no-audit", "--no-fund"]):
            return False
        stamp.write_text(lock, encoding="utf-8")
    return passes([npx, "--no-install", "biome", *words, "--colors=off"])


def vendored_as_listed(root: Path) -> bool:
    """Whether the manifest lists every vendored file, and each is what its sha256 says."""
    listed = json.loads(read(root / "static/vendor/manifest.json") or "[]")
    hashes = {entry["file"]: entry["sha256"] for entry in listed}
    files = [file for folder in VENDORED for file in (root / folder).rglob("*") if file.is_file()]
    there = {file.relative_to(root).as_posix() for file in files if not is_notice(file)}
    wrong = [name for name in hashes.keys() | there if hashes.get(name) != sha256(root / name)]
    if wrong:
        print("Not as static/vendor/manifest.json says:", ", ".join(sorted(wrong)))
    return not wrong


def is_notice(file: Path) -> bool:
    return file.name == "manifest.json" or file.stem.startswith(("LICENSE", "OFL"))


def translations_are_fresh() -> bool:
    """Whether app/translations has every text that the code marks, as it stands now."""
    return with_marked_texts("update", "--check", "--ignore-pot-creation-date")


def translate() -> int:
    """Bring the marked texts into app/translations/*/LC_MESSAGES/messages.po, and compile."""
    updated = with_marked_texts("update", "--ignore-pot-creation-date", "--no-fuzzy-matching")
    return 0 if updated and passes([*BABEL, "compile", "-d", TRANSLATIONS]) else 1


def with_marked_texts(*words: str) -> bool:
    """Run pybabel over the translations with a fresh list of the marked texts."""
    if not (ROOT / TRANSLATIONS).is_dir():
        return True
    keywords = [word for keyword in KEYWORDS for word in ("-k", keyword)]
    with tempfile.TemporaryDirectory() as scratch:
        texts = str(Path(scratch, "messages.pot"))
        extract = [*BABEL, "extract", "-F", "pyproject.toml", "--no-location", *keywords]
        use = [*BABEL, *words, "-i", texts, "-d", TRANSLATIONS]
        return passes([*extract, "-o", texts, "."]) and passes(use)


def passes(line: Sequence[str]) -> bool:
    """Whether the command succeeds; what it says is shown only if it does not."""
    done = subprocess.run(
        line,
        cwd=ROOT,
        check=False,
        text=True,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode:
        print(done.stdout, flush=True)
    return done.returncode == 0


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else "missing"


VERBS = {"check": check, "fmt": fmt, "translate": translate}

if __name__ == "__main__":
    sys.exit(VERBS[sys.argv[1]]())
