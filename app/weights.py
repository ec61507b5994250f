"""What a page of the phone weighs as it is sent: rendered, gzipped, with all that it loads."""

import re
from collections.abc import Sequence
from contextvars import Context
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask, Response, current_app, g, render_template

from app.extensions import db
from app.glance import Glance
from app.phonepage import phone_page
from app.security import compress, protect
from app.views import activity_view, plan_view
from workshops.activities import kind_of
from workshops.models import Activity, Workshop

#: What a phone fetches because the page names it; its style sheets name nothing.
NAMED = re.compile(r'(?:src|href)="(/(?:static|plans|photos)/[^"]+)"')
#: The first line of an answer, and the empty line after its head.
FIRST_LINE = 17
#: A page to vote on, while the agenda has none.
USUAL = 50_000
#: What a phone sees that has not done anything yet.
NOBODY = Glance("activity", "", "", (), (), {}, 0, 0)


@dataclass(frozen=True)
class Weight:
    """The page of one activity, and its bytes on the way to a phone that never was here."""

    title: str
    size: int

    @property
    def kb(self) -> float:
        """Thousands of bytes."""
        return round(self.size / 1000, 1)

    def seconds_at(self, kbit_s: float) -> float:
        """How long it takes over such a line, without the way there and back."""
        return self.size * 8 / 1000 / kbit_s


@dataclass(frozen=True)
class Weights:
    """The heaviest page to vote on and the heaviest with a map; None where the agenda has none."""

    voting: Weight | None
    map: Weight | None

    @property
    def to_try(self) -> int:
        """Bytes that a phone should fetch to see how a vote would be."""
        chosen = self.voting or self.map
        return chosen.size if chosen else USUAL


def weigh(workshop: Workshop) -> Weights:
    """Render and weigh the pages that a workshop's agenda will bring."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    # In a context of its own: the pages must not meet the cookies and messages of who asks.
    return Context().run(_weigh, app, workshop.id)


def _weigh(app: Flask, workshop_id: int) -> Weights:
    with app.test_request_context("/", headers={"Accept-Encoding": "gzip"}):
        workshop = db.session.get_one(Workshop, workshop_id)
        g.page_language = workshop.consultation.language
        kinds = [(each, kind_of(each.kind)) for each in workshop.activities]
        votes = [each for each, kind in kinds if kind.collects == "ballot"]
        maps = [each for each, kind in kinds if kind.on_plan and kind.collects != "nothing"]
        return Weights(_heaviest(votes), _heaviest(maps))


def _heaviest(activities: Sequence[Activity]) -> Weight | None:
    weights = [Weight(each.title, _size(page_of(each))) for each in activities]
    return max(weights, key=lambda each: each.size, default=None)


def page_of(activity: Activity) -> str:
    """Return the page as a phone will get it once the activity is open."""
    workshop = activity.workshop
    page = replace(
        phone_page(workshop, NOBODY),
        activity=replace(activity_view(activity), state="open"),
        plan=plan_view(workshop.consultation.square) if kind_of(activity.kind).on_plan else None,
        result=None,
    )
    return render_template("phone/page.html", page=page)


def _size(page: str) -> int:
    """Return the bytes of a page and of everything it names, each once."""
    named = [_answer(address) for address in dict.fromkeys(NAMED.findall(page))]
    return sum(map(_sent, [Response(page, mimetype="text/html"), *named]))


def _answer(address: str) -> Response:
    """Return what the address answers, without a request of its own."""
    endpoint, values = current_app.url_map.bind("torg").match(address)
    made: Any = current_app.view_functions[endpoint](**values)
    response: Response = current_app.make_response(made)
    response.direct_passthrough = False
    return response


def _sent(response: Response) -> int:
    """Return the bytes of an answer as it is sent: first line, head, body."""
    response = compress(protect(response))
    head = sum(len(name) + len(value) + 4 for name, value in response.headers)
    return FIRST_LINE + head + len(response.get_data())
