"""What a student may give for a number, an angle or a direction; anything else is refused.

NumPy would turn ``"0.5"`` into a half and ``True`` into one, and carry NaN through to the last
figure. Here each is stopped where it enters, in words that say what to give instead.
"""

from collections.abc import Sequence
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Direction: TypeAlias = Literal["x", "y", "z"] | Sequence[ArrayLike]
"""``"x"``, ``"y"``, ``"z"``, or a pair (theta, phi) of Bloch angles in radians."""

AXES = {"x": (np.pi / 2, 0.0), "y": (np.pi / 2, np.pi / 2), "z": (0.0, 0.0)}


def real(
    value: ArrayLike,
    name: str,
    *,
    low: float = -np.inf,
    high: float = np.inf,
    endless: bool = False,
) -> NDArray[np.float64]:
    """Read a real number, or an array of them.

    Args:
        value: what was given.
        name: what to call it in a complaint, for example ``"length_km"``.
        low: the least it may be.
        high: the most it may be.
        endless: whether infinity is an answer, as for the T1 of a qubit that never decays.

    Returns:
        The numbers, shape as given (``()`` for one number).

    Raises:
        TypeError: it is text, a truth value, complex or no number at all.
        ValueError: it is NaN, infinite, or outside [low, high].

    Example:
        >>> real([0, 0.5], "probability", low=0, high=1).tolist()
        [0.0, 0.5]
        >>> real("0.5", "probability")
        Traceback (most recent call last):
        ...
        TypeError: probability must be a real number, not '0.5'.
    """
    try:
        array = np.asarray(value)
    except ValueError:  # rows of different lengths
        array = np.asarray(None)
    if array.dtype.kind not in "iuf":
        raise TypeError(f"{name} must be a real number, not {_shown(value)}.")
    array = array.astype(float)
    if np.isnan(array).any():
        raise ValueError(f"{name} is NaN (not a number). Look for 0/0 where it was computed.")
    if not endless and np.isinf(array).any():
        raise ValueError(f"{name} is infinite; give a finite number.")
    wrong = array[(array < low) | (array > high)]
    if wrong.size:
        raise ValueError(f"{name} must be {_bounds(low, high)}, not {wrong[0]:.12g}.")
    return array


def one_real(value: ArrayLike, name: str, *, low: float = -np.inf, high: float = np.inf) -> float:
    """Read exactly one real number.

    Raises:
        TypeError: it is no real number, or several.
        ValueError: it is NaN, infinite, or outside [low, high].

    Example:
        >>> one_real(2, "theta")
        2.0
    """
    array = real(value, name, low=low, high=high)
    if array.ndim:
        raise TypeError(f"{name} must be one number, not {array.size}; use a loop for several.")
    return float(array)


def direction_angles(direction: Direction) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the Bloch angles (theta, phi) of a direction of measurement, in radians.

    Raises:
        TypeError: an angle is no real number.
        ValueError: it is neither x, y, z nor a pair of finite angles.

    Example:
        >>> theta, phi = direction_angles("y")
        >>> (theta / np.pi).tolist(), (phi / np.pi).tolist()
        (0.5, 0.5)
    """
    if isinstance(direction, str):
        if direction not in AXES:
            raise ValueError(
                f"There is no direction {direction!r}; choose 'x', 'y', 'z' or a pair of angles "
                "(theta, phi) in radians."
            )
        theta, phi = AXES[direction]
        return np.asarray(theta), np.asarray(phi)
    if not isinstance(direction, (tuple, list, np.ndarray)) or len(direction) != 2:
        raise ValueError(
            "A direction is 'x', 'y', 'z' or a pair of angles (theta, phi) in radians, not "
            f"{_shown(direction)}."
        )
    return real(direction[0], "theta"), real(direction[1], "phi")


def _bounds(low: float, high: float) -> str:
    if np.isfinite(low) and np.isfinite(high):
        return f"between {low:.12g} and {high:.12g}"
    return f"at least {low:.12g}" if np.isfinite(low) else f"at most {high:.12g}"


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
