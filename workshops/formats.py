"""Starting from a ready format: its items become the activities of a workshop."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from workshops import planning
from workshops.format_shelf import FORMATS, Planned
from workshops.models import Activity, Workshop
from workshops.refusal import Refused


def start_from(
    session: Session, workshop: Workshop, key: str, speak: Callable[[str], str] = str
) -> list[Activity]:
    """Put the activities of a format at the end of the agenda, in the words of `speak`."""
    chosen = next((each for each in FORMATS if each.key == key), None)
    if chosen is None:
        raise Refused("There is no format called “%(name)s”.", name=key)
    added: list[Activity] = []
    for planned in chosen.agenda:
        source = added[planned.takes_from - 1].id if planned.takes_from else None
        added.append(_add(session, workshop, planned, speak, source))
    return added


def _add(
    session: Session,
    workshop: Workshop,
    planned: Planned,
    speak: Callable[[str], str],
    source: int | None,
) -> Activity:
    spoken = {name: speak(words) for name, words in planned.spoken.items()}
    taken = {} if source is None else {"source": source}
    return planning.add_activity(
        session,
        workshop,
        planned.kind,
        speak(planned.title),
        question=speak(planned.question) if planned.question else "",
        minutes=planned.minutes,
        settings={**planned.settings, **spoken, **taken},
    )
