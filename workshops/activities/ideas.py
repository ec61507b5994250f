"""Ideas: a short text, perhaps with a category, a place and a photo; silent until released."""

from collections.abc import Sequence
from typing import Any

from wtforms import (
    BooleanField,
    FloatField,
    Form,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange, Optional

from workshops import text
from workshops.activities.kind import Around, Kind, Payload, Settings, between, choices_of
from workshops.activities.result import (
    HEART,
    NOTHING_YET,
    Answer,
    Column,
    Result,
    all_said,
    feature_of,
    is_placed,
    said_by,
    told_with,
    voices,
    with_said_by,
)
from workshops.refusal import Refused
from workshops.words import Sentence, count, mark, say

COLUMNS = (
    Column("number", mark("Number")),
    Column("text", mark("Idea")),
    Column("category", mark("Category")),
    Column("place", mark("Place")),
    Column("hearts", mark("Hearts")),
    Column("channel", mark("Channel")),
)

#: Made-up ideas for previews and rehearsals.
MADE_UP = (
    "A wall out of the wind, with a bench that is warm to sit on.",
    "A fire we can sit around, and someone who looks after it.",
    "Lights in the trees, but not into my bedroom.",
    "A bench by the wall where old people get the sun.",
    "Ice from the fountain’s own water.",
    "Hot chocolate from a bicycle, Fridays after school.",
    "Let it be empty sometimes. I like the snow.",
    "A place to fix bikes, with a roof.",
)


class SettingsForm(Form):
    """What the desk chooses."""

    ask_category = BooleanField(mark("Ask for a kind"))
    ask_place = BooleanField(mark("Ask for a place"))
    ask_photo = BooleanField(mark("Allow a photo"))
    hearts = BooleanField(mark("Let people give hearts to released ideas"))
    limit = IntegerField(mark("Longest idea, in characters"), [between(50, 2000)])


class Ideas(Kind):
    """People write ideas; the desk releases them."""

    title = mark("Ideas")
    icon = "bulb"
    receipt = mark("Sent — your idea is no. %(number)s.")
    collects = "contribution"
    merges = True
    SettingsForm = SettingsForm

    def defaults(self) -> Payload:
        """About 140 characters is the aim that is shown, 500 the limit."""
        return {
            "ask_category": True,
            "ask_place": True,
            "ask_photo": True,
            "hearts": True,
            "aim": 140,
            "limit": 500,
        }

    def answer_form(self, settings: Settings, around: Around) -> type[Form]:
        """Return the form with the consultation's categories as choices."""
        keys = choices_of(around.categories)

        class AnswerForm(Form):
            text = TextAreaField()
            category = SelectField(choices=keys, validators=[Optional()])
            place = StringField()
            lon = FloatField(validators=[Optional(), NumberRange(-180, 180)])
            lat = FloatField(validators=[Optional(), NumberRange(-90, 90)])

        return AnswerForm

    def check(self, settings: Settings, payload: Payload, mine: Sequence[Payload]) -> Payload:
        """Refuse an empty or far too long idea; the words come back clean."""
        words = text.clean(str(payload.get("text") or ""))
        limit = int(settings.get("limit", 500))
        if not words:
            raise Refused("Write something first.")
        if len(words) > limit:
            raise Refused(
                "That is %(n)s characters. Please say it in %(limit)s.", n=len(words), limit=limit
            )
        return {**payload, "text": words}

    def tally(self, settings: Settings, answers: Sequence[Answer]) -> Result:
        """List the ideas by number; those with most hearts make the headline."""
        ideas = tuple(sorted(answers, key=lambda answer: answer.number))
        if not ideas:
            return Result(NOTHING_YET, 0, {}, COLUMNS, ())
        heard, columns = voices(ideas), with_said_by(COLUMNS, ideas)
        return Result(
            headline=_headline(ideas),
            n=sum(heard.values()),
            voices=heard,
            columns=columns,
            rows=tuple(_row(idea, columns) for idea in ideas),
            features=tuple(feature_of(idea) for idea in ideas if _on_map(idea)),
            facts={"ideas": len(all_said(ideas)), "hearts": sum(idea.hearts for idea in ideas)},
            steps=(
                say("Every released idea is listed by its number."),
                say("A heart is one per person and idea; it is not a vote."),
                *told_with(ideas),
            ),
        )

    def takes_photo(self, settings: Settings) -> bool:
        """Whether the desk allowed photos."""
        return bool(settings.get("ask_photo"))

    def reactions(self, settings: Settings) -> Sequence[str]:
        """Hearts, if the desk wants them."""
        return (HEART,) if settings.get("hearts") else ()

    def samples(self, settings: Settings, n: int) -> list[Payload]:
        """Return made-up ideas, over and over."""
        return [{"text": MADE_UP[i % len(MADE_UP)], "category": "", "place": ""} for i in range(n)]


def _headline(ideas: Sequence[Answer]) -> Sentence:
    """Name the idea with most hearts; a tie is called a tie."""
    most = max(idea.hearts for idea in ideas)
    top = [idea for idea in ideas if idea.hearts == most]
    said = count("%(n)s idea", "%(n)s ideas", len(all_said(ideas)))
    if most == 0:
        return said
    if len(top) > 1:
        return say(
            "%(ideas)s, and a tie: %(many)s have most hearts, %(hearts)s each",
            ideas=said,
            many=len(top),
            hearts=most,
        )
    return say(
        "%(ideas)s; no. %(number)s has most hearts: %(hearts)s",
        ideas=said,
        number=top[0].number,
        hearts=most,
    )


def _row(idea: Answer, columns: Sequence[Column]) -> dict[str, Any]:
    cells = {
        "number": idea.number,
        "text": idea.payload.get("text", ""),
        "category": idea.payload.get("category", ""),
        "place": idea.payload.get("place", ""),
        "hearts": idea.hearts,
        "channel": idea.channel,
        "said_by": said_by(idea),
    }
    return {each.key: cells[each.key] for each in columns}


def _on_map(idea: Answer) -> bool:
    """Whether the idea has a place that was not set aside as far from all others."""
    return is_placed(idea) and not idea.payload.get("set_aside")


KIND = Ideas()
