"""A map of 1.5 MB to its SVG by `torg basemap`: processor seconds, seconds, memory, kilobytes."""

import gzip
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from app.bench.server import only
from app.bench.setting import Readings, Setting
from app.demo import EXTRACT
from config import ROOT
from workshops.refusal import Refused


def measure(_setting: Setting) -> Readings:
    """Draw the demo's own extract, as large as extracts of a square come, in a fresh process."""
    with tempfile.TemporaryDirectory(prefix="torg-bench-") as name:
        folder = Path(name)
        file, out = folder / "square.osm", folder / "square.svg"
        file.write_bytes(gzip.decompress(EXTRACT.read_bytes()))
        return drawn(file, out) | {
            "basemap_mb": round(file.stat().st_size / 1e6, 2),
            "basemap_kb": round(len(gzip.compress(out.read_bytes())) / 1000, 1),
        }


def drawn(file: Path, out: Path) -> Readings:
    """Run the command and say what it took, the start of Python and all imports included."""
    command = [sys.executable, "-m", "app.cli", "basemap", str(file), "-o", str(out), "--json"]
    began = time.perf_counter()
    child = subprocess.Popen(command, cwd=ROOT, env=only(file.parent), stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise Refused("“torg %(words)s” did not work.", words="basemap")
    return {
        "basemap_cpu_s": round(used.ru_utime + used.ru_stime, 2),
        "basemap_s": round(time.perf_counter() - began, 2),
        "basemap_peak_mb": round(used.ru_maxrss / 1024),
    }
