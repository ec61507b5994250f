"""The rows of an archive, looked up as a recount needs them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from exports.archive import Rows
from workshops.activities import kind_of
from workshops.activities.result import CHANNELS, Answer
from workshops.findings import ActivityFacts

SLOT = "heart:"
PUBLIC = ("released", "merged")
#: attendee → (channel, people at the device, number of the workshop)
Voices = Mapping[int, tuple[str, int, int]]
Votes = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Said:
    """A contribution: who wrote it, where, what became of it."""

    id: int
    number: int
    activity: str  # ref
    writer: int
    state: str
    into: int | None  # id


@dataclass(frozen=True)
class Package:
    """Everything an archive holds about who said and voted what."""

    rows: Rows
    refs: Mapping[Any, str]  # of activities, by id

    @classmethod
    def of(cls, rows: Rows) -> "Package":
        """Return the rows with the references of their activities."""
        numbers = {row["id"]: row["number"] for row in rows["workshop"]}
        refs = {
            row["id"]: f"{numbers[row['workshop_id']]}.{row['position']}"
            for row in rows["activity"]
        }
        return cls(rows, refs)

    @cached_property
    def _activities(self) -> Mapping[str, Mapping[str, Any]]:
        return {self.refs[row["id"]]: row for row in self.rows["activity"]}

    def activity(self, ref: str) -> Mapping[str, Any]:
        """Return the row of an activity."""
        return self._activities[ref]

    def workshop(self, number: int) -> Mapping[str, Any]:
        """Return the row of a workshop."""
        return next(row for row in self.rows["workshop"] if row["number"] == number)

    # People

    @cached_property
    def everybody(self) -> Voices:
        """Every device with its channel, people and workshop."""
        numbers = {row["id"]: row["number"] for row in self.rows["workshop"]}
        return {
            row["id"]: (row["channel"], row["people"], numbers[row["workshop_id"]])
            for row in self.rows["attendee"]
        }

    def voices(self, attendees: Iterable[int]) -> Voices:
        """Return who these are, each once."""
        return {each: self.everybody[each] for each in set(attendees)}

    def joined(self, number: int) -> set[int]:
        """Return everybody in a workshop."""
        return {each for each, voice in self.everybody.items() if voice[2] == number}

    def active(self, number: int) -> set[int]:
        """Return everybody in a workshop who said or tapped anything."""
        rows = (*self.rows["ballot"], *self.rows["contribution"])
        return {row["attendee_id"] for row in rows} & self.joined(number)

    def behind(self, ref: str) -> set[int]:
        """Return who voted in an activity, or said what was released or merged there."""
        released = {each.writer for each in self.released((ref,)).values()}
        return released | {row["attendee_id"] for row in self.votes(ref)}

    # Votes

    @cached_property
    def _ballots(self) -> Mapping[tuple[str, bool], list[Mapping[str, Any]]]:
        found: dict[tuple[str, bool], list[Mapping[str, Any]]] = {}
        for row in self.rows["ballot"]:
            key = (self.refs[row["activity_id"]], row["slot"].startswith(SLOT))
            found.setdefault(key, []).append(row)
        return found

    def votes(self, ref: str) -> list[Mapping[str, Any]]:
        """Return the ballots of an activity; hearts are none."""
        return self._ballots.get((ref, False), [])

    def voters(self, ref: str, option: str) -> set[int]:
        """Return whose answer supports an option."""
        kind = kind_of(self.activity(ref)["kind"])
        found = {
            row["attendee_id"] for row in self.votes(ref) if kind.supports(row["payload"], option)
        }
        return found | {
            row["attendee_id"]
            for row in self.rows["contribution"]
            if self.refs[row["activity_id"]] == ref
            and row["state"] in PUBLIC
            and kind.supports(payload_of(row), option)
        }

    def people(self, attendee: int) -> int:
        """Return how many sit at a device."""
        return self.everybody[attendee][1]

    # Contributions

    @cached_property
    def said(self) -> Mapping[Any, Said]:
        """Return all contributions, by id."""
        return {
            row["id"]: Said(
                row["id"],
                row["number"],
                self.refs[row["activity_id"]],
                row["attendee_id"],
                row["state"],
                row["merged_into_id"],
            )
            for row in self.rows["contribution"]
        }

    def released(self, refs: Iterable[str]) -> dict[int, Said]:
        """Return what was released in these activities, and what was merged, by number."""
        wanted = set(refs)
        return {
            each.number: each
            for each in self.said.values()
            if each.activity in wanted and each.state in PUBLIC
        }

    def merged_into(self, contribution: int) -> list[Said]:
        """Return what was merged into a contribution."""
        return self._merged.get(contribution, [])

    @cached_property
    def _merged(self) -> Mapping[int, list[Said]]:
        found: dict[int, list[Said]] = {}
        for each in self.said.values():
            if each.state == "merged" and each.into is not None:
                found.setdefault(each.into, []).append(each)
        return found

    @cached_property
    def _reactions(self) -> Mapping[tuple[str, int], dict[int, str]]:
        """What each says of what, by activity and number; of a lead, the newest of all its."""
        found: dict[tuple[str, int], dict[int, str]] = {}
        leads = {
            (each.activity, each.number): self.said[each.into].number
            for each in self.said.values()
            if each.state == "merged"
        }
        taps = [row for row in self.rows["ballot"] if row["slot"].startswith(SLOT)]
        for row in sorted(taps, key=lambda row: (row["received_at"], row["id"])):
            ref = self.refs[row["activity_id"]]
            number = int(row["slot"].removeprefix(SLOT))
            says = row["payload"].get("says", "heart")
            for each in {number, leads.get((ref, number), number)} if says else ():
                found.setdefault((ref, each), {})[row["attendee_id"]] = says
        return found

    def reactions(self, said: Said) -> Mapping[str, set[int]]:
        """Return who gave a contribution a heart, agrees, disagrees; or what stands under it."""
        heard: dict[str, set[int]] = {}
        for attendee, says in self._reactions.get((said.activity, said.number), {}).items():
            heard.setdefault(says, set()).add(attendee)
        return heard

    def lead(self, said: Said) -> Said:
        """Return what a contribution was merged into, or itself."""
        return self.said[said.into] if said.state == "merged" else said

    def evidence(self, number: int) -> list[Mapping[str, Any]]:
        """Return what a requirement rests on."""
        ids = {row["id"] for row in self.rows["requirement"] if row["number"] == number}
        return [row for row in self.rows["evidence"] if row["requirement_id"] in ids]


def payload_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a kind sees of a contribution's row."""
    said = {name: row[name] for name in ("text", "category", "place")}
    if row["geometry"] is not None:
        said["geometry"] = row["geometry"]
    return {**row["details"], **said}


def by_channel(voices: Voices) -> dict[str, int]:
    """Return how many people by channel; channels without any are left out."""
    found = {name: sum(n for c, n, _ in voices.values() if c == name) for name in CHANNELS}
    return {channel: n for channel, n in found.items() if n}


def bars_of(
    each: ActivityFacts, package: Package, votes: Votes | None = None
) -> Mapping[str, Mapping[str, Any]]:
    """Return what every option got, by key: dots counted here, other kinds by their own rule.

    Of all ballots, or of these `votes`.
    """
    votes = package.votes(each.ref) if votes is None else votes
    if each.kind == "dot_vote":
        return _dots(each, votes)
    answers = [*_ballots(votes, package), *_contributions(each.ref, package)]
    bars = kind_of(each.kind).tally(each.settings, answers).bars
    return {bar.key: {"value": bar.value, "parts": bar.parts, "rank": bar.rank, "tied": bar.tied}
            for bar in bars}  # fmt: skip


def _dots(each: ActivityFacts, votes: Votes) -> dict[str, dict[str, Any]]:
    """Add up the dots, one ballot after the other."""
    parts: dict[str, dict[str, int]] = {bar["key"]: {} for bar in each.bars}
    for row in votes:
        for key, dots in row["payload"].get("dots", {}).items():
            got = parts.setdefault(key, {})
            got[row["channel"]] = got.get(row["channel"], 0) + dots
    sums = {key: sum(got.values()) for key, got in parts.items()}
    return {
        key: {
            "value": n,
            "parts": parts[key],
            "rank": 1 + sum(other > n for other in sums.values()),
            "tied": list(sums.values()).count(n) > 1,
        }
        for key, n in sums.items()
    }


def _ballots(votes: Votes, package: Package) -> list[Answer]:
    return [
        Answer(
            row["attendee_id"], row["channel"], row["payload"], package.people(row["attendee_id"])
        )
        for row in votes
    ]


def _contributions(ref: str, package: Package) -> list[Answer]:
    return [
        Answer(
            row["attendee_id"],
            row["channel"],
            payload_of(row),
            package.people(row["attendee_id"]),
            row["number"],
        )
        for row in package.rows["contribution"]
        if package.refs[row["activity_id"]] == ref and row["state"] in PUBLIC
    ]
