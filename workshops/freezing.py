"""Freezing: the results of a whole consultation become `Findings`, numbered and hashed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workshops import clock, days, ground, joining, trials, turnout
from workshops.findings import (
    ActivityFacts,
    Category,
    ContributionFacts,
    Findings,
    SquareFacts,
    WorkshopFacts,
    digest,
)
from workshops.freezing_design import with_design
from workshops.leads import LEAD, PUBLIC
from workshops.log import TOOK_IN
from workshops.methods.geodesy import area_m2, utm_of
from workshops.methods.spatial import centre_of
from workshops.models import (
    Attendee,
    Ballot,
    Consultation,
    Contribution,
    LogEntry,
    Requirement,
    Square,
    Workshop,
)
from workshops.papers import papers_of
from workshops.photos import photos_of
from workshops.reactions import SLOT
from workshops.requirement_facts import requirement_facts
from workshops.requirements import of as requirements_of
from workshops.results import is_out, result_of
from workshops.said_facts import asked_in, facts_of
from workshops.sensitivity import sensitivity
from workshops.setting_aside import set_aside
from workshops.sources import with_source
from workshops.sums import sums_of
from workshops.weighing import Counted, ref
from workshops.who_came import asks_of_people, turnouts, who_came


def freeze(
    session: Session, consultation: Consultation, counted: Sequence[Counted] | None = None
) -> Findings:
    """Return the findings as they stand now. Only what is released and closed is in them.

    Who has the activities `counted` already need not have them counted twice.
    """
    counted = counted_in(session, consultation) if counted is None else counted
    requirements = requirements_of(session, consultation)
    said = _contributions(session, consultation, counted, requirements)
    findings = Findings(
        slug=consultation.slug,
        name=consultation.name,
        prefix=consultation.prefix,
        goal=consultation.goal,
        promise=consultation.promise,
        influence=consultation.influence,
        is_open=consultation.is_open,
        is_fixed=consultation.is_fixed,
        decided_by=consultation.decided_by,
        decision=consultation.decision,
        decide_on=days.told(consultation.decide_on),
        answer_by=days.told(consultation.answer_by),
        delete_on=days.told(consultation.delete_on),
        conflicts=tuple(consultation.conflicts),
        not_settled=tuple(consultation.not_settled),
        next_steps=tuple(consultation.next_steps),
        language=consultation.language,
        is_example=consultation.is_example,
        categories=tuple(_category(each) for each in consultation.categories),
        square=square_facts(consultation.square),
        workshops=tuple(_workshop(session, each) for each in consultation.workshops),
        activities=tuple(_activity(session, each, _refs(consultation)) for each in counted),
        contributions=said,
        requirements=requirement_facts(session, consultation, requirements, counted),
        trials=trials.facts_of(session, consultation, requirements),
        who=who_came(session, consultation, counted),
        turnout=turnouts(session, counted),
        sensitivity=sensitivity(session, counted, requirements),
        set_aside=set_aside(session, consultation, said),
        voices=_voices(session, consultation),
        ballots=_ballots(session, counted),
        papers=papers_of(session, counted),
        log=_log(session, consultation),
        frozen_at=clock.now().isoformat(timespec="seconds"),
    )
    findings = with_design(session, consultation, findings)
    return replace(findings, hash=digest(findings))


def counted_in(session: Session, consultation: Consultation) -> list[Counted]:
    """Return the closed activities in which people said or voted something, with their results."""
    return [
        Counted(f"{workshop.number}.{activity.position}", activity, result_of(session, activity))
        for workshop in consultation.workshops
        for activity in workshop.activities
        if is_out(activity)
    ]


def _category(each: Mapping[str, Any]) -> Category:
    return Category(each["key"], each["name"], each["shape"], each["letter"])


def square_facts(square: Square) -> SquareFacts:
    """Return the place with its area and the coordinate system planners ask for."""
    outline, basemap = square.outline, ground.ground_of(square)
    epsg = None
    if outline is not None and ground.is_on_earth(square):
        lon, lat = centre_of(outline)
        epsg = utm_of(lon, lat).epsg_for(lon, lat)
    return SquareFacts(
        name=square.name,
        town=square.town,
        outline=outline,
        area_m2=round(area_m2(outline), 1) if outline is not None else None,
        zones=tuple(square.zones),
        landmarks=tuple(square.landmarks),
        basemap=basemap,
        licence=basemap["licence"] if basemap else "",
        epsg=epsg,
        stops=tuple(square.stops),
        routes=tuple(square.routes),
        layers=tuple(ground.layers_of(square)),
        picture=ground.facts_of(square.picture),
    )


def _workshop(session: Session, workshop: Workshop) -> WorkshopFacts:
    local = workshop.starts_at.astimezone(ZoneInfo(workshop.consultation.time_zone))
    people = {
        attendee: (channel, n)
        for model in (Ballot, Contribution)
        for attendee, channel, n in session.execute(
            select(Attendee.id, Attendee.channel, Attendee.people)
            .join(model, model.attendee_id == Attendee.id)
            .where(Attendee.workshop_id == workshop.id)
            .distinct()
        )
    }
    return WorkshopFacts(
        number=workshop.number,
        title=workshop.title,
        type=workshop.type,
        place=workshop.place,
        date=local.date().isoformat(),
        starts=local.strftime("%H:%M"),
        minutes=workshop.minutes,
        announced=workshop.announced,
        present=workshop.present,
        joined=joining.joined(session, workshop.id),
        answered=turnout.by_channel(people.values()),
        head_counts=turnout.head_counts(workshop),
    )


def _refs(consultation: Consultation) -> Mapping[int, str]:
    """Return what the findings call each activity, by its id."""
    return {
        activity.id: f"{workshop.number}.{activity.position}"
        for workshop in consultation.workshops
        for activity in workshop.activities
    }


def _activity(session: Session, counted: Counted, refs: Mapping[int, str]) -> ActivityFacts:
    activity, result = counted.activity, counted.result
    return ActivityFacts(
        ref=counted.ref,
        kind=activity.kind,
        title=activity.title,
        question=activity.question,
        settings=with_source(activity.kind, activity.settings, refs),
        minutes=activity.minutes,
        headline=result.headline,
        n=result.n,
        voices=result.voices,
        columns=tuple(asdict(column) for column in result.columns),
        rows=result.rows,
        bars=tuple(asdict(bar) for bar in result.bars),
        features=result.features,
        facts=result.facts,
        steps=result.steps,
        sums=sums_of(session, activity),
    )


def _contributions(
    session: Session,
    consultation: Consultation,
    counted: Sequence[Counted],
    requirements: Sequence[Requirement],
) -> tuple[ContributionFacts, ...]:
    """Return all that was released, by number."""
    merged = _merged(session, consultation)
    used = _used(requirements, {key: lead for key, (lead, _) in merged.items()})
    facts = []
    for each in counted:
        rows = session.scalars(
            select(Contribution)
            .where(
                Contribution.activity_id == each.activity.id,
                Contribution.state.in_(PUBLIC),
            )
            .order_by(Contribution.number)
        ).all()
        asked = asked_in(session, each.activity, each.ref)
        photos = photos_of(session, each.activity.id)
        facts += [
            facts_of(
                row,
                asked,
                photo=photos.get(row.id, ""),
                merged_into=merged[row.id][1] if row.id in merged else "",
                requirements=tuple(used.get(row.id, ())),
            )
            for row in rows
        ]
    return tuple(sorted(facts, key=lambda fact: fact.number))


def _used(requirements: Sequence[Requirement], leads: Mapping[int, int]) -> dict[int, list[int]]:
    """Return the numbers of the requirements that rest on contributions, or on their leads."""
    used: dict[int, list[int]] = {}
    for requirement in requirements:
        told = [each.contribution_id for each in requirement.evidence if each.contribution_id]
        for key in dict.fromkeys((*told, *(leads[each] for each in told if each in leads))):
            used.setdefault(key, []).append(requirement.number)
    return used


def _merged(session: Session, consultation: Consultation) -> Mapping[int, tuple[int, str]]:
    """Return for each merged contribution the id and the reference of its lead."""
    rows = session.execute(
        select(Contribution.id, LEAD.id, LEAD.number)
        .join(LEAD, LEAD.id == Contribution.merged_into_id)
        .where(Contribution.consultation_id == consultation.id)
    )
    return {merged: (lead, ref(consultation.prefix, number)) for merged, lead, number in rows}


def _voices(session: Session, consultation: Consultation) -> Mapping[str, int]:
    """Return people by channel over all workshops; who came twice counts twice."""
    total: dict[str, int] = {}
    for workshop in consultation.workshops:
        for channel, n in joining.joined(session, workshop.id).items():
            total[channel] = total.get(channel, 0) + n
    return total


def _ballots(session: Session, counted: Sequence[Counted]) -> int:
    """Return how many ballots are in these results; a heart is none, nor what one is oneself."""
    votes = [each.activity for each in counted if not asks_of_people(each.activity)]
    n = session.scalar(
        select(func.count()).where(
            Ballot.activity_id.in_([each.id for each in votes]),
            ~Ballot.slot.startswith(SLOT),
        )
    )
    return n or 0


def _log(session: Session, consultation: Consultation) -> tuple[Mapping[str, Any], ...]:
    """Return the public log in local time: what was done, by which role, and why."""
    zone = ZoneInfo(consultation.time_zone)
    rows = session.scalars(
        select(LogEntry)
        .where(LogEntry.consultation_id == consultation.id, LogEntry.verb != TOOK_IN)
        .order_by(LogEntry.id)
    )
    return tuple(
        {
            "at": row.at.astimezone(zone).isoformat(timespec="seconds"),
            "who": row.who,
            "verb": row.verb,
            "subject": row.subject,
            "reason": str(row.details.get("reason", "")),
        }
        for row in rows
    )
