"""Trials: what was put on the square at full size for a while, and what was seen."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from workshops import clock, days, log, text
from workshops.clash import merged
from workshops.findings import TrialFacts
from workshops.models import Consultation, Contribution, Photo, Requirement, Trial
from workshops.refusal import Refused, beside
from workshops.requirement_fields import drawn, placed
from workshops.words import mark

VERDICTS = {
    "": mark("no verdict yet"),
    "keep": mark("keep"),
    "adapt": mark("adapt"),
    "drop": mark("drop"),
}
FIELDS = (
    "title",
    "zone",
    "place_as",
    "place",
    "began_on",
    "ended_on",
    "partners",
    "seen",
    "counts",
    "verdict",
    "why",
)
#: When something was counted, in the order in which a line names them.
WHEN = ("before", "during", "after")
MOST_PHOTOS = 8
MOST_COUNTS = 20
LONGEST = {"title": 120, "zone": 80, "partners": 300, "seen": 2000, "why": 300}


def write(session: Session, consultation: Consultation, title: str) -> Trial:
    """Write down a new trial; what was seen comes later."""
    title = text.clean(title, LONGEST["title"])
    if not title:
        raise Refused("Say in a few words what is tried.")
    last = session.scalar(
        select(func.max(Trial.number)).where(Trial.consultation_id == consultation.id)
    )
    trial = Trial(
        consultation_id=consultation.id,
        number=(last or 0) + 1,
        title=title,
        created_at=clock.now(),
    )
    session.add(trial)
    session.flush()
    log.note(session, consultation.id, "planner", "wrote", ref(trial))
    return trial


def ref(trial: Trial) -> str:
    """Return what a trial is called everywhere: T3."""
    return f"T{trial.number}"


def of(session: Session, consultation: Consultation) -> Sequence[Trial]:
    """Return the trials of a consultation by number."""
    return session.scalars(
        select(Trial).where(Trial.consultation_id == consultation.id).order_by(Trial.number)
    ).all()


def values_of(trial: Trial) -> dict[str, str]:
    """Return what was written, as a form holds it; counts one a line."""
    typed = {name: days.told(getattr(trial, name)) for name in ("began_on", "ended_on")}
    plain = {name: str(getattr(trial, name)) for name in (*LONGEST, "verdict")}
    all_of = {**plain, **typed, **drawn(trial.place), "counts": _told(trial.counts)}
    return {name: all_of[name] for name in FIELDS}


def change(
    session: Session,
    trial: Trial,
    fields: Mapping[str, str],
    was: Mapping[str, str] | None = None,
) -> None:
    """Change what was written; `was` is what the page showed, lest another's work be lost."""
    before = values_of(trial)
    columns = _columns(trial, merged(ref(trial), before, fields, was or {}))
    for name, value in columns.items():
        setattr(trial, name, value)
    if values_of(trial) != before:
        log.note(session, trial.consultation_id, "planner", "changed", ref(trial))


def _columns(trial: Trial, wanted: Mapping[str, str]) -> dict[str, Any]:
    words = {name: text.clean(wanted[name], most) for name, most in LONGEST.items()}
    with beside("title"):
        if not words["title"]:
            raise Refused("Say in a few words what is tried.")
    if wanted["verdict"] not in VERDICTS:
        raise Refused("Choose one of the words offered.")
    with beside("began_on"):
        began = days.read(wanted["began_on"])
    with beside("ended_on"):
        ended = days.read(wanted["ended_on"])
        if began and ended and ended < began:
            raise Refused("It cannot end before it begins.")
    with beside("counts"):
        counts = counts_of(wanted["counts"])
    return {
        **words,
        "verdict": wanted["verdict"],
        "began_on": began,
        "ended_on": ended,
        "counts": counts,
        "place": placed(trial.place, wanted),
    }


def counts_of(typed: str) -> list[dict[str, Any]]:
    """Read counts one a line, "People sitting; 4; 21; 9": before, during, after, or "-"."""
    lines = [line for line in typed.splitlines() if line.strip()]
    if len(lines) > MOST_COUNTS:
        raise Refused("At most %(n)s lines; you wrote %(wrote)s.", n=MOST_COUNTS, wrote=len(lines))
    return [_count(line) for line in lines]


def _count(line: str) -> dict[str, Any]:
    what, *cells = (each.strip() for each in line.split(";"))
    figures = [*cells, *[""] * (len(WHEN) - len(cells))]
    if not what or len(figures) > len(WHEN) or not all(map(_is_figure, figures)):
        raise Refused(
            "“%(line)s” cannot be read. Write: People sitting; 4; 21; 9",
            line=text.clean(line, 60),
        )
    found = [int(each) if each.isdecimal() else None for each in figures]
    return {"what": text.clean(what, 80), **dict(zip(WHEN, found, strict=True))}


def _is_figure(cell: str) -> bool:
    return cell in ("", "-", "–") or (cell.isdecimal() and len(cell) <= 7)


def _told(counts: Sequence[Mapping[str, Any]]) -> str:
    def cell(n: int | None) -> str:
        return "-" if n is None else str(n)

    return "\n".join(
        "; ".join([each["what"], *(cell(each.get(when)) for when in WHEN)]) for each in counts
    )


def add_photo(session: Session, trial: Trial, photo: Mapping[str, Any]) -> None:
    """Keep a picture of it: sha256, width and height of one that was made safe."""
    if photo["sha256"] in trial.photos:
        return
    if len(trial.photos) >= MOST_PHOTOS:
        raise Refused("At most %(n)s pictures of a trial.", n=MOST_PHOTOS)
    session.add(Photo(consultation_id=trial.consultation_id, **photo))
    trial.photos = [*trial.photos, photo["sha256"]]
    log.note(session, trial.consultation_id, "planner", "added a picture to", ref(trial))


def take_away_photo(session: Session, trial: Trial, sha256: str) -> bool:
    """Take a picture out of a trial; return whether nobody needs its file any more."""
    if sha256 not in trial.photos:
        raise Refused("That picture is not there any more.")
    trial.photos = [each for each in trial.photos if each != sha256]
    log.note(session, trial.consultation_id, "planner", "took a picture from", ref(trial))
    said = select(Contribution.photo_id).where(Contribution.photo_id.is_not(None))
    session.execute(
        delete(Photo).where(
            Photo.consultation_id == trial.consultation_id,
            Photo.sha256 == sha256,
            Photo.id.not_in(said),
        )
    )
    return session.scalar(select(Photo.id).where(Photo.sha256 == sha256).limit(1)) is None


def facts_of(
    session: Session, consultation: Consultation, requirements: Sequence[Requirement]
) -> tuple[TrialFacts, ...]:
    """Return the trials as every file holds them."""
    return tuple(
        TrialFacts(
            ref=ref(each),
            title=each.title,
            zone=each.zone,
            place=each.place,
            partners=each.partners,
            began_on=days.told(each.began_on),
            ended_on=days.told(each.ended_on),
            seen=each.seen,
            counts=tuple(each.counts),
            photos=tuple(each.photos),
            verdict=each.verdict,
            why=each.why,
            requirements=_resting(ref(each), requirements),
        )
        for each in of(session, consultation)
    )


def _resting(key: str, requirements: Sequence[Requirement]) -> tuple[int, ...]:
    return tuple(
        each.number
        for each in requirements
        if any((rest["kind"], rest["key"]) == ("trial", key) for rest in each.rests_on)
    )
