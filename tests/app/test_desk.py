"""The desk: from an empty list to a workshop that has ended, and who may do it."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.edge import save
from app.extensions import db
from workshops import answers, clock, joining, keys, moderation, planning, stage
from workshops.activities import kind_of
from workshops.models import Activity, Consultation, Contribution, Workshop

pytestmark = pytest.mark.slow


def entered(app: Flask, role: str) -> FlaskClient:
    """Somebody with a key of that role."""
    token = keys.new_link(db.session(), role)
    save()
    visitor = app.test_client()
    visitor.post(f"/enter/{token}")
    return visitor


def said(activity: Activity, words: str, device: str = "phone 1") -> Contribution:
    """Somebody says something in an open activity."""
    workshop = activity.workshop
    attendee = joining.join(db.session(), workshop.id, workshop.code, device)
    answers.submit(db.session(), activity.id, attendee, {"text": words}, words[:20])
    save()
    return db.session.query(Contribution).filter_by(text=words).one()


def voted(activity: Activity, dots: dict[str, int], device: str = "phone 1") -> None:
    workshop = activity.workshop
    attendee = joining.join(db.session(), workshop.id, workshop.code, device)
    answers.submit(db.session(), activity.id, attendee, {"dots": dots}, device)
    save()


def page(client: FlaskClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.status
    return answer.get_data(as_text=True)


def step(client: FlaskClient, workshop: Workshop, **fields: str) -> str:
    """Press a button of the run sheet and return the page that comes back."""
    here = {"Referer": f"http://localhost/desk/w/{workshop.code}/run"}
    url = f"/desk/w/{workshop.code}/stage"
    answer = client.post(url, data=fields, headers=here, follow_redirects=True)
    db.session.expire_all()
    return answer.get_data(as_text=True)


def next_step(client: FlaskClient, workshop: Workshop) -> str:
    return step(client, workshop, verb="next", seen=seen(client, workshop))


def seen(client: FlaskClient, workshop: Workshop, name: str = "seen") -> str:
    """What the buttons of the run sheet send about the moment they were made for."""
    html = page(client, f"/desk/w/{workshop.code}/run")
    found = re.search(rf'name="{name}" value="([^"]+)"', html)
    assert found is not None
    return found[1]


def marigold(html: str) -> int:
    """How many buttons and links are marigold."""
    return len(re.findall(r'class="button(?: [a-z-]+)?"', html))


# From nothing to an agenda


def test_an_empty_desk_asks_for_one_name_with_one_button(owner: FlaskClient):
    html = page(owner, "/desk/")
    assert "Name the square" in html
    assert marigold(html) == 1


def test_a_named_square_leads_to_its_map(owner: FlaskClient):
    answer = owner.post("/desk/new", data={"name": "Stortorget"})
    assert answer.status_code == 303
    assert answer.location == "/desk/stortorget/square"


def test_a_square_without_a_name_is_asked_for_one(owner: FlaskClient):
    answer = owner.post(
        "/desk/new",
        data={"name": "  "},
        headers={"Referer": "http://localhost/desk/"},
        follow_redirects=True,
    )
    assert "Give the square a name." in answer.get_data(as_text=True)
    assert db.session.query(Consultation).count() == 0


def test_planning_a_workshop_keeps_the_local_time(owner: FlaskClient):
    owner.post("/desk/new", data={"name": "Stortorget"})
    fields = {"title": "Winter", "type": "walk", "day": "2027-02-04", "at": "18:00"}
    owner.post("/desk/stortorget/workshops", data={**fields, "minutes": "90", "place": "Kulturhus"})
    workshop = db.session.query(Workshop).one()
    assert workshop.starts_at.isoformat() == "2027-02-04T17:00:00+00:00"
    assert (workshop.type, workshop.minutes, workshop.place) == ("walk", 90, "Kulturhus")


def test_a_workshop_without_a_day_is_refused_with_a_sentence(owner: FlaskClient):
    owner.post("/desk/new", data={"name": "Stortorget"})
    answer = owner.post("/desk/stortorget/workshops", data={"title": "Winter"})
    assert answer.status_code == 422
    assert "This field is required." in answer.text
    assert 'value="Winter"' in answer.text


@pytest.mark.parametrize(
    ("field", "day", "words"),
    [
        ("decide_on", "9999-12-31", "too far from today"),
        ("answer_by", "0001-01-01", "too far from today"),
        ("delete_on", "2001-01-01", "This day is past"),
    ],
)
def test_a_day_that_cannot_be_meant_is_refused_beside_it(
    owner: FlaskClient, field: str, day: str, words: str
):
    owner.post("/desk/new", data={"name": "Stortorget"})
    sent = {"influence": "consult", "goal": "People sit here.", field: day}
    answer = owner.post("/desk/stortorget/", data=sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert "People sit here.</textarea>" in answer.text
    assert getattr(db.session.query(Consultation).one(), field) is None


def test_a_count_of_thousands_of_figures_is_none(owner: FlaskClient, evening: Workshop):
    sent = {"verb": "heads", "people": "9" * 5000}
    answer = owner.post(
        f"/desk/w/{evening.code}/stage", data=sent, headers={"Accept": "application/json"}
    )
    assert answer.json["refused"] == "Write how many people you counted, in figures."


def test_the_promise_is_kept_and_shown(owner: FlaskClient):
    owner.post("/desk/new", data={"name": "Stortorget"})
    fields = {"goal": "People sit here.", "influence": "empower", "answer_by": "2027-05-01"}
    owner.post("/desk/stortorget/", data=fields)
    html = page(owner, "/desk/stortorget/")
    assert "People sit here." in html
    assert "What you decide is built." in html
    assert "Saturday 1 May" in html


def test_a_consultation_speaks_the_language_of_the_desk_it_began_at(owner: FlaskClient):
    owner.post("/desk/new", data={"name": "Stortorget"}, headers={"Accept-Language": "nb-NO"})
    assert db.session.query(Consultation).one().language == "nb"


def test_another_language_of_the_room_can_be_chosen(owner: FlaskClient):
    owner.post("/desk/new", data={"name": "Stortorget"})
    owner.post("/desk/stortorget/", data={"influence": "consult", "language": "nb"})
    assert db.session.query(Consultation).one().language == "nb"
    owner.post("/desk/stortorget/", data={"influence": "consult"})
    assert db.session.query(Consultation).one().language == "nb"


def test_everything_deleted_before_the_answer_is_refused(owner: FlaskClient):
    owner.post("/desk/new", data={"name": "Stortorget"})
    fields = {"influence": "consult", "answer_by": "2027-05-01", "delete_on": "2027-04-01"}
    answer = owner.post("/desk/stortorget/", data=fields)
    assert "The answer comes before everything is deleted." in answer.text
    assert 'value="2027-04-01"' in answer.text
    assert db.session.query(Consultation).one().delete_on is None


def test_an_empty_agenda_offers_formats_and_one_of_them_in_marigold(
    owner: FlaskClient, evening: Workshop
):
    for activity in list(evening.activities):
        owner.post(
            f"/desk/w/{evening.code}/prepare", data={"verb": "remove", "activity": activity.id}
        )
    html = page(owner, f"/desk/w/{evening.code}/prepare")
    assert "Pick a format, or add the first activity." in html
    assert marigold(html) == 1


def test_a_format_fills_the_agenda_and_its_vote_takes_the_ideas(
    owner: FlaskClient, evening: Workshop
):
    owner.post(f"/desk/w/{evening.code}/prepare", data={"verb": "format", "format": "theme"})
    added = evening.activities[3:]
    assert [each.kind for each in added] == [
        "slide", "ideas", "slide", "map_notes", "dot_vote", "about_you", "slide",
    ]  # fmt: skip
    assert added[4].settings["source"] == added[1].id


def test_an_agenda_that_is_too_long_says_by_how_much(owner: FlaskClient, evening: Workshop):
    evening.activities[0].minutes = 150
    save()
    assert "30 minutes over" in page(owner, f"/desk/w/{evening.code}/prepare")


def test_plus_and_minus_change_the_minutes_by_five(owner: FlaskClient, evening: Workshop):
    first = evening.activities[0]
    url = f"/desk/w/{evening.code}/prepare"
    for verb in ("longer", "longer", "shorter"):
        owner.post(url, data={"verb": verb, "activity": first.id})
    assert first.minutes == 20


def test_arrows_change_the_order(owner: FlaskClient, evening: Workshop):
    last = evening.activities[2]
    owner.post(f"/desk/w/{evening.code}/prepare", data={"verb": "earlier", "activity": last.id})
    db.session.expire_all()
    assert [each.title for each in evening.activities] == ["Ideas", "Soup", "Vote"]


@pytest.mark.parametrize("kind", ["ideas", "dot_vote", "map_notes", "slide"])
def test_any_kind_can_be_added_and_its_settings_are_shown(
    owner: FlaskClient, evening: Workshop, kind: str
):
    url = f"/desk/w/{evening.code}/prepare"
    answer = owner.post(url, data={"verb": "add", "kind": kind}, follow_redirects=True)
    db.session.expire_all()
    added = evening.activities[-1]
    assert added.kind == kind
    assert f'name="activity" value="{added.id}"' in answer.get_data(as_text=True)


def test_a_leading_question_is_quoted_and_saved_all_the_same(owner: FlaskClient, evening: Workshop):
    url = f"/desk/w/{evening.code}/prepare"
    question = "Don’t you agree that it is dark?"
    data = {"verb": "change", "activity": evening.activities[0].id, "limit": "300"}
    answer = owner.post(url, data={**data, "activity-question": question}, follow_redirects=True)
    assert "It leans towards yes." in answer.get_data(as_text=True)
    assert evening.activities[0].question == question
    assert evening.activities[0].settings["limit"] == 300


def test_a_setting_that_does_not_fit_keeps_the_page_and_what_was_typed(
    owner: FlaskClient, evening: Workshop
):
    url = f"/desk/w/{evening.code}/prepare"
    data = {"verb": "change", "activity": evening.activities[0].id, "limit": "9999"}
    answer = owner.post(url, data=data)
    assert answer.status_code == 422
    assert 'value="9999"' in answer.get_data(as_text=True)
    assert evening.activities[0].settings["limit"] == 500


def test_an_opened_activity_is_locked_with_the_reason(owner: FlaskClient, open_ideas: Activity):
    url = f"/desk/w/{open_ideas.workshop.code}/prepare"
    assert "has been opened. Its rules stay as they are." in page(
        owner, f"{url}?activity={open_ideas.id}"
    )
    data = {"verb": "change", "activity": open_ideas.id, "activity-title": "New", "limit": "100"}
    owner.post(url, data=data)
    assert open_ideas.title == "New"
    assert open_ideas.settings["limit"] == 500


# Running the day


def test_the_run_sheet_starts_at_the_doors_with_one_next_step(
    owner: FlaskClient, evening: Workshop
):
    html = page(owner, f"/desk/w/{evening.code}/run")
    assert "Doors are open" in html
    assert "Start “Ideas”" in html
    assert marigold(html) == 1


def test_an_evening_runs_from_the_doors_to_the_end_by_one_button(
    owner: FlaskClient, evening: Workshop
):
    headlines = []
    for _ in range(6):
        html = next_step(owner, evening)
        headlines.append(re.search(r'on-title">([^<]+)', html)[1])
        assert marigold(html) == 1
    assert headlines == ["Ideas", "Vote", "Vote", "Vote", "Soup", "The workshop is over"]


def test_pressing_the_next_step_twice_does_it_once(owner: FlaskClient, evening: Workshop):
    moment = seen(owner, evening)
    for _ in range(2):
        html = step(owner, evening, verb="next", seen=moment)
    assert "A moment ago, here or at another desk: “Ideas” opened." in html
    assert evening.current.title == "Ideas"
    assert [each.state for each in evening.activities] == ["open", "draft", "draft"]


@pytest.mark.parametrize("verb", ["open", "close", "show", "take-off"])
def test_a_step_from_a_page_that_is_behind_is_not_taken(
    owner: FlaskClient, evening: Workshop, verb: str
):
    next_step(owner, evening)
    behind, ideas = seen(owner, evening), str(evening.activities[0].id)
    next_step(owner, evening)
    html = step(owner, evening, verb=verb, activity=ideas, seen=behind)
    assert "“Vote” opened. This is what is on now." in html
    assert [each.state for each in evening.activities] == ["closed", "open", "draft"]
    assert evening.activities[0].shown


def test_a_step_that_was_undone_is_the_next_one_again(owner: FlaskClient, evening: Workshop):
    next_step(owner, evening)
    before = seen(owner, evening)
    next_step(owner, evening)
    step(owner, evening, verb="undo")
    assert seen(owner, evening) == before
    step(owner, evening, verb="next", seen=before)
    assert evening.current.title == "Vote"


def test_undo_takes_back_only_what_its_page_said_was_last(owner: FlaskClient, evening: Workshop):
    next_step(owner, evening)
    behind = seen(owner, evening, "last")
    step(owner, evening, verb="blank", on="1")
    html = step(owner, evening, verb="undo", last=behind)
    assert "at another desk: screen blanked. Look, then undo." in html
    assert (evening.blank, evening.current.title) == (True, "Ideas")


def test_release_all_leaves_what_came_in_after_the_page_was_made(
    owner: FlaskClient, open_ideas: Activity
):
    first = said(open_ideas, "A fire.")
    late = said(open_ideas, "Nobody has read this yet.")
    step(owner, open_ideas.workshop, verb="release-rest", newest=str(first.number))
    assert (first.state, late.state) == ("released", "held")


def test_a_secret_vote_shows_no_result_until_it_is_closed(owner: FlaskClient, open_vote: Activity):
    workshop = open_vote.workshop
    voted(open_vote, {"1": 3})
    for name in ("run", "remote", "results"):
        html = page(owner, f"/desk/w/{workshop.code}/{name}")
        assert "comes first" not in html
    step(owner, workshop, verb="close", activity=str(open_vote.id))
    for name in ("run", "remote"):
        html = page(owner, f"/desk/w/{workshop.code}/{name}")
        assert "Only you see this" in html
        assert "“A fire” comes first" in html


def test_undo_brings_back_what_was_open_before(owner: FlaskClient, open_ideas: Activity):
    workshop = open_ideas.workshop
    step(owner, workshop, verb="open", activity=str(workshop.activities[2].id))
    assert open_ideas.state == "closed"
    step(owner, workshop, verb="undo")
    assert (open_ideas.state, workshop.current) == ("open", open_ideas)


def test_undo_takes_back_the_last_thing_whatever_it_was(owner: FlaskClient, open_ideas: Activity):
    workshop, item = open_ideas.workshop, said(open_ideas, "A fire.")
    step(owner, workshop, verb="blank", on="1")
    html = step(owner, workshop, verb="release", item=str(item.id))
    assert "no. 1 released" in html
    step(owner, workshop, verb="undo")
    assert (item.state, workshop.blank) == ("held", True)
    step(owner, workshop, verb="undo")
    assert workshop.blank is False


def test_five_more_minutes_move_what_comes_later(owner: FlaskClient, open_ideas: Activity):
    step(owner, open_ideas.workshop, verb="more", activity=str(open_ideas.id))
    assert open_ideas.minutes == 20


def test_over_time_is_told_with_a_way_out(
    owner: FlaskClient, open_ideas: Activity, monkeypatch: pytest.MonkeyPatch
):
    opened = open_ideas.opened_at
    monkeypatch.setattr(clock, "now", lambda: opened + timedelta(minutes=17, seconds=7))
    html = page(owner, f"/desk/w/{open_ideas.workshop.code}/run")
    assert "2 minutes over." in html
    assert "of 13 minutes still ends at" in html
    assert "17:07" in html


@pytest.mark.parametrize("scene", ["doors", "activity", "thanks"])
def test_each_scene_can_be_put_on_the_screen(owner: FlaskClient, open_ideas: Activity, scene: str):
    step(owner, open_ideas.workshop, verb="scene", scene=scene)
    assert open_ideas.workshop.scene == scene


def test_a_scene_nobody_offers_is_a_bad_request(owner: FlaskClient, evening: Workshop):
    url = f"/desk/w/{evening.code}/stage"
    assert owner.post(url, data={"verb": "scene", "scene": "disco"}).status_code == 400
    assert owner.post(url, data={"verb": "explode"}).status_code == 400


def test_the_highest_hand_count_stands(owner: FlaskClient, evening: Workshop):
    for people in ("41", "38"):
        step(owner, evening, verb="heads", people=people)
    assert evening.present == 41


def test_the_part_is_the_page_again_and_costs_nothing_when_nothing_changed(
    owner: FlaskClient, evening: Workshop
):
    url = f"/desk/w/{evening.code}/run/part"
    first = owner.get(url)
    assert "Start “Ideas”" in first.get_data(as_text=True)
    again = owner.get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_the_remote_has_one_big_next_step(owner: FlaskClient, evening: Workshop):
    html = page(owner, f"/desk/w/{evening.code}/remote")
    assert marigold(html) == 1
    answer = owner.post(
        f"/desk/w/{evening.code}/stage", data={"verb": "blank", "on": "1", "back": "remote"}
    )
    assert answer.location == f"/desk/w/{evening.code}/remote"


# Moderating


def test_release_leads_to_the_next_in_the_queue(owner: FlaskClient, open_ideas: Activity):
    first, second = said(open_ideas, "A fire."), said(open_ideas, "A bench.")
    html = page(owner, f"/desk/w/{open_ideas.workshop.code}/moderate")
    assert f'name="go" value="{second.number}"' in html
    owner.post(
        f"/desk/w/{open_ideas.workshop.code}/moderate", data={"verb": "release", "item": first.id}
    )
    assert first.state == "released"
    assert "A bench." in page(owner, f"/desk/w/{open_ideas.workshop.code}/moderate")


def test_a_feeling_without_words_is_told_to_the_moderator(owner, evening: Workshop):
    session = db.session()
    walk = planning.add_activity(
        session, evening, "walk", settings=kind_of("walk").example() | {"route": "none"}
    )
    stage.open_activity(session, walk)
    someone = joining.join(session, evening.id, evening.code, "phone 1")
    answers.submit(session, walk.id, someone, {"stop": "2", "feeling": "dislike"}, "key")
    save()
    html = page(owner, f"/desk/w/{evening.code}/moderate")
    assert html.count("I do not like it here") == 2
    assert "The bus stop" in html


def test_a_return_says_why_in_the_log(owner: FlaskClient, open_ideas: Activity):
    item = said(open_ideas, "Kari is to blame.")
    url = f"/desk/w/{open_ideas.workshop.code}/moderate"
    answer = owner.post(
        url, data={"verb": "return", "item": item.id, "reason": "name"}, follow_redirects=True
    )
    assert "no. 1 returned: Please leave out names" in answer.get_data(as_text=True)


def test_releasing_the_rest_skips_what_has_a_flag(owner: FlaskClient, open_ideas: Activity):
    flagged, plain = said(open_ideas, "Ring me on 900 00 000."), said(open_ideas, "A fire.")
    owner.post(f"/desk/w/{open_ideas.workshop.code}/moderate", data={"verb": "release-rest"})
    assert (flagged.state, plain.state) == ("held", "released")


def test_r_on_the_run_sheet_means_the_first_without_a_flag(
    owner: FlaskClient, open_ideas: Activity
):
    said(open_ideas, "Ring me on 900 00 000.")
    plain = said(open_ideas, "A fire.")
    html = page(owner, f"/desk/w/{open_ideas.workshop.code}/run")
    assert re.search(r'name="item" value="(\d+)"', html)[1] == str(plain.id)


def test_two_people_on_one_item_are_told(owner: FlaskClient, open_ideas: Activity):
    item = said(open_ideas, "A fire.")
    moderation.decide(db.session(), item, "released")
    save()
    url = f"/desk/w/{open_ideas.workshop.code}/moderate"
    answer = owner.post(
        url,
        data={"verb": "release", "item": item.id},
        headers={"Referer": f"http://localhost{url}"},
        follow_redirects=True,
    )
    assert "Another helper has already done that to no. 1." in answer.get_data(as_text=True)


def test_a_category_is_chosen_and_taken_off_again(owner: FlaskClient, open_ideas: Activity):
    item = said(open_ideas, "A fire.")
    url = f"/desk/w/{open_ideas.workshop.code}/moderate"
    owner.post(url, data={"verb": "sort", "item": item.id, "category": "light"})
    assert item.category == "light"
    owner.post(url, data={"verb": "sort", "item": item.id, "category": ""})
    assert item.category == ""


def test_an_item_of_another_workshop_is_not_found(
    owner: FlaskClient, open_ideas: Activity, app: Flask
):
    other = said(open_ideas, "A fire.")
    owner.post("/desk/new", data={"name": "Elsewhere"})
    fields = {"title": "Other", "type": "workshop", "day": "2027-02-04", "at": "18:00"}
    owner.post("/desk/elsewhere/workshops", data={**fields, "minutes": "90"})
    code = db.session.query(Workshop).filter_by(title="Other").one().code
    answer = owner.post(f"/desk/w/{code}/moderate", data={"verb": "hide", "item": other.id})
    assert answer.status_code == 404
    assert other.state == "held"


# Afterwards


def test_results_have_a_table_for_every_activity_that_asked(
    owner: FlaskClient, open_ideas: Activity
):
    item = said(open_ideas, "A fire we can sit around.")
    moderation.decide(db.session(), item, "released")
    save()
    html = page(owner, f"/desk/w/{open_ideas.workshop.code}/results")
    assert "A fire we can sit around." in html
    assert marigold(html) == 1


def test_the_card_names_every_table(owner: FlaskClient, evening: Workshop):
    html = page(owner, f"/desk/w/{evening.code}/print?tables=3")
    assert html.count("table-card") == 3
    assert evening.code in html


# Words of people, and who may come in


def test_what_people_write_comes_out_harmless_everywhere(owner: FlaskClient, open_ideas: Activity):
    item = said(open_ideas, "<script>alert(1)</script> & ${alert(2)} 100 %s")
    open_ideas.title = "<b>50 % off</b>"
    save()
    for name in ("prepare", "run", "moderate", "remote", "print"):
        html = page(owner, f"/desk/w/{open_ideas.workshop.code}/{name}")
        assert "<script>alert" not in html
        assert "<b>50 %" not in html
    moderation.decide(db.session(), item, "released")
    stage.close(db.session(), open_ideas)
    save()
    assert "<script>alert" not in page(owner, f"/desk/w/{open_ideas.workshop.code}/results")


GUARDED = ("prepare", "run", "run/part", "remote", "remote/part", "results", "print")


@pytest.mark.parametrize("name", [*GUARDED, "moderate", "moderate/part"])
def test_a_stranger_sees_no_page_of_the_desk(client: FlaskClient, evening: Workshop, name: str):
    answer = client.get(f"/desk/w/{evening.code}/{name}")
    assert answer.status_code == 302
    assert answer.location == "/no-key"


@pytest.mark.parametrize("name", GUARDED)
def test_a_helper_moderates_and_does_no_more(app: Flask, evening: Workshop, name: str):
    helper = entered(app, "helper")
    assert helper.get(f"/desk/w/{evening.code}/{name}").status_code == 302
    assert helper.get(f"/desk/w/{evening.code}/moderate").status_code == 200
    assert helper.post(f"/desk/w/{evening.code}/stage", data={"verb": "blank"}).status_code == 302
    assert evening.blank is False


def test_a_helper_is_led_to_the_queue(app: Flask, evening: Workshop):
    helper = entered(app, "helper")
    assert helper.get("/desk/").location == f"/desk/w/{evening.code}/moderate"


def test_a_helper_cannot_take_a_step_through_the_queue(app: Flask, evening: Workshop):
    helper = entered(app, "helper")
    answer = helper.post(f"/desk/w/{evening.code}/moderate", data={"verb": "next"})
    assert answer.status_code == 400


def test_a_planner_does_not_run_workshops(app: Flask, evening: Workshop):
    planner = entered(app, "planner")
    assert planner.get(f"/desk/w/{evening.code}/run").status_code == 302
    assert planner.get(f"/desk/w/{evening.code}/moderate").status_code == 302


def test_a_code_nobody_has_is_not_found(owner: FlaskClient):
    assert owner.get("/desk/w/ZZZZ/run").status_code == 404
    assert owner.get("/desk/nowhere/").status_code == 404


def test_the_link_shows_what_it_is_for_before_it_is_spent(app: Flask, client: FlaskClient):
    token = keys.new_link(db.session(), "helper")
    save()
    assert "help with a workshop" in page(client, f"/enter/{token}")
    assert client.get(f"/enter/{token}").status_code == 200


def test_a_stranger_is_told_how_to_get_a_key(client: FlaskClient):
    answer = client.get("/desk/", follow_redirects=True)
    assert "torg link" in answer.get_data(as_text=True)
