"""What takes long is done beside the room."""

from threading import Event

import gevent
import pytest
from flask import Flask, g

from app.edge import beside_the_room
from workshops.refusal import Refused


def test_the_room_goes_on_while_a_page_is_worked_out():
    went_on = Event()
    gevent.spawn(went_on.set)
    assert beside_the_room(lambda: went_on.wait(10))


def test_the_work_knows_the_request_it_is_for(app: Flask):
    with app.test_request_context():
        g.page_language = "nb"
        assert beside_the_room(lambda: g.page_language) == "nb"


def test_a_no_beside_the_room_is_a_no_to_the_person():
    def refuse() -> None:
        raise Refused("Not now.")

    with pytest.raises(Refused):
        beside_the_room(refuse)
    assert beside_the_room(lambda: 1) == 1
