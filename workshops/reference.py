"""Figures of the town to put who came beside: typed once, or pasted from a spreadsheet."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from workshops import log, text
from workshops.clash import merged
from workshops.models import Consultation
from workshops.refusal import Refused

MOST_LINES = 20
#: Shares are rounded by whoever published them.
SLACK = 1.0
#: Whole figures that add up to more than this are counts of people.
MOST_PERCENT = 150

_SPLIT = re.compile(r"\s*[\t;]\s*")
_FIGURE = re.compile(r"(\d{1,12})(?:[.,](\d{1,6}))?\s*%?")
#: "12,300" may be a share of 12.3 or twelve thousand people; "1,234,567" is people.
_PEOPLE = re.compile(r"\d{1,12}|\d{1,3}([.,])\d{3}(?:\1\d{3}){0,2}")
_A_DIGIT = re.compile(r"\d")
_GAPS = re.compile(r"(?<=\d)[\s\u00a0\u202f'’](?=\d{3}(?!\d))")


@dataclass(frozen=True)
class Figure:
    """What somebody wrote, as a share and as people; None for what can be no count."""

    number: float
    people: int | None


@dataclass(frozen=True)
class Line:
    """A group with its share of the town in per cent, and where that is from."""

    group: str
    share: float
    source: str


@dataclass(frozen=True)
class Reference:
    """The town by one question about people."""

    lines: tuple[Line, ...] = ()
    done: str = ""

    @property
    def source(self) -> str:
        """Where the figures are from, each source once."""
        return "; ".join(dict.fromkeys(each.source for each in self.lines if each.source))

    def share(self, group: str) -> float | None:
        """Return the share of a group, however it is written; None where there is none."""
        wanted = text.fold(group)
        return next((each.share for each in self.lines if text.fold(each.group) == wanted), None)

    def without(self, groups: Sequence[str]) -> tuple[str, ...]:
        """Return the groups of the town that are none of these."""
        known = {text.fold(each) for each in groups}
        return tuple(each.group for each in self.lines if text.fold(each.group) not in known)


def reference_of(consultation: Consultation, question: str) -> Reference:
    """Return what is kept for one question."""
    rows = [each for each in consultation.reference if each["question"] == question]
    lines = (
        Line(each["group"], each["share"], each["source"]) for each in rows if each.get("group")
    )
    return Reference(tuple(lines), next((each["done"] for each in rows if "done" in each), ""))


def values_of(
    consultation: Consultation, question: str, names: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return what is kept as a form holds it: a line a group, and what was done."""
    kept = reference_of(consultation, question)
    shown = {group: name for name, group in (names or {}).items()}
    lines = (
        "; ".join(
            part
            for part in (shown.get(each.group, each.group), f"{each.share:g} %", each.source)
            if part
        )
        for each in kept.lines
    )
    return {"figures": "\n".join(lines), "done": kept.done}


def change(
    session: Session,
    consultation: Consultation,
    question: str,
    fields: Mapping[str, str],
    *,
    was: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
) -> None:
    """Keep other figures for a question; `names` are groups as people read them, by that name.

    Refuses shares that do not add up, and a change that somebody else made meanwhile.
    """
    before = values_of(consultation, question, names)
    wanted = merged(consultation.name, before, fields, was or {})
    known = {text.fold(shown): group for shown, group in (names or {}).items()}
    lines = read_lines(wanted["figures"])
    rows: list[dict[str, Any]] = [
        {
            "question": question,
            "group": known.get(text.fold(each.group), each.group),
            "share": each.share,
            "source": each.source,
        }
        for each in lines
    ]
    done = text.clean(wanted["done"], 600)
    if done:
        rows.append({"question": question, "done": done})
    others = [each for each in consultation.reference if each["question"] != question]
    if [*others, *rows] == list(consultation.reference):
        return
    consultation.reference = [*others, *rows]
    log.note(session, consultation.id, "planner", "changed", "reference")


def read_lines(written: str) -> list[Line]:
    """Read group, share or number, source: separated by tabs or semicolons, a line each.

    The first line may be a header. Shares add up to 100 within 1; whole numbers beyond are
    people, and are made into shares.
    """
    rows = [_SPLIT.split(line.strip()) for line in written.splitlines() if line.strip()]
    if rows and len(rows[0]) > 1 and not _A_DIGIT.search(rows[0][1]):
        rows = rows[1:]
    if len(rows) > MOST_LINES:
        raise Refused("At most %(n)s lines; you wrote %(wrote)s.", n=MOST_LINES, wrote=len(rows))
    read = [_line(row) for row in rows]
    _refuse_twice([group for group, _, _ in read])
    shares = _shares([figure for _, figure, _ in read]) if read else []
    return [
        Line(group, share, source) for (group, _, source), share in zip(read, shares, strict=True)
    ]


def _line(row: Sequence[str]) -> tuple[str, Figure, str]:
    group = text.clean(row[0], 60)
    figure = _figure(row[1]) if len(row) > 1 else None
    if not group or figure is None:
        raise Refused(
            "“%(line)s” cannot be read. Write: group; share or number; source.",
            line=text.clean("; ".join(row), 60),
        )
    return group, figure, text.clean(" ".join(row[2:]), 120)


def _figure(written: str) -> Figure | None:
    """Return a figure; None for what is none."""
    plain = _GAPS.sub("", written.strip())
    people = int(re.sub("[.,]", "", plain)) if _PEOPLE.fullmatch(plain) else None
    found = _FIGURE.fullmatch(plain)
    if found is not None:
        return Figure(float(f"{found[1]}.{found[2] or 0}"), people)
    return None if people is None else Figure(people, people)


def _refuse_twice(groups: Sequence[str]) -> None:
    folded = [text.fold(each) for each in groups]
    twice = next((g for g, f in zip(groups, folded, strict=True) if folded.count(f) > 1), None)
    if twice is not None:
        raise Refused("“%(group)s” stands there twice.", group=twice)


def _shares(figures: Sequence[Figure]) -> list[float]:
    """Return shares in per cent, or refuse what adds up to something else."""
    total = sum(each.number for each in figures)
    if abs(total - 100) <= SLACK:
        return [each.number for each in figures]
    people = [each.people for each in figures if each.people is not None]
    if len(people) < len(figures) or sum(people) <= MOST_PERCENT:
        raise Refused(
            "The shares add up to %(sum)s %%, not to 100. Is a group missing?", sum=f"{total:g}"
        )
    return [round(100 * each / sum(people), 2) for each in people]
