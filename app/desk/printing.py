"""What is printed for the room: join cards for the tables, and the plan to draw on."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.access import desk_only
from app.addresses import join_url, qr, qr_wifi
from app.desk.blueprint import bar_of, bp, show, workshop_of
from app.desk.contexts import CardPage, PlanSheet
from app.languages import say, word
from exports.paper import fits_of, true_plan
from workshops.basemap import Frame, blank
from workshops.words import Sentence

MOST_TABLES = 60
MOST_FITS = 8


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
        return show("desk/plan_sheet.html", PlanSheet(bar, None, ()))
    basemap = square.basemap or blank(square.outline)
    title = gettext("Plan of %(square)s", square=square.name)
    on = request.args.get("on", "")
    plan = true_plan(basemap, square.outline, square.zones, title, on, _speak)
    fits = fits_of(Frame.from_json(basemap["frame"]), square.outline)[:MOST_FITS]
    return show("desk/plan_sheet.html", PlanSheet(bar, plan, fits))


def _speak(text: Sentence | str) -> str:
    """Say what stands on the plan in the language of the page."""
    return word(text) if isinstance(text, str) else say(text)
