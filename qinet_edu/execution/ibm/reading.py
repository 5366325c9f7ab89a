"""From the bits of every shot to results, in whatever process they are read."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from qiskit import QuantumCircuit

from qinet_edu.execution.fallbacks import PostSelection
from qinet_edu.execution.result import Result

SHOWN = ("estimate_s", "allowance_s", "max_qpu_s")


def read(
    shots: Sequence[Mapping[str, list[str]]],
    facts: Mapping[str, Any],
    *,
    job_id: str | None,
    qpu_s: float | None,
    circuits: Sequence[QuantumCircuit] = (),
) -> list[Result]:
    """Make results of the bits that a job found and of what the journal says of its circuits.

    Args:
        shots: for each circuit, by register, the bits of every shot.
        facts: what the journal says; nothing of circuits for a job that it did not know.
        job_id: the service's name for the job.
        qpu_s: what it cost.
        circuits: what was asked for, to hang on the results; they are not in the journal.

    Example:
        >>> read([{"a": ["0", "1"], "b": ["1", "1"]}], {}, job_id="d0", qpu_s=2.0)[0].joint
        mappingproxy({'1 0': 1, '1 1': 1})
    """
    told = facts.get("circuits") or [{} for _ in shots]
    return [
        _result(
            bits,
            one,
            facts,
            job_id=job_id,
            qpu_s=qpu_s,
            circuit=circuits[number] if number < len(circuits) else None,
        )
        for number, (bits, one) in enumerate(zip(shots, told, strict=True))
    ]


def _result(
    bits: Mapping[str, list[str]],
    told: Mapping[str, Any],
    facts: Mapping[str, Any],
    *,
    job_id: str | None,
    qpu_s: float | None,
    circuit: QuantumCircuit | None,
) -> Result:
    """Make a result of the bits of every shot and of what the journal says of their circuit."""
    names = [name for name in told.get("ran", bits) if name in bits]
    every = [" ".join(shot) for shot in zip(*(bits[name] for name in reversed(names)), strict=True)]
    registers = told.get("registers") or {name: len(bits[name][0]) for name in names}
    kept = None
    if selection := told.get("post_selection"):
        chosen = PostSelection(**{**selection, "zeros": tuple(map(tuple, selection["zeros"]))})
        of = len(every)
        every = [chosen.shown(outcome) for outcome in every if chosen.keeps(outcome)]
        kept = len(every) / of
    layout = told.get("layout")
    return Result(
        joint=dict(Counter(every)),
        registers=registers,
        shots=len(every),
        backend=facts.get("device") or "ibm",
        noise=facts.get("noise", "the device's own"),
        seed=facts.get("seed"),
        transformation=tuple(told.get("transformation", ())),
        details={
            "wire": facts.get("wire"),
            **{name: facts[name] for name in SHOWN if name in facts},
        },
        shot_by_shot=tuple(every) if facts.get("memory") else None,
        circuit=circuit,
        source=facts.get("source", "hardware"),
        qpu_s=qpu_s,
        job_id=job_id,
        kept=kept,
        layout=None if layout is None else tuple(layout),
    )
