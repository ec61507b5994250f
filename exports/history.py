"""The public log as it is read: a line for what one role did in a row, by local day and time."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from exports.words import Words
from workshops.words import mark, say

#: Lines of one role further apart than this stand apart.
PAUSE = timedelta(minutes=5)
FEWEST_IN_A_RANGE = 3
ROLES = {
    "attendee": mark("attendee"),
    "demo": mark("example"),
    "desk": mark("desk"),
    "facilitator": mark("facilitator"),
    "helper": mark("helper"),
    "moderator": mark("moderator"),
    "owner": mark("owner"),
    "planner": mark("planner"),
    "torg": mark("Torg by itself"),
}
#: What was done, as it stands before what it was done to: "hid 14".
VERBS = {
    "added a picture to": mark("added a picture to"),
    "asked for no slips": mark("made votes open without slips in"),
    "asked for slips": mark("made votes ask for slips in"),
    "began": mark("began the consultation"),
    "blanked": mark("made the screen dark in"),
    "changed": mark("changed"),
    "closed": mark("closed an activity of"),
    "counted against": mark("counted against"),
    "counted for": mark("counted for"),
    "described": mark("described the consultation"),
    "divided": mark("divided into"),
    "drew": mark("drew the"),
    "drew up": mark("drew up"),
    "ended": mark("ended"),
    "forgot": mark("deleted what is personal in"),
    "freed a slip": mark("let a slip move to another phone in"),
    "held": mark("held back"),
    "hidden": mark("hid"),
    "imported": mark("took over the file"),
    "issued slips": mark("issued slips in"),
    "handed on": mark("made the lead of what stands together, since its lead was taken back,"),
    "merged": mark("merged into"),
    "named": mark("named the"),
    "noted a change of": mark("noted what changed in"),
    "noted an answer to": mark("noted a department’s answer to"),
    "noted built": mark("noted as built:"),
    "noted changed": mark("noted as built in another way:"),
    "noted dropped": mark("noted as dropped:"),
    "noted grouped": mark("noted as grouped:"),
    "noted in_brief": mark("noted as in the brief:"),
    "noted in_design": mark("noted as in the design:"),
    "noted received": mark("noted as received:"),
    "opened": mark("opened an activity of"),
    "pinned on": mark("pinned a requirement on"),
    "placed": mark("placed the"),
    "planned": mark("planned"),
    "put on the screen": mark("changed what the screen shows in"),
    "redid": mark("did again what was undone on"),
    "released": mark("released"),
    "returned": mark("sent back to the writer"),
    "scored": mark("said what is met by"),
    "sent again": mark("sent again"),
    "shown": mark("showed a result of"),
    "sorted": mark("gave another category to"),
    "spoiled slips": mark("spoiled slips in"),
    "taken apart": mark("took apart again what stood under"),
    "taken back": mark("took back"),
    "taken off": mark("took a result off the screen of"),
    "took a pin off": mark("took a pin off"),
    "took out a change of": mark("took out a change of"),
    "viewed": mark("showed another view of"),
    "threw away": mark("threw away the draft"),
    "took a picture from": mark("took a picture from"),
    "took away an answer to": mark("took away a department’s answer to"),
    "took over": mark("took over a draft as"),
    "took away": mark("took away the"),
    "took up": mark("took up the"),
    "unblanked": mark("brought back the screen in"),
    "uncounted": mark("took evidence away from"),
    "undid": mark("undid the last step on"),
    "went back with": mark("went back a step with the"),
    "wrote": mark("wrote"),
}
SUBJECTS = {
    "indicators": mark("indicators"),
    "landmarks": mark("landmarks"),
    "layers": mark("own layers on the plan"),
    "objectives": mark("objectives"),
    "opposed": mark("conflicts"),
    "outline": mark("outline"),
    "picture": mark("picture under the plan"),
    "reference": mark("figures of the town"),
    "programme": mark("programme of uses"),
    "routes": mark("routes"),
    "square": mark("the square"),
    "stops": mark("stops"),
    "summary": mark("summary"),
    "vision": mark("vision"),
    "zones": mark("zones"),
}

_WORKSHOP = re.compile(r"workshop (\d+)")
_DRAWING = re.compile(r"drawing (\d+)")


@dataclass(frozen=True)
class Deed:
    """Something done to one or more things; `why` is the reasons, or what was counted."""

    verb: str
    subjects: str
    why: str


@dataclass(frozen=True)
class Doing:
    """What one role did without a long pause, in order; `day` and `time` are local."""

    day: str
    time: str
    who: str
    deeds: tuple[Deed, ...]


@dataclass(frozen=True)
class _Line:
    at: datetime
    who: str
    verb: str
    subject: str
    why: str


def doings(log: Sequence[Mapping[str, Any]], words: Words) -> tuple[Doing, ...]:
    """The whole log in its order: nothing is left out but the seconds."""
    return tuple(_doing(run, words) for run in _runs([_line(each) for each in log]))


def ranges(subjects: Sequence[str]) -> str:
    """Return 1, 2, 3, 4, 27 as 1–4, 27; the order stays."""
    found: list[list[str]] = []
    for each in subjects:
        if found and each.isdecimal() and each == _next(found[-1][-1]):
            found[-1].append(each)
        else:
            found.append([each])
    return ", ".join(
        f"{run[0]}–{run[-1]}" if len(run) >= FEWEST_IN_A_RANGE else ", ".join(run) for run in found
    )


def _next(number: str) -> str:
    return str(int(number) + 1) if number.isdecimal() else ""


def _line(entry: Mapping[str, Any]) -> _Line:
    return _Line(
        datetime.fromisoformat(entry["at"]),
        entry["who"],
        entry["verb"],
        entry["subject"],
        entry.get("reason", ""),
    )


def _runs(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Neighbours by one role on one day, none long after the one before."""
    run: list[_Line] = []
    for line in lines:
        if run and not _goes_on(run[-1], line):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _goes_on(last: _Line, line: _Line) -> bool:
    return (
        last.who == line.who
        and last.at.date() == line.at.date()
        and timedelta() <= line.at - last.at < PAUSE
    )


def _doing(run: Sequence[_Line], words: Words) -> Doing:
    first, last = f"{run[0].at:%H:%M}", f"{run[-1].at:%H:%M}"
    return Doing(
        day=words.day(run[0].at.date()),
        time=first if first == last else f"{first}–{last}",
        who=words.word(ROLES.get(run[0].who, run[0].who)),
        deeds=tuple(_deeds(run, words)),
    )


def _deeds(run: Sequence[_Line], words: Words) -> Iterator[Deed]:
    """Things with the same reason in one deed; reasons for the same thing too."""
    alike = groupby(run, key=lambda line: (line.verb, line.why))
    by_reason = [(verb, [line.subject for line in lines], why) for (verb, why), lines in alike]
    same = groupby(by_reason, key=lambda deed: (deed[0], tuple(deed[1]), bool(deed[2])))
    for (verb, subjects, _), deeds in same:
        whys = [words.word(why) for _, _, why in deeds if why]
        shown = [_subject(each, words) for each in subjects]
        yield Deed(words.word(VERBS.get(verb, verb)), ranges(shown), ranges(whys))


def _subject(subject: str, words: Words) -> str:
    found = _WORKSHOP.fullmatch(subject)
    if found:
        return words.say(say("workshop %(n)s", n=found[1]))
    found = _DRAWING.fullmatch(subject)
    if found:
        return words.say(say("drawing %(n)s", n=found[1]))
    return words.word(SUBJECTS.get(subject, subject))
