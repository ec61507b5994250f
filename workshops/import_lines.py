"""What an import says for itself: how much came in, what did not, and what is not known."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workshops.idea_files import ImportedIdea, Taken
from workshops.support_files import Aside, Supports
from workshops.words import Sentence, count, say

NAMED = 5
LONG_TITLE = 60


@dataclass(frozen=True)
class Told:
    """All that the lines are made from; `far` and `numbers` go by source id."""

    taken: Taken
    supports: Supports | None
    ideas: Sequence[ImportedIdea]
    fresh: Sequence[ImportedIdea]
    far: Mapping[str, str]
    numbers: Mapping[str, int]
    hearts: int


def lines_of(told: Told) -> tuple[Sentence, ...]:
    """Return the report line by line, the main thing first."""
    supports = told.supports
    if not told.fresh and not told.hearts:
        known = say(
            "All of “%(name)s” was imported before. Nothing was added.", name=told.taken.name
        )
        return (known,)
    return (
        *_on_ideas(told),
        *_on_authors(told),
        *_on_states(told.fresh),
        *_on_hearts(told),
        *_on_places(told),
        *_on_the_rest((*told.taken.set_aside, *(supports.set_aside if supports else ()))),
        *told.taken.warnings,
        *(supports.warnings if supports else ()),
    )


def _on_ideas(told: Told) -> Iterator[Sentence]:
    already = len(told.ideas) - len(told.fresh)
    if told.fresh:
        numbers = [told.numbers[idea.source_id] for idea in told.fresh]
        yield count(
            "%(n)s idea was added from “%(name)s”: no. %(first)s.",
            "%(n)s ideas were added from “%(name)s”: no. %(first)s to %(last)s.",
            len(numbers),
            name=told.taken.name,
            first=min(numbers),
            last=max(numbers),
        )
    if already:
        yield count(
            "%(n)s idea of it was imported before and was not added again.",
            "%(n)s ideas of it were imported before and were not added again.",
            already,
        )


def _on_authors(told: Told) -> Iterator[Sentence]:
    if told.taken.has_authors:
        yield count(
            "%(n)s author wrote them. Only a hash of the author’s name or number is kept.",
            "%(n)s authors wrote them. Only hashes of their names or numbers are kept.",
            len({idea.author for idea in told.ideas if idea.author}),
        )
    else:
        yield say("How many people wrote them is not known: the file has no column of authors.")


def _on_states(fresh: Sequence[ImportedIdea]) -> Iterator[Sentence]:
    states = Counter(idea.state for idea in fresh)
    if states["hidden"]:
        yield count(
            "%(n)s had been rejected by its moderators there and stays hidden.",
            "%(n)s had been rejected by their moderators there and stay hidden.",
            states["hidden"],
        )
    if states["held"]:
        yield count(
            "%(n)s had not been decided on there and waits under Moderate.",
            "%(n)s had not been decided on there and wait under Moderate.",
            states["held"],
        )


def _on_hearts(told: Told) -> Iterator[Sentence]:
    if told.supports is not None:
        yield say(
            "%(hearts)s, given by %(people)s; each person once an idea.",
            hearts=count("%(n)s heart", "%(n)s hearts", len(told.supports.pairs)),
            people=count("%(n)s person", "%(n)s people", told.supports.supporters),
        )
        if told.hearts < len(told.supports.pairs):
            yield count("%(n)s of them was new.", "%(n)s of them were new.", told.hearts)
    elif any(idea.supports is not None for idea in told.ideas):
        yield say("The counts of supporters are as the file reports them; nobody can recount them.")
    if any(idea.against for idea in told.ideas):
        yield say("The file counts voices against as well: kept beside the idea, in no count here.")


def _on_places(told: Told) -> Iterator[Sentence]:
    placed = sum(idea.place is not None for idea in told.ideas)
    if 0 < placed < len(told.ideas):
        yield count("%(n)s has no place.", "%(n)s have no place.", len(told.ideas) - placed)
    far = [idea for idea in told.ideas if idea.source_id in told.far]
    if far:
        yield count(
            "%(n)s place lies far off. The idea is kept, the place is on no map: %(which)s.",
            "%(n)s places lie far off. The ideas are kept, the places are on no map: %(which)s.",
            len(far),
            which=", ".join(_name(idea, told.numbers) for idea in far[:NAMED])
            + (" …" if len(far) > NAMED else ""),
        )


def _name(idea: ImportedIdea, numbers: Mapping[str, int]) -> str:
    words = idea.title or idea.text
    short = words if len(words) <= LONG_TITLE else words[:LONG_TITLE].rsplit(" ", 1)[0] + " …"
    return f"{numbers[idea.source_id]} “{short}”"


def _on_the_rest(aside: Sequence[Aside]) -> Iterator[Sentence]:
    for each in aside:
        which = f" ({', '.join(each.examples)})" if each.examples else ""
        yield say("Set aside, %(why)s: %(n)s%(which)s.", why=each.why, n=each.n, which=which)
