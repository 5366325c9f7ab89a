"""A circuit as an answer: it travels as QPY, and only plain gates are let in."""

import base64
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from qiskit import QuantumCircuit, qpy
from qiskit.circuit.library import get_standard_gate_name_mapping

from qinet_edu.check.answers import LARGEST_TEXT, Refused, called

QPY_VERSIONS = range(13, 19)  # before 13, loading could run code (CVE-2025-2000)
CLASSICAL = {"if_else", "measure", "reset"}
NOT_GATES = {"barrier", "delay", *CLASSICAL}


@dataclass(frozen=True)
class Circuit:
    """Ask for a circuit; it travels as QPY and is judged by what it does.

    Attributes:
        qubits: how many it has.
        measured: whether it may measure.
        most_gates: a limit that no sensible answer meets.

    Example:
        >>> sent = Circuit(qubits=1).export(QuantumCircuit(1))
        >>> Circuit(qubits=1).read(sent) == QuantumCircuit(1)
        True
    """

    qubits: int
    measured: bool = False
    most_gates: int = 2000

    def export(self, value: Any, arguments: tuple[tuple[Any, ...], ...] = ()) -> Any:
        """Write a circuit as QPY in base 64."""
        if not isinstance(value, QuantumCircuit):
            raise Refused(f"This exercise asks for a QuantumCircuit, not {called(value)}.")
        stream = io.BytesIO()
        qpy.dump(value, stream)
        return {"qpy": base64.b64encode(stream.getvalue()).decode()}

    def read(self, data: Any, arguments: tuple[tuple[Any, ...], ...] = ()) -> QuantumCircuit:
        """Load a circuit made of standard gates only."""
        text = data.get("qpy") if isinstance(data, dict) else None
        if not isinstance(text, str) or len(text) > LARGEST_TEXT:
            raise Refused("The circuit is too large, or is no circuit.")
        raw = base64.b64decode(text, validate=True)
        if raw[:6] != b"QISKIT" or raw[6] not in QPY_VERSIONS:
            raise Refused("The circuit was written by a version of Qiskit this course cannot read.")
        loaded = qpy.load(io.BytesIO(raw))
        if len(loaded) != 1:
            raise Refused("Hand in one circuit.")
        self._examine(loaded[0])
        return loaded[0]

    def _examine(self, circuit: QuantumCircuit) -> None:
        if circuit.num_qubits != self.qubits:
            raise Refused(
                f"The circuit has {circuit.num_qubits} qubits; the exercise asks for {self.qubits}."
            )
        if circuit.parameters:
            raise Refused("The circuit has free parameters; give them values.")
        if not math.isfinite(circuit.global_phase):
            raise Refused("The global phase is infinite, or not a number; leave it out.")
        standard = get_standard_gate_name_mapping()
        for number, operation in enumerate(_operations(circuit)):
            name = operation.name
            if number >= self.most_gates:
                raise Refused(f"The circuit has over {self.most_gates} gates; far fewer will do.")
            if name in CLASSICAL and not self.measured:
                raise Refused("Leave the measurement out: the checker measures for you.")
            angles = (angle for angle in operation.params if isinstance(angle, (int, float)))
            if not all(map(math.isfinite, angles)):
                raise Refused(f"An angle of {name!r} is infinite, or not a number.")
            if name in NOT_GATES:
                continue
            # A gate of one's own may bear any name: what counts is what it is.
            if name not in standard or standard[name].base_class is not operation.base_class:
                raise Refused(
                    f"The circuit holds {name!r}. Build it from gates such as h, x, ry, rz and cx."
                )


def _operations(circuit: QuantumCircuit) -> Iterator[Any]:
    """Yield every operation of a circuit, those within branches too."""
    for step in circuit.data:
        yield step.operation
        for block in getattr(step.operation, "blocks", ()):
            yield from _operations(block)
