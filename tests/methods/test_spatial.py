import json
import math
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.methods.gathering import HotSpot
from workshops.methods.geodesy import distance_m
from workshops.methods.spatial import (
    Grid,
    bounds_of,
    centre_of,
    far_outside,
    grid_of,
    hot_spots,
    inside,
    outliers,
    outside_m,
)

SQUARE = {
    "type": "Polygon",
    "coordinates": [
        [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]],
        [[1, 1], [1, 3], [3, 3], [3, 1], [1, 1]],
    ],
}
HORSESHOE = {
    "type": "Polygon",
    "coordinates": [[[0, 0], [9, 0], [9, 9], [7, 9], [7, 1], [1, 1], [1, 9], [0, 9], [0, 0]]],
}


@dataclass(frozen=True)
class Flat:
    """A plan whose metres are the numbers themselves."""

    def to_xy(self, lon, lat):
        return lon, lat


def rectangle(width, height, x=0.0, y=0.0):
    corners = [[x, y], [x + width, y], [x + width, y + height], [x, y + height], [x, y]]
    return {"type": "Polygon", "coordinates": [corners]}


def test_a_point_in_a_hole_is_outside():
    assert inside(0.5, 0.5, SQUARE)
    assert not inside(2, 2, SQUARE)
    assert not inside(5, 2, SQUARE)


@pytest.mark.parametrize("point", [(0, 2), (4, 4), (1, 2), (2, 3), (0, 0), (3.3, 4)])
def test_on_an_edge_is_inside(point):
    assert inside(*point, SQUARE)


def test_either_part_of_two_will_do():
    parts = [rectangle(1, 1)["coordinates"], rectangle(1, 1, x=5)["coordinates"]]
    both = {"type": "MultiPolygon", "coordinates": parts}
    assert inside(0.5, 0.5, both)
    assert inside(5.5, 0.5, both)
    assert not inside(3, 0.5, both)


def test_a_ring_left_open_is_closed():
    assert inside(1, 1, {"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [4, 4], [0, 4]]]})


def test_the_centre_of_a_rectangle_is_its_middle():
    assert centre_of(rectangle(4, 2, x=10, y=20)) == pytest.approx((12, 21))


@pytest.mark.parametrize("shape", [SQUARE, HORSESHOE])
def test_the_centre_is_never_outside(shape):
    assert inside(*centre_of(shape), shape)


def test_a_polygon_flattened_to_a_line_still_has_a_centre():
    flat = {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [4, 0], [0, 0]]]}
    assert centre_of(flat) == pytest.approx((1.5, 0))


def test_bounds_reach_into_collections():
    whole = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 9]}},
            {"type": "Feature", "geometry": None},
            {"type": "Feature", "geometry": SQUARE},
        ],
    }
    assert bounds_of(whole) == (0, 0, 4, 9)


def test_nothing_has_no_bounds():
    with pytest.raises(ValueError, match="empty"):
        bounds_of({"type": "GeometryCollection", "geometries": []})


def test_the_grid_starts_at_the_outlines_north_western_corner():
    grid = grid_of(Flat(), rectangle(85, 49, x=60, y=62))
    assert grid == Grid(columns=9, rows=5, x=60, y=62, step_m=10)
    assert grid.square_at(60, 62) == "A1"
    assert grid.square_at(82, 95) == "C4"
    assert grid.square_at(149.9, 111) == "I5"


def test_outside_the_grid_there_is_no_square():
    grid = Grid(9, 5, 60, 62, 10)
    assert grid.square_at(59.95, 70) == grid.square_at(70, 112.1) == ""


def test_the_last_edges_belong_to_the_last_squares():
    assert Grid(2, 2, 0, 0, 10).square_at(20, 20) == "B2"


@given(st.integers(1, 26), st.integers(1, 99), st.sampled_from([10, 20, 50]))
def test_every_square_is_found_again_at_its_centre(columns, rows, step):
    grid = Grid(columns, rows, -3.5, 12.25, step)
    for square in (grid.squares[0], grid.squares[-1], grid.squares[len(grid.squares) // 2]):
        assert grid.square_at(*grid.centre(square)) == square


@pytest.mark.parametrize("name", ["", "J1", "A6", "A0", "4C", "C", "æ1", "A²"])
def test_an_unknown_square_has_no_centre(name):
    with pytest.raises(ValueError, match="No square"):
        Grid(9, 5, 0, 0, 10).centre(name)


def test_rounding_adds_no_row_and_loses_no_corner():
    grid = grid_of(Flat(), rectangle(80.000001, 40.000001, x=60, y=30))
    assert (grid.columns, grid.rows) == (8, 4)
    assert grid.square_at(140.000001, 29.999999) == "H1"


def test_a_wide_place_has_coarser_squares_and_says_so():
    grid = grid_of(Flat(), rectangle(261, 100))
    assert (grid.step_m, grid.columns) == (20, 14)
    assert "too large for squares of 10 m" in str(grid.remark)
    assert grid_of(Flat(), rectangle(1300, 100)).step_m == 50
    assert str(grid_of(Flat(), rectangle(260, 100)).remark) == "Grid squares 10 m."


def test_the_fullest_circle_comes_first():
    crowd = [(0, 0), (1, 0), (0, 1), (1, 1), (0.5, 0.5)]
    group = [(50, 50), (51, 50), (50, 51), (51, 51)]
    first, second = hot_spots([*group, *crowd, (200, 200)], radius_m=8)
    assert first == HotSpot(0.5, 0.5, 5, 8, (4, 5, 6, 7, 8))
    assert second == HotSpot(50.5, 50.5, 4, 8, (0, 1, 2, 3))


def test_fewer_than_the_least_are_no_hot_spot():
    assert hot_spots([(0, 0), (1, 0), (0, 1)], radius_m=8) == ()
    assert hot_spots([], radius_m=8) == ()


def test_of_two_equal_circles_the_tighter_comes_first():
    loose = [(0, 0), (4, 0), (0, 4), (4, 4)]
    tight = [(90, 0), (91, 0), (90, 1), (91, 1)]
    assert [spot.x for spot in hot_spots(loose + tight, radius_m=8)] == [90.5, 2]


def test_of_two_alike_the_western_then_the_northern_comes_first():
    four = [(0, 0), (1, 0), (0, 1), (1, 1)]
    places = [(60, 0), (0, 60), (0, 0)]
    points = [(x + dx, y + dy) for dx, dy in places for x, y in four]
    spots = hot_spots(points, radius_m=5)
    assert [(spot.x, spot.y) for spot in spots] == [(0.5, 0.5), (0.5, 60.5), (60.5, 0.5)]


def test_notes_on_one_spot_are_counted_each():
    (spot,) = hot_spots([(3, 4)] * 6, radius_m=1)
    assert (spot.n, spot.x, spot.y) == (6, 3, 4)


points = st.lists(st.tuples(st.floats(-60, 60), st.floats(-60, 60)), max_size=40)


@given(points, st.randoms(use_true_random=False))
def test_the_order_of_the_notes_plays_no_part(notes, dice):
    mixed = notes[:]
    dice.shuffle(mixed)

    def places(spots, of):
        return [(s.x, s.y, s.n, sorted(of[i] for i in s.members)) for s in spots]

    assert places(hot_spots(notes, 12), notes) == places(hot_spots(mixed, 12), mixed)


@given(points, st.floats(1, 30))
def test_circles_share_no_note_and_hold_all_they_count(notes, radius):
    spots = hot_spots(notes, radius, most=5, least=2)
    members = [i for spot in spots for i in spot.members]
    assert len(members) == len(set(members))
    for spot in spots:
        assert spot.n == len(spot.members) >= 2
        assert all(math.dist(notes[i], (spot.x, spot.y)) <= radius + 0.02 for i in spot.members)


@given(points)
def test_no_single_note_has_more_round_it_than_the_first_circle(notes):
    fullest = max((sum(math.dist(p, q) <= 10 for q in notes) for p in notes), default=0)
    spots = hot_spots(notes, 10, least=1)
    assert (spots[0].n if spots else 0) >= fullest


HAMAR = rectangle(0.002, 0.001, x=11.067, y=60.794)


def test_a_pin_in_the_sea_is_set_aside():
    pins = [(11.068, 60.7945), (11.0695, 60.7945), (11.2, 60.7945), (-85.98, 25.78), (-169, -60.8)]
    assert far_outside(pins, HAMAR) == (2, 3, 4)
    assert far_outside(pins, HAMAR, metres=10) == (1, 2, 3, 4)


def test_distance_to_the_outline_is_to_its_nearest_edge():
    assert outside_m((11.068, 60.7945), HAMAR) == 0
    beside = outside_m((11.070, 60.7945), HAMAR)
    assert beside == pytest.approx(distance_m((11.070, 60.7945), (11.069, 60.7945)), rel=0.001)


def test_the_pin_far_out_at_sea_is_the_only_outlier_in_miami(shared_data):
    file = shared_data / "map-comments/miami-2014-ideas.geojson"
    ideas = json.loads(file.read_text())["features"]
    pins = [tuple(idea["geometry"]["coordinates"]) for idea in ideas]
    assert [ideas[i]["id"] for i in outliers(pins)] == [169742]


def test_few_points_have_no_outlier():
    assert outliers([(11, 60), (11, 60), (11, 60), (50, 0)]) == ()


def test_points_all_on_one_spot_leave_a_neighbour_within_a_kilometre_alone():
    assert outliers([(11, 60)] * 9 + [(11.01, 60)]) == ()
    assert outliers([(11, 60)] * 9 + [(11.1, 60)]) == (9,)


def test_neighbours_across_the_date_line_are_no_outliers():
    fiji = [(179.99, -17), (-179.99, -17), (179.98, -17.01), (-179.98, -17.01), (180, -17)]
    assert outliers([*fiji, (178, -10)]) == (5,)
