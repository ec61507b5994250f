"""The documents hold: links lead somewhere, commands and settings exist, the example works."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app import commands
from app.factory import create_app
from config import Config
from workshops.activities import KINDS

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
)
FOLDERS = ("app", "exports", "workshops", "templates", "static", "tests", "docs", ".ci")
#: The files of the kind in docs/how-to-add-a-kind.md: a path, then a block of code.
EXAMPLE = dict(
    re.findall(
        r"(?ms)^`([\w./]+)`\n\n```\w+\n(.*?)\n```$",
        (ROOT / "docs/how-to-add-a-kind.md").read_text(encoding="utf-8"),
    )
)

every_page = pytest.mark.parametrize("page", PAGES)


def words_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def prose_of(page: str) -> str:
    """The page without its blocks of code."""
    return re.sub(r"(?ms)^```.*?^```$", "", words_of(page))


def links_in(page: str) -> list[str]:
    """Where the links and pictures of a page lead, without other hosts and anchors."""
    targets = re.findall(r"\]\(([^)\s]+)\)", prose_of(page))
    return [each.split("#")[0] for each in targets if "://" not in each and each[0] != "#"]


def files_named_in(page: str) -> list[str]:
    """Paths in back-ticks that begin with a folder of ours, without those of the example."""
    named = re.findall(r"`([\w.-]+/[\w./-]+)`", prose_of(page))
    ours = [each for each in named if each.split("/")[0] in FOLDERS]
    return [each for each in ours if each not in EXAMPLE and "NAME" not in each]


@every_page
def test_every_link_leads_somewhere(page: str):
    missing = [each for each in links_in(page) if not ((ROOT / page).parent / each).exists()]
    assert missing == []


@every_page
def test_every_file_that_is_named_is_there(page: str):
    assert [each for each in files_named_in(page) if not (ROOT / each).exists()] == []


@every_page
def test_every_picture_says_what_is_in_it(page: str):
    assert not re.search(r"!\[\s*\]\(", words_of(page))


def real_commands() -> set[str]:
    launcher = words_of("torg")
    own = set(re.findall(r'(?m)^    "(\w+)": (?:lambda|\w+)', launcher.partition("OWN:")[2]))
    return own | set(commands.SUMMARIES)


@every_page
def test_every_command_is_a_real_one(page: str):
    used = set(re.findall(r"(?:\./|python )torg ([a-z][\w-]*)", words_of(page)))
    assert used <= real_commands()


def test_the_help_of_the_launcher_names_every_command():
    told = words_of("torg").partition('HELP = """')[2].partition('"""')[0]
    more = re.search(r"more of each: (.*)", told)
    assert more is not None
    assert {*re.findall(r"\./torg ([a-z]+)", told), *more[1].split(", ")} == real_commands()


def test_the_architecture_names_every_command():
    told = set(re.findall(r"`\./torg (\w+)`", words_of("docs/architecture.md")))
    assert told == real_commands()


def test_the_readme_lists_exactly_the_settings_there_are():
    listed = set(re.findall(r"(?m)^\| `(TORG_\w+)`", words_of("README.md")))
    read = set(re.findall(r'"(TORG_\w+)"', words_of("config.py")))
    assert listed == read


@every_page
def test_every_setting_that_is_named_is_read(page: str):
    named = set(re.findall(r"\bTORG_[A-Z]\w*", words_of(page)))
    assert named <= set(re.findall(r'"(TORG_\w+)"', words_of("config.py")))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_page_and_the_readme_leads_to_it(kind: str):
    assert (ROOT / f"docs/activities/{kind}.md").is_file()
    assert f"docs/activities/{kind}.md" in links_in("README.md")


def test_every_decision_is_listed():
    records = {path.name for path in (ROOT / "docs/decisions").glob("[0-9]*.md")}
    assert records == set(links_in("docs/decisions/README.md"))


@pytest.mark.parametrize("record", [page for page in PAGES if "/decisions/0" in page])
def test_a_decision_says_what_would_change_our_mind(record: str):
    parts = ("**Context.**", "**Choice.**", "**Weighed.**", "**Would change our mind.**")
    assert [part for part in parts if part not in words_of(record)] == []


def test_the_addresses_of_the_architecture_exist(tmp_path: Path):
    rows = re.findall(r"(?m)^\| (`/.*?) \|", words_of("docs/architecture.md"))
    told = {address for row in rows for address in re.findall(r"`([^`]+)`", row)}
    served = rules(tmp_path)
    assert len(told) > 25
    assert sorted(each for each in told if not is_served(each, served)) == []


def rules(instance: Path) -> list[str]:
    """The addresses that are served."""
    url = f"sqlite:///{instance / 'torg.db'}"
    app = create_app(Config(instance, url, "k" * 64, testing=True))
    app.extensions["torg_writes"].stop()
    return [rule.rule for rule in app.url_map.iter_rules()]


def is_served(address: str, served: list[str]) -> bool:
    """Whether a rule has this shape: a word in capitals, or "…", is whatever varies."""
    shape = re.sub(r"CODE|TOKEN|SLUG|ID|HASH|…", ".", address)
    varying = (re.sub(r"(?:<[^>]*>-?)+", ".", rule) for rule in served)
    return shape in varying


# The worked example, copied into a house of its own


def test_the_example_is_whole():
    assert len(EXAMPLE) == 7


@pytest.mark.slow
def test_the_example_is_a_kind_that_keeps_the_contract(tmp_path: Path):
    for folder in ("app", "exports", "workshops", "templates", "tests", "docs/activities"):
        unwanted = shutil.ignore_patterns("__pycache__", "vendor", "test_docs.py")
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=unwanted)
    for file in ("config.py", "pyproject.toml"):
        shutil.copy(ROOT / file, tmp_path)
    for path, code in EXAMPLE.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(f"{code}\n", encoding="utf-8")
    line = [sys.executable, "-m", "pytest", "-q", "tests/activities", "-k", "mood"]
    done = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None
    assert int(passed[1]) > 20
