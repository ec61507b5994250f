"""What lies on the square counted again: hot spots, conflicts, and every kind's own figures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.recount.report import Check
from app.recount.rows import Package, payload_of
from workshops.activities import kind_of
from workshops.activities.result import Answer
from workshops.findings import ActivityFacts, ContributionFacts, Findings
from workshops.methods.drawings import spot_of
from workshops.methods.geodesy import distance_m
from workshops.sum_facts import Clash, Spot

#: Places are told to the centimetre, so one on the very edge may seem to lie beyond it.
ROUNDING_M = 0.05


def recount(findings: Findings, package: Package) -> Iterator[Check]:
    """Return each published figure beside what was said and counted there."""
    for each in findings.activities:
        said = [it for it in findings.contributions if it.activity == each.ref]
        yield from _kind(each, package, answers_of(each, package, findings))
        if each.sums:
            yield from _spots(each.ref, each.sums.spots, said, package)
            for nth, clash in enumerate(each.sums.clashes, 1):
                yield from _clash(f"{each.ref}, conflict {nth}", clash, package)


def _kind(each: ActivityFacts, package: Package, answers: Sequence[Answer]) -> Iterator[Check]:
    """The figures of a kind, as its sums of a count or its scores, by its own rule."""
    settings = package.activity(each.ref)["settings"]
    found = kind_of(each.kind).tally(settings, answers)
    for name in sorted({*each.facts, *found.facts}):
        yield Check(f"{each.ref}, {name}", each.facts.get(name), found.facts.get(name))
    yield Check(f"{each.ref}, lines", len(each.rows), len(found.rows))
    for nth, (told, counted) in enumerate(zip(each.rows, found.rows, strict=False), 1):
        yield Check(f"{each.ref}, line {nth}", dict(told), dict(counted))


def answers_of(each: ActivityFacts, package: Package, findings: Findings) -> list[Answer]:
    """Return the answers as the kind saw them: ballots, or what is released, with its place."""
    voices = package.everybody
    votes = [
        Answer(row["attendee_id"], row["channel"], row["payload"], voices[row["attendee_id"]][1])
        for row in package.votes(each.ref)
    ]
    if kind_of(each.kind).collects == "ballot":
        return votes
    said = {it.number: it for it in findings.contributions if it.activity == each.ref}
    names = {it.key: it.name for it in findings.categories}
    found = {
        row["id"]: _answer(row, said[row["number"]], package, names)
        for row in package.rows["contribution"]
        if row["number"] in said
    }
    return [
        replace(answer, same=tuple(found[it.id] for it in package.merged_into(key)))
        for key, answer in found.items()
        if answer.state == "released"
    ]


def _answer(
    row: Mapping[str, Any], said: ContributionFacts, package: Package, names: Mapping[str, str]
) -> Answer:
    heard = package.reactions(package.said[row["id"]])
    hearts, agree, disagree = (len(heard.get(it, ())) for it in ("heart", "agree", "disagree"))
    payload = payload_of(row) | {
        "place": said.place,
        "category_name": names.get(row["category"], ""),
    }
    if said.inside is not None:
        payload["inside"] = said.inside
    return Answer(
        row["attendee_id"],
        row["channel"],
        payload,
        package.people(row["attendee_id"]),
        row["number"],
        row["state"],
        hearts=hearts,
        agree=agree,
        disagree=disagree,
    )


# Notes


def _spots(
    ref: str, spots: Sequence[Spot], said: Sequence[ContributionFacts], package: Package
) -> Iterator[Check]:
    """Notes within the radius, each in the first spot that reaches it."""
    left = {each.number: spot for each in said if (spot := _here(each))}
    writers = {each.number: each.writer for each in package.said.values()}
    for nth, each in enumerate(spots, 1):
        reach = each.radius_m + ROUNDING_M
        near = [n for n, at in left.items() if distance_m((each.lon, each.lat), at) <= reach]
        for number in near:
            del left[number]
        people = package.voices(writers[number] for number in near if number in writers)
        found = (len(near), sum(n for _, n, _ in people.values()))
        yield Check(f"{ref}, hot spot {nth}, notes and people", (each.notes, each.people), found)


def _here(said: ContributionFacts) -> tuple[float, float] | None:
    """Return where a note counts: on or in the square, and no line."""
    geometry = None if said.set_aside or said.inside is False else said.geometry
    if geometry is None or "Line" in geometry["type"]:
        return None
    return spot_of(geometry)


def _clash(name: str, clash: Clash, package: Package) -> Iterator[Check]:
    """The people on both sides are those who wrote the notes that are named."""
    writers = {each.number: each.writer for each in package.said.values()}
    for side, numbers, notes, people in (
        ("for", clash.numbers_for, clash.notes_for, clash.people_for),
        ("against", clash.numbers_against, clash.notes_against, clash.people_against),
    ):
        voices = package.voices(writers[n] for n in numbers if n in writers)
        found = (len(numbers), sum(n for _, n, _ in voices.values()))
        yield Check(f"{name}, notes and people {side}", (notes, people), found)
