"""Machines that try to copy a qubit, none of which can do it for every state."""

from math import acos, pi, sqrt

from qiskit.circuit import QuantumCircuit

from qinet_edu.circuits.given import State, prepare
from qinet_edu.circuits.parties import one_qubit_each


def cnot_copier(state: State = None) -> QuantumCircuit:
    """Copy a qubit the way a bit is copied.

    The controlled NOT copies |0⟩ and |1⟩ perfectly (fidelity 1). It turns |+⟩ into a Bell pair
    instead, either half of which is a fair coin: fidelity 1/2, no better than guessing.

    Args:
        state: what to copy: ``None`` leaves it open; a tuple ``(theta, phi)`` of Bloch angles in
            radians; a list or array of two amplitudes; or a one-qubit circuit.

    Returns:
        A circuit on the one-qubit registers ``original`` and ``copy``, without measurements.

    Raises:
        TypeError: ``state`` is none of these.
        ValueError: ``state`` is no normalised state of one qubit.

    Source:
        Wootters and Zurek, Nature 299, 802 (1982).

    Example:
        >>> from qiskit.quantum_info import Statevector
        >>> Statevector(cnot_copier((pi / 2, 0))).probabilities().round(3).tolist()
        [0.5, 0.0, 0.0, 0.5]
    """
    circuit = _machine("cnot copier", ["original", "copy"], state)
    circuit.cx(0, 1)
    return circuit


def universal_cloner(state: State = None) -> QuantumCircuit:
    """Copy any qubit as well as any can be copied.

    Both clones have fidelity 5/6 ≈ 0.833 with the original, whatever it was: its arrow, shrunk to
    two thirds. Better is impossible for all states at once, so a qubit cannot be amplified.

    Args:
        state: what to copy, as for :func:`cnot_copier`.

    Returns:
        A circuit on the one-qubit registers ``original``, ``copy`` (the two clones) and
        ``machine`` (what the copying leaves behind), without measurements.

    Raises:
        TypeError: ``state`` is no state.
        ValueError: ``state`` is no normalised state of one qubit.

    Source:
        Bužek and Hillery, PRA 54, 1844 (1996); gates of Bužek, Braunstein, Hillery and Bruß
        (1997).

    Example:
        >>> from qiskit.quantum_info import Statevector
        >>> after = Statevector(universal_cloner([1, 0]))
        >>> after.probabilities([0]).round(3).tolist(), after.probabilities([1]).round(3).tolist()
        ([0.833, 0.167], [0.833, 0.167])
    """
    circuit = _machine("universal cloner", ["original", "copy", "machine"], state)
    original, copy, machine = circuit.qubits
    circuit.ry(acos(1 / sqrt(5)), copy)
    circuit.cx(copy, machine)
    circuit.ry(acos(sqrt(5) / 3), machine)
    circuit.cx(machine, copy)
    circuit.ry(acos(2 / sqrt(5)), copy)
    circuit.cx(original, copy)
    circuit.cx(original, machine)
    circuit.cx(copy, original)
    circuit.cx(machine, original)
    return circuit


def phase_covariant_cloner(state: State = None) -> QuantumCircuit:
    """Copy the states of the Bloch sphere's equator as well as they can be copied.

    Who knows that the arrow lies on the equator can do better than 5/6: both clones have
    fidelity 1/2 + 1/√8 ≈ 0.854. On keys sent in X and Y, no attack on single qubits learns more
    for the errors it makes; and it needs no qubit beside the two clones. Off the equator it favours
    |0⟩ (perfect) over |1⟩ (1/2).

    Args:
        state: what to copy, as for :func:`cnot_copier`.

    Returns:
        A circuit on the one-qubit registers ``original`` and ``copy``, the two clones, without
        measurements.

    Raises:
        TypeError: ``state`` is no state.
        ValueError: ``state`` is no normalised state of one qubit.

    Source:
        The limit: Bruß et al., PRA 62, 012302 (2000); without a third qubit: Niu and Griffiths, PRA
        60, 2764 (1999).

    Example:
        >>> from qiskit.quantum_info import Statevector
        >>> cloned = phase_covariant_cloner((pi / 2, 0))
        >>> cloned.h([0, 1]) and Statevector(cloned).probabilities([0]).round(3).tolist()
        [0.854, 0.146]
    """
    circuit = _machine("phase-covariant cloner", ["original", "copy"], state)
    # |0⟩ stays |00⟩, and the one excitation of |1⟩ is shared evenly between the clones.
    circuit.cry(pi / 2, 0, 1)
    circuit.cx(1, 0)
    return circuit


def _machine(title: str, names: list[str], state: State) -> QuantumCircuit:
    circuit = one_qubit_each(names, title=title)
    prepare(circuit, circuit.qubits[0], state)
    return circuit
