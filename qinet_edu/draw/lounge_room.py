"""The room where pairs of two links wait for each other, and the board of those departed."""

from collections.abc import Mapping
from typing import Any

from qinet_edu.draw.lounge_play import JOINED, LINES, SEATS
from qinet_edu.draw.lounge_words import did_words, event_words, last_words, seat_words
from qinet_edu.draw.svg import Drawing, number

# Where the three places stand, and where the middle of the seats is.
ROOM = {"brisbane": 62.0, "gold": 320.0, "ballina": 578.0, "middle": 182.0, "step": 27.0}
_BOX = {"brisbane": ("Brisbane", "alice"), "gold": ("Gold Coast", "charlie"),
        "ballina": ("Ballina", "bob")}  # fmt: skip
HALVES = {"a": ("brisbane", "gold"), "b": ("gold", "ballina")}
IN, FAINT, EXIT = 17.0, 0.2, 262.0
_BOARD = (414.0, 428.0, 566.0, 616.0)


def seat_y(capacity: int, k: int) -> float:
    """Return where a seat stands: all of them in the middle of the room."""
    return ROOM["middle"] + ROOM["step"] * (k - (capacity - 1) / 2)


def strength(left: float) -> float:
    """Return how strongly a pair is drawn of whose weight so much is left."""
    return FAINT + (1 - FAINT) * left


def bar(numbers: Mapping[str, Any], age: int) -> float:
    """Return how much of its time a waiting pair has left, as a share; none without a cut-off."""
    cutoff = numbers["cutoff"]
    return 1 - age / cutoff if cutoff and age >= 0 else 0.0


def room(drawing: Drawing, numbers: Mapping[str, Any]) -> None:
    """Draw the three places, who waits between them, and who leaves."""
    drawing.rect(16, 90, 608, 186, fill="panel", stroke="grid", rx=8)
    for place, (name, role) in _BOX.items():
        x = ROOM[place]
        drawing.line(x, 123, x, 234 if place == "gold" else 270, stroke=role, width=2)
        wide = 88.0 if place == "gold" else 76.0
        drawing.rect(x - wide / 2, 99, wide, 25, fill="card", stroke=role, rx=6, stroke_width=2)
        drawing.text(x, 116, name, size=12, anchor="middle", fill=role, bold=True)
    for link, (one, other) in HALVES.items():
        middle = (ROOM[one] + ROOM[other]) / 2
        drawing.text(middle, 116, did_words(numbers, link), size=12, anchor="middle",
                     part=f"did-{link}")  # fmt: skip
        for k in range(SEATS):
            _seat(drawing, numbers, link, k)
    _leaving(drawing, numbers)


def _seat(drawing: Drawing, numbers: Mapping[str, Any], link: str, k: int) -> None:
    (one, one_role), (other, other_role) = ((ROOM[at], _BOX[at][1]) for at in HALVES[link])
    capacity, age = numbers["capacity"], numbers[f"{link}_age_{k}"]
    middle, x0, x1 = (one + other) / 2, one + IN, other - IN
    at = f"translate(0 {number(seat_y(capacity, k))})"
    with drawing.group(part=f"seat-{link}-{k}", transform=at, opacity=float(k < capacity)):
        for x in (x0, x1):
            drawing.circle(x, 0, 5.5, fill="card", stroke="line", stroke_dasharray="2 2")
        with drawing.group(part=f"pair-{link}-{k}", opacity=float(age >= 0)):
            with drawing.group(part=f"fade-{link}-{k}",
                               opacity=strength(numbers[f"{link}_left_{k}"])):  # fmt: skip
                drawing.line(x0, 0, x1, 0, stroke="quantum", width=2.5)
                drawing.circle(x0, 0, 7, fill=one_role)
                drawing.circle(x1, 0, 7, fill=other_role)
            drawing.text(middle, -5, seat_words(numbers, link, k), size=11, anchor="middle",
                         part=f"words-{link}-{k}")  # fmt: skip
            drawing.rect(middle - 50, 4, 100 * bar(numbers, age), 4, fill="classical", rx=1.5,
                         part=f"bar-{link}-{k}")  # fmt: skip


def leaves(numbers: Mapping[str, Any]) -> float:
    """Return whether a pair leaves joined in the very round that is shown: 0 or 1."""
    kinds = [
        numbers[f"event_{k}_kind"] for k in range(LINES)
        if numbers[f"event_{k}_round"] == numbers["rounds"]
    ]  # fmt: skip
    return float(JOINED in kinds)


def _leaving(drawing: Drawing, numbers: Mapping[str, Any]) -> None:
    x0, x1 = ROOM["brisbane"], ROOM["ballina"]
    with drawing.group(part="leaving", opacity=leaves(numbers)):
        drawing.line(x0, EXIT, x1, EXIT, stroke="quantum", width=3)
        drawing.circle(x0, EXIT, 7, fill="alice")
        drawing.circle(x1, EXIT, 7, fill="bob")
    drawing.text(320, EXIT - 10, last_words(numbers), size=12, anchor="middle", bold=True,
                 part="last")  # fmt: skip


def board(drawing: Drawing, numbers: Mapping[str, Any]) -> None:
    """Write who left last, and how: joined, or thrown away."""
    drawing.text(384, 300, "Departures", bold=True)
    for x, name in zip(_BOARD, ("round", "", "waited", "F"), strict=True):
        if name:
            drawing.text(x, 318, name, size=11, anchor="end", fill="muted")
    drawing.line(380, 326, 620, 326, stroke="line", width=1)
    for k in range(LINES):
        y = 346.0 + 24 * k
        cells = event_words(numbers, k)
        for column, (x, words) in enumerate(zip(_BOARD, cells, strict=True)):
            drawing.text(x, y, words, size=12,
                         anchor="start" if column == 1 else "end",
                         part=f"event-{k}-{column}")  # fmt: skip
