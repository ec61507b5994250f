"""What the open requirement rests on, as rows: votes, ideas, notes on the plan, and against."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.planner.contexts import EvidenceRow, Link
from app.planner.pane import group_of
from exports.summary import rank
from workshops.findings import ActivityFacts, EvidenceFacts, Findings
from workshops.requirements import FEWEST_PEOPLE, in_words
from workshops.weighing import People, Weighed, reach_of, strength_of, without
from workshops.words import Sentence, count, mark, named, say

MOST_LINKS = 4
CHANNEL_WORDS = {
    "phone": mark("without phones"),
    "table": mark("without tables"),
    "paper": mark("without paper"),
    "remote": mark("without those at home"),
}
TITLES = {"votes": mark("Vote"), "ideas": mark("Ideas"), "notes": mark("Map")}


@dataclass(frozen=True)
class Piece:
    """One piece of evidence: who is behind it, what it says, under which tab it stands."""

    people: People
    facts: EvidenceFacts
    group: str


#: Returns the page that shows a contribution or an activity.
Address = Callable[[str], str]


def rows_of(weighed: Weighed, findings: Findings, address: Address) -> Sequence[EvidenceRow]:
    """Return the rows: each line voted on, then ideas, then notes, then what speaks against."""
    activities = {each.ref: each for each in findings.activities}
    return list(_rows(_pieces(weighed, findings), activities, address))


def _pieces(weighed: Weighed, findings: Findings) -> Sequence[Piece]:
    groups = {each.ref: group_of(each) for each in findings.activities}
    homes = {each.ref: each.activity for each in findings.contributions}
    refs = [
        each.facts.activity or homes.get(each.facts.contribution, "") for each in weighed.pieces
    ]
    # While newer words are added up, what was ticked of them is not among the findings yet.
    return [
        Piece(each.people, each.facts, groups[ref])
        for each, ref in zip(weighed.pieces, refs, strict=True)
        if ref in groups
    ]


def _rows(
    pieces: Sequence[Piece], activities: Mapping[str, ActivityFacts], address: Address
) -> Iterator[EvidenceRow]:
    pro = [each for each in pieces if not each.facts.against]
    for each in pro:
        if each.facts.activity:
            yield _row(TITLES[each.group], [each], activities, address)
    for group in ("ideas", "notes"):
        said = [each for each in pro if each.facts.contribution and each.group == group]
        if said:
            yield _row(TITLES[group], said, activities, address)
    against = [each for each in pieces if each.facts.against]
    if against:
        yield _row(mark("Against"), against, activities, address)


def _row(
    title: str,
    pieces: Sequence[Piece],
    activities: Mapping[str, ActivityFacts],
    address: Address,
) -> EvidenceRow:
    people = {attendee: voice for each in pieces for attendee, voice in each.people.items()}
    reach = reach_of(people)
    lines = [each.facts for each in pieces if each.facts.activity]
    said = [each.facts.contribution for each in pieces if each.facts.contribution]
    refs = [*dict.fromkeys(each.activity for each in lines), *said]
    return EvidenceRow(
        title=title,
        words=[*(_voted(each, activities.get(each.activity)) for each in lines), *_asked(said)],
        links=[Link(ref, address(ref)) for ref in refs[:MOST_LINKS]],
        more=max(0, len(refs) - MOST_LINKS),
        people=_people(reach.people, lines, activities, alone=len(pieces) == 1),
        channels=tuple(reach.channels) if reach.people >= FEWEST_PEOPLE else (),
        workshops=reach.workshops,
    )


def _people(
    n: int,
    lines: Sequence[EvidenceFacts],
    activities: Mapping[str, ActivityFacts],
    *,
    alone: bool,
) -> Sentence:
    """Say how many; behind a single line of a vote, of how many who voted."""
    voted = activities.get(lines[0].activity) if alone and lines else None
    if voted is None or n < FEWEST_PEOPLE:
        return in_words(n)
    return say("%(n)s of %(all)s people", n=n, all=voted.n)


def _voted(facts: EvidenceFacts, activity: ActivityFacts | None) -> Sentence:
    if activity is None or not facts.rank:
        return named(facts.option)
    return say(
        "“%(option)s” got %(value)s, %(place)s of %(options)s",
        option=named(facts.option),
        value=facts.value,
        place=rank(facts),
        options=len(activity.bars),
    )


def _asked(said: Sequence[str]) -> Sequence[Sentence]:
    return [count("%(n)s says it", "%(n)s say it", len(said))] if said else []


def holds(weighed: Weighed) -> Sentence | None:
    """Say what the letter would be without one channel or one workshop; None for a small group."""
    if weighed.reach.people < FEWEST_PEOPLE:
        return None
    changed = [
        say("%(less)s: %(letter)s", less=less, letter=letter or "–")
        for less, letter in _letters(weighed)
        if letter != weighed.letter
    ]
    if not changed:
        return say(
            "Without any one channel or workshop it stays %(letter)s.", letter=weighed.letter
        )
    return _listed(changed)


def _letters(weighed: Weighed) -> Iterator[tuple[Sentence, str]]:
    """Return each way to leave some people out, with the letter that is left."""
    for channel in weighed.reach.channels:
        pro = without(weighed.pro, channel=channel)
        contra = without(weighed.contra, channel=channel)
        yield say(CHANNEL_WORDS[channel]), strength_of(pro, contra).letter
    if len(weighed.reach.workshops) > 1:
        for number in weighed.reach.workshops:
            pro = without(weighed.pro, workshop=number)
            contra = without(weighed.contra, workshop=number)
            yield say("without workshop %(n)s", n=number), strength_of(pro, contra).letter


def _listed(sentences: Sequence[Sentence]) -> Sentence:
    """Join with semicolons; each keeps its own translation."""
    first, *others = sentences
    for each in others:
        first = say("%(first)s; %(then)s", first=first, then=each)
    return first
