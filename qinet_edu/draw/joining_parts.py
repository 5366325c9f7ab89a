"""The parts of the picture of swaps: nodes, the pairs step by step, and the frame's sum."""

from collections.abc import Mapping, Sequence
from typing import Any

from qinet_edu.draw.joining_words import (
    FRAMES,
    bit_words,
    fidelity_words,
    in_frame,
    step_words,
    sum_words,
    total_words,
)
from qinet_edu.draw.palette import EVENTS
from qinet_edu.draw.svg import Drawing
from qinet_edu.draw.waiting_map import moved

# The most links that can be drawn: those of the backbone.
LINKS = 8
# Where everything stands that moves; the live view is given the same.
CHART: dict[str, Any] = {
    "links": LINKS, "left": 76.0, "right": 596.0, "node": 140.0, "radius": 13.0, "top": 168.0,
    "deepest": 434.0, "pitch": 60.0, "high": 20.0, "gap": 5.0, "badge": 28.0,
    "total": 474.0, "foot": 468.0, "tint": 0.16,
}  # fmt: skip
# The rows of bits under the chart: their heads, those for Z and those for X.
_HEAD, _ROWS = 524.0, {"z": 544.0, "x": 564.0}
_NAMES = (105.0, 120.0)


def columns(links: int, steps: int) -> dict[str, float]:
    """Return where the nodes stand, and how far apart the steps do.

    Nodes that are not there stand at the far end. Steps move together when there are many.
    """
    wide = (CHART["right"] - CHART["left"]) / links
    places = {f"at_{i}": CHART["left"] + wide * min(i, links) for i in range(LINKS + 1)}
    room = CHART["deepest"] - CHART["top"]
    return {**places, "pitch": min(CHART["pitch"], room / max(1, steps))}


def row_y(numbers: Mapping[str, Any], k: int) -> float:
    """Return the upper edge of the pairs after a step."""
    return float(CHART["top"] + numbers["pitch"] * k)


def bits_y(numbers: Mapping[str, Any], node: int) -> float:
    """Return where the bits of a node stand: half-way down to the pairs after its swap."""
    gap = numbers["pitch"] - CHART["high"]
    return row_y(numbers, numbers[f"step_{node}"]) - float(gap) / 2


def lane_end(numbers: Mapping[str, Any], node: int) -> float:
    """Return down to where a node still has two halves: to its swap, or to the foot."""
    return bits_y(numbers, node) - 8 if numbers[f"step_{node}"] else float(CHART["foot"])


def open_to(numbers: Mapping[str, Any], node: int) -> bool:
    """Tell whether a node can still swap."""
    return node < numbers["links"] and not numbers[f"step_{node}"]


def nodes(drawing: Drawing, numbers: Mapping[str, Any], names: Sequence[str]) -> None:
    """Draw the towns, and from each the line on which its two halves wait to be measured."""
    links, y, r = numbers["links"], CHART["node"], CHART["radius"]
    for i, name in enumerate(names):
        drawing.text(numbers[f"at_{i}"], _NAMES[i % 2], name, size=11, anchor="middle",
                     font_weight="bold" if i in (0, links) else "normal",
                     opacity=float(i <= links), part=f"town-{i}")  # fmt: skip
    for i in range(1, LINKS):
        x, swapped = numbers[f"at_{i}"], numbers[f"step_{i}"] > 0
        with drawing.group(part=f"node-{i}", opacity=float(i < links)):
            drawing.line(x, y + r, x, lane_end(numbers, i), stroke="line", width=1, dash="2 4",
                         part=f"lane-{i}")  # fmt: skip
            with drawing.group(part=f"stands-{i}", transform=moved((x, y))):
                with drawing.group(part=f"ready-{i}", opacity=float(not swapped)):
                    drawing.circle(0, 0, r, fill="charlie")
                    drawing.text(0, 4.5, str(i), anchor="middle", fill="card", bold=True)
                with drawing.group(part=f"done-{i}", opacity=float(swapped)):
                    drawing.rect(-r + 1, -r + 1, 2 * r - 2, 2 * r - 2, fill="card",
                                 stroke="measured", stroke_width=2, rx=2)  # fmt: skip
                    drawing.text(0, 4.5, str(i), anchor="middle", fill="measured", bold=True)
                drawing.circle(0, 0, r + 6, fill="none", part=f"press-{i}",
                               pointer_events="all" if open_to(numbers, i) else "none")  # fmt: skip
    for party, i in (("alice", 0), ("bob", links)):
        with drawing.group(part=party, transform=moved((numbers[f"at_{i}"], y))):
            drawing.circle(0, 0, r, fill=party)
            drawing.text(0, 4.5, party[0].upper(), anchor="middle", fill="card", bold=True)


def rows(drawing: Drawing, numbers: Mapping[str, Any]) -> None:
    """Draw the pairs that there are after each step, and the bits that the step told."""
    for k in range(LINKS):
        drawing.text(24, row_y(numbers, k) + 14, step_words(k), size=11, fill="muted",
                     opacity=float(k <= numbers["steps"]), part=f"step-{k}")  # fmt: skip
        for i in range(LINKS):
            _pair(drawing, numbers, k, i)
    for node in range(1, LINKS):
        place = (numbers[f"at_{node}"], bits_y(numbers, node))
        # Bits that are not there yet lie unseen over their node, and must not take its clicks.
        with drawing.group(part=f"bits-{node}", transform=moved(place), pointer_events="none",
                           opacity=float(numbers[f"step_{node}"] > 0)):  # fmt: skip
            drawing.rect(-13, -8, 26, 16, fill="measured", rx=2)
            drawing.text(0, 4.5, node_bits(numbers, node), size=12, anchor="middle", fill="card",
                         bold=True, part=f"told-{node}")  # fmt: skip


def node_bits(numbers: Mapping[str, Any], node: int) -> str:
    """Write the two bits of a node, for Z and for X."""
    return "".join(bit_words(numbers[f"{bit}_{node}"]) for bit in "zx")


def _pair(drawing: Drawing, numbers: Mapping[str, Any], k: int, i: int) -> None:
    to, new, y = numbers[f"to_{k}_{i}"], numbers[f"new_{k}_{i}"], row_y(numbers, k)
    there = to >= 0
    left = numbers[f"at_{i}"] + CHART["gap"]
    right = numbers[f"at_{to if there else i}"] - CHART["gap"]
    with drawing.group(part=f"pair-{k}-{i}", opacity=float(there)):
        drawing.rect(left, y, max(0.0, right - left), CHART["high"], fill="quantum",
                     stroke="quantum", fill_opacity=CHART["tint"] * new,
                     stroke_width=2.5 if new else 1.2, rx=5, part=f"bar-{k}-{i}")  # fmt: skip
        drawing.text((left + right) / 2, y + 14, fidelity_words(numbers[f"f_{k}_{i}"]), size=11,
                     anchor="middle", font_weight="bold" if new else "normal",
                     part=f"f-{k}-{i}")  # fmt: skip
        framed = there and to > i + 1
        place = (right - CHART["badge"] / 2 - 3, y + CHART["high"] / 2)
        with drawing.group(part=f"badge-{k}-{i}", transform=moved(place), opacity=float(framed)):
            drawing.rect(-CHART["badge"] / 2, -7.5, CHART["badge"], 15, fill="card",
                         stroke="classical", stroke_width=1.5, rx=7)  # fmt: skip
            drawing.text(0, 4, FRAMES[numbers[f"frame_{k}_{i}"]], size=11, anchor="middle",
                         fill="classical", bold=True, part=f"frame-{k}-{i}")  # fmt: skip


def total(drawing: Drawing, numbers: Mapping[str, Any]) -> None:
    """Draw what any order of the swaps comes to."""
    left, right = CHART["left"] + CHART["gap"], CHART["right"] - CHART["gap"]
    drawing.text(24, CHART["total"] + 14, "all", size=11, fill="muted")
    drawing.rect(left, CHART["total"], right - left, CHART["high"], fill="none",
                 stroke="predicted", stroke_width=1.5, stroke_dasharray=EVENTS["predicted"].dash,
                 rx=5)  # fmt: skip
    drawing.text((left + right) / 2, CHART["total"] + 14, total_words(numbers), size=11,
                 anchor="middle", part="total")  # fmt: skip


def frame_table(drawing: Drawing, numbers: Mapping[str, Any]) -> None:
    """Write the bits of every node under it, and under Bob the sums over his pair."""
    drawing.text(24, _HEAD, "node", size=11, fill="muted")
    drawing.text(CHART["right"], _HEAD, "sum", size=11, anchor="middle", fill="muted")
    for bit, y in _ROWS.items():
        drawing.text(24, y, f"bits for {bit.upper()}", size=11, fill="muted")
        drawing.text(CHART["right"], y, sum_words(numbers, bit), size=13, anchor="middle",
                     fill="classical", bold=True, part=f"sum-{bit}")  # fmt: skip
    for node in range(1, LINKS):
        x = numbers[f"at_{node}"]
        with drawing.group(part=f"column-{node}", opacity=float(node < numbers["links"])):
            drawing.text(x, _HEAD, str(node), size=11, anchor="middle", fill="muted",
                         part=f"head-{node}")  # fmt: skip
            for bit, y in _ROWS.items():
                drawing.text(x, y, bit_words(numbers[f"{bit}_{node}"]), size=13, anchor="middle",
                             font_weight="bold" if in_frame(numbers, node) else "normal",
                             part=f"{bit}-{node}")  # fmt: skip
