"""The projector: only what is released or shown, and never more."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.contexts import PlanLabel, PlanNote, PlanView
from app.edge import save
from app.extensions import db
from app.screen import crowd, together, uncounted
from app.views import plan_view
from workshops import moderation, stage
from workshops.activities.result import Bar, Result
from workshops.basemap import Frame
from workshops.models import Activity, Consultation, Contribution, Workshop
from workshops.words import say

pytestmark = pytest.mark.slow


def scene(client: FlaskClient, workshop: Workshop) -> str:
    answer = client.get(f"/s/{workshop.screen_token}/scene")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def words(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", markup).split())


def send(client: FlaskClient, activity: Activity, key: str, **fields: str) -> None:
    address = f"/w/{activity.workshop.code}/answers/{activity.id}"
    assert client.post(address, data={"key": key, **fields}).status_code == 303


def again(activity: Activity) -> Activity:
    """Return it as it is stored now; answering ends the session it came from."""
    return db.session.get_one(Activity, activity.id)


def close(activity: Activity) -> None:
    stage.close(db.session(), again(activity))
    save()


def close_and_show(activity: Activity) -> None:
    close(activity)
    stage.show(db.session(), again(activity))
    save()


def release_all() -> None:
    for each in db.session.query(Contribution).all():
        moderation.decide(db.session(), each, "released")
    save()


def test_the_doors_show_code_and_address(client: FlaskClient, evening: Workshop):
    shown = scene(client, evening)
    assert evening.code in shown
    assert "torg.test" in shown
    assert "Welcome to Stortorget" in shown


def test_without_a_wifi_of_our_own_there_is_one_code(client: FlaskClient, evening: Workshop):
    assert scene(client, evening).count('class="qr"') == 1


def test_with_wifi_there_are_two_codes_and_the_password_in_words(
    client: FlaskClient, evening: Workshop
):
    evening.wifi_name, evening.wifi_password = "Stortorget", "felles-bord"
    save()
    shown = scene(client, evening)
    assert shown.count('class="qr"') == 2
    assert "felles-bord" in shown


def test_nobody_yet_is_left_out_and_not_a_nought(client: FlaskClient, evening: Workshop):
    assert "of us are in" not in scene(client, evening)


def test_a_held_idea_is_not_on_the_screen(client: FlaskClient, open_ideas: Activity):
    send(client, open_ideas, "k", text="A fire we can sit around.")
    shown = scene(client, open_ideas.workshop)
    assert "A fire" not in shown
    assert "What is missing?" in shown


def test_a_released_idea_is_on_the_screen_with_its_number(
    client: FlaskClient, open_ideas: Activity
):
    send(client, open_ideas, "k", text="A fire we can sit around.")
    release_all()
    shown = words(scene(client, open_ideas.workshop))
    assert "1 A fire we can sit around." in shown
    assert "1 idea shown" in shown


def test_the_newest_idea_is_on_top_and_five_are_shown(client: FlaskClient, open_ideas: Activity):
    for n in range(7):
        send(client, open_ideas, f"k{n}", text=f"Idea with the letter {'abcdefg'[n]}")
    release_all()
    shown = re.findall(r"the letter (\w)", scene(client, open_ideas.workshop))
    assert shown == ["g", "f", "e", "d", "c"]


def test_peoples_words_are_never_markup(client: FlaskClient, open_ideas: Activity):
    send(client, open_ideas, "k", text="<script>alert(1)</script> ${fire}")
    release_all()
    shown = scene(client, open_ideas.workshop)
    assert "<script>alert" not in shown
    assert "&lt;script&gt;" in shown


def test_an_open_vote_tells_how_many_voted_and_nothing_of_what(
    client: FlaskClient, open_vote: Activity
):
    send(client, open_vote, "k", **{"dots-1": "3"})
    shown = scene(client, open_vote.workshop)
    assert "1 of 1 have voted" in shown
    assert "A fire" not in shown


def test_a_closed_vote_says_so_and_nothing_else(client: FlaskClient, open_vote: Activity):
    send(client, open_vote, "k", **{"dots-1": "3"})
    close(open_vote)
    shown = words(scene(client, open_vote.workshop))
    assert shown.startswith("Closed. 1 of 1 have voted.")
    assert "What first?" not in shown


def test_a_shown_vote_has_its_bars_and_its_turnout(client: FlaskClient, open_vote: Activity):
    send(client, open_vote, "k", **{"dots-1": "3"})
    close_and_show(open_vote)
    shown = words(scene(client, open_vote.workshop))
    assert "“A fire” comes first" in shown
    assert "of 1 in the room voted" in shown
    assert "5 dots each, 3 used, 2 left over" in shown


def test_a_tie_is_called_a_tie(client: FlaskClient, open_vote: Activity):
    send(client, open_vote, "k", **{"dots-1": "2", "dots-2": "2"})
    close_and_show(open_vote)
    assert "a tie: 2 each" in scene(client, open_vote.workshop)


def test_blank_is_black_and_says_nothing(client: FlaskClient, open_ideas: Activity):
    stage.set_blank(db.session(), open_ideas.workshop, blank=True)
    save()
    shown = scene(client, open_ideas.workshop)
    assert "scene-blank" in shown
    assert open_ideas.workshop.code not in shown


def test_an_ended_workshop_says_thanks(client: FlaskClient, evening: Workshop):
    stage.end(db.session(), evening)
    save()
    assert "Thank you." in scene(client, evening)


def test_the_join_line_is_on_every_scene_but_blank(client: FlaskClient, evening: Workshop):
    for activity in evening.activities:
        stage.open_activity(db.session(), activity)
        save()
        assert evening.code in scene(client, evening).split("join-line")[1]


def test_a_dark_room_turns_the_scene_dark(client: FlaskClient, evening: Workshop):
    stage.set_dark(db.session(), evening, dark=True)
    save()
    assert 'data-room="dark"' in scene(client, evening)


def test_the_same_scene_again_is_not_sent_again(client: FlaskClient, evening: Workshop):
    address = f"/s/{evening.screen_token}/scene"
    etag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304


def test_a_phone_that_joins_changes_the_scene(client: FlaskClient, evening: Workshop, app: Flask):
    address = f"/s/{evening.screen_token}/scene"
    etag = client.get(address).headers["ETag"]
    app.test_client().get(f"/w/{evening.code}/")
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_the_page_holds_the_scene_and_is_nobodys_desk(client: FlaskClient, evening: Workshop):
    shown = client.get(f"/s/{evening.screen_token}/").get_data(as_text=True)
    assert f'data-part="/s/{evening.screen_token}/scene"' in shown
    assert "<form" not in shown
    assert " style=" not in shown
    assert 'data-watch="screen"' in shown


def test_a_wrong_link_shows_nothing(client: FlaskClient, evening: Workshop):
    assert client.get(f"/s/{evening.code}/").status_code == 404


def test_the_screen_lets_nobody_in(client: FlaskClient, evening: Workshop):
    client.get(f"/s/{evening.screen_token}/")
    assert "of us" not in scene(client, evening)


@pytest.fixture
def plan() -> PlanView:
    return PlanView(
        url="",
        dark_url="",
        width=100,
        height=100,
        box=(0, 0, 100, 100),
        outline=(),
        licence="",
        scale=(0, 10),
        zones=(),
        landmarks=(),
        grid=(PlanLabel("A1", "A1", 5, 5), PlanLabel("B1", "B1", 15, 5)),
        grid_step=10,
    )


def note(x: float, shape: str, number: int) -> PlanNote:
    return PlanNote(x, 5, shape, "S", "Seats", number, "words")


def test_a_crowd_is_one_symbol_a_square_with_its_count(plan: PlanView):
    seats = tuple(note(2 + n, "square", n + 1) for n in range(3))
    (together,) = crowd(replace(plan, notes=seats))
    assert (together.x, together.shape, together.letter, together.number) == (3, "square", "3", 0)
    assert together.text == ""


def test_a_crowd_of_several_kinds_takes_none_of_their_shapes(plan: PlanView):
    mixed = (note(2, "square", 1), note(4, "dome", 2), note(14, "dome", 3))
    assert [(each.shape, each.letter) for each in crowd(replace(plan, notes=mixed))] == [
        ("other", "2"),
        ("dome", "1"),
    ]


def test_the_plan_on_the_wall_has_larger_names_than_on_a_phone(
    client: FlaskClient, demo: Consultation
):
    workshop = next(each for each in demo.workshops if has_notes(each))
    workshop.current = next(each for each in workshop.activities if each.kind == "map_notes")
    workshop.scene, workshop.ended_at = "activity", None
    save()
    (address,) = re.findall(r'<image href="([^"]+)"', scene(client, workshop))
    wall = letter_sizes(client, address)
    phone = letter_sizes(client, address.replace("wall", "light"))
    assert min(wall) > 1.3 * min(phone)


def has_notes(workshop: Workshop) -> bool:
    return any(each.kind == "map_notes" for each in workshop.activities)


def letter_sizes(client: FlaskClient, address: str) -> list[float]:
    answer = client.get(address)
    assert answer.status_code == 200
    return [float(n) for n in re.findall(r'font-size="([\d.]+)"', answer.get_data(as_text=True))]


def vote(**voices: int) -> Result:
    bar = Bar("1", "A fire", sum(voices.values()), 1, False, voices)
    return Result(say("x"), sum(voices.values()), voices, (), (), (bar,))


def test_channels_are_told_apart_when_each_has_five_voters():
    result = vote(phone=9, paper=5)
    assert together(result) == result


def test_a_channel_of_four_is_merged_with_all_others():
    result = together(vote(phone=9, table=7, paper=4))
    assert (result.voices, result.bars[0].parts) == ({}, {})
    assert (result.n, result.bars[0].value) == (20, 20)


def test_the_screen_says_when_channels_are_merged(client: FlaskClient, open_vote: Activity):
    send(client, open_vote, "k", **{"dots-1": "3"})
    close_and_show(open_vote)
    shown = scene(client, open_vote.workshop)
    assert "Fewer than five in one channel" in shown
    assert "by phone" not in shown


def test_every_scene_of_the_demo_can_be_shown(client: FlaskClient, demo: Consultation):
    for workshop in demo.workshops:
        assert client.get(f"/s/{workshop.screen_token}/").status_code == 200
        for activity in workshop.activities:
            workshop.current, workshop.scene, workshop.ended_at = activity, "activity", None
            save()
            assert 'class="scene' in scene(client, workshop)


def test_what_a_question_draws_is_on_the_plan_and_in_its_first_view(app: Flask, demo: Consultation):
    with app.test_request_context():
        before = plan_view(demo.square)
    frame = Frame.from_json(demo.square.basemap["frame"])
    far = (before.box[0] / 2, before.box[1] / 2)
    route = {
        "type": "Feature",
        "geometry": {
            "type": "LineString",
            "coordinates": [frame.to_lonlat(*at) for at in (far, before.box[2:])],
        },
        "properties": {"key": "R1", "label": "Round"},
    }
    with app.test_request_context():
        plan = plan_view(demo.square, drawn=[route])
    assert (plan.drawn[0].key, plan.drawn[0].label) == ("R1", "Round")
    assert plan.drawn[0].points[0] == pytest.approx(far, abs=0.02)
    assert plan.box[0] < far[0]
    assert plan.box[1] < far[1]


def test_a_count_stands_for_the_stop_that_the_question_has_drawn():
    def at(lon: float, **properties: int) -> dict:
        point = {"type": "Point", "coordinates": [lon, 52.0]}
        return {"type": "Feature", "geometry": point, "properties": properties}

    result = Result(say("Counted"), 1, {}, (), (), features=(at(13.0, value=7), at(13.1)))
    drawn = [at(13.0), at(13.1), at(13.2)]
    assert uncounted(drawn, result) == drawn[1:]
    assert uncounted(drawn, None) == drawn
