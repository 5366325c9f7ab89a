"""One circuit on several backends: ideal, with a device's noise, and on the device."""

from collections.abc import Mapping, Sequence
from typing import Any

from qiskit import QuantumCircuit
from qiskit.providers import BackendV2

from qinet_edu.execution.backends import chosen
from qinet_edu.execution.dispatch import submit
from qinet_edu.execution.result import Result
from qinet_edu.noise import Noise

SIMULATORS = ("aer", "clifford")


def side_by_side(
    circuit: QuantumCircuit,
    backends: Sequence[str | BackendV2 | Result] = ("aer", "fake:kingston"),
    *,
    shots: int = 1024,
    seed: int | None = None,
    noise: Noise | None = None,
    options: Mapping[str, Any] | None = None,
    max_qpu_s: float | None = None,
) -> list[Result]:
    """Run one circuit on several backends, all at once, and return their results in order.

    What simulates is checked and started before anything is sent that costs quantum computer
    time. ``draw.side_by_side(results)`` draws them.

    Args:
        circuit: what to run.
        backends: as for ``run``; a result that is there already, such as a recorded one, is
            taken as it is.
        shots: how often on each.
        seed: for each of those that take one.
        noise: for ``"aer"`` and ``"clifford"`` alone: devices bring their own.
        options: for each but those two, which have others.
        max_qpu_s: the most quantum computer time to spend on each that is hardware, in seconds.

    Returns:
        One result for each backend.

    Raises:
        TypeError: it is no circuit.
        ValueError: there are no backends, or a result has other registers than the circuit.

    Example:
        >>> from qinet_edu import circuits
        >>> coin = circuits.measure(circuits.bloch(0.0))
        >>> [result.backend for result in side_by_side(coin, shots=10, seed=1)]
        ['aer', 'fake:kingston']
    """
    if not isinstance(circuit, QuantumCircuit):
        raise TypeError(
            f"side_by_side takes one circuit and several backends; this is a "
            f"{type(circuit).__name__}."
        )
    if isinstance(backends, (str, BackendV2, Result)) or not backends:
        raise ValueError('Give a list of backends, for example ("aer", "fake:kingston").')
    registers = {register.name: register.size for register in circuit.cregs}
    for one in backends:
        if isinstance(one, Result) and dict(one.registers) != registers:
            raise ValueError(
                f"The result from {one.backend} has the registers {', '.join(one.registers)}; this "
                f"circuit has {', '.join(registers)}. Compare results of the same circuit."
            )
    kinds = {i: chosen(one).kind for i, one in enumerate(backends) if not isinstance(one, Result)}
    handles = {}
    for i in sorted(kinds, key=lambda i: kinds[i] == "ibm"):
        handles[i] = submit(
            circuit,
            backend=backends[i],
            shots=shots,
            seed=seed,
            noise=noise if kinds[i] in SIMULATORS else None,
            options=options if kinds[i] not in SIMULATORS else None,
            max_qpu_s=max_qpu_s,
        )
    return [
        one if isinstance(one, Result) else handles[i].result() for i, one in enumerate(backends)
    ]
