"""News: noted while working, told once, and versions raised so that pages are asked for again."""

from workshops import stage
from workshops.news import News, make_all_new, settle, tell


def versions(session, workshop) -> tuple[int, list[int]]:
    session.expire_all()
    return workshop.version, [each.version for each in workshop.activities]


def test_saying_it_twice_is_saying_it_once(session, workshop):
    for _ in range(3):
        tell(session, workshop.id, "people")
    assert settle(session) == (News(workshop.id, "people"),)


def test_what_was_told_is_not_told_again(session, workshop):
    tell(session, workshop.id, "people")
    settle(session)
    assert settle(session) == ()


def test_news_come_in_the_same_order_whatever_was_said_first(session, workshop):
    said = [("stage", 2), ("answers", 1), ("people", 0)]
    for order in (said, said[::-1]):
        for topic, activity in order:
            tell(session, workshop.id, topic, activity)
    assert [each.topic for each in settle(session)] == ["answers", "people", "stage"]


def test_versions_rise_once_however_much_happened(session, workshop):
    activity = workshop.activities[1]
    tell(session, workshop.id, "answers", activity.id)
    tell(session, workshop.id, "stage", activity.id)
    tell(session, workshop.id, "people")
    settle(session)
    assert versions(session, workshop) == (2, [1, 2, 1])


def test_nothing_new_raises_no_version(session, workshop):
    settle(session)
    assert versions(session, workshop) == (1, [1, 1, 1])


def test_every_step_on_the_stage_is_news_for_the_phones(session, workshop):
    for step in (
        lambda: stage.open_activity(session, workshop.activities[1]),
        lambda: stage.close(session, workshop.activities[1]),
        lambda: stage.show(session, workshop.activities[1]),
        lambda: stage.set_blank(session, workshop, blank=True),
        lambda: stage.undo(session, workshop),
        lambda: stage.set_dark(session, workshop, dark=True),
        lambda: stage.end(session, workshop),
    ):
        step()
        assert {each.topic for each in settle(session)} == {"stage"}


def test_after_a_restore_no_page_is_told_that_it_is_right_already(session, workshop):
    seen = workshop.version, workshop.activities[0].version
    make_all_new(session)
    session.expire_all()
    assert workshop.version > seen[0] + 1000
    assert workshop.activities[0].version > seen[1] + 1000
