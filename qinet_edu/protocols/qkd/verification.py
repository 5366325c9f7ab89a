"""Verification: compare two keys by a short hash, so that one that differs is not used."""

from math import ceil, log2

import numpy as np
from numpy.typing import ArrayLike

from qinet_edu.arguments import Bits, as_bits, one_real
from qinet_edu.protocols.qkd.authentication import TAG_BITS, TAG_BYTES, polynomial_hash

COUNT_BITS = 64  # the number of bits, hashed with them


def verification_bits(length: int, *, eps_cor: float = 1e-15) -> int:
    """Return how long a verification hash must be for two different keys to pass by chance ε_cor.

    Keys of m blocks of 128 bits agree at up to m + 1 of the 2¹²⁸ points, so a hash of t bits lets
    different keys pass with probability (m + 1)/2ᵗ: 63 bits for a million and 10⁻¹⁵.

    Args:
        length: bits in the key.
        eps_cor: the probability, in (0, 1).

    Raises:
        TypeError: something is no real number.
        ValueError: ε is out of range, or needs more than 128 bits.

    Example:
        >>> verification_bits(1_000_000), verification_bits(10_000)
        (63, 57)
    """
    eps = one_real(eps_cor, "eps_cor", low=0, high=1)
    blocks = -(-(COUNT_BITS + length) // TAG_BITS)
    bits = ceil(log2((blocks + 1) / eps)) if eps else TAG_BITS + 1
    if bits > TAG_BITS:
        raise ValueError(
            f"eps_cor = {eps:.3g} asks for a hash longer than {TAG_BITS} bits; 1e-15 is usual."
        )
    return bits


def verification_hash(key: ArrayLike, *, point: bytes, bits: int) -> Bits:
    """Return the first bits of a key's polynomial hash, at a point drawn after the key was made.

    The point is public. It must not be known before: whoever knows it can choose errors that
    the hash does not see.

    Args:
        key: the bits to compare.
        point: 16 random bytes.
        bits: how many to return, up to 128.

    Returns:
        The hash, shape (bits,).

    Raises:
        TypeError: the key is no row of bits.
        ValueError: the point does not have 16 bytes, or there are not so many bits.

    Example:
        >>> same = verification_hash("0110", point=bytes(range(16)), bits=8)
        >>> other = verification_hash("0111", point=bytes(range(16)), bits=8)
        >>> bool((same == other).all())
        False
    """
    if not 1 <= bits <= TAG_BITS:
        raise ValueError(f"The hash has 1 to {8 * TAG_BYTES} bits, not {bits}.")
    held = as_bits(key, "key")
    # The number of bits goes in front: bytes alone do not say where the last one ends.
    packed = held.size.to_bytes(COUNT_BITS // 8, "big") + np.packbits(held).tobytes()
    value = np.frombuffer(polynomial_hash(packed, point), dtype=np.uint8)
    return np.unpackbits(value)[:bits]
