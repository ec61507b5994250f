"""What is offered for download."""

from inspect import Parameter, signature

import pytest

import exports
from exports.export import Wishes


def test_every_export_is_offered_by_name():
    known = {"all", "basemap", "brief", "csv", "dxf", "dxf-local", "geojson", "gpkg", "map", "xlsx"}
    assert known <= set(exports.EXPORTS)
    for name, export in exports.EXPORTS.items():
        assert export.name == name
        assert export.suffix.startswith(".")
        assert export.title


@pytest.mark.slow
def test_every_export_writes_a_file_with_the_same_wishes(samples, tmp_path):
    # "all" is made of these: tests/exports/test_everything.py
    for export in (each for name, each in exports.EXPORTS.items() if name != "all"):
        path = tmp_path / f"out{export.suffix}"
        told: list[int] = []
        export.write(samples.empty(), path, language="nb", catalogues=None, photos=None,
                     epsg=25832,
                     progress=lambda per_cent, _, told=told: told.append(per_cent))  # fmt: skip
        assert path.stat().st_size > 0
        assert told[-1] == 100


@pytest.mark.parametrize("name", sorted(exports.EXPORTS))
def test_every_export_takes_every_wish(name):
    taken = signature(exports.EXPORTS[name].write).parameters.values()
    kinds = {each.kind for each in taken}
    known = {each.name for each in taken}
    assert Parameter.VAR_KEYWORD in kinds or set(Wishes.__annotations__) <= known
