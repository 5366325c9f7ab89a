"""What a job costs, before it is sent: seconds of quantum computer time."""

from collections.abc import Sequence
from typing import Any

from qiskit import QuantumCircuit
from qiskit.circuit import Bit

PER_JOB_S = 2.0
BETWEEN_SHOTS_S = 250e-6  # the device waits so that qubits fall back to |0⟩


def estimate_qpu_s(
    circuits: QuantumCircuit | Sequence[QuantumCircuit], shots: int, *, target: Any = None
) -> float:
    """Estimate the quantum computer time that a job is charged, in seconds.

    Two seconds a job, and for every shot of every circuit its own length and a pause of 250 µs
    before it: 4096 shots of a teleportation take about 3.1 s, out of 600 s in 28 days on the Open
    plan. One job with many circuits pays the two seconds once.

    Args:
        circuits: one circuit or several of one job.
        shots: how often each is run.
        target: the device's own description (``backend.target``), which knows how long each
            gate takes; the circuits are then those compiled for it. Without it, gates take no
            time: a few microseconds a shot are missing.

    Returns:
        Seconds.

    Source:
        IBM Quantum documentation, "Estimate job run time" (read in November 2026).

    Example:
        >>> from qinet_edu import circuits
        >>> estimate_qpu_s(circuits.measure(circuits.bloch(0.0)), 4000)
        3.0
    """
    several = [circuits] if isinstance(circuits, QuantumCircuit) else circuits
    lengths = (length_s(circuit, target) for circuit in several)
    return PER_JOB_S + sum(shots * (BETWEEN_SHOTS_S + length) for length in lengths)


def length_s(circuit: QuantumCircuit, target: Any = None) -> float:
    """Return how long one run of a compiled circuit takes: its longest path, in seconds.

    Of the branches of a condition the longest counts.

    Example:
        >>> length_s(QuantumCircuit(1))
        0.0
    """
    if target is None:
        return 0.0
    return _length_s(circuit, target, [*range(circuit.num_qubits)])


def _length_s(circuit: QuantumCircuit, target: Any, places: list[int]) -> float:
    """``places`` says which qubit of the device each of the circuit's own stands for."""
    place = dict(zip(circuit.qubits, places, strict=True))
    free_at: dict[Bit, float] = {}
    for step in circuit.data:
        at = [place[qubit] for qubit in step.qubits]
        blocks = getattr(step.operation, "blocks", ())
        if blocks:
            takes = max(_length_s(block, target, at) for block in blocks)
        elif step.name == "delay":
            takes = _delay_s(step.operation, target)
        else:
            takes = _duration_s(step.name, tuple(at), target)
        bits = (*step.qubits, *step.clbits)
        ready = max((free_at.get(bit, 0.0) for bit in bits), default=0.0) + takes
        free_at.update(dict.fromkeys(bits, ready))
    return max(free_at.values(), default=0.0)


def _duration_s(name: str, places: tuple[int, ...], target: Any) -> float:
    properties = (target.get(name, None) or {}).get(places)
    return float(getattr(properties, "duration", None) or 0.0)


def _delay_s(delay: Any, target: Any) -> float:
    units = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9, "ps": 1e-12}
    return float(delay.duration) * units.get(delay.unit, target.dt or 0.0)
