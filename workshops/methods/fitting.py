"""Where a picture lies on the ground: a similarity or an affine map through control points.

Least squares as in C. D. Ghilani, 2017, *Adjustment computations*, 6th edition, chapter 18: the
two-dimensional conformal transformation (F. R. Helmert, 1880) and the affine one. Both are
solved about the middle of the points, where the normal equations fall apart into small ones.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from workshops.methods.geodesy import Point

#: A point on the picture (right, down) and the same on the ground (east, north, in metres).
Pair = tuple[Point, Point]

#: A point is named as mis-clicked when it misses the others' fit by so much.
ODD_TIMES, ODD_LEAST_M = 5.0, 0.3
FEWEST_TO_TELL = 4


@dataclass(frozen=True)
class Transform:
    """East = a·x + b·y + c, north = d·x + e·y + f; x goes right and y down on the picture."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def __call__(self, at: Point) -> Point:
        """Return the place on the ground of a point on the picture."""
        x, y = at
        return self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f

    @property
    def determinant(self) -> float:
        """Square metres a square pixel, negative when the picture is not mirrored."""
        return self.a * self.e - self.b * self.d

    @property
    def metres_a_pixel(self) -> float:
        return math.sqrt(abs(self.determinant))

    @property
    def stretch(self) -> float:
        """How much longer the longest direction becomes than the shortest; 1 in a similarity."""
        whole = self.a**2 + self.b**2 + self.d**2 + self.e**2
        root = math.sqrt(max(0.0, whole**2 - 4 * self.determinant**2))
        least = (whole - root) / 2
        return math.sqrt((whole + root) / 2 / least) if least > 0 else math.inf

    def inverse(self) -> "Transform":
        """From the ground to the picture. Raises ZeroDivisionError when all became a line."""
        a, b = self.e / self.determinant, -self.b / self.determinant
        d, e = -self.d / self.determinant, self.a / self.determinant
        return Transform(a, b, -a * self.c - b * self.f, d, e, -d * self.c - e * self.f)


def similarity(pairs: Sequence[Pair]) -> Transform:
    """Return the turn, scale and shift that miss the points least; exact for two.

    Raises ValueError for fewer than two, and for points at one spot of the picture.
    """
    (x0, y0), (e0, n0) = _middle([p for p, _ in pairs]), _middle([g for _, g in pairs])
    # As complex numbers, the picture's y turned up: ground = factor · picture.
    near = [
        (complex(x - x0, y0 - y), complex(east - e0, north - n0)) for (x, y), (east, north) in pairs
    ]
    spread = math.fsum(abs(z) ** 2 for z, _ in near)
    if len(pairs) < 2 or spread == 0:
        raise ValueError("A similarity needs two points at two spots")
    factor = sum((z.conjugate() * w for z, w in near), 0j) / spread
    p, q = factor.real, factor.imag
    return Transform(p, q, e0 - p * x0 - q * y0, q, -p, n0 - q * x0 + p * y0)


def affine(pairs: Sequence[Pair]) -> Transform:
    """Return the affine map that misses the points least; exact for three.

    Raises ValueError for fewer than three, and for points on one line of the picture.
    """
    (x0, y0), (e0, n0) = _middle([p for p, _ in pairs]), _middle([g for _, g in pairs])
    near = [((x - x0, y - y0), (east - e0, north - n0)) for (x, y), (east, north) in pairs]
    xx, yy = math.fsum(x * x for (x, _), _ in near), math.fsum(y * y for (_, y), _ in near)
    xy = math.fsum(x * y for (x, y), _ in near)
    whole = xx * yy - xy * xy
    if len(pairs) < 3 or whole <= 1e-12 * (xx + yy) ** 2:
        raise ValueError("An affine map needs three points that are not on one line")
    rows = []
    for axis in (0, 1):
        xg = math.fsum(p[0] * g[axis] for p, g in near)
        yg = math.fsum(p[1] * g[axis] for p, g in near)
        rows.append(((yy * xg - xy * yg) / whole, (xx * yg - xy * xg) / whole))
    (a, b), (d, e) = rows
    return Transform(a, b, e0 - a * x0 - b * y0, d, e, n0 - d * x0 - e * y0)


def by_edge(start: Point, end: Point, length_m: float, north: float, anchor: Pair) -> Transform:
    """Return the similarity that an edge of known length, a direction and a place give.

    `north` is where the picture's north points, in degrees from up, with the clock.
    """
    span = math.dist(start, end)
    if span == 0 or length_m <= 0:
        raise ValueError("An edge needs a length")
    scale, turn = length_m / span, math.radians(north)
    p, q = scale * math.cos(turn), scale * math.sin(turn)
    (x, y), (east, north_m) = anchor
    return Transform(p, q, east - p * x - q * y, q, -p, north_m - q * x + p * y)


def misses(transform: Transform, pairs: Sequence[Pair]) -> list[float]:
    """Return how far each point falls from where it should, in metres, in their order."""
    return [math.dist(transform(picture), ground) for picture, ground in pairs]


def rms(values: Sequence[float]) -> float:
    """Return the root of the mean of the squares; 0 of nothing."""
    return math.sqrt(math.fsum(v * v for v in values) / len(values)) if values else 0.0


def odd_one(pairs: Sequence[Pair]) -> int | None:
    """Return which point does not belong to the others; None when none does or nobody can tell.

    In a common fit one wrong point spreads its error over all. So each is left out in turn: the
    wrong one is that without which the others agree, and which misses their fit by far more
    than they do. Three points cannot tell which of them is wrong.
    """
    if len(pairs) < FEWEST_TO_TELL:
        return None
    found = []
    for nth, left_out in enumerate(pairs):
        others = [*pairs[:nth], *pairs[nth + 1 :]]
        if len({picture for picture, _ in others}) < 2:
            return None
        fit = similarity(others)
        found.append((rms(misses(fit, others)), misses(fit, [left_out])[0], nth))
    agreed, missed, nth = min(found)
    return nth if missed > max(ODD_TIMES * agreed, ODD_LEAST_M) else None


def _middle(points: Sequence[Point]) -> Point:
    if not points:
        raise ValueError("No points")
    return (
        math.fsum(x for x, _ in points) / len(points),
        math.fsum(y for _, y in points) / len(points),
    )
