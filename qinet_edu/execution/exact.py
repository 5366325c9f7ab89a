"""Counts drawn from exact probabilities, where a simulator would draw every shot by itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from math import isqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from qiskit import QuantumCircuit
from qiskit.circuit import CircuitInstruction, Parameter
from qiskit_aer import AerSimulator

# Angles that Aer 0.18.2 binds rightly. Of cp, crx, cry, crz and cu it makes something else.
FREE = frozenset(["p", "r", "rx", "rxx", "ry", "ryy", "rz", "rzx", "rzz", "u", "u1", "u2", "u3"])
MOST_IN_A_CHAIN = 32
MOST_NUMBERS_TO_RESET = 4096  # a state is set anew in a chain by handing over all its numbers
DIGITS = 12  # what rounding errors leave of a probability


class Skeleton(NamedTuple):
    """Say what circuits share that differ in nothing but angles.

    Attributes:
        qubits: how many there are.
        steps: name, label, qubits and fixed parameters of each instruction before the read-out.
        measured: the qubit and the classical bit of each measurement, in order of the bits.
    """

    qubits: int
    steps: tuple[tuple[Any, ...], ...]
    measured: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Reading:
    """Hold a circuit as a skeleton, the angles that go with it and its instructions."""

    skeleton: Skeleton
    angles: tuple[float, ...]
    instructions: tuple[CircuitInstruction, ...]


def read(circuit: QuantumCircuit) -> Reading | None:
    """Read a circuit that measures only at its end as a skeleton and its angles.

    Args:
        circuit: one of which ``measures_midway`` says no.

    Returns:
        The reading; ``None`` if it measures a qubit twice or writes a bit twice, so that qubits
        and outcomes do not belong together one by one, or if a measurement has a label, which
        may stand for noise of its own.

    Example:
        >>> circuit = QuantumCircuit(1, 1)
        >>> _ = circuit.ry(0.5, 0), circuit.measure(0, 0)
        >>> reading = read(circuit)
        >>> reading.skeleton.steps, reading.angles
        ((('ry', None, (0,), None),), (0.5,))
    """
    qubits = {qubit: place for place, qubit in enumerate(circuit.qubits)}
    bits = {bit: place for place, bit in enumerate(circuit.clbits)}
    steps: list[tuple[Any, ...]] = []
    angles: list[float] = []
    instructions: list[CircuitInstruction] = []
    measured: list[tuple[int, int]] = []
    for instruction in circuit.data:
        name = instruction.name
        places = tuple(qubits[qubit] for qubit in instruction.qubits)
        if name == "measure":
            if instruction.label is not None:
                return None
            measured.append((bits[instruction.clbits[0]], places[0]))
        elif name != "barrier":
            # Qiskit 2.6 answers [] for the matrix of a unitary, unless it makes the operation.
            known = instruction.is_standard_gate()
            params = instruction.params if known else instruction.operation.params
            fixed: Any = None
            if known and name in FREE and all(isinstance(angle, (int, float)) for angle in params):
                angles.extend(map(float, params))
            elif params:
                fixed = tuple(map(_comparable, params))
            steps.append((name, instruction.label, places, fixed))
            instructions.append(instruction)
    for ends in zip(*measured, strict=True):
        if len({*ends}) < len(measured):
            return None
    in_order = tuple((qubit, bit) for bit, qubit in sorted(measured))
    skeleton = Skeleton(circuit.num_qubits, tuple(steps), in_order)
    return Reading(skeleton, tuple(angles), tuple(instructions))


def probabilities(
    readings: Sequence[Reading], *, simulator: AerSimulator, mixed: bool
) -> tuple[list[NDArray[np.float64]], str]:
    """Ask Aer for the exact probabilities of all outcomes of many circuits at once.

    Circuits of one skeleton are made once, with free angles, and follow each other in chains, the
    state set anew in between: preparing a circuit for Aer takes 200 µs, calling it 70 µs, and
    computing with two qubits 5 µs.

    Args:
        readings: what to run, in any mixture.
        simulator: what runs it.
        mixed: whether its states are density matrices.

    Returns:
        For each circuit an array of shape (2**m,), entry v the probability that the m bits
        measured, the lowest bit first, spell v; and the method that Aer names.

    Raises:
        RuntimeError: Aer could not run it.
    """
    groups: dict[Skeleton, list[int]] = {}
    for i, reading in enumerate(readings):
        groups.setdefault(reading.skeleton, []).append(i)
    chains = [_Chain([readings[i] for i in group], mixed=mixed) for group in groups.values()]
    outcome = simulator.run(
        [chain.circuit for chain in chains],
        parameter_binds=[chain.binds for chain in chains],
        shots=1,
    ).result()
    check_success(outcome)
    found: list[NDArray[np.float64]] = [np.empty(0)] * len(readings)
    first = 0
    for group, chain in zip(groups.values(), chains, strict=True):
        rows = [outcome.data(first + row) for row in range(chain.rows)]
        first += chain.rows
        exact = _cleaned(np.array([row[label] for row in rows for label in chain.labels]))
        for place, i in enumerate(group):
            found[i] = exact[place if chain.binds else 0]
    return found, outcome.results[0].metadata["method"]


def check_success(outcome: Any) -> None:
    """Complain of a run that failed, in Aer's words."""
    if not outcome.success:
        reasons = {entry.status for entry in outcome.results} - {"DONE"}
        raise RuntimeError(f"Aer could not run the circuit: {'; '.join(map(str, reasons))}.")


def misread(
    exact: NDArray[np.float64], *, wrong_one: float, wrong_zero: float
) -> NDArray[np.float64]:
    """Return the probabilities of what is read, each bit wrong with its own chance.

    Args:
        exact: probabilities of shape (2**m,) of what there is.
        wrong_one: probability of reading 1 where there is 0.
        wrong_zero: probability of reading 0 where there is 1.

    Example:
        >>> misread(np.array([0.5, 0, 0, 0.5]), wrong_one=0.1, wrong_zero=0.1).round(2).tolist()
        [0.41, 0.09, 0.09, 0.41]
    """
    flips = np.array([[1 - wrong_one, wrong_zero], [wrong_one, 1 - wrong_zero]])
    bits = exact.size.bit_length() - 1
    for bit in range(bits):
        exact = np.einsum("rt,htl->hrl", flips, exact.reshape(-1, 2, 2**bit)).ravel()
    return exact


def draw(
    exact: NDArray[np.float64], outcomes: Sequence[str], *, shots: int, seed: int
) -> dict[str, int]:
    """Draw the counts of all shots at once: one multinomial draw has their distribution.

    Aer draws shot by shot, 0.6 µs each; this takes about as long for ten shots as for ten million.

    Args:
        exact: probabilities of shape (2**m,).
        outcomes: what to call each outcome.
        shots: how many to draw.
        seed: repeats the draw.

    Returns:
        Counts of those outcomes that occurred.

    Example:
        >>> draw(np.array([1.0, 0.0]), ["0", "1"], shots=100, seed=1)
        {'0': 100}
    """
    drawn = np.random.default_rng(seed).multinomial(shots, exact)
    occurred = np.flatnonzero(drawn)
    return {
        outcomes[v]: times
        for v, times in zip(occurred.tolist(), drawn[occurred].tolist(), strict=True)
    }


def names_of_outcomes(circuit: QuantumCircuit, skeleton: Skeleton) -> tuple[str, ...]:
    """Return Qiskit's joint strings for the values that the measured bits may spell.

    Example:
        >>> circuit = QuantumCircuit(1, 2)
        >>> circuit.measure(0, 1) and names_of_outcomes(circuit, read(circuit).skeleton)
        ('00', '10')
    """
    places = {bit: place for place, bit in enumerate(circuit.clbits)}
    registers = tuple(tuple(places[bit] for bit in register) for register in circuit.cregs)
    return _names(registers, tuple(bit for _, bit in skeleton.measured))


@lru_cache(maxsize=64)
def _names(registers: tuple[tuple[int, ...], ...], written: tuple[int, ...]) -> tuple[str, ...]:
    names = []
    for value in product("01", repeat=len(written)):
        read_out = dict(zip(reversed(written), value, strict=True))
        parts = ("".join(read_out.get(bit, "0") for bit in reversed(r)) for r in registers)
        names.append(" ".join(reversed([*parts])))
    return tuple(names)


class _Chain:
    """A circuit in which those of one skeleton follow each other, and the angles to put in.

    Each of its rows is one run of it: with 1000 circuits, 33 rows of 31.
    """

    def __init__(self, readings: Sequence[Reading], *, mixed: bool) -> None:
        first, size = readings[0], 2 ** readings[0].skeleton.qubits
        free, alone = bool(first.angles), len(readings) == 1
        resettable = size ** (1 + mixed) <= MOST_NUMBERS_TO_RESET
        length = min(MOST_IN_A_CHAIN, isqrt(len(readings))) if free and resettable else 1
        self.rows = -(-len(readings) // length) if free else 1
        self.labels = [f"outcomes {link}" for link in range(length)]
        self.circuit = QuantumCircuit(first.skeleton.qubits)
        self.binds: dict[Parameter, list[float]] = {}
        # The last row is filled up with what stands last.
        filled = [*readings, *[readings[-1]] * length][: self.rows * length]
        values = np.array([r.angles for r in filled]).reshape(self.rows, length, -1)
        for link, label in enumerate(self.labels):
            if link:
                self._begin_anew(size, mixed)
            names = [Parameter(f"{link} {k}") for k in range(len(first.angles))]
            self._append(first, iter(first.angles if alone else names))
            self.circuit.save_probabilities(
                [qubit for qubit, _ in first.skeleton.measured], label=label
            )
            if not alone:
                self.binds.update(
                    (name, values[:, link, k].tolist()) for k, name in enumerate(names)
                )

    def _append(self, reading: Reading, angles: Iterable[Any]) -> None:
        given = iter(angles)
        for instruction, step in zip(reading.instructions, reading.skeleton.steps, strict=True):
            name, _, places, fixed = step
            operation = instruction.operation
            if name in FREE and fixed is None:
                operation = operation.to_mutable()
                operation.params = [next(given) for _ in operation.params]
            self.circuit.append(operation, places, copy=False)

    def _begin_anew(self, size: int, mixed: bool) -> None:
        zero = np.zeros(size)
        zero[0] = 1
        if mixed:
            self.circuit.set_density_matrix(np.diag(zero))
        else:
            self.circuit.set_statevector(zero)


def _cleaned(exact: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round away what depends on the order of computing, so that equal circuits draw alike.

    A draw takes another way for 0.5000000000000001 than for 0.5.
    """
    exact = np.clip(exact, 0, None).round(DIGITS)
    cleaned: NDArray[np.float64] = exact / exact.sum(axis=-1, keepdims=True)
    return cleaned


def _comparable(value: Any) -> Any:
    """Return something hashable, equal for equal parameters and for those alone."""
    if isinstance(value, np.ndarray):
        return value.dtype.str, value.shape, value.tobytes()
    return value if isinstance(value, (int, float, complex, str)) else object()
