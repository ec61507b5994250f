"""What the facilitator prepares: consultation, square, workshops, activities."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshops.models.base import Base


class Consultation(Base):
    """The whole process about one square."""

    __tablename__ = "consultation"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    prefix: Mapped[str]  # HAM in HAM-0142
    next_number: Mapped[int] = mapped_column(default=1)
    goal: Mapped[str] = mapped_column(default="")
    promise: Mapped[str] = mapped_column(default="")
    influence: Mapped[str] = mapped_column(default="consult")  # a rung of the IAP2 spectrum
    is_open: Mapped[str] = mapped_column(default="")
    is_fixed: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[str] = mapped_column(default="")
    decision: Mapped[str] = mapped_column(default="")
    decide_on: Mapped[date | None]
    answer_by: Mapped[date | None]
    delete_on: Mapped[date | None]
    conflicts: Mapped[list[str]] = mapped_column(default=list)
    not_settled: Mapped[list[str]] = mapped_column(default=list)
    next_steps: Mapped[list[str]] = mapped_column(default=list)
    vision: Mapped[str] = mapped_column(default="")
    objectives: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # sentence, test
    programme: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # use, season, time, …
    opposed: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # pairs in conflict
    reference: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # rows of a census
    indicators: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    categories: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    language: Mapped[str] = mapped_column(default="en")
    time_zone: Mapped[str] = mapped_column(default="Europe/Oslo")
    is_example: Mapped[bool] = mapped_column(default=False)
    set_aside: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    created_at: Mapped[datetime]

    square: Mapped["Square"] = relationship(back_populates="consultation")
    workshops: Mapped[list["Workshop"]] = relationship(
        back_populates="consultation", order_by="Workshop.number"
    )


class Square(Base):
    """The place: outline, zones, landmarks, stops, routes in WGS 84; base map in plan metres."""

    __tablename__ = "square"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), unique=True)
    name: Mapped[str]
    town: Mapped[str] = mapped_column(default="")
    outline: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    zones: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    landmarks: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    stops: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # key, name, lon, lat
    routes: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # key, name, line
    # Large: read only by those who draw it.
    layers: Mapped[list[dict[str, Any]]] = mapped_column(default=list, deferred=True)
    picture: Mapped[dict[str, Any] | None] = mapped_column(JSON, deferred=True)
    before: Mapped[list[dict[str, Any]]] = mapped_column(default=list, deferred=True)  # for undo
    basemap: Mapped[dict[str, Any] | None] = mapped_column(JSON, deferred=True)

    consultation: Mapped[Consultation] = relationship(back_populates="square")


class Workshop(Base):
    """One event of a consultation, with its join code and what is on the stage."""

    __tablename__ = "workshop"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    number: Mapped[int]
    title: Mapped[str]
    type: Mapped[str] = mapped_column(default="workshop")
    place: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime]
    minutes: Mapped[int] = mapped_column(default=150)
    code: Mapped[str] = mapped_column(unique=True)
    screen_token: Mapped[str] = mapped_column(unique=True)
    wifi_name: Mapped[str] = mapped_column(default="")
    wifi_password: Mapped[str] = mapped_column(default="")
    present: Mapped[int | None]  # the highest hand count at the door
    head_counts: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # at, people
    announced: Mapped[str] = mapped_column(default="")
    scene: Mapped[str] = mapped_column(default="doors")  # doors, activity, thanks
    current_id: Mapped[int | None] = mapped_column(
        ForeignKey("activity.id", use_alter=True, name="fk_workshop_current_id_activity")
    )
    blank: Mapped[bool] = mapped_column(default=False)
    dark: Mapped[bool] = mapped_column(default=False)
    ended_at: Mapped[datetime | None]
    asks_slips: Mapped[bool] = mapped_column(default=False)  # in the votes that open from now on
    version: Mapped[int] = mapped_column(default=1)

    consultation: Mapped[Consultation] = relationship(back_populates="workshops")
    activities: Mapped[list["Activity"]] = relationship(
        back_populates="workshop",
        order_by="Activity.position",
        foreign_keys="Activity.workshop_id",
    )
    current: Mapped["Activity | None"] = relationship(foreign_keys=[current_id], post_update=True)


class Activity(Base):
    """One item of an agenda; what it means is its kind's business."""

    __tablename__ = "activity"
    __table_args__ = (CheckConstraint("state IN ('draft', 'open', 'closed')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str]
    title: Mapped[str]
    question: Mapped[str] = mapped_column(default="")
    minutes: Mapped[int] = mapped_column(default=15)
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(default="draft")
    shown: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    asks_slips: Mapped[bool] = mapped_column(default=False)  # as the workshop did when it opened
    version: Mapped[int] = mapped_column(default=1)

    workshop: Mapped[Workshop] = relationship(
        back_populates="activities", foreign_keys=[workshop_id]
    )
