"""Reads participatory budgets of Pabulib (.pb): measures with their costs, a pot, ballots.

D. Stolicki, S. Szufa and N. Talmon, 2020, *Pabulib: a participatory budgeting library*. Columns
about voters (age, sex) are read past and never kept.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from workshops.refusal import Refused

SECTIONS = ("META", "PROJECTS", "VOTES")
FORMS = ("approval", "choose-1", "cumulative", "ordinal", "scoring")


@dataclass(frozen=True)
class Vote:
    """What one person chose, in their order; `points` for each when the form has them."""

    chosen: tuple[str, ...]
    points: tuple[Fraction, ...] = ()


@dataclass(frozen=True)
class Pot:
    """A vote on how to spend a pot. `official` is what the file says was funded from it.

    `told` is what the file says each measure got; `least` the points a measure needs.
    """

    title: str
    currency: str
    pot: Fraction
    form: str
    rule: str
    comment: str
    names: Mapping[str, str]
    costs: Mapping[str, Fraction]
    ballots: tuple[Vote, ...]
    most: int
    official: tuple[str, ...] | None
    told: Mapping[str, Fraction]
    least: Fraction


def read_pabulib(text: str, name: str) -> Pot:
    """Return the budget in a file of Pabulib; refuses what does not fit together."""
    parts = _sections(text, name)
    meta = {row["key"]: row["value"] for row in parts["META"] if {"key", "value"} <= set(row)}
    try:
        pot = _pot(meta, parts["PROJECTS"], parts["VOTES"])
    except (KeyError, ValueError, ZeroDivisionError) as fault:
        raise Refused(
            "%(name)s cannot be read as Pabulib: look at %(what)s.", name=name, what=fault
        ) from fault
    _refuse_unfit(pot, meta, name)
    return pot


def _sections(text: str, name: str) -> Mapping[str, list[dict[str, str]]]:
    """Return the rows of each section, by the names of its columns."""
    parts: dict[str, list[dict[str, str]]] = {}
    header: list[str] = []
    rows: list[dict[str, str]] = []
    for row in csv.reader(text.splitlines(), delimiter=";"):
        if len(row) == 1 and row[0].strip() in SECTIONS:
            header, rows = [], parts.setdefault(row[0].strip(), [])
        elif row and not header:
            header = [cell.strip() for cell in row]
        elif row:
            rows.append({key: cell.strip() for key, cell in zip(header, row, strict=False)})
    if set(SECTIONS) - set(parts):
        raise Refused("%(name)s is no file of Pabulib: it lacks a section.", name=name)
    return parts


def _pot(
    meta: Mapping[str, str],
    projects: Sequence[Mapping[str, str]],
    votes: Sequence[Mapping[str, str]],
) -> Pot:
    keys = [row["project_id"] for row in projects]
    has_selected = bool(projects) and "selected" in projects[0]
    value = "score" if projects and "score" in projects[0] else "votes"
    return Pot(
        title=meta.get("description", ""),
        currency=meta.get("currency", ""),
        pot=_amount(meta["budget"]),
        form=meta["vote_type"],
        rule=meta.get("rule", ""),
        comment=meta.get("comment", ""),
        names={row["project_id"]: row.get("name") or row["project_id"] for row in projects},
        costs={row["project_id"]: _amount(row["cost"]) for row in projects},
        ballots=tuple(_ballots(votes)),
        most=int(meta.get("max_length", len(keys))),
        official=_selected(projects) if has_selected else None,
        told={row["project_id"]: _amount(row[value]) for row in projects if row.get(value)},
        least=_amount(meta.get("min_project_score_threshold", "0")),
    )


def _selected(projects: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """What was funded from the pot: 1; 2 and 3 came from other money."""
    return tuple(row["project_id"] for row in projects if row.get("selected") == "1")


def _ballots(votes: Sequence[Mapping[str, str]]) -> Iterator[Vote]:
    for row in votes:
        chosen = tuple(key.strip() for key in row["vote"].split(",") if key.strip())
        points = tuple(_amount(cell) for cell in row.get("points", "").split(",") if cell.strip())
        yield Vote(chosen, points)


def _amount(cell: str) -> Fraction:
    return Fraction(cell.replace(",", "."))


def _refuse_unfit(pot: Pot, meta: Mapping[str, str], name: str) -> None:
    """Refuse another form of ballot, votes for nothing, points that do not fit, missing votes."""
    if pot.form not in FORMS:
        raise Refused(
            "%(name)s has ballots of the form “%(form)s”, which Torg cannot count.",
            name=name,
            form=pot.form,
        )
    strange = {key for each in pot.ballots for key in each.chosen} - set(pot.costs)
    if strange:
        raise Refused(
            "%(name)s has votes for “%(key)s”, which is no option of it.",
            name=name,
            key=min(strange),
        )
    if any(each.points and len(each.points) != len(each.chosen) for each in pot.ballots):
        raise Refused("%(name)s has a ballot whose points do not fit its measures.", name=name)
    if pot.pot < 0 or any(cost <= 0 for cost in pot.costs.values()):
        raise Refused("%(name)s has a measure without a price, or a pot below nothing.", name=name)
    told = meta.get("num_votes", "")
    if told.isdecimal() and int(told) != len(pot.ballots):
        raise Refused(
            "%(name)s is not whole: it speaks of %(told)s ballots and holds %(found)s.",
            name=name,
            told=told,
            found=len(pot.ballots),
        )
