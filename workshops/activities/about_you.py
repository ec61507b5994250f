"""About you: at most three taps on who is in the room, to see who is missing. Never an opinion."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, StringField, TextAreaField

from workshops import text
from workshops.activities.kind import Around, Grouping, Kind, Payload, Released, Settings
from workshops.activities.result import NOTHING_YET, Answer, Column, Result, voices
from workshops.methods.suppression import FEWEST, hidden
from workshops.refusal import Refused
from workshops.words import Sentence, count, mark, say

RATHER_NOT = "no"
#: The setting that holds what may stay once the taps are forgotten.
KEPT = "kept"
MOST_GROUPS = 12
#: Each question with what the desk calls its groups, in the order in which they are asked.
QUESTIONS = {
    "age": (mark("Age"), mark("Age bands, one a line")),
    "relation": (mark("You and the square"), mark("Relations to the square, one a line")),
    "district": (mark("Where you live"), mark("Districts, one a line")),
}
GROUPS = {
    "age": (
        mark("under 18"),
        *(mark("18 to 29"), mark("30 to 44"), mark("45 to 66")),
        *(mark("67 to 79"), mark("80 or older")),
    ),
    "relation": (
        mark("I live near it"),
        *(mark("I work or study near it"), mark("I have a business near it")),
        *(mark("I come by"), mark("I rarely come")),
    ),
    "district": (mark("Within a walk"), mark("Elsewhere in the town"), mark("Outside the town")),
}
WHY = mark(
    "So that we see who is missing, and ask them another way; and whether a result would be "
    "another if only those counted who live here. It is never shown beside what you say, and "
    "never for fewer than five people."
)
COLUMNS = (
    Column("key", mark("Key")),
    Column("question", mark("Question")),
    Column("group", mark("Group")),
    Column("people", mark("People")),
)


@dataclass(frozen=True)
class Told:
    """How many answered a question, and how many of each group; None where that is hidden."""

    told: int
    people: Mapping[str, int | None]


class AboutSettings(Form):
    """What the desk chooses: which questions, and their groups as lines."""

    age = BooleanField(mark("Ask the age, in bands"))
    ages = TextAreaField(QUESTIONS["age"][1])
    relation = BooleanField(mark("Ask what people have to do with the square"))
    relations = TextAreaField(QUESTIONS["relation"][1])
    district = BooleanField(mark("Ask where people live"))
    districts = TextAreaField(QUESTIONS["district"][1])
    why = TextAreaField(mark("Why you ask, as people read it"))


class AboutForm(Form):
    """At most three taps; `check` says which there are."""

    age = StringField()
    relation = StringField()
    district = StringField()


class AboutYou(Kind):
    """People say who they are, as far as they like."""

    title = mark("About you")
    icon = "people"
    collects = "ballot"
    SettingsForm = AboutSettings

    def part_of_brief(self) -> str:
        """Who took part."""
        return "who"

    def defaults(self) -> Payload:
        """All three questions, in coarse bands."""
        asked: Payload = dict.fromkeys(QUESTIONS, True)
        groups = {_lines_of(key): _numbered(GROUPS[key]) for key in QUESTIONS}
        return {**asked, **groups, "why": WHY}

    def settings_form(self, around: Around, settings: Settings) -> Form:
        """Give the form with groups as lines."""
        lines = {
            _lines_of(key): "\n".join(each["label"] for each in settings[_lines_of(key)])
            for key in QUESTIONS
        }
        return AboutSettings(data={**settings, **lines})

    def read_settings(self, around: Around, data: MultiDict[str, str]) -> tuple[Form, Payload]:
        """Read groups a line each; no more than people can choose from."""
        form = AboutSettings(data)
        if not form.validate():
            return form, {}
        settings = dict(form.data)
        for key in QUESTIONS:
            settings[_lines_of(key)] = _numbered(_lines(settings[_lines_of(key)]))
        settings["why"] = text.clean(settings["why"] or "", 300) or WHY
        return form, settings

    def prepare(self, settings: Settings, released: Sequence[Released]) -> Payload:
        """Refuse to open without a question, or with one that leaves no choice."""
        asked = self.groupings(settings)
        if not asked:
            raise Refused("Ask at least one thing: age, relation or district.")
        for each in asked:
            if not 2 <= len(each.groups) <= MOST_GROUPS:
                raise Refused("Write 2 to %(most)s groups for each question.", most=MOST_GROUPS)
        return dict(settings)

    def groupings(self, settings: Settings) -> Sequence[Grouping]:
        """Return what is asked; the first relation is that of those who live here."""
        return [
            Grouping(
                key,
                title,
                {each["key"]: each["label"] for each in settings.get(_lines_of(key), ())},
                "1" if key == "relation" else "",
            )
            for key, (title, _) in QUESTIONS.items()
            if settings.get(key)
        ]

    def answer_form(self, settings: Settings, around: Around) -> type[Form]:
        """Return a form with one field a question."""
        return AboutForm

    def check(self, settings: Settings, payload: Payload, mine: Sequence[Payload]) -> Payload:
        """Keep what was chosen; refuse what is not offered, and an answer without any."""
        if KEPT in settings:
            raise Refused("What people said of themselves here is forgotten, as promised.")
        kept = {}
        for each in self.groupings(settings):
            chosen = payload.get(each.key) or ""
            if chosen not in ("", RATHER_NOT, *each.groups):
                raise Refused("Choose one of the answers.")
            kept[each.key] = chosen
        if not any(kept.values()):
            raise Refused("Tap an answer first, or “Rather not say”.")
        return kept

    def tally(self, settings: Settings, answers: Sequence[Answer]) -> Result:
        """Count people by group; small groups are told together with others.

        A table's device counts as one in a group: one person tapped, whoever sits there.
        """
        heard = voices(tuple(answers))
        asked = self.groupings(settings)
        told = [_told(each, settings, answers) for each in asked]
        rows = [row for each, it in zip(asked, told, strict=True) for row in _rows(each, it)]
        return Result(
            headline=_headline(asked[0], told[0]) if answers and asked else NOTHING_YET,
            n=sum(heard.values()),
            voices=heard,
            columns=COLUMNS,
            rows=tuple(rows) if answers else (),
            facts={f"told.{each.key}": it.told for each, it in zip(asked, told, strict=True)},
            steps=(
                say("Everybody could leave out any question. What was left out is not guessed."),
                say(
                    "No group under %(n)s people is told, nor what it could be worked out from.",
                    n=FEWEST,
                ),
                say("A table’s device counts once in a group: one person tapped."),
            ),
        )

    def forget(self, settings: Settings, answers: Sequence[Answer]) -> Payload:
        """Keep the sums that may be told; of hidden groups none."""
        told = {each.key: _told(each, settings, answers) for each in self.groupings(settings)}
        return {**settings, KEPT: {key: vars(each) for key, each in told.items()}}

    def samples(self, settings: Settings, n: int) -> list[Payload]:
        """Return made-up answers, the middle groups more often; every ninth says nothing."""
        asked = self.groupings(settings)
        made = []
        for i in range(n):
            answer = {
                each.key: RATHER_NOT
                if (i + place) % 9 == 4
                else list(each.groups)[i * (place + 3) // 2 % 7 * len(each.groups) // 7]
                for place, each in enumerate(asked)
            }
            made.append(answer)
        return made


def _lines_of(key: str) -> str:
    """Return the setting that holds the groups of a question."""
    return f"{key}s"


def _numbered(labels: Sequence[str]) -> list[dict[str, str]]:
    return [{"key": str(n), "label": label} for n, label in enumerate(labels, start=1)]


def _lines(written: str) -> list[str]:
    """Return the groups as written, one a line, cleaned, each once."""
    cleaned = (text.clean(line, 60) for line in (written or "").splitlines())
    return list(dict.fromkeys(line for line in cleaned if line))


def _told(asked: Grouping, settings: Settings, answers: Sequence[Answer]) -> Told:
    """Count each group, those of nobody too; what was kept when taps were forgotten stands."""
    if KEPT in settings:
        return Told(**settings[KEPT][asked.key])
    people = dict.fromkeys(asked.groups, 0)
    for each in answers:
        group = each.payload.get(asked.key)
        if group in people:
            people[group] += 1
    unsaid = hidden(list(people.values()))
    figures = {key: None if place in unsaid else n for place, (key, n) in enumerate(people.items())}
    return Told(sum(people.values()), figures)


def _rows(asked: Grouping, told: Told) -> list[dict[str, Any]]:
    """Return a row a group; those that are hidden have no figure of their own."""
    return [
        {
            "key": asked.key,
            "question": asked.title,
            "group": label,
            "people": "" if told.people[key] is None else told.people[key],
        }
        for key, label in asked.groups.items()
    ]


def _headline(asked: Grouping, told: Told) -> Sentence:
    """Name the largest group that may be told; equals are called a tie."""
    figures = {key: n for key, n in told.people.items() if n is not None}
    first = [key for key, n in figures.items() if n == max(figures.values())]
    if not first:
        return say("Too few in each group to tell them apart: as good as a tie")
    if len(first) == 1:
        return say("The largest group: %(group)s", group=say(asked.groups[first[0]]))
    return count("%(n)s group leads", "A tie: %(n)s groups are equally large", len(first))


KIND = AboutYou()
