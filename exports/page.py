"""The brief to look at in a browser: one self-contained HTML file from the same templates.

It asks for nothing: styles, letters and photos are inside, and its own policy forbids the rest.
"""

import base64
import hashlib
import re
from pathlib import Path
from typing import Unpack

from exports import files
from exports.assets import STATIC, Shelf
from exports.brief import with_pictures
from exports.brief_pages import SHEETS, render
from exports.clean import cleaned
from exports.export import Export, Wishes, silently
from exports.one_workshop import of_workshop
from exports.words import translators
from workshops.findings import Findings
from workshops.words import mark

ON_SCREEN = (*SHEETS, "css/brief-screen.css")
FONTS = (400, 600, 700, 800)
_LINKS = re.compile(r'<link rel="stylesheet" href="torg:([^"]+)">')
_OURS = re.compile(r'(src="|href="|url\(")((?:torg|photo):[^"]+)"')
_FONT_FACE = re.compile(r"@font-face \{.*?\}\n", re.DOTALL)
_HEAD = '<meta charset="utf-8">'


def write(findings: Findings, path: Path, **wishes: Unpack[Wishes]) -> int:
    """Write the file; return its bytes. The same findings, the same bytes."""
    photos, progress = wishes.get("photos"), wishes.get("progress", silently)
    tongues = translators(wishes.get("language", "en"), wishes.get("catalogues"))
    told = with_pictures(of_workshop(findings, wishes.get("workshop")), photos)
    shelf = Shelf(photos)
    page = contained(str(render(cleaned(told), tongues, shelf)), shelf)
    progress(100, tongues[0].gettext(mark("The page is ready.")))
    return files.put(path, page.encode("utf-8", "replace"))


def contained(html: str, shelf: Shelf) -> str:
    """Return the page with its styles and pictures inside, and a policy that lets nothing in."""
    html = _LINKS.sub("", html)
    style = _style(shelf)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    head = (
        f'{_HEAD}<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{style}</style>"
    )
    return _with_pictures(html, shelf).replace(_HEAD, head, 1)


def _style(shelf: Shelf) -> str:
    sheets = [(STATIC / sheet).read_text(encoding="utf-8") for sheet in ON_SCREEN]
    print_css = _FONT_FACE.sub("", "\n".join(sheets))
    return _with_pictures("".join(map(_font, FONTS)) + print_css, shelf)


def _font(weight: int) -> str:
    """The letters of most of Europe's languages; the rest comes from the reader's machine."""
    letters = STATIC / "fonts" / f"public-sans-latin-{weight}.woff2"
    return (
        f'@font-face {{ font-family: "Public Sans"; font-weight: {weight}; '
        f'src: url("{_data("font/woff2", letters.read_bytes())}"); }}\n'
    )


def _with_pictures(text: str, shelf: Shelf) -> str:
    """Put what is named by one of our own addresses in its place."""

    def inside(found: re.Match[str]) -> str:
        asset = shelf.get(found[2])
        return f'{found[1]}{_data(asset.kind, asset.content)}"'

    return _OURS.sub(inside, text)


def _data(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


EXPORT = Export(
    "page",
    mark("Brief (web page)"),
    ".html",
    write,
    mark("The brief to look at in a browser: one file, from the same templates."),
    "brief",
)
