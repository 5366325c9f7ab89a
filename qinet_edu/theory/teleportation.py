"""What a pair is worth: how well it teleports a qubit, how many bits it carries."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.theory.conversions import average_fidelity
from qinet_edu.theory.pairs import BELL_KETS, entropy, fidelity, reduced
from qinet_edu.theory.states import density_matrices

# Which Bell states teleport faithfully when a bit is missing, each with probability 1/2 or 1/4:
# without the Z bit, an undone Z is as likely as none, and it turns Φ+ into Φ−; and so on.
_PASSES = {
    "xz": ("phi+",),
    "x": ("phi+", "phi-"),
    "z": ("phi+", "psi+"),
    "": tuple(BELL_KETS),
}


def teleport_fidelity(rho: ArrayLike, *, corrections: str = "xz") -> NDArray[np.float64]:
    """Return the fidelity of a teleported qubit, averaged over all pure states.

    (2F + 1)/3 with the pair's F. Measuring the qubit and telling the result, without any
    entanglement, reaches 2/3 on average: so a pair is of use above F = 1/2. With a perfect pair
    a missing bit costs just that advantage: 2/3 with one bit, 1/2 with none.

    Args:
        rho: the pair: one ket, shape (4,), or density matrices, shape (..., 4, 4).
        corrections: which bits arrive: ``"xz"``, ``"x"``, ``"z"`` or ``""``. The corrections are
            those for Φ+.

    Returns:
        Average fidelities in [1/3, 1], shape (...).

    Raises:
        TypeError: the state is made of something else than numbers.
        ValueError: it is no valid pair, or there are no such corrections.

    Source:
        M., P. and R. Horodecki, PRA 60, 1888 (1999); the limit 2/3: Massar and Popescu, PRL 74,
        1259 (1995).

    Example:
        >>> from qinet_edu.theory import bell_state, werner
        >>> teleport_fidelity(werner(0.9)).round(6)
        np.float64(0.933333)
        >>> [teleport_fidelity(bell_state(), corrections=c).round(4).item() for c in ("x", "")]
        [0.6667, 0.5]
    """
    if not isinstance(corrections, str) or corrections not in _PASSES:
        raise ValueError(
            f"There are no corrections {corrections!r}; say which bits arrive: 'xz', 'x', 'z' or "
            "'' for none."
        )
    passes = [fidelity(rho, name) for name in _PASSES[corrections]]
    return average_fidelity(np.clip(np.mean(passes, axis=0), 0, 1))


def superdense_capacity(rho: ArrayLike) -> NDArray[np.float64]:
    """Return how many bits one qubit carries when sent over a pair shared before.

    1 + S(ρ_Bob) − S(ρ): two bits over a Bell pair, 1.37 over a Werner pair of 0.9. Below
    F = 0.811 it is less than 1, the bit that a qubit carries without any pair. Alice encodes by
    unitary gates on her half.

    Args:
        rho: the pair, one ket, shape (4,), or density matrices, shape (..., 4, 4); Alice sends.

    Returns:
        Bits from 0 to 2, shape (...).

    Raises:
        TypeError: the state is made of something else than numbers.
        ValueError: it is no valid pair.

    Source:
        Bennett and Wiesner, PRL 69, 2881 (1992); for mixed pairs T. Hiroshima, J. Phys. A 34,
        6907 (2001).

    Example:
        >>> from qinet_edu.theory import werner
        >>> superdense_capacity(werner([0.9, 0.95, 1.0])).round(6).tolist()
        [1.372508, 1.634355, 2.0]
    """
    rho = density_matrices(rho, qubits=2)
    return 1 + entropy(reduced(rho, keep="bob")) - entropy(rho)
