"""What distance costs a qubit that has to wait for news."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import real
from qinet_edu.noise.channels import thermal_relaxation
from qinet_edu.noise.kraus import Kraus

FIBRE_SPEED_KM_S = 299_792.458 / 1.468
"""Speed of light in telecom fibre, index of refraction 1.468: 204 218 km/s."""


def fibre_delay_s(length_km: ArrayLike) -> NDArray[np.float64]:
    """Return how long light takes through a fibre, one way.

    100 km take 0.49 ms. No protocol beats this over this fibre, for the classical messages that
    complete it travel no faster (radio, or a straighter route, would be quicker); and a herald
    that has to come back takes the way twice.

    Args:
        length_km: length of the fibre, in km.

    Returns:
        Seconds, shape of ``length_km``.

    Raises:
        TypeError: it is no real number.
        ValueError: it is negative or NaN.

    Example:
        >>> fibre_delay_s(100).round(8)
        np.float64(0.00048967)
    """
    length = real(length_km, "length_km", low=0)
    delay: NDArray[np.float64] = (length / FIBRE_SPEED_KM_S)[()]
    return delay


def memory_wait(length_km: ArrayLike, *, t1_s: ArrayLike, t2_s: ArrayLike) -> Kraus:
    """Let a qubit wait in memory while light crosses a fibre.

    One crossing; for a question and its answer give twice the length. Every stored half waits:
    where both halves of a pair are in memory, the channel acts on each.

    Args:
        length_km: length of the fibre light crosses meanwhile, in km.
        t1_s: the memory's T1 in seconds; ``inf`` for no decay.
        t2_s: the memory's T2 in seconds, at most 2 T1.

    Returns:
        Kraus operators, shape (..., 3, 2, 2).

    Raises:
        TypeError: something is no real number.
        ValueError: a negative length, a time constant not above 0, or T2 > 2 T1.

    Example:
        >>> from qinet_edu.noise import entanglement_fidelity
        >>> lengths = [10, 100, 1000]
        >>> entanglement_fidelity(memory_wait(lengths, t1_s=np.inf, t2_s=0.01)).round(4).tolist()
        [0.9976, 0.9761, 0.8064]
    """
    return thermal_relaxation(fibre_delay_s(length_km), t1_s=t1_s, t2_s=t2_s)
