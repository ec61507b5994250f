"""The picture under a plan: small inside it, in its place, and gone when its file is."""

import base64
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from exports import brief
from exports.clean import cleaned
from exports.pictures import embedded, kept
from exports.plan import draw
from workshops.basemap import Frame, frame_of

SHA = "ab" * 32
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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a noisy picture of 1600 by 1200 pixels: hard to make small."""
    Image.effect_noise((1600, 1200), 80).convert("RGB").save(tmp_path / f"{SHA}.jpg")
    return tmp_path


@pytest.fixture
def basemap() -> dict:
    """A plan under which lies a picture that covers all of it and more, 0.25 m a pixel."""
    frame = frame_of(OUTLINE)
    clip = [[-50, -50], [350, -50], [350, 250], [-50, 250]]
    picture = {
        "sha256": SHA, "width": 1600, "height": 1200, "matrix": [0.25, 0, 0, 0.25, -50, -50],
        "clip": clip, "to_scale": True,
    }  # fmt: skip
    tree = {"kind": "tree", "points": [[20, 20]], "radius": 3}
    return {"frame": frame.to_json(), "features": [tree], "licence": "", "picture": picture}


def inside(basemap: dict) -> Image.Image:
    content = base64.b64decode(basemap["picture"]["href"].partition(",")[2])
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("most", [55_000, 400_000])
def test_the_picture_is_no_heavier_than_asked(basemap, folder, most):
    uri = embedded(basemap, folder, 1100, most)["picture"]["href"]
    assert len(uri) * 3 / 4 < most + 100


def test_only_what_is_shown_is_in_it(basemap, folder):
    frame = Frame.from_json(basemap["frame"])
    small = embedded(basemap, folder, 1100, 400_000)
    image = inside(small)
    a, _, _, d, e, f = small["picture"]["matrix"]
    assert (e, f) == pytest.approx((0, 0), abs=0.3)
    assert image.width * a == pytest.approx(frame.width_m, abs=0.6)
    assert image.height * d == pytest.approx(frame.height_m, abs=0.6)


def test_without_the_file_the_map_is_drawn_as_it_was(basemap, tmp_path):
    for given in (embedded(basemap, tmp_path, 900, 50_000), kept(basemap, tmp_path)):
        assert "picture" not in given
        assert "<image" not in draw(given, OUTLINE, (), "light", title="x")


def test_a_brief_names_the_file_and_hides_what_the_picture_covers(basemap, folder):
    drawn = draw(kept(basemap, folder), OUTLINE, (), "print", title="x", grid=True)
    assert f'href="photo:{SHA}"' in drawn
    assert drawn.count("<circle") == 0
    assert "<circle" in draw({**basemap, "picture": None}, OUTLINE, (), "print", title="x")


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_the_outline_lies_over_the_picture_with_a_bright_edge(basemap, folder, theme):
    drawn = str(draw(embedded(basemap, folder, 900, 50_000), OUTLINE, (), theme, title="x"))
    image, strokes = (
        drawn.index("<image"),
        [m.start() for m in re.finditer("stroke-linejoin", drawn)],
    )
    assert all(at > image for at in strokes[-2:])
    assert 'stroke-opacity="0.8"' in drawn


def test_the_name_of_a_file_is_not_broken_into_lines():
    assert cleaned({"picture": {"sha256": SHA}}) == {"picture": {"sha256": SHA}}
    assert "\u200b" in cleaned("g" * 64)


@pytest.mark.slow
def test_the_picture_is_in_the_brief_once_though_several_plans_show_it(
    stortorget, basemap, folder, tmp_path
):
    frame = stortorget.square.basemap["frame"]
    picture = {
        **basemap["picture"],
        "clip": [[-5000, -5000], [5000, -5000], [5000, 5000], [-5000, 5000]],
    }
    under = {**stortorget.square.basemap, "frame": frame, "picture": picture}
    findings = replace(stortorget, square=replace(stortorget.square, basemap=under))
    with_it, without = tmp_path / "with.pdf", tmp_path / "without.pdf"
    brief.write(findings, with_it, photos=folder)
    brief.write(findings, without)
    weight = (folder / f"{SHA}.jpg").stat().st_size
    assert 0.8 * weight < with_it.stat().st_size - without.stat().st_size < 1.3 * weight
