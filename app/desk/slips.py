"""Voting slips at the desk: print them, ask for them, free one whose phone died."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from app.access import desk_only, moderators_only, who
from app.addresses import join_url, qr
from app.desk.blueprint import bar_of, bp, lead_to, show, workshop_of
from app.desk.contexts import Bar
from app.edge import in_a_thread, save
from app.extensions import db
from workshops import slip_sheets, slips, tokens
from workshops.activities import kind_of
from workshops.models import Activity, Workshop
from workshops.slip_sheets import Batch, Printed


@dataclass(frozen=True)
class VoteRow:
    """A vote of the agenda and its rule; `asks` is None until it is opened."""

    title: str
    asks: bool | None


@dataclass(frozen=True)
class SlipsPage:
    """`desk/slips.html`."""

    bar: Bar
    asks: bool
    total: Batch
    batches: Sequence[Batch]
    votes: Sequence[VoteRow]
    most: int
    seed: str  # makes the codes of the next sheet; this page alone knows it


@dataclass(frozen=True)
class PaperSlip:
    """A slip as it is printed."""

    number: int
    code: str
    qr: str  # SVG data: address


@dataclass(frozen=True)
class SlipSheet:
    """`desk/slip_sheet.html`: the one time that codes are shown."""

    bar: Bar
    sheets: Sequence[Sequence[PaperSlip]]  # of A4
    address: str


#: Two beside each other, five below: 105 by 59 mm each.
ON_A_SHEET = 10


@bp.get("/w/<code>/slips")
@moderators_only
def slip_desk(code: str) -> ResponseReturnValue:
    """Show how many slips there are, what became of them, and which votes ask for them."""
    workshop = workshop_of(code)
    batches = slip_sheets.batches(db.session(), workshop)
    page = SlipsPage(
        bar=bar_of(workshop, "paper"),
        asks=workshop.asks_slips,
        total=slip_sheets.total(batches),
        batches=batches,
        votes=[_row(each) for each in workshop.activities if _is_vote(each)],
        most=slip_sheets.MOST_AT_ONCE,
        seed=tokens.secret(),
    )
    return show("desk/slips.html", page)


def _is_vote(activity: Activity) -> bool:
    return kind_of(activity.kind).collects == "ballot"


def _row(vote: Activity) -> VoteRow:
    return VoteRow(vote.title, None if vote.state == "draft" else vote.asks_slips)


@bp.post("/w/<code>/slips")
@moderators_only
def mend_slip(code: str) -> ResponseReturnValue:
    """Free one slip for another phone, or spoil one that nobody used."""
    workshop, session = workshop_of(code), db.session()
    name = request.form.get("number", "")
    if request.form.get("verb") == "free":
        number = slips.free(session, workshop, name, who())
        words = gettext("Slip %(number)s is free: whoever has it scans it once more.")
    else:
        number = slips.spoil(session, workshop, name, who())
        words = gettext("Slip %(number)s is spoiled: nobody votes with it.")
    save()
    flash(words % {"number": number}, "done")
    return lead_to("desk.slip_desk", code=code)


@bp.post("/w/<code>/slips/ask")
@desk_only
def ask_slips(code: str) -> ResponseReturnValue:
    """Have the next votes ask for a slip, or not."""
    on = request.form.get("on") == "1"
    slips.ask(db.session(), workshop_of(code), on=on, who=who())
    save()
    return lead_to("desk.slip_desk", code=code)


@bp.post("/w/<code>/slips/rest")
@desk_only
def spoil_slips(code: str) -> ResponseReturnValue:
    """Spoil what is left of slips that were printed together."""
    workshop, batch = workshop_of(code), request.form.get("batch", 0, type=int)
    slips.spoil_rest(db.session(), workshop, batch, who())
    save()
    return lead_to("desk.slip_desk", code=code)


@bp.post("/w/<code>/slips/sheet")
@desk_only
def issue_slips(code: str) -> ResponseReturnValue:
    """Issue slips and show their sheet: an answer to a POST, since no codes are kept to lead to."""
    workshop = workshop_of(code)
    many, seed = request.form.get("many", 0, type=int), request.form.get("seed", "")
    # A seed that is too short to be ours could be guessed.
    seed = seed if len(seed) >= len(tokens.secret()) else tokens.secret()
    printed = slip_sheets.issue(db.session(), workshop, many, seed, who())
    save()
    return _sheet(workshop, printed)


def _sheet(workshop: Workshop, printed: Sequence[Printed]) -> ResponseReturnValue:
    """Answer with the slips as they will print, in the language of the consultation."""
    here = f"{join_url(workshop)}slip"
    found = in_a_thread(_drawn, printed, here)
    sheets = [found[n : n + ON_A_SHEET] for n in range(0, len(found), ON_A_SHEET)]
    address = here.partition("://")[2]
    with force_locale(workshop.consultation.language):
        return show("desk/slip_sheet.html", SlipSheet(bar_of(workshop, "print"), sheets, address))


def _drawn(printed: Sequence[Printed], here: str) -> list[PaperSlip]:
    """Return slips with their QR codes; a sheet of ten takes a tenth of a second to draw."""
    return [PaperSlip(each.number, each.code, qr(f"{here}/{each.code}")) for each in printed]
