"""Hardware in a lesson: only for those who have an account and say what they will spend."""

from collections.abc import Sequence

from qiskit import QuantumCircuit

from qinet_edu.execution.cost import estimate_qpu_s
from qinet_edu.execution.dispatch import submit
from qinet_edu.execution.handle import Handle
from qinet_edu.execution.ibm.account import load


def on_hardware(
    circuits: QuantumCircuit | Sequence[QuantumCircuit],
    *,
    max_qpu_s: float = 0,
    backend: str = "ibm",
    shots: int = 1024,
    seed: int | None = None,
) -> Handle | None:
    """Send circuits to a quantum computer if you can and want to; else say why not.

    A lesson is run from top to bottom, by students without an account and by tests. So nothing is
    sent before ``max_qpu_s`` is set by hand: 1000 shots of one circuit take some 2.3 s of the 600
    that an account of the Open plan has in four weeks.

    Args:
        circuits: what to run, as for :func:`run`.
        max_qpu_s: the most machine time to spend, in seconds; 0 spends nothing.
        backend: ``"ibm"``, or ``"ibm:NAME"``.
        shots: how often each circuit is run.
        seed: as for :func:`run`.

    Returns:
        The handle of the job; ``None`` where nothing was sent, and the reason is printed.

    Raises:
        ValueError: as for :func:`run`.

    Example:
        >>> from qinet_edu import circuits
        >>> on_hardware(circuits.measure(circuits.bloch(1.0)), shots=1000)
        Skipped: this would take about 2.2 s of a quantum computer, and max_qpu_s is 0. \
docs/hardware.md leads to a first job.
    """
    if not max_qpu_s:
        batch = [circuits] if isinstance(circuits, QuantumCircuit) else circuits
        print(
            f"Skipped: this would take about {estimate_qpu_s(batch, shots=shots):.1f} s of a "
            "quantum computer, and max_qpu_s is 0. docs/hardware.md leads to a first job."
        )
        return None
    if load() is None:
        print(
            "Skipped: there is no account on this computer. docs/hardware.md says how to get one; "
            "`python start.py login` then makes it known."
        )
        return None
    return submit(circuits, backend=backend, shots=shots, seed=seed, max_qpu_s=max_qpu_s)
