"""The tables of who took part, turn-out and what would change. Rows in plain values."""

from collections.abc import Iterator, Sequence

from exports.columns import Columns
from exports.words import Words
from workshops.findings import Findings
from workshops.who_facts import GroupFacts
from workshops.words import mark

WHO: Columns = (
    ("question", mark("What was asked about people: age, relation or district.")),
    ("group", mark("The group; several with a plus between are too small to be told apart.")),
    ("people", mark("How many said so. Empty: fewer than 5, or it would give such a group away.")),
    ("percent", mark("Their share of those who answered this question, in per cent.")),
    ("reference", mark("The share of the group in the town, in per cent; empty when not known.")),
    ("points", mark("The first less the second, in percentage points.")),
    ("ratio", mark("The first divided by the second: below 1 means that fewer came.")),
    ("under", mark("1 when fewer than four fifths of its share came.")),
    ("source", mark("Where the figures of the town are from.")),
)
TURNOUT: Columns = (
    ("activity", mark("The activity, as workshop.position.")),
    ("voted", mark("How many people took part.")),
    ("joined", mark("How many people joined the workshop.")),
    ("present", mark("The highest hand count at the door; empty when nobody counted.")),
    ("slips", mark("Voting slips printed and not spoiled; 0 where the vote asked for none.")),
)
SENSITIVITY: Columns = (
    ("priority", mark("The vote, as workshop.position, or the requirement's number.")),
    ("stands", mark("What it came to with everybody.")),
    ("less", mark("Who was left out: paper, a workshop, non-residents, what came twice.")),
    ("workshop", mark("The number of the workshop that was left out.")),
    ("people", mark("How many people are left; empty where that is not told.")),
    ("outcome", mark("same, changed, few (under 5 are left) or nothing (nobody was left out).")),
    ("says", mark("What would change.")),
)
Row = Sequence[object]


def who(findings: Findings, words: Words) -> Iterator[Row]:
    """A row a group, one for those told together, one for the unknown."""
    for each in findings.who:
        together = (each.together,) if each.together else ()
        for group in (*each.groups, *together):
            yield (each.key, _labels(group, words), *_figures(group), each.source)
        unknown = words.say(mark("not known"))
        yield (each.key, unknown, each.unknown, "", "", "", "", 0, each.source)


def _labels(group: GroupFacts, words: Words) -> str:
    return " + ".join(words.word(label) for label in group.labels)


def _figures(group: GroupFacts) -> Row:
    told = (group.people, group.percent, group.reference, group.points, group.ratio)
    return (*("" if each is None else each for each in told), int(group.under))


def turnout(findings: Findings) -> Iterator[Row]:
    """A row a vote."""
    for each in findings.turnout:
        present = "" if each.present is None else each.present
        yield (each.activity, each.voted, each.joined, present, each.slips)


def sensitivity(findings: Findings, words: Words) -> Iterator[Row]:
    """A row for each way in which a priority was counted again."""
    for each in findings.sensitivity:
        for check in each.checks:
            yield (
                each.ref,
                words.say(each.stands),
                check.less,
                check.workshop or "",
                "" if check.n is None else check.n,
                check.outcome,
                words.say(check.says),
            )
