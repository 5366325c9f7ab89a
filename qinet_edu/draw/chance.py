"""Counts as histograms, with the error bars that a finite number of shots forces on them."""

from collections.abc import Mapping
from typing import Any, Protocol

from qinet_edu import theory
from qinet_edu.draw import given
from qinet_edu.draw.bars import axis, error_bar, grouped, limit
from qinet_edu.draw.picture import Picture
from qinet_edu.draw.svg import Drawing, decimals

_MOST = 16


class HasCounts(Protocol):
    """What a result of ``run`` offers."""

    def counts(self, *registers: str) -> dict[str, int]:
        """Return outcome to number of shots."""


def shot_noise(counts: Mapping[str, int] | tuple[int, int], probability: float) -> Picture:
    """Draw how often 0 and 1 came out, beside what an endless run would give.

    A frequency from n shots is off by about √(p(1 − p)/n): 0.043 for p = 0.25 and n = 100, and
    ten times less takes a hundred times the shots.

    Args:
        counts: ``{"0": 28, "1": 72}``, or ``(zeros, shots)``.
        probability: the true probability of 0.

    Returns:
        The picture; its numbers are ``zeros``, ``shots``, ``frequency``, ``probability``,
        ``standard_error`` and ``off_by`` (in standard errors).

    Raises:
        ValueError: no shots, more zeros than shots, or a probability outside 0 to 1.

    Example:
        >>> round(shot_noise((28, 100), 0.25).numbers["standard_error"], 4)
        0.0433
    """
    zeros, shots = _zeros_and_shots(counts)
    probability = given.probability(probability)
    frequency, error = zeros / shots, float(theory.shot_noise(probability, shots))
    off = (frequency - probability) / error if error else 0.0
    drawing = Drawing(640, 330)
    drawing.text(24, 34, f"{grouped(shots)} shots", size=17, bold=True)
    axis(drawing, 64, 340, top=60, bottom=268)
    for column, (name, share, true) in enumerate(
        (("0", frequency, probability), ("1", 1 - frequency, 1 - probability))
    ):
        x = 104.0 + 130 * column
        _bar(drawing, x, 80, share, 0.0, bottom=268, height=208)
        y = 268 - 208 * true
        # On an edge of the card's colour, so that the line stands out from the bar as well.
        drawing.line(x - 18, y, x + 98, y, stroke="card", width=6)
        drawing.line(x - 16, y, x + 96, y, stroke="predicted", width=2.5, dash="7 4")
        error_bar(drawing, x + 40, share, error, bottom=268, height=208)
        drawing.text(x + 40, 290, f"outcome {name}", anchor="middle")
    drawing.text(202, 314, "share of the shots", size=12, fill="muted", anchor="middle")
    rows = (
        ("measured", "measured", f"{decimals(frequency, 3)}", f"{grouped(zeros)} times 0"),
        ("predicted", "true value", f"{decimals(probability, 3)}", "with endless shots"),
        ("ink", "error bar", f"±{decimals(error, 3)}", "√(p(1 − p) / n)"),
    )
    for row, (role, name, value, words) in enumerate(rows):
        y = 84.0 + 64 * row
        _key(drawing, 388, y - 5, role)
        drawing.text(420, y, name, size=13, fill="muted")
        drawing.text(420, y + 24, value, size=19, bold=True)
        drawing.text(510, y + 23, words, size=12, fill="muted")
    drawing.text(388, 288, f"Off by {decimals(abs(off), 1)} error bars.", size=14, bold=True)
    alt = (
        f"Histogram of {grouped(shots)} shots: 0 came out {grouped(zeros)} times, a share of "
        f"{decimals(frequency, 3)}. The true probability is {decimals(probability, 3)}, the error "
        f"bar ±{decimals(error, 3)}; the share is off by {decimals(abs(off), 1)} error bars."
    )
    numbers = {
        "zeros": zeros, "shots": shots, "frequency": frequency,
        "probability": float(probability), "standard_error": error, "off_by": off,
    }  # fmt: skip
    return Picture(drawing.render(alt), alt, numbers)


def counts(result: HasCounts | Mapping[str, int], *registers: str) -> Picture:
    """Draw how often each outcome came out, with error bars.

    The bars are the standard errors that ``result.probability`` reports, and never zero: an
    outcome seen in each of 1000 shots has one of ±0.001.

    Args:
        result: what ``run`` returned, or a dict of outcome to number of shots.
        registers: which registers of the result, in the order to read them; none takes all.

    Returns:
        The picture; its numbers map each outcome to its share of the shots.

    Raises:
        ValueError: there are no counts, or they are not whole numbers.

    Example:
        >>> counts({"0 0": 480, "1 1": 520}).numbers
        {'0 0': 0.48, '1 1': 0.52}
    """
    # An import here: execution brings Qiskit along, which no other picture needs.
    from qinet_edu.execution import Estimate

    table = _table(result, registers)
    shots = sum(table.values())
    kept = dict(sorted(table.items()))
    if len(kept) > _MOST:
        # The most frequent ones, still in order; the rest share one bar, so that nothing is lost.
        frequent = sorted(table, key=lambda outcome: (-table[outcome], outcome))[: _MOST - 1]
        kept = {outcome: table[outcome] for outcome in sorted(frequent)}
        kept[f"{len(table) - len(kept)} others"] = shots - sum(kept.values())
    estimates = {outcome: Estimate.of_probability(times, shots) for outcome, times in kept.items()}
    shares = {outcome: float(estimate) for outcome, estimate in estimates.items()}
    label_size = 13 if max(map(len, shares)) <= 6 else 11
    tall = max(map(len, shares)) * label_size * 0.64
    step = max(44.0, min(110.0, tall + 18)) if len(shares) <= 8 else 44.0
    turned = tall > step - 6
    width = max(380.0, 96 + step * len(shares) + 24)
    step = (width - 112) / len(shares)
    below = tall + 20 if turned else 30.0
    top = 78.0
    drawing = Drawing(width, top + 190 + below + 30)
    drawing.text(24, 34, f"{grouped(shots)} shots", size=17, bold=True)
    named = f"read as {', '.join(registers)}" if registers else "share of each outcome"
    drawing.text(24, 54, named, size=12, fill="muted")
    highest = max(shares.values())
    scale = limit(highest)
    axis(drawing, 64, width - 24, top=top, bottom=top + 190, scale=scale)
    bar = min(step - 16, 64)
    for column, (outcome, share) in enumerate(shares.items()):
        middle = 88 + step * (column + 0.5)
        error = estimates[outcome].standard_error
        _bar(drawing, middle - bar / 2, bar, share / scale, error / scale,
             bottom=top + 190, height=190)  # fmt: skip
        if len(shares) <= 8:
            y = top + 190 - 190 * min(1.0, (share + error) / scale) - 7
            drawing.text(middle, y, decimals(share), size=12, bold=True, anchor="middle")
        y = top + 190 + 18
        if turned:
            drawing.text(middle + 4, y - 6, outcome, size=label_size, anchor="end",
                         transform=f"rotate(-90 {middle + 4:.2f} {y - 6:.2f})")  # fmt: skip
        else:
            drawing.text(middle, y + 2, outcome, size=label_size, anchor="middle")
    drawing.text(88 + step * len(shares) / 2, top + 190 + below + 12, "outcome", size=12,
                 fill="muted", anchor="middle")  # fmt: skip
    said = ", ".join(
        f"“{outcome}” {grouped(times)} times ({estimates[outcome]})"
        for outcome, times in kept.items()
    )
    alt = f"Histogram of {grouped(shots)} shots with error bars: {said}."
    return Picture(drawing.render(alt), alt, shares)


def _zeros_and_shots(counted: Mapping[str, int] | tuple[int, int]) -> tuple[int, int]:
    if isinstance(counted, Mapping):
        strangers = set(counted) - {"0", "1"}
        if strangers:
            raise ValueError(
                f"Shot noise is drawn for one bit: outcomes 0 and 1, not {sorted(strangers)}. "
                'Read one register: result.counts("qubit").'
            )
        zeros, shots = counted.get("0", 0), sum(counted.values())
    else:
        zeros, shots = counted
    zeros, shots = given.count("number of zeros", zeros), given.count("number of shots", shots)
    if shots < 1 or not 0 <= zeros <= shots:
        raise ValueError(f"{zeros} zeros in {shots} shots cannot be. Take at least one shot.")
    return zeros, shots


def _table(result: Any, registers: tuple[str, ...]) -> dict[str, int]:
    if isinstance(result, Mapping):
        if registers:
            raise ValueError("A dict has no registers to choose from; give the result itself.")
        table = dict(result)
    elif hasattr(result, "counts"):
        table = dict(result.counts(*registers))
    else:
        raise ValueError(
            f"Give a result of run(...), or a dict such as {{'0': 28, '1': 72}}; "
            f"this is a {type(result).__name__}."
        )
    table = {str(key): given.count(f"count of {key!r}", times) for key, times in table.items()}
    if not sum(table.values()):
        raise ValueError("There is nothing to draw: no shots were counted.")
    return table


def _bar(
    drawing: Drawing, x: float, width: float, share: float, error: float, *,
    bottom: float, height: float,
) -> None:  # fmt: skip
    """Draw one bar and its error bar, kept inside the axis."""
    drawing.rect(x, bottom - height * share, width, height * share, fill="measured", rx=2)
    error_bar(drawing, x + width / 2, share, error, bottom=bottom, height=height)


def _key(drawing: Drawing, x: float, y: float, role: str) -> None:
    if role == "measured":
        drawing.rect(x + 3, y - 8, 16, 16, fill=role, rx=2)
    elif role == "predicted":
        drawing.line(x - 2, y, x + 24, y, stroke=role, width=2.5, dash="7 4")
    else:
        drawing.line(x + 11, y - 9, x + 11, y + 9, stroke=role, width=2)
        for end in (y - 9, y + 9):
            drawing.line(x + 4, end, x + 18, end, stroke=role, width=2)
