"""Kinds of answers: how each leaves a notebook as data, and what is refused on arrival.

``export`` runs beside the student's code and turns a value into JSON; ``read`` runs elsewhere,
trusts nothing, and turns the JSON into a value again.
"""

import base64
import io
import math
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Protocol

from qiskit import QuantumCircuit, qpy
from qiskit.circuit.library import get_standard_gate_name_mapping

from qinet_edu.check.verdict import Verdict

LARGEST_TEXT = 350_000
QPY_VERSIONS = range(13, 19)  # before 13, loading could run code (CVE-2025-2000)
CLASSICAL = {"if_else", "measure", "reset"}
NOT_GATES = {"barrier", "delay", *CLASSICAL}


class Refused(ValueError):
    """An answer is not of the kind asked for; the message says what to hand in instead."""


class Kind(Protocol):
    """Say how one kind of answer travels."""

    def export(self, value: Any, arguments: tuple[tuple[Any, ...], ...] = ()) -> Any:
        """Turn a student's value into JSON."""

    def read(self, data: Any, arguments: tuple[tuple[Any, ...], ...] = ()) -> Any:
        """Turn JSON that may come from anybody into a value a judge can trust."""


def is_unanswered(value: Any) -> bool:
    """Tell whether a value is what the stub leaves: None or ``...``.

    Example:
        >>> is_unanswered(...), is_unanswered(0)
        (True, False)
    """
    return value is None or value is ...


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
            raise Refused(f"This exercise asks for a QuantumCircuit, not {_called(value)}.")
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
        standard = get_standard_gate_name_mapping()
        for number, operation in enumerate(_operations(circuit)):
            name = operation.name
            if number >= self.most_gates:
                raise Refused(f"The circuit has over {self.most_gates} gates; far fewer will do.")
            if name in CLASSICAL and not self.measured:
                raise Refused("Leave the measurement out: the checker measures for you.")
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


@dataclass(frozen=True)
class Numbers:
    """Ask for one real number, or for ``count`` of them.

    Example:
        >>> Numbers().read(Numbers().export(9604)), Numbers(2).read([1, 2.5])
        (9604.0, (1.0, 2.5))
    """

    count: int | None = None

    def export(self, value: Any, arguments: tuple[tuple[Any, ...], ...] = ()) -> Any:
        """Write numbers; anything that converts to a float is one."""
        try:
            if self.count is None:
                return float(value)
            return [float(number) for number in value]
        except (TypeError, ValueError, OverflowError):
            raise Refused(f"{self._asked()}, not {_called(value)}.") from None

    def read(self, data: Any, arguments: tuple[tuple[Any, ...], ...] = ()) -> Any:
        """Check that numbers are finite and as many as asked for."""
        numbers = [data] if self.count is None else data
        if (
            not isinstance(numbers, list)
            or len(numbers) != (self.count or 1)
            or not all(isinstance(n, (int, float)) and not isinstance(n, bool) for n in numbers)
        ):
            raise Refused(f"{self._asked()}.")
        if not all(abs(n) <= 1e300 and math.isfinite(n) for n in numbers):
            raise Refused("A number is infinite, or not a number: look for a division by zero.")
        return float(data) if self.count is None else tuple(map(float, numbers))

    def _asked(self) -> str:
        many = "one number" if self.count is None else f"{self.count} numbers"
        return f"This exercise asks for {many}"


@dataclass(frozen=True)
class Bits:
    """Ask for a string of bits; spaces between registers are welcome and not needed.

    Example:
        >>> Bits(3).read(Bits(3).export("0 11"))
        '011'
    """

    count: int

    def export(self, value: Any, arguments: tuple[tuple[Any, ...], ...] = ()) -> Any:
        """Write a bit string."""
        if not isinstance(value, str):
            raise Refused(f'Write the bits in quotation marks, like "01"; not {_called(value)}.')
        return value

    def read(self, data: Any, arguments: tuple[tuple[Any, ...], ...] = ()) -> str:
        """Check that a string holds as many zeros and ones as asked for."""
        if not isinstance(data, str) or len(data) > LARGEST_TEXT:
            raise Refused("This exercise asks for a string of bits.")
        bits = re.sub(r"\s", "", data)
        if not re.fullmatch("[01]*", bits) or len(bits) != self.count:
            raise Refused(f"This exercise asks for {self.count} bits, each 0 or 1.")
        return bits


@dataclass(frozen=True)
class Choices:
    """Ask for a set of choices among some words.

    Example:
        >>> sorted(Choices(("a", "b", "c")).read(["c", "a"]))
        ['a', 'c']
    """

    among: tuple[str, ...]

    def export(self, value: Any, arguments: tuple[tuple[Any, ...], ...] = ()) -> Any:
        """Write a set, a list or a single word as a sorted list."""
        words = {value} if isinstance(value, str) else value
        if not isinstance(words, (set, frozenset, list, tuple)):
            raise Refused(f"Write your choices as a set, like {{{self.among[0]!r}}}.")
        return sorted({str(word) for word in words})

    def read(self, data: Any, arguments: tuple[tuple[Any, ...], ...] = ()) -> frozenset[str]:
        """Check that every choice is one of those offered."""
        if not isinstance(data, list) or not all(isinstance(word, str) for word in data):
            raise Refused("This exercise asks for a set of words.")
        for word in data:
            if word not in self.among:
                raise Refused(f"{word[:40]!r} is no choice; there are {', '.join(self.among)}.")
        return frozenset(data)


@dataclass(frozen=True)
class Data:
    """Ask for data: lists and dictionaries of numbers and words, such as a table or a plot.

    Example:
        >>> Data().read(Data().export({"x": [1, 2], "y": [0.5, 0.25]}))
        {'x': [1, 2], 'y': [0.5, 0.25]}
    """

    largest: int = 20_000

    def export(self, value: Any, arguments: tuple[tuple[Any, ...], ...] = ()) -> Any:
        """Write nested data; arrays become lists."""
        if hasattr(value, "tolist"):
            value = value.tolist()
        if isinstance(value, dict):
            return {str(key): self.export(entry) for key, entry in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.export(entry) for entry in value]
        if isinstance(value, (str, int, float)):
            return value
        raise Refused(f"Use lists, dictionaries, numbers and words; not {_called(value)}.")

    def read(self, data: Any, arguments: tuple[tuple[Any, ...], ...] = ()) -> Any:
        """Check the size of nested data, and that its numbers are finite."""
        pending, seen = [data], 0
        while pending:
            entry = pending.pop()
            seen += 1
            if seen > self.largest or (isinstance(entry, str) and len(entry) > LARGEST_TEXT):
                raise Refused("There is far more data than the exercise asks for.")
            if isinstance(entry, dict):
                pending += entry.values()
            elif isinstance(entry, list):
                pending += entry
            elif isinstance(entry, (int, float)) and not math.isfinite(entry):
                raise Refused("A number is infinite, or not a number: look for a division by zero.")
        return data


@dataclass(frozen=True)
class Call:
    """Hold one call of a student's function: what went in, and what came out or went wrong."""

    arguments: tuple[Any, ...]
    value: Any = None
    error: str | None = None


@dataclass(frozen=True)
class Function:
    """Ask for a function; it is called with arguments it has not seen, and its values travel.

    Attributes:
        returns: the kind of value it must return.
        describe: puts the arguments of a call into words, for messages.

    Example:
        >>> double = Function(returns=Numbers())
        >>> sent = double.export(lambda x: 2 * x, ((1,), (2.5,)))
        >>> [call.value for call in double.read(sent, ((1,), (2.5,)))]
        [2.0, 5.0]
    """

    returns: Kind
    describe: Callable[..., str] = lambda *arguments: ", ".join(map(repr, arguments))

    def export(self, value: Any, arguments: tuple[tuple[Any, ...], ...] = ()) -> Any:
        """Call a function with each of the arguments and write what it returns or raises."""
        if not callable(value):
            raise Refused(f"This exercise asks for a function, not {_called(value)}.")
        calls: list[Any] = []
        for given in arguments:
            try:
                returned = value(*deepcopy(given))  # theirs to change
                calls.append(
                    None if is_unanswered(returned) else {"value": self.returns.export(returned)}
                )
            except Refused as refusal:
                calls.append({"error": str(refusal)})
            except Exception as error:
                calls.append({"error": f"it raised {type(error).__name__}: {error}"[:300]})
        return None if all(call is None for call in calls) else calls

    def read(self, data: Any, arguments: tuple[tuple[Any, ...], ...] = ()) -> tuple[Call, ...]:
        """Check the value of every call."""
        if not isinstance(data, list) or len(data) != len(arguments):
            raise Refused("The function was not called as often as it should have been.")
        calls = []
        for given, outcome in zip(arguments, data, strict=True):
            error, value = None, None
            try:
                if not isinstance(outcome, dict):
                    raise Refused("it returned nothing")
                if "error" in outcome:
                    raise Refused(str(outcome["error"])[:300])
                value = self.returns.read(outcome.get("value"))
            except Refused as refusal:
                error = str(refusal)
            calls.append(Call(given, value, error))
        return tuple(calls)

    def first_failure(self, calls: tuple[Call, ...]) -> Verdict | None:
        """Return the verdict on the first call that returned nothing usable, if any."""
        for call in calls:
            if call.error is not None:
                given = self.describe(*call.arguments)
                return Verdict.wrong(f"Called with {given}, your function failed: {call.error}")
        return None


def _called(value: Any) -> str:
    """Say what something is, in a few words."""
    shown = repr(value)
    return f"{shown if len(shown) <= 40 else shown[:37] + '…'} ({type(value).__name__})"
