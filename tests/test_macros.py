import re
from types import SimpleNamespace
from xml.etree.ElementTree import fromstring

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from workshops.activities.result import Bar

TIED = (
    Bar("1", "A fire to gather round", 61, 1, True, {"phone": 38, "table": 12, "paper": 11}),
    Bar("2", "Warm seats", 61, 1, True, {"phone": 36, "table": 10, "paper": 15}),
    Bar("3", "<script>alert(1)</script>", 9, 3, False, {"phone": 6, "remote": 3}),
)
SHAPES = (
    "square",
    "triangle-up",
    "hexagon",
    "circle",
    "diamond",
    "house",
    "triangle-down",
    "dome",
    "other",
)


@pytest.fixture(scope="module")
def macros(root):
    pages = Environment(
        loader=FileSystemLoader(root / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    pages.install_null_translations(newstyle=True)
    return lambda name: pages.get_template(f"macros/{name}.html").module


@pytest.fixture(scope="module")
def charts(macros):
    return macros("charts")


def result(*bars):
    return SimpleNamespace(bars=bars)


def text_of(markup):
    return " ".join(re.sub(r"<[^>]*>", " ", markup).split())


def test_a_tie_is_called_a_tie(charts):
    shown = text_of(charts.bars(result(*TIED)))
    assert "a tie: 61 each" in shown
    assert shown.count("1= ") >= 2


def test_bars_without_a_tie_have_no_bracket(charts):
    assert "a tie" not in charts.bars(result(TIED[2]))


def test_each_channel_is_a_part_of_the_bar_in_its_own_pattern(charts):
    shown = charts.bars(result(TIED[0]))
    assert shown.count('class="bar-part"') == 3
    assert "-hatch)" in shown
    assert "-dots)" in shown


def test_a_bar_without_channels_is_one_solid_piece(charts):
    assert charts.bars(result(Bar("1", "A", 7, 1, False, {}))).count('class="bar-part"') == 1


def test_bars_in_an_order_of_their_own_have_no_ranks(charts):
    ages = (Bar("1", "under 18", 3, 2, False, {}), Bar("2", "18 to 35", 9, 1, False, {}))
    shown = charts.bars(result(*ages))
    assert "bar-rank" not in shown
    assert shown.index("under 18") < shown.index("18 to 35")


def test_the_figures_stand_in_a_table_for_those_who_do_not_see_the_bars(charts):
    table = charts.bars(result(*TIED)).split("<table")[1]
    assert "visually-hidden" in table
    assert text_of("<table" + table).endswith("9 6 0 0 3")


def test_no_votes_at_all_are_drawn_without_a_fault(charts):
    nobody = (Bar("1", "A", 0, 1, True, {}), Bar("2", "B", 0, 1, True, {}))
    assert 'width="0.0%"' in charts.bars(result(*nobody))
    assert text_of(charts.bars(result(), caption="Nothing yet.")).startswith("Nothing yet.")


def test_peoples_words_are_never_markup(charts):
    assert "<script>" not in charts.bars(result(*TIED))


def test_bars_for_print_name_no_variables_and_have_sizes(charts):
    shown = charts.bars(result(*TIED), theme="print")
    assert "var(" not in shown
    assert "%" not in shown
    assert "currentColor" not in shown


def test_patterns_have_a_name_of_their_own_in_every_bar(charts):
    names = re.findall(r'id="([^"]+)"', charts.bars(result(*TIED), key="a"))
    assert len(names) == len(set(names)) > 0


def test_channels_nobody_used_are_left_out(charts):
    assert text_of(charts.channel_line({"phone": 41, "paper": 11})) == "41 phones 11 on paper"


@pytest.mark.parametrize("shape", SHAPES)
def test_a_symbol_is_valid_svg_and_keeps_its_letter(macros, shape):
    drawn = macros("symbols").symbol_icon(shape, "S", "Seats")
    svg = fromstring(str(drawn))
    assert svg.get("aria-label") == "Seats"
    assert svg.find(".//text").text == "S"


def test_a_symbol_without_a_letter_writes_nothing(macros):
    assert "<text" not in macros("symbols").symbol("circle", "", 1, 2, 3)


def test_a_thin_edge_keeps_eight_tenths_of_a_pixel_in_plan_metres(macros):
    small = macros("symbols").symbol("circle", "", 0, 0, 2, unit=0.5)
    assert 'stroke-width="0.2"' in small


def test_every_icon_is_valid_svg(root, macros):
    icons = macros("icons")
    written = (root / "templates/macros/icons.html").read_text()
    names = re.findall(r'^  "([a-z-]+)": "M', written, re.MULTILINE)
    assert len(names) > 30
    for name in [*names, "disc", "check-disc", "dashed-ring"]:
        fromstring(str(icons.icon(name)))


def test_an_icon_speaks_only_when_it_stands_alone(macros):
    icon = macros("icons").icon
    assert 'aria-hidden="true"' in icon("plus")
    assert 'aria-label="One more"' in icon("plus", "One more")


def test_no_macro_writes_a_style_attribute(root):
    for path in (root / "templates/macros").glob("*.html"):
        assert " style=" not in path.read_text()


def test_a_status_has_icon_word_and_colour(macros):
    line = macros("bits").status("unsent", "Not sent yet (1), will try again.")
    assert "is-wait" in line
    assert "<svg" in line
    assert "Not sent yet (1)" in line
