"""What a student gave, refused in plain words where it cannot be drawn."""

from math import isfinite
from numbers import Integral, Real
from typing import Any


def angle(name: str, value: Any) -> float:
    """Return an angle in radians.

    Raises:
        ValueError: it is no finite number.

    Example:
        >>> angle("phi", 1)
        1.0
    """
    if isinstance(value, bool) or not isinstance(value, Real) or not isfinite(value):
        raise ValueError(f"{name} must be a finite number of radians; it is {value!r}.")
    return float(value)


def probability(value: Any) -> float:
    """Return a probability.

    Raises:
        ValueError: it is no number between 0 and 1.

    Example:
        >>> probability(0.25)
        0.25
    """
    if isinstance(value, bool) or not isinstance(value, Real) or not 0 <= float(value) <= 1:
        raise ValueError(f"A probability lies between 0 and 1; {value!r} does not.")
    return float(value)


def count(name: str, value: Any) -> int:
    """Return a number of things that were counted.

    Raises:
        ValueError: it is no whole number from 0 up.

    Example:
        >>> count("number of shots", 100)
        100
    """
    if isinstance(value, bool) or not isinstance(value, Integral) or value < 0:
        raise ValueError(f"The {name} is counted: a whole number from 0 up, not {value!r}.")
    return int(value)
