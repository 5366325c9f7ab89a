"""How well a qubit can be copied, and by which machine."""

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import real

Machine: TypeAlias = Literal["universal", "cnot", "phase-covariant"]
MACHINES = ("universal", "cnot", "phase-covariant")


def clone_fidelity(copies: ArrayLike = 2, *, originals: ArrayLike = 1) -> NDArray[np.float64]:
    """Return the best fidelity of copies that are equally good for every state.

    From N originals to M copies (MN + M + N)/(M(N + 2)): 5/6 from one to two, 7/9 to three, and
    2/3 to endlessly many, which is what measuring the qubit and preparing what was found reaches.

    Args:
        copies: how many come out, M.
        originals: how many alike go in, N, at most M; broadcasts.

    Returns:
        Fidelities in [2/3, 1], broadcast shape.

    Raises:
        TypeError: it is no real number.
        ValueError: no whole numbers from 1, or fewer copies than originals.

    Source:
        N. Gisin and S. Massar, PRL 79, 2153 (1997).

    Example:
        >>> clone_fidelity([1, 2, 3]).round(6).tolist()
        [1.0, 0.833333, 0.777778]
    """
    m, n = np.broadcast_arrays(real(copies, "copies", low=1), real(originals, "originals", low=1))
    if np.any(m != np.floor(m)) or np.any(n != np.floor(n)):
        raise ValueError("copies and originals must be whole numbers.")
    if np.any(m < n):
        raise ValueError("There are at least as many copies as originals: keep those you have.")
    best: NDArray[np.float64] = ((m * n + m + n) / (m * (n + 2)))[()]
    return best


def cloned(arrow: ArrayLike, machine: Machine = "universal") -> NDArray[np.float64]:
    """Return the arrow of either clone that a machine makes of a qubit.

    Args:
        arrow: the original's arrow (x, y, z), of length 1 or less, shape (..., 3).
        machine: ``"universal"`` shrinks every arrow to 2/3; ``"cnot"`` keeps the shadow on the Z
            axis, so bits are copied and nothing else; ``"phase-covariant"`` keeps 1/√2 of what
            lies in the equator's plane and pulls the rest half the way to |0⟩.

    Returns:
        The clones' arrow, shape (..., 3); both clones have the same.

    Raises:
        TypeError: the coordinates are no real numbers.
        ValueError: it is no arrow of a qubit, or there is no such machine.

    Source:
        V. Bužek and M. Hillery, PRA 54, 1844 (1996); D. Bruß et al., PRA 62,
        012302 (2000).

    Example:
        >>> cloned([1, 0, 0]).round(4).tolist(), cloned([1, 0, 0], "cnot").tolist()
        ([0.6667, 0.0, 0.0], [0.0, 0.0, 0.0])
    """
    arrow = read_arrow(arrow)
    x, y, z = np.moveaxis(arrow, -1, 0)
    if machine == "universal":
        return 2 / 3 * arrow
    if machine == "cnot":
        return np.stack([0 * x, 0 * y, z], axis=-1)
    if machine == "phase-covariant":
        return np.stack([x / np.sqrt(2), y / np.sqrt(2), (1 + z) / 2], axis=-1)
    raise ValueError(f"There is no machine {machine!r}; choose one of {', '.join(MACHINES)}.")


def read_arrow(arrow: ArrayLike) -> NDArray[np.float64]:
    """Read the arrow of a qubit: three coordinates, of length at most 1.

    Raises:
        TypeError: the coordinates are no real numbers.
        ValueError: not three coordinates, or the arrow is longer than 1.

    Example:
        >>> read_arrow([0, 0, 1]).tolist()
        [0.0, 0.0, 1.0]
    """
    array = real(arrow, "arrow")
    if not array.ndim or array.shape[-1] != 3:
        raise ValueError(
            f"An arrow has three coordinates (x, y, z); yours has shape {array.shape}."
        )
    longest = np.max(np.linalg.norm(array, axis=-1), initial=0)
    if longest > 1 + 1e-6:
        raise ValueError(f"The arrow of a qubit is at most 1 long; yours is {longest:.6g}.")
    return array
