"""What notes add up to, on paper: every map with its figures in words."""

from dataclasses import replace

import pytest

from exports.sum_plates import sum_plates
from exports.words import translator
from workshops.findings import Findings
from workshops.sum_facts import Clash, Density, Level, Spot, Sums, Way, ZoneSum

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
    assert WORDS.say(quarrel.sentence) == "17 like it, 12 do not, within 8 m by fountain"
    numbers = {each.number: each.ref for each in findings.contributions}
    assert quarrel.refs_for == tuple(numbers[n] for n in (1,) if n in numbers)


def test_without_sums_there_is_no_plate(stortorget: Findings):
    assert sum_plates(stortorget, WORDS, 1) == ()
