"""Privacy amplification: hash the key so short that what Eve knows of it is gone."""

import numpy as np
from numpy.typing import ArrayLike

from qinet_edu.arguments import Bits, as_bits

MOST_MATRIX_BITS = 10_000_000


def toeplitz_hash(bits: ArrayLike, seed: ArrayLike) -> Bits:
    """Multiply a key by a random Toeplitz matrix over GF(2), by Fourier transforms.

    A Toeplitz matrix is the same along each diagonal, so n + ℓ − 1 random bits make all its n ℓ
    entries, and the product is a convolution: a million bits take a fifth of a second, where
    entry by entry it would be 5 × 10¹¹ steps.

    Args:
        bits: the key, n bits.
        seed: the matrix's diagonals, n + ℓ − 1 random bits: public, and independent of the key.

    Returns:
        The shorter key, ℓ bits: entry i is the parity of the bits j where
        ``seed[i − j + n − 1]`` is 1.

    Raises:
        TypeError: something is no row of bits.
        ValueError: there is no bit, or the seed is too short or makes the key longer.

    Source:
        Krawczyk, CRYPTO '94, LNCS 839, 129 (1994).

    Example:
        >>> toeplitz_hash("1011", "01101").tolist()
        [1, 1]
        >>> (toeplitz_matrix("01101", columns=4) @ [1, 0, 1, 1] % 2).tolist()
        [1, 1]
    """
    key, diagonals = as_bits(bits, "bits"), as_bits(seed, "seed")
    rows = _rows(key.size, diagonals.size)
    # Circular is enough: what wraps around does not reach the rows that are kept.
    size = _smooth(diagonals.size)
    product = np.fft.rfft(key, size) * np.fft.rfft(diagonals, size)
    sums = np.fft.irfft(product, size)[key.size - 1 : key.size - 1 + rows]
    counts = np.rint(sums)
    if np.abs(sums - counts).max() > 0.25:
        raise ValueError(f"{key.size} bits are too many for one transform; hash them in parts.")
    odd: Bits = (counts.astype(np.int64) & 1).astype(np.uint8)
    return odd


def toeplitz_matrix(seed: ArrayLike, *, columns: int) -> Bits:
    """Write out the matrix that a seed stands for, to look at a small one.

    Args:
        seed: its diagonals, from the upper right corner to the lower left one.
        columns: how many bits go in.

    Returns:
        The matrix, shape (len(seed) − columns + 1, columns).

    Raises:
        TypeError: the seed is no row of bits.
        ValueError: the seed is too short, or the matrix too large to write out.

    Example:
        >>> toeplitz_matrix("01101", columns=4)
        array([[0, 1, 1, 0],
               [1, 0, 1, 1]], dtype=uint8)
    """
    diagonals = as_bits(seed, "seed")
    rows = _rows(columns, diagonals.size)
    if rows * columns > MOST_MATRIX_BITS:
        raise ValueError(
            f"{rows} by {columns} entries are too many to write out; toeplitz_hash needs none."
        )
    places = np.arange(rows)[:, None] - np.arange(columns)[None, :] + columns - 1
    matrix: Bits = diagonals[places]
    return matrix


def _rows(columns: int, diagonals: int) -> int:
    rows = diagonals - columns + 1
    if columns < 1 or rows < 1 or rows > columns:
        raise ValueError(
            f"A seed of {diagonals} bits does not hash {columns} bits: it needs n + ℓ − 1 for n "
            "bits in and ℓ out, where ℓ is 1 to n."
        )
    return rows


def _smooth(least: int) -> int:
    """Return a length of at least this with no prime factor above 5: those are quick."""
    best = 1 << (least - 1).bit_length()
    five = 1
    while five < best:
        three = five
        while three < best:
            size = three
            while size < least:
                size *= 2
            best = min(best, size)
            three *= 3
        five *= 5
    return best
