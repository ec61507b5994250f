"""The plan of a square as one SVG: the same on phone, screen and paper, in plan metres.

Presentation attributes only, no style and no reference to anything outside, so that it shows
alike as an image, inside a page under a strict policy, and in a PDF. Line widths and letters
are in metres too; what a pixel is worth follows from the square's size unless told.
"""

from exports.plan.drawing import Extras, draw, sheet_of
from exports.plan.furniture import north_arrow, scale_bar, scale_parts
from exports.plan.sheet import Sheet

__all__ = ["Extras", "Sheet", "draw", "north_arrow", "scale_bar", "scale_parts", "sheet_of"]
