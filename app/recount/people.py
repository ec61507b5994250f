"""Who took part, counted again: taps by group beside the town, counts at the door, turn-out."""

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction

from app.recount.report import Check
from app.recount.rows import Package
from workshops import text
from workshops.activities import kind_of
from workshops.findings import Findings
from workshops.methods.rounding import exact, half_up
from workshops.who_came import FAIR, OVER_ALL
from workshops.who_facts import GroupFacts, WhoFacts

FEWEST = 5


def recount(findings: Findings, package: Package) -> Iterator[Check]:
    """Return each published figure about people beside what the rows come to."""
    for each in findings.who:
        yield from _question(each, package)
    yield from _doors(findings, package)
    yield from _turnout(findings, package)


def _question(facts: WhoFacts, package: Package) -> Iterator[Check]:
    people = groups_of(facts, package)
    told = sum(people.values())
    yield Check(f"who, {facts.key}, told", facts.told, told)
    base = sum(_there(number, package) for number in {_workshop(ref) for ref in facts.asked})
    counted = (base, max(0, base - told))
    yield Check(f"who, {facts.key}, there and unknown", (facts.base, facts.unknown), counted)
    rest = [each.labels[0] for each in facts.groups if each.people is None]
    for each in (*facts.groups, *((facts.together,) if facts.together else ())):
        labels = each.labels if len(each.labels) > 1 or each in facts.groups else tuple(rest)
        yield from _group(facts, each, sum(people.get(label, 0) for label in labels), told, package)


def groups_of(facts: WhoFacts, package: Package) -> Counter[str]:
    """Return how many are in each group, by label; what is forgotten is as it was kept."""
    found: Counter[str] = Counter()
    for ref in facts.asked:
        row = package.activity(ref)
        kept = row["settings"].get(OVER_ALL, {}).get(facts.key)
        if kept:
            return _kept(kept)
        kind = kind_of(row["kind"])
        asked = next(g for g in kind.groupings(row["settings"]) if g.key == facts.key)
        chosen = Counter(vote["payload"].get(facts.key) for vote in package.votes(ref))
        found.update({label: chosen[key] for key, label in asked.groups.items()})
    return found


def _kept(kept: Mapping[str, object]) -> Counter[str]:
    """What was kept when the taps went: groups that were never told share one sum."""
    figures: Mapping[str, int | None] = kept["people"]  # type: ignore[assignment]
    found = Counter({label: n for label, n in figures.items() if n is not None})
    rest: list[str] = list(kept["rest"])  # type: ignore[call-overload]
    if rest:
        found[rest[0]] = int(kept["told"]) - sum(found.values())  # type: ignore[call-overload]
    return found


def _group(
    facts: WhoFacts, group: GroupFacts, n: int, told: int, package: Package
) -> Iterator[Check]:
    """A figure that is told is the one counted and not a small one; what follows from it too."""
    name = f"who, {facts.key}, “{' + '.join(group.labels)}”"
    if group.people is None:
        yield Check(f"{name}, share", group.percent, None)
        return
    yield Check(f"{name}, people", group.people, n)
    yield Check(f"{name}, told though under {FEWEST}", group.people < FEWEST, found=False)
    percent = half_up(Fraction(100 * n, told), 1) if told else None
    town = _town(facts.key, group, package)
    yield Check(f"{name}, per cent and town", (group.percent, group.reference), (percent, town))
    beside: tuple[object, ...] = (None, None, False)
    if percent is not None and town:
        ratio = exact(percent) / exact(town)
        beside = (half_up(exact(percent) - exact(town), 1), half_up(ratio, 2), ratio < exact(FAIR))
    yield Check(f"{name}, over or under", (group.points, group.ratio, group.under), beside)


def _town(key: str, group: GroupFacts, package: Package) -> float | None:
    """Return the share of the groups in the town; None when one of them is not known."""
    lines = package.rows["consultation"][0]["reference"]
    shares = {
        text.fold(line["group"]): line["share"]
        for line in reversed(lines)
        if line["question"] == key and line.get("group")
    }
    wanted = [text.fold(label) for label in group.labels]
    if not all(each in shares for each in wanted):
        return None
    return half_up(sum((exact(shares[each]) for each in wanted), Fraction()), 1)


def _workshop(ref: str) -> int:
    return int(ref.partition(".")[0])


def _joined(number: int, package: Package) -> int:
    return sum(n for _, n, _ in package.voices(package.joined(number)).values())


def _there(number: int, package: Package) -> int:
    """Return how many were there: counted at the door, or joined when those are more."""
    return max(package.workshop(number)["present"] or 0, _joined(number, package))


def _doors(findings: Findings, package: Package) -> Iterator[Check]:
    """The counts at the door; the highest stands for who was there."""
    for each in findings.workshops:
        row = package.workshop(each.number)
        counts = [count["people"] for count in row["head_counts"]]
        told = [count["people"] for count in each.head_counts]
        yield Check(f"workshop {each.number}, counts at the door", told, counts)
        before = [count["before"] or 0 for count in row["head_counts"][:1]]
        highest = max([*counts, *before]) if counts else row["present"]
        yield Check(f"workshop {each.number}, present", each.present, highest)


def _turnout(findings: Findings, package: Package) -> Iterator[Check]:
    for each in findings.turnout:
        number = _workshop(each.activity)
        voted = package.voices(package.behind(each.activity))
        asks = package.activity(each.activity)["asks_slips"]
        owner = package.workshop(number)["id"]
        slips = [
            row
            for row in package.rows["slip"]
            if row["workshop_id"] == owner and row["state"] != "spoiled"
        ]
        found = (
            sum(n for _, n, _ in voted.values()),
            _joined(number, package),
            package.workshop(number)["present"],
            len(slips) if asks else 0,
        )
        told = (each.voted, each.joined, each.present, each.slips)
        yield Check(f"{each.activity}, voted, joined, present, slips", told, found)
