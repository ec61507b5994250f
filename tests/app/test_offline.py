"""With the cable pulled: no page, style, script or export of ours asks another host."""

import re
from collections import deque
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import exports
from app.edge import save
from app.extensions import db
from exports.assets import Shelf
from exports.brief_pages import render
from exports.clean import cleaned
from exports.export import Export
from exports.words import translator
from tests.app.reading import Page, urls_in
from workshops import keys, stage
from workshops.freezing import freeze
from workshops.models import Consultation

pytestmark = pytest.mark.slow

HERE = "http://localhost"
#: Our own address as it is shown to people and held by QR codes; see `make_app`.
OURS = ("torg.test", "localhost")
#: Names of vocabularies, which nothing fetches.
NAMES = ("http://www.w3.org/", "http://www.opengis.net/", "http://purl.org/")
#: Where a minified library names its author or its licence in words.
VENDORED = "/vendor/"
OTHER_HOST = re.compile(r"(?:(?:https?|wss?):)?//[A-Za-z0-9][\w.-]*\.[A-Za-z]{2,}[^\s\"'<>)]*")
TEXTS = ("text/html", "text/css", "text/javascript", "image/svg+xml", "application/json")
ENOUGH = 160


@pytest.fixture
def everything(app: Flask, demo: Consultation) -> Consultation:
    """The demo with its evening going on, a vote open."""
    evening = demo.workshops[-1]
    stage.open_activity(db.session(), evening.activities[1])
    stage.open_activity(db.session(), evening.activities[3])
    save()
    return demo


def somebody(app: Flask, role: str, code: str) -> FlaskClient:
    visitor = app.test_client()
    if role == "attendee":
        visitor.get(f"/w/{code}/")
    elif role in keys.ROLES:
        token = keys.new_link(db.session(), role)
        save()
        visitor.post(f"/enter/{token}")
    return visitor


STARTS = {
    "stranger": ("/", "/no-key", "/desk/", "/nowhere", "/s/{token}/", "/s/{token}/scene"),
    "attendee": ("/w/{code}/", "/w/{code}/?in=1", "/w/{code}/now"),
    "helper": ("/desk/",),
    "planner": ("/planner/",),
    "owner": ("/desk/", "/desk/w/{code}/run/part", "/desk/w/{code}/remote/part"),
}


#: Parts of addresses that a crawl has to come by, so that it is known to go far enough.
REACHES = {
    "stranger": ("/static/", "/no-key"),
    "attendee": ("/static/", "/plans/"),
    "helper": ("/moderate", "/static/"),
    "planner": ("/requirements", "/downloads", "/static/"),
    "owner": ("/prepare", "/run", "/moderate", "/results", "/square?step=", "/print"),
}


def crawl(
    client: FlaskClient, starts: list[str], elsewhere: tuple[str, ...] = ()
) -> dict[str, TestResponse]:
    """Follow every link, style, script and picture from there, each address once.

    What begins as `elsewhere` is for another crawl.
    """
    found: dict[str, TestResponse] = {}
    seen: set[str] = set()
    waiting = deque(starts)
    while waiting and len(found) < ENOUGH:
        address = waiting.popleft()
        if shape(address) in seen:
            continue
        seen.add(shape(address))
        found[address] = client.get(address)
        for each in sorted(leads_to(found[address], address)):
            there = urlsplit(urljoin(HERE + address, urldefrag(each)[0]))
            if there.netloc == "localhost" and not there.path.startswith(elsewhere):
                waiting.append(there.path + (f"?{there.query}" if there.query else ""))
    return found


def shape(address: str) -> str:
    """An address less what only picks one of many: numbers, and all but one wish."""
    return re.sub(r"(?<![\w])\d+(?![\w])", "1", address.partition("&")[0])


def leads_to(answer: TestResponse, address: str) -> set[str]:
    """The addresses that an answer sends one to."""
    if "Location" in answer.headers:
        return {answer.headers["Location"]}
    if answer.mimetype == "text/html":
        page = page_of(answer)
        forms = {form.action for form in page.forms()}
        return {each for each in page.addresses() - forms if fetchable(each)}
    if answer.mimetype == "text/css":
        return urls_in(answer.get_data(as_text=True))
    return set()


def page_of(answer: TestResponse) -> Page:
    """The parsed page of an answer, once."""
    if not hasattr(answer, "page"):
        answer.page = Page(answer.get_data(as_text=True))
    return answer.page


def fetchable(address: str) -> bool:
    return bool(address) and not address.startswith(("data:", "mailto:", "#"))


def strangers_in(words: str) -> list[str]:
    """Addresses of other hosts."""
    return [
        each
        for each in OTHER_HOST.findall(words)
        if not each.startswith(NAMES) and urlsplit(each).hostname not in OURS
    ]


def asks_of_others(answer: TestResponse) -> list[str]:
    """What of an answer would go to another host, or names one in a place that is fetched."""
    if answer.mimetype not in TEXTS:
        return []
    text = answer.get_data(as_text=True)
    if answer.mimetype == "text/html":
        parts = [value for each in page_of(answer) for value in each.attrib.values()]
        return [each for part in parts for each in strangers_in(part)]
    if answer.mimetype == "text/css":
        return strangers_in(" ".join(urls_in(text)))
    if answer.mimetype in ("text/javascript", "image/svg+xml", "application/json"):
        return strangers_in(
            re.sub(r"/\*.*?\*/|(?m:^\s*//.*$)|<!--.*?-->", "", text, flags=re.DOTALL)
        )
    return []


@pytest.mark.parametrize("role", STARTS)
def test_no_page_asks_another_host(app: Flask, everything: Consultation, role: str):
    evening = everything.workshops[-1]
    code, token = evening.code, evening.screen_token
    starts = [each.format(code=code, token=token) for each in STARTS[role]]
    elsewhere = (f"/planner/{everything.slug}/",) if role == "owner" else ()
    found = crawl(somebody(app, role, code), starts, elsewhere)
    assert [address for address, answer in found.items() if answer.status_code >= 500] == []
    broken = {a for a, answer in found.items() if answer.status_code == 404} - {"/nowhere"}
    assert broken == set()
    asking = {
        address: asks_of_others(answer)
        for address, answer in found.items()
        if VENDORED not in address
    }
    assert {address: others for address, others in asking.items() if others} == {}
    assert [part for part in REACHES[role] if not any(part in each for each in found)] == []
    assert len(found) < ENOUGH


@pytest.mark.parametrize(
    "words",
    [
        '<img src="https://example.com/a.png">',
        '<a href="//example.com/">',
        '<div data-tiles="https://tile.example.com/{z}">',
    ],
)
def test_another_host_in_a_page_is_noticed(words: str):
    assert asks_of_others(
        TestResponse([words.encode()], "200 OK", {"Content-Type": "text/html"}, None)
    )


@pytest.mark.parametrize(
    "words",
    [
        'url("https://example.com/a.woff2")',
        "url(//example.com/a)",
        '@import "https://example.com/a.css"',
    ],
)
def test_another_host_in_a_style_sheet_is_noticed(words: str):
    answer = TestResponse([words.encode()], "200 OK", {"Content-Type": "text/css"}, None)
    assert asks_of_others(answer)


def test_every_answer_forbids_other_hosts(app: Flask, everything: Consultation):
    evening = everything.workshops[-1]
    for address in ("/", f"/w/{evening.code}/", f"/s/{evening.screen_token}/", "/nowhere"):
        policy = app.test_client().get(address).headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "http" not in policy
        assert "unsafe" not in policy


# Files


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exports")


#: Printing the brief takes long, alone or with all others; what it is printed from is looked at
#: below.
WRITTEN = {
    name: each for name, each in exports.EXPORTS.items() if each.suffix != ".pdf" and name != "all"
}


@pytest.mark.parametrize("export", WRITTEN.values(), ids=WRITTEN)
def test_no_export_asks_another_host(demo: Consultation, made: Path, export: Export):
    path = made / f"file{export.suffix}"
    export.write(freeze(db.session(), demo), path)
    if path.suffix == ".html":
        page = Page(path.read_text(encoding="utf-8"))
        asking = [each for each in page.addresses() if strangers_in(each)]
        links = {e.attrib.get("href", "") for e in page if e.tag == "a"}
        assert [each for each in asking if each not in links] == []
        return
    assert path.stat().st_size > 0
    loaded = rb"(?:/URI \(|href=\"|src=\")(https?:[^\)\"]+)"
    assert re.findall(loaded, path.read_bytes()) == []


def test_the_brief_is_printed_from_what_is_ours(demo: Consultation):
    findings = cleaned(freeze(db.session(), demo))
    page = Page(str(render(findings, [translator("en", None)], Shelf(None))))
    ours = ("#", "torg:", "photo:", "data:")
    assert [each for each in page.addresses() if each and not each.startswith(ours)] == []
