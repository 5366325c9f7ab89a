"""What a student may give for a number, an angle or a direction; anything else is refused.

NumPy would turn ``"0.5"`` into a half and ``True`` into one, and carry NaN through to the last
figure. Here each is stopped where it enters, in words that say what to give instead.
"""

from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Direction: TypeAlias = Literal["x", "y", "z"] | Sequence[ArrayLike]
"""``"x"``, ``"y"``, ``"z"``, or a pair (theta, phi) of Bloch angles in radians."""

Convention: TypeAlias = Literal["mixing", "pauli"]
"""What a depolarising probability means: ``"mixing"`` as in Aer, ``"pauli"`` any Pauli error."""

Bits: TypeAlias = NDArray[np.uint8]
"""Zeros and ones in a row, shape (n,)."""

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


def complex_array(value: Any, wanted: str) -> NDArray[np.complex128]:
    """Read an array of numbers, complex ones included.

    Args:
        value: what was given.
        wanted: a sentence that says what belongs here, for complaints.

    Returns:
        The numbers, shape as given.

    Raises:
        TypeError: there is something among them that is no number.
        ValueError: NaN or infinity is among them.

    Example:
        >>> complex_array([1, 0], "A state is an array of numbers").tolist()
        [(1+0j), 0j]
    """
    try:
        array = np.asarray(value)
    except ValueError:  # rows of different lengths
        array = np.asarray(None)
    if array.dtype.kind not in "iufc":
        raise TypeError(f"{wanted}; not {_shown(value)}.")
    if not np.isfinite(array).all():
        raise ValueError(f"{wanted}. Yours holds NaN or infinity; look for 0/0 where it was made.")
    return array.astype(complex)


def as_bits(value: ArrayLike, name: str) -> Bits:
    """Read a row of bits: zeros and ones in a list, an array or a text.

    Args:
        value: what was given.
        name: what to call it in a complaint. The bits themselves are never quoted: they may be
            secret.

    Returns:
        The bits, shape (n,).

    Raises:
        TypeError: it is neither text nor whole numbers nor truth values.
        ValueError: it is no row, or holds something else than 0 and 1.

    Example:
        >>> as_bits("0110", "key").tolist()
        [0, 1, 1, 0]
    """
    if isinstance(value, str):
        if not set(value) <= {"0", "1"}:
            raise ValueError(f"{name} is a text of 0 and 1 only, such as '0110'.")
        return np.frombuffer(value.encode(), dtype=np.uint8) - np.uint8(48)
    try:
        array = np.asarray(value)
    except ValueError:  # rows of different lengths
        array = np.asarray(None)
    if array.size == 0:
        array = array.astype(np.uint8)
    if array.dtype.kind not in "iub":
        raise TypeError(f"{name} is a row of bits: a list or array of 0 and 1, or a text of them.")
    if array.ndim != 1:
        raise ValueError(f"{name} is one row of bits; this has the shape {array.shape}.")
    if array.size and (array.min() < 0 or array.max() > 1):
        raise ValueError(f"{name} holds something else than 0 and 1.")
    return array.astype(np.uint8)


def relaxation_times(
    t1_s: ArrayLike, t2_s: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Read the two time constants of a qubit that waits, T1 for decay and T2 for coherence.

    Returns:
        Both in seconds, broadcast against each other.

    Raises:
        TypeError: one is no real number.
        ValueError: one is not above 0, or T2 > 2 T1.

    Example:
        >>> relaxation_times(np.inf, 1e-3)[1].item()
        0.001
    """
    t1 = real(t1_s, "t1_s", low=0, endless=True)
    t2 = real(t2_s, "t2_s", low=0, endless=True)
    for name, times in (("t1_s", t1), ("t2_s", t2)):
        if np.any(times == 0):
            raise ValueError(f"{name} must be above 0: a qubit without memory is no qubit.")
    t1, t2 = np.broadcast_arrays(t1, t2)
    # Equality is allowed, and 2 * t1 may be off in its last digit.
    impossible = t2 > 2 * t1 * (1 + 1e-12)
    if np.any(impossible):
        raise ValueError(
            f"T2 = {t2[impossible].flat[0]:.6g} s is more than 2 T1 = "
            f"{2 * t1[impossible].flat[0]:.6g} s, which nature does not allow: decay alone costs "
            "coherence. Were the two exchanged, or their units?"
        )
    return t1, t2


def pauli_error(
    probability: ArrayLike, *, convention: Convention, qubits: int = 1
) -> NDArray[np.float64]:
    """Read a depolarising probability in its convention, and return that of any Pauli error.

    ``"mixing"`` (as in Aer) replaces the state of n qubits by noise with probability p, and noise
    holds the identity once in 4ⁿ: 3p/4 for one qubit, 15p/16 for two. ``"pauli"`` means the
    probability of an error itself.

    Raises:
        TypeError: p is no real number.
        ValueError: p lies outside [0, 1], or there is no such convention.

    Example:
        >>> pauli_error(0.1, convention="mixing").item()
        0.07500000000000001
    """
    p = real(probability, "probability", low=0, high=1)
    if convention == "mixing":
        return p * (1 - 0.25**qubits)
    if convention == "pauli":
        return p
    raise ValueError(
        f"There is no depolarising convention {convention!r}; choose 'mixing' (the state is "
        "replaced by noise with probability p, as in Aer) or 'pauli' (some Pauli error happens "
        "with probability p)."
    )


def _bounds(low: float, high: float) -> str:
    if np.isfinite(low) and np.isfinite(high):
        return f"between {low:.12g} and {high:.12g}"
    return f"at least {low:.12g}" if np.isfinite(low) else f"at most {high:.12g}"


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
