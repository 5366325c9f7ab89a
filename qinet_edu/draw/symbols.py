"""The signs of a circuit: wires, boxes, dots, meters and the lines that carry bits."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from qinet_edu.draw.layout import ROW, Block, Step, widths
from qinet_edu.draw.palette import CHANNELS
from qinet_edu.draw.svg import Drawing, number

_BOX = 32.0
_BIT_DASH = CHANNELS["classical"].dash
_PAIR = (-2.0, 2.0)


@dataclass(frozen=True)
class Page:
    """Say where the wires lie and whose they are."""

    drawing: Drawing
    ys: list[float]
    roles: list[str]
    steps: list[Step]
    box: float = _BOX


def wires(
    page: Page, xs: Mapping[int, tuple[float, float]],
    low: int, high: int, left: float, right: float,
) -> None:  # fmt: skip
    """Draw every wire of this row of columns: solid for a qubit, double and dashed for a bit."""
    for row in range(len(page.ys)):
        for start, end, bit in _stretches(row, page.steps, xs, low, high, left, right):
            if bit:
                bits(page.drawing, start, page.ys[row], end, page.ys[row])
            else:
                page.drawing.line(
                    start, page.ys[row], end, page.ys[row], stroke=page.roles[row], width=2
                )


def _stretches(
    row: int, steps: list[Step], xs: Mapping[int, tuple[float, float]],
    low: int, high: int, left: float, right: float,
) -> list[tuple[float, float, bool]]:  # fmt: skip
    """Cut one wire where it turns from qubit to bit (measured) or back (reset)."""
    bit, at, found = False, left, []
    for step in sorted(steps, key=lambda step: step.column):
        if row not in step.rows or step.column >= high:
            continue
        after = is_bit_after(row, step, steps, before=bit)
        if after != bit and step.column >= low:
            x, width = xs[step.column]
            found.append((at, x + width / 2, bit))
            at = x + width / 2
        bit = after
    return [*found, (at, right, bit)]


def is_bit_after(row: int, step: Step, steps: list[Step], *, before: bool) -> bool:
    """Return whether a wire carries only a bit after a step.

    A measured qubit that is used again keeps its solid line: it still exists.
    """
    if step.kind in ("barrier", "delay"):
        return before
    if step.kind != "measure":
        return False
    later = [s for s in steps if row in s.rows and s.column > step.column and s.kind != "barrier"]
    return not later or later[0].kind in ("reset", "measure")


def carries_bit(row: int, step: Step, steps: list[Step]) -> bool:
    """Return whether a wire is a bit where a step stands, so that a line can start from it."""
    bit = False
    for earlier in sorted(steps, key=lambda one: one.column):
        if row in earlier.rows and earlier.column < step.column:
            bit = is_bit_after(row, earlier, steps, before=bit)
    return bit


def bits(drawing: Drawing, x1: float, y1: float, x2: float, y2: float) -> None:
    """Draw the dashed double line of a classical channel."""
    for shift in _PAIR:
        dx, dy = (0.0, shift) if y1 == y2 else (shift, 0.0)
        drawing.line(x1 + dx, y1 + dy, x2 + dx, y2 + dy, stroke="classical", dash=_BIT_DASH)


def draw(page: Page, step: Step, x: float, width: float) -> None:
    """Draw one step in its column."""
    middle = x + width / 2
    if step.kind == "block":
        _condition(page, step, middle)
    elif step.kind == "measure":
        _meter(page, step, middle)
    elif step.kind == "barrier":
        _barrier(page, step, middle)
    elif step.kind == "swap":
        _swap(page, step, middle)
    elif step.controls:
        _controlled(page, step, middle)
    else:
        _box(page, step.rows, step, middle)


def _box(page: Page, rows: tuple[int, ...], step: Step, middle: float) -> None:
    """Draw a labelled box over its rows; a wire it only crosses passes on top, dashed."""
    drawing, role = page.drawing, page.roles[rows[0]]
    top, bottom = page.ys[min(rows)] - page.box / 2, page.ys[max(rows)] + page.box / 2
    width = max(34.0, step.width - 14)
    small = step.kind == "delay"
    drawing.rect(middle - width / 2, top, width, bottom - top, fill="card", stroke=role, rx=4,
                 stroke_width=1.75, stroke_dasharray="2 3" if small else None)  # fmt: skip
    for row in range(min(rows), max(rows) + 1):
        if row not in rows:
            y = page.ys[row]
            drawing.line(middle - width / 2, y, middle + width / 2, y, stroke=page.roles[row],
                         dash="3 3")  # fmt: skip
    size = 11 if small else 13
    whole = len(rows) == max(rows) - min(rows) + 1
    y = (top + bottom) / 2 if whole else page.ys[min(rows)]
    drawing.text(middle, y + size * 0.37, step.text, size=size, anchor="middle",
                 bold=not small)  # fmt: skip


def _controlled(page: Page, step: Step, middle: float) -> None:
    drawing = page.drawing
    targets = tuple(row for row in step.rows if row not in step.controls)
    role = page.roles[step.rows[0]]
    drawing.line(middle, page.ys[min(step.rows)], middle, page.ys[max(step.rows)], stroke=role,
                 width=2)  # fmt: skip
    for row, value in step.controls.items():
        _dot(drawing, middle, page.ys[row], role, value)
    if step.text == "⊕":
        for row in targets:
            _plus(drawing, middle, page.ys[row], role)
    elif step.text == "●":
        for row in targets:
            _dot(drawing, middle, page.ys[row], role, 1)
    else:
        _box(page, targets, step, middle)


def _dot(drawing: Drawing, x: float, y: float, role: str, value: int) -> None:
    drawing.circle(x, y, 5.5, fill=role if value else "card", stroke=role, stroke_width=2)


def _plus(drawing: Drawing, x: float, y: float, role: str) -> None:
    drawing.circle(x, y, 12, fill="card", stroke=role, stroke_width=2)
    drawing.line(x - 12, y, x + 12, y, stroke=role, width=2)
    drawing.line(x, y - 12, x, y + 12, stroke=role, width=2)


def _swap(page: Page, step: Step, middle: float) -> None:
    drawing, role = page.drawing, page.roles[step.rows[0]]
    drawing.line(middle, page.ys[min(step.rows)], middle, page.ys[max(step.rows)], stroke=role,
                 width=2)  # fmt: skip
    for row in step.rows:
        y = page.ys[row]
        if row in step.controls:
            _dot(drawing, middle, y, role, step.controls[row])
        else:
            for rise in (-7, 7):
                drawing.line(middle - 7, y - rise, middle + 7, y + rise, stroke=role, width=2.5)


def _meter(page: Page, step: Step, middle: float) -> None:
    """Draw a meter, and under it the bit it writes."""
    drawing, y, role = page.drawing, page.ys[step.rows[0]], page.roles[step.rows[0]]
    left, top = middle - 17, y - 19
    drawing.rect(left, top, 34, 28, fill="card", stroke=role, rx=4, stroke_width=1.75)
    drawing.path(f"M{number(middle - 11)} {number(y + 3)}a11 11 0 0 1 22 0", stroke="ink")
    drawing.line(middle, y + 3, middle + 8, y - 11, stroke="ink")
    drawing.text(middle, y + 20, step.note, size=10, anchor="middle", fill="classical")


def _barrier(page: Page, step: Step, middle: float) -> None:
    for row in step.rows:
        page.drawing.line(middle, page.ys[row] - ROW / 2, middle, page.ys[row] + ROW / 2,
                          stroke="muted", dash="3 3")  # fmt: skip
    if step.text:
        page.drawing.text(middle + 3, page.ys[min(step.rows)] - ROW / 2 + 9, step.text, size=9,
                          fill="muted")  # fmt: skip


def _condition(page: Page, step: Step, middle: float) -> None:
    """Draw what waits for a bit: its boxes, and the double line from the wire that carries it."""
    drawing = page.drawing
    top = page.ys[min(step.rows)] - ROW / 2 + 0.5
    bottom = page.ys[max(step.rows)] + ROW / 2 - 0.5
    ends = {
        row: value
        for row, value in step.conditions.items()
        if row not in step.rows and carries_bit(row, step, page.steps)
    }
    above = [page.ys[row] for row in ends if page.ys[row] < top]
    below = [page.ys[row] for row in ends if page.ys[row] > bottom]
    if above:
        bits(drawing, middle, min(above), middle, top)
    if below:
        bits(drawing, middle, bottom, middle, max(below))
    for row, value in ends.items():
        drawing.circle(middle, page.ys[row], 5, fill="classical" if value else "card",
                       stroke="classical", stroke_width=2)  # fmt: skip
    width = step.width - 14
    left = middle - width / 2
    drawing.rect(left, top, width, bottom - top, fill="card", stroke="classical", rx=5,
                 stroke_width=1.75, stroke_dasharray=_BIT_DASH)  # fmt: skip
    x = left + 10
    for block in step.blocks:
        _inside(page, step, block, x, top)
        x += block.width + 10


def _inside(page: Page, step: Step, block: Block, left: float, top: float) -> None:
    page.drawing.text(left, top + 11, block.title, size=10, fill="classical", bold=True)
    inner = list(block.steps)
    # Lower boxes leave the heading its line.
    inside = replace(page, steps=inner, box=28.0)
    for row in step.rows:
        y = page.ys[row]
        page.drawing.line(left - 10, y, left + block.width + 10, y, stroke=page.roles[row], width=2)
    x, columns = left, widths(inner)
    room = (block.width - sum(columns)) / 2
    for column, width in enumerate(columns):
        for one in inner:
            if one.column == column:
                draw(inside, one, x + room, width)
        x += width
