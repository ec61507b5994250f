"""The maps: 5,000 notes as one file; what the phone's plan and the desk's live map weigh."""

import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from app.bench.pages import open_notes, page_kb
from app.bench.room import Room, at_home
from app.bench.server import running
from app.bench.setting import Readings, Setting
from app.extensions import db
from app.languages import CATALOGUES
from exports import folium_map
from workshops import joining
from workshops.findings import ContributionFacts, Findings
from workshops.freezing import freeze
from workshops.methods.geodesy import Point
from workshops.methods.spatial import bounds_of

NOTES = 5000
EVERYWHERE = {"type": "LineString", "coordinates": [[10.0, 60.0], [10.001, 60.001]]}
WORDS = "A bench out of the wind, with a back and arms, where the sun is after two"


def measure(setting: Setting) -> Readings:
    """Write the file in this process; then weigh the pages, each with all that it loads."""
    found = _file(many_notes(findings_of(setting.room)))
    with running(setting.room.instance) as server:
        room = setting.room.moved(server.instance)
        desk = f"/desk/w/{room.code}/map"
        found |= {"desk_map_kb": page_kb(server.port, desk, room.desk.cookie)}
        open_notes(server, room)
        return found | {"map_kb": page_kb(server.port, f"/w/{room.code}/?in=1")}


def _file(findings: Findings) -> Readings:
    """Return the processor's seconds and the megabytes; folium is loaded before it counts."""
    with TemporaryDirectory(prefix="torg-bench-") as name:
        path = Path(name) / "map.html"
        folium_map.write(replace(findings, contributions=()), path, catalogues=CATALOGUES)
        started = time.process_time()
        size = folium_map.write(findings, path, catalogues=CATALOGUES)
        return {
            "map_file_s": round(time.process_time() - started, 2),
            "map_file_mb": round(size / 1e6, 2),
        }


def findings_of(room: Room) -> Findings:
    """Return the findings of the room's consultation."""
    with at_home(room.instance):
        session = db.session()
        return freeze(session, joining.find_workshop(session, room.code).consultation)


def many_notes(findings: Findings, n: int = NOTES) -> Findings:
    """Return the findings with n notes spread over the square, in all categories."""
    west, south, east, north = bounds_of(findings.square.outline or EVERYWHERE)
    wide, high = east - west, north - south
    spots = [
        (west + nth * 7 % 997 / 997 * wide, south + nth * 13 % 991 / 991 * high) for nth in range(n)
    ]
    keys = [each.key for each in findings.categories] or [""]
    said = tuple(_note(nth, spot, keys[nth % len(keys)]) for nth, spot in enumerate(spots, 1))
    return replace(findings, contributions=said)


def _note(nth: int, spot: Point, category: str) -> ContributionFacts:
    return ContributionFacts(
        ref=f"HAM-{nth:04}",
        number=nth,
        activity="1.1",
        workshop=1,
        text=f"{WORDS}, {nth}",
        category=category,
        channel="phone",
        state="released",
        merged_into="",
        geometry={"type": "Point", "coordinates": list(spot)},
        place="B, C4",
        inside=True,
        set_aside="",
        hearts=nth % 9,
        reported=None,
        feeling="like",
        requirements=(),
        said_at=f"2026-02-{1 + nth % 20:02}T{10 + nth % 9}:{nth % 60:02}",
    )
