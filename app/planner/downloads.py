"""The files: each export made by a child process, its progress, and what was made before."""

from itertools import permutations
from typing import Any
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal
from flask import abort, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from app import jobs
from app.access import planner_only, who
from app.expiry import KEPT_DAYS, gone_on
from app.extensions import db
from app.languages import LANGUAGES, language
from app.parts import part
from app.planner.blueprint import bar_of, bp, consultation_of, lead_to, show
from app.planner.download_contexts import DownloadsPage, ExportRow, JobRow
from exports import EXPORTS
from exports.everything import place
from workshops.models import Consultation, Job
from workshops.refusal import Refused

PAGE = ".html"
#: A file's own styles and pictures; no script, no request, no form.
ALONE = (
    "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "font-src data:; frame-ancestors 'self'"
)
LOOKED_AT = ("page",)
#: What can say everything in two languages.
IN_TWO_LANGUAGES = ("brief", "short", "page", "docx")


@bp.get("/<slug>/downloads")
@planner_only
def downloads(slug: str) -> ResponseReturnValue:
    """Show every export with its last file, and the history."""
    return show("planner/downloads.html", _page(consultation_of(slug)))


@bp.get("/<slug>/downloads/part")
@planner_only
def downloads_part(slug: str) -> ResponseReturnValue:
    """Answer with what changes while a file is made."""
    page = _page(consultation_of(slug))
    return part("planner/_jobs.html", page.version, page=page, language=language())


@bp.post("/<slug>/downloads")
@planner_only
def make(slug: str) -> ResponseReturnValue:
    """Begin to make a file."""
    consultation = consultation_of(slug)
    export = EXPORTS.get(request.form.get("export", ""))
    if export is None:
        raise Refused("Choose one of the files offered.")
    codes = [code for code, _ in _languages(export.name)]
    wanted = request.form.get("language", "")
    if wanted not in codes:
        wanted = consultation.language if consultation.language in codes else codes[0]
    workshop = request.form.get("workshop", type=int)
    jobs.start(consultation, export.name, export.suffix, wanted, who(), workshop)
    return lead_to("planner.downloads", slug=slug)


@bp.post("/<slug>/downloads/<int:job_id>/cancel")
@planner_only
def cancel(slug: str, job_id: int) -> ResponseReturnValue:
    """Stop making a file."""
    jobs.cancel(_job(consultation_of(slug), job_id))
    return lead_to("planner.downloads", slug=slug)


@bp.get("/<slug>/files/<int:job_id>")
@planner_only
def file(slug: str, job_id: int) -> ResponseReturnValue:
    """Send a finished file under a name that says what it is."""
    job = _job(consultation_of(slug), job_id)
    path = jobs.path_of(job)
    if path is None:
        raise Refused("This file is not here any more. Make it again.")
    name = f"{slug}-{job.task}{path.suffix}"
    response = send_file(path, as_attachment=True, download_name=name, max_age=0)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@bp.get("/<slug>/files/<int:job_id>/look")
@planner_only
def look(slug: str, job_id: int) -> ResponseReturnValue:
    """Show a finished page as a page: it may use its own styles, and nothing else."""
    job = _job(consultation_of(slug), job_id)
    path = jobs.path_of(job)
    if path is None or path.suffix != PAGE:
        raise Refused("This file is not here any more. Make it again.")
    response = send_file(path, mimetype="text/html", max_age=0)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = ALONE
    return response


def _job(consultation: Consultation, job_id: int) -> Job:
    job = db.session.get(Job, job_id)
    if job is None or job.consultation_id != consultation.id:
        abort(404)
    return job


def _page(consultation: Consultation) -> DownloadsPage:
    history = [_row(job, consultation) for job in jobs.all_of(consultation)]
    newest: dict[str, JobRow] = {}
    made: dict[str, JobRow] = {}
    for row in history:
        newest.setdefault(row.task, row)
        if row.url:
            made.setdefault(row.task, row)
    return DownloadsPage(
        bar=bar_of(consultation, "downloads"),
        exports=[
            ExportRow(
                each.name,
                each.title,
                each.about,
                newest.get(each.name),
                made.get(each.name),
                _languages(each.name),
            )
            for each in sorted(EXPORTS.values(), key=place)
        ],
        history=history,
        kept_days=KEPT_DAYS,
        delete_on=consultation.delete_on,
        language=consultation.language,
        part_url=url_for("planner.downloads_part", slug=consultation.slug),
        version=f"{[_version(row) for row in history]}",
        busy=any(row.going for row in history),
    )


def _version(row: JobRow) -> tuple[object, ...]:
    return row.id, row.state, row.percent, row.step, row.before, row.url


def _languages(export: str) -> list[tuple[str, str]]:
    """Every language by its code, and for documents every two of them."""
    one = [(each.code, each.name) for each in LANGUAGES]
    two = permutations(one, 2) if export in IN_TWO_LANGUAGES else ()
    return [*one, *((f"{a[0]}+{b[0]}", f"{a[1]} + {b[1]}") for a, b in two)]


def _row(job: Job, consultation: Consultation) -> JobRow:
    export = EXPORTS.get(job.task)
    path = jobs.path_of(job)
    here: dict[str, Any] = {"slug": consultation.slug, "job_id": job.id}
    return JobRow(
        id=job.id,
        task=job.task,
        title=export.title if export else job.task,
        language=job.details.get("language", ""),
        state=job.state,
        percent=job.percent,
        step=job.step,
        fault=job.fault,
        asked=job.asked_at.astimezone(ZoneInfo(consultation.time_zone)),
        findings=job.details.get("findings", ""),
        url=url_for("planner.file", **here) if path else "",
        look_url=url_for("planner.look", **here) if path and job.task in LOOKED_AT else "",
        cancel_url=url_for("planner.cancel", **here),
        size=_size(job.details.get("size") or (path.stat().st_size if path else 0)),
        going=job.state in jobs.GOING,
        role=job.details.get("role", ""),
        before=jobs.before(job),
        seconds=jobs.seconds_of(job),
        kept_until=gone_on(job, consultation),
    )


def _size(n: int) -> str:
    """1,234 kB, or 1.2 MB, as the language writes it; "" for nothing."""
    if not n:
        return ""
    value, unit, form = (n / 1e6, "MB", "#,##0.0") if n >= 1e6 else (n / 1e3, "kB", "#,##0")
    return f"{format_decimal(value, form, locale=get_locale())}\u00a0{unit}"
