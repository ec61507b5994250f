"""The places as a drawing for CAD (DXF R2010), in metres where they lie on the grid.

Layers, symbols and numbers as in the brief; the public number is the text beside each place.
"""

from importlib import import_module
from pathlib import Path
from typing import Unpack

from exports import files
from exports.export import Export, Wishes, silently
from exports.planes import plane_of
from exports.words import translator
from workshops.findings import Findings
from workshops.words import mark


def write(findings: Findings, path: Path, **wishes: Unpack[Wishes]) -> int:
    """Write the drawing in true coordinates; return its bytes."""
    return write_drawing(findings, path, is_local=False, **wishes)


def write_drawing(
    findings: Findings, path: Path, *, is_local: bool, **wishes: Unpack[Wishes]
) -> int:
    """Write a drawing; a local one begins near 0, 0 and says by how much it was moved."""
    words = translator(wishes.get("language", "en"), wishes.get("catalogues"))
    plane = plane_of(findings, wishes.get("epsg"))
    # ezdxf takes most of a second to be loaded: only whoever draws pays for it.
    content = import_module("exports._drawing").draw(findings, plane, words, is_local=is_local)
    wishes.get("progress", silently)(100, words.gettext(mark("Drawing written.")))
    return files.put(path, content.encode("utf-8"))


EXPORT = Export(
    "dxf",
    mark("Drawing for CAD (DXF)"),
    ".dxf",
    write,
    mark("For AutoCAD and the like, in true coordinates: a layer for each category."),
    "drawing",
)
