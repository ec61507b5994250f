"""The map in one file: from a memory stick, without a network, with words as words."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import folium
import pytest
from PIL import Image

from exports import folium_map
from exports.clean import cleaned
from exports.map_times import times_of
from exports.words import translator

NAMESPACES = "http://www.w3.org/"


class Page(HTMLParser):
    """What a page holds: its elements with their text, its addresses, its policy."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.scripts, self.styles, self.addresses, self.tags = [], [], [], []
        self.policy, self.island, self._open = "", "", None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append(tag)
        self._open = (tag, given)
        self.addresses += [given[name] for name in ("src", "href", "action") if name in given]
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"]

    def handle_data(self, data):
        tag, given = self._open or ("", {})
        if tag == "script" and given.get("id") == "map-data":
            self.island += data
        elif tag == "script":
            self.scripts.append(data)
        elif tag == "style":
            self.styles.append(data)

    def handle_endtag(self, tag):
        self._open = None


def html_of(findings) -> str:
    return folium_map.make(cleaned(findings), translator("en"))


def test_it_is_a_folium_map_with_everything_said(stortorget):
    page = Page(html_of(stortorget))
    data = json.loads(page.island)
    assert any("L.map(" in script for script in page.scripts)
    assert [each["ref"] for each in data["notes"]] == [c.ref for c in stortorget.contributions]
    assert sum("at" in each for each in data["notes"]) == 89


def test_no_other_host_is_named_anywhere(stortorget, miami, root):
    leaflet = (root / "static/vendor/leaflet/leaflet.js").read_text(encoding="utf-8")
    for findings in (stortorget, miami):
        html = html_of(findings).replace(leaflet, "")
        ours = re.sub(r'<script type="application/json".*?</script>', "", html, flags=re.DOTALL)
        assert [found for found in re.findall(r"https?://[^\s\"'<)]+", ours)
                if not found.startswith(NAMESPACES)] == []  # fmt: skip
        assert all(address.startswith("#") for address in Page(html).addresses)
        named = [
            each for each in re.findall(r"url\(([^)]*)\)", ours) if not each.startswith("data:")
        ]
        assert set(named) <= {"#default#VML"}


def test_only_our_own_scripts_and_styles_may_run(stortorget):
    page = Page(html_of(stortorget))
    for text in (*page.scripts, *page.styles):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in page.policy
    assert page.policy.startswith("default-src 'none'")
    assert "unsafe" not in page.policy


def test_naughty_texts_stay_in_the_island(samples, stortorget, naughty):
    plain = Page(html_of(stortorget))
    worse = [*naughty, "</script><script>alert(1)</script>", "${alert(1)}", "`+alert(1)+`", "<!--"]
    page = Page(html_of(samples.with_texts(stortorget, worse)))
    assert page.tags == plain.tags
    assert page.scripts == plain.scripts
    texts = [each.get("text") for each in json.loads(page.island)["notes"]]
    assert "${alert(1)}" in texts


def test_names_of_people_and_places_stay_words(samples, stortorget):
    page = Page(html_of(samples.with_text(stortorget, "<script>alert(1)</script>${alert(2)}")))
    assert len(page.scripts) == 2 + len(folium_map.SCRIPTS)
    assert not any("alert(" in script and "<script>" in script for script in page.scripts)


def test_the_same_findings_give_the_same_file(stortorget, tmp_path):
    for name in ("a.html", "b.html"):
        folium_map.write(stortorget, tmp_path / name)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_a_library_without_a_local_copy_stops_the_making():
    class Stranger(folium.Map):
        default_js = [("stranger", "https://example.org/stranger.js")]  # noqa: RUF012

    with pytest.raises(ValueError, match="stranger"):
        folium_map._taken_over(Stranger())


def test_folium_itself_is_left_as_it_was(stortorget):
    html_of(stortorget)
    assert folium.Map().default_js


def test_a_pin_set_aside_is_named_and_not_on_the_map(miami):
    html = html_of(miami)
    assert "1 place is set aside and not on the map: MIA-" in html
    assert sum("at" in each for each in json.loads(Page(html).island)["notes"]) == 411


def test_the_chart_of_the_desk_is_the_one_that_folium_draws(root):
    figure, _, _ = folium_map._leaflet()
    kept = (root / "static/folium/chart.js").read_text(encoding="utf-8")
    assert kept.split() == figure.script.render().split()


def test_a_picture_is_small_and_within_the_file(stortorget, tmp_path):
    name = "ab" * 32
    Image.new("RGB", (1600, 1200), "teal").save(tmp_path / f"{name}.jpg")
    first = replace(stortorget.contributions[0], photo=name)
    gone = replace(stortorget.contributions[1], photo="cd" * 32)
    findings = replace(stortorget, contributions=(first, gone))
    html = folium_map.make(cleaned(findings), translator("en"), tmp_path)
    data = json.loads(Page(html).island)
    assert data["photos"][name].startswith("data:image/jpeg;base64,")
    assert len(data["photos"][name]) < 20_000
    assert "1 photo is left out of this file." in html


def test_five_thousand_notes_are_under_three_megabytes(samples, stortorget):
    five_thousand = samples.many_notes(stortorget, 5000)
    page = html_of(five_thousand)
    assert len(json.loads(Page(page).island)["notes"]) == 5000
    assert len(page.encode()) < 3_000_000


def test_nothing_said_is_a_map_of_the_square(stortorget):
    data = json.loads(Page(html_of(replace(stortorget, contributions=()))).island)
    assert data["notes"] == []
    assert data["times"] == []
    assert data["ground"]["url"].startswith("data:image/svg+xml")


def test_a_few_far_places_do_not_make_a_town_a_dot(miami):
    data = json.loads(Page(html_of(miami)).island)
    (west, south), (east, north) = data["bounds"]
    places = [each["at"] for each in data["notes"] if "at" in each]
    shown = [(lon, lat) for lon, lat in places if west <= lon <= east and south <= lat <= north]
    assert 0.9 * len(places) < len(shown) < len(places)


def test_weeks_in_which_nothing_was_said_take_no_room_on_the_time_line():
    moments = ["2026-02-05T18:01", "2026-02-05T18:02", "2026-04-18T11:30"]
    times = times_of(moments)
    told = times.to_json(moments, translator("en"))
    assert [(each["name"], each["n"]) for each in told] == [
        ("5 February 2026, 18:01", 1),
        ("5 February 2026, 18:02", 1),
        ("18 April 2026, 11:30", 1),
    ]
    assert times.place_of("") == 0


def test_a_year_of_notes_has_a_time_line_that_can_be_read():
    days = [f"2026-{month:02}-{day:02}T12:00" for month in range(1, 13) for day in range(1, 29)]
    told = times_of(days).to_json(days, translator("en"))
    assert 40 < len(told) <= 120
    assert sum(each["n"] for each in told) == len(days)
