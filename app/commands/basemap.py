"""`torg basemap FILE.osm -o out.svg`: draw a square from an OpenStreetMap file, and count on it.

Needs no database and no instance: it reads one file and writes another.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from exports.paper import SCALES
from exports.plan import Extras, draw, sheet_of
from exports.plan.looks import LOOKS, Theme
from workshops.basemap import box_round, build
from workshops.basemap.choosing import Place, likeliest, named, outlined
from workshops.basemap.frame import Frame
from workshops.basemap.outlines import outline_in
from workshops.methods.spatial import centre_of
from workshops.osm import Extract, read_osm
from workshops.refusal import Refused
from workshops.words import Sentence, say

LARGEST_MB = 512
THEMES: dict[str, Theme] = {"quiet": "light", **{theme: theme for theme in LOOKS}}
WHOLE = "OpenStreetMap"
LONGEST_MM = 420


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("file", type=Path, help="an OpenStreetMap file: .osm or .osm.pbf")
    parser.add_argument("-o", "--output", type=Path, help="the SVG to write")
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--outline", type=Path, metavar="FILE.geojson", help="the place’s outline")
    place.add_argument("--square", metavar="NAME", help="a square, park or garden of the map")
    parser.add_argument(
        "--theme", choices=sorted(THEMES), default="quiet", help="how it looks (quiet)"
    )
    parser.add_argument("--json", action="store_true", help="JSON instead of a table")


def run(options: argparse.Namespace) -> None:
    """Read, draw, and say what is there."""
    extract = _extract(options.file)
    place, remark = _place(extract, options)
    basemap = build(extract, dict(place.outline)) if place else _whole(extract)
    if options.output:
        _write(options.output, _drawn(basemap, place, THEMES[options.theme]))
    if not basemap["features"]:
        remark.append(say("Nothing that is in this file lies at the outline."))
    found = _found(extract, place, basemap, [*extract.warnings, *remark])
    table = _table(found, options, _scale(basemap))
    print(json.dumps(found, ensure_ascii=False) if options.json else table)


def _extract(path: Path) -> Extract:
    content = _read(path)
    if path.stat().st_size > LARGEST_MB * 1_000_000:
        raise Refused("This file is larger than %(n)s MB. Export a smaller area.", n=LARGEST_MB)
    with content:
        extract = read_osm(content)
    if not extract.features:
        raise Refused("There is nothing to draw in this file. Export the area once more.")
    return extract


def _read(path: Path) -> Any:
    try:
        return path.open("rb")
    except OSError as fault:
        raise Refused(
            "%(file)s cannot be read: %(why)s.", file=path, why=fault.strerror or fault
        ) from fault


def _place(extract: Extract, options: argparse.Namespace) -> tuple[Place | None, list[Sentence]]:
    """What the map is about, and a remark where that was guessed."""
    if options.outline:
        with _read(options.outline) as file:
            return outlined(extract, *outline_in(file.read())), []
    if options.square is not None:
        return named(extract, options.square), []
    place = likeliest(extract)
    if place is None:
        return None, [
            say("No square is mapped in this file: all of it is drawn. Give an --outline.")
        ]
    name = place.name or _degrees(*centre_of(place.outline))
    return place, [
        say("The likeliest square was taken: %(name)s. Say --square or --outline.", name=name)
    ]


def _degrees(lon: float, lat: float) -> str:
    return f"{lat:.5f}, {lon:.5f}"


def _whole(extract: Extract) -> dict[str, Any]:
    return build(extract, box_round(extract), margin_m=0)


def _drawn(basemap: dict[str, Any], place: Place | None, theme: Theme) -> str:
    """Names as large as on a phone, in millimetres that print to scale."""
    outline = place.outline if place else None
    pixel_m = sheet_of(basemap, outline, "light").px
    extras = Extras(pixel_m=pixel_m, furniture=True, scale=_scale(basemap))
    title = place.name if place and place.name else WHOLE
    return str(draw(basemap, outline, (), theme, title=title, extras=extras))


def _scale(basemap: dict[str, Any]) -> int:
    """The largest usual scale at which the plan is no longer than a sheet of A3."""
    frame = Frame.from_json(basemap["frame"])
    longest = max(frame.width_m, frame.height_m)
    return next((n for n in SCALES if longest * 1000 / n <= LONGEST_MM), SCALES[-1])


def _write(path: Path, svg: str) -> None:
    try:
        path.write_text(svg, encoding="utf-8")
    except OSError as fault:
        raise Refused(
            "%(file)s cannot be written: %(why)s.", file=path, why=fault.strerror or fault
        ) from fault


def _found(
    extract: Extract, place: Place | None, basemap: dict[str, Any], warnings: list[Sentence]
) -> dict[str, Any]:
    utm = Frame.from_json(basemap["frame"]).utm
    epsg = utm.epsg_for(*centre_of(basemap["outline"]))
    return {
        **extract.counts,
        "square": place
        and {
            "name": place.name or None,
            "area_m2": round(place.area_m2, 1),
            "trees": place.trees,
            "benches": place.benches,
        },
        "utm": f"{utm.zone}{'N' if utm.north else 'S'}, EPSG:{epsg}",
        "warnings": [str(each) for each in warnings],
    }


def _table(found: dict[str, Any], options: argparse.Namespace, scale: int) -> str:
    square = found["square"]
    name = (square["name"] or "the square") if square else ""
    rows = [("", "in the file", name)]
    for key in ("buildings", "trees", "benches"):
        inside = f"{square[key]:,}" if square and key in square else ""
        rows.append((key, f"{found[key]:,}", inside))
    if square:
        rows.append(("area", "", f"{square['area_m2']:,.0f} m²"))
    wide = max(len(row[2]) for row in rows)
    lines = [f"{a:<11}{b:>11}   {c:>{wide}}".rstrip() for a, b, c in rows]
    if options.output:
        size = options.output.stat().st_size / 1000
        looks = f"{options.theme}, 1:{scale} on paper, UTM {found['utm']}"
        lines += ["", f"{options.output}: {size:,.0f} kB, {looks}"]
    return "\n".join([*lines, *(f"· {warning}" for warning in found["warnings"])])
