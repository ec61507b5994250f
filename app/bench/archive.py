"""An archive of 5,000 contributions, out of one database and into another: processor's seconds."""

import csv
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from app.bench.brief import torg
from app.bench.setting import Readings, Setting

MANY = 5_000


def measure(_setting: Setting) -> Readings:
    """Return what the two commands take together, start of Python and all."""
    return round_trip(MANY)


def round_trip(many: int) -> Readings:
    """Import so many ideas, archive them, open the archive elsewhere."""
    with TemporaryDirectory(prefix="torg-bench-") as name:
        here, there = Path(name) / "here", Path(name) / "there"
        ideas, packed = Path(name) / "ideas.csv", Path(name) / "bench.zip"
        _write(ideas, many)
        imported = torg(here, "import", "ideas", str(ideas), "--new", "Bench")
        slug = imported.out.strip().splitlines()[-1]
        out = torg(here, "archive", slug, "-o", str(packed))
        back = torg(there, "open", str(packed))
        size = packed.stat().st_size / 1000
    return {
        "archive_cpu_s": round(out.processor_s + back.processor_s, 2),
        "archive_kb": round(size),
    }


def _write(path: Path, many: int) -> None:
    """Write made-up ideas round six places of a square, as people leave them."""
    chance = Random(1)  # noqa: S311 - the same each time, no secret
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("text", "lon", "lat"))
        for n in range(many):
            lon, lat = 10.75 + n % 3 * 0.0008, 59.91 + n % 2 * 0.0006
            spot = chance.gauss(lon, 0.0003), chance.gauss(lat, 0.0002)
            table.writerow((f"Idea {n}: seats, light and water by the wall", *spot))
