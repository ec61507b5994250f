"""The plates of what notes add up to: where people gather, both sides beside one another, ways.

Made from the sums in the findings and from nothing else, at a true scale as the other plates.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from exports import sum_words
from exports.features import Overlay, Sizes, overlay
from exports.plates import BAR_MM, ground_on
from exports.sheet import Sheet, plate_of, sheet_of
from exports.sum_drawing import Numbered, Shade, numbered, shades, ways
from exports.words import Words
from workshops.findings import ActivityFacts, Findings
from workshops.methods.geodesy import Point
from workshops.sum_facts import Sums
from workshops.words import Sentence

SIDE_MM = (134.0, 100.0)
SIDE_BAR_MM = 50.0
MOST_SPOTS, MOST_CLASHES = 5, 6
LEAST_NOTES = 5
WAYS = Sizes(unit=0.5, letters=11, disc=26, line=14)
FEW_PEOPLE = 5


@dataclass(frozen=True)
class Quarrel:
    """A conflict in words, with the references of both sides."""

    number: int
    sentence: Sentence
    sides: tuple[Sentence, Sentence]
    refs_for: tuple[str, ...]
    refs_against: tuple[str, ...]


@dataclass(frozen=True)
class SumPlate:
    """One page: `way` is spots, sides or ways; what is not of it is empty."""

    number: int
    way: str
    activity: ActivityFacts
    sums: Sums
    headline: Sentence
    sheet: Sheet
    ground: Markup
    shades: tuple[Shade, ...]
    liked: tuple[Shade, ...]
    disliked: tuple[Shade, ...]
    circles: tuple[Numbered, ...]
    told: tuple[Sentence, ...]
    names: tuple[Sentence, ...]
    quarrels: tuple[Quarrel, ...]
    sides: tuple[Sentence, Sentence]
    over: Overlay | None
    bar: tuple[int, ...]
    finer: int  # the scale of a whole plate, where this one had to be smaller; 0 otherwise

    @property
    def anchor(self) -> str:
        return f"plate-{self.number}"


def sum_plates(findings: Findings, words: Words, first: int) -> tuple[SumPlate, ...]:
    """The plates of every activity with sums, numbered from `first`."""
    found: list[SumPlate] = []
    for activity in findings.activities:
        for way in _ways_of(activity.sums):
            plate = _plate(findings, activity, way, first + len(found), words)
            found += [plate] if plate else []
    return tuple(found)


def _ways_of(sums: Sums | None) -> Iterator[str]:
    """Which plates the sums are worth."""
    if sums is None:
        return
    if sums.density and sums.density.notes >= LEAST_NOTES:
        yield "spots"
    if sums.liked and sums.disliked:
        yield "sides"
    if sums.ways or sums.covers:
        yield "ways"


def _plate(
    findings: Findings, activity: ActivityFacts, way: str, number: int, words: Words
) -> SumPlate | None:
    sums = activity.sums
    bar_mm = SIDE_BAR_MM if way == "sides" else BAR_MM
    sheet = _sheet(findings, sums, way) if sums else None
    if sums is None or sheet is None:
        return None
    metre = sheet.px(1000.0) / 1000
    names = {each.key: each.name for each in findings.categories}
    circled = sums.spots[:MOST_SPOTS] if way == "spots" else sums.clashes[:MOST_CLASHES]
    return SumPlate(
        number=number,
        way=way,
        activity=activity,
        sums=sums,
        headline=_headline(way, sums, names),
        sheet=sheet,
        ground=ground_on(findings, sheet, words, grid=way != "sides"),
        shades=shades(sums.density, sheet.at),
        liked=shades(sums.liked, sheet.at),
        disliked=shades(sums.disliked, sheet.at),
        circles=() if way == "ways" else numbered(circled, sheet.at, metre),
        told=tuple(sum_words.spot(each) for each in sums.spots[:MOST_SPOTS]),
        names=tuple(sum_words.title(each) for each in sums.spots[:MOST_SPOTS]),
        quarrels=_quarrels(findings, sums, names),
        sides=sum_words.sides(sums, names),
        over=_over(findings, sums, sheet) if way == "ways" else None,
        bar=sheet.bar(bar_mm, 4 if way != "sides" else 2),
        finer=_finer(findings, sums, sheet),
    )


def _sheet(findings: Findings, sums: Sums, way: str) -> Sheet | None:
    if way == "sides":
        return sheet_of(findings, _places(sums), *SIDE_MM)
    return plate_of(findings, _places(sums))


def _finer(findings: Findings, sums: Sums, sheet: Sheet) -> int:
    whole = plate_of(findings, _places(sums))
    return int(whole.scale) if whole and whole.scale < sheet.scale else 0


def _places(sums: Sums) -> list[Point]:
    """Where the densest parts lie, for a square without an outline."""
    levels = sums.density.levels[:1] if sums.density else ()
    places = [place for level in levels for ring in level.rings for place in ring]
    return places or [place for way in sums.ways for place in way.line]


def _headline(way: str, sums: Sums, names: sum_words.Names) -> Sentence:
    if way == "sides":
        return sum_words.two_sides(sums, names)
    return sum_words.gathering(sums) if way == "spots" else sum_words.drawn_ways(sums)


def _over(findings: Findings, sums: Sums, sheet: Sheet) -> Overlay:
    box = (0.0, 0.0, sheet.width, sheet.height)
    return overlay(ways(sums), findings.categories, sheet.at, WAYS, box, FEW_PEOPLE)


def _quarrels(findings: Findings, sums: Sums, names: sum_words.Names) -> tuple[Quarrel, ...]:
    refs = {each.number: each.ref for each in findings.contributions}
    return tuple(
        Quarrel(
            nth,
            sum_words.clash(each, names),
            sum_words.sides(each, names),
            tuple(refs[number] for number in each.numbers_for if number in refs),
            tuple(refs[number] for number in each.numbers_against if number in refs),
        )
        for nth, each in enumerate(sums.clashes[:MOST_CLASHES], 1)
    )
