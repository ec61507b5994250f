"""A brief made from a real import: seconds, pages, peak memory of the child."""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from config import ROOT, with_instance


def brief_of(ideas: Path) -> dict[str, float]:
    """Import the file into a fresh folder, make its brief, and say what it took."""
    with tempfile.TemporaryDirectory(prefix="torg-bench-") as name:
        folder = Path(name)
        took, out = _torg(folder, "import", "ideas", str(ideas), "--new", "Bench")
        slug = out.strip().splitlines()[-1]
        pdf = folder / "brief.pdf"
        brief_s, _ = _torg(folder, "brief", slug, "-o", str(pdf))
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        return {
            "import_s": round(took, 1),
            "brief_s": round(brief_s, 1),
            "pages": pages(pdf.read_bytes()),
            "pdf_kb": round(pdf.stat().st_size / 1000),
            "peak_mb": round(peak / 1024),
        }


def pages(pdf: bytes) -> int:
    """Return the number of pages of a PDF that we wrote: objects are not packed there."""
    return pdf.count(b"/Type /Page\n") or pdf.count(b"/Type /Page ") or pdf.count(b"/Type/Page/")


def _torg(folder: Path, *words: str) -> tuple[float, str]:
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", *words],
        cwd=ROOT,
        env=with_instance(folder),
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return time.perf_counter() - started, done.stdout
