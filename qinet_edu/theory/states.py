"""States of one qubit or several: kets and density matrices, checked where they enter."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import complex_array

# How far from normalised a state may be: 0.7071 for 1/√2 is refused, rounding errors are not.
TOLERANCE = 1e-6
WANTED = "A state is an array of numbers, for example [1, 0] for |0⟩"
NAMES = {1: "A qubit", 2: "A pair", 3: "A state of three qubits"}
AMPLITUDES = {1: "two amplitudes", 2: "four amplitudes", 3: "eight amplitudes"}


def density(kets: ArrayLike) -> NDArray[np.complex128]:
    """Return the density matrix |ψ⟩⟨ψ| of each ket.

    It holds what measurements can tell and nothing else: the global phase is gone, and mixtures,
    which no ket describes, are weighted sums of such matrices.

    Args:
        kets: normalised amplitudes, shape (..., 2) for one qubit, (..., 4) for a pair, (..., 2ⁿ).

    Returns:
        Density matrices, shape (..., 2, 2), (..., 4, 4), (..., 2ⁿ, 2ⁿ).

    Raises:
        TypeError: the amplitudes are not numbers.
        ValueError: the number of amplitudes is no power of two from 2, or a ket is not normalised.

    Example:
        >>> density([1, 0]).real.tolist()
        [[1.0, 0.0], [0.0, 0.0]]
        >>> density(np.eye(4)).shape
        (4, 4, 4)
    """
    array = complex_array(kets, WANTED)
    size = array.shape[-1] if array.ndim else 0
    if size < 2 or size & (size - 1):
        raise ValueError(
            "A qubit has two amplitudes and n qubits have 2ⁿ, so the last axis must have 2, 4, 8 … "
            f"entries; yours has shape {array.shape}."
        )
    norm = np.linalg.norm(array, axis=-1)
    off = np.abs(norm - 1) > TOLERANCE
    if np.any(off):
        raise ValueError(
            f"The state is not normalised: its length is {norm[off].flat[0]:.6g}, not 1. Divide "
            "it by np.linalg.norm(state)."
        )
    return array[..., :, None] * array[..., None, :].conj()


def density_matrices(state: ArrayLike, *, qubits: int) -> NDArray[np.complex128]:
    """Read one ket or density matrices of so many qubits, and return density matrices.

    Args:
        state: one ket, shape (2ⁿ,), or density matrices, shape (..., 2ⁿ, 2ⁿ). The shape alone
            decides, so many kets at once go through :func:`density` first.
        qubits: how many qubits n it must have.

    Returns:
        Density matrices, shape (..., 2ⁿ, 2ⁿ).

    Raises:
        TypeError: the entries are not numbers.
        ValueError: it is no state: not normalised, not Hermitian, with a negative probability or
            NaN in it, or of another number of qubits.

    Example:
        >>> density_matrices([0, 1], qubits=1).real.tolist()
        [[0.0, 0.0], [0.0, 1.0]]
    """
    array = complex_array(state, WANTED)
    size = 2**qubits
    if array.ndim == 1:
        if array.size != size:
            raise ValueError(
                f"{NAMES[qubits]} has {AMPLITUDES[qubits]}; yours has shape {array.shape}."
            )
        return density(array)
    if array.shape[-2:] != (size, size):
        many = array.ndim == 2 and array.shape[-1] == size
        raise ValueError(
            f"{NAMES[qubits]} is a ket of shape ({size},) or a density matrix of shape "
            f"({size}, {size}), not {array.shape}."
            + (" For many kets at once give density(kets)." if many else "")
        )
    kets = f" If these are {AMPLITUDES[qubits].split()[0]} kets, give density(kets)."
    kets = kets if array.ndim == 2 else ""
    trace = np.trace(array, axis1=-2, axis2=-1)
    off = np.abs(trace - 1) > TOLERANCE
    if np.any(off):
        raise ValueError(
            f"The density matrix is not normalised: its trace is {_plain(trace[off].flat[0])}, "
            f"not 1.{kets}"
        )
    if np.any(np.abs(array - array.conj().swapaxes(-2, -1)) > TOLERANCE):
        raise ValueError(
            f"The density matrix is not Hermitian: it must equal its own conjugate transpose.{kets}"
        )
    if np.any(np.linalg.eigvalsh(array) < -TOLERANCE):
        raise ValueError(
            "The density matrix has a negative eigenvalue, that is a negative probability"
            + (": its arrow would be longer than 1." if qubits == 1 else ".")
        )
    return array


def _plain(number: complex) -> str:
    return f"{number.real:.6g}" if abs(number.imag) < TOLERANCE else f"{number:.6g}"
