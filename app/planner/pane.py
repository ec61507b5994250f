"""The left side: what was said and voted, searched, each with its tick for the open requirement.

Lists are cut here, so that a page stays small however much was said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import url_for

from app.contexts import Category, PlanView
from app.planner.contexts import (
    Beside,
    Block,
    Every,
    Filters,
    FindingsPane,
    Line,
    Pages,
    Said,
    Tab,
)
from app.screen import CROWDED, crowd
from app.views import notes_of, plan_view
from exports import sum_words
from exports.merged import below
from workshops.activities import kind_of
from workshops.findings import ActivityFacts, ContributionFacts, Findings
from workshops.models import Consultation
from workshops.requirements import in_words
from workshops.resting import KINDS, Rest
from workshops.suggesting import zone_of
from workshops.sum_facts import Sums
from workshops.words import Sentence, mark

FIRST = 60
#: Longer words are cut in the list; alone they stand in full.
LONGEST = 280
TABS = {
    "all": mark("All"),
    "ideas": mark("Ideas"),
    "votes": mark("Votes"),
    "notes": mark("Map notes"),
    "beside": mark("Trials and photos"),
}


@dataclass(frozen=True)
class Wanted:
    """What the left side shows: words searched for, a tab, a zone, a category, a page of it."""

    asked: str
    tab: str
    open: int | None
    zone: str = ""
    category: str = ""
    page: int = 1

    @property
    def kept(self) -> dict[str, Any]:
        """What an address carries of it, besides the requirement that is open."""
        return {
            "q": self.asked or None,
            "tab": self.tab if self.tab != "all" else None,
            "zone": self.zone or None,
            "category": self.category or None,
            "page": self.page if self.page > 1 else None,
        }

    def address(self, slug: str, **other: Any) -> str:
        """Return the page that shows this, but for what differs."""
        values = {"r": self.open, **self.kept, **other}
        return url_for("planner.requirements", slug=slug, **values)


def pane_of(
    consultation: Consultation,
    findings: Findings,
    offered: Mapping[Rest, Sentence],
    wanted: Wanted,
    sides: Mapping[str, str],
) -> FindingsPane:
    """Return the left side; `sides` says what is evidence already, by the key of its tick.

    `offered` is what stands beside people's voices: trials, hot spots, conflicts, photos.
    """
    blocks = [] if wanted.zone or wanted.category else blocks_of(findings, wanted)
    groups = {each.ref: group_of(each) for each in findings.activities}
    said = matching(findings, wanted)
    shown = [each for each in said if _listed(groups[each.activity], each, wanted)]
    shown.sort(key=lambda each: (-each.hearts, each.number))
    same = _same(findings)
    page = min(wanted.page, max(1, -(-len(shown) // FIRST)))
    first = shown[(page - 1) * FIRST : page * FIRST]
    beside = _beside(offered, wanted, sides)
    return FindingsPane(
        asked=wanted.asked,
        tabs=_tabs(
            consultation.slug,
            wanted,
            [group_of(each) for each in blocks],
            [groups[each.activity] for each in said],
            len(beside),
        ),
        tab=wanted.tab,
        workshops=len({each.ref.split(".")[0] for each in findings.activities}),
        total=len(findings.contributions),
        matching=len(said),
        blocks=[
            _block(each, findings, sides, _plan(each, consultation))
            for each in blocks
            if wanted.tab in ("all", group_of(each)) and page == 1
        ],
        said=[
            replace(
                _said(each, findings, wanted, sides, whole=len(said) == 1),
                same=same.get(each.ref, ()),
            )
            for each in first
        ],
        beside=beside if wanted.tab == "beside" else (),
        pages=_pages(consultation.slug, wanted, page, len(shown)),
        filters=_filters(findings, wanted),
        every=_every(findings, wanted, len(said)),
        aside=[(each.n, each.why) for each in findings.set_aside],
    )


def blocks_of(findings: Findings, wanted: Wanted) -> list[ActivityFacts]:
    """Return the activities whose result has lines, votes first."""
    found = [
        each
        for each in findings.activities
        if each.bars and _matches(wanted.asked, *_words_of(each))
    ]
    return sorted(found, key=lambda each: group_of(each) != "votes")


def matching(findings: Findings, wanted: Wanted) -> list[ContributionFacts]:
    """Return what was said in these words, in this zone, of this category.

    What was merged is found by its lead.
    """
    found = {
        each.merged_into or each.ref
        for each in findings.contributions
        if (not wanted.category or each.category == wanted.category)
        and (not wanted.zone or zone_of(each) == wanted.zone)
        and _matches(wanted.asked, each.text, each.ref, each.place)
    }
    return [each for each in findings.contributions if each.ref in found]


def _beside(
    offered: Mapping[Rest, Sentence], wanted: Wanted, sides: Mapping[str, str]
) -> list[Beside]:
    """Return what is no voice; counts stand with the lines of their own result."""
    rows = [
        Beside(key, KINDS[kind], words, sides.get(key, ""))
        for (kind, name), words in offered.items()
        if kind != "count" and (key := f"rest:{kind}:{name}")
    ]
    return [each for each in rows if _matches(wanted.asked, str(each.words))]


def _pages(slug: str, wanted: Wanted, page: int, n: int) -> Pages | None:
    """Return where on the list this is; None where all of it is shown."""
    if n <= FIRST:
        return None
    return Pages(
        first=(page - 1) * FIRST + 1,
        last=min(page * FIRST, n),
        of=n,
        before_url=wanted.address(slug, page=page - 1) if page > 1 else "",
        after_url=wanted.address(slug, page=page + 1) if page * FIRST < n else "",
    )


def _filters(findings: Findings, wanted: Wanted) -> Filters:
    zones = [(each["letter"], each.get("name", "")) for each in findings.square.zones]
    categories = [(each.key, each.name) for each in findings.categories]
    return Filters(zones, categories, wanted.zone, wanted.category)


def _every(findings: Findings, wanted: Wanted, n: int) -> Every | None:
    """Return the box that ticks all of one category at once; None while none is chosen."""
    found = findings.category(wanted.category) if wanted.category else None
    return Every(found.name, n) if found and n else None


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


def _tabs(
    slug: str, wanted: Wanted, blocks: Sequence[str], said: Sequence[str], beside: int
) -> Sequence[Tab]:
    counts = {
        "all": None,
        "ideas": said.count("ideas"),
        "votes": blocks.count("votes"),
        "notes": said.count("notes"),
        "beside": beside,
    }
    return [
        Tab(key, title, counts[key], wanted.address(slug, tab=key, page=None))
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
                key=line_key(activity, bar),
                label=bar["label"],
                value=bar["value"],
                rank=bar["rank"],
                tied=bar["tied"],
                width=round(100 * bar["value"] / most, 2),
                side=sides.get(line_key(activity, bar), ""),
            )
            for bar in activity.bars
        ],
        plan=plan,
        told=_told(activity.sums, {each.key: each.name for each in findings.categories}),
    )


def line_key(activity: ActivityFacts, bar: Mapping[str, Any]) -> str:
    """Return the key of a line's tick; counts are no voices, so they stand beside."""
    sort = "line" if kind_of(activity.kind).speaks else "rest:count"
    return f"{sort}:{activity.ref}:{bar['key']}"


def _told(sums: Sums | None, names: sum_words.Names) -> list[Sentence]:
    """Say where most people gather, and each conflict."""
    if sums is None or not sums.spots:
        return []
    return [sum_words.gathering(sums), *(sum_words.clash(each, names) for each in sums.clashes)]


def _plan(activity: ActivityFacts, consultation: Consultation) -> PlanView | None:
    if not kind_of(activity.kind).on_plan:
        return None
    plan = plan_view(consultation.square, notes_of(activity, consultation))
    crowded = plan is not None and len(plan.notes) > CROWDED
    return replace(plan, notes=crowd(plan)) if plan and crowded else plan


def _said(
    each: ContributionFacts,
    findings: Findings,
    wanted: Wanted,
    sides: Mapping[str, str],
    *,
    whole: bool,
) -> Said:
    found = findings.category(each.category)
    category = Category(found.key, found.name, found.shape, found.letter) if found else None
    alone = {"tab": None, "zone": None, "category": None, "page": None}
    return Said(
        key=f"said:{each.number}",
        ref=each.ref,
        text=each.text if whole else shorten(each.text),
        category=category,
        channel=each.channel,
        hearts=each.hearts,
        place="" if each.place == "none" else each.place,
        used=each.requirements,
        side=sides.get(f"said:{each.number}", ""),
        url=wanted.address(findings.slug, q=each.ref, **alone),
    )


def _same(findings: Findings) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Return the references and words of what was merged into each, by its reference."""
    words = {it.ref: shorten(it.text) for it in findings.contributions if it.merged_into}
    return {lead: [(ref, words[ref]) for ref in refs] for lead, refs in below(findings).items()}


def shorten(words: str) -> str:
    """Return long words up to the last whole one that fits, and an ellipsis."""
    if len(words) <= LONGEST:
        return words
    return words[:LONGEST].rpartition(" ")[0] + " …"
