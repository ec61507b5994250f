"""Those without a phone."""

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from workshops import joining
from workshops.models import Activity, Attendee, Ballot

pytestmark = pytest.mark.slow


def stand_in(owner: FlaskClient, activity: Activity, **form: str):
    return owner.post(f"/desk/w/{activity.workshop.code}/paper", data=form)


def vote(owner: FlaskClient, activity: Activity, dots: str):
    return owner.post(
        f"/w/{activity.workshop.code}/answers/{activity.id}", data={"dots-1": dots, "key": dots}
    )


def test_a_slip_votes_once_and_is_counted_as_paper(owner: FlaskClient, open_vote: Activity):
    stand_in(owner, open_vote, channel="paper", name="12")
    page = owner.get(f"/w/{open_vote.workshop.code}/").get_data(as_text=True)
    assert "You write for slip 12." in page
    vote(owner, open_vote, "1")
    stand_in(owner, open_vote, channel="paper", name=" 12 ")
    vote(owner, open_vote, "2")
    ballot = db.session.query(Ballot).one()
    assert (ballot.channel, ballot.payload) == ("paper", {"dots": {"1": 2}})


def test_a_table_stands_for_all_who_sit_at_it(owner: FlaskClient, open_vote: Activity):
    stand_in(owner, open_vote, channel="table", name="3", people="7")
    assert joining.joined(db.session(), open_vote.workshop_id) == {"table": 7}
    listed = owner.get(f"/desk/w/{open_vote.workshop.code}/paper").get_data(as_text=True)
    assert "Table 3" in listed


def test_nobody_from_outside_writes_for_a_slip(client: FlaskClient, open_vote: Activity):
    stand_in(client, open_vote, channel="paper", name="12")
    assert db.session.query(Attendee).count() == 0


def test_done_writing_makes_the_device_its_own_again(owner: FlaskClient, open_vote: Activity):
    code = open_vote.workshop.code
    stand_in(owner, open_vote, channel="paper", name="12")
    owner.post(f"/desk/w/{code}/paper/stop")
    assert "You write for" not in owner.get(f"/w/{code}/").get_data(as_text=True)


def test_a_slip_needs_a_number(owner: FlaskClient, open_vote: Activity):
    stand_in(owner, open_vote, channel="paper", name=" ")
    assert db.session.query(Attendee).count() == 0
