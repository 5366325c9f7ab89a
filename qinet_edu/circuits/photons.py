"""Photons as qubits that say whether one is there: loss, a beam splitter, clicks in the dark."""

from collections.abc import Iterator
from math import acos, asin, sqrt

from qiskit.circuit import QuantumCircuit, QuantumRegister, Qubit

from qinet_edu.circuits.parties import ENVIRONMENT


def window(
    circuit: QuantumCircuit,
    spins: list[Qubit],
    detectors: QuantumRegister,
    lost: QuantumRegister,
    spare: Iterator[Qubit],
    *,
    arms: tuple[float, float],
    coherence: float,
    visibility: float,
    dark: float,
) -> None:
    """Let two spins emit, lose photons, join the ways of the others and detect them, once.

    Args:
        circuit: what to add to.
        spins: Alice's and Bob's; the bright state is |1⟩.
        detectors: where photons are at first (Alice's, Bob's), and which detector clicks at the
            end (plus, minus).
        lost: notes whose photon got lost.
        spare: qubits in |0⟩ of the environment, as many as :func:`needed` says.
        arms: η of Alice's and of Bob's arm.
        coherence: what is left between "from Alice" and "from Bob".
        visibility: V of two photons that meet.
        dark: clicks without light, per detector.
    """
    circuit.cx(spins, detectors)
    for photon, record, arrives in zip(detectors, lost, arms, strict=True):
        damp(circuit, photon, record, 1 - arrives)
    if coherence < 1:  # something else than the spin knows whose photon it was
        circuit.cry(2 * acos(coherence), detectors[1], next(spare))
    beam_splitter(circuit, detectors[0], detectors[1], next(spare), visibility)
    if dark:
        for detector in detectors:
            circuit.x(detector)
            damp(circuit, detector, next(spare), dark)
            circuit.x(detector)


def beam_splitter(
    circuit: QuantumCircuit, plus: Qubit, minus: Qubit, bunched: Qubit, visibility: float
) -> None:
    """Send one photon to plus ± minus, and two to one detector, or to both if they differ.

    The first CNOT leaves in ``plus`` whether there is one photon, and the Hadamard gate joins its
    two ways. Two that bunch are noted, and count as one from there on.
    """
    half = acos(sqrt((1 + visibility) / 2))
    if half:
        circuit.ry(half, bunched)
    circuit.ccx(plus, minus, bunched)
    if half:
        circuit.ry(-half, bunched)
    circuit.cx(minus, plus)
    circuit.cx(bunched, plus)
    circuit.ch(plus, minus)
    circuit.cx(minus, plus)


def damp(circuit: QuantumCircuit, light: Qubit, record: Qubit, share_lost: float) -> None:
    """Let |1⟩ become |0⟩ with a probability, and keep a record of it."""
    if share_lost:
        circuit.cry(2 * asin(sqrt(share_lost)), light, record)
        circuit.cx(record, light)


def noise_if(
    circuit: QuantumCircuit, condition: Qubit, memory: Qubit, spare: Iterator[Qubit]
) -> None:
    """Put half of a pair of which nobody has the other half into a memory: a coin in any basis."""
    half, rest = next(spare), next(spare)
    circuit.h(half)
    circuit.cx(half, rest)
    circuit.cswap(condition, memory, half)


def needed(coherence: float, dark: float) -> int:
    """Count the qubits of the environment that one window takes."""
    return 1 + (coherence < 1) + 2 * (dark > 0)


def environment(circuit: QuantumCircuit, size: int) -> Iterator[Qubit]:
    """Add what nobody holds, and hand it out qubit by qubit."""
    if not size:
        return iter(())
    register = QuantumRegister(size, ENVIRONMENT)
    circuit.add_register(register)
    return iter(register)
