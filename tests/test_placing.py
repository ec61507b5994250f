"""The outline, zones and landmarks of a square."""

import pytest

from workshops.corners import corners_of, polygon_of
from workshops.refusal import Refused

SQUARE = "60.7945, 11.0680\n60.7945, 11.0690\n60.7950, 11.0690\n60.7950, 11.0680"


def test_corners_are_read_as_latitude_and_longitude():
    assert corners_of("60.7945, 11.068\n\n 60.7950;11.0690 ") == [
        (11.068, 60.7945),
        (11.069, 60.7950),
    ]


@pytest.mark.parametrize("typed", ["here", "60.79", "91.0, 11.0", "60, 181", "1,2,3"])
def test_a_line_that_is_no_corner_is_quoted(typed):
    with pytest.raises(Refused, match="is not a corner"):
        corners_of(typed)


def test_a_thousand_corners_are_too_many():
    with pytest.raises(Refused, match="1000 corners"):
        corners_of("60.1, 11.1\n" * 1000)


def test_an_outline_is_closed():
    ring = polygon_of(corners_of(SQUARE))["coordinates"][0]
    assert len(ring) == 5
    assert ring[0] == ring[-1]


def test_a_closed_outline_is_not_closed_twice():
    corners = corners_of(SQUARE)
    assert polygon_of([*corners, corners[0]]) == polygon_of(corners)


def test_two_corners_are_no_outline():
    with pytest.raises(Refused, match="at least three"):
        polygon_of([(11.0, 60.0), (11.1, 60.1)])


def test_an_outline_that_crosses_itself_is_refused():
    a, b, c, d = corners_of(SQUARE)
    with pytest.raises(Refused, match="crosses itself"):
        polygon_of([a, c, b, d])


def test_a_speck_is_refused():
    with pytest.raises(Refused, match="smaller than"):
        polygon_of([(11.0, 60.0), (11.00001, 60.0), (11.00001, 60.00001)])


def test_an_outline_without_an_area_is_refused():
    with pytest.raises(Refused, match="smaller than"):
        polygon_of([(11.0, 60.0), (11.1, 60.0), (11.2, 60.0)])
