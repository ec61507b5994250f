"""Reading GeoJSON (RFC 7946) as a table of ideas, patient with what other programs write.

What cannot be read is refused with its fault by name; what can be mended is, and told.
"""

import json
import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NoReturn

from workshops.decoding import decode
from workshops.degrees import Place, settle
from workshops.geometries import DEPTH, Unreadable, place_in
from workshops.geometries import MENDED as MENDED_GEOMETRIES
from workshops.refusal import Refused
from workshops.tabular import Table
from workshops.words import Sentence, count, pair

#: Members whose doubling or misplacing changes what an object is (RFC 7946, section 7.1).
GEOMETRIES = frozenset([*DEPTH, "GeometryCollection"])
STRUCTURE = frozenset(["type", "features", "geometry", "geometries", "coordinates", "properties"])
MENDED = {
    "id": pair(
        "%(n)s feature has an id that is neither text nor number: not used.",
        "%(n)s features have an id that is neither text nor number: not used.",
    ),
    "properties": pair(
        "%(n)s feature has “properties” that are no object: read as empty.",
        "%(n)s features have “properties” that are no object: read as empty.",
    ),
    "type": pair(
        "%(n)s feature does not have the type “Feature”: read as one all the same.",
        "%(n)s features do not have the type “Feature”: read as such all the same.",
    ),
    "object": pair(
        "%(n)s entry among the features is no object: left out.",
        "%(n)s entries among the features are no objects: left out.",
    ),
    "bbox": pair(
        "%(n)s “bbox” holds something that is no number: not used.",
        "%(n)s “bbox” hold something that is no number: not used.",
    ),
    "twice": pair(
        "%(n)s member stands twice in one object: the later one counts.",
        "%(n)s members stand twice in one object: the later ones count.",
    ),
}


LOST = pair(
    "%(n)s place could not be read, its idea stays: %(why)s.",
    "%(n)s places could not be read, their ideas stay: %(why)s.",
)


@dataclass
class Faults:
    """What was mended, by its key, and what cost a place, by its reason."""

    mended: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    why: dict[str, Sentence] = field(default_factory=dict)

    def lose(self, fault: Unreadable) -> None:
        """Count a geometry that cannot be read."""
        self.lost[str(fault.why)] += 1
        self.why[str(fault.why)] = fault.why

    def sentences(self, lost: tuple[str, str]) -> tuple[Sentence, ...]:
        """Every fault with its count; `lost` says one and many that could not be read."""
        words = MENDED | MENDED_GEOMETRIES
        return (
            *(count(*words[key], n) for key, n in self.mended.items() if n),
            *(count(*lost, n, why=self.why[key]) for key, n in self.lost.items()),
        )


def is_geojson(data: bytes) -> bool:
    """Whether a file looks like JSON rather than a table."""
    start = data[:200].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return start[:1] in {b"{", b"["} or data.strip() in {b"null", b"true", b"false"}


def read_geojson(data: bytes, name: str = "") -> Table:
    """Return the features as rows of their properties, each with a place or None.

    A feature whose geometry cannot be read stays, without a place; a file that is nothing but
    such a geometry is refused.
    """
    decoded = decode(data, name)
    faults = Faults()
    root = parse(decoded.text, name, faults)
    features = features_of(root, name, faults)
    rows = [row_of(feature, faults) for feature in features]
    places = [_place(feature.get("geometry"), faults) for feature in features]
    if root.get("type") in GEOMETRIES and faults.lost:
        raise Refused("“%(name)s” cannot be read: %(why)s.", name=name, why=first_of(faults.why))
    settled, warnings = settle(places, name)
    columns = tuple(dict.fromkeys(key for row in rows for key in row))
    return Table(
        columns=columns,
        rows=[{column: row.get(column, "") for column in columns} for row in rows],
        encoding=decoded.encoding,
        dialect="GeoJSON",
        warnings=(*decoded.warnings, *faults.sentences(LOST), *warnings),
        name=name,
        places=settled,
    )


def first_of(why: Mapping[str, Sentence]) -> Sentence:
    return next(iter(why.values()))


def parse(text: str, name: str, faults: Faults) -> dict[str, Any]:
    """Return the object at the root; refuses what is no JSON, NaN, and doubled structure."""
    try:
        root = json.loads(
            text,
            object_pairs_hook=partial(_members, name, faults),
            parse_float=partial(_finite, name),
            parse_constant=partial(_not_finite, name),
        )
    except json.JSONDecodeError as fault:
        raise Refused(
            "“%(name)s” is no JSON from line %(line)s, column %(column)s on.",
            name=name,
            line=fault.lineno,
            column=fault.colno,
        ) from fault
    except ValueError as fault:
        raise Refused("“%(name)s” has a number of thousands of digits.", name=name) from fault
    except RecursionError as fault:
        raise Refused("“%(name)s” is nested too deeply.", name=name) from fault
    if not isinstance(root, dict):
        raise Refused("“%(name)s” is no GeoJSON: at its root there is no object.", name=name)
    return root


def _members(name: str, faults: Faults, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    for key, n in Counter(key for key, _ in pairs).items():
        if n > 1 and key in STRUCTURE:
            raise Refused(
                "“%(name)s” cannot be read: “%(member)s” stands twice in one object.",
                name=name,
                member=key,
            )
        faults.mended["twice"] += n > 1
    return found


def _finite(name: str, digits: str) -> float:
    value = float(digits)
    return value if math.isfinite(value) else _not_finite(name, digits)


def _not_finite(name: str, word: str) -> NoReturn:
    raise Refused("“%(name)s” has a number that is none: %(word)s.", name=name, word=word[:20])


def features_of(root: dict[str, Any], name: str, faults: Faults) -> list[dict[str, Any]]:
    """Return the features of whatever stands at the root; refuses what has none."""
    kind = root.get("type")
    faults.mended["bbox"] += not _is_box(root.get("bbox"))
    if kind == "Feature":
        return [root]
    if kind in GEOMETRIES:
        _refuse_mixture(root, name)
        return [{"type": "Feature", "properties": {}, "geometry": root}]
    if kind != "FeatureCollection":
        raise Refused(
            "“%(name)s” is no GeoJSON: its type is “%(type)s”.", name=name, type=str(kind)[:40]
        )
    features = root.get("features")
    if not isinstance(features, list):
        raise Refused("“%(name)s” cannot be read: it has no list of “features”.", name=name)
    objects = [each for each in features if isinstance(each, dict)]
    faults.mended["object"] += len(features) - len(objects)
    return objects


def _refuse_mixture(geometry: dict[str, Any], name: str) -> None:
    """A geometry with members of a feature could be meant as either (RFC 7946, section 7.1)."""
    for member in ("features", "geometry", "properties"):
        if member in geometry:
            raise Refused(
                "“%(name)s” cannot be read: a %(type)s cannot have “%(member)s”.",
                name=name,
                type=geometry["type"],
                member=member,
            )


def _is_box(box: object) -> bool:
    return box is None or (
        isinstance(box, list) and all(isinstance(each, int | float) for each in box)
    )


def row_of(feature: dict[str, Any], faults: Faults) -> dict[str, str]:
    """Return the properties as text, the feature's own id as the column "id"."""
    faults.mended["type"] += feature.get("type") != "Feature"
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        faults.mended["properties"] += properties is not None
        properties = {}
    row = {key: _cell(value) for key, value in properties.items()}
    own = feature.get("id")
    if isinstance(own, str | int | float) and not isinstance(own, bool):
        row.setdefault("id", _cell(own))
    else:
        faults.mended["id"] += own is not None
    return row


def _cell(value: object) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)


def _place(geometry: object, faults: Faults) -> Place | None:
    try:
        return place_in(geometry, faults.mended)
    except Unreadable as fault:
        faults.lose(fault)
        return None
