"""Noisy Clifford circuits through stim: exact, and hundreds of times faster than shot by shot.

stim follows one run without noise and, for every shot, only in which Paulis it differs: a bit or
two for each qubit. So 10 000 shots of 64 noisy links take milliseconds where Aer takes seconds.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from qiskit import QuantumCircuit

from qinet_edu.execution.compiling import compiled_for_aer
from qinet_edu.execution.refusals import NotRunnable
from qinet_edu.execution.result import Result
from qinet_edu.execution.seeds import derived_seed
from qinet_edu.noise import Noise

if TYPE_CHECKING:
    from qinet_edu.execution.clifford_program import Program

OPTIONS = frozenset(["memory"])
WIDE = 20  # qubits, above which Aer's own way is slower for a circuit without noise, too
IN_PLACE_OF_AER = "chosen in place of aer, exact for Clifford gates and Pauli noise"


def prepare_for_clifford(
    circuits: Sequence[QuantumCircuit], *, noise: Noise | None, options: Mapping[str, Any]
) -> list["Program"]:
    """Translate circuits for stim, or refuse them.

    Args:
        circuits: what is to run.
        noise: what goes wrong after which gate.
        options: ``memory``; there is nothing else to choose.

    Returns:
        A program for each.

    Raises:
        ValueError: there is no such option.
        NotRunnable: a gate is no Clifford gate, a channel no Pauli channel, a branch holds more
            than Paulis, or there is no stim for this computer; the message names what.

    Example:
        >>> from qinet_edu import circuits
        >>> prepare_for_clifford([circuits.measure(circuits.bloch(1.0))], noise=None, options={})
        Traceback (most recent call last):
        qinet_edu.execution.refusals.NotRunnable: Circuit 'bloch' ... ry(1) is no Clifford gate....
    """
    for key in options:
        if key not in OPTIONS:
            raise ValueError(
                f"The clifford backend has no option {key!r}, only memory. Leave it out, or run "
                'with backend="aer".'
            )
    if not _has_stim():
        raise NotRunnable(
            "The clifford backend needs stim, which is not installed here: there is none for "
            'Linux on ARM. Run it with backend="aer", which takes longer.'
        )
    return [_translated(circuit, noise) for circuit in circuits]


def run_on_clifford(
    circuits: Sequence[QuantumCircuit],
    programs: Sequence["Program"],
    *,
    shots: int,
    seed: int,
    noise: Noise | None,
    options: Mapping[str, Any],
) -> list[Result]:
    """Draw the shots of circuits that were prepared; each has a seed of its own."""
    return [
        _result(
            circuit, program, shots=shots, seed=seed, index=i, noise=noise,
            memory=bool(options.get("memory", False)), transformation=(),
        )
        for i, (circuit, program) in enumerate(zip(circuits, programs, strict=True))
    ]  # fmt: skip


def in_place_of_aer(
    circuits: Mapping[int, QuantumCircuit],
    *,
    shots: int,
    seed: int,
    noise: Noise | None,
    options: Mapping[str, Any],
) -> dict[int, Result]:
    """Run those of some slow circuits that stim runs exactly, and say so in their results.

    Args:
        circuits: those that Aer would take long for, by their place in the run.
        shots: how often each is run.
        seed: of the run.
        noise: what goes wrong after which gate.
        options: any but ``memory`` is a wish that only Aer can fulfil, so that nothing is done.

    Returns:
        Results by place, of those that stim could take.

    Example:
        >>> from qinet_edu import circuits
        >>> wide = circuits.measure(circuits.ghz(30))
        >>> in_place_of_aer({4: wide}, shots=10, seed=1, noise=None, options={})[4].backend
        'clifford'
    """
    results: dict[int, Result] = {}
    if not OPTIONS.issuperset(options) or not _has_stim():
        return results
    for i, circuit in circuits.items():
        try:
            program = _translated(circuit, noise)
        except NotRunnable:
            continue
        results[i] = _result(
            circuit, program, shots=shots, seed=seed, index=i, noise=noise,
            memory=bool(options.get("memory", False)), transformation=(IN_PLACE_OF_AER,),
        )  # fmt: skip
    return results


def _translated(circuit: QuantumCircuit, noise: Noise | None) -> "Program":
    # An import here: whoever runs no such circuit needs no stim.
    from qinet_edu.execution.clifford_program import refuse_control_flow, translated

    refuse_control_flow(circuit)
    return translated(compiled_for_aer(circuit, {}), noise)


def _result(
    circuit: QuantumCircuit,
    program: "Program",
    *,
    shots: int,
    seed: int,
    index: int,
    noise: Noise | None,
    memory: bool,
    transformation: tuple[str, ...],
) -> Result:
    from stim import __version__ as stim_version

    from qinet_edu.execution.clifford_sampling import sampled

    sample = sampled(program, circuit, shots=shots, seed=derived_seed(seed, index), memory=memory)
    return Result(
        joint=sample.joint,
        registers={register.name: register.size for register in circuit.cregs},
        shots=shots,
        backend="clifford",
        noise="ideal" if noise is None else noise.name,
        seed=seed,
        transformation=transformation,
        details={
            "method": "Pauli frames",
            "counts": "drawn by stim",
            "stim": stim_version,
        },
        shot_by_shot=sample.shot_by_shot,
        circuit=circuit,
    )


@cache
def _has_stim() -> bool:
    return find_spec("stim") is not None
