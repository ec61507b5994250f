"""What is offered for download."""

import pytest

import exports


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
                     progress=lambda per_cent, _, told=told: told.append(per_cent))  # fmt: skip
        assert path.stat().st_size > 0
        assert told[-1] == 100
