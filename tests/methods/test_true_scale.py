"""Metres are metres at Hamar, where a map in Web Mercator would have two for each.

The oracles are written out here and share nothing with the code under test: T. Vincenty, 1975,
*Direct and inverse solutions of geodesics on the ellipsoid*, for lengths; J. P. Snyder, 1987,
*Map projections: a working manual*, equation 3-12, for areas.
"""

import json
import math
from itertools import pairwise

import pytest

from workshops.basemap import frame_of
from workshops.basemap.outlines import outline_in
from workshops.methods.geodesy import area_m2, distance_m, ring_area
from workshops.methods.spatial import inside

A, F = 6378137.0, 1 / 298.257223563
B = A * (1 - F)
E2 = F * (2 - F)
HALF_A_PERCENT = 0.005
MILLIMETRE = 0.001


def vincenty(start, end, a=A, f=F):
    """Metres along the geodesic, to 0.1 mm; not for places on opposite sides of the earth."""
    (lon1, lat1), (lon2, lat2) = (tuple(map(math.radians, place)) for place in (start, end))
    b, across = a * (1 - f), lon2 - lon1
    u1, u2 = math.atan((1 - f) * math.tan(lat1)), math.atan((1 - f) * math.tan(lat2))
    lam = across
    for _ in range(100):
        sin_s = math.hypot(
            math.cos(u2) * math.sin(lam),
            math.cos(u1) * math.sin(u2) - math.sin(u1) * math.cos(u2) * math.cos(lam),
        )
        cos_s = math.sin(u1) * math.sin(u2) + math.cos(u1) * math.cos(u2) * math.cos(lam)
        sigma = math.atan2(sin_s, cos_s)
        sin_alpha = math.cos(u1) * math.cos(u2) * math.sin(lam) / sin_s
        cos2 = 1 - sin_alpha**2
        cos_2m = cos_s - 2 * math.sin(u1) * math.sin(u2) / cos2 if cos2 else 0.0
        c = f / 16 * cos2 * (4 + f * (4 - 3 * cos2))
        before, lam = (
            lam,
            across
            + (1 - c)
            * f
            * sin_alpha
            * (sigma + c * sin_s * (cos_2m + c * cos_s * (2 * cos_2m**2 - 1))),
        )
        if abs(lam - before) < 1e-13:
            break
    u = cos2 * (a**2 - b**2) / b**2
    large = 1 + u / 16384 * (4096 + u * (-768 + u * (320 - 175 * u)))
    small = u / 1024 * (256 + u * (-128 + u * (74 - 47 * u)))
    more = small * sin_s * (
        cos_2m
        + small / 4 * (cos_s * (2 * cos_2m**2 - 1)
        - small / 6 * cos_2m * (4 * sin_s**2 - 3) * (4 * cos_2m**2 - 3))
    )  # fmt: skip
    return b * large * (sigma - more)


def strip(lat):
    """The area between the equator and a parallel, in square metres a radian of longitude."""
    e, sine = math.sqrt(E2), math.sin(math.radians(lat))
    return B**2 / 2 * (sine / (1 - E2 * sine**2) + math.atanh(e * sine) / e)


def area_on_the_ellipsoid(ring):
    """The sum of strips below each side, each side in a thousand steps."""
    steps = 1000
    return abs(
        sum(
            math.radians((b[0] - a[0]) / steps) * strip(a[1] + (b[1] - a[1]) * (n + 0.5) / steps)
            for a, b in pairwise(ring)
            for n in range(steps)
        )
    )


@pytest.fixture(scope="module")
def stortorget(root):
    _, outline = outline_in((root / "tests/data/stortorget-hamar.geojson").read_bytes())
    return outline


@pytest.fixture(scope="module")
def ring(stortorget):
    return stortorget["coordinates"][0]


def test_the_oracle_of_lengths_agrees_with_a_published_line():
    # Flinders Peak to Buninyong on GRS 80: Geocentric Datum of Australia, technical manual.
    flinders = (144 + 25 / 60 + 29.52440 / 3600, -(37 + 57 / 60 + 3.72030 / 3600))
    buninyong = (143 + 55 / 60 + 35.38390 / 3600, -(37 + 39 / 60 + 10.15610 / 3600))
    grs80 = 1 / 298.257222101
    assert vincenty(flinders, buninyong, f=grs80) == pytest.approx(54_972.271, abs=0.001)


def test_the_oracle_of_areas_agrees_with_the_whole_earth():
    # 510,065,621.7 km²: the published area of the ellipsoid of WGS 84.
    assert 4 * math.pi * strip(90) == pytest.approx(510_065_621.7e6, rel=1e-9)


def test_the_square_lies_in_hamar(ring, shared_data):
    whole = json.loads((shared_data / "osm/norway-hamar-and-neighbours.geojson").read_text())
    hamar = next(f for f in whole["features"] if f["properties"]["name"] == "Hamar")
    assert all(inside(lon, lat, hamar["geometry"]) for lon, lat in ring)


def test_sides_are_right_to_the_millimetre(ring):
    for a, b in pairwise(ring):
        assert distance_m(a, b) == pytest.approx(vincenty(a, b), abs=MILLIMETRE)


def test_sides_keep_their_lengths_on_the_plan(stortorget, ring):
    frame = frame_of(stortorget)
    assert (frame.zone, frame.north) == (32, True)
    for a, b in pairwise(ring):
        on_the_plan = math.dist(frame.to_xy(*a), frame.to_xy(*b))
        assert on_the_plan == pytest.approx(vincenty(a, b), rel=HALF_A_PERCENT / 10)


def test_corners_come_back_to_the_millimetre(stortorget, ring):
    frame = frame_of(stortorget)
    for place in ring:
        assert distance_m(frame.to_lonlat(*frame.to_xy(*place)), place) < MILLIMETRE


def test_the_area_is_that_on_the_ellipsoid(stortorget, ring):
    known = area_on_the_ellipsoid(ring)
    assert known == pytest.approx(5500, rel=0.1)
    assert area_m2(stortorget) == pytest.approx(known, rel=1e-5)
    frame = frame_of(stortorget)
    on_the_plan = abs(ring_area([frame.to_xy(*place) for place in ring]))
    assert on_the_plan == pytest.approx(known, rel=HALF_A_PERCENT / 5)


def test_web_mercator_would_have_been_twice_as_long(ring):
    a, b = ring[0], ring[1]
    mercator = math.radians(b[0] - a[0]) * A
    across = vincenty((a[0], a[1]), (b[0], a[1]))
    assert mercator / across == pytest.approx(2.05, abs=0.01)
    assert distance_m((a[0], a[1]), (b[0], a[1])) == pytest.approx(across, abs=MILLIMETRE)
