"""The left side: what was said and voted, searched, each with its tick for the open requirement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import url_for

from app.contexts import Category, PlanView
from app.planner.contexts import Block, FindingsPane, Line, Said, Tab
from app.screen import CROWDED, crowd
from app.views import notes_of, plan_view
from exports import sum_words
from workshops.activities import kind_of
from workshops.activities.result import Result
from workshops.findings import ActivityFacts, ContributionFacts, Findings
from workshops.models import Consultation
from workshops.requirements import in_words
from workshops.sum_facts import Sums
from workshops.words import Sentence, mark

FIRST = 60
TABS = {
    "all": mark("All"),
    "ideas": mark("Ideas"),
    "votes": mark("Votes"),
    "notes": mark("Map notes"),
}


@dataclass(frozen=True)
class Wanted:
    """What the left side shows: words searched for, a tab, everything or the first ones."""

    asked: str
    tab: str
    everything: bool
    open: int | None

    @property
    def kept(self) -> dict[str, Any]:
        """What an address carries of it, besides the requirement that is open."""
        return {
            "q": self.asked or None,
            "tab": self.tab if self.tab != "all" else None,
            "all": 1 if self.everything else None,
        }

    def address(self, slug: str, **other: Any) -> str:
        """Return the page that shows this, but for what differs."""
        values = {"r": self.open, **self.kept, **other}
        return url_for("planner.requirements", slug=slug, **values)


def pane_of(
    consultation: Consultation,
    findings: Findings,
    results: Mapping[str, Result],
    wanted: Wanted,
    sides: Mapping[str, str],
) -> FindingsPane:
    """Return the left side; `sides` says what is evidence already, by the key of its tick."""
    blocks = [
        (group_of(each), _block(each, findings, sides, _plan(each, results, consultation)))
        for each in findings.activities
        if each.bars and _matches(wanted.asked, *_words_of(each))
    ]
    blocks.sort(key=lambda pair: pair[0] != "votes")
    groups = {each.ref: group_of(each) for each in findings.activities}
    said = [
        (groups[each.activity], each)
        for each in findings.contributions
        if _matches(wanted.asked, each.text, each.ref, each.place)
    ]
    shown = [each for group, each in said if _listed(group, each, wanted)]
    shown.sort(key=lambda each: (-each.hearts, each.number))
    first = shown if wanted.everything else shown[:FIRST]
    return FindingsPane(
        asked=wanted.asked,
        tabs=_tabs(consultation.slug, wanted, [g for g, _ in blocks], [g for g, _ in said]),
        tab=wanted.tab,
        workshops=len({each.ref.split(".")[0] for each in findings.activities}),
        total=len(findings.contributions),
        matching=len(said),
        blocks=[block for group, block in blocks if wanted.tab in ("all", group)],
        said=[_said(each, findings, sides) for each in first],
        more_url=wanted.address(consultation.slug, all=1) if len(first) < len(shown) else "",
        aside=[(each.n, each.why) for each in findings.set_aside],
    )


def group_of(activity: ActivityFacts) -> str:
    """Return the tab an activity belongs under."""
    kind = kind_of(activity.kind)
    if kind.collects == "ballot":
        return "votes"
    return "notes" if kind.on_plan else "ideas"


def _matches(asked: str, *texts: str) -> bool:
    """Whether all the words are in there, whatever their case."""
    where = " ".join(texts).casefold()
    return all(word in where for word in asked.casefold().split())


def _words_of(activity: ActivityFacts) -> Sequence[str]:
    return (activity.title, activity.question, *(bar["label"] for bar in activity.bars))


def _listed(group: str, said: ContributionFacts, wanted: Wanted) -> bool:
    """Notes without words stand on the plan; they are listed only under their own tab."""
    if wanted.tab == "all":
        return bool(said.text)
    return wanted.tab == group


def _tabs(slug: str, wanted: Wanted, blocks: Sequence[str], said: Sequence[str]) -> Sequence[Tab]:
    counts = {
        "all": None,
        "ideas": said.count("ideas"),
        "votes": blocks.count("votes"),
        "notes": said.count("notes"),
    }
    return [
        Tab(key, title, counts[key], wanted.address(slug, tab=key, all=None))
        for key, title in TABS.items()
    ]


def _block(
    activity: ActivityFacts, findings: Findings, sides: Mapping[str, str], plan: PlanView | None
) -> Block:
    most = max(bar["value"] for bar in activity.bars) or 1
    workshop = next(w for w in findings.workshops if f"{w.number}" == activity.ref.split(".")[0])
    return Block(
        ref=activity.ref,
        kind_title=kind_of(activity.kind).title,
        headline=activity.headline,
        question=activity.question or activity.title,
        people=in_words(activity.n),
        channels=tuple(activity.voices),
        day=date.fromisoformat(workshop.date),
        lines=[
            Line(
                key=f"line:{activity.ref}:{bar['key']}",
                label=bar["label"],
                value=bar["value"],
                rank=bar["rank"],
                tied=bar["tied"],
                width=round(100 * bar["value"] / most, 2),
                side=sides.get(f"line:{activity.ref}:{bar['key']}", ""),
            )
            for bar in activity.bars
        ],
        plan=plan,
        told=_told(activity.sums),
    )


def _told(sums: Sums | None) -> list[Sentence]:
    """Say where most people gather, and each conflict."""
    if sums is None or not sums.spots:
        return []
    return [sum_words.gathering(sums), *(sum_words.clash(each) for each in sums.clashes)]


def _plan(
    activity: ActivityFacts, results: Mapping[str, Result], consultation: Consultation
) -> PlanView | None:
    if not kind_of(activity.kind).on_plan:
        return None
    plan = plan_view(consultation.square, notes_of(results[activity.ref], consultation))
    crowded = plan is not None and len(plan.notes) > CROWDED
    return replace(plan, notes=crowd(plan)) if plan and crowded else plan


def _said(each: ContributionFacts, findings: Findings, sides: Mapping[str, str]) -> Said:
    found = findings.category(each.category)
    category = Category(found.key, found.name, found.shape, found.letter) if found else None
    return Said(
        key=f"said:{each.number}",
        ref=each.ref,
        text=each.text,
        category=category,
        channel=each.channel,
        hearts=each.hearts,
        place="" if each.place == "none" else each.place,
        used=each.requirements,
        side=sides.get(f"said:{each.number}", ""),
    )
