"""The name of the data, by which a phone notices that a backup has taken their place."""

import shutil

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.extensions import db
from app.life import life_of
from config import Config
from workshops.models import Workshop


def life(client: FlaskClient, workshop: Workshop) -> str:
    return client.get(f"/w/{workshop.code}/now").headers["Torg-Life"]


def test_the_name_stays_while_people_write(client: FlaskClient, evening: Workshop):
    before = life(client, evening)
    client.get(f"/w/{evening.code}/")
    assert life(client, evening) == before


@pytest.mark.sqlite
def test_the_name_is_another_when_a_copy_takes_the_place_of_the_data(
    app: Flask, client: FlaskClient, evening: Workshop
):
    config: Config = app.config["TORG"]
    file = config.database_file
    before = life_of(config)
    assert life(client, evening) == before
    db.session.remove()
    db.engine.dispose()
    copy = file.with_name("copy.db")
    shutil.copy(file, copy)
    file.rename(file.with_name("aside.db"))
    copy.rename(file)
    assert life_of(config) != before


def test_the_name_tells_nothing_of_the_machine(client: FlaskClient, evening: Workshop):
    assert len(life(client, evening)) == 12
    assert int(life(client, evening), 16) >= 0
