"""The demo as it is shown: every part of a brief has something in it."""

from flask import Flask

from app.demo import load_demo
from app.extensions import db
from workshops.freezing import freeze


def test_no_part_of_the_demo_is_empty(app: Flask):
    findings = freeze(db.session(), load_demo().consultation)
    parts = {
        "vision": findings.vision.sentence,
        "programme": findings.vision.programme,
        "indicators": findings.vision.indicators,
        "trials": findings.trials,
        "who": findings.who,
        "answers": [each.answers for each in findings.requirements if each.answers],
    }
    assert [name for name, held in parts.items() if not held] == []
