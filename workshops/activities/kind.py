"""The interface of a kind of activity. The core never asks which kind it is.

A kind is one module here with a `KIND`, four templates in `templates/activities/<name>/`
(setup, phone, screen, brief), a test and a page of documentation; see
`docs/how-to-add-a-kind.md`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import NumberRange

from workshops.activities.result import NOTHING_YET, Answer, Result
from workshops.refusal import Refused
from workshops.words import mark

Settings = Mapping[str, Any]
Payload = dict[str, Any]
#: What forms say of a field: our own words first, then those of WTForms, marked for translation.
FAULTS = (
    mark("This number is too small or too large."),
    *(mark("This field is required."), mark("Not a valid choice.")),
    *(mark("Not a valid integer value."), mark("Not a valid date value.")),
    mark("Not a valid time value."),
)


@dataclass(frozen=True)
class Source:
    """An earlier activity of the agenda whose released contributions can become options."""

    id: int
    title: str


@dataclass(frozen=True)
class Released:
    """A released contribution, as another activity may take it over."""

    number: int
    text: str
    hearts: int = 0


@dataclass(frozen=True)
class Grouping:
    """A question about the people themselves: its groups by key, in their order.

    `home` is the key of those who live at the place, "" where it does not ask that.
    """

    key: str
    title: str
    groups: Mapping[str, str]
    home: str = ""


@dataclass(frozen=True)
class Around:
    """What surrounds an activity: the square's words for places, the categories, the agenda."""

    categories: Sequence[Mapping[str, Any]] = ()
    zones: Sequence[Mapping[str, Any]] = ()
    landmarks: Sequence[Mapping[str, Any]] = ()
    stops: Sequence[Mapping[str, Any]] = ()
    routes: Sequence[Mapping[str, Any]] = ()
    sources: Sequence[Source] = ()


def between(least: int, most: int) -> NumberRange:
    """Return a check of a number whose fault is one whole text, so that it can be translated."""
    return NumberRange(least, most, FAULTS[0])


def choice(value: str | int, label: str) -> Any:
    """Return one choice of a SelectField."""
    return SelectChoice(value, label)


def choices_of(categories: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Return categories as the choices of a form, none of them first."""
    return [choice("", ""), *(choice(each["key"], each["name"]) for each in categories)]


class Kind:
    """What the core needs of a kind; the defaults suit a kind that is shown only."""

    name: str
    title: str
    icon: str
    collects: Literal["contribution", "ballot", "nothing"] = "nothing"
    #: Whether who answers speaks for it; who counts other people does not.
    speaks: bool = True
    #: Whether contributions that say the same may stand under one of them.
    merges: bool = False
    #: With a plan on the phone, the screen and in the brief.
    on_plan: bool = False
    #: What the phone is told once an answer is on disk.
    receipt: str = mark("Sent. You can change it until it closes.")
    SettingsForm: type[Form] = Form

    def defaults(self) -> Payload:
        """Return the settings of a new activity, ready to open."""
        return {}

    def settings_form(self, around: Around, settings: Settings) -> Form:
        """Give the form of the desk, filled with `settings`."""
        return self.SettingsForm(data=dict(settings))

    def read_settings(self, around: Around, data: MultiDict[str, str]) -> tuple[Form, Payload]:
        """Return the bound form, and the settings it holds when `form.validate()` passed."""
        form = self.SettingsForm(data)
        if not form.validate():
            return form, {}
        return form, self.defaults() | {k: v for k, v in form.data.items() if v is not None}

    def source(self, settings: Settings) -> int | None:
        """Return the id of the activity whose contributions this one needs to open, if any."""
        return None

    def prepare(self, settings: Settings, released: Sequence[Released]) -> Payload:
        """Freeze the settings at opening. Refuses when it cannot open like this."""
        return dict(settings)

    def taken(self, settings: Settings) -> Collection[int]:
        """Return the numbers of contributions whose words it took over when it opened."""
        return ()

    def placed(self, settings: Settings, around: Around) -> Payload:
        """Freeze at opening what the activity needs of the square. Refuses what is missing."""
        return dict(settings)

    def drawn(self, settings: Settings) -> Sequence[Mapping[str, Any]]:
        """Return what the question itself puts on the plan: GeoJSON features in WGS 84.

        They are there before anybody answered. Of their properties `key` tells them apart and
        `label` is a short word for them.
        """
        return ()

    def part_of_brief(self) -> str:
        """Return where the brief tells the result: a key of `exports.brief_parts.PARTS`.

        "" is for what only the annex tells.
        """
        if self.collects == "nothing":
            return ""
        if self.on_plan:
            return "place"
        return "priorities" if self.collects == "ballot" else "vision"

    def answer_form(self, settings: Settings, around: Around) -> type[Form] | None:
        """Return the form that an answer is read with; None when nobody answers.

        `around` is empty for ballots: what one may hold was frozen in the settings at opening.
        """
        return None

    def read(self, settings: Settings, around: Around, data: MultiDict[str, str]) -> Payload:
        """Return what an answer holds, or refuse what does not fit the form."""
        form_class = self.answer_form(settings, around)
        if form_class is None:
            raise Refused("There is nothing to answer here.")
        form = form_class(data)
        if not form.validate():
            raise Refused("Something in the form does not fit. Look at it once more.")
        return self.payload(form)

    def payload(self, form: Form) -> Payload:
        """Return the JSON of a validated answer form."""
        return dict(form.data)

    def slot(self, payload: Payload) -> str:
        """Return the slot: an answer of the same attendee in the same slot is replaced."""
        return ""

    def check(self, settings: Settings, payload: Payload, mine: Sequence[Payload]) -> Payload:
        """Return the payload made clean, or refuse it. `mine` are the attendee's other answers."""
        return payload

    def tally(self, settings: Settings, answers: Sequence[Answer]) -> Result:
        """Count. Pure, the same in any order, inputs unchanged; `answers` may be empty."""
        return Result(NOTHING_YET, 0, {}, (), ())

    def supports(self, payload: Payload, key: str | None) -> bool:
        """Whether a ballot speaks for the bar with that key of the result."""
        return False

    def marks(self, payload: Payload) -> Mapping[str, int]:
        """Return what of a ballot is published, by option; nothing of what is asked of people."""
        return {}

    def groupings(self, settings: Settings) -> Sequence[Grouping]:
        """Return what is asked about people themselves; an answer has a group's key under its key.

        Such answers are nobody's opinion: they are counted apart, and no small group is told.
        """
        return ()

    def forget(self, settings: Settings, answers: Sequence[Answer]) -> Payload:
        """Return settings that hold what may stay of answers about people, when these are emptied.

        The result of the emptied answers is then the same as before.
        """
        return dict(settings)

    def takes_photo(self, settings: Settings) -> bool:
        """Whether a picture may come with an answer."""
        return False

    def reactions(self, settings: Settings) -> Sequence[str]:
        """Return what others may say of released words: "heart", or "agree" and "disagree"."""
        return ()

    def views(self, settings: Settings) -> Sequence[tuple[str, str]]:
        """Return the views of a result that the screen can show: key and marked title.

        The first is shown until another is chosen; without any there is one view and no choice.
        """
        return ()

    def shapes(self, settings: Settings) -> Sequence[str]:
        """Return what may be drawn on the plan: "point", "line", "area"."""
        return ("point",)

    def example(self) -> Payload:
        """Return settings that can open as they are, for rehearsals and the contract tests."""
        return self.defaults()

    def samples(self, settings: Settings, n: int) -> list[Payload]:
        """Return n made-up answers for rehearsals, previews and the contract tests."""
        return []
