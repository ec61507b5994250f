"""Rounding as people and spreadsheets do it: halves away from nought (IEEE 754-2019, 4.3.1)."""

from fractions import Fraction


def exact(value: float | Fraction) -> Fraction:
    """Return a figure as it is told: 0.1 is a tenth."""
    return value if isinstance(value, Fraction) else Fraction(str(value))


def half_up(value: float | Fraction, places: int) -> float:
    """Return the value to so many decimals; a half goes up, below nought down."""
    scaled = abs(exact(value)) * 10**places + Fraction(1, 2)
    rounded = Fraction(int(scaled), 10**places)
    return float(rounded if value >= 0 else -rounded)
