"""What is offered for download."""

import exports


def test_every_export_is_offered_by_name():
    assert {"brief", "csv", "geojson"} <= set(exports.EXPORTS)
    for name, export in exports.EXPORTS.items():
        assert export.name == name
        assert export.suffix.startswith(".")
        assert export.title


def test_every_export_writes_a_file_with_the_same_wishes(samples, tmp_path):
    for export in exports.EXPORTS.values():
        path = tmp_path / f"out{export.suffix}"
        told: list[int] = []
        export.write(samples.empty(), path, language="nb", catalogues=None, photos=None,
                     progress=lambda per_cent, _, told=told: told.append(per_cent))  # fmt: skip
        assert path.stat().st_size > 0
        assert told[-1] == 100
