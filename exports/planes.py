"""The plane that maps of a place are drawn on: local UTM, or Norway's NTM, by its EPSG code."""

from collections.abc import Iterable
from dataclasses import dataclass

from workshops.findings import Findings
from workshops.methods.geodesy import (
    FALSE_EAST_M,
    FALSE_NORTH_M,
    UTM_SCALE,
    Point,
    project,
    utm_of,
)
from workshops.methods.spatial import is_on_earth, places_of
from workshops.refusal import Refused

HAMAR = 25832
_ETRS89 = (
    'GEOGCS["ETRS89",DATUM["European_Terrestrial_Reference_System_1989",'
    'SPHEROID["GRS 1980",6378137,298.257222101,AUTHORITY["EPSG","7019"]],'
    'AUTHORITY["EPSG","6258"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4258"]]'
)
WGS_84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,'
    'AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,'
    'AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],'
    'AUTHORITY["EPSG","4326"]]'
)


@dataclass(frozen=True)
class Plane:
    """A transverse Mercator plane in metres: easting, northing."""

    epsg: int
    name: str
    meridian: float
    parallel: float
    scale: float
    false_e: float
    false_n: float

    def at(self, lon: float, lat: float) -> Point:
        """Easting and northing, to the millimetre."""
        x, y = project(lon, lat, self.meridian)
        base = project(self.meridian, self.parallel, self.meridian)[1] if self.parallel else 0.0
        return (
            round(self.false_e + self.scale * x, 3),
            round(self.false_n + self.scale * (y - base), 3),
        )

    @property
    def wkt(self) -> str:
        """The definition as OGC well-known text, version 1."""
        ground = WGS_84 if self.name.startswith("WGS") else _ETRS89
        return (
            f'PROJCS["{self.name}",{ground},PROJECTION["Transverse_Mercator"],'
            f'PARAMETER["latitude_of_origin",{self.parallel:g}],'
            f'PARAMETER["central_meridian",{self.meridian:g}],'
            f'PARAMETER["scale_factor",{self.scale:g}],'
            f'PARAMETER["false_easting",{self.false_e:.0f}],'
            f'PARAMETER["false_northing",{self.false_n:.0f}],'
            f'UNIT["metre",1,AUTHORITY["EPSG","9001"]],AUTHORITY["EPSG","{self.epsg}"]]'
        )


def plane_of(findings: Findings, epsg: int | None = None) -> Plane:
    """Return the plane asked for, else the local UTM zone of the square or of the notes."""
    return plane_by(epsg or findings.square.epsg or _nearest(findings))


def plane_by(epsg: int) -> Plane:
    """Return the plane of a code: UTM on ETRS89 or WGS 84, or NTM (5105-5130)."""
    if 25828 <= epsg <= 25838:
        return _utm(epsg, "ETRS89", epsg - 25800, north=True)
    if 32601 <= epsg <= 32660:
        return _utm(epsg, "WGS 84", epsg - 32600, north=True)
    if 32701 <= epsg <= 32760:
        return _utm(epsg, "WGS 84", epsg - 32700, north=False)
    if 5105 <= epsg <= 5130:
        zone = epsg - 5100
        return Plane(epsg, f"ETRS89 / NTM zone {zone}", zone + 0.5, 58.0, 1.0, 1e5, 1e6)
    raise Refused(
        "EPSG:%(code)s is not offered. Choose a UTM zone, as 25832 or 25833, or an NTM zone, "
        "as 5111.",
        code=epsg,
    )


def _utm(epsg: int, datum: str, zone: int, *, north: bool) -> Plane:
    name = f"{datum} / UTM zone {zone}{'N' if north else 'S'}"
    south = 0.0 if north else FALSE_NORTH_M
    return Plane(epsg, name, zone * 6.0 - 183, 0.0, UTM_SCALE, FALSE_EAST_M, south)


def _nearest(findings: Findings) -> int:
    """Return the code of the zone in which the middle one of all places lies."""
    said = [each.geometry for each in findings.contributions if not each.set_aside]
    places = [place for geometry in said if is_on_earth(geometry) for place in places_of(geometry)]
    if not places:
        return HAMAR
    lon, lat = _median(lon for lon, _ in places), _median(lat for _, lat in places)
    return utm_of(lon, lat).epsg_for(lon, lat)


def _median(values: Iterable[float]) -> float:
    ordered = sorted(values)
    return ordered[len(ordered) // 2]
