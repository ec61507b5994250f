"""One-time voting slips: paper with a number and a code, of which only the hash is kept."""

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshops.models.base import Base


class Slip(Base):
    """A slip of paper that lets one attendee vote; a moment of use is not kept."""

    __tablename__ = "slip"
    __table_args__ = (
        UniqueConstraint("workshop_id", "number"),
        CheckConstraint("state IN ('issued', 'used', 'spoiled')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    number: Mapped[int]
    batch: Mapped[int]  # what was printed together
    code_hash: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="issued")
    free: Mapped[bool] = mapped_column(default=True)  # whether a device may take it now
    attendee_id: Mapped[int | None] = mapped_column(ForeignKey("attendee.id"), unique=True)
