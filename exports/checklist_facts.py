"""The facts that checklists look for: each is on record with where it shows, or it is lacking."""

from collections.abc import Iterator
from dataclasses import dataclass

from exports.shortening import shortened
from exports.summary import held
from exports.words import Words
from workshops.findings import Findings
from workshops.words import Sentence, count, mark, say

LETTERS = 120
#: Every fact by its name, as the thing that is lacking while it is not on record.
LACKING = {
    "goal": mark("what the goal is"),
    "open": mark("what was open"),
    "fixed": mark("what was fixed"),
    "promised": mark("what was promised"),
    "questions": mark("what was asked"),
    "plan": mark("an outline of the square"),
    "answered_by": mark("by when people are answered"),
    "span": mark("when people were asked"),
    "days": mark("workshops on more than one day"),
    "announced": mark("how the workshops were announced"),
    "ahead": mark("how long before each workshop it was announced"),
    "before": mark("that the decision comes after the workshops"),
    "said": mark("anything that people said or voted"),
    "voted": mark("a vote on what comes first"),
    "binding": mark("that a vote of the people binds who decides"),
    "rests": mark("requirements that rest on what people said or voted"),
    "departments": mark("what the departments answered"),
    "became": mark("what became of the requirements"),
    "pinned": mark("where the drawings answer requirements"),
    "scored": mark("how many requirements the drawings meet"),
    "changed": mark("what changed in the drawings because of what people said"),
}


@dataclass(frozen=True)
class Recorded:
    """Something on record; `part` is the key of the part or annex that shows it.

    It is not `whole` where it holds for some and not for all.
    """

    words: Sentence
    part: str
    whole: bool = True


Fact = Recorded | Sentence
Found = Iterator[tuple[str, Recorded]]


def recorded(findings: Findings, words: Words) -> dict[str, Fact]:
    """Every fact by its name: on record, or the name of what is lacking."""
    found: dict[str, Recorded] = {
        **dict(_scope(findings, words)),
        **dict(_time(findings, words)),
        **dict(_people(findings)),
        **dict(_influence(findings)),
        **dict(_design(findings)),
    }
    return {name: found.get(name, say(text)) for name, text in LACKING.items()}


def _scope(findings: Findings, words: Words) -> Found:
    for name, words_of, text in (
        ("goal", mark("The goal: %(what)s"), findings.goal),
        ("open", mark("Open was: %(what)s"), findings.is_open),
        ("fixed", mark("Fixed was: %(what)s"), findings.is_fixed),
        ("promised", mark("Promised was: %(what)s"), findings.promise),
    ):
        if text:
            yield name, Recorded(say(words_of, what=shortened(text, LETTERS)), "promise")
    if asked := sum(bool(each.question) for each in findings.activities):
        told = count("%(n)s question, word for word", "%(n)s questions, word for word", asked)
        yield "questions", Recorded(told, "annex-questions")
    if findings.square.outline:
        yield "plan", Recorded(say("The square with its outline and zones"), "site")
    if day := words.day(findings.answer_by):
        yield "answered_by", Recorded(say("Everybody is answered by %(day)s", day=day), "next")


def _time(findings: Findings, words: Words) -> Found:
    were = held(findings)
    days = sorted({each.date for each in were if each.date})
    if not days:
        return
    first, last = words.day(days[0]), words.day(days[-1])
    told = count(
        "%(n)s workshop, %(first)s to %(last)s",
        "%(n)s workshops, %(first)s to %(last)s",
        len(were),
        first=first,
        last=last,
    )
    yield "span", Recorded(told, "process")
    if len(days) > 1:
        told = count("Workshops on %(n)s day", "Workshops on %(n)s days", len(days))
        yield "days", Recorded(told, "process")
    if heard := sum(bool(each.announced) for each in were):
        told = say("How %(some)s of %(all)s workshops were announced", some=heard, all=len(were))
        yield "announced", Recorded(told, "process", heard == len(were))
    if findings.decide_on and days[-1] <= findings.decide_on:
        until = words.day(findings.decide_on)
        told = say("The last workshop %(last)s, the decision by %(until)s", last=last, until=until)
        yield "before", Recorded(told, "promise")


def _people(findings: Findings) -> Found:
    things = count("%(n)s thing said", "%(n)s things said", len(findings.contributions))
    ballots = count("%(n)s ballot", "%(n)s ballots", findings.ballots)
    if findings.contributions or findings.ballots:
        told = say("%(said)s and %(cast)s", said=things, cast=ballots)
        yield "said", Recorded(told, "annex-said")
    if votes := sum(bool(each.bars and each.n) for each in findings.activities):
        told = count("%(n)s vote on what comes first", "%(n)s votes on what comes first", votes)
        yield "voted", Recorded(told, "priorities")


def _influence(findings: Findings) -> Found:
    asked = findings.requirements
    if resting := sum(bool(each.evidence) for each in asked):
        told = say(
            "%(some)s of %(all)s requirements rest on what people said or voted",
            some=resting,
            all=len(asked),
        )
        yield "rests", Recorded(told, "requirements", resting == len(asked))
    if answered := sum(bool(each.answers) for each in asked):
        told = say(
            "Departments answered %(some)s of %(all)s requirements", some=answered, all=len(asked)
        )
        yield "departments", Recorded(told, "answers", answered == len(asked))
    if stepped := sum(bool(each.ledger) for each in asked):
        told = say("What became of %(some)s of %(all)s requirements", some=stepped, all=len(asked))
        yield "became", Recorded(told, "became", stepped == len(asked))


def _design(findings: Findings) -> Found:
    drawn = findings.drawings
    if pinned := {pin["requirement"] for drawing in drawn for pin in drawing.pins}:
        told = count(
            "%(n)s requirement is pinned on the drawings",
            "%(n)s requirements are pinned on the drawings",
            len(pinned),
        )
        yield "pinned", Recorded(told, "became")
    if drawn and (scores := list(drawn[-1].scores.values())):
        told = say(
            "The latest drawing meets %(met)s of %(all)s requirements it was held against",
            met=scores.count("met"),
            all=len(scores),
        )
        yield "scored", Recorded(told, "became", scores.count("met") == len(scores))
    if changes := sum(len(drawing.changes) for drawing in drawn):
        told = count(
            "%(n)s change of the drawings because of what people said",
            "%(n)s changes of the drawings because of what people said",
            changes,
        )
        yield "changed", Recorded(told, "became")
