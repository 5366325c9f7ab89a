"""What each outcome of a circuit's measurements leaves behind, exactly and for any circuit."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from qiskit import QuantumCircuit
from qiskit.circuit import Clbit, Gate, Qubit
from qiskit.quantum_info import Operator

MOST_BRANCHES = 16

State = NDArray[np.complex128]
States = dict[tuple[int, ...], State]


class NotFollowed(ValueError):
    """The circuit holds something that is not followed here; the message says what to do."""


def branches(
    circuit: QuantumCircuit,
    start: ArrayLike,
    *,
    reads: Callable[[list[int]], Iterable[int]] = lambda places: (),
) -> States:
    """Follow a circuit through all its outcomes at once.

    A judge compares what every outcome leaves, so that no right circuit fails by bad luck.

    Args:
        circuit: with gates, measurements, resets and ``if_test`` on bits or registers.
        start: the density matrix it begins with, shape (2**n, 2**n). Qubits beyond the circuit's
            own come last, most significant; half of a Bell pair there stands for every state
            of the other half.
        reads: given the places of a gate's qubits, returns those that are measured just before
            it, with an outcome that nobody notes: how to let only bits pass from one to another.

    Returns:
        For each pattern of the classical bits, in the circuit's order, the density matrix it
        leaves; its trace is the probability of the pattern.

    Raises:
        NotFollowed: a condition is an expression, or there are too many outcomes.

    Example:
        >>> toss = QuantumCircuit(1, 1)
        >>> _ = toss.h(0), toss.measure(0, 0)
        >>> found = branches(toss, [[1, 0], [0, 0]])
        >>> {bits: left.trace().real.round(6).item() for bits, left in found.items()}
        {(0,): 0.5, (1,): 0.5}
    """
    qubits = {qubit: place for place, qubit in enumerate(circuit.qubits)}
    bits = {bit: place for place, bit in enumerate(circuit.clbits)}
    begin = {(0,) * circuit.num_clbits: np.asarray(start, complex)}
    return _walk(circuit, qubits, bits, begin, reads)


def _walk(
    block: QuantumCircuit,
    qubits: Mapping[Qubit, int],
    bits: Mapping[Clbit, int],
    states: States,
    reads: Callable[[list[int]], Iterable[int]],
) -> States:
    """Follow one block; ``qubits`` and ``bits`` say what its own stand for outside."""
    for step in block.data:
        operation, name = step.operation, step.operation.name
        places = [qubits[qubit] for qubit in step.qubits]
        written = [bits[bit] for bit in step.clbits]
        if name == "if_else":
            taken = _condition(operation, bits)
            split: dict[bool, States] = {True: {}, False: {}}
            for key, state in states.items():
                split[taken(key)][key] = state
            for value, inner in zip((True, False), operation.blocks, strict=False):
                inner_qubits = dict(zip(inner.qubits, places, strict=True))
                inner_bits = dict(zip(inner.clbits, written, strict=True))
                split[value] = _walk(inner, inner_qubits, inner_bits, split[value], reads)
            states = _joined([*split[True].items(), *split[False].items()])
        elif name == "measure":
            states = _measured(states, places[0], written[0])
        elif name == "reset":
            states = {key: _reset(state, places[0]) for key, state in states.items()}
        elif isinstance(operation, Gate) and places:
            for place in reads(places):
                states = {key: np.sum(_parts(state, place), 0) for key, state in states.items()}
            states = _turned(states, operation, places)
    return states


def _condition(operation: Any, bits: Mapping[Clbit, int]) -> Callable[[tuple[int, ...]], bool]:
    if not isinstance(operation.condition, tuple):
        raise NotFollowed("Write each condition as (bit, value): if_test((bit, 1)).")
    what, value = operation.condition
    tested = [bits[bit] for bit in ([what] if isinstance(what, Clbit) else what)]
    return lambda key: sum(key[place] << n for n, place in enumerate(tested)) == value


def _measured(states: States, place: int, written: int) -> States:
    found = [
        ((*key[:written], value, *key[written + 1 :]), part)
        for key, state in states.items()
        for value, part in enumerate(_parts(state, place))
        if part.trace().real > 1e-12
    ]
    return _joined(found)


def _joined(found: Iterable[tuple[tuple[int, ...], State]]) -> States:
    """Add up what ends in the same bits."""
    states: States = {}
    for key, state in found:
        states[key] = states[key] + state if key in states else state
    if len(states) > MOST_BRANCHES:
        raise NotFollowed(f"Measure less: the circuit has over {MOST_BRANCHES} outcomes.")
    return states


def _parts(state: State, place: int) -> list[State]:
    """Return what is left with the qubit read as 0, and as 1."""
    ones = (np.arange(len(state)) >> place & 1).astype(bool)
    return [state * np.outer(keep, keep) for keep in (~ones, ones)]


def _reset(state: State, place: int) -> State:
    zero, one = _parts(state, place)
    flipped = np.arange(len(state)) ^ (1 << place)
    back: State = zero + one[np.ix_(flipped, flipped)]
    return back


def _turned(states: States, gate: Gate, places: list[int]) -> States:
    if not states:
        return states
    size = len(next(iter(states.values())))
    matrix = Operator(np.eye(size)).compose(Operator(gate), qargs=places).data
    return {key: matrix @ state @ matrix.conj().T for key, state in states.items()}
