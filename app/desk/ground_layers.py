"""Own layers at the desk: uploaded, switched, taken away and put back."""

from flask import abort, flash, request, url_for
from flask.typing import ResponseReturnValue

from app.access import desk_only
from app.desk.blueprint import bar_of_consultation, bp, consultation_of, lead_to, show
from app.desk.ground_contexts import LayerRow, LayersPage
from app.desk.ground_page import tabs
from app.edge import in_a_thread, save
from app.extensions import begin_writing, db
from app.languages import say as spoken
from app.languages import word
from app.plans import plan_digest
from app.views import plan_view
from exports.plan.own_layers import COLOURS, DASHES
from workshops import ground, ground_layers
from workshops.ground_files import read_layer
from workshops.models import Consultation
from workshops.refusal import Refused
from workshops.words import Sentence, count, pair


@bp.get("/<slug>/ground/layers")
@desk_only
def layers(slug: str) -> ResponseReturnValue:
    """Show the layers and the plan with them."""
    return show("desk/ground_layers.html", _page(consultation_of(slug)))


@bp.post("/<slug>/ground/layers")
@desk_only
def take_layer(slug: str) -> ResponseReturnValue:
    """Take a file of points, lines or areas; while it is read, the database is free for others."""
    form, upload = request.form, request.files.get("layer")
    consultation_of(slug)
    db.session.rollback()
    name, source, licence = (form.get(each, "") for each in ("name", "source", "licence"))
    try:
        filename = (upload.filename or "") if upload else ""
        read = in_a_thread(read_layer, upload.read() if upload else b"", filename or "?")
        begin_writing()
        found = consultation_of(slug)
        ground_layers.add(db.session(), found, name, source, licence, read.features)
    except Refused as fault:
        return _again(slug, fault.sentence)
    save()
    for warning in read.warnings:
        flash(spoken(warning), "refused")
    return lead_to("desk.layers", slug=slug)


@bp.post("/<slug>/ground/layers/change")
@desk_only
def change_layer(slug: str) -> ResponseReturnValue:
    """Switch a layer on or off, take it away, or put the last one back."""
    found, session = consultation_of(slug), db.session()
    key, verb = request.form.get("key", ""), request.form.get("verb", "")
    try:
        match verb:
            case "on" | "off":
                ground_layers.switch(session, found, key, on=verb == "on")
            case "remove":
                ground_layers.remove(session, found, key)
            case "undo":
                ground_layers.put_back(session, found)
            case _:
                abort(400)
    except Refused as fault:
        return _again(slug, fault.sentence)
    save()
    return lead_to("desk.layers", slug=slug)


def _again(slug: str, refused: Sentence) -> ResponseReturnValue:
    """Show the page once more with what was typed, and why it was refused."""
    db.session.rollback()
    return show("desk/ground_layers.html", _page(consultation_of(slug), refused), 422)


def _page(consultation: Consultation, refused: Sentence | None = None) -> LayersPage:
    form, square = request.form, consultation.square
    gone = ground_layers.gone_of(consultation)
    plan = plan_view(square)
    wall = (
        url_for("files.plan", square_id=square.id, digest=plan_digest(square), theme="wall")
        if plan
        else ""
    )
    return LayersPage(
        bar=bar_of_consultation(consultation, "square"),
        tabs=tabs(consultation, "desk.layers"),
        refused=refused,
        layers=[
            LayerRow(
                key=each["key"],
                colour=COLOURS["light"][nth % len(COLOURS["light"])],
                dash=DASHES[nth % len(DASHES)],
                name=each["name"],
                credit=ground.named(each),
                holds=_holds(each["features"]["features"]),
                is_on=ground.is_on(each),
            )
            for nth, each in enumerate(ground.layers_of(square))
        ],
        gone=gone["name"] if gone else "",
        name=form.get("name", ""),
        source=form.get("source", ""),
        licence=form.get("licence", ""),
        licences=[word(each) for each in ground.LICENCES],
        plan=plan,
        wall_url=wall,
    )


def _holds(features: list[dict[str, dict[str, str]]]) -> list[Sentence]:
    """Return how many points, lines and areas there are."""
    words = {
        "Point": pair("%(n)s point", "%(n)s points"),
        "LineString": pair("%(n)s line", "%(n)s lines"),
        "Polygon": pair("%(n)s area", "%(n)s areas"),
    }
    kinds = [each["geometry"]["type"] for each in features]
    return [count(*words[kind], kinds.count(kind)) for kind in words if kind in kinds]
