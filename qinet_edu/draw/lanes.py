"""Circuits in lanes by party: the picture network people know from protocol charts."""

from itertools import groupby
from typing import Any

from qinet_edu.draw import palette, symbols
from qinet_edu.draw.layout import ROW, Reader, Row, widths
from qinet_edu.draw.picture import Picture
from qinet_edu.draw.svg import Drawing, text_width

WIDEST = 860.0
_LANE_GAP = 8.0
_MARGIN = 14.0


def circuit(circuit: Any) -> Picture:
    """Draw a circuit in lanes: one band for each quantum register, named for who holds it.

    Time runs from left to right. A solid line is a qubit, a dashed double line the bit a
    measurement left; it leads to the box that waits for it. Long circuits go on in a new row.

    Args:
        circuit: a ``QuantumCircuit``.

    Returns:
        The picture; its words list every step; its numbers are ``qubits``, ``steps``, ``columns``
        and ``lanes``.

    Raises:
        TypeError: this is no circuit.
        ValueError: the circuit has no qubit.

    Example:
        >>> from qiskit import QuantumCircuit, QuantumRegister
        >>> pair = QuantumCircuit(QuantumRegister(1, "alice"), QuantumRegister(1, "bob"))
        >>> _ = pair.h(0), pair.cx(0, 1)
        >>> draw_lanes = globals()["circuit"]
        >>> print(draw_lanes(pair).alt)
        Circuit with 2 qubits in 2 lanes: alice, bob. Step 1: Hadamard on alice. Step 2: CNOT: \
alice controls bob.
    """
    from qiskit import QuantumCircuit

    if not isinstance(circuit, QuantumCircuit):
        raise TypeError(
            f"draw.circuit draws a QuantumCircuit; this is a {type(circuit).__name__}. "
            "Give the circuit itself, not its result or a list of circuits."
        )
    if not circuit.num_qubits:
        raise ValueError("This circuit has no qubit, so there is nothing to draw.")
    reader = Reader(circuit)
    lanes = [(party, len(list(rows))) for party, rows in groupby(row.party for row in reader.rows)]
    alt = _alt(reader, [party for party, _ in lanes])
    columns = widths(reader.steps)
    label = max(text_width(row.name, 13) for row in reader.rows) + 26
    start = _MARGIN + label + 10
    chunks = _wrap(columns, WIDEST - start - _MARGIN)
    across = max((sum(columns[low:high]) for low, high in chunks), default=0)
    ys, deep = _heights(reader.rows)
    drawing = Drawing(max(start + across + 30 + _MARGIN, 240), len(chunks) * (deep + 16) + 12)
    roles = palette.parties([party for party, _ in lanes])
    for number, (low, high) in enumerate(chunks):
        top = 14 + number * (deep + 16)
        page = symbols.Page(
            drawing,
            [top + y for y in ys],
            [roles[row.party] for row in reader.rows],
            reader.steps,
        )
        end = start + across + 22
        _bands(page, reader.rows, lanes, roles, right=end + 8)
        xs, x = {}, start
        for column in range(low, high):
            xs[column] = (x, columns[column])
            x += columns[column]
        symbols.wires(page, xs, low, high, start - 10, end)
        for step in reader.steps:
            if low <= step.column < high:
                symbols.draw(page, step, *xs[step.column])
        if number + 1 < len(chunks):
            drawing.text(end + 5, top + deep - 2, "↩", size=13, anchor="end", fill="muted")
    numbers = {
        "qubits": len(reader.rows), "steps": len(reader.steps),
        "columns": len(columns), "lanes": len(lanes),
    }  # fmt: skip
    return Picture(drawing.render(alt), alt, numbers)


def _alt(reader: Reader, parties: list[str]) -> str:
    count = len(reader.rows)
    said = [
        f"Circuit with {count} qubit{'s' * (count != 1)} in {len(parties)} "
        f"lane{'s' * (len(parties) != 1)}: {', '.join(parties)}."
    ]
    said += [f"Step {n}: {step.words}." for n, step in enumerate(reader.steps, start=1)]
    return " ".join(said if reader.steps else [*said, "Nothing happens yet."])


def _wrap(columns: list[float], room: float) -> list[tuple[int, int]]:
    """Cut the columns into rows that fit, each from one column up to another."""
    chunks, low, used = [], 0, 0.0
    for column, width in enumerate(columns):
        if used + width > room and column > low:
            chunks.append((low, column))
            low, used = column, 0.0
        used += width
    return [*chunks, (low, len(columns))]


def _heights(rows: list[Row]) -> tuple[list[float], float]:
    ys, y = [], 0.0
    for index, row in enumerate(rows):
        if index and row.party != rows[index - 1].party:
            y += _LANE_GAP
        ys.append(y + ROW / 2)
        y += ROW
    return ys, y


def _bands(
    page: symbols.Page, rows: list[Row], lanes: list[tuple[str, int]],
    roles: dict[str, str], *, right: float,
) -> None:  # fmt: skip
    """Draw each party's band, with its name at the left in its colour."""
    first = 0
    for party, count in lanes:
        top = page.ys[first] - ROW / 2
        role = roles[party]
        page.drawing.rect(_MARGIN, top, right - _MARGIN, ROW * count, fill=role, rx=6,
                          fill_opacity=0.08)  # fmt: skip
        page.drawing.rect(_MARGIN, top, 5, ROW * count, fill=role, rx=2)
        for index in range(first, first + count):
            page.drawing.text(_MARGIN + 14, page.ys[index] + 5, rows[index].name, fill=role,
                              bold=True)  # fmt: skip
        first += count
