"""The rules of the house, kept by reading the source; each shown to notice what it forbids."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LONGEST_MODULE = 350


@dataclass(frozen=True)
class Rule:
    """What the rule says, which files it reads, and the lines that break it."""

    sentence: str
    reads: Callable[[str], bool]
    broken_lines: Callable[[str], Iterator[int]]
    bad: tuple[str, ...] = field(repr=False)
    good: tuple[str, ...] = field(repr=False)


def breaches(rule: Rule) -> list[str]:
    paths = [path for path in sources() if rule.reads(path)]
    return [
        f"{path}:{line}"
        for path in paths
        for line in rule.broken_lines((ROOT / path).read_text(encoding="utf-8"))
    ]


def sources() -> list[str]:
    folders = ("app", "exports", "workshops", "templates", "static")
    files = [file for folder in folders for file in (ROOT / folder).rglob("*")]
    texts = [file for file in files if file.suffix in {".py", ".html", ".js", ".css", ".svg"}]
    alone = [file for file in (ROOT / "config.py", ROOT / "torg") if file.is_file()]
    return sorted(file.relative_to(ROOT).as_posix() for file in [*texts, *alone])


# Which files


def is_python(path: str) -> bool:
    return path.endswith(".py") or path == "torg"


def is_module(path: str) -> bool:
    """A module of the three floors; generated migrations are long, and nobody's prose."""
    floors = ("app/", "exports/", "workshops/")
    return path.endswith(".py") and path.startswith(floors) and "migrations/versions" not in path


def is_below_the_web(path: str) -> bool:
    return is_python(path) and path.startswith(("exports/", "workshops/"))


def is_python_except(*exceptions: str) -> Callable[[str], bool]:
    return lambda path: is_python(path) and path not in exceptions


def is_template(path: str) -> bool:
    return path.startswith("templates/")


def is_page_matter(path: str) -> bool:
    return path.startswith(("templates/", "static/")) and not path.startswith("static/vendor/")


# What breaks a rule


@cache
def nodes(source: str) -> tuple[ast.AST, ...]:
    """Everything in a module, parsed once for all rules."""
    return tuple(ast.walk(ast.parse(source)))


def calls(name: str) -> Callable[[str], Iterator[int]]:
    """Lines that call a method of this name."""

    def find(source: str) -> Iterator[int]:
        for node in nodes(source):
            if isinstance(node, ast.Call) and called(node) == f".{name}":
                yield node.lineno

    return find


def called(call: ast.Call) -> str:
    """What a call calls: `.name` of something, or a plain `name`."""
    match call.func:
        case ast.Attribute(attr=name):
            return f".{name}"
        case ast.Name(id=name):
            return name
    return ""


def reads_of_the_environment(source: str) -> Iterator[int]:
    for node in nodes(source):
        match node:
            case ast.Attribute(value=ast.Name(id="os"), attr="environ" | "environb" | "getenv"):
                yield node.lineno
            case ast.ImportFrom(module="os", names=names):
                if {name.name for name in names} & {"environ", "environb", "getenv"}:
                    yield node.lineno


def reads_of_the_clock(source: str) -> Iterator[int]:
    for node in nodes(source):
        match node:
            case ast.Call(func=ast.Attribute(value=owner, attr="now" | "today" | "utcnow")):
                if ast.unparse(owner).split(".")[-1] in {"date", "datetime"}:
                    yield node.lineno
            case ast.Call(func=ast.Attribute(value=ast.Name(id="time"), attr="time" | "time_ns")):
                yield node.lineno


def stored_answers(source: str) -> Iterator[int]:
    """Lines that make or insert a contribution or a ballot."""
    answers = {"Contribution", "Ballot"}
    for node in nodes(source):
        if not isinstance(node, ast.Call):
            continue
        inserts = called(node).lstrip(".") in {"insert", "upsert", "bulk_insert_mappings"}
        taken = {ast.unparse(argument).split(".")[-1] for argument in node.args}
        if called(node).lstrip(".") in answers or (inserts and taken & answers):
            yield node.lineno
    yield from lines_with(r"(?i)insert\s+into\s+\W?(contribution|ballot)\b")(source)


def lacks_docstring(source: str) -> Iterator[int]:
    if not ast.get_docstring(ast.parse(source)):
        yield 1


def is_too_long(source: str) -> Iterator[int]:
    if source.count("\n") > LONGEST_MODULE:
        yield source.count("\n")


def imports_beyond(*allowed: str) -> Callable[[str], Iterator[int]]:
    """Lines that import a module of ours which is none of `allowed`, nor inside one."""

    def find(source: str) -> Iterator[int]:
        for node in nodes(source):
            for name in imported(node):
                ours = name.split(".")[0] in {"app", "config", "exports", "workshops"}
                if ours and not any(f"{name}.".startswith(f"{known}.") for known in allowed):
                    yield node.lineno

    return find


def imported(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [name.name for name in names]
        case ast.ImportFrom(module=module, names=names) if module in {"exports", "workshops"}:
            return [f"{module}.{name.name}" for name in names]
        case ast.ImportFrom(module=str(module)):
            return [module]
    return []


def lines_with(pattern: str) -> Callable[[str], Iterator[int]]:
    def find(source: str) -> Iterator[int]:
        for found in re.finditer(pattern, source):
            yield source.count("\n", 0, found.start()) + 1

    return find


# The vocabulary of SVG and XML is named by addresses that nothing ever fetches.
OTHER_HOST = r"(?<![\w:])(?:(?:https?|wss?):)?//(?!www\.w3\.org/)[A-Za-z0-9-]+\.[A-Za-z]{2,}"
INLINE = r"(?i)<script(?![^>]*\bsrc=)[^>]*>|<style\b|<[^>]*\s(?:style|on[a-z]+)\s*="

RULES = [
    Rule(
        "only the web commits",
        is_below_the_web,
        calls("commit"),
        bad=("session.commit()", "def f(db):\n    db.session.commit()"),
        good=("session.flush()", "with connection:\n    connection.execute(statement)"),
    ),
    Rule(
        "only app/live.py speaks to the sockets",
        is_python_except("app/live.py"),
        calls("emit"),
        bad=("socketio.emit('changed')",),
        good=("news.tell(session, 1, 'stage')",),
    ),
    Rule(
        "only config.py reads the environment",
        is_python_except("config.py", "torg"),
        reads_of_the_environment,
        bad=("import os\nos.environ['A']", "import os\nos.getenv('A')", "from os import environ"),
        good=("import os\nos.cpu_count()",),
    ),
    Rule(
        "only workshops/clock.py knows the time",
        is_python_except("workshops/clock.py", "torg"),
        reads_of_the_clock,
        bad=("datetime.now(UTC)", "datetime.datetime.utcnow()", "date.today()", "time.time()"),
        good=("clock.now()", "time.monotonic()"),
    ),
    Rule(
        "only workshops/answers.py and casting.py store answers",
        is_python_except("workshops/answers.py", "workshops/casting.py"),
        stored_answers,
        bad=(
            "session.add(Contribution(text='a'))",
            "session.add(models.Ballot())",
            "session.execute(insert(Ballot), rows)",
            "upsert(session, Ballot, {}, {})",
            "session.execute(text('INSERT INTO ballot VALUES (1)'))",
        ),
        good=("select(Ballot.slot)", "session.get(Contribution, 1)", "insert(Photo)"),
    ),
    Rule(
        "every module says what it is for",
        lambda path: is_module(path) or path in {"config.py", "torg"},
        lacks_docstring,
        bad=("", "import os", "# Words in a comment"),
        good=('"""What it is for."""',),
    ),
    Rule(
        f"no module has more than {LONGEST_MODULE} lines",
        is_module,
        is_too_long,
        bad=("a = 1\n" * (LONGEST_MODULE + 1),),
        good=("a = 1\n" * LONGEST_MODULE,),
    ),
    Rule(
        "methods know plain values only",
        lambda path: is_python(path) and path.startswith("workshops/methods/"),
        imports_beyond("workshops.methods", "workshops.refusal", "workshops.words"),
        bad=("from workshops import clock", "import workshops.models", "from app import live"),
        good=(
            "import math",
            "from workshops.methods.geodesy import metres",
            "from workshops import words",
        ),
    ),
    Rule(
        "people's words are never mark-up",
        is_template,
        lines_with(r"\|\s*safe\b|autoescape\s+false"),
        bad=("{{ text|safe }}", "{{ text | safe }}", "{% autoescape false %}"),
        good=("{{ text }}", "{{ text|safe_name }}"),
    ),
    Rule(
        "scripts and styles are files",
        is_template,
        lines_with(INLINE),
        bad=(
            "<script>alert(1)</script>",
            "<style>p { color: red }</style>",
            '<p class="a" style="color: red">',
            '<button onclick="go()">',
        ),
        good=('<script src="/static/a.js" defer></script>', '<p class="style" data-on="x">'),
    ),
    Rule(
        "no page refers to another host",
        is_page_matter,
        lines_with(OTHER_HOST),
        bad=(
            '<script src="https://cdn.example.com/a.js"></script>',
            '<a href="http://example.org">',
            '<img src="//example.net/a.png">',
            "url(https://fonts.example.com/a.woff2)",
            'new WebSocket("wss://example.com")',
        ),
        good=(
            '<svg xmlns="http://www.w3.org/2000/svg">',
            'href="/w/K7QF"',
            "// a comment. And more",
        ),
    ),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.sentence)
def test_the_house_keeps_its_rules(rule: Rule):
    assert breaches(rule) == []


@pytest.mark.parametrize(
    ("rule", "sample"),
    [pytest.param(rule, bad, id=rule.sentence) for rule in RULES for bad in rule.bad],
)
def test_a_rule_notices_what_it_forbids(rule: Rule, sample: str):
    assert list(rule.broken_lines(sample))


@pytest.mark.parametrize(
    ("rule", "sample"),
    [pytest.param(rule, good, id=rule.sentence) for rule in RULES for good in rule.good],
)
def test_a_rule_leaves_good_code_alone(rule: Rule, sample: str):
    assert not list(rule.broken_lines(sample))


def test_every_rule_finds_files_to_read():
    assert [rule.sentence for rule in RULES if not any(map(rule.reads, sources()))] == []


# The lock files


LOCKS = ("requirements.txt", "requirements-scale.txt", "requirements-dev.txt")


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_names_no_package_host(lock: str):
    assert not names_a_host((ROOT / lock).read_text(encoding="utf-8"))


@pytest.mark.parametrize("line", ["--index-url x", "--find-links /w", "a @ https://example.com/a"])
def test_a_package_host_in_a_lock_file_is_noticed(line: str):
    assert names_a_host(f"flask==3.1.3\n{line}\n")


def names_a_host(lock: str) -> bool:
    return any(part in lock for part in ("://", "--index", "--extra-index", "--find-links"))


@pytest.mark.parametrize("name", [lock.removesuffix(".txt") for lock in LOCKS])
def test_a_lock_file_has_a_hash_for_everything_that_was_asked_for(name: str):
    asked = re.findall(r"(?m)^[a-z][\w-]*", (ROOT / f"{name}.in").read_text(encoding="utf-8"))
    lock = (ROOT / f"{name}.txt").read_text(encoding="utf-8")
    hashed = re.findall(r"(?m)^([a-z][\w.-]*)(?:\[\w+\])?==[^\n]* \\\n    --hash=sha256:", lock)
    assert set(asked) <= set(hashed)


def test_the_lock_of_the_page_checkers_names_no_package_host():
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text(encoding="utf-8")


# The floors: the contracts in pyproject.toml, broken on purpose


@pytest.fixture
def small_house(tmp_path: Path) -> Path:
    """Three empty floors under our contracts."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    inside = ("workshops/activities", "workshops/methods", "workshops/models")
    for package in ("app", "exports", "workshops", *inside):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    return tmp_path


def floors(house: Path) -> subprocess.CompletedProcess[str]:
    line = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    return subprocess.run(line, cwd=house, capture_output=True, text=True, check=False)


def test_empty_floors_break_nothing(small_house: Path):
    assert floors(small_house).returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "source", "contract"),
    [
        ("workshops/verb.py", "import exports", "Imports point down"),
        ("workshops/verb.py", "import flask", "The domain knows no web"),
        ("exports/brief.py", "import sqlalchemy", "Exports know no web and no database"),
        ("workshops/methods/count.py", "import workshops.activities", "verbs above kinds"),
        ("workshops/activities/vote.py", "import workshops.models", "no stored rows"),
    ],
)
def test_an_import_that_points_up_is_noticed(
    small_house: Path, module: str, source: str, contract: str
):
    (small_house / module).write_text(f"{source}\n", encoding="utf-8")
    done = floors(small_house)
    broken = [line for line in done.stdout.splitlines() if line.endswith("BROKEN")]
    assert done.returncode == 1
    assert any(contract in line for line in broken)
