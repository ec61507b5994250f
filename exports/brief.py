"""The brief: what people asked of a square, as a document that can be printed and trusted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Unpack

from markupsafe import Markup

from exports import csv_tables, files, geojson, history, pictures, plates, summary
from exports.assets import Shelf
from exports.clean import cleaned
from exports.export import Export, Wishes, silently
from exports.history import Doing
from exports.pages import environment
from exports.paper import TruePlan, true_plan
from exports.plates import Plate, Strip
from exports.sum_lists import SumLists, sum_lists
from exports.sum_plates import SumPlate, sum_plates
from exports.summary import Asked, Message
from exports.words import Words, in_words, translator
from workshops.findings import ActivityFacts, ContributionFacts, Findings, WorkshopFacts
from workshops.findings_json import to_json
from workshops.refusal import Refused
from workshops.words import mark

MOST_LIKED = 15


@dataclass(frozen=True)
class BriefFacts:
    """What came out: how many pages, how many bytes."""

    pages: int
    bytes: int


@dataclass(frozen=True)
class Brief:
    """What the templates of the brief are given."""

    findings: Findings
    words: Words
    shelf: Shelf
    strip: Strip | None
    messages: Sequence[Message]
    results: Sequence[Message]
    rights: Sequence[Any]
    asked: Sequence[Asked]
    plates: Sequence[Plate]
    sum_plates: Sequence[SumPlate]
    sum_lists: Mapping[str, SumLists]
    true_plan: TruePlan | None
    liked: Sequence[ContributionFacts]
    worded: Sequence[ContributionFacts]
    wordless: Sequence[ContributionFacts]
    log: Sequence[Doing]
    held: Sequence[WorkshopFacts]
    votes: int
    first_day: str
    last_day: str


def write(findings: Findings, path: Path, **wishes: Unpack[Wishes]) -> BriefFacts:
    """Write the brief as a tagged PDF (PDF/UA-1). The same findings give the same bytes.

    The findings, the tables and the map data are attached inside.
    """
    words = translator(wishes.get("language", "en"), wishes.get("catalogues"))
    progress, photos = wishes.get("progress", silently), wishes.get("photos")
    shelf = Shelf(photos)
    progress(2, words.gettext(mark("Laying out the maps.")))
    html = render(cleaned(in_words(_with_pictures(findings, photos), words)), words, shelf)
    progress(8, words.gettext(mark("Reading the pages.")))
    printed = _press().print_pdf(
        html,
        shelf,
        _attachments(findings, words),
        datetime.fromisoformat(findings.frozen_at),
        lambda per_cent, text: progress(per_cent, words.gettext(text)),
    )
    size = files.put(path, printed.pdf)
    progress(100, words.gettext(mark("The brief is ready.")))
    return BriefFacts(printed.pages, size)


def _with_pictures(findings: Findings, photos: Path | None) -> Findings:
    """The findings without a picture under the plan where its file is not at hand."""
    basemap = pictures.kept(findings.square.basemap, photos)
    return replace(findings, square=replace(findings.square, basemap=basemap))


def render(findings: Findings, words: Words, shelf: Shelf) -> Markup:
    """Return the whole brief as one HTML page."""
    pages = environment(words)
    brief = _brief(findings, words, shelf)
    return Markup(pages.get_template("brief/brief.html").render(brief=brief))  # noqa: S704


def render_section(section: ActivityFacts, findings: Findings, words: Words) -> Markup:
    """Return one activity's part of the brief: its kind's template, with nothing round it."""
    template = environment(words).get_template(f"activities/{section.kind}/brief.html")
    shown = cleaned(section)
    brief = _brief(cleaned(in_words(findings, words)), words, Shelf())
    return Markup(  # noqa: S704
        template.render(section=shown, findings=brief.findings, brief=brief)
    )


def _brief(findings: Findings, words: Words, shelf: Shelf) -> Brief:
    held = summary.held(findings)
    days = sorted(each.date for each in held if each.date)
    liked = sorted(
        (each for each in findings.contributions if _liking(each)),
        key=lambda each: (-_liking(each), each.number),
    )
    drawn = plates.plates_of(findings, words)
    return Brief(
        findings=findings,
        words=words,
        shelf=shelf,
        strip=plates.strip(findings, words),
        messages=summary.messages(findings, words),
        results=summary.top_results(findings, words),
        rights=summary.rights(findings),
        asked=summary.asked(findings, words),
        plates=drawn,
        sum_plates=sum_plates(findings, words, len(drawn) + 1),
        sum_lists=sum_lists(findings),
        true_plan=_true_plan(findings, words),
        liked=_with_ties(liked, MOST_LIKED),
        worded=[each for each in findings.contributions if each.text.strip()],
        wordless=[each for each in findings.contributions if not each.text.strip()],
        log=history.doings(findings.log, words),
        held=held,
        votes=summary.votes(findings),
        first_day=days[0] if days else "",
        last_day=days[-1] if days else "",
    )


def _true_plan(findings: Findings, words: Words) -> TruePlan | None:
    """The plan alone; None without an outline, or where it fits on no paper."""
    square = findings.square
    if square.outline is None:
        return None
    title = words.say(mark("Plan of %(square)s"), square=square.name)
    try:
        return true_plan(
            square.basemap,
            square.outline,
            square.zones,
            title,
            on_earth=bool(square.epsg),
            speak=words.say,
        )
    except Refused:
        return None


def _with_ties(liked: Sequence[ContributionFacts], most: int) -> Sequence[ContributionFacts]:
    """The first ones with all that share the last one's count, or without any of them."""
    if len(liked) <= most:
        return liked
    least = _liking(liked[most - 1])
    tied = [each for each in liked if _liking(each) >= least]
    return tied if len(tied) <= 2 * most else [each for each in tied if _liking(each) > least]


def _liking(said: ContributionFacts) -> int:
    return said.hearts or said.reported or 0


def _attachments(findings: Findings, words: Words) -> dict[str, bytes]:
    return {
        "findings.json": to_json(findings).encode(),
        **csv_tables.make(findings, words),
        "map.geojson": geojson.to_text(findings).encode("utf-8", "replace"),
    }


def _press() -> Any:
    """The printer, loaded when something is printed: all else works where Pango is missing."""
    try:
        return import_module("exports._press")
    except OSError as error:
        raise Refused(
            "A PDF needs the Pango library, which is not installed here. On Debian or Ubuntu: "
            "apt install libpango-1.0-0 libpangoft2-1.0-0. On a Mac: brew install pango."
        ) from error


EXPORT = Export(
    "brief",
    mark("Brief (PDF)"),
    ".pdf",
    write,
    mark("To read and to print. The data is attached inside."),
)
