"""From a click on a phone to the screen: a real Chromium on both ends."""

import shutil
import statistics
import time

from playwright.sync_api import Browser, Page, sync_playwright

from app.bench.room import Room
from app.bench.server import Running

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONES = 11
SEEN = "n => document.querySelector('[data-answered]')?.dataset.answered === String(n)"


def click_to_screen(running: Running, room: Room) -> dict[str, float] | None:
    """Return the median and the worst of eleven phones; None where there is no browser."""
    path = shutil.which("chromium")
    if path is None:
        return None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        screen = browser.new_page(viewport={"width": 1280, "height": 720})
        screen.goto(f"{running.base}/s/{room.screen_token}/")
        screen.wait_for_timeout(500)
        times = [_one(browser, screen, running, room, n) for n in range(1, PHONES + 1)]
        browser.close()
    return {"median_ms": round(statistics.median(times)), "worst_ms": round(max(times))}


def _one(browser: Browser, screen: Page, running: Running, room: Room, n: int) -> float:
    """Return the milliseconds from the n-th phone's click until the screen counts it."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    phone = context.new_page()
    phone.goto(f"{running.base}/w/{room.code}/?in=1")
    phone.wait_for_timeout(300)
    phone.locator('[data-step="1"]').first.click()
    started = time.perf_counter()
    phone.locator("button.button").first.click()
    screen.wait_for_function(SEEN, arg=n, polling=5, timeout=10_000)
    took = 1000 * (time.perf_counter() - started)
    context.close()
    return took
