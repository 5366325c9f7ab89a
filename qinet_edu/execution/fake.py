"""Fake devices: IBM's quantum computers as their calibration describes them, simulated here.

A fake compiles for the qubits, the gates and the wiring of its device, and meets its noise as of
the day it was calibrated. What it refuses, the device refuses.
"""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from qiskit import QuantumCircuit
from qiskit.circuit import CONTROL_FLOW_OP_NAMES
from qiskit.providers import BackendV2
from qiskit_aer import AerSimulator
from qiskit_aer import __version__ as aer_version

from qinet_edu.execution.aer import REFUSED, is_simulators
from qinet_edu.execution.compiling import (
    DEVICE_COMPILING,
    DEVICE_LEVEL,
    compiled_for_device,
    layout,
)
from qinet_edu.execution.exact import check_success
from qinet_edu.execution.fallbacks import Capabilities, Fitted, fit
from qinet_edu.execution.reduction import active_qubits, noise_model, reduced
from qinet_edu.execution.refusals import NotRunnable, refuse, refuse_form
from qinet_edu.execution.result import Result
from qinet_edu.execution.seeds import derived_seed

DEFAULT = "kingston"  # on the Open plan
OURS = (*DEVICE_COMPILING, "dynamic", "memory")
NOT_HERE = {
    "coupling_map": "the device has its own wiring",
    "basis_gates": "the device has its own gates",
    "defer": 'on a device, ask with options={"dynamic": "deferred"}',
    "dynamical_decoupling": "a fake device has none",
    "twirling": "a fake device has none",
}
CONTROL_FLOW = frozenset(CONTROL_FLOW_OP_NAMES)
MOST_STATE_QUBITS = 12  # beyond, a chain of matrices is faster


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """List the fake devices there are, without the seconds that importing them costs.

    Example:
        >>> "kingston" in names()
        True
    """
    spec = find_spec("qiskit_ibm_runtime")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("qiskit-ibm-runtime is missing. Run `python start.py doctor`.")
    folder = Path(spec.submodule_search_locations[0]) / "fake_provider" / "backends"
    return tuple(sorted(one.parent.name for one in folder.glob("*/conf_*.json")))


def known_name(name: str) -> str:
    """Return the name of a fake device as it is listed: ``kingston``.

    Args:
        name: with or without ``fake_`` or ``ibm_`` before it; empty for the default.

    Raises:
        ValueError: there is none; the message lists those with similar names.

    Example:
        >>> known_name("ibm_fez"), known_name("")
        ('fez', 'kingston')
    """
    bare = name.lower().removeprefix("fake_").removeprefix("ibm_") or DEFAULT
    if bare in names():
        return bare
    near = get_close_matches(bare, names(), n=4, cutoff=0.5) or (DEFAULT, "fez", "marrakesh")
    raise ValueError(
        f"There is no fake device {name!r}. Did you mean "
        f"{' or '.join(repr(f'fake:{one}') for one in near)}? There are {len(names())}: "
        f"{', '.join(names())}."
    )


@lru_cache(maxsize=8)
def device(name: str) -> BackendV2:
    """Return a fake device; the first takes the two seconds of importing IBM's client.

    Example:
        >>> device("kingston").num_qubits
        156
    """
    # An import here: it costs seconds, which only a run on a fake should pay.
    room = import_module(f"qiskit_ibm_runtime.fake_provider.backends.{known_name(name)}")
    kinds = (one for one in vars(room).values() if isinstance(one, type))
    with warnings.catch_warnings():
        # One says, each time, that it is not typical of its kind. Its date is in the result.
        warnings.filterwarnings("ignore", message="Properties of fake_", category=UserWarning)
        return next(kind for kind in kinds if issubclass(kind, BackendV2))()


def short_name(fake: BackendV2) -> str:
    """Return the name by which a run finds a fake device.

    Example:
        >>> short_name(device("fez"))
        'fez'
    """
    return str(fake.name).removeprefix("fake_")


def capabilities(fake: BackendV2) -> Capabilities:
    """Say what the real device can do: the fake of one that cannot branch could, but must not.

    Example:
        >>> "if_else" in capabilities(device("kingston")).operations
        True
        >>> "if_else" in capabilities(device("yorktown")).operations
        False
    """
    told = getattr(fake.configuration(), "supported_instructions", None) or ()
    able = Capabilities.of(fake.target)
    branches = {"if_else"} & set(told)
    return replace(able, operations=able.operations - CONTROL_FLOW | branches)


def prepare_for_fake(
    circuits: Sequence[QuantumCircuit],
    fake: BackendV2,
    *,
    shots: int,
    noise: object,
    options: Mapping[str, Any],
) -> list[Fitted]:
    """Find everything that is wrong with a run on a fake device, and fit its circuits to it.

    Raises:
        NotRunnable: the device would refuse a circuit or the job.
        ValueError: an option that there is not, or a noise model besides the device's own.
    """
    if noise is not None:
        raise ValueError(
            f"fake:{short_name(fake)} brings the noise of its device; leave out noise=, or take "
            'backend="aer" for noise of your own.'
        )
    _check_options(options)
    if options.get("dynamic") is None:  # a form asked for may take away what is refused
        refuse_form(circuits, options=options, shots=shots)
    able = capabilities(fake)
    fitted = []
    for circuit in circuits:
        if able.qubits is not None and circuit.num_qubits > able.qubits:
            raise NotRunnable(
                f"Circuit {circuit.name!r} needs {circuit.num_qubits} qubits; "
                f"fake:{short_name(fake)} has {able.qubits}. Take a wider device or fewer qubits."
            )
        fitted.append(fit(circuit, able, form=options.get("dynamic")))
    refuse_form([one.circuit for one in fitted], options=options, shots=shots)
    return fitted


def run_on_fake(
    circuits: Sequence[QuantumCircuit],
    fake: BackendV2,
    *,
    fitted: Sequence[Fitted],
    shots: int,
    seed: int,
    options: Mapping[str, Any],
) -> list[Result]:
    """Run circuits on a fake device, compiled for it and with the noise of the qubits they use.

    Each circuit has a seed of its own, hashed from the run's: Aer would give shot i of one the
    seed ``s + i``, and so let circuits share shots.

    Args:
        circuits: what the student gave.
        fitted: what :func:`prepare_for_fake` made of it.
        fake: the device.
        shots: how often each circuit is run.
        seed: repeats the run, the compiler's choices included.
        options: for the compiler and the simulator.
    """
    compiler_seed = derived_seed(seed, -1) % 2**31
    compiled = [
        compiled_for_device(one.circuit, fake, seed=compiler_seed, options=options)
        for one in fitted
    ]
    refuse(compiled, fake.target, options=options, shots=shots)
    calibrated = _calibrated(fake)
    results = []
    for i, (circuit, form, isa) in enumerate(zip(circuits, fitted, compiled, strict=True)):
        qubits = active_qubits(isa)
        chosen = {key: value for key, value in options.items() if is_simulators(key)}
        if len(qubits) > MOST_STATE_QUBITS:
            chosen.setdefault("method", "matrix_product_state")
        simulator = AerSimulator(noise_model=noise_model(fake, qubits), **chosen)
        memory = bool(options.get("memory", False))
        outcome = simulator.run(
            reduced(isa, qubits), shots=shots, memory=memory, seed_simulator=derived_seed(seed, i)
        ).result()
        check_success(outcome)
        joint = outcome.get_counts(0)
        shot_by_shot = tuple(outcome.get_memory(0)) if memory else None
        kept = None
        if form.post_selection is not None:
            joint, kept = form.post_selection.select(joint)
            if shot_by_shot is not None:
                shot_by_shot = form.post_selection.select_each(shot_by_shot)
        results.append(
            Result(
                joint=joint,
                registers={register.name: register.size for register in circuit.cregs},
                shots=sum(joint.values()),
                backend=f"fake:{short_name(fake)}",
                noise=f"noise model of {fake.name} ({calibrated})",
                seed=seed,
                transformation=form.transformation,
                details={
                    "method": outcome.results[0].metadata["method"],
                    "counts": "drawn by Aer",
                    "aer": aer_version,
                    "calibrated": calibrated,
                    "shots_run": shots,
                    "optimization_level": options.get("optimization_level", DEVICE_LEVEL),
                    "seed_transpiler": compiler_seed,
                    "operations": {str(name): times for name, times in isa.count_ops().items()},
                    "qubits": [*qubits],
                },
                shot_by_shot=shot_by_shot,
                circuit=circuit,
                kept=kept,
                layout=tuple(layout(isa, circuit.num_qubits)),
            )
        )
    return results


@lru_cache(maxsize=128)
def _calibrated(fake: BackendV2) -> str:
    """Return the day on which a device was as its fake is; looking it up takes 30 ms."""
    return str(fake.properties().last_update_date.date().isoformat())


def _check_options(options: Mapping[str, Any]) -> None:
    for key, value in options.items():
        if key in REFUSED or key in NOT_HERE:
            raise ValueError(f"Leave out the option {key!r}: {REFUSED.get(key) or NOT_HERE[key]}.")
        if key not in OURS and not is_simulators(key):
            raise ValueError(
                f"A fake device has no option {key!r}. Often used: method, {', '.join(OURS)}."
            )
        if key == "optimization_level" and (isinstance(value, bool) or value not in (2, 3)):
            raise ValueError(
                f"optimization_level on a device is 2 or 3, not {value!r}: below 2 a dynamic "
                "circuit is put on the first qubits, not on good ones."
            )
