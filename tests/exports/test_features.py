"""What any kind gives as features is drawn: lines, areas, discs, words; nothing over another."""

import math

import pytest

from exports.features import Sizes, overlay
from workshops.findings import Category

SIZES = Sizes(unit=1, letters=12, disc=40, line=20)
BOX = (0, 0, 400, 300)
SEATS = Category("seats", "Seats", "square", "S")
LINE = {"type": "LineString", "coordinates": [[0, 0], [10, 0], [20, 0]]}
AREA = {"type": "Polygon", "coordinates": [[[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]]}


def feature(geometry: dict, **properties: object) -> dict:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def point(x: float, y: float, **properties: object) -> dict:
    return feature({"type": "Point", "coordinates": [x, y]}, **properties)


def drawn(*features: dict):
    return overlay(features, [SEATS], lambda lon, lat: (lon, lat), SIZES, BOX)


def test_a_disc_of_four_times_the_value_has_twice_the_radius():
    large, small = drawn(point(100, 100, value=40), point(200, 100, value=10)).shapes
    assert large.size == 40
    assert small.size == pytest.approx(20)


def test_a_line_is_as_wide_as_its_value_says_and_never_too_thin_to_see():
    wide, thin = drawn(feature(LINE, value=50), feature(LINE, value=1)).shapes
    assert (wide.size, thin.size) == (20, 4)


def test_a_numbered_point_is_left_to_the_symbols():
    assert drawn(point(1, 1, number=7, category="seats")).shapes == ()


def test_areas_lie_below_lines_and_lines_below_discs():
    shapes = drawn(point(1, 1, value=2), feature(LINE), feature(AREA, category="seats")).shapes
    assert [each.way for each in shapes] == ["area", "line", "disc"]
    assert shapes[0].shape == "square"


def test_a_figure_stands_in_its_disc_where_it_fits_and_else_beside_it():
    words = drawn(point(100, 100, value=900), point(300, 100, value=1, label="Gate")).words
    assert [(each.text, each.within) for each in words] == [("900", True), ("Gate 1", False)]


def test_words_keep_off_one_another():
    stops = [point(100, 100, label="The west gate"), point(110, 100, label="The fountain")]
    first, second = drawn(*stops).words
    apart = abs(first.y - second.y) >= 12 or first.anchor != second.anchor
    assert apart


def test_words_stay_within_the_drawing():
    (word,) = drawn(point(390, 100, label="East end of the square")).words
    assert word.anchor == "end"


def test_what_lies_apart_says_so():
    assert drawn(feature(AREA, apart=True)).shapes[0].apart


def test_nothing_and_empty_geometries_draw_nothing():
    assert drawn().shapes == ()
    empty = {"type": "LineString", "coordinates": []}
    assert (
        drawn(feature(empty), {"type": "Feature", "geometry": None, "properties": {}}).shapes == ()
    )


def test_values_of_nought_are_still_seen():
    (disc,) = drawn(point(5, 5, value=0)).shapes
    assert disc.size > 0
    assert math.isclose(disc.share, 0)


def test_the_order_of_the_features_plays_no_part():
    many = [point(10 * i, 20, value=i % 3, label=f"Stop {i}") for i in range(12)]
    assert drawn(*many) == drawn(*reversed(many))
