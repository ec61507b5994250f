"""What the phone shows now: a glance, made into the context of its page."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import url_for

from app import alongside
from app.contexts import Mine, PhonePage
from app.extensions import db
from app.glance import Columns, Glance
from app.languages import LANGUAGES, language
from app.parts import etag_of
from app.venue import call_of
from app.views import activity_view, categories_of, drawn_in, notes_of, plan_view, workshop_view
from workshops import answers, tokens
from workshops.activities import kind_of
from workshops.activities.result import Result
from workshops.basemap import Frame
from workshops.became import told
from workshops.methods.drawings import middle_of
from workshops.models import Activity, Workshop
from workshops.results import public_result
from workshops.words import Sentence

#: The part of the page that changes.
NOW = "phone/now.html"


def phone_page(
    workshop: Workshop,
    look: Glance,
    *,
    refused: Sentence | None = None,
    typed: Mapping[str, str] | None = None,
    stands_in: str = "",
) -> PhonePage:
    """Return what the phone shows now; who arrives is told so before being asked anything."""
    database = db.session()
    activity = workshop.current if workshop.scene == "activity" else None
    result = _released(activity)
    plan = None
    if activity and kind_of(activity.kind).on_plan:
        notes = notes_of(result, workshop.consultation)
        drawn = kind_of(activity.kind).drawn(activity.settings)
        plan = plan_view(workshop.consultation.square, notes, drawn)
    welcomes = look.view == "joined" and activity is not None
    code, activity_id = workshop.code, activity.id if activity else 0
    return PhonePage(
        workshop=replace(workshop_view(database, workshop), present=look.present),
        language=language(),
        languages=LANGUAGES,
        view=look.view,
        activity=activity_view(activity) if activity else None,
        words=str(activity.settings.get("look_up", "")) if activity else "",
        mine=_mine(look, workshop),
        result=result,
        reactions=look.reactions,
        answered=look.answered,
        categories=categories_of(workshop.consultation),
        plan=plan,
        refused=refused,
        typed=typed or {},
        part_url=url_for("attendee.now", code=code, arriving=activity_id if welcomes else None),
        answer_url=url_for("attendee.answer", code=code, activity_id=activity_id),
        heart_url=url_for("attendee.heart", code=code, activity_id=activity_id),
        withdraw_url=url_for("attendee.withdraw", code=code),
        version=look.version,
        etag=etag_of(NOW, look.version),
        key=tokens.secret(),
        stands_in=stands_in,
        venue=None if activity else call_of(workshop),
        slip=look.slip,
    )


def _released(activity: Activity | None) -> Result | None:
    """Return the released words of an activity; what was voted is for the screen."""
    if activity is None or kind_of(activity.kind).collects != "contribution":
        return None
    return public_result(db.session(), activity)


def _mine(look: Glance, workshop: Workshop) -> tuple[Mine, ...]:
    """Return the receipts of this phone: what it said, and its ballot in what is open."""
    said = (
        Mine(
            row.number,
            row.text,
            row.state,
            row.reason,
            _own(row, workshop),
            row.id,
            told(look.became[row.id]) if row.id in look.became else None,
            alongside.told(row.number, look.together[row.id]) if row.id in look.together else None,
        )
        for row in look.said
    )
    return (*said, *(Mine(0, "", "", "", vote, 0) for vote in look.votes))


def _own(row: Columns, workshop: Workshop) -> dict[str, Any]:
    """Return the payload with its spot in plan metres, and the activity it belongs to."""
    payload = answers.payload_of(row) | {"activity_id": row.activity_id}
    basemap = workshop.consultation.square.basemap
    if "geometry" in payload and basemap is not None:
        frame = Frame.from_json(basemap["frame"])
        x, y = frame.to_xy(*middle_of(payload["geometry"]))
        payload |= {"x": round(x, 2), "y": round(y, 2)} | drawn_in(payload["geometry"], frame)
    return payload
