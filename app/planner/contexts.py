"""What the pages of the planner's room are given: one named context a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from app.contexts import Category, PlanView
from workshops.findings import Category as Symbol
from workshops.findings import RequirementFacts
from workshops.words import Sentence


@dataclass(frozen=True)
class Bar:
    """The top of every page. `at_desk` says whether this person may go there."""

    square: str
    slug: str
    tab: str
    is_example: bool
    findings: str  # the hash, as far as it is shown; "" where nothing was frozen
    at_desk: bool


@dataclass(frozen=True)
class FirstPage:
    """The consultations, where there are several or none."""

    rows: Sequence[tuple[str, str, str]]  # slug, name, town
    at_desk: bool


@dataclass(frozen=True)
class Tab:
    key: str
    title: str
    count: int | None
    url: str


@dataclass(frozen=True)
class Line:
    """A line of a result that can be evidence. `width` is its share of the longest, in per cent."""

    key: str
    label: str
    value: int
    rank: int
    tied: bool
    width: float
    side: str  # for, against, ""


@dataclass(frozen=True)
class Block:
    """A vote, or notes on the plan by category."""

    ref: str
    kind_title: str
    headline: Sentence
    question: str
    people: Sentence
    channels: Sequence[str]
    day: date
    lines: Sequence[Line]
    plan: PlanView | None
    told: Sequence[Sentence] = ()  # where people gather, what divides them


@dataclass(frozen=True)
class Said:
    """Something a person said, which can be evidence."""

    key: str
    ref: str
    text: str
    category: Category | None
    channel: str
    hearts: int
    place: str
    used: Sequence[int]
    side: str  # for, against, ""
    url: str  # where it stands alone, with all its words
    same: Sequence[tuple[str, str]] = ()  # references and words of what was merged into it


@dataclass(frozen=True)
class Beside:
    """What is no voice and stands beside: a trial, a hot spot, a conflict, a photo."""

    key: str
    title: str
    words: Sentence
    side: str  # for, against, ""


@dataclass(frozen=True)
class Pages:
    """Where on a long list this is; an address is "" at an end."""

    first: int
    last: int
    of: int
    before_url: str
    after_url: str


@dataclass(frozen=True)
class Filters:
    """What the list can be cut to, and is: letters with names, keys with names."""

    zones: Sequence[tuple[str, str]]
    categories: Sequence[tuple[str, str]]
    zone: str
    category: str


@dataclass(frozen=True)
class Every:
    """All of one category, to be ticked at once."""

    name: str
    n: int


@dataclass(frozen=True)
class FindingsPane:
    """The left side."""

    asked: str
    tabs: Sequence[Tab]
    tab: str
    workshops: int
    total: int
    matching: int
    blocks: Sequence[Block]
    said: Sequence[Said]
    beside: Sequence[Beside]
    pages: Pages | None
    filters: Filters
    every: Every | None
    aside: Sequence[tuple[int, Sentence]]  # what is kept apart: how many, and why


@dataclass(frozen=True)
class Row:
    """A requirement in the list."""

    facts: RequirementFacts
    people: Sentence
    url: str
    is_open: bool
    fallen: int = 0  # pieces of evidence that stand no longer


@dataclass(frozen=True)
class Draft:
    """A suggested requirement; `rests` says on what, `links` open what it counts."""

    facts: RequirementFacts
    why: str
    people: Sentence
    links: Sequence["Link"]
    more: int
    take_url: str
    throw_url: str


@dataclass(frozen=True)
class Gone:
    """Evidence that stands no longer; `key` takes its tick away."""

    key: str
    why: Sentence


@dataclass(frozen=True)
class Answered:
    """A department's answer as a form; an empty one for the next department."""

    values: Mapping[str, str]
    stands: Mapping[str, str]
    refused: Sentence | None = None
    differences: Sequence["Difference"] = ()


@dataclass(frozen=True)
class Link:
    """A reference that opens what it counts."""

    words: str
    url: str


@dataclass(frozen=True)
class EvidenceRow:
    """One line of the evidence: `words` before the links, `more` links that are left out."""

    title: str
    words: Sequence[Sentence]
    links: Sequence[Link]
    more: int
    people: Sentence
    channels: Sequence[str]  # empty when the group is too small to be split
    workshops: Sequence[int]


@dataclass(frozen=True)
class Difference:
    """A field that two people have changed: what stands, and what was to be written."""

    name: str
    theirs: str
    yours: str


@dataclass(frozen=True)
class Open:
    """The requirement that is open, as a form and as what it rests on."""

    values: Mapping[str, str]  # what the fields hold
    stands: Mapping[str, str]  # what is stored now
    refused: Sentence | None  # said when somebody else was faster, or when it cannot be
    differences: Sequence[Difference]
    rows: Sequence[EvidenceRow]
    holds: Sentence | None
    fallen: Sequence[Gone]  # evidence that does not stand now
    moved: Sequence[Sentence]  # evidence that stands by what it was merged into
    rests: Sequence[Beside]  # beside people's voices
    answers: Sequence[Answered]
    change_url: str
    tick_url: str
    answer_url: str
    undo_url: str  # puts it back among the drafts; "" for one that was never a draft
    place_url: str
    plan: PlanView | None  # with its place on it


@dataclass(frozen=True)
class RequirementsPage:
    bar: Bar
    pane: FindingsPane
    rows: Sequence[Row]
    open: Open | None
    drafts: Sequence[Draft]
    lists: Mapping[str, Mapping[str, str]]  # the words offered, by field
    summary: Sentence  # 14 written, 2 without evidence
    next: Link | None  # the requirement that lacks evidence
    write_url: str
    suggest_url: str
    thrown_url: str  # puts back the draft that was thrown away last; "" when none was
    told: Sentence | None  # where evidence stands no longer
    preview_url: str = ""  # the brief as a page, where it is made or was made last
    is_made: bool = False
    later_url: str = ""  # says when newer words are added up; "" when these are all
    typed: str = ""  # a new requirement that was refused, and why
    refused: Sentence | None = None


@dataclass(frozen=True)
class MapPage:
    """The live map; `map_html` is its empty box."""

    bar: Bar
    categories: Mapping[str, Symbol]
    map_html: Markup
    data_url: str
    file_url: str  # where the map is made as one file
    acts_url: str = ""  # planners release and hide nothing
    remarks: Sequence[str] = ()


@dataclass(frozen=True)
class Message:
    """One of the first requirements by strength, as the first page prints them."""

    number: int
    sentence: str
    strength: str


@dataclass(frozen=True)
class SummaryPage:
    bar: Bar
    messages: Sequence[Message]
    values: Mapping[str, str]  # what the fields hold
    stands: Mapping[str, str]  # what is stored now
    refused: Sentence | None
    differences: Sequence[Difference]
