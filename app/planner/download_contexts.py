"""What the downloads page shows: each export with its last file, and the history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.planner.contexts import Bar


@dataclass(frozen=True)
class JobRow:
    """A file that is made, was made, or was not."""

    id: int
    task: str
    title: str
    language: str
    state: str
    percent: int
    step: str
    fault: str
    asked: datetime  # local
    findings: str
    url: str  # of the finished file
    look_url: str  # where it is shown; "" for what is no page
    cancel_url: str
    size: str
    going: bool
    role: str  # who asked
    before: int  # so many are made before it
    seconds: float | None  # of work
    kept_until: date  # on this day the file is deleted


@dataclass(frozen=True)
class ExportRow:
    """An export with its last job, and the last of its files that is there."""

    name: str
    title: str
    about: str
    newest: JobRow | None
    made: JobRow | None
    languages: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class DownloadsPage:
    bar: Bar
    exports: Sequence[ExportRow]
    history: Sequence[JobRow]
    kept_days: int
    delete_on: date | None
    language: str
    part_url: str
    version: str
    busy: bool
