"""What the phones of a bench vote: two of the lines, others each time."""

LINES = 6
Dots = dict[str, int]


def dots_of(n: int) -> Dots:
    """Return the n-th way to vote: two dots on one line, one on the next."""
    return {str(n % LINES + 1): 2, str((n + 1) % LINES + 1): 1}


def form_of(n: int) -> str:
    """Return that vote as a form sends it, with a key that is this act's own."""
    fields = "".join(f"&dots-{line}={dots}" for line, dots in dots_of(n).items())
    return f"key=bench{n:08d}{fields}"
