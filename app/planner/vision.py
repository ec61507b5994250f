"""Vision, objectives and indicators; the programme of uses; who wants the opposite of whom."""

from collections.abc import Mapping
from dataclasses import replace

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from app.access import planner_only
from app.edge import beside_the_room, save
from app.extensions import db
from app.languages import CATALOGUES, word
from app.planner.blueprint import after_clash, bar_of, bp, consultation_of, lead_to, show, typed
from app.planner.design_contexts import (
    ConflictsPage,
    Grid,
    ProgrammePage,
    Suggestion,
    VisionPage,
)
from exports.words import translator
from workshops import visions
from workshops.clash import Clash
from workshops.findings import Findings
from workshops.freezing import freeze
from workshops.models import Consultation
from workshops.opposing import Pair, suggested
from workshops.programming import found_rows, matrix
from workshops.refusal import Refused
from workshops.requirement_fields import SEASONS, TIMES
from workshops.words import mark

LABELS = {
    "sentence": mark("Objective"),
    "test": mark("How one sees that it is reached"),
    "use": mark("Use"),
    "season": mark("Season"),
    "time": mark("Time of day"),
    "who": mark("For whom"),
    "zone": mark("Zone"),
    "refs": mark("Rests on"),
    "one": mark("One side"),
    "other": mark("The other side"),
    "who_one": mark("Who holds it"),
    "who_other": mark("Who holds the other"),
    "accept_one": mark("What they would accept"),
    "accept_other": mark("What the others would accept"),
    "what": mark("What is measured"),
    "baseline": mark("How it is now"),
    "when": mark("When it is measured again"),
}
#: On which page a part stands.
PAGES = {"programme": "planner.programme", "opposed": "planner.conflicts"}


@bp.get("/<slug>/vision")
@planner_only
def vision(slug: str) -> ResponseReturnValue:
    """Show the vision with the words people used, the objectives and the indicators."""
    return show("planner/vision.html", _vision_page(consultation_of(slug)))


@bp.get("/<slug>/programme")
@planner_only
def programme(slug: str) -> ResponseReturnValue:
    """Show the programme of uses as a matrix and as a form."""
    return show("planner/programme.html", _programme_page(consultation_of(slug)))


@bp.get("/<slug>/conflicts")
@planner_only
def conflicts(slug: str) -> ResponseReturnValue:
    """Show opposing pairs: written ones, and those that were found."""
    return show("planner/conflicts.html", _conflicts_page(consultation_of(slug)))


@bp.post("/<slug>/vision/<part>")
@planner_only
def change_part(slug: str, part: str) -> ResponseReturnValue:
    """Change a part; what was typed is kept when it is refused."""
    consultation = _with_part(slug, part)
    fields = list(visions.values_of(consultation, part))
    wanted, was = typed(fields), typed(fields, "was-")
    try:
        visions.change(db.session(), consultation, part, wanted, was)
        save()
    except Refused as fault:
        db.session.rollback()
        return _again(consultation_of(slug), part, fault, (wanted, was))
    return lead_to(PAGES.get(part, "planner.vision"), slug=slug, _anchor=part)


@bp.post("/<slug>/vision/<part>/take")
@planner_only
def take_row(slug: str, part: str) -> ResponseReturnValue:
    """Take over a row that was found; it is edited afterwards."""
    if part not in PAGES:
        abort(404)
    consultation = consultation_of(slug)
    findings = beside_the_room(lambda: freeze(db.session(), consultation))
    visions.add(db.session(), consultation, part, _found(part, consultation, findings))
    save()
    return lead_to(PAGES[part], slug=slug, _anchor=part)


def _with_part(slug: str, part: str) -> Consultation:
    if part != "vision" and part not in visions.TABLES:
        abort(404)
    return consultation_of(slug)


def _found(part: str, consultation: Consultation, findings: Findings) -> Mapping[str, str]:
    """Return the row asked for, in the language of the consultation."""
    asked = request.form.get("key", "")
    if part == "programme":
        rows = found_rows(findings, consultation.programme)
        row = next((row for row in rows if row["use"] == asked), None)
    else:
        pairs = suggested(findings, consultation.opposed)
        pair = next((pair for pair in pairs if pair.key == asked), None)
        row = _written(pair, consultation.language) if pair else None
    if row is None:
        raise Refused("This was taken over already, or the findings changed.")
    return row


def _written(pair: Pair, language: str) -> Mapping[str, str]:
    words = translator(language, CATALOGUES)
    sides = ("one", "other", "who_one", "who_other")
    return {name: words.say(getattr(pair, name)) for name in sides} | {
        "accept_one": "",
        "accept_other": "",
        "refs": ", ".join(pair.refs[:40]),
    }


Typed = tuple[Mapping[str, str], Mapping[str, str]]


def _again(
    consultation: Consultation, part: str, fault: Refused, sent: Typed
) -> ResponseReturnValue:
    """Show what was typed, with why it was not taken; after a clash what both wrote."""
    wanted, was = sent
    status = 409 if isinstance(fault, Clash) else 422
    if part == "vision":
        page = _vision_page(consultation)
        clash = isinstance(fault, Clash)
        again = replace(
            page,
            vision=wanted.get("vision", ""),
            stands=page.stands if clash else was.get("vision", page.stands),
            refused=fault.sentence,
            is_clash=clash,
        )
        return show("planner/vision.html", again, status)
    grid = _refused(_grid(consultation, part), fault, wanted, was)
    if part == "programme":
        changed = replace(_programme_page(consultation), grid=grid)
        return show("planner/programme.html", changed, status)
    if part == "opposed":
        told = replace(_conflicts_page(consultation), grid=grid)
        return show("planner/conflicts.html", told, status)
    seen = _vision_page(consultation)
    return show("planner/vision.html", replace(seen, grids={**seen.grids, part: grid}), status)


def _refused(grid: Grid, fault: Refused, wanted: Mapping[str, str], was: Mapping[str, str]) -> Grid:
    if not isinstance(fault, Clash):
        values = {**grid.stands, **wanted}
        rows = _rows(values, grid.columns)
        return replace(grid, rows=rows, stands={**grid.stands, **was}, refused=fault.sentence)
    values, both = after_clash(fault, grid.stands, wanted, was)
    rows = _rows(values, grid.columns)
    return replace(grid, rows=rows, refused=fault.sentence, differences=both)


def _grid(consultation: Consultation, part: str) -> Grid:
    stands = visions.values_of(consultation, part)
    table = visions.TABLES[part]
    columns = {column: LABELS[column] for column in table.columns}
    return Grid(
        part=part,
        columns=columns,
        longest=table.columns,
        choices={name: some for name, some in visions.CHOICES.items() if name in columns},
        rows=_rows(stands, columns),
        stands=stands,
        names={field: _called(field) for field in stands},
        change_url=url_for("planner.change_part", slug=consultation.slug, part=part),
    )


def _called(field: str) -> str:
    n, _, column = field.partition("-")
    return f"{int(n) + 1}. {word(LABELS[column])}"


def _rows(values: Mapping[str, str], columns: Mapping[str, str]) -> list[Mapping[str, str]]:
    numbers = sorted({int(name.partition("-")[0]) for name in values})
    return [{column: values.get(f"{n}-{column}", "") for column in columns} for n in numbers]


def _vision_page(consultation: Consultation) -> VisionPage:
    return VisionPage(
        bar=bar_of(consultation, "vision"),
        part="vision",
        vision=consultation.vision,
        stands=consultation.vision,
        vision_url=url_for("planner.change_part", slug=consultation.slug, part="vision"),
        refused=None,
        words=visions.words_used(db.session(), consultation),
        grids={part: _grid(consultation, part) for part in ("objectives", "indicators")},
    )


def _programme_page(consultation: Consultation) -> ProgrammePage:
    findings = beside_the_room(lambda: freeze(db.session(), consultation))
    return ProgrammePage(
        bar=bar_of(consultation, "vision", findings.hash),
        part="programme",
        uses=matrix(consultation.programme),
        seasons=SEASONS,
        times=TIMES,
        grid=_grid(consultation, "programme"),
        found=[Suggestion(row) for row in found_rows(findings, consultation.programme)],
        take_url=url_for("planner.take_row", slug=consultation.slug, part="programme"),
    )


def _conflicts_page(consultation: Consultation) -> ConflictsPage:
    findings = beside_the_room(lambda: freeze(db.session(), consultation))
    return ConflictsPage(
        bar=bar_of(consultation, "vision", findings.hash),
        part="opposed",
        lines=consultation.conflicts,
        grid=_grid(consultation, "opposed"),
        found=suggested(findings, consultation.opposed),
        take_url=url_for("planner.take_row", slug=consultation.slug, part="opposed"),
    )
