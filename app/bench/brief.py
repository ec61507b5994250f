"""A brief made from a real import: seconds, pages, peak memory of the child."""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from app.bench.server import only
from config import ROOT
from workshops.refusal import Refused


@dataclass(frozen=True)
class Done:
    """How a command ended: seconds, those of the processor, MB at the most, what it printed."""

    seconds: float
    processor_s: float
    peak_mb: float
    out: str


def brief_of(ideas: Path) -> dict[str, float]:
    """Import the file into a fresh folder, make its brief, and say what it took."""
    with tempfile.TemporaryDirectory(prefix="torg-bench-") as name:
        folder = Path(name)
        imported = torg(folder, "import", "ideas", str(ideas.resolve()), "--new", "Bench")
        slug = imported.out.strip().splitlines()[-1]
        pdf = folder / "brief.pdf"
        made = torg(folder, "brief", slug, "-o", str(pdf))
        with pikepdf.open(pdf) as opened:
            pages = len(opened.pages)
        return {
            "import_s": round(imported.seconds, 1),
            "brief_s": round(made.seconds, 1),
            "brief_pages": pages,
            "pdf_kb": round(pdf.stat().st_size / 1000),
            "peak_mb": round(made.peak_mb),
        }


def torg(folder: Path, *words: str) -> Done:
    """Run a command in a child of its own and measure that child alone."""
    return child_of(folder, "app.cli", *words)


def child_of(folder: Path, module: str, *words: str) -> Done:
    """Run a module in a child of its own and measure that child alone."""
    started = time.perf_counter()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        child = subprocess.Popen(
            [sys.executable, "-m", module, *words],
            cwd=ROOT,
            env=only(folder),
            stdout=out,
        )
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        if child.returncode:
            raise Refused("“torg %(words)s” did not work.", words=" ".join(words[:2]))
        took = time.perf_counter() - started
        return Done(took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, out.read())
