"""What notes on a square of 60 by 40 metres add up to."""

import dataclasses
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.basemap import Frame
from workshops.before_after import Told, comparisons
from workshops.methods.geodesy import to_utm, utm_of
from workshops.summing_ground import Note, ground_of, round_length
from workshops.summing_notes import sum_up

pytestmark = pytest.mark.slow

CORNER = (11.0700, 60.7950)
UTM = utm_of(*CORNER)
EAST, NORTH = to_utm(*CORNER, UTM)
FRAME = Frame(UTM.zone, UTM.north, EAST, NORTH, 60, 40)


def lonlat(x: float, y: float) -> list[float]:
    return list(FRAME.to_lonlat(x, y))


def box(x0: float, y0: float, x1: float, y1: float) -> dict:
    corners = ((x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0))
    return {"type": "Polygon", "coordinates": [[lonlat(*each) for each in corners]]}


ZONES = [
    {"letter": "A", "name": "West", "polygon": box(0, 0, 30, 40)},
    {"letter": "B", "name": "East", "polygon": box(30, 0, 60, 40)},
]
LANDMARKS = [dict(zip(("name", "lon", "lat"), ("fountain", *lonlat(15, 20)), strict=True))]


def note(number: int, x: float, y: float, **more: object) -> Note:
    spot = tuple(lonlat(x, y))
    within = 0 <= x <= 60 and 0 <= y <= 40
    zone = ("A" if x < 30 else "B") if within else ""
    plain = Note(number, 1, number, "phone", "", "", {"type": "Point", "coordinates": spot}, spot,
                 zone, within)  # fmt: skip
    return dataclasses.replace(plain, **more)


def summed(*notes: Note):
    return sum_up(notes, ground_of(box(0, 0, 60, 40), ZONES, LANDMARKS, FRAME, notes))


def test_the_bandwidth_is_a_twelfth_of_the_diagonal_in_one_figure():
    assert summed(note(1, 5, 5)).bandwidth_m == 6
    assert [round_length(each) for each in (0.2, 8.2, 41, 2900)] == [1, 8, 40, 3000]


def test_notes_and_people_are_both_told():
    found = summed(*[note(i, 15, 20, person=1) for i in range(1, 8)], note(9, 16, 20))
    (spot,) = found.spots
    assert (found.notes, found.people, found.most_by_one) == (8, 2, 7)
    assert (spot.notes, spot.people, spot.near, spot.zone) == (8, 2, "fountain", "A")


def test_a_table_counts_as_those_who_sit_at_it():
    assert summed(note(1, 5, 5, people=4), note(2, 5, 5, person=1, people=4)).people == 4


def test_who_likes_and_who_does_not_are_named_with_their_place():
    likes = [note(i, 15, 20, feeling="like") for i in range(1, 18)]
    others = [note(i, 17, 20, feeling="dislike") for i in range(20, 32)]
    (clash,) = summed(*likes, *others).clashes
    assert (clash.people_for, clash.people_against) == (17, 12)
    assert (clash.radius_m, clash.near, clash.tied) == (6, "fountain", False)
    assert clash.numbers_against == tuple(range(20, 32))


def test_opposing_categories_can_be_sides_too():
    notes = [note(i, 15, 20, category="trees" if i % 2 else "market") for i in range(1, 9)]
    ground = ground_of(box(0, 0, 60, 40), ZONES, LANDMARKS, FRAME, notes)
    found = sum_up(notes, ground, [("trees", "market")])
    (clash,) = found.clashes
    assert (clash.tied, clash.one, clash.other) == (True, "trees", "market")
    assert (found.sides, found.liked.notes, found.disliked.notes) == (("trees", "market"), 4, 4)


def test_feelings_keep_the_two_sides_where_both_are_asked_for():
    notes = [note(i, 15, 20, category="trees", feeling="like") for i in range(1, 4)]
    ground = ground_of(box(0, 0, 60, 40), ZONES, LANDMARKS, FRAME, notes)
    assert sum_up(notes, ground, [("trees", "market")]).sides == ()


def test_two_hot_spots_by_one_landmark_are_told_apart():
    north = [note(i, 15, 12, person=i) for i in range(1, 7)]
    east = [note(i, 24, 20, person=i) for i in range(11, 15)]
    found = summed(*north, *east).spots
    assert [(each.off_m, each.toward) for each in found] == [(8, "n"), (9, "e")]


def test_a_hot_spot_alone_by_its_landmark_is_named_by_it_only():
    (spot,) = summed(*[note(i, 15, 12) for i in range(1, 7)]).spots
    assert (spot.off_m, spot.toward) == (0, "")


def test_a_row_of_notes_is_one_cluster_and_says_within_which_reach():
    found = summed(*[note(i, 10 + 1.4 * i, 20) for i in range(10)])
    (together,) = found.clusters
    assert (together.notes, together.people, found.cluster_m) == (10, 10, 3)
    assert together.reach_m == pytest.approx(6.3, abs=0.1)


def test_a_day_splits_the_notes_and_without_notes_before_it_there_is_no_split():
    early = [note(1, 5, 5, early=True), note(2, 5, 5, early=True, person=1)]
    late = [note(3, 50, 5)]
    ground = ground_of(box(0, 0, 60, 40), ZONES, LANDMARKS, FRAME, early)
    split = sum_up([*early, *late], ground, day="2026-03-01").split
    assert (split.before.notes, split.before.people, split.after.notes) == (2, 1, 1)
    assert [each.notes for each in split.after.zones] == [0, 1]
    assert sum_up(late, ground, day="2026-03-01").split is None


def test_what_lies_outside_or_far_off_is_counted_and_on_no_surface():
    found = summed(note(1, 5, 5), note(2, -20, 5), note(3, 9000, 5), note(4, 5, 5, spot=None))
    assert (found.placed, found.outside, found.far, found.no_place) == (1, 1, 1, 1)
    assert found.density.notes == 1


def test_zones_hold_points_by_place_and_lines_by_their_metres():
    way = {"type": "LineString", "coordinates": [lonlat(10, 10), lonlat(50, 10)]}
    bed = box(25, 20, 35, 30)
    west, east = summed(
        note(1, 5, 5, feeling="like", category="seats"),
        note(2, 30, 10, geometry=way, zone=""),
        note(3, 30, 25, geometry=bed, zone=""),
    ).zones
    assert (west.notes, east.notes) == (3, 2)
    assert (west.length_m, east.length_m) == (20, 20)
    assert (west.area_m2, east.area_m2) == (50, 50)
    assert (west.feelings, west.categories) == ({"like": 1}, {"seats": 1})


def test_a_zone_named_in_words_counts_without_a_place():
    only = note(1, 0, 0, geometry=None, spot=None, zone="B", inside=None)
    assert [each.notes for each in summed(only, note(2, 5, 5)).zones] == [1, 1]


def test_ways_are_bundled_by_the_people_who_drew_them():
    def way(y: float) -> dict:
        return {"type": "LineString", "coordinates": [lonlat(5, y), lonlat(55, y)]}

    found = summed(note(1, 30, 10, geometry=way(10.2)), note(2, 30, 10, geometry=way(10.6)))
    assert {each.people for each in found.ways} == {2}
    assert found.spots == ()


def test_areas_over_one_another_say_how_many_people_drew_them():
    found = summed(
        note(1, 20, 10, geometry=box(10, 5, 30, 15)), note(2, 25, 10, geometry=box(20, 5, 40, 15))
    )
    assert [each.people for each in found.covers] == [1, 2]


def told(ref: str, question: str, *notes: Note) -> Told:
    return Told(ref, f"Evening {ref}", f"2026-0{ref[0]}-01", question, summed(*notes))


def test_two_workshops_of_one_question_stand_beside_one_another_by_zone():
    first = told("1.2", "Where?", *[note(i, 5, 5) for i in range(5)])
    second = told("2.1", "where? ", *[note(i, 50, 5) for i in range(6)])
    (found,) = comparisons([second, told("1.1", "How?", note(1, 5, 5)), first])
    assert (found.before.ref, found.after.ref, found.same_question) == ("1.2", "2.1", True)
    assert [(each.letter, each.notes) for each in found.changes] == [("A", -5), ("B", 6)]
    assert [each.letter for each in found.most] == ["B"]


def test_any_two_are_compared_where_no_question_was_asked_twice():
    (found,) = comparisons([told("1.1", "a", note(1, 5, 5)), told("2.1", "b", note(1, 5, 5))])
    assert (found.same_question, found.most) == (False, ())


def test_few_people_on_one_side_are_said():
    few = told("1.1", "a", *[note(i, 5, 5) for i in range(4)])
    many = told("2.1", "a", *[note(i, 5, 5) for i in range(9)])
    (found,) = comparisons([few, many])
    assert found.few


def test_zones_that_changed_as_much_are_a_tie():
    before = told("1.1", "a", *[note(i, 5, 5) for i in range(5)])
    after = told("2.1", "a", *[note(i, 50, 5) for i in range(5)])
    (found,) = comparisons([before, after])
    assert [each.letter for each in found.most] == ["A", "B"]


def test_one_activity_has_nothing_to_be_compared_with():
    assert comparisons([told("1.1", "a", note(1, 5, 5))]) == ()


def test_nobody_adds_up_to_nothing():
    found = summed()
    assert (found.notes, found.people, found.spots, found.density) == (0, 0, (), None)
    assert ground_of(None, (), (), None, ()) is None


def test_without_an_outline_the_places_themselves_make_the_ground():
    notes = [note(i, 3 * i, 5, inside=None) for i in range(1, 9)]
    found = sum_up(notes, ground_of(None, (), (), None, notes))
    assert (found.placed, found.zones) == (8, ())
    assert found.bandwidth_m == 2


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 40), st.integers(1, 4)), max_size=25),
    st.randoms(),
)
def test_the_order_of_the_notes_plays_no_part(places, chance):
    feelings = ("like", "dislike", "")
    notes = [
        note(i, x, y, person=who, feeling=feelings[i % 3])
        for i, (x, y, who) in enumerate(places, 1)
    ]
    mixed = notes[:]
    chance.shuffle(mixed)
    assert summed(*notes) == summed(*mixed)


def test_rings_lie_round_the_notes():
    found = summed(*[note(i, 15, 20) for i in range(1, 6)])
    (ring,) = found.density.levels[1].rings
    places = [FRAME.to_xy(*place) for place in ring]
    assert all(math.dist(place, (15, 20)) < 6 for place in places)
    assert found.density.peak == pytest.approx(5 * 3 / (math.pi * 36) * 100, rel=0.02)


def test_the_ideas_of_a_county_add_up_to_what_was_published(shared_data):
    """412 ideas of Miami's challenge of 2014; one pin lies far out at sea."""
    text = (shared_data / "map-comments/miami-2014-ideas.geojson").read_text(encoding="utf-8")
    features = json.loads(text)["features"]
    notes = [
        dataclasses.replace(
            note(nth, 5, 5, zone="", inside=None),
            geometry=each["geometry"],
            spot=tuple(each["geometry"]["coordinates"][:2]),
        )
        for nth, each in enumerate(features, 1)
    ]
    found = sum_up(notes, ground_of(None, (), (), None, notes))
    assert (found.notes, found.placed, found.far) == (412, 411, 1)
    assert found.bandwidth_m < 10_000
    assert found.density.notes == 411
    assert sum(each.notes for each in found.spots) <= 411
