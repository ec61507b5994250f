"""The ground at the desk: a picture uploaded, placed, shown everywhere; own layers."""

import io
import json
import re
import zlib
from pathlib import Path

import pytest
from flask import Flask, current_app
from flask.testing import FlaskClient
from PIL import Image, ImageDraw

from app.extensions import db
from workshops.methods.geodesy import Utm, from_utm
from workshops.models import Consultation, Square

pytestmark = pytest.mark.slow

HERE = "/desk/stortorget/ground"
CREDITS = {"source": "Hamar kommune", "licence": "CC BY 4.0"}
#: 400 by 300 pixels of half a metre, north-up, in UTM 32.
EAST, NORTH, STEP = 612_000.0, 6_741_000.0, 0.5
SPOTS = ((20, 20), (380, 30), (370, 280), (30, 270))
OUTLINE = ((100, 100), (300, 100), (300, 200), (100, 200))


@pytest.fixture
def square(owner: FlaskClient) -> Square:
    owner.post("/desk/new", data={"name": "Stortorget", "town": "Hamar"})
    return db.session.query(Consultation).one().square


def place(x: float, y: float) -> str:
    lon, lat = from_utm(EAST + STEP * x, NORTH - STEP * y, Utm(32, north=True))
    return f"{lat:.8f}, {lon:.8f}"


def a_plan(kind: str = "PNG", **saved: object) -> bytes:
    """A plan with a red rectangle where the square is."""
    image = Image.new("RGB", (400, 300), "white")
    ImageDraw.Draw(image).rectangle((100, 100, 300, 200), fill="red")
    out = io.BytesIO()
    image.save(out, kind, **saved)
    return out.getvalue()


def upload(owner: FlaskClient, content: bytes, **more: str):
    data = {"picture": (io.BytesIO(content), "plan.png"), **CREDITS, **more}
    answer = owner.post(f"{HERE}/picture", data=data, follow_redirects=True)
    db.session.expire_all()
    return answer


def put(owner: FlaskClient, way: str, points=(), **more: str):
    columns = {name: [each[nth] for each in points] for nth, name in enumerate(("x", "y", "place"))}
    data = {"way": way, **columns, **more}
    answer = owner.post(f"{HERE}/place", data=data, follow_redirects=True)
    db.session.expire_all()
    return answer


def by_points(owner: FlaskClient, *more, **fields: str):
    points = [(f"{x}", f"{y}", place(x, y)) for x, y in SPOTS]
    return put(owner, "points", [*points, *more], **fields)


def draw_outline(owner: FlaskClient) -> None:
    corners = "\n".join(place(*each) for each in OUTLINE)
    assert (
        owner.post("/desk/stortorget/square/outline", data={"corners": corners}).status_code == 303
    )
    db.session.expire_all()


def html(answer) -> str:
    return answer.get_data(as_text=True)


def plan(owner: FlaskClient, square: Square, theme: str = "light") -> str:
    return html(owner.get(f"/plans/{square.id}-x-{theme}.svg"))


# Uploading


def test_the_page_asks_for_a_picture_with_one_button(owner, square):
    page = html(owner.get(HERE))
    assert page.count('class="button"') == 1
    assert "CC BY 4.0" in page


@pytest.mark.parametrize("missing", ["source", "licence"])
def test_without_source_or_licence_a_picture_is_refused_and_the_words_stay(owner, square, missing):
    answer = upload(owner, a_plan(), **{missing: " "})
    assert answer.status_code == 422
    assert square.picture is None
    assert (CREDITS["licence"] if missing == "source" else CREDITS["source"]) in html(answer)


def test_a_picture_is_kept_upright_without_its_metadata(owner, square, shared_data):
    photo = (shared_data / "images/orientation-landscape-6.jpg").read_bytes()
    upload(owner, photo)
    assert (square.picture["width"], square.picture["height"]) == (600, 450)
    kept = current_app.config["TORG"].photos / f"{square.picture['sha256']}.jpg"
    with Image.open(kept) as image:
        assert not image.getexif()
    gps = (shared_data / "images/gps-arezzo-1.jpg").read_bytes()
    upload(owner, gps)
    kept = current_app.config["TORG"].photos / f"{square.picture['sha256']}.jpg"
    assert b"Exif" not in kept.read_bytes()


def huge_png(side: int) -> bytes:
    """A PNG that says it is that large and holds no pixels: decoding it would fail otherwise."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        sum_ = zlib.crc32(kind + data)
        return len(data).to_bytes(4, "big") + kind + data + sum_.to_bytes(4, "big")

    head = side.to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [50_000, 12_000])
def test_a_plan_of_too_many_pixels_is_refused_without_being_decoded(owner, square, side):
    answer = upload(owner, huge_png(side))
    assert "Send one under 100 megapixels" in html(answer)


@pytest.mark.parametrize("name", ["broken.png", "truncated_image.png", "decompression_bomb.gif"])
def test_what_is_no_picture_is_refused_with_a_sentence(owner, square, shared_data, name):
    answer = upload(owner, (shared_data / "bad-input/images" / name).read_bytes())
    assert answer.status_code == 422
    assert square.picture is None


def test_a_drawing_with_a_script_is_no_picture(owner, square, shared_data):
    svg = next((shared_data / "bad-input/svg").iterdir()).read_bytes()
    assert "That is not a picture we can read" in html(upload(owner, svg))


# Placing


def test_a_picture_placed_by_points_lies_under_the_outline_that_is_drawn_on_it(owner, square):
    upload(owner, a_plan())
    page = html(by_points(owner))
    assert "The points miss by 0 cm" in page
    draw_outline(owner)
    laid = square.picture["laid"]
    with Image.open(current_app.config["TORG"].photos / f"{laid['sha256']}.jpg") as image:
        middle = image.getpixel((image.width // 2, image.height // 2))
        assert middle[0] > 200
        assert middle[1] < 60
    drawn = plan(owner, square)
    assert "data:image/jpeg;base64," in drawn
    assert "Hamar kommune, CC BY 4.0" in html(owner.get("/desk/stortorget/square"))


def test_a_wrong_point_is_named(owner, square):
    upload(owner, a_plan())
    page = html(by_points(owner, ("200", "150", place(240, 150))))
    assert "Point 5 does not fit the others: it misses by" in page
    assert page.count("ground-point is-odd") == 1


def test_points_on_a_line_are_refused_and_stay_in_the_form(owner, square):
    upload(owner, a_plan())
    points = [(f"{x}", f"{x}", place(x, x)) for x in (10, 100, 250)]
    answer = put(owner, "points", points)
    assert answer.status_code == 422
    assert "on one line" in html(answer)
    assert place(100, 100) in html(answer)
    assert "laid" not in square.picture


@pytest.mark.parametrize(
    ("point", "said"),
    [
        (("", "", "60.1, 11.1"), "Click point 5"),
        (("5", "5", ""), "Say where point 5 is"),
        (("5", "5", "by the church"), "is not a corner"),
    ],
)
def test_half_a_point_is_asked_for(owner, square, point, said):
    upload(owner, a_plan())
    assert said in html(by_points(owner, point))


def test_utm_can_be_typed(owner, square):
    upload(owner, a_plan())
    points = [(f"{x}", f"{y}", f"32V {EAST + STEP * x} {NORTH - STEP * y}") for x, y in SPOTS]
    assert "The points miss by 0 cm" in html(put(owner, "points", points))


def test_one_edge_north_and_a_place_are_enough(owner, square):
    upload(owner, a_plan())
    points = [("0", "0", ""), ("400", "0", ""), ("20", "20", place(20, 20))]
    page = html(put(owner, "edge", points, length="200", north="0"))
    assert "200 m across" in page
    assert square.picture["referenced"]


def test_a_picture_without_a_place_holds_a_square_and_gets_its_place_later(owner, square):
    upload(owner, a_plan())
    put(owner, "own")
    assert not square.picture["referenced"]
    page = html(owner.get("/desk/stortorget/square?step=outline"))
    assert "/square/map.svg" in page
    corners = "0.0907, 3.0001\n0.0907, 3.0004\n0.0905, 3.0004\n0.0905, 3.0001"
    owner.post("/desk/stortorget/square/outline", data={"corners": corners})
    db.session.expire_all()
    assert square.outline is not None
    assert "not placed on earth, not to scale" in html(owner.get("/desk/stortorget/square"))
    by_points(owner)
    assert "not placed on earth" not in html(owner.get("/desk/stortorget/square"))
    lon, lat = square.outline["coordinates"][0][0]
    assert 60 < lat < 61
    assert 10 < lon < 12
    owner.post(f"{HERE}/change", data={"verb": "undo"})
    db.session.expire_all()
    assert square.outline["coordinates"][0][0] == pytest.approx((3.0001, 0.0907), abs=1e-7)


def test_the_ground_of_a_phone_is_light_and_that_of_a_wall_is_sharp(owner, square):
    image = Image.effect_noise((2400, 1800), 90).convert("RGB")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    upload(owner, out.getvalue())
    points = [(f"{6 * x}", f"{6 * y}", place(x, y)) for x, y in SPOTS]
    put(owner, "points", points)
    draw_outline(owner)
    light, wall = plan(owner, square), plan(owner, square, "wall")
    assert len(light) < 90_000
    assert len(zlib.compress(light.encode())) < 70_000
    assert len(wall) > 3 * len(light)


def test_a_picture_that_is_not_on_this_laptop_is_said(owner, square):
    upload(owner, a_plan())
    (current_app.config["TORG"].photos / f"{square.picture['sha256']}.jpg").unlink()
    assert "Upload it again" in html(by_points(owner))


def test_taking_it_away_can_be_undone_by_nobody_but_leaves_the_square(owner, square):
    upload(owner, a_plan())
    by_points(owner)
    draw_outline(owner)
    owner.post(f"{HERE}/change", data={"verb": "remove"})
    db.session.expire_all()
    assert square.picture is None
    assert square.outline is not None
    assert "data:image" not in plan(owner, square)


# Layers


def layer(owner: FlaskClient, content: bytes, name: str = "Pipes", **more: str):
    data = {"layer": (io.BytesIO(content), "pipes.geojson"), "name": name, **CREDITS, **more}
    answer = owner.post(f"{HERE}/layers", data=data, follow_redirects=True)
    db.session.expire_all()
    return answer


def pipe() -> bytes:
    ends = [
        [float(part) for part in reversed(place(*at).split(", "))] for at in ((0, 0), (400, 300))
    ]
    return json.dumps({"type": "LineString", "coordinates": ends}).encode()


def test_a_layer_is_drawn_on_every_plan_and_can_be_hidden(owner, square):
    draw_outline(owner)
    without = plan(owner, square)
    page = html(layer(owner, pipe()))
    assert "1 line" in page
    assert "Hamar kommune, CC BY 4.0" in page
    assert all("#1F" in plan(owner, square, theme) for theme in ("light", "wall", "print"))
    owner.post(f"{HERE}/layers/change", data={"verb": "off", "key": "1"})
    db.session.expire_all()
    assert plan(owner, square) == without


def test_a_layer_without_a_licence_is_refused_and_the_words_stay(owner, square):
    answer = layer(owner, pipe(), "<i>Pipes", licence="")
    assert answer.status_code == 422
    assert "under which licence" in html(answer)
    assert 'value="&lt;i&gt;Pipes"' in html(answer)


def test_a_faulty_file_says_what_is_wrong(owner, square):
    assert "is no JSON from line 1" in html(layer(owner, b"{"))


def test_a_layer_that_was_taken_away_is_put_back_by_undo(owner, square):
    layer(owner, pipe())
    owner.post(f"{HERE}/layers/change", data={"verb": "remove", "key": "1"})
    page = html(owner.get(f"{HERE}/layers"))
    assert "Undo puts it back" in page
    owner.post(f"{HERE}/layers/change", data={"verb": "undo"})
    db.session.expire_all()
    assert "is-off" not in html(owner.get(f"{HERE}/layers"))
    assert len(re.findall("ground-swatch", html(owner.get(f"{HERE}/layers")))) == 1


def test_what_a_form_asks_for_is_known(owner, square, app: Flask, tmp_path: Path):
    for address in ("place", "change", "layers/change"):
        assert owner.post(f"{HERE}/{address}", data={"verb": "x", "way": "x"}).status_code == 400
