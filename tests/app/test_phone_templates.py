"""The phone's pages in every state, with made-up contexts: nothing undefined, nothing forgotten."""

import html
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.contexts import (
    ActivityView,
    Category,
    Language,
    Mine,
    PhonePage,
    PlanLabel,
    PlanNote,
    PlanView,
    WorkshopView,
)
from workshops.activities.result import Bar, Result
from workshops.words import say

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = Language("en", "English", "ltr")
LANGUAGES = (
    ENGLISH,
    Language("nb", "Bokmål", "ltr"),
    Language("nn", "Nynorsk", "ltr"),
    Language("se", "Sámegiella", "ltr"),
    Language("ar", "العربية", "rtl"),
    Language("uk", "Українська", "ltr"),
    Language("pl", "Polski", "ltr"),
    Language("fi", "Suomi", "ltr"),
    Language("fr", "Français", "ltr"),
    Language("es", "Español", "ltr"),
    Language("de", "Deutsch", "ltr"),
)
WORKSHOP = WorkshopView(
    id=1,
    title="Theme evening: Seasons",
    number=2,
    place="The library",
    square="Stortorget",
    town="Hamar",
    consultation="Stortorget",
    slug="stortorget",
    is_example=True,
    code="K7QF",
    address="torg.lan",
    join_url="http://torg.lan/w/K7QF/",
    starts=datetime(2026, 2, 5, 18, 0, tzinfo=UTC),
    ends=datetime(2026, 2, 5, 20, 30, tzinfo=UTC),
    wifi_name="Torg",
    wifi_password="",
    answer_by="30 June",
    decided_by="The town council",
    joined={"phone": 64},
    present=64,
    dark=False,
    blank=False,
    ended=False,
)
CATEGORIES = (
    Category("seats", "Seats", "square", "S"),
    Category("play", "Play", "triangle-up", "P"),
    Category("trees", "Trees", "hexagon", "T"),
    Category("water", "Water", "circle", "W"),
    Category("light", "Light and fire", "diamond", "L"),
    Category("market", "Market and food", "house", "M"),
    Category("routes", "Routes", "triangle-down", "R"),
    Category("stage", "Open stage", "dome", "O"),
)
OPTIONS = (
    ("1", "A fire to gather round"),
    ("2", "Warm seats out of the wind"),
    ("3", "Light in the trees"),
    ("4", "Ice to skate on"),
    ("5", "A roof over the market"),
    ("6", "A small sledge hill"),
    ("keep", "Keep it as it is"),
)
IDEAS = {
    "ask_category": True,
    "ask_place": True,
    "ask_photo": True,
    "hearts": True,
    "aim": 140,
    "limit": 500,
}
VOTE = {"dots": 5, "cap": 3, "options": [{"key": k, "label": label} for k, label in OPTIONS]}
NOTES = {"notes": 5, "ask_category": True, "ask_feeling": True}
SLIDE = {"words": "Soup", "credit": "", "photo": "", "minutes": 0, "look_up": "Soup is served."}
PLAN = PlanView(
    url="/plans/abc-light.svg",
    dark_url="/plans/abc-dark.svg",
    width=80.0,
    height=60.0,
    box=(10.0, 10.0, 70.0, 50.0),
    outline=((10.0, 10.0), (70.0, 10.0), (70.0, 50.0), (10.0, 50.0)),
    licence="© OpenStreetMap contributors, ODbL",
    scale=(0, 5, 10),
    zones=(
        PlanLabel("A", "West", 25, 30, ((10.0, 10.0), (40.0, 10.0), (40.0, 50.0), (10.0, 50.0))),
        PlanLabel("B", "East", 55, 30, ((40.0, 10.0), (70.0, 10.0), (70.0, 50.0), (40.0, 50.0))),
    ),
    landmarks=(PlanLabel("Fountain", "Fountain", 42, 30),),
    grid=tuple(
        PlanLabel(f"{'ABCDEF'[i]}{j + 1}", f"{'ABCDEF'[i]}{j + 1}", 15 + 10 * i, 15 + 10 * j)
        for j in range(4)
        for i in range(6)
    ),
    grid_step=10.0,
)
SENT = Mine(147, "A fire we can sit around.", "released", "", {"activity_id": 12}, 7)
RETURNED = Mine(149, "Ask Kari", "returned", "Please leave out names", {"activity_id": 12}, 9)
BALLOT = Mine(0, "", "", "", {"dots": {"2": 2, "3": 1}}, 0)
EVIL = "<script>alert(1)</script> ${x} {{ 7 * 7 }} 50 % more"


def activity(kind: str, settings: dict, question: str, **changes) -> ActivityView:
    view = ActivityView(
        id=12,
        ref="2.3",
        kind=kind,
        icon="bulb",
        kind_title=kind,
        collects={"dot_vote": "ballot", "slide": "nothing"}.get(kind, "contribution"),
        title=question,
        question=question,
        state="open",
        shown=False,
        minutes=15,
        settings=settings,
        opened=None,
        closed=None,
        planned=WORKSHOP.starts,
    )
    return replace(view, **changes)


IDEAS_OPEN = activity("ideas", IDEAS, "What would bring you here on a dark January evening?")
VOTE_OPEN = activity("dot_vote", VOTE, "What matters most on the square in winter?")
MAP_OPEN = activity("map_notes", NOTES, "Where should it happen?")
SLIDE_OPEN = activity("slide", SLIDE, "Soup")
PAGE = PhonePage(
    workshop=WORKSHOP,
    language=ENGLISH,
    languages=LANGUAGES,
    view="activity",
    activity=IDEAS_OPEN,
    words="",
    mine=(),
    result=None,
    reactions={},
    answered=41,
    categories=CATEGORIES,
    plan=None,
    refused=None,
    typed={},
    part_url="/w/K7QF/now",
    answer_url="/w/K7QF/answers/12",
    heart_url="/w/K7QF/hearts/12",
    withdraw_url="/w/K7QF/withdraw",
    version="1",
    key="made-by-the-server",
)
ROOM = Result(
    headline=say("Two ideas"),
    n=2,
    voices={"phone": 2},
    columns=(),
    rows=(
        {"number": 12, "text": "Ice from the fountain.", "hearts": 2},
        {"number": 14, "text": EVIL, "hearts": 0},
    ),
)
ALL_OF_A_NOTE = {"lines": True, "areas": True, "ask_photo": True, "react": True}
AREA = {
    "activity_id": 12,
    "x": 50,
    "y": 40,
    "corners": ((45, 35), (55, 35), (55, 45), (45, 35)),
    "closed": True,
}
NOTE = PlanNote(20.0, 30.0, "square", "S", "Seats", 14, EVIL)
LINE = replace(NOTE, number=15, corners=((12.0, 12.0), (22.0, 12.0)))
NOTED = replace(
    ROOM,
    rows=(
        {"number": 14, "text": EVIL, "category": "seats", "place": "A, C4"},
        {"number": 15, "text": "", "category": "seats", "place": "none"},
        {"number": 147, "text": "My own", "category": "", "place": ""},
    ),
)
VOTED = Result(
    headline=say("“%(option)s” comes first", option="Warm seats out of the wind"),
    n=41,
    voices={"phone": 41},
    columns=(),
    rows=(),
    bars=(Bar("2", "Warm seats", 60, 1, False, {}), Bar("1", "A fire", 40, 2, False, {})),
)
PAGES = {
    "joined": replace(PAGE, view="joined"),
    "joined, nothing open": replace(PAGE, view="joined", activity=None),
    "ideas": replace(PAGE, mine=(SENT, RETURNED), result=ROOM, reactions={12: "heart"}),
    "ideas refused": replace(
        PAGE, refused=say("Write something first."), typed={"text": EVIL, "category": "light"}
    ),
    "ideas closed": replace(PAGE, activity=replace(IDEAS_OPEN, state="closed"), mine=(SENT,)),
    "dots": replace(PAGE, activity=VOTE_OPEN),
    "dots sent": replace(PAGE, activity=VOTE_OPEN, mine=(SENT, BALLOT)),
    "dots closed": replace(PAGE, activity=replace(VOTE_OPEN, state="closed"), mine=(BALLOT,)),
    "dots shown": replace(
        PAGE, activity=replace(VOTE_OPEN, state="closed", shown=True), result=VOTED
    ),
    "map": replace(
        PAGE,
        activity=MAP_OPEN,
        plan=PLAN,
        mine=(replace(SENT, payload={"activity_id": 12, "category": "seats", "x": 50, "y": 40}),),
    ),
    "map with all": replace(
        PAGE,
        activity=replace(MAP_OPEN, settings=NOTES | ALL_OF_A_NOTE),
        plan=replace(PLAN, notes=(NOTE, LINE)),
        result=NOTED,
        reactions={14: "agree"},
        mine=(replace(SENT, payload=AREA),),
    ),
    "map without a plan": replace(PAGE, activity=MAP_OPEN, typed={"place": "none"}),
    "map closed": replace(PAGE, activity=replace(MAP_OPEN, state="closed"), plan=PLAN),
    "slide": replace(PAGE, activity=SLIDE_OPEN),
    "look up": replace(PAGE, view="lookup", words="Soup is served.", mine=(SENT, RETURNED)),
    "look up after a vote": replace(
        PAGE, view="lookup", activity=replace(VOTE_OPEN, state="closed"), mine=(BALLOT,)
    ),
    "ended": replace(PAGE, view="ended", activity=None, mine=(SENT, RETURNED)),
}


@pytest.fixture(scope="module")
def templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_null_translations(newstyle=True)
    environment.globals |= {
        "csrf_token": lambda: "a-token",
        "get_flashed_messages": lambda **_: [],
        "static_url": lambda name: f"/static/{name}",
    }
    environment.filters |= {
        "say": str,
        "word": str,
        "number": lambda n: f"{n:,}",
        "clock": lambda moment: moment.strftime("%H:%M"),
        "day": lambda moment: moment.strftime("%A %-d %B"),
    }
    return environment


def words_of(markup: str) -> str:
    """What a person reads, spaces made single."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


@pytest.fixture
def page(templates):
    return lambda name: templates.get_template("phone/page.html").render(page=PAGES[name])


@pytest.fixture
def part(templates):
    return lambda name: templates.get_template("phone/now.html").render(page=PAGES[name])


@pytest.mark.parametrize("name", PAGES)
def test_every_state_renders_and_holds_its_own_part(name, page, part):
    whole = page(name)
    assert "<h1" in part(name)
    assert words_of(part(name)) in words_of(whole)


@pytest.mark.parametrize("name", PAGES)
def test_every_field_has_a_label(name, page):
    whole = page(name)
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', whole))
    fields = re.findall(r"<(?:input|select|textarea)\b[^>]*>", whole)
    alone = [
        each
        for each in fields
        if 'type="hidden"' not in each
        and 'type="radio"' not in each
        and "aria-label" not in each
        and not set(re.findall(r' id="([^"]+)"', each)) & labelled
    ]
    assert alone == []


@pytest.mark.parametrize("name", PAGES)
def test_no_name_is_given_twice(name, page):
    ids = re.findall(r'\sid="([^"]+)"', page(name))
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("name", PAGES)
def test_every_form_carries_the_token_against_forgery(name, page):
    forms = re.findall(r"<form\b.*?</form>", page(name), re.DOTALL)
    assert [each for each in forms if 'name="csrf_token" value="a-token"' not in each] == []


@pytest.mark.parametrize("name", ["ideas", "ideas refused"])
def test_peoples_words_come_out_harmless(name, page):
    whole = page(name)
    assert EVIL in html.unescape(whole)
    assert "<script>alert" not in whole


def test_a_receipt_names_the_number(part):
    assert "Sent — your idea is no. 147." in words_of(part("ideas"))
    assert "Sent — your note is no. 147." in words_of(part("map"))


def test_a_returned_idea_comes_back_with_its_reason_and_words(part):
    shown = part("ideas")
    assert "Please leave out names" in words_of(shown)
    assert 'action="/w/K7QF/revise"' in shown
    assert ">Ask Kari</textarea>" in shown


def test_a_refusal_stands_by_the_field_and_keeps_the_words(part):
    shown = part("ideas refused")
    assert "Write something first." in words_of(shown)
    assert html.escape(EVIL) in shown
    assert re.search(r'value="light" checked', shown)


def test_dots_are_plain_numbers_up_to_the_cap_without_scripts(part):
    rows = re.findall(r"<select.*?</select>", part("dots"), re.DOTALL)
    assert len(rows) == len(OPTIONS)
    assert all(re.findall(r'value="(\d)"', row) == ["0", "1", "2", "3"] for row in rows)


def test_a_sent_vote_is_shown_and_can_be_changed(part):
    shown = words_of(part("dots sent"))
    assert "2 dots left" in shown
    assert "41 of 64 have voted." in shown
    assert "Change my dots" in shown


def test_no_result_of_a_vote_before_it_is_shown(part):
    assert "comes first" not in words_of(part("dots closed"))
    assert "“Warm seats out of the wind” comes first" in words_of(part("dots shown"))


def test_every_place_of_the_plan_is_a_plain_choice_without_scripts(part):
    places = re.findall(r'name="place" value="([^"]+)"', part("map"))
    assert places[:2] == ["zone A", "zone B"]
    assert "D3" in places
    assert places[-2:] == ["Fountain", "none"]


def test_without_a_plan_there_is_still_no_place(part):
    shown = part("map without a plan")
    assert re.findall(r'name="place" value="([^"]+)" checked', shown) == ["none"]


def test_look_up_tells_what_is_in(part):
    assert "Your ideas 147 and 149 are in." in words_of(part("look up"))
    assert "What you sent is in." in words_of(part("look up after a vote"))


def test_look_up_is_dark(page):
    assert 'data-room="dark"' in page("look up")
    assert 'data-room="light"' in page("ideas")


def test_a_wrong_code_stays_in_the_field_with_what_to_do(templates):
    refused = say(
        "No workshop has the code %(code)s. Look at the screen or ask at the door.", code="K7QE"
    )
    page = templates.get_template("phone/code.html").render(
        typed="K7QE", refused=refused, languages=LANGUAGES, language=ENGLISH
    )
    assert 'value="K7QE"' in page
    assert "No workshop has the code K7QE." in words_of(page)
