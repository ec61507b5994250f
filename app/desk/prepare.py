"""Preparing a workshop: format, agenda, one activity at a time."""

from flask import abort, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.access import desk_only
from app.desk.agenda import prepare_page
from app.desk.blueprint import activity_of, bp, lead_to, show, workshop_of
from app.desk.forms import DetailsForm
from app.edge import save
from app.extensions import db
from app.languages import word
from app.pictures import keep, read_picture
from workshops import describing, formats, planning
from workshops.activities import kind_of
from workshops.models import Activity, Workshop

#: Minutes go up and down in steps.
STEP = 5


@bp.get("/w/<code>/prepare")
@desk_only
def prepare(code: str) -> ResponseReturnValue:
    """Show the agenda, with one activity beside it."""
    workshop = workshop_of(code)
    return show("desk/prepare.html", prepare_page(workshop, request.args.get("activity", type=int)))


@bp.post("/w/<code>/prepare")
@desk_only
def change(code: str) -> ResponseReturnValue:
    """Change the agenda, an activity, or the workshop itself."""
    workshop = workshop_of(code)
    verb = request.form.get("verb", "")
    if verb == "change":
        return _change(workshop)
    if verb == "details":
        return _details(workshop)
    activity_id = _rearrange(workshop, verb)
    save()
    return lead_to("desk.prepare", code=code, activity=activity_id)


def _rearrange(workshop: Workshop, verb: str) -> int | None:
    """Do what the buttons of the agenda say; return the activity to show then."""
    session, form = db.session(), request.form
    if verb == "format":
        added = formats.start_from(session, workshop, form.get("format", ""), word)
        return added[0].id
    if verb == "add":
        title = word(kind_of(form["kind"]).title) if form.get("kind") else ""
        return planning.add_activity(session, workshop, form.get("kind", ""), title).id
    activity = activity_of(workshop, form.get("activity", type=int))
    if verb in ("earlier", "later"):
        planning.move(session, activity, -1 if verb == "earlier" else 1)
    elif verb in ("shorter", "longer"):
        _lengthen(activity, -STEP if verb == "shorter" else STEP)
    elif verb == "remove":
        planning.remove_activity(session, activity)
        session.flush()
        session.expire(workshop, ["activities"])
        return None
    else:
        abort(400)
    return form.get("chosen", type=int) or activity.id


def _lengthen(activity: Activity, by: int) -> None:
    """Make an activity longer or shorter by a step, to whole steps."""
    minutes = max(STEP, (activity.minutes + by) // STEP * STEP)
    planning.change_activity(
        db.session(), activity, title=activity.title, question=activity.question, minutes=minutes
    )


def _change(workshop: Workshop) -> ResponseReturnValue:
    """Change the words of an activity and, until it has been opened, its settings."""
    session, form = db.session(), request.form
    activity = activity_of(workshop, form.get("activity", type=int))
    kind = kind_of(activity.kind)
    planning.change_activity(
        session,
        activity,
        title=form.get("activity-title", ""),
        question=form.get("activity-question", ""),
        minutes=form.get("activity-minutes", activity.minutes, type=int),
    )
    if activity.state == "draft":
        bound, settings = kind.read_settings(planning.around(activity), _with_pictures())
        if bound.errors:
            db.session.rollback()
            page = prepare_page(workshop, activity.id, bound)
            return show("desk/prepare.html", page, 422)
        planning.change_settings(session, activity, {**activity.settings, **settings})
    save()
    return lead_to("desk.prepare", code=workshop.code, activity=activity.id)


def _with_pictures() -> MultiDict[str, str]:
    """Return the form; a picture sent as `<name>-file` is kept and named in `<name>`."""
    data = MultiDict(request.form.items(multi=True))
    for field, upload in request.files.items():
        if upload.filename and field.endswith("-file"):
            picture = read_picture(upload.read())
            upload.close()
            keep(picture, current_app.config["TORG"].photos)
            data[field.removesuffix("-file")] = picture.sha256
    return data


def _details(workshop: Workshop) -> ResponseReturnValue:
    """Change when and where the workshop is."""
    form = DetailsForm(request.form)
    starts_at, minutes = form.times(workshop.consultation.time_zone)
    title = form.title.data or ""
    describing.reschedule(db.session(), workshop, starts_at=starts_at, minutes=minutes, title=title)
    words = {name: value for name, value in form.data.items() if isinstance(value, str)}
    describing.furnish(db.session(), workshop, words)
    save()
    chosen = request.form.get("chosen", type=int)
    return lead_to("desk.prepare", code=workshop.code, activity=chosen or None)
