"""Bits as they are given, kept and sent."""

import numpy as np
from numpy.typing import ArrayLike

from qinet_edu.arguments import Bits, as_bits


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
