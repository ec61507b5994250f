"""What sums say in one sentence: a tie is called a tie, every figure has its radius."""

from collections.abc import Sequence

from workshops.sum_facts import Clash, Spot, Sums, ZoneSum
from workshops.words import Sentence, count, named, say


def where(near: str, zone: str) -> Sentence:
    """Name a spot by its landmark, else by its zone."""
    if near:
        return say("by %(place)s", place=named(near))
    if zone:
        return say("in zone %(zone)s", zone=zone)
    return say("at one spot")


def gathering(sums: Sums) -> Sentence:
    """Where most people put notes."""
    if not sums.spots:
        return say("Nowhere do notes gather")
    most = max(each.people for each in sums.spots)
    first = [each for each in sums.spots if each.people == most]
    if len(first) > 1:
        return say("A tie: as many people in %(n)s places", n=len(first))
    return say("Most people %(where)s", where=where(first[0].near, first[0].zone))


def spot(each: Spot) -> Sentence:
    """How many notes and people a hot spot has."""
    return say(
        "%(notes)s by %(people)s",
        notes=count("%(n)s note", "%(n)s notes", each.notes),
        people=count("%(n)s person", "%(n)s people", each.people),
    )


def two_sides(sums: Sums) -> Sentence:
    """How many people like it somewhere, and how many do not."""
    yes = sums.liked.people if sums.liked else 0
    no = sums.disliked.people if sums.disliked else 0
    if not yes and not no:
        return say("Nobody said what they like or dislike")
    if yes == no:
        return count(
            "A tie: %(n)s person likes a place, as many do not",
            "A tie: %(n)s people like a place, as many do not",
            yes,
        )
    return say("%(yes)s like a place, %(no)s dislike one", yes=yes, no=no)


def clash(each: Clash) -> Sentence:
    """Both sides of a conflict: "17 like it, 12 do not, within 8 m by the fountain"."""
    place, metres = where(each.near, each.zone), f"{each.radius_m:g}"
    if each.tied:
        return say(
            "A tie: %(yes)s like it, as many do not, within %(m)s m %(where)s",
            yes=each.people_for,
            m=metres,
            where=place,
        )
    return say(
        "%(yes)s like it, %(no)s do not, within %(m)s m %(where)s",
        yes=each.people_for,
        no=each.people_against,
        m=metres,
        where=place,
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
