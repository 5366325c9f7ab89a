"""Translation of a circuit with noise into what stim's frames run, or the reason why not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import stim
from numpy.typing import NDArray
from qiskit import QuantumCircuit
from qiskit.circuit import (
    CONTROL_FLOW_OP_NAMES,
    CircuitInstruction,
    Clbit,
    IfElseOp,
    Qubit,
)

from qinet_edu.execution.clifford_conditions import (
    Condition,
    NoCondition,
    both,
    condition_of,
    otherwise,
)
from qinet_edu.execution.clifford_gates import (
    Clifford,
    clifford,
    standard_clifford,
)
from qinet_edu.execution.clifford_pairs import LABEL, PAIR, pauli_weights
from qinet_edu.execution.pauli_channels import pauli_channel
from qinet_edu.execution.refusals import NotRunnable
from qinet_edu.noise import Noise

FLOW = (CONTROL_FLOW_OP_NAMES - {"if_else"}) | {"store"}
NOTHING = frozenset(["barrier", "global_phase"])
AER = 'Run it with backend="aer".'


class Stretch(NamedTuple):
    """Say what happens in every shot, up to the next condition.

    Attributes:
        circuit: to stim, with noise.
        writes: the classical bits that its measurements write, in their order.
    """

    circuit: stim.Circuit
    writes: tuple[int, ...]


class Correction(NamedTuple):
    """Say which Paulis are applied in those shots that pass a condition.

    Attributes:
        condition: tells of each shot whether it passes.
        circuit: to stim, applies the Paulis where the last bit recorded is 1; where there is a
            channel, X where the last but one is, and Z where the last is.
        channel: probabilities of X, Y and Z, where noise follows in those shots alone.
    """

    condition: Condition
    circuit: stim.Circuit
    channel: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class Program:
    """Hold a circuit as stim's frames run it.

    Attributes:
        steps: one after the other.
        reference: what each measurement reads in one run without noise and corrections.
        bits: how many classical bits there are.
        readout: probability of reading 1 where there is 0, and of reading 0 where there is 1, as
            far as stim does not see to it.
    """

    steps: tuple[Stretch | Correction, ...]
    reference: NDArray[np.bool_]
    bits: int
    readout: tuple[float, float]


def translated(circuit: QuantumCircuit, noise: Noise | None = None) -> Program:
    """Translate a circuit for stim.

    A condition makes frames differ, no more: the reference is a run in which no branch is taken,
    and whoever passes gets the Paulis of the branch as a change to it. So any condition will do,
    and any Pauli in a branch, but nothing else.

    Args:
        circuit: compiled for Aer, so that noise meets the same gates.
        noise: what goes wrong after which gate.

    Returns:
        The program.

    Raises:
        NotRunnable: something in it is not Clifford, or its noise not Pauli; the message says
            what.

    Source:
        Pauli frames: C. Gidney, Quantum 5, 497 (2021).

    Example:
        >>> flip = QuantumCircuit(1, 1)
        >>> _ = flip.h(0), flip.measure(0, 0)
        >>> translated(flip).steps[0].circuit
        stim.Circuit('''
            H 0
            M 0
        ''')
    """
    return _Translation(circuit, noise).program()


def refuse_control_flow(circuit: QuantumCircuit) -> None:
    """Refuse loops and switches, by name, before a compiler does so in other words.

    Raises:
        NotRunnable: there is one.
    """
    for name in circuit.count_ops():
        if name in FLOW:
            raise _refused(circuit, f"it holds a {name}")


class _Translation:
    """Walk a circuit and write down what stim is to do."""

    def __init__(self, circuit: QuantumCircuit, noise: Noise | None) -> None:
        self.source = circuit
        self.noise = noise
        self.after: Mapping[str, Any] = {} if noise is None else noise.after
        readout = (0.0, 0.0) if noise is None else noise.readout
        alike = readout[0] == readout[1]
        self.measure = f"M({readout[0]!r})" if alike and readout[0] else "M"
        self.readout = (0.0, 0.0) if alike else readout
        self.lines: list[str] = []
        self.writes: list[int] = []
        self.steps: list[Stretch | Correction] = []
        self.used: set[int] = set()  # qubits that may no longer be 0
        self.forgotten: set[int] = set()  # the environment of mixed pairs, which is left out

    def program(self) -> Program:
        source = self.source
        self._walk(
            source,
            {qubit: place for place, qubit in enumerate(source.qubits)},
            {bit: place for place, bit in enumerate(source.clbits)},
            None,
        )
        self._close()
        whole = stim.Circuit()
        for step in self.steps:
            if isinstance(step, Stretch):
                whole += step.circuit
        reference = np.asarray(whole.reference_sample(), dtype=np.bool_)
        return Program(tuple(self.steps), reference, source.num_clbits, self.readout)

    def _close(self) -> None:
        if self.lines:
            self.steps.append(Stretch(stim.Circuit("\n".join(self.lines)), tuple(self.writes)))
            self.lines, self.writes = [], []

    def _walk(
        self,
        block: QuantumCircuit,
        qubits: Mapping[Qubit, int],
        bits: Mapping[Clbit, int],
        condition: Condition | None,
    ) -> None:
        """Translate a block; ``qubits`` and ``bits`` say what its own stand for outside."""
        for instruction in block.data:
            name = instruction.name
            at = [qubits[qubit] for qubit in instruction.qubits]
            if name in NOTHING:
                continue
            if name != "reset" and not self.forgotten.isdisjoint(at):
                raise self._refused(f"a {name} acts on the environment of a mixed pair")
            if name == "if_else":
                self._branch(instruction, at, bits, condition)
            elif name in ("measure", "reset"):
                if condition is not None:
                    raise self._refused(f"a {name} stands inside an if_test")
                noisy = [*self._noise_lines(name, at)]
                if name == "reset":
                    self.lines += [f"R {at[0]}", *noisy]
                    self.forgotten -= {*at}
                else:  # what goes wrong with a measurement does so before it
                    self.lines += [*noisy, f"{self.measure} {at[0]}"]
                    self.writes.append(bits[instruction.clbits[0]])
            elif name in FLOW:
                raise self._refused(f"it holds a {name}")
            elif condition is None:
                self._gate(instruction, at)
            else:
                self._gate_in_branch(instruction, at, condition)
            if name == "reset" and not noisy:
                self.used -= {*at}
            else:
                self.used |= {*at}

    def _gate(self, instruction: CircuitInstruction, at: Sequence[int]) -> None:
        if instruction.label == LABEL and self.used.isdisjoint(at) and self._pair(instruction, at):
            return
        if instruction.name not in ("delay", "id"):
            for name, places in self._clifford(instruction).steps:
                self.lines.append(f"{name} {' '.join(str(at[place]) for place in places)}")
        self.lines += self._noise_lines(instruction.label or instruction.name, at)

    def _pair(self, instruction: CircuitInstruction, at: Sequence[int]) -> bool:
        """Prepare a Bell-diagonal pair, if it is one, without its environment."""
        if instruction.name != "unitary" or LABEL in self.after:
            return False
        chances = pauli_weights(np.asarray(instruction.operation.params[0], dtype=complex))
        if chances is None:
            return False
        self.lines += [line.format(*at) for line in PAIR]
        self.lines += _channel_lines(chances, at[1:2])
        self.forgotten |= {*at[2:]}
        return True

    def _noise_lines(self, name: str, at: Sequence[int]) -> Iterator[str]:
        chances = self._channel(name, at)
        if chances is not None:
            yield from _channel_lines(chances, at)

    def _branch(
        self,
        instruction: CircuitInstruction,
        at: Sequence[int],
        bits: Mapping[Clbit, int],
        condition: Condition | None,
    ) -> None:
        operation = instruction.operation
        assert isinstance(operation, IfElseOp)
        try:
            taken = condition_of(operation, bits)
        except NoCondition as reason:
            raise self._refused(f"an if_test has {reason}") from None
        self._close()
        for inner, passes in zip(operation.blocks, (taken, otherwise(taken)), strict=False):
            self._walk(
                inner,
                dict(zip(inner.qubits, at, strict=True)),
                {
                    bit: bits[outer]
                    for bit, outer in zip(inner.clbits, instruction.clbits, strict=True)
                },
                both(condition, passes),
            )

    def _gate_in_branch(
        self, instruction: CircuitInstruction, at: Sequence[int], condition: Condition
    ) -> None:
        if instruction.name not in ("delay", "id"):
            pauli = self._clifford(instruction).pauli
            if pauli is None:
                raise self._refused(
                    f"{_named(instruction)} stands inside an if_test, where only Paulis may"
                )
            lines = [
                f"C{letter} rec[-1] {place}"
                for letter, place in zip(pauli, at, strict=True)
                if letter != "_"
            ]
            if lines:
                self.steps.append(Correction(condition, stim.Circuit("\n".join(lines))))
        chances = self._channel(instruction.label or instruction.name, at)
        if chances is not None:
            for place in at:
                both_ways = stim.Circuit(f"CX rec[-2] {place}\nCZ rec[-1] {place}")
                self.steps.append(Correction(condition, both_ways, chances))

    def _clifford(self, instruction: CircuitInstruction) -> Clifford:
        name = instruction.name
        if instruction.is_standard_gate():  # without making the operation, which takes longer
            found = standard_clifford(name, tuple(instruction.params))
        else:
            found = clifford(instruction.operation)
        if found is None:
            raise self._refused(f"{_named(instruction)} is no Clifford gate")
        return found

    def _channel(self, name: str, at: Sequence[int]) -> tuple[float, float, float] | None:
        if name not in self.after:
            return None
        assert self.noise is not None
        chances = pauli_channel(self.noise, name)
        if chances is None:
            raise self._refused(
                f"what noise= has after {name!r} is no Pauli channel, that is no mixture of X, Y "
                "and Z"
            )
        return chances

    def _refused(self, why: str) -> NotRunnable:
        return _refused(self.source, why)


def _refused(circuit: QuantumCircuit, why: str) -> NotRunnable:
    return NotRunnable(
        f"Circuit {circuit.name!r} does not run on the clifford backend: {why}. {AER}"
    )


def _channel_lines(chances: tuple[float, float, float], at: Sequence[int]) -> Iterator[str]:
    where = " ".join(map(str, at))
    some = [one for one in zip("XYZ", chances, strict=True) if one[1]]
    if len(some) == 1:
        yield f"{some[0][0]}_ERROR({some[0][1]!r}) {where}"
    elif some:
        yield f"PAULI_CHANNEL_1({', '.join(map(repr, chances))}) {where}"


def _named(instruction: CircuitInstruction) -> str:
    """Call a gate by its name, and by its angles if it has any."""
    angles = [one for one in instruction.params if isinstance(one, (int, float))]
    shown = f"({', '.join(f'{angle:.6g}' for angle in angles)})" if angles else ""
    return f"{instruction.name}{shown}"
