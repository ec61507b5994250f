"""The brief in its forms: processor, pages and memory of a child that makes one from ideas."""

import csv
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from app.bench.brief import Done, child_of, torg
from app.bench.rendering import made_up
from app.bench.setting import Readings, Setting

ROOM, FEW, MANY = 100, 500, 5000
SLUG = "bench"


@dataclass(frozen=True)
class Printed:
    """A PDF: what its child took, and its pages."""

    done: Done
    pages: int

    @property
    def page_s(self) -> float:
        return self.done.processor_s / max(self.pages, 1)


def measure(_setting: Setting) -> Readings:
    """Print two pages of a hundred people's ideas, and the whole of 500 and of 5,000."""
    with consultation_of(ROOM) as folder:
        brief(folder, "short")  # the first child compiles what it imports
        short = brief(folder, "short")
    with consultation_of(FEW) as folder:
        few, few_cards = brief(folder), cards(folder)
    with consultation_of(MANY) as folder:
        many, many_cards = brief(folder), cards(folder)
    return {
        "short_form_s": short.done.processor_s,
        "brief_500_s": few.done.processor_s,
        "brief_5000_s": many.done.processor_s,
        "brief_5000_mb": many.done.peak_mb,
        "brief_page_ratio": many.page_s / few.page_s,
        "brief_to_bare": few.done.processor_s / few_cards.done.processor_s,
        "brief_to_bare_many": many.done.processor_s / many_cards.done.processor_s,
        "pages": {"brief_500": few.pages, "brief_5000": many.pages, "bare_5000": many_cards.pages},
    }


@contextmanager
def consultation_of(n: int) -> Iterator[Path]:
    """Import so many ideas into a fresh folder."""
    with tempfile.TemporaryDirectory(prefix="torg-bench-") as name:
        folder = Path(name)
        ideas = folder / "ideas.csv"
        with ideas.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([("idea",), *((idea,) for idea in made_up(n))])
        torg(folder, "import", "ideas", str(ideas), "--new", SLUG)
        yield folder


def brief(folder: Path, form: str = "long") -> Printed:
    """Print the brief."""
    pdf = folder / "brief.pdf"
    return _opened(pdf, torg(folder, "brief", SLUG, "--form", form, "--force", "-o", str(pdf)))


def cards(folder: Path) -> Printed:
    """Print what was said as plain cards: the printer alone."""
    pdf = folder / "cards.pdf"
    return _opened(pdf, child_of(folder, "app.bench.cards", SLUG, str(pdf)))


def _opened(pdf: Path, done: Done) -> Printed:
    with pikepdf.open(pdf) as opened:
        return Printed(done, len(opened.pages))
