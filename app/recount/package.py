"""Our own archive counted again: every published figure from its ballots and contributions.

Nothing of what made the findings is used for what a person could count by hand: dots, people,
channels, hearts, groups beside the town, who stands behind a requirement, what would change
without some, notes round a hot spot. Only the figures that a kind alone knows are counted by it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.recount import again, people, places, planned
from app.recount.report import Check, Outcome, Report, Row
from app.recount.rows import Package, Said, Voices, bars_of, by_channel
from exports.archive import Archive
from workshops.activities import kind_of
from workshops.findings import ActivityFacts, Findings, digest

RULE = "A requirement's letter is that of the printed rule, from people, channels and workshops."


def recount(given: Archive, file: str) -> Report:
    """Return every published figure beside what the rows come to."""
    findings, package = given.findings, Package.of(given.rows)
    refs = {each.ref for each in findings.activities}

    def sides(number: int) -> tuple[Voices, Voices]:
        return _sides(number, package, refs)

    checks = (
        Check("findings, SHA-256", findings.hash, digest(findings)),
        *_workshops(findings, package),
        *_activities(findings, package),
        *_contributions(findings, package),
        *_requirements(findings, package),
        *people.recount(findings, package),
        *again.recount(findings, package, sides),
        *places.recount(findings, package),
        *planned.recount(findings, package),
    )
    differing = sum(not each.is_equal for each in checks)
    return Report(
        file,
        f"{findings.name}, as frozen {findings.frozen_at}",
        (_told(given), RULE),
        tuple(_votes(findings)),
        checks,
        verdict=(_verdict(differing, len(checks), findings),),
    )


def _told(given: Archive) -> str:
    rows = given.rows
    return (
        f"Written by Torg {given.version.torg}; {len(rows['contribution']):,} contributions, "
        f"{len(rows['ballot']):,} ballots and hearts; every file in it has the hash it should."
    )


def _verdict(differing: int, n: int, findings: Findings) -> str:
    if differing:
        return f"{differing} of {n} published figures are not what the ballots come to."
    return f"All {n} published figures are what the ballots come to. Findings {findings.hash}."


def _votes(findings: Findings) -> Iterator[Outcome]:
    """Return each vote as it was published, with its places and ties."""
    for each in findings.activities:
        if each.bars and any(bar["value"] for bar in each.bars) and each.kind == "dot_vote":
            first = tuple(bar["label"] for bar in each.bars if bar["rank"] == 1)
            yield Outcome(
                f"{each.ref} {each.title}",
                "dots added up",
                first,
                tuple(_ties(each)),
                tuple(_place(bar) for bar in each.bars),
                tuple(str(step) for step in each.steps),
            )


def _place(bar: Mapping[str, Any]) -> Row:
    return {"place": bar["rank"], "option": bar["label"], "got": bar["value"]}


def _ties(each: ActivityFacts) -> Iterator[tuple[str, ...]]:
    for rank in sorted({bar["rank"] for bar in each.bars if bar["tied"]}):
        yield tuple(bar["label"] for bar in each.bars if bar["rank"] == rank)


# People


def _workshops(findings: Findings, package: Package) -> Iterator[Check]:
    """Who joined and who answered, by channel; a table counts as all who sit at it."""
    everybody: Counter[str] = Counter()
    for each in findings.workshops:
        name = f"workshop {each.number}"
        joined = by_channel(package.voices(package.joined(each.number)))
        everybody.update(joined)
        yield Check(f"{name}, joined", dict(each.joined), joined)
        answered = by_channel(package.voices(package.active(each.number)))
        yield Check(f"{name}, answered", dict(each.answered), answered)
    yield Check("all workshops, joined", _filled(findings.voices), _filled(everybody))
    votes = sum(len(package.votes(each.ref)) for each in findings.activities if not _asks(each))
    yield Check("ballots", findings.ballots, votes)


def _asks(each: ActivityFacts) -> bool:
    """Whether it asks what people are: such an answer is no ballot."""
    return bool(kind_of(each.kind).groupings(each.settings))


def _filled(counted: Mapping[str, int]) -> dict[str, int]:
    return {channel: n for channel, n in counted.items() if n}


# Votes and answers


def _activities(findings: Findings, package: Package) -> Iterator[Check]:
    for each in findings.activities:
        voices = package.voices(package.behind(each.ref))
        yield Check(f"{each.ref}, people", each.n, sum(n for _, n, _ in voices.values()))
        yield Check(f"{each.ref}, people by channel", _filled(each.voices), by_channel(voices))
        yield from _bars(each, package)


def _bars(each: ActivityFacts, package: Package) -> Iterator[Check]:
    """What every option got, in all and by channel, its place and whether it shares it."""
    counted = bars_of(each, package)
    for bar in each.bars:
        what = f"{each.ref}, “{bar['label']}”"
        found = counted.get(bar["key"], {})
        yield Check(f"{what}, got", bar["value"], found.get("value", 0))
        yield Check(f"{what}, by channel", _filled(bar["parts"]), _filled(found.get("parts", {})))
        place = (found.get("rank"), found.get("tied"))
        yield Check(f"{what}, place and tie", (bar["rank"], bar["tied"]), place)


# Contributions


def _contributions(findings: Findings, package: Package) -> Iterator[Check]:
    """Hearts, agreement and where each merged one went; and that none is missing or made up."""
    there = package.released({each.ref for each in findings.activities})
    rows = {row["id"]: row for row in package.rows["contribution"]}
    told = [each.number for each in findings.contributions]
    yield Check("contributions, numbers", sorted(told), sorted(there))
    for each in findings.contributions:
        said = there.get(each.number)
        if said is None:
            continue
        heard = package.reactions(said)
        yield Check(
            f"{each.ref}, hearts, agree, disagree",
            (each.hearts, each.agree, each.disagree),
            tuple(len(heard.get(word, ())) for word in ("heart", "agree", "disagree")),
        )
        lead = package.lead(said)
        into = lead.number if lead is not said else 0
        if into or each.merged_into:
            yield Check(f"{each.ref}, merged into", _number(each.merged_into), into)
        row = rows[said.id]
        yield Check(
            f"{each.ref}, words, category, channel",
            (each.text, each.category, each.channel, each.state),
            tuple(row[name] for name in ("text", "category", "channel", "state")),
        )


def _number(ref: str) -> int:
    """The number of HAM-0142; 0 for none."""
    return int(ref.rpartition("-")[2]) if ref else 0


# Requirements


def _requirements(findings: Findings, package: Package) -> Iterator[Check]:
    """Who stands behind each, and the letter that follows by the printed rule."""
    refs = {each.ref for each in findings.activities}
    for each in findings.requirements:
        pro, contra = _sides(each.number, package, refs)
        channels = by_channel(pro)
        workshops = tuple(sorted({number for _, _, number in pro.values()}))
        name = f"R{each.number}"
        yield Check(f"{name}, people", each.people, again.people(pro))
        yield Check(f"{name}, by channel", _filled(each.channels), channels)
        yield Check(f"{name}, workshops", tuple(each.workshops), workshops)
        yield Check(f"{name}, strength", each.strength, again.letter(pro, contra))


def _sides(number: int, package: Package, refs: Iterable[str]) -> tuple[Voices, Voices]:
    """The people behind the evidence that stands, for and against.

    A lead stands on its own side; what was merged into it follows, and never the other way.
    """
    sides: dict[bool, set[int]] = {False: set(), True: set()}
    told = package.evidence(number)
    taken: dict[int, bool] = {}
    for row in sorted(told, key=lambda row: _is_merged(row, package)):
        if row["contribution_id"] is not None:
            lead = package.lead(package.said[row["contribution_id"]])
            if taken.setdefault(lead.number, bool(row["against"])) != bool(row["against"]):
                continue
        sides[bool(row["against"])] |= _behind(row, package, set(refs))
    return package.voices(sides[False]), package.voices(sides[True])


def _is_merged(row: Mapping[str, Any], package: Package) -> bool:
    key = row["contribution_id"]
    return key is not None and package.said[key].state == "merged"


def _behind(row: Mapping[str, object], package: Package, refs: set[str]) -> set[int]:
    """Writers and who agrees with words, or with what was merged with them; or who voted so."""
    if row["contribution_id"] is None:
        ref = package.refs.get(row["activity_id"], "")
        return package.voters(ref, str(row["option"])) if ref in refs else set()
    lead = package.lead(package.said[row["contribution_id"]])
    if lead.state != "released" or lead.activity not in refs:
        return set()
    same: list[Said] = [lead, *package.merged_into(lead.id)]
    heard = package.reactions(lead)
    return {each.writer for each in same} | heard.get("heart", set()) | heard.get("agree", set())
