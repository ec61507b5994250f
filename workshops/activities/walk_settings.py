"""What the desk chooses for a walk: its stops and prompts, its route, the way in bad weather."""

import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, Form, IntegerField, SelectField, StringField
from wtforms.validators import Optional

from workshops import text
from workshops.activities.kind import Around, Payload, Settings, between, choice
from workshops.methods.walking import in_order
from workshops.refusal import Refused
from workshops.words import mark

#: Good ones to begin with; the seventh stop begins again.
PROMPTS = (
    mark("What do you see here?"),
    mark("What do you hear?"),
    mark("Would you sit here? Why, or why not?"),
    mark("Who is missing here?"),
    mark("How is it here after dark?"),
    mark("How is it here in winter?"),
)
MOST_STOPS = 12
SPARE_ROWS = 2
#: A stop further off belongs to another way.
NEAR_M = 40.0
NO_ROUTE = "none"

Stop = dict[str, Any]  # key, label, words; with a place also lon, lat
Place = Mapping[str, Any]


class WalkSettings(Form):
    """Routes, the way in bad weather, photos; `rows` are the stops, an order and two texts each."""

    route = SelectField(mark("Route"), validators=[Optional()])
    bad_route = SelectField(mark("Route in bad weather"), validators=[Optional()])
    bad_stops = StringField(mark("Stops in bad weather, by their numbers"))
    ask_photo = BooleanField(mark("Allow a photo"))

    def __init__(self, *args: Any, around: Around, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.drawn = [_name(each, around.stops) for each in around.stops]
        self.prompts = PROMPTS
        routes = [choice(each["key"], each["name"] or each["key"]) for each in around.routes]
        first = choice("", mark("The first that is drawn"))
        self.route.choices = [first, *routes, choice(NO_ROUTE, mark("None: only the stops"))]
        self.bad_route.choices = [choice("", mark("None")), *routes]

    @property
    def rows(self) -> list[tuple[Field, Field, Field]]:
        """Return the rows that hold a stop and a few more: order, name, prompt."""
        numbers = range(1, MOST_STOPS + 1)
        rows = [(self[f"order_{n}"], self[f"stop_{n}"], self[f"prompt_{n}"]) for n in numbers]
        last = max((n for n, row in enumerate(rows, start=1) if row[1].data), default=0)
        return rows[: max(last + SPARE_ROWS, 4)]


ROW = ("order", "stop", "prompt")
_order = [Optional(), between(1, 99)]
RowedSettings: type[WalkSettings] = type(
    "RowedSettings",
    (WalkSettings,),
    {f"order_{n}": IntegerField(mark("No."), _order) for n in range(1, MOST_STOPS + 1)}
    | {f"stop_{n}": StringField(mark("Stop")) for n in range(1, MOST_STOPS + 1)}
    | {f"prompt_{n}": StringField(mark("Prompt")) for n in range(1, MOST_STOPS + 1)},
)


def prompt_of(number: int) -> str:
    """Return the prompt that is offered for the stop of that number, from 1."""
    return PROMPTS[(number - 1) % len(PROMPTS)]


def form_of(around: Around, settings: Settings) -> Form:
    """Give the desk's form; without stops of its own it holds those that are drawn."""
    stops = settings["stops"] or _drawn_stops(around, _route(settings["route"], around.routes))
    rows: dict[str, Any] = {}
    for n, each in enumerate(stops[:MOST_STOPS], start=1):
        rows |= {f"order_{n}": n, f"stop_{n}": each["label"], f"prompt_{n}": each["words"]}
    bad_stops = " ".join(str(n) for n in settings["bad_stops"])
    return RowedSettings(data={**settings, **rows, "bad_stops": bad_stops}, around=around)


def read(around: Around, data: MultiDict[str, str]) -> tuple[Form, Payload]:
    """Return the form and its settings; the stops as they are drawn are none of its own."""
    form = RowedSettings(data, around=around)
    if not form.validate():
        return form, {}
    stops = _rows(form)
    if _says(stops) in [_says(_drawn_stops(around, each)) for each in (None, *around.routes)]:
        stops = []
    return form, {
        "route": form["route"].data or "",
        "stops": stops,
        "bad_route": form["bad_route"].data or "",
        "bad_stops": [int(n) for n in re.findall(r"\d{1,3}", form["bad_stops"].data or "")],
        "ask_photo": form["ask_photo"].data,
    }


def _rows(form: WalkSettings) -> list[Stop]:
    """Return the rows that name a stop, by their order; equal ones as they stand."""
    rows = []
    for n in range(1, MOST_STOPS + 1):
        order, name, prompt = (form[f"{part}_{n}"].data for part in ROW)
        label, words = text.clean(name or "", 60), text.clean(prompt or "", 200)
        if label:
            rows.append((order or n, n, label, words))
    return [
        {"key": str(n), "label": label, "words": words}
        for n, (_, _, label, words) in enumerate(sorted(rows), start=1)
    ]


def _says(stops: Sequence[Stop]) -> list[tuple[str, str]]:
    return [(each["label"], each["words"]) for each in stops]


def _drawn_stops(around: Around, route: Place | None) -> list[Stop]:
    """Return the stops along a route, else all of them as they are drawn, with prompts."""
    order = _along(around.stops, route["line"]) if route else []
    drawn = [around.stops[i] for i in order] or around.stops
    return [
        {"key": str(n), "label": _name(each, around.stops), "words": prompt_of(n)}
        for n, each in enumerate(islice(drawn, MOST_STOPS), start=1)
    ]


def _along(stops: Sequence[Place], line: Sequence[Sequence[float]]) -> list[int]:
    return in_order([(each["lon"], each["lat"]) for each in stops], line, NEAR_M)


def _name(stop: Place, stops: Sequence[Place]) -> str:
    """Return what a drawn stop is called here: its name, or its key where that is not enough."""
    names = [each["name"] for each in stops]
    is_enough = stop["name"] and names.count(stop["name"]) == 1
    return str(stop["name"] if is_enough else stop["key"])


def _route(key: str, routes: Sequence[Place]) -> Place | None:
    """Return the route with that key; "" is the first one that is drawn."""
    if not key:
        return routes[0] if routes else None
    return next((each for each in routes if each["key"] == key), None)


def placed(settings: Settings, around: Around) -> Payload:
    """Freeze the walk: every stop with a prompt and, if it is drawn, its place; both routes."""
    route = _route(settings["route"], around.routes)
    bad = _route(settings["bad_route"], around.routes) if settings["bad_route"] else None
    gone = settings["route"] not in ("", NO_ROUTE) and route is None
    if gone or (settings["bad_route"] and bad is None):
        raise Refused("The route of this walk is not drawn any more. Choose another.")
    stops = _frozen(settings["stops"] or _drawn_stops(around, route), around.stops)
    if not stops:
        raise Refused("Draw stops on the square, or write their names in the activity.")
    return {
        **settings,
        "route": route["key"] if route else NO_ROUTE,
        "line": _line(route),
        "line_name": route["name"] if route else "",
        "stops": stops,
        "bad_line": _line(bad),
        "bad_stops": _bad_order(settings["bad_stops"], stops, bad),
    }


def _line(route: Place | None) -> list[list[float]]:
    return [[each[0], each[1]] for each in route["line"]] if route else []


def _frozen(stops: Sequence[Stop], drawn: Sequence[Place]) -> list[Stop]:
    """Return the stops numbered from 1, with their places."""
    spots = {_name(each, drawn): {"lon": each["lon"], "lat": each["lat"]} for each in drawn}
    return [
        {
            **each,
            "key": str(n),
            "words": each["words"] or prompt_of(n),
            **spots.get(each["label"], {}),
        }
        for n, each in enumerate(stops, start=1)
    ]


def _bad_order(numbers: Sequence[int], stops: Sequence[Stop], route: Place | None) -> list[int]:
    """Return the numbers of the stops in bad weather: as chosen, else along that route."""
    wrong = [n for n in numbers if not 1 <= n <= len(stops)]
    if wrong:
        raise Refused(
            "In bad weather the walk goes to stop %(n)s, but its last stop is %(last)s.",
            n=wrong[0],
            last=len(stops),
        )
    if numbers or route is None:
        return list(dict.fromkeys(numbers))
    placed_stops = [each for each in stops if "lon" in each]
    passed = [int(placed_stops[i]["key"]) for i in _along(placed_stops, route["line"])]
    return passed or [int(each["key"]) for each in stops]
