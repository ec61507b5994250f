"""What is asked at the same time is done at once."""

import gevent
import pytest

from app.together import MOST_AT_ONCE, Together


def test_what_is_asked_together_is_done_together():
    batches: list[list[int]] = []

    def double(items):
        batches.append(list(items))
        return [2 * each for each in items]

    together = Together(double)
    asking = [gevent.spawn(together.ask, n) for n in range(MOST_AT_ONCE + 1)]
    gevent.joinall(asking)
    assert [each.value for each in asking] == [2 * n for n in range(MOST_AT_ONCE + 1)]
    assert [len(each) for each in batches] == [MOST_AT_ONCE, 1]


def test_what_comes_while_it_works_is_done_next():
    def slowly(items):
        gevent.sleep(0.01)
        return list(items)

    together = Together(slowly)
    first = gevent.spawn(together.ask, 1)
    gevent.sleep(0.002)
    assert together.ask(2) == 2
    assert first.get() == 1


def test_a_fault_is_raised_by_all_who_asked_and_by_nobody_later():
    faults = [ValueError("no")]

    def once(items):
        if faults:
            raise faults.pop()
        return list(items)

    together = Together(once)
    asking = [gevent.spawn(_fault_of, together, n) for n in range(3)]
    gevent.joinall(asking)
    assert [each.value for each in asking] == ["no"] * 3
    assert together.ask(4) == 4


def _fault_of(together: Together, item: int) -> str:
    with pytest.raises(ValueError, match="no") as raised:
        together.ask(item)
    return str(raised.value)
