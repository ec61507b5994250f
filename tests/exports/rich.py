# ruff: noqa: E501

from dataclasses import replace
from typing import Any

from workshops.design_facts import DrawingFacts, StepFacts, VisionFacts, WordFacts
from workshops.findings import Findings, RequirementFacts, RestFacts, TrialFacts, digest
from workshops.who_facts import Check, GroupFacts, Priority, TurnoutFacts, WhoFacts
from workshops.words import count, say

CENSUS = "Made-up census, 2025"
PICTURE = "0" * 64


def full(findings: Findings, picture: str = PICTURE) -> Findings:
    """The sample with who came, trials, answers, a ledger, drawings and what would change."""
    made = replace(
        findings,
        requirements=tuple(map(_worked_on, findings.requirements)),
        trials=(_trial(),),
        vision=_vision(),
        drawings=_drawings(picture),
        who=(_age(), _relation()),
        turnout=(TurnoutFacts("2.3", 58, 71, 71, 80),),
        sensitivity=_sensitivity(),
        workshops=tuple(
            replace(
                each, head_counts=({"at": "18:30", "people": 66}, {"at": "19:30", "people": 71})
            )
            if each.number == 2
            else each
            for each in findings.workshops
        ),
    )
    return replace(made, hash=digest(made))


def _group(label: str, people: int | None, percent: float, town: float | None) -> GroupFacts:
    points = None if town is None else round(percent - town, 1)
    ratio = None if town is None else round(percent / town, 2)
    return GroupFacts((label,), people, percent, town, points, ratio, bool(ratio and ratio < 0.8))


def _age() -> WhoFacts:
    rows = (("under 13", 22, 8, 13), ("13 to 17", 33, 12, 6), ("18 to 29", 24, 9, 15),
            ("30 to 49", 71, 26, 25), ("50 to 66", 69, 25, 22), ("67 and over", 58, 21, 19))  # fmt: skip
    return WhoFacts(
        "age", "How old are you?", ("2.5",), ("2026-02-05", "2026-04-18"), 318, 277, 41,
        tuple(_group(*row) for row in rows), None, (), CENSUS,
        "A stall at the student house on 18 April. Nine ideas came from it.",
    )  # fmt: skip


def _relation() -> WhoFacts:
    rows = (("Shop, walk, pass through", 146, 51, None), ("Live by it", 61, 21, None),
            ("Work or run a business there", 44, 15, None), ("Go to school by it", 24, 8, None))  # fmt: skip
    together = GroupFacts(
        ("Deliver goods", "Look after someone"), 9, 3.0, None, None, None, under=False
    )
    return WhoFacts(
        "relation", "What is the square to you?", ("2.5",), ("2026-02-05",), 318, 284, 34,
        tuple(_group(*row) for row in rows), together, (), "", "",
    )  # fmt: skip


def _trial() -> TrialFacts:
    return TrialFacts(
        "T1", "A fire basket for three evenings", "B", None, "The fire service",
        "2026-03-12", "2026-03-14", "People stayed for forty minutes; the smoke went east.",
        ({"what": "People who stay at 20:00", "before": 4, "during": 31, "after": 6},),
        (PICTURE,), "adapt", "A hood that takes the smoke up.", (2,),
    )  # fmt: skip


def _worked_on(each: RequirementFacts) -> RequirementFacts:
    if each.number == 2:
        rest = RestFacts("trial", "T1", against=False, words=say("“A fire basket”: adapt"))
        return replace(
            each,
            season="winter",
            time_of_day="evening",
            who="Everybody",
            rests_on=(rest,),
            answers=({"department": "Fire service", "answer": "possible",
                      "why": "With somebody beside it and sand at hand."},),
            ledger=(StepFacts("in_brief", "2026-04-27", "Parks", "", ""),
                    StepFacts("in_design", "2026-05-10", "Parks", "", "")),
        )  # fmt: skip
    if each.number == 5:
        return replace(
            each,
            answers=({"department": "Water works", "answer": "costly", "why": "The pump freezes."},),
            ledger=(StepFacts("in_brief", "2026-04-27", "Parks", "", ""),
                    StepFacts("dropped", "2026-05-20", "Water works",
                              "The pump does not stand the frost.", "2.1 million kroner")),
        )  # fmt: skip
    return each


def _vision() -> VisionFacts:
    return VisionFacts(
        "A square that is warm on the darkest evening.",
        (WordFacts("fire", 31), WordFacts("light", 28), WordFacts("ice", 19)),
        ({"sentence": "Twice as many stay in January.", "test": "Counted at 18:00, first week."},),
        ({"use": "Fire and soup", "season": "winter", "time": "evening", "who": "Everybody",
          "zone": "B", "refs": ["HAM-0001", "HAM-0012"]},),
        ({"one": "Music at the ice", "other": "Quiet after nine", "who_one": "Young people",
          "who_other": "Those who live by it", "accept_one": "20:30", "accept_other": "20:30",
          "refs": ["HAM-0004"]},),
        ({"what": "People who stay at 18:00", "baseline": "4", "when": "January 2028"},),
    )  # fmt: skip


def _drawings(picture: str) -> tuple[DrawingFacts, ...]:
    page = {"sha256": picture, "width": 1600, "height": 1000}
    first = DrawingFacts(
        1, "First sketch", "", "2026-05-02", "Parks", (page,),
        ({"page": 1, "x": 0.3, "y": 0.4, "requirement": 1},), (), {"1": "partly", "3": "not"},
    )  # fmt: skip
    second = DrawingFacts(
        2, "After the open meeting", "With the fire in the east", "2026-05-19", "Parks", (page,),
        ({"page": 1, "x": 0.3, "y": 0.4, "requirement": 1},
         {"page": 1, "x": 0.62, "y": 0.5, "requirement": 2}),
        ({"what": "The fire moves away from the bedrooms.", "because": ["HAM-0008"]},),
        {"1": "met", "2": "met", "3": "partly", "4": "not"},
    )  # fmt: skip
    return first, second


def _sensitivity() -> tuple[Priority, ...]:
    checks = (
        Check("paper", 0, 48, "changed", say("“%(option)s” alone is first", option="Light")),
        Check("residents", 0, 21, "same", say("the same")),
    )
    whole: dict[str, Any] = {"stands": say("A tie: two share first place"), "checks": checks}
    same = (Check("paper", 0, 88, "same", say("the same")),)
    return (
        Priority("2.3", "What first?", **whole),
        Priority("R1", "Seats", count("%(n)s person", "%(n)s people", 112), same),
    )
