"""`torg run`: migrate, load the demo if asked, serve, and say how to get in."""

import argparse
import atexit
import sys
import time
from contextlib import nullcontext

from gevent import spawn

from app import backup, boot, demo, logs
from app.addresses import lan_addresses, qr_terminal
from app.commands._app import open_app
from app.commands._settings import settings
from app.databases import is_sqlite
from app.edge import save
from app.expiry import keep_removing
from app.extensions import begin_writing, db
from app.jobs import mark_interrupted
from app.lock import hold
from app.serve import serve
from app.shared_lines import must_answer
from app.watchers import feel_the_pulse
from config import Config
from workshops import clock, forgetting, keys
from workshops.models import Workshop


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--demo", action="store_true", help="load the demo workshop first")
    parser.add_argument("--port", type=int, help="instead of TORG_PORT or 8000; 0 for any")
    parser.add_argument("--host", help="instead of TORG_HOST or all addresses")


def run(options: argparse.Namespace) -> None:
    """Serve until stopped."""
    config = settings()
    # Before anything is changed: a newer Torg would migrate the data under a running one.
    alone = hold(config.instance) if is_sqlite(config.database_url) else nullcontext()
    if config.redis_url:
        must_answer(config.redis_url)
    app = open_app()
    with app.app_context():
        mark_interrupted()
        begin_writing()
        _keep_promises(config)
        workshop = demo.load_demo() if options.demo else None
        code = workshop.code if workshop else _newest_code()
        token = None if keys.has_owner(db.session()) else keys.new_link(db.session(), "owner")
        save()
        db.session.remove()
    spawn(feel_the_pulse)
    spawn(keep_removing, app)
    atexit.register(logs.stopped)
    port = config.port if options.port is None else options.port
    host = options.host or config.host
    with alone, backup.kept(app):
        serve(
            app, host, port, lambda real: _welcome(config, (host, real), code, token, boot.STARTED)
        )


def _keep_promises(config: Config) -> None:
    """Forget what was promised to be forgotten by today."""
    session = db.session()
    due = forgetting.due(session, clock.now().date())
    for consultation in due:
        hashes = forgetting.forget(session, consultation)
        save()
        for name in hashes:
            (config.photos / f"{name}.jpg").unlink(missing_ok=True)
        print(f"Forgotten as promised: tokens, slips, photos and taps of {consultation.slug}.")
    for line in backup.left_over(config) if due else ():
        print(line)


def _newest_code() -> str:
    newest = db.session.query(Workshop).filter_by(ended_at=None).order_by(Workshop.id.desc())
    workshop = newest.first()
    return workshop.code if workshop else ""


def _welcome(
    config: Config, listening: tuple[str, int], code: str, token: str | None, started: float
) -> None:
    """Print the address, a QR code, the join code and the way to the desk."""
    bound, port = listening
    logs.started(config, bound, port)
    everywhere = bound in ("0.0.0.0", "::")  # noqa: S104 - compared, not bound
    found = next(iter(lan_addresses()), "127.0.0.1") if everywhere else bound
    host = config.address or f"{found}:{port}"
    address = f"{'https' if config.https else 'http'}://{host}"
    here = f"http://127.0.0.1:{port}"
    lines = [f"Torg is running at {address}  (ready in {time.perf_counter() - started:.1f} s)", ""]
    if code:
        lines += [qr_terminal(f"{address}/w/{code}/"), f"Phones: {address}  code {code}"]
    else:
        lines += ["No workshop yet. The desk leads to the first one in a few minutes."]
    if token:
        lines += [f"Desk:   {here}/enter/{token}", "        (this link works once, for the owner)"]
    else:
        lines += [f"Desk:   {here}/desk/   (another device: torg link)"]
    if config.backup:
        lines += [f"Backup: every minute to {config.backup}"]
    lines += ["", "Stop with Ctrl-C. Nothing is lost."]
    print("\n".join(lines), file=sys.stdout, flush=True)
