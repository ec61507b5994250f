"""The brief, opened with other readers."""

import re
import subprocess
from dataclasses import replace
from itertools import pairwise

import pikepdf
import pytest
from markupsafe import escape

from exports import brief
from exports.assets import Shelf
from exports.brief_facts import brief_of
from exports.brief_pages import render, render_section
from exports.clean import clean, cleaned
from exports.words import translator
from workshops.findings_json import from_json

pytestmark = pytest.mark.slow

HEADINGS = re.compile(r"/H([1-6])$")


@pytest.fixture(scope="module")
def printed(stortorget, tmp_path_factory):
    path = tmp_path_factory.mktemp("brief") / "brief.pdf"
    facts = brief.write(stortorget, path)
    return path, facts


@pytest.fixture(scope="module")
def pdf(printed):
    with pikepdf.open(printed[0]) as opened:
        yield opened


def text_of(path, first=1, last=99) -> str:
    command = ["pdftotext", "-f", str(first), "-l", str(last), str(path), "-"]
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout
    except FileNotFoundError:
        pytest.skip("pdftotext is not here: apt install poppler-utils")


def elements(node):
    """Every structure element below, in reading order."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def html_of(findings) -> str:
    return str(render(cleaned(findings), [translator("en")], Shelf()))


def test_it_says_how_much_came_out(printed, pdf):
    path, facts = printed
    assert facts.pages == len(pdf.pages)
    assert facts.bytes == path.stat().st_size


def test_it_is_a_tagged_document_that_claims_both_standards(pdf):
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "en"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["pdfaid:part"] == "3"
        assert metadata["pdfaid:conformance"] == "A"
        assert metadata["dc:title"] == "What people ask of Stortorget"


def test_headings_never_skip_a_level(pdf):
    levels = [int(found[1]) for each in elements(pdf.Root.StructTreeRoot)
              if (found := HEADINGS.match(str(each.S)))]  # fmt: skip
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_picture_has_words(pdf):
    figures = [each for each in elements(pdf.Root.StructTreeRoot) if str(each.S) == "/Figure"]
    assert figures
    assert all(str(each.get("/Alt", "")) for each in figures)


def test_every_attachment_is_named_once(pdf):
    named = [each.objgen for each in pdf.Root.AF]
    assert len(named) == len(set(named)) == len(pdf.attachments)


def test_every_font_is_inside(pdf):
    fonts = [font for page in pdf.pages for font in page.resources.get("/Font", {}).values()]
    descendants = [
        font.DescendantFonts[0] if "/DescendantFonts" in font else font for font in fonts
    ]
    assert fonts
    for font in descendants:
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(font.FontDescriptor.keys())


def test_nothing_leads_out_of_the_file(pdf):
    for page in pdf.pages:
        for link in page.get("/Annots", []):
            assert "/URI" not in link.get("/A", {})
            assert str(link.get("/A", {}).get("/S", "/GoTo")) == "/GoTo"


def test_the_summary_is_one_page_and_the_contents_follow(printed):
    assert "Decision asked" in text_of(printed[0], 1, 1)
    assert "Contents" in text_of(printed[0], 2, 2)


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "benches under trees "), ("nb", "Wide WWWWW mmmmm "), ("en", "W"), ("nb", "مكان ")],
)
def test_the_summary_is_one_page_with_every_text_at_its_longest(
    samples, stortorget, root, tmp_path, text, language
):
    longest = samples.with_longest_texts(stortorget, text)
    path, catalogues = tmp_path / "longest.pdf", root / "app" / "translations"
    brief.write(longest, path, language=language, catalogues=catalogues)
    words = translator(language, catalogues)
    assert words.word("Decision asked") in text_of(path, 1, 1)
    assert words.word("Contents") in text_of(path, 2, 2)


def test_no_page_before_the_last_is_nearly_empty(printed):
    pages = [text_of(printed[0], n, n).split("\n") for n in range(1, printed[1].pages)]
    assert [n for n, lines in enumerate(pages, 1) if len([x for x in lines if x]) < 15] == []


def test_a_reader_hears_the_parts_in_their_order(printed):
    text = text_of(printed[0], 3)
    parts = ["Promise and scope", "Site and context", "Process", "Who took part",
             "Vision and objectives", "Programme of uses", "94 notes by 52", "Each one can be",
             "Priorities", "Conflicts and minority needs", "Answers from departments",
             "Trials on the square", "Indicators and baseline", "Next steps", "You said, we did",
             "Annex A: Questions", "Annex B: Everything said", "Annex C: Set aside",
             "Annex D: Moderation", "Annex E: How it was counted", "Annex F: Privacy",
             "Annex G: Changes", "Annex H: Checklists", "Annex I: The findings"]  # fmt: skip
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_everything_said_is_in_it_by_number(printed, stortorget):
    text = text_of(printed[0])
    assert all(each.ref in text for each in stortorget.contributions)


def test_requirements_lead_to_what_was_said_and_back(stortorget):
    html = html_of(stortorget)
    ids = set(re.findall(r'id="([^"]+)"', html))
    links = set(re.findall(r'href="#([^"]+)"', html))
    assert {"c-2", "r-1", "a-2-3"} <= links
    assert links <= ids


def test_what_has_no_words_stands_together_and_keeps_its_anchor(samples, stortorget):
    html = html_of(samples.without_words(stortorget))
    notes = [each for each in stortorget.contributions if each.activity == "2.4"]
    ids = set(re.findall(r'id="([^"]+)"', html))
    assert html.count('class="wordless-one"') == len(notes)
    assert "(without words)" not in html
    assert {f"c-{each.number}" for each in stortorget.contributions} <= ids


def test_the_data_is_inside_and_reads_back(pdf, stortorget):
    inside = pdf.attachments
    assert {"findings.json", "ideas.csv", "votes.csv", "map.geojson", "places.gpkg"} <= set(inside)
    content = inside["findings.json"].get_file().read_bytes().decode()
    assert from_json(content) == stortorget


def test_the_same_findings_give_the_same_bytes(printed, stortorget, tmp_path):
    brief.write(replace(stortorget), tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == printed[0].read_bytes()


def test_only_our_own_assets_are_asked_for(stortorget, tmp_path, monkeypatch):
    shelves = []
    monkeypatch.setattr(brief, "Shelf", lambda photos: shelves.append(Shelf(photos)) or shelves[-1])
    brief.write(replace(stortorget, contributions=()), tmp_path / "short.pdf")
    assert shelves[0].denied == []


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "http://169.254.169.254/", "https://example.org/a.css", "data:,x",
     "torg:../config.py", "torg:css/../../config.py", "photo:../../etc/passwd", "photo:abc"],
)  # fmt: skip
def test_the_shelf_knows_names_and_no_paths(address, tmp_path):
    shelf = Shelf(tmp_path)
    with pytest.raises(ValueError, match="Not one of our assets"):
        shelf.get(address)
    assert shelf.denied == [address]


def test_a_photo_is_known_by_its_hash(tmp_path):
    sha = "ab" * 32
    (tmp_path / f"{sha}.jpg").write_bytes(b"photo")
    assert Shelf(tmp_path).get(f"photo:{sha}").content == b"photo"


def test_without_requirements_the_first_page_says_so(miami):
    html = html_of(miami)
    assert "These are results, not requirements" in html
    assert "Five clear messages" not in html


def test_a_place_without_a_plan_still_has_a_true_map(miami):
    html = html_of(miami)
    assert "1:500,000 on A4" in html
    assert "No base map and no outline" in html
    assert "411 symbols on the map" in html
    assert ">412 ideas by 412 people<" in html


def test_a_pin_set_aside_is_named_and_not_drawn(miami):
    aside = next(each for each in miami.contributions if each.set_aside)
    html = html_of(miami)
    assert "1 set aside, not drawn:" in html
    assert f">{aside.ref}</a> (far from all others)" in html


def test_a_consultation_in_which_nothing_happened_has_no_empty_frames(samples):
    html = html_of(samples.empty())
    assert "No workshop has been held yet." in html
    assert "Nothing was put on a map or counted on the square." in html
    assert "No vote has been closed yet." in html
    assert html.count("<svg") == html.count('class="state-sign"')


def test_a_right_is_never_ranked(stortorget):
    made = brief_of(cleaned(stortorget), translator("en"), Shelf())
    assert [message.anchor for message in made.messages] == ["r-1", "r-2", "r-4", "r-5", "r-6"]
    assert [right.number for right in made.rights] == [3]


def test_fewer_than_five_people_are_not_split(stortorget):
    asked = brief_of(cleaned(stortorget), translator("en"), Shelf()).asked[2]
    assert asked.came_from.startswith("under 5 people, workshop 6; not split further")


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "{{ 7*7 }}", "%s %(n)s 100%", "x" * 300]
)
def test_peoples_words_are_words_wherever_they_stand(samples, stortorget, text):
    html = html_of(samples.with_text(stortorget, text))
    assert str(escape(clean(text))) in html
    assert "<script>alert" not in html


@pytest.mark.timeout(240)
def test_the_naughtiest_texts_come_out_as_a_document(samples, naughty, tmp_path):
    worst = [*naughty[::6], *naughty[-3:]]
    facts = brief.write(samples.with_texts(samples.empty(), worst), tmp_path / "naughty.pdf")
    assert f"HAM-{1000 + len(worst) - 1}" in text_of(tmp_path / "naughty.pdf")
    assert facts.pages > len(worst) // 30


def test_every_naughty_text_is_a_card_and_nothing_else(samples, naughty):
    html = html_of(samples.with_texts(samples.empty(), naughty))
    assert html.count('class="card"') + html.count('class="wordless-one"') == len(naughty)
    assert html.count("<script") == 0
    assert "\x00" not in html


@pytest.mark.timeout(240)
def test_a_word_of_20000_letters_is_printed_whole(samples, tmp_path):
    long = samples.with_texts(samples.empty(), ["w" * 20_000])
    brief.write(long, tmp_path / "word.pdf")
    assert text_of(tmp_path / "word.pdf").count("w") >= 20_000


@pytest.mark.timeout(120)
def test_every_script_is_written_with_our_own_fonts_and_read_back(samples, tmp_path):
    texts = ["Skøyteis", "Лавки зі спинками", "مكان للجلوس تحت شجر قديم", "Čáppa čuovggat",
             "Πάγκος στον ήλιο", "สวนใต้ต้นไม้", "שלום על הכיכר", "पेड़ के नीचे बेंच",
             "樹下的長椅"]  # fmt: skip
    findings = samples.with_texts(samples.empty(), texts)
    brief.write(findings, tmp_path / "scripts.pdf", language="ar")
    with pikepdf.open(tmp_path / "scripts.pdf") as opened:
        names = {str(font.BaseFont) for page in opened.pages
                 for font in page.resources.get("/Font", {}).values()}  # fmt: skip
    ours = ("Public", "Noto", "Vazirmatn", "Droid")
    assert all(any(each in name for each in ours) for name in names)
    assert any("Vazirmatn" in name for name in names)
    # Where the reader begins a new line is its own business.
    read = "".join(text_of(tmp_path / "scripts.pdf").split())
    assert [each for each in texts if "".join(each.split()) not in read] == []


def test_progress_only_goes_forward(samples, tmp_path):
    told = []
    brief.write(
        samples.empty(), tmp_path / "b.pdf", progress=lambda per_cent, words: told.append(per_cent)
    )
    assert told == sorted(told)
    assert told[-1] == 100


def test_a_missing_pango_is_said_with_the_line_that_helps(stortorget, tmp_path, monkeypatch):
    def missing(name: str):
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(brief, "import_module", missing)
    with pytest.raises(brief.Refused, match="apt install libpango"):
        brief.write(stortorget, tmp_path / "b.pdf")


@pytest.mark.parametrize("kind", ["ideas", "dot_vote", "map_notes", "slide"])
def test_the_part_of_a_kind_is_rendered_for_nobody_and_for_many(samples, stortorget, kind):
    words = translator("en")
    nobody = samples.activity("9.1", kind, "Title", "Question?", n=0, headline="")
    many = next(each for each in stortorget.activities if each.kind == kind)
    assert render_section(nobody, samples.empty(), words) is not None
    assert render_section(many, stortorget, words).strip()
