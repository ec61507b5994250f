"""The ledger's pages: a step is added, what was typed is kept, ideas tell what came of them."""

import csv
import io
import re

import pytest
from flask import render_template

from app.edge import save
from app.extensions import db
from app.glance import Asked, glances
from app.phonepage import phone_page
from workshops import clock, ledger
from workshops.models import (
    Attendee,
    Consultation,
    Contribution,
    Evidence,
    LedgerEntry,
    Workshop,
)
from workshops.requirements import of

pytestmark = pytest.mark.slow
ROOM = "/planner/karl-marx-platz/ledger"


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def test_a_step_is_added_and_said(demo: Consultation, owner):
    step = {"state": "built", "by": "Parks and streets", "why": "", "on": "", "saved": ""}
    answer = owner.post(f"{ROOM}/1", data=step, follow_redirects=True)
    assert "1 built" in words(owner.get(f"{ROOM}/print"))
    assert "Parks and streets" in words(answer)


def test_what_was_typed_is_kept_when_it_is_refused(demo: Consultation, owner):
    answer = owner.post(f"{ROOM}/1", data={"state": "dropped", "by": "Parks", "saved": "40 000"})
    assert answer.status_code == 422
    assert "Say why. People will read it." in words(answer)
    assert 'value="40 000"' in answer.text
    assert db.session.query(LedgerEntry).count() == 0


def test_a_requirement_that_is_not_there_is_not_found(demo: Consultation, owner):
    assert owner.post(f"{ROOM}/999", data={"state": "built"}).status_code == 404


def test_all_go_into_the_brief_with_one_key(demo: Consultation, owner):
    owner.post(f"{ROOM}/brief")
    assert "not noted as in the brief" not in words(owner.get(ROOM))
    assert db.session.query(LedgerEntry).filter_by(state="in_brief").count() > 0


def test_the_table_has_a_row_a_step(demo: Consultation, owner):
    owner.post(f"{ROOM}/brief")
    owner.post(f"{ROOM}/1", data={"state": "dropped", "by": "=Parks", "why": "The budget"})
    rows = list(csv.DictReader(io.StringIO(owner.get(f"{ROOM}.csv").data.decode("utf-8-sig"))))
    mine = [row for row in rows if row["ref"] == "R1"]
    assert [row["became"] for row in mine] == ["in_brief", "dropped"]
    assert mine[1]["by"] == "'=Parks"


def test_after_the_workshop_a_phone_says_what_came_of_its_idea(demo: Consultation, app):
    said = idea_of_a_requirement(demo)
    ledger.record(db.session(), said.requirement, "in_design")
    row = db.session.get_one(Contribution, said.contribution_id)
    workshop = db.session.get_one(Attendee, row.attendee_id).workshop_id
    here = db.session.get_one(Workshop, workshop)
    here.ended_at = here.ended_at or clock.now()
    save()
    with db.engine.connect() as connection:
        [look] = glances(connection, [Asked(here.code, "", attendee_id=row.attendee_id)])
    assert look.became[row.id].state == "in_design"
    with app.test_request_context():
        page = phone_page(here, look)
        seen = render_template("phone/_ended.html", page=page)
    [mine] = [each for each in page.mine if each.contribution_id == row.id]
    assert str(mine.became) == "Your idea is in the design."
    assert "Your idea is in the design." in seen


def idea_of_a_requirement(demo: Consultation) -> Evidence:
    written = [each for one in of(db.session(), demo) for each in one.evidence]
    return next(each for each in written if each.contribution_id and not each.against)
