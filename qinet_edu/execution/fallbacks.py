"""What to run in place of a circuit on a device that cannot branch: never silently.

A dynamic circuit runs as it stands where the device lets it; else as its deferred twin, which has
the same outcomes; else post-selected, which keeps the runs in which there was nothing to correct:
one in four of a teleportation's.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from qiskit import ClassicalRegister, QuantumCircuit
from qiskit.circuit import Clbit, ControlFlowOp, IfElseOp, Instruction, Qubit
from qiskit.transpiler import Target

from qinet_edu.execution.deferral import NotDeferrable, defer
from qinet_edu.execution.refusals import NotRunnable

FORMS = ("native", "deferred", "post-selected")
DEFERRED = "measurements deferred to the end"
POST_SELECTED = "post-selected on 0 in every bit that decides something"
HELPER = "earlier"
Step = tuple[Instruction, list[Qubit], list[Clbit]]


@dataclass(frozen=True)
class Capabilities:
    """Say what a device can do that decides the form in which a circuit runs on it.

    Attributes:
        qubits: how many it has; ``None`` for as many as are asked for.
        operations: the names of its instructions, ``"if_else"`` and ``"reset"`` among them or not.
    """

    qubits: int | None
    operations: frozenset[str]

    @classmethod
    def of(cls, target: Target) -> "Capabilities":
        """Read what a target says.

        Example:
            >>> from qiskit.providers.fake_provider import GenericBackendV2
            >>> "if_else" in Capabilities.of(GenericBackendV2(5, seed=1).target).operations
            False
        """
        return cls(target.num_qubits, frozenset(target.operation_names))


@dataclass(frozen=True)
class PostSelection:
    """Hold which shots to keep: those with 0 in every bit listed.

    Attributes:
        registers: names and sizes of the classical registers that were run, as declared.
        zeros: register and index of each bit that must be 0.
        helper: the register that was added to hold bits that are written anew later, if any;
            it is left out of what is kept.

    Example:
        >>> chosen = PostSelection({"a": 1, "b": 1}, (("a", 0),))
        >>> chosen.select({"0 0": 20, "1 0": 5, "0 1": 75})
        ({'0 0': 20, '1 0': 5}, 0.25)
    """

    registers: Mapping[str, int]
    zeros: tuple[tuple[str, int], ...]
    helper: str | None = None

    def keeps(self, outcome: str) -> bool:
        """Tell whether a shot with this joint outcome is kept."""
        parts = dict(zip(self.registers, reversed(outcome.split(" ")), strict=True))
        return all(parts[name][-1 - index] == "0" for name, index in self.zeros)

    def select(self, joint: Mapping[str, int]) -> tuple[dict[str, int], float]:
        """Return the counts that are kept, and which fraction of all shots they are."""
        kept = {self.shown(one): times for one, times in joint.items() if self.keeps(one)}
        return kept, sum(kept.values()) / sum(joint.values())

    def shown(self, outcome: str) -> str:
        """Return a joint outcome without what was added to choose by."""
        if self.helper is None:
            return outcome
        parts = dict(zip(self.registers, reversed(outcome.split(" ")), strict=True))
        return " ".join(reversed([bits for name, bits in parts.items() if name != self.helper]))

    def select_each(self, outcomes: Sequence[str]) -> tuple[str, ...]:
        """Return the outcomes of the shots that are kept, in the order they happened."""
        return tuple(self.shown(outcome) for outcome in outcomes if self.keeps(outcome))

    def as_record(self) -> dict[str, Any]:
        """Return the same as what JSON can hold; ``PostSelection(**record)`` brings it back."""
        return {
            "registers": dict(self.registers),
            "zeros": [list(zero) for zero in self.zeros],
            "helper": self.helper,
        }


class Fitted(NamedTuple):
    """Hold what to run, what was done to the circuit, and which shots to keep (``None``: all)."""

    circuit: QuantumCircuit
    transformation: tuple[str, ...]
    post_selection: PostSelection | None


def fit(circuit: QuantumCircuit, capabilities: Capabilities, *, form: str | None = None) -> Fitted:
    """Choose the form in which a circuit runs on a device, and say what was done to it.

    Args:
        circuit: what is to run.
        capabilities: what the device can do.
        form: ``"native"``, ``"deferred"`` or ``"post-selected"``; ``None`` takes the first of
            these that the device can run. A circuit without control flow stays as it is unless
            ``"deferred"`` is asked for.

    Returns:
        The circuit to compile and run, words for ``Result.transformation``, and the choice of
        shots.

    Raises:
        NotRunnable: no form fits, or not the one asked for; the message says why.
        ValueError: there is no such form.

    Source:
        Principle of deferred measurement: Nielsen and Chuang (2000), section 4.4.

    Example:
        >>> from qinet_edu.circuits import teleport
        >>> simple = Capabilities(5, frozenset({"measure", "reset"}))
        >>> fit(teleport(), simple).transformation
        ('measurements deferred to the end: the device has no if_else',)
    """
    if form is not None and form not in FORMS:
        raise ValueError(
            f"There is no form {form!r} of a dynamic circuit; choose {_listed(FORMS)}."
        )
    lacks = sorted(_needs(circuit) - capabilities.operations)
    if form == "native" or (form is None and not lacks):
        if lacks:
            raise NotRunnable(
                f"Circuit {circuit.name!r} needs {', '.join(lacks)}, which this device does not "
                'have. Leave out options={"dynamic": "native"}.'
            )
        return Fitted(circuit, (), None)
    why = f": the device has no {', '.join(lacks)}" if form is None else ", as asked"
    reasons = []
    if form in (None, "deferred"):
        try:
            twin = defer(circuit)
        except NotDeferrable as reason:
            reasons.append(f"it cannot be deferred: {reason}")
        else:
            if capabilities.qubits is None or twin.num_qubits <= capabilities.qubits:
                return Fitted(twin, (DEFERRED + why,), None)
            reasons.append(f"deferred it needs {twin.num_qubits} qubits")
    if form in (None, "post-selected"):
        try:
            chosen, selection = post_selected(circuit)
        except NotRunnable as reason:
            reasons.append(str(reason))
        else:
            still = sorted(_needs(chosen) - capabilities.operations)
            if not still:
                return Fitted(chosen, (POST_SELECTED + why,), selection)
            reasons.append(f"post-selected it still needs {', '.join(still)}")
    told = f"This device has no {', '.join(lacks)}. " if lacks else ""
    raise NotRunnable(
        f"Circuit {circuit.name!r} does not run here. {told}{'; '.join(reasons).capitalize()}. "
        "Take a device that runs dynamic circuits, or a smaller circuit."
    )


def post_selected(circuit: QuantumCircuit) -> tuple[QuantumCircuit, PostSelection | None]:
    """Return a circuit without branches, and which of its shots stand for the dynamic one's.

    Every ``if_test`` is replaced by what it does when all bits it tests are 0. The shots in which
    they were 0 are those of the dynamic circuit in which they were 0, no more: a teleported state
    is the same in each branch, an outcome that a correction makes more likely is not.

    Returns:
        The circuit, and the choice; ``None`` in its place if there is nothing to choose by.

    Raises:
        NotRunnable: it holds loops, switches, or conditions that are expressions.

    Example:
        >>> from qinet_edu.circuits import teleport
        >>> chosen, selection = post_selected(teleport())
        >>> "if_else" in chosen.count_ops(), selection.zeros
        (False, (('alice', 0), ('message', 0)))
    """
    return _Chosen(circuit).built()


class _Chosen:
    """Walk the path a circuit takes when all bits that decide something are 0."""

    def __init__(self, circuit: QuantumCircuit) -> None:
        self.source = circuit
        self.steps: list[Step] = []
        self.written: dict[Clbit, int] = {}  # which step measured a bit last, so far
        self.decisive: dict[int, Clbit] = {}  # steps whose outcome must be 0

    def built(self) -> tuple[QuantumCircuit, PostSelection | None]:
        source = self.source
        self._walk(source, {q: q for q in source.qubits}, {bit: bit for bit in source.clbits})
        early = [step for step, bit in self.decisive.items() if self.written[bit] != step]
        built = source.copy_empty_like()
        taken = {register.name for register in source.cregs}
        helper = next(name for name in _names() if name not in taken)
        if early:
            built.add_register(ClassicalRegister(len(early), helper))
        place: dict[int, tuple[str, int]] = {}
        for number, (operation, qubits, clbits) in enumerate(self.steps):
            if number in early:
                place[number] = (helper, early.index(number))
                clbits = [built.cregs[-1][early.index(number)]]
            elif number in self.decisive:
                register, index = source.find_bit(self.decisive[number]).registers[0]
                place[number] = (register.name, index)
            built.append(operation, qubits, clbits)
        if not place:
            return built, None
        sizes = {register.name: register.size for register in built.cregs}
        zeros = tuple(sorted({*place.values()}))
        return built, PostSelection(sizes, zeros, helper if early else None)

    def _walk(
        self, block: QuantumCircuit, qubits: Mapping[Qubit, Qubit], bits: Mapping[Clbit, Clbit]
    ) -> None:
        for instruction in block.data:
            operation = instruction.operation
            targets = [qubits[qubit] for qubit in instruction.qubits]
            clbits = [bits[bit] for bit in instruction.clbits]
            if isinstance(operation, IfElseOp):
                for bit in _tested_bits(operation, bits):
                    if bit in self.written:  # one never measured is 0 anyway
                        self.decisive[self.written[bit]] = bit
                inside = operation.blocks[0 if int(operation.condition[1]) == 0 else 1 :][:1]
                for inner in inside:
                    self._walk(
                        inner,
                        dict(zip(inner.qubits, targets, strict=True)),
                        dict(zip(inner.clbits, clbits, strict=True)),
                    )
            elif isinstance(operation, ControlFlowOp) or operation.name == "store":
                raise NotRunnable(f"post-selection does not follow a {operation.name}")
            else:
                if operation.name == "measure":
                    self.written[clbits[0]] = len(self.steps)
                self.steps.append((operation, targets, clbits))


def _tested_bits(operation: IfElseOp, bits: Mapping[Clbit, Clbit]) -> list[Clbit]:
    if not isinstance(operation.condition, tuple):
        raise NotRunnable("post-selection does not follow a condition that is an expression")
    what = operation.condition[0]
    return [bits[bit] for bit in ([what] if isinstance(what, Clbit) else what)]


def _needs(circuit: QuantumCircuit) -> set[str]:
    """Name what a device must be able to do besides gates and a measurement at the end."""
    found: set[str] = set()
    for instruction in circuit.data:
        operation = instruction.operation
        if isinstance(operation, ControlFlowOp) or operation.name in ("reset", "store"):
            found.add(operation.name)
        for block in getattr(operation, "blocks", ()):
            found |= _needs(block)
    return found


def _names() -> Iterator[str]:
    yield HELPER
    yield from (f"{HELPER}{number}" for number in range(2, 1000))


def _listed(words: Sequence[str]) -> str:
    return ", ".join(map(repr, words))
