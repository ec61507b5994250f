"""Keys to the desk: one-time links that make whoever opens them a member. No passwords."""

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from workshops import clock, tokens
from workshops.models import Link, Member
from workshops.refusal import Refused
from workshops.words import mark

ROLES = ("owner", "facilitator", "helper", "planner")
VALID_FOR = timedelta(hours=24)
SPENT = mark("This link has been used or is too old. On the laptop, type: torg link")


def new_link(session: Session, role: str) -> str:
    """Return the secret of a new one-time link; only its hash is kept."""
    if role not in ROLES:
        raise ValueError(f"no such role: {role}")
    token = tokens.secret()
    session.add(
        Link(token_hash=tokens.hashed(token, "link"), role=role, expires_at=clock.now() + VALID_FOR)
    )
    session.flush()
    return token


def find_link(session: Session, token: str) -> Link:
    """Return an unused link; refuses one that was used or is too old."""
    link = session.scalar(select(Link).where(Link.token_hash == tokens.hashed(token, "link")))
    if link is None or link.used_at is not None or link.expires_at < clock.now():
        raise Refused(SPENT)
    return link


def use_link(session: Session, token: str) -> Member:
    """Make the one who opened the link a member; the link is spent."""
    link = find_link(session, token)
    _spend(session, link)
    member = Member(role=link.role, created_at=clock.now())
    session.add(member)
    session.flush()
    return member


def _spend(session: Session, link: Link) -> None:
    """Mark the link as used, in one statement, so that of two at once only one gets in."""
    spent = session.scalar(
        update(Link)
        .where(Link.id == link.id, Link.used_at.is_(None))
        .values(used_at=clock.now())
        .returning(Link.id)
    )
    if spent is None:
        raise Refused(SPENT)


def has_owner(session: Session) -> bool:
    """Whether somebody has become the owner."""
    return session.scalar(select(Member.id).where(Member.role == "owner").limit(1)) is not None
