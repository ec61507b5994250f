"""The brief in its forms: processor, pages and memory of a child that makes one from ideas."""

import csv
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from weasyprint import HTML

from app.bench.brief import Done, torg
from app.bench.rendering import made_up
from app.bench.setting import Readings, Setting

ROOM, FEW, MANY = 100, 500, 5000


@dataclass(frozen=True)
class Printed:
    """A brief: what its child took, and its pages."""

    done: Done
    pages: int

    @property
    def page_s(self) -> float:
        return self.done.processor_s / max(self.pages, 1)


def measure(_setting: Setting) -> Readings:
    """Print two pages of a hundred people's ideas, and the whole of 500 and of 5,000."""
    short = printed(ROOM, "short")
    few, many = printed(FEW), printed(MANY)
    return {
        "short_form_s": short.done.processor_s,
        "brief_500_s": few.done.processor_s,
        "brief_5000_s": many.done.processor_s,
        "brief_5000_mb": many.done.peak_mb,
        "brief_page_ratio": many.page_s / few.page_s,
        "brief_to_bare": few.done.processor_s / max(bare_s(made_up(FEW)), 0.1),
    }


def printed(n: int, form: str = "long") -> Printed:
    """Import so many ideas into a fresh folder and print their brief."""
    with tempfile.TemporaryDirectory(prefix="torg-bench-") as name:
        folder = Path(name)
        ideas, pdf = folder / "ideas.csv", folder / "brief.pdf"
        with ideas.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([("idea",), *((idea,) for idea in made_up(n))])
        slug = torg(folder, "import", "ideas", str(ideas), "--new", "Bench").out.split()[-1]
        done = torg(folder, "brief", slug, "--form", form, "-o", str(pdf))
        with pikepdf.open(pdf) as opened:
            return Printed(done, len(opened.pages))


def bare_s(texts: Sequence[str]) -> float:
    """Return the processor time of the printer alone, for as many plain cards,."""
    began = time.process_time()
    cards = "".join(f"<div><p>HAM-{n}</p><p>{text}</p></div>" for n, text in enumerate(texts))
    HTML(string=f"<html lang='en'><title>Cards</title>{cards}").write_pdf(pdf_variant="pdf/a-3a")
    return time.process_time() - began
