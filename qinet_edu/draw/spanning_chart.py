"""The space–time diagram of a chain: attempts, halves in memory, swaps and the news of them."""

from collections.abc import Mapping, Sequence
from math import exp, floor, log10
from typing import Any

from qinet_edu.draw.palette import CHANNELS
from qinet_edu.draw.spanning_words import HEADS, event_words, left_over, tick_words
from qinet_edu.draw.svg import Drawing, number
from qinet_edu.draw.trying_chart import twin
from qinet_edu.draw.waiting_map import moved

# The most links that can be drawn, and what happens on them: pairs, swaps, and the last news.
MOST = 4
ROWS = 2 * MOST
CHART: dict[str, Any] = {
    "most": MOST, "rows": ROWS, "left": 100.0, "right": 392.0, "top": 134.0, "bottom": 462.0,
    "words": 436.0, "pitch": 41.0, "wide": 10.0, "thin": 1.2, "samples": 8, "ticks": 8,
    "from": 72.0, "to": 412.0, "faint": 0.42,
}  # fmt: skip
_STAR = "M0 -9l2.6 6.4l6.4 2.6l-6.4 2.6l-2.6 6.4l-2.6 -6.4l-6.4 -2.6l6.4 -2.6z"
_COLUMNS = (32.0, 170.0, 324.0, 486.0)


def columns(lengths_km: Sequence[float]) -> dict[str, float]:
    """Return where the nodes stand, to scale; those that are not there at the far end."""
    left, right = CHART["left"], CHART["right"]
    km, at = 0.0, {"at_0": left}
    for i in range(MOST):
        km += lengths_km[i] if i < len(lengths_km) else 0.0
        at[f"at_{i + 1}"] = left + (right - left) * km / sum(lengths_km)
    return at


def down(numbers: Mapping[str, Any], time_s: float) -> float:
    """Return where a moment lies on the page."""
    return float(CHART["top"] + (CHART["bottom"] - CHART["top"]) * time_s / numbers["done_s"])


def step_s(done_s: float) -> float:
    """Return the time from tick to tick: 1, 2 or 5 of something.

    Example:
        >>> step_s(6.9e-3), step_s(0.028)
        (0.001, 0.005)
    """
    ten = 10.0 ** floor(log10(done_s / 5))
    share = done_s / 5 / ten
    return ten * (1 if share < 1.5 else 2 if share < 3.5 else 5 if share < 7.5 else 10)


def chart(drawing: Drawing, numbers: Mapping[str, Any], names: Sequence[str]) -> None:
    """Draw ticks, attempts, halves and news; a cover over what has not happened; and the places."""
    _ticks(drawing, numbers)
    for i in range(MOST):
        _attempts(drawing, numbers, i)
    for node in range(MOST + 1):
        for side in ("left", "right"):
            if (node, side) not in ((0, "left"), (MOST, "right")):
                drawing.path(half(numbers, node, side), fill=_role(numbers, node), stroke=None,
                             part=f"half-{side}-{node}")  # fmt: skip
    for node in range(1, MOST):
        drawing.path(news(numbers, node), stroke="classical", width=1.5,
                     dash=CHANNELS["classical"].dash, part=f"news-{node}")  # fmt: skip
    for i in range(MOST):
        with drawing.group(part=f"click-{i}", transform=moved(click(numbers, i)),
                           opacity=float(i < numbers["links"])):  # fmt: skip
            drawing.path(_STAR, fill="measured", stroke="card", width=1)
    for node in range(1, MOST):
        with drawing.group(part=f"swap-{node}", transform=moved(swap(numbers, node)),
                           opacity=float(node < numbers["links"])):  # fmt: skip
            _square(drawing)
    _cover(drawing, numbers)
    _places(drawing, numbers, names)


def _role(numbers: Mapping[str, Any], node: int) -> str:
    """Return in whose colour a node's things are drawn."""
    return {0: "alice", numbers["links"]: "bob"}.get(node, "charlie")


def _ticks(drawing: Drawing, numbers: Mapping[str, Any]) -> None:
    top, bottom = CHART["top"], CHART["bottom"]
    names = tick_words(numbers, CHART["ticks"])
    for k in range(CHART["ticks"]):
        there = bool(names[k])
        y = down(numbers, k * numbers["step_s"]) if there else bottom
        with drawing.group(part=f"tick-{k}", opacity=float(there), transform=moved((0, y))):
            drawing.line(CHART["from"], 0, CHART["to"], 0, stroke="grid", width=1)
            drawing.text(64, 4, names[k], size=11, anchor="end", fill="muted", part=f"time-{k}")
    drawing.text(64, top - 20, names[-1], size=11, anchor="end", fill="muted", part="unit")
    drawing.path(f"M{number(CHART['from'])} {number(top - 8)}V{number(bottom + 6)}",
                 stroke="line", width=1)  # fmt: skip
    drawing.path(f"M{number(CHART['from'] - 4)} {number(bottom + 2)}h8l-4 8z", fill="line",
                 stroke=None)  # fmt: skip


def _attempts(drawing: Drawing, numbers: Mapping[str, Any], i: int) -> None:
    """Draw the attempts of one link: those that failed faint and as one path."""
    failed = range(1, numbers[f"attempts_{i}"])
    won = [numbers[f"attempts_{i}"]] if i < numbers["links"] else []
    drawing.path(flights(numbers, i, failed), stroke="quantum", width=1.2, opacity=CHART["faint"],
                 part=f"tried-{i}")  # fmt: skip
    drawing.path(flights(numbers, i, failed, news=True), stroke="classical", width=1, dash="3 2",
                 opacity=CHART["faint"], part=f"failed-{i}")  # fmt: skip
    drawing.path(flights(numbers, i, won), stroke="quantum", width=2.5, part=f"light-{i}")
    drawing.path(herald(numbers, i, won), stroke="classical", width=1.5,
                 dash=CHANNELS["classical"].dash, part=f"herald-{i}")  # fmt: skip


def _middle(numbers: Mapping[str, Any], i: int) -> float:
    return float(numbers[f"at_{i}"] + numbers[f"at_{i + 1}"]) / 2


def times(numbers: Mapping[str, Any], i: int, attempt: int) -> tuple[float, float, float]:
    """Return where an attempt's light goes out, meets, and its news is back."""
    back = attempt * numbers[f"attempt_s_{i}"]
    way = numbers[f"light_s_{i}"]
    return down(numbers, back - way), down(numbers, back - way / 2), down(numbers, back)


def flights(
    numbers: Mapping[str, Any], i: int, attempts: Sequence[int], *, news: bool = False
) -> str:
    """Write the path of light from both ends of a link to its middle, or of the news back to both.

    Args:
        numbers: of the picture.
        i: which link.
        attempts: which of its attempts.
        news: whether it is the news.
    """
    a, b, m = (number(x) for x in (numbers[f"at_{i}"], numbers[f"at_{i + 1}"], _middle(numbers, i)))
    lines = []
    for attempt in attempts:
        out, meets, back = (number(y) for y in times(numbers, i, attempt))
        end = back if news else out
        lines.append(f"M{a} {end}L{m} {meets}L{b} {end}")
    return "".join(lines)


def herald(numbers: Mapping[str, Any], i: int, attempts: Sequence[int]) -> str:
    """Write the news of a pair, as the double lines of a message."""
    lines = []
    for attempt in attempts:
        _, meets, back = times(numbers, i, attempt)
        lines += [
            twin(_middle(numbers, i), meets, numbers[f"at_{end}"], back) for end in (i, i + 1)
        ]
    return "".join(lines)


def click(numbers: Mapping[str, Any], i: int) -> tuple[float, float]:
    """Return where a link's pair is seen to be made: half-way."""
    return _middle(numbers, i), times(numbers, i, numbers[f"attempts_{i}"])[1]


def swap(numbers: Mapping[str, Any], node: int) -> tuple[float, float]:
    """Return where a node swaps."""
    return numbers[f"at_{node}"], down(numbers, numbers[f"swapped_s_{node}"])


def news(numbers: Mapping[str, Any], node: int) -> str:
    """Write a node's messages to both ends, as double lines."""
    links = numbers["links"]
    if node >= links:
        return ""
    x, y = swap(numbers, node)
    lines = []
    for end, passed in ((0, range(node)), (links, range(node, links))):
        way = sum(numbers[f"light_s_{i}"] for i in passed)
        there = down(numbers, numbers[f"swapped_s_{node}"] + way)
        lines.append(twin(x, y, numbers[f"at_{end}"], there))
    return "".join(lines)


def half(numbers: Mapping[str, Any], node: int, side: str) -> str:
    """Write a half in memory: as long as it lies there, as thick as its phase is whole."""
    links = numbers["links"]
    i = node - 1 if side == "left" else node
    if not 0 <= i < links:
        return ""
    born = numbers[f"ready_s_{i}"] - numbers[f"light_s_{i}"]
    used = numbers[f"swapped_s_{node}"] if 0 < node < links else numbers["done_s"]
    sign = -1 if side == "left" else 1
    x = numbers[f"at_{node}"] + 2 * sign
    edge = []
    for k in range(CHART["samples"] + 1):
        time = born + (used - born) * k / CHART["samples"]
        wide = max(CHART["thin"], CHART["wide"] * exp(-(time - born) / numbers["t2_s"]))
        edge.append(f"L{number(x + sign * wide)} {number(down(numbers, time))}")
    start, end = number(down(numbers, born)), number(down(numbers, used))
    return f"M{number(x)} {start}{''.join(edge)}L{number(x)} {end}z"


def _square(drawing: Drawing) -> None:
    drawing.rect(-6, -6, 12, 12, fill="measured", stroke="card", rx=1.5)


def _check(drawing: Drawing) -> None:
    drawing.circle(0, 0, 8, fill="stage2", stroke="card")
    drawing.path("M-4 0l3 3.4l5 -6.4", stroke="card", width=2)


def cover_height(numbers: Mapping[str, Any]) -> float:
    """Return how much of the diagram has not happened yet, in pixels; marks reach over it."""
    return 0.0 if numbers["over"] else float(CHART["bottom"] + 12 - numbers["now_y"])


def _cover(drawing: Drawing, numbers: Mapping[str, Any]) -> None:
    left, right, y = CHART["from"] + 6, CHART["to"], numbers["now_y"]
    drawing.rect(left, y, right - left, cover_height(numbers), fill="card", part="cover")
    drawing.line(left, y, right, y, stroke="ink", width=1.5, opacity=float(not numbers["over"]),
                 part="now")  # fmt: skip


def _places(drawing: Drawing, numbers: Mapping[str, Any], names: Sequence[str]) -> None:
    """Draw the places' lines, their names, and the lengths between them."""
    top, bottom, links = CHART["top"], CHART["bottom"], numbers["links"]
    for node in range(MOST + 1):
        role = _role(numbers, node)
        with drawing.group(part=f"place-{node}", transform=moved((numbers[f"at_{node}"], 0)),
                           opacity=float(node <= links)):  # fmt: skip
            drawing.line(0, top - 6, 0, bottom, stroke=role, width=2, part=f"lane-{node}")
            drawing.text(0, top - (32 if node % 2 else 14), names[node], size=11, anchor="middle",
                         fill=role, bold=True, part=f"name-{node}")  # fmt: skip
    for i in range(MOST):
        drawing.text(_middle(numbers, i), bottom + 24, f"{number(numbers[f'length_km_{i}'])} km",
                     size=11, anchor="middle", fill="muted", opacity=float(i < links),
                     part=f"km-{i}")  # fmt: skip
    for part, x in (("a", CHART["left"]), ("b", CHART["right"])):
        with drawing.group(part=f"known-{part}", transform=moved((x, bottom)),
                           opacity=float(numbers["over"])):  # fmt: skip
            _check(drawing)


def log_rows(drawing: Drawing, numbers: Mapping[str, Any], names: Sequence[str]) -> None:
    """Write beside the diagram what happened, one below the other."""
    for k in range(ROWS):
        y = CHART["top"] + CHART["pitch"] * k
        for kind, sign in (("pair", None), ("swap", _square), ("done", _check)):
            shown = numbers[f"kind_{k}"] == kind and numbers[f"there_{k}"]
            with drawing.group(part=f"{kind}-sign-{k}", transform=moved((CHART["words"] - 11, y)),
                               opacity=float(shown)):  # fmt: skip
                if sign is None:
                    drawing.path(_STAR, fill="measured", stroke="card", width=1)
                else:
                    sign(drawing)
        drawing.text(CHART["words"] + 4, y + 4, event_words(numbers, k, names), size=12, bold=True,
                     part=f"event-{k}")  # fmt: skip
        drawing.text(CHART["words"] + 4, y + 20, left_over(numbers, k, names), size=11,
                     part=f"left-{k}")  # fmt: skip


def legend(drawing: Drawing) -> None:
    """Say what the lines and signs mean."""
    y = 514.0
    drawing.line(28, y - 4, 52, y - 4, stroke="quantum", width=2.5)
    drawing.text(58, y, "photon", size=11, fill="muted")
    drawing.path(twin(112, y - 4, 138, y - 4), stroke="classical", dash=CHANNELS["classical"].dash)
    drawing.text(144, y, "news", size=11, fill="muted")
    with drawing.group(transform=moved((194, y - 4))):
        drawing.path(_STAR, fill="measured", stroke="card", width=1)
    drawing.text(206, y, "click half-way", size=11, fill="muted")
    with drawing.group(transform=moved((306, y - 4))):
        _square(drawing)
    drawing.text(317, y, "swap", size=11, fill="muted")
    drawing.path(f"M360 {number(y - 11)}h9l-5 14h-4z", fill="alice", stroke=None)
    drawing.text(375, y, "half in memory, decaying", size=11, fill="muted")
    drawing.text(536, y, "faint: it failed", size=11, fill="muted")


def readout(drawing: Drawing, values: Sequence[str], words: str) -> None:
    """Write how long halves wait, for what, and what that leaves."""
    drawing.rect(16, 530, 608, 102, fill="panel", stroke="grid", rx=8)
    for k, (x, name, value) in enumerate(zip(_COLUMNS, HEADS, values, strict=True)):
        drawing.text(x, 553, name, size=11, fill="muted")
        drawing.text(x, 576, value, size=15, bold=True, part=f"is-{k}")
    drawing.line(28, 592, 612, 592, stroke="grid", width=1)
    drawing.text(32, 616, words, size=12, part="left")
