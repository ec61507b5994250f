"""Parts of a square from a file: GeoJSON, or the areas and points of an .osm file."""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path

from flask import abort, request
from flask.typing import ResponseReturnValue

from app.access import desk_only
from app.desk import extracts
from app.desk.blueprint import bp
from app.desk.square_forms import again, change, expect
from app.edge import in_a_thread
from app.extensions import db
from app.languages import word
from workshops import taking_shapes
from workshops.basemap.whereabouts import LANDMARKS
from workshops.geojson import is_geojson
from workshops.geojson_shapes import read_shapes
from workshops.models import Consultation
from workshops.osm import Extract, read_osm
from workshops.refusal import Refused
from workshops.shapes import Shapes, shapes_of
from workshops.words import Sentence

Sentences = Sequence[Sentence]
Take = Callable[[Consultation, Shapes], Sentences]


@bp.post("/<slug>/square/file")
@desk_only
def square_file(slug: str) -> ResponseReturnValue:
    """Take what a file holds; while it is read, the database is free for others."""
    part = request.form.get("part", "")
    if part not in TAKES:
        abort(400)
    db.session.rollback()
    try:
        read = _reader()
    except Refused as fault:
        return again(slug, part, fault.sentence)
    return change(slug, part, lambda found: _take(found, part, read(found)))


def _take(found: Consultation, part: str, shapes: Shapes) -> Sentences:
    expect(found, part)
    return TAKES[part](found, shapes)


def _reader() -> Callable[[Consultation], Shapes]:
    """Read the upload beside the room, or else turn to the map that was read before."""
    if request.form.get("source") == "map":
        return lambda found: _of_a_map(found, extracts.extract_of(found))
    upload = request.files.get("file")
    data = upload.read() if upload is not None else b""
    if not data:
        raise Refused("Choose a file first: GeoJSON or .osm.")
    if is_geojson(data):
        name = Path((upload.filename if upload else "") or "").name[:120]
        shapes = in_a_thread(read_shapes, data, name)
        return lambda _: shapes
    if request.form.get("part") == "outline":
        raise Refused("Read an .osm file in the step Map: its squares are offered here then.")
    extract = in_a_thread(read_osm, BytesIO(data))
    return lambda found: _of_a_map(found, extract)


def _of_a_map(found: Consultation, extract: Extract | None) -> Shapes:
    if extract is None:
        raise Refused("There is no map. Read one first.")
    words = {each: word(each) for each in LANDMARKS.values() if each}
    return taking_shapes.of_the_square(found.square, shapes_of(extract, words))


def _outline(found: Consultation, shapes: Shapes) -> Sentences:
    extract = extracts.extract_of(found)
    return taking_shapes.take_outline(db.session(), found, shapes, extract)


TAKES: Mapping[str, Take] = {
    "outline": _outline,
    "zones": lambda found, shapes: taking_shapes.take_zones(db.session(), found, shapes),
    "landmarks": lambda found, shapes: taking_shapes.take_landmarks(db.session(), found, shapes),
    "stops": lambda found, shapes: taking_shapes.take_stops(db.session(), found, shapes),
    "routes": lambda found, shapes: taking_shapes.take_routes(db.session(), found, shapes),
}
