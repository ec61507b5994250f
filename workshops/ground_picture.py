"""The picture under a square: taken, placed, placed anew, taken away; each with a way back."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from workshops import log, news, text
from workshops.ground_laying import Laying
from workshops.ground_moving import move_all
from workshops.ground_points import Placing
from workshops.methods.fitting import Transform
from workshops.methods.geodesy import Utm
from workshops.models import Consultation
from workshops.refusal import Refused

LONGEST_WORDS = 120
#: How often one can go back.
MOST_BEFORE = 10
#: What says how a picture lies; the rest says what it is.
PLACED = frozenset(
    ["way", "transform", "zone", "north", "referenced", "to_scale", "misses_m",
     "odd", "affine", "laid", "typed"]
)  # fmt: skip


def credits_of(source: str, licence: str) -> tuple[str, str]:
    """Return source and licence as they are shown; refuses either being empty."""
    source, licence = text.clean(source, LONGEST_WORDS), text.clean(licence, LONGEST_WORDS)
    if not source:
        raise Refused("Write who made it: it is shown under the plan.")
    if not licence:
        raise Refused(
            "Write under which licence you may show it. “Drawn by us” is fine if you did."
        )
    return source, licence


def take(
    session: Session,
    consultation: Consultation,
    *,
    sha256: str,
    size: tuple[int, int],
    name: str,
    source: str,
    licence: str,
) -> None:
    """Take an uploaded picture in place of the one before; it lies nowhere yet."""
    source, licence = credits_of(source, licence)
    if consultation.square.picture and not _is_referenced(consultation.square.picture):
        _refuse_if_used(consultation)
    picture = {
        "sha256": sha256,
        "width": size[0],
        "height": size[1],
        "name": text.clean(name, LONGEST_WORDS),
        "source": source,
        "licence": licence,
    }
    _change(session, consultation, picture, "took up")


def credit(session: Session, consultation: Consultation, source: str, licence: str) -> None:
    """Say whose picture it is."""
    source, licence = credits_of(source, licence)
    picture = {**_there(consultation), "source": source, "licence": licence}
    _change(session, consultation, picture, "named")


def place(
    session: Session,
    consultation: Consultation,
    laying: Laying,
    sha256: str,
    typed: Mapping[str, Any],
) -> int:
    """Lay the picture on the ground; `typed` is what it was placed by, to be shown again.

    What was put on a picture without a place on earth moves with it. Returns how many notes did.
    """
    picture, placing = _there(consultation), laying.placing
    must_suit(consultation, placing)
    as_it_is = {key: value for key, value in picture.items() if key not in PLACED}
    made = as_it_is | stored(placing) | dict(typed) | {"laid": laying.to_json(sha256)}
    n = _move(session, consultation, picture, made)
    _change(session, consultation, made, "placed", notes=n)
    return n


def must_suit(consultation: Consultation, placing: Placing) -> None:
    """Refuse metres of its own for a picture of a square that is on earth already."""
    known = consultation.square.picture
    on_earth = consultation.square.outline is not None and (
        known is None or "transform" not in known or _is_referenced(known)
    )
    if on_earth and not placing.referenced:
        raise Refused("The square has its place on earth. Say where one point of the picture is.")


def undo(session: Session, consultation: Consultation) -> None:
    """Take back the last thing done to the picture; what moved with it moves back."""
    picture = _there(consultation)
    if "before" not in picture:
        raise Refused("There is nothing to undo.")
    before = picture["before"]
    if before is not None:
        _move(session, consultation, picture, before)
    consultation.square.picture = before
    _told(session, consultation, "went back with")


def remove(session: Session, consultation: Consultation) -> None:
    """Take the picture away. Refuses while notes lie on it and nowhere else."""
    if not _is_referenced(_there(consultation)):
        _refuse_if_used(consultation)
    consultation.square.picture = None
    _told(session, consultation, "took away")


def placing_of(picture: Mapping[str, Any] | None) -> Placing | None:
    """Return how a picture lies; None while it does not."""
    if picture is None or "transform" not in picture:
        return None
    return Placing(
        transform=Transform(*picture["transform"]),
        utm=Utm(picture["zone"], picture["north"]),
        misses_m=tuple(picture["misses_m"]),
        odd=picture["odd"],
        referenced=picture["referenced"],
        to_scale=picture["to_scale"],
    )


def stored(placing: Placing) -> dict[str, Any]:
    """Return a placing as JSON."""
    t = placing.transform
    return {
        "transform": [t.a, t.b, t.c, t.d, t.e, t.f],
        "zone": placing.utm.zone,
        "north": placing.utm.north,
        "misses_m": [round(miss, 4) for miss in placing.misses_m],
        "odd": placing.odd,
        "referenced": placing.referenced,
        "to_scale": placing.to_scale,
    }


def _there(consultation: Consultation) -> Mapping[str, Any]:
    if consultation.square.picture is None:
        raise Refused("Upload a plan or photograph first.")
    return consultation.square.picture


def _is_referenced(picture: Mapping[str, Any]) -> bool:
    return bool(picture.get("referenced", True))


def _refuse_if_used(consultation: Consultation) -> None:
    if consultation.square.outline is not None:
        raise Refused(
            "The square is drawn on this picture, which has no place on earth yet. Give it one "
            "first: then nothing is lost."
        )


def _move(
    session: Session, consultation: Consultation, was: Mapping[str, Any], now: Mapping[str, Any]
) -> int:
    """Move what lies on the picture; what is on earth on both sides stays where it is."""
    old, new = placing_of(was), placing_of(now)
    if old is None or new is None or (old.referenced and new.referenced):
        return 0
    return move_all(session, consultation, old, new)


def _change(
    session: Session,
    consultation: Consultation,
    picture: Mapping[str, Any],
    verb: str,
    **details: Any,
) -> None:
    before = consultation.square.picture
    consultation.square.picture = {
        **{key: value for key, value in picture.items() if key != "before"},
        "before": _shortened(before, MOST_BEFORE),
    }
    _told(session, consultation, verb, **details)


def _shortened(picture: Mapping[str, Any] | None, most: int) -> dict[str, Any] | None:
    """Return a picture with at most so many steps behind it."""
    if picture is None:
        return None
    kept = {key: value for key, value in picture.items() if key != "before"}
    if most > 1 and "before" in picture:
        kept["before"] = _shortened(picture["before"], most - 1)
    return kept


def _told(session: Session, consultation: Consultation, verb: str, **details: Any) -> None:
    log.note(session, consultation.id, "desk", verb, "picture", **details)
    for workshop in consultation.workshops:
        news.tell(session, workshop.id, "stage")


def box_of(picture: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rectangle of ground that a laid picture covers, as GeoJSON."""
    (nw, ne, sw) = picture["laid"]["corners"]
    se = [ne[0] + sw[0] - nw[0], ne[1] + sw[1] - nw[1]]
    return {"type": "Polygon", "coordinates": [[nw, ne, se, sw, nw]]}
