"""The forms of the desk."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from wtforms import (
    DateField,
    Form,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Optional, ValidationError

from app.languages import LANGUAGES
from workshops.activities.kind import between, choice
from workshops.days import FIRST_YEAR, LAST_YEAR
from workshops.describing import TYPES, moment
from workshops.planning import INFLUENCE
from workshops.refusal import Refused
from workshops.words import mark

FAR_AWAY = mark("This day is too far from today. Look at the year.")
PAST = mark("This day is past: photos, slips and tokens would go at once.")


def _choices(words: Mapping[str, str]) -> list[Any]:
    return [choice(key, label) for key, label in words.items()]


def _near(_form: Form, field: DateField) -> None:
    """Refuse a day of another century."""
    if field.data and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
        raise ValidationError(FAR_AWAY)


class PromiseForm(Form):
    """What a consultation is for and what it promises."""

    name = StringField(mark("What it is called"))
    town = StringField(mark("Town"))
    language = SelectField(
        mark("Language of screen, phones and brief"),
        choices=[choice(each.code, each.name) for each in LANGUAGES],
    )
    goal = TextAreaField(mark("What has happened when it went well"))
    influence = SelectField(mark("How much people decide"), choices=_choices(INFLUENCE))
    promise = TextAreaField(mark("The promise, in your words"))
    is_open = TextAreaField(mark("What is open"))
    is_fixed = TextAreaField(mark("What is fixed"))
    decided_by = StringField(mark("Who decides"))
    decide_on = DateField(mark("Decided on"), [Optional(), _near])
    answer_by = DateField(mark("Answered by"), [Optional(), _near])
    delete_on = DateField(mark("Deleted on"), [Optional(), _near])

    def fits(self, today: date, delete_on: date | None) -> bool:
        """Whether it can be kept; a new day for deleting is not past, lest a slip of a key delete.

        `delete_on` is the day that is kept so far.
        """
        fits, day = self.validate(), self.delete_on.data
        if day is None or day == delete_on or day >= today:
            return fits
        self.delete_on.errors = [*self.delete_on.errors, PAST]
        return False


class WorkshopForm(Form):
    """A new workshop: what, when, where."""

    title = StringField(mark("What it is called"))
    type = SelectField(mark("What it is"), choices=_choices(TYPES))
    day = DateField(mark("Day"), [InputRequired(), _near])
    at = TimeField(mark("Starts"), [InputRequired()])
    minutes = IntegerField(mark("Minutes"), [InputRequired(), between(5, 24 * 60)])
    place = StringField(mark("Where"))

    def times(self, zone: str) -> tuple[datetime, int]:
        """Return when it starts and how many minutes it lasts; refuses what is not filled in."""
        day, at, minutes = self.day.data, self.at.data, self.minutes.data
        if not self.validate() or day is None or at is None or minutes is None:
            raise Refused("Give the workshop a day, a time and how long it lasts.")
        return moment(day, at, zone), minutes


class DetailsForm(WorkshopForm):
    """Everything about a workshop but its agenda."""

    announced = StringField(mark("How it was announced"))
    wifi_name = StringField(mark("Name of your own Wi-Fi"))
    wifi_password = StringField(mark("Its password"))
