"""The space–time diagram of attempts, and the panel of figures below it."""

from collections.abc import Mapping, Sequence
from math import hypot
from typing import Any

from qinet_edu.draw.palette import CHANNELS
from qinet_edu.draw.svg import Drawing, number

CHART: dict[str, Any] = {
    "alice": 112.0, "bob": 420.0, "top": 142.0, "bottom": 452.0, "words": 456.0, "most": 5,
}  # fmt: skip
# How many attempts are drawn at once: about as much time in each scheme.
SLOTS = {"single-click": 5, "double-click": 5, "midpoint-source": 3, "end-node": 2}
_HALF_WAY = {
    "a": (0.0, 0.0, 0.5, 0.5), "b": (1.0, 0.0, 0.5, 0.5),
    "news_a": (0.5, 0.5, 0.0, 1.0), "news_b": (0.5, 0.5, 1.0, 1.0),
    "hold_a": (0.0, 0.0, 0.0, 1.0), "hold_b": (1.0, 0.0, 1.0, 1.0),
}  # fmt: skip
# Who flies from where to where, and which half waits: place as a share of the way from Alice to
# Bob, time in crossings of the fibre, begin and end.
LEGS: dict[str, dict[str, tuple[float, float, float, float]]] = {
    "single-click": _HALF_WAY,
    "double-click": _HALF_WAY,
    "midpoint-source": {
        "a": (0.5, 0.0, 0.0, 0.5), "b": (0.5, 0.0, 1.0, 0.5),
        "news_a": (0.0, 0.5, 1.0, 1.5), "news_b": (1.0, 0.5, 0.0, 1.5),
        "hold_a": (0.0, 0.5, 0.0, 1.5), "hold_b": (1.0, 0.5, 1.0, 1.5),
    },
    "end-node": {
        "a": (0.0, 0.0, 1.0, 1.0), "b": (1.0, 1.0, 1.0, 1.0),
        "news_a": (1.0, 1.0, 0.0, 2.0), "news_b": (1.0, 1.0, 1.0, 1.0),
        "hold_a": (0.0, 0.0, 0.0, 2.0), "hold_b": (1.0, 1.0, 1.0, 2.0),
    },
}  # fmt: skip
FAINT = 0.38
_HEADS = ("success", "pairs per second", "Alice’s half waits", "Bob’s half waits")
_COLUMNS = (32.0, 178.0, 330.0, 484.0)


def chart(
    drawing: Drawing, numbers: Mapping[str, Any], names: Sequence[str], station: str,
    places: Sequence[str],
) -> None:  # fmt: skip
    """Draw the lines of the places, the ticks of time, and every attempt between them."""
    alice, bob, top, bottom = (CHART[name] for name in ("alice", "bob", "top", "bottom"))
    for k in range(CHART["most"]):
        y, high = numbers[f"y_{k}"], slot_height(numbers)
        drawing.rect(76, y + 1, 548, high - 2, fill="stage2", rx=4, fill_opacity=0.16,
                     opacity=float(numbers[f"win_{k}"]), part=f"win-{k}")  # fmt: skip
    for k in range(CHART["most"] + 1):
        y = top + (bottom - top) * k / numbers["slots"]
        with drawing.group(part=f"tick-{k}", opacity=float(k <= numbers["slots"]),
                           transform=f"translate(0 {number(y)})"):  # fmt: skip
            drawing.line(70, 0, 624, 0, stroke="grid", width=1)
            drawing.line(70, 0, 78, 0, stroke="line", width=1)
            drawing.text(64, 4, names[k], size=11, anchor="end", fill="muted", part=f"time-{k}")
    drawing.text(64, top - 22, names[-1], size=11, anchor="end", fill="muted", part="unit")
    drawing.path(f"M70 {number(top - 12)}V{number(bottom + 6)}", stroke="line", width=1)
    drawing.path(f"M66 {number(bottom + 2)}h8l-4 8z", fill="line", stroke=None)
    for x, party, name in ((alice, "alice", "Alice"), (bob, "bob", "Bob")):
        drawing.line(x, top - 14, x, bottom, stroke=party, width=2)
        drawing.rect(x - 32, top - 40, 64, 25, fill="panel", stroke=party, rx=6, stroke_width=2)
        drawing.text(x, top - 23, name, size=12, anchor="middle", fill=party, bold=True)
    middle = (alice + bob) / 2
    drawing.line(middle, top - 14, middle, bottom, stroke="other", width=1.5, dash="3 4",
                 opacity=float(numbers["scheme"] != "end-node"), part="middle")  # fmt: skip
    drawing.text(middle, top - 24, station, size=12, anchor="middle", fill="other", bold=True,
                 part="station")  # fmt: skip
    for x, place, part in zip((alice, middle, bob), places, ("0", "half", "1"), strict=True):
        drawing.text(x, bottom + 17, place, size=11, anchor="middle", fill="muted",
                     part=f"place-{part}")  # fmt: skip
    drawing.path(period(numbers), stroke="ink", width=1.25, part="bracket")
    for k in range(CHART["most"]):
        _attempt(drawing, numbers, k)


def _attempt(drawing: Drawing, numbers: Mapping[str, Any], k: int) -> None:
    """Draw what flies and what waits in one attempt."""
    shown = drawn(numbers, k)
    for party, role in (("a", "alice"), ("b", "bob")):
        x, y0, _, y1 = leg(numbers, k, f"hold_{party}")
        drawing.rect(x - 5, y0, 10, y1 - y0, fill=role, rx=3, opacity=shown[f"hold_{party}"],
                     part=f"hold-{party}-{k}")  # fmt: skip
    for party in "ab":
        d = twin(*leg(numbers, k, f"news_{party}"))
        drawing.path(d, stroke="classical", width=1.5, dash=CHANNELS["classical"].dash,
                     opacity=shown[f"news_{party}"], part=f"news-{party}-{k}")  # fmt: skip
    for party in "ab":
        x0, y0, _, _ = leg(numbers, k, party)
        x1, y1 = numbers[f"{party}_x_{k}"], numbers[f"{party}_y_{k}"]
        drawing.line(x0, y0, x1, y1, stroke="quantum", width=2.5, opacity=shown[party],
                     dash=maybe(numbers, k), part=f"photon-{party}-{k}")  # fmt: skip
        at = f"translate({number(x1)} {number(y1)})"
        with drawing.group(part=f"lost-{party}-{k}", transform=at, opacity=shown[f"lost_{party}"]):
            cross(drawing)
    for place, (x, y) in enumerate(clicks(numbers, k)):
        at = f"translate({number(x)} {number(y)})"
        with drawing.group(part=f"click-{place}-{k}", transform=at, opacity=shown["click"]):
            drawing.path("M0 -9l2.6 6.4l6.4 2.6l-6.4 2.6l-2.6 6.4l-2.6 -6.4l-6.4 -2.6l6.4 -2.6z",
                         fill="measured", stroke="card", width=1)  # fmt: skip


def period(numbers: Mapping[str, Any]) -> str:
    """Write the bracket beside the first attempt: as long as each takes."""
    high = number(slot_height(numbers))
    return f"M{number(CHART['bob'] + 14)} {number(CHART['top'])}h8m-4 0v{high}m-4 0h8"


def cross(drawing: Drawing) -> None:
    """Draw the sign of a photon that is lost."""
    drawing.path("M-5 -5L5 5M-5 5L5 -5", stroke="error", width=2.5)


def drawn(numbers: Mapping[str, Any], k: int) -> dict[str, float]:
    """Return how strongly each piece of an attempt is drawn: a failed one is faint."""
    scheme, fate, win = numbers["scheme"], numbers[f"fate_{k}"], numbers[f"win_{k}"]
    there = float(numbers[f"number_{k}"] > 0)
    strong = there * (1.0 if win else FAINT)
    shown = {"click": there * float(win)}
    for place, party in enumerate("ab"):
        sent, lost = fate[place] != "n", fate[place] == "l"
        kept = scheme != "midpoint-source" or fate[place] == "c"
        told = scheme != "end-node" or party == "a"
        shown |= {
            party: strong * sent, f"lost_{party}": there * lost,
            f"news_{party}": strong * told, f"hold_{party}": strong * kept,
        }  # fmt: skip
    return shown


def maybe(numbers: Mapping[str, Any], k: int) -> str:
    """Return how a photon's line is dashed: one of two came, and nobody can know which."""
    one = numbers["scheme"] in ("single-click", "end-node") and numbers[f"win_{k}"]
    return "7 5" if one else "none"


def leg(numbers: Mapping[str, Any], k: int, name: str) -> tuple[float, float, float, float]:
    """Return where something begins and ends on the page: x and y, x and y."""
    x0, t0, x1, t1 = LEGS[numbers["scheme"]][name]
    return across(x0), down(numbers, k, t0), across(x1), down(numbers, k, t1)


def across(share: float) -> float:
    """Return where a place lies on the page, as a share of the way from Alice to Bob."""
    return float(CHART["alice"] + (CHART["bob"] - CHART["alice"]) * share)


def down(numbers: Mapping[str, Any], k: int, crossings: float) -> float:
    """Return where a moment of an attempt lies, counted in crossings of the fibre."""
    time_s = numbers["prepare_s"] + crossings * numbers["light_s"]
    return float(CHART["top"] + slot_height(numbers) * (k + time_s / numbers["attempt_s"]))


def slot_height(numbers: Mapping[str, Any]) -> float:
    """Return how high an attempt is drawn."""
    return float((CHART["bottom"] - CHART["top"]) / numbers["slots"])


def clicks(numbers: Mapping[str, Any], k: int) -> tuple[tuple[float, float], ...]:
    """Return where an attempt is seen to have succeeded: at the detectors, or at both ends."""
    return tuple(leg(numbers, k, party)[2:] for party in "ab")


def twin(x0: float, y0: float, x1: float, y1: float) -> str:
    """Write the double line that a message is drawn with.

    Example:
        >>> twin(0, 0, 10, 0)
        'M0 2L10 2M0 -2L10 -2'
    """
    long = hypot(x1 - x0, y1 - y0)
    if not long:
        return ""
    dx, dy = -2 * (y1 - y0) / long, 2 * (x1 - x0) / long
    return "".join(
        f"M{number(x0 + s * dx)} {number(y0 + s * dy)}L{number(x1 + s * dx)} {number(y1 + s * dy)}"
        for s in (1, -1)
    )


def legend(drawing: Drawing) -> None:
    """Say what the lines and signs mean."""
    y = 491.0
    drawing.line(84, y - 4, 112, y - 4, stroke="quantum", width=2.5)
    drawing.text(118, y, "photon", size=11, fill="muted")
    drawing.path(twin(178, y - 4, 206, y - 4), stroke="classical", dash=CHANNELS["classical"].dash)
    drawing.text(212, y, "news", size=11, fill="muted")
    with drawing.group(transform=f"translate(264 {number(y - 4)})"):
        cross(drawing)
    drawing.text(276, y, "lost", size=11, fill="muted")
    drawing.rect(318, y - 10, 5, 12, fill="alice", rx=2)
    drawing.rect(325, y - 10, 5, 12, fill="bob", rx=2)
    drawing.text(337, y, "half in memory", size=11, fill="muted")
    drawing.text(456, y, "faint: it came to nothing", size=11, fill="muted")


def readout(drawing: Drawing, values: Sequence[str], words: str) -> None:
    """Write what the scheme gives, and what there is so far."""
    drawing.rect(16, 504, 608, 102, fill="panel", stroke="grid", rx=8)
    for k, (x, name, value) in enumerate(zip(_COLUMNS, _HEADS, values, strict=True)):
        drawing.text(x, 527, name, size=11, fill="muted")
        drawing.text(x, 550, value, size=15, bold=True, part=f"is-{k}")
    drawing.line(28, 566, 612, 566, stroke="grid", width=1)
    drawing.text(32, 590, words, part="so-far")
