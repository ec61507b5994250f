"""The application, put together: settings, extensions, pages."""

from datetime import timedelta
from importlib import import_module
from pkgutil import iter_modules

from flask import Flask

from app import (
    cookies,
    errors,
    languages,
    life,
    limits,
    live,
    logs,
    pulse,
    security,
    short,
    static_files,
)
from app.databases import options_for, prepare
from app.extensions import csrf, db, login, socketio
from app.lines import Lines
from app.shared_lines import SharedLines
from app.static_files import FOLDER
from app.writequeue import WriteQueue
from config import Config

PAGES = [str(FOLDER.parent / "app")]
#: Started by hand, not part of the pages.
NOT_PAGES = ("boot", "cli", "serve", "commands", "bench")


def create_app(config: Config) -> Flask:
    """Build the application for these settings. Nothing is opened before it is asked for."""
    app = Flask(__name__, static_folder=None, template_folder=str(FOLDER.parent / "templates"))
    app.config.update(_flask_settings(config))
    logs.init(app)
    cookies.init(app)
    limits.init(app)
    _bind(app, config)
    languages.init(app)
    static_files.init(app)
    security.init(app)
    life.init(app)
    errors.init(app)
    _register(app)
    short.init(app)
    return app


def _flask_settings(config: Config) -> dict[str, object]:
    return {
        "TORG": config,
        "SECRET_KEY": config.secret_key,
        "SQLALCHEMY_DATABASE_URI": config.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": options_for(config.database_url),
        "MAX_CONTENT_LENGTH": config.upload_mb * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=60),
        "SESSION_REFRESH_EACH_REQUEST": False,
        "SESSION_COOKIE_NAME": "torg",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": config.https,
        "REMEMBER_COOKIE_DURATION": timedelta(days=60),
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_SECURE": config.https,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": config.https,
        "TESTING": config.testing,
    }


def _bind(app: Flask, config: Config) -> None:
    """Bind the extensions and the write queue."""
    db.init_app(app)
    csrf.init_app(app)
    login.init_app(app)
    socketio.init_app(
        app,
        async_mode="gevent",
        client_manager=_lines(config),
        max_http_buffer_size=64 * 1024,
        http_compression=False,
        ping_interval=20,
        # A line that died without closing is noticed after 35 s at most.
        ping_timeout=15,
    )
    pulse.spread(socketio.server)  # type: ignore[attr-defined]  # set when it is bound
    with app.app_context():
        prepare(db.engine)
    app.extensions["torg_writes"] = WriteQueue(config.database_url, live.tell)


def _lines(config: Config) -> Lines:
    """Return the lines of this server, or its part of those that several servers have."""
    if config.redis_url:
        return SharedLines(config.redis_url, live.look_again)
    return Lines()


def _register(app: Flask) -> None:
    """Register every module here that has a blueprint `bp`."""
    for module in sorted(iter_modules(PAGES), key=lambda entry: entry.name):
        if module.name in NOT_PAGES:
            continue
        bp = getattr(import_module(f"app.{module.name}"), "bp", None)
        if bp is not None:
            app.register_blueprint(bp)
