"""The pages of the brief as a tree of nodes; every drawing in them is one node of its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

#: What stands in the tree for a drawing; its `svg` says which.
DRAWING = "drawing"
VOID = frozenset({"br", "hr", "img", "link", "meta", "wbr"})
INLINE = frozenset({"a", "b", "bdi", "br", "em", "i", "img", "small", "span", "strong", DRAWING})
_SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_GAPS = re.compile(r"\s+")


@dataclass
class Node:
    """An element: its name, its attributes, and what is in it."""

    tag: str
    attrs: dict[str, str]
    children: "list[Node | str]" = field(default_factory=list)

    @property
    def classes(self) -> frozenset[str]:
        return frozenset(self.attrs.get("class", "").split())

    @property
    def text(self) -> str:
        """All the words in it, with single spaces."""
        parts = (each if isinstance(each, str) else each.text for each in self.children)
        return _GAPS.sub(" ", "".join(parts))

    @property
    def is_inline(self) -> bool:
        return self.tag in INLINE

    @property
    def nodes(self) -> "list[Node]":
        """The elements in it, without the words between them."""
        return [each for each in self.children if isinstance(each, Node)]

    def all(self, tag: str) -> "Iterator[Node]":
        """Every element of that name in it, in order."""
        for each in self.nodes:
            if each.tag == tag:
                yield each
            yield from each.all(tag)


def tree_of(html: str) -> tuple[Node, list[str]]:
    """Return the page and its drawings, equal ones once."""
    drawings: dict[str, int] = {}

    def put_aside(found: re.Match[str]) -> str:
        nth = drawings.setdefault(found[0], len(drawings))
        return f'<img data-drawing="{nth}">'

    builder = _Builder()
    builder.feed(_SVG.sub(put_aside, html))
    builder.close()
    return builder.root, list(drawings)


class _Builder(HTMLParser):
    """Builds the tree; our own pages are well formed."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Node("root", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        node = Node(DRAWING if "data-drawing" in named else tag, named)
        self._open[-1].children.append(node)
        if tag not in VOID:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self._open[-1].tag == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)
