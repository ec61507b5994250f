"""A placed picture as the ground of a plan: toned down, so that lines and notes stand out on it."""

from dataclasses import replace

from markupsafe import Markup

from exports.plan.looks import Theme, element, path
from exports.plan.sheet import Feature, Sheet
from workshops.methods.shapes import covers

#: What is laid over the picture in each theme, and how thick: notes are the only saturated thing.
TONES: dict[Theme, tuple[str, float]] = {
    "light": ("#FFFFFF", 0.22),
    "dark": ("#0E1A1E", 0.6),
    "print": ("#FFFFFF", 0.3),
    "contrast": ("#FFFFFF", 0.5),
    "grey": ("#FFFFFF", 0.4),
}


def uncovered(sheet: Sheet) -> Sheet:
    """The sheet without what the picture hides; names of streets stay."""
    picture = sheet.picture
    if picture is None:
        return sheet
    features = [f for f in sheet.basemap["features"] if not _is_hidden(f, picture["clip"])]
    return replace(sheet, basemap={**sheet.basemap, "features": features})


def _is_hidden(feature: Feature, clip: list[list[float]]) -> bool:
    if feature["kind"] == "street":
        return False
    rings = feature.get("rings") or [feature.get("line") or feature.get("points") or []]
    return all(covers(clip, ring) for ring in rings)


def drawn(sheet: Sheet) -> Markup:
    """The picture within its own edges, under its tone; nothing where there is none."""
    picture = sheet.picture
    if picture is None:
        return Markup("")
    name = f"picture-{picture['sha256'][:12]}"
    edge = path([picture["clip"]])
    image = element(
        "image",
        href=picture.get("href") or f"photo:{picture['sha256']}",
        width=picture["width"],
        height=picture["height"],
        preserveAspectRatio="none",
        transform=f"matrix({' '.join(f'{value:.7g}' for value in picture['matrix'])})",
    )
    tone, thick = TONES[sheet.theme]
    return (
        element("clipPath", element("path", d=edge), id=name)
        + element("g", image, clip_path=f"url(#{name})")
        + element("path", d=edge, fill=tone, fill_opacity=f"{thick}")
    )
