"""``run`` and ``submit``: the same call for every backend."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from typing import Any

from qiskit import QuantumCircuit
from qiskit.providers import BackendV2

from qinet_edu.execution.aer import check_options, run_on_aer
from qinet_edu.execution.backends import Backend, chosen
from qinet_edu.execution.clifford import prepare_for_clifford, run_on_clifford
from qinet_edu.execution.fake import device, prepare_for_fake, run_on_fake
from qinet_edu.execution.handle import Handle
from qinet_edu.execution.ibm.hardware import Order
from qinet_edu.execution.ibm.running import send
from qinet_edu.execution.result import Result
from qinet_edu.noise import Noise

MOST_SHOTS = 100_000_000


def submit(
    circuits: QuantumCircuit | Sequence[QuantumCircuit],
    *,
    backend: str | BackendV2 = "aer",
    shots: int = 1024,
    seed: int | None = None,
    noise: Noise | None = None,
    options: Mapping[str, Any] | None = None,
    max_qpu_s: float | None = None,
) -> Handle:
    """Start a run and return a handle at once.

    Everything that can be found wrong is found here, before anything runs; what only a quantum
    computer's service knows, ``.result()`` raises if the service takes its time. Arguments and
    errors are those of :func:`run`. A job on hardware survives its kernel: see ``resume``.

    Example:
        >>> from qinet_edu import circuits, submit
        >>> submit(circuits.measure(circuits.bloch(0.0)), shots=10, seed=1).result().shots
        10
    """
    single = isinstance(circuits, QuantumCircuit)
    batch = _check_circuits([circuits] if isinstance(circuits, QuantumCircuit) else circuits)
    place = chosen(backend)
    shots = _check_whole("shots", shots, smallest=1, largest=MOST_SHOTS)
    seed = secrets.randbits(32) if seed is None else _check_whole("seed", seed, smallest=0)
    if noise is not None and not isinstance(noise, Noise):
        raise TypeError(
            "noise= takes a noise.Noise, which says what happens after which gate, for example "
            'noise.Noise(after={"h": noise.dephasing(0.05)}).'
        )
    settings = dict(options or {})
    if max_qpu_s is not None and not (isinstance(max_qpu_s, (int, float)) and max_qpu_s > 0):
        raise ValueError("max_qpu_s is the most quantum computer time to spend, in seconds: > 0.")

    if place.kind == "ibm":
        order = Order(
            batch, place.name or None, shots=shots, seed=seed, options=settings, max_qpu_s=max_qpu_s
        )
        return send(order, single=single, noise=noise)
    ready = _ready(place, batch, shots=shots, seed=seed, noise=noise, options=settings)

    def work() -> Any:
        results = ready()
        return results[0] if single else results

    return Handle(_workers().submit(work))


def run(
    circuits: QuantumCircuit | Sequence[QuantumCircuit],
    *,
    backend: str | BackendV2 = "aer",
    shots: int = 1024,
    seed: int | None = None,
    noise: Noise | None = None,
    options: Mapping[str, Any] | None = None,
    max_qpu_s: float | None = None,
) -> Any:
    """Run one circuit, or a list of them as one job, and wait for the result.

    Args:
        circuits: what to run; a list gives a list of results.
        backend: ``"aer"``, the simulator on this computer, which leaves to ``"clifford"`` what
            that runs exactly and Aer would run shot by shot or on more than 20 qubits (the
            result says so; give any option of Aer's, such as ``defer=False``, and it does not);
            ``"clifford"``, which takes nothing but Clifford gates, Pauli noise and Paulis in an
            ``if_test``, some hundred times faster and on any number of qubits;
            ``"fake:kingston"`` or another of IBM's devices as last calibrated, simulated here
            (``"fake"`` is kingston's); ``"ibm"``, the least busy quantum computer that can run the
            circuits, or ``"ibm:NAME"``; or any BackendV2 object.
        shots: how often each circuit is run, at least 1.
        seed: repeats a run exactly; without it one is drawn and kept in the result.
        noise: what goes wrong after which gate; without it the run is ideal.
        options: passed on to the backend: ``method``, ``initial_layout``,
            ``optimization_level`` …; ``memory=True`` keeps every shot; ``defer=False`` runs a
            dynamic circuit as written, 47 µs a shot or more. With ``memory`` or an option of
            the simulator Aer draws each shot, 0.6 µs; else all are drawn at once. On a device
            ``dynamic="deferred"`` or ``"post-selected"`` chooses the form of a dynamic circuit;
            on hardware there are ``dynamical_decoupling`` and ``twirling`` too, and
            ``wire="sampler"`` writes the job as IBM's client did before version 0.50.
        max_qpu_s: the most quantum computer time to spend, in seconds. Hardware asks for it, and
            the error says how much to allow; a simulator spends none.

    Returns:
        A :class:`Result`, or a list of them.

    Raises:
        TypeError: something is not a circuit, a whole number or a noise model.
        ValueError: a circuit measures nothing or has free parameters, there are no shots, or a
            backend or an option does not exist.
        NotRunnable: a device, or ``"clifford"``, would refuse a circuit; a ValueError, too.
        HardwareProblem: something went wrong on the way to a quantum computer or back; the
            message says what to do, and nothing that was paid for is lost.

    Example:
        >>> from qinet_edu import circuits, run
        >>> run(circuits.measure(circuits.bloch(0.0)), shots=100, seed=1)
        100 shots on aer (ideal), seed 1
        qubit | 0: 100
    """
    handle = submit(
        circuits,
        backend=backend,
        shots=shots,
        seed=seed,
        noise=noise,
        options=options,
        max_qpu_s=max_qpu_s,
    )
    return handle.result()


def _ready(
    place: Backend,
    batch: list[QuantumCircuit],
    *,
    shots: int,
    seed: int,
    noise: Noise | None,
    options: Mapping[str, Any],
) -> Callable[[], list[Result]]:
    """Find what is wrong with a run on this computer, and return what runs it."""
    if place.kind == "aer":
        check_options(options)
        return partial(run_on_aer, batch, shots=shots, seed=seed, noise=noise, options=options)
    if place.kind == "clifford":
        programs = prepare_for_clifford(batch, noise=noise, options=options)
        return partial(
            run_on_clifford, batch, programs, shots=shots, seed=seed, noise=noise, options=options
        )
    if place.kind == "fake":
        fake = place.device or device(place.name)
        fitted = prepare_for_fake(batch, fake, shots=shots, noise=noise, options=options)
        return partial(
            run_on_fake, batch, fake, fitted=fitted, shots=shots, seed=seed, options=options
        )
    # An import here: Qiskit's sampler for backends is needed by nobody else.
    from qinet_edu.execution.foreign import prepare_for_object, run_on_object

    assert place.device is not None
    fitted = prepare_for_object(batch, place.device, noise=noise, options=options)
    return partial(
        run_on_object, batch, place.device, fitted=fitted, shots=shots, seed=seed, options=options
    )


@lru_cache(maxsize=1)
def _workers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=2, thread_name_prefix="qinet-run")


def _check_circuits(circuits: Any) -> list[QuantumCircuit]:
    if not isinstance(circuits, Sequence) or isinstance(circuits, str) or not circuits:
        raise TypeError(f"run takes a circuit or a list of circuits, not {circuits!r}.")
    for circuit in circuits:
        if not isinstance(circuit, QuantumCircuit):
            raise TypeError(f"run takes circuits; this is a {type(circuit).__name__}: {circuit!r}.")
        label = f"Circuit {circuit.name!r}"
        if circuit.parameters:
            names = ", ".join(parameter.name for parameter in circuit.parameters)
            raise ValueError(f"{label} has no value for {names} yet: use assign_parameters.")
        if "measure" not in circuit.count_ops():
            raise ValueError(
                f"{label} measures nothing, so a run would show nothing. "
                "Try circuits.measure(circuit)."
            )
        registered = {bit for register in circuit.cregs for bit in register}
        if len(registered) != sum(register.size for register in circuit.cregs) or not (
            registered.issuperset(circuit.clbits)
        ):
            raise ValueError(
                f"{label} has classical bits in no register, or in two. Results are read by "
                "register name: give each bit one ClassicalRegister."
            )
    return [*circuits]


def _check_whole(name: str, value: Any, *, smallest: int, largest: int = 2**63 - 1) -> int:
    try:
        whole = value.__index__()
    except (AttributeError, TypeError):
        raise TypeError(f"{name} is a whole number, not {value!r}.") from None
    if isinstance(value, bool) or not smallest <= whole <= largest:
        raise ValueError(f"{name} lies between {smallest} and {largest}; got {value!r}.")
    return int(whole)
