"""The commands behind the launcher: run, brief, import and the others.

Each command is a module of `app/commands` with `arguments(parser)` and `run(options)`. Nothing
heavy is imported before the command is known: `run` must patch the standard library first.
"""

import argparse
import sys
from importlib import import_module
from pkgutil import iter_modules

from app import commands
from workshops.refusal import Refused


def main(argv: list[str] | None = None) -> int:
    """Run a command; a refusal is a sentence on standard error and exit code 1."""
    parser = argparse.ArgumentParser(prog="torg", description="A town square, together.")
    names = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    asked = sys.argv[1:] if argv is None else argv
    if asked[:1] == ["run"]:
        import_module("app.boot")
    for name in _names():
        summary = commands.SUMMARIES.get(name, "")
        one = names.add_parser(name, help=summary, description=summary)
        if asked[:1] == [name]:
            _module(name).arguments(one)
    options = parser.parse_args(asked)
    try:
        return int(_module(options.command).run(options) or 0)
    except Refused as fault:
        print(fault, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _names() -> list[str]:
    found = (module.name.rstrip("_") for module in iter_modules(commands.__path__))
    return sorted(name for name in found if not name.startswith("_"))


def _module(name: str):
    reserved = {"import": "import_"}
    return import_module(f"app.commands.{reserved.get(name, name)}")


if __name__ == "__main__":
    sys.exit(main())
