"""The rooms of the socket, kept so that a full room can leave at once."""

from app import lines
from app.lines import Lines


def full(n: int) -> Lines:
    """Return a manager with n lines in one room."""
    manager = Lines()
    for i in range(n):
        manager.basic_enter_room(f"s{i}", "/", None, eio_sid=f"e{i}")
        manager.basic_enter_room(f"s{i}", "/", f"s{i}")
        manager.basic_enter_room(f"s{i}", "/", "phones")
    return manager


def test_a_line_that_drops_is_in_no_room():
    manager = full(3)
    manager.basic_disconnect("s1", "/")
    assert set(manager.rooms["/"]) == {None, "s0", "s2", "phones"}
    assert [sid for sid, _ in manager.get_participants("/", "phones")] == ["s0", "s2"]


def test_the_last_line_leaves_nothing_behind():
    manager = full(2)
    for sid in ("s0", "s1"):
        manager.basic_disconnect(sid, "/")
    assert manager.rooms == manager.rooms_of == {}


def test_a_line_that_drops_twice_does_no_harm():
    manager = full(1)
    manager.basic_disconnect("s0", "/")
    manager.basic_disconnect("s0", "/")
    assert manager.rooms == {}


def test_writing_to_a_full_room_lets_others_in(monkeypatch):
    turns = []
    monkeypatch.setattr(lines.gevent, "sleep", turns.append)
    assert len(list(full(2 * lines.BURST + 50).get_participants("/", "phones"))) == 450
    assert turns == [lines.TURN_S] * 2
