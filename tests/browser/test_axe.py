"""axe-core finds nothing on any page, in any state."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.surfaces import ALL, Surface

pytestmark = pytest.mark.browser

#: The preview of the screen is a page of its own, and is looked at as one.
RUN = "axe.run(document, {iframes: false, resultTypes: ['violations']})"
FAULTS = f"{RUN}.then(found => found.violations.map(each => [each.id, each.nodes[0].html]))"


@pytest.fixture(scope="session")
def axe(root: Path) -> str:
    return (root / "tests/vendor/axe-core/axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("surface", ALL, ids=lambda each: each.name)
def test_axe_finds_nothing(surface: Surface, visit: Callable[..., Page], axe: str) -> None:
    page = visit(surface, bypass_csp=True, reduced_motion="reduce")
    page.evaluate(axe)
    assert page.evaluate(FAULTS) == []
