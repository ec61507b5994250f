"""The map in a browser whose network is off: it opens from a file, and words stay words."""

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from exports import folium_map
from workshops.findings import Findings

pytestmark = pytest.mark.browser

Opener = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Open findings as a file; nothing may be asked for, no script of others run."""
    faults: list[str] = []
    contexts = []

    def open_file(findings: Findings, width: int = 1366, height: int = 768, **more) -> Page:
        path = tmp_path / "map.html"
        folium_map.write(findings, path)
        view = {"width": width, "height": height}
        context = browser.new_context(viewport=view, offline=True, **more)
        contexts.append(context)
        page = context.new_page()
        page.on("dialog", lambda dialog: faults.append(f"dialogue: {dialog.message}"))
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        page.on("request", lambda asked: faults.append(asked.url) if _is_far(asked.url) else None)
        page.goto(path.as_uri())
        page.wait_for_selector("[data-ready]")
        return page

    yield open_file
    for context in contexts:
        context.close()
    assert faults == []


def _is_far(url: str) -> bool:
    return not url.startswith(("file:", "data:"))


def shown(page: Page) -> str:
    return page.locator("#map-shown").inner_text()


def test_it_opens_with_the_network_off(opened, stortorget):
    page = opened(stortorget)
    expect(page).to_have_title("What people said about Stortorget")
    assert shown(page) == "110 of 110 shown"
    assert page.evaluate("torgMap.drawnNotes().length") == 89
    assert page.locator(".leaflet-image-layer").evaluate("image => image.naturalWidth") == 2400


def test_a_category_that_is_unticked_leaves_the_map_and_the_count(opened, stortorget):
    page = opened(stortorget)
    page.get_by_role("checkbox", name="Seats").uncheck()
    assert shown(page) == "81 of 110 shown"
    page.get_by_role("button", name="Show all again").click()
    assert shown(page) == "110 of 110 shown"


@pytest.mark.parametrize(
    ("asked", "n"), [("17", 1), ("HAM-0017", 1), ("fountain", 0), ("BENCH", 5), ("čáppa", 1)]
)
def test_search_finds_a_number_or_words_whatever_their_accents(opened, stortorget, asked, n):
    page = opened(stortorget)
    page.get_by_label("Search by number or words").fill(asked)
    page.wait_for_timeout(250)
    assert shown(page) == f"{n} of 110 shown"


def test_a_number_and_enter_open_its_card(opened, stortorget):
    page = opened(stortorget)
    page.get_by_label("Search by number or words").fill("HAM-0017")
    page.keyboard.press("Enter")
    card = page.locator("#map-card")
    expect(card).to_contain_text("A bench out of the wind")
    expect(card).to_contain_text("Zone B")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_close_notes_are_counted_together_and_open_by_coming_nearer(opened, stortorget):
    page = opened(stortorget, 800, 500)
    page.get_by_label("Close ones counted together").check()
    before = page.evaluate("torgMap.drawnNotes().length")
    assert before < 89
    group = page.evaluate(
        "(({x, y}) => ({x, y}))(torgMap.drawnNotes().find(one => one.notes.length > 2))"
    )
    box = page.locator("#map_torg").bounding_box()
    page.mouse.click(box["x"] + group["x"], box["y"] + group["y"])
    page.wait_for_timeout(600)
    sums = page.evaluate("torgMap.drawnNotes().map(one => one.notes.length)")
    assert max(sums) < 89


def test_the_scale_bar_is_true_on_the_ground(opened, stortorget):
    """A map's own metres are too long by 1 ÷ cos 52.5° here, and by 2.05 in Hamar."""
    page = opened(stortorget)
    bar = page.locator("#map-scale")
    metres, pixels = float(bar.get_attribute("data-metres")), bar.bounding_box()["width"]
    lon, lat = stortorget.square.outline["coordinates"][0][0]
    apart = page.evaluate(
        """([lon, lat, further]) => map_torg.latLngToContainerPoint([lat, lon])
           .distanceTo(map_torg.latLngToContainerPoint([lat, lon + further]))""",
        [lon, lat, 0.001],
    )
    on_the_ground = 0.001 * 111_320 * math.cos(math.radians(lat)) * 1.0021  # the ellipsoid's bulge
    assert metres / pixels == pytest.approx(on_the_ground / apart, rel=0.01)


def test_the_density_says_how_far_it_reaches(opened, stortorget):
    page = opened(stortorget)
    page.get_by_label("Where much was said").check()
    assert page.locator("#map-reach").inner_text() == "Within 8 m round each spot"
    assert page.locator("#map-tints li").count() == 4
    page.get_by_role("button", name="Wider").click()
    assert page.locator("#map-reach").inner_text() == "Within 10 m round each spot"


def test_the_time_line_shows_what_was_said_until_then(opened, stortorget):
    page = opened(stortorget)
    slider = page.get_by_label("Moment")
    slider.focus()
    page.keyboard.press("Home")
    first = int(shown(page).split()[0])
    page.keyboard.press("ArrowRight")
    assert first < int(shown(page).split()[0]) < 110
    page.get_by_label("What is shown of the time").select_option("from")
    assert int(shown(page).split()[0]) == 110 - first
    page.keyboard.press("End")


def test_who_wants_less_motion_steps_through_time_by_hand(opened, stortorget):
    page = opened(stortorget, reduced_motion="reduce")
    key = page.locator("#map-play")
    assert key.inner_text() == "Next step"
    key.click()
    once = shown(page)
    page.wait_for_timeout(1000)
    assert shown(page) == once
    key.click()
    assert shown(page) != once


def test_the_table_holds_what_the_map_shows_sorted_as_asked(opened, stortorget):
    page = opened(stortorget)
    page.get_by_role("button", name="Table", exact=True).click()
    rows = page.locator("#map-rows tr")
    assert rows.count() == 100
    page.get_by_role("button", name="Show 10 more").click()
    assert rows.count() == 110
    page.get_by_role("button", name="Hearts").click()
    assert rows.first.inner_text().startswith("HAM-0001")
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("Hearts")
    page.get_by_role("checkbox", name="Light and fire").uncheck()
    assert rows.first.inner_text().startswith("HAM-0002")


def test_lines_and_areas_are_drawn_and_opened(opened, stortorget, samples):
    line = {"type": "LineString", "coordinates": [samples.place(20, 20), samples.place(60, 12)]}
    area = samples.ring(((30, 20), (45, 20), (45, 30), (30, 30)))
    said = stortorget.contributions
    drawn = (replace(said[20], geometry=line), replace(said[21], geometry=area))
    page = opened(replace(stortorget, contributions=drawn))
    spot = page.evaluate("([lon, lat]) => map_torg.latLngToContainerPoint([lat, lon])",
                         samples.place(25, 19))  # fmt: skip
    box = page.locator("#map_torg").bounding_box()
    page.mouse.click(box["x"] + spot["x"], box["y"] + spot["y"])
    expect(page.locator("#map-card h2")).to_contain_text(drawn[0].ref)


def test_what_was_counted_at_places_is_a_layer_with_its_figures(opened, stortorget, samples):
    spot = {"type": "Point", "coordinates": samples.place(30, 20)}
    way = {"type": "LineString", "coordinates": [samples.place(5, 20), samples.place(60, 12)]}
    features = (
        {"type": "Feature", "geometry": spot, "properties": {"label": "Bench", "value": 12}},
        {"type": "Feature", "geometry": way, "properties": {"value": 1480, "apart": True}},
    )
    first = replace(stortorget.activities[0], title="Who stays", features=features)
    page = opened(replace(stortorget, activities=(first, *stortorget.activities[1:])))
    names = page.locator(".map-name.is-result")
    assert names.all_inner_texts() == ["Bench · 12", "1,480"]
    page.get_by_role("checkbox", name="Who stays").uncheck()
    assert names.count() == 0


def test_no_words_of_people_are_ever_run(opened, stortorget, samples, naughty, shared_data):
    worse = (shared_data / "bad-input/text/xss-quick.txt").read_text(encoding="utf-8").splitlines()
    texts = [*naughty, *worse, "</script><script>alert(1)</script>", "${alert(1)}", "`+alert(1)+`"]
    page = opened(samples.with_texts(stortorget, texts))
    page.get_by_role("button", name="Table", exact=True).click()
    while page.locator("#map-more").is_visible():
        page.locator("#map-more").click()
    assert page.locator("#map-rows tr").count() == 110 + len(texts)
    strange = "#map-app :is(script, iframe, a:not(.leaflet-bar a), img:not(.leaflet-image-layer))"
    assert page.locator(strange).count() == 0


@pytest.mark.parametrize(
    "text", ["<img src=x onerror=alert(1)>", "</script><script>alert(1)</script>", "${alert(1)}"]
)
def test_no_name_of_a_place_is_ever_run(opened, stortorget, samples, text):
    bad = samples.with_text(stortorget, text)
    point = {"lon": samples.place(30, 20)[0], "lat": samples.place(30, 20)[1]}
    feature = {"type": "Feature", "geometry": samples.ring(((1, 1), (9, 1), (9, 9))),
               "properties": {"label": text, "value": 3}}  # fmt: skip
    layer = {"key": text, "name": text, "source": text, "licence": text,
             "features": {"type": "FeatureCollection", "features": [feature]}}  # fmt: skip
    square = replace(
        bad.square,
        licence=text,
        stops=({"key": "s1", "name": text, **point},),
        routes=({"key": "r1", "name": text, "line": [samples.place(1, 1), samples.place(9, 9)]},),
        layers=(layer,),
    )
    said = tuple(replace(each, place=text, category=text) for each in bad.contributions)
    page = opened(replace(bad, square=square, contributions=said))
    assert page.locator("#map-licence").inner_text() == text
    assert page.locator(".map-name.is-stops").inner_text() == text
    page.evaluate("torgMap.choose([torgMap.shown[0]])")
    assert page.locator("#map-card img, #map-card script").count() == 0


def test_a_note_in_the_sea_is_listed_and_not_drawn(opened, stortorget):
    sea = {"type": "Point", "coordinates": [-85.99, 25.8]}
    far = replace(stortorget.contributions[30], geometry=sea, set_aside="far away", inside=False)
    page = opened(replace(stortorget, contributions=(*stortorget.contributions[31:], far)))
    page.get_by_label("Search by number or words").fill(far.ref)
    page.wait_for_timeout(250)
    assert page.evaluate("torgMap.shown[0].at") is None
    page.get_by_role("button", name="Table", exact=True).click()
    expect(page.locator("#map-rows")).to_contain_text("Far away, not drawn")


def test_notes_outside_are_kept_apart_and_can_be_taken_off(opened, stortorget, samples):
    beside = {"type": "Point", "coordinates": samples.place(-12, 20)}
    outside = replace(stortorget.contributions[40], geometry=beside, inside=False)
    page = opened(replace(stortorget, contributions=(*stortorget.contributions[41:], outside)))
    page.get_by_text("Where", exact=True).click()
    page.get_by_role("checkbox", name="Outside the square, kept apart").uncheck()
    assert outside.ref not in json.dumps(page.evaluate("torgMap.shown"))


def test_nothing_said_is_the_square_and_no_fault(opened, stortorget):
    page = opened(replace(stortorget, contributions=()))
    assert shown(page) == "0 of 0 shown"
    page.get_by_label("Where much was said").check()
    page.get_by_role("button", name="Table", exact=True).click()


def test_a_phone_shows_the_whole_of_it_without_scrolling_sideways(opened, stortorget):
    page = opened(stortorget, 360, 740)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.get_by_role("button", name="Table", exact=True).click()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_reader_of_screens_finds_no_fault(opened, stortorget, root):
    page = opened(stortorget)
    axe = (root / "tests/vendor/axe-core/axe.min.js").read_text(encoding="utf-8")
    page.evaluate(axe)
    for view in ("Map", "Table"):
        page.get_by_role("button", name=view, exact=True).click()
        found = page.evaluate("axe.run().then(result => result.violations)")
        assert [
            (each["id"], [node["html"][:120] for node in each["nodes"]]) for each in found
        ] == []
