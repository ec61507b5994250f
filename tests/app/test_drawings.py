"""Drawings: taken in, pinned, scored, and what is no drawing is refused."""

import io
import re
import shutil
from types import SimpleNamespace

import pikepdf
import pytest
from PIL import Image

from app.commands import archive as archive_command
from app.commands import open as open_command
from app.drawing_pages import pages_of
from app.extensions import db
from workshops.design_versions import all_of, facts_of, files_of, stamp_of, tally
from workshops.freezing import freeze
from workshops.models import Consultation, Drawing, LogEntry
from workshops.refusal import Refused

pytestmark = pytest.mark.slow
ROOM = "/planner/karl-marx-platz/drawings"


def picture(form: str = "PNG", size: tuple[int, int] = (300, 200), **more) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, form, **more)
    return out.getvalue()


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def send(owner, content: bytes, name: str = "a.png", **fields):
    data = {"title": "First sketch", **fields, "pages": (io.BytesIO(content), name)}
    return owner.post(ROOM, data=data, headers={"Referer": f"http://localhost{ROOM}"})


@pytest.fixture
def drawing(demo: Consultation, owner) -> Drawing:
    assert send(owner, picture(), by="Studio").status_code == 303
    return all_of(db.session(), demo)[0]


def again(demo: Consultation) -> Drawing:
    db.session.expire_all()
    return all_of(db.session(), demo)[0]


def test_a_picture_becomes_a_page_that_is_kept_by_its_hash(app, drawing):
    [page] = drawing.pages
    assert (page["width"], page["height"]) == (300, 200)
    assert (app.config["TORG"].photos / f"{page['sha256']}.jpg").is_file()
    assert drawing.by == "Studio"


def test_each_version_has_the_next_number(demo, owner, drawing):
    send(owner, picture("JPEG"), variant="B")
    assert [each.number for each in all_of(db.session(), demo)] == [1, 2]


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="no poppler")
def test_the_pages_of_a_pdf_become_pictures(demo, owner):
    send(
        owner, picture("PDF", save_all=True, append_images=[Image.new("RGB", (300, 200))]), "a.pdf"
    )
    [made] = all_of(db.session(), demo)
    assert len(made.pages) == 2
    assert max(made.pages[0]["width"], made.pages[0]["height"]) == 2400


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="no poppler")
def test_a_pdf_that_is_locked_is_called_so(app):
    out = io.BytesIO()
    locked = pikepdf.new()
    locked.add_blank_page()
    locked.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(Refused, match="locked with a password"):
        pages_of([out.getvalue()], app.config["TORG"].photos)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Choose the drawing first"),
        (b"%PDF-1.4 nothing", "Save the drawing as a picture"),
        (b"<svg onload='alert(1)'/>", "not a picture we can read"),
        (picture()[:60], "damaged|not a picture"),
    ],
)
def test_what_is_no_drawing_is_refused(app, demo, content, sentence):
    with pytest.raises(Refused, match=sentence):
        pages_of([content], app.config["TORG"].photos)
    assert all_of(db.session(), demo) == []


def test_without_poppler_a_pdf_is_asked_for_as_a_picture(app, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(Refused, match="cannot read PDF"):
        pages_of([b"%PDF-1.4"], app.config["TORG"].photos)


def test_more_pages_than_a_drawing_has_are_refused(app):
    with pytest.raises(Refused, match="one to 12 pages"):
        pages_of([picture()] * 13, app.config["TORG"].photos)


def test_a_pin_leads_to_its_requirement(demo, owner, drawing):
    sent = {"requirement": "1", "x": "25", "y": "50,5", "page": "1"}
    owner.post(f"{ROOM}/1/pins", data=sent)
    spot = {"page": 1, "x": 0.25, "y": 0.505, "requirement": 1}
    assert again(demo).pins == [spot]
    assert "planner/karl-marx-platz/requirements?r=1" in owner.get(f"{ROOM}/1").text
    owner.post(f"{ROOM}/1/pins", data={"remove": stamp_of(spot)})
    assert again(demo).pins == []


def test_two_planners_take_off_the_pin_they_saw(demo, owner, drawing):
    for x in ("10", "20", "30"):
        owner.post(f"{ROOM}/1/pins", data={"requirement": "1", "x": x, "y": "5"})
    first = stamp_of(again(demo).pins[0])
    owner.post(f"{ROOM}/1/pins", data={"remove": first})
    owner.post(f"{ROOM}/1/pins", data={"remove": first})
    assert [pin["x"] for pin in again(demo).pins] == [0.2, 0.3]


def test_two_planners_scoring_at_once_both_keep_theirs(demo, owner, drawing):
    shown = {f"was-score-{n}": "" for n in (1, 2)}
    owner.post(f"{ROOM}/1/scores", data={**shown, "score-1": "met", "score-2": ""})
    owner.post(f"{ROOM}/1/scores", data={**shown, "score-1": "", "score-2": "not"})
    assert again(demo).scores == {"1": "met", "2": "not"}
    answer = owner.post(f"{ROOM}/1/scores", data={**shown, "score-1": "not", "score-2": ""})
    assert answer.status_code == 409
    assert "R1 met not" in words(answer)


@pytest.mark.parametrize(
    "sent",
    [
        {"requirement": "1", "x": "", "y": "5"},
        {"requirement": "1", "x": "nan", "y": "5"},
        {"requirement": "1", "x": "101", "y": "5"},
        {"requirement": "1", "x": "5", "y": "5", "page": "2"},
        {"requirement": "999", "x": "5", "y": "5"},
    ],
)
def test_a_pin_beside_the_drawing_is_refused(demo, owner, drawing, sent):
    answer = owner.post(f"{ROOM}/1/pins", data=sent)
    assert again(demo).pins == []
    assert 'role="alert"' in answer.text
    assert f'data-x value="{sent["x"]}"' in answer.text


def test_a_change_says_because_of_what(demo, owner, drawing):
    owner.post(f"{ROOM}/1/changes", data={"what": "Steps gone", "because": "R1"})
    answer = owner.post(f"{ROOM}/1/changes", data={"what": "Steps back", "because": "R77"})
    assert ">Steps back</textarea>" in answer.text
    assert "“R77” is not there." in answer.text
    assert again(demo).changes == [{"what": "Steps gone", "because": ["R1"]}]


def test_a_must_that_is_not_met_is_named_and_no_sum_hides_it(demo, owner, drawing):
    findings = freeze(db.session(), demo)
    musts = [each.number for each in findings.requirements if each.weight == "must"]
    scores = {f"score-{each.number}": "met" for each in findings.requirements}
    owner.post(f"{ROOM}/1/scores", data={**scores, f"score-{musts[0]}": "partly"})
    [found] = facts_of(db.session(), again(demo) and demo)
    assert tally(found, findings.requirements).missed == (musts[0],)
    assert "A must is not met: R" in words(owner.get(ROOM))


def test_only_known_scores_are_kept(demo, owner, drawing):
    owner.post(f"{ROOM}/1/scores", data={"score-1": "splendid"})
    owner.post(f"{ROOM}/1/scores", data={"score-1": "met"})
    owner.post(f"{ROOM}/1/scores", data={"score-2": "not"})
    owner.post(f"{ROOM}/1/scores", data={"score-1": ""})
    assert again(demo).scores == {"2": "not"}


def test_two_versions_stand_side_by_side(demo, owner, drawing):
    send(owner, picture("JPEG"), title="Second sketch")
    page = words(owner.get(f"{ROOM}/side"))
    assert "First sketch" in page
    assert "Second sketch" in page


def test_a_drawing_that_is_not_there_is_not_found(demo, owner):
    assert owner.get(f"{ROOM}/7").status_code == 404
    assert owner.get(f"{ROOM}/side").status_code == 303


def test_every_deed_is_in_the_log(demo, owner, drawing):
    owner.post(f"{ROOM}/1/pins", data={"requirement": "1", "x": "25", "y": "50"})
    last = db.session.query(LogEntry).order_by(LogEntry.id.desc()).first()
    assert (last.verb, last.subject) == ("pinned on", "drawing 1")


def test_drawings_ledger_and_vision_travel_in_the_archive(
    app, demo, owner, drawing, tmp_path, monkeypatch, capsys
):
    owner.post(f"{ROOM}/1/pins", data={"requirement": "1", "x": "25", "y": "50"})
    owner.post("/planner/karl-marx-platz/ledger/brief")
    owner.post("/planner/karl-marx-platz/vision/vision", data={"vision": "A warm square"})
    db.session.rollback()
    archive_command.write(demo, app.config["TORG"], tmp_path / "a.zip")
    for photo in app.config["TORG"].photos.iterdir():
        photo.unlink()
    monkeypatch.setattr(open_command, "open_app", lambda: app)
    open_command.run(SimpleNamespace(file=tmp_path / "a.zip"))
    assert "the same as where it comes from" in capsys.readouterr().out
    made = db.session.query(Consultation).order_by(Consultation.id.desc()).first()
    findings = freeze(db.session(), made)
    assert findings.vision.sentence == "A warm square"
    assert findings.requirements[0].ledger[0].state == "in_brief"
    [sha256] = files_of(vars(each) for each in all_of(db.session(), made))
    assert (app.config["TORG"].photos / f"{sha256}.jpg").is_file()
