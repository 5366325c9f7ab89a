"""Everything a quantum computer's service would refuse, found before anything is sent.

IBM's client of 2026 checks little: a circuit that measures nothing is run, paid for, and then lost
to a bare StopIteration. A refusal here costs nothing and says what to change.
"""

from collections.abc import Iterator, Mapping, Sequence
from keyword import iskeyword
from math import ceil, pi
from typing import Any

from qiskit import QuantumCircuit
from qiskit.circuit import ClassicalRegister, Clbit, ControlFlowOp, IfElseOp
from qiskit.circuit.classical import expr
from qiskit.transpiler import Target

# Source: IBM Quantum documentation, "Execute dynamic circuits" and "Job limits" (2026).
MOST_OPERAND_BITS = 32
MOST_EXECUTIONS = 5_000_000
# "Approximately 300 broadcasts of 60 bits, or 2400 of one bit": both are 2400 pieces of 8 bits.
MOST_BROADCASTS, BITS_AT_ONCE = 2400, 8

DEFERRED = 'or run it with options={"dynamic": "deferred"}'
IN_ORDER_TO = {
    "for_loop": "Write its rounds out one after the other",
    "while_loop": "Write a fixed number of rounds out one after the other",
    "switch_case": "Write one if_test for each case",
}


class NotRunnable(ValueError):
    """A device or simulator would refuse this circuit; the message says what to change."""


def refuse(
    circuits: Sequence[QuantumCircuit],
    target: Target,
    *,
    options: Mapping[str, Any] | None = None,
    shots: int = 1,
) -> None:
    """Refuse a job that a device would refuse: compiled circuits, and what goes with them.

    Args:
        circuits: what is to be sent, compiled for the device, all of it in one job.
        target: what the device can do.
        options: what is asked of the service besides: ``dynamical_decoupling``, ``twirling``.
        shots: how often each circuit is to be run.

    Raises:
        NotRunnable: something would be refused; the first thing found, and what to change.

    Example:
        >>> from qiskit.providers.fake_provider import GenericBackendV2
        >>> bare = QuantumCircuit(1)
        >>> refuse([bare], GenericBackendV2(2, seed=1).target)
        Traceback (most recent call last):
        qinet_edu.execution.refusals.NotRunnable: Circuit ... measures nothing, ...
    """
    refuse_form(circuits, options=options, shots=shots)
    for circuit in circuits:
        _check_place(circuit, target)


def refuse_form(
    circuits: Sequence[QuantumCircuit],
    *,
    options: Mapping[str, Any] | None = None,
    shots: int = 1,
) -> None:
    """Refuse what no device would take, whatever it is compiled for: before compiling.

    Raises:
        NotRunnable: as :func:`refuse`.

    Example:
        >>> fine = QuantumCircuit(1, 1)
        >>> _ = fine.measure(0, 0)
        >>> refuse_form([fine], shots=1024)
        >>> refuse_form([fine, fine], shots=4_000_000)
        Traceback (most recent call last):
        qinet_edu.execution.refusals.NotRunnable: 2 circuits of 4000000 shots are 8000000 ...
    """
    for circuit in circuits:
        _check_open(circuit)
        _check_registers(circuit)
        _check_branches(circuit)
    _check_options(circuits, options or {})
    pieces = sum(ceil(bits / BITS_AT_ONCE) for one in circuits for bits in broadcasts(one))
    if pieces > MOST_BROADCASTS:
        raise NotRunnable(
            f"The if_tests of this job hand {pieces} pieces of up to {BITS_AT_ONCE} bits to the "
            f"control electronics, which have room for {MOST_BROADCASTS}. Send fewer circuits in "
            "one job, or test fewer bits."
        )
    if len(circuits) * shots > MOST_EXECUTIONS:
        raise NotRunnable(
            f"{len(circuits)} circuits of {shots} shots are {len(circuits) * shots} executions; "
            f"one job may have {MOST_EXECUTIONS}. Take at most "
            f"{MOST_EXECUTIONS // len(circuits)} shots, or send the circuits in several runs."
        )


def broadcasts(circuit: QuantumCircuit) -> Iterator[int]:
    """Yield how many bits each ``if_test`` hands on that was not handed on already.

    Example:
        >>> circuit = QuantumCircuit(1, 3)
        >>> for value in (1, 3):
        ...     with circuit.if_test((circuit.cregs[0], value)):
        ...         _ = circuit.x(0)
        >>> [*broadcasts(circuit)]
        [3]
    """
    known: set[frozenset[Clbit]] = set()
    for instruction in circuit.data:
        if isinstance(instruction.operation, IfElseOp):
            bits = frozenset(_tested(instruction.operation))
            if bits not in known:
                known.add(bits)
                yield len(bits)
        else:  # what is written anew must be handed on anew
            written = set(instruction.clbits)
            known = {bits for bits in known if bits.isdisjoint(written)}


def _check_open(circuit: QuantumCircuit) -> None:
    if circuit.parameters:
        names = ", ".join(parameter.name for parameter in circuit.parameters)
        raise NotRunnable(
            f"{_label(circuit)} has no value for {names} yet. Give them with assign_parameters."
        )
    if not any(operation.name.startswith("measure") for operation in _operations(circuit)):
        raise NotRunnable(
            f"{_label(circuit)} measures nothing, and the time it takes would be charged all the "
            "same. Try circuits.measure(circuit)."
        )


def _check_registers(circuit: QuantumCircuit) -> None:
    for register in circuit.cregs:
        if not register.name.isidentifier() or iskeyword(register.name):
            raise NotRunnable(
                f"{_label(circuit)} has a classical register named {register.name!r}, by which no "
                "result can be read. Use letters, digits and _, a letter first, and no word of "
                'Python\'s own, for example "alice".'
            )


def _check_branches(circuit: QuantumCircuit) -> None:
    for instruction in circuit.data:
        operation = instruction.operation
        if not isinstance(operation, ControlFlowOp):
            continue
        if not isinstance(operation, IfElseOp):
            name = operation.name
            todo = IN_ORDER_TO.get(name, "Write its instructions without it")
            raise NotRunnable(
                f"{_label(circuit)} holds a {name}; of all control flow the devices know only "
                f"if_test. {todo}."
            )
        wide = _operand_bits(operation)
        if wide > MOST_OPERAND_BITS:
            raise NotRunnable(
                f"{_label(circuit)} tests {wide} bits at once in an if_test; a device compares up "
                f"to {MOST_OPERAND_BITS}. Test single bits, or registers of up to "
                f"{MOST_OPERAND_BITS} bits."
            )
        for block in operation.blocks:
            for inner in block.data:
                if isinstance(inner.operation, ControlFlowOp):
                    raise NotRunnable(
                        f"{_label(circuit)} has control flow inside an if_test, which devices do "
                        "not run. Test both bits in one condition, as one register, "
                        f"{DEFERRED}."
                    )
                if inner.name == "reset" or inner.name.startswith("measure"):
                    raise NotRunnable(
                        f"{_label(circuit)} has a {inner.name} inside an if_test, which devices "
                        "do not run. Do it before or after the if_test, on every run."
                    )


def _check_options(circuits: Sequence[QuantumCircuit], options: Mapping[str, Any]) -> None:
    asked = [name for name in ("dynamical_decoupling", "twirling") if _is_on(options.get(name))]
    if not asked:
        return
    for circuit in circuits:
        if any(isinstance(step.operation, ControlFlowOp) for step in circuit.data):
            raise NotRunnable(
                f"{_label(circuit)} holds an if_test, with which the service does no "
                f"{' and no '.join(asked)}. Leave the option out, {DEFERRED}."
            )


def _check_place(circuit: QuantumCircuit, target: Target) -> None:
    """Refuse what does not fit this device."""
    there = target.num_qubits
    if there is not None and circuit.num_qubits > there:
        raise NotRunnable(
            f"{_label(circuit)} needs {circuit.num_qubits} qubits; this device has {there}. Take "
            "a wider device or fewer qubits."
        )
    _check_isa(circuit, circuit, target, [*range(circuit.num_qubits)])


def _check_isa(
    whole: QuantumCircuit, block: QuantumCircuit, target: Target, places: Sequence[int]
) -> None:
    where = dict(zip(block.qubits, places, strict=True))
    for instruction in block.data:
        name, operation = instruction.name, instruction.operation
        at = tuple(where[qubit] for qubit in instruction.qubits)
        if isinstance(operation, IfElseOp):
            if name not in target.operation_names:
                raise NotRunnable(
                    f"{_label(whole)} holds an if_test, which this device does not know. Take "
                    f"another device, {DEFERRED}."
                )
            for inner in operation.blocks:
                _check_isa(whole, inner, target, at)
        elif name not in ("barrier", "store") and not target.instruction_supported(name, at):
            raise NotRunnable(
                f"{_label(whole)} applies {name!r} to qubit {', '.join(map(str, at))}, which this "
                "device cannot do as it stands. Give the circuit uncompiled: run compiles it."
            )
        elif name == "rzz" and not 0 <= float(operation.params[0]) <= pi / 2:
            raise NotRunnable(
                f"{_label(whole)} has an rzz of angle {float(operation.params[0]):.4g}; devices "
                "take 0 to π/2. Give the circuit uncompiled: run compiles it."
            )


def _tested(operation: IfElseOp) -> list[Clbit]:
    """List the bits that a condition reads."""
    condition = operation.condition
    if isinstance(condition, tuple):
        read = [condition[0]]
    else:  # a variable of another kind is held by the control electronics already
        read = [variable.var for variable in expr.iter_vars(condition)]
    bits: list[Clbit] = []
    for what in read:
        if isinstance(what, Clbit):
            bits.append(what)
        elif isinstance(what, ClassicalRegister):
            bits.extend(what)
    return bits


def _operand_bits(operation: IfElseOp) -> int:
    """Return how many bits the widest operand of a condition has."""
    if isinstance(operation.condition, tuple):
        return len(_tested(operation))
    read = expr.iter_vars(operation.condition)
    return max((getattr(variable.type, "width", 1) for variable in read), default=0)


def _operations(circuit: QuantumCircuit) -> Iterator[Any]:
    """Yield every operation, those inside branches too."""
    for instruction in circuit.data:
        yield instruction.operation
        for block in getattr(instruction.operation, "blocks", ()):
            yield from _operations(block)


def _is_on(asked: Any) -> bool:
    """Tell whether an option is switched on, given as a truth value or as IBM's own switches."""
    if isinstance(asked, Mapping):
        return any(bool(asked.get(key)) for key in ("enable", "enable_gates", "enable_measure"))
    return bool(asked)


def _label(circuit: QuantumCircuit) -> str:
    return f"Circuit {circuit.name!r}"
