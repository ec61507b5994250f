"""Running the day: the run sheet, its part, and every step on the stage."""

from flask import Response, request
from flask.typing import ResponseReturnValue

from app.access import desk_only, who
from app.desk import verbs
from app.desk.blueprint import bp, lead_to, show, workshop_of
from app.desk.runsheet import run_page
from app.edge import save
from app.extensions import db
from app.parts import part


@bp.get("/w/<code>/")
@desk_only
def workshop(code: str) -> ResponseReturnValue:
    """Lead to where a workshop is run."""
    return lead_to("desk.run", code=code)


@bp.get("/w/<code>/run")
@desk_only
def run(code: str) -> ResponseReturnValue:
    """Show the run sheet."""
    return show("desk/run.html", run_page(workshop_of(code), "run"))


@bp.get("/w/<code>/run/part")
@desk_only
def run_part(code: str) -> Response:
    """Answer with what changes on the run sheet."""
    page = run_page(workshop_of(code), "run")
    return part("desk/_run.html", page.version, page=page)


@bp.post("/w/<code>/stage")
@desk_only
def stage(code: str) -> ResponseReturnValue:
    """Take a step; then show the page it was taken on."""
    verbs.do(db.session(), workshop_of(code), request.form, who())
    save()
    back = request.form.get("back", "")
    return lead_to("desk.remote" if back == "remote" else "desk.run", code=code)
