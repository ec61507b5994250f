"""Every kind on every page: for nobody, one, 200 people, hostile words, without scripts."""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import StrictUndefined

from app.edge import save
from app.extensions import db
from exports.brief_pages import render_section
from exports.words import translator
from tests.app.reading import Page, read, weight
from tests.exports.word_files import lost_in_word
from workshops import answers, keys, moderation, planning, stage, turnout
from workshops.activities import KINDS
from workshops.activities.kind import Kind
from workshops.findings import Findings
from workshops.freezing import freeze
from workshops.models import Activity, Attendee, Consultation, Contribution

pytestmark = pytest.mark.slow

ASKING = [kind for kind in KINDS.values() if kind.collects != "nothing"]
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> ${alert(1)} `x` {{7*7}} \"'>"
BUDGET = 60_000
BUDGET_WITH_PLAN = 150_000

every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
every_asking_kind = pytest.mark.parametrize("kind", ASKING, ids=[kind.name for kind in ASKING])


@pytest.fixture
def strict(app: Flask) -> Flask:
    """The application, with every forgotten variable a fault."""
    app.jinja_env.undefined = StrictUndefined
    return app


@pytest.fixture
def owner(strict: Flask) -> FlaskClient:
    token = keys.new_link(db.session(), "owner")
    save()
    visitor = strict.test_client()
    visitor.post(f"/enter/{token}")
    return visitor


def opened(demo: Consultation, kind: Kind, **changes: Any) -> Activity:
    """An evening on the demo's square with one activity, open."""
    session = db.session()
    evening = planning.new_workshop(session, demo, changes.pop("workshop", "Evening"))
    added = planning.add_activity(
        session,
        evening,
        kind.name,
        changes.pop("title", kind.title),
        question=changes.pop("question", "What do you say?"),
        settings=kind.example() | changes,
    )
    stage.open_activity(session, added)
    save()
    return added


def answer_all(activity: Activity, payloads: list[dict]) -> None:
    """Let one person in for each answer, on every channel in turn; release all."""
    session = db.session()
    for i, payload in enumerate(payloads):
        person = Attendee(
            workshop_id=activity.workshop_id,
            channel=("phone", "table", "paper", "remote")[i % 4],
            joined_at=activity.opened_at,
        )
        session.add(person)
        session.flush()
        answers.submit(session, activity.id, person.id, payload, "k")
    for row in session.query(Contribution).filter_by(activity_id=activity.id, state="held"):
        moderation.decide(session, row, "released")
    save()


def pages_of(app: Flask, owner: FlaskClient, activity: Activity, *quiet: str) -> dict[str, str]:
    """The pages on which an activity can be seen, by name: the live ones, and `quiet` ones."""
    workshop = activity.workshop
    code, token, slug = workshop.code, workshop.screen_token, workshop.consultation.slug
    phone = app.test_client()
    addresses = {
        "welcome": (phone, f"/w/{code}/"),
        "phone": (phone, f"/w/{code}/?in=1"),
        "phone part": (phone, f"/w/{code}/now"),
        "screen": (phone, f"/s/{token}/"),
        "screen part": (phone, f"/s/{token}/scene"),
        **{name: (owner, f"/desk/w/{code}/{name}") for name in LIVE},
        **{name: (owner, f"/desk/w/{code}/{name}") for name in quiet},
    }
    if quiet:
        addresses["consultation"] = (owner, f"/desk/{slug}/")
        addresses["requirements"] = (owner, f"/planner/{slug}/requirements")
    return {name: shown(client, address) for name, (client, address) in addresses.items()}


LIVE = ("run", "moderate", "results", "remote")
QUIET = ("prepare", "print", "paper")


def shown(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status}"
    return answer.get_data(as_text=True)


def again(activity_id: int) -> Activity:
    return db.session.get_one(Activity, activity_id)


def step(verb: Callable[..., None], activity_id: int) -> Activity:
    verb(db.session(), again(activity_id))
    save()
    return again(activity_id)


# Every state, for nobody, one and many


@every_kind
@pytest.mark.parametrize("people", [0, 1, 200])
def test_every_page_shows_every_kind_in_every_state(strict, demo, owner, kind: Kind, people: int):
    """Nothing is forgotten: a variable that is not there is a fault here."""
    activity = opened(demo, kind)
    answer_all(activity, kind.samples(activity.settings, people))
    activity_id = activity.id
    assert "What do you say?" in pages_of(strict, owner, activity)["run"]
    for verb in (stage.close, stage.show):
        step(verb, activity_id)
        assert "What do you say?" in pages_of(strict, owner, again(activity_id))["run"]
    stage.end(db.session(), again(activity_id).workshop)
    save()
    assert "Thank you" in pages_of(strict, owner, again(activity_id), *QUIET)["phone"]


@every_kind
def test_a_draft_can_be_set_up(strict, demo, owner, kind: Kind):
    evening = planning.new_workshop(db.session(), demo, "Evening")
    for settings in ({}, kind.example()):
        planning.add_activity(db.session(), evening, kind.name, settings=settings)
    save()
    for activity in evening.activities:
        page = read(owner, f"/desk/w/{evening.code}/prepare?activity={activity.id}")
        assert page.runs() == []


@every_asking_kind
def test_the_brief_has_its_section_for_nobody_one_and_many(app, demo, kind: Kind):
    ids = []
    for people in (0, 1, 200):
        activity = opened(demo, kind)
        answer_all(activity, kind.samples(activity.settings, people))
        ids.append(activity.id)
        for verb in (stage.close, stage.show):
            step(verb, activity.id)
    findings = freeze(db.session(), again(ids[0]).workshop.consultation)
    pages = [section_of(each, findings) for each in ids]
    sections = [Page(page).words() for page in pages]
    assert all(sections)
    assert sections[0] != sections[2]
    assert lost_in_word(pages[2]) == set()


def ref_of(activity_id: int) -> str:
    activity = again(activity_id)
    return f"{activity.workshop.number}.{activity.position}"


# Hostile words


@every_kind
def test_hostile_words_come_out_as_words_everywhere(strict, demo, owner, kind: Kind):
    """Compared with the same pages under tame words: not an element, not an attribute more."""
    tame, hostile = (said_everywhere(strict, demo, owner, kind, each) for each in ("Tame", HOSTILE))
    for name, page in hostile.items():
        assert page.runs() == [], name
        assert page.tags() <= tame[name].tags(), name
        assert page.attributes() <= tame[name].attributes(), name
        assert "49" not in page.words().split(), name
    for name in ("phone", "screen", "prepare", "run"):
        assert "<script>alert(1)</script>" in hostile[name].words(), name


def said_everywhere(app, demo, owner, kind: Kind, words: str) -> dict[str, Page]:
    """All pages, and the section of the brief, with these words wherever people can put them."""
    settings = _with_words(kind.example(), words)
    activity = opened(demo, kind, workshop=words, title=words, question=words, **settings)
    payloads = kind.samples(activity.settings, 3)
    if kind.collects == "contribution":
        payloads = [payload | {"text": words, "place": words} for payload in payloads]
    answer_all(activity, payloads)
    activity_id = activity.id
    pages = pages_of(app, owner, activity, *QUIET)
    for verb in (stage.close, stage.show):
        step(verb, activity_id)
    after = pages_of(app, owner, again(activity_id))
    pages |= {f"{name}, shown": page for name, page in after.items()}
    if kind.collects != "nothing":
        findings = freeze(db.session(), again(activity_id).workshop.consultation)
        pages["brief"] = section_of(activity_id, findings)
    return {name: Page(page) for name, page in pages.items()}


def section_of(activity_id: int, findings: Findings) -> str:
    section = next(each for each in findings.activities if each.ref == ref_of(activity_id))
    return str(render_section(section, findings, translator("en", None)))


def _with_words(value: Any, words: str) -> Any:
    """The same settings with these words wherever people's words stand."""
    if isinstance(value, dict):
        ours = ("label", "words", "look_up", "credit")
        return {key: words if key in ours else _with_words(v, words) for key, v in value.items()}
    if isinstance(value, list):
        return [_with_words(each, words) for each in value]
    return value


# Without scripts, and light


def by_hand(page: Page, address: str) -> dict[str, str]:
    """Fill in the form as somebody would, one of everything that can be chosen."""
    form = next(form for form in page.forms() if form.action == address)
    assert form.method == "post"
    filled = dict(form.fields)
    for name, choices in form.choices.items():
        filled[name] = "" if name.startswith("dots-") else choices[-1]
    dots = [name for name in form.choices if name.startswith("dots-")]
    if dots:
        filled[dots[0]] = "1"
    for name, value in form.fields.items():
        if value == "" and name not in ("csrf_token", "key", "place"):
            filled[name] = "A fire"
    return filled


@every_asking_kind
def test_a_phone_without_scripts_answers(app: Flask, demo, kind: Kind):
    app.config["WTF_CSRF_ENABLED"] = True
    activity = opened(demo, kind)
    code, activity_id = activity.workshop.code, activity.id
    address = f"/w/{code}/answers/{activity_id}"
    phone = app.test_client()
    filled = by_hand(read(phone, f"/w/{code}/?in=1"), address)
    answer = phone.post(address, data=filled, follow_redirects=True)
    assert answer.status_code == 200
    assert "Sent" in Page(answer.get_data(as_text=True)).words()
    assert turnout.answered(db.session(), [activity_id])[activity_id] == {"phone": 1}
    phone.post(address, data=filled)
    assert turnout.answered(db.session(), [activity_id])[activity_id] == {"phone": 1}


@every_asking_kind
def test_what_was_sent_is_said_once(app: Flask, demo, kind: Kind):
    activity = opened(demo, kind)
    code, address = activity.workshop.code, f"/w/{activity.workshop.code}/answers/{activity.id}"
    phone = app.test_client()
    filled = by_hand(read(phone, f"/w/{code}/?in=1"), address)
    phone.post(address, data=filled)
    said = [
        phone.get(f"/w/{code}/?in=1").get_data(as_text=True).count("phone-said") for _ in range(2)
    ]
    assert said == [1, 0]


@every_kind
def test_the_first_visit_is_light(app: Flask, demo, kind: Kind):
    activity = opened(demo, kind)
    loaded = weight(app.test_client(), f"/w/{activity.workshop.code}/?in=1")
    most = BUDGET_WITH_PLAN if kind.on_plan else BUDGET
    assert sum(loaded.values()) <= most, json.dumps(loaded, indent=1)


def test_a_plain_form_sent_twice_is_one_idea(app: Flask, open_ideas: Activity):
    code, address = open_ideas.workshop.code, answer_address(open_ideas)
    phone = app.test_client()
    filled = by_hand(read(phone, f"/w/{code}/?in=1"), address) | {"text": "A fire"}
    for _ in range(2):
        assert phone.post(address, data=filled).status_code == 303
    assert [row.text for row in db.session.query(Contribution)] == ["A fire"]


def test_other_words_from_the_same_page_are_another_idea(app: Flask, open_ideas: Activity):
    """As when somebody goes back and writes a second one."""
    code, address = open_ideas.workshop.code, answer_address(open_ideas)
    phone = app.test_client()
    filled = by_hand(read(phone, f"/w/{code}/?in=1"), address)
    for words in ("A fire", "Seats"):
        phone.post(address, data=filled | {"text": words})
    assert [row.text for row in db.session.query(Contribution)] == ["A fire", "Seats"]


@pytest.mark.parametrize(
    "wrong",
    [{"category": "dragons"}, {"lon": "999", "lat": "1"}, {"photo": "damaged"}],
    ids=["category", "spot", "photo"],
)
def test_what_does_not_fit_costs_nobody_their_words(app: Flask, open_ideas: Activity, wrong: dict):
    address = answer_address(open_ideas)
    if "photo" in wrong:
        wrong = {"photo": (BytesIO(b"not a picture"), "a.jpg")}
    answer = app.test_client().post(address, data={"text": "A long thought", **wrong})
    assert answer.status_code == 422
    assert "A long thought" in Page(answer.get_data(as_text=True)).words()
    assert db.session.query(Contribution).count() == 0


def answer_address(activity: Activity) -> str:
    return f"/w/{activity.workshop.code}/answers/{activity.id}"
