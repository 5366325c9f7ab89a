"""Which channels are Pauli channels: those that stabiliser simulators can draw.

Exactly: a channel counts only if it has no coherence between Paulis, so that what is drawn has the
distribution of the circuit itself.
"""

from functools import lru_cache

import numpy as np

from qinet_edu.noise import Noise, pauli_probabilities

TOLERANCE = 1e-12


@lru_cache(maxsize=64)
def pauli_channel(noise: Noise, name: str) -> tuple[float, float, float] | None:
    """Return the probabilities of X, Y and Z in a channel of a noise model.

    Args:
        noise: the model, which has a channel of this name.
        name: of the instruction or label that the channel follows.

    Returns:
        Three probabilities; ``None`` if the channel is no mixture of Paulis.

    Example:
        >>> from qinet_edu.noise import amplitude_damping, dephasing
        >>> noise = Noise(after={"h": dephasing(0.25), "x": amplitude_damping(0.1)})
        >>> pauli_channel(noise, "h"), pauli_channel(noise, "x")
        ((0.0, 0.0, 0.25), None)
    """
    kraus = noise.after[name]
    a, b, c, d = (kraus[:, i, j] for i in (0, 1) for j in (0, 1))
    # Each operator K as a sum of I, X, Y and Z; a Pauli channel has no products across.
    parts = np.array([a + d, b + c, 1j * (b - c), a - d]) / 2
    chi = parts @ parts.conj().T
    if np.abs(chi - np.diag(np.diag(chi))).max() > TOLERANCE:
        return None
    chances = pauli_probabilities(kraus).clip(0, 1)
    x, y, z = (chances[1:] / chances.sum()).round(15).tolist()
    return x, y, z
