"""Join cards for the tables, one a page of A5."""

from flask import request
from flask.typing import ResponseReturnValue

from app.access import desk_only
from app.addresses import join_url, qr, qr_wifi
from app.desk.blueprint import bar_of, bp, show, workshop_of
from app.desk.contexts import CardPage

MOST_TABLES = 60


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
