"""One step of every purification: a pair is kept if two bits, read off another, agree.

The quarter turns are taken as perfect; noise comes with the CNOTs and with the read-outs.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import Convention, pauli_error, real
from qinet_edu.theory.bell_vectors import Vectors

Numbers = NDArray[np.float64]

PIECE = 1 << 16  # numbers of a large array worked on at a time


def spoilt(gate_error: ArrayLike, convention: Convention) -> Numbers:
    """Return how likely two CNOTs, Alice's and Bob's, are not both sound.

    A CNOT whose qubits are replaced by noise takes half of each pair with it, and half of a pair
    that is lost leaves nothing of the whole: both pairs are noise.

    Example:
        >>> spoilt(0.1, "mixing").round(6)
        np.float64(0.19)
    """
    error = pauli_error(real(gate_error, "gate_error", low=0, high=1),
                        convention=convention, qubits=2)  # fmt: skip
    mixing = error * 16 / 15  # above 1 for more errors than noise itself has
    return np.asarray(1 - (1 - mixing) ** 2)


def misread(readout_error: ArrayLike) -> Numbers:
    """Return how likely two bits, each of them read wrongly at times, change from equal to unequal.

    Example:
        >>> misread(0.1).round(6)
        np.float64(0.18)
    """
    m = real(readout_error, "readout_error", low=0, high=1)
    return np.asarray(2 * m * (1 - m))


def step(
    kept: Vectors, other: Vectors, *, turn: bool, spoilt: Numbers, misread: Numbers
) -> tuple[Vectors, Numbers]:
    """Let one pair watch another, a piece at a time: what fits the cache is three times as fast."""
    if kept.shape != other.shape or spoilt.ndim or misread.ndim or kept.size <= PIECE:
        return kept_pair(_watched(kept, other, turn=turn, spoilt=spoilt, misread=misread))
    vector, chance = np.empty(kept.shape), np.empty(kept.shape[:-1])
    rows = [array.reshape(-1, 4) for array in (kept, other)]
    flat, chances = vector.reshape(-1, 4), chance.reshape(-1)
    for start in range(0, chances.size, PIECE // 4):
        part = slice(start, start + PIECE // 4)
        flat[part], chances[part] = kept_pair(
            _watched(*(row[part] for row in rows), turn=turn, spoilt=spoilt, misread=misread)
        )
    return vector, chance


def _watched(
    kept: Vectors, other: Vectors, *, turn: bool, spoilt: Numbers, misread: Numbers
) -> list[Numbers]:
    """Return the weights of the kept pair after the bilateral CNOT and equal bits."""
    a, b, c, d = np.moveaxis(kept, -1, 0)
    e, f, g, h = np.moveaxis(other, -1, 0)
    if not turn:  # the turn exchanges Ψ− and Φ−, which is the same as naming them so
        b, d, f, h = d, b, h, f
    weights = [a * e + b * f, c * h + d * g, c * g + d * h, a * f + b * e]
    if np.any(misread):  # bits that differ and are read as equal, and the other way round
        wrong = [a * g + b * h, c * f + d * e, c * e + d * f, a * h + b * g]
        weights = [w + misread * (u - w) for w, u in zip(weights, wrong, strict=True)]
    if np.any(spoilt):  # noise agrees half of the time
        weights = [w + spoilt * (0.125 - w) for w in weights]
    return weights


def kept_pair(weights: Iterable[Numbers]) -> tuple[Vectors, Numbers]:
    """Divide by the chance of being kept, which must not be 0."""
    weights = list(weights)
    chance = weights[0] + weights[1] + weights[2] + weights[3]
    if not np.all(chance > 0):
        raise ValueError(
            "These pairs never give equal bits, so none is ever kept and there is no pair to "
            "speak of: one of them is sure to hold an error that the other has not. Correct it "
            "first (X on one half for Ψ+), or leave these pairs out."
        )
    vector = np.empty((*np.shape(chance), 4))
    for place, weight in enumerate(weights):
        np.divide(weight, chance, out=vector[..., place])
    return vector, chance[()]


def whole(value: int, name: str, *, low: int = 1, high: int = 10**6) -> int:
    """Read a whole number of things that happen or do not.

    Raises:
        TypeError: it is no whole number.
        ValueError: it lies outside [low, high].

    Example:
        >>> whole(3, "steps")
        3
    """
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name} must be a whole number such as 3, not {value!r}.")
    if not low <= value <= high:
        raise ValueError(f"{name} must be between {low} and {high}, not {value}.")
    return int(value)
