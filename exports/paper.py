"""The plan alone, at a true scale, on the smallest usual sheet that holds the square."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from exports import plan
from workshops.basemap import Frame, blank
from workshops.methods.geodesy import Geometry, area_m2
from workshops.methods.spatial import Grid, centre_of, grid_of, places_of
from workshops.refusal import Refused
from workshops.words import AND, Sentence, mark, say

SCALES = (200, 500, 1000, 2000, 5000, 10_000, 20_000)
#: Round the plan: the top margin with the heading, the sides, the bottom with the source.
ASIDE_MM, ABOVE_BELOW_MM = 24.0, 57.0
ROUND_IT_M = 4.0
PIXEL_MM = 0.2
MM_A_METRE = 1000
TURNED = {
    "landscape": mark("%(paper)s landscape"),
    "portrait": mark("%(paper)s portrait"),
}


@dataclass(frozen=True)
class Paper:
    """A sheet as it lies: "A3 landscape"."""

    name: str
    turned: str
    width_mm: float
    height_mm: float

    @property
    def key(self) -> str:
        """As its page is called in the style sheets: "a3-landscape"."""
        return f"{self.name.lower()}-{self.turned}"

    @property
    def words(self) -> Sentence:
        """The sheet in words."""
        return say(TURNED[self.turned], paper=self.name)

    @property
    def plan_mm(self) -> tuple[float, float]:
        """How much of it the plan fills."""
        return self.width_mm - ASIDE_MM, self.height_mm - ABOVE_BELOW_MM


PAPERS = (
    Paper("A4", "landscape", 297.0, 210.0),
    Paper("A4", "portrait", 210.0, 297.0),
    Paper("A3", "landscape", 420.0, 297.0),
    Paper("A3", "portrait", 297.0, 420.0),
)


@dataclass(frozen=True)
class Fit:
    """A scale at which the whole square, with some metres round it, fits on a sheet."""

    paper: Paper
    scale: int

    @property
    def key(self) -> str:
        return f"{self.paper.key}-{self.scale}"


@dataclass(frozen=True)
class TruePlan:
    """A page with nothing but the plan; one millimetre of it is `scale` millimetres outside."""

    fit: Fit
    ground: Markup
    licence: str
    epsg: int | None
    area_m2: float
    grid: Grid

    @property
    def step_mm(self) -> float:
        """How wide a square of the grid is on the paper."""
        return self.grid.step_m * MM_A_METRE / self.fit.scale


def fits_of(frame: Frame, outline: Geometry) -> tuple[Fit, ...]:
    """Every sheet and scale that holds the square: the largest scale first, then the least paper.

    Refuses a square that fits on none.
    """
    left, top, right, bottom = _bounds(frame, outline)
    wide, high = right - left + 2 * ROUND_IT_M, bottom - top + 2 * ROUND_IT_M
    found = tuple(
        Fit(paper, scale)
        for scale in SCALES
        for paper in PAPERS
        if _holds(paper, scale, wide, high)
    )
    if not found:
        raise Refused("This square is too large for a plan on paper.")
    return found


def true_plan(
    basemap: Mapping[str, Any] | None,
    outline: Geometry,
    zones: Sequence[Mapping[str, Any]],
    title: str,
    wanted: str = "",
    *,
    on_earth: bool = True,
    speak: Callable[[Sentence | str], str] = str,
) -> TruePlan:
    """The plan on the sheet `wanted` ("a3-landscape-500"), else on the first that fits.

    `on_earth` is false where places are metres on a picture. Refuses a picture without a scale.
    """
    ground = dict(basemap or blank(dict(outline)))
    ground["licence"] = AND.join(map(speak, str(ground.get("licence", "")).split(AND)))
    refuse_without_scale(ground)
    frame = Frame.from_json(ground["frame"])
    fits = fits_of(frame, outline)
    fit = next((each for each in fits if each.key == wanted), fits[0])
    extras = plan.Extras(
        pixel_m=fit.scale * PIXEL_MM / MM_A_METRE,
        zone_marks="name",
        furniture=True,
        scale=fit.scale,
        speak=speak,
    )
    drawn = plan.draw(
        ground,
        outline,
        zones,
        "print",
        title=title,
        grid=True,
        box=_box(frame, outline, fit),
        extras=extras,
    )
    return TruePlan(
        fit,
        drawn,
        str(ground.get("licence", "")),
        frame.utm.epsg_for(*centre_of(outline)) if on_earth else None,
        area_m2(outline),
        grid_of(frame, outline),
    )


def refuse_without_scale(basemap: Mapping[str, Any]) -> None:
    """A picture of which nobody told how long anything on it is cannot be true to scale."""
    if not basemap.get("picture", {}).get("to_scale", True):
        raise Refused("The picture under this plan has no scale: tell how long something on it is.")


def _holds(paper: Paper, scale: int, wide: float, high: float) -> bool:
    width_mm, height_mm = paper.plan_mm
    return wide * MM_A_METRE <= width_mm * scale and high * MM_A_METRE <= height_mm * scale


def _box(frame: Frame, outline: Geometry, fit: Fit) -> tuple[float, float, float, float]:
    """What the sheet shows, in plan metres, the square in its middle."""
    left, top, right, bottom = _bounds(frame, outline)
    width, height = (mm * fit.scale / MM_A_METRE for mm in fit.paper.plan_mm)
    x, y = (left + right - width) / 2, (top + bottom - height) / 2
    return x, y, x + width, y + height


def _bounds(frame: Frame, outline: Geometry) -> tuple[float, float, float, float]:
    spots = [frame.to_xy(lon, lat) for lon, lat in places_of(outline)]
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    return min(xs), min(ys), max(xs), max(ys)
