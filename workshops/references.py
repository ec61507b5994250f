"""References as people type them: R3, HAM-0142 or 142, T1, 2.7. Each must be there."""

import re
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshops import text
from workshops.models import Consultation, Contribution, Requirement, Trial
from workshops.refusal import Refused
from workshops.weighing import ref

MOST = 40
_TYPED = re.compile(r"(?P<kind>[^\W\d_]{0,8})-?(?P<number>\d{1,6})")
_ACTIVITY = re.compile(r"\d{1,3}\.\d{1,3}")


def references(session: Session, consultation: Consultation, written: str) -> list[str]:
    """Return what is referred to, each once, as it is printed; refuses what is not there."""
    words = [word for word in re.split(r"[\s,;]+", written) if word]
    found = [_read(session, consultation, word) for word in words[: MOST + 1]]
    if len(found) > MOST:
        raise Refused("At most %(n)s references.", n=MOST)
    return list(dict.fromkeys(found))


def _read(session: Session, consultation: Consultation, word: str) -> str:
    if _ACTIVITY.fullmatch(word) and word in _activities(consultation):
        return word
    match = _TYPED.fullmatch(word)
    kind, number = (match["kind"].upper(), int(match["number"])) if match else ("?", 0)
    models: dict[str, type[Requirement | Trial | Contribution]] = {
        "R": Requirement,
        "T": Trial,
        "": Contribution,
        consultation.prefix: Contribution,
    }
    model = models.get(kind)
    if model is None or not _is_there(session, consultation, model, number):
        raise Refused(
            "“%(word)s” is not there. Write numbers such as R3 or %(example)s.",
            word=text.clean(word, 20),
            example=ref(consultation.prefix, 12),
        )
    return f"{kind}{number}" if kind in ("R", "T") else ref(consultation.prefix, number)


def _is_there(
    session: Session,
    consultation: Consultation,
    model: type[Requirement] | type[Trial] | type[Contribution],
    number: int,
) -> bool:
    found = select(model.id).where(model.consultation_id == consultation.id, model.number == number)
    if model is Contribution:
        found = found.where(Contribution.state.in_(("released", "merged")))
    return session.scalar(found) is not None


def _activities(consultation: Consultation) -> Sequence[str]:
    return [
        f"{workshop.number}.{activity.position}"
        for workshop in consultation.workshops
        for activity in workshop.activities
    ]
