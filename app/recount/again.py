"""Every priority counted again with some left out: paper, residents alone, doubles, a workshop."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from app.recount.report import Check
from app.recount.rows import Package, Voices, bars_of, by_channel
from workshops.activities import kind_of
from workshops.findings import ActivityFacts, Findings
from workshops.methods.suppression import hidden
from workshops.requirements import strength
from workshops.who_facts import Priority

FEWEST, WATCHED = 5, 3
Outcome = tuple[int | None, str]
Votes = Sequence[Mapping[str, Any]]
Sides = Callable[[int], tuple[Voices, Voices]]


def recount(findings: Findings, package: Package, sides: Sides) -> Iterator[Check]:
    """Return each outcome; `sides` tells who is for and against a requirement by number."""
    activities = {each.ref: each for each in findings.activities}
    asked, living = residents(findings, package)
    for each in findings.sensitivity:
        if each.ref.startswith("R"):
            pro, contra = sides(int(each.ref[1:]))
            found = dict(_letters(pro, contra, living))
        else:
            at_home = living if int(each.ref.partition(".")[0]) in asked else None
            found = _vote(activities[each.ref], package, at_home)
        yield from _checks(each, found)


def _checks(priority: Priority, found: Mapping[tuple[str, int], Outcome]) -> Iterator[Check]:
    for check in priority.checks:
        without = f" {check.workshop}" if check.workshop else ""
        told = (check.n, check.outcome)
        counted = found.get((check.less, check.workshop))
        yield Check(f"{priority.ref}, without {check.less}{without}", told, counted)


def residents(findings: Findings, package: Package) -> tuple[set[int], set[int]]:
    """Return the workshops that asked who lives there, where those may be told, and who does."""
    asked, living = set(), set()
    for each in findings.activities:
        row = package.activity(each.ref)
        for grouping in kind_of(row["kind"]).groupings(row["settings"]):
            votes = package.votes(each.ref)
            chosen = [vote["payload"].get(grouping.key) for vote in votes]
            sizes = [chosen.count(key) for key in grouping.groups]
            if grouping.home not in grouping.groups:
                continue
            if list(grouping.groups).index(grouping.home) in hidden(sizes):
                continue
            asked.add(int(each.ref.partition(".")[0]))
            living |= {
                vote["attendee_id"]
                for vote in votes
                if vote["payload"].get(grouping.key) == grouping.home
            }
    return asked, living


# A vote


def _vote(
    each: ActivityFacts, package: Package, living: Collection[int] | None
) -> dict[tuple[str, int], Outcome]:
    votes = package.votes(each.ref)
    found = {
        ("paper", 0): _again(each, package, [v for v in votes if v["channel"] != "paper"]),
        ("duplicates", 0): _again(each, package, _once(votes)),
    }
    if living is not None:
        kept = [v for v in votes if v["attendee_id"] in living]
        few = len(kept) < FEWEST or 0 < len(votes) - len(kept) < FEWEST
        outcome = "few" if few else _again(each, package, kept)[1]
        found["residents", 0] = (None, outcome)
    return found


def _once(votes: Votes) -> list[Mapping[str, Any]]:
    """Return the ballots without those that one device sent twice alike."""
    seen: list[tuple[int, Any]] = []
    kept = []
    for vote in votes:
        same = (vote["attendee_id"], vote["payload"])
        if same not in seen:
            kept.append(vote)
        seen.append(same)
    return kept


def _again(each: ActivityFacts, package: Package, kept: Votes) -> Outcome:
    if len(kept) == len(package.votes(each.ref)):
        return each.n, "nothing"
    n = sum(n for _, n, _ in package.voices(vote["attendee_id"] for vote in kept).values())
    if n < FEWEST:
        return None, "few"
    places = {key: bar["rank"] for key, bar in bars_of(each, package, kept).items()}
    first = [bar for bar in each.bars if bar["rank"] <= WATCHED]
    moved = any(places.get(bar["key"]) != bar["rank"] for bar in first)
    return n, "changed" if moved else "same"


# A requirement


def _letters(
    pro: Voices, contra: Voices, living: Collection[int]
) -> Iterator[tuple[tuple[str, int], Outcome]]:
    def less(keep: Callable[[int, tuple[str, int, int]], bool]) -> Outcome:
        kept, against = (
            {each: voice for each, voice in side.items() if keep(each, voice)}
            for side in (pro, contra)
        )
        n = people(kept)
        if (len(kept), len(against)) == (len(pro), len(contra)):
            return n if n >= FEWEST else None, "nothing"
        if n < FEWEST:
            return None, "few"
        return n, "same" if letter(kept, against) == letter(pro, contra) else "changed"

    yield ("paper", 0), less(lambda _, voice: voice[0] != "paper")
    for number in sorted({workshop for _, _, workshop in pro.values()}):
        yield ("workshop", number), less(lambda _, voice, n=number: voice[2] != n)  # type: ignore[misc]
    away = len(set(pro) - set(living))
    outcome = "few" if 0 < away < FEWEST else less(lambda each, _: each in living)[1]
    yield ("residents", 0), (None, outcome)
    yield ("duplicates", 0), (None, "nothing")


def letter(pro: Voices, contra: Voices) -> str:
    """Return the letter of the printed rule."""
    n, against = people(pro), people(contra)
    share = against / (n + against) if against else 0.0
    workshops = {workshop for _, _, workshop in pro.values()}
    return strength(n, len(workshops), len(by_channel(pro)), share).letter


def people(voices: Voices) -> int:
    """How many; voices of unknown number are one at least."""
    return max(sum(n for _, n, _ in voices.values()), min(len(voices), 1))
