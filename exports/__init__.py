"""Findings made into files: the brief, the tables, the maps. No web, no database.

Every module here with an `EXPORT` is offered, by name, in `EXPORTS`.
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from exports.export import Export

EXPORTS: dict[str, Export]


def __getattr__(name: str) -> object:
    # Scanned when first asked for: whoever only draws a plan needs none of them.
    if name == "EXPORTS":
        return _scan()
    raise AttributeError(name)


@cache
def _scan() -> dict[str, Export]:
    found = {}
    modules = (each for each in iter_modules(__path__) if not each.name.startswith("_"))
    for module in sorted(modules, key=lambda entry: entry.name):
        export = getattr(import_module(f"{__name__}.{module.name}"), "EXPORT", None)
        if export is not None:
            found[export.name] = export
    return found
