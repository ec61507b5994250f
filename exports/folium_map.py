"""The map as one file that opens from a memory stick: folium's map, our own data and script.

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

from exports import files, map_data
from exports.assets import STATIC
from exports.clean import cleaned
from exports.export import Export, Wishes, silently
from exports.pages import environment, in_fours
from exports.pictures import embedded
from exports.plates import is_placed
from exports.words import Words, in_words, translator
from workshops.findings import Category, Findings
from workshops.words import count, mark, say

MAX_ZOOM = 23
MOST_REFS = 12
PICTURE_PX, PICTURE_BYTES = 2400, 1_200_000
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
    aside: str
    categories: Mapping[str, Category]
    styles: Markup
    scripts: Markup
    policy: str
    map_html: Markup
    data: Markup


def write(findings: Findings, path: Path, **wishes: Unpack[Wishes]) -> int:
    """Write the map; return its bytes."""
    words = translator(wishes.get("language", "en"), wishes.get("catalogues"))
    pictured = _with_picture(findings, wishes.get("photos"))
    html = make(cleaned(in_words(pictured, words)), words)
    size = files.put(path, html.encode("utf-8", "replace"))
    wishes.get("progress", silently)(100, words.gettext(mark("The map is ready.")))
    return size


def _with_picture(findings: Findings, photos: Path | None) -> Findings:
    """Return the findings with the picture under the plan inside them: it is one file."""
    square = findings.square
    if not square.basemap or "picture" not in square.basemap:
        return findings
    basemap = embedded(square.basemap, photos, PICTURE_PX, PICTURE_BYTES)
    return replace(findings, square=replace(square, basemap=basemap))


def make(findings: Findings, words: Words) -> str:
    """Return the page."""
    leaflet, scripts, styles = _leaflet()
    css, js = STATIC / "folium" / "map.css", STATIC / "folium" / "map.js"
    scripts += [leaflet.script.render(), js.read_text(encoding="utf-8")]
    styles.append(css.read_text(encoding="utf-8"))
    page = MapPage(
        words=words,
        title=words.say(say("What people said about %(square)s", square=findings.square.name)),
        line=_line(findings, words),
        aside=_aside(findings, words),
        categories=map_data.categories(findings, words),
        styles=_inside("style", styles),
        scripts=_inside("script", scripts),
        policy=_policy(scripts, styles),
        map_html=Markup(leaflet.html.render()),  # noqa: S704 — an empty box
        data=_island(map_data.gather(findings, words)),
    )
    return environment(words).get_template("folium/map.html").render(page=page)


def _leaflet() -> tuple[Any, list[str], list[str]]:
    """Return folium's drawn figure, and its libraries as text."""
    # Loaded when a map is made: the running server only needs to know that there is one.
    folium = import_module("folium")
    chart = folium.Map(
        location=(0, 0), tiles=None, max_zoom=MAX_ZOOM, zoom_snap=0.25, control_scale=True
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
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    island = Markup('<script type="application/json" id="data">%s</script>')
    return island % Markup(text)  # noqa: S704 — made harmless above


def _line(findings: Findings, words: Words) -> str:
    return words.say(
        say(
            "%(said)s, %(placed)s on the map. Made from findings %(hash)s, frozen %(day)s.",
            said=count("%(n)s note", "%(n)s notes", len(findings.contributions)),
            placed=sum(is_placed(each) for each in findings.contributions),
            hash=in_fours(findings.hash[:12]),
            day=words.day(findings.frozen_at),
        )
    )


def _aside(findings: Findings, words: Words) -> str:
    """Name the places that were said and are not drawn."""
    aside = [each.ref for each in findings.contributions if each.set_aside]
    if not aside:
        return ""
    return words.say(
        count(
            "%(n)s place is set aside and not on the map: %(refs)s.",
            "%(n)s places are set aside and not on the map: %(refs)s.",
            len(aside),
            refs=", ".join(aside[:MOST_REFS]) + (" …" if len(aside) > MOST_REFS else ""),
        )
    )


EXPORT = Export("map", mark("Map in one file (HTML)"), ".html", write)
