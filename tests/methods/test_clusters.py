"""Clusters: against DBSCAN written down as its paper says, pair by pair."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.methods.clusters import clusters

SPOTS = st.lists(
    st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda p: (p[0] / 2, p[1] / 2)),
    max_size=45,
)


def by_the_book(points: list, reach: float, least: int) -> set[frozenset[int]]:
    """Cores of each cluster, by looking at every pair."""
    near = [{j for j, b in enumerate(points) if math.dist(a, b) <= reach} for a in points]
    cores = {i for i, each in enumerate(near) if len(each) >= least}
    found, left = set(), set(cores)
    while left:
        todo, group = [min(left)], set()
        while todo:
            i = todo.pop()
            if i not in group:
                group.add(i)
                todo += near[i] & cores
        found.add(frozenset(group))
        left -= group
    return found


@given(SPOTS, st.sampled_from([2, 3, 4, 6]))
def test_cores_that_hang_together_are_one_cluster(points, least):
    found = clusters(points, 2.5, least)
    cores = by_the_book(points, 2.5, least)
    assert len(found) == len(cores)
    for group in cores:
        assert sum(group <= set(each.members) for each in found) == 1


@given(SPOTS)
def test_no_point_is_in_two_clusters_and_none_is_far_from_its_own(points):
    found = clusters(points, 3, 3)
    members = [i for each in found for i in each.members]
    assert len(members) == len(set(members))
    for each in found:
        assert each.n == len(each.members) >= 3
        for i in each.members:
            assert any(math.dist(points[i], points[j]) <= 3 for j in each.members if j != i)


@given(SPOTS, st.randoms())
def test_the_order_of_the_points_plays_no_part(points, chance):
    mixed = points[:]
    chance.shuffle(mixed)
    told = [(each.x, each.y, each.n, each.reach_m) for each in clusters(points, 2)]
    assert told == [(each.x, each.y, each.n, each.reach_m) for each in clusters(mixed, 2)]


def test_nobody_one_and_a_thousand_in_one_spot():
    assert clusters([], 8) == ()
    assert clusters([(1, 1)], 8) == ()
    (one,) = clusters([(1, 1)] * 1000, 8)
    assert (one.n, one.reach_m) == (1000, 0)


def test_a_chain_is_one_cluster_and_a_gap_makes_two():
    chain = [(float(i), 0.0) for i in range(20)]
    assert len(clusters(chain, 1.0, 3)) == 1
    assert len(clusters(chain[:9] + chain[11:], 1.0, 3)) == 2


def test_a_reach_of_nothing_is_our_own_mistake():
    with pytest.raises(ValueError, match="within 0 m"):
        clusters([], 0)
