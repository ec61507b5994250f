"""Sheets of voting slips: issued once with their codes, counted by what became of them.

Only the hash of a code is kept, so that a sheet is printed when it is issued and never again.
"""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from workshops import tokens
from workshops.models import Slip, Workshop
from workshops.refusal import Refused
from workshops.slips import MOST, hashed, note

#: Letters of a code, of 30: one guess in 65 million hits, even when 10,000 slips are out.
LENGTH = 8
MOST_AT_ONCE = 300


@dataclass(frozen=True)
class Printed:
    """A slip as it is printed; the code is nowhere else."""

    number: int
    code: str  # ABCD-EFGH


@dataclass(frozen=True)
class Batch:
    """What became of the slips that were printed together, or of all: `number` is 0 then."""

    number: int
    first: int
    last: int
    issued: int
    used: int
    spoiled: int

    @property
    def left(self) -> int:
        """How many can still be handed out, or lie unused in a pocket."""
        return self.issued - self.used - self.spoiled


def issue(session: Session, workshop: Workshop, many: int, seed: str, who: str) -> list[Printed]:
    """Issue so many slips, or return those again that were issued with this very seed.

    The seed is a secret made for one form and kept nowhere: with it a page that is loaded
    again, or a double click, prints the same slips and issues no others; another `many` does.
    """
    if not 1 <= many <= MOST_AT_ONCE:
        raise Refused("Print 1 to %(most)s slips at a time.", most=MOST_AT_ONCE)
    codes = {hashed(workshop.id, code): code for code in _codes(f"{seed} {many}", many)}
    known = _numbers(session, workshop, codes)
    if not known:
        _add(session, workshop, list(codes), who)
        known = _numbers(session, workshop, codes)
    return [Printed(number, codes[each]) for number, each in known]


def _codes(seed: str, many: int) -> Iterator[str]:
    """Return codes that nobody without the seed can foresee."""
    for n in range(many):
        rest = int(hashlib.sha256(f"{seed}:{n}".encode()).hexdigest(), 16)
        letters = ""
        for _ in range(LENGTH):
            rest, at = divmod(rest, len(tokens.LETTERS))
            letters += tokens.LETTERS[at]
        yield f"{letters[:4]}-{letters[4:]}"


def _numbers(
    session: Session, workshop: Workshop, hashes: Collection[str]
) -> list[tuple[int, str]]:
    rows = session.execute(
        select(Slip.number, Slip.code_hash)
        .where(Slip.workshop_id == workshop.id, Slip.code_hash.in_(hashes))
        .order_by(Slip.number)
    )
    return [(number, code_hash or "") for number, code_hash in rows]


def _add(session: Session, workshop: Workshop, hashes: Sequence[str], who: str) -> None:
    last, batch = session.execute(
        select(func.max(Slip.number), func.max(Slip.batch)).where(Slip.workshop_id == workshop.id)
    ).one()
    first = (last or 0) + 1
    if first + len(hashes) - 1 > MOST:
        raise Refused("A workshop has %(most)s slips at most.", most=MOST)
    session.add_all(
        Slip(workshop_id=workshop.id, number=number, batch=(batch or 0) + 1, code_hash=each)
        for number, each in enumerate(hashes, first)
    )
    session.flush()
    note(session, workshop, who, "issued slips", f"{first}–{first + len(hashes) - 1}")


def batches(session: Session, workshop: Workshop) -> list[Batch]:
    """Return what became of the slips, by what was printed together, the newest first."""
    used, spoiled = (
        func.sum(case((Slip.state == state, 1), else_=0)) for state in ("used", "spoiled")
    )
    rows = session.execute(
        select(
            Slip.batch, func.min(Slip.number), func.max(Slip.number), func.count(), used, spoiled
        )
        .where(Slip.workshop_id == workshop.id)
        .group_by(Slip.batch)
        .order_by(Slip.batch.desc())
    )
    return [Batch(*map(int, row)) for row in rows]


def total(found: Sequence[Batch]) -> Batch:
    """Add batches up."""
    return Batch(
        0,
        min((each.first for each in found), default=0),
        max((each.last for each in found), default=0),
        sum(each.issued for each in found),
        sum(each.used for each in found),
        sum(each.spoiled for each in found),
    )
