"""Notes on the plan: a category, perhaps words and a feeling, at a place or with no place."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import FloatField, Form, SelectField, StringField
from wtforms.validators import NumberRange, Optional

from workshops import text
from workshops.activities import map_notes_settings
from workshops.activities.kind import Around, Kind, Payload, Settings, choice, choices_of
from workshops.activities.result import (
    AGREE,
    DISAGREE,
    NOTHING_YET,
    Answer,
    Bar,
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
from workshops.methods.counting import standings, totals
from workshops.methods.drawings import size_of
from workshops.refusal import Refused
from workshops.words import Sentence, count, mark, named, say

NO_PLACE = "none"
FEELINGS = (
    ("like", mark("I like it here")),
    ("dislike", mark("I do not like it here")),
    ("idea", mark("An idea")),
    ("danger", mark("Dangerous")),
    ("memory", mark("A memory")),
)
COLUMNS = (
    Column("number", mark("Number")),
    Column("text", mark("Note")),
    Column("category", mark("Category")),
    Column("feeling", mark("Feeling")),
    Column("place", mark("Place")),
    Column("channel", mark("Channel")),
)
#: Columns that a setting adds.
FURTHER = (
    ("lines", Column("length_m", mark("Length in metres"))),
    ("areas", Column("area_m2", mark("Area in square metres"))),
    ("react", Column(AGREE, mark("Agree"))),
    ("react", Column(DISAGREE, mark("Disagree"))),
)


class MapNotes(Kind):
    """People put notes on the plan, or name a zone, a grid square or a landmark."""

    title = mark("Notes on the plan")
    icon = "pin"
    receipt = mark("Sent — your note is no. %(number)s.")
    collects = "contribution"
    merges = True
    on_plan = True

    def defaults(self) -> Payload:
        """Five points a person, by category."""
        return {
            "notes": 5,
            "lines": False,
            "areas": False,
            "ask_category": True,
            "ask_feeling": False,
            "ask_photo": False,
            "react": False,
            "opposed": [],
            "split_on": "",
        }

    def settings_form(self, around: Around, settings: Settings) -> Form:
        """Give the desk's form, with pairs of kinds by their names."""
        return map_notes_settings.form_of(around, settings)

    def read_settings(self, around: Around, data: MultiDict[str, str]) -> tuple[Form, Payload]:
        """Return the form and its settings, with pairs of kinds by their keys."""
        return map_notes_settings.read(around, data, self.defaults())

    def answer_form(self, settings: Settings, around: Around) -> type[Form]:
        """Return the form with categories, feelings and the words for places."""
        keys = choices_of(around.categories)
        feelings = [choice("", ""), *(choice(*each) for each in FEELINGS)]

        class AnswerForm(Form):
            text = StringField()
            category = SelectField(choices=keys, validators=[Optional()])
            feeling = SelectField(choices=feelings, validators=[Optional()])
            place = StringField()
            lon = FloatField(validators=[Optional(), NumberRange(-180, 180)])
            lat = FloatField(validators=[Optional(), NumberRange(-90, 90)])

        return AnswerForm

    def check(self, settings: Settings, payload: Payload, mine: Sequence[Payload]) -> Payload:
        """Refuse an empty note, one note too many, and a note that says nothing of its place."""
        words = text.clean(str(payload.get("text") or ""), 300)
        geometry = payload.get("geometry")
        is_point = payload.get("lon") is not None and payload.get("lat") is not None
        if not (is_point or geometry or payload.get("place")):
            raise Refused("Choose a place, or “No place”.")
        if not words and not payload.get("category"):
            raise Refused("Choose a kind, or write a few words.")
        if len(mine) >= settings["notes"]:
            raise Refused("You have put your %(n)s notes. Take one back to move it.", n=len(mine))
        return {**payload, "text": words, **size_of(geometry)}

    def shapes(self, settings: Settings) -> Sequence[str]:
        """Points, and the others as the desk chose."""
        others = (("line", "lines"), ("area", "areas"))
        return ("point", *(shape for shape, name in others if settings.get(name)))

    def reactions(self, settings: Settings) -> Sequence[str]:
        """Agree and disagree, if the desk wants them."""
        return (AGREE, DISAGREE) if settings.get("react") else ()

    def views(self, settings: Settings) -> Sequence[tuple[str, str]]:
        """Notes, hot spots and zones; the others where they were asked for.

        "change" is worth showing only where there is something to compare with.
        """
        drawn = settings.get("lines") or settings.get("areas")
        two_sides = settings.get("ask_feeling") or settings.get("opposed")
        title = mark("Like and dislike") if settings.get("ask_feeling") else mark("Two sides")
        return (
            ("notes", mark("Notes")),
            ("spots", mark("Hot spots")),
            *((("sides", title),) if two_sides else ()),
            *((("contested", mark("Agree and disagree")),) if settings.get("react") else ()),
            *((("ways", mark("Ways and areas")),) if drawn else ()),
            ("zones", mark("By zone")),
            ("change", mark("Before and after")),
        )

    def takes_photo(self, settings: Settings) -> bool:
        """Whether the desk allowed photos."""
        return bool(settings.get("ask_photo"))

    def tally(self, settings: Settings, answers: Sequence[Answer]) -> Result:
        """List the notes by number, count them by category, keep those without a place."""
        notes = tuple(sorted(answers, key=lambda answer: answer.number))
        columns = (*COLUMNS, *(column for name, column in FURTHER if settings.get(name)))
        if not notes:
            return Result(NOTHING_YET, 0, {}, columns, ())
        heard, said = voices(notes), all_said(notes)
        columns = with_said_by(columns, notes)
        features = tuple(feature_of(note) for note in notes if is_placed(note))
        outside = sum(note.payload.get("inside") is False for note in said)
        return Result(
            headline=_headline(said),
            n=sum(heard.values()),
            voices=heard,
            columns=columns,
            rows=tuple(_row(note, columns) for note in notes),
            bars=_bars(said),
            features=features,
            facts={
                "notes": len(said),
                "placed": sum(is_placed(note) for note in said),
                "no_place": sum(note.payload.get("place") == NO_PLACE for note in said),
                "outside": outside,
            },
            steps=(
                count("At most %(n)s note each.", "At most %(n)s notes each.", settings["notes"]),
                say("Notes outside the outline are kept apart and counted."),
                *told_with(notes),
            ),
        )

    def supports(self, payload: Payload, key: str | None) -> bool:
        """Whether this note asks for that category."""
        return bool(key) and payload.get("category") == key

    def samples(self, settings: Settings, n: int) -> list[Payload]:
        """Return made-up notes spread over places named in words."""
        places = ("zone A", "zone B", NO_PLACE)
        return [
            {"text": "Seats in the sun", "category": "", "place": places[i % len(places)]}
            for i in range(n)
        ]


def _headline(notes: Sequence[Answer]) -> Sentence:
    """Say what is asked for most; a tie is called a tie."""
    kinds = Counter(note.payload.get("category_name", "") for note in notes)
    kinds.pop("", None)
    if not kinds:
        return count("%(n)s note", "%(n)s notes", len(notes))
    most = max(kinds.values())
    top = sorted(key for key, n in kinds.items() if n == most)
    if len(top) > 1:
        return count("%(n)s kind", "A tie: %(n)s kinds are asked for equally often", len(top))
    return say("Most notes: %(category)s", category=named(top[0]))


def _bars(notes: Sequence[Answer]) -> tuple[Bar, ...]:
    """Count notes by category and channel, most first; equals share a rank."""
    kinds = [(note, note.payload["category"]) for note in notes if note.payload.get("category")]
    names = {key: note.payload.get("category_name") or key for note, key in kinds}
    counted = totals([(note.channel, {key: 1}) for note, key in kinds])
    return tuple(
        Bar(each.key, names[each.key], each.total, each.rank, each.tied, each.parts)
        for each in standings(sorted(names), counted)
    )


def _row(note: Answer, columns: Sequence[Column]) -> dict[str, Any]:
    known = {"number": note.number, "channel": note.channel, "said_by": said_by(note)}
    known |= {AGREE: note.agree, DISAGREE: note.disagree}
    return {each.key: known.get(each.key, note.payload.get(each.key, "")) for each in columns}


KIND = MapNotes()
