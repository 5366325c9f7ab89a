"""Which gates are Clifford gates, in stim's words.

Exactly: a gate counts only if it maps every Pauli to a Pauli, so that what stim draws has the
distribution of the circuit itself.
"""

from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import stim
from numpy.typing import NDArray
from qiskit.circuit import Instruction
from qiskit.circuit.library import get_standard_gate_name_mapping
from qiskit.exceptions import QiskitError

TOLERANCE = 1e-10  # of a gate's matrix; what arithmetic leaves of π/2 is 1e-16
MOST_QUBITS = 6  # of one gate given as a matrix

Matrix: TypeAlias = NDArray[np.complex128]


class Clifford(NamedTuple):
    """Say what a Clifford gate is to stim.

    Attributes:
        steps: names of stim's gates, each with the places among the gate's own qubits.
        pauli: the letter on each qubit (``"_"``, ``"X"``, ``"Y"``, ``"Z"``) if it is a Pauli, up
            to a phase; else ``None``.
    """

    steps: tuple[tuple[str, tuple[int, ...]], ...]
    pauli: str | None


def clifford(operation: Instruction) -> Clifford | None:
    """Find what a gate is to stim.

    Args:
        operation: a gate with a matrix.

    Returns:
        What stim calls it; ``None`` if it is no Clifford gate.

    Example:
        >>> from math import pi
        >>> from qiskit.circuit.library import RZGate, TGate
        >>> clifford(RZGate(pi / 2)).steps, clifford(TGate())
        ((('S', (0,)),), None)
    """
    name, params = operation.name, operation.params
    if name in _standard() and all(isinstance(one, (int, float)) for one in params):
        return standard_clifford(name, tuple(map(float, params)))
    try:
        matrix = np.asarray(operation.to_matrix(), dtype=complex)
    except (AttributeError, QiskitError, TypeError):
        return None
    if len(matrix) > 2**MOST_QUBITS:
        return None
    return _given(matrix.tobytes(), len(matrix).bit_length() - 1)


@lru_cache(maxsize=4096)
def standard_clifford(name: str, params: tuple[float, ...] = ()) -> Clifford | None:
    """Find what a gate of Qiskit's standard library is to stim, by name and angles.

    Example:
        >>> standard_clifford("h").steps, standard_clifford("ry", (1.0,))
        ((('H', (0,)),), None)
    """
    gate = _standard()[name].base_class(*params)
    return _found(np.asarray(gate.to_matrix(), dtype=complex))


@lru_cache(maxsize=1)
def _standard() -> dict[str, Any]:
    return {
        name: gate
        for name, gate in get_standard_gate_name_mapping().items()
        if hasattr(gate, "to_matrix") and hasattr(gate.base_class, "__array__")
    }


@lru_cache(maxsize=256)
def _given(matrix: bytes, qubits: int) -> Clifford | None:
    return _found(np.frombuffer(matrix, dtype=complex).reshape(2**qubits, 2**qubits))


def _found(unitary: Matrix) -> Clifford | None:
    """Conjugate X and Z of each qubit; a Clifford gate makes a Pauli of every one."""
    qubits = len(unitary).bit_length() - 1
    images = []
    for flip in (True, False):
        for qubit in range(qubits):
            image = _pauli(unitary @ _single(qubits, qubit, flip=flip) @ unitary.conj().T)
            if image is None:
                return None
            images.append(image)
    tableau = stim.Tableau.from_conjugated_generators(xs=images[:qubits], zs=images[qubits:])
    # A Pauli only changes signs.
    letters = [str(image)[1:] for image in images]
    plain = all(
        word == "_" * (i % qubits) + ("X" if i < qubits else "Z") + "_" * (qubits - 1 - i % qubits)
        for i, word in enumerate(letters)
    )
    if plain:
        pauli = str(tableau.to_pauli_string())[1:]
        return Clifford(tuple((one, (i,)) for i, one in enumerate(pauli) if one != "_"), pauli)
    name = _named().get(str(tableau))
    if name is not None:
        return Clifford(((name, tuple(range(qubits))),), None)
    steps = [
        (step.name, tuple(target.value for target in group))
        for step in tableau.to_circuit()
        for group in step.target_groups()
    ]
    return Clifford(tuple(steps), None)


def _single(qubits: int, qubit: int, *, flip: bool) -> Matrix:
    """Return X (a flip) or Z of one qubit as a matrix over all, qubit 0 the lowest bit."""
    basis = np.arange(2**qubits)
    matrix = np.zeros((2**qubits, 2**qubits), dtype=complex)
    if flip:
        matrix[basis, basis ^ (1 << qubit)] = 1
    else:
        matrix[basis, basis] = 1 - 2 * (basis >> qubit & 1)
    return matrix


def _pauli(matrix: Matrix) -> stim.PauliString | None:
    """Read a matrix as a Pauli with a sign; ``None`` if it is none."""
    qubits = len(matrix).bit_length() - 1
    basis = np.arange(2**qubits)
    flips = int(np.abs(matrix[0]).argmax())
    entries = matrix[basis, basis ^ flips]
    letters = []
    expected: Any = 1.0
    for qubit in range(qubits):
        x = flips >> qubit & 1
        z = (entries[1 << qubit] * entries[0].conj()).real < 0
        letters.append("_XZY"[x + 2 * z])
        if z:
            expected = expected * (1 - 2 * (basis >> qubit & 1)) * (-1j if x else 1)
    for sign in (1, -1):
        whole = np.zeros_like(matrix)
        whole[basis, basis ^ flips] = sign * expected
        if np.abs(whole - matrix).max() < TOLERANCE:
            return stim.PauliString(("+" if sign == 1 else "-") + "".join(letters))
    return None


@lru_cache(maxsize=1)
def _named() -> dict[str, str]:
    """Name every unitary gate of stim's by what it does."""
    gates = [(name, data) for name, data in stim.gate_data().items() if data.is_unitary]
    return {
        str(stim.Tableau.from_named_gate(name)): name
        for name, data in gates
        if data.is_single_qubit_gate or data.is_two_qubit_gate
    }
