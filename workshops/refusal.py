"""The one way to say no."""

from workshops.words import Sentence


class Refused(Exception):
    """Something the person can mend: one polite sentence that says what to do.

    >>> raise Refused("You have %(n)s dots, not more.", n=5)
    """

    def __init__(self, text: str, **details: object) -> None:
        self.sentence = Sentence(text, details=details)
        super().__init__(str(self.sentence))
