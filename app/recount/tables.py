"""The tables of the CSV export counted again, by nothing but adding up what stands in them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from app.recount import published
from app.recount.findings_only import checks_of
from app.recount.report import Check, Report
from workshops.activities.result import CHANNELS
from workshops.ledger import FIRST
from workshops.methods.geodesy import distance_m
from workshops.methods.rounding import exact, half_up
from workshops.refusal import Refused
from workshops.who_came import FAIR

Rows = Sequence[Mapping[str, str]]
#: What a contribution became when several requirements rest on it: the first of these.
BEST_FIRST = ("built", "changed", "in_design", "in_brief", "grouped", "received", "dropped")
ANSWERED = ("built", "changed", "in_design", "dropped")
ROUNDING_M = 0.05


def recount(path: Path) -> Report:
    """Return every row beside the findings, and every sum beside what it is the sum of."""
    cells, findings = published.read(path)
    tables = {name: published.rows_of(each) for name, each in cells.items()}
    try:
        sums = tuple(_sums(tables))
    except (KeyError, IndexError, ValueError) as fault:
        raise Refused(
            "The tables in %(name)s are not as Torg wrote them.", name=path.name
        ) from fault
    checks = (*(published.recount(cells, findings) if findings else ()), *sums)
    checks += tuple(checks_of(findings)) if findings else ()
    told = f"{len(tables)} tables, {sum(map(len, tables.values())):,} rows."
    return Report(path.name, _what(findings), (told,), checks=checks, verdict=_verdict(checks))


def _what(findings: object) -> str:
    return "tables of Torg" + ("" if findings else ", without the findings beside them")


def _verdict(checks: Sequence[Check]) -> tuple[str, ...]:
    differing, n = sum(not each.is_equal for each in checks), len(checks)
    if differing:
        return (f"{differing} of {n} published figures are not what the ballots come to.",)
    return (f"All {n} published figures are what the ballots come to.",)


def _sums(tables: Mapping[str, Rows]) -> Iterator[Check]:
    yield from _votes(tables["votes.csv"], tables["ballots.csv"])
    yield from _who(tables.get("who-came.csv", ()))
    yield from _doors(tables)
    yield from _letters(tables.get("requirements.csv", ()))
    yield from _ledger(tables)
    yield from _spots(tables.get("hot-spots.csv", ()), tables.get("ideas.csv", ()))


def _votes(votes: Rows, ballots: Rows) -> Iterator[Check]:
    """Only votes whose ballots are published can be counted again."""
    marks: Counter[tuple[str, str, str]] = Counter()
    people: Counter[str] = Counter()
    for row in ballots:
        marks[row["activity"], row["option"], row["channel"]] += int(row["marks"])
        people[row["activity"]] += int(row["people"])
    for row in votes:
        ref, name = row["activity"], f"{row['activity']}, “{row['label']}”"
        if ref not in people:
            continue
        parts = {each: marks[ref, row["option"], each] for each in CHANNELS}
        yield Check(f"{name}, got", int(row["value"]), sum(parts.values()))
        told = {each: int(row[each]) for each in CHANNELS}
        yield Check(f"{name}, by channel", told, parts)
        same = [int(each["value"]) for each in votes if each["activity"] == ref]
        place = 1 + sum(value > int(row["value"]) for value in same)
        yield Check(f"{name}, place", int(row["rank"]), place)
        yield Check(f"{name}, tie", row["tied"] == "1", same.count(int(row["value"])) > 1)
    for ref, n in people.items():
        told_n = next((int(row["people"]) for row in votes if row["activity"] == ref), 0)
        yield Check(f"{ref}, people", told_n, n)


# People


def _who(rows: Rows) -> Iterator[Check]:
    """Shares of those who told, beside the town; no figure under five, none left to work out."""
    for key in dict.fromkeys(row["question"] for row in rows):
        # The last row of a question is the unknown.
        groups = [row for row in rows if row["question"] == key][:-1]
        figures = [int(row["people"]) for row in groups if row["people"]]
        yield Check(f"who, {key}, figures under 5", sum(n < 5 for n in figures), 0)
        if all(row["people"] for row in groups) or groups[-1]["people"]:
            # Groups without a figure of their own are told together in the last row.
            for row in (row for row in groups if row["people"]):
                yield from _share(f"who, {key}, “{row['group']}”", row, sum(figures))


def _share(name: str, row: Mapping[str, str], told: int) -> Iterator[Check]:
    percent = half_up(Fraction(100 * int(row["people"]), told), 1)
    yield Check(f"{name}, per cent", float(row["percent"]), percent)
    if row["reference"] and float(row["reference"]):
        ratio = exact(percent) / exact(float(row["reference"]))
        points = half_up(exact(percent) - exact(float(row["reference"])), 1)
        told_ = (float(row["points"]), float(row["ratio"]), row["under"])
        found = (points, half_up(ratio, 2), "1" if ratio < exact(FAIR) else "0")
        yield Check(f"{name}, over or under", told_, found)


def _doors(tables: Mapping[str, Rows]) -> Iterator[Check]:
    """The highest count at the door is who was there; turn-out is of them."""
    workshops = {row["workshop"]: row for row in tables.get("workshops.csv", ())}
    counts: dict[str, list[int]] = {}
    for row in tables.get("head-counts.csv", ()):
        counts.setdefault(row["workshop"], []).append(int(row["people"]))
    for number, found in counts.items():
        yield Check(f"workshop {number}, present", int(workshops[number]["present"]), max(found))
    voted = {row["activity"]: row["people"] for row in tables["votes.csv"]}
    for row in tables.get("turnout.csv", ()):
        ref, number = row["activity"], row["activity"].partition(".")[0]
        held = workshops[number]
        joined = sum(int(held[f"joined_{each}"]) for each in CHANNELS)
        yield Check(f"{ref}, joined", int(row["joined"]), joined)
        yield Check(f"{ref}, present", row["present"], held["present"])
        yield Check(f"{ref}, voted", row["voted"], voted.get(ref, row["voted"]))


# Requirements


def _letters(rows: Rows) -> Iterator[Check]:
    """The letter of the printed rule; how many speak against is told by the archive alone."""
    for row in rows:
        few = row["people"].startswith("under")
        people = 2 if few else int(row["people"] or 0)
        channels = sum(row[each] not in ("", "0") for each in CHANNELS)
        broad = max(len(row["workshops"].split()), channels)
        offered = _may_be(people, broad, few=few, has_against=bool(row["against"]))
        yield Check(f"{row['ref']}, strength", row["strength"] in offered, found=True)


def _may_be(people: int, broad: int, *, few: bool, has_against: bool) -> tuple[str, ...]:
    """Return the letters that the figures allow: one, but where a figure is not told."""
    if people == 0:
        return ("",)
    if few:
        return ("D", "C", "B")
    if people == 1:
        return ("D",)
    if broad >= 3 and people >= 30:
        return ("A", "B") if has_against else ("A",)
    return ("B",) if broad >= 2 else ("C",)


def _ledger(tables: Mapping[str, Rows]) -> Iterator[Check]:
    """How a requirement stands is its last step; what an idea became follows from these."""
    last = {row["ref"]: row["became"] for row in tables.get("ledger.csv", ())}
    became: dict[str, list[str]] = {}
    for row in tables.get("requirements.csv", ()):
        stands = last.get(row["ref"], FIRST)
        yield Check(f"{row['ref']}, stands", row["stands"], stands)
        for each in row["for"].split():
            became.setdefault(each, []).append(stands)
        for each in row["against"].split():
            became.setdefault(each, []).append(FIRST)
    ideas = {row["ref"]: row for row in tables.get("ideas.csv", ())}
    together = {row["merged_into"] for row in ideas.values()}
    for ref, row in ideas.items():
        found = list(became.get(ref, ()))
        into = row["merged_into"]
        while into in ideas:
            found += became.get(into, ())
            into = ideas[into]["merged_into"]
        alone = FIRST if ref in together or row["merged_into"] else "received"
        state = min(found, key=BEST_FIRST.index, default=alone)
        told = (row["became"], row["answered"])
        yield Check(f"{ref}, became", told, (state, "1" if state in ANSWERED else "0"))


# Notes


def _spots(spots: Rows, ideas: Rows) -> Iterator[Check]:
    """Notes within the radius, each in the first spot of its activity that reaches it."""
    left = {row["ref"]: row for row in ideas if _counts(row)}
    for row in spots:
        reach = float(row["radius_m"]) + ROUNDING_M
        middle = _at(row)
        near = [
            ref
            for ref, said in left.items()
            if said["activity"] == row["activity"] and distance_m(middle, _at(said)) <= reach
        ]
        for ref in near:
            del left[ref]
        name = f"{row['activity']}, hot spot {row['number']}, notes"
        yield Check(name, int(row["notes"]), len(near))


def _counts(row: Mapping[str, str]) -> bool:
    is_here = row["lon"] and row["inside"] != "0" and not row["set_aside"]
    return bool(is_here and not row["length_m"])


def _at(row: Mapping[str, str]) -> tuple[float, float]:
    return float(row["lon"]), float(row["lat"])
