"""What the pages of the desk are given: one named context a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from markupsafe import Markup
from wtforms import Form

from app.contexts import ActivityView, Category, PlanView, WorkshopView
from app.verdict import Trouble
from exports.paper import Fit, TruePlan
from workshops.activities.result import Result
from workshops.findings import Category as Symbol
from workshops.methods.wording import Remark
from workshops.words import Sentence


@dataclass(frozen=True)
class Bar:
    """The top of every page: where one is, what else there is. `workshop` is None outside one."""

    square: str
    title: str
    slug: str
    tab: str
    saved: datetime  # local
    is_example: bool
    may_run: bool  # helpers only moderate
    workshop: WorkshopView | None = None
    waiting: int = 0


@dataclass(frozen=True)
class Card:
    """A consultation in the list."""

    slug: str
    name: str
    town: str
    is_example: bool
    workshops: int
    contributions: int
    next_words: Sentence


@dataclass(frozen=True)
class HomePage:
    """The list of consultations, and the one field that begins another."""

    cards: Sequence[Card]
    typed: str = ""


@dataclass(frozen=True)
class WorkshopRow:
    """A workshop in the list of a consultation. `state` is ahead, running or ended."""

    view: WorkshopView
    type: str
    activities: int
    state: str


@dataclass(frozen=True)
class NextStep:
    """The one marigold button of a page."""

    words: Sentence
    url: str
    why: Sentence


@dataclass(frozen=True)
class ConsultationPage:
    """A consultation: its promise, its workshops, what to do next."""

    bar: Bar
    form: Form
    influences: Mapping[str, str]
    workshop_form: Form
    workshops: Sequence[WorkshopRow]
    next: NextStep | None
    plan: PlanView | None
    area_m2: float | None
    goal: str
    promise: str
    answer_by: date | None
    delete_on: date | None
    influence: str
    editing: bool


@dataclass(frozen=True)
class FormatRow:
    key: str
    title: str
    about: str
    minutes: int
    people: str


@dataclass(frozen=True)
class AgendaRow:
    """An item of the agenda; `x` and `width` are its share of the bar in per cent."""

    activity: ActivityView
    about: Sentence
    locked: bool
    first: bool
    last: bool
    chosen: bool
    x: float
    width: float


@dataclass(frozen=True)
class Chosen:
    """The item of the agenda that is being prepared. `remarks` are doubts about its question."""

    activity: ActivityView
    form: Form
    remarks: Sequence[Remark]
    pieces: Sequence[tuple[str, int]]  # the question in pieces, each with the remark it bears
    locked: bool
    setup: str


@dataclass(frozen=True)
class PreparePage:
    """Format, agenda, one activity: left to right."""

    bar: Bar
    formats: Sequence[FormatRow]
    kinds: Sequence[tuple[str, str, str]]  # name, title, icon
    rows: Sequence[AgendaRow]
    chosen: Chosen | None
    planned: Sentence
    spare: Sentence
    late: bool
    end_x: float  # where the planned end lies on the bar, in per cent
    details: Form
    types: Mapping[str, str]
    next: NextStep | None

    @property
    def form(self) -> Form:
        """The settings of the chosen activity: what `setup.html` of its kind shows."""
        return self.chosen.form if self.chosen else Form()


@dataclass(frozen=True)
class Item:
    """Something said, as a moderator sees it."""

    id: int
    number: int
    text: str
    channel: str
    at: datetime  # local
    flags: Sequence[str]
    state: str
    reason: str
    place: str
    photo: str
    activity: str
    category: Category | None
    feeling: str  # in words; "" when none was told
    merges: bool = False  # whether what says the same may be merged with it
    parts: "Sequence[Item]" = ()  # what was merged into it
    said_by: int = 1  # people, over all of these
    lead: int = 0  # the number of what it was merged into


@dataclass(frozen=True)
class Step:
    """A row of the run sheet. `at` is local; `about` may be empty."""

    activity: ActivityView
    at: datetime
    about: Sentence | None


@dataclass(frozen=True)
class ChannelBar:
    """How many of a channel have answered, of those who joined by it."""

    channel: str
    answered: int
    joined: int


@dataclass(frozen=True)
class Now:
    """What is on: `opened` is None for the doors and the thanks."""

    activity: ActivityView
    at: datetime
    clock: str
    seconds: int
    over: Sentence | None
    way_out: Sentence | None
    answered: int
    said: int
    shown: int
    bars: Sequence[ChannelBar]
    secret: Sentence | None  # a result that only the desk sees
    views: Sequence[tuple[str, str, bool]] = ()  # of a shown result: key, title, whether it is on


@dataclass(frozen=True)
class Last:
    """The last thing done, as the undo says it; `id` is its line in the log."""

    id: int
    words: Sentence


@dataclass(frozen=True)
class RunPage:
    """The run sheet: what was, what is on, what is next; and the same for the remote."""

    bar: Bar
    past: Sequence[Step]
    now: Now | None
    later: Sequence[Step]
    next_words: Sentence | None
    next_verb: str
    seen: str  # the stage, for buttons that only fit to this
    following: ActivityView | None
    scene: str
    joined: int
    heads: int | None
    head_counts: Sequence[tuple[datetime, int]]  # when (local), how many
    waiting: Sequence[Item]
    waited: Sentence | None
    target: Item | None  # what R and T mean
    free: int  # how many wait without a flag
    newest: int  # the last number that waits
    last: Last | None
    pace: Sentence  # on time, 2 minutes over
    late: bool
    next_at: datetime | None
    screen_url: str
    remote_url: str
    part_url: str
    version: str
    reasons: Mapping[str, str] = field(default_factory=dict)
    trouble: Trouble | None = None  # the worst of what is not well in the room


@dataclass(frozen=True)
class LogLine:
    at: datetime
    words: Sentence


@dataclass(frozen=True)
class ModeratePage:
    """The queue, one item large, the log."""

    bar: Bar
    state: str
    counts: Mapping[str, int]
    queue: Sequence[Item]
    returned: Sequence[Item]
    item: Item | None
    before: int
    after: int
    categories: Sequence[Category]
    reasons: Mapping[str, str]
    free: int
    newest: int
    log: Sequence[LogLine]
    last: Last | None
    part_url: str
    version: str


@dataclass(frozen=True)
class MapPage:
    """The live map. `version` names the data it should show; `map_html` is its empty box."""

    bar: Bar
    categories: Mapping[str, Symbol]
    map_html: Markup
    acts_url: str
    data_url: str
    part_url: str
    version: str
    last: Last | None
    remarks: Sequence[str] = ()
    file_url: str = ""  # the planner's room makes files


@dataclass(frozen=True)
class Section:
    """One activity of the results; `result` is None while it is secret or nothing was asked.

    `cells` are the rows of its table, as the columns have them, keys of ours as words.
    """

    activity: ActivityView
    result: Result | None
    cells: Sequence[Sequence[object]]
    answered: int
    only_you: bool


@dataclass(frozen=True)
class ResultsPage:
    bar: Bar
    sections: Sequence[Section]
    next: NextStep | None


@dataclass(frozen=True)
class PlanSheet:
    """`desk/plan_sheet.html`: the blank plan, to draw on, else why there is none."""

    bar: Bar
    plan: TruePlan | None
    fits: Sequence[Fit] = ()
    refused: Sentence | None = None


@dataclass(frozen=True)
class CardPage:
    """The join card for tables, one a page of A5."""

    bar: Bar
    tables: Sequence[int]
    join_qr: str
    wifi_qr: str
