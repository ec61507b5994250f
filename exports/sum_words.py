"""What sums say in one sentence: a tie is called a tie, every figure has its radius."""

from collections.abc import Mapping, Sequence

from workshops.before_after import FEWEST_PEOPLE, Compared
from workshops.sum_facts import Clash, Cluster, Contested, Spot, Sums, ZoneSum
from workshops.summing_plan import LEAST_IN_A_CLUSTER
from workshops.words import Sentence, count, mark, named, say

#: The names of categories by their keys.
Names = Mapping[str, str]


#: A spot, by how it lies off a landmark.
OFF = {
    "n": mark("%(n)s m north of %(landmark)s"),
    "ne": mark("%(n)s m north-east of %(landmark)s"),
    "e": mark("%(n)s m east of %(landmark)s"),
    "se": mark("%(n)s m south-east of %(landmark)s"),
    "s": mark("%(n)s m south of %(landmark)s"),
    "sw": mark("%(n)s m south-west of %(landmark)s"),
    "w": mark("%(n)s m west of %(landmark)s"),
    "nw": mark("%(n)s m north-west of %(landmark)s"),
}


def where(each: Spot | Cluster | Clash) -> Sentence:
    """Name a place within a sentence: 'near “Fountain”', "12 m north of “Fountain”"."""
    if each.near:
        # A name may come with its article or without: in quotation marks either reads well.
        name = say("“%(name)s”", name=named(each.near))
        if each.toward:
            return say(OFF[each.toward], n=each.off_m, landmark=name)
        return say("near %(place)s", place=name)
    if each.zone:
        return say("in zone %(zone)s", zone=each.zone)
    return say("at one spot")


def title(each: Spot | Cluster | Clash) -> Sentence:
    """Name a place in a list: "Fountain, zone B", "14 m west of Fountain"."""
    if not each.near:
        return say("Zone %(zone)s", zone=each.zone) if each.zone else say("One spot")
    name = named(each.near)
    if each.toward:
        return say(OFF[each.toward], n=each.off_m, landmark=name)
    if not each.zone:
        return name
    return say("%(place)s, zone %(zone)s", place=name, zone=each.zone)


def gathering(sums: Sums) -> Sentence:
    """Where most people put notes; most notes, where nobody knows how many people wrote them."""
    if not sums.spots:
        return say("Nowhere do notes gather")
    if not sums.people:
        return say("Most notes %(where)s", where=where(sums.spots[0]))
    most = max(each.people for each in sums.spots)
    first = [each for each in sums.spots if each.people == most]
    if len(first) > 1:
        return say("A tie: as many people in %(n)s places", n=len(first))
    return say("Most people %(where)s", where=where(first[0]))


def spot(each: Spot | Cluster) -> Sentence:
    """How many notes and people a hot spot or a cluster has; notes alone, if people are unknown."""
    notes = count("%(n)s note", "%(n)s notes", each.notes)
    if not each.people:
        return notes
    people = count("%(n)s person", "%(n)s people", each.people)
    return say("%(notes)s by %(people)s", notes=notes, people=people)


def two_sides(sums: Sums, names: Names) -> Sentence:
    """How many people are for it somewhere, and how many are not; or for two categories."""
    yes = sums.liked.people if sums.liked else 0
    no = sums.disliked.people if sums.disliked else 0
    if sums.sides:
        one, other = (_name(key, names) for key in sums.sides)
        if yes == no:
            return say(
                "A tie: %(n)s for %(one)s, as many for %(other)s", n=yes, one=one, other=other
            )
        return say(
            "%(yes)s for %(one)s, %(no)s for %(other)s", yes=yes, no=no, one=one, other=other
        )
    if not yes and not no:
        return say("Nobody said what they like or dislike")
    if yes == no:
        return count(
            "A tie: %(n)s person likes a place, as many do not",
            "A tie: %(n)s people like a place, as many do not",
            yes,
        )
    return say("%(yes)s like a place, %(no)s dislike one", yes=yes, no=no)


def clash(each: Clash, names: Names) -> Sentence:
    """Both sides of a conflict: '17 like it, 12 do not, within 8 m, near “Fountain”'."""
    told: dict[str, object] = {"yes": each.people_for, "no": each.people_against}
    told |= {"m": f"{each.radius_m:g}", "where": where(each)}
    if each.one:
        told |= {"one": _name(each.one, names), "other": _name(each.other, names)}
        if each.tied:
            return say(
                "A tie: %(yes)s for %(one)s, as many for %(other)s, within %(m)s m, %(where)s",
                **told,
            )
        return say("%(yes)s for %(one)s, %(no)s for %(other)s, within %(m)s m, %(where)s", **told)
    if each.tied:
        return say("A tie: %(yes)s like it, as many do not, within %(m)s m, %(where)s", **told)
    return say("%(yes)s like it, %(no)s do not, within %(m)s m, %(where)s", **told)


def sides(each: Clash | Sums, names: Names) -> tuple[Sentence, Sentence]:
    """What the two sides of a conflict, or of all sums, are called."""
    keys = each.sides if isinstance(each, Sums) else (each.one, each.other)
    if any(keys):
        return _name(keys[0], names), _name(keys[1], names)
    return say("Like it here"), say("Do not like it here")


def _name(key: str, names: Names) -> Sentence:
    return named(names.get(key, key))


def contested(each: Contested) -> Sentence:
    """How many agree and disagree with a note; a tie is called one."""
    if each.tied:
        return say("A tie: %(n)s each", n=each.agree)
    return say("%(yes)s agree, %(no)s disagree", yes=each.agree, no=each.disagree)


def divided(sums: Sums) -> Sentence:
    """How many notes divide the room."""
    if not sums.contested:
        return say("No note divides the room")
    return count("%(n)s note divides the room", "%(n)s notes divide the room", len(sums.contested))


def signed(n: int) -> str:
    """A difference with its sign, the true minus: "+9", "−3", "0"."""
    return f"{n:+d}".replace("-", "−") if n else "0"


def clusters(sums: Sums) -> Sentence:
    """What a cluster is, beside a hot spot."""
    return say(
        "A hot spot is a full circle of %(radius)s m; a cluster has any shape and goes on as long"
        " as there are at least %(least)s notes within %(reach)s m.",
        radius=f"{sums.bandwidth_m:g}",
        least=LEAST_IN_A_CLUSTER,
        reach=f"{sums.cluster_m:g}",
    )


def change(compared: Compared) -> Sentence:
    """Which zone changed most between two sides; ties and small numbers are said."""
    if compared.few:
        return say("Fewer than %(n)s people on one side: too few to compare", n=FEWEST_PEOPLE)
    if not compared.most:
        return say("As many notes in every zone as before")
    first = compared.most[0]
    if len(compared.most) > 1:
        return say(
            "A tie: %(n)s zones changed most, by %(by)s", n=len(compared.most), by=abs(first.notes)
        )
    told = {"before": first.before.notes, "after": first.after.notes}
    if not first.letter:
        return say("Changed most: outside the zones, from %(before)s to %(after)s notes", **told)
    return say(
        "Changed most: zone %(zone)s, from %(before)s to %(after)s notes", zone=first.letter, **told
    )


def by_zone(zones: Sequence[ZoneSum]) -> Sentence:
    """Which zone most notes lie in."""
    named_zones = [each for each in zones if each.letter]
    most = max((each.notes for each in named_zones), default=0)
    first = [each for each in named_zones if each.notes == most]
    if not most:
        return say("No note in any zone")
    if len(first) > 1:
        return say("A tie: as many notes in %(n)s zones", n=len(first))
    return say("Most notes in zone %(zone)s", zone=first[0].letter)


def drawn_ways(sums: Sums) -> Sentence:
    """How many people drew the way that most drew."""
    most = max((each.people for each in sums.ways), default=0)
    if not most and not sums.covers:
        return say("Nobody drew a way or an area")
    if not most:
        return say("Areas laid over one another")
    return count("%(n)s person on the busiest way", "%(n)s people on the busiest way", most)
