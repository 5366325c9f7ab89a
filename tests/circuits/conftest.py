"""An exact walk through circuits that measure midway, to hold the builders to."""

import numpy as np
import pytest
from qiskit.circuit import Clbit
from qiskit.quantum_info import DensityMatrix, Kraus, Operator, partial_trace

PROJECTORS = [Operator(np.diag([1, 0])), Operator(np.diag([0, 1]))]


class Branches:
    """Follow every outcome of a circuit at once: classical bits to unnormalised states."""

    def __init__(self, circuit, after=None):
        self.circuit = circuit
        self.after = {label: Kraus([*kraus]) for label, kraus in (after or {}).items()}
        bits = {bit: place for place, bit in enumerate(circuit.clbits)}
        qubits = {qubit: place for place, qubit in enumerate(circuit.qubits)}
        zero = DensityMatrix.from_label("0" * circuit.num_qubits)
        self.ends = self._walk(circuit, qubits, bits, {(0,) * len(bits): zero})

    def pair(self, given=None):
        """Return the state of alice and bob in the runs selected, and how likely these are."""
        places = {
            register.name: [self.circuit.clbits.index(bit) for bit in register]
            for register in self.circuit.cregs
        }

        def passes(read):
            return all(
                "".join(str(read[place]) for place in reversed(places[name])) in wanted
                for name, wanted in (given or {}).items()
            )

        whole = sum(state.data for read, state in self.ends.items() if passes(read))
        chance = np.trace(whole).real
        held = [
            self.circuit.qubits.index(register[0])
            for register in self.circuit.qregs
            if register.name in ("alice", "bob")
        ]
        others = [k for k in range(self.circuit.num_qubits) if k not in held]
        return partial_trace(DensityMatrix(whole), others).data / chance, chance

    def _walk(self, block, qubits, bits, ends):
        for step in block.data:
            at = [qubits[qubit] for qubit in step.qubits]
            operation = step.operation
            if operation.name == "measure":
                ends = self._measured(ends, at[0], bits[step.clbits[0]])
            elif operation.name == "reset":
                ends = {read: state.reset(at) for read, state in ends.items()}
            elif operation.name == "store":
                place = bits[operation.lvalue.var]
                ends = self._merged(
                    ((*read[:place], int(value(operation.rvalue, read, bits)), *read[place + 1 :]),
                     state)
                    for read, state in ends.items()
                )  # fmt: skip
            elif operation.name == "if_else":
                bit, wanted = operation.condition
                taken = {read: s for read, s in ends.items() if read[bits[bit]] == wanted}
                inner = operation.blocks[0]
                taken_ends = self._walk(
                    inner,
                    dict(zip(inner.qubits, at, strict=True)),
                    {b: bits[o] for b, o in zip(inner.clbits, step.clbits, strict=True)},
                    taken,
                )
                rest = [(read, s) for read, s in ends.items() if read not in taken]
                ends = self._merged([*taken_ends.items(), *rest])
            elif operation.name != "barrier":
                if operation.name not in ("id", "delay"):
                    ends = {read: s.evolve(operation, at) for read, s in ends.items()}
                kraus = self.after.get(operation.label or operation.name)
                if kraus is not None:
                    for one in at:
                        ends = {read: s.evolve(kraus, [one]) for read, s in ends.items()}
        return ends

    def _measured(self, ends, qubit, place):
        return self._merged(
            ((*read[:place], outcome, *read[place + 1 :]), state.evolve(projector, [qubit]))
            for read, state in ends.items()
            for outcome, projector in enumerate(PROJECTORS)
        )

    @staticmethod
    def _merged(ends):
        merged = {}
        for read, state in ends:
            if np.trace(state.data).real > 1e-14:
                merged[read] = merged[read] + state if read in merged else state
        return merged


def value(node, read, bits):
    """Work out an expression of bits."""
    if hasattr(node, "var"):
        assert isinstance(node.var, Clbit)
        return bool(read[bits[node.var]])
    if node.op.name == "BIT_NOT":
        return not value(node.operand, read, bits)
    left, right = value(node.left, read, bits), value(node.right, read, bits)
    return {"BIT_AND": left and right, "BIT_XOR": left != right}[node.op.name]


@pytest.fixture
def exactly():
    """Give the state of the pair at a circuit's end and its probability, without any sampling."""

    def pair(circuit, *, after=None, given=None):
        return Branches(circuit, after).pair(given)

    return pair
