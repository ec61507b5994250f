"""Notes on the plan as phones send them: points, lines, areas, photos, and what others say."""

from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image

from app.edge import save
from app.extensions import db
from tests.app.reading import weight
from tests.app.test_answers import send
from workshops import moderation, stage
from workshops.basemap import Frame
from workshops.methods.geodesy import distance_m
from workshops.models import Activity, Consultation, Contribution, Photo
from workshops.results import result_of

ALL = {"lines": True, "areas": True, "ask_photo": True, "ask_feeling": True, "react": True}
SQUARE = "100,100 120,100 120,120 100,120"


@pytest.fixture
def notes(demo: Consultation) -> Activity:
    """Notes on the plan of the demo, with all that may be asked, open and empty."""
    activity = next(each for each in demo.workshops[-1].activities if each.kind == "map_notes")
    activity.settings = activity.settings | ALL
    stage.open_activity(db.session(), activity)
    save()
    return activity


def newest() -> Contribution:
    return db.session.query(Contribution).order_by(Contribution.id.desc()).first()


def here(activity: Activity) -> Activity:
    """The activity as it is stored now: a request ends the session it came from."""
    return db.session.get(Activity, activity.id)


def frame(activity: Activity) -> Frame:
    return Frame.from_json(here(activity).workshop.consultation.square.basemap["frame"])


def test_an_area_arrives_in_its_place_and_with_its_size(client: FlaskClient, notes: Activity):
    answer = send(client, notes, shape="area", corners=SQUARE, text="No wind", feeling="like")
    assert answer.status_code == 200
    said = newest()
    ring = said.geometry["coordinates"][0]
    assert min(distance_m(place, frame(notes).to_lonlat(120, 120)) for place in ring) < 0.02
    assert said.details["area_m2"] == pytest.approx(400, abs=1)
    assert said.details["feeling"] == "like"


def test_an_area_that_crosses_is_refused_in_words(client: FlaskClient, notes: Activity):
    answer = send(client, notes, shape="area", corners="1,1 9,9 9,1 1,9", text="No wind")
    assert answer.status_code == 409
    assert answer.get_json()["refused"].startswith("The sides of this area cross.")


def test_a_plain_form_needs_no_plan(client: FlaskClient, notes: Activity):
    address = f"/w/{notes.workshop.code}/answers/{notes.id}"
    fields = {"text": "A bench", "place": "zone A", "shape": "", "corners": "", "x": "", "y": ""}
    assert client.post(address, data=fields).status_code == 303
    assert (newest().place, newest().geometry) == ("zone A", None)


def test_the_phone_shows_its_line_again(client: FlaskClient, notes: Activity):
    send(client, notes, shape="line", corners="100,100 120,100", text="A path")
    page = client.get(f"/w/{notes.workshop.code}/?in=1").get_data(as_text=True)
    assert '<polyline points="100.0,100.0 120.0,100.0"/>' in page


@pytest.mark.parametrize(
    ("name", "is_tall"),
    [("orientation-landscape-6.jpg", False), ("gps-arezzo-1.jpg", False)],
)
def test_of_a_photo_nothing_but_upright_pixels_remains(
    client: FlaskClient, notes: Activity, shared_data: Path, name: str, is_tall: bool
):
    sent = (shared_data / "images" / name).read_bytes()
    answer = client.post(
        f"/w/{notes.workshop.code}/answers/{notes.id}",
        data={"key": "k", "text": "Here", "place": "none", "photo": (BytesIO(sent), name)},
        headers={"Accept": "application/json"},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 200
    photo = db.session.get(Photo, newest().photo_id)
    kept = next(Path(client.application.config["TORG"].photos).glob(f"{photo.sha256}*"))
    with Image.open(kept) as image:
        assert (image.height > image.width) is is_tall
        assert dict(image.getexif()) == {}
        assert "exif" not in image.info
    for trace in (b"GPS", b"Exif", b"Nikon", b"NIKON", b"http"):
        assert trace not in kept.read_bytes()


def test_a_photo_is_not_taken_where_none_is_asked_for(client: FlaskClient, notes: Activity):
    notes.settings = notes.settings | {"ask_photo": False}
    save()
    picture = BytesIO()
    Image.new("RGB", (20, 20)).save(picture, "JPEG")
    picture.seek(0)
    client.post(
        f"/w/{notes.workshop.code}/answers/{notes.id}",
        data={"key": "k", "text": "Here", "place": "none", "photo": (picture, "x.jpg")},
        headers={"Accept": "application/json"},
        content_type="multipart/form-data",
    )
    assert newest().photo_id is None


def test_the_last_thing_said_of_a_note_stands_and_is_counted(app, notes: Activity):
    writer, reader = app.test_client(), app.test_client()
    send(writer, notes, x="110", y="110", text="A bench")
    moderation.decide(db.session(), newest(), "released")
    save()
    number = newest().number
    for says, key in (("agree", "a"), ("disagree", "b"), ("agree", "a")):
        answer = reader.post(
            f"/w/{notes.workshop.code}/hearts/{notes.id}",
            data={"number": str(number), "says": says, "key": key},
            headers={"Accept": "application/json"},
        )
        assert answer.status_code == 200
    row = next(
        each for each in result_of(db.session(), here(notes)).rows if each["number"] == number
    )
    assert (row["agree"], row["disagree"]) == (0, 1)
    page = reader.get(f"/w/{notes.workshop.code}/?in=1").get_data(as_text=True)
    assert f'id="disagree-{number}" aria-pressed="true"' in page
    assert f'id="agree-{number}"' not in writer.get(f"/w/{notes.workshop.code}/?in=1").get_data(
        as_text=True
    )


def test_a_note_asks_for_no_hearts_and_nothing_held_is_shown(app, notes: Activity):
    writer, reader = app.test_client(), app.test_client()
    send(writer, notes, x="110", y="110", text="Not yet released")
    address = f"/w/{notes.workshop.code}"
    assert "Not yet released" not in reader.get(f"{address}/?in=1").get_data(as_text=True)
    moderation.decide(db.session(), newest(), "released")
    save()
    answer = reader.post(
        f"{address}/hearts/{notes.id}",
        data={"number": str(newest().number)},
        headers={"Accept": "application/json"},
    )
    assert answer.get_json()["refused"] == "Nobody is asked that here."


@pytest.mark.slow
def test_the_map_page_with_all_of_it_is_light(app, client: FlaskClient, notes: Activity):
    for nth in range(40):
        send(app.test_client(), notes, f"k{nth}", x=str(90 + nth), y="110", text="A bench " * 8)
        moderation.decide(db.session(), newest(), "released")
        save()
    fetched = weight(client, f"/w/{notes.workshop.code}/?in=1")
    assert any("drawing" in each for each in fetched)
    assert any(each.startswith("/plans/") for each in fetched)
    assert sum(fetched.values()) < 150_000
