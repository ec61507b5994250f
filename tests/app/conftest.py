"""An application on a fresh data folder, and people who knock on its doors."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

from app import demo as made_up
from app.commands import archive as archive_command
from app.edge import save
from app.extensions import db
from app.factory import create_app
from app.migrating import bring_up_to_date
from config import Config
from exports import csv_tables
from tests.app import full
from tests.databases import Databases
from workshops import keys, planning, stage
from workshops.freezing import freeze
from workshops.models import Activity, Consultation, Workshop


def make_app(instance: Path, database_url: str) -> Flask:
    """Return an application on that folder; CSRF is tested by its own tests."""
    app = create_app(
        Config(
            instance=instance,
            database_url=database_url,
            secret_key="k" * 64,
            address="torg.test",
            testing=True,
        )
    )
    app.config["WTF_CSRF_ENABLED"] = False
    app.jinja_env.bytecode_cache = Compiled()
    return app


class Known(Rule):
    """An address that Werkzeug compiles for the first application, and not for all that follow."""

    kept: ClassVar[dict[tuple[object, ...], Callable[..., Any]]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., Any]:
        key = (self.rule, repr(self.defaults), append_unknown)
        if key not in self.kept:
            self.kept[key] = super()._compile_builder(append_unknown)
        return self.kept[key]


Flask.url_rule_class = Known


class Compiled(BytecodeCache):
    """Templates that one test has compiled, for all that follow."""

    kept: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session")
def empty_instance(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty data folder to copy."""
    folder = tmp_path_factory.mktemp("empty")
    app = make_app(folder, databases.make(folder))
    with app.app_context():
        bring_up_to_date(app)
        db.engine.dispose()
    return folder


@pytest.fixture(scope="session")
def demo_instance(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory, empty_instance: Path
) -> Path:
    """A data folder with the demo in it, to copy."""
    folder = tmp_path_factory.mktemp("demo") / "instance"
    databases.copy(empty_instance, folder)
    app = make_app(folder, databases.url(folder))
    with app.app_context():
        made_up.load_demo(designed=False)
        save()
        db.session.remove()
        db.engine.dispose()
    return folder


def opened(databases: Databases, template: Path, folder: Path) -> Iterator[Flask]:
    """Open an application on a copy of a data folder, and close it again."""
    databases.copy(template, folder)
    app = make_app(folder, databases.url(folder))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
        app.extensions["torg_writes"].stop()
        if "torg_presence" in app.extensions:
            app.extensions["torg_presence"].leave()
    databases.drop(folder)


@pytest.fixture(scope="session")
def published(
    databases: Databases, demo_instance: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A folder with what is published of a full consultation: `archive.zip`, `tables.zip`."""
    folder = tmp_path_factory.mktemp("published")
    for app in opened(databases, demo_instance, folder / "instance"):
        found = db.session.query(Consultation).filter_by(slug=made_up.SLUG).one()
        full.fill(db.session(), found)
        save()
        archive_command.write(found, app.config["TORG"], folder / "archive.zip")
        csv_tables.write(freeze(db.session(), found), folder / "tables.zip")
    return folder


@pytest.fixture
def app(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """An application in an app context; with the demo in it when the test asks for `demo`."""
    wanted = "demo_instance" if "demo" in request.fixturenames else "empty_instance"
    yield from opened(databases, request.getfixturevalue(wanted), tmp_path / "instance")


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A stranger."""
    return app.test_client()


def member(app: Flask, role: str) -> FlaskClient:
    """Return somebody who opened a one-time link of that role."""
    token = keys.new_link(db.session(), role)
    save()
    visitor = app.test_client()
    assert visitor.post(f"/enter/{token}").status_code == 303
    return visitor


@pytest.fixture
def owner(app: Flask) -> FlaskClient:
    """The owner."""
    return member(app, "owner")


@pytest.fixture
def demo(app: Flask) -> Consultation:
    """The demo's consultation."""
    return db.session.query(Consultation).filter_by(slug=made_up.SLUG).one()


@pytest.fixture
def evening(app: Flask) -> Workshop:
    """A workshop on an empty square: ideas, a dot vote on two lines, a slide; all drafts."""
    session = db.session()
    consultation = planning.new_consultation(session, "Stortorget", town="Hamar")
    workshop = planning.new_workshop(session, consultation, "Theme evening")
    planning.add_activity(session, workshop, "ideas", "Ideas", question="What is missing?")
    options = [{"key": "1", "label": "A fire"}, {"key": "2", "label": "Seats"}]
    planning.add_activity(
        session, workshop, "dot_vote", "Vote", question="What first?", settings={"options": options}
    )
    planning.add_activity(session, workshop, "slide", "Soup")
    save()
    return workshop


@pytest.fixture
def open_ideas(evening: Workshop) -> Activity:
    """The ideas of the evening, open."""
    stage.open_activity(db.session(), evening.activities[0])
    save()
    return evening.activities[0]


@pytest.fixture
def open_vote(evening: Workshop) -> Activity:
    """The vote of the evening, open."""
    stage.open_activity(db.session(), evening.activities[1])
    save()
    return evening.activities[1]
