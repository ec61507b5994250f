"""What the first page and the requirements say, worked out from the findings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from exports.merged import leading
from exports.shortening import heading
from exports.words import Words
from workshops.activities.result import CHANNELS
from workshops.findings import (
    ActivityFacts,
    ContributionFacts,
    EvidenceFacts,
    Findings,
    RequirementFacts,
    WorkshopFacts,
)
from workshops.words import Sentence, count, mark, named, pair, say

MOST_MESSAGES = 5
MOST_REFS = 8
MOST_VOTES = 2
FEWEST_PEOPLE = 5
MESSAGE_LETTERS = 150
RANKS = (
    mark("first"),
    mark("second"),
    mark("third"),
    mark("fourth"),
    mark("fifth"),
    mark("sixth"),
    mark("seventh"),
)
CHANNEL_COUNTS = {
    "phone": pair("%(n)s phone", "%(n)s phone"),
    "table": pair("%(n)s table", "%(n)s table"),
    "paper": pair("%(n)s paper", "%(n)s paper"),
    "remote": pair("%(n)s remote", "%(n)s remote"),
}


@dataclass(frozen=True)
class Message:
    """One of the five clear messages: the sentence, what it rests on, where to read on."""

    number: int
    text: str
    notes: tuple[str, ...]
    strength: str
    anchor: str


@dataclass(frozen=True)
class Voted:
    """A line "Voted": in words, with the activity it leads to."""

    words: str
    activity: ActivityFacts | None


@dataclass(frozen=True)
class Asked:
    """A requirement with its evidence in words."""

    facts: RequirementFacts
    said: tuple[str, ...]
    said_more: int
    against: tuple[str, ...]
    against_more: int
    voted: tuple[Voted, ...]
    voted_against: tuple[Voted, ...]
    came_from: str


def messages(findings: Findings, words: Words) -> tuple[Message, ...]:
    """The first five requirements by strength; rights are no part of a ranking."""
    ranked = sorted(
        (each for each in findings.requirements if not each.right and each.strength),
        key=lambda each: (each.strength, each.number),
    )
    return tuple(
        Message(
            place,
            each.sentence,
            tuple(_support(each, words)),
            each.strength,
            f"r-{each.number}",
        )
        for place, each in enumerate(ranked[:MOST_MESSAGES], 1)
    )


def top_results(findings: Findings, words: Words) -> tuple[Message, ...]:
    """What stands out while there are no requirements: votes first, then ideas by hearts."""
    found = [*_top_votes(findings, words), *_top_ideas(findings, words)]
    return tuple(
        Message(place, text, notes, "", anchor)
        for place, (text, notes, anchor) in enumerate(found[:MOST_MESSAGES], 1)
    )


def held(findings: Findings) -> tuple[WorkshopFacts, ...]:
    """The workshops that somebody came to or wrote in; those only planned are none yet."""
    written = {each.workshop for each in findings.contributions}
    return tuple(
        each
        for each in findings.workshops
        if each.present or any(each.joined.values()) or each.number in written
    )


def votes(findings: Findings) -> int:
    """Ballots and hearts together: all that was given and can be counted again."""
    return findings.ballots + sum(each.hearts for each in leading(findings.contributions))


def rights(findings: Findings) -> tuple[RequirementFacts, ...]:
    return tuple(each for each in findings.requirements if each.right)


def asked(findings: Findings, words: Words) -> tuple[Asked, ...]:
    """Every requirement by number, with its evidence."""
    return tuple(_asked(each, findings, words) for each in findings.requirements)


def by_channel(figures: dict[str, int] | object, words: Words) -> str:
    """158 phone, 47 table, 51 paper, 62 remote."""
    counted = dict(figures) if isinstance(figures, dict) else {}
    return ", ".join(
        words.say(count(*CHANNEL_COUNTS[channel], counted[channel]))
        for channel in CHANNELS
        if counted.get(channel)
    )


def _support(requirement: RequirementFacts, words: Words) -> Iterator[str]:
    people = _people(0 if _is_unknown(requirement) else requirement.people, words)
    held = len(requirement.workshops)
    workshops = words.say(count("%(n)s workshop", "%(n)s workshops", held))
    yield words.say(say("%(people)s, %(workshops)s", people=people, workshops=workshops))
    votes = [e for e in requirement.evidence if e.activity and not e.against and e.rank]
    if votes:
        best = min(votes, key=lambda e: (e.rank, -e.value))
        yield words.say(
            say("%(place)s in the vote, with %(value)s", place=rank(best), value=best.value)
        )


def _people(people: int, words: Words) -> str:
    if not people:
        return words.say(say("how many people is not known"))
    if people < FEWEST_PEOPLE:
        return words.say(say("under %(few)s people", few=FEWEST_PEOPLE))
    return words.say(count("%(n)s person", "%(n)s people", people))


def rank(evidence: EvidenceFacts) -> Sentence:
    """Return where it came in the vote: first, tied first, number 9."""
    if evidence.rank <= len(RANKS):
        place = say(RANKS[evidence.rank - 1])
    else:
        place = say("number %(rank)s", rank=evidence.rank)
    return say("tied %(place)s", place=place) if evidence.tied else place


def _top_votes(findings: Findings, words: Words) -> Iterator[tuple[str, tuple[str, ...], str]]:
    voted = [each for each in findings.activities if each.bars and each.n]
    for each in voted[:MOST_VOTES]:
        note = words.say(count("%(n)s person voted", "%(n)s people voted", each.n))
        yield words.say(each.headline), (note,), anchor(each)


def _top_ideas(findings: Findings, words: Words) -> Iterator[tuple[str, tuple[str, ...], str]]:
    liked = [each for each in leading(findings.contributions) if liking(each)]
    for each in sorted(liked, key=lambda c: (-liking(c), c.number))[:MOST_MESSAGES]:
        notes = (each.ref, _hearts(each, words))
        yield heading(each.text, MESSAGE_LETTERS), notes, f"c-{each.number}"


def liking(said: ContributionFacts) -> int:
    """How many liked it: counted here, or else reported by the file it came from."""
    return said.hearts or said.reported or 0


def _hearts(said: ContributionFacts, words: Words) -> str:
    if said.hearts:
        return words.say(count("%(n)s heart", "%(n)s hearts", said.hearts))
    return words.say(say("%(n)s reported by the file", n=words.number(liking(said))))


def anchor(activity: ActivityFacts) -> str:
    return "a-" + activity.ref.replace(".", "-")


def _asked(requirement: RequirementFacts, findings: Findings, words: Words) -> Asked:
    said = [e.contribution for e in requirement.evidence if e.contribution and not e.against]
    against = [e.contribution for e in requirement.evidence if e.contribution and e.against]
    return Asked(
        facts=requirement,
        said=tuple(said[:MOST_REFS]),
        said_more=max(0, len(said) - MOST_REFS),
        against=tuple(against[:MOST_REFS]),
        against_more=max(0, len(against) - MOST_REFS),
        voted=_voted(requirement, findings, words, against=False),
        voted_against=_voted(requirement, findings, words, against=True),
        came_from=_came_from(requirement, words),
    )


def _voted(
    requirement: RequirementFacts, findings: Findings, words: Words, *, against: bool
) -> tuple[Voted, ...]:
    activities = {each.ref: each for each in findings.activities}
    return tuple(
        Voted(
            _vote_in_words(each, activities.get(each.activity), words),
            activities.get(each.activity),
        )
        for each in requirement.evidence
        if each.activity and each.against is against
    )


def _vote_in_words(vote: EvidenceFacts, activity: ActivityFacts | None, words: Words) -> str:
    """“Ice to skate on” got 41, fourth of 7; 27 of 58 people chose it."""
    if activity is None or not vote.rank:
        return vote.option
    got = say(
        "“%(option)s” got %(value)s, %(place)s of %(options)s",
        option=named(vote.option),
        value=vote.value,
        place=rank(vote),
        options=len(activity.bars),
    )
    people = _chosen_by(vote.option, activity.rows)
    if people is None:
        return words.say(got)
    return words.say(
        say("%(got)s; %(people)s of %(n)s people chose it", got=got, people=people, n=activity.n)
    )


def _chosen_by(option: str, rows: Sequence[object]) -> int | None:
    """How many people chose an option, where the result has a row for it that says so."""
    for row in rows:
        if isinstance(row, dict) and row.get("option") == option and "people" in row:
            return int(row["people"])
    return None


def _is_unknown(requirement: RequirementFacts) -> bool:
    """Whether only voices of an unknown number stand behind it: they are counted as one."""
    return requirement.people == 1 and not any(requirement.channels.values())


def _came_from(requirement: RequirementFacts, words: Words) -> str:
    if not requirement.evidence:
        return words.say(say("nothing counted yet"))
    if not requirement.people or _is_unknown(requirement):
        return words.say(say("how many people is not known"))
    people = _people(requirement.people, words)
    held = words.say(
        count(
            "workshop %(numbers)s",
            "workshops %(numbers)s",
            len(requirement.workshops),
            numbers=", ".join(str(number) for number in requirement.workshops),
        )
    )
    if requirement.people < FEWEST_PEOPLE:
        return words.say(
            say(
                "%(people)s, %(held)s; not split further, so that nobody can be recognised",
                people=people,
                held=held,
            )
        )
    channels = by_channel(dict(requirement.channels), words)
    return words.say(
        say("%(people)s, %(held)s; %(channels)s", people=people, held=held, channels=channels)
    )
