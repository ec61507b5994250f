"""The own layers of a square: added, switched on and off, taken away and put back."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from workshops import log, news, text
from workshops.ground import is_gone, layers_of
from workshops.ground_picture import credits_of
from workshops.models import Consultation
from workshops.refusal import Refused

LONGEST_NAME = 60
MOST_LAYERS = 6


def add(
    session: Session,
    consultation: Consultation,
    name: str,
    source: str,
    licence: str,
    features: Sequence[dict[str, Any]],
) -> None:
    """Add a layer on top of the others; refuses one without a name, a source or a licence."""
    name = text.clean(name, LONGEST_NAME)
    if not name:
        raise Refused("Give the layer a name.")
    source, licence = credits_of(source, licence)
    there = layers_of(consultation.square)
    if len(there) >= MOST_LAYERS:
        raise Refused(
            "There are %(n)s layers, and more cannot be told apart. Remove one.", n=MOST_LAYERS
        )
    keys = [int(each["key"]) for each in consultation.square.layers]
    layer = {
        "key": str(max(keys, default=0) + 1),
        "name": name,
        "source": source,
        "licence": licence,
        "on": True,
        "features": {"type": "FeatureCollection", "features": list(features)},
    }
    _change(session, consultation, [*there, layer], "took up")


def switch(session: Session, consultation: Consultation, key: str, *, on: bool) -> None:
    """Show a layer, or leave it out without losing it."""
    _refuse_missing(consultation, key)
    changed = [
        {**each, "on": on} if each["key"] == key else each for each in consultation.square.layers
    ]
    _change(session, consultation, changed, "changed")


def remove(session: Session, consultation: Consultation, key: str) -> None:
    """Take a layer away; until the next one goes it can be put back."""
    _refuse_missing(consultation, key)
    there = layers_of(consultation.square)
    changed = [{**each, "gone": True} if each["key"] == key else each for each in there]
    _change(session, consultation, changed, "took away")


def put_back(session: Session, consultation: Consultation) -> None:
    """Put back the layer that was taken away last."""
    if gone_of(consultation) is None:
        raise Refused("There is nothing to undo.")
    changed = [{**each, "gone": False} for each in consultation.square.layers]
    _change(session, consultation, changed, "went back with")


def gone_of(consultation: Consultation) -> dict[str, Any] | None:
    """Return the layer that can be put back."""
    return next((each for each in consultation.square.layers if is_gone(each)), None)


def _refuse_missing(consultation: Consultation, key: str) -> None:
    if key not in [each["key"] for each in layers_of(consultation.square)]:
        raise Refused("That is not there any more: somebody took it away.")


def _change(
    session: Session, consultation: Consultation, layers: Sequence[dict[str, Any]], verb: str
) -> None:
    consultation.square.layers = list(layers)
    log.note(session, consultation.id, "desk", verb, "layers")
    for workshop in consultation.workshops:
        news.tell(session, workshop.id, "stage")
