"""The Aer simulator, with its traps walked around."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from qiskit import QuantumCircuit
from qiskit.circuit.library import get_standard_gate_name_mapping
from qiskit.quantum_info import Kraus
from qiskit_aer import AerSimulator
from qiskit_aer import __version__ as aer_version
from qiskit_aer.noise import NoiseModel, QuantumError, ReadoutError, pauli_error

from qinet_edu.execution.clifford import WIDE, in_place_of_aer
from qinet_edu.execution.compiling import basis, compiled_for_aer, for_density_matrix, layout
from qinet_edu.execution.deferral import NotDeferrable, defer, measures_midway
from qinet_edu.execution.exact import (
    Reading,
    check_success,
    draw,
    misread,
    names_of_outcomes,
    probabilities,
    read,
)
from qinet_edu.execution.pauli_channels import pauli_channel
from qinet_edu.execution.result import Result
from qinet_edu.execution.seeds import derived_seed
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
EXACT_QUBITS = 12  # here they take half as long as 1000 shots, from 15 on longer
AT_READOUT = frozenset({"measure", "barrier"})  # noise after these, exact counts would not meet
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

    Small circuits that measure at their end have their counts drawn from exact probabilities,
    4000 of them in half a second where Aer's own sampling takes four. Those for which Aer would
    take long and stim need not, stim draws, and their results say so. The others are sampled by
    Aer as one batch. Circuits that need every shot run apart go one by one, each with a seed of
    its own: in a batch Aer would give circuit k the seed ``s + 2113 k`` and shot i the seed
    ``s + i``, so that circuits of more than 2113 shots would share shots.
    """
    settings = {key: value for key, value in options.items() if is_simulators(key)}
    compiling = {key: options[key] for key in COMPILING if key in options}
    memory = bool(options.get("memory", False))
    plans = [_plan(circuit, noise=noise, options=options) for circuit in circuits]
    compiled = [compiled_for_aer(plan.circuit, compiling) for plan in plans]

    at_once = not settings and not memory
    at_once = at_once and (noise is None or AT_READOUT.isdisjoint(noise.after))
    mixed = noise is not None or settings.get("method") == "density_matrix"
    most_qubits = EXACT_QUBITS if noise is None else EXACT_NOISE_QUBITS
    exact: dict[int, Reading] = {}
    sampled: dict[int, QuantumCircuit] = {}
    apart: list[int] = []
    slow = {
        i: circuit
        for i, (circuit, plan) in enumerate(zip(circuits, plans, strict=True))
        if plan.midway or circuit.num_qubits > (WIDE if noise is None else EXACT_NOISE_QUBITS)
    }
    quickly = in_place_of_aer(slow, shots=shots, seed=seed, noise=noise, options=options)
    for i, (circuit, plan) in enumerate(zip(compiled, plans, strict=True)):
        if i in quickly:
            continue
        # A compiler may route through a qubit that was measured: then ask again.
        if plan.midway if circuit is plan.circuit else measures_midway(circuit):
            apart.append(i)
            continue
        static = for_density_matrix(circuit) if mixed else circuit
        reading = read(static) if at_once and circuit.num_qubits <= most_qubits else None
        if reading is None:
            sampled[i] = static
        else:
            exact[i] = reading

    widths = _widths(compiled, noise)
    outcomes = {}
    if exact:
        outcomes = _draw(exact, compiled, shots=shots, seed=seed, noise=noise, widths=widths)
    batches = [sampled] if sampled else []
    for batch in [*batches, *({i: compiled[i]} for i in apart)]:
        narrow = max(circuit.num_qubits for circuit in batch.values()) <= EXACT_NOISE_QUBITS
        chosen: dict[str, Any] = {"max_parallel_threads": 1} if narrow else {}
        if noise is not None and batch is sampled and narrow:
            chosen["method"] = "density_matrix"
        simulator = _simulator(noise, widths, **{**chosen, **settings})
        outcomes |= _sample(batch, simulator, shots=shots, seed=seed, memory=memory)

    results = []
    for i, circuit in enumerate(circuits):
        if i in quickly:
            results.append(quickly[i])
            continue
        joint, method, drawn, shot_by_shot = outcomes[i]
        details: dict[str, Any] = {"method": method, "counts": drawn, "aer": aer_version}
        if compiling:
            details["compiled"] = {key: str(value) for key, value in compiling.items()}
        results.append(
            Result(
                joint=joint,
                registers={register.name: register.size for register in circuit.cregs},
                shots=shots,
                backend="aer",
                noise="ideal" if noise is None else noise.name,
                seed=seed,
                transformation=plans[i].transformation,
                details=details,
                shot_by_shot=shot_by_shot,
                circuit=circuit,
                layout=tuple(layout(compiled[i], circuit.num_qubits)) if compiling else None,
            )
        )
    return results


def check_options(options: Mapping[str, Any]) -> None:
    """Refuse an option that Aer does not know, or that gives wrong results."""
    for key in options:
        if key in REFUSED:
            raise ValueError(f"Leave out the option {key!r}: {REFUSED[key]}.")
        if key not in (*COMPILING, *OURS) and not is_simulators(key):
            raise ValueError(
                f"Aer has no option {key!r}. Often used: method, {', '.join((*COMPILING, *OURS))}."
            )


class _Plan(NamedTuple):
    """What to run in place of a circuit, what was done to it, and whether it measures midway."""

    circuit: QuantumCircuit
    transformation: tuple[str, ...]
    midway: bool


class _Outcome(NamedTuple):
    joint: dict[str, int]
    method: str
    drawn: str
    shot_by_shot: tuple[str, ...] | None = None


def _plan(circuit: QuantumCircuit, *, noise: Noise | None, options: Mapping[str, Any]) -> _Plan:
    """Choose what to run in place of a circuit, and say so."""
    if not measures_midway(circuit):
        return _Plan(circuit, (), False)
    if not options.get("defer", True):
        why = "as asked"
    elif noise is not None:
        why = "a deferred twin would meet other noise"
    elif options.get("initial_layout") or options.get("coupling_map"):
        why = "a deferred twin would not fit the layout"
    else:
        try:
            return _Plan(defer(circuit), ("measurements deferred to the end",), False)
        except NotDeferrable as reason:
            why = str(reason)
    return _Plan(circuit, (f"shot by shot: {why}",), True)


def _draw(
    exact: Mapping[int, Reading],
    compiled: Sequence[QuantumCircuit],
    *,
    shots: int,
    seed: int,
    noise: Noise | None,
    widths: frozenset[tuple[str, int]],
) -> dict[int, _Outcome]:
    """Draw the counts of small circuits, by their place in the run."""
    mixed = noise is not None
    found, method = probabilities(
        [*exact.values()],
        simulator=_simulator(
            noise,
            widths,
            method="density_matrix" if mixed else "statevector",
            max_parallel_threads=1,
        ),
        mixed=mixed,
    )
    outcomes = {}
    for (i, reading), chances in zip(exact.items(), found, strict=True):
        if not np.isfinite(chances).all():
            raise ValueError(
                f"Circuit {compiled[i].name!r} has an angle or a matrix that is NaN or infinite, "
                "so its outcomes have no probabilities. Look for 0/0 where it was computed."
            )
        if noise is not None and any(noise.readout):
            wrong_one, wrong_zero = noise.readout
            chances = misread(chances, wrong_one=wrong_one, wrong_zero=wrong_zero)
        names = names_of_outcomes(compiled[i], reading.skeleton)
        joint = draw(chances, names, shots=shots, seed=derived_seed(seed, i))
        outcomes[i] = _Outcome(joint, method, "drawn from exact probabilities")
    return outcomes


def _sample(
    batch: Mapping[int, QuantumCircuit],
    simulator: AerSimulator,
    *,
    shots: int,
    seed: int,
    memory: bool,
) -> dict[int, _Outcome]:
    """Let Aer draw the shots of a batch of circuits, by their place in the run."""
    outcome = simulator.run(
        [*batch.values()],
        shots=shots,
        memory=memory,
        seed_simulator=derived_seed(seed, min(batch)),
    ).result()
    check_success(outcome)
    return {
        i: _Outcome(
            outcome.get_counts(place),
            outcome.results[place].metadata["method"],
            "drawn by Aer",
            tuple(outcome.get_memory(place)) if memory else None,
        )
        for place, i in enumerate(batch)
    }


def _widths(circuits: Sequence[QuantumCircuit], noise: Noise | None) -> frozenset[tuple[str, int]]:
    """Return on how many qubits the instructions act whose label noise is given for.

    Raises:
        ValueError: a label stands on instructions of one width and of another, which Aer can't
            tell apart.
    """
    found: dict[str, int] = {}
    pending = [*circuits] if noise is not None and noise.after else []
    while pending:
        for step in pending.pop().data:
            pending += getattr(step.operation, "blocks", ())
            label = step.operation.label
            if label is None or noise is None or label not in noise.after:
                continue
            if found.setdefault(label, len(step.qubits)) != len(step.qubits):
                raise ValueError(
                    f"Noise is given for {label!r}, which labels gates of {found[label]} and of "
                    f"{len(step.qubits)} qubits. Give them labels of their own."
                )
    return frozenset(found.items())


def _simulator(
    noise: Noise | None, widths: frozenset[tuple[str, int]] = frozenset(), **settings: Any
) -> AerSimulator:
    # Given as matrices, even a flip would keep Aer from its stabilisers: 8 links take 185 s so.
    paulis = settings.get("method", "automatic") in ("automatic", "stabilizer")
    model = None if noise is None else _noise_model(noise, widths, paulis=paulis)
    return AerSimulator(noise_model=model, **settings)


@lru_cache(maxsize=32)
def _noise_model(noise: Noise, widths: frozenset[tuple[str, int]], *, paulis: bool) -> NoiseModel:
    """Turn channels into Aer's noise model: after a gate, on each qubit it acted on."""
    gates, labelled = get_standard_gate_name_mapping(), dict(widths)
    model = NoiseModel(basis_gates=[*basis()])
    for name, kraus in noise.after.items():
        chances = pauli_channel(noise, name) if paulis else None
        if chances is None:
            error = one = QuantumError(Kraus([*kraus]))
        else:
            error = one = pauli_error([("I", 1 - sum(chances)), *zip("XYZ", chances, strict=True)])
        width = gates[name].num_qubits if name in gates else 1
        for _ in range(1, labelled.get(name, width)):
            error = error.tensor(one)
        model.add_all_qubit_quantum_error(error, name)
    wrong_one, wrong_zero = noise.readout
    if wrong_one or wrong_zero:
        flips = [[1 - wrong_one, wrong_one], [wrong_zero, 1 - wrong_zero]]
        model.add_all_qubit_readout_error(ReadoutError(flips))
    return model


@lru_cache(maxsize=256)
def is_simulators(key: str) -> bool:
    """Tell whether Aer knows an option of this name, and may be given it.

    Example:
        >>> is_simulators("method"), is_simulators("colour")
        (True, False)
    """
    return key in AerSimulator().options and key not in REFUSED
