"""Rounding as spreadsheets do it."""

from fractions import Fraction

import pytest

from workshops.methods.rounding import half_up


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        (Fraction(25, 4), 1, 6.3),
        (Fraction(333, 200), 2, 1.67),
        (-6.25, 1, -6.3),
        (2.675, 2, 2.68),
        (0, 1, 0.0),
        (Fraction(100, 3), 1, 33.3),
    ],
)
def test_a_half_goes_up_as_in_a_spreadsheet(value, places, rounded):
    assert half_up(value, places) == rounded
