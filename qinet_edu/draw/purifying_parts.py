"""The parts of the picture of purification: bars, tournament, curves and costs."""

from collections.abc import Mapping
from math import log10
from typing import Any

from qinet_edu.draw.map import Point, outline
from qinet_edu.draw.palette import CHANNELS, EVENTS
from qinet_edu.draw.purifying_words import (
    ERRORS,
    PREFIXES,
    TITLES,
    aim_words,
    cost_cells,
    fixed_words,
    grown,
    pairs_words,
    target_words,
)
from qinet_edu.draw.svg import Drawing, decimals, number

# Where everything stands that moves; the live view is given the same.
BARS: dict[str, Any] = {
    "left": 100.0, "right": 624.0, "top": 116.0, "bottom": 266.0, "widest": 132.0, "bar": 60.0,
    "share": 0.68, "named": 14.0, "most": 10,
}  # fmt: skip
BRACKET: dict[str, Any] = {"levels": 4, "left": 88.0, "width": 116.0, "top": 486.0, "step": 27.0}
PLOT: dict[str, Any] = {
    "left": 386.0, "right": 608.0, "top": 474.0, "bottom": 614.0, "lowest": -5.0,
}  # fmt: skip
COSTS: dict[str, Any] = {"top": 700.0, "step": 24.0}
_ROLES = ("quantum", "error", "classical", "measured")
_ROWS = (308.0, 326.0, 344.0, 362.0)
CURVES = {
    "dejmps": ("quantum", ""), "bbpssw": ("classical", CHANNELS["classical"].dash),
    "no twirl": ("error", EVENTS["error"].dash),
}  # fmt: skip
_COLUMNS = (296.0, 384.0, 504.0, 608.0)


def columns(rounds: int) -> dict[str, float]:
    """Return where the bars of the rounds shown stand, and how wide they are."""
    slot = min(BARS["widest"], (BARS["right"] - BARS["left"]) / (rounds + 1))
    places = {f"x_{k}": BARS["left"] + slot * (k + 0.5) for k in range(BARS["most"] + 1)}
    return {**places, "bar": min(BARS["bar"], BARS["share"] * slot)}


def stacked(numbers: Mapping[str, Any], k: int) -> list[tuple[float, float]]:
    """Return top and height of each piece of a bar, from Φ+ at its foot upwards."""
    pieces, foot = [], BARS["bottom"]
    for i in range(4):
        high = (BARS["bottom"] - BARS["top"]) * numbers[f"v_{k}_{i}"]
        foot -= high
        pieces.append((foot, high))
    return pieces


def bars(drawing: Drawing, numbers: Mapping[str, Any]) -> None:
    """Draw a bar for the raw pair and one after each round, and its weights under it."""
    left, right, top, bottom = (BARS[name] for name in ("left", "right", "top", "bottom"))
    for half in range(3):
        y = bottom - (bottom - top) * half / 2
        drawing.line(left - 4, y, right, y, stroke="grid" if half else "line", width=1)
        drawing.text(left - 10, y + 4, ("0", "0.5", "1")[half], size=11, anchor="end", fill="muted")
    for y, name in ((bottom + 20, "round"), (386.0, "success"), (404.0, "raw pairs")):
        drawing.text(24, y, name, size=11, fill="muted")
    for y, name, role in zip(_ROWS, ERRORS, _ROLES, strict=True):
        drawing.rect(24, y - 10, 12, 12, fill=role, rx=2)
        drawing.text(42, y, f"{name}, is F" if name == "Φ+" else name, size=11)
    drawing.line(24, 370, 616, 370, stroke="grid", width=1)
    for k in range(BARS["most"] + 1):
        with drawing.group(part=f"column-{k}", opacity=float(k <= numbers["rounds"])):
            _column(drawing, numbers, k)


def _column(drawing: Drawing, numbers: Mapping[str, Any], k: int) -> None:
    x, wide, more = numbers[f"x_{k}"], numbers["bar"], grown(numbers, k)
    for i, (y, high) in enumerate(stacked(numbers, k)):
        drawing.rect(x - wide / 2, y, wide, high, fill=_ROLES[i], stroke="card", stroke_width=1,
                     part=f"piece-{k}-{i}")  # fmt: skip
        drawing.text(
            x,
            y + high / 2 + 4,
            ERRORS[i],
            size=11,
            anchor="middle",
            fill="card",
            bold=True,
            opacity=float(high >= BARS["named"]),
            part=f"named-{k}-{i}",
        )
    drawing.text(x, BARS["bottom"] + 20, str(k) if k else "raw", size=11, anchor="middle",
                 fill="muted", part=f"head-{k}")  # fmt: skip
    for i, y in enumerate(_ROWS):
        drawing.text(x, y, decimals(numbers[f"v_{k}_{i}"], 4), size=11, anchor="middle",
                     font_weight="bold" if i in more else "normal",
                     part=f"weight-{k}-{i}")  # fmt: skip
    drawing.text(x, 386, decimals(numbers[f"p_{k}"], 3) if k else "", size=11, anchor="middle",
                 part=f"success-{k}")  # fmt: skip
    drawing.text(x, 404, pairs_words(numbers[f"pairs_{k}"]), size=11, anchor="middle",
                 part=f"cost-{k}")  # fmt: skip


def level_name(rounds: int, level: int) -> str:
    """Name the pairs that are so many rounds before the end."""
    return f"round {rounds - level}" if rounds > level else "raw"


def bracket(drawing: Drawing, numbers: Mapping[str, Any]) -> None:
    """Draw the tournament: who meets whom, and how many pairs each level needs."""
    rounds, left, width = numbers["rounds"], BRACKET["left"], BRACKET["width"]
    drawing.rect(16, 416, 304, 220, fill="panel", stroke="grid", rx=8)
    drawing.text(30, 438, "The tournament for one pair", size=12, bold=True)
    drawing.text(226, 460, "if none fail", size=11, anchor="end", fill="muted")
    drawing.text(308, 460, "on average", size=11, anchor="end", fill="muted")
    for level in range(BRACKET["levels"] + 1):
        y, many = BRACKET["top"] + BRACKET["step"] * level, 2**level
        across = [left + width * (j + 0.5) / many for j in range(many)]
        with drawing.group(part=f"level-{level}", opacity=float(level <= rounds)):
            for one, other in zip(across[::2], across[1::2], strict=False):
                parent = (one + other) / 2
                drawing.path(f"M{number(one)} {number(y)}v-12H{number(other)}v12M{number(parent)} "
                             f"{number(y - 12)}v{number(16 - BRACKET['step'])}", stroke="line",
                             width=1)  # fmt: skip
            for x in across:
                drawing.circle(x, y, 5 if not level else 3.2 if level < 4 else 2.6, fill="quantum")
            drawing.text(30, y + 4, level_name(rounds, level), size=11, fill="muted",
                         part=f"level-name-{level}")  # fmt: skip
            drawing.text(226, y + 4, str(many), size=11, anchor="end")
            drawing.text(308, y + 4, pairs_words(numbers[f"need_{level}"]), size=11, anchor="end",
                         bold=True, part=f"need-{level}")  # fmt: skip
    y = BRACKET["top"] + BRACKET["step"] * (BRACKET["levels"] + 1)
    with drawing.group(part="more", opacity=float(rounds > BRACKET["levels"])):
        for step in (-16, -10, -4):
            drawing.circle(left + width / 2, y + step + 4, 1.6, fill="muted")
        drawing.text(30, y + 4, "raw", size=11, fill="muted")
        drawing.text(226, y + 4, str(2**rounds), size=11, anchor="end", part="raw-many")
        drawing.text(308, y + 4, pairs_words(numbers[f"pairs_{rounds}"]), size=11, anchor="end",
                     bold=True, part="raw-need")  # fmt: skip


def deep(errs: float) -> float:
    """Return the power of ten of what errs, no less than −12."""
    return log10(errs) if errs > 1e-12 else -12.0


def along(rounds: float) -> float:
    """Return where a number of rounds lies on the plot."""
    return float(PLOT["left"] + (PLOT["right"] - PLOT["left"]) * rounds / BARS["most"])


def depth(power: float) -> float:
    """Return where a power of ten of what errs lies on the plot, kept on it."""
    share = min(1.0, max(0.0, power / PLOT["lowest"]))
    return float(PLOT["top"] + (PLOT["bottom"] - PLOT["top"]) * share)


def spots(numbers: Mapping[str, Any]) -> dict[str, float]:
    """Return where the chosen protocol's dots stand, and the lines of target and fixed point."""
    prefix = PREFIXES[numbers["protocol"]]
    powers = [deep(numbers[f"{prefix}_errs_{k}"]) for k in range(BARS["most"] + 1)]
    ceiling = numbers[f"{prefix}_ceiling"]
    found = {f"dot_y_{k}": depth(power) for k, power in enumerate(powers)}
    for k, power in enumerate(powers):
        found[f"dot_{k}"] = float(k <= numbers["rounds"] and power >= PLOT["lowest"])
    fixed = deep(1 - ceiling)
    return {
        **found, "target_y": depth(deep(1 - numbers["target"])), "fixed_y": depth(fixed),
        "fixed": float(ceiling > 0 and fixed >= PLOT["lowest"]),
    }  # fmt: skip


def curve(numbers: Mapping[str, Any], protocol: str) -> str:
    """Return the path of a protocol's errors over rounds, up to where it leaves the plot."""
    points: list[Point] = []
    powers = [deep(numbers[f"{PREFIXES[protocol]}_errs_{k}"]) for k in range(BARS["most"] + 1)]
    for k, power in enumerate(powers):
        if power < PLOT["lowest"]:
            if k:
                share = (PLOT["lowest"] - powers[k - 1]) / (power - powers[k - 1])
                points.append((along(k - 1 + share), PLOT["bottom"]))
            break
        points.append((along(k), depth(power)))
    return outline(points or [(PLOT["left"], PLOT["bottom"])])


def curves(drawing: Drawing, numbers: Mapping[str, Any]) -> None:
    """Draw how the errors fall with rounds, on a scale of powers of ten."""
    left, right, bottom = (PLOT[name] for name in ("left", "right", "bottom"))
    drawing.text(336, 438, "What errs, 1 − F, over rounds", size=12, bold=True)
    for power in range(int(-PLOT["lowest"]) + 1):
        y = depth(-power)
        drawing.line(left, y, right, y, stroke="grid", width=1)
        name = ("1", "0.1", "0.01", "10⁻³", "10⁻⁴", "10⁻⁵")[power]
        drawing.text(left - 7, y + 4, name, size=11, anchor="end", fill="muted")
    for k in range(0, BARS["most"] + 1, 2):
        drawing.line(along(k), bottom, along(k), bottom + 4, stroke="line", width=1)
        drawing.text(along(k), bottom + 18, str(k), size=11, anchor="middle", fill="muted")
    for protocol, (role, dash) in CURVES.items():
        chosen = protocol == numbers["protocol"]
        drawing.path(curve(numbers, protocol), stroke=role, dash=dash, width=3 if chosen else 1.5,
                     stroke_linejoin="round", part=f"curve-{PREFIXES[protocol]}")  # fmt: skip
    drawing.line(left, numbers["target_y"], right, numbers["target_y"], stroke="predicted",
                 width=1.25, dash=EVENTS["predicted"].dash, part="target-line")  # fmt: skip
    drawing.line(left, numbers["fixed_y"], right, numbers["fixed_y"], stroke="stage2", width=2,
                 opacity=numbers["fixed"], part="fixed-line")  # fmt: skip
    drawing.line(336, 452, 354, 452, stroke="predicted", width=1.25, dash=EVENTS["predicted"].dash)
    drawing.text(360, 456, target_words(numbers), size=11, part="target-words")
    drawing.line(466, 452, 484, 452, stroke="stage2", width=2)
    drawing.text(490, 456, fixed_words(numbers), size=11, part="fixed-words")
    for k in range(BARS["most"] + 1):
        last = k == numbers["rounds"]
        drawing.circle(along(k), numbers[f"dot_y_{k}"], 6 if last else 3.5, fill="ink",
                       stroke="card", stroke_width=1.5, opacity=numbers[f"dot_{k}"],
                       part=f"dot-{k}")  # fmt: skip


def costs(drawing: Drawing, numbers: Mapping[str, Any]) -> None:
    """Write what each protocol costs to the target, and between what it works."""
    drawing.rect(16, 648, 608, 114, fill="panel", stroke="grid", rx=8)
    heads = (
        aim_words(numbers), "raw pairs", "Werner rises above",
        "fixed point F",
    )  # fmt: skip
    for x, head, part in zip(_COLUMNS, heads, ("aim", None, None, None), strict=True):
        drawing.text(x, 672, head, size=11, anchor="end", fill="muted", part=part)
    y = COSTS["top"] + COSTS["step"] * list(CURVES).index(numbers["protocol"])
    drawing.rect(22, y - 16, 596, 23, fill="grid", rx=5, part="chosen")
    for row, (protocol, (role, dash)) in enumerate(CURVES.items()):
        y = COSTS["top"] + COSTS["step"] * row
        drawing.line(30, y - 4, 58, y - 4, stroke=role, width=3, dash=dash or None)
        drawing.text(66, y, TITLES[protocol], size=12)
        for column, cell in enumerate(cost_cells(numbers, protocol)):
            drawing.text(_COLUMNS[column], y, cell, size=12, anchor="end", bold=True,
                         part=f"cell-{row}-{column}")  # fmt: skip
