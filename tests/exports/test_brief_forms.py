"""The brief in its other forms: two pages, two languages, a web page."""

import re
import subprocess
import sys

import pikepdf
import pytest

from exports import brief, page, short
from exports.assets import Shelf
from exports.brief_pages import render
from exports.clean import cleaned
from exports.one_workshop import of_workshop
from exports.short_facts import short_of
from exports.words import translators
from workshops.refusal import Refused


@pytest.fixture
def catalogues(root):
    return root / "app" / "translations"


def both(findings, catalogues) -> str:
    tongues = translators("nb+en", catalogues)
    return str(render(cleaned(findings), tongues, Shelf()))


def test_one_workshop_is_told_alone(stortorget):
    second = of_workshop(stortorget, 2)
    assert {each.workshop for each in second.contributions} == {2}
    assert [each.number for each in second.workshops] == [2]
    assert second.voices == stortorget.workshops[1].joined
    assert second.hash == stortorget.hash


def test_a_workshop_that_is_not_there_is_refused(stortorget):
    with pytest.raises(Refused, match="no workshop 99"):
        of_workshop(stortorget, 99)


def test_the_two_pages_tell_results_in_the_order_they_were_held(stortorget):
    told = short_of(stortorget)
    assert [each.activity.ref for each in told.blocks] == ["2.2", "2.3", "2.4"]
    assert [bar.value for bar in told.blocks[1].bars] == [61, 61, 55, 41, 34]
    assert [bar.tied for bar in told.blocks[1].bars][:3] == [True, True, False]


def test_nobody_is_quoted_twice_on_the_two_pages(stortorget):
    told = short_of(stortorget)
    refs = [v.ref for block in told.blocks for v in block.voices] + [v.ref for v in told.voices]
    assert len(refs) == len(set(refs))


@pytest.mark.slow
@pytest.mark.parametrize("text", ["benches under trees ", "W"])
def test_two_pages_stay_two_with_every_text_at_its_longest(samples, stortorget, text, tmp_path):
    facts = short.write(samples.crowded(stortorget, text), tmp_path / "short.pdf", language="en")
    assert facts.pages == 2


@pytest.mark.slow
def test_two_languages_are_two_pages_each(stortorget, tmp_path, catalogues):
    path = tmp_path / "short.pdf"
    assert short.write(stortorget, path, language="nb+en", catalogues=catalogues).pages == 4
    with pikepdf.open(path) as pdf:
        found = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary)]
        languages = {str(each.Lang) for each in found if each.get("/S") == "/Sect"}
    assert languages == {"nb", "en"}


@pytest.mark.slow
def test_every_part_stands_in_both_languages_and_words_of_people_once(stortorget, catalogues):
    html = both(stortorget, catalogues)
    assert "Hvem som deltok, og hvem som ikke gjorde det" in html
    assert "Who took part and who did not" in html
    assert html.count('id="c-1"') == 1
    assert html.count('<section lang="nb"') > 15
    assert html.count('<section lang="en"') > 15


@pytest.mark.slow
def test_no_two_things_have_one_name_and_every_link_leads_somewhere(stortorget, catalogues):
    html = both(stortorget, catalogues)
    names = re.findall(r'\bid="([^"]+)"', html)
    assert len(names) == len(set(names))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(names)


@pytest.mark.slow
def test_another_process_writes_the_same_bytes(stortorget, root, tmp_path):
    here, there = tmp_path / "here.pdf", tmp_path / "there.pdf"
    brief.write(stortorget, here, pieces=("summary", "annex"))
    script = (
        "import sys; from pathlib import Path; from exports import brief;"
        "from workshops.findings_json import from_json;"
        "found = from_json(Path(sys.argv[1]).read_text('utf-8'));"
        "brief.write(found, Path(sys.argv[2]), pieces=('summary', 'annex'))"
    )
    sample = root / "tests/data/findings-sample.json"
    subprocess.run([sys.executable, "-c", script, sample, there], cwd=root, check=True)
    assert here.read_bytes() == there.read_bytes()


def test_the_page_holds_all_it_needs_and_lets_nothing_in(stortorget, tmp_path):
    path = tmp_path / "page.html"
    page.write(stortorget, path)
    html = path.read_text(encoding="utf-8")
    assert "default-src 'none'" in html
    assert "torg:" not in html.replace("urn:torg:", "")
    assert "<script" not in html
    assert not re.search(r'(?:src|href)="(?!#|data:)', html)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    ['<b onclick="x">bold</b>', '<link rel="attachment" href="file:///etc/passwd">',
     '<img src="http://169.254.169.254/">', "<div>" * 300, 'torg:css/brief.css"'],
)  # fmt: skip
def test_mark_up_in_words_stays_words_and_nothing_is_fetched(samples, text, tmp_path):
    findings = samples.with_texts(samples.empty(), [text])
    facts = brief.write(findings, tmp_path / "b.pdf", pieces=("annex",))
    assert facts.pages >= 1
    shelf = Shelf()
    page.contained(str(render(cleaned(findings), translators("en"), shelf)), shelf)
    assert shelf.denied == []
