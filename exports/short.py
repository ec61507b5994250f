"""What you said today: two pages to hand out at the door, of one workshop or of all."""

from pathlib import Path
from typing import Unpack

from exports import brief
from exports.brief import BriefFacts
from exports.export import Export, Wishes
from workshops.findings import Findings
from workshops.words import mark


def write(findings: Findings, path: Path, **wishes: Unpack[Wishes]) -> BriefFacts:
    """Write two pages a language, with the whole findings inside, as the brief has them."""
    return brief.write(findings, path, pieces=("short",), **wishes)


EXPORT = Export(
    "short",
    mark("What you said today (two pages)"),
    ".pdf",
    write,
    mark("Two pages, printed in a moment and handed out at the door."),
    "what-you-said",
)
