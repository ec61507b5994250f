"""Columns guessed, words joined, supports counted: on real files and on small ones."""

import pytest

from workshops.idea_files import (
    Columns,
    guess,
    ideas,
    preview,
    read,
    read_supports,
    supports_beside,
)
from workshops.refusal import Refused


def taken(text: str):
    table = read(text.encode(), "x.csv")
    return ideas(table, guess(table))


def columns(text: str):
    return guess(read(text.encode(), "x.csv"))


REAL = [
    (
        "map-comments/miami-2014-ideas.geojson",
        ("description", "title", "category", "supports", "id", "", ("details",)),
        (412, 412),
    ),
    (
        "ideas/proposals/madrid-2019.proposals.csv",
        ("text", "title", "", "numSupports", "id", "userId", ("summary",)),
        (80, 80),
    ),
    (
        "ideas/proposals/madrid-2019.comments.csv",
        ("text", "", "", "numPositiveVotes", "id", "userId", ()),
        (5571, 5571),
    ),
    (
        "ideas/proposals/barcelona-2016.action-plans.csv",
        ("Descripció", "Títol", "Categoria", "Suports", "ID", "", ()),
        (1467, 1467),
    ),
    ("ideas/polis/austria-production.comments.csv", None, (522, 277)),
    ("ideas/polis/london-youth.comments.csv", None, (39, 36)),
    ("ideas/polis/nz-housing.comments.csv", None, (165, 119)),
    ("ideas/polis/seattle-wage.comments.csv", None, (54, 30)),
    ("ideas/polis/taiwan-uber.comments.csv", None, (197, 99)),
    (
        "place-audit/nyc-public-space.csv",
        ("description", "name", "type", "", "firestoreId", "", ()),
        (2797, 2797),
    ),
]
POLIS = ("comment-body", "", "", "agrees", "comment-id", "author-id", ())


@pytest.mark.parametrize(("path", "expected", "counts"), REAL, ids=lambda each: str(each)[:40])
def test_real_files_are_guessed_right(shared_data, path, expected, counts):
    table = read((shared_data / path).read_bytes(), path)
    found = guess(table)
    got = (
        found.text,
        found.title,
        found.category,
        found.supports,
        found.id,
        found.author,
        found.more,
    )
    assert got == (expected or POLIS)
    all_ideas = ideas(table, found).ideas
    assert (len(all_ideas), sum(idea.state == "released" for idea in all_ideas)) == counts


def test_the_words_of_a_real_form_read_well(shared_data):
    path = shared_data / "map-comments/miami-2014-ideas.geojson"
    table = read(path.read_bytes(), path.name)
    crossing, cinema = preview(table, guess(table), 2)
    assert crossing.text.startswith("Neighborhood Railroad Crossing. Create a pedestrian railway")
    assert "\nThis would allow residents" in crossing.text
    assert cinema.text.startswith("Floating Cinema: is a floating cinema for boat owners")
    assert (crossing.category, crossing.supports) == ("SafeStreets", 8)
    assert crossing.place == pytest.approx((-80.1894, 25.8180), abs=1e-4)


def test_html_of_a_real_file_becomes_words(shared_data):
    path = shared_data / "ideas/proposals/barcelona-2016.action-plans.csv"
    table = read(path.read_bytes(), path.name)
    taken = ideas(table, guess(table))
    assert "HTML in 1222 texts became plain words." in [str(each) for each in taken.warnings]
    texts = [idea.text for idea in taken.ideas]
    assert not [text for text in texts if "</" in text or "<div" in text or "&nbsp;" in text]
    assert texts[0].startswith("Desenvolupament de processos de participació específics")


def test_votes_are_no_ideas(shared_data):
    path = shared_data / "ideas/polis/nz-housing.votes.csv"
    table = read(path.read_bytes(), path.name)
    with pytest.raises(Refused, match="holds words"):
        ideas(table, guess(table))


@pytest.mark.parametrize(
    "header",
    [
        "Title,Description,Category,Longitude,Latitude,Supports",
        "Tittel,Beskrivelse,Kategori,Lengdegrad,Breddegrad,Støtte",
        "Título,Descripción,Categoría,Longitud,Latitud,Apoyos",
        "Títol,Descripció,Categoria,Longitud,Latitud,Suports",
        "Titel,Beschreibung,Kategorie,Längengrad,Breitengrad,Unterstützungen",
        "Titre,Proposition,Catégorie,Longitude,Latitude,Soutiens",
    ],
)
def test_headers_are_known_in_six_languages(header):
    rows = (
        "A bench,A warm bench by the wall,Seats,11.07,60.79,3\nA fire,Fire to sit at,Fire,11,60,4"
    )
    title, text, category, lon, lat, supports = header.split(",")
    found = columns(f"{header}\n{rows}\n")
    assert (found.title, found.text, found.category) == (title, text, category)
    assert (found.lon, found.lat, found.supports) == (lon, lat, supports)


def test_without_a_known_header_the_longest_prose_is_the_text():
    found = columns("when,a,b\n10:00,A bench by the wall,x y\n10:01,A fire for all of us,z\n")
    assert found.text == "a"


def test_a_question_of_a_survey_is_known_by_its_word():
    assert columns('Time,"What is your idea, then?"\n10,Dance\n11,Sing\n').text.startswith("What")


def test_names_of_people_are_not_taken_for_titles():
    found = columns("Name,Email,Idea\nKari,k@example.org,A bench\nOla,o@example.org,A fire\n")
    assert (found.title, found.text) == ("", "Idea")
    assert columns("Name,Description\nThe pier,Long and windy\n").title == "Name"


def test_a_column_of_user_types_is_no_category():
    assert columns("text,user_type\nA bench,admin\nA fire,guest\n").category == ""


def test_an_id_that_repeats_is_no_id():
    assert columns("id,comment\n1,One of these\n1,Two of these\n").id == ""


def test_a_title_is_not_said_twice():
    assert taken("title,text\nMore light,More light in the trees\n").ideas[0].text == (
        "More light in the trees"
    )
    assert taken("title,text\nMore light!,In the trees\n").ideas[0].text == (
        "More light! In the trees"
    )


def test_rows_without_words_are_set_aside_and_counted():
    found = taken("id,text\n1,A bench\n2,\n3,\u200b \n")
    assert [idea.source_id for idea in found.ideas] == ["1"]
    assert [(each.n, str(each.why), each.examples) for each in found.set_aside] == [
        (2, "rows without words", ("2", "3"))
    ]


def test_an_id_chosen_by_hand_counts_once():
    table = read(b"nr,text\n1,A bench\n1,A fire\n", "x.csv")
    found = ideas(table, Columns(text="text", id="nr"))
    assert [idea.text for idea in found.ideas] == ["A bench"]
    assert [(each.n, each.examples) for each in found.set_aside] == [(1, ("2",))]


def test_the_same_words_twice_are_two_ideas_with_ids_that_last():
    first = taken("text\nMore trees\nMore trees\nA bench\n")
    again = taken("text\nA bench\nMore trees\nMore trees\n")
    assert len({idea.source_id for idea in first.ideas}) == 3
    assert {idea.source_id for idea in first.ideas} == {idea.source_id for idea in again.ideas}


def test_over_long_words_are_kept_up_to_the_limit_and_told():
    found = taken("text\n" + "tree " * 10_000 + "\n")
    assert 19_990 < len(found.ideas[0].text) <= 20_000
    assert "longer than 20000 characters" in str(found.warnings[0])


def test_counts_may_have_separators_of_thousands():
    found = taken("text;votes\nA bench;1.234\nA fire;2 345\nA tree;7\nA song;\n")
    assert [idea.supports for idea in found.ideas] == [1234, 2345, 7, None]


def test_decimal_commas_are_coordinates():
    found = taken("text;lon;lat\nA bench;11,07;60,79\nA fire;;\n")
    assert [idea.place for idea in found.ideas] == [(11.07, 60.79), None]


def test_metres_in_a_table_are_refused():
    with pytest.raises(Refused, match="metres of a grid"):
        taken("text,x,y\nA bench,612345,6741234\n")


def test_what_moderators_decided_there_stays_decided():
    found = taken("text,moderated\nA bench,1\nA fire,0\nBuy my pills,-1\n")
    assert [idea.state for idea in found.ideas] == ["released", "held", "hidden"]
    hidden = taken("text,hidden\nA bench,false\nBuy my pills,true\n")
    assert [idea.state for idea in hidden.ideas] == ["released", "hidden"]


def test_mark_up_in_ideas_stays_the_words_it_is():
    found = taken("text\n<script>alert(1)</script> and more\nA bench\nA fire\nA tree\n")
    assert found.ideas[0].text == "<script>alert(1)</script> and more"


def test_real_supports_are_counted_by_person(shared_data):
    path = shared_data / "map-comments/miami-2014-supports.csv"
    found = read_supports(path.read_bytes(), path.name)
    assert (len(found.pairs), found.supporters) == (6415, 4197)
    by_idea = found.by_idea()
    assert [by_idea[each] for each in ("171460", "169952", "171885")] == [279, 267, 239]
    assert {str(each.why): each.n for each in found.set_aside} == {
        "clicks without a supporter": 1,
        "repeated clicks by the same supporter on the same idea": 226,
    }


def test_a_click_taken_back_is_no_support():
    found = read_supports(b"idea_id,supporter,visible\n1,a,True\n1,b,False\n2,a,True\n")
    assert found.pairs == (("1", "a"), ("2", "a"))
    assert [each.n for each in found.set_aside] == [1]


def test_votes_against_are_not_made_hearts(shared_data):
    path = shared_data / "ideas/polis/nz-housing.votes.csv"
    with pytest.raises(Refused, match="for and against"):
        read_supports(path.read_bytes(), path.name)


def test_a_list_without_supporters_is_refused():
    with pytest.raises(Refused, match="no list of supports"):
        read_supports(b"idea_id,when\n1,today\n", "x.csv")


@pytest.mark.parametrize(
    ("name", "beside"),
    [
        ("miami-2014-ideas.geojson", "miami-2014-supports.csv"),
        ("Torget_Ideas.csv", "Torget-supports.csv"),
        ("torget.csv", "torget-supports.csv"),
    ],
)
def test_the_list_of_supports_lies_beside_the_ideas(name, beside):
    assert supports_beside(name) == beside
