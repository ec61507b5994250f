"""From requirements to the built square: trials, drawings, and what became of each."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshops.models.base import Base


class Trial(Base):
    """Something tried on the square at full size, and what was seen."""

    __tablename__ = "trial"
    __table_args__ = (
        UniqueConstraint("consultation_id", "number"),
        CheckConstraint("verdict IN ('', 'keep', 'adapt', 'drop')", name="verdict"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    number: Mapped[int]
    title: Mapped[str]
    zone: Mapped[str] = mapped_column(default="")
    place: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # GeoJSON geometry, WGS 84
    partners: Mapped[str] = mapped_column(default="")
    began_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    seen: Mapped[str] = mapped_column(default="")
    counts: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # what, before/during/after
    photos: Mapped[list[str]] = mapped_column(default=list)  # SHA-256 of each
    verdict: Mapped[str] = mapped_column(default="")
    why: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]


class LedgerEntry(Base):
    """One step in what became of a requirement; the newest says how it stands."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        CheckConstraint(
            "state IN ('received', 'grouped', 'in_brief', 'in_design', 'built', 'changed', "
            "'dropped')",
            name="state",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"), index=True)
    state: Mapped[str]
    on: Mapped[date]
    by: Mapped[str] = mapped_column(default="")  # an office, never a person
    why: Mapped[str] = mapped_column(default="")
    saved: Mapped[str] = mapped_column(default="")  # what it saved, in words or money
    created_at: Mapped[datetime]


class Drawing(Base):
    """A version of the design, with what in it answers which requirement."""

    __tablename__ = "drawing"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    number: Mapped[int]
    title: Mapped[str]
    variant: Mapped[str] = mapped_column(default="")  # "" for the one design there is
    drawn_on: Mapped[date | None]
    by: Mapped[str] = mapped_column(default="")
    pages: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # sha256, width, height
    pins: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # page, x, y, requirement
    changes: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # what, because: refs
    scores: Mapped[dict[str, Any]] = mapped_column(default=dict)  # by requirement: met, partly, not
    created_at: Mapped[datetime]
