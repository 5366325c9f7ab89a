"""The state and the pair that a protocol is given: what may be said, and how it is prepared."""

from collections.abc import Sequence
from math import atan2, ceil, log2
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from qiskit.circuit import QuantumCircuit, QuantumRegister, Qubit
from qiskit.circuit.library import UnitaryGate

from qinet_edu.arguments import complex_array, one_real
from qinet_edu.circuits.entanglement import bell_pair
from qinet_edu.circuits.parties import ENVIRONMENT

State: TypeAlias = (
    tuple[float, float] | Sequence[complex] | NDArray[np.complex128] | QuantumCircuit | None
)
"""Nothing; a tuple of Bloch angles; a list or array of two amplitudes; a one-qubit circuit."""

Resource: TypeAlias = str | NDArray[np.complex128] | QuantumCircuit | None
"""Nothing (Φ+); a Bell state's name; a 4×4 density matrix; a two-qubit circuit."""

TOLERANCE = 1e-6  # rounding errors are forgiven, 0.7071 for 1/√2 is not


def prepare(circuit: QuantumCircuit, qubit: Qubit, state: State) -> None:
    """Put a qubit of a circuit into the state given.

    Args:
        circuit: what to add to.
        qubit: which qubit of it, in |0⟩.
        state: ``None`` leaves the qubit as it is; a tuple ``(theta, phi)`` of Bloch angles in
            radians; a list or array of two amplitudes; or a one-qubit circuit.

    Raises:
        TypeError: it is none of these, or its entries are not numbers.
        ValueError: not one qubit, not normalised, NaN, or the circuit measures.

    Example:
        >>> circuit = QuantumCircuit(1)
        >>> prepare(circuit, circuit.qubits[0], [0.6, 0.8j])
        >>> [step.operation.name for step in circuit.data]
        ['ry', 'rz']
    """
    if state is None:
        return
    if isinstance(state, QuantumCircuit):
        _check_bare(state, qubits=1, what="A state")
        circuit.compose(state, [qubit], inplace=True)
        return
    theta, phi = _angles(state)
    circuit.ry(theta, qubit)
    if phi:
        circuit.rz(phi, qubit)


def share(circuit: QuantumCircuit, alice: Qubit, bob: Qubit, resource: Resource) -> None:
    """Put two qubits of a circuit into the pair given.

    A mixed pair is prepared as part of a larger pure state: the rest of it is in the register
    ``environment``, which nobody holds. That takes one gate, ``resource``, that no noise follows
    unless it names it; hardware must build it from some hundred gates, so give it a circuit.

    Args:
        circuit: what to add to; gains the register ``environment`` for a mixed pair.
        alice: her qubit, in |0⟩.
        bob: his qubit, in |0⟩.
        resource: ``None`` for Φ+, a Bell state's name, a density matrix of shape (4, 4) with
            Alice's qubit right-most (``np.kron(bob, alice)``), or a two-qubit circuit, whose
            registers ``alice`` and ``bob``, if it has them, say whose qubit is whose.

    Raises:
        TypeError: it is none of these.
        ValueError: it is no state of two qubits, or the circuit measures.

    Example:
        >>> circuit = QuantumCircuit(2)
        >>> share(circuit, *circuit.qubits, np.eye(4) / 4)
        >>> [(register.name, register.size) for register in circuit.qregs][1:]
        [('environment', 2)]
    """
    if resource is None or isinstance(resource, str):
        circuit.compose(
            bell_pair("phi+" if resource is None else resource), [alice, bob], inplace=True
        )
    elif isinstance(resource, QuantumCircuit):
        _check_bare(resource, qubits=2, what="A resource")
        held = {r.name: r[0] for r in resource.qregs if r.size == 1}
        swapped = "alice" in held and held["alice"] == resource.qubits[1]
        circuit.compose(resource, [bob, alice] if swapped else [alice, bob], inplace=True)
    else:
        _purify(circuit, [alice, bob], _density_matrix(resource))


def _purify(circuit: QuantumCircuit, pair: list[Qubit], rho: NDArray[np.complex128]) -> None:
    """Prepare Σ √p_k |v_k⟩|k⟩, of which the pair alone is Σ p_k |v_k⟩⟨v_k|."""
    weights, vectors = np.linalg.eigh(rho)
    weights = np.clip(weights, 0, None)
    kept = weights > 1e-12
    rank = int(kept.sum())
    amplitudes = vectors[:, kept] * np.sqrt(weights[kept] / weights[kept].sum())
    size = ceil(log2(rank))
    joint = np.zeros((2**size, 4), dtype=complex)
    joint[:rank] = amplitudes.T
    environment = QuantumRegister(size, ENVIRONMENT) if size else []
    if size:
        circuit.add_register(environment)
    # One gate of a name of its own: a preparation made of cx gates would meet the noise of cx.
    whole, _ = np.linalg.qr(np.column_stack([joint.ravel(), np.eye(joint.size)]))
    circuit.append(UnitaryGate(whole, label="resource"), [*pair, *environment])


def _density_matrix(resource: object) -> NDArray[np.complex128]:
    rho = complex_array(
        resource, "A resource is a Bell state's name, a 4×4 density matrix or a circuit"
    )
    if rho.shape != (4, 4):
        raise ValueError(
            f"The density matrix of a pair has shape (4, 4), not {rho.shape}. "
            "A ket of four amplitudes becomes one by np.outer(ket, ket.conj())."
        )
    if not np.allclose(rho, rho.conj().T, atol=TOLERANCE):
        raise ValueError(
            "The resource is not Hermitian: a density matrix equals its own conjugate transpose."
        )
    trace = np.trace(rho).real
    if abs(trace - 1) > TOLERANCE:
        raise ValueError(
            f"The trace of the resource is {trace:.6g}, not 1: divide it by its trace."
        )
    lowest = np.linalg.eigvalsh(rho)[0]
    if lowest < -TOLERANCE:
        raise ValueError(
            f"The resource is no state: it would have an outcome of probability {lowest:.6g}. "
            "No eigenvalue of a density matrix is negative."
        )
    return rho


def _angles(state: object) -> tuple[float, float]:
    """Return the Bloch angles of a state given as angles or as amplitudes."""
    if isinstance(state, tuple):
        if len(state) != 2:
            raise ValueError(
                f"A tuple holds two Bloch angles (theta, phi), not {len(state)} numbers."
            )
        if any(isinstance(entry, (complex, np.complexfloating)) for entry in state):
            raise TypeError(
                "A tuple holds the Bloch angles (theta, phi), which are real. Give amplitudes as "
                f"a list: {[*state]!r}."
            )
        return one_real(state[0], "theta"), one_real(state[1], "phi")
    ket = complex_array(
        state,
        "A state is a tuple of Bloch angles (theta, phi), a list or array of two amplitudes, or a "
        "one-qubit circuit",
    )
    if ket.shape != (2,):
        raise ValueError(f"One qubit has 2 amplitudes; yours has shape {ket.shape}.")
    norm = np.linalg.norm(ket)
    if abs(norm - 1) > TOLERANCE:
        raise ValueError(
            f"The state is not normalised: its length is {norm:.6g}, not 1. Divide it by "
            "np.linalg.norm(state). If these are Bloch angles, give them as a tuple (theta, phi)."
        )
    zero, one = complex(ket[0]), complex(ket[1])
    phase = zero.conjugate() * one
    return 2 * atan2(abs(one), abs(zero)), atan2(phase.imag, phase.real) if phase else 0.0


def _check_bare(circuit: QuantumCircuit, *, qubits: int, what: str) -> None:
    if circuit.num_qubits != qubits:
        raise ValueError(
            f"{what} given as a circuit has {qubits} qubit{'s' * (qubits > 1)}; this one has "
            f"{circuit.num_qubits}."
        )
    if circuit.clbits:
        raise ValueError(
            f"{what} given as a circuit has no measurements and no classical bits. Give the "
            "circuit as it is before it measures."
        )
