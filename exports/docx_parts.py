"""The parts of the brief as titles, lines and tables, for a document to go on writing in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from exports.brief_parts import BY_KEY, told_in
from exports.summary import Asked, by_channel, held, messages
from exports.words import Words
from workshops.findings import ActivityFacts, Findings
from workshops.requirement_fields import STATUSES
from workshops.words import mark, say

BULLET, NUMBER = "List Bullet", "List Number"
NOT_YET = mark("Nothing has been written down yet.")


@dataclass(frozen=True)
class Title:
    """A heading: 0 is the title, 1 a part, 2 within a part."""

    text: str
    level: int


@dataclass(frozen=True)
class Line:
    """A paragraph, with the name of its style."""

    text: str
    style: str = "Normal"


@dataclass(frozen=True)
class Rows:
    """A table; `about` says what it holds, for those who do not see it."""

    about: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Piece = Title | Line | Rows


def parts_of(findings: Findings, asked: Sequence[Asked], words: Words) -> Iterator[Piece]:
    """Return the document, piece by piece, in the order of the brief."""
    yield from _first_page(findings, words)
    yield from _promise(findings, words)
    yield from _process(findings, words)
    yield from _results(findings, words)
    yield from _vision(findings, words)
    yield from _requirements(asked, words)
    yield from _conflicts(findings, words)
    yield from _next(findings, words)
    yield from _said(findings, words)


def _first_page(findings: Findings, words: Words) -> Iterator[Piece]:
    yield Line(
        words.say(
            say(
                "Made by Torg from findings %(hash)s. Nothing has to be compiled: open it, choose "
                "File, Export as PDF. The maps stand in the PDF of the brief and in the map file.",
                hash=findings.hash,
            )
        )
    )
    yield Title(words.say(say("What people ask of %(square)s", square=findings.square.name)), 0)
    yield Line(words.say(say("%(n)s voices", n=words.number(sum(findings.voices.values())))))
    yield Line(by_channel(dict(findings.voices), words))
    for message in messages(findings, words):
        yield Line(f"{message.text} ({message.strength}; {', '.join(message.notes)})", NUMBER)
    if findings.decision:
        yield Title(words.gettext(mark("Decision asked")), 2)
        yield Line(findings.decision)
        yield Line(", ".join(x for x in (findings.decided_by, words.day(findings.decide_on)) if x))


def _promise(findings: Findings, words: Words) -> Iterator[Piece]:
    yield _part("promise", words)
    lines = (
        (mark("Goal"), findings.goal),
        (mark("Promise"), findings.promise),
        (mark("What is open"), findings.is_open),
        (mark("What is fixed"), findings.is_fixed),
        (mark("Who decides"), findings.decided_by),
        (mark("People are answered by"), words.day(findings.answer_by)),
    )
    for term, text in lines:
        yield Line(f"{words.gettext(term)}: {text or words.gettext(mark('Not written down.'))}")


def _process(findings: Findings, words: Words) -> Iterator[Piece]:
    yield _part("process", words)
    if not held(findings):
        yield Line(words.gettext(mark("No workshop has been held yet.")))
        return
    yield Rows(
        words.gettext(mark("Workshops and how many came")),
        tuple(map(words.gettext, (mark("No."), mark("Title"), mark("Date"), mark("Joined")))),
        tuple(
            (str(each.number), each.title, words.day(each.date), by_channel(each.joined, words))
            for each in held(findings)
        ),
    )


def _results(findings: Findings, words: Words) -> Iterator[Piece]:
    for part in ("who", "place", "priorities"):
        yield _part(part, words)
        told = told_in(findings.activities, part)
        if not told:
            yield Line(words.gettext(mark("No result of this sort has been closed yet.")))
        for each in told:
            yield from _result(each, words)


def _result(activity: ActivityFacts, words: Words) -> Iterator[Piece]:
    yield Title(f"{activity.ref} {words.say(activity.headline)}", 2)
    yield Line(activity.question or activity.title)
    if activity.bars:
        yield Rows(
            words.say(activity.headline),
            tuple(map(words.gettext, (mark("Rank"), mark("Option"), mark("Figure")))),
            tuple(
                (
                    f"{bar['rank']}{'=' if bar['tied'] else ''}",
                    words.word(bar["label"]),
                    words.number(bar["value"]),
                )
                for bar in activity.bars
            ),
        )
    for step in activity.steps:
        yield Line(words.say(step), BULLET)


def _vision(findings: Findings, words: Words) -> Iterator[Piece]:
    yield _part("vision", words)
    vision = findings.vision
    if vision is None or not vision.sentence:
        yield Line(words.gettext(mark("No vision has been written yet.")))
    if vision is None:
        return
    yield Line(vision.sentence)
    for each in vision.objectives:
        yield Line(f"{each['sentence']} ({each['test']})", NUMBER)
    if vision.programme:
        yield _part("programme", words)
        yield Rows(
            words.gettext(mark("What the square is used for, when, by whom and where")),
            tuple(map(words.gettext, (mark("Use"), mark("Who"), mark("Zone")))),
            tuple((each["use"], each["who"], each["zone"]) for each in vision.programme),
        )


def _requirements(asked: Sequence[Asked], words: Words) -> Iterator[Piece]:
    yield _part("requirements", words)
    if not asked:
        yield Line(words.gettext(mark("No requirement has been written yet.")))
    for each in asked:
        it = each.facts
        yield Title(f"R{it.number} {it.sentence}", 2)
        yield Line(
            f"{words.word(it.weight)} · {it.strength or '–'}{' R' if it.right else ''} · "
            f"{words.word(STATUSES.get(it.status, it.status))} · {each.came_from}"
        )
        for term, refs, more in (
            (mark("Said"), each.said, each.said_more),
            (mark("Against"), each.against, each.against_more),
        ):
            if refs:
                rest = f" + {more}" if more else ""
                yield Line(f"{words.gettext(term)}: {', '.join(refs)}{rest}", BULLET)
        for vote in (*each.voted, *each.voted_against):
            yield Line(f"{words.gettext(mark('Voted'))}: {vote.words}", BULLET)
        if it.right:
            yield Line(it.right)


def _conflicts(findings: Findings, words: Words) -> Iterator[Piece]:
    yield _part("conflicts", words)
    pairs = findings.vision.opposed if findings.vision else ()
    lines = [f"{each['one']} / {each['other']}" for each in pairs] + [*findings.conflicts]
    yield from _list(lines, words)
    yield Title(words.gettext(mark("Not settled")), 2)
    yield from _list(findings.not_settled, words)


def _next(findings: Findings, words: Words) -> Iterator[Piece]:
    yield _part("next", words)
    yield from _list(findings.next_steps, words)


def _said(findings: Findings, words: Words) -> Iterator[Piece]:
    """Everything said, a line each: a table of thousands of rows takes minutes to make."""
    yield Title(words.gettext(mark("Everything said, by number")), 1)
    if not findings.contributions:
        yield Line(words.gettext(mark("Nothing has been said yet.")))
    for each in findings.contributions:
        where = f" ({each.place})" if each.place not in ("", "none") else ""
        yield Line(f"{each.ref} {each.text or '–'}{where}")


def _list(lines: Sequence[str], words: Words) -> Iterator[Piece]:
    for line in lines:
        yield Line(line, BULLET)
    if not lines:
        yield Line(words.gettext(NOT_YET))


def _part(key: str, words: Words) -> Title:
    part = BY_KEY[key]
    return Title(f"{part.sign} {words.word(part.title)}", 1)
