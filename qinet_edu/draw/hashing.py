"""Privacy amplification: a Toeplitz matrix makes a long key short, and Eve's knowledge nothing."""

from typing import Any

from qinet_edu import theory
from qinet_edu.draw import given
from qinet_edu.draw.palette import EVENTS
from qinet_edu.draw.picture import Picture
from qinet_edu.draw.svg import Drawing, number

KEY = (1, 0, 1, 1, 0, 0, 1, 0, 1, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 1, 0, 1, 0, 1)
# Public random bits, as many as the longest matrix needs: the diagonals from the upper right on.
SEED = (
    0, 1, 1, 0, 1, 0, 0, 1, 1, 1, 0, 1, 0, 1, 1, 0, 0, 0, 1, 0, 1, 1, 1, 0,
    1, 0, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 1, 1, 1, 1, 0,
)  # fmt: skip
BITS = len(KEY)
# So small a margin is for show: a real one is ε = 10⁻¹⁰.
EPS = 1 / 8
MARGIN = BITS - int(theory.privacy_amplification_length(BITS, eps=EPS))
ROWS = BITS - MARGIN
PLACE = {
    "left": 120.0, "pitch": 17.0, "top": 142.0, "row_step": 15.0, "alice": 558.0, "bob": 596.0,
    "strip_left": 27.0, "strip_top": 500.0, "strip_pitch": 13.6,
}  # fmt: skip


def toeplitz(leaked: int = 8, *, row: int = 0, wrong: int = -1) -> Picture:
    """Draw how a key of 24 bits is hashed to a shorter one that Eve knows nothing about.

    Each bit of the new key is the parity of about half of the old one. Eve lacks some of those,
    whichever bits she has, so to her the parity is a coin. One strip of random bits makes the
    whole matrix: each row is the strip, shifted by one place.

    Args:
        leaked: how many of the 24 bits Eve may know; that many, and 4 for a margin, are given up.
        row: which row is looked at, 0 to 19; the last one there is if it is more.
        wrong: a bit of Bob's key that is not Alice's, 0 to 23; −1 for none.

    Returns:
        The picture; its numbers are the ``length`` of the new key, how many ones the ``row``
        ``picked``, both new keys as text, in how many bits they ``differ``, and how many bits of
        the ``strip`` are used.

    Raises:
        ValueError: something is no place, or no number of bits, of the key.

    Source:
        Krawczyk, CRYPTO '94, LNCS 839, 129 (1994).

    Example:
        >>> numbers = toeplitz(8, wrong=3).numbers
        >>> numbers["length"], numbers["strip"], numbers["differ"]
        (12, 35, 6)
    """
    settings = read_settings(leaked=leaked, row=row, wrong=wrong)
    numbers = hash_numbers(**settings)
    drawing = Drawing(640, 566)
    drawing.text(24, 34, "Hash the key until nothing is known of it", size=17, bold=True)
    lines = hash_words(numbers)
    drawing.text(24, 58, lines[0], bold=True, part="words-0")
    drawing.text(24, 77, lines[1], part="words-1")
    _key(drawing, numbers)
    _matrix(drawing, numbers)
    _strip(drawing, numbers)
    drawing.text(24, 550, lines[2], size=12, part="words-2")
    alt = (
        f"A key of {BITS} bits, {''.join(map(str, KEY))}, times a Toeplitz matrix. "
        f"{' '.join(lines)} Alice’s new key: {numbers['alice'] or 'none'}."
    )
    return Picture(drawing.render(alt), alt, numbers)


def read_settings(leaked: int, *, row: int, wrong: int) -> dict[str, int]:
    """Return the settings, checked."""
    if given.count("number of leaked bits", leaked) > BITS:
        raise ValueError(f"Of {BITS} bits no more than {BITS} can be leaked, not {leaked}.")
    if given.count("row", row) >= ROWS:
        raise ValueError(f"The largest matrix has rows 0 to {ROWS - 1}; {row} is none of them.")
    if isinstance(wrong, bool) or wrong not in range(-1, BITS):
        raise ValueError(
            f"wrong is the place of a bit, 0 to {BITS - 1}, or −1 for none; not {wrong!r}."
        )
    return {"leaked": int(leaked), "row": int(row), "wrong": int(wrong)}


def entry(row: int, column: int) -> int:
    """Return an entry of the matrix.

    Example:
        >>> entry(0, BITS - 1) == SEED[0], entry(3, 5) == entry(4, 6)
        (True, True)
    """
    return SEED[row - column + BITS - 1]


def hash_numbers(leaked: int, row: int, wrong: int) -> dict[str, Any]:
    """Return both new keys, and what the row that is looked at does."""
    length = int(theory.privacy_amplification_length(BITS - leaked, eps=EPS))
    at = min(row, length - 1)
    picked = [column for column in range(BITS) if at >= 0 and KEY[column] * entry(at, column)]
    ours = [sum(KEY[j] * entry(i, j) for j in range(BITS)) % 2 for i in range(length)]
    theirs = [bit ^ (entry(i, wrong) if wrong >= 0 else 0) for i, bit in enumerate(ours)]
    return {
        "leaked": leaked, "wrong": wrong, "length": length, "row": at, "picked": len(picked),
        "alice": "".join(map(str, ours)), "bob": "".join(map(str, theirs)),
        "differ": sum(a != b for a, b in zip(ours, theirs, strict=True)),
        "strip": BITS + length - 1 if length else 0,
        "row_y": PLACE["top"] + PLACE["row_step"] * max(at, 0) - 1,
        "window_x": PLACE["strip_left"] + PLACE["strip_pitch"] * (ROWS - 1 - max(at, 0)) - 1,
    }  # fmt: skip


def hash_words(numbers: dict[str, Any]) -> tuple[str, str, str]:
    """Say what is left, what the row does, and where the matrix comes from."""
    leaked, length, at = numbers["leaked"], numbers["length"], numbers["row"]
    if not length:
        return (
            f"Eve may know {leaked} of {BITS} bits: with a margin of {MARGIN} no bit is left.",
            "There is no key, and no matrix makes one.",
            "No hash turns what Eve knows into what she does not.",
        )
    first = (
        f"Eve may know {leaked} of {BITS} bits, {MARGIN} more are the margin: {length} "
        f"bit{'s are' if length > 1 else ' is'} left."
    )
    if numbers["wrong"] >= 0:
        second = (
            f"Bob’s bit {numbers['wrong']} is wrong: {numbers['differ']} of {length} new bits "
            "differ. So keys are compared before."
        )
    else:
        ones, odd = numbers["picked"], numbers["picked"] % 2
        second = (
            f"Row {at} picks {ones} one{'s' * (ones != 1)} of the key, an "
            f"{'odd' if odd else 'even'} number: new bit {at} is {odd}."
        )
    return (
        first,
        second,
        (
            f"{numbers['strip']} public random bits make all {BITS} × {length} entries; the "
            f"frame is row {at}."
        ),
    )


def _key(drawing: Drawing, numbers: dict[str, Any]) -> None:
    """Draw the old key over the matrix: a column for each bit."""
    left, pitch, y = PLACE["left"], PLACE["pitch"], PLACE["top"] - 18
    drawing.text(left - 10, y, "old key", size=12, anchor="end", fill="alice", bold=True)
    for column, bit in enumerate(KEY):
        x = left + pitch * column
        drawing.text(x + pitch / 2, y, f"{bit}", size=13, anchor="middle", fill="alice", bold=True)
        drawing.rect(x + 1, y - 13, pitch - 2, 17, fill="none", stroke="error", rx=3,
                     stroke_width=1.5, stroke_dasharray=EVENTS["error"].dash,
                     opacity=float(column == numbers["wrong"]), part=f"wrong-{column}")  # fmt: skip
    for name, who in (("Alice", "alice"), ("Bob", "bob")):
        drawing.text(PLACE[who], y, name, size=12, anchor="middle", fill=who, bold=True)
    middle = (PLACE["alice"] + PLACE["bob"]) / 2
    drawing.text(middle, y - 17, "new keys", size=12, anchor="middle", fill="muted")


def _matrix(drawing: Drawing, numbers: dict[str, Any]) -> None:
    """Draw the rows there are, the one that is looked at, and the bit that comes of each."""
    left, pitch, top, step = (PLACE[name] for name in ("left", "pitch", "top", "row_step"))
    drawing.rect(left, top - 2, pitch * BITS, step * ROWS + 2, fill="panel", rx=3)
    for index in range(ROWS):
        y, there = top + step * index, index < numbers["length"]
        squares = "".join(
            f"M{number(left + pitch * column + 2.5)} {number(y + 0.5)}h12v12h-12z"
            for column in range(BITS)
            if entry(index, column)
        )
        with drawing.group(part=f"row-{index}", opacity=float(there)):
            drawing.text(left - 10, y + 11, f"row {index}", size=11, anchor="end", fill="muted")
            drawing.path(squares, fill="line", stroke=None, fill_opacity=0.55)
        for who in ("alice", "bob"):
            bit = numbers[who][index] if there else ""
            drawing.text(PLACE[who], y + 11, bit, size=13, anchor="middle", fill=who, bold=True,
                         part=f"{who}-{index}")  # fmt: skip
        differ = there and numbers["alice"][index] != numbers["bob"][index]
        drawing.rect(PLACE["bob"] - 9, y, 18, 14, fill="error", fill_opacity=0.2, stroke="error",
                     rx=3, stroke_dasharray="3 2", opacity=float(differ),
                     part=f"differ-{index}")  # fmt: skip
    drawing.path(picks(numbers["row"]), fill="alice", stroke=None, part="picks")
    drawing.rect(left - 2, numbers["row_y"], pitch * BITS + 4, step, fill="none", stroke="ink",
                 stroke_width=2, rx=3, opacity=float(numbers["length"] > 0),
                 part="look")  # fmt: skip


def picks(row: int) -> str:
    """Return a square on each entry of a row that meets a 1 of the key, as one path."""
    y = PLACE["top"] + PLACE["row_step"] * row + 0.5
    return "".join(
        f"M{number(PLACE['left'] + PLACE['pitch'] * column + 2.5)} {number(y)}h12v12h-12z"
        for column in range(BITS)
        if row >= 0 and KEY[column] * entry(row, column)
    )


def _strip(drawing: Drawing, numbers: dict[str, Any]) -> None:
    """Draw the strip of random bits, its last diagonal first, so that rows read from the left."""
    left, y, pitch = PLACE["strip_left"], PLACE["strip_top"], PLACE["strip_pitch"]
    drawing.text(24, y - 22, "the strip: the matrix’s diagonals, from its lower left corner on",
                 size=12, fill="muted")  # fmt: skip
    for place, bit in enumerate(reversed(SEED)):
        used = place >= len(SEED) - numbers["strip"]
        with drawing.group(part=f"strip-{place}", opacity=1.0 if used else 0.25):
            if bit:
                drawing.rect(left + pitch * place + 0.8, y, 12, 14, fill="line", fill_opacity=0.55)
            drawing.text(left + pitch * place + pitch / 2, y + 11, f"{bit}", size=11,
                         anchor="middle")  # fmt: skip
    drawing.rect(numbers["window_x"], y - 3, pitch * BITS + 2, 20, fill="none", stroke="ink",
                 stroke_width=2, rx=3, opacity=float(numbers["length"] > 0),
                 part="window")  # fmt: skip
