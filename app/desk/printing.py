"""What is printed for the room: join cards for the tables, and the plan to draw on."""

from flask import current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.access import desk_only
from app.addresses import join_url, qr, qr_wifi
from app.desk.blueprint import bar_of, bp, show, workshop_of
from app.desk.contexts import CardPage, PlanSheet
from app.edge import in_a_thread
from app.languages import say, word
from exports.paper import Fit, TruePlan, fits_of, refuse_without_scale, true_plan
from exports.pictures import embedded
from workshops.basemap import Frame, blank
from workshops.ground import ground_of, is_on_earth
from workshops.models import Square
from workshops.refusal import Refused
from workshops.words import Sentence

MOST_TABLES = 60
MOST_FITS = 8
#: A photograph under the plan: 150 dots an inch on A3.
PICTURE_PX, PICTURE_BYTES = 2400, 1_500_000


@bp.get("/w/<code>/print")
@desk_only
def cards(code: str) -> ResponseReturnValue:
    """Show the cards as they will print."""
    workshop = workshop_of(code)
    tables = min(max(request.args.get("tables", 6, type=int), 1), MOST_TABLES)
    page = CardPage(
        bar=bar_of(workshop, "print"),
        tables=range(1, tables + 1),
        join_qr=qr(join_url(workshop)),
        wifi_qr=qr_wifi(workshop.wifi_name, workshop.wifi_password),
    )
    return show("desk/print.html", page)


@bp.get("/w/<code>/print/plan")
@desk_only
def plan_sheet(code: str) -> ResponseReturnValue:
    """Show the plan without notes at a true scale, on the paper that is asked for."""
    workshop = workshop_of(code)
    square, bar = workshop.consultation.square, bar_of(workshop, "print")
    if square.outline is None:
        return show("desk/plan_sheet.html", PlanSheet(bar, None))
    try:
        plan, fits = _plan_on_paper(square, request.args.get("on", ""))
    except Refused as fault:
        return show("desk/plan_sheet.html", PlanSheet(bar, None, refused=fault.sentence))
    return show("desk/plan_sheet.html", PlanSheet(bar, plan, fits[:MOST_FITS]))


def _plan_on_paper(square: Square, on: str) -> tuple[TruePlan, tuple[Fit, ...]]:
    """Draw the plan with the picture under it; a photograph is shrunk beside the room."""
    outline = square.outline or {}
    basemap = ground_of(square) or blank(dict(outline))
    refuse_without_scale(basemap)
    fits = fits_of(Frame.from_json(basemap["frame"]), outline)
    if "picture" in basemap:
        photos = current_app.config["TORG"].photos
        basemap = in_a_thread(embedded, basemap, photos, PICTURE_PX, PICTURE_BYTES)
    title = gettext("Plan of %(square)s", square=square.name)
    plan = true_plan(
        basemap,
        outline,
        square.zones,
        title,
        on,
        on_earth=is_on_earth(square),
        speak=_speak,
    )
    return plan, fits


def _speak(text: Sentence | str) -> str:
    """Say what stands on the plan in the language of the page."""
    return word(text) if isinstance(text, str) else say(text)
