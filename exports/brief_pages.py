"""The brief as one HTML page: its pieces in order, each in every language asked for."""

import re
from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from exports.assets import Shelf
from exports.brief_facts import Brief, brief_of
from exports.brief_parts import PARTS
from exports.clean import cleaned
from exports.letters import USUAL, Letters
from exports.pages import environment
from exports.words import Words, in_words
from workshops.findings import ActivityFacts, Findings
from workshops.words import mark

#: The plates turn the page: before the requirements, which begin on a new one anyway.
BODY = tuple(name for part in PARTS for name in ("plates", part.key)[part.key != "requirements" :])
LONG = ("summary", "contents", *BODY, "annex", "true_plan")
SHEETS = ("css/charts.css", "css/brief.css", "css/brief-parts.css")
_NAMES = re.compile(r'\bid="([^"]+)"')
_POINTS = re.compile(r'(\bid="|href="#|url\(#)([^")]+)')


def render(
    findings: Findings,
    tongues: Sequence[Words],
    shelf: Shelf,
    pieces: Sequence[str] = LONG,
    letters: Letters = USUAL,
) -> Markup:
    """Return the brief as one page; what people wrote in `findings` is clean."""
    briefs = _briefs(findings, tongues, shelf, letters)
    first = briefs[0]
    by_language = [[_piece(name, brief) for name in pieces] for brief in briefs]
    if len(briefs) > 1:
        by_language = [
            _told_apart(written, brief) for written, brief in zip(by_language, briefs, strict=True)
        ]
    in_order = [Markup(each) for row in zip(*by_language, strict=True) for each in row]  # noqa: S704
    title = first.words.say(_title(pieces), square=findings.square.name[:120])
    page = environment(first.words).get_template("brief/brief.html")
    return Markup(  # noqa: S704
        page.render(brief=first, pieces=in_order, sheets=SHEETS, title=title)
    )


def _title(pieces: Sequence[str]) -> str:
    """What a reader's window says: the two pages for the door have a name of their own."""
    if "short" in pieces:
        return mark("What you said: %(square)s")
    return mark("What people ask of %(square)s")


def _briefs(
    findings: Findings, tongues: Sequence[Words], shelf: Shelf, letters: Letters
) -> list[Brief]:
    first = replace(brief_of(in_words(findings, tongues[0]), tongues[0], shelf), letters=letters)
    others = [
        brief_of(in_words(findings, words), words, shelf, drawn=first) for words in tongues[1:]
    ]
    return [first, *others]


def _piece(name: str, brief: Brief) -> str:
    template = environment(brief.words).get_template(f"brief/_{name}.html")
    return template.render(brief=brief, findings=brief.findings, square=brief.findings.square)


def _told_apart(written: Sequence[str], brief: Brief) -> list[str]:
    """Name the language of every section; a second language's anchors get names of their own.

    People's words are escaped: none of them can hold a quote or an angle bracket.
    """
    tag = brief.words.tag
    written = [html.replace("<section ", f'<section lang="{tag}" ') for html in written]
    if not brief.again:
        return written
    own = {name for html in written for name in _NAMES.findall(html)}

    def renamed(found: re.Match[str]) -> str:
        return f"{found[1]}{tag}-{found[2]}" if found[2] in own else found[0]

    return [_POINTS.sub(renamed, html) for html in written]


def render_section(section: ActivityFacts, findings: Findings, words: Words) -> Markup:
    """Return one activity's part of the brief: its kind's template, with nothing round it."""
    template = environment(words).get_template(f"activities/{section.kind}/brief.html")
    shown = cleaned(section)
    brief = brief_of(cleaned(in_words(findings, words)), words, Shelf())
    return Markup(  # noqa: S704
        template.render(section=shown, findings=brief.findings, brief=brief)
    )
