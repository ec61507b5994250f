"""Naughty strings as idea, zone and title: every surface answers, and they come out as words."""

import json
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.edge import save
from app.extensions import db
from exports.assets import Shelf
from exports.brief_pages import render
from exports.clean import cleaned
from exports.words import translator
from tests.app.reading import Page
from workshops import answers, clock, keys, planning, stage, text
from workshops.freezing import freeze
from workshops.models import Activity, Attendee, Consultation, Contribution, Workshop

pytestmark = pytest.mark.slow

BATCH = 60
#: Every so many-th workshop is looked at on all its pages.
SOME = 40
A_FEW = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</title><svg onload=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "${alert(1)}",
    "`${alert(1)}`",
    "{{7*7}}",
    "{% raw %}",
    "%s %(name)s %d",
    "\\x3cimg src=x onerror=alert(1)",
    "<!--",
    "]]>",
    "&lt;b&gt; &amp;amp;",
    "\u202eabc\u202c",
    "a" + "\u0301" * 5000,
    "\u200f\u0627\u0644\u0633\u0627\u062d\u0629",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467",
    "NUL \x00 bell \x07",
    "half \ud83d of a face",
    '=HYPERLINK("https://example.com")',
    "Robert'); DROP TABLE contribution; --",
    "null",
    "0",
)


@pytest.fixture(params=["a few", "the big list"])
def naughty(request: pytest.FixtureRequest) -> list[str]:
    """Strings as people may type them, less those of which nothing is left."""
    if request.param == "a few":
        found = list(A_FEW)
    else:
        folder = request.getfixturevalue("shared_data") / "bad-input/text"
        found = json.loads((folder / "blns.json").read_text(encoding="utf-8"))
    return [each for each in dict.fromkeys(found) if text.clean(each)]


def batches(strings: list[str], size: int = BATCH) -> Iterator[list[str]]:
    for start in range(0, len(strings), size):
        yield strings[start : start + size]


@pytest.fixture
def owner(app: Flask) -> FlaskClient:
    token = keys.new_link(db.session(), "owner")
    save()
    visitor = app.test_client()
    visitor.post(f"/enter/{token}")
    return visitor


def look(client: FlaskClient, address: str) -> Page:
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status}"
    return Page(answer.get_data(as_text=True))


def seen(words: str) -> str:
    """The words with white space as a page has it."""
    return " ".join(words.split())


def missing(page: Page, strings: list[str], limit: int | None = None) -> list[str]:
    """Those strings that are not on the page as words."""
    words = page.words()
    return [each for each in strings if seen(text.clean(each, limit)) not in words]


class Tame:
    """The elements and attributes of pages under tame words, and what goes beyond them."""

    def __init__(self) -> None:
        self.tags: dict[str, set[str]] = {}
        self.attributes: dict[str, set[str]] = {}

    def learn(self, name: str, page: Page) -> None:
        self.tags.setdefault(name, set()).update(page.tags())
        self.attributes.setdefault(name, set()).update(page.attributes())

    def check(self, name: str, page: Page) -> None:
        assert page.runs() == [], name
        assert page.tags() - self.tags[name] == set(), name
        assert page.attributes() - self.attributes[name] == set(), name


# As ideas


def ideas_with(demo: Consultation, strings: list[str]) -> Activity:
    """An evening on which somebody said each of the strings; all of it waits."""
    session = db.session()
    evening = planning.new_workshop(session, demo, "Evening")
    ideas = planning.add_activity(session, evening, "ideas", question="What is missing?")
    stage.open_activity(session, ideas)
    for words in strings:
        person = Attendee(workshop_id=evening.id, channel="phone", joined_at=clock.now())
        session.add(person)
        session.flush()
        answers.submit(session, ideas.id, person.id, {"text": words[:500], "place": words}, "k")
    save()
    return ideas


def idea_pages(app: Flask, owner: FlaskClient, ideas: Activity) -> dict[str, Page]:
    """Every page that shows ideas: while they wait, and when they are released."""
    activity_id, workshop = ideas.id, ideas.workshop
    code, screen = workshop.code, f"/s/{workshop.screen_token}/"
    pages = {"waiting": look(owner, f"/desk/w/{code}/moderate")}
    waiting = db.session.scalars(select(Contribution).filter_by(activity_id=activity_id))
    for row in waiting:
        row.state = "released"
    save()
    pages["phone"] = look(app.test_client(), f"/w/{code}/?in=1")
    pages["screen"] = look(app.test_client(), screen)
    stage.close(db.session(), db.session.get_one(Activity, activity_id))
    save()
    pages["results"] = look(owner, f"/desk/w/{code}/results")
    return pages


def test_every_idea_comes_out_as_words(app: Flask, demo: Consultation, owner, naughty: list[str]):
    tame = Tame()
    plain = [f"Tame idea {n}" for n in range(BATCH)]
    for name, page in idea_pages(app, owner, ideas_with(demo, plain)).items():
        tame.learn(name, page)
    for batch in batches([each for each in naughty if len(each) <= 500]):
        pages = idea_pages(app, owner, ideas_with(reloaded(demo), batch))
        for name, page in pages.items():
            tame.check(name, page)
        assert missing(pages["waiting"], batch) == []
        assert missing(pages["phone"], batch) == []


def reloaded(demo: Consultation) -> Consultation:
    return db.session.get_one(Consultation, demo.id)


def test_the_brief_says_every_idea_as_words(app: Flask, demo: Consultation, naughty: list[str]):
    strings = [each for each in naughty if len(each) <= 500][:80]
    pages = []
    for words in ([f"Tame idea {n}" for n in range(len(strings))], strings):
        ideas = ideas_with(reloaded(demo), words)
        for row in db.session.scalars(select(Contribution).filter_by(activity_id=ideas.id)):
            row.state = "released"
        stage.close(db.session(), ideas)
        findings = cleaned(freeze(db.session(), reloaded(demo)))
        pages.append(Page(str(render(findings, [translator("en", None)], Shelf(None)))))
        db.session.rollback()
    tame, hostile = pages
    assert hostile.tags() <= tame.tags()
    assert hostile.attributes() <= tame.attributes()
    assert not [each for each in hostile.addresses() if each.lower().startswith("javascript")]
    assert missing(hostile, ["<script>alert(1)</script>"] if strings[0] == A_FEW[0] else []) == []


# As names of zones


def zoned(demo: Consultation, strings: list[str]) -> Workshop:
    """The demo's square cut into as many zones as there are names, and notes asked for."""
    session, square = db.session(), demo.square
    polygon = square.zones[0]["polygon"]
    square.zones = [
        {"letter": f"Z{n}", "name": text.clean(name, 80), "polygon": polygon}
        for n, name in enumerate(strings)
    ]
    evening = planning.new_workshop(session, demo, "Evening")
    notes = planning.add_activity(session, evening, "map_notes")
    stage.open_activity(session, notes)
    save()
    return evening


def zone_pages(app: Flask, owner: FlaskClient, evening: Workshop) -> dict[str, Page]:
    code, slug = evening.code, evening.consultation.slug
    screen = f"/s/{evening.screen_token}/"
    return {
        "phone": look(app.test_client(), f"/w/{code}/?in=1"),
        "screen": look(app.test_client(), screen),
        "square": look(owner, f"/desk/{slug}/square?step=zones"),
        "print": look(owner, f"/desk/w/{code}/print"),
    }


def test_every_zone_comes_out_as_words(app: Flask, demo: Consultation, owner, naughty: list[str]):
    tame = Tame()
    for name, page in zone_pages(app, owner, zoned(demo, ["West", "East"])).items():
        tame.learn(name, page)
    for batch in batches(naughty):
        pages = zone_pages(app, owner, zoned(reloaded(demo), batch))
        for name, page in pages.items():
            tame.check(name, page)
        assert missing(pages["phone"], batch, 80) == []
        assert missing(pages["square"], batch, 80) == []


# As titles


def titled(strings: list[str]) -> Consultation:
    """A consultation with a workshop for each title; some show a slide of the same name."""
    session = db.session()
    made = planning.new_consultation(session, strings[0][:120])
    evenings = [planning.new_workshop(session, made, title, place=title) for title in strings]
    for evening, title in list(zip(evenings, strings, strict=True))[::SOME]:
        slide = planning.add_activity(session, evening, "slide", title, question=title)
        stage.open_activity(session, slide)
    save()
    return made


def title_pages(app: Flask, owner: FlaskClient, made: Consultation) -> dict[str, list[Page]]:
    some = [(each.code, each.screen_token) for each in made.workshops[::SOME]]
    phone = app.test_client()
    return {
        "consultation": [look(owner, f"/desk/{made.slug}/")],
        "phone": [look(phone, f"/w/{code}/") for code, _ in some],
        "screen": [look(phone, f"/s/{token}/") for _, token in some],
        "run": [look(owner, f"/desk/w/{code}/run") for code, _ in some],
        "prepare": [look(owner, f"/desk/w/{code}/prepare") for code, _ in some],
    }


def test_every_title_comes_out_as_words(app: Flask, owner, naughty: list[str]):
    tame = Tame()
    for name, pages in title_pages(app, owner, titled(["A tame title", "Another"])).items():
        for page in pages:
            tame.learn(name, page)
    for batch in batches(naughty, 130):
        found = title_pages(app, owner, titled(batch))
        for name, pages in found.items():
            for page in pages:
                tame.check(name, page)
        assert missing(found["consultation"][0], batch, 160) == []
