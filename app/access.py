"""Who may do what, as sentences that read aloud."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Response, redirect, request, url_for
from flask_login import UserMixin, current_user

from app.extensions import begin_writing, db, login
from workshops.models import Member

View = TypeVar("View", bound=Callable[..., Any])


class Visitor(UserMixin):
    """A member as Flask-Login wants one."""

    def __init__(self, member: Member) -> None:
        self.id = member.id
        self.role = member.role


@login.user_loader
def load(member_id: str) -> Visitor | None:
    """Return the member whose cookie this is."""
    member = db.session.get(Member, int(member_id)) if member_id.isdecimal() else None
    return Visitor(member) if member else None


@login.unauthorized_handler
def stranger() -> Response:
    """Send a stranger to the page that says how to get in."""
    return redirect(url_for("doors.no_key"))  # type: ignore[return-value]


def who() -> str:
    """Return the role for the log."""
    return current_user.role if current_user.is_authenticated else "attendee"


def desk_only(view: View) -> View:
    """Owner and facilitators."""
    return _only(view, ("owner", "facilitator"))


def moderators_only(view: View) -> View:
    """Owner, facilitators and helpers."""
    return _only(view, ("owner", "facilitator", "helper"))


def planner_only(view: View) -> View:
    """Owner, facilitators and planners."""
    return _only(view, ("owner", "facilitator", "planner"))


def _only(view: View, roles: tuple[str, ...]) -> View:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not current_user.is_authenticated or current_user.role not in roles:
            return stranger()
        if request.method == "POST":
            begin_writing()
        return view(*args, **kwargs)

    return guarded  # type: ignore[return-value]
