"""Trials on the square: what is written, what is refused, what the files hold."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from workshops import requirements, resting, trials
from workshops.clash import Clash
from workshops.freezing import freeze
from workshops.models import LogEntry, Photo, Trial, Workshop
from workshops.refusal import Refused


@pytest.fixture
def pergola(session: Session, workshop: Workshop) -> Trial:
    """A trial of which only the title is written."""
    return trials.write(session, workshop.consultation, "A pergola of pallets")


def test_trials_are_numbered(session, workshop, pergola):
    second = trials.write(session, workshop.consultation, "A fire")
    assert [trials.ref(each) for each in (pergola, second)] == ["T1", "T2"]


def test_a_trial_without_a_title_is_refused(session, workshop):
    with pytest.raises(Refused, match="what is tried"):
        trials.write(session, workshop.consultation, "  ")


def test_what_is_written_reads_back_as_the_form_held_it(session, pergola):
    fields = {
        "zone": "B",
        "place_as": "point",
        "place": "60.7945000, 11.0680000",
        "began_on": "2012-05-01",
        "ended_on": "2012-05-14",
        "seen": "People stayed longer.",
        "counts": "People sitting; 4; 21; 9\nPrams; -; 3; -",
        "verdict": "adapt",
        "why": "It needs a roof.",
    }
    trials.change(session, pergola, fields)
    assert fields.items() <= trials.values_of(pergola).items()
    assert pergola.counts[1] == {"what": "Prams", "before": None, "during": 3, "after": None}
    assert pergola.place == {"type": "Point", "coordinates": [11.068, 60.7945]}


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"counts": "People sitting; many"}, "cannot be read"),
        ({"counts": "; 4; 5; 6"}, "cannot be read"),
        ({"counts": "a;1;2;3;4"}, "cannot be read"),
        ({"began_on": "2012-05-14", "ended_on": "2012-05-01"}, "cannot end before"),
        ({"began_on": "soon"}, "is not a date"),
        ({"verdict": "love"}, "words offered"),
        ({"place_as": "line", "place": "60.79, 11.06"}, "at least two corners"),
        ({"title": ""}, "what is tried"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_what_to_do(session, pergola, fields, why):
    with pytest.raises(Refused) as refused:
        trials.change(session, pergola, fields)
    assert why in str(refused.value.sentence)


def test_two_people_may_change_different_fields_but_not_the_same(session, pergola):
    shown = trials.values_of(pergola)
    trials.change(session, pergola, {"zone": "A"}, shown)
    trials.change(session, pergola, {"partners": "The school"}, shown)
    assert (pergola.zone, pergola.partners) == ("A", "The school")
    with pytest.raises(Clash):
        trials.change(session, pergola, {"zone": "B"}, shown)


def test_a_change_is_logged_and_nothing_changed_is_not(session, pergola):
    trials.change(session, pergola, {"zone": "A"})
    trials.change(session, pergola, {"zone": "A"})
    lines = session.scalars(select(LogEntry).where(LogEntry.subject == "T1")).all()
    assert [each.verb for each in lines] == ["wrote", "changed"]


def test_pictures_are_kept_once_and_can_be_taken_away(session, pergola):
    photo = {"sha256": "a" * 64, "width": 4, "height": 3}
    trials.add_photo(session, pergola, photo)
    trials.add_photo(session, pergola, photo)
    assert pergola.photos == ["a" * 64]
    assert trials.take_away_photo(session, pergola, "a" * 64)
    assert (pergola.photos, session.scalars(select(Photo)).all()) == ([], [])
    with pytest.raises(Refused):
        trials.take_away_photo(session, pergola, "a" * 64)


def test_a_trial_in_the_findings_says_what_rests_on_it(session, workshop, pergola):
    asked = requirements.write(session, workshop.consultation, "Shade for twenty.")
    offered = resting.rests_in(session, workshop.consultation, [])
    resting.rest_on(session, asked, "trial", "T1", offered)
    found = freeze(session, workshop.consultation)
    assert [(each.ref, each.requirements) for each in found.trials] == [("T1", (1,))]
    assert [(each.kind, each.key) for each in found.requirements[0].rests_on] == [("trial", "T1")]


def test_a_trial_does_not_raise_the_letter(session, workshop, pergola):
    asked = requirements.write(session, workshop.consultation, "Shade for twenty.")
    offered = resting.rests_in(session, workshop.consultation, [])
    resting.rest_on(session, asked, "trial", "T1", offered, against=True)
    found = freeze(session, workshop.consultation).requirements[0]
    assert (found.strength, found.people, found.rests_on[0].against) == ("", 0, True)


def test_what_is_not_there_cannot_be_rested_on(session, workshop, pergola):
    asked = requirements.write(session, workshop.consultation, "Shade for twenty.")
    with pytest.raises(Refused):
        resting.rest_on(session, asked, "trial", "T9", {})


def test_it_rests_no_more_once_that_is_taken_away(session, workshop, pergola):
    asked = requirements.write(session, workshop.consultation, "Shade for twenty.")
    resting.rest_on(session, asked, "trial", "T1", {("trial", "T1"): None})
    resting.rest_no_more(session, asked, "trial", "T1")
    assert asked.rests_on == []


def test_findings_without_trials_hash_as_they_always_did(session, workshop):
    before = freeze(session, workshop.consultation)
    assert before.trials == ()
    assert freeze(session, workshop.consultation).hash == before.hash
