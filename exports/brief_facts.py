"""What the templates of the brief are given, worked out from the findings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from exports import history, plates, summary
from exports.asked_plate import AskedPlate, asked_plate
from exports.assets import Shelf
from exports.brief_parts import ANNEXES, BY_KEY, PARTS, Part, told_in
from exports.checklists import Checklist, checklists
from exports.conflict_words import conflict_lines
from exports.history import Doing
from exports.letters import USUAL, Letters
from exports.log_parts import parted
from exports.merged import below, leading, said_by
from exports.paper import TruePlan, true_plan
from exports.participation import Participation, participation
from exports.plates import Plate, Strip
from exports.short_facts import Short, short_of
from exports.sum_lists import SumLists, sum_lists
from exports.sum_plates import SumPlate, sum_plates
from exports.summary import Asked, Message
from exports.what_stands import what_stands, zone_areas
from exports.who_bars import longest_share, missing, plenty
from exports.words import Words
from workshops.became import Answers, answers_in
from workshops.design_facts import DrawingFacts
from workshops.design_versions import Tally, tally
from workshops.findings import (
    ActivityFacts,
    ContributionFacts,
    Findings,
    WorkshopFacts,
)
from workshops.refusal import Refused
from workshops.who_facts import GroupFacts, WhoFacts
from workshops.words import Sentence, mark

MOST_LIKED = 15
NORWEGIAN = frozenset({"nb", "nn", "no"})


@dataclass(frozen=True)
class Brief:
    """What the templates of the brief are given.

    What is drawn is drawn when a template asks for it, and once: maps `drawn` for another
    language serve again.
    """

    findings: Findings
    words: Words
    shelf: Shelf
    drawn: "Brief | None"
    messages: Sequence[Message]
    results: Sequence[Message]
    rights: Sequence[Any]
    asked: Sequence[Asked]
    liked: Sequence[ContributionFacts]
    worded: Sequence[ContributionFacts]
    wordless: Sequence[ContributionFacts]
    moderated: Sequence[Doing]
    changed: Sequence[Doing]
    held: Sequence[WorkshopFacts]
    votes: int
    first_day: str
    last_day: str
    letters: Letters = USUAL

    @property
    def again(self) -> bool:
        """Whether this is the second language, in which lists and maps are not repeated."""
        return self.drawn is not None

    @cached_property
    def below(self) -> Mapping[str, tuple[str, ...]]:
        """What was merged into each, by its reference."""
        return below(self.findings)

    @cached_property
    def said_by(self) -> Mapping[int, int]:
        """How many people said what leads, by its number."""
        return said_by(self.findings)

    @cached_property
    def strip(self) -> Strip | None:
        return self.drawn.strip if self.drawn else plates.strip(self.findings, self.words)

    @cached_property
    def plates(self) -> Sequence[Plate]:
        return self.drawn.plates if self.drawn else plates.plates_of(self.findings, self.words)

    @cached_property
    def asked_plate(self) -> AskedPlate | None:
        return self.drawn.asked_plate if self.drawn else asked_plate(self.findings, self.words)

    @cached_property
    def sum_plates(self) -> Sequence[SumPlate]:
        if self.drawn:
            return self.drawn.sum_plates
        return sum_plates(self.findings, self.words, len(self.plates) + 1)

    @cached_property
    def sum_lists(self) -> Mapping[str, SumLists]:
        return sum_lists(self.findings)

    @cached_property
    def true_plan(self) -> TruePlan | None:
        return self.drawn.true_plan if self.drawn else _true_plan(self.findings, self.words)

    @property
    def parts(self) -> tuple[Part, ...]:
        """All parts and annexes that this brief has."""
        annexes = ANNEXES if self.true_plan else ANNEXES[:-1]
        return PARTS + annexes

    @property
    def short(self) -> Short:
        """What the two pages at the door tell."""
        return short_of(self.findings)

    def part(self, key: str) -> Part:
        return BY_KEY[key]

    def methods_of(self, workshop: WorkshopFacts) -> tuple[ActivityFacts, ...]:
        """The activities of a workshop that have a part of the brief."""
        told = (each for part in PARTS for each in self.told_in(part.key))
        mine = (each for each in told if each.ref.startswith(f"{workshop.number}."))
        return tuple(sorted(mine, key=self.findings.activities.index))

    def told_in(self, part: str) -> tuple[ActivityFacts, ...]:
        return told_in(self.findings.activities, part)

    @cached_property
    def answers(self) -> Answers:
        """You said, we did, or could not, because; and what waits."""
        return answers_in(self.findings)

    @property
    def checklists(self) -> tuple[Checklist, ...]:
        return checklists(self.findings, self.words)

    @property
    def participation(self) -> Participation | None:
        """The Norwegian list, where the brief or the consultation is in Norwegian."""
        told = {self.words.language, self.findings.language}
        return participation(self.findings, self.words) if told & NORWEGIAN else None

    @property
    def requirement_refs(self) -> Mapping[str, str]:
        """The anchor of every requirement by what people call it."""
        return {f"R{each.number}": f"r-{each.number}" for each in self.findings.requirements}

    def tally(self, drawing: DrawingFacts) -> Tally:
        return tally(drawing, self.findings.requirements)

    @property
    def conflicts(self) -> tuple[str, ...]:
        """Every open conflict in a line, as numbered in its own part."""
        return conflict_lines(self.findings, self.words)

    @property
    def stands(self) -> Sequence[Sentence]:
        """What stands on the square by its map."""
        return what_stands(self.findings)

    @property
    def zone_areas(self) -> Mapping[str, int]:
        """The square metres of every zone."""
        return zone_areas(self.findings)

    @property
    def missing(self) -> Sequence[tuple[GroupFacts, str]]:
        """Groups of whom too few came, and what was done about it."""
        return tuple(missing(self.findings))

    @property
    def plenty(self) -> Sequence[GroupFacts]:
        """Groups of whom many more came than live in the town."""
        return tuple(plenty(self.findings))

    def longest_share(self, who: WhoFacts) -> float:
        return longest_share(who)

    def here(self, refs: Sequence[str]) -> list[str]:
        """Those of the references that lead somewhere in this brief."""
        return [ref for ref in refs if ref in self._known]

    @cached_property
    def _known(self) -> frozenset[str]:
        findings = self.findings
        return frozenset(
            [
                *(each.ref for each in findings.contributions),
                *(each.ref for each in findings.activities),
                *(f"R{each.number}" for each in findings.requirements),
                *(each.ref for each in findings.trials),
            ]
        )


def brief_of(
    findings: Findings, words: Words, shelf: Shelf, *, drawn: "Brief | None" = None
) -> Brief:
    """Work out what the brief says in one language."""
    held = summary.held(findings)
    days = sorted(each.date for each in held if each.date)
    moderated, changed = parted(findings.log)
    liked = sorted(
        (each for each in leading(findings.contributions) if summary.liking(each)),
        key=lambda each: (-summary.liking(each), each.number),
    )
    return Brief(
        findings=findings,
        words=words,
        shelf=shelf,
        drawn=drawn,
        messages=summary.messages(findings, words),
        results=summary.top_results(findings, words),
        rights=summary.rights(findings),
        asked=summary.asked(findings, words),
        liked=_with_ties(liked, MOST_LIKED),
        worded=[each for each in findings.contributions if each.text.strip()],
        wordless=[each for each in findings.contributions if not each.text.strip()],
        moderated=history.doings(moderated, words),
        changed=history.doings(changed, words),
        held=held,
        votes=summary.votes(findings),
        first_day=days[0] if days else "",
        last_day=days[-1] if days else "",
    )


def _true_plan(findings: Findings, words: Words) -> TruePlan | None:
    """The plan alone; None without an outline, or where it fits on no paper."""
    square = findings.square
    if square.outline is None:
        return None
    title = words.say(mark("Plan of %(square)s"), square=square.name)
    try:
        return true_plan(
            square.basemap,
            square.outline,
            square.zones,
            title,
            on_earth=bool(square.epsg),
            speak=words.say,
        )
    except Refused:
        return None


def _with_ties(liked: Sequence[ContributionFacts], most: int) -> Sequence[ContributionFacts]:
    """The first ones with all that share the last one's count, or without any of them."""
    if len(liked) <= most:
        return liked
    least = summary.liking(liked[most - 1])
    tied = [each for each in liked if summary.liking(each) >= least]
    return (
        tied if len(tied) <= 2 * most else [each for each in tied if summary.liking(each) > least]
    )
