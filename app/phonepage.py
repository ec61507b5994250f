"""What the phone shows now: its view of the stage, its receipts, what the room may see."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import select

from app.contexts import Mine, PhonePage
from app.extensions import db
from app.languages import LANGUAGES, language
from app.parts import etag_of
from app.views import activity_view, categories_of, notes_of, plan_view, workshop_view
from workshops import answers, tokens
from workshops.activities import kind_of
from workshops.activities.result import Result
from workshops.basemap import Frame
from workshops.models import Activity, Ballot, Contribution, Workshop
from workshops.results import public_result
from workshops.words import Sentence


def phone_page(
    workshop: Workshop,
    attendee_id: int,
    *,
    refused: Sentence | None = None,
    typed: Mapping[str, str] | None = None,
    arriving: bool = False,
    stands_in: str = "",
) -> PhonePage:
    """Return what the phone shows now; who arrives is told so before being asked anything."""
    database = db.session()
    activity = workshop.current if workshop.scene == "activity" else None
    mine = _mine(workshop, activity, attendee_id)
    result = _released(activity)
    plan = None
    if activity and kind_of(activity.kind).on_plan:
        plan = plan_view(workshop.consultation.square, notes_of(result, workshop.consultation))
    view = _view(workshop, activity)
    welcomes = arriving and view == "activity"
    counted = answers.answered(database, workshop)
    code, activity_id = workshop.code, activity.id if activity else 0
    version = f"{welcomes}|{_version(workshop, activity, mine, attendee_id)}"
    return PhonePage(
        workshop=workshop_view(database, workshop),
        language=language(),
        languages=LANGUAGES,
        view="joined" if welcomes else view,
        activity=activity_view(activity) if activity else None,
        words=str(activity.settings.get("look_up", "")) if activity else "",
        mine=mine,
        result=result,
        hearted=_hearted(activity, attendee_id),
        answered=sum(counted.get(activity.id, {}).values()) if activity else 0,
        categories=categories_of(workshop.consultation),
        plan=plan,
        refused=refused,
        typed=typed or {},
        part_url=url_for("attendee.now", code=code, arriving=activity_id if welcomes else None),
        answer_url=url_for("attendee.answer", code=code, activity_id=activity_id),
        heart_url=url_for("attendee.heart", code=code, activity_id=activity_id),
        withdraw_url=url_for("attendee.withdraw", code=code),
        version=version,
        etag=etag_of("phone/now.html", version),
        key=tokens.secret(),
        stands_in=stands_in,
    )


def _released(activity: Activity | None) -> Result | None:
    """Return the released words of an activity; what was voted is for the screen."""
    if activity is None or kind_of(activity.kind).collects != "contribution":
        return None
    return public_result(db.session(), activity)


def _view(workshop: Workshop, activity: Activity | None) -> str:
    """Name what the phone shows: joined, activity, lookup or ended."""
    if workshop.ended_at is not None:
        return "ended"
    if activity is None:
        return "joined"
    asks = kind_of(activity.kind).collects != "nothing"
    return "activity" if asks and activity.state == "open" else "lookup"


def _version(
    workshop: Workshop, activity: Activity | None, mine: Sequence[Mine], attendee_id: int
) -> str:
    """Return all that the part depends on: the stage, what this phone sent, what is released."""
    told = activity.version if activity else 0
    receipts = [(each.number, each.state, each.text, str(each.payload)) for each in mine]
    return f"{workshop.version}|{told}|{attendee_id}|{receipts}"


def _mine(workshop: Workshop, activity: Activity | None, attendee_id: int) -> tuple[Mine, ...]:
    """Return the receipts of this phone: all it said here, and its ballot in what is open."""
    said = db.session.scalars(
        select(Contribution)
        .join(Activity, Activity.id == Contribution.activity_id)
        .where(Activity.workshop_id == workshop.id, Contribution.attendee_id == attendee_id)
        .order_by(Contribution.number)
    )
    voted = db.session.scalars(
        select(Ballot).where(
            Ballot.activity_id == (activity.id if activity else 0),
            Ballot.attendee_id == attendee_id,
            ~Ballot.slot.startswith("heart:"),
        )
    )
    return (
        *(
            Mine(
                number=each.number,
                text=each.text,
                state=each.state,
                reason=each.reason,
                payload=_own(each, workshop),
                contribution_id=each.id,
            )
            for each in said
        ),
        *(Mine(0, "", "", "", each.payload, 0) for each in voted),
    )


def _own(contribution: Contribution, workshop: Workshop) -> dict[str, Any]:
    """Return the payload with its spot in plan metres, and the activity it belongs to."""
    payload = answers.payload_of(contribution) | {"activity_id": contribution.activity_id}
    basemap = workshop.consultation.square.basemap
    if "lon" in payload and basemap is not None:
        frame = Frame.from_json(basemap["frame"])
        x, y = frame.to_xy(payload["lon"], payload["lat"])
        payload |= {"x": round(x, 2), "y": round(y, 2)}
    return payload


def _hearted(activity: Activity | None, attendee_id: int) -> frozenset[int]:
    if activity is None:
        return frozenset()
    slots = db.session.scalars(
        select(Ballot.slot).where(
            Ballot.activity_id == activity.id,
            Ballot.attendee_id == attendee_id,
            Ballot.slot.startswith("heart:"),
        )
    )
    return frozenset(int(slot.removeprefix("heart:")) for slot in slots)
