"""The parts of the picture of repeaters' rates: the plot, its table, and the generations' map."""

from collections.abc import Mapping
from math import floor, log10
from typing import Any

from qinet_edu.draw import generations
from qinet_edu.draw.palette import EVENTS
from qinet_edu.draw.repeating_words import (
    TITLES,
    bits_words,
    counted_words,
    line_cells,
    power_words,
)
from qinet_edu.draw.svg import Drawing

PLOT = {
    "left": 84.0, "right": 606.0, "top": 100.0, "bottom": 334.0, "longest": 1200.0,
    "highest": 9.0, "decades": 13.0, "lowest_hz": 1e-4,
}  # fmt: skip
# Each line with its colour, its style and its width.
LINES = {
    "direct": ("measured", "2 3", 2.0), "plob": ("predicted", EVENTS["predicted"].dash, 2.0),
    "one": ("eve", "9 3", 2.25), "three": ("charlie", "14 3", 2.5), "seven": ("quantum", "", 3.0),
}  # fmt: skip
REPEATERS = ("one", "three", "seven")
MAP = {"left": 84.0, "top": 660.0, "wide": 15.0, "high": 11.0}
# Each generation with its colour and the sign that it has on the map.
SIGNS = {
    "swaps": ("measured", "1"), "purified": ("classical", "P"), "coded": ("charlie", "2"),
    "one-way": ("quantum", "3"),
}  # fmt: skip
ROWS = {"lines": 402.0, "lines_step": 24.0, "kinds": 706.0, "kinds_step": 26.0}
_COLUMNS = (372.0, 436.0, 522.0, 608.0)
_EDGE: dict[str, Any] = {"stroke": "card", "stroke_width": 3, "paint_order": "stroke"}


def across(length_km: float) -> float:
    """Return where a length lies on the page."""
    return PLOT["left"] + (PLOT["right"] - PLOT["left"]) * length_km / PLOT["longest"]


def height(rate_hz: float) -> float:
    """Return where a rate lies on the page, kept on the plot."""
    share = (PLOT["highest"] - log10(rate_hz)) / PLOT["decades"] if rate_hz > 0 else 1.0
    return PLOT["top"] + (PLOT["bottom"] - PLOT["top"]) * min(1.0, max(0.0, share))


def axes(drawing: Drawing) -> None:
    """Draw the axes of rate and length."""
    left, right, top, bottom = (PLOT[name] for name in ("left", "right", "top", "bottom"))
    for step in range(int(PLOT["decades"]) + 1):
        power = int(PLOT["highest"]) - step
        if power % 3 == 0 or step == PLOT["decades"]:
            y = height(10.0**power)
            drawing.line(left, y, right, y, stroke="line" if y == bottom else "grid", width=1)
            drawing.text(left - 8, y + 4, power_words(power), size=11, anchor="end", fill="muted")
    for length in range(0, int(PLOT["longest"]) + 1, 200):
        x = across(length)
        drawing.line(x, bottom, x, bottom + 5, stroke="line", width=1)
        drawing.text(x, bottom + 19, f"{length} km", size=11, anchor="middle", fill="muted")
    middle = int((top + bottom) / 2)
    drawing.text(22, middle, "secret bits per second", size=12, anchor="middle", fill="muted",
                 transform=f"rotate(-90 22 {middle})")  # fmt: skip


def marks(drawing: Drawing, numbers: Mapping[str, Any], paths: Mapping[str, str]) -> None:
    """Draw the curves, where they are read, and where repeaters pass any direct line."""
    for name, path in paths.items():
        role, dash, width = LINES[name]
        drawing.path(path, stroke=role, dash=dash, width=width, part=f"curve-{name}",
                     stroke_linejoin="round")  # fmt: skip
    x = numbers["mark_x"]
    drawing.line(x, PLOT["top"], x, PLOT["bottom"], stroke="ink", width=1, dash="2 3",
                 part="here")  # fmt: skip
    for name in REPEATERS:
        drawing.circle(numbers[f"{name}_from_x"], numbers[f"{name}_from_y"], 6, fill="card",
                       stroke=LINES[name][0], stroke_width=2.5,
                       opacity=float(numbers[f"{name}_from"] > 0),
                       part=f"from-{name}")  # fmt: skip
    for name, (role, *_) in LINES.items():
        y = numbers[f"{name}_y"]
        drawing.circle(x, y, 4.5, fill=role, stroke="card", stroke_width=1.5,
                       opacity=float(y < PLOT["bottom"]), part=f"mark-{name}")  # fmt: skip


def table(drawing: Drawing, numbers: Mapping[str, Any], hardware: tuple[str, str, str]) -> None:
    """Name the curves with what they give here, and say which hardware that is."""
    top = ROWS["lines"] - 40
    drawing.rect(16, top, 608, 222, fill="panel", stroke="grid", rx=8)
    heads = ("secret bits/s here", "F", "passes PLOB", "key up to")
    for x, head in zip(_COLUMNS, heads, strict=True):
        drawing.text(x, top + 20, head, size=11, anchor="end", fill="muted")
    for row, (name, (role, dash, width)) in enumerate(LINES.items()):
        y = ROWS["lines"] + ROWS["lines_step"] * row
        drawing.line(32, y - 4, 68, y - 4, stroke=role, dash=dash, width=width)
        drawing.text(78, y, TITLES[name], size=12)
        for column, cell in enumerate(line_cells(numbers, name)):
            drawing.text(_COLUMNS[column], y, cell, size=12, anchor="end", bold=not column,
                         part=f"cell-{name}-{column}")  # fmt: skip
    for row, line in enumerate(hardware):
        drawing.text(32, top + 174 + 17 * row, line, size=11, fill="muted", part=f"hardware-{row}")


def spot(coupling: float, gate_error: float) -> tuple[float, float]:
    """Return where a coupling and a gate error lie on the map."""
    column, row = _place(coupling, gate_error)
    rows = len(generations.ERRORS)
    return (
        MAP["left"] + MAP["wide"] * (column + 0.5),
        MAP["top"] + MAP["high"] * (rows - 0.5 - row),
    )


def best_cell(coupling: float, gate_error: float) -> tuple[int, int]:
    """Return row and column of the map that are nearest, in the order of its table."""
    column, row = (floor(place + 0.5) for place in _place(coupling, gate_error))
    return row, column


def _place(coupling: float, gate_error: float) -> tuple[float, float]:
    """Return the column and the row of the map, whole numbers at its cells."""
    return (
        (coupling - generations.COUPLINGS[0]) * 20,
        (log10(gate_error) - log10(generations.ERRORS[0])) * 4,
    )


def map_axes(drawing: Drawing, *, per: str) -> None:
    """Draw which generation is best over coupling and gate error."""
    left, top, wide, high = (MAP[name] for name in ("left", "top", "wide", "high"))
    rows, columns = len(generations.ERRORS), len(generations.COUPLINGS)
    drawing.text(24, 616, "Which generation, for which hardware?", size=15, bold=True)
    drawing.text(24, 637, counted_words(per), size=12, fill="muted", part="counted")
    for one in generations.PER:
        with drawing.group(part=f"map-{one.split()[0]}", opacity=float(one == per)):
            _map(drawing, generations.best(one))
    bottom = top + high * rows
    for column in range(0, columns, 6):
        x = left + wide * (column + 0.5)
        drawing.line(x, bottom, x, bottom + 4, stroke="line", width=1)
        drawing.text(x, bottom + 17, f"{generations.COUPLINGS[column]:.1f}", size=11,
                     anchor="middle", fill="muted")  # fmt: skip
    for row in range(0, rows, 4):
        y = top + high * (rows - 0.5 - row)
        drawing.line(left - 4, y, left, y, stroke="line", width=1)
        drawing.text(left - 8, y + 4, power_words(row // 4 - 5), size=11, anchor="end",
                     fill="muted")  # fmt: skip
    middle = int((top + bottom) / 2)
    drawing.text(22, middle, "gate error", size=12, anchor="middle", fill="muted",
                 transform=f"rotate(-90 22 {middle})")  # fmt: skip
    drawing.text(left + wide * columns / 2, bottom + 34, "coupling, of each photon", size=12,
                 anchor="middle", fill="muted")  # fmt: skip
    for row, line in enumerate(generations.TERMS):
        drawing.text(392, 826 + 16 * row, line, size=11, fill="muted")


def _map(drawing: Drawing, best: tuple[tuple[str, ...], ...]) -> None:
    """Fill the map with who is best, and name each field where it is widest."""
    left, top, wide, high = (MAP[name] for name in ("left", "top", "wide", "high"))
    rows, columns = len(best), len(best[0])
    for row, kinds in enumerate(best):
        y, start = top + high * (rows - 1 - row), 0
        for column in range(1, columns + 1):
            if column == columns or kinds[column] != kinds[start]:
                role = SIGNS[kinds[start]][0] if kinds[start] in SIGNS else "grid"
                drawing.rect(left + wide * start, y, wide * (column - start), high, fill=role,
                             shape_rendering="crispEdges")  # fmt: skip
                start = column
    for kind, (column, row) in generations.inner(best).items():
        sign = SIGNS[kind][1] if kind in SIGNS else "no key"
        drawing.text(left + wide * (column + 0.5), top + high * (rows - 0.5 - row) + 4, sign,
                     size=12 if kind in SIGNS else 11, anchor="middle", bold=kind in SIGNS,
                     fill="card" if kind in SIGNS else "ink")  # fmt: skip


def map_here(drawing: Drawing, numbers: Mapping[str, Any]) -> None:
    """Mark the hardware that is set, and write what each generation gives with it."""
    drawing.text(616, 686, "secret bits/s at the ring", size=11, anchor="end", fill="muted")
    y = _row(numbers["best"])
    drawing.rect(386, y - 16, 238, 23, fill="grid", rx=5, opacity=float(numbers["best"] in SIGNS),
                 part="best")  # fmt: skip
    for kind, (role, sign) in SIGNS.items():
        y = _row(kind)
        drawing.rect(392, y - 11, 15, 15, fill=role, rx=2)
        drawing.text(399.5, y + 1, sign, size=11, anchor="middle", fill="card", bold=True)
        drawing.text(415, y, generations.NAMES[kind], size=12)
        drawing.text(616, y, bits_words(numbers[f"bits_{kind}"]), size=12, anchor="end",
                     bold=True, part=f"bits-{kind}")  # fmt: skip
    x, y = numbers["spot_x"], numbers["spot_y"]
    for part, role, wide in (("spot-edge", "card", 6.0), ("spot", "ink", 2.5)):
        drawing.circle(x, y, 7, fill="card", fill_opacity=0, stroke=role, stroke_width=wide,
                       part=part)  # fmt: skip


def _row(kind: str) -> float:
    kinds = list(SIGNS)
    place = kinds.index(kind) if kind in kinds else 0
    return float(ROWS["kinds"] + 8 + ROWS["kinds_step"] * place)
