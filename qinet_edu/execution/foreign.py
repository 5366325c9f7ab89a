"""Backends that somebody else made: any BackendV2 object, through Qiskit's own sampler."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from qiskit import QuantumCircuit
from qiskit.primitives import BackendSamplerV2
from qiskit.providers import BackendV2
from qiskit_aer import AerSimulator

from qinet_edu.execution.aer import REFUSED
from qinet_edu.execution.compiling import (
    DEVICE_COMPILING,
    DEVICE_LEVEL,
    ONLY_PURE,
    basis,
    compiled_for_aer,
    compiled_for_device,
    layout,
)
from qinet_edu.execution.fallbacks import Capabilities, Fitted, fit
from qinet_edu.execution.result import Result
from qinet_edu.execution.seeds import derived_seed

OURS = (*DEVICE_COMPILING, "dynamic", "memory")
NOT_HERE = {
    "coupling_map": "the backend has its own wiring",
    "basis_gates": "the backend has its own gates",
    "defer": 'for a backend object, ask with options={"dynamic": "deferred"}',
}


def prepare_for_object(
    circuits: Sequence[QuantumCircuit],
    backend: BackendV2,
    *,
    noise: object,
    options: Mapping[str, Any],
) -> list[Fitted]:
    """Find what is wrong with a run on a backend object, and fit its circuits to it.

    Raises:
        NotRunnable: a circuit fits in no form.
        ValueError: an option that there is not, or noise, which the object has of its own.
    """
    if noise is not None:
        raise ValueError(
            f"{backend.name} has what noise it has; leave out noise=, or take "
            'backend="aer" for noise of your own.'
        )
    for key in options:
        if key in NOT_HERE or key in REFUSED:
            raise ValueError(f"Leave out the option {key!r}: {NOT_HERE.get(key) or REFUSED[key]}.")
        if key not in OURS and not hasattr(backend.options, key):
            raise ValueError(
                f"{backend.name} has no option {key!r}. There are: {', '.join(OURS)}, and its own."
            )
    able = Capabilities.of(backend.target)
    return [fit(circuit, able, form=options.get("dynamic")) for circuit in circuits]


def run_on_object(
    circuits: Sequence[QuantumCircuit],
    backend: BackendV2,
    *,
    fitted: Sequence[Fitted],
    shots: int,
    seed: int,
    options: Mapping[str, Any],
) -> list[Result]:
    """Compile circuits for a backend object and run them through Qiskit's sampler for backends.

    What takes a seed is a simulator: there each circuit is run with a seed of its own, hashed.
    What takes none has the circuits as one job. Whatever it is, its counts are not called
    hardware's: only a job in our journal is.
    """
    own = {key: value for key, value in options.items() if key not in OURS}
    compiler_seed = derived_seed(seed, -1) % 2**31
    compiled = [
        _compiled(one.circuit, backend, seed=compiler_seed, options=options) for one in fitted
    ]
    seeded = hasattr(backend.options, "seed_simulator")
    if seeded:
        outcomes = [
            _sample([isa], backend, shots=shots, seed=derived_seed(seed, i) % 2**31, own=own)[0]
            for i, isa in enumerate(compiled)
        ]
    else:
        outcomes = _sample(compiled, backend, shots=shots, seed=None, own=own)
    results = []
    for circuit, form, isa, seen in zip(circuits, fitted, compiled, outcomes, strict=True):
        kept = None
        if form.post_selection is not None:
            seen = form.post_selection.select_each(seen)
            kept = len(seen) / shots
        results.append(
            Result(
                joint=Counter(seen),
                registers={register.name: register.size for register in circuit.cregs},
                shots=len(seen),
                backend=str(backend.name),
                noise=f"that of {backend.name}",
                seed=seed,
                transformation=form.transformation,
                details={
                    "counts": f"drawn by {type(backend).__name__}",
                    "shots_run": shots,
                    "optimization_level": options.get("optimization_level", DEVICE_LEVEL),
                    "seed_transpiler": compiler_seed,
                    "repeatable": seeded,
                },
                shot_by_shot=tuple(seen) if options.get("memory") else None,
                circuit=circuit,
                kept=kept,
                layout=tuple(layout(isa, circuit.num_qubits)),
            )
        )
    return results


def _compiled(
    circuit: QuantumCircuit, backend: BackendV2, *, seed: int, options: Mapping[str, Any]
) -> QuantumCircuit:
    if isinstance(backend, AerSimulator) and "multiplexer" in backend.target.operation_names:
        # Its target names what makes Aer 0.18 crash, or what it refuses on density matrices.
        settings = {key: options[key] for key in DEVICE_COMPILING if key in options}
        gates = tuple(gate for gate in basis() if gate not in ONLY_PURE)
        return compiled_for_aer(circuit, {"basis_gates": gates, **settings})
    return compiled_for_device(circuit, backend, seed=seed, options=options)


def _sample(
    compiled: Sequence[QuantumCircuit],
    backend: BackendV2,
    *,
    shots: int,
    seed: int | None,
    own: Mapping[str, Any],
) -> list[tuple[str, ...]]:
    """Return the joint outcome of every shot of each circuit, in Qiskit's order of registers."""
    sampler = BackendSamplerV2(
        backend=backend, options={"seed_simulator": seed, "run_options": dict(own)}
    )
    outcomes = []
    for circuit, found in zip(compiled, sampler.run(compiled, shots=shots).result(), strict=True):
        bits = [found.data[register.name].get_bitstrings() for register in circuit.cregs]
        outcomes.append(tuple(" ".join(reversed(shot)) for shot in zip(*bits, strict=True)))
    return outcomes
