"""Participation as a Norwegian plan description tells it (Planning and Building Act § 5-1).

Who was asked and how, which groups, and for each input the conclusion and where it is in the plan.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from exports.checklist_facts import Found, Recorded, recorded
from exports.checklists import Checklist, line_of
from exports.summary import MOST_REFS, by_channel, held
from exports.who_bars import missing
from exports.words import Words
from workshops.became import answers_in
from workshops.departments import ANSWERS
from workshops.design_facts import DrawingFacts
from workshops.findings import Findings, RequirementFacts
from workshops.ledger import STATES
from workshops.words import Sentence, count, mark, named, say

LAW = mark(
    "The Norwegian Planning and Building Act § 5-1: who proposes a plan facilitates participation. "
    "Groups that need special facilitation, among them children and young people, and those who "
    "cannot take part directly, are seen to."
)
SCHOOL = "school"
#: As in checklist_facts: the name of each fact while it is not on record.
LACKING = {
    "proposer": mark("who proposes the plan"),
    "decides": mark("who decides"),
    "channels": mark("by which channels"),
    "groups": mark("who took part, by groups"),
    "too_few": mark("figures of the town to hold it against"),
    "school": mark("a workshop with a school class"),
    "rights": mark("needs based on rights"),
    "no_phone": mark("people on paper or at a table"),
    "languages": mark("interpreters, and the languages offered"),
    "remote": mark("people who took part from home"),
}
ASKED: tuple[tuple[str, tuple[str, ...]], ...] = (
    (mark("Who proposes the plan and arranged the participation"), ("proposer", "decides")),
    (mark("How people took part"), ("span", "announced", "channels", "said")),
    (mark("Which groups took part, and which did not"), ("groups", "too_few")),
    (mark("Children and young people"), ("school",)),
    (mark("Groups that need special facilitation"), ("rights", "no_phone", "languages")),
    (mark("Those who cannot take part directly"), ("remote",)),
)


@dataclass(frozen=True)
class Input:
    """One row: a requirement with what it rests on, the conclusion, and where in the plan it is.

    `place` is empty while it is in no drawing and no zone.
    """

    requirement: RequirementFacts
    refs: tuple[str, ...]
    more: int
    conclusion: Sentence
    why: str
    place: tuple[Sentence, ...]


@dataclass(frozen=True)
class Participation:
    """The list, the table, and the numbers of what no requirement rests on."""

    checklist: Checklist
    inputs: tuple[Input, ...]
    unheard: tuple[str, ...]


def participation(findings: Findings, words: Words) -> Participation:
    """What a plan description asks for."""
    groups = dict(_groups(findings, words))
    named_facts = {name: groups.get(name, say(text)) for name, text in LACKING.items()}
    found = recorded(findings, words) | named_facts
    lines = tuple(line_of(asks, names, found) for asks, names in ASKED)
    title = say("Participation, for the plan description")
    return Participation(
        Checklist("plan-description", title, LAW, lines),
        tuple(_input(each, findings.drawings) for each in findings.requirements),
        answers_in(findings).unheard,
    )


def _groups(findings: Findings, words: Words) -> Found:
    voices = dict(findings.voices)
    if findings.decided_by:
        told = say("Who decides: %(who)s", who=findings.decided_by)
        yield "decides", Recorded(told, "promise")
    if voices:
        told = say("By channel: %(channels)s", channels=by_channel(voices, words))
        yield "channels", Recorded(told, "who")
    if helped := voices.get("paper", 0) + voices.get("table", 0):
        told = count(
            "%(n)s person took part on paper or at a table",
            "%(n)s people took part on paper or at a table",
            helped,
        )
        yield "no_phone", Recorded(told, "who")
    if remote := voices.get("remote", 0):
        told = count("%(n)s person took part from home", "%(n)s people took part from home", remote)
        yield "remote", Recorded(told, "who")
    yield from _seen_to(findings)
    yield from _told_groups(findings)


def _told_groups(findings: Findings) -> Found:
    if findings.who:
        told = (
            say("%(told)s of %(base)s answered “%(asked)s”", told=each.told, base=each.base,
                asked=named(each.title)) for each in findings.who
        )  # fmt: skip
        yield "groups", Recorded(_joined(list(told)), "who")
    few = [named(label) for group, _ in missing(findings) for label in group.labels]
    if few:
        yield "too_few", Recorded(say("Too few came of: %(groups)s", groups=_joined(few)), "who")
    elif any(group.reference is not None for each in findings.who for group in each.groups):
        yield "too_few", Recorded(say("No group that is told is under-represented"), "who")


def _seen_to(findings: Findings) -> Found:
    classes = [each for each in held(findings) if each.type == SCHOOL]
    if joined := sum(sum(each.joined.values()) for each in classes):
        told = count("School class: %(n)s person", "School classes: %(n)s people", joined)
        yield "school", Recorded(told, "process")
    if rights := sum(bool(each.right) for each in findings.requirements):
        told = count(
            "%(n)s need based on a right, outside all votes",
            "%(n)s needs based on rights, outside all votes",
            rights,
        )
        yield "rights", Recorded(told, "conflicts")


def _joined(parts: Sequence[Sentence]) -> Sentence:
    """The sentences with commas between."""
    first, *rest = parts
    return say("%(one)s, %(rest)s", one=first, rest=_joined(rest)) if rest else first


def _input(asked: RequirementFacts, drawings: Sequence[DrawingFacts]) -> Input:
    refs = [each.contribution for each in asked.evidence if each.contribution]
    return Input(
        asked,
        tuple(refs[:MOST_REFS]),
        max(0, len(refs) - MOST_REFS),
        *_conclusion(asked),
        tuple(_places(asked, drawings)),
    )


def _conclusion(asked: RequirementFacts) -> tuple[Sentence, str]:
    """The newest step of the ledger, else the first answer of a department."""
    if asked.ledger:
        step = asked.ledger[-1]
        return say(STATES.get(step.state, step.state)), step.why
    if asked.answers:
        answer = asked.answers[0]
        return say(ANSWERS.get(answer["answer"], answer["answer"])), answer["why"]
    return say("no conclusion is recorded"), ""


def _places(asked: RequirementFacts, drawings: Sequence[DrawingFacts]) -> Iterator[Sentence]:
    """The newest drawing that it is pinned on, and its zone."""
    for drawing in reversed(drawings):
        pages = sorted({p["page"] for p in drawing.pins if p["requirement"] == asked.number})
        if pages:
            shown = ", ".join(map(str, pages))
            yield say("drawing %(n)s, page %(pages)s", n=drawing.number, pages=shown)
            break
    if asked.zone:
        yield say("Zone %(letter)s", letter=asked.zone)
