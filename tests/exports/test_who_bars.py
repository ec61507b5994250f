"""Who took part in the brief: bars with a tick for the town, who is missing named."""

import re

import pytest

from exports.assets import Shelf
from exports.brief_pages import render
from exports.words import translators
from tests.exports import rich


@pytest.fixture(scope="module")
def part(stortorget) -> str:
    return str(render(rich.full(stortorget), translators("en"), Shelf(), ["who"]))


def test_every_bar_says_its_share_and_that_of_the_town(part):
    assert "8% of those who answered, 13% of the town" in part.replace(" %", "%")
    assert part.count('class="who-line"') == 7 + 6


def test_the_longest_of_bars_and_ticks_fills_the_line(part):
    widths = [float(each) for each in re.findall(r'y="3" width="([\d.]+)" height="10"', part)]
    assert max(widths) == 240


def test_who_is_missing_is_named_with_what_was_done(part):
    lead = part[part.index("too few came of:") :]
    assert lead.index("under 13") < lead.index("18 to 29") < lead.index("Many came of:")
    assert "8 % of those who came, 13 % of the town" in part


def test_the_unknown_is_hatched_and_never_a_share(part):
    row = part[part.index("Not known: did not say") :]
    assert 'fill="url(#who-1-unknown)"' in row
    assert row.index("<b>41</b></td><td>–</td>") > 0
