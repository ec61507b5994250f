"""Pictures that strangers send."""

from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image

from app.edge import save
from app.extensions import db
from app.pictures import LONGEST_PX, read_picture
from workshops import stage
from workshops.models import Activity, Contribution, Photo, Workshop
from workshops.refusal import Refused


def picture(size: tuple[int, int] = (60, 40), kind: str = "JPEG", mode: str = "RGB") -> bytes:
    out = BytesIO()
    Image.new(mode, size).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "CMYK"), ("PNG", "RGBA"), ("WEBP", "RGB")])
def test_jpeg_png_and_webp_come_out_as_plain_jpeg(kind: str, mode: str):
    made = read_picture(picture(kind=kind, mode=mode))
    opened = Image.open(BytesIO(made.content))
    assert (opened.format, opened.mode, opened.size) == ("JPEG", "RGB", (60, 40))


def test_a_large_picture_is_made_smaller():
    assert read_picture(picture((4000, 1000))).width == LONGEST_PX


@pytest.mark.parametrize(
    "content",
    [b"<html><script>alert(1)</script>", b"", b"%!PS-Adobe-3.0 EPSF-3.0", picture()[:99], b"BM"],
    ids=["html", "empty", "eps", "cut short", "bmp"],
)
def test_what_is_no_picture_is_refused_with_a_sentence(content: bytes):
    with pytest.raises(Refused) as refused:
        read_picture(content)
    assert str(refused.value).endswith(".")


def test_a_bomb_is_refused():
    huge = BytesIO()
    Image.new("1", (20000, 20000)).save(huge, "PNG")
    with pytest.raises(Refused, match="too large"):
        read_picture(huge.getvalue())


def test_real_pictures_come_out_upright_with_nothing_but_pixels(shared_data: Path):
    """Turned by a camera, with a place, with broken metadata."""
    for path in sorted((shared_data / "images").glob("*.jpg")):
        try:
            made = read_picture(path.read_bytes())
        except Refused:
            assert "invalid" in path.name
            continue
        opened = Image.open(BytesIO(made.content))
        assert dict(opened.getexif()) == {}, path.name
        assert not {"exif", "xmp", "comment", "icc_profile"} & opened.info.keys(), path.name
        if "landscape" in path.name:
            assert made.width > made.height, path.name


def test_real_bad_pictures_are_refused_or_mended(shared_data: Path):
    for path in sorted((shared_data / "bad-input" / "images").iterdir()):
        try:
            made = read_picture(path.read_bytes())
        except Refused:
            continue
        assert b"<script>" not in made.content, path.name
        assert Image.open(BytesIO(made.content)).getexif() == {}, path.name


@pytest.mark.parametrize("n", [1, 3, 6, 8])
def test_photos_stand_upright(n: int, shared_data: Path):
    path = shared_data / "images" / f"orientation-landscape-{n}.jpg"
    made = read_picture(path.read_bytes())
    assert (made.width, made.height) == (600, 450)


def test_no_position_is_left_in_a_photo(shared_data: Path):
    made = read_picture((shared_data / "images" / "gps-arezzo-1.jpg").read_bytes())
    assert not Image.open(BytesIO(made.content)).getexif()
    assert b"GPS" not in made.content


def test_an_idea_comes_with_its_photo(client: FlaskClient, open_ideas: Activity):
    answer = client.post(
        f"/w/{open_ideas.workshop.code}/answers/{open_ideas.id}",
        data={"text": "Like this", "key": "k", "photo": (BytesIO(picture()), "../../p.jpg")},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 200
    photo = db.session.get(Photo, db.session.query(Contribution).one().photo_id)
    with client.get(f"/photos/{photo.sha256}.jpg") as sent:
        assert sent.mimetype == "image/jpeg"


def test_an_image_that_is_not_one_keeps_the_idea_unsent(client: FlaskClient, open_ideas: Activity):
    answer = client.post(
        f"/w/{open_ideas.workshop.code}/answers/{open_ideas.id}",
        data={"text": "Like this", "key": "k", "photo": (BytesIO(b"<svg>"), "p.jpg")},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 409
    assert answer.get_json()["refused"].startswith("That is not a picture we can read.")
    assert db.session.query(Contribution).count() == 0


def test_a_slide_takes_a_picture_at_the_desk(owner: FlaskClient, evening: Workshop):
    slide = evening.activities[2]
    owner.post(
        f"/desk/w/{evening.code}/prepare",
        data={
            "verb": "change",
            "activity": slide.id,
            "words": "Soup",
            "photo-file": (BytesIO(picture()), "soup.jpg"),
        },
    )
    db.session.refresh(slide)
    assert slide.settings["photo"] == read_picture(picture()).sha256
    stage.open_activity(db.session(), slide)
    save()
    shown = owner.get(f"/s/{evening.screen_token}/").get_data(as_text=True)
    assert f"/photos/{slide.settings['photo']}.jpg" in shown
