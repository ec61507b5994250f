"""The brief as it prints, seen from the requirements."""

from flask import url_for

from app import jobs
from workshops.models import Consultation

PAGE = "page"


def preview_of(consultation: Consultation, number: int | None) -> tuple[str, bool]:
    """Return the last page made of the brief, at a requirement; else the downloads, and False."""
    slug = consultation.slug
    made = (each for each in jobs.all_of(consultation) if each.task == PAGE)
    last = next((each for each in made if jobs.path_of(each)), None)
    if last is None:
        return url_for("planner.downloads", slug=slug), False
    anchor = f"r-{number}" if number else None
    return url_for("planner.look", slug=slug, job_id=last.id, _anchor=anchor), True
