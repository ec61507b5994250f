"""What the desk and the remote can do to the stage, by the names their buttons send."""

from collections.abc import Callable, Mapping

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.desk.seen import must_see_last, must_see_stage
from workshops import joining, merging, moderation, stage, text, undoing
from workshops.models import Activity, Contribution, Workshop
from workshops.refusal import Refused
from workshops.viewing import views_of

Fields = Mapping[str, str]
Verb = Callable[[Session, Workshop, Fields, str], object]
#: Before the number of what is to be merged.
SAME = "same-"


def do(session: Session, workshop: Workshop, fields: Fields, who: str) -> None:
    """Do what was asked; what nobody offers is a 400."""
    verb = VERBS.get(fields.get("verb", ""))
    if verb is None:
        abort(400)
    verb(session, workshop, fields, who)


def _next(session: Session, workshop: Workshop, fields: Fields, who: str) -> None:
    """Take the next step, unless somebody took it a moment ago."""
    must_see_stage(session, workshop, {"seen": ""} | dict(fields))
    stage.advance(session, workshop, who)


def _activity(workshop: Workshop, fields: Fields) -> Activity:
    wanted = fields.get("activity", "")
    found = next((each for each in workshop.activities if str(each.id) == wanted), None)
    return found or abort(404)


def _on(verb: Callable[[Session, Activity, str], None]) -> Verb:
    """A verb of the stage about one activity, as long as the stage is what its page showed."""

    def step(session: Session, workshop: Workshop, fields: Fields, who: str) -> None:
        must_see_stage(session, workshop, fields)
        verb(session, _activity(workshop, fields), who)

    return step


def _more(session: Session, workshop: Workshop, fields: Fields, _who: str) -> None:
    stage.add_minutes(session, _activity(workshop, fields), 5)


def _scene(session: Session, workshop: Workshop, fields: Fields, who: str) -> None:
    scene = fields.get("scene", "")
    if scene not in ("doors", "activity", "thanks"):
        abort(400)
    stage.set_scene(session, workshop, scene, who)


def _view(session: Session, workshop: Workshop, fields: Fields, who: str) -> None:
    activity = _activity(workshop, fields)
    view = fields.get("view", "")
    if view not in dict(views_of(activity)):
        abort(400)
    stage.set_view(session, activity, view, who)


def _blank(session: Session, workshop: Workshop, fields: Fields, who: str) -> None:
    stage.set_blank(session, workshop, blank=fields.get("on") == "1", who=who)


def _dark(session: Session, workshop: Workshop, fields: Fields, _who: str) -> None:
    stage.set_dark(session, workshop, dark=fields.get("on") == "1")


def _heads(session: Session, workshop: Workshop, fields: Fields, _who: str) -> None:
    people = text.whole(fields.get("people", ""))
    if people is None:
        raise Refused("Write how many people you counted, in figures.")
    joining.count_heads(session, workshop, people)


def _heads_back(session: Session, workshop: Workshop, _fields: Fields, _who: str) -> None:
    joining.take_back_count(session, workshop)


def _fate(fate: str) -> Verb:
    """A verb of moderation about one contribution."""

    def decide(session: Session, workshop: Workshop, fields: Fields, who: str) -> None:
        moderation.decide(
            session,
            item_of(session, workshop, fields),
            fate,
            reason=fields.get("reason", ""),
            who=who,
        )

    return decide


def item_of(session: Session, workshop: Workshop, fields: Fields) -> Contribution:
    """Return the contribution of this workshop that a form means."""
    item = session.get(Contribution, text.whole(fields.get("item", "")) or 0)
    if item is None or item.activity_id not in {each.id for each in workshop.activities}:
        abort(404)
    return item


def numbered(workshop: Workshop, session: Session, number: str) -> Contribution:
    """Return the contribution of this workshop with that public number."""
    wanted = text.whole(number) or 0
    found = session.scalar(
        select(Contribution).where(
            Contribution.consultation_id == workshop.consultation_id, Contribution.number == wanted
        )
    )
    if found is None or found.activity_id not in {each.id for each in workshop.activities}:
        abort(404)
    return found


def _merge(session: Session, workshop: Workshop, fields: Fields, who: str) -> None:
    """Merge what is ticked, fields "same-121" and so on, into what `lead` names."""
    ticked = [name.removeprefix(SAME) for name in fields if name.startswith(SAME)]
    lead = numbered(workshop, session, fields.get("lead", ""))
    merging.merge(session, lead, [numbered(workshop, session, each) for each in ticked], who)


def _apart(session: Session, workshop: Workshop, fields: Fields, who: str) -> None:
    merging.take_apart(session, item_of(session, workshop, fields), who)


def _rest(session: Session, workshop: Workshop, fields: Fields, who: str) -> None:
    """Release all that the page counted; what came in since is looked at first."""
    moderation.release_all(session, workshop, text.whole(fields.get("newest", "")), who)


def _sort(session: Session, workshop: Workshop, fields: Fields, who: str) -> None:
    item = item_of(session, workshop, fields)
    moderation.set_category(session, item, fields.get("category", ""), who)


def undo(session: Session, workshop: Workshop, fields: Fields, who: str) -> None:
    """Take back what the page says was last, unless something came after it."""
    must_see_last(session, workshop, fields)
    undoing.undo(session, workshop, who)


#: Of moderation: helpers may do these too.
MODERATION: dict[str, Verb] = {
    "release": _fate("released"),
    "return": _fate("returned"),
    "hide": _fate("hidden"),
    "hold": _fate("held"),
    "release-rest": _rest,
    "sort": _sort,
    "merge": _merge,
    "apart": _apart,
}
VERBS: dict[str, Verb] = MODERATION | {
    "next": _next,
    "open": _on(stage.open_activity),
    "close": _on(stage.close),
    "show": _on(stage.show),
    "take-off": _on(stage.hide),
    "more": _more,
    "scene": _scene,
    "view": _view,
    "blank": _blank,
    "dark": _dark,
    "heads": _heads,
    "heads-back": _heads_back,
    "undo": undo,
}
