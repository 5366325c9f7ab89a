"""The plot of fidelity against pairs, a curve over all cut-offs, and the table under it."""

from collections.abc import Mapping, Sequence
from math import ceil, floor
from typing import Any

from qinet_edu.draw.bright_plot import diamond, square
from qinet_edu.draw.lounge_words import percent
from qinet_edu.draw.map import outline
from qinet_edu.draw.svg import Drawing, number

PLOT = {"left": 64.0, "right": 360.0, "top": 334.0, "bottom": 488.0}
# Written at the curve, the first where there is no room for all.
TOLD = (None, 0, 10, 3, 30, 1)
TICKS = 9
# A name that crosses the curve all the same is set on an edge of the card's colour.
_EDGE: dict[str, Any] = {"stroke": "card", "stroke_width": 3, "paint_order": "stroke"}
_COLUMNS = (392.0, 476.0, 604.0)
_HEADS = ("rounds a pair", "F", "secret bits a round")
# How near two names may come, and how much room one needs.
WIDE, HIGH, ROOM = 30.0, 14.0, 42.0


def across(numbers: Mapping[str, Any], rate: float) -> float:
    """Return where a rate, in pairs a round, lies on the page: p, as for one link, is the end."""
    share: float = max(0.0, min(1.0, rate / numbers["p"]))
    return PLOT["left"] + (PLOT["right"] - PLOT["left"]) * share


def height(numbers: Mapping[str, Any], fidelity: float) -> float:
    """Return where a fidelity lies on the page; what is lower than the axis stays at its edge."""
    low, high = numbers["axis_low"], numbers["axis_high"]
    share: float = max(0.0, min(1.0, (10 * fidelity - low) / (high - low)))
    return PLOT["bottom"] - (PLOT["bottom"] - PLOT["top"]) * share


def plot_numbers(
    numbers: Mapping[str, Any], curve: Mapping[str, Any], cutoffs: Sequence[int | None]
) -> dict[str, Any]:
    """Return where the axis of F begins and ends, in tenths, and where all marks stand."""
    low, high = floor(10 * numbers["floor"] - 0.2), min(10, ceil(10 * numbers["joined"] + 0.1))
    found: dict[str, Any] = {"axis_low": low, "axis_high": high}
    for name in ("", "best_", "endless_"):
        found[f"{name}x"] = across(numbers, 1 / numbers[f"{name}time"])
        found[f"{name}y"] = height(found, numbers[f"{name}fidelity"])
    rate = numbers["pairs"] / max(1, numbers["rounds"])
    found |= {
        "played_x": across(numbers, rate), "played_y": height(found, numbers["played_fidelity"]),
    }  # fmt: skip
    kept: list[tuple[float, float]] = []
    for k, told in enumerate(TOLD):
        at = cutoffs.index(told)
        x = across(numbers, 1 / float(curve["time"][at]))
        y = height(found, float(curve["fidelity"][at]))
        free = all(abs(x - a) > WIDE or abs(y - b) > HIGH for a, b in kept)
        kept += [(x, y)] * free
        found |= {f"told_{k}_x": x, f"told_{k}_y": y, f"told_{k}_shown": float(free)}
    return found


def curve_paths(numbers: Mapping[str, Any], curve: Mapping[str, Any]) -> tuple[str, str]:
    """Return the path of all cut-offs, and of those that give key."""
    points = [
        (across(numbers, 1 / float(time)), height(numbers, float(fidelity)))
        for time, fidelity in zip(curve["time"], curve["fidelity"], strict=True)
    ]
    keyed = [point for point, key in zip(points, curve["key"], strict=True) if key > 0]
    return outline(points), outline(keyed) if keyed else ""


def ticks(numbers: Mapping[str, Any]) -> list[tuple[float, str]]:
    """Return where the marks of the axis of F stand, from the lowest up, and what they say.

    Example:
        >>> [words for _, words in ticks({"axis_low": 8, "axis_high": 9})]
        ['0.80', '0.85', '0.90']
    """
    low, high = numbers["axis_low"], numbers["axis_high"]
    each = 20 if high - low <= 4 else 10
    return [
        (height(numbers, step / each), f"{step / each:.2f}")
        for step in range(low * each // 10, high * each // 10 + 1)
    ]


def axes(drawing: Drawing, numbers: Mapping[str, Any]) -> None:
    """Draw both axes, and say what is told at the curve."""
    left, right, top, bottom = (PLOT[name] for name in ("left", "right", "top", "bottom"))
    drawing.text(24, 300, "What a cut-off buys", bold=True)
    drawing.text(24, 317, "At the curve: cut-offs in rounds. Thick: gives key.", size=11,
                 fill="muted")  # fmt: skip
    told = ticks(numbers)
    for k in range(TICKS):
        y, words = told[k] if k < len(told) else (top, "")
        with drawing.group(part=f"tick-{k}", opacity=float(k < len(told)),
                           transform=f"translate(0 {number(y)})"):  # fmt: skip
            drawing.line(left, 0, right, 0, stroke="grid", width=1)
            drawing.text(left - 7, 4, words, size=11, anchor="end", fill="muted",
                         part=f"tick-words-{k}")  # fmt: skip
    for k in range(5):
        x = left + (right - left) * k / 4
        drawing.line(x, top, x, bottom, stroke="grid", width=1)
        drawing.line(x, bottom, x, bottom + 5, stroke="line", width=1)
        drawing.text(x, bottom + 19, percent(numbers["p"] * k / 4), size=11, anchor="middle",
                     fill="muted", part=f"rate-{k}")  # fmt: skip
    drawing.line(left, bottom, right, bottom, stroke="line", width=1)
    drawing.text((left + right) / 2, bottom + 35, "pairs in 100 rounds", size=12, anchor="middle",
                 fill="muted")  # fmt: skip
    middle = int((top + bottom) / 2)
    drawing.text(20, middle, "fidelity F, end to end", size=12, anchor="middle", fill="muted",
                 transform=f"rotate(-90 20 {middle})")  # fmt: skip


def marks(drawing: Drawing, numbers: Mapping[str, Any], curve: Mapping[str, Any]) -> None:
    """Draw the curve, thick where it gives key, and on it what the table names."""
    whole, keyed = curve_paths(numbers, curve)
    drawing.path(whole, stroke="quantum", width=1.75, part="curve-all", stroke_linejoin="round")
    drawing.path(keyed, stroke="quantum", width=5, part="curve-key", stroke_opacity=0.5,
                 stroke_linejoin="round", stroke_linecap="round")  # fmt: skip
    for k, told in enumerate(TOLD):
        at = f"translate({number(numbers[f'told_{k}_x'])} {number(numbers[f'told_{k}_y'])})"
        with drawing.group(part=f"told-{k}", transform=at, opacity=numbers[f"told_{k}_shown"]):
            drawing.circle(0, 0, 2.5, fill="ink")
            x, y, anchor = beside(numbers[f"told_{k}_x"])
            drawing.text(x, y, "none" if told is None else str(told), size=11, fill="muted",
                         text_anchor=anchor, part=f"name-{k}", **_EDGE)  # fmt: skip
    for which, sign in _SIGNS:
        at = f"translate({number(numbers[f'{which}x'])} {number(numbers[f'{which}y'])})"
        with drawing.group(part=f"mark-{which}", transform=at, opacity=shown(numbers, which)):
            sign(drawing, 0, 0)


def beside(x: float) -> tuple[float, float, str]:
    """Return where a name stands from its dot: above the curve, or below where the plot ends."""
    return (10.0, -9.0, "start") if x < PLOT["right"] - ROOM else (-11.0, 17.0, "end")


def shown(numbers: Mapping[str, Any], which: str) -> float:
    """Return whether there is something for a mark to stand for."""
    return float({"played_": numbers["pairs"], "best_": numbers["best_key"]}.get(which, 1) > 0)


def _ring(drawing: Drawing, x: float, y: float) -> None:
    drawing.circle(x, y, 5, fill="card", stroke="ink", stroke_width=2)


def _disc(drawing: Drawing, x: float, y: float) -> None:
    drawing.circle(x, y, 9, fill="none", stroke="alice", stroke_width=3)


_SIGNS = (("endless_", _ring), ("best_", diamond), ("played_", square), ("", _disc))
_ROWS = (_disc, _ring, diamond, square)


def table(drawing: Drawing, rows: Sequence[Sequence[str]]) -> None:
    """Write what the marks stand for."""
    drawing.rect(16, 538, 608, 138, fill="panel", stroke="grid", rx=8)
    for x, name in zip(_COLUMNS, _HEADS, strict=True):
        drawing.text(x, 559, name, size=11, anchor="end", fill="muted")
    for row, cells in enumerate(rows):
        y = 585.0 + 26 * row
        _ROWS[row](drawing, 38, y - 4)
        drawing.text(54, y, cells[0], part=f"row-{row}-0")
        for column, x in enumerate(_COLUMNS, start=1):
            drawing.text(x, y, cells[column], anchor="end", bold=True, part=f"row-{row}-{column}")
