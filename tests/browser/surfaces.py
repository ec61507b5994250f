"""Every page of Torg in every state worth a look: who opens it, what is on, what they do first."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from playwright.sync_api import Page, expect

from tests.browser import pages, staging
from tests.browser.designing import put_design
from tests.browser.torg import Torg


def _nothing(*_anybody: object) -> None:
    """Do nothing first."""


@dataclass(frozen=True)
class Surface:
    """One page in one state.

    `stage` puts something on in the evening's data, `act` is what the person does on the page.
    In `path`, {code}, {screen} and {slug} stand for the evening's own; `trouble` is what the
    console may say about it.
    """

    name: str
    who: str
    path: str
    stage: Callable[..., None] = _nothing
    act: Callable[[Page, Torg], None] = _nothing
    trouble: str = "^$"

    @property
    def is_member(self) -> bool:
        """Whether the page asks for a key to the desk."""
        return self.path.startswith(("/desk", "/planner"))

    def open(self, page: Page, torg: Torg, host: str) -> None:
        """Go there."""
        self.stage(torg.instance)
        path = self.path.format(code=torg.code, screen=torg.screen, slug="karl-marx-platz")
        page.goto(torg.at(path, host))
        page.evaluate("document.fonts.ready")
        self.act(page, torg)


#: A finger on the first note of the room that lies in sight.
TAP_A_NOTE = """() => {
  const port = document.getElementById('plan');
  const here = port.getBoundingClientRect();
  const spots = [...document.querySelectorAll('[data-room-mark]')]
    .map(each => each.getBoundingClientRect())
    .filter(each => each.x > here.left + 30 && each.x < here.right - 80
      && each.y > here.top + 30 && each.y < here.bottom - 30);
  const at = {clientX: spots[0].x, clientY: spots[0].y, pointerId: 1, bubbles: true};
  port.setPointerCapture = () => null;
  for (const name of ['pointerdown', 'pointerup']) port.dispatchEvent(new PointerEvent(name, at));
}"""

# What people do


def _send_an_idea(page: Page, _torg: Torg) -> None:
    pages.say_idea(page, "A fire we can sit around, and someone who looks after it.")
    pages.see(page, "Sent — your idea is no.")


def _get_it_back(page: Page, torg: Torg) -> None:
    _send_an_idea(page, torg)
    staging.return_last(torg.instance)
    pages.wake(page)
    pages.see(page, "came back")


def _open_extras(page: Page, _torg: Torg) -> None:
    for name in ("Kind", "Place", "Photo"):
        pages.press(page, name)


def _give_dots(page: Page, _torg: Torg) -> None:
    page.locator("#more-2").click(click_count=2)
    page.locator("#more-3").click()


def _vote(page: Page, torg: Torg) -> None:
    _give_dots(page, torg)
    pages.press(page, "Send my dots")
    pages.see(page, "Your dots are in.")


def _choose_a_kind(page: Page, _torg: Torg) -> None:
    pages.press(page, "Choose")
    page.locator(".kinds label", has_text="Light and fire").click()


def _draw(page: Page, *corners: tuple[int, int]) -> None:
    pages.press(page, "Area")
    for x, y in corners:
        page.locator("#plan").click(position={"x": x, "y": y})


def _draw_an_area(page: Page, _torg: Torg) -> None:
    _draw(page, (90, 60), (220, 50), (260, 140), (120, 170))
    pages.see(page, "4 corners")


def _cross_an_area(page: Page, _torg: Torg) -> None:
    _draw(page, (90, 60), (260, 140), (220, 50), (120, 170))
    pages.see(page, "The sides of this area cross.")


def _feel(page: Page, _torg: Torg) -> None:
    for name in ("Words", "Photo"):
        pages.press(page, name)
    page.locator(".feeling", has_text="Dangerous").click()


def _agree(page: Page, _torg: Torg) -> None:
    page.evaluate(TAP_A_NOTE)
    page.locator("#card-agree").click()
    expect(page.locator("#card-agree")).to_have_attribute("aria-pressed", "true")


def _go_outside(page: Page, torg: Torg) -> None:
    _choose_a_kind(page, torg)
    page.locator("#plan").focus()
    for _ in range(12):
        page.keyboard.press("Shift+ArrowUp")
    pages.press(page, "Confirm this place")
    pages.see(page, "Is it here?")


def _tab(name: str) -> Callable[[Page, Torg], None]:
    return lambda page, _torg: page.get_by_role("tab", name=name).click()


def _menu(of: str) -> Callable[[Page, Torg], None]:
    return lambda page, _torg: page.locator(f"#menu-{of} summary").click()


def _wait_for_preview(page: Page, _torg: Torg) -> None:
    pages.listen(page)
    expect(page.frame_locator(".preview-screen").locator(".wall")).to_be_visible()


def _wrong_code(page: Page, _torg: Torg) -> None:
    page.get_by_label("The code on the screen").fill("ABCD")
    pages.press(page, "Go in")


# What is on

DOORS = partial(staging.put_scene, scene="doors")
IDEAS = partial(staging.put_on, kind="ideas")
SLIDE = partial(staging.put_on, kind="slide")
NOTES = staging.put_notes
SHAPES = partial(staging.put_notes, lines=True, areas=True)
ALL_NOTES = partial(
    staging.put_notes, lines=True, areas=True, ask_feeling=True, ask_photo=True, react=True
)
VOTE = partial(staging.put_on, kind="dot_vote")
CLOSED = partial(staging.put_on, kind="dot_vote", state="closed")
SHOWN = partial(staging.put_on, kind="dot_vote", state="closed", shown=True)
END = staging.put_end
ME = "/w/{code}/?in=1"

PHONE = [
    Surface("phone-code", "phone", "/"),
    Surface("phone-wrong-code", "phone", "/", act=_wrong_code, trouble="status of 404"),
    Surface("phone-joined", "phone", "/w/{code}/", DOORS),
    Surface("phone-arriving", "phone", "/w/{code}/", IDEAS),
    Surface("phone-text-menu", "phone", ME, IDEAS, _menu("text")),
    Surface("phone-language-menu", "phone", ME, IDEAS, _menu("language")),
    Surface("phone-ideas", "phone", ME, IDEAS),
    Surface("phone-ideas-extras", "phone", ME, IDEAS, _open_extras),
    Surface("phone-ideas-sent", "phone", ME, IDEAS, _send_an_idea),
    Surface("phone-ideas-returned", "phone", ME, IDEAS, _get_it_back),
    Surface("phone-lookup", "phone", ME, SLIDE),
    Surface("phone-map", "phone", ME, NOTES, _choose_a_kind),
    Surface("phone-map-area", "phone", ME, SHAPES, _draw_an_area),
    Surface("phone-map-crossing", "phone", ME, SHAPES, _cross_an_area),
    Surface("phone-map-all", "phone", ME, ALL_NOTES, _feel),
    Surface("phone-map-card", "phone", ME, ALL_NOTES, _agree),
    Surface("phone-map-outside", "phone", ME, NOTES, _go_outside),
    Surface("phone-map-zone", "phone", ME, NOTES, _tab("Zone")),
    Surface("phone-map-grid", "phone", ME, NOTES, _tab("Grid")),
    Surface("phone-map-no-place", "phone", ME, NOTES, _tab("No place")),
    Surface("phone-vote", "phone", ME, VOTE, _give_dots),
    Surface("phone-vote-sent", "phone", ME, VOTE, _vote),
    Surface("phone-vote-closed", "phone", ME, CLOSED),
    Surface("phone-ended", "phone", ME, END),
    Surface("phone-slip", "phone", "/w/{code}/slip/ABCD-EFGH"),
    Surface("phone-nothing-here", "phone", "/w/XXXX/", trouble="status of 404"),
]
WALL = "{screen}"


def _view(view: str) -> Callable[..., None]:
    """The notes shown in that view of what they add up to."""
    return partial(staging.put_notes, lines=True, areas=True, ask_feeling=True, view=view)


SCREEN = [
    Surface("screen-doors", "screen", WALL, DOORS),
    Surface("screen-slide", "screen", WALL, SLIDE),
    Surface("screen-ideas", "screen", WALL, IDEAS),
    Surface("screen-map", "screen", WALL, NOTES),
    *(
        Surface(f"screen-map-{view}", "screen", WALL, _view(view))
        for view in ("spots", "sides", "ways", "zones")
    ),
    Surface("screen-question", "screen", WALL, VOTE),
    Surface("screen-closed", "screen", WALL, CLOSED),
    Surface("screen-votes", "screen", WALL, SHOWN),
    Surface("screen-votes-long", "screen", WALL, staging.put_long_lines),
    Surface("screen-thanks", "screen", WALL, END),
]
DESK = [
    Surface("desk-no-key", "desk", "/no-key", trouble="status of 403"),
    Surface("desk-home", "desk", "/desk/"),
    Surface("desk-consultation", "desk", "/desk/{slug}/", DOORS),
    Surface("desk-square-map", "desk", "/desk/{slug}/square?step=map"),
    Surface("desk-square-outline", "desk", "/desk/{slug}/square?step=outline"),
    Surface("desk-square-zones", "desk", "/desk/{slug}/square?step=zones"),
    Surface("desk-square-zone", "desk", "/desk/{slug}/square?step=zones&edit=B"),
    Surface("desk-square-landmarks", "desk", "/desk/{slug}/square?step=landmarks"),
    Surface("desk-square-landmark", "desk", "/desk/{slug}/square?step=landmarks&edit=Fountain"),
    Surface("desk-square-stops", "desk", "/desk/{slug}/square?step=stops", staging.put_stops),
    Surface(
        "desk-square-stop", "desk", "/desk/{slug}/square?step=stops&edit=s1", staging.put_stops
    ),
    Surface("desk-square-routes", "desk", "/desk/{slug}/square?step=routes", staging.put_stops),
    Surface(
        "desk-square-route", "desk", "/desk/{slug}/square?step=routes&edit=r1", staging.put_stops
    ),
    Surface("desk-ground-upload", "desk", "/desk/{slug}/ground"),
    Surface("desk-ground-points", "desk", "/desk/{slug}/ground", staging.put_plan),
    Surface("desk-ground-edge", "desk", "/desk/{slug}/ground?way=edge", staging.put_plan),
    Surface("desk-layers", "desk", "/desk/{slug}/ground/layers"),
    Surface("desk-import", "desk", "/desk/{slug}/import"),
    Surface("desk-prepare", "desk", "/desk/w/{code}/prepare"),
    Surface("desk-run-doors", "desk", "/desk/w/{code}/run", DOORS, _wait_for_preview),
    Surface("desk-run", "desk", "/desk/w/{code}/run", IDEAS, _wait_for_preview),
    Surface("desk-run-closed", "desk", "/desk/w/{code}/run", CLOSED, _wait_for_preview),
    Surface("desk-run-ended", "desk", "/desk/w/{code}/run", END, _wait_for_preview),
    Surface("desk-moderate", "desk", "/desk/w/{code}/moderate", IDEAS),
    Surface("desk-map", "desk", "/desk/w/{code}/map", NOTES),
    Surface("planner-map", "desk", "/planner/{slug}/map"),
    Surface("desk-results", "desk", "/desk/w/{code}/results", SHOWN),
    Surface("desk-print", "desk", "/desk/w/{code}/print"),
    Surface("desk-plan-sheet", "desk", "/desk/w/{code}/print/plan"),
    Surface("desk-health", "desk", "/desk/w/{code}/health", IDEAS),
    Surface("desk-venue", "desk", "/desk/w/{code}/venue", DOORS),
    Surface("desk-paper", "desk", "/desk/w/{code}/paper", IDEAS),
    Surface("desk-slips", "desk", "/desk/w/{code}/slips"),
    Surface("remote", "phone", "/desk/w/{code}/remote", VOTE),
    Surface("remote-closed", "phone", "/desk/w/{code}/remote", CLOSED),
]
ROOM = "/planner/{slug}"


def _unfold(page: Page, _torg: Torg) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")


def _write_nothing(page: Page, _torg: Torg) -> None:
    page.get_by_label("Write a requirement").fill(" ")
    pages.press(page, "Write it down")
    pages.see(page, "Write the requirement as a sentence first.")


def _planner(name: str, path: str = "", **more: object) -> Surface:
    """A page of the planner's room where something was written."""
    return Surface(f"planner-{name}", "desk", f"{ROOM}/{path or name}", put_design, **more)


PLANNER = [
    Surface("planner-home", "desk", "/planner/"),
    _planner("requirements", act=_unfold),
    _planner("requirement-placed", "requirements?r=2&tab=beside"),
    _planner("requirement-refused", "requirements", act=_write_nothing, trouble="status of 422"),
    _planner("place", "place/R2"),
    _planner("trials"),
    _planner("downloads"),
    _planner("summary"),
    _planner("vision"),
    _planner("programme"),
    _planner("conflicts"),
    _planner("drawings"),
    _planner("drawing", "drawings/1"),
    _planner("side", "drawings/side"),
    _planner("ledger", act=_unfold),
    _planner("ledger-print", "ledger/print"),
    _planner("who"),
]
ALL = [*PHONE, *SCREEN, *DESK, *PLANNER]
