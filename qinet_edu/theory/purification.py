"""Purification: several poor pairs for a better one, if two bits agree.

Alice and Bob each let a CNOT run from their half of a pair that is kept into their half of one
that is measured, and tell each other what they saw. Equal bits: keep. Different bits: discard
both. The answer takes L/c to arrive, and unlike a swap's bits it must be waited for: until then
neither knows whether there is a pair, and all halves decay meanwhile (see ``waited``).

Every function returns the success probability beside the state: one without the other says
nothing.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import Convention
from qinet_edu.theory.bell_vectors import Vectors, bell_vectors, werner_vectors
from qinet_edu.theory.watching import misread, spoilt, step, whole

Numbers = NDArray[np.float64]


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
        gate_error: depolarising probability of the two qubits of a CNOT, after each; all other
            gates are perfect.
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
    vector, probability = step(
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
        gate_error: depolarising probability of the two qubits of a CNOT, after each, shape (...);
            all other gates are perfect.
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
    return step(
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
        gate_error: depolarising probability of the two qubits of a CNOT, after each, shape (...);
            all other gates are perfect.
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
        now, probability = step(now, fuel, turn=True, spoilt=q, misread=r)
        vectors.append(now)
        probabilities.append(probability)
    # The first step broadcasts the pair against the fuel, so all of them are alike in shape.
    return np.stack(vectors), np.stack(probabilities)
