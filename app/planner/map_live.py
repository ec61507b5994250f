"""The map for planners: all that is released and closed, as it stands at this moment."""

from flask import Response, url_for
from flask.typing import ResponseReturnValue

from app import maps
from app.access import planner_only
from app.planner.blueprint import bar_of, bp, consultation_of, show
from app.planner.contexts import MapPage


@bp.get("/<slug>/map")
@planner_only
def map_page(slug: str) -> ResponseReturnValue:
    """Show the map."""
    consultation = consultation_of(slug)
    page = MapPage(
        bar=bar_of(consultation, "map"),
        categories=maps.symbols_of(consultation),
        map_html=maps.BOX,
        data_url=url_for("planner.map_notes", slug=slug),
        file_url=url_for("planner.downloads", slug=slug),
    )
    return show("planner/map.html", page)


@bp.get("/<slug>/map/data")
@planner_only
def map_notes(slug: str) -> Response:
    """Answer with the notes and all that lies under them."""
    return maps.answer(consultation_of(slug), at_the_desk=False)
