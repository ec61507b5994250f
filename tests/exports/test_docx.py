"""The Word document: what the printed brief tells, as headings, lists, tables and pictures."""

import re
from dataclasses import replace
from io import BytesIO

import docx as word
import pytest
from docx.oxml.ns import qn
from PIL import Image

from exports import docx
from exports.assets import Shelf
from exports.brief_pages import render
from exports.brief_parts import ANNEXES, PARTS
from exports.clean import cleaned
from exports.docx_pictures import drawn
from exports.docx_tree import tree_of
from exports.words import translators
from tests.exports import rich

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def worked(stortorget):
    return rich.full(stortorget)


@pytest.fixture(scope="module")
def file(worked, tmp_path_factory):
    path = tmp_path_factory.mktemp("word") / "brief.docx"
    docx.write(worked, path)
    return path


@pytest.fixture(scope="module")
def opened(file):
    return word.Document(str(file))


def texts_of(opened) -> list[str]:
    return [each.text for each in opened.paragraphs]


def styled(opened, style: str) -> list[str]:
    return [each.text for each in opened.paragraphs if each.style.name == style]


def test_every_part_and_annex_is_a_heading_in_its_order(opened):
    parts = [each.title for each in PARTS]
    annexes = [f"Annex {each.sign}: {each.title}" for each in ANNEXES[:-1]]
    plan = "Annex J: Plan at 1:500, A4 landscape"
    assert styled(opened, "Heading 1") == [*parts, *annexes, plan]
    assert styled(opened, "Title") == ["What people ask of Stortorget"]


def test_all_the_words_of_the_printed_brief_are_in_the_document(worked, opened):
    page, _ = tree_of(str(render(cleaned(worked), translators("en"), Shelf())))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    written = set(re.findall(r"\w+", " ".join(texts_of(opened) + cells)))
    body = next(page.all("body"))
    printed = set(re.findall(r"\w+", " ".join(_words(body))))
    assert printed - written <= {"Annex", "H", "I", "J"}


def _words(node):
    for each in node.children:
        if isinstance(each, str):
            yield each
        elif not each.classes & {"section-name", "head-place", "foot-source"}:
            yield from _words(each)


def test_everything_said_stands_with_its_number(worked, opened):
    texts = texts_of(opened)
    assert all(any(text.startswith(each.ref) for text in texts) for each in worked.contributions)


def test_what_is_known_of_a_thing_said_is_told_apart(opened):
    assert any("on paper · 2.4 · Zone" in text for text in texts_of(opened))


def test_every_picture_has_words_for_those_who_do_not_see_it(opened):
    shapes = list(opened.element.body.iter(qn("wp:docPr")))
    assert len(shapes) > 40
    assert all(each.get("descr") for each in shapes)
    assert len({each.get("id") for each in shapes}) == len(shapes)


def test_a_plate_lies_on_its_own_paper_at_its_true_size(opened):
    lying = [each for each in opened.sections if each.page_width > each.page_height]
    assert len(lying) == 2
    sizes = {(round(each.width.mm), round(each.height.mm)) for each in opened.inline_shapes}
    assert (213, 150) in sizes


def test_the_head_of_every_table_is_repeated_and_the_table_described(opened):
    for table in opened.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))


def test_every_link_leads_to_a_place_that_is_there(opened):
    body = opened.element.body
    places = [each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))]
    asked = {each.get(qn("w:anchor")) for each in body.iter(qn("w:hyperlink"))}
    assert asked
    assert asked <= set(places)
    assert len(places) == len(set(places))


def test_every_numbered_list_begins_at_one(opened):
    numbers = [each.style.name == "List Number" for each in opened.paragraphs]
    assert any(numbers)
    lists = {p._p.pPr.numPr.numId.val for p in opened.paragraphs if p.style.name == "List Number"}
    assert len(lists) >= 2


def test_it_says_what_it_is_and_is_nobodys(worked, opened, file):
    about = opened.core_properties
    assert (about.author, about.language, about.comments) == ("Torg", "en-GB", worked.hash)
    assert b"thumbnail" not in file.read_bytes()


def test_the_same_findings_give_the_same_bytes(worked, file, tmp_path):
    docx.write(replace(worked), tmp_path / "again.docx")
    assert (tmp_path / "again.docx").read_bytes() == file.read_bytes()


def test_the_naughtiest_texts_fit_into_a_document(samples, naughty, tmp_path):
    docx.write(samples.with_texts(samples.empty(), naughty), tmp_path / "naughty.docx")
    said = " ".join(texts_of(word.Document(str(tmp_path / "naughty.docx"))))
    assert {f"HAM-{1000 + n}" for n in range(len(naughty))} <= set(re.findall(r"HAM-\d+", said))


def test_an_empty_consultation_is_a_document(samples, tmp_path):
    docx.write(samples.empty(), tmp_path / "empty.docx", language="en")
    assert styled(word.Document(str(tmp_path / "empty.docx")), "Heading 1")[0] == PARTS[0].title


def test_a_drawing_becomes_a_picture_with_its_title():
    svg = '<svg width="96" height="48"><title>A &amp; B</title><rect width="96" height="48"/></svg>'
    made = drawn([svg], Shelf())
    with Image.open(BytesIO(made.content)) as image:
        assert image.size == (211, 106)
    assert (round(made.width_mm, 1), made.alt) == (25.4, "A & B")
