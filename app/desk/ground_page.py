"""What the page of the picture under the square shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import url_for

from app.desk import extracts
from app.desk.blueprint import bar_of_consultation
from app.desk.ground_contexts import GroundPage, Pane, PictureFacts, PointRow, Tab
from app.desk.square_drawing import first_view
from app.languages import number, word
from workshops import ground
from workshops.ground_picture import placing_of
from workshops.methods.fitting import FEWEST_TO_TELL
from workshops.models import Consultation
from workshops.words import Sentence, mark, say

TABS = {"desk.ground": mark("Plan or photograph"), "desk.layers": mark("Own layers")}
WAYS = {
    "points": mark("By points"),
    "edge": mark("By one edge"),
    "own": mark("No place yet"),
}
#: Empty rows that wait for the next points.
SPARE, LEAST_ROWS = 1, 4
EDGE = (mark("One end of the edge"), mark("The other end"), mark("A point whose place you know"))
#: A mean miss above this is worth a word, when nobody can tell which point is wrong.
LOOSE_M = 0.5


@dataclass(frozen=True)
class Typed:
    """What was sent and refused: it is shown again. Each point is x, y and place as typed."""

    points: Sequence[tuple[str, str, str]] = ()
    length: str = ""
    north: str = ""
    is_affine: bool = False
    source: str = ""
    licence: str = ""


@dataclass(frozen=True)
class _Shown:
    """A picture's own typing, or what was refused just now."""

    picture: Mapping[str, Any]
    typed: Typed | None = None
    misses: Sequence[float] = field(default=())

    @property
    def points(self) -> Sequence[tuple[str, str, str]]:
        return self.typed.points if self.typed else self.picture.get("typed", {}).get("points", ())

    def get(self, name: str) -> str:
        if self.typed:
            return str(getattr(self.typed, name))
        return str(self.picture.get("typed", {}).get(name, ""))


def ground_page(
    consultation: Consultation,
    way: str,
    *,
    refused: Sentence | None = None,
    typed: Typed | None = None,
) -> GroundPage:
    """Return the page; `way` names how the picture is placed, "" as it was."""
    picture = consultation.square.picture
    way = way if way in WAYS else (picture or {}).get("way", "points")
    shown = _Shown(picture or {}, typed)
    was = picture if picture and picture.get("way") == way and not typed else None
    return GroundPage(
        bar=bar_of_consultation(consultation, "square"),
        tabs=tabs(consultation, "desk.ground"),
        refused=refused,
        picture=_facts(picture) if picture else None,
        ways=[
            Tab(words, url_for("desk.ground", slug=consultation.slug, way=name), name == way)
            for name, words in WAYS.items()
        ],
        way=way,
        rows=_rows(shown, way, was),
        length=shown.get("length"),
        north=shown.get("north"),
        is_affine=typed.is_affine if typed else bool((picture or {}).get("affine")),
        panes=_panes(consultation) if picture else (),
        source=typed.source if typed else (picture or {}).get("source", ""),
        licence=typed.licence if typed else (picture or {}).get("licence", ""),
        licences=[word(each) for each in ground.LICENCES],
    )


def tabs(consultation: Consultation, here: str) -> list[Tab]:
    """Return the pages of the ground."""
    return [
        Tab(words, url_for(endpoint, slug=consultation.slug), endpoint == here)
        for endpoint, words in TABS.items()
    ]


def _rows(shown: _Shown, way: str, was: Mapping[str, Any] | None) -> list[PointRow]:
    """Return the points as they were typed, with how well they fit, and empty ones behind."""
    if way == "own":
        return []
    same = shown.typed is not None or was is not None
    points = list(shown.points) if same else []
    wanted = len(EDGE) if way == "edge" else max(LEAST_ROWS, len(points) + SPARE)
    points += [("", "", "")] * (wanted - len(points))
    misses = was["misses_m"] if was and way == "points" else []
    odd = was["odd"] if was else None
    return [
        PointRow(
            nth=nth + 1,
            words=EDGE[nth] if way == "edge" else "",
            x=x,
            y=y,
            place=place,
            has_place=way == "points" or nth == len(EDGE) - 1,
            miss=length_of(misses[nth]) if nth < len(misses) else None,
            is_odd=nth == odd,
        )
        for nth, (x, y, place) in enumerate(points)
    ]


def length_of(metres: float) -> Sentence:
    """Return a length as it is read: in centimetres while it is short."""
    if metres < 1:
        return say("%(n)s cm", n=number(round(metres * 100)))
    return say("%(n)s m", n=number(round(metres, 1)))


def _facts(picture: Mapping[str, Any]) -> PictureFacts:
    placing = placing_of(picture)
    says, warnings = [], []
    if placing is not None:
        across = placing.transform.metres_a_pixel * max(picture["width"], picture["height"])
        if not placing.to_scale:
            says.append(say("It has no scale: only what lies beside what is true."))
        else:
            says.append(
                say(
                    "%(n)s m across, %(cm)s a pixel.",
                    n=number(round(across)),
                    cm=length_of(placing.transform.metres_a_pixel),
                )
            )
        if not placing.referenced:
            says.append(say("It has no place on earth yet. Notes move with it when it gets one."))
        if len(placing.misses_m) > 2:
            says.append(say("The points miss by %(n)s on average.", n=length_of(placing.rms_m)))
        warnings = list(_warnings(placing.misses_m, placing.rms_m, placing.odd))
    return PictureFacts(
        name=picture["name"],
        source=picture["source"],
        licence=picture["licence"],
        size=say("%(w)s × %(h)s pixels", w=picture["width"], h=picture["height"]),
        says=says,
        warnings=warnings,
        is_laid=ground.is_laid(picture),
        may_undo="before" in picture,
    )


def _warnings(misses: Sequence[float], rms: float, odd: int | None) -> Sequence[Sentence]:
    if odd is not None:
        return [
            say(
                "Point %(n)s does not fit the others: it misses by %(m)s. Look at both its clicks.",
                n=odd + 1,
                m=length_of(misses[odd]),
            )
        ]
    if rms > LOOSE_M and len(misses) < FEWEST_TO_TELL:
        return [say("The points do not agree. Add a fourth: then the wrong one shows.")]
    return []


def _panes(consultation: Consultation) -> list[tuple[str, Pane]]:
    """Return the picture to click on, and the map when there is one."""
    picture = consultation.square.picture or {}
    wide, high = picture["width"], picture["height"]
    url = url_for("files.photo", name=picture["sha256"])
    panes = [("picture", Pane(url, wide, high, (0, 0, wide, high)))]
    mapped, extract = extracts.mapped(consultation), extracts.extract_of(consultation)
    if mapped is not None and extract is not None:
        frame = mapped[0]
        spots = ((0.0, 0.0), (frame.width_m, 0.0), (0.0, frame.height_m))
        corners = [frame.to_lonlat(x, y) for x, y in spots]
        url = url_for("desk.ground_map", slug=consultation.slug)
        box = first_view(consultation.square, extract.squares(), frame)
        panes.append(("map", Pane(url, frame.width_m, frame.height_m, box, corners)))
    return panes
