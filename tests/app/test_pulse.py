"""Pings, spread over time."""

from types import SimpleNamespace

from app import pulse


def test_lines_that_came_together_are_not_asked_together():
    slept: list[float] = []
    engine = SimpleNamespace(ping_interval=20, sleep=slept.append)
    pulse.spread(SimpleNamespace(eio=engine))
    for _ in range(200):
        engine.sleep(20)
    assert 10 <= min(slept) < 12
    assert 18 < max(slept) <= 20


def test_other_pauses_stay_as_they_are():
    slept: list[float] = []
    engine = SimpleNamespace(ping_interval=20, sleep=slept.append)
    pulse.spread(SimpleNamespace(eio=engine))
    engine.sleep(0.5)
    assert slept == [0.5]
