"""The parts of the picture of BB84: its table, the gauge of the error rate, and the counts."""

from collections.abc import Sequence
from typing import Any

from qinet_edu.draw.palette import EVENTS
from qinet_edu.draw.svg import Drawing, decimals

ROWS = 10
# The gauge of the error rate, from 0 to 50 %.
GAUGE = {"left": 40.0, "width": 560.0, "most": 0.5, "top": 418.0}
# Middle of each column, and who it belongs to.
COLUMNS = (
    (42.0, "muted"), (96.0, "alice"), (144.0, "alice"), (192.0, "alice"), (268.0, "eve"),
    (322.0, "eve"), (398.0, "bob"), (446.0, "bob"), (544.0, "ink"),
)  # fmt: skip
_HEADS = ("round", "bit", "basis", "sends", "basis", "finds", "basis", "finds", "after sifting")
_TOP, _STEP = 122.0, 24.0


def percent(share: float, places: int = 1) -> str:
    """Write a share in per cent.

    Example:
        >>> percent(0.25), percent(0.5, 0)
        ('25.0 %', '50 %')
    """
    return f"{decimals(100 * share, places)} %"


def gauge_x(share: float) -> float:
    """Return where an error rate lies on the gauge; what is beyond stays at its end.

    Example:
        >>> gauge_x(0.25), gauge_x(0.9), gauge_x(-0.1)
        (320.0, 600.0, 40.0)
    """
    return GAUGE["left"] + GAUGE["width"] * min(1.0, max(0.0, share / GAUGE["most"]))


def table(drawing: Drawing, rows: Sequence[str]) -> None:
    """Draw the last rounds, the newest at the bottom."""
    for middle, who, left, right in (
        (144, "alice", 74, 214), (295, "eve", 244, 346), (422, "bob", 376, 470)
    ):  # fmt: skip
        drawing.text(middle, 84, who.title(), anchor="middle", fill=who, bold=True)
        drawing.line(left, 90, right, 90, stroke=who, width=2)
    for (x, role), head in zip(COLUMNS, _HEADS, strict=True):
        drawing.text(x, 107, head, size=11, anchor="middle",
                     fill="muted" if role == "ink" else role)  # fmt: skip
    for k, row in enumerate(rows):
        y, cells = _TOP + _STEP * k, row.split(",") if row else [""] * len(COLUMNS)
        fate = cells[-1]
        drawing.rect(20, y - 9, 600, 21, fill="panel", stroke="measured", rx=5,
                     opacity=float(fate == "kept"), part=f"kept-{k}")  # fmt: skip
        drawing.rect(20, y - 9, 600, 21, fill="error", fill_opacity=0.2, stroke="error", rx=5,
                     stroke_width=1.5, stroke_dasharray=EVENTS["error"].dash,
                     opacity=float(fate == "kept: wrong"), part=f"wrong-{k}")  # fmt: skip
        for column, ((x, role), cell) in enumerate(zip(COLUMNS, cells, strict=True)):
            drawing.text(x, y + 6, cell, anchor="middle", fill=role, part=f"cell-{k}-{column}")


def gauge(drawing: Drawing, numbers: dict[str, Any], verdict: str) -> None:
    """Draw the error rate with its error bar, what theory expects, and where the key ends."""
    left, top, right = GAUGE["left"], GAUGE["top"], GAUGE["left"] + GAUGE["width"]
    limit = gauge_x(numbers["limit"])
    drawing.text(24, top - 30, qber_words(numbers), size=14, bold=True, part="qber")
    drawing.rect(left, top, right - left, 30, fill="panel", stroke="line", rx=3)
    drawing.rect(limit, top, right - limit, 30, fill="error", fill_opacity=0.16)
    drawing.line(limit, top - 8, limit, top + 36, stroke="error", width=2)
    drawing.text(limit + 6, top - 6, f"{percent(numbers['limit'])}: beyond, no key", size=11,
                 fill="error")  # fmt: skip
    for share in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5):
        x = gauge_x(share)
        drawing.line(x, top + 30, x, top + 36, stroke="line", width=1)
        drawing.text(x, top + 48, percent(share, 0), size=11, anchor="middle", fill="muted")
    shown = float(numbers["sifted"] > 0)
    with drawing.group(part="measured", opacity=shown):
        drawing.line(numbers["low_x"], top + 9, numbers["high_x"], top + 9, stroke="measured",
                     width=3, part="error-bar")  # fmt: skip
        drawing.rect(numbers["qber_x"] - 6, top + 3, 12, 12, fill="measured", stroke="card",
                     stroke_width=1.5, part="qber-mark")  # fmt: skip
    drawing.path(f"M{-6} {int(top) + 22}l6 -7l6 7l-6 7z", fill="none", stroke="predicted",
                 width=2, part="expected", transform=moved(numbers["expected_x"]))  # fmt: skip
    drawing.rect(432, top - 40, 11, 11, fill="measured")
    drawing.text(449, top - 30, "measured", size=11, fill="muted")
    drawing.path(f"M{522} {int(top) - 35}l6 -7l6 7l-6 7z", stroke="predicted", width=2)
    drawing.text(540, top - 30, "expected", size=11, fill="muted")
    drawing.text(24, top + 72, verdict, bold=True, part="verdict")


def moved(x: float) -> str:
    """Return the transform that moves a mark along the gauge."""
    return f"translate({decimals(x)} 0)"


def qber_words(numbers: dict[str, Any]) -> str:
    """Write the error rate and its error bar."""
    if numbers["sifted"] == 0:
        return "QBER: nothing sifted yet"
    return f"QBER = {percent(numbers['qber'])} ± {percent(numbers['standard_error'])}"


def told(drawing: Drawing, numbers: dict[str, Any]) -> None:
    """Write the counts out."""
    drawing.rect(16, 504, 608, 78, fill="panel", stroke="grid", rx=8)
    for (x, name, part, role), value in zip(
        ((32, "kept by sifting", "sifted", "ink"), (196, "wrong in Z", "z-wrong", "ink"),
         (316, "wrong in X", "x-wrong", "ink"), (436, "Eve has right, of those read", "guessed",
                                                 "eve")),
        counts(numbers), strict=True,
    ):  # fmt: skip
        drawing.text(x, 526, name, size=12, fill="muted")
        drawing.text(x, 550, value, size=16, bold=True, fill=role, part=part)
    drawing.text(32, 572, guess_words(numbers), size=12, fill="muted", part="guess")


def counts(numbers: dict[str, Any]) -> tuple[str, ...]:
    """Write the four counts."""
    return (
        f"{numbers['sifted']} of {numbers['step']}",
        f"{numbers['z_errors']} of {numbers['z_sifted']}",
        f"{numbers['x_errors']} of {numbers['x_sifted']}",
        f"{numbers['guessed']} of {numbers['read']}",
    )


def guess_words(numbers: dict[str, Any]) -> str:
    """Say what theory expects of Eve's measurements."""
    if numbers["fraction"] == 0:
        return "Expected: half are kept, and none of those are wrong."
    return (
        f"Expected: half are kept; {percent(numbers['expected'])} of those are wrong; where Eve "
        f"looks she is right in {percent(numbers['guess'])}."
    )
