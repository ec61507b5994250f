"""The drawing for CAD moved to a local origin: AutoCAD draws badly millions of metres from 0, 0."""

from functools import partial

from exports.dxf import write_drawing
from exports.export import Export
from workshops.words import mark

EXPORT = Export(
    "dxf-local",
    mark("Drawing for CAD, local origin (DXF)"),
    ".dxf",
    partial(write_drawing, is_local=True),
    mark("The same, moved near 0, 0; by how much stands on the drawing."),
    "drawing-local",
)
