"""Purification as a circuit of either form: one that keeps or discards, or one to select from."""

from collections.abc import Sequence

from qiskit.circuit import ClassicalRegister, QuantumCircuit, QuantumRegister
from qiskit.circuit.classical import expr

from qinet_edu.circuits.links import Resources, Supply
from qinet_edu.circuits.parties import ENVIRONMENT
from qinet_edu.circuits.purification_steps import (
    Gates,
    Halves,
    Stage,
    let_wait,
    read_step,
    twirl,
)

KEEP = "keep"


def assembled(
    stages: Sequence[Stage],
    gates: Gates,
    *,
    form: str,
    resource: Resources,
    title: str,
    twirls: Sequence[int] | None = None,
) -> QuantumCircuit:
    """Put the stages of a protocol together as a circuit of either form.

    Args:
        stages: in order of time.
        gates: what a step does before it measures.
        form: ``"post-selected"`` or ``"dynamic"``.
        resource: the raw pairs, one for all or a tuple of one each.
        title: the name of the circuit.
        twirls: a number for each pair that enters a step, or ``None``.

    Example:
        >>> from qinet_edu.circuits.purification_steps import compare, pumps
        >>> stages = pumps(2, reuse=True)
        >>> assembled(stages, compare, form="dynamic", resource=None, title="two").num_qubits
        4
    """
    places = 1 + max(place for stage in stages for place in stage.fresh)
    supply = Supply(resource, sum(len(stage.fresh) for stage in stages))
    circuit = QuantumCircuit(name=title)
    held = [
        [QuantumRegister(1, f"{who}_{place + 1}" if place else who) for place in range(places)]
        for who in ("alice", "bob")
    ]
    circuit.add_register(*held[0], *held[1])
    at: list[Halves] = [(alice[0], bob[0]) for alice, bob in zip(*held, strict=True)]
    spare = QuantumRegister(supply.spare * places, ENVIRONMENT)
    if spare.size:
        circuit.add_register(spare)
    dynamic = form == "dynamic"
    keep = ClassicalRegister(1, KEEP) if dynamic else None
    if keep is not None:
        circuit.add_register(keep)
    due = iter(twirls or ())
    used: set[int] = set()
    stored: set[int] = set()
    number = 0

    def prepare(stage: Stage) -> None:
        for place in stage.fresh:
            env = [*spare[supply.spare * place : supply.spare * (place + 1)]]
            if place in used and env:
                circuit.reset(env)
            supply.deliver(circuit, *at[place], env)
        for step in stage.steps:
            involved = [at[place] for place in (step.kept, *step.measured)]
            if twirls is not None:
                for pair in involved:
                    twirl(circuit, pair, next(due))
            gates(circuit, involved[0], involved[1:])

    for stage in stages:
        if keep is not None and used:
            with circuit.if_test((keep[0], 1)):
                prepare(stage)
        else:
            prepare(stage)
        used.update(stage.fresh)
        stored.update(stage.fresh)
        for step in stage.steps:
            number += 1
            measured = [at[place] for place in step.measured]
            messages = read_step(circuit, measured, f"step{number}")
            stored.difference_update(step.measured)
            if keep is not None:
                circuit.reset([half for pair in measured for half in pair])
                _flag(circuit, keep, messages, first=number == 1)
        let_wait(circuit, [at[place] for place in sorted(stored)])
        if keep is not None:
            with circuit.if_test((keep[0], 0)):
                circuit.reset([half for place in sorted(stored) for half in at[place]])
    return circuit


def _flag(
    circuit: QuantumCircuit, keep: ClassicalRegister, messages: ClassicalRegister, *, first: bool
) -> None:
    """Write into ``keep`` whether all bits so far have agreed."""
    agree = None if first else expr.lift(keep[0])
    for alice, bob in zip(messages[::2], messages[1::2], strict=True):
        same = expr.bit_not(expr.bit_xor(alice, bob))
        agree = same if agree is None else expr.bit_and(agree, same)
    circuit.store(keep[0], agree)
