"""Purification: several poor pairs for a better one, if two bits agree.

Alice and Bob each let a CNOT run from their half of a pair that is kept into their half of one
that is measured, and tell each other what they saw. Equal bits: keep. Different bits: discard
both. The answer takes L/c to arrive, and unlike a swap's bits it must be waited for: until then
neither knows whether there is a pair, and all halves decay meanwhile (see ``waited``).

Every function returns the success probability beside the state: one without the other says
nothing.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import Convention, pauli_error, real
from qinet_edu.theory.bell_vectors import Vectors, bell_vectors, werner_vectors

Numbers = NDArray[np.float64]

PIECE = 1 << 16  # numbers of a large array worked on at a time


def bbpssw(
    f_kept: ArrayLike,
    f_measured: ArrayLike | None = None,
    *,
    gate_error: ArrayLike = 0.0,
    convention: Convention = "mixing",
    readout_error: ArrayLike = 0.0,
) -> tuple[Numbers, Numbers]:
    """Return what a round of BBPSSW makes of two Werner pairs, and how likely it succeeds.

    Two pairs of 0.8 become one of 0.838, with probability 0.769. The pair that remains is no
    Werner pair any more, so it is twirled before a next round, which is why this is slow: 0.99
    needs ten rounds, 2917 raw pairs on average. Only above 1/2 is there anything to gain.

    Args:
        f_kept: fidelity with Φ+ of the pair that is kept, in [0, 1].
        f_measured: that of the pair that is measured; ``None`` for the same.
        gate_error: depolarising probability of the two qubits of a CNOT, after each.
        convention: ``"mixing"`` (as in Aer) or ``"pauli"``: what ``gate_error`` means.
        readout_error: how likely a bit is read wrongly. All broadcast.

    Returns:
        ``(fidelity, probability)``: the fidelity of a pair that is kept, and the chance that it
        is, broadcast shapes.

    Raises:
        TypeError: something is no real number.
        ValueError: something lies outside [0, 1], or no pair is ever kept.

    Source:
        C. H. Bennett et al., PRL 76, 722 (1996); with noise W. Dür et al., PRA 59, 169 (1999).

    Example:
        >>> f, p = bbpssw(0.8)
        >>> f.round(8), p.round(8)
        (np.float64(0.83815029), np.float64(0.76888889))
        >>> bbpssw(0.8, gate_error=0.02)[0].round(4)
        np.float64(0.8228)
    """
    kept = werner_vectors(f_kept, "f_kept")
    other = kept if f_measured is None else werner_vectors(f_measured, "f_measured")
    vector, probability = _step(
        kept, other, turn=False, spoilt=spoilt(gate_error, convention),
        misread=misread(readout_error),
    )  # fmt: skip
    return vector[..., 0][()], probability


def dejmps(
    pair: ArrayLike,
    other: ArrayLike | None = None,
    *,
    turn: bool = True,
    gate_error: ArrayLike = 0.0,
    convention: Convention = "mixing",
    readout_error: ArrayLike = 0.0,
) -> tuple[Vectors, Numbers]:
    """Return what a round of DEJMPS makes of two Bell-diagonal pairs, and how likely it succeeds.

    With (A, B, C, D) for Φ+, Ψ−, Ψ+, Φ− and two pairs alike: A' = (A² + B²)/N, B' = 2CD/N,
    C' = (C² + D²)/N, D' = 2AB/N, and N = (A + B)² + (C + D)² is the chance. First Alice turns
    her qubits by Rx(π/2) and Bob his by Rx(−π/2): so the errors that one round cannot see
    (Φ−) are seen by the next, and nothing need be twirled. From 0.8: 0.838, 0.944, 0.988.
    It is quick only while the whole vector is carried along, not F alone.

    What is likely beside Φ+ decides: with all errors Ψ−, (0.8, 0.2, 0, 0) gets *worse*, 0.68;
    turned so that they are Φ− or Ψ+ it becomes 0.941.

    Args:
        pair: the pair that is kept, shape (..., 4).
        other: the pair that is measured, shape (..., 4); ``None`` for one alike. Pumping gives
            a fresh one here.
        turn: whether the parties turn their qubits first. Without (and without a twirl) a second
            round makes things worse: 0.838, 0.756, 0.631.
        gate_error: depolarising probability of the two qubits of a CNOT, after each, shape (...).
        convention: ``"mixing"`` (as in Aer) or ``"pauli"``: what ``gate_error`` means.
        readout_error: how likely a bit is read wrongly, shape (...).

    Returns:
        ``(vector, probability)``: the pair if it is kept, shape (..., 4), and the chance that it
        is, shape (...).

    Raises:
        TypeError: something is no real number.
        ValueError: no such vectors, something outside [0, 1], or no pair is ever kept.

    Source:
        D. Deutsch et al., PRL 77, 2818 (1996).

    Example:
        >>> v, p = dejmps([0.7, 0.1, 0.1, 0.1])
        >>> v.round(4).tolist(), p.round(4)
        ([0.7353, 0.0294, 0.0294, 0.2059], np.float64(0.68))
        >>> dejmps([0.8, 0.2, 0, 0])[0].round(4).tolist()
        [0.68, 0.0, 0.0, 0.32]
    """
    kept = bell_vectors(pair, "pair")
    measured = kept if other is None else bell_vectors(other, "other")
    return _step(
        kept, measured, turn=turn, spoilt=spoilt(gate_error, convention),
        misread=misread(readout_error),
    )  # fmt: skip


def pump(
    pair: ArrayLike,
    fuel: ArrayLike,
    steps: int,
    *,
    gate_error: ArrayLike = 0.0,
    convention: Convention = "mixing",
    readout_error: ArrayLike = 0.0,
) -> tuple[Vectors, Numbers]:
    """Return what pumping makes of a pair: step by step, each with one more fresh pair.

    Two memories at each end do, whatever the number of steps, where rounds of DEJMPS need a
    memory more for each round. But the fuel's own errors are a ceiling: from Werner pairs of 0.8
    0.838, 0.887, 0.895, 0.901, 0.902, and never above 0.90234. A step that fails costs everything.

    Args:
        pair: the pair that is pumped, shape (..., 4).
        fuel: each pair that is measured for it, shape (..., 4).
        steps: how many, at least 1.
        gate_error: depolarising probability of the two qubits of a CNOT, after each, shape (...).
        convention: ``"mixing"`` (as in Aer) or ``"pauli"``: what ``gate_error`` means.
        readout_error: how likely a bit is read wrongly, shape (...).

    Returns:
        ``(vectors, probabilities)``: the pair after each step, shape (steps, ..., 4), and the
        chance of each step if those before succeeded, shape (steps, ...). Their product is the
        chance that nothing ever fails.

    Raises:
        TypeError: something is no real number, or ``steps`` no whole one.
        ValueError: no such vectors, something out of its range, or no pair is ever kept.

    Source:
        W. Dür et al., PRA 59, 169 (1999).

    Example:
        >>> werner = np.array([0.8, 0.2 / 3, 0.2 / 3, 0.2 / 3])
        >>> vectors, probabilities = pump(werner, werner, 5)
        >>> vectors[:, 0].round(6).tolist()
        [0.83815, 0.887417, 0.895439, 0.900517, 0.901615]
        >>> probabilities.prod().round(4)
        np.float64(0.2939)
    """
    now, fuel = bell_vectors(pair, "pair"), bell_vectors(fuel, "fuel")
    q, r = spoilt(gate_error, convention), misread(readout_error)
    vectors, probabilities = [], []
    for _ in range(whole(steps, "steps")):
        now, probability = _step(now, fuel, turn=True, spoilt=q, misread=r)
        vectors.append(now)
        probabilities.append(probability)
    # The first step broadcasts the pair against the fuel, so all of them are alike in shape.
    return np.stack(vectors), np.stack(probabilities)


def double_selection(
    pair: ArrayLike,
    second: ArrayLike | None = None,
    third: ArrayLike | None = None,
    *,
    gate_error: ArrayLike = 0.0,
    convention: Convention = "mixing",
    readout_error: ArrayLike = 0.0,
) -> tuple[Vectors, Numbers]:
    """Return what double selection makes of three pairs, and how likely it succeeds.

    A CNOT from the first pair into the second, one from the third into the second; the second is
    measured in Z, the third in X, and both must agree. So the second is itself watched while it
    watches. Three Werner pairs of 0.8 make one of 0.887 with probability 0.582: what two steps of
    pumping make of them. The gain shows with noisy gates: at a gate error of 2 %, the errors that
    the CNOTs themselves leave on the kept pair are found, too.

    Args:
        pair: the pair that is kept, shape (..., 4).
        second: the pair that is measured in Z, shape (..., 4); ``None`` for one like the first.
        third: the pair that is measured in X, shape (..., 4); ``None`` for one like the first.
        gate_error: depolarising probability of the two qubits of a CNOT, after each, shape (...).
        convention: ``"mixing"`` (as in Aer) or ``"pauli"``: what ``gate_error`` means.
        readout_error: how likely a bit is read wrongly, shape (...).

    Returns:
        ``(vector, probability)``: the pair if it is kept, shape (..., 4), and the chance that it
        is, shape (...).

    Raises:
        TypeError: something is no real number.
        ValueError: no such vectors, something outside [0, 1], or no pair is ever kept.

    Source:
        K. Fujii and K. Yamamoto, PRA 80, 042308 (2009).

    Example:
        >>> v, p = double_selection([0.8, 0.2 / 3, 0.2 / 3, 0.2 / 3])
        >>> v[0].round(7), p.round(7)
        (np.float64(0.8874172), np.float64(0.5816296))
    """
    first = bell_vectors(pair, "pair")
    middle = first if second is None else bell_vectors(second, "second")
    last = first if third is None else bell_vectors(third, "third")
    q, r = spoilt(gate_error, convention), misread(readout_error)
    a, b, c = (_by_bits(v) for v in (first, middle, last))  # shape (..., z, x)
    # After the first CNOT: kept (z1 + z2, x1), watcher (z2, x1 + x2); noise makes all alike.
    joint = np.einsum("...ij,...kl->...ijkl", a, b)
    moved = np.empty_like(joint)
    for z1, x1, z2, x2 in np.ndindex(2, 2, 2, 2):
        moved[..., z1 ^ z2, x1, z2, x1 ^ x2] = joint[..., z1, x1, z2, x2]
    moved = _mixed(moved, q[..., None, None, None, None])
    # After the second: watcher (z2, x2 + x3), last (z3 + z2, x3).
    joint = np.einsum("...ijkl,...mn->...ijklmn", moved, c)
    moved = np.empty_like(joint)
    for z2, x2, z3, x3 in np.ndindex(2, 2, 2, 2):
        moved[..., z2, x2 ^ x3, z3 ^ z2, x3] = joint[..., z2, x2, z3, x3]
    moved = _mixed(moved, q[..., None, None, None, None, None, None])
    # Seen are the watcher's x and the last one's z: (..., z1, x1, x2, z3) is what matters.
    seen = moved.sum(axis=(-4, -1))
    r = r[..., None, None]
    likely = [1 - r, r]
    weights = sum(
        (seen[..., x, z] * likely[x] * likely[z] for x, z in np.ndindex(2, 2)),
        np.zeros(()),
    )
    return _kept([weights[..., 0, 0], weights[..., 1, 1], weights[..., 0, 1], weights[..., 1, 0]])


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


def _step(
    kept: Vectors, other: Vectors, *, turn: bool, spoilt: Numbers, misread: Numbers
) -> tuple[Vectors, Numbers]:
    """Let one pair watch another, a piece at a time: what fits the cache is three times as fast."""
    if kept.shape != other.shape or spoilt.ndim or misread.ndim or kept.size <= PIECE:
        return _kept(_watched(kept, other, turn=turn, spoilt=spoilt, misread=misread))
    vector, chance = np.empty(kept.shape), np.empty(kept.shape[:-1])
    rows = [array.reshape(-1, 4) for array in (kept, other)]
    flat, chances = vector.reshape(-1, 4), chance.reshape(-1)
    for start in range(0, chances.size, PIECE // 4):
        part = slice(start, start + PIECE // 4)
        flat[part], chances[part] = _kept(
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


def _kept(weights: Iterable[Numbers]) -> tuple[Vectors, Numbers]:
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


def _by_bits(vector: Vectors) -> Numbers:
    """Arrange a vector by its bits (z, x): [[Φ+, Ψ+], [Φ−, Ψ−]]."""
    return vector[..., [0, 2, 3, 1]].reshape(*vector.shape[:-1], 2, 2)


def _mixed(joint: Numbers, spoilt: Numbers) -> Numbers:
    """Replace the two pairs of the last four axes by noise, with a probability."""
    noise = joint.sum(axis=(-4, -3, -2, -1), keepdims=True) / 16
    mixed: Numbers = joint + spoilt * (noise - joint)
    return mixed
