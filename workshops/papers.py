"""Ballots as they may be published: what was marked, by which channel, and nobody's name on it.

Those alike are one with how many they are, in an order that says nothing of who came when.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from workshops.activities import kind_of
from workshops.backing import Counted
from workshops.results import answers_of

Paper = Mapping[str, Any]


def papers_of(session: Session, counted: Sequence[Counted]) -> tuple[Paper, ...]:
    """Return the ballots of these activities whose kind publishes them.

    `activity` (ref), `channel`, `marks` by option, `n` cast alike; `people` is how many sat at
    each device, 0 on what a device sent besides its first.
    """
    found: Counter[str] = Counter()
    for each in counted:
        found.update(json.dumps(paper, sort_keys=True) for paper in _papers(session, each))
    return tuple(json.loads(paper) | {"n": n} for paper, n in sorted(found.items()))


def _papers(session: Session, each: Counted) -> Iterator[Paper]:
    kind = kind_of(each.activity.kind)
    if kind.collects != "ballot":
        return
    seen: set[int] = set()
    for answer in answers_of(session, each.activity):
        marks = kind.marks(dict(answer.payload))
        if marks:
            yield {
                "activity": each.ref,
                "channel": answer.channel,
                "people": 0 if answer.attendee in seen else answer.people,
                "marks": dict(marks),
            }
            seen.add(answer.attendee)
