"""One step of purification as gates, and the order in which the steps of a protocol come."""

from collections.abc import Callable, Sequence
from math import pi
from typing import NamedTuple, TypeAlias

from qiskit.circuit import ClassicalRegister, QuantumCircuit, Qubit
from qiskit.circuit.library import IGate

Halves: TypeAlias = tuple[Qubit, Qubit]
"""Alice's and Bob's half of one pair."""

WAIT = "wait"
TWIRLS = 12


class Step(NamedTuple):
    """Say which pair is kept and which are measured for it, by the places they lie in."""

    kept: int
    measured: tuple[int, ...]


class Stage(NamedTuple):
    """Say which places get a fresh pair, and which steps then happen at the same time."""

    fresh: tuple[int, ...]
    steps: tuple[Step, ...]


def tournament(rounds: int, *, pairs: int, reuse: bool) -> list[Stage]:
    """List the stages of rounds in which pairs of equal age meet.

    Args:
        rounds: how many, at least 1.
        pairs: how many meet in each step, 2 or 3.
        reuse: whether a place is used again once its pair is measured: rounds + 1 places then do
            where otherwise 2 to the power of rounds are taken.

    Example:
        >>> len(tournament(3, pairs=2, reuse=False)), len(tournament(3, pairs=2, reuse=True))
        (3, 7)
    """
    if reuse:
        stages: list[Stage] = []
        fresh: list[int] = []

        def make(level: int, place: int) -> None:
            if not level:
                fresh.append(place)
                return
            for other in range(pairs):
                make(level - 1, place + other)
            step = Step(place, tuple(range(place + 1, place + pairs)))
            stages.append(Stage(tuple(fresh), (step,)))
            fresh.clear()

        make(rounds, 0)
        return stages
    whole = pairs**rounds
    return [
        Stage(
            () if level else tuple(range(whole)),
            tuple(
                Step(first, tuple(first + other * pairs**level for other in range(1, pairs)))
                for first in range(0, whole, pairs ** (level + 1))
            ),
        )
        for level in range(rounds)
    ]


def pumps(rounds: int, *, reuse: bool) -> list[Stage]:
    """List the stages in which one pair meets a fresh one, again and again.

    Example:
        >>> pumps(2, reuse=True)[1]
        Stage(fresh=(1,), steps=(Step(kept=0, measured=(1,)),))
    """
    places = [1 if reuse else number + 1 for number in range(rounds)]
    return [
        Stage((place,) if number else (0, place), (Step(0, (place,)),))
        for number, place in enumerate(places)
    ]


Gates: TypeAlias = Callable[[QuantumCircuit, Halves, Sequence[Halves]], None]
"""Adds the gates of a step before its measurements."""


def compare(circuit: QuantumCircuit, kept: Halves, measured: Sequence[Halves]) -> None:
    """Let the kept pair leave its X errors in the measured one: a CNOT at each end.

    Example:
        >>> circuit = QuantumCircuit(4)
        >>> compare(circuit, tuple(circuit.qubits[:2]), [tuple(circuit.qubits[2:])])
        >>> [step.name for step in circuit.data]
        ['cx', 'cx']
    """
    for mine, other in zip(kept, measured[0], strict=True):
        circuit.cx(mine, other)


def turn_and_compare(circuit: QuantumCircuit, kept: Halves, measured: Sequence[Halves]) -> None:
    """Turn all halves, Alice's by Rx(π/2) and Bob's by Rx(−π/2), then compare.

    The turn leaves Φ+ and Ψ+ as they are and exchanges Ψ− and Φ−.

    Example:
        >>> circuit = QuantumCircuit(4)
        >>> turn_and_compare(circuit, tuple(circuit.qubits[:2]), [tuple(circuit.qubits[2:])])
        >>> [step.name for step in circuit.data]
        ['rx', 'rx', 'rx', 'rx', 'cx', 'cx']
    """
    for alice, bob in (kept, *measured):
        circuit.rx(pi / 2, alice)
        circuit.rx(-pi / 2, bob)
    compare(circuit, kept, measured)


def select_twice(circuit: QuantumCircuit, kept: Halves, measured: Sequence[Halves]) -> None:
    """Let the second pair watch the first, and the third, read in X, watch the second.

    Example:
        >>> circuit = QuantumCircuit(6)
        >>> pairs = [tuple(circuit.qubits[n : n + 2]) for n in (0, 2, 4)]
        >>> select_twice(circuit, pairs[0], pairs[1:])
        >>> [step.name for step in circuit.data]
        ['cx', 'cx', 'cx', 'cx', 'h', 'h']
    """
    second, third = measured
    compare(circuit, kept, [second])
    compare(circuit, third, [second])
    circuit.h(third)


def read_step(circuit: QuantumCircuit, measured: Sequence[Halves], name: str) -> ClassicalRegister:
    """Measure what a step measures into a register: for each pair Alice's bit, then Bob's.

    Example:
        >>> circuit = QuantumCircuit(2)
        >>> read_step(circuit, [tuple(circuit.qubits)], "step1").size
        2
    """
    messages = ClassicalRegister(2 * len(measured), name)
    circuit.add_register(messages)
    circuit.measure([half for pair in measured for half in pair], messages)
    return messages


def let_wait(circuit: QuantumCircuit, pairs: Sequence[Halves]) -> None:
    """Let both halves of pairs wait once, for messages that are on their way.

    Example:
        >>> circuit = QuantumCircuit(2)
        >>> let_wait(circuit, [tuple(circuit.qubits)])
        >>> [step.label for step in circuit.data]
        ['wait', 'wait']
    """
    for pair in pairs:
        for half in pair:
            circuit.append(IGate(label=WAIT), [half])


def twirl(circuit: QuantumCircuit, pair: Halves, number: int) -> None:
    """Turn both halves of a pair by one of twelve rotations that leave Φ+ as it is.

    Averaged over all twelve, any pair becomes a Werner pair of the same fidelity. The first four
    are I, X, Y, Z on both sides; the others turn X into Y into Z besides, once or twice.

    Example:
        >>> circuit = QuantumCircuit(2)
        >>> twirl(circuit, tuple(circuit.qubits), 5)
        >>> [step.name for step in circuit.data]
        ['sdg', 'h', 's', 'h', 'x', 'x']
    """
    alice, bob = pair
    cycles, pauli = divmod(number, 4)
    for _ in range(cycles):
        circuit.sdg(alice)
        circuit.h(alice)
        circuit.s(bob)
        circuit.h(bob)
    if pauli:
        for half in pair:
            getattr(circuit, "ixyz"[pauli])(half)
