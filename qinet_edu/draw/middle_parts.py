"""The parts of the picture of a source in the middle: its stage, its rounds, its tests."""

from collections.abc import Sequence
from math import cos, pi, sin
from typing import Any

from qinet_edu.draw import middle_words as words
from qinet_edu.draw.bench import LOCAL, QUANTUM
from qinet_edu.draw.palette import EVENTS, PARTIES
from qinet_edu.draw.rounds_table import moved, percent
from qinet_edu.draw.svg import Drawing, number

ROWS = 8
# Where everything stands that moves; the live view is given the same.
PLACE = {
    "alice_cx": 84.0, "bob_cx": 556.0, "cy": 142.0, "hand": 34.0, "left": 150.0, "width": 330.0,
}  # fmt: skip
# Middle of each column of the table, and who it belongs to.
COLUMNS = (
    (46.0, "muted"), (134.0, "source"), (236.0, "alice"), (292.0, "alice"), (370.0, "bob"),
    (430.0, "bob"), (544.0, "ink"),
)  # fmt: skip
_HEADS = ("round", "sends", "basis", "finds", "basis", "finds", "serves for")
_TOP, _STEP = 284.0, 23.0
_GAUGES = (("z", "key rounds, Z", 496.0), ("x", "test in X", 530.0), ("s", "Bell test, S", 608.0))


def gauge_x(share: float) -> float:
    """Return where a share of a gauge's whole lies; what is beyond stays at its end.

    Example:
        >>> gauge_x(0.5), gauge_x(2), gauge_x(-1)
        (315.0, 480.0, 150.0)
    """
    return PLACE["left"] + PLACE["width"] * min(1.0, max(0.0, share))


def stage(drawing: Drawing, numbers: dict[str, Any]) -> None:
    """Draw the source, its two fibres, both analysers, and the pair of the last round."""
    cy = PLACE["cy"]
    for who, side in (("alice", -1), ("bob", 1)):
        start, end = 320 + side * 54, PLACE[f"{who}_cx"] - side * 44
        drawing.line(start, cy, end, cy, stroke="quantum", width=2.5)
        drawing.path(f"M{number(end - 8 * side)} {number(cy - 6)}l{8 * side} 6l{-8 * side} 6z",
                     fill="quantum", stroke=None)  # fmt: skip
        _analyser(drawing, who, numbers)
    for owner, role, shown in (
        ("Charlie’s", "charlie", numbers["eve"] == 0), ("Eve’s", "eve", numbers["eve"] > 0)
    ):  # fmt: skip
        with drawing.group(part=f"source-{role}", opacity=float(shown)):
            drawing.rect(266, cy - 34, 108, 68, fill="card", stroke=role, rx=9, stroke_width=2.5)
            drawing.circle(266, cy - 34, 12, fill=role, stroke="card", stroke_width=1.5)
            drawing.text(266, cy - 29.5, PARTIES[role].mark, size=13, anchor="middle", fill="card",
                         bold=True)  # fmt: skip
            drawing.text(320, cy - 10, owner, size=15, anchor="middle", fill=role, bold=True)
            drawing.text(320, cy + 7, "source", size=13, anchor="middle", fill=role)
    drawing.text(320, cy + 25, words.fidelity_words(numbers), size=12, anchor="middle",
                 part="fidelity")  # fmt: skip
    _pair(drawing, numbers)


def _analyser(drawing: Drawing, who: str, numbers: dict[str, Any]) -> None:
    """Draw one dial, with the setting of the last round and what was found."""
    cx, cy, radius = PLACE[f"{who}_cx"], PLACE["cy"], 38.0
    drawing.text(cx, cy - 60, who.title(), size=15, bold=True, anchor="middle", fill=who)
    drawing.circle(cx, cy, radius, fill="panel", stroke=who, stroke_width=2)
    for k in range(8):
        across, up = sin(k * pi / 4), cos(k * pi / 4)
        drawing.line(cx + 32 * across, cy - 32 * up, cx + radius * across, cy - radius * up,
                     stroke="line", width=1)  # fmt: skip
    drawing.text(cx, cy - 43, "Z", size=11, anchor="middle", fill="muted")
    # On Alice's side the fibre arrives where X stands: its name steps aside.
    drawing.text(cx + 43, cy - 9 if who == "alice" else cy + 4, "X", size=11, fill="muted")
    shown = float(numbers["step"] > 0)
    with drawing.group(part=f"turned-{who}", opacity=shown):
        drawing.line(cx, cy, numbers[f"{who}_hand_x"], numbers[f"{who}_hand_y"], stroke=who,
                     width=3.5, part=f"hand-{who}")  # fmt: skip
        drawing.circle(cx, cy, 4, fill=who)
    drawing.text(cx, cy + 58, found_words(who, numbers), anchor="middle", fill=who, bold=True,
                 part=f"found-{who}")  # fmt: skip


def found_words(who: str, numbers: dict[str, Any]) -> str:
    """Write the setting and the outcome of the last round."""
    if not numbers["step"]:
        return ""
    cells = numbers["rows"].strip(";").split(";")[-1].split(",")
    setting, found = cells[2:4] if who == "alice" else cells[4:6]
    return f"{setting}: finds {found}"


def _pair(drawing: Drawing, numbers: dict[str, Any]) -> None:
    """Draw the pair of the last round: one state of both, or two decided halves."""
    cy = PLACE["cy"]
    halves = (197.0, 443.0)
    with drawing.group(part="honest", opacity=float(numbers["shows_honest"])):
        drawing.path(f"M{number(halves[0])} {number(cy + 10)}C220 {number(cy + 62)} "
                     f"420 {number(cy + 62)} {number(halves[1])} {number(cy + 10)}",
                     stroke="quantum", width=2, dash="1 4")  # fmt: skip
        for x in halves:
            drawing.circle(x, cy, 10, fill="quantum", stroke="card", stroke_width=2)
            drawing.text(x, cy - 18, "half of Φ+", size=12, anchor="middle", fill="quantum")
    with drawing.group(part="fake", opacity=float(numbers["shows_fake"])):
        for x in halves:
            drawing.circle(x, cy, 10, fill="eve", stroke="card", stroke_width=2)
    for who, x in zip(("alice", "bob"), halves, strict=True):
        drawing.text(x, cy - 18, half_words(numbers), size=12, anchor="middle", fill="eve",
                     part=f"half-{who}")  # fmt: skip
    drawing.text(320, cy + 70, words.pair_words(numbers), size=12, anchor="middle", fill="muted",
                 part="pair-words")  # fmt: skip


def half_words(numbers: dict[str, Any]) -> str:
    """Write what each half of a fake was decided to be."""
    if not numbers["shows_fake"]:
        return ""
    sent = str(numbers["rows"].strip(";").split(";")[-1].split(",")[1])
    return sent[1:]


def table(drawing: Drawing, rows: Sequence[str]) -> None:
    """Draw the last rounds, the newest at the bottom."""
    for middle, who, left, right in (
        (134, "source", 84, 184), (264, "alice", 210, 318), (400, "bob", 344, 456)
    ):  # fmt: skip
        role = "quantum" if who == "source" else who
        drawing.text(middle, 244, who.title(), anchor="middle", fill=role, bold=True)
        drawing.line(left, 250, right, 250, stroke=role, width=2)
    for (x, role), head in zip(COLUMNS, _HEADS, strict=True):
        drawing.text(x, 268, head, size=11, anchor="middle", fill=_ink(role, "muted"))
    for k, one in enumerate(rows):
        y, cells = _TOP + _STEP * k, one.split(",") if one else [""] * len(COLUMNS)
        fate = cells[-1]
        drawing.rect(20, y - 9, 600, 20, fill="panel", stroke="measured", rx=5,
                     opacity=float(fate in ("key", "test in X")), part=f"kept-{k}")  # fmt: skip
        drawing.rect(20, y - 9, 600, 20, fill="error", fill_opacity=0.2, stroke="error", rx=5,
                     stroke_width=1.5, stroke_dasharray=EVENTS["error"].dash,
                     opacity=float(fate.endswith("wrong")), part=f"wrong-{k}")  # fmt: skip
        drawing.rect(20, y - 9, 600, 20, fill="none", stroke="predicted", rx=5,
                     stroke_dasharray="2 3", opacity=float(fate.startswith("Bell")),
                     part=f"bell-{k}")  # fmt: skip
        for column, ((x, role), cell) in enumerate(zip(COLUMNS, cells, strict=True)):
            if role == "source":
                fake = cell not in ("", "Φ+")
                drawing.text(x, y + 6, "" if fake else cell, anchor="middle", fill="quantum",
                             part=f"pair-{k}")  # fmt: skip
                drawing.text(x, y + 6, cell if fake else "", anchor="middle", fill="eve",
                             bold=True, part=f"fake-{k}")  # fmt: skip
            else:
                drawing.text(x, y + 6, cell, anchor="middle", fill=role, part=f"cell-{k}-{column}")


def _ink(role: str, instead: str) -> str:
    return {"source": "quantum", "ink": instead}.get(role, role)


def gauges(drawing: Drawing, numbers: dict[str, Any]) -> None:
    """Draw both error rates and S, measured and expected, with what divides key from no key."""
    left, right = PLACE["left"], PLACE["left"] + PLACE["width"]
    limit, local = gauge_x(numbers["limit"] / 0.5), gauge_x(LOCAL / QUANTUM)
    drawing.text(24, 484, "Wrong bits", size=14, bold=True)
    drawing.text(limit + 7, 484, f"{percent(numbers['limit'])} in both: no key", size=11,
                 fill="error")  # fmt: skip
    for name, label, top in _GAUGES:
        bad = (left, local) if name == "s" else (limit, right)
        drawing.text(24, top + 18, label, size=12)
        drawing.rect(left, top, right - left, 26, fill="panel", stroke="line", rx=3)
        drawing.rect(bad[0], top, bad[1] - bad[0], 26, fill="error", fill_opacity=0.16)
        _marks(drawing, name, top, numbers)
        drawing.text(right + 12, top + 18, words.measured_words(name, numbers), size=12, bold=True,
                     part=f"is-{name}")  # fmt: skip
    drawing.line(limit, 474, limit, 562, stroke="error", width=2)
    for share in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5):
        x = gauge_x(share / 0.5)
        drawing.line(x, 556, x, 562, stroke="line", width=1)
        drawing.text(x, 575, percent(share, 0), size=11, anchor="middle", fill="muted")
    drawing.line(local, 590, local, 640, stroke="error", width=2)
    drawing.text(local - 7, 600, "up to 2: may be decided beforehand", size=11, fill="error",
                 anchor="end")  # fmt: skip
    drawing.text(local + 7, 600, "entangled", size=11)
    for value, text in ((0.0, "0"), (1.0, "1"), (LOCAL, "2"), (QUANTUM, "2√2")):
        x = gauge_x(value / QUANTUM)
        drawing.line(x, 634, x, 640, stroke="line", width=1)
        drawing.text(x, 653, text, size=11, anchor="middle", fill="muted")
    drawing.rect(432, 474, 11, 11, fill="measured")
    drawing.text(449, 484, "measured", size=11, fill="muted")
    drawing.path("M522 479l6 -7l6 7l-6 7z", stroke="predicted", width=2)
    drawing.text(540, 484, "expected", size=11, fill="muted")
    drawing.text(24, 674, "After many rounds", size=11, fill="muted")
    for part, line, y in zip(("verdict-0", "verdict-1"), words.verdict_words(numbers), (0, 18),
                             strict=True):  # fmt: skip
        drawing.text(24, 694 + y, line, bold=not y, part=part)


def _marks(drawing: Drawing, name: str, top: float, numbers: dict[str, Any]) -> None:
    """Draw a measured square with its error over the diamond that theory expects."""
    seen = numbers["s_seen"] if name == "s" else numbers[f"{name}_rounds"]
    with drawing.group(part=f"measured-{name}", opacity=float(seen > 0)):
        drawing.line(numbers[f"{name}_low"], top + 7, numbers[f"{name}_high"], top + 7,
                     stroke="measured", width=3, part=f"bar-{name}")  # fmt: skip
        drawing.rect(numbers[f"{name}_x"] - 5, top + 2, 10, 10, fill="measured", stroke="card",
                     stroke_width=1.5, part=f"mark-{name}")  # fmt: skip
    drawing.path(f"M-6 {number(top + 19)}l6 -6l6 6l-6 6z", fill="none", stroke="predicted",
                 width=2, part=f"expected-{name}",
                 transform=moved(numbers[f"{name}_expected_x"]))  # fmt: skip


def told(drawing: Drawing, numbers: dict[str, Any]) -> None:
    """Write out what Eve knows of a key bit, and what each way to test leaves of it."""
    top = 726.0
    drawing.rect(16, top, 608, 76, fill="panel", stroke="grid", rx=8)
    for (x, name, part, role), value in zip(
        ((32, "Eve knows", "knows", "eve"), (124, "key by Z alone", "z-alone", "ink"),
         (262, "by Z and X: BBM92", "bbm92", "ink"),
         (406, "by Z and S: device-independent", "by-s", "ink")),
        words.told_words(numbers), strict=True,
    ):  # fmt: skip
        drawing.text(x, top + 21, name, size=12, fill="muted")
        drawing.text(x, top + 45, value, size=17, bold=True, fill=role, part=part)
    drawing.text(173, top + 44, words.warning_words(numbers), size=11, fill="error", bold=True,
                 part="warning")  # fmt: skip
    drawing.text(32, top + 66, "Bits per key bit, after many rounds. With S nobody need trust the "
                 "analysers either.", size=12, fill="muted")  # fmt: skip
