"""Own layers: what is read from GeoJSON, KML and GPX, and what is said of files that are faulty."""

import json

import pytest

from workshops import ground, ground_layers, planning
from workshops.basemap import blank
from workshops.ground_files import LayerFile, read_layer
from workshops.refusal import Refused

#: Each faulty GeoJSON, with what is said when it is refused, or "" and what is mended.
REFUSED = {
    "bad-duplicate-properties": "stands twice",
    "bad-json": "no JSON from line 3",
    "badcoordtype": "not nested deeply enough",
    "false": "something that is no geometry",
    "featurecollection-obj": "no list of “features”",
    "featurecollection": "no list of “features”",
    "geometry_changed_semantics": "cannot have",
    "multipoint-multidimension": "nested too deeply",
    "point-labeled-as-a-multipolygon": "not nested deeply enough",
    "point-toofew": "one number instead of two",
    "point": "no “coordinates”",
    "bad-properties-as-array": "that are no object",
    "rootstring": "at its root there is no object",
}
MENDED = {
    "bad-polygon-interiorring-rhr": "turns the wrong way",
    "short-linearring": "does not end where it begins",
    "badfeatureid": "neither text nor number",
    "bbox-contains-string": "something that is no number",
    "different-first-last": "does not end where it begins",
    "excessive_precision_truncated": "",
    "geometrycollection_single": "a single geometry",
    "nofeaturetype": "does not have the type",
    "stringcoord": "text instead of a number",
}
#: Each KML and GPX: how many features of which kind, or what is said.
TRACKS = {
    "Friday-Evening-Run.gpx": "LineString",
    "apple_watch_route.gpx": "LineString",
    "bad.kml": "coordinates that are no numbers",
    "empty_ele.gpx": "LineString",
    "extended_data.kml": "Point",
    "gdal.gpx": "LineString Point",
    "ground_overlay_quad.kml": "holds a picture",
    "gxtrack.kml": "LineString",
    "inline_style_mini.kml": "LineString",
    "linestring.kml": "LineString",
    "missing_hr.gpx": "LineString",
    "multigeometry_discrete.kml": "LineString Point",
    "multitrack.kml": "LineString Point",
    "networklink.kml": "links are not followed",
    "non_gx_multitrack.kml": "LineString Point",
    "north_core.gpx": "LineString Point",
    "opacity_override.kml": "LineString",
    "osm.gpx": "LineString",
    "point_extra_coordinates.kml": "Point",
    "polygon.kml": "Polygon",
    "schema.kml": "Polygon",
    "simpledata.kml": "Point",
    "style.gpx": "LineString",
    "style_url.kml": "Polygon",
    "timespan.kml": "Polygon",
    "trek_no_rtept.gpx": "no points, lines or areas",
    "unique_trkpt.gpx": "Point",
    "zero_elevation.gpx": "LineString",
}


def kinds(read: LayerFile) -> str:
    return " ".join(sorted({each["geometry"]["type"] for each in read.features}))


def collection(*geometries) -> bytes:
    features = [
        {"type": "Feature", "properties": {"name": "A"}, "geometry": each} for each in geometries
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_in_which_nothing_can_be_drawn_is_refused_with_its_fault(name, shared_data):
    data = (shared_data / f"bad-input/geojson/bad/{name}.geojson").read_bytes()
    with pytest.raises(Refused, match=REFUSED[name]):
        read_layer(data, f"{name}.geojson")


@pytest.mark.parametrize("name", MENDED)
def test_a_fault_that_can_be_mended_is_told(name, shared_data):
    data = (shared_data / f"bad-input/geojson/bad/{name}.geojson").read_bytes()
    read = read_layer(data, f"{name}.geojson")
    assert read.features
    assert MENDED[name] in " ".join(map(str, read.warnings))


def test_each_faulty_file_is_tried(shared_data):
    there = {path.stem for path in (shared_data / "bad-input/geojson/bad").glob("*.geojson")}
    assert there == {*REFUSED, *MENDED}
    assert {path.name for path in (shared_data / "bad-input/kml-gpx").iterdir()} == {*TRACKS}


def test_good_files_are_read_and_places_off_the_earth_are_refused(shared_data):
    for path in sorted((shared_data / "bad-input/geojson/good").glob("*.geojson")):
        try:
            assert read_layer(path.read_bytes(), path.name).features, path.name
        except Refused as fault:
            assert path.stem in {"issue82", "nullgeometry"}, f"{path.name}: {fault}"  # noqa: PT017


@pytest.mark.parametrize("name", TRACKS)
def test_kml_and_gpx_are_read_or_refused_with_a_sentence(name, shared_data):
    data = (shared_data / "bad-input/kml-gpx" / name).read_bytes()
    try:
        assert kinds(read_layer(data, name)) == TRACKS[name]
    except Refused as fault:
        assert TRACKS[name] in str(fault)  # noqa: PT017


def test_the_public_space_of_a_real_quarter_is_read(shared_data):
    path = shared_data / "osm/vienna-rabenhof-public-space.geojson"
    read = read_layer(path.read_bytes(), path.name)
    assert kinds(read) == "Polygon"
    assert len(json.dumps(read.features)) < 900_000


def test_utm_numbers_as_degrees_are_told(shared_data):
    data = collection({"type": "Point", "coordinates": [612345, 6741234]})
    with pytest.raises(Refused, match="metres of a grid"):
        read_layer(data, "x.geojson")


def test_exchanged_axes_are_put_right_and_told():
    given = collection({"type": "LineString", "coordinates": [[-33.1, 151.2], [-33.2, 151.3]]})
    read = read_layer(given, "x.geojson")
    assert read.features[0]["geometry"]["coordinates"][0] == [151.2, -33.1]
    assert "exchanged" in str(read.warnings[0])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Choose a file"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><kml>&a;</kml>', "DTD"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no map layer"),
        (b"<kml><Placemark>", "no whole XML"),
        (b"name;x;y", "no whole XML"),
        (b'{"type":"Point","coordinates":[Infinity,1]}', "a number that is none"),
    ],
)
def test_what_is_no_layer_is_refused(data: bytes, said: str):
    with pytest.raises(Refused, match=said):
        read_layer(data, "x")


def test_corners_that_nobody_sees_are_left_out():
    line = [[11.0 + n * 1e-7, 60.0] for n in range(5000)]
    read = read_layer(collection({"type": "LineString", "coordinates": line}), "x.geojson")
    assert len(read.features[0]["geometry"]["coordinates"]) == 2


# On a square

OUTLINE = {
    "type": "Polygon",
    "coordinates": [
        [
            [11.068, 60.7945],
            [11.07, 60.7945],
            [11.07, 60.7955],
            [11.068, 60.7955],
            [11.068, 60.7945],
        ]
    ],
}
SHAPES = (
    {"type": "Point", "coordinates": [11.0685, 60.795]},
    {"type": "LineString", "coordinates": [[11.0, 60.795], [11.2, 60.795]]},
    {
        "type": "Polygon",
        "coordinates": [
            [[11.069, 60.795], [11.0695, 60.795], [11.0695, 60.7954], [11.069, 60.795]]
        ],
    },
    {"type": "Point", "coordinates": [12.0, 61.0]},
)


@pytest.fixture
def consultation(session):
    made = planning.new_consultation(session, "Stortorget", town="Hamar")
    made.square.outline, made.square.basemap = OUTLINE, blank(OUTLINE)
    return made


def add(session, consultation, name="Pipes", source="Us", licence="CC0 1.0") -> None:
    features = read_layer(collection(*SHAPES), "x.geojson").features
    ground_layers.add(session, consultation, name, source, licence, features)


def test_a_layer_lies_on_the_ground_as_far_as_the_plan_reaches(session, consultation):
    add(session, consultation)
    (layer,) = ground.ground_of(consultation.square)["layers"]
    assert len(layer["points"]) == len(layer["areas"]) == len(layer["lines"]) == 1
    (start, *_, end) = layer["lines"][0]
    assert end[0] - start[0] == pytest.approx(blank(OUTLINE)["frame"]["width_m"] + 4, abs=0.1)


@pytest.mark.parametrize(
    ("name", "source", "licence"), [("", "Us", "CC0"), ("A", "", "CC0"), ("A", "Us", "")]
)
def test_a_layer_without_name_source_or_licence_is_refused(
    session, consultation, name, source, licence
):
    with pytest.raises(Refused, match=r"Give|Write"):
        add(session, consultation, name, source, licence)


def test_source_and_licence_of_all_that_is_seen_are_told(session, consultation):
    add(session, consultation, "Pipes", "Hamar vann", "NLOD 2.0")
    assert ground.licence_of(consultation.square).endswith(" · Hamar vann, NLOD 2.0")
    ground_layers.switch(session, consultation, "1", on=False)
    assert "Hamar vann" not in ground.licence_of(consultation.square)
    assert "layers" not in ground.ground_of(consultation.square)


def test_a_layer_that_was_taken_away_can_be_put_back_in_its_place(session, consultation):
    for name in "ABC":
        add(session, consultation, name)
    ground_layers.remove(session, consultation, "2")
    assert [each["name"] for each in ground.layers_of(consultation.square)] == ["A", "C"]
    ground_layers.put_back(session, consultation)
    assert [each["name"] for each in ground.layers_of(consultation.square)] == ["A", "B", "C"]


def test_a_layer_that_is_not_there_is_refused(session, consultation):
    with pytest.raises(Refused, match="not there any more"):
        ground_layers.remove(session, consultation, "7")


def test_a_seventh_layer_is_refused(session, consultation):
    for name in "ABCDEF":
        add(session, consultation, name)
    with pytest.raises(Refused, match="6 layers"):
        add(session, consultation, "G")
