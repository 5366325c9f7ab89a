"""Bits as they are given, kept and sent."""

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Bits: TypeAlias = NDArray[np.uint8]


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


def two_of_a_length(alice: ArrayLike, bob: ArrayLike) -> tuple[Bits, Bits]:
    """Read Alice's bits and Bob's, which belong together one by one.

    Raises:
        TypeError: one of them is no row of bits.
        ValueError: they differ in length.

    Example:
        >>> [bits.size for bits in two_of_a_length("010", [0, 1, 1])]
        [3, 3]
    """
    ours, theirs = as_bits(alice, "alice"), as_bits(bob, "bob")
    if ours.size != theirs.size:
        raise ValueError(
            f"Alice has {ours.size} bits and Bob {theirs.size}: they must belong together one by "
            "one. Were only one party's bits sifted?"
        )
    return ours, theirs


def number_bits(number: int, width: int) -> Bits:
    """Write a whole number in bits, the most significant first.

    Example:
        >>> number_bits(6, 4).tolist()
        [0, 1, 1, 0]
    """
    return as_bits(f"{number:0{width}b}", "number")


def bits_number(bits: Bits) -> int:
    """Read the whole number that :func:`number_bits` wrote.

    Example:
        >>> bits_number(number_bits(6, 4))
        6
    """
    return int.from_bytes(np.packbits(bits).tobytes(), "big") >> (-bits.size % 8)
