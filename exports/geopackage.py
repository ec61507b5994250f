"""All that has a place as one GeoPackage (OGC 12-128r17, version 1.3), for QGIS and the like.

One shape a layer, in metres of the local UTM zone, with labels (`gpkg_data_columns`), metadata,
and styles for QGIS (`layer_styles`). Every moment in it is that of freezing: the same findings,
the same bytes.
"""

import json
import re
import sqlite3
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Unpack

from exports import files
from exports.export import Export, Wishes, silently
from exports.gis import layers_of, provenance
from exports.gis_shapes import Layer, extent_of, spots_of
from exports.gis_styles import style_of
from exports.planes import WGS_84, Plane, plane_of
from exports.words import translator
from workshops.findings import Category, Findings
from workshops.words import mark

APPLICATION_ID, VERSION = 0x47504B47, 10300
LITTLE_ENDIAN = 1
WITH_ENVELOPE = 2
WKB = {"POINT": 1, "LINESTRING": 2, "POLYGON": 3, "MULTILINESTRING": 5, "MULTIPOLYGON": 6}
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL,
  definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL,
  identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL,
  m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,
  definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT,
  title TEXT, description TEXT, mime_type TEXT, constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (constraint_name TEXT NOT NULL,
  constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC,
  max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
CREATE TABLE gpkg_metadata (id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL,
  md_scope TEXT NOT NULL DEFAULT 'dataset', md_standard_uri TEXT NOT NULL,
  mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '');
CREATE TABLE gpkg_metadata_reference (reference_scope TEXT NOT NULL, table_name TEXT,
  column_name TEXT, row_id_value INTEGER,
  timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  md_file_id INTEGER NOT NULL, md_parent_id INTEGER,
  CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
  CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id));
CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT(256),
  f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256),
  styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
  owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')));
"""
#: Names of what the file uses beyond the core, as the standard gives them; nothing is fetched.
_SCHEMA = "http://www.geopackage.org/spec130/#extension_schema"
_METADATA = "http://www.geopackage.org/spec130/#extension_metadata"
_ABOUT = "http://www.geopackage.org/spec130/"


def write(findings: Findings, path: Path, **wishes: Unpack[Wishes]) -> int:
    """Write the file; return its bytes."""
    words = translator(wishes.get("language", "en"), wishes.get("catalogues"))
    plane = plane_of(findings, wishes.get("epsg"))
    layers = layers_of(findings, plane, words)
    content = pack(layers, findings, plane, words.word)
    wishes.get("progress", silently)(100, words.gettext(mark("GeoPackage written.")))
    return files.put(path, content)


def pack(
    layers: Sequence[Layer], findings: Findings, plane: Plane, say: Callable[[str], str]
) -> bytes:
    """Return a GeoPackage of the layers."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute(f"PRAGMA user_version = {VERSION}")
        database.executescript(_TABLES)
        database.execute("BEGIN")
        _insert(database, "gpkg_spatial_ref_sys", _references(plane))
        for layer in layers:
            _add(database, layer, findings, plane, say)
        _describe(database, findings, plane)
        database.execute("END")
        return database.serialize()


def _references(plane: Plane) -> Iterator[tuple[object, ...]]:
    yield "Undefined cartesian SRS", -1, "NONE", -1, "undefined", "undefined cartesian"
    yield "Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic"
    yield "WGS 84 geodetic", 4326, "EPSG", 4326, WGS_84, "longitude and latitude in degrees"
    yield plane.name, plane.epsg, "EPSG", plane.epsg, plane.wkt, "metres"


def _add(
    database: sqlite3.Connection,
    layer: Layer,
    findings: Findings,
    plane: Plane,
    say: Callable[[str], str],
) -> None:
    """Add a layer: its table, its entries in the lists, its rows, its style."""
    shape = f"geom {layer.shape}, " if layer.shape else ""
    columns = ", ".join(f"{field.name} {field.type}" for field in layer.fields)
    database.execute(
        f"CREATE TABLE {layer.name} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "
        f"{shape}{columns})"
    )
    about = (layer.name, "features" if layer.shape else "attributes", _identifier(layer))
    box = extent_of(layer.rows) or (None, None, None, None)
    srs = plane.epsg if layer.shape else None
    moment = _moment(findings)
    _insert(database, "gpkg_contents", [(*about, layer.about, moment, *box, srs)])
    if layer.shape:
        shape_row = (layer.name, "geom", layer.shape, plane.epsg, 0, 0)
        _insert(database, "gpkg_geometry_columns", [shape_row])
    labels = [(layer.name, f.name, f.name, f.name, f.about, None, None) for f in layer.fields]
    _insert(database, "gpkg_data_columns", labels)
    _insert(database, layer.name, _rows(layer, plane))
    if style := style_of(layer, _categories(findings, say)):
        entry = (None, "", "", layer.name, "geom", "Torg", style, "", 1, "", "", None, moment)
        _insert(database, "layer_styles", [entry])


def _identifier(layer: Layer) -> str:
    """Return the title, with the name of the table: it has to be unique."""
    return f"{layer.title.strip()[:120]} ({layer.name})"


def _categories(findings: Findings, say: Callable[[str], str]) -> list[Category]:
    return [Category(c.key, say(c.name), c.shape, c.letter) for c in findings.categories]


def _rows(layer: Layer, plane: Plane) -> Iterator[tuple[object, ...]]:
    for row in layer.rows:
        shape = (blob(layer.shape, row.place, plane.epsg),) if layer.shape else ()
        yield None, *shape, *row.values


def _insert(database: sqlite3.Connection, table: str, rows: Iterator[Any] | Sequence[Any]) -> None:
    """Insert rows of the same length, every text made fit to be stored."""
    made = [tuple(storable(value) for value in row) for row in rows]
    if made:
        places = ", ".join("?" * len(made[0]))
        database.executemany(f"INSERT INTO {table} VALUES ({places})", made)  # noqa: S608


def storable(value: object) -> object:
    """Return a text as every reader of SQLite takes it: no NUL, no half of a character."""
    if isinstance(value, str):
        return _CONTROLS.sub(" ", value).encode("utf-8", "replace").decode()
    return int(value) if isinstance(value, bool) else value


def _describe(database: sqlite3.Connection, findings: Findings, plane: Plane) -> None:
    """Note which extensions are used, and where the file comes from."""
    named = (
        ("gpkg_data_columns", "gpkg_schema", _SCHEMA),
        ("gpkg_data_column_constraints", "gpkg_schema", _SCHEMA),
        ("gpkg_metadata", "gpkg_metadata", _METADATA),
        ("gpkg_metadata_reference", "gpkg_metadata", _METADATA),
    )
    rows = [(table, None, name, about, "read-write") for table, name, about in named]
    _insert(database, "gpkg_extensions", rows)
    told = json.dumps(dict(provenance(findings, plane)), ensure_ascii=False, indent=1)
    _insert(database, "gpkg_metadata", [(1, "dataset", _ABOUT, "application/json", told)])
    reference = ("geopackage", None, None, None, _moment(findings), 1, None)
    _insert(database, "gpkg_metadata_reference", [reference])


def _moment(findings: Findings) -> str:
    frozen = datetime.fromisoformat(findings.frozen_at).astimezone(UTC)
    return frozen.strftime("%Y-%m-%dT%H:%M:%S.000Z")


# Geometry


def blob(shape: str, place: Any, srs: int) -> bytes | None:
    """Return a place as a GeoPackage holds it: a header with the bounds, then WKB."""
    if place is None:
        return None
    spots = list(spots_of(place))
    easts, norths = [e for e, _ in spots], [n for _, n in spots]
    box = (min(easts), max(easts), min(norths), max(norths))
    head = b"GP" + struct.pack("<BBi4d", 0, LITTLE_ENDIAN | WITH_ENVELOPE, srs, *box)
    return head + _wkb(shape, place)


def _wkb(shape: str, place: Any) -> bytes:
    head = struct.pack("<BI", LITTLE_ENDIAN, WKB[shape])
    if shape == "POINT":
        return head + struct.pack("<2d", *place)
    if shape == "LINESTRING":
        return head + _spots(place)
    if shape == "POLYGON":
        return head + _many(_spots(_closed(ring)) for ring in place)
    return head + _many(_wkb(shape.removeprefix("MULTI"), each) for each in place)


def _many(parts: Iterator[bytes]) -> bytes:
    made = list(parts)
    return struct.pack("<I", len(made)) + b"".join(made)


def _spots(spots: Sequence[tuple[float, float]]) -> bytes:
    flat = [number for spot in spots for number in spot]
    return struct.pack(f"<I{len(flat)}d", len(spots), *flat)


def _closed(ring: Sequence[tuple[float, float]]) -> Sequence[tuple[float, float]]:
    return ring if ring[0] == ring[-1] else [*ring, ring[0]]


EXPORT = Export(
    "gpkg",
    mark("Map layers (GeoPackage)"),
    ".gpkg",
    write,
    mark("For QGIS: a layer of each kind, in metres, drawn in the colours of the brief."),
    "layers",
)
