"""The plot of fidelity against pairs per second, and the table under it."""

from collections.abc import Mapping, Sequence
from math import hypot, log10
from typing import Any

from qinet_edu.draw.map import Point
from qinet_edu.draw.palette import EVENTS
from qinet_edu.draw.svg import Drawing, decimals, number

PLOT = {
    "left": 76.0, "right": 604.0, "top": 112.0, "bottom": 348.0, "lowest": -3.0, "decades": 9.0,
}  # fmt: skip
AWAY, ROOM = 15.0, 220.0
# A name that crosses the curve all the same is set on an edge of the card's colour.
_EDGE: dict[str, Any] = {"stroke": "card", "stroke_width": 3, "paint_order": "stroke"}
_POWERS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_COLUMNS = (318.0, 414.0, 482.0, 604.0)
_HEADS = ("one pair in … attempts", "pairs/s", "F", "secret bits/s")


def across(rate_hz: float) -> float:
    """Return where a rate lies on the page; what is slower than the axis stays at its edge."""
    share = (log10(rate_hz) - PLOT["lowest"]) / PLOT["decades"] if rate_hz > 0 else 0.0
    return PLOT["left"] + (PLOT["right"] - PLOT["left"]) * max(0.0, min(1.0, share))


def height(fidelity: float) -> float:
    """Return where a fidelity lies on the page."""
    return PLOT["bottom"] - (PLOT["bottom"] - PLOT["top"]) * fidelity


def beside(before: Point, here: Point, after: Point) -> tuple[float, float, str]:
    """Return where a name stands outside the arch that the curve makes, and how it is anchored."""
    dx, dy = after[0] - before[0], after[1] - before[1]
    long = hypot(dx, dy) or 1.0
    x, y = dy / long, -dx / long
    anchor = "start" if x > 0.4 else "end" if x < -0.4 else "middle"
    return here[0] + AWAY * x, here[1] + AWAY * y + 4, anchor


def beside_end(x: float) -> tuple[float, str]:
    """Return where the end of the key is named: inside the arch, or right of it for room."""
    return (x - 12, "end") if x > ROOM else (x + 14, "start")


def axes(drawing: Drawing) -> None:
    """Draw both axes, and the fidelity under which it shows no entanglement."""
    left, right, top, bottom = (PLOT[name] for name in ("left", "right", "top", "bottom"))
    half = height(0.5)
    drawing.rect(left, half, right - left, bottom - half, fill="panel")
    for fifth in range(6):
        y = height(fifth / 5)
        drawing.line(left, y, right, y, stroke="grid" if fifth else "line", width=1)
        drawing.text(left - 8, y + 4, f"{fifth / 5:.1f}", size=11, anchor="end", fill="muted")
    for step in range(int(PLOT["decades"]) + 1):
        x = left + (right - left) * step / PLOT["decades"]
        drawing.line(x, top, x, bottom, stroke="grid", width=1)
        drawing.line(x, bottom, x, bottom + 5, stroke="line", width=1)
        power = step + int(PLOT["lowest"])
        tick = "1" if power == 0 else "10" + ("" if power == 1 else str(power).translate(_POWERS))
        drawing.text(x, bottom + 19, tick, size=11, anchor="middle", fill="muted")
    drawing.line(left, half, right, half, stroke="error", width=1.5, dash=EVENTS["error"].dash)
    drawing.text(left, bottom + 37, "shaded, F < ½: shows no entanglement", size=11, fill="error")
    drawing.text((left + right) / 2 + 24, bottom + 37, "pairs per second", size=12, anchor="middle",
                 fill="muted")  # fmt: skip
    middle = int((top + bottom) / 2)
    drawing.text(20, middle, "fidelity F of a heralded pair", size=12, anchor="middle",
                 fill="muted", transform=f"rotate(-90 20 {middle})")  # fmt: skip


def marks(
    drawing: Drawing, numbers: Mapping[str, Any], paths: Mapping[str, str],
    places: Sequence[float],
) -> None:  # fmt: skip
    """Draw the curve, thick where it gives key, and on it what the table names."""
    drawing.path(paths["all"], stroke="quantum", width=1.75, dash="5 3", part="curve-all",
                 stroke_linejoin="round")  # fmt: skip
    drawing.path(paths["key"], stroke="quantum", width=5, part="curve-key", stroke_opacity=0.55,
                 stroke_linejoin="round", stroke_linecap="round")  # fmt: skip
    for k, alpha in enumerate(places):
        x, y = numbers[f"told_{k}_x"], numbers[f"told_{k}_y"]
        drawing.circle(x, y, 2.5, fill="ink", part=f"told-{k}")
        drawing.text(numbers[f"name_{k}_x"], numbers[f"name_{k}_y"], f"α={alpha:g}", size=11,
                     text_anchor=numbers[f"name_{k}_anchor"], fill="muted",
                     opacity=float(numbers[f"name_{k}_shown"]), part=f"name-{k}",
                     **_EDGE)  # fmt: skip
    with drawing.group(part="end", opacity=float(numbers["most_alpha"] > 0)):
        x, y = numbers["end_x"], numbers["end_y"]
        drawing.line(x - 8, y, x + 8, y, stroke="ink", width=2, part="end-line")
        drawing.text(numbers["end_name_x"], y + 17, end_words(numbers), size=11,
                     text_anchor=numbers["end_anchor"], part="end-words", **_EDGE)  # fmt: skip
    for which, sign in (("double_", square), ("best_", diamond)):
        at = f"translate({number(numbers[f'{which}x'])} {number(numbers[f'{which}y'])})"
        shown = which != "best_" or numbers["best_alpha"] > 0
        with drawing.group(part=f"mark-{which}", transform=at, opacity=float(shown)):
            sign(drawing, 0, 0)
    drawing.circle(numbers["x"], numbers["y"], 6.5, fill="alice", stroke="card", stroke_width=2,
                   part="mark-")  # fmt: skip


def end_words(numbers: Mapping[str, Any]) -> str:
    """Say how good a pair is where its key ends."""
    return f"key ends: F = {decimals(numbers['end_fidelity'], 3)}"


def square(drawing: Drawing, x: float, y: float) -> None:
    """Draw the sign of double-click."""
    drawing.rect(x - 5.5, y - 5.5, 11, 11, fill="measured", stroke="card", stroke_width=2)


def diamond(drawing: Drawing, x: float, y: float) -> None:
    """Draw the sign of the best brightness for key."""
    drawing.path(f"M{number(x)} {number(y - 9)}l8 9l-8 9l-8 -9z", fill="stage2", stroke="card",
                 width=2)  # fmt: skip


def table(drawing: Drawing, rows: Sequence[Sequence[str]], words: Sequence[str]) -> None:
    """Write what the marks stand for, and what the line is made of."""
    drawing.rect(16, 400, 608, 184, fill="panel", stroke="grid", rx=8)
    for x, name in zip(_COLUMNS, _HEADS, strict=True):
        drawing.text(x, 422, name, size=11, anchor="end", fill="muted")
    for row, cells in enumerate(rows):
        y = 446.0 + 26 * row
        if row == 0:
            drawing.circle(38, y - 4, 6.5, fill="alice", stroke="card", stroke_width=2)
        else:
            (diamond if row == 1 else square)(drawing, 38, y - 4)
        drawing.text(54, y, cells[0], part=f"row-{row}-0")
        for column, x in enumerate(_COLUMNS, start=1):
            drawing.text(x, y, cells[column], anchor="end", bold=True, part=f"row-{row}-{column}")
    drawing.line(28, 514, 612, 514, stroke="grid", width=1)
    drawing.text(32, 538, words[0], size=12, part="key")
    drawing.text(32, 562, words[1], size=12, fill="muted", part="arm")
