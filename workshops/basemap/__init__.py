"""The base map: a square and what stands on it, in plan metres, as plain JSON.

Plan metres: x to the right (grid east), y down (grid south), from the frame's north-west
corner. Up is grid north, which at most leans two or three degrees from true north.
"""

from workshops.basemap.building import blank, build
from workshops.basemap.edges import edges_of, outline_of
from workshops.basemap.frame import Frame, frame_of
from workshops.basemap.reframing import reframed
from workshops.basemap.whereabouts import Whereabouts, describe_place, landmarks_of
from workshops.basemap.whole import box_round

__all__ = [
    "Frame",
    "Whereabouts",
    "blank",
    "box_round",
    "build",
    "describe_place",
    "edges_of",
    "frame_of",
    "landmarks_of",
    "outline_of",
    "reframed",
]
