"""`torg link`: a one-time link to the desk, for another device or a new person."""

import argparse

from app.addresses import lan_addresses
from app.commands._app import open_app
from app.edge import save
from app.extensions import db
from workshops import keys


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--role", choices=keys.ROLES, default="owner")


def run(options: argparse.Namespace) -> None:
    """Print the path of a new link."""
    app = open_app()
    with app.app_context():
        token = keys.new_link(db.session(), options.role)
        save()
    config = app.config["TORG"]
    found = next(iter(lan_addresses()), "127.0.0.1")
    host = config.address or f"{found}:{config.port}"
    print(f"{'https' if config.https else 'http'}://{host}/enter/{token}")
