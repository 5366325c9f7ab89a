"""Which step of a circuit stands in which column, and what it says in words.

A circuit becomes a list of steps on rows (qubits, from the top). Steps are packed as a scheduler
would: each goes into the first column where all its rows are free.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from qinet_edu.draw import gates
from qinet_edu.draw.svg import text_width

ROW = 56.0
_GAP = 14.0


@dataclass(frozen=True)
class Row:
    """Name one wire: the party whose lane it lies in, and the qubit's own name."""

    party: str
    name: str


@dataclass(frozen=True)
class Block:
    """Hold the steps inside a box, and their place in it."""

    title: str
    steps: tuple["Step", ...]
    width: float


@dataclass(frozen=True)
class Step:
    """Hold one thing that happens.

    Attributes:
        kind: gate, swap, measure, reset, delay, barrier or block.
        rows: the qubits it acts on, controls first.
        text: what stands on it.
        words: the same as a sentence.
        controls: rows that control it, each with the value that lets it act.
        conditions: rows whose measured bit drives it, each with the value it waits for.
        note: small text under it; for a measurement the bit it writes.
        blocks: what is inside, for a condition.
        column: its place in time.
        width: its width in pixels.
    """

    kind: str
    rows: tuple[int, ...]
    text: str
    words: str
    controls: Mapping[int, int]
    conditions: Mapping[int, int]
    note: str = ""
    blocks: tuple[Block, ...] = ()
    column: int = 0
    width: float = 0.0

    @property
    def span(self) -> range:
        """Return every row it covers, wires it only crosses included."""
        touched = [*self.rows, *self.conditions]
        return range(min(touched), max(touched) + 1) if touched else range(0)


class Reader:
    """Turn a Qiskit circuit into steps, remembering which row wrote which bit."""

    def __init__(self, circuit: Any) -> None:
        self.rows: list[Row] = []
        self._row: dict[Any, int] = {}
        self._wrote: dict[Any, int] = {}
        self._bits: dict[Any, str] = {}
        for register in circuit.qregs:
            for index, qubit in enumerate(register):
                name = register.name if register.size == 1 else f"{register.name}[{index}]"
                if qubit not in self._row:
                    self._row[qubit] = len(self.rows)
                    self.rows.append(Row(register.name, name))
        for index, qubit in enumerate(circuit.qubits):
            if qubit not in self._row:
                self._row[qubit] = len(self.rows)
                self.rows.append(Row("qubits", f"qubit {index}"))
        for register in circuit.cregs:
            for index, bit in enumerate(register):
                self._bits[bit] = (
                    register.name if register.size == 1 else f"{register.name}[{index}]"
                )
        for index, bit in enumerate(circuit.clbits):
            self._bits.setdefault(bit, f"bit {index}")
        self.steps = self._read(circuit, self._row, {bit: bit for bit in circuit.clbits})

    def _read(self, circuit: Any, row: Mapping[Any, int], bit: Mapping[Any, Any]) -> list[Step]:
        steps = [
            self._step(
                item.operation,
                tuple(row[qubit] for qubit in item.qubits),
                tuple(bit[clbit] for clbit in item.clbits),
            )
            for item in circuit.data
        ]
        return pack([step for step in steps if step.rows], len(self.rows))

    def _named(self, rows: tuple[int, ...]) -> str:
        names = [self.rows[index].name for index in rows]
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"

    def _step(self, operation: Any, rows: tuple[int, ...], bits: tuple[Any, ...]) -> Step:
        where = self._named(rows) if rows else ""
        name = operation.name
        if name == "measure":
            (target,) = bits
            self._wrote[target] = rows[0]
            written = self._bits[target]
            return _sized(Step("measure", rows, "", f"measure {where} into bit {written}", {}, {},
                               note=written))  # fmt: skip
        if name == "if_else":
            return self._condition(operation, rows, bits)
        if name == "barrier":
            said = f"barrier across {where}" + (f" ({operation.label})" if operation.label else "")
            return _sized(Step("barrier", rows, operation.label or "", said, {}, {}))
        if name == "reset":
            return _sized(Step("reset", rows, "|0⟩", f"reset {where} to 0", {}, {}))
        if name == "delay":
            lasts = gates.duration(operation)
            return _sized(Step("delay", rows, lasts, f"{where} waits {lasts}", {}, {}))
        if name == "swap":
            return _sized(Step("swap", rows, "", f"swap {where}", {}, {}))
        count = getattr(operation, "num_ctrl_qubits", 0)
        if count and not operation.label:
            return self._controlled(operation, rows, count)
        return _sized(
            Step(
                "gate", rows, gates.label(operation), f"{gates.words(operation)} on {where}", {}, {}
            )
        )

    def _controlled(self, operation: Any, rows: tuple[int, ...], count: int) -> Step:
        state = int(operation.ctrl_state)
        controls = {row: state >> place & 1 for place, row in enumerate(rows[:count])}
        base, targets = operation.base_gate, rows[count:]
        if base.name == "x":
            text = "⊕"
        elif base.name == "z" and all(controls.values()):
            text = "●"
        elif base.name == "swap":
            text = "×"
        else:
            text = gates.label(base)
        called = {"⊕": "C" * count + "NOT", "●": "C" * count + "Z", "×": "controlled swap"}.get(
            text, f"controlled {gates.words(base)}"
        )
        when = "" if all(controls.values()) else " (hollow dots wait for 0)"
        verb = "controls" if count == 1 else "control"
        said = f"{called}: {self._named(rows[:count])} {verb} {self._named(targets)}{when}"
        kind = "swap" if text == "×" else "gate"
        return _sized(Step(kind, rows, text, said, controls, {}))

    def _condition(self, operation: Any, rows: tuple[int, ...], bits: tuple[Any, ...]) -> Step:
        wanted, title = self._wanted(operation.condition)
        blocks, said = [], []
        for number, body in enumerate(operation.blocks):
            inside = self._read(
                body,
                dict(zip(body.qubits, rows, strict=True)),
                dict(zip(body.clbits, bits, strict=True)),
            )
            heading = f"if {title}" if number == 0 else "else"
            width = max(sum(widths(inside)), text_width(heading, 11) + 4)
            blocks.append(Block(heading, tuple(inside), width))
            said.append(f"{heading}: {', then '.join(step.words for step in inside) or 'nothing'}")
        conditions = {
            self._wrote[bit]: value for bit, value in wanted.items() if bit in self._wrote
        }
        step = Step("block", rows, title, "; ".join(said), {}, conditions, blocks=tuple(blocks))
        return _sized(step)

    def _wanted(self, condition: Any) -> tuple[dict[Any, int], str]:
        """Return which bits a condition reads, the values it waits for, and it as text."""
        if isinstance(condition, tuple):
            target, value = condition
            if target in self._bits:
                return {target: int(value)}, f"{self._bits[target]} = {int(value)}"
            bits = {bit: int(value) >> place & 1 for place, bit in enumerate(target)}
            shown = f"{int(value)}" if target.size == 1 else f"{int(value):0{target.size}b}"
            return bits, f"{target.name} = {shown}"
        return self._values(condition, 1), self._expression(condition)

    def _values(self, node: Any, wanted: int) -> dict[Any, int]:
        """Return the bits an expression reads, and the value each must have to make it true."""
        kind = type(node).__name__
        if kind == "Var":
            bits = [node.var] if node.var in self._bits else _bits_of(node.var)
            return dict.fromkeys(bits, wanted)
        if kind == "Cast":
            return self._values(node.operand, wanted)
        if kind == "Unary":
            return self._values(node.operand, 1 - wanted)
        if kind == "Binary":
            value = type(node.right).__name__ == "Value" and node.op.name == "EQUAL"
            if value and type(node.left).__name__ == "Var" and node.left.var not in self._bits:
                number = int(node.right.value)
                bits = _bits_of(node.left.var)
                return {bit: number >> place & 1 for place, bit in enumerate(bits)}
            return {**self._values(node.left, wanted), **self._values(node.right, wanted)}
        return {}

    def _expression(self, node: Any) -> str:
        signs = {"BIT_AND": "and", "LOGIC_AND": "and", "BIT_OR": "or", "LOGIC_OR": "or",
                 "BIT_XOR": "xor", "EQUAL": "=", "NOT_EQUAL": "≠", "LESS": "<",
                 "LESS_EQUAL": "≤", "GREATER": ">", "GREATER_EQUAL": "≥"}  # fmt: skip
        kind = type(node).__name__
        if kind == "Var":
            return self._bits.get(node.var) or str(getattr(node.var, "name", node.name))
        if kind == "Value":
            return str(int(node.value))
        if kind == "Cast":
            return self._expression(node.operand)
        if kind == "Unary":
            return f"not {self._expression(node.operand)}"
        if kind == "Binary" and node.op.name in signs:
            left, right = self._expression(node.left), self._expression(node.right)
            return f"{left} {signs[node.op.name]} {right}"
        return "a condition"


def _bits_of(register: Any) -> list[Any]:
    try:
        return list(register)
    except TypeError:
        return []  # a classical variable: it is named in the text, and no wire carries it


def _sized(step: Step) -> Step:
    if step.kind == "block":
        width = sum(block.width for block in step.blocks) + 10 * (len(step.blocks) - 1) + 20
    elif step.kind == "barrier":
        width = 12.0
    elif step.kind == "measure":
        width = max(34.0, text_width(step.note, 10))
    elif step.text in ("⊕", "●", "×", ""):
        width = 26.0
    else:
        width = max(34.0, text_width(step.text, 13 if step.kind == "gate" else 11) + 14)
    return replace(step, width=width + _GAP)


def pack(steps: list[Step], rows: int) -> list[Step]:
    """Give every step the first column in which all its rows are free, in the order given.

    Example:
        >>> one = Step("gate", (0,), "H", "", {}, {})
        >>> [step.column for step in pack([one, replace(one, rows=(1,)), one], 2)]
        [0, 0, 1]
    """
    free = [0] * rows
    placed = []
    for step in steps:
        column = max(free[row] for row in step.span)
        for row in step.span:
            free[row] = column + 1
        placed.append(replace(step, column=column))
    return placed


def widths(steps: list[Step]) -> list[float]:
    """Return the width of every column: that of its widest step."""
    columns = [0.0] * (1 + max((step.column for step in steps), default=-1))
    for step in steps:
        columns[step.column] = max(columns[step.column], step.width)
    return columns
