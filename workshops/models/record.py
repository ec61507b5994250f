"""What is kept about the work itself: the log, the photos, the jobs."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from workshops.models.base import Base


class LogEntry(Base):
    """One line of the append-only log, hashed over the line before."""

    __tablename__ = "log_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    at: Mapped[datetime]
    who: Mapped[str]  # a role, never a person
    verb: Mapped[str]
    subject: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    hash: Mapped[str]


class Photo(Base):
    """A re-encoded picture without its metadata; the file is named by its hash."""

    __tablename__ = "photo"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    sha256: Mapped[str] = mapped_column(index=True)
    width: Mapped[int]
    height: Mapped[int]
    alt: Mapped[str] = mapped_column(default="")
    credit: Mapped[str] = mapped_column(default="")


class Job(Base):
    """Work longer than a moment, done by a child process."""

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    task: Mapped[str]
    state: Mapped[str] = mapped_column(default="waiting")
    percent: Mapped[int] = mapped_column(default=0)
    step: Mapped[str] = mapped_column(default="")
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    file: Mapped[str] = mapped_column(default="")
    fault: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
