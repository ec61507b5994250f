"""Opposing pairs found in votes, reactions, notes and evidence: drafts for planners to edit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workshops.findings import ActivityFacts, Findings
from workshops.methods.conflicts import is_split
from workshops.requirements import in_words
from workshops.words import Sentence, named, say

MOST = 12


@dataclass(frozen=True)
class Pair:
    """A suggested conflict: two sides, who holds each, the numbers it rests on.

    `weight` is how many people the smaller side has; `key` names the suggestion.
    """

    key: str
    one: Sentence
    other: Sentence
    who_one: Sentence
    who_other: Sentence
    refs: tuple[str, ...]
    weight: int


def suggested(findings: Findings, known: Sequence[Mapping[str, Any]] = ()) -> tuple[Pair, ...]:
    """Return the pairs found, those with the larger smaller side first, without `known` ones."""
    taken = {tuple(row.get("refs", ())) for row in known}
    pairs = [
        *_reactions(findings),
        *_evidence(findings),
        *(pair for each in findings.activities for pair in _places(each, findings)),
        *(pair for each in findings.activities for pair in _votes(each)),
    ]
    fresh = [pair for pair in pairs if pair.refs not in taken]
    return tuple(sorted(fresh, key=lambda pair: (-pair.weight, pair.key))[:MOST])


def _reactions(findings: Findings) -> Iterator[Pair]:
    """Something said that some agree and others disagree with."""
    for said in findings.contributions:
        if said.state != "merged" and is_split(said.agree, said.disagree):
            yield Pair(
                key=f"said:{said.ref}",
                one=named(said.text or said.ref),
                other=say("Not that: “%(words)s”", words=said.text or said.ref),
                who_one=say("%(people)s agree", people=in_words(said.agree)),
                who_other=say("%(people)s disagree", people=in_words(said.disagree)),
                refs=(said.ref,),
                weight=min(said.agree, said.disagree),
            )


def _evidence(findings: Findings) -> Iterator[Pair]:
    """A requirement that something speaks against."""
    texts = {each.ref: each.text for each in findings.contributions}
    for requirement in findings.requirements:
        against = [each for each in requirement.evidence if each.against]
        if not against or not requirement.people:
            continue
        refs = [each.contribution for each in against if each.contribution]
        first = next((texts[ref] for ref in refs if texts.get(ref)), "")
        other = named(first) if first else say("Not R%(n)s", n=requirement.number)
        yield Pair(
            key=f"requirement:{requirement.number}",
            one=named(requirement.sentence),
            other=other,
            who_one=say(
                "%(people)s behind R%(n)s",
                people=in_words(requirement.people),
                n=requirement.number,
            ),
            who_other=say("who wrote %(refs)s", refs=", ".join(refs)) if refs else named(""),
            refs=(f"R{requirement.number}", *refs),
            weight=len(against),
        )


def _places(activity: ActivityFacts, findings: Findings) -> Iterator[Pair]:
    """One place that some like and others do not."""
    refs = {each.number: each.ref for each in findings.contributions}
    for nth, clash in enumerate(activity.sums.clashes if activity.sums else (), 1):
        where = clash.near or (say("zone %(letter)s", letter=clash.zone) if clash.zone else "")
        both = (*clash.numbers_for, *clash.numbers_against)
        yield Pair(
            key=f"place:{activity.ref}:{nth}",
            one=say("It is good as it is: %(where)s", where=where or activity.ref),
            other=say("It has to change: %(where)s", where=where or activity.ref),
            who_one=say("%(people)s like it there", people=in_words(clash.people_for)),
            who_other=say("%(people)s do not", people=in_words(clash.people_against)),
            refs=tuple(refs[number] for number in both if number in refs),
            weight=min(clash.people_for, clash.people_against),
        )


def _votes(activity: ActivityFacts) -> Iterator[Pair]:
    """A line of a vote that got dots for and dots against."""
    for nth, row in enumerate(activity.rows, 1):
        some, others = row.get("for"), row.get("against")
        if isinstance(some, int) and isinstance(others, int) and is_split(some, others):
            label = row.get("option") or row.get("label") or nth
            yield Pair(
                key=f"vote:{activity.ref}:{nth}",
                one=named(f"{label}"),
                other=say("Not that: “%(words)s”", words=label),
                who_one=say("%(n)s for it", n=some),
                who_other=say("%(n)s against it", n=others),
                refs=(activity.ref,),
                weight=min(some, others),
            )
