"""Voting slips on the pages: printed once at the desk, used on one phone, shown as figures."""

import re

import gevent
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.extensions import db
from tests.app.conftest import member
from workshops import slips
from workshops.models import Activity, Attendee, Ballot, Slip, Workshop
from workshops.refusal import Refused

pytestmark = pytest.mark.slow


@pytest.fixture
def codes(owner: FlaskClient, evening: Workshop) -> dict[int, str]:
    """Three slips from the printer: number and code."""
    return printed(issue(owner, evening.code))


@pytest.fixture
def slip_vote(owner: FlaskClient, evening: Workshop, codes) -> Activity:
    """The vote, open, with slips."""
    desk(owner, evening, "slips/ask", on="1")
    vote = evening.activities[1]
    desk(owner, evening, "stage", verb="open", activity=str(vote.id))
    db.session.expire_all()
    return vote


def desk(visitor: FlaskClient, workshop: Workshop, page: str, **form: str):
    came_from = {"Referer": f"http://localhost/desk/w/{workshop.code}/slips"}
    address = f"/desk/w/{workshop.code}/{page}"
    return visitor.post(address, data=form, headers=came_from, follow_redirects=True)


def issue(owner: FlaskClient, code: str, many: int = 3) -> str:
    page = owner.get(f"/desk/w/{code}/slips").get_data(as_text=True)
    seed = re.search(r'name="seed" value="([^"]+)"', page)[1]
    answer = owner.post(f"/desk/w/{code}/slips/sheet", data={"many": many, "seed": seed})
    return answer.get_data(as_text=True)


def printed(sheet: str) -> dict[int, str]:
    numbers = re.findall(r'class="slip-number">\w+ <b>(\d+)</b>', sheet)
    codes = re.findall(r'class="slip-code"[^>]*>([0-9A-Z]{4}-[0-9A-Z]{4})<', sheet)
    return {int(number): code for number, code in zip(numbers, codes, strict=True)}


def bring(phone: FlaskClient, workshop: Workshop, code: str):
    return phone.post(f"/w/{workshop.code}/slip", data={"slip": code}, follow_redirects=True)


def states() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(db.select(Slip.state).order_by(Slip.number)))


# The desk


def test_a_sheet_holds_ten_slips_with_number_code_and_address(owner, evening):
    sheet = issue(owner, evening.code, 23)
    assert sheet.count('class="slip-sheet"') == 3
    assert list(printed(sheet)) == list(range(1, 24))
    assert sheet.count("data:image/svg+xml") >= 23
    assert f"torg.test/w/{evening.code}/slip" in sheet


def test_a_sheet_speaks_the_language_of_the_consultation(owner, evening):
    evening.consultation.language = "nb"
    db.session.commit()
    assert '<html lang="nb"' in issue(owner, evening.code)
    assert '<html lang="en"' in owner.get(f"/desk/w/{evening.code}/slips").get_data(as_text=True)


def test_loading_the_sheet_again_prints_the_same_slips(owner, evening):
    form = {"many": "4", "seed": "s" * 22}
    sheets = [
        printed(owner.post(f"/desk/w/{evening.code}/slips/sheet", data=form).text) for _ in range(2)
    ]
    assert sheets[0] == sheets[1]
    assert len(states()) == 4


def test_a_seed_that_could_be_guessed_is_not_used(owner, evening):
    form = {"many": "4", "seed": "1"}
    one, two = (
        printed(owner.post(f"/desk/w/{evening.code}/slips/sheet", data=form).text) for _ in range(2)
    )
    assert not set(one.values()) & set(two.values())


def test_no_page_shows_a_code_again(owner, evening, codes):
    pages = ("slips", "paper", "run", "prepare", "print", "results")
    shown = "".join(owner.get(f"/desk/w/{evening.code}/{page}").text for page in pages)
    assert not any(code in shown for code in codes.values())


def test_the_desk_counts_what_became_of_the_slips(owner, client, evening, codes):
    bring(client, evening, codes[1])
    desk(owner, evening, "slips", verb="spoil", number="2")
    page = owner.get(f"/desk/w/{evening.code}/slips").text
    figures = re.findall(r'class="figure"><b>(\d+)</b><span>([\w ]+)<', page)
    assert figures == [("3", "issued"), ("1", "used"), ("1", "spoiled"), ("1", "left")]


def test_a_helper_mends_slips_and_prints_none(app: Flask, evening, codes):
    helper = member(app, "helper")
    page = desk(helper, evening, "slips", verb="spoil", number="3").text
    assert "Slip 3 is spoiled" in page
    assert "Make the sheet" not in page
    assert states() == ["issued", "issued", "spoiled"]


def test_what_is_left_of_a_sheet_is_spoiled(owner, client, evening, codes):
    bring(client, evening, codes[1])
    desk(owner, evening, "slips/rest", batch="1")
    assert states() == ["used", "spoiled", "spoiled"]


def test_slips_are_not_asked_for_before_they_are_printed(owner, evening):
    assert "Print slips first" in desk(owner, evening, "slips/ask", on="1").text


@pytest.mark.parametrize("page", ["paper", "run", "prepare", "print"])
def test_the_slips_are_found_from_where_one_looks_for_them(owner, evening, page):
    assert f"/desk/w/{evening.code}/slips" in owner.get(f"/desk/w/{evening.code}/{page}").text


# The phone


def test_scanning_shows_the_code_and_uses_nothing(client, evening, codes):
    page = client.get(f"/w/{evening.code}/slip/{codes[2]}").text
    assert f'value="{codes[2]}"' in page
    assert states() == ["issued"] * 3


def test_a_slip_that_is_used_is_named_on_its_phone(client, evening, codes):
    assert "Slip 2 is yours on this phone." in bring(client, evening, codes[2]).text
    assert "Slip 2 is yours on this phone." in client.get(f"/w/{evening.code}/slip").text


def test_the_second_phone_hears_why_and_what_to_do(app, client, evening, codes):
    bring(client, evening, codes[2])
    answer = bring(app.test_client(), evening, codes[2])
    assert answer.status_code == 422
    assert "Slip 2 is in use on another phone." in answer.text
    assert f'value="{codes[2]}"' in answer.text


def test_a_wrong_code_stays_to_be_mended(client, evening, codes):
    answer = bring(client, evening, "ABCD-EFG")
    assert answer.status_code == 422
    assert "No slip has this code." in answer.text
    assert 'value="ABCD-EFG"' in answer.text


def test_a_slip_moves_to_another_phone_when_the_desk_frees_it(app, owner, client, evening, codes):
    bring(client, evening, codes[2])
    freed = desk(owner, evening, "slips", verb="free", number="2").text
    assert "Slip 2 is free" in freed
    other = app.test_client()
    assert "Slip 2 is yours" in bring(other, evening, codes[2]).text
    assert "Slip 2 is yours" not in client.get(f"/w/{evening.code}/slip").text


def test_whoever_writes_for_others_uses_no_slip_by_scanning(owner, evening, codes):
    desk(owner, evening, "paper", channel="table", name="1", people="4")
    assert "You write for others" in bring(owner, evening, codes[1]).text
    assert states() == ["issued"] * 3


@pytest.mark.parametrize("typed", ["%00", "<script>alert(1)</script>", "x" * 3000, "..%2f.."])
def test_a_made_up_code_in_the_address_is_answered_with_a_page(client, evening, typed):
    answer = client.get(f"/w/{evening.code}/slip/{typed}")
    assert answer.status_code in {200, 404}
    assert "<script>alert" not in answer.text


# Two at the same moment


def at_once(app: Flask, workshop: Workshop, code: str, devices: int) -> list[object]:
    """Bring one slip to many phones in the same moment; return what each of them is told."""
    queue, workshop_id = app.extensions["torg_writes"], workshop.id
    db.session.remove()

    def on(device: str) -> object:
        try:
            return queue.do(lambda session: slips.use(session, workshop_id, code, device))
        except Refused as fault:
            return str(fault)

    visits = [gevent.spawn(on, f"phone {n}") for n in range(devices)]
    gevent.joinall(visits, raise_error=True)
    return [each.value for each in visits]


def test_of_twenty_phones_at_once_exactly_one_gets_the_slip(app, evening, codes):
    told = at_once(app, evening, codes[2], 20)
    assert told.count(2) == 1
    assert len({each for each in told if each != 2}) == 1
    assert states() == ["issued", "used", "issued"]
    assert db.session.query(Attendee).count() == 1


def test_of_twenty_phones_at_once_one_gets_the_slip_that_was_freed(app, owner, evening, codes):
    at_once(app, evening, codes[2], 1)
    desk(owner, evening, "slips", verb="free", number="2")
    assert at_once(app, evening, codes[2], 20).count(2) == 1
    assert db.session.query(Attendee).count() == 1


def test_a_phone_and_a_helper_at_once_make_one_person(app, evening, codes):
    workshop_id, code = evening.id, codes[2]
    queue = app.extensions["torg_writes"]
    db.session.remove()

    def typed(session):
        return slips.hand_in(session, session.get_one(Workshop, workshop_id), "2").channel

    def tried(work) -> object:
        try:
            return queue.do(work)
        except Refused as fault:
            return str(fault)

    scanned = gevent.spawn(tried, lambda s: slips.use(s, workshop_id, code, "phone"))
    by_hand = gevent.spawn(tried, typed)
    gevent.joinall([scanned, by_hand], raise_error=True)
    assert scanned.value == 2
    assert "on a phone" in by_hand.value
    assert db.session.query(Attendee).count() == 1


# The vote


def send(phone: FlaskClient, vote: Activity, dots: int):
    address = f"/w/{vote.workshop.code}/answers/{vote.id}"
    form = {"dots-1": str(dots), "key": f"{dots} dots"}
    return phone.post(address, data=form, headers={"Accept": "application/json"})


def ballots() -> list[tuple[str, dict]]:
    db.session.rollback()
    return [(each.channel, each.payload) for each in db.session.query(Ballot)]


def test_a_phone_without_a_slip_looks_and_does_not_vote(client, slip_vote):
    page = client.get(f"/w/{slip_vote.workshop.code}/?in=1").text
    assert "This vote needs a slip." in page
    assert "Seats" in page
    assert re.search(r'<fieldset class="only-look" disabled', page)
    answer = send(client, slip_vote, 1)
    assert answer.status_code == 409
    assert "Scan yours, or ask for one at the door" in answer.json["refused"]
    assert ballots() == []


def test_a_plain_form_without_a_slip_is_refused_on_its_page(client, slip_vote):
    address = f"/w/{slip_vote.workshop.code}/answers/{slip_vote.id}"
    answer = client.post(address, data={"dots-1": "1"})
    assert answer.status_code == 422
    assert "This vote needs a slip." in answer.text


def test_with_a_slip_a_phone_votes_and_changes_its_vote(client, slip_vote, codes):
    bring(client, slip_vote.workshop, codes[1])
    page = client.get(f"/w/{slip_vote.workshop.code}/?in=1").text
    assert "Your slip is in" in page
    assert "only-look" not in page
    assert [send(client, slip_vote, n).status_code for n in (1, 2)] == [200, 200]
    assert ballots() == [("phone", {"dots": {"1": 2}})]


def test_the_part_of_a_phone_changes_when_its_slip_comes_in(client, slip_vote, codes):
    code = slip_vote.workshop.code
    client.get(f"/w/{code}/?in=1")
    before = client.get(f"/w/{code}/now")
    bring(client, slip_vote.workshop, codes[1])
    after = client.get(f"/w/{code}/now", headers={"If-None-Match": before.headers["ETag"]})
    assert (after.status_code, "Your slip is in" in after.text) == (200, True)


def test_a_helper_types_the_votes_of_slips_that_are_on_no_phone(owner, client, slip_vote, codes):
    workshop = slip_vote.workshop
    bring(client, workshop, codes[1])
    send(client, slip_vote, 1)
    assert (
        "in already, on a phone" in desk(owner, workshop, "paper", channel="paper", name="1").text
    )
    desk(owner, workshop, "paper", channel="paper", name="2")
    assert send(owner, slip_vote, 2).status_code == 200
    assert sorted(ballots()) == [("paper", {"dots": {"1": 2}}), ("phone", {"dots": {"1": 1}})]


def test_the_desk_cannot_look_how_a_slip_voted(owner, client, slip_vote, codes):
    """Freed or not: a phone's vote shows only to who has the slip."""
    workshop = slip_vote.workshop
    bring(client, workshop, codes[1])
    send(client, slip_vote, 2)
    for verb in ("free", "spoil"):
        desk(owner, workshop, "slips", verb=verb, number="1")
        desk(owner, workshop, "paper", channel="paper", name="1")
        assert "You write for" not in owner.get(f"/w/{workshop.code}/").text
    assert "Slip 1" not in owner.get(f"/desk/w/{workshop.code}/paper").text


def test_slips_that_are_off_ask_for_nothing(client, open_vote):
    assert "slip" not in client.get(f"/w/{open_vote.workshop.code}/?in=1").text.lower()
    assert send(client, open_vote, 1).status_code == 200
