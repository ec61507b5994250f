"""The map as one file that opens from a memory stick: folium's map, our own data and scripts.

Nothing in it refers to another host. People's words stand in a JSON island and reach the page
through `textContent` alone; folium never sees them, since it writes JavaScript.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any, Unpack

from markupsafe import Markup

from exports import files, map_data, map_layers, map_photos
from exports.assets import STATIC
from exports.clean import cleaned
from exports.export import Export, Wishes, silently
from exports.map_notes import categories
from exports.pages import environment, in_fours
from exports.pictures import embedded
from exports.plates import is_placed
from exports.words import Words, in_words, translator
from workshops.findings import Category, Findings
from workshops.words import count, mark, say

MAX_ZOOM = 23
MOST_REFS = 12
PICTURE_PX, PICTURE_BYTES = 2400, 600_000
#: Of the whole file, before photos; they take what is left, and are given at least so much.
BYTES, PHOTO_BYTES = 2_900_000, 400_000
#: Ours, in the order in which they must run; the desk's page loads the same ones.
SCRIPTS = (
    *("store", "signs", "ground", "layers", "notes", "heat"),
    *("panel", "timeline", "card", "table", "start"),
)
STYLES = ("css/tokens.css", "folium/map.css", "folium/file.css")
FACES = (400, 700, 800)
#: Every library folium would load from elsewhere: a local copy, or nothing because unused here.
LOCAL = {
    "leaflet": "vendor/leaflet/leaflet.js",
    "leaflet_css": "vendor/leaflet/leaflet.css",
    "jquery": None,
    "bootstrap": None,
    "bootstrap_css": None,
    "awesome_markers": None,
    "awesome_markers_css": None,
    "awesome_markers_font_css": None,
    "awesome_rotate_css": None,
    "glyphicons_css": None,
    "fontawesome_css": None,
}
_PICTURES = re.compile(r"url\(images/[^)]*\)")
_REMARKS = re.compile(r"/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True)
class MapPage:
    """What the template of the map is given."""

    words: Words
    title: str
    line: str
    remarks: Sequence[str]
    categories: Mapping[str, Category]
    styles: Markup
    scripts: Markup
    policy: str
    map_html: Markup
    data: Markup
    acts_url: str = ""  # on the desk: where a note is released or hidden
    file_url: str = ""  # in the planner's room: where this file is made


def write(findings: Findings, path: Path, **wishes: Unpack[Wishes]) -> int:
    """Write the map; return its bytes."""
    words = translator(wishes.get("language", "en"), wishes.get("catalogues"))
    photos, picture = wishes.get("photos"), (findings.square.basemap or {}).get("picture")
    said = _with_picture(cleaned(in_words(findings, words)), picture, photos)
    html = make(said, words, photos)
    size = files.put(path, html.encode("utf-8", "replace"))
    wishes.get("progress", silently)(100, words.gettext(mark("The map is ready.")))
    return size


def _with_picture(said: Findings, picture: Any, photos: Path | None) -> Findings:
    """Return the findings with the picture under the plan inside them: it is one file.

    `picture` is as it was before the cleaning, which breaks long words such as its name.
    """
    square = said.square
    if not square.basemap or picture is None:
        return said
    basemap = {**square.basemap, "picture": picture}
    small = embedded(basemap, photos, PICTURE_PX, PICTURE_BYTES)
    return replace(said, square=replace(square, basemap=small))


def make(findings: Findings, words: Words, photos: Path | None = None) -> str:
    """Return the page; photos come from the folder, as far as there is room for them."""
    figure, scripts, styles = _leaflet()
    scripts += [figure.script.render(), *(_text(f"folium/{name}.js") for name in SCRIPTS)]
    styles += [_faces(), *(_text(name) for name in STYLES)]
    told = map_data.told_by(findings)
    ground = map_layers.ground_of(findings.square, words)
    data = map_data.gather(told, map_data.counted_in(findings), ground, words)
    used = sum(map(len, (*scripts, *styles, _json(data))))
    room = max(PHOTO_BYTES, BYTES - used)
    pictures, left_out = map_photos.embedded((each.photo for each in told.said), photos, room)
    page = MapPage(
        words=words,
        title=words.say(say("What people said about %(square)s", square=findings.square.name)),
        line=_line(findings, words),
        remarks=[*_aside(findings, words), *_left_out(left_out, words)],
        categories=categories(findings.categories),
        styles=_inside("style", styles),
        scripts=_inside("script", scripts),
        policy=_policy(scripts, styles),
        map_html=Markup(figure.html.render()),  # noqa: S704 — an empty box
        data=_island(data | {"photos": pictures}),
    )
    return environment(words).get_template("folium/map.html").render(page=page)


def _text(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def _faces() -> str:
    """Return our letters as a style sheet that holds them; other scripts come from the system."""
    return "\n".join(
        f'@font-face{{font-family:"Public Sans";font-weight:{weight};'
        f"src:url(data:font/woff2;base64,{_encoded(weight)})}}"
        for weight in FACES
    )


def _encoded(weight: int) -> str:
    font = (STATIC / "fonts" / f"public-sans-latin-{weight}.woff2").read_bytes()
    return base64.b64encode(font).decode()


def _leaflet() -> tuple[Any, list[str], list[str]]:
    """Return folium's drawn figure, and its libraries as text."""
    # Loaded when a map is made: the running server only needs to know that there is one.
    folium = import_module("folium")
    chart = folium.Map(
        location=(0, 0), tiles=None, maxZoom=MAX_ZOOM, zoom_snap=0.25, attribution_control=False
    )
    chart._id = "torg"  # noqa: SLF001 — a name of its own choosing changes with every run
    figure = chart.get_root()
    names = [name for each in (figure, *_tree(figure)) for name in _taken_over(each)]
    figure.render()
    read = {name: (STATIC / name).read_text(encoding="utf-8") for name in dict.fromkeys(names)}
    scripts = [text for name, text in read.items() if name.endswith(".js")]
    styles = [_on_its_own(text) for name, text in read.items() if name.endswith(".css")]
    return figure, scripts, styles


def _on_its_own(style: str) -> str:
    """Return a style sheet without pictures beside it and without remarks that name other hosts."""
    return _PICTURES.sub("none", _REMARKS.sub("", style))


def _tree(element: Any) -> Iterator[Any]:
    for child in element._children.values():  # noqa: SLF001 — folium has no other way
        yield child
        yield from _tree(child)


def _taken_over(element: Any) -> list[str]:
    """Take the links to other hosts off an element; return our copies of what it needs."""
    wanted = [*getattr(element, "default_js", ()), *getattr(element, "default_css", ())]
    element.default_js, element.default_css = [], []
    unknown = [name for name, _ in wanted if name not in LOCAL]
    if unknown:
        raise ValueError(f"No local copy of {unknown}")
    return [local for name, _ in wanted if (local := LOCAL[name])]


def _policy(scripts: Sequence[str], styles: Sequence[str]) -> str:
    """Nothing may be fetched; only these very scripts and styles may run."""
    return "; ".join(
        (
            "default-src 'none'",
            "img-src data:",
            "font-src data:",
            f"script-src {' '.join(_hash(each) for each in scripts)}",
            f"style-src {' '.join(_hash(each) for each in styles)}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _inside(name: str, texts: Sequence[str]) -> Markup:
    """Return our own styles or scripts as elements of the page: a single file holds them itself."""
    ours = [Markup(text) for text in texts]  # noqa: S704 — files of this project
    return Markup("\n").join(Markup(f"<{name}>%s</{name}>") % text for text in ours)  # noqa: S704


def _island(data: dict[str, Any]) -> Markup:
    """Return JSON in which nothing can end the element it stands in."""
    text = _json(data)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    island = Markup('<script type="application/json" id="map-data">%s</script>')
    return island % Markup(text)  # noqa: S704 — made harmless above


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _line(findings: Findings, words: Words) -> str:
    return words.say(
        say(
            "%(said)s, %(placed)s on the map. Made from findings %(hash)s, frozen %(day)s.",
            said=count("%(n)s note", "%(n)s notes", len(findings.contributions)),
            placed=words.number(sum(is_placed(each) for each in findings.contributions)),
            hash=in_fours(findings.hash[:12]),
            day=words.day(findings.frozen_at),
        )
    )


def _aside(findings: Findings, words: Words) -> Iterator[str]:
    """Name the places that were said and are not drawn."""
    aside = [each.ref for each in findings.contributions if each.set_aside]
    if aside:
        yield words.say(
            count(
                "%(n)s place is set aside and not on the map: %(refs)s.",
                "%(n)s places are set aside and not on the map: %(refs)s.",
                len(aside),
                refs=", ".join(aside[:MOST_REFS]) + (" …" if len(aside) > MOST_REFS else ""),
            )
        )


def _left_out(photos: int, words: Words) -> Iterator[str]:
    """Say how many photos the file does not hold."""
    if photos:
        yield words.say(
            count(
                "%(n)s photo is left out of this file.",
                "%(n)s photos are left out of this file.",
                photos,
            )
        )


EXPORT = Export(
    "map",
    mark("Map in one file (HTML)"),
    ".html",
    write,
    mark("One file that works from a USB stick without a network."),
)
