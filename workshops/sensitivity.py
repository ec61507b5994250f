"""Would it be another result? Every priority counted again with some left out, by the same code.

Left out in turn: paper, each workshop, everybody who does not live there, and what came twice
from one device or slip. Fewer than five people left are not told.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from sqlalchemy.orm import Session

from workshops.activities import kind_of
from workshops.activities.result import Answer, Result
from workshops.methods.suppression import FEWEST, hidden
from workshops.models import Requirement
from workshops.results import answers_of
from workshops.weighing import Counted, People, reach_of, strength_of, weigh, without
from workshops.who_facts import Check, Priority
from workshops.words import Sentence, count, say

#: So many of the first lines of a vote are watched.
WATCHED = 3


def sensitivity(
    session: Session, counted: Sequence[Counted], requirements: Sequence[Requirement]
) -> tuple[Priority, ...]:
    """Return every vote and every requirement with what would change it."""
    asked, living = residents(session, counted)
    votes = [
        _vote(
            each,
            answers_of(session, each.activity),
            living if each.activity.workshop_id in asked else None,
        )
        for each in counted
        if kind_of(each.activity.kind).collects == "ballot" and each.result.bars
    ]
    weighed = [_requirement(session, each, counted, living) for each in requirements]
    return (*votes, *(each for each in weighed if each is not None))


def residents(
    session: Session, counted: Sequence[Counted]
) -> tuple[frozenset[int], frozenset[int]]:
    """Return the workshops in which people said whether they live there, and who does.

    A workshop whose residents are too few to be told is not among them.
    """
    asked: set[int] = set()
    living: set[int] = set()
    for each in counted:
        activity = each.activity
        for grouping in kind_of(activity.kind).groupings(activity.settings):
            if grouping.home not in grouping.groups:
                continue
            answers = answers_of(session, activity)
            chosen = [answer.payload.get(grouping.key) for answer in answers]
            sizes = [chosen.count(key) for key in grouping.groups]
            if list(grouping.groups).index(grouping.home) in hidden(sizes):
                continue
            asked.add(activity.workshop_id)
            living |= {
                answer.attendee
                for answer, key in zip(answers, chosen, strict=True)
                if key == grouping.home
            }
    return frozenset(asked), frozenset(living)


# A vote


def _vote(counted: Counted, answers: Sequence[Answer], living: Collection[int] | None) -> Priority:
    """Return a vote counted again; `living` is None where nobody was asked who lives there."""
    checks = [
        _again("paper", counted, answers, [each for each in answers if each.channel != "paper"]),
        _again("duplicates", counted, answers, once(answers)),
    ]
    if living is not None:
        checks.insert(1, _residents(counted, answers, living))
    return Priority(counted.ref, counted.activity.title, counted.result.headline, tuple(checks))


def once(answers: Sequence[Answer]) -> list[Answer]:
    """Return the answers without those one attendee gave twice, word for word."""
    seen: set[str] = set()
    kept = []
    for each in answers:
        same = f"{each.attendee} {sorted(each.payload.items(), key=str)}"
        if same not in seen:
            kept.append(each)
        seen.add(same)
    return kept


def _again(less: str, counted: Counted, answers: Sequence[Answer], kept: Sequence[Answer]) -> Check:
    if len(kept) == len(answers):
        return Check(less, 0, counted.result.n, "nothing", NOBODY[less])
    again = kind_of(counted.activity.kind).tally(counted.activity.settings, kept)
    if again.n < FEWEST:
        return Check(less, 0, None, "few", TOO_FEW)
    moved = _moved(counted.result, again)
    return Check(less, 0, again.n, "changed" if moved else "same", moved or SAME)


def _residents(counted: Counted, answers: Sequence[Answer], living: Collection[int]) -> Check:
    """Count residents alone; how many they are is told nowhere, lest others be worked out."""
    kept = [each for each in answers if each.attendee in living]
    if len(kept) < FEWEST or 0 < len(answers) - len(kept) < FEWEST:
        return Check("residents", 0, None, "few", TOO_FEW)
    check = _again("residents", counted, answers, kept)
    return Check("residents", 0, None, check.outcome, check.says)


def _moved(before: Result, after: Result) -> Sentence | None:
    """Say which of the first lines would stand elsewhere; None when none would."""
    ranks = {bar.key: bar.rank for bar in after.bars}
    moved = [
        say(
            "“%(option)s” number %(now)s instead of %(before)s",
            option=say(bar.label),
            now=ranks.get(bar.key, len(before.bars)),
            before=bar.rank,
        )
        for bar in before.bars
        if bar.rank <= WATCHED and ranks.get(bar.key) != bar.rank
    ]
    return _joined(moved) if moved else None


def _joined(sentences: Sequence[Sentence]) -> Sentence:
    first, *others = sentences
    for each in others:
        first = say("%(first)s; %(then)s", first=first, then=each)
    return first


# A requirement


def _requirement(
    session: Session,
    requirement: Requirement,
    counted: Sequence[Counted],
    living: Collection[int],
) -> Priority | None:
    """Return a requirement's letter counted again; None without evidence, or for a right."""
    weighed = weigh(session, requirement, counted)
    if not weighed.letter or requirement.right:
        return None
    stands = say("Strength %(letter)s", letter=weighed.letter)
    checks = tuple(_letters(weighed.letter, weighed.pro, weighed.contra, living))
    return Priority(f"R{requirement.number}", requirement.sentence, stands, checks)


def _letters(letter: str, pro: People, contra: People, living: Collection[int]) -> Iterator[Check]:
    def check(less: str, workshop: int, keep: Callable[[People], People]) -> Check:
        kept = keep(pro)
        n = reach_of(kept).people
        if len(kept) == len(pro) and len(keep(contra)) == len(contra):
            return Check(less, workshop, n if n >= FEWEST else None, "nothing", NOBODY[less])
        if n < FEWEST:
            return Check(less, workshop, None, "few", TOO_FEW)
        now = strength_of(kept, keep(contra)).letter
        if now == letter:
            return Check(less, workshop, n, "same", SAME)
        says = say("%(now)s instead of %(before)s", now=now or "–", before=letter)
        return Check(less, workshop, n, "changed", says)

    yield check("paper", 0, lambda people: without(people, channel="paper"))
    held = reach_of(pro).workshops
    for number in held if len(held) > 1 else ():
        yield check("workshop", number, lambda people, n=number: without(people, workshop=n))  # type: ignore[misc]
    if len(set(pro) & set(living)) >= FEWEST:
        found = check("residents", 0, lambda people: _among(people, living))
        left_out = len(set(pro) - set(living))
        few = 0 < left_out < FEWEST
        yield Check(
            "residents", 0, None, "few" if few else found.outcome, TOO_FEW if few else found.says
        )
    yield Check("duplicates", 0, None, "nothing", NOBODY["duplicates"])


def _among(people: People, living: Collection[int]) -> Mapping[int, tuple[str, int, int]]:
    return {attendee: voice for attendee, voice in people.items() if attendee in living}


SAME = say("The same.")
TOO_FEW = say("Fewer than %(n)s would be left, or left out: not told.", n=FEWEST)
NOBODY = {
    "paper": say("Nobody answered on paper."),
    "workshop": say("Nobody came from there."),
    "residents": say("All of them live there."),
    "duplicates": say("None: each device and each slip counts once."),
}
CANNOT_KNOW = say(
    "Whether somebody answered on two devices, or came back with a cleared phone, cannot be known: "
    "nobody is asked for a name. Voting slips rule it out where they were asked for."
)


def changed(priorities: Sequence[Priority]) -> Sentence:
    """Say how many priorities would change."""
    n = sum(each.changes for each in priorities)
    if not n:
        return say("No priority changes when paper, a workshop or non-residents are left out.")
    return count("%(n)s priority would change.", "%(n)s priorities would change.", n)
