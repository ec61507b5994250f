"""The one way to say no."""

from collections.abc import Iterator
from contextlib import contextmanager

from workshops.words import Sentence


class Refused(Exception):
    """Something the person can mend: one polite sentence that says what to do.

    >>> raise Refused("You have %(n)s dots, not more.", n=5)
    """

    def __init__(self, text: str, **details: object) -> None:
        self.sentence = Sentence(text, details=details)
        self.field = ""  # of a form with several, which one it is about
        super().__init__(str(self.sentence))


@contextmanager
def beside(field: str) -> Iterator[None]:
    """Say of a refusal which field it is about, so that a page can tell it there."""
    try:
        yield
    except Refused as fault:
        fault.field = field
        raise
