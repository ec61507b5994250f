"""What a requirement rests on beside people: trials, hot spots, conflicts, counts, photos.

Named by keys that mean the same on every machine: "T3", "2.3:60.79450,11.06800" for a spot on
the plan, "2.5:stop-1" for a line of counts, "147" for the photo of a contribution. None of it
raises the letter: it is no person's voice.
"""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshops import log
from workshops.activities import kind_of
from workshops.backing import Counted, ref
from workshops.findings import RestFacts
from workshops.leads import PUBLIC
from workshops.models import Consultation, Contribution, Requirement, Trial
from workshops.refusal import Refused
from workshops.sum_facts import Clash, Spot
from workshops.sums import sums_of
from workshops.words import Sentence, count, mark, named, say

KINDS = {
    "trial": mark("Trial"),
    "spot": mark("Hot spot"),
    "conflict": mark("Conflict"),
    "count": mark("Counts"),
    "photo": mark("Photo"),
}
VERDICT_WORDS = {
    "keep": mark("%(title)s: keep it"),
    "adapt": mark("%(title)s: adapt it"),
    "drop": mark("%(title)s: drop it"),
}
Rest = tuple[str, str]


def rests_in(
    session: Session,
    consultation: Consultation,
    counted: Sequence[Counted],
    kinds: Iterable[str] = KINDS,
) -> dict[Rest, Sentence]:
    """Return all that can be rested on, by (kind, key), with what it says."""
    found: dict[Rest, Sentence] = {}
    wanted = set(kinds)
    if "trial" in wanted:
        found |= _trials(session, consultation)
    if wanted & {"spot", "conflict"}:
        found |= _gatherings(session, counted)
    if "count" in wanted:
        found |= _counts(counted)
    if "photo" in wanted:
        found |= _photos(session, consultation, counted)
    return found


def kinds_used(requirements: Iterable[Requirement]) -> set[str]:
    """Return the kinds that any of them rests on, so that no other need be read."""
    return {rest["kind"] for each in requirements for rest in each.rests_on}


def _trials(session: Session, consultation: Consultation) -> dict[Rest, Sentence]:
    rows = session.scalars(select(Trial).where(Trial.consultation_id == consultation.id))
    return {("trial", f"T{each.number}"): _verdict(each) for each in rows}


def _verdict(trial: Trial) -> Sentence:
    if not trial.verdict:
        return named(trial.title)
    return say(VERDICT_WORDS[trial.verdict], title=trial.title)


def _gatherings(session: Session, counted: Sequence[Counted]) -> dict[Rest, Sentence]:
    found: dict[Rest, Sentence] = {}
    for each in counted:
        sums = sums_of(session, each.activity)
        if sums is None:
            continue
        found |= {("spot", place_key(each.ref, spot)): gathered(spot) for spot in sums.spots}
        found |= {("conflict", place_key(each.ref, it)): divided(it) for it in sums.clashes}
    return found


def place_key(activity: str, spot: Spot | Clash) -> str:
    """Return the key of a spot: the activity, latitude and longitude to the metre."""
    return f"{activity}:{spot.lat:.5f},{spot.lon:.5f}"


def gathered(spot: Spot) -> Sentence:
    """Say how many notes by how many people lie there."""
    notes = count("%(n)s note", "%(n)s notes", spot.notes)
    radius = round(spot.radius_m)
    if spot.near:
        return say(
            "%(notes)s within %(radius)s m of %(where)s",
            notes=notes,
            radius=radius,
            where=named(spot.near),
        )
    return say(
        "%(notes)s within %(radius)s m, %(where)s", notes=notes, radius=radius, where=where(spot)
    )


def divided(clash: Clash) -> Sentence:
    """Say how many notes stand on either side."""
    return say(
        "%(pro)s for and %(contra)s against by %(where)s",
        pro=clash.notes_for,
        contra=clash.notes_against,
        where=where(clash),
    )


def where(spot: Spot | Clash) -> Sentence:
    """Name the place: the landmark next to it, else its zone."""
    if spot.near:
        return named(spot.near)
    return say("zone %(zone)s", zone=spot.zone) if spot.zone else say("one place")


def _counts(counted: Sequence[Counted]) -> dict[Rest, Sentence]:
    return {
        ("count", f"{each.ref}:{bar.key}"): say(
            "%(what)s: %(n)s counted", what=named(bar.label), n=bar.value
        )
        for each in counted
        if not kind_of(each.activity.kind).speaks
        for bar in each.result.bars
    }


def _photos(
    session: Session, consultation: Consultation, counted: Sequence[Counted]
) -> dict[Rest, Sentence]:
    rows = session.execute(
        select(Contribution.number, Contribution.activity_id).where(
            Contribution.consultation_id == consultation.id,
            Contribution.state.in_(PUBLIC),
            Contribution.photo_id.is_not(None),
        )
    )
    known = {each.activity.id for each in counted}
    return {
        ("photo", str(number)): say("the photo of %(ref)s", ref=ref(consultation.prefix, number))
        for number, activity in rows
        if activity in known
    }


def rest_on(
    session: Session,
    requirement: Requirement,
    kind: str,
    key: str,
    offered: Mapping[Rest, Sentence],
    *,
    against: bool = False,
) -> None:
    """Let it rest on one of the things `offered`, or change the side if it does already."""
    if (kind, key) not in offered:
        raise Refused("That cannot be evidence: it is not there any more.")
    others = [dict(each) for each in requirement.rests_on if not is_it(each, kind, key)]
    requirement.rests_on = [*others, {"kind": kind, "key": key, "against": against}]
    verb = "counted against" if against else "counted for"
    log.note(session, requirement.consultation_id, "planner", verb, _ref(requirement), reason=key)


def rest_no_more(session: Session, requirement: Requirement, kind: str, key: str) -> None:
    """Take it away again."""
    others = [dict(each) for each in requirement.rests_on if not is_it(each, kind, key)]
    if len(others) == len(requirement.rests_on):
        return
    requirement.rests_on = others
    log.note(
        session, requirement.consultation_id, "planner", "uncounted", _ref(requirement), reason=key
    )


def is_it(rest: Mapping[str, object], kind: str, key: str) -> bool:
    """Whether this is the thing of that kind and key."""
    return (rest["kind"], rest["key"]) == (kind, key)


def facts_of(requirement: Requirement, offered: Mapping[Rest, Sentence]) -> tuple[RestFacts, ...]:
    """Return what it rests on and what that says; what is not there any more is left out."""
    return tuple(
        RestFacts(each["kind"], each["key"], bool(each.get("against")), words)
        for each in requirement.rests_on
        if (words := offered.get((each["kind"], each["key"]))) is not None
    )


def gone(requirement: Requirement, offered: Mapping[Rest, Sentence]) -> tuple[Sentence, ...]:
    """Return what it rested on that is not there any more."""
    rests = ((each["kind"], each["key"]) for each in requirement.rests_on)
    return tuple(
        say("%(what)s: it is not there any more", what=say(KINDS[kind]))
        for kind, key in rests
        if kind in KINDS and (kind, key) not in offered
    )


def _ref(requirement: Requirement) -> str:
    return f"R{requirement.number}"
