"""Slide: words, a picture, a timer or a break; phones say "Look up"."""

from wtforms import Form, IntegerField, StringField, TextAreaField
from wtforms.validators import Optional, Regexp

from workshops.activities.kind import Kind, Payload, between
from workshops.words import mark


class SettingsForm(Form):
    """What the desk writes."""

    words = TextAreaField(mark("Words on the screen"))
    look_up = StringField(mark("What phones say under “Look up”"))
    credit = StringField(mark("Credit of the picture"))
    photo = StringField(mark("Picture"), [Optional(), Regexp("^[0-9a-f]{64}$")])
    minutes = IntegerField(mark("Timer in minutes, 0 for none"), [Optional(), between(0, 600)])


class Slide(Kind):
    """Something to look at together."""

    title = mark("Slide")
    icon = "slide"
    SettingsForm = SettingsForm

    def defaults(self) -> Payload:
        """An empty slide without a timer."""
        return {"words": "", "look_up": "", "credit": "", "photo": "", "minutes": 0}


KIND = Slide()
