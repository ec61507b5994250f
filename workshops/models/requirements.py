"""Sentences a planner can design to, and what they rest on."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshops.models.base import Base


class Requirement(Base):
    """One requirement; its strength is computed from its evidence, never typed."""

    __tablename__ = "requirement"
    __table_args__ = (
        UniqueConstraint("consultation_id", "number"),
        CheckConstraint("weight IN ('must', 'should', 'could', 'avoid')", name="weight"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    number: Mapped[int]
    sentence: Mapped[str]
    weight: Mapped[str] = mapped_column(default="should")
    zone: Mapped[str] = mapped_column(default="")
    cost_class: Mapped[int | None]  # 1 to 4
    owner: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(default="proposed")
    right: Mapped[str] = mapped_column(default="")  # why it is a right; empty when it is not
    place: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # GeoJSON geometry, WGS 84
    season: Mapped[str] = mapped_column(default="")
    time_of_day: Mapped[str] = mapped_column(default="")
    who: Mapped[str] = mapped_column(default="")  # for whom above all
    draft: Mapped[bool] = mapped_column(default=False)  # suggested, and not yet taken over
    answers: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # of departments
    rests_on: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # trials, hot spots, …
    created_at: Mapped[datetime]

    evidence: Mapped[list["Evidence"]] = relationship(
        back_populates="requirement", cascade="all, delete-orphan", order_by="Evidence.id"
    )


class Evidence(Base):
    """A contribution, or a line of an activity's result, for or against a requirement."""

    __tablename__ = "evidence"
    __table_args__ = (
        UniqueConstraint("requirement_id", "contribution_id"),
        UniqueConstraint("requirement_id", "activity_id", "option"),
        CheckConstraint("(contribution_id IS NULL) <> (activity_id IS NULL)", name="one_source"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"))
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"))
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"))
    option: Mapped[str | None]  # the key of a row of the activity's result
    against: Mapped[bool] = mapped_column(default=False)

    requirement: Mapped[Requirement] = relationship(back_populates="evidence")
