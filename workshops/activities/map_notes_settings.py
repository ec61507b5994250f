"""What the desk chooses for notes on the plan."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, IntegerField, StringField
from wtforms.validators import ValidationError

from workshops.activities.kind import Around, Payload, Settings, between
from workshops.words import mark

MOST_PAIRS = 6
BETWEEN = " / "


class NotesSettings(Form):
    """How many notes, what may be drawn and is asked, what speaks against what."""

    notes = IntegerField(mark("Notes each"), [between(1, 50)])
    lines = BooleanField(mark("Lines may be drawn"))
    areas = BooleanField(mark("Areas may be drawn"))
    ask_category = BooleanField(mark("Ask for a kind"))
    ask_feeling = BooleanField(mark("Ask for a feeling"))
    ask_photo = BooleanField(mark("Allow a photo"))
    react = BooleanField(mark("Others may agree or disagree"))
    opposed = StringField(mark("Kinds that speak against one another"))
    split_on = StringField(mark("Before and after this day"))

    def __init__(self, *args: Any, around: Around, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.categories = around.categories

    def validate_opposed(self, field: StringField) -> None:
        """Refuse a line that is no pair of two kinds of this consultation."""
        for line in _lines(field.data):
            if _pair(line, self.categories) is None:
                raise ValidationError(
                    mark("Write two kinds of yours in each line, as in “Parking / Play”.")
                )

    def validate_split_on(self, field: StringField) -> None:
        """Refuse what is no day."""
        try:
            date.fromisoformat(field.data or "2000-01-01")
        except ValueError as error:
            raise ValidationError(mark("Not a valid date value.")) from error


def form_of(around: Around, settings: Settings) -> Form:
    """Give the desk's form; pairs are written as names, a pair a line."""
    names = {each["key"]: each["name"] for each in around.categories}
    pairs = [
        BETWEEN.join(names.get(key, key) for key in pair) for pair in settings.get("opposed", ())
    ]
    return NotesSettings(data={**settings, "opposed": "\n".join(pairs)}, around=around)


def read(around: Around, data: MultiDict[str, str], defaults: Payload) -> tuple[Form, Payload]:
    """Return the form and its settings; pairs by the keys of the kinds."""
    form = NotesSettings(data, around=around)
    if not form.validate():
        return form, {}
    found = [_pair(line, around.categories) for line in _lines(form["opposed"].data)]
    pairs = [each for nth, each in enumerate(found) if each and each not in found[:nth]]
    told = {**form.data, "opposed": pairs[:MOST_PAIRS], "split_on": form["split_on"].data or ""}
    return form, defaults | {key: value for key, value in told.items() if value is not None}


def _lines(written: str | None) -> list[str]:
    return [line.strip() for line in (written or "").splitlines() if line.strip()]


def _pair(line: str, categories: Sequence[Mapping[str, Any]]) -> list[str] | None:
    """Return the keys of the two kinds that a line names, whatever their case; None otherwise."""
    keys = {each["name"].casefold(): each["key"] for each in categories}
    for nth, sign in enumerate(line):
        if sign != "/":
            continue
        # A name may hold a stroke of its own: each stroke is tried.
        one, other = (keys.get(part.strip().casefold()) for part in (line[:nth], line[nth + 1 :]))
        if one and other and one != other:
            return [one, other]
    return None
