"""Findings as JSON text and back, exactly; a text that was changed is refused.

The values of the open mappings (settings, rows, facts, geometry) are plain JSON: no tuples,
no keys but strings. A `Sentence` may stand anywhere.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from workshops.findings import Findings, digest
from workshops.refusal import Refused
from workshops.words import Sentence

FORMAT = 1
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_SENTENCE_KEYS = {each.name for each in fields(Sentence)}


def to_json(findings: Findings) -> str:
    """Return the findings as indented JSON that any encoding of Unicode can hold."""
    # The values inside are read by `vars`: `asdict` would copy all of them first.
    text = json.dumps(vars(findings), ensure_ascii=False, indent=1, allow_nan=False, default=vars)
    return _LONE_SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", text) + "\n"


def from_json(text: str, name: str = "findings.json") -> Findings:
    """Return the findings in a text; `name` is what a refusal calls it."""
    findings: Findings = _build(Findings, _read(text, name), name)
    found = digest(findings)
    if findings.hash and findings.hash != found:
        raise Refused(
            "%(name)s was changed after it was frozen: it says %(said)s, its content is %(found)s.",
            name=name,
            said=findings.hash[:12],
            found=found[:12],
        )
    return findings


def _read(text: str, name: str) -> Mapping[str, Any]:
    try:
        body = json.loads(text)
    except ValueError as error:
        raise Refused("%(name)s cannot be read: it is not JSON.", name=name) from error
    if not isinstance(body, dict) or "contributions" not in body:
        raise Refused("%(name)s holds no findings.", name=name)
    if body.get("format") != FORMAT:
        raise Refused(
            "%(name)s is in format %(format)s; this version reads format %(ours)s.",
            name=name,
            format=body.get("format"),
            ours=FORMAT,
        )
    return body


@cache
def _hints(cls: Any) -> Mapping[str, Any]:
    return get_type_hints(cls)


@cache
def _sort_of(hint: Any) -> tuple[str, Any, bool]:
    """Whether a field is a tuple, one of our values or open; of what; whether it may be None."""
    is_optional = get_origin(hint) is UnionType
    if is_optional:
        hint = next(each for each in get_args(hint) if each is not NoneType)
    if get_origin(hint) is tuple:
        return "tuple", get_args(hint)[0], is_optional
    is_ours = isinstance(hint, type) and is_dataclass(hint)
    return ("ours" if is_ours else "open"), hint, is_optional


def _build(cls: Any, body: Any, name: str) -> Any:
    hints = _hints(cls)
    try:
        return cls(**{key: _value(hints[key], value, name) for key, value in body.items()})
    except (AttributeError, KeyError, TypeError) as error:
        raise Refused(
            "%(name)s holds no findings that can be read: %(part)s does not fit.",
            name=name,
            part=cls.__name__,
        ) from error


def _value(hint: Any, value: Any, name: str) -> Any:
    """Return a JSON value as what the field is declared to be."""
    sort, of, is_optional = _sort_of(hint)
    if value is None and is_optional:
        return None
    if sort == "tuple":
        return tuple(_value(of, each, name) for each in value)
    return _build(of, value, name) if sort == "ours" else _plain(value, name)


def _plain(value: Any, name: str) -> Any:
    """Return an open value, with any sentence in it made a `Sentence` again."""
    if isinstance(value, list):
        return [_plain(each, name) for each in value]
    if not isinstance(value, dict):
        return value
    if set(value) == _SENTENCE_KEYS:
        return _build(Sentence, value, name)
    return {key: _plain(each, name) for key, each in value.items()}
