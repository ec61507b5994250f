"""The head of a request: read as HTTP has it, refused where two servers could disagree."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.headers import MOST_LINES, Head, read_head


def read(*lines: bytes) -> Head:
    return read_head(BytesIO(b"".join(line + b"\r\n" for line in (*lines, b""))))


def test_names_are_read_in_any_case():
    head = read(b"Host: torg.lan", b"content-TYPE: text/plain", b"X-Empty:")
    assert (head.status, head.get("HOST"), head.typeheader) == ("", "torg.lan", "text/plain")
    assert head.getheader("x-empty") == ""
    assert head.get("accept", "none") == "none"


def test_what_follows_the_head_is_left_for_the_body():
    file = BytesIO(b"Host: a\r\n\r\nkey=1")
    read_head(file)
    assert file.read() == b"key=1"


def test_lists_may_come_in_several_lines():
    head = read(b"Accept: a", b"Accept: b", b"Cookie: x=1", b"Cookie: y=2")
    assert (head["accept"], head["cookie"]) == ("a,b", "x=1; y=2")


def test_letters_beyond_ascii_are_kept_as_they_came():
    assert read("X-Name: Bjørn".encode()).get("x-name").encode("latin-1").decode() == "Bjørn"


@pytest.mark.parametrize(
    "lines",
    [
        [b"no colon"],
        [b"Host : a"],
        [b" folded: a"],
        [b"Host: a", b"\tfolded"],
        [b": nameless"],
        [b"A: b\x00c"],
        [b"A: b\rContent-Length: 5"],
        [b"Content-Length: 5", b"Content-Length: 6"],
        [b"Content-Length: +5"],
        [b"Content-Length: 1_0"],
        [b"Content-Length: -1"],
        [b"Host: a", b"Host: b"],
        [b"Transfer-Encoding: chunked", b"Transfer-Encoding: identity"],
        [b"A: " + b"x" * 70_000],
        [b"A%d: 1" % n for n in range(MOST_LINES + 1)],
    ],
    ids=lambda lines: lines[0][:20].decode("latin-1"),
)
def test_what_two_servers_could_read_in_two_ways_is_refused(lines: list[bytes]):
    assert read(*lines).status


def test_the_same_length_twice_is_one_length():
    head = read(b"Content-Length: 5", b"Content-Length: 5")
    assert (head.status, head["content-length"]) == ("", "5")


@given(some.binary(max_size=300))
def test_nothing_makes_it_stumble(noise: bytes):
    head = read_head(BytesIO(noise))
    assert all(name == name.lower() and "\n" not in value for name, value in head.items())
