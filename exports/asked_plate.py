"""The map page of the requirements that have a place of their own, at a true scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from exports.features import Overlay, overlay
from exports.map_layers import asked_in
from exports.plates import BAR_MM, SIZES, ground_on
from exports.sheet import Sheet, plate_of
from exports.words import Words
from workshops.findings import Findings, RequirementFacts
from workshops.methods.spatial import places_of

#: More stand in the list of requirements alone.
MOST_LISTED = 14


@dataclass(frozen=True)
class AskedPlate:
    """Where requirements lie, and how many lie nowhere in particular."""

    sheet: Sheet
    ground: Markup
    over: Overlay
    bar: tuple[int, ...]
    asked: Sequence[RequirementFacts]
    more: int
    elsewhere: int  # requirements without a place of their own

    anchor = "plate-requirements"


def asked_plate(findings: Findings, words: Words) -> AskedPlate | None:
    """The plate, or None where no requirement has a place of its own."""
    placed = [each for each in findings.requirements if each.place]
    spots = [spot for each in placed for spot in places_of(each.place)]
    sheet = plate_of(findings, spots) if spots else None
    if sheet is None:
        return None
    box = (0.0, 0.0, sheet.width, sheet.height)
    return AskedPlate(
        sheet=sheet,
        ground=ground_on(findings, sheet, words, grid=True),
        over=overlay(asked_in(placed), (), sheet.at, SIZES, box),
        bar=sheet.bar(BAR_MM, 4),
        asked=placed[:MOST_LISTED],
        more=len(placed[MOST_LISTED:]),
        elsewhere=len(findings.requirements) - len(placed),
    )
