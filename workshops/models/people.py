"""Attendees without names, and the few people who may enter the desk."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshops.models.base import Base


class Attendee(Base):
    """One person in one workshop: a token on a phone, a table's device, or a numbered slip."""

    __tablename__ = "attendee"
    __table_args__ = (
        UniqueConstraint("workshop_id", "slip"),
        CheckConstraint("channel IN ('phone', 'table', 'paper', 'remote')", name="channel"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    channel: Mapped[str] = mapped_column(default="phone")
    slip: Mapped[str | None]
    people: Mapped[int] = mapped_column(default=1)  # how many sit at this device
    joined_at: Mapped[datetime]


class Member(Base):
    """Somebody with a key to the desk: owner, facilitator, helper or planner."""

    __tablename__ = "member"

    id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str]
    created_at: Mapped[datetime]


class Link(Base):
    """A one-time link that makes whoever opens it a member; only its hash is kept."""

    __tablename__ = "link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
