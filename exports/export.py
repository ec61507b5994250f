"""What an export is, and what may be asked of it."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Protocol, TypedDict, Unpack

from workshops.findings import Findings

Progress = Callable[[int, str], None]


class Wishes(TypedDict, total=False):
    """How a file is wanted. Every export takes all of these and uses what concerns it."""

    language: str
    catalogues: Path | None  # folder of <language>/LC_MESSAGES/messages.mo
    photos: Path | None  # folder of <sha>.jpg
    epsg: int | None  # of maps in metres; the local UTM zone where none is asked for
    workshop: int | None  # the number of the one workshop that is told; None for all
    progress: Progress  # told per cent and a sentence


class Write(Protocol):
    """Write the findings into the file at `path`, whole or not at all."""

    def __call__(self, findings: Findings, path: Path, **wishes: Unpack[Wishes]) -> object: ...


class Export(NamedTuple):
    """One kind of file: its name in commands and addresses, its title, its suffix.

    `about` says what a planner does with it; `file` is what it is called among the others.
    """

    name: str
    title: str
    suffix: str
    write: Write
    about: str = ""
    file: str = ""


def silently(per_cent: int, words: str) -> None:
    """Tell nobody of the progress."""
