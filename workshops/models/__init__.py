"""The tables. Import models from here."""

from workshops.models.answers import Ballot, Contribution
from workshops.models.base import Base, Moment
from workshops.models.design import Drawing, LedgerEntry, Trial
from workshops.models.people import Attendee, Link, Member
from workshops.models.planning import Activity, Consultation, Square, Workshop
from workshops.models.record import Job, LogEntry, Photo
from workshops.models.requirements import Evidence, Requirement
from workshops.models.slips import Slip

__all__ = [
    "Activity",
    "Attendee",
    "Ballot",
    "Base",
    "Consultation",
    "Contribution",
    "Drawing",
    "Evidence",
    "Job",
    "LedgerEntry",
    "Link",
    "LogEntry",
    "Member",
    "Moment",
    "Photo",
    "Requirement",
    "Slip",
    "Square",
    "Trial",
    "Workshop",
]
