"""The bars: what a room of 5,000 on two cores must reach, and the table that shows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Bar:
    """One figure: its name in the readings, what it is in words, and what it must reach."""

    name: str
    words: str
    limit: float | None = None
    unit: str = ""
    at_least: bool = False
    digits: int = 0

    def is_reached_by(self, value: float) -> bool:
        """Whether that is good enough."""
        if self.limit is None:
            return True
        return value >= self.limit if self.at_least else value <= self.limit

    def tell(self, value: float) -> str:
        """Return the value with its unit."""
        return f"{value:,.{self.digits}f}{' ' if self.unit else ''}{self.unit}"


BARS = (
    Bar("votes_to_hello", "Votes ÷ do-nothing requests, 64 in flight", 0.6, "", True, 2),
    Bar("group_to_one", "Group commit ÷ a commit each", 2.5, "×", True, 1),
    Bar("group_to_one_5ms", "The same on a disk of 5 ms a sync", 8, "×", True, 1),
    Bar("hall_p95_ms", "A hall of 600 votes at once, p95", 500, "ms"),
    Bar("hall_to_bare", "That ÷ a bare Flask-SocketIO loop", 3, "×", digits=1),
    Bar("steady_p99_ms", "A fifth of the room votes each second, p99", 30, "ms", digits=1),
    Bar("lost", "Votes acknowledged and not counted", 0),
    Bar("wrong", "Votes counted otherwise than sent", 0),
    Bar("burst_p99_ms", "All vote within 2 s, p99", 100, "ms", digits=1),
    Bar("instant_s", "All vote in one instant, all acknowledged", 3, "s", digits=2),
    Bar("on_screen_ms", "Last vote to the screen", 500, "ms"),
    Bar("back_s", "All reconnect at once, all are back", 5, "s", digits=2),
    Bar("leaving_slowest_ms", "All leave at once, slowest reply meanwhile", 500, "ms"),
    Bar("stage_s", "A step at the desk, all have their new part", 4, "s", digits=2),
    Bar("kib_per_phone", "Memory of a connected phone", 64, "KiB"),
    Bar(
        "vote_cpu_to_few",
        "Processor of a vote ÷ the same in a tenth of the room",
        1.3,
        "×",
        digits=2,
    ),
    Bar("brief_to_calm", "Votes while a brief is made ÷ without, p99", 2, "×", digits=2),
    Bar("short_form_s", "Two pages of 100 ideas, processor", 5, "s", digits=1),
    Bar("brief_500_s", "The brief of 500 ideas, processor", 10, "s", digits=1),
    Bar("brief_5000_s", "The brief of 5,000 ideas, processor", 40, "s", digits=1),
    Bar("brief_5000_mb", "Its memory at most", 700, "MB"),
    Bar("brief_page_ratio", "A page at 5,000 ÷ a page at 500", 1.3, "×", digits=2),
    Bar("brief_to_bare", "The brief of 500 ÷ the printer alone", 1.5, "×", digits=2),
    Bar("brief_to_bare_many", "The brief of 5,000 ÷ the printer alone", 1.5, "×", digits=2),
    Bar("soak_kib_a_minute", "Memory that ten minutes of votes add, each minute", None, "KiB"),
    Bar("basemap_cpu_s", "A map of 1.5 MB to its SVG, processor", 1, "s", digits=2),
    Bar("basemap_kb", "That SVG, packed", 100, "kB", digits=1),
    Bar("workers_ratio", "Two workers ÷ one", None, "×", digits=2),
    Bar("voting_kb", "Voting page over the wire", None, "kB", digits=1),
    Bar("map_kb", "Map page over the wire", None, "kB", digits=1),
    Bar("map_file_s", "5,000 notes as a map in one file, processor", 3, "s", digits=2),
    Bar("map_file_mb", "That file", 3, "MB", digits=2),
    Bar(
        "desk_map_kb", "The desk’s live map over the wire, without its notes", None, "kB", digits=1
    ),
    Bar("gpkg_s", "5,000 notes as a GeoPackage, processor", 2, "s", digits=2),
    Bar("dxf_s", "5,000 notes as a drawing for CAD, processor", 2, "s", digits=2),
    Bar(
        "archive_cpu_s", "5,000 contributions into an archive and out, processor", 10, "s", digits=1
    ),
    Bar("archive_kb", "That archive", None, "kB"),
    Bar("xlsx_s", "5,000 notes as a workbook, processor", None, "s", digits=2),
    Bar("screen_notes_ms", "The screen with 5,000 notes, processor", 300, "ms"),
    Bar("spots_s", "Hot spots of 5,000 notes, processor", 1, "s", digits=2),
    Bar("sums_s", "All sums of 5,000 notes, processor", None, "s", digits=2),
    Bar("clusters_s", "Clusters of 5,000 notes, processor", 1, "s", digits=2),
    Bar("clusters_many_s", "Clusters of 50,000 notes, processor", 10, "s", digits=2),
    Bar("click_to_screen_ms", "Click in a browser to the screen", None, "ms"),
    Bar("import_s", "Import of the ideas", None, "s", digits=1),
    Bar("brief_s", "Brief of the import", None, "s", digits=1),
    Bar("brief_pages", "Its pages"),
    Bar("peak_mb", "Its memory at most", None, "MB"),
)


def rows(readings: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Return what was measured as figure, value, bar, and whether it was reached."""
    for bar in BARS:
        value = readings.get(bar.name)
        if value is None:
            continue
        sign = "≥" if bar.at_least else "≤"
        limit = "" if bar.limit is None else f"{sign} {bar.tell(bar.limit)}"
        reached = "yes" if bar.is_reached_by(value) else "no"
        yield bar.words, bar.tell(value), limit, reached if limit else ""


def missed(readings: Mapping[str, Any]) -> list[str]:
    """Return the names of the bars that were not reached."""
    return [
        bar.name
        for bar in BARS
        if readings.get(bar.name) is not None and not bar.is_reached_by(readings[bar.name])
    ]
