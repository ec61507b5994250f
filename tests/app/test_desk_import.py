"""Ideas from a file, at the desk."""

import gc
import re
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from workshops.models import Ballot, Contribution, Workshop

pytestmark = pytest.mark.slow

CSV = "Tittel;Beskrivelse;Kategori\nBenk;I sola;Sitte\nBål;Om vinteren;Ild\n;;\n".encode("cp1252")


def upload(owner: FlaskClient, slug: str, content: bytes, name: str, supports: bytes = b""):
    files = {"ideas": (BytesIO(content), name)}
    if supports:
        files["supports"] = (BytesIO(supports), "supports.csv")
    return owner.post(f"/desk/{slug}/import", data=files)


def test_a_file_is_shown_before_anything_is_added(owner: FlaskClient, evening: Workshop):
    slug = evening.consultation.slug
    seen = owner.get(upload(owner, slug, CSV, "ideer.csv").headers["Location"]).get_data(True)
    assert "2 ideas understood" in seen
    assert "Bål. Om vinteren" in seen or "Bål" in seen
    assert db.session.query(Contribution).count() == 0


def test_what_was_seen_is_taken_in_and_reported(owner: FlaskClient, evening: Workshop):
    slug = evening.consultation.slug
    address = upload(owner, slug, CSV, "ideer.csv").headers["Location"]
    kept = re.search(r"file=(\w+)", address)[1]
    report = owner.post(f"/desk/{slug}/import/take", data={"file": kept}).get_data(True)
    assert "2 ideas were added" in report
    assert db.session.query(Contribution).count() == 2


def test_another_column_can_be_chosen(owner: FlaskClient, evening: Workshop):
    slug = evening.consultation.slug
    address = upload(owner, slug, CSV, "ideer.csv").headers["Location"]
    seen = owner.get(f"{address}&text=Kategori&title=&category=").get_data(True)
    assert ">Ild<" in seen


def test_a_picture_is_no_table(owner: FlaskClient, evening: Workshop):
    answer = upload(owner, evening.consultation.slug, b"\x89PNG\r\n\x1a\n" + bytes(50), "a.csv")
    assert answer.status_code == 303
    assert "file=" not in answer.headers["Location"]


def test_a_made_up_name_of_a_kept_file_is_refused(owner: FlaskClient, evening: Workshop):
    answer = owner.get(f"/desk/{evening.consultation.slug}/import?file=../../torg")
    assert answer.status_code == 409


# The test client spools a large upload into a file that it does not close.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_miami_comes_in_at_the_desk(owner: FlaskClient, evening: Workshop, shared_data: Path):
    slug, folder = evening.consultation.slug, shared_data / "map-comments"
    address = upload(
        owner,
        slug,
        (folder / "miami-2014-ideas.geojson").read_bytes(),
        "miami-2014-ideas.geojson",
        (folder / "miami-2014-supports.csv").read_bytes(),
    ).headers["Location"]
    kept = re.search(r"file=(\w+)", address)[1]
    report = owner.post(f"/desk/{slug}/import/take", data={"file": kept}).get_data(True)
    assert "412 ideas were added" in report
    assert db.session.query(Ballot).count() == 6415
    gc.collect()
