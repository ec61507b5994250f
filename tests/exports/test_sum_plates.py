"""What notes add up to, on paper: every map with its figures in words."""

from dataclasses import replace

import pytest

from exports import sum_tables
from exports.brief_pages import render_section
from exports.sum_lists import sum_lists
from exports.sum_plates import sum_plates
from exports.sum_words import where
from exports.words import translator
from workshops.findings import Findings
from workshops.sum_facts import (
    Clash,
    Cluster,
    Contested,
    Density,
    Half,
    Level,
    Split,
    Spot,
    Sums,
    Way,
    ZoneSum,
)

WORDS = translator("en")


def summed(place: list[float]) -> Sums:
    lon, lat = place
    ring = tuple((lon + dx, lat + dy) for dx, dy in ((0, 0), (1e-4, 0), (1e-4, 1e-4), (0, 0)))
    density = Density(8.0, 29, 20, 3.2, (Level(0.5, 1.6, (ring,)),))
    return Sums(
        *(29, 20, 29, 0, 0, 0, 3, 8.0),
        feelings={"like": 17, "dislike": 12},
        density=density,
        liked=density,
        disliked=density,
        spots=(Spot(lon, lat, 8.0, 12, 9, "fountain", "B"),),
        clashes=(Clash(lon, lat, 8.0, 17, 12, 17, 12, "fountain", "B", (1,), (2, 3)),),
        contested=(),
        zones=(ZoneSum("B", "Fountain", 12, 9, {}, {}, {}, 0, 0.0, 0, 0.0),),
        ways=(Way((ring[0], ring[1]), 4),),
        covers=(),
    )


@pytest.fixture
def findings(stortorget: Findings) -> Findings:
    said = next(each for each in stortorget.contributions if each.geometry)
    activities = tuple(
        replace(each, sums=summed(said.geometry["coordinates"])) if each.ref == said.activity
        else each
        for each in stortorget.activities
    )  # fmt: skip
    return replace(stortorget, activities=activities)


def test_there_is_a_plate_for_spots_for_both_sides_and_for_ways(findings: Findings):
    plates = sum_plates(findings, WORDS, 4)
    assert [(each.number, each.way) for each in plates] == [(4, "spots"), (5, "sides"), (6, "ways")]


def test_a_circle_has_its_true_radius_on_paper(findings: Findings):
    spots, *_ = sum_plates(findings, WORDS, 1)
    assert spots.circles[0].r == pytest.approx(spots.sheet.px(8), rel=0.01)


def test_a_conflict_names_both_sides_by_their_references(findings: Findings):
    _, sides, _ = sum_plates(findings, WORDS, 1)
    (quarrel,) = sides.quarrels
    assert WORDS.say(quarrel.sentence) == "17 like it, 12 do not, within 8 m, near “fountain”"
    numbers = {each.number: each.ref for each in findings.contributions}
    assert quarrel.refs_for == tuple(numbers[n] for n in (1,) if n in numbers)


def test_without_sums_there_is_no_plate(stortorget: Findings):
    assert sum_plates(stortorget, WORDS, 1) == ()


@pytest.mark.parametrize(
    ("off_m", "toward", "told"),
    [(0, "", "near “fountain”"), (12, "n", "12 m north of “fountain”")],
)
def test_a_landmark_is_named_in_quotation_marks(off_m: int, toward: str, told: str):
    assert WORDS.say(where(Spot(0, 0, 8, 1, 1, "fountain", "B", off_m, toward))) == told


def full(findings: Findings) -> Findings:
    """The same with clusters, a divided note, and a day that splits the notes."""
    number = findings.contributions[0].number
    zone = ZoneSum("B", "Fountain", 3, 6, {"like": 2}, {}, {"phone": 3}, 0, 0.0, 0, 0.0)
    more = {
        "clusters": (Cluster(0, 0, 11.2, 10, 9, "fountain", "B"),),
        "cluster_m": 4.0,
        "contested": (Contested(number, 5, 5),),
        "split": Split("2026-03-01", Half(3, 6, (zone,)),
                       Half(9, 7, (replace(zone, notes=9, feelings={}),))),
    }  # fmt: skip
    activities = tuple(
        replace(each, sums=replace(each.sums, **more)) if each.sums else each
        for each in findings.activities
    )
    return replace(findings, activities=activities)


def test_a_comparison_says_which_zone_changed_most(findings: Findings):
    (lists,) = sum_lists(full(findings)).values()
    (changed,) = lists.changes
    assert WORDS.say(changed.headline) == "Changed most: zone B, from 3 to 9 notes"


def test_the_section_lists_clusters_what_divides_and_before_and_after(findings: Findings):
    found = full(findings)
    section = next(each for each in found.activities if each.sums)
    page = str(render_section(section, found, WORDS))
    assert "at least 4 notes within 4 m." in page
    assert "A tie: 5 each" in page
    assert "+6" in page


def test_the_tables_hold_clusters_contests_and_changes(findings: Findings):
    found = full(findings)
    rows = {file: list(rows_of(found)) for file, (_, rows_of) in sum_tables.TABLES.items()}
    columns = {file: columns for file, (columns, _) in sum_tables.TABLES.items()}
    assert all(len(row) == len(columns[file]) for file in rows for row in rows[file])
    assert all(rows.values())
    named = dict(zip([name for name, _ in columns["before-after.csv"]],
                     rows["before-after.csv"][0], strict=True))  # fmt: skip
    assert (named["day"], named["notes_before"], named["difference"]) == ("2026-03-01", 3, 6)
