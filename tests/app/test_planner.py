"""The planner's room: who may enter, what a tick does, what two planners do to each other."""

import re
from datetime import date

import gevent
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import jobs
from app.edge import save
from app.extensions import db
from app.planner import room
from exports import EXPORTS
from workshops import clock, keys, moderation, planning, requirements
from workshops.freezing import freeze
from workshops.models import Consultation, Contribution, Job, Requirement

pytestmark = pytest.mark.slow

ROOM = "/planner/karl-marx-platz"
PAGES = (f"{ROOM}/requirements", f"{ROOM}/summary", f"{ROOM}/downloads")


def member(app: Flask, role: str) -> FlaskClient:
    """Somebody with a key of that role."""
    token = keys.new_link(db.session(), role)
    save()
    visitor = app.test_client()
    visitor.post(f"/enter/{token}")
    return visitor


def requirement(number: int) -> Requirement:
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(Requirement).filter_by(number=number).one()


def evidence(number: int) -> set[tuple[object, ...]]:
    rows = requirement(number).evidence
    return {(each.contribution_id, each.option, each.against) for each in rows}


def contribution(number: int) -> Contribution:
    return db.session.query(Contribution).filter_by(number=number).one()


def tick(client: FlaskClient, number: int, what: str, query: str = ""):
    return client.post(f"{ROOM}/requirements/{number}/evidence{query}", data={"tick": what})


def text(response) -> str:
    """The words of a page, without its mark-up."""
    words = re.sub(r"<[^>]+>", " ", response.get_data(as_text=True))
    return re.sub(r"\s+", " ", words)


# Who may enter


@pytest.mark.parametrize("role", ["owner", "facilitator", "planner"])
@pytest.mark.parametrize("page", PAGES)
def test_planners_and_the_desk_may_enter(app, demo, role, page):
    assert member(app, role).get(page).status_code == 200


@pytest.mark.parametrize("page", [*PAGES, f"{ROOM}/downloads/part", f"{ROOM}/files/1", "/planner/"])
def test_a_stranger_and_a_helper_may_not(app, demo, client, page):
    for visitor in (client, member(app, "helper")):
        answer = visitor.get(page)
        assert (answer.status_code, answer.location) == (302, "/no-key")


@pytest.mark.parametrize(
    "address",
    [
        "requirements",
        "requirements/1",
        "requirements/1/evidence",
        "summary",
        "downloads",
        "downloads/1/cancel",
    ],
)
def test_a_stranger_changes_nothing(app, demo, client, address):
    before = freeze(db.session(), demo).hash
    answer = client.post(f"{ROOM}/{address}", data={"sentence": "Mine.", "export": "csv"})
    assert answer.location == "/no-key"
    assert freeze(db.session(), demo).hash == before
    assert jobs.all_of(demo) == []


def test_only_the_desk_is_shown_the_way_to_the_desk(app, demo, owner):
    assert "/desk/karl-marx-platz/" in owner.get(PAGES[0]).text
    assert "/desk/" not in member(app, "planner").get(PAGES[0]).text


def test_the_only_consultation_opens_at_once(demo, owner):
    assert owner.get("/planner/").location == PAGES[0]


def test_of_several_consultations_one_is_chosen(demo, owner):
    planning.new_consultation(db.session(), "Stortorget", town="Hamar")
    save()
    page = owner.get("/planner/").text
    assert f'href="{PAGES[0]}"' in page
    assert 'href="/planner/stortorget/requirements"' in page


def test_without_a_consultation_the_room_says_where_one_begins(owner):
    assert "One begins at the desk" in owner.get("/planner/").text


def test_a_consultation_that_is_not_there_is_not_found(demo, owner):
    assert owner.get("/planner/nowhere/requirements").status_code == 404


def test_an_empty_consultation_has_a_room(owner):
    planning.new_consultation(db.session(), "Torget")
    save()
    for page in ("requirements", "summary", "downloads"):
        assert owner.get(f"/planner/torget/{page}").status_code == 200


# Findings on the left


def test_the_room_shows_votes_notes_and_ideas(demo, owner):
    page = text(owner.get(PAGES[0]))
    for words in ("What matters most on the square in winter?", "Warm seats out of the wind"):
        assert words in page
    assert "KMP-0001 Light and fire 21 hearts" in page


def test_a_search_finds_all_words_in_any_case(demo, owner):
    page = text(owner.get(f"{ROOM}/requirements?q=BENCH+sun&tab=ideas"))
    assert "A bench by the wall where old people get the sun." in page
    assert "Hot chocolate" not in page
    assert "1 of 97 say it" in page


def test_a_number_finds_its_idea(demo, owner):
    assert "1 of 97 say it" in text(owner.get(f"{ROOM}/requirements?q=kmp-0005"))


def test_what_nobody_says_is_said_to_be_nothing(demo, owner):
    assert "Nobody says “zeppelin”" in text(owner.get(f"{ROOM}/requirements?q=zeppelin"))


@pytest.mark.parametrize(
    ("tab", "there", "not_there"),
    [
        ("ideas", "Hot chocolate", "in winter?"),
        ("votes", "in winter?", "Hot chocolate"),
        ("notes", "A fire by the fountain", "Hot chocolate"),
    ],
)
def test_a_tab_shows_one_kind(demo, owner, tab, there, not_there):
    page = text(owner.get(f"{ROOM}/requirements?tab={tab}")).partition("Requirements 6 written")[0]
    assert there in page
    assert not_there not in page


def test_many_contributions_come_in_pages(demo, owner):
    page = owner.get(f"{ROOM}/requirements?tab=notes")
    assert page.text.count('class="said-one"') == 60
    assert "1–60 of 73" in page.text
    assert "page=2" in page.text
    second = owner.get(f"{ROOM}/requirements?tab=notes&page=2")
    assert second.text.count('class="said-one"') == 13
    assert owner.get(f"{ROOM}/requirements?tab=notes&page=99").text.count("said-one") >= 13


def test_words_that_are_not_released_are_not_in_the_room(demo, owner):
    moderation.decide(db.session(), contribution(5), "hidden", reason="name")
    save()
    assert "Hot chocolate" not in owner.get(f"{ROOM}/requirements?tab=ideas").text


def test_of_many_the_last_sums_are_shown_until_the_new_ones_are_there(demo, owner, monkeypatch):
    monkeypatch.setattr(room, "_may_lag", lambda _said: True)
    owner.get(f"{ROOM}/requirements")
    moderation.decide(db.session(), contribution(5), "hidden", reason="other")
    save()
    page = owner.get(f"{ROOM}/requirements").get_data(as_text=True)
    assert "data-later" in page
    assert "Hot chocolate" in page
    for _ in range(200):
        if owner.get(f"{ROOM}/requirements/ready").status_code == 204:
            break
        gevent.sleep(0.05)
    page = owner.get(f"{ROOM}/requirements").get_data(as_text=True)
    assert "data-later" not in page
    assert "Hot chocolate" not in page


def test_what_is_kept_apart_is_counted_with_its_reason(demo, owner):
    moderation.decide(db.session(), contribution(5), "hidden", reason="name")
    save()
    page = text(owner.get(f"{ROOM}/requirements?tab=ideas"))
    assert "1 outside the outline" in page
    assert "1 hidden by a moderator, with a reason in the log" in page


def test_the_words_of_a_person_are_never_mark_up(demo, owner):
    contribution(5).text = "<script>alert(1)</script> ${7*7} {{7*7}}"
    save()
    page = owner.get(f"{ROOM}/requirements?q=script").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; ${7*7} {{7*7}}" in page


@pytest.mark.parametrize("query", ["r=99", "r=x", "tab=mine", "all=", "q=%00", "q=%F0%9F%94%A5"])
def test_an_address_that_asks_for_nonsense_shows_the_room(demo, owner, query):
    assert owner.get(f"{ROOM}/requirements?{query}").status_code == 200


# Ticks


def test_a_tick_counts_at_once(demo, owner):
    before = text(owner.get(f"{ROOM}/requirements?r=6"))
    assert "23 people" in before.partition("R6")[2]
    answer = tick(owner, 6, "for:said:4")
    assert answer.status_code == 303
    assert "32 people" in text(owner.get(answer.location)).partition("R6")[2]


def test_a_tick_leads_back_to_the_same_search_and_place(demo, owner):
    answer = tick(owner, 6, "for:said:4", "?q=seats&tab=ideas")
    assert answer.location == f"{ROOM}/requirements?r=6&q=seats&tab=ideas#said-4"


def test_a_tick_can_be_turned_against_and_taken_away(demo, owner):
    said = contribution(4).id
    tick(owner, 6, "for:said:4")
    assert (said, None, False) in evidence(6)
    tick(owner, 6, "against:said:4")
    assert (said, None, True) in evidence(6)
    tick(owner, 6, "none:said:4")
    assert said not in {each[0] for each in evidence(6)}


def test_a_line_of_a_vote_and_a_kind_of_notes_can_be_ticked(demo, owner):
    tick(owner, 6, "for:line:1.3:1")
    tick(owner, 6, "against:line:1.2:market")
    assert {(None, "1", False), (None, "market", True)} <= evidence(6)
    page = text(owner.get(f"{ROOM}/requirements?r=6"))
    assert "“A fire to gather round” got 68, tied first of 7" in page
    assert "“Market and food” got 6" in page


def test_taking_evidence_against_away_is_in_the_public_log(demo, owner):
    tick(owner, 2, "none:said:18")
    line = freeze(db.session(), demo).log[-1]
    assert (line["verb"], line["subject"], line["reason"]) == ("uncounted", "R2", "18")


@pytest.mark.parametrize(
    "what",
    [
        "",
        "for",
        "perhaps:said:4",
        "for:said:",
        "for:said:99999",
        "for:said:-1",
        "for:line:9.9:1",
        "for:line:1.3:99",
        "for:line:x:1",
        "for:line:2.1:1",
        "for:other:4",
    ],
)
def test_a_tick_that_means_nothing_is_refused(demo, owner, what):
    before = evidence(6)
    answer = tick(owner, 6, what)
    assert answer.status_code == 303
    assert evidence(6) == before


def test_evidence_that_does_not_stand_any_more_is_told(demo, owner):
    moderation.decide(db.session(), contribution(8), "hidden", reason="name")
    save()
    page = text(owner.get(f"{ROOM}/requirements?r=6"))
    assert "KMP-0008 is not released any more" in page
    assert "Some of what R6 rest on stands no longer" in page


def test_a_small_group_is_not_counted_out_and_not_split(demo, owner):
    made = requirements.write(db.session(), demo, "A place to charge a phone.")
    requirements.tick(db.session(), made, contribution_id=contribution(24).id)
    save()
    page = text(owner.get(f"{ROOM}/requirements?r={made.number}"))
    opened = page.partition("Change the words")[2]
    assert "under 5 people" in opened
    assert "Does it hold?" not in opened
    assert "–" in opened.partition("under 5 people")[2][:8]


def test_it_says_what_would_change_the_letter(demo, owner):
    page = text(owner.get(f"{ROOM}/requirements?r=2"))
    assert "Why A 1 workshop, 3 channels, 42 people, agreement high." in page
    assert "without phones: B; without tables: B; without paper: B" in page


# Requirements on the right


def test_a_requirement_is_written_and_opened(demo, owner):
    answer = owner.post(f"{ROOM}/requirements", data={"sentence": " A drinking fountain. "})
    assert answer.location == f"{ROOM}/requirements?r=7#open"
    page = text(owner.get(answer.location))
    assert "6 written" not in page
    assert "7 written, 1 without evidence" in page
    assert "Nothing speaks for it yet" in page


def test_the_next_step_is_the_requirement_without_evidence(demo, owner):
    requirements.write(db.session(), demo, "A drinking fountain.")
    save()
    assert "Find evidence for R7" in text(owner.get(f"{ROOM}/requirements?r=1"))
    assert "Find evidence for R7" not in text(owner.get(f"{ROOM}/requirements?r=7"))


def test_an_empty_sentence_is_refused_in_words_beside_its_field(demo, owner):
    answer = owner.post(f"{ROOM}/requirements", data={"sentence": " "})
    assert answer.status_code == 422
    assert "Write the requirement as a sentence first." in answer.text
    assert 'aria-describedby="fault-new"' in answer.text


def test_what_a_department_answered_is_kept_when_it_is_refused(demo, owner):
    typed = {"department": " ", "answer": "costly", "why": "The pump is old."}
    answer = owner.post(f"{ROOM}/requirements/1/answers", data=typed)
    assert answer.status_code == 422
    assert "Say which department answers." in answer.text
    assert 'value="The pump is old."' in answer.text


def test_a_weight_is_chosen_without_touching_the_rest(demo, owner):
    owner.post(f"{ROOM}/requirements/6", data={"weight": "must"})
    changed = requirement(6)
    assert (changed.weight, changed.zone, changed.owner) == ("must", "B", "Market office")


def fields(page: str) -> dict[str, str]:
    """What the hidden fields of the open requirement hold."""
    return dict(re.findall(r'name="(was-[a-z_]+)" value="([^"]*)"', page))


def test_two_planners_changing_different_things_both_keep_them(demo, owner):
    was = fields(owner.get(f"{ROOM}/requirements?r=6").text)
    mine = {name.removeprefix("was-"): value for name, value in was.items()}
    owner.post(f"{ROOM}/requirements/6", data={**mine, **was, "zone": "A"})
    owner.post(f"{ROOM}/requirements/6", data={**mine, **was, "owner": "Parks"})
    changed = requirement(6)
    assert (changed.zone, changed.owner) == ("A", "Parks")


@pytest.mark.parametrize(
    ("address", "sent", "sentence", "kept"),
    [
        ("requirements/6", {"sentence": " ", "owner": "Roads"}, "needs a sentence", "Roads"),
        ("requirements/6/answers", {"answer": "costly", "why": "Roots"}, "which dep", "Roots"),
        ("trials/1", {"counts": "Sitting; -3; 4", "seen": "Many"}, "cannot be read", "Many"),
        ("trials/1", {"began_on": "9999-12-31"}, "is too far from today", "9999-12-31"),
        ("ledger/6", {"state": "in_design", "on": "0001-01-01"}, "is too far", "0001-01-01"),
    ],
)
def test_what_was_typed_in_any_form_is_kept_when_it_is_refused(
    demo, owner, address, sent, sentence, kept
):
    owner.post(f"{ROOM}/trials", data={"title": "A fire bowl"})
    answer = owner.post(f"{ROOM}/{address}", data=sent)
    assert answer.status_code == 422
    assert sentence in re.search(r'role="alert">(.*?)</p>', answer.text, re.DOTALL)[1]
    assert re.search(rf'value="{kept}"|>{kept}</textarea>', answer.text)


def test_two_planners_changing_the_same_are_shown_both(demo, owner):
    was = fields(owner.get(f"{ROOM}/requirements?r=6").text)
    mine = {name.removeprefix("was-"): value for name, value in was.items()}
    owner.post(f"{ROOM}/requirements/6", data={**mine, **was, "zone": "A", "owner": "Roads"})
    answer = owner.post(f"{ROOM}/requirements/6", data={**mine, **was, "zone": "C and <b>"})
    assert answer.status_code == 409
    assert "Somebody changed R6 meanwhile. Here are both." in text(answer)
    assert "Zone A C and &lt;b&gt;" in text(answer)
    assert 'name="zone" maxlength="80" value="C and &lt;b&gt;"' in answer.text
    assert 'name="owner" maxlength="80" value="Roads"' in answer.text
    again = {**mine, **fields(answer.text), "zone": "C", "owner": "Roads"}
    assert owner.post(f"{ROOM}/requirements/6", data=again).status_code == 303
    assert (requirement(6).zone, requirement(6).owner) == ("C", "Roads")


def test_no_count_can_be_written(demo, owner):
    before = freeze(db.session(), demo).requirements[5]
    owner.post(
        f"{ROOM}/requirements/6",
        data={"people": "500", "strength": "A", "number": "1", "why": "so"},
    )
    db.session.expire_all()
    assert freeze(db.session(), demo).requirements[5] == before


def test_a_requirement_of_another_consultation_is_not_found(demo, owner):
    planning.new_consultation(db.session(), "Torget")
    save()
    assert owner.post("/planner/torget/requirements/1", data={"zone": "A"}).status_code == 404


# The summary


def test_the_messages_come_from_the_requirements(demo, owner):
    page = text(owner.get(f"{ROOM}/summary"))
    assert "R2 A fire that thirty people can stand around" in page
    assert "step-free" not in page  # a right, and never ranked


def test_the_summary_is_saved(demo, owner):
    data = {"conflicts": "Music, or quiet.\r\n\r\nSmoke.", "decide_on": "2027-03-01"}
    assert owner.post(f"{ROOM}/summary", data=data).status_code == 303
    db.session.expire_all()
    demo = db.session.query(Consultation).one()
    assert (demo.conflicts, demo.decide_on) == (["Music, or quiet.", "Smoke."], date(2027, 3, 1))
    assert len(demo.next_steps) == 3


def test_what_was_typed_is_kept_when_it_is_refused(demo, owner):
    answer = owner.post(
        f"{ROOM}/summary", data={"decide_on": "in spring", "decision": "Build it <soon>."}
    )
    assert answer.status_code == 422
    assert "“in spring” is not a date" in text(answer)
    assert "Build it &lt;soon&gt;." in answer.text
    db.session.expire_all()
    assert db.session.query(Consultation).one().decision.startswith("Adopt")


def test_two_planners_at_the_summary_are_shown_both(demo, owner):
    was = {"was-decided_by": demo.decided_by}
    owner.post(f"{ROOM}/summary", data={**was, "decided_by": "The mayor"})
    answer = owner.post(f"{ROOM}/summary", data={**was, "decided_by": "The town"})
    assert answer.status_code == 409
    assert "Decided by The mayor The town" in text(answer)


# The files


def made(demo: Consultation, **facts) -> Job:
    """A job that has ended, as its row would be."""
    job = Job(
        consultation_id=demo.id,
        **{"task": "brief", "state": "done", "asked_at": clock.now(), "file": "a.pdf", **facts},
    )
    db.session.add(job)
    db.session.commit()
    return job


def test_every_export_is_offered(demo, owner):
    page = owner.get(f"{ROOM}/downloads").text
    assert [name for name in EXPORTS if f'value="{name}"' not in page] == []


def test_a_finished_file_is_sent_under_a_proper_name(app, demo, owner):
    job = made(demo)
    folder = app.config["TORG"].files
    folder.mkdir()
    (folder / "a.pdf").write_bytes(b"%PDF-1.7")
    with owner.get(f"{ROOM}/files/{job.id}") as answer:
        assert answer.data == b"%PDF-1.7"
        name = "attachment; filename=karl-marx-platz-brief.pdf"
        assert answer.headers["Content-Disposition"] == name
        assert answer.headers["Cache-Control"] == "private, no-cache"


def test_the_file_before_stays_at_hand_when_a_newer_one_is_stopped(app, demo, owner):
    folder = app.config["TORG"].files
    folder.mkdir()
    (folder / "a.pdf").write_bytes(b"%PDF-1.7")
    first = made(demo)
    made(demo, state="cancelled", file="b.pdf")
    page = owner.get(f"{ROOM}/downloads")
    assert "Download the one before" in text(page)
    assert page.text.count(f"/files/{first.id}") == 2  # in its row, and in the history


def test_the_web_page_of_the_brief_is_shown_and_may_do_nothing(app, demo, owner):
    job = made(demo, task="page", file="a.html")
    folder = app.config["TORG"].files
    folder.mkdir()
    (folder / "a.html").write_text("<title>Brief</title>", encoding="utf-8")
    with owner.get(f"{ROOM}/files/{job.id}/look") as answer:
        assert answer.mimetype == "text/html"
        assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert f"{ROOM}/files/{job.id}/look" in owner.get(f"{ROOM}/downloads").text


def test_what_is_no_page_is_not_shown_as_one(app, demo, owner):
    job = made(demo)
    (folder := app.config["TORG"].files).mkdir()
    (folder / "a.pdf").write_bytes(b"%PDF-1.7")
    assert owner.get(f"{ROOM}/files/{job.id}/look").status_code == 409


def test_a_brief_in_two_languages_of_one_workshop_is_asked_for(demo, owner, monkeypatch):
    asked = []
    monkeypatch.setattr(jobs, "start", lambda *words: asked.append(words[1:]))
    form = {"export": "short", "language": "nb+en", "workshop": "2"}
    owner.post(f"{ROOM}/downloads", data=form)
    assert asked == [("short", ".pdf", "nb+en", "owner", 2)]


@pytest.mark.parametrize("state", ["done", "failed", "cancelled", "interrupted"])
def test_a_file_that_is_not_there_is_told_in_words(demo, owner, state):
    answer = owner.get(f"{ROOM}/files/{made(demo, state=state).id}")
    assert answer.status_code == 409
    assert "Make it again." in answer.text


def test_a_file_of_another_consultation_is_not_found(demo, owner):
    planning.new_consultation(db.session(), "Torget")
    save()
    assert owner.get(f"/planner/torget/files/{made(demo).id}").status_code == 404


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"state": "waiting"}, "Waiting for its turn"),
        ({"state": "running", "step": "Laying out the pages."}, "Laying out the pages."),
        ({"state": "failed", "fault": "The disk is full."}, "Not made. The disk is full."),
        ({"state": "cancelled"}, "Stopped"),
        ({"state": "interrupted"}, "the server was stopped. Make it again."),
        ({"state": "done"}, "The file is not here any more."),
    ],
)
def test_every_state_of_a_job_has_words(demo, owner, facts, words):
    made(demo, **facts)
    assert words in text(owner.get(f"{ROOM}/downloads"))


def test_the_part_is_sent_again_only_when_something_changed(demo, owner):
    job = made(demo, state="running", percent=10)
    first = owner.get(f"{ROOM}/downloads/part")
    assert "data-busy" in first.text
    same = owner.get(f"{ROOM}/downloads/part", headers={"If-None-Match": first.headers["ETag"]})
    assert same.status_code == 304
    job.percent = 50
    db.session.commit()
    assert b'value="50"' in owner.get(f"{ROOM}/downloads/part").data


def test_an_export_that_is_not_there_is_refused(demo, owner):
    assert owner.post(f"{ROOM}/downloads", data={"export": "../x"}).status_code == 303
    assert jobs.all_of(demo) == []


@pytest.mark.timeout(180)
def test_a_file_is_made_in_the_language_asked_for(demo, owner):
    owner.post(f"{ROOM}/downloads", data={"export": "csv", "language": "nb"})
    assert jobs.at_work.join(timeout=150)
    db.session.rollback()
    db.session.expire_all()
    page = owner.get(f"{ROOM}/downloads").text
    assert jobs.all_of(demo)[0].details["language"] == "nb"
    address = re.search(rf'href="({ROOM}/files/\d+)"', page)[1]
    with owner.get(address) as answer:
        assert answer.data.startswith(b"PK")
