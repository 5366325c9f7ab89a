"""The Aer simulator, with its traps walked around."""

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from qiskit import QuantumCircuit
from qiskit.circuit.library import get_standard_gate_name_mapping
from qiskit.exceptions import QiskitError
from qiskit.quantum_info import Kraus
from qiskit.transpiler import generate_preset_pass_manager
from qiskit_aer import AerSimulator
from qiskit_aer import __version__ as aer_version
from qiskit_aer.noise import NoiseModel, QuantumError, ReadoutError

from qinet_edu.execution.deferral import NotDeferrable, defer, measures_midway
from qinet_edu.execution.result import Result
from qinet_edu.noise import Noise

COMPILING = ("optimization_level", "initial_layout", "coupling_map", "basis_gates")
OURS = ("defer", "memory")
REFUSED = {
    "shot_branching_enable": "it loses readout errors",
    "executor": "Aer ignores it since 0.15",
    "max_job_size": "Aer ignores it since 0.15",
    "seed_simulator": "give seed= instead: nearby Aer seeds repeat each other's shots",
    "noise_model": "give noise= instead",
    "shots": "give shots= instead",
}
EXACT_NOISE_QUBITS = 10  # up to here a density matrix gives noisy counts 80 times faster


def run_on_aer(
    circuits: Sequence[QuantumCircuit],
    *,
    shots: int,
    seed: int,
    noise: Noise | None,
    options: Mapping[str, Any],
) -> list[Result]:
    """Run circuits on Aer; each call here is one ``submit``.

    Sampled circuits go as one batch. Circuits that need every shot run apart go one by one, each
    with a seed of its own: in a batch Aer would give circuit k the seed ``s + 2113 k`` and shot
    i the seed ``s + i``, so that circuits of more than 2113 shots would share shots.
    """
    simulator_options = {key: value for key, value in options.items() if _is_simulators(key)}
    compiling = {key: options[key] for key in COMPILING if key in options}
    plans = [_plan(circuit, noise=noise, options=options) for circuit in circuits]
    compiled = [_compile(plan, compiling) for plan, _ in plans]
    sampled: list[int] = []
    apart: list[list[int]] = []
    for i, circuit in enumerate(compiled):
        if measures_midway(circuit):
            apart.append([i])
        else:
            sampled.append(i)

    results: dict[int, Result] = {}
    for batch in ([sampled] if sampled else []) + apart:
        widest = max(compiled[i].num_qubits for i in batch)
        settings: dict[str, Any] = (
            {"max_parallel_threads": 1} if widest <= EXACT_NOISE_QUBITS else {}
        )
        if noise is not None and batch is sampled and widest <= EXACT_NOISE_QUBITS:
            settings["method"] = "density_matrix"
        simulator = AerSimulator(
            noise_model=None if noise is None else _noise_model(noise),
            **{**settings, **simulator_options},
        )
        memory = bool(options.get("memory", False))
        outcome = simulator.run(
            [compiled[i] for i in batch],
            shots=shots,
            memory=memory,
            seed_simulator=derived_seed(seed, batch[0]),
        ).result()
        if not outcome.success:
            reasons = {entry.status for entry in outcome.results} - {"DONE"}
            raise RuntimeError(f"Aer could not run the circuit: {'; '.join(map(str, reasons))}.")
        for place, i in enumerate(batch):
            details = {"method": outcome.results[place].metadata["method"], "aer": aer_version}
            if compiling:
                details["compiled"] = {key: str(value) for key, value in compiling.items()}
                details["layout"] = _layout(compiled[i], circuits[i].num_qubits)
            results[i] = Result(
                joint=outcome.get_counts(place),
                registers={register.name: register.size for register in circuits[i].cregs},
                shots=shots,
                backend="aer",
                noise="ideal" if noise is None else noise.name,
                seed=seed,
                transformation=plans[i][1],
                details=details,
                shot_by_shot=tuple(outcome.get_memory(place)) if memory else None,
                circuit=circuits[i],
            )
    return [results[i] for i in range(len(circuits))]


def check_options(options: Mapping[str, Any]) -> None:
    """Refuse an option that Aer does not know, or that gives wrong results."""
    for key in options:
        if key in REFUSED:
            raise ValueError(f"Leave out the option {key!r}: {REFUSED[key]}.")
        if key not in (*COMPILING, *OURS) and not _is_simulators(key):
            raise ValueError(
                f"Aer has no option {key!r}. Often used: method, {', '.join((*COMPILING, *OURS))}."
            )


def derived_seed(seed: int, index: int) -> int:
    """Derive a seed that shares nothing with its neighbours.

    Aer gives shot i of a shot-by-shot circuit the seed ``s + i``: runs with seeds 7 and 8 would
    be the same run, shifted by one shot. Hashing puts them some 10¹⁸ apart.

    Example:
        >>> derived_seed(7, 0) != derived_seed(7, 1) != derived_seed(8, 0)
        True
    """
    digest = hashlib.sha256(f"qinet_edu {seed} {index}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 2


def _plan(
    circuit: QuantumCircuit, *, noise: Noise | None, options: Mapping[str, Any]
) -> tuple[QuantumCircuit, tuple[str, ...]]:
    """Choose what to run in place of a circuit, and say so."""
    if not measures_midway(circuit):
        return circuit, ()
    if not options.get("defer", True):
        return circuit, ("shot by shot, as asked",)
    if noise is not None:
        return circuit, ("shot by shot: a deferred twin would meet other noise",)
    if options.get("initial_layout") or options.get("coupling_map"):
        return circuit, ("shot by shot: a deferred twin would not fit the layout",)
    try:
        return defer(circuit), ("measurements deferred to the end",)
    except NotDeferrable as reason:
        return circuit, (f"shot by shot: {reason}",)


def _compile(circuit: QuantumCircuit, settings: Mapping[str, Any]) -> QuantumCircuit:
    """Translate a circuit for Aer, leaving alone what Aer runs as it stands."""
    if not settings and _known_to_aer(circuit):
        return circuit
    try:
        return _pass_manager(_frozen(sorted(settings.items()))).run(circuit)
    except (QiskitError, TypeError, ValueError) as problem:
        told = ", ".join(f"{key}={value!r}" for key, value in settings.items()) or "none"
        raise ValueError(
            f"Circuit {circuit.name!r} could not be compiled (options: {told}). {problem}"
        ) from problem


def _frozen(value: Any) -> Any:
    """Make lists within lists hashable, so that what is built from them can be kept."""
    return tuple(map(_frozen, value)) if isinstance(value, (list, tuple)) else value


def _thawed(value: Any) -> Any:
    return [_thawed(entry) for entry in value] if isinstance(value, tuple) else value


def _layout(compiled: QuantumCircuit, qubits: int) -> list[int]:
    """Return the place each qubit of the circuit was given."""
    if compiled.layout is None:
        return [*range(qubits)]
    places: list[int] = compiled.layout.initial_index_layout(filter_ancillas=True)[:qubits]
    return places


def _known_to_aer(circuit: QuantumCircuit) -> bool:
    names = _aer_names()
    return all(
        step.operation.name in names
        and all(_known_to_aer(block) for block in getattr(step.operation, "blocks", ()))
        for step in circuit.data
    )


@lru_cache(maxsize=2)
def _basis(*, widest: int = 3) -> tuple[str, ...]:
    """Return the standard gates that Aer runs, up to as many qubits.

    Aer's own target also names ``multiplexer``, into which Qiskit turns the inverse of a state
    preparation; Aer 0.18.2 then ends the whole process with a segmentation fault.
    """
    known = AerSimulator().target.operation_names
    gates = get_standard_gate_name_mapping()
    return tuple(
        sorted(name for name in known if name in gates and gates[name].num_qubits <= widest)
    )


@lru_cache(maxsize=1)
def _aer_names() -> frozenset[str]:
    return frozenset(_basis()) | {"barrier", "if_else", "unitary"}


@lru_cache(maxsize=32)
def _pass_manager(settings: tuple[tuple[str, Any], ...]) -> Any:
    """Build a pass manager once: building costs 400 times more than using it again."""
    known = {key: _thawed(value) for key, value in settings}
    known.setdefault("optimization_level", 0)
    known.setdefault("basis_gates", [*_basis(widest=2 if "coupling_map" in known else 3)])
    return generate_preset_pass_manager(seed_transpiler=1, **known)


@lru_cache(maxsize=32)
def _noise_model(noise: Noise) -> NoiseModel:
    """Turn channels into Aer's noise model: after a gate, on each qubit it acted on."""
    gates = get_standard_gate_name_mapping()
    model = NoiseModel(basis_gates=[*_basis()])
    for name, kraus in noise.after.items():
        error = one = QuantumError(Kraus([*kraus]))
        for _ in range(1, gates[name].num_qubits if name in gates else 1):
            error = error.tensor(one)
        model.add_all_qubit_quantum_error(error, name)
    wrong_one, wrong_zero = noise.readout
    if wrong_one or wrong_zero:
        flips = [[1 - wrong_one, wrong_one], [wrong_zero, 1 - wrong_zero]]
        model.add_all_qubit_readout_error(ReadoutError(flips))
    return model


@lru_cache(maxsize=256)
def _is_simulators(key: str) -> bool:
    return key in AerSimulator().options and key not in REFUSED
