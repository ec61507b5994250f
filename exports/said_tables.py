"""The tables of what was said and what was voted. Rows in plain values."""

from collections.abc import Iterator, Sequence

from exports.merged import below, said_by
from workshops.activities.result import CHANNELS
from workshops.became import Became, states_of
from workshops.findings import ContributionFacts, Findings
from workshops.methods.drawings import size_of, spot_of
from workshops.methods.spatial import is_on_earth

Row = Sequence[object]


def ideas(findings: Findings) -> Iterator[Row]:
    """A row for each contribution, by number."""
    names = {each.key: each.name for each in findings.categories}
    states = states_of(findings)
    people, groups = said_by(findings), below(findings)
    for said in findings.contributions:
        lon, lat = _position(said)
        size = size_of(said.geometry)
        yield (
            said.ref,
            said.number,
            said.workshop,
            said.activity,
            said.text,
            said.category,
            said.channel,
            said.state,
            said.merged_into,
            said.place,
            lon,
            lat,
            "" if said.inside is None else int(said.inside),
            said.set_aside,
            said.hearts,
            said.reported,
            said.feeling,
            " ".join(f"R{number}" for number in said.requirements),
            *_became(states[said.ref]),
            names.get(said.category, ""),
            said.agree,
            said.disagree,
            size.get("length_m"),
            size.get("area_m2"),
            people.get(said.number) if said.ref in groups else None,
        )


def _became(became: Became) -> Row:
    where = f"R{became.requirement}" if became.requirement else ""
    return became.state, where, int(became.answered)


def _position(said: ContributionFacts) -> tuple[object, object]:
    """Return lon and lat; of a line or an area those of its middle."""
    spot = spot_of(said.geometry) if is_on_earth(said.geometry) else None
    return ("", "") if spot is None else (round(spot[0], 7), round(spot[1], 7))


def votes(findings: Findings) -> Iterator[Row]:
    """A row for each option of each vote."""
    for activity in findings.activities:
        for bar in activity.bars:
            yield (
                activity.ref,
                activity.kind,
                activity.title,
                activity.question,
                activity.n,
                bar["key"],
                bar["label"],
                bar["value"],
                bar["rank"],
                int(bar["tied"]),
                *(bar["parts"].get(channel, 0) for channel in CHANNELS),
            )
