"""Maps on paper: true scale, and nothing said that is neither drawn nor told."""

from dataclasses import replace

import pytest

from exports.asked_plate import asked_plate
from exports.plates import plates_of, strip
from exports.sheet import PX_PER_MM, frame_for, sheet_of
from exports.words import translator
from workshops.methods.geodesy import distance_m

WORDS = translator("en")


def test_the_square_is_drawn_at_the_best_round_scale(stortorget):
    plate = plates_of(stortorget, WORDS)[0]
    assert plate.sheet.scale == 500


def test_a_larger_square_keeps_its_scale_on_larger_paper(samples, stortorget):
    outline = samples.ring(((0, 0), (150, 0), (150, 100), (0, 100)))
    large = replace(
        stortorget, square=replace(stortorget.square, outline=outline, basemap=None, zones=())
    )
    sheet = plates_of(large, WORDS)[0].sheet
    assert (sheet.paper, sheet.scale, sheet.width_mm) == ("A3", 500, 336)


def test_ten_metres_are_20_mm_at_1_to_500(stortorget):
    sheet = plates_of(stortorget, WORDS)[0].sheet
    assert sheet.px(10) / PX_PER_MM == pytest.approx(20, abs=0.01)


def test_what_lies_apart_on_the_ground_lies_apart_on_paper(stortorget):
    sheet = plates_of(stortorget, WORDS)[0].sheet
    a, b = (13.44080, 52.47360), (13.44160, 52.47370)
    (x, y), (x2, y2) = sheet.at(*a), sheet.at(*b)
    on_paper = ((x2 - x) ** 2 + (y2 - y) ** 2) ** 0.5 / PX_PER_MM * sheet.scale / 1000
    assert on_paper == pytest.approx(distance_m(a, b), rel=0.002)


def test_every_note_is_drawn_or_told(stortorget, miami):
    for findings in (stortorget, miami):
        for plate in plates_of(findings, WORDS):
            told = plate.no_place + plate.beyond + len(plate.aside)
            assert len(plate.spots) + told == plate.n
            assert sum(n for _, n in plate.counts) == plate.n


def test_notes_beyond_the_edge_are_counted(stortorget):
    far = {"type": "Point", "coordinates": [13.5, 52.5]}
    first, *rest = [each for each in stortorget.contributions if each.geometry]
    findings = replace(stortorget, contributions=(replace(first, geometry=far), *rest))
    assert plates_of(findings, WORDS)[0].beyond == 1


def test_requirements_lie_where_they_were_drawn_and_the_others_are_counted(stortorget):
    unplaced = [replace(each, place=None) for each in stortorget.requirements]
    assert asked_plate(replace(stortorget, requirements=tuple(unplaced)), WORDS) is None
    line = {"type": "LineString", "coordinates": [[13.4408, 52.4736], [13.4416, 52.4737]]}
    one = replace(unplaced[0], place=line)
    plate = asked_plate(replace(stortorget, requirements=(one, *unplaced[1:])), WORDS)
    assert [each.text for each in plate.over.words] == [f"R{one.number}"]
    assert [each.way for each in plate.over.shapes] == ["line"]
    assert (list(plate.asked), plate.elsewhere) == ([one], len(unplaced) - 1)


def test_an_outline_without_a_base_map_has_its_plan(stortorget):
    bare = replace(stortorget, square=replace(stortorget.square, basemap=None))
    plate = plates_of(bare, WORDS)[0]
    assert plate.sheet.scale == 500
    assert "<svg" in plate.ground


def test_places_without_an_outline_are_drawn_on_blank_ground(miami):
    plate = plates_of(miami, WORDS)[0]
    assert plate.ground == ""
    assert plate.sheet.scale == 500_000
    assert not plate.letters
    west, south, east, north = plate.sheet.extent
    assert west < -80.4 < east
    assert south < 25.8 < north


def test_one_place_alone_is_a_map_of_20_metres(miami):
    one = next(each for each in miami.contributions if each.geometry and not each.set_aside)
    findings = replace(miami, contributions=(one,))
    assert plates_of(findings, WORDS)[0].sheet.scale == 200


def test_an_outline_too_wide_for_a_base_map_is_drawn_all_the_same(stortorget):
    ring = [[13, 52], [13.2, 52], [13.2, 52.1], [13, 52.1], [13, 52]]
    wide = {"type": "Polygon", "coordinates": [ring]}
    square = replace(stortorget.square, basemap=None, outline=wide, zones=())
    findings = replace(stortorget, square=square)
    assert frame_for(findings, []) is not None
    assert sheet_of(findings, [], 213, 150).scale == 100_000


def test_where_nothing_has_a_place_there_is_no_map(samples):
    assert plates_of(samples.empty(), WORDS) == ()
    assert strip(samples.empty(), WORDS) is None


def test_gatherings_do_not_share_a_note(stortorget):
    plate = plates_of(stortorget, WORDS)[0]
    assert sum(each.n for each in plate.gatherings) <= len(plate.spots)
    assert [each.n for each in plate.gatherings] == sorted(
        (each.n for each in plate.gatherings), reverse=True
    )
    assert plate.gatherings[0].name == "The fountain"
