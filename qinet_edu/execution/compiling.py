"""Translation of circuits into what Aer runs."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from qiskit import QuantumCircuit
from qiskit.circuit import Delay
from qiskit.circuit.library import UnitaryGate, get_standard_gate_name_mapping
from qiskit.exceptions import QiskitError
from qiskit.providers import BackendV2
from qiskit.transpiler import Target, generate_preset_pass_manager
from qiskit_aer import AerSimulator

# Standard gates that Aer 0.18.2 runs on state vectors and refuses on density matrices.
ONLY_PURE = frozenset(["ccz", "crx", "cry", "crz", "cswap", "csx", "cu", "cu3"])
DEVICE_COMPILING = ("optimization_level", "initial_layout")
SECONDS = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9, "ps": 1e-12}
DEVICE_LEVEL = 2  # the least that chooses qubits for a circuit with an if_test


def compiled_for_aer(circuit: QuantumCircuit, settings: Mapping[str, Any]) -> QuantumCircuit:
    """Translate a circuit for Aer, leaving alone what Aer runs as it stands.

    Args:
        circuit: what to translate.
        settings: what the compiler is asked for, by Qiskit's names.

    Raises:
        ValueError: it cannot be done; the message says what was asked for.

    Example:
        >>> circuit = QuantumCircuit(1)
        >>> circuit.h(0) and compiled_for_aer(circuit, {}) is circuit
        True
    """
    if not settings and _known_to_aer(circuit):
        return circuit
    try:
        return _pass_manager(_frozen(sorted(settings.items()))).run(circuit)
    except (QiskitError, TypeError, ValueError) as problem:
        told = ", ".join(f"{key}={value!r}" for key, value in settings.items()) or "none"
        raise ValueError(
            f"Circuit {circuit.name!r} could not be compiled (options: {told}). {problem}"
        ) from problem


def compiled_for_device(
    circuit: QuantumCircuit, device: BackendV2, *, seed: int, options: Mapping[str, Any]
) -> QuantumCircuit:
    """Translate a circuit into what a device runs, on qubits chosen for their low noise.

    At level 1, which IBM's examples use, every circuit with an ``if_test`` is put on the qubits 0,
    1, 2 …, good or bad: an error of 0.074 for a teleportation where level 2 has 0.001 to 0.007.

    Args:
        circuit: what to translate.
        device: what is to run it.
        seed: what the compiler's choices derive from, below 2³¹.
        options: among others ``optimization_level`` (2 or 3) and ``initial_layout``.

    Raises:
        ValueError: it cannot be done; the message says what was asked for.

    Example:
        >>> from qiskit.providers.fake_provider import GenericBackendV2
        >>> circuit = QuantumCircuit(1, 1)
        >>> _ = circuit.h(0), circuit.measure(0, 0)
        >>> device = GenericBackendV2(5, seed=1)
        >>> compiled_for_device(circuit, device, seed=1, options={}).num_qubits
        5
    """
    settings = {key: options[key] for key in DEVICE_COMPILING if key in options}
    try:
        manager = _device_pass_manager(device, _frozen(sorted(settings.items())), seed)
        return manager.run(_in_clock_steps(circuit, device.target))
    except (QiskitError, TypeError, ValueError) as problem:
        told = ", ".join(f"{key}={value!r}" for key, value in settings.items()) or "none"
        raise ValueError(
            f"Circuit {circuit.name!r} could not be compiled for {device.name} (options: {told}). "
            f"{problem}"
        ) from problem


def for_density_matrix(circuit: QuantumCircuit) -> QuantumCircuit:
    """Turn the gates that Aer refuses on density matrices into their matrices.

    Each keeps its name as its label, by which noise finds it: a controlled rotation taken apart
    would meet the noise of its parts instead.

    Example:
        >>> circuit = QuantumCircuit(2)
        >>> _ = circuit.cry(1.0, 0, 1)
        >>> [(step.name, step.label) for step in for_density_matrix(circuit).data]
        [('unitary', 'cry')]
    """
    if ONLY_PURE.isdisjoint(circuit.count_ops()):
        return circuit
    translated = circuit.copy_empty_like()
    for step in circuit.data:
        if step.name in ONLY_PURE:
            gate = UnitaryGate(step.operation.to_matrix(), label=step.label or step.name)
            translated.append(gate, step.qubits)
        else:
            translated.append(step)
    return translated


def layout(compiled: QuantumCircuit, qubits: int) -> list[int]:
    """Return the place each qubit of the circuit was given.

    Example:
        >>> layout(QuantumCircuit(2), 2)
        [0, 1]
    """
    if compiled.layout is None:
        return [*range(qubits)]
    places: list[int] = compiled.layout.initial_index_layout(filter_ancillas=True)[:qubits]
    return places


def _known_to_aer(circuit: QuantumCircuit) -> bool:
    used = circuit.count_ops().keys()
    return used <= _aer_names() and (
        "if_else" not in used
        or all(
            _known_to_aer(block)
            for step in circuit.data
            for block in getattr(step.operation, "blocks", ())
        )
    )


@lru_cache(maxsize=2)
def basis(*, widest: int = 3) -> tuple[str, ...]:
    """Return the standard gates that Aer runs, up to as many qubits.

    Aer's own target also names ``multiplexer``, into which Qiskit turns the inverse of a state
    preparation; Aer 0.18.2 then ends the whole process with a segmentation fault.

    Example:
        >>> "cx" in basis() and "multiplexer" not in basis()
        True
    """
    known = AerSimulator().target.operation_names
    gates = get_standard_gate_name_mapping()
    return tuple(
        sorted(name for name in known if name in gates and gates[name].num_qubits <= widest)
    )


@lru_cache(maxsize=1)
def _aer_names() -> frozenset[str]:
    return frozenset(basis()) | {"barrier", "if_else", "unitary"}


@lru_cache(maxsize=32)
def _pass_manager(settings: tuple[tuple[str, Any], ...]) -> Any:
    """Build a pass manager once: building costs 400 times more than using it again."""
    known = {key: _thawed(value) for key, value in settings}
    known.setdefault("optimization_level", 0)
    known.setdefault("basis_gates", [*basis(widest=2 if "coupling_map" in known else 3)])
    return generate_preset_pass_manager(seed_transpiler=1, **known)


@lru_cache(maxsize=32)
def _device_pass_manager(
    device: BackendV2, settings: tuple[tuple[str, Any], ...], seed: int
) -> Any:
    known = {key: _thawed(value) for key, value in settings}
    known.setdefault("optimization_level", DEVICE_LEVEL)
    return generate_preset_pass_manager(target=device.target, seed_transpiler=seed, **known)


def _in_clock_steps(circuit: QuantumCircuit, target: Target) -> QuantumCircuit:
    """Round every delay to the steps in which a device counts time, a few nanoseconds each.

    Qiskit would round too, but warn of it, and leave steps that the device does not take.
    """
    if target.dt is None or "delay" not in _names_within(circuit):
        return circuit
    step = max(target.granularity, target.pulse_alignment, target.acquire_alignment)
    counted = circuit.copy_empty_like()
    for instruction in circuit.data:
        operation = instruction.operation
        if isinstance(operation, Delay) and operation.unit in SECONDS:
            steps = operation.duration * SECONDS[operation.unit] / (target.dt * step)
            operation = Delay(round(steps) * step, "dt")
        elif blocks := getattr(operation, "blocks", ()):
            operation = operation.replace_blocks(_in_clock_steps(one, target) for one in blocks)
        counted.append(operation, instruction.qubits, instruction.clbits)
    return counted


def _names_within(circuit: QuantumCircuit) -> set[str]:
    names = {*circuit.count_ops()}
    for instruction in circuit.data:
        for block in getattr(instruction.operation, "blocks", ()):
            names |= _names_within(block)
    return names


def _frozen(value: Any) -> Any:
    """Make lists within lists hashable, so that what is built from them can be kept."""
    return tuple(map(_frozen, value)) if isinstance(value, (list, tuple)) else value


def _thawed(value: Any) -> Any:
    return [_thawed(entry) for entry in value] if isinstance(value, tuple) else value
