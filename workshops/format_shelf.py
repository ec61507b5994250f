"""The shelf of ready formats: agendas to start from. Everything in them may be changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

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
#: Who is here, at the end: what people said is not coloured by it.
ABOUT = Planned("about_you", mark("Who was here today"), 5)
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
            ABOUT,
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
            ABOUT,
            NEXT,
        ),
    ),
    Format(
        "seasons",
        mark("Dreams that grow on trees"),
        "12–60",
        mark("What a season is, a walk outside, and new ideas that grow from both."),
        (
            WELCOME,
            Planned(
                "ideas",
                mark("What grows in the trunk"),
                20,
                mark("What do you think of when you think of this season on the square?"),
            ),
            Planned(
                "slide",
                mark("From other squares"),
                15,
                spoken={"look_up": mark("Look up: pictures from elsewhere.")},
            ),
            Planned("walk", mark("Outside, once round"), 30),
            SOUP,
            Planned(
                "ideas",
                mark("New branches"),
                20,
                mark("What should there be on the square in this season?"),
            ),
            Planned(
                "dot_vote", mark("What matters most?"), 15, mark("What matters most?"), takes_from=6
            ),
            ABOUT,
            NEXT,
        ),
    ),
    Format(
        "walk",
        mark("Place check walk"),
        "6–40",
        mark("From stop to stop in small groups: what is good, what is not, what comes first."),
        (
            WELCOME,
            Planned("walk", mark("From stop to stop"), 60),
            SOUP,
            Planned(
                "ideas",
                mark("What should change first"),
                20,
                mark("What should change first, and at which stop?"),
            ),
            Planned(
                "dot_vote", mark("What matters most?"), 15, mark("What matters most?"), takes_from=4
            ),
            ABOUT,
            NEXT,
        ),
    ),
    Format(
        "count",
        mark("Public-life count"),
        "2–20",
        mark("Volunteers count who passes and who stays, hour by hour, at the stops."),
        (
            Planned(
                "slide",
                mark("Where to stand, what to count"),
                15,
                spoken={"words": mark("Ten minutes an hour. One tap is one person.")},
            ),
            Planned("counting", mark("Who passes, who stays"), 720, settings={"whole": True}),
            NEXT,
        ),
    ),
    Format(
        "trial",
        mark("Trial on the square"),
        "10–200",
        mark("Something built at full size for some weeks, counted before, during and after."),
        (
            Planned(
                "counting",
                mark("Before the trial"),
                120,
                settings={"whole": True, "phase": "before"},
            ),
            Planned(
                "counting",
                mark("While it stands"),
                120,
                settings={"whole": True, "phase": "during"},
            ),
            Planned(
                "ideas",
                mark("What people say to it"),
                120,
                mark("What does it change here, for you?"),
            ),
            ABOUT,
            Planned(
                "counting", mark("After the trial"), 120, settings={"whole": True, "phase": "after"}
            ),
            NEXT,
        ),
    ),
)
