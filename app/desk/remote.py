"""The remote: the same stage by thumb, on the facilitator's own phone."""

from flask import Response
from flask.typing import ResponseReturnValue

from app.access import desk_only
from app.desk.blueprint import bp, show, workshop_of
from app.desk.runsheet import run_page
from app.parts import part


@bp.get("/w/<code>/remote")
@desk_only
def remote(code: str) -> ResponseReturnValue:
    """Show the remote."""
    return show("desk/remote.html", run_page(workshop_of(code), "remote"))


@bp.get("/w/<code>/remote/part")
@desk_only
def remote_part(code: str) -> Response:
    """Answer with what changes on the remote."""
    page = run_page(workshop_of(code), "remote")
    return part("desk/_remote.html", page.version, page=page)
