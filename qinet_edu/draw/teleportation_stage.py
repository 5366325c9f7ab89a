"""The stage on which teleportation is shown: Alice at the left, Bob at the right, fibre between."""

from collections.abc import Mapping
from math import pi, sin
from typing import Any

from qinet_edu.draw.geometry import View
from qinet_edu.draw.globe import arrow, globe, pointer
from qinet_edu.draw.palette import CHANNELS
from qinet_edu.draw.svg import Drawing, decimals, number
from qinet_edu.units import time_words

MESSAGE, BOB = View(116, 172, 52), View(524, 172, 52)
LINE = {"left": 234.0, "right": 406.0}
# Where a lost bit ends, as a share of its way.
LOST_AT = 0.5
ROWS = {"z": 300.0, "x": 335.0}
CLOCK = {"left": 76.0, "width": 540.0}
BAR = {"left": 388.0, "width": 168.0}
_LEFT, _RIGHT, _TOP, _BOTTOM = 206.0, 434.0, 80.0, 358.0
_LINK = 240.0
_UNDER_BALLS = 274.0
FAINT = 0.3


def stage(numbers: Mapping[str, Any], heading: str, words: tuple[str, str]) -> Drawing:
    """Draw the whole stage.

    Args:
        numbers: what is to be shown, as ``teleport_numbers`` returns.
        heading: which step this is.
        words: what happens in it, in two lines.
    """
    drawing = Drawing(640, 474 if numbers["judged"] else 422)
    drawing.text(24, 32, heading, size=17, bold=True, part="heading")
    for row, line in enumerate(words):
        drawing.text(24, 52 + 17 * row, line, size=12, fill="muted", part=f"words-{row}")
    _parties(drawing)
    _alice(drawing, numbers)
    _bob(drawing, numbers)
    _pair(drawing, numbers)
    for gate in "zx":
        _bit(drawing, numbers, gate)
    _clock(drawing, numbers)
    if numbers["judged"]:
        _fidelities(drawing, numbers)
    return drawing


def _parties(drawing: Drawing) -> None:
    for name, role, left in (("Alice", "alice", 24.0), ("Bob", "bob", _RIGHT)):
        width = _LEFT - 24
        drawing.rect(left, _TOP, width, _BOTTOM - _TOP, fill=role, rx=8, fill_opacity=0.08)
        drawing.rect(left, _TOP, width, _BOTTOM - _TOP, fill="none", stroke=role, rx=8)
        drawing.text(left + 12, _TOP + 22, name, size=14, bold=True, fill=role)


def _alice(drawing: Drawing, numbers: Mapping[str, Any]) -> None:
    globe(drawing, MESSAGE, labels=False)
    _equator_names(drawing, MESSAGE)
    with drawing.group(part="message", opacity=1.0 if numbers["step"] == 1 else FAINT):
        arrow(drawing, MESSAGE, numbers["theta"], numbers["phi"], angles=False)
    drawing.text(MESSAGE.cx, _UNDER_BALLS, message_words(numbers), size=12, anchor="middle",
                 part="message-words")  # fmt: skip
    for gate, name in (("z", "message’s bit"), ("x", "half’s bit")):
        drawing.text(_LEFT - 12, ROWS[gate] + 4, name, size=11, anchor="end", fill="muted")


def _bob(drawing: Drawing, numbers: Mapping[str, Any]) -> None:
    globe(drawing, BOB, labels=False, part="bob-ball")
    _equator_names(drawing, BOB)
    tip = tuple(numbers[f"bob_{axis}"] for axis in "xyz")
    pointer(drawing, BOB, (tip[0], tip[1], tip[2]), name="bob")
    drawing.circle(numbers["known_tip_x"], numbers["known_tip_y"], 12.5, fill="none", stroke="bob",
                   stroke_width=2.5, part="known")  # fmt: skip
    drawing.text(BOB.cx, _UNDER_BALLS, "ring: what he can know", size=11, anchor="middle",
                 fill="bob")  # fmt: skip
    for gate in "zx":
        y, mark = ROWS[gate], gate_mark(numbers, gate)
        drawing.rect(_RIGHT + 14, y - 14, 30, 28, fill="card", stroke="bob", rx=4, stroke_width=2,
                     stroke_dasharray=mark["dash"], part=f"gate-{gate}")  # fmt: skip
        drawing.text(_RIGHT + 29, y + 5, gate.upper(), size=14, anchor="middle", bold=True,
                     fill="bob")  # fmt: skip
        drawing.text(_RIGHT + 52, y + 4, mark["words"], size=11, part=f"gate-words-{gate}")


def _equator_names(drawing: Drawing, view: View) -> None:
    """Name the two ends of axes that are in front; the others lie across from them."""
    for axis, name, right in (((1.0, 0.0, 0.0), "|+⟩", -1), ((0.0, 1.0, 0.0), "|+i⟩", 19)):
        x, y = view.point(axis)
        drawing.text(x + right, y + 16, name, size=11, anchor="middle", fill="muted",
                     stroke="panel", stroke_width=2.0, paint_order="stroke")  # fmt: skip


def _pair(drawing: Drawing, numbers: Mapping[str, Any]) -> None:
    """Draw the pair as a wave between its halves, faint once it is used up."""
    whole = numbers["step"] < 2
    points = (
        f"{number(x)} {number(_LINK + 5 * sin((x - _LEFT) * 2 * pi / 19))}"
        for x in (_LEFT + 3 * k for k in range(int((_RIGHT - _LEFT) / 3) + 1))
    )
    drawing.path("M" + "L".join(points), stroke="quantum", width=2.5, part="link",
                 stroke_opacity=1.0 if whole else FAINT)  # fmt: skip
    drawing.circle(_LEFT, _LINK, 10, fill="quantum", stroke="quantum", stroke_width=2,
                   fill_opacity=1.0 if whole else 0.0, part="half")  # fmt: skip
    drawing.circle(_RIGHT, _LINK, 10, fill="quantum", stroke="quantum", stroke_width=2)
    drawing.text(_LEFT - 16, _LINK + 4, "her half", size=11, anchor="end", fill="quantum")
    drawing.text(_RIGHT + 16, _LINK + 4, "his half", size=11, fill="quantum")
    middle = (_LEFT + _RIGHT) / 2
    drawing.text(middle, _LINK - 18, pair_words(numbers), size=12, anchor="middle", bold=True,
                 fill="quantum", part="pair-words")  # fmt: skip
    drawing.text(middle, _UNDER_BALLS, fibre_words(numbers), size=12, anchor="middle", fill="muted",
                 part="fibre-words")  # fmt: skip


def _bit(drawing: Drawing, numbers: Mapping[str, Any], gate: str) -> None:
    """Draw one classical line, the packet on it, and the cross where it may be lost."""
    y = ROWS[gate]
    for shift in (-2.0, 2.0):
        drawing.line(_LEFT, y + shift, _RIGHT + 14, y + shift, stroke="classical",
                     dash=CHANNELS["classical"].dash)  # fmt: skip
    at = number(numbers[f"packet_{gate}"])
    with drawing.group(part=f"packet-{gate}", opacity=1.0 if numbers["step"] >= 2 else 0.0,
                       transform=f"translate({at} {number(y)})"):  # fmt: skip
        drawing.rect(-17, -14, 34, 28, fill="card", stroke="classical", rx=4, stroke_width=2)
        bit = numbers["m_alice" if gate == "x" else "m_message"]
        drawing.text(0, 6, str(bit), size=16, anchor="middle", bold=True, part=f"bit-{gate}")
    middle = (LINE["left"] + LINE["right"]) / 2
    with drawing.group(part=f"lost-{gate}", opacity=1.0 if is_lost(numbers, gate) else 0.0):
        for rise in (-13.0, 13.0):
            drawing.line(middle - 17, y - rise, middle + 17, y + rise, stroke="error", width=4)
        drawing.text(middle + 24, y + 4, "lost", size=11, bold=True, fill="error",
                     stroke="card", stroke_width=5.0, paint_order="stroke")  # fmt: skip


def _clock(drawing: Drawing, numbers: Mapping[str, Any]) -> None:
    left, width = CLOCK["left"], CLOCK["width"]
    drawing.text(24, 388, "Clock", size=13, bold=True)
    drawing.rect(left, 377, width, 12, fill="panel", stroke="grid", rx=3)
    drawing.rect(left, 377, width * clock_share(numbers), 12, fill="classical", rx=3, part="clock")
    drawing.text(left, 406, clock_words(numbers), size=12, part="clock-words")
    if numbers["judged"]:
        drawing.text(left + width, 406, memory_words(numbers), size=12, anchor="end", fill="muted",
                     part="memory-words")  # fmt: skip


def _fidelities(drawing: Drawing, numbers: Mapping[str, Any]) -> None:
    left, width = BAR["left"], BAR["width"]
    drawing.text(24, 435, "Fidelity with the message", size=13, bold=True)
    for row, (key, name) in enumerate(
        (("fidelity", "this run, now"), ("average", "average at the end"))
    ):
        y = 422 + 21 * row
        drawing.text(left - 8, y + 12, name, size=12, anchor="end")
        drawing.rect(left, y, width, 16, fill="panel", stroke="grid", rx=3)
        drawing.rect(left, y, width * numbers[key], 16, fill="measured", rx=3, part=f"bar-{key}")
        drawing.text(left + width + 10, y + 13, decimals(numbers[key], 3), size=13, bold=True,
                     part=f"is-{key}")  # fmt: skip
    for x, top, bottom in ((left + width * 2 / 3, 419.0, 462.0), (27.0, 443.0, 459.0)):
        drawing.line(x, top, x, bottom, stroke="predicted", width=2, dash="4 3")
    drawing.text(36, 455, "2/3: the most without a pair", size=11, fill="muted")


def message_words(numbers: Mapping[str, Any]) -> str:
    """Say what has become of the message."""
    return ("message: still to come", "the message", "measured: gone")[min(numbers["step"], 2)]


def pair_words(numbers: Mapping[str, Any]) -> str:
    """Say what has become of the pair."""
    return "pair Φ+" if numbers["step"] < 2 else "the pair is used up"


def fibre_words(numbers: Mapping[str, Any]) -> str:
    """Say how long the fibre is, and how long light takes through it."""
    return f"{number(numbers['length_km'])} km: {time_words(numbers['delay_ms'] / 1000)} one way"


def is_lost(numbers: Mapping[str, Any], gate: str) -> bool:
    """Return whether a bit that is to be lost has been by now."""
    late = numbers["step"] > 3 or (numbers["step"] == 3 and numbers["progress"] >= LOST_AT)
    return bool(numbers[f"drop_{gate}"] and late)


def gate_mark(numbers: Mapping[str, Any], gate: str) -> dict[str, str]:
    """Say how a correction of Bob's looks: to come, to be done, or left out."""
    step, bit = numbers["step"], numbers["m_alice" if gate == "x" else "m_message"]
    dash, words = "3 3", "waits" if step in (2, 3) else ""
    if step >= 4:
        if numbers[f"drop_{gate}"]:
            words = "lost: left out"
        elif bit:
            dash, words = "none", "bit 1: applied" if step == 5 else "bit 1: apply"
        else:
            words = "bit 0: left out" if step == 5 else "bit 0: leave out"
    return {"dash": dash, "words": words}


def clock_share(numbers: Mapping[str, Any]) -> float:
    """Return how much of the bits' time has passed, 0 to 1."""
    if numbers["step"] == 3:
        return float(numbers["progress"])
    return 1.0 if numbers["step"] > 3 else 0.0


def clock_words(numbers: Mapping[str, Any]) -> str:
    """Say how long ago Alice measured."""
    if numbers["step"] < 2:
        return "Alice has not measured yet."
    time, delay = (time_words(numbers[key] / 1000) for key in ("time_ms", "delay_ms"))
    return f"{time} of {delay} since Alice measured"


def memory_words(numbers: Mapping[str, Any]) -> str:
    """Say how good Bob's memory is, and what it has left."""
    left = decimals(numbers["coherence"])
    return f"Bob’s memory, T2 = {number(numbers['t2_ms'])} ms: coherence {left}"
