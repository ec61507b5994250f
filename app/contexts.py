"""What the pages are given: one named context a page, nothing a template has to work out.

Words in `Sentence`s are shown with the `say` filter: `{{ result.headline|say }}`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from exports.features import Overlay
from exports.sum_drawing import Numbered, Shade
from workshops.activities.result import Result
from workshops.before_after import Compared
from workshops.sum_facts import Sums
from workshops.words import Sentence


@dataclass(frozen=True)
class Language:
    """A language in its own name; `direction` is ltr or rtl."""

    code: str
    name: str
    direction: str


@dataclass(frozen=True)
class Category:
    """A category as shown: symbol (shape, letter) and name."""

    key: str
    name: str
    shape: str
    letter: str


@dataclass(frozen=True)
class PlanNote:
    """A note on the plan, x and y in plan metres (y down)."""

    x: float
    y: float
    shape: str
    letter: str
    name: str
    number: int
    text: str
    apart: bool = False  # outside the outline: drawn faintly
    corners: Sequence[tuple[float, float]] = ()  # of a line or an area
    closed: bool = False  # it is an area


@dataclass(frozen=True)
class PlanLabel:
    """A zone, landmark or grid square with the spot it stands for, in plan metres.

    `ring` is the border of a zone, so that the phone can say which zone it is over.
    """

    key: str
    name: str
    x: float
    y: float
    ring: Sequence[tuple[float, float]] = ()


@dataclass(frozen=True)
class PlanShape:
    """What the question draws on the plan: a spot, a line or an area by its corners.

    `points` are in plan metres, one for a spot.
    """

    key: str
    label: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True)
class PlanView:
    """The plan: addresses of its SVG and what lies over it, in plan metres (y down).

    `outline` is one ring of (x, y) points; `box` (x0, y0, x1, y1) is what a first view should
    show. `scale` are the marks of the scale bar in metres, 0 first.
    """

    url: str
    dark_url: str
    width: float
    height: float
    box: tuple[float, float, float, float]
    outline: Sequence[tuple[float, float]]
    licence: str
    scale: Sequence[int]
    zones: Sequence[PlanLabel]
    landmarks: Sequence[PlanLabel]
    grid: Sequence[PlanLabel]
    grid_step: float
    notes: Sequence[PlanNote] = ()
    drawn: Sequence[PlanShape] = ()
    over: Overlay | None = None  # what of the result is more than symbols
    contrast_url: str = ""  # for phones in high contrast


@dataclass(frozen=True)
class Divided:
    """A note that some agree and some disagree with; `nth` is its number on the plan."""

    nth: int
    number: int
    text: str
    told: Sentence


@dataclass(frozen=True)
class SumsView:
    """Sums as the screen draws them, in plan metres; `unit` is a pixel of the wall there.

    `told` says of each hot spot, `quarrels` of each conflict, what it holds; `names` where a hot
    spot is, `sides` what both sides are called.
    """

    view: str  # spots, sides, contested, ways, zones, change
    headline: Sentence
    sums: Sums
    unit: float
    shades: Sequence[Shade]
    liked: Sequence[Shade]
    disliked: Sequence[Shade]
    spots: Sequence[Numbered]
    clashes: Sequence[Numbered]
    over: Overlay | None
    told: Sequence[Sentence]
    names: Sequence[Sentence]
    quarrels: Sequence[Sentence]
    sides: tuple[Sentence, Sentence]
    divided: Sequence[Divided] = ()
    marks: Sequence[Numbered] = ()  # where the divided notes lie
    change: Compared | None = None


@dataclass(frozen=True)
class WorkshopView:
    """A workshop as phone, screen and desk show it. `starts` and `ends` are local."""

    id: int
    title: str
    number: int
    place: str
    square: str
    town: str
    consultation: str
    slug: str
    is_example: bool
    code: str
    address: str  # torg.lan, or 192.168.8.2:8000: what people type
    join_url: str  # what the QR code holds
    starts: datetime
    ends: datetime
    wifi_name: str
    wifi_password: str
    answer_by: str
    decided_by: str
    joined: Mapping[str, int]  # people by channel
    present: int  # the hand count, or the joined when nobody counted
    dark: bool
    blank: bool
    ended: bool


@dataclass(frozen=True)
class Mine:
    """One answer of this phone: a receipt."""

    number: int  # 0 for a ballot
    text: str
    state: str  # held, released, returned, hidden, merged, withdrawn; "" for a ballot
    reason: str
    payload: Mapping[str, Any]
    contribution_id: int
    became: Sentence | None = None  # what came of it, once that is known
    together: Sentence | None = None  # with what it stands


@dataclass(frozen=True)
class ActivityView:
    """An activity as every surface may see it; nothing secret is in it."""

    id: int
    ref: str
    kind: str
    icon: str
    kind_title: str
    collects: str
    title: str
    question: str
    state: str
    shown: bool
    minutes: int
    settings: Mapping[str, Any]
    opened: datetime | None
    closed: datetime | None
    planned: datetime  # when the agenda has it start, local


@dataclass(frozen=True)
class VenueCall:
    """What a phone that waits for the doors is asked to try, and the script that does it."""

    number: int
    url: str
    script: str


@dataclass(frozen=True)
class PhonePage:
    """`phone/page.html` and its part `phone/now.html`.

    `view` names what is shown: "joined" (You are in), "activity", "lookup", "ended".
    """

    workshop: WorkshopView
    language: Language
    languages: Sequence[Language]
    view: str
    activity: ActivityView | None
    words: str  # what "Look up" says: the slide's line
    mine: Sequence[Mine]
    result: Result | None  # what the room may see of it: released contributions, shown votes
    reactions: Mapping[int, str]  # what this phone said of others' contributions, by number
    answered: int
    categories: Sequence[Category]
    plan: PlanView | None
    refused: Sentence | None  # why a plain form was refused
    typed: Mapping[str, str]  # what it held, kept
    part_url: str
    answer_url: str
    heart_url: str
    withdraw_url: str
    version: str
    etag: str = ""  # of the part as this page was born with it
    stands_in: str = ""  # the slip or table that a helper writes for
    slip: str = ""  # "held" or "needed" where a vote asks for slips
    key: str = ""  # a fresh idempotency key, for the form that works without scripts
    venue: VenueCall | None = None  # a test of the connection, while one is on


@dataclass(frozen=True)
class ScreenPage:
    """`screen/page.html` and its part `screen/scene.html`.

    `scene` is "blank", "doors", "activity" or "thanks". `result` is None while it must not be
    shown; for contributions it holds only released ones.
    """

    workshop: WorkshopView
    language: Language
    scene: str
    activity: ActivityView | None
    result: Result | None
    answered: int
    present: int
    categories: Sequence[Category]
    plan: PlanView | None
    join_qr: str  # SVG data: address
    wifi_qr: str  # the same, "" when there is no own Wi-Fi
    clock: str  # 17:52
    part_url: str
    version: str
    etag: str = ""  # of the part as this page was born with it
    summed: SumsView | None = None  # the view of the result that the desk chose, if not plain
