"""Summing the notes on a plan: hot spots, densities, conflicts, zones, ways. Pure.

Measured in metres of the local UTM zone. Every person weighs the same in a density and a hot
spot, whether they left one note or fifty. The order of the notes plays no part.
"""

from collections import Counter
from collections.abc import Sequence

from workshops.methods import conflicts as quarrels
from workshops.methods.gathering import outliers, shares
from workshops.methods.spatial import FAR_M, far_outside
from workshops.sum_facts import Contested, Half, Split, Sums
from workshops.summing_ground import Ground, Note, people_of
from workshops.summing_plan import FEELINGS, MOST_CLASHES, Pair, Plan, side_of
from workshops.summing_zones import zone_sums


def sum_up(
    notes: Sequence[Note], ground: Ground, opposed: Sequence[Pair] = (), day: str = ""
) -> Sums:
    """Add the notes up.

    `opposed` are pairs of categories of which one speaks against the other. Where nobody said
    what they like, the first pair makes the two sides. A `day` splits the notes by `early`.
    """
    notes = sorted(notes, key=lambda each: each.number)
    felt = any(side_of(each, FEELINGS) for each in notes)
    pair = FEELINGS if felt or not opposed else opposed[0]
    far = _far(notes, ground)
    here = [each for i, each in enumerate(notes) if _is_here(each) and i not in far]
    spotted = [each for each in here if not _is_line(each)]
    weights = dict(zip(map(id, spotted), shares([each.person for each in spotted]), strict=True))
    plan = Plan(ground, weights)
    together = plan.clusters(spotted)
    return Sums(
        notes=len(notes),
        people=people_of(notes),
        placed=len(here),
        no_place=sum(each.spot is None for each in notes),
        outside=sum(each.inside is False for i, each in enumerate(notes) if i not in far),
        far=len(far),
        most_by_one=max(Counter(each.person for each in notes).values(), default=0),
        bandwidth_m=ground.bandwidth_m,
        feelings=dict(sorted(Counter(each.feeling for each in notes if each.feeling).items())),
        density=plan.density(spotted),
        liked=plan.density([each for each in spotted if side_of(each, pair) == quarrels.FOR]),
        disliked=plan.density(
            [each for each in spotted if side_of(each, pair) == quarrels.AGAINST]
        ),
        spots=plan.spots(spotted),
        clashes=plan.clashes(spotted, opposed),
        contested=_contested(notes),
        zones=zone_sums(notes, ground.frame, ground.zones) if ground.zones else (),
        ways=plan.ways(here),
        covers=plan.covers(here),
        sides=pair if pair != FEELINGS else (),
        clusters=together,
        cluster_m=plan.cluster_m if together else 0.0,
        split=_split(notes, ground, day) if day else None,
    )


def _split(notes: Sequence[Note], ground: Ground, day: str) -> Split | None:
    """The notes before the day and from it on; None where one side has none."""
    early = [each for each in notes if each.early]
    late = [each for each in notes if not each.early]
    if not early or not late:
        return None
    return Split(day, half_of(early, ground), half_of(late, ground))


def half_of(notes: Sequence[Note], ground: Ground) -> Half:
    """One side of a comparison."""
    return Half(len(notes), people_of(notes), zone_sums(notes, ground.frame, ground.zones))


def _contested(notes: Sequence[Note]) -> tuple[Contested, ...]:
    """The notes that enough people agree and enough disagree with, the most divided first."""
    found = [Contested(each.number, each.agree, each.disagree) for each in notes]
    split = [each for each in found if quarrels.is_split(each.agree, each.disagree)]
    split.sort(key=lambda each: (-min(each.agree, each.disagree), -each.agree, each.number))
    return tuple(split[:MOST_CLASHES])


def _is_line(note: Note) -> bool:
    return note.geometry is not None and "Line" in note.geometry["type"]


def _is_here(note: Note) -> bool:
    return note.spot is not None and note.inside is not False


def _far(notes: Sequence[Note], ground: Ground) -> set[int]:
    """Which notes were set aside, or lie so far off that they belong to no plan of this."""
    out = [(i, each.spot) for i, each in enumerate(notes) if each.spot and not each.inside]
    spots = [spot for _, spot in out]
    found = far_outside(spots, ground.outline, FAR_M) if ground.outline else outliers(spots)
    aside = {i for i, each in enumerate(notes) if each.set_aside and each.spot}
    return aside | {out[nth][0] for nth in found}
