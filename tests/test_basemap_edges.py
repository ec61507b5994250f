"""What corners snap to, and the base map of another outline."""

from workshops.basemap import Frame, blank, build, edges_of, outline_of, reframed
from workshops.basemap.edges import beside
from workshops.osm import Extract, Feature

FRAME = Frame(32, north=True, origin_e=612500, origin_n=6741700, width_m=200, height_m=100)


def rectangle(left: float, top: float, right: float, bottom: float, frame: Frame = FRAME) -> dict:
    corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    places = [list(frame.to_lonlat(x, y)) for x, y in corners]
    return {"type": "Polygon", "coordinates": [places]}


OUTLINE = rectangle(60, 30, 140, 70)


def thing(kind: str, x: float, y: float) -> Feature:
    place = {"type": "Point", "coordinates": FRAME.to_lonlat(x, y)}
    return Feature(kind, place, "", {}, "n1")


# What corners snap to


def test_a_road_gives_its_two_kerbs():
    assert beside([[0, 0], [10, 0]], 3) == [[0, -3], [10, -3]]
    assert beside([[0, 0], [10, 0], [10, 10]], 1) == [[0, -1], [11, -1], [11, 10]]


def test_a_sharp_bend_does_not_send_the_kerb_far_away():
    far = beside([[0, 0], [10, 0], [0, 0.1]], 1)
    assert max(abs(x) for x, _ in far) < 13


def test_a_line_of_one_place_has_no_side():
    assert beside([[1, 1], [1, 1]], 3) == []


def test_corners_snap_to_houses_kerbs_and_trees():
    basemap = blank(OUTLINE) | {
        "features": [
            {"kind": "building", "rings": [[[1, 1], [5, 1], [5, 5]]]},
            {"kind": "tree", "points": [[7, 7]], "radius": 2},
            {"kind": "road", "line": [[0, 20], [9, 20]], "width": 6},
        ]
    }
    edges = edges_of(basemap)
    assert edges["points"] == [[7, 7]]
    assert [[1, 1], [5, 1], [5, 5], [1, 1]] in edges["lines"]
    assert [[0, 17], [9, 17]] in edges["lines"]
    assert len(edges["lines"]) == 3


def test_the_outline_is_told_in_plan_metres():
    (ring,) = outline_of(blank(OUTLINE))
    assert ring[0] == ring[-1]
    assert [round(abs(a - b)) for a, b in zip(ring[0], ring[2], strict=True)] == [80, 40]


# Another outline without the map file


def test_a_moved_outline_keeps_what_is_known_of_the_place():
    trees = tuple(thing("tree", x, 50) for x in (70, 130))
    old = build(Extract(trees, {}, ()), OUTLINE)
    new = reframed(old, rectangle(80, 30, 150, 70))
    assert new["licence"] == old["licence"]
    assert new["frame"] != old["frame"]
    again = Frame.from_json(new["frame"])
    places = [again.to_lonlat(*each["points"][0]) for each in new["features"]]
    assert [round(FRAME.to_xy(*place)[0]) for place in places] == [70, 130]


def test_an_outline_elsewhere_begins_with_nothing():
    old = build(Extract((thing("tree", 100, 50),), {}, ()), OUTLINE)
    far = rectangle(1060, 30, 1140, 70)
    assert reframed(old, far) == blank(far)
    abroad = rectangle(60, 30, 140, 70, Frame(33, True, 400000, 6741700, 200, 100))
    assert reframed(old, abroad) == blank(abroad)
