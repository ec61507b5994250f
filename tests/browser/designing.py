"""What planners have written: a trial, two versions with pins, the vision, places, a draft."""

import hashlib
from io import BytesIO
from pathlib import Path

from PIL import Image
from sqlalchemy.orm import Session

from tests.browser.staging import hand_on, tonight
from workshops import design_versions, drafting, reference, requirements, trials, visions
from workshops.design_versions import Page
from workshops.freezing import freeze
from workshops.models import Consultation
from workshops.suggesting import suggest

SIZE = (600, 400)
AREA = "52.47372, 13.44109\n52.47375, 13.44131\n52.47364, 13.44136"
USE = {"use": "Market", "season": "summer", "time": "morning", "who": "", "zone": "B", "refs": "R6"}
PAIR = {"one": "Music", "other": "Quiet", "who_one": "", "who_other": "", "refs": "R2"}


def put_design(folder: Path) -> None:
    """Write all this, unless it is there."""
    with hand_on(folder) as session:
        consultation = tonight(session).consultation
        if not design_versions.all_of(session, consultation):
            _write(session, consultation, _sketch(folder))


def _sketch(folder: Path) -> Page:
    """A white sheet of paper, where drawings are kept."""
    out = BytesIO()
    Image.new("RGB", SIZE, "white").save(out, "JPEG")
    sha256 = hashlib.sha256(out.getvalue()).hexdigest()
    (folder / "photos").mkdir(exist_ok=True)
    (folder / "photos" / f"{sha256}.jpg").write_bytes(out.getvalue())
    return Page(sha256, *SIZE)


def _write(session: Session, consultation: Consultation, sketch: Page) -> None:
    second = requirements.of(session, consultation)[1]
    requirements.change(session, second, {"place_as": "area", "place": AREA})
    trial = trials.write(session, consultation, "A pergola of pallets by the fountain")
    trials.change(session, trial, {"counts": "People sitting; 4; 21; 9", "zone": "B"})
    for title in ("First sketch", "Second sketch"):
        drawing = design_versions.new_drawing(session, consultation, [sketch], title=title)
        design_versions.pin(session, drawing, 1, 1, 0.4, 0.5)
        design_versions.score(session, drawing, {1: "met", 2: "not"})
        design_versions.note_change(session, drawing, "The fountain moved", "R5")
    visions.change(session, consultation, "vision", {"vision": "A square for every season."})
    visions.add(session, consultation, "programme", USE)
    visions.add(session, consultation, "opposed", {**PAIR, "accept_one": "", "accept_other": ""})
    names = {"under 18": "under 18", "18 to 29": "18 to 29"}
    figures = "under 18; 20 %; SSB 2024\n18 to 29; 80 %"
    reference.change(session, consultation, "age", {"figures": figures}, names=names)
    found = suggest(freeze(session, consultation))
    drafting.draft(session, consultation, found[:2], str)
