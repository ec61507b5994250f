"""What the printer does more often than it need, done once: most of the time of a long document."""

from copy import copy
from functools import cached_property
from typing import Any

from pydyf import Stream  # type: ignore[import-untyped]
from weasyprint import CSS, HTML
from weasyprint.html import UA_STYLESHEET

#: Of an entry in a matcher of selectors.
PSEUDO_ELEMENT = 3


def _thrifty(sheet: CSS) -> CSS:
    """Return the printer's own sheet with the marks of lists and notes kept to lists and notes.

    They match every element there is: six styles more for each of twenty thousand.
    """
    own, matcher = copy(sheet), copy(sheet.matcher)
    marks = [entry for entry in matcher.other_selectors if entry[PSEUDO_ELEMENT]]
    matcher.other_selectors = [
        entry for entry in matcher.other_selectors if not entry[PSEUDO_ELEMENT]
    ]
    matcher.class_selectors = {**matcher.class_selectors, "footnote": marks}
    of_tags = matcher.lower_local_name_selectors
    matcher.lower_local_name_selectors = {**of_tags, "li": [*of_tags.get("li", ()), *marks]}
    own.matcher = matcher
    return own


class Pages(HTML):  # type: ignore[misc]
    """A document that is dressed by the thrifty sheet."""

    sheet = _thrifty(UA_STYLESHEET)

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:  # noqa: FBT001, FBT002, ARG002
        return [self.sheet]


def pack_once(pdf: Any) -> None:
    """Keep what each stream is packed to: the writer asks again to name the file by its content."""
    for each in pdf.objects:
        if type(each) is Stream:
            each.__class__ = _PackedOnce


class _PackedOnce(Stream):  # type: ignore[misc]
    @cached_property
    def data(self) -> Any:
        return Stream.data.fget(self)
