"""The kinds of activity, found by scanning this package."""

from importlib import import_module
from pkgutil import iter_modules

from workshops.activities.kind import Kind


def _scan() -> dict[str, Kind]:
    """Return every module here that has a KIND, by name, in alphabetical order."""
    found = {}
    for module in sorted(iter_modules(__path__), key=lambda entry: entry.name):
        kind = getattr(import_module(f"{__name__}.{module.name}"), "KIND", None)
        if kind is not None:
            kind.name = module.name
            found[module.name] = kind
    return found


KINDS = _scan()


def kind_of(name: str) -> Kind:
    """Return the kind of that name; KeyError when there is none."""
    return KINDS[name]
