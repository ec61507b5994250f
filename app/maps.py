"""The data of a live map: made once for all who look, beside the room, and never too often.

A room that sends makes a new version at every answer. The data of thousands of notes are made
for about a twentieth of the time; until then the last ones are sent, which say their version,
and the page asks again.
"""

import gzip
import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import gevent
from flask import Response, current_app, make_response, request, url_for
from gevent.lock import BoundedSemaphore
from markupsafe import Markup
from sqlalchemy import select

from app.edge import in_a_thread
from app.extensions import db
from app.languages import CATALOGUES, language
from app.plans import plan_digest
from exports import map_data, map_layers
from exports.map_notes import Told, categories
from exports.words import Words, translator
from workshops.activities import kind_of
from workshops.basemap import Frame
from workshops.findings import Category
from workshops.freezing import square_facts
from workshops.models import Activity, Consultation, Square, Workshop
from workshops.requirements import of as asked_of
from workshops.results import is_out, result_of
from workshops.so_far import said_so_far

SHARE = 20  # the time between two makings is so many times what one took, within these seconds
REST_S = (1.0, 8.0)
TURN_S = 0.001
SEEN_AT_THE_DESK = ("held", "released", "merged", "returned", "hidden")
SEEN_BY_PLANNERS = ("released", "merged")
#: What folium draws for the map of the file, of which static/folium/chart.js is the script.
BOX = Markup('<div class="folium-map" id="map_torg"></div>')
_one_at_a_time = BoundedSemaphore()


@dataclass(frozen=True)
class Made:
    """The data as they are sent, and when they were made; times in seconds."""

    version: str
    zipped: bytes
    at: float
    took: float

    @property
    def etag(self) -> str:
        return self.version

    @property
    def has_rested(self) -> bool:
        """Whether they may be made again; tests see none that lag."""
        rest = min(max(REST_S[0], SHARE * self.took), REST_S[1])
        return current_app.testing or time.monotonic() - self.at > rest


def answer(consultation: Consultation, *, at_the_desk: bool) -> Response:
    """Answer with the data of the map, or with 304 when the asker has them."""
    made = _made(consultation, at_the_desk=at_the_desk)
    if made.etag in request.if_none_match:
        response = make_response("", 304)
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = Response(made.zipped, mimetype="application/json")
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = Response(gzip.decompress(made.zipped), mimetype="application/json")
    response.set_etag(made.etag)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Accept-Encoding, Accept-Language, Cookie"
    return response


def symbols_of(consultation: Consultation) -> dict[str, Category]:
    """Return the categories by the keys that the notes have."""
    return categories(_categories(consultation))


def _categories(consultation: Consultation) -> list[Category]:
    return [
        Category(each["key"], each["name"], each["shape"], each["letter"])
        for each in consultation.categories
    ]


def version_of(consultation: Consultation, *, at_the_desk: bool) -> str:
    """Return what is other whenever the map is: the answers, the square, the language."""
    rows = db.session.execute(
        select(Activity.id, Activity.version, Activity.state, Activity.shown)
        .join(Workshop, Workshop.id == Activity.workshop_id)
        .where(Workshop.consultation_id == consultation.id)
        .order_by(Activity.id)
    ).all()
    square = consultation.square
    asked = [] if at_the_desk else map_layers.asked_in(asked_of(db.session(), consultation))
    parts = [
        [tuple(row) for row in rows],
        asked,
        [plan_digest(square), square.stops, square.routes, consultation.categories],
        [language().code, at_the_desk],
    ]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:20]


def make_anew() -> None:
    """Let the next who asks have it new: somebody at the desk just did something and looks."""
    shelf: dict[Any, Made] = current_app.extensions.get("torg_maps", {})
    for key, made in shelf.items():
        shelf[key] = replace(made, at=float("-inf"))


def _made(consultation: Consultation, *, at_the_desk: bool) -> Made:
    """Return the newest data, or the last ones while they rest."""
    shelf: dict[Any, Made] = current_app.extensions.setdefault("torg_maps", {})
    key = (consultation.id, at_the_desk, language().code)
    version = version_of(consultation, at_the_desk=at_the_desk)
    with _one_at_a_time:
        made = shelf.get(key)
        if made is None or (made.version != version and made.has_rested):
            made = shelf[key] = _make(consultation, version, at_the_desk=at_the_desk)
    return made


def _make(consultation: Consultation, version: str, *, at_the_desk: bool) -> Made:
    started = time.monotonic()
    words = translator(language().code, CATALOGUES)
    told = _told(consultation, at_the_desk=at_the_desk)
    ground, counted = _ground(consultation.square), _counted(consultation)
    pictures = {each.photo: f"/photos/{each.photo}.jpg" for each in told.said if each.photo}
    more = {"version": version, "photos": pictures}
    zipped = in_a_thread(_packed, told, counted, ground, words, more)
    return Made(version, zipped, time.monotonic(), time.monotonic() - started)


def _packed(
    told: Told,
    counted: Mapping[str, Any],
    ground: Mapping[str, Any] | None,
    words: Words,
    more: Mapping[str, Any],
) -> bytes:
    """Return the data as gzipped JSON: plain values in, bytes out, in a native thread."""
    data = {**map_data.gather(told, counted, ground, words), **more}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode("utf-8", "replace"), 5, mtime=0)


def _told(consultation: Consultation, *, at_the_desk: bool) -> Told:
    """Return what was said, read in batches with turns for the room in between."""
    asked = [
        activity
        for workshop in consultation.workshops
        for activity in workshop.activities
        if kind_of(activity.kind).collects == "contribution" and (at_the_desk or is_out(activity))
    ]
    states = SEEN_AT_THE_DESK if at_the_desk else SEEN_BY_PLANNERS
    said = []
    for batch in said_so_far(db.session(), consultation, states, asked):
        said += batch
        gevent.sleep(TURN_S)
    return Told(
        categories=_categories(consultation),
        square=square_facts(consultation.square),
        workshops={str(each.number): each.title for each in consultation.workshops},
        questions={
            f"{each.workshop.number}.{each.position}": each.question or each.title for each in asked
        },
        said=said,
        live=at_the_desk,
        asked=() if at_the_desk else map_layers.asked_in(asked_of(db.session(), consultation)),
    )


def _ground(square: Square) -> dict[str, Any] | None:
    """Return where the plan is fetched from, and its corners."""
    if square.basemap is None:
        return None
    frame = Frame.from_json(square.basemap["frame"])
    digest = plan_digest(square)
    return {
        "url": url_for("files.plan", square_id=square.id, digest=digest, theme="bare"),
        "corners": map_layers.corners_of(frame),
    }


def _counted(consultation: Consultation) -> dict[str, list[Mapping[str, Any]]]:
    """Return the features of what was counted at places and is out, by its activity's name."""
    return {
        activity.title: list(result_of(db.session(), activity).features)
        for workshop in consultation.workshops
        for activity in workshop.activities
        if kind_of(activity.kind).collects == "ballot" and is_out(activity)
    }
