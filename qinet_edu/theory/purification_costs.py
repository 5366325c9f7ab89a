"""What purification costs, and how far it gets with noisy gates."""

from collections.abc import Callable
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import Convention, one_real
from qinet_edu.theory.bell_vectors import Vectors, twirled, werner_vectors
from qinet_edu.theory.nesting import as_vector
from qinet_edu.theory.purification import dejmps

Protocol: TypeAlias = Literal["dejmps", "bbpssw"]

MOST_ROUNDS = 1000


class PurificationCost(NamedTuple):
    """What nested purification to a target takes: rounds, raw pairs on average, and its result."""

    rounds: int
    pairs: float
    fidelity: float


def purification_cost(
    pair: ArrayLike,
    target: float,
    *,
    protocol: Protocol = "dejmps",
    gate_error: float = 0.0,
    convention: Convention = "mixing",
    readout_error: float = 0.0,
) -> PurificationCost:
    """Return how many rounds, and raw pairs, nested purification takes to reach a target.

    Each round uses two pairs alike and succeeds with p, so it multiplies the pairs by 2/p. From
    0.8 to 0.99: DEJMPS takes 4 rounds and 31.7 raw pairs, BBPSSW 10 rounds and 2917. To leave out
    the failures, 2⁴ = 16, would be to promise twice the rate.

    Args:
        pair: a fidelity with Φ+ (a Werner pair), or a Bell-diagonal vector, shape (4,).
        target: the fidelity to reach, in [0, 1].
        protocol: ``"dejmps"``, or ``"bbpssw"``, which twirls before each round.
        gate_error: depolarising probability of the two qubits of a CNOT, after each.
        convention: ``"mixing"`` (as in Aer) or ``"pauli"``: what ``gate_error`` means.
        readout_error: how likely a bit is read wrongly.

    Returns:
        ``(rounds, pairs, fidelity)``.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range, or the target is out of reach.

    Example:
        >>> rounds, pairs, fidelity = purification_cost(0.8, 0.99)
        >>> rounds, round(pairs, 4), round(fidelity, 6)
        (4, 31.6665, 0.996854)
        >>> purification_cost(0.8, 0.99, protocol="bbpssw").rounds
        10
    """
    wanted = one_real(target, "target", low=0, high=1)
    step = _rounds(protocol, gate_error, convention, readout_error)
    vector, pairs, best = as_vector(pair), 1.0, 0.0
    for count in range(MOST_ROUNDS):
        best = max(best, float(vector[0]))
        if vector[0] >= wanted:
            return PurificationCost(count, pairs, float(vector[0]))
        if vector.max() <= 0.5:
            break  # not entangled; at just 1/2 rounding errors would be purified instead
        after, probability = step(vector)
        pairs *= 2 / float(probability)
        if np.abs(after - vector).max() < 1e-15 or not np.isfinite(pairs):
            break
        vector = after
    raise ValueError(
        f"A fidelity of {wanted:.6g} is out of reach: such pairs and gates get no further than "
        f"{best:.6g}. Start from better pairs (above 1/2 at the least), or make the gates better: "
        "purification_range(gate_error=...) says what they allow."
    )


def purification_range(
    *,
    protocol: Protocol = "dejmps",
    gate_error: float = 0.0,
    convention: Convention = "mixing",
    readout_error: float = 0.0,
) -> tuple[float, float]:
    """Return between which fidelities purification makes Werner pairs better, round after round.

    With perfect gates from 1/2 to 1. Gates add errors of their own, so there is a ceiling that no
    number of rounds passes, and a floor below which pairs get worse. At 1 % of depolarising for
    each CNOT DEJMPS reaches 0.987 from anything above 0.513; BBPSSW 0.976, from 0.524.

    Args:
        protocol: ``"dejmps"``, or ``"bbpssw"``, which twirls before each round.
        gate_error: depolarising probability of the two qubits of a CNOT, after each.
        convention: ``"mixing"`` (as in Aer) or ``"pauli"``: what ``gate_error`` means.
        readout_error: how likely a bit is read wrongly.

    Returns:
        ``(floor, ceiling)``: the fixed points of the rounds, to 10⁻⁹.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range, or such gates make every pair worse.

    Source:
        H.-J. Briegel et al., PRL 81, 5932 (1998); W. Dür et al., PRA 59, 169 (1999).

    Example:
        >>> floor, ceiling = purification_range(gate_error=0.01)
        >>> round(floor, 4), round(ceiling, 4)
        (0.513, 0.987)
    """
    step = _rounds(protocol, gate_error, convention, readout_error)

    def end(f: float) -> float:
        """Return the fidelity after many rounds."""
        vector = werner_vectors(f)
        for _ in range(MOST_ROUNDS * 20):
            after = step(step(vector)[0])[0]
            if np.abs(after - vector).max() < 1e-14:
                break
            vector = after
        return float(vector[0])

    ceiling = end(1.0)
    if ceiling <= 0.5 or end(ceiling) < ceiling - 1e-6:
        raise ValueError(
            "With such gates and read-outs every pair gets worse, however good it was: there is no "
            "range. Make gate_error or readout_error smaller; a few per cent is the limit."
        )
    low, high = 0.25, ceiling
    while high - low > 1e-10:
        middle = (low + high) / 2
        low, high = (low, middle) if end(middle) > ceiling - 1e-6 else (middle, high)
    return high, ceiling


def _rounds(
    protocol: str, gate_error: float, convention: Convention, readout_error: float
) -> Callable[[Vectors], tuple[Vectors, NDArray[np.float64]]]:
    """Return a function that makes one round of a protocol with two pairs alike."""
    if protocol not in ("dejmps", "bbpssw"):
        raise ValueError(f"There is no protocol {protocol!r}; choose 'dejmps' or 'bbpssw'.")
    e = one_real(gate_error, "gate_error", low=0, high=1)
    r = one_real(readout_error, "readout_error", low=0, high=1)

    def step(vector: Vectors) -> tuple[Vectors, NDArray[np.float64]]:
        if protocol == "bbpssw":
            vector, probability = dejmps(
                twirled(vector), turn=False, gate_error=e, convention=convention, readout_error=r
            )
            return twirled(vector), probability
        return dejmps(vector, gate_error=e, convention=convention, readout_error=r)

    return step
