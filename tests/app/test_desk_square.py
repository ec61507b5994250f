"""The square at the desk: a map file, an outline, zones, landmarks."""

import io
import re
from pathlib import Path

import pytest
from flask import Flask, current_app
from flask.testing import FlaskClient

from app.edge import save
from app.extensions import db
from workshops import planning, squares
from workshops.models import Consultation, Square

pytestmark = pytest.mark.slow

CORNERS = "60.7945, 11.0680\n60.7945, 11.0690\n60.7950, 11.0690\n60.7950, 11.0680"
ROUTE = "60.7945, 11.0680\n60.7950, 11.0680"
SMALL_MAP = """<?xml version="1.0"?>
<osm version="0.6">
  <node id="1" lat="60.7945" lon="11.0680"/><node id="2" lat="60.7945" lon="11.0690"/>
  <node id="3" lat="60.7950" lon="11.0690"/><node id="4" lat="60.7950" lon="11.0680"/>
  <node id="5" lat="60.7947" lon="11.0685"><tag k="amenity" v="fountain"/></node>
  <way id="9"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="1"/>
    <tag k="place" v="square"/><tag k="name" v="&lt;b&gt;Stortorget"/></way>
</osm>"""


@pytest.fixture
def square(owner: FlaskClient) -> Square:
    """A square that has a name and no more."""
    owner.post("/desk/new", data={"name": "Stortorget", "town": "Hamar"})
    return db.session.query(Consultation).one().square


def upload(client: FlaskClient, content: bytes, name: str = "map.osm"):
    return client.post(
        "/desk/stortorget/square/map",
        data={"map": (io.BytesIO(content), name)},
        headers={"Referer": "http://localhost/desk/stortorget/square"},
        follow_redirects=True,
    )


def post(client: FlaskClient, step: str, **fields: object):
    answer = client.post(f"/desk/stortorget/square/{step}", data=fields, follow_redirects=True)
    db.session.expire_all()
    return answer


def html(answer) -> str:
    return answer.get_data(as_text=True)


def test_the_first_step_asks_for_a_map_with_one_button(owner: FlaskClient, square: Square):
    page = html(owner.get("/desk/stortorget/square"))
    assert "ending in .osm" in page
    assert page.count('class="button"') == 1


def test_a_map_offers_the_squares_that_are_on_it(owner: FlaskClient, square: Square):
    page = html(upload(owner, SMALL_MAP.encode()))
    assert "&lt;b&gt;Stortorget" in page
    assert "<b>Stortorget</b>" not in page.replace("<b>&lt;b&gt;Stortorget</b>", "")
    assert 'value="9"' in page
    assert "OpenStreetMap contributors, ODbL" in page


def test_a_chosen_square_gets_its_outline_and_its_plan(owner: FlaskClient, square: Square):
    upload(owner, SMALL_MAP.encode())
    answer = post(owner, "outline", osm_id="9")
    assert answer.request.path == "/desk/stortorget/square"
    assert square.outline is not None
    assert square.basemap["licence"] == "© OpenStreetMap contributors, ODbL 1.0"
    assert "/plans/" in html(answer)


def test_the_whole_map_can_be_drawn_on(owner: FlaskClient, square: Square):
    upload(owner, SMALL_MAP.encode())
    answer = owner.get("/desk/stortorget/square/map.svg")
    assert answer.mimetype == "image/svg+xml"
    assert answer.get_data(as_text=True).startswith("<svg")


def test_without_a_map_there_is_nothing_to_draw_on(owner: FlaskClient, square: Square):
    assert owner.get("/desk/stortorget/square/map.svg").status_code == 404


def test_an_outline_can_be_typed_without_a_map(owner: FlaskClient, square: Square):
    post(owner, "outline", corners=CORNERS)
    assert len(square.outline["coordinates"][0]) == 5
    assert square.basemap["features"] == []


def test_corners_that_cannot_be_read_are_kept_with_the_reason(owner: FlaskClient, square: Square):
    answer = owner.post("/desk/stortorget/square/outline", data={"corners": "60.1 by the church"})
    assert answer.status_code == 422
    assert "is not a corner" in html(answer)
    assert "60.1 by the church</textarea>" in html(answer)
    assert square.outline is None


def test_the_outline_is_shown_again_as_text_to_be_adjusted(owner: FlaskClient, square: Square):
    post(owner, "outline", corners=CORNERS)
    page = html(owner.get("/desk/stortorget/square?step=outline"))
    assert "60.7945000, 11.0680000" in page


@pytest.mark.parametrize("parts", [2, 3, 4])
def test_a_square_is_cut_into_zones_by_one_button(owner: FlaskClient, square: Square, parts: int):
    post(owner, "outline", corners=CORNERS)
    post(owner, "zones", verb="cut", parts=parts)
    assert [zone["letter"] for zone in square.zones] == list("ABCD"[:parts])


def test_zones_get_names_and_keep_their_letters_when_one_goes(owner: FlaskClient, square: Square):
    post(owner, "outline", corners=CORNERS)
    post(owner, "zones", verb="cut", parts=3)
    post(owner, "zones", verb="name", **{"name-A": "by the church", "name-C": "<i>market</i>"})
    page = html(post(owner, "zones", verb="remove-B"))
    assert [(z["letter"], z["name"]) for z in square.zones] == [
        ("A", "by the church"),
        ("C", "<i>market</i>"),
    ]
    assert "<i>market" not in page


def test_a_drawn_zone_takes_the_first_free_letter(owner: FlaskClient, square: Square):
    post(owner, "outline", corners=CORNERS)
    post(owner, "zones", verb="cut", parts=2)
    post(owner, "zones", verb="remove-A")
    post(owner, "zones", verb="add", name="Steps", corners=CORNERS)
    assert [zone["letter"] for zone in square.zones] == ["A", "B"]


def test_a_zone_far_away_is_refused_and_what_was_typed_is_kept(owner: FlaskClient, square: Square):
    post(owner, "outline", corners=CORNERS)
    far = CORNERS.replace("11.06", "11.16")
    answer = post(owner, "zones", verb="add", name="Far", corners=far)
    assert "lies far from the square" in html(answer)
    assert "60.7945, 11.1680" in html(answer)
    assert square.zones == []


def test_landmarks_are_those_that_stay_ticked(owner: FlaskClient, square: Square):
    upload(owner, SMALL_MAP.encode())
    page = html(post(owner, "outline", osm_id="9"))
    page = html(owner.get("/desk/stortorget/square?step=landmarks"))
    assert "Fountain" in page
    key = page.split('name="keep" value="')[1].split('"')[0]
    post(owner, "landmarks", verb="keep", keep=key)
    assert [each["name"] for each in square.landmarks] == ["Fountain"]
    post(owner, "landmarks", verb="keep")
    assert square.landmarks == []


def test_a_landmark_is_added_by_its_name_and_place(owner: FlaskClient, square: Square):
    post(owner, "outline", corners=CORNERS)
    post(owner, "landmarks", verb="add", name="The old lime", corners="60.7947, 11.0684")
    assert [(each["name"], each["lat"]) for each in square.landmarks] == [("The old lime", 60.7947)]


def test_a_landmark_in_another_town_is_refused(owner: FlaskClient, square: Square):
    post(owner, "outline", corners=CORNERS)
    answer = post(owner, "landmarks", verb="add", name="Far", corners="59.9, 10.7")
    assert "“Far” lies far from the square." in html(answer)


def test_stops_are_numbered_in_their_order(owner: FlaskClient, square: Square):
    post(owner, "outline", corners=CORNERS)
    post(owner, "stops", verb="add", name="Fountain", corners="60.7947, 11.0684")
    post(owner, "stops", verb="add", name="<i>Steps", corners="60.7948, 11.0686")
    page = html(post(owner, "stops", verb="up", key=square.stops[1]["key"]))
    assert [each["name"] for each in square.stops] == ["<i>Steps", "Fountain"]
    assert "<i>Steps" not in page


def test_a_stop_is_moved_and_renamed_and_keeps_its_key(owner: FlaskClient, square: Square):
    post(owner, "outline", corners=CORNERS)
    post(owner, "stops", verb="add", name="Fountain", corners="60.7947, 11.0684")
    key = square.stops[0]["key"]
    assert "60.7947000, 11.0684000" in html(
        owner.get(f"/desk/stortorget/square?step=stops&edit={key}")
    )
    post(owner, "stops", verb="change", key=key, name="Lime", corners="60.7946, 11.0685")
    assert square.stops == [{"key": key, "name": "Lime", "lon": 11.0685, "lat": 60.7946}]
    post(owner, "stops", verb="remove", key=key)
    assert square.stops == []


def test_a_route_is_drawn_with_its_length(owner: FlaskClient, square: Square):
    post(owner, "outline", corners=CORNERS)
    page = html(post(owner, "routes", verb="add", name="North", corners=ROUTE))
    assert square.routes[0]["line"] == [[11.068, 60.7945], [11.068, 60.795]]
    assert "56 m" in page


@pytest.mark.parametrize(
    ("step", "corners", "why"),
    [
        ("stops", "", "Say where it is"),
        ("stops", "59.9, 10.7", "lies far from the square"),
        ("routes", "60.7945, 11.0680", "at least two corners"),
        ("routes", "60.7945, 11.0680\n60.7945, 11.0680", "shorter than 2 metres"),
        ("routes", "60.7945, 11.0680\n59.9, 10.7", "lies far from the square"),
    ],
)
def test_a_stop_or_route_that_cannot_be_is_refused_and_kept_as_typed(
    owner: FlaskClient, square: Square, step: str, corners: str, why: str
):
    post(owner, "outline", corners=CORNERS)
    answer = post(owner, step, verb="add", name="Here", corners=corners)
    assert answer.status_code == 422
    assert why in html(answer)
    assert 'value="Here"' in html(answer)
    assert (square.stops, square.routes) == ([], [])


def test_a_zone_is_drawn_anew_and_keeps_its_letter(owner: FlaskClient, square: Square):
    post(owner, "outline", corners=CORNERS)
    post(owner, "zones", verb="cut", parts=2)
    post(owner, "zones", verb="change", key="B", name="Steps", corners=CORNERS)
    assert [(each["letter"], each["name"]) for each in square.zones] == [("A", ""), ("B", "Steps")]
    assert len(square.zones[1]["polygon"]["coordinates"][0]) == 5


def test_zones_that_overlap_or_stick_out_are_remarked_on_and_kept(
    owner: FlaskClient, square: Square
):
    post(owner, "outline", corners=CORNERS)
    post(owner, "zones", verb="add", corners=CORNERS)
    wider = CORNERS.replace("11.0690", "11.0695")
    page = html(post(owner, "zones", verb="add", corners=wider))
    assert "Zones A and B overlap by 3" in page
    assert "Zone B sticks out of the square by 1" in page
    assert len(square.zones) == 2


def test_what_corners_snap_to_comes_once(owner: FlaskClient, square: Square):
    upload(owner, SMALL_MAP.encode())
    post(owner, "outline", osm_id="9")
    for of, lines in (("", 2), ("plan", 1), ("map", 1)):
        answer = owner.get(f"/desk/stortorget/square/edges.json?of={of}")
        assert len(answer.get_json()["points"]) == 1
        assert len(answer.get_json()["lines"]) == lines
        again = owner.get(answer.request.url, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304


def take_in(client: FlaskClient, part: str, content: bytes, name: str = "x.geojson") -> str:
    answer = client.post(
        "/desk/stortorget/square/file",
        data={"part": part, "file": (io.BytesIO(content), name)},
        follow_redirects=True,
    )
    db.session.expire_all()
    return html(answer)


LAWN = b"""{"type": "Feature", "properties": {"name": "<b>Lawn"}, "geometry": {"type": "Polygon",
"coordinates": [[[11.0681, 60.7946], [11.0684, 60.7946], [11.0684, 60.7948], [11.0681, 60.7946]]]
}}"""


def test_a_polygon_of_a_file_becomes_a_zone_with_its_name(owner: FlaskClient, square: Square):
    post(owner, "outline", corners=CORNERS)
    page = take_in(owner, "zones", LAWN)
    assert [each["name"] for each in square.zones] == ["<b>Lawn"]
    assert "1 zone was added." in page
    assert "<b>Lawn" not in page


def test_a_polygon_of_a_file_becomes_the_outline(owner: FlaskClient, square: Square):
    assert "Where does it end?" in take_in(owner, "outline", LAWN)
    assert len(square.outline["coordinates"][0]) == 4


@pytest.mark.parametrize(
    ("part", "content", "why"),
    [
        ("zones", b"", "Choose a file first"),
        ("zones", b"[]", "at its root there is no object"),
        ("routes", LAWN, "nothing of that sort"),
        ("stops", b"<osm>", "cannot be read"),
        ("outline", b"<osm>", "Read an .osm file in the step Map"),
    ],
)
def test_a_file_that_does_not_serve_is_refused_with_its_fault(
    owner: FlaskClient, square: Square, part: str, content: bytes, why: str
):
    post(owner, "outline", corners=CORNERS)
    page = take_in(owner, part, content)
    assert why in page
    assert "notice is-late" in page
    assert square.before[0]["outline"] is None
    assert len(square.before) == 1


def test_fountains_of_a_map_file_become_landmarks(owner: FlaskClient, square: Square):
    post(owner, "outline", corners=CORNERS)
    take_in(owner, "landmarks", SMALL_MAP.encode(), "map.osm")
    assert [each["name"] for each in square.landmarks] == ["Fountain"]


def test_areas_of_the_map_that_was_read_become_zones(owner: FlaskClient, square: Square):
    post(owner, "outline", corners=CORNERS)
    assert "There is no map." in html(post(owner, "file", part="zones", source="map"))
    lawn = SMALL_MAP.replace(
        "<way id",
        '<way id="8"><nd ref="1"/><nd ref="2"/><nd ref="5"/><nd ref="1"/>'
        '<tag k="landuse" v="grass"/><tag k="name" v="Lawn"/></way><way id',
        1,
    )
    upload(owner, lawn.encode())
    post(owner, "file", part="zones", source="map")
    assert [each["name"] for each in square.zones] == ["Lawn"]


def test_only_parts_of_a_square_are_taken_from_a_file(owner: FlaskClient, square: Square):
    assert post(owner, "file", part="basemap").status_code == 400


def test_a_landmark_is_moved_and_renamed(owner: FlaskClient, square: Square):
    post(owner, "outline", corners=CORNERS)
    post(owner, "landmarks", verb="add", name="Lime", corners="60.7947, 11.0684")
    post(owner, "landmarks", verb="change", key="Lime", name="Oak", corners="60.7946, 11.0685")
    assert [(each["name"], each["lat"]) for each in square.landmarks] == [("Oak", 60.7946)]


def test_undo_says_what_it_brought_back_and_redo_does_it_again(owner: FlaskClient, square: Square):
    post(owner, "outline", corners=CORNERS)
    post(owner, "zones", verb="cut", parts=2)
    post(owner, "zones", verb="remove-B")
    assert "Zone B is back." in html(post(owner, "undo", verb="undo"))
    assert [zone["letter"] for zone in square.zones] == ["A", "B"]
    assert "Zone B is gone again." in html(post(owner, "undo", verb="redo"))
    assert [zone["letter"] for zone in square.zones] == ["A"]


def test_undo_of_an_outline_brings_back_plan_and_zones(owner: FlaskClient, square: Square):
    post(owner, "outline", corners=CORNERS)
    post(owner, "zones", verb="cut", parts=2)
    plan = square.basemap
    page = html(post(owner, "outline", corners=CORNERS.replace("11.06", "11.16")))
    assert "2 zones lie outside the new outline and went." in page
    page = html(post(owner, "undo", verb="undo"))
    assert "The outline is as it was." in page
    assert square.basemap == plan
    assert len(square.zones) == 2


def test_with_nothing_done_there_is_nothing_to_undo(owner: FlaskClient, square: Square):
    assert "There is nothing to undo." in html(post(owner, "undo", verb="undo"))
    assert post(owner, "undo", verb="else").status_code == 400


def test_a_change_of_what_another_desk_changed_is_refused_and_kept_as_typed(
    owner: FlaskClient, square: Square
):
    post(owner, "outline", corners=CORNERS)
    post(owner, "zones", verb="cut", parts=2)
    page = html(owner.get("/desk/stortorget/square?step=zones&edit=B"))
    seen = re.search(
        r'name="key" value="B">\s*<input type="hidden" name="version" value="(\w+)"', page
    )
    post(owner, "zones", verb="name", **{"name-B": "Theirs"})
    answer = post(
        owner, "zones", verb="change", key="B", version=seen[1], name="Mine", corners=CORNERS
    )
    assert "Somebody else changed this meanwhile." in html(answer)
    assert 'value="Mine"' in html(answer)
    assert square.zones[1]["name"] == "Theirs"


def test_two_desks_that_name_zones_do_not_undo_each_other(owner: FlaskClient, square: Square):
    post(owner, "outline", corners=CORNERS)
    post(owner, "zones", verb="cut", parts=2)
    seen = {"was-A": "", "was-B": ""}
    post(owner, "zones", verb="name", **seen, **{"name-A": "Church", "name-B": ""})
    post(owner, "zones", verb="name", **seen, **{"name-A": "", "name-B": "Steps"})
    assert [zone["name"] for zone in square.zones] == ["Church", "Steps"]
    page = html(post(owner, "zones", verb="name", **seen, **{"name-A": "Café", "name-B": ""}))
    assert "Zone A is called “Church” meanwhile. You wrote “Café”" in page
    assert [zone["name"] for zone in square.zones] == ["Church", "Steps"]


def test_an_undo_of_what_another_desk_changed_meanwhile_waits(owner: FlaskClient, square: Square):
    post(owner, "outline", corners=CORNERS)
    seen = squares.version_of(square)
    post(owner, "zones", verb="cut", parts=2)
    page = html(post(owner, "undo", verb="undo", version=seen))
    assert "Somebody else changed the square meanwhile." in page
    assert len(square.zones) == 2


def test_two_desks_that_change_different_zones_do_not_meet(owner: FlaskClient, square: Square):
    post(owner, "outline", corners=CORNERS)
    post(owner, "zones", verb="cut", parts=2)
    seen = squares.version_of(square, "zones", "B")
    post(owner, "zones", verb="remove", key="A")
    post(owner, "zones", verb="change", key="B", version=seen, name="Mine", corners=CORNERS)
    assert [(each["letter"], each["name"]) for each in square.zones] == [("B", "Mine")]


def test_a_new_outline_elsewhere_takes_zones_and_landmarks_along(
    owner: FlaskClient, square: Square
):
    post(owner, "outline", corners=CORNERS)
    post(owner, "zones", verb="cut", parts=2)
    post(owner, "landmarks", verb="add", name="Lime", corners="60.7947, 11.0684")
    post(owner, "stops", verb="add", name="Lime", corners="60.7947, 11.0684")
    post(owner, "routes", verb="add", name="North", corners=ROUTE)
    page = html(post(owner, "outline", corners=CORNERS.replace("11.06", "11.16")))
    assert (square.zones, square.landmarks, square.stops, square.routes) == ([], [], [], [])
    assert "1 stop lies far from the new outline and went." in page


@pytest.mark.parametrize(
    "content",
    [b"", b"not a map", b"<osm>", b"<html></html>", b"\x1f\x8b packed", b"\xff\xd8 a photo"],
)
def test_a_file_that_is_no_map_is_refused_and_not_kept(
    app: Flask, owner: FlaskClient, square: Square, content: bytes
):
    page = html(upload(owner, content))
    assert "notice is-late" in page
    assert "ending in .osm" in page
    assert not list(Path(current_app.config["TORG"].osm).rglob("*.osm"))


def test_a_second_map_takes_the_place_of_the_first(app: Flask, owner: FlaskClient, square: Square):
    upload(owner, SMALL_MAP.encode())
    upload(owner, SMALL_MAP.replace("Stortorget", "Torget").encode())
    assert len(list(Path(current_app.config["TORG"].osm).rglob("*.osm"))) == 1


def test_a_bad_second_map_leaves_the_first(app: Flask, owner: FlaskClient, square: Square):
    upload(owner, SMALL_MAP.encode())
    upload(owner, b"not a map")
    page = html(owner.get("/desk/stortorget/square?step=outline"))
    assert 'value="9"' in page


def test_a_real_square_is_found_with_its_trees(
    owner: FlaskClient, square: Square, shared_data: Path
):
    content = (shared_data / "osm" / "berlin-karl-marx-platz.osm").read_bytes()
    page = html(upload(owner, content))
    assert "Karl-Marx-Platz" in page
    assert "1,723 m², 12 trees, 11 benches" in page


def test_a_stranger_can_neither_see_nor_draw(client: FlaskClient):
    square = planning.new_consultation(db.session(), "Stortorget").square
    save()
    assert client.get("/desk/stortorget/square").location == "/no-key"
    assert client.get("/desk/stortorget/square/map.svg").location == "/no-key"
    answer = client.post("/desk/stortorget/square/outline", data={"corners": CORNERS})
    assert answer.location == "/no-key"
    assert square.outline is None


def test_a_packed_map_offers_its_squares_too(owner: FlaskClient, square: Square, shared_data: Path):
    packed = (shared_data / "osm/vienna-rabenhof.osm.pbf").read_bytes()
    page = html(upload(owner, packed, "vienna.osm.pbf"))
    assert "Kardinal-Nagl-Park" in page
    assert "7,480 m²" in page


def test_a_packed_map_that_breaks_off_is_refused(
    owner: FlaskClient, square: Square, shared_data: Path
):
    packed = (shared_data / "osm/vienna-rabenhof.osm.pbf").read_bytes()
    assert "breaks off or is damaged" in html(upload(owner, packed[:50_000], "vienna.osm.pbf"))
