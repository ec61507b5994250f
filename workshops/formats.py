"""Ready formats: agendas to start from. Everything in them may be changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from workshops import planning
from workshops.models import Activity, Workshop
from workshops.refusal import Refused
from workshops.words import mark


@dataclass(frozen=True)
class Planned:
    """One item of a ready agenda.

    `settings` change its kind's defaults; those named in `spoken` are text to be translated.
    `takes_from` names the place of an earlier item whose released words become its options.
    """

    kind: str
    title: str
    minutes: int
    question: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    spoken: Mapping[str, str] = field(default_factory=dict)
    takes_from: int | None = None


@dataclass(frozen=True)
class Format:
    """A ready format: its name, for how many people it works, its agenda."""

    key: str
    title: str
    people: str
    about: str
    agenda: tuple[Planned, ...]

    @property
    def minutes(self) -> int:
        """How long it lasts in all."""
        return sum(each.minutes for each in self.agenda)


WELCOME = Planned(
    "slide",
    mark("Welcome, promise, what is fixed"),
    10,
    spoken={"words": mark("Welcome. What you say today is written down, counted and answered.")},
)
NEXT = Planned(
    "slide",
    mark("What happens next"),
    10,
    spoken={"words": mark("Thank you. You will read what came of it, idea by idea.")},
)
SOUP = Planned("slide", mark("Soup break"), 20, spoken={"look_up": mark("Soup is served.")})

FORMATS = (
    Format(
        "theme",
        mark("Theme evening"),
        "20–150",
        mark("Ideas, places and a vote on one theme, with soup in the middle."),
        (
            WELCOME,
            Planned(
                "ideas", mark("20 ideas in 20 minutes"), 20, mark("What would bring you here?")
            ),
            SOUP,
            Planned(
                "map_notes",
                mark("Where should it happen?"),
                25,
                mark("Where on the square should it happen?"),
            ),
            Planned(
                "dot_vote", mark("What matters most?"), 15, mark("What matters most?"), takes_from=2
            ),
            NEXT,
        ),
    ),
    Format(
        "ideas",
        mark("20 ideas in 20 minutes"),
        "10–300",
        mark("The short form: ideas, a vote, done within the hour."),
        (
            WELCOME,
            Planned(
                "ideas", mark("20 ideas in 20 minutes"), 20, mark("What would bring you here?")
            ),
            Planned(
                "dot_vote", mark("What matters most?"), 10, mark("What matters most?"), takes_from=2
            ),
            NEXT,
        ),
    ),
    Format(
        "memory",
        mark("Memory evening"),
        "10–80",
        mark("What people remember of the square, and what of it should come back."),
        (
            WELCOME,
            Planned(
                "map_notes",
                mark("Where it happened"),
                30,
                mark("Where on the square did something happen that you remember?"),
                settings={"ask_feeling": True},
            ),
            Planned("slide", mark("Coffee"), 15, spoken={"look_up": mark("Coffee is served.")}),
            Planned(
                "ideas",
                mark("What should come back"),
                25,
                mark("What that was here once should come back?"),
            ),
            Planned(
                "dot_vote", mark("What matters most?"), 15, mark("What matters most?"), takes_from=4
            ),
            NEXT,
        ),
    ),
)


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
