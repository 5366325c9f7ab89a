"""What a poor link does to a perfect pair."""

import numpy as np
from numpy.typing import ArrayLike

from qinet_edu.arguments import real
from qinet_edu.noise.kraus import PAULIS, Kraus
from qinet_edu.theory.bell_vectors import bell_vectors, werner_vectors


def pair_errors(pair: ArrayLike) -> Kraus:
    """Return the channel that, on one half of Φ+, leaves a given Bell-diagonal pair.

    A pair that is Ψ+ with probability 5 % is Φ+ of which one half met an X with 5 %; Y makes it
    Ψ−, Z makes it Φ−. So a link's quality is a Pauli channel, which stabiliser simulators take.

    Args:
        pair: fidelity of a Werner pair, in [0, 1]; or the probabilities of Φ+, Ψ−, Ψ+, Φ−, shape
            (4,).

    Returns:
        Kraus operators, shape (4, 2, 2).

    Raises:
        TypeError: it is no number or array of numbers.
        ValueError: out of range, of another shape, or a sum that is not 1.

    Example:
        >>> from qinet_edu.noise import pauli_probabilities
        >>> pauli_probabilities(pair_errors([0.7, 0.0, 0.1, 0.2])).round(6).tolist()
        [0.7, 0.1, 0.0, 0.2]
    """
    given = real(pair, "pair", low=0, high=1)
    vector = werner_vectors(given, "pair") if given.ndim == 0 else bell_vectors(given, "pair")
    if vector.shape != (4,):
        raise ValueError(
            "Give one pair: its fidelity, or four probabilities of Φ+, Ψ−, Ψ+ and Φ−; not shape "
            f"{given.shape}."
        )
    # Φ+, Ψ−, Ψ+, Φ− are what I, Y, X, Z make of Φ+.
    weights = np.sqrt(vector / vector.sum())
    kraus: Kraus = weights[:, None, None] * PAULIS[[0, 2, 1, 3]]
    return kraus
