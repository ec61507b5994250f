"""The plan to draw on, from the desk: on the paper that fits, or on another by choice."""

import pytest
from flask.testing import FlaskClient

from app.edge import save
from workshops import corners
from workshops.basemap import blank
from workshops.models import Workshop

CORNERS = "60.7945, 11.0680\n60.7945, 11.0690\n60.7950, 11.0690\n60.7950, 11.0680"


@pytest.fixture
def placed(owner: FlaskClient, evening: Workshop) -> Workshop:
    """A workshop on a square of 54 by 56 metres."""
    outline = corners.polygon_of(corners.corners_of(CORNERS))
    evening.consultation.square.outline = outline
    evening.consultation.square.basemap = blank(outline)
    save()
    return evening


def sheet(visitor: FlaskClient, workshop: Workshop, on: str = "") -> str:
    return visitor.get(f"/desk/w/{workshop.code}/print/plan?on={on}").get_data(as_text=True)


def test_the_plan_is_on_the_paper_that_fits(owner: FlaskClient, placed: Workshop):
    page = sheet(owner, placed)
    assert 'class="true-plan on-a4-landscape"' in page
    assert 'width="273.00mm" height="153.00mm"' in page
    assert "1:500: 20 mm on paper are 10 m outside" in page


def test_another_paper_can_be_asked_for(owner: FlaskClient, placed: Workshop):
    page = sheet(owner, placed, "a3-landscape-500")
    assert 'class="true-plan on-a3-landscape"' in page
    assert '<option value="a3-landscape-500" selected>1:500, A3 landscape</option>' in page


def test_nonsense_is_answered_with_the_usual_paper(owner: FlaskClient, placed: Workshop):
    assert "on-a4-landscape" in sheet(owner, placed, "%3Cscript%3E")


def test_nothing_that_was_said_is_on_it(owner: FlaskClient, placed: Workshop):
    assert "plan-note" not in sheet(owner, placed)


def test_without_an_outline_it_leads_to_the_square(owner: FlaskClient, evening: Workshop):
    page = sheet(owner, evening)
    assert "The square has no outline yet" in page
    assert "true-plan on-" not in page


def test_the_cards_lead_to_it(owner: FlaskClient, evening: Workshop):
    cards = owner.get(f"/desk/w/{evening.code}/print").get_data(as_text=True)
    assert f"/desk/w/{evening.code}/print/plan" in cards
