"""Importing: ideas of a file become contributions, supporters become hearts, once."""

import json
from collections import Counter

import pytest
from sqlalchemy import func, select

from workshops import planning, sorting
from workshops.freezing import freeze
from workshops.idea_files import Taken, guess, ideas, read, read_supports
from workshops.importing import import_ideas
from workshops.models import Activity, Attendee, Ballot, Contribution, LogEntry, Workshop
from workshops.refusal import Refused

SQUARE = {
    "type": "Polygon",
    "coordinates": [
        [[11.067, 60.794], [11.069, 60.794], [11.069, 60.795], [11.067, 60.795], [11.067, 60.794]]
    ],
}


@pytest.fixture
def consultation(session):
    return planning.new_consultation(session, "Stortorget", town="Hamar")


def taken(text: str, name: str = "wishes.csv"):
    table = read(text.encode(), name)
    return ideas(table, guess(table))


def said(report) -> str:
    return "\n".join(map(str, report.lines))


def contributions(session):
    return session.scalars(select(Contribution).order_by(Contribution.number)).all()


def test_a_real_consultation_comes_in_whole(session, consultation, shared_data):
    folder = shared_data / "map-comments"
    table = read((folder / "miami-2014-ideas.geojson").read_bytes(), "miami-2014-ideas.geojson")
    supports = read_supports((folder / "miami-2014-supports.csv").read_bytes(), "supports.csv")
    report = import_ideas(session, consultation, ideas(table, guess(table)), supports)
    assert (report.taken, report.already, report.hearts) == (412, 0, 6415)
    assert {str(each.why): each.n for each in report.set_aside} == {
        "clicks without a supporter": 1,
        "repeated clicks by the same supporter on the same idea": 226,
    }
    assert "no. 1 to 412" in said(report)
    assert "6415 hearts, given by 4197 people" in said(report)
    assert "is not known" in said(report)
    far = [each for each in contributions(session) if "set_aside" in each.details]
    assert [(each.key, each.geometry["coordinates"][0]) for each in far] == [
        ("169742", -85.9869432449)
    ]
    assert f"on no map: {far[0].number} “Mangrove boadwalk”." in said(report)
    assert session.scalar(select(func.count()).select_from(Attendee)) == 4198
    findings = freeze(session, consultation)
    assert max(each.hearts for each in findings.contributions) == 279
    assert {each.n for each in findings.set_aside} == {1, 226}


def test_categories_of_a_file_get_shapes_and_letters(session, consultation, shared_data):
    table = read((shared_data / "map-comments/miami-2014-ideas.geojson").read_bytes(), "m.geojson")
    import_ideas(session, consultation, ideas(table, guess(table)))
    found = consultation.categories
    assert [each["name"] for each in found][:3] == [
        "Community gathering space",
        "Beautification art",
        "Physical activity",
    ]
    assert [each["shape"] for each in found] == list(sorting.SHAPES)
    letters = [each["letter"] for each in found]
    assert len(set(letters)) == 8
    assert set(letters) <= set("JKLMNOPQRSTUVWXYZ")
    counted = Counter(each.category for each in contributions(session))
    assert counted["community-gathering-space"] == 95


def test_the_same_file_again_adds_nothing_and_says_so(session, consultation):
    supports = read_supports(b"idea_id,supporter\n1,a\n2,a\n")
    file = taken("id,text\n1,A bench\n2,A fire\n")
    import_ideas(session, consultation, file, supports)
    report = import_ideas(session, consultation, file, supports)
    assert (report.taken, report.already, report.hearts) == (0, 2, 0)
    assert said(report) == "All of “wishes.csv” was imported before. Nothing was added."
    assert len(contributions(session)) == 2
    assert session.scalar(select(func.count()).select_from(Ballot)) == 2
    assert session.scalar(select(func.count()).select_from(Workshop)) == 1
    assert consultation.next_number == 3


def test_a_file_that_grew_adds_what_is_new(session, consultation):
    import_ideas(session, consultation, taken("id,text,author\n1,A bench,k\n"))
    report = import_ideas(session, consultation, taken("id,text,author\n1,A bench,k\n2,Fire,k\n"))
    assert (report.taken, report.already) == (1, 1)
    assert [each.number for each in contributions(session)] == [1, 2]
    assert session.scalar(select(func.count()).select_from(Attendee)) == 1


def test_an_import_is_a_closed_activity_of_an_online_window(session, consultation):
    report = import_ideas(session, consultation, taken("text\nA bench\n"))
    activity = session.get_one(Activity, report.activity_id)
    workshop = activity.workshop
    assert (workshop.type, workshop.title, workshop.announced) == (
        "online",
        "Imported ideas",
        "wishes.csv",
    )
    assert (activity.kind, activity.title, activity.state, activity.shown) == (
        "ideas",
        "wishes.csv",
        "closed",
        True,
    )
    assert workshop.ended_at is not None
    assert session.scalars(select(LogEntry.verb)).all()[-1] == "imported"


def test_two_files_share_the_workshop_and_the_numbers(session, consultation):
    import_ideas(session, consultation, taken("text\nA bench\n", "one.csv"))
    import_ideas(session, consultation, taken("text\nA fire\n", "two.csv"))
    (workshop,) = consultation.workshops
    assert workshop.announced == "one.csv, two.csv"
    assert [activity.title for activity in workshop.activities] == ["one.csv", "two.csv"]
    assert [each.number for each in contributions(session)] == [1, 2]


def test_authors_are_attendees_known_by_a_hash_only(session, consultation):
    text = "text,author\nA bench,kari@example.org\nA fire,kari@example.org\nA tree,ola\n"
    report = import_ideas(session, consultation, taken(text))
    attendees = session.scalars(select(Attendee)).all()
    assert len(attendees) == 2
    assert {each.channel for each in attendees} == {"remote"}
    assert not any("kari" in str(vars(each)) for each in [*attendees, *contributions(session)])
    assert "2 authors wrote them" in said(report)


def test_without_authors_the_file_is_one_and_the_report_says_so(session, consultation):
    report = import_ideas(session, consultation, taken("text\nA bench\nA fire\n"))
    assert session.scalar(select(func.count()).select_from(Attendee)) == 1
    assert "How many people wrote them is not known" in said(report)


def test_a_mere_count_is_reported_and_makes_no_ballots(session, consultation):
    report = import_ideas(session, consultation, taken("text,votes\nA bench,12\nA fire,0\n"))
    assert [each.details["reported"] for each in contributions(session)] == [12, 0]
    assert session.scalar(select(func.count()).select_from(Ballot)) == 0
    assert "nobody can recount them" in said(report)


def test_voices_against_are_kept_beside_the_count(session, consultation):
    report = import_ideas(session, consultation, taken("text,agrees,disagrees\nA fire,59,63\n"))
    assert contributions(session)[0].details["reported_against"] == 63
    assert "voices against" in said(report)


def test_hearts_of_unknown_ideas_are_set_aside(session, consultation):
    supports = read_supports(b"idea_id,supporter\n1,a\n9,a\n9,b\n")
    report = import_ideas(session, consultation, taken("id,text\n1,A bench\n"), supports)
    assert report.hearts == 1
    assert [(each.n, each.examples) for each in report.set_aside] == [(2, ("9",))]


def test_what_was_rejected_there_stays_hidden_with_a_reason(session, consultation):
    report = import_ideas(session, consultation, taken("text,moderated\nA fire,1\nPills,-1\n"))
    states = [(each.state, each.reason) for each in contributions(session)]
    assert states == [("released", ""), ("hidden", "Rejected by the moderators of the file.")]
    assert "1 had been rejected" in said(report)


def test_a_place_far_from_the_square_is_kept_but_set_aside(session, consultation):
    consultation.square.outline = SQUARE
    text = "text,lon,lat\nA bench,11.068,60.7945\nA pier,11.2,60.7\nA song,,\n"
    report = import_ideas(session, consultation, taken(text))
    details = [each.details.get("set_aside") for each in contributions(session)]
    assert details == [None, "The place lies far outside the square.", None]
    assert contributions(session)[1].geometry["coordinates"] == [11.2, 60.7]
    assert "on no map: 2 “A pier”" in said(report)
    assert "1 has no place." in said(report)


def test_axes_the_wrong_way_round_are_seen_by_the_square(session, consultation):
    consultation.square.outline = SQUARE
    text = "text,lon,lat\nA bench,60.7945,11.068\nA fire,60.7946,11.0681\n"
    report = import_ideas(session, consultation, taken(text))
    assert contributions(session)[0].geometry["coordinates"] == [11.068, 60.7945]
    assert "were exchanged" in said(report)


def test_a_file_without_ideas_is_refused(session, consultation):
    with pytest.raises(Refused, match="no ideas"):
        import_ideas(session, consultation, Taken("wishes.csv", ()))


def test_a_ninth_category_becomes_other(session, consultation):
    names = ["Benk", "Lek", "Trær", "Vann", "Lys", "Mat", "Vei", "Scene", "Is"]
    rows = [f"En idé om {name},{name}" for name in names for _ in range(2)][:-1]
    import_ideas(session, consultation, taken("text,kategori\n" + "\n".join(rows) + "\n"))
    assert [each["name"] for each in consultation.categories] == [*names[:8], "Other"]
    last = contributions(session)[-1]
    assert (last.category, last.details["said_category"]) == ("other", "Is")


def test_a_consultation_with_contributions_keeps_its_categories(session, consultation):
    import_ideas(session, consultation, taken("text\nA bench\n", "one.csv"))
    text = "text,category\nA fire,LightAndFire\nA swing,PLAY\nA dog,Animals\n"
    import_ideas(session, consultation, taken(text, "two.csv"))
    assert [each.category for each in contributions(session)] == ["", "light", "play", "other"]
    assert len(consultation.categories) == 9


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("CommunityGatheringSpace", "Community gathering space"),
        ("drinking_fountain", "Drinking fountain"),
        ("Transició ecològica", "Transició ecològica"),
        ("bon viure", "Bon viure"),
        ("ØstreTorg", "Østre torg"),
        ("安全", "安全"),
        ("", ""),
    ],
)
def test_names_of_programs_become_names_of_people(name, shown):
    assert sorting.humanised(name) == shown


def test_names_without_latin_letters_get_letters_and_keys_too():
    found = sorting.categories_of(["安全", "樹木", "安全"])
    assert [each["name"] for each in found] == ["安全", "樹木"]
    assert [each["key"] for each in found] == ["category-1", "category-2"]
    assert sorting.key_for("樹木", sorting.keys_by_name(found)) == "category-2"


def test_naughty_strings_come_in_as_words(session, consultation, shared_data):
    strings = json.loads((shared_data / "bad-input/text/blns.json").read_text())
    features = [
        {"type": "Feature", "geometry": None, "properties": {"text": each, "category": each}}
        for each in strings
    ]
    data = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    table = read(data, "<script>.geojson")
    file = ideas(table, guess(table))
    report = import_ideas(session, consultation, file)
    assert report.taken + sum(each.n for each in report.set_aside) == len(strings)
    texts = {each.text for each in contributions(session)}
    assert {"<script>alert(123)</script>", "찦차를 타고 온 펲시맨과 쑛다리 똠방각하"} <= texts
