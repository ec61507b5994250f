"""Every address, asked as everybody: who may enter where is written down here, once."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app.edge import save
from app.extensions import db
from app.plans import plan_digest
from tests.databases import stored
from workshops import keys
from workshops.models import Activity, Consultation, Workshop

pytestmark = pytest.mark.slow

EVERYBODY = frozenset({"owner", "facilitator", "helper", "planner", "attendee", "stranger"})
DESK = frozenset({"owner", "facilitator"})
HELPERS = DESK | {"helper"}
PLANNERS = DESK | {"planner"}

WHO_MAY = {
    "attendee.answer": EVERYBODY,
    "attendee.heart": EVERYBODY,
    "attendee.now": EVERYBODY,
    "attendee.phone": EVERYBODY,
    "attendee.revise": EVERYBODY,
    "attendee.withdraw": EVERYBODY,
    "desk.ask_slips": DESK,
    "desk.begin": DESK,
    "desk.cards": DESK,
    "desk.change": DESK,
    "desk.consultation": DESK,
    "desk.decide": HELPERS,
    "desk.describe": DESK,
    "desk.change_ground": DESK,
    "desk.change_layer": DESK,
    "desk.ground": DESK,
    "desk.ground_map": DESK,
    "desk.health": DESK,
    "desk.health_part": DESK,
    "desk.home": HELPERS,
    "desk.import_page": DESK,
    "desk.issue_slips": DESK,
    "desk.landmarks": DESK,
    "desk.layers": DESK,
    "desk.mend_slip": HELPERS,
    "desk.map_page": HELPERS,
    "desk.map_part": HELPERS,
    "desk.map_notes": HELPERS,
    "desk.decide_on_map": HELPERS,
    "desk.merge": HELPERS,
    "desk.alike_part": HELPERS,
    "desk.moderate": HELPERS,
    "desk.moderate_part": HELPERS,
    "desk.new": DESK,
    "desk.outline": DESK,
    "desk.paper": HELPERS,
    "desk.place_ground": DESK,
    "desk.plan": DESK,
    "desk.plan_sheet": DESK,
    "desk.prepare": DESK,
    "desk.remote": DESK,
    "desk.remote_part": DESK,
    "desk.results": DESK,
    "desk.run": DESK,
    "desk.run_part": DESK,
    "desk.slip_desk": HELPERS,
    "desk.spoil_slips": DESK,
    "desk.square": DESK,
    "desk.routes_form": DESK,
    "desk.square_edges": DESK,
    "desk.square_file": DESK,
    "desk.square_map": DESK,
    "desk.stops_form": DESK,
    "desk.undo_square": DESK,
    "desk.stage": DESK,
    "desk.stop_writing": HELPERS,
    "desk.take_ground": DESK,
    "desk.take_ideas": DESK,
    "desk.take_layer": DESK,
    "desk.try_venue": DESK,
    "desk.upload": DESK,
    "desk.upload_ideas": DESK,
    "desk.venue": DESK,
    "desk.venue_part": DESK,
    "desk.workshop": DESK,
    "desk.write_for": HELPERS,
    "desk.zones": DESK,
    "doors.choose_language": EVERYBODY,
    "doors.enter": EVERYBODY,
    "doors.first": EVERYBODY,
    "doors.join": EVERYBODY,
    "doors.leave": EVERYBODY,
    "doors.no_key": EVERYBODY,
    "doors.use": EVERYBODY,
    "files.photo": EVERYBODY,
    "files.plan": EVERYBODY,
    "health.healthz": EVERYBODY,
    "health.readyz": EVERYBODY,
    "metrics.metrics": EVERYBODY,
    "planner.map_page": PLANNERS,
    "planner.map_notes": PLANNERS,
    "planner.place": PLANNERS,
    "planner.change_place": PLANNERS,
    "planner.edges": PLANNERS,
    "planner.cancel": PLANNERS,
    "planner.change_requirement": PLANNERS,
    "planner.change_summary": PLANNERS,
    "planner.downloads": PLANNERS,
    "planner.downloads_part": PLANNERS,
    "planner.file": PLANNERS,
    "planner.first": PLANNERS,
    "planner.add_step": PLANNERS,
    "planner.ledger": PLANNERS,
    "planner.ledger_csv": PLANNERS,
    "planner.ledger_print": PLANNERS,
    "planner.put_in_brief": PLANNERS,
    "planner.look": PLANNERS,
    "planner.make": PLANNERS,
    "planner.requirements": PLANNERS,
    "planner.ready": PLANNERS,
    "planner.summary": PLANNERS,
    "planner.tick": PLANNERS,
    "planner.answer": PLANNERS,
    "planner.suggest": PLANNERS,
    "planner.take_over": PLANNERS,
    "planner.throw_away": PLANNERS,
    "planner.put_back": PLANNERS,
    "planner.trials_page": PLANNERS,
    "planner.write_trial": PLANNERS,
    "planner.change_trial": PLANNERS,
    "planner.trial_photo": PLANNERS,
    "planner.change_part": PLANNERS,
    "planner.drawing": PLANNERS,
    "planner.drawings": PLANNERS,
    "planner.note_change": PLANNERS,
    "planner.pin_drawing": PLANNERS,
    "planner.score_drawing": PLANNERS,
    "planner.side_by_side": PLANNERS,
    "planner.take_drawing": PLANNERS,
    "planner.conflicts": PLANNERS,
    "planner.programme": PLANNERS,
    "planner.take_row": PLANNERS,
    "planner.vision": PLANNERS,
    "planner.change_who": PLANNERS,
    "planner.who": PLANNERS,
    "planner.write": PLANNERS,
    "screen.scene": EVERYBODY,
    "screen.show": EVERYBODY,
    "slip.scan": EVERYBODY,
    "slip.use": EVERYBODY,
    "slip.write": EVERYBODY,
    "socket.line": EVERYBODY,
    "static_file": EVERYBODY,
    "venue.page": EVERYBODY,
    "venue.report": EVERYBODY,
}


@pytest.fixture
def visit(app: Flask, demo: Consultation) -> Callable[[str], FlaskClient]:
    """Return somebody of that role."""
    code = demo.workshops[-1].code

    def as_(role: str) -> FlaskClient:
        visitor = app.test_client()
        if role in keys.ROLES:
            token = keys.new_link(db.session(), role)
            save()
            assert visitor.post(f"/enter/{token}").status_code == 303
        elif role == "attendee":
            visitor.get(f"/w/{code}/")
        return visitor

    return as_


def addresses(app: Flask, demo: Consultation) -> Iterator[tuple[str, str, str]]:
    """Every (endpoint, method, address) there is, filled with what the demo has."""
    evening: Workshop = demo.workshops[-1]
    values = {
        "code": evening.code,
        "slug": demo.slug,
        "token": evening.screen_token,
        "activity_id": evening.activities[1].id,
        "number": 1,
        "ref": "R1",
        "job_id": 1,
        "part": "programme",
        "square_id": demo.square.id,
        "digest": plan_digest(demo.square),
        "theme": "light",
        "typed": "ABCD-EFGH",
        "name": "css/base.css",
    }
    at = app.url_map.bind("torg.test")
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint):
        known = {name: values[name] for name in rule.arguments}
        for method in methods_of(rule):
            yield rule.endpoint, method, at.build(rule.endpoint, known, method)


def methods_of(rule: Rule) -> list[str]:
    return sorted(rule.methods - {"HEAD", "OPTIONS"})


def is_shown_the_door(answer: object) -> bool:
    return answer.status_code == 302 and answer.headers["Location"] == "/no-key"


def test_every_address_is_written_down_here(app: Flask):
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(WHO_MAY)


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_everybody_enters_where_they_may_and_nowhere_else(app, demo, visit, role: str):
    """Forms are sent empty: what is asked is the door, not the room behind it."""
    visitor = visit(role)
    wrong = []
    for endpoint, method, address in addresses(app, demo):
        if endpoint == "doors.leave":
            continue
        answer = visitor.open(address, method=method)
        if is_shown_the_door(answer) == (role in WHO_MAY[endpoint]) or answer.status_code >= 500:
            wrong.append(f"{endpoint} {method}: {answer.status}")
    assert wrong == []


def test_whoever_leaves_is_a_stranger_again(visit):
    owner = visit("owner")
    assert owner.get("/desk/").status_code == 200
    owner.post("/leave")
    assert is_shown_the_door(owner.get("/desk/"))


def test_reading_changes_nothing(app: Flask, demo: Consultation, visit):
    owner = visit("owner")
    asked = [address for _, method, address in addresses(app, demo) if method == "GET"]
    owner.get(f"/w/{demo.workshops[-1].code}/")  # joining is the one thing that reading does
    before = dump()
    for address in asked:
        owner.get(address)
    assert dump() == before


def dump() -> list[str]:
    db.session.remove()
    found = stored(db.engine)
    assert found
    return found


# Forms carry a token


@pytest.fixture
def guarded(app: Flask) -> Flask:
    """The application as it is outside of tests: forms need their token."""
    app.config["WTF_CSRF_ENABLED"] = True
    return app


def test_no_form_is_taken_without_its_token(guarded: Flask, demo: Consultation):
    visitor = guarded.test_client()
    taken = []
    for endpoint, method, address in addresses(guarded, demo):
        if method == "POST":
            answer = visitor.post(address, data={"csrf_token": "made up"})
            if answer.status_code != 400 or b"This page is too old." not in answer.data:
                taken.append(f"{endpoint}: {answer.status}")
    assert taken == []


def test_a_script_hears_that_the_page_must_be_loaded_again(guarded: Flask, open_ideas: Activity):
    address = f"/w/{open_ideas.workshop.code}/answers/{open_ideas.id}"
    answer = guarded.test_client().post(address, headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert answer.get_json() == {
        "refused": "This page is too old. Load it again, then send once more.",
        "keep": True,
        "reload": True,
    }


def test_a_form_with_its_token_is_taken(guarded: Flask, open_ideas: Activity):
    visitor, code = guarded.test_client(), open_ideas.workshop.code
    address = f"/w/{code}/answers/{open_ideas.id}"
    page = visitor.get(f"/w/{code}/").get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    assert visitor.post(address, data={"text": "A fire", "csrf_token": token}).status_code == 303


def test_a_script_sends_the_token_in_a_header(guarded: Flask, open_ideas: Activity):
    visitor, code = guarded.test_client(), open_ideas.workshop.code
    page = visitor.get(f"/w/{code}/").get_data(as_text=True)
    token = re.search(r'name="csrf-token" content="([^"]+)"', page)[1]
    headers = {"X-CSRFToken": token, "Accept": "application/json"}
    address = f"/w/{code}/answers/{open_ideas.id}"
    assert visitor.post(address, data={"text": "A fire"}, headers=headers).status_code == 200


def test_the_token_of_somebody_else_is_not_taken(guarded: Flask, open_ideas: Activity):
    one, other, code = guarded.test_client(), guarded.test_client(), open_ideas.workshop.code
    page = one.get(f"/w/{code}/").get_data(as_text=True)
    other.get(f"/w/{code}/")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    address = f"/w/{code}/answers/{open_ideas.id}"
    assert other.post(address, data={"text": "A fire", "csrf_token": token}).status_code == 400


# Doors that lead nowhere else


@pytest.mark.parametrize(
    "target",
    [
        "https://example.com/",
        "//example.com/",
        "/\\example.com/",
        "/\t/example.com/",
        "\n//example.com",
        "javascript:alert(1)",
        "example.com",
        "",
    ],
)
def test_choosing_a_language_leads_to_no_other_host(client: FlaskClient, target: str):
    answer = client.post("/language", data={"code": "nb", "next": target})
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize(
    "referrer", ["https://example.com/x", "http://localhost//example.com/x", "javascript:alert(1)"]
)
def test_a_refusal_leads_back_to_no_other_host(client, evening, referrer: str):
    address = f"/w/{evening.code}/hearts/{evening.activities[0].id}"
    answer = client.post(address, data={"number": "1"}, headers={"Referer": referrer})
    assert answer.status_code == 303
    assert urlsplit(answer.headers["Location"]).netloc == ""
    assert not answer.headers["Location"].startswith("//")


def test_a_refusal_leads_back_to_the_page_of_the_form(client: FlaskClient, evening: Workshop):
    address = f"/w/{evening.code}/hearts/{evening.activities[0].id}"
    here = f"http://localhost/w/{evening.code}/?in=1"
    answer = client.post(address, data={"number": "1"}, headers={"Referer": here})
    assert answer.headers["Location"] == f"/w/{evening.code}/?in=1"


def test_a_new_member_begins_with_a_new_device(app: Flask, evening: Workshop):
    """What somebody else may have put into the cookie before is gone."""
    visitor = app.test_client()
    visitor.get(f"/w/{evening.code}/")
    with visitor.session_transaction() as cookie:
        before = cookie["device"]
    token = keys.new_link(db.session(), "helper")
    save()
    visitor.post(f"/enter/{token}")
    with visitor.session_transaction() as cookie:
        assert cookie["device"] != before


def test_looking_at_a_link_in_a_preview_does_not_spend_it(app: Flask, client: FlaskClient):
    token = keys.new_link(db.session(), "helper")
    save()
    for _ in range(3):
        assert client.get(f"/enter/{token}").status_code == 200
    assert client.post(f"/enter/{token}").status_code == 303
    assert b"This link has been used" in app.test_client().get(f"/enter/{token}").data


@pytest.mark.parametrize(
    "address",
    [
        "/w/{code}/answers/99999999999999999999999",
        "/plans/99999999999999999999999-x-light.svg",
        "/plans/1-x-neon.svg",
        "/photos/..%2f..%2fsecret.key.jpg",
        "/static/x/../config.py",
        "/static/x/%00.css",
        "/static/x/css",
        "/s/guessed/",
        "/w/%00/",
        "/w/'; DROP TABLE workshop; --/",
        "/nowhere",
    ],
)
def test_a_guessed_address_is_answered_with_a_sentence(client, evening, address: str):
    written = address.format(code=evening.code)
    method = client.post if "/answers/" in written else client.get
    answer = method(written)
    assert answer.status_code in {404, 409}
    assert b"<h1" in answer.data
