"""The two things people leave behind: contributions and ballots."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshops.models.base import Base


class Contribution(Base):
    """Something a person said; its number is public and for ever."""

    __tablename__ = "contribution"
    __table_args__ = (
        UniqueConstraint("consultation_id", "number"),
        UniqueConstraint("activity_id", "attendee_id", "key"),
        CheckConstraint(
            "state IN ('held', 'released', 'returned', 'hidden', 'merged', 'withdrawn')",
            name="state",
        ),
        Index("ix_contribution_activity_id_state", "activity_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    attendee_id: Mapped[int] = mapped_column(ForeignKey("attendee.id"), index=True)
    number: Mapped[int]
    text: Mapped[str]
    category: Mapped[str] = mapped_column(default="")
    geometry: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # GeoJSON, WGS 84
    place: Mapped[str] = mapped_column(default="")  # "zone B", "C4", a landmark: no exact point
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("photo.id"))
    state: Mapped[str] = mapped_column(default="held")
    reason: Mapped[str] = mapped_column(default="")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"))
    channel: Mapped[str]
    key: Mapped[str]  # made at the tap: the same key is the same act
    received_at: Mapped[datetime]
    released_at: Mapped[datetime | None]


class Ballot(Base):
    """How a person voted: the last one in a slot stands."""

    __tablename__ = "ballot"
    __table_args__ = (UniqueConstraint("activity_id", "attendee_id", "slot"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), index=True)
    attendee_id: Mapped[int] = mapped_column(ForeignKey("attendee.id"), index=True)
    slot: Mapped[str] = mapped_column(default="")
    payload: Mapped[dict[str, Any]]
    channel: Mapped[str]
    key: Mapped[str]
    received_at: Mapped[datetime]
