"""What stands on the square by its map: counted inside the outline and nowhere else."""

from dataclasses import replace

from exports.what_stands import what_stands, zone_areas


def test_only_what_lies_inside_the_outline_is_counted(stortorget):
    told = {each.text: each.n for each in what_stands(stortorget)}
    trees = [each for each in stortorget.square.basemap["features"] if each["kind"] == "tree"]
    assert 0 < told["%(n)s tree"] < sum(len(each["points"]) for each in trees)


def test_without_an_outline_nothing_is_said_to_stand_there(stortorget):
    bare = replace(stortorget, square=replace(stortorget.square, outline=None))
    assert what_stands(bare) == ()


def test_zones_have_their_square_metres(stortorget):
    areas = zone_areas(stortorget)
    assert list(areas) == ["A", "B", "C"]
    assert sum(areas.values()) > 1000
