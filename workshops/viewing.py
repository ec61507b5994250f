"""Views: which pictures of a result the screen can show, and which of them is on."""

from workshops.activities import kind_of
from workshops.models import Activity
from workshops.results import is_out
from workshops.sources import VIEW
from workshops.sums import SPLIT_ON

#: The view that needs a second set of notes to compare with.
CHANGE = "change"


def views_of(activity: Activity) -> list[tuple[str, str]]:
    """Return the views that can be shown: key and marked title, the first unless one is chosen."""
    views = kind_of(activity.kind).views(activity.settings)
    return [each for each in views if each[0] != CHANGE or _is_one_of_two(activity)]


def view_of(activity: Activity) -> str:
    """Return the view that is on: the one chosen, else the kind's first; "" without any."""
    views = dict(views_of(activity))
    chosen = activity.settings.get(VIEW, "")
    return chosen if chosen in views else next(iter(views), "")


def others_of(activity: Activity) -> list[Activity]:
    """Return the closed activities of the same kind in this consultation, without this one."""
    workshops = activity.workshop.consultation.workshops
    found = (other for workshop in workshops for other in workshop.activities)
    return [
        each
        for each in found
        if each.kind == activity.kind and each.id != activity.id and is_out(each)
    ]


def _is_one_of_two(activity: Activity) -> bool:
    return bool(activity.settings.get(SPLIT_ON) or others_of(activity))
