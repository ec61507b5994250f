"""Files for pages: the base map and the photos."""

from flask import Blueprint, Response, abort, current_app, request, send_from_directory

from app.extensions import db
from app.plans import THEMES, plan_digest, plan_svg
from workshops.models import Square

bp = Blueprint("files", __name__)


@bp.get("/plans/<int:square_id>-<digest>-<theme>.svg")
def plan(square_id: int, digest: str, theme: str) -> Response:
    """Answer with the base map; its address changes when it does."""
    square = db.session.get(Square, square_id)
    if square is None or square.basemap is None or theme not in THEMES:
        abort(404)
    response = Response(plan_svg(square, theme), mimetype="image/svg+xml")
    kept = digest == plan_digest(square)
    for_ever = "public, max-age=31536000, immutable"
    response.headers["Cache-Control"] = for_ever if kept else "no-cache"
    response.headers["Content-Security-Policy"] = "default-src 'none'; img-src data:"
    return response


@bp.get("/photos/<name>.jpg")
def photo(name: str) -> Response:
    """Answer with a re-encoded picture by the hash of its bytes."""
    if len(name) != 64 or not name.isalnum() or request.args:
        abort(404)
    return send_from_directory(
        current_app.config["TORG"].photos, f"{name}.jpg", max_age=31536000, mimetype="image/jpeg"
    )
