"""The same circuit on several backends: ideal, with a device's noise, on the device."""

from collections.abc import Mapping, Sequence
from typing import Any

from qinet_edu.draw.bars import axis, error_bar, grouped, limit
from qinet_edu.draw.picture import Picture
from qinet_edu.draw.svg import Drawing, decimals, text_width

MOST_RESULTS = 4
MOST_OUTCOMES = 8
LEFT, RIGHT, HEIGHT = 64.0, 616.0, 200.0
CHANGES = (("deferred", "measurements deferred"), ("post-selected", "post-selected"))
# How each kind of source looks: its colour, and what fills its bars.
LOOKS = {
    "ideal": ("predicted", "hollow"),
    "simulated": ("message", "striped"),
    "hardware": ("measured", "full"),
    "recorded": ("measured", "dotted"),
}


def side_by_side(results: Sequence[Any], *registers: str) -> Picture:
    """Draw the outcomes of one circuit on several backends, with error bars.

    Two bars differ for a reason only if they are some error bars apart: with 1024 shots a share of
    0.5 is known to ± 0.016. Where the numbers come from is said in words and shown by the bars:
    hollow for an ideal simulation, striped for a simulated device, full for a quantum computer,
    dotted for a recording of one.

    Args:
        results: two to four results of ``run`` or ``side_by_side``.
        registers: which registers, in the order to read them; none takes all.

    Returns:
        The picture; its numbers map each source, such as ``"1 aer"``, to the share of each
        outcome.

    Raises:
        ValueError: fewer than two or more than four results, or one without shots.

    Example:
        >>> from qinet_edu import circuits, run
        >>> pair = circuits.measure(circuits.bell_pair())
        >>> ideal, again = (run(pair, shots=1000, seed=seed) for seed in (1, 2))
        >>> picture = side_by_side([ideal, again], "alice", "bob")
        >>> [*picture.numbers], [*picture.numbers["1 aer"]]
        (['1 aer', '2 aer'], ['0 0', '1 1'])
    """
    tables = _tables(results, registers)
    estimates = _estimates(tables)
    outcomes = [*estimates[0]]
    lines = [_words(result) for result in results]
    top = 74.0 + 46 * len(results) + 22
    tall = max(text_width(outcome, 12) for outcome in outcomes)
    step = (RIGHT - LEFT) / len(outcomes)
    turned = tall > step - 8
    under = 24.0 + (tall + 8 if turned else 18.0)
    bottom = top + HEIGHT
    drawing = Drawing(640, bottom + under + 30)
    drawing.text(24, 34, "The same circuit, side by side", size=17, bold=True)
    read = f"Share of each outcome, read as {', '.join(registers)}" if registers else (
        "Share of each outcome"
    )  # fmt: skip
    drawing.text(24, 55, read, size=12, fill="muted")
    for row, (result, (name, shots, how)) in enumerate(zip(results, lines, strict=True)):
        y = 74.0 + 46 * row
        _bar(drawing, 26, y + 33, 24, 28, _look(result))
        drawing.text(64, y + 16, f"{row + 1}", size=14, fill="muted", bold=True)
        drawing.text(84, y + 16, _fitting(name, 14, 300), size=14, bold=True)
        drawing.text(RIGHT, y + 16, shots, size=12, anchor="end")
        drawing.text(84, y + 34, _fitting(how, 11.5, 580), size=12, fill="muted")
    highest = max(float(e) + e.standard_error for one in estimates for e in one.values())
    scale = limit(min(highest, 0.9))
    axis(drawing, LEFT, RIGHT, top=top, bottom=bottom, scale=scale)
    width = min(44.0, (step - 12) / len(results) - 4)
    for column, outcome in enumerate(outcomes):
        middle = LEFT + step * (column + 0.5)
        for number, (result, found) in enumerate(zip(results, estimates, strict=True)):
            centre = middle + (width + 4) * (number - (len(results) - 1) / 2)
            share, error = float(found[outcome]) / scale, found[outcome].standard_error / scale
            _bar(drawing, centre - width / 2, bottom, width, HEIGHT * share, _look(result))
            error_bar(drawing, centre, share, error, bottom=bottom, height=HEIGHT,
                      reach=min(6.0, width / 2 - 1))  # fmt: skip
            drawing.text(centre, bottom + 15, str(number + 1), size=11, fill="muted",
                         anchor="middle")  # fmt: skip
        y = bottom + 34
        if turned:
            drawing.text(middle + 4, y - 8, outcome, size=12, anchor="end",
                         transform=f"rotate(-90 {middle + 4:.2f} {y - 8:.2f})")  # fmt: skip
        else:
            drawing.text(middle, y, outcome, size=13, anchor="middle", bold=True)
    drawing.text((LEFT + RIGHT) / 2, bottom + under + 14, "outcome", size=12, fill="muted",
                 anchor="middle")  # fmt: skip
    alt = _alt(lines, estimates, registers)
    numbers = {
        f"{number} {result.backend}": {key: float(value) for key, value in found.items()}
        for number, (result, found) in enumerate(zip(results, estimates, strict=True), start=1)
    }
    return Picture(drawing.render(alt), alt, numbers)


def _tables(results: Any, registers: tuple[str, ...]) -> list[dict[str, int]]:
    if not isinstance(results, Sequence) or isinstance(results, str):
        raise ValueError("Give a list of results, such as side_by_side(circuit) returns.")
    if not 2 <= len(results) <= MOST_RESULTS:
        raise ValueError(f"Two to {MOST_RESULTS} results are compared at once, not {len(results)}.")
    tables = []
    for result in results:
        if not hasattr(result, "source") or not hasattr(result, "counts"):
            raise ValueError(
                f"Give results of run, which say where they come from; this is a "
                f"{type(result).__name__}."
            )
        table = result.counts(*registers)
        if not sum(table.values()):
            raise ValueError(
                f"The result from {result.backend} has no shots to draw. Run it with more."
            )
        tables.append(table)
    return tables


def _estimates(tables: Sequence[Mapping[str, int]]) -> list[dict[str, Any]]:
    """Estimate the share of every outcome in every result; the rare ones share a bar."""
    # An import here: execution brings Qiskit along, which no other picture needs.
    from qinet_edu.execution import Estimate

    outcomes = sorted({outcome for table in tables for outcome in table})
    shots = [sum(table.values()) for table in tables]
    rest: list[str] = []
    if len(outcomes) > MOST_OUTCOMES:

        def frequency(outcome: str) -> float:
            return sum(table.get(outcome, 0) / n for table, n in zip(tables, shots, strict=True))

        ranked = sorted(outcomes, key=lambda outcome: (-frequency(outcome), outcome))
        outcomes, rest = sorted(ranked[: MOST_OUTCOMES - 1]), ranked[MOST_OUTCOMES - 1 :]
    found = []
    for table, n in zip(tables, shots, strict=True):
        times = {outcome: table.get(outcome, 0) for outcome in outcomes}
        if rest:
            times[f"{len(rest)} others"] = sum(table.get(outcome, 0) for outcome in rest)
        found.append({key: Estimate.of_probability(hits, n) for key, hits in times.items()})
    return found


def _look(result: Any) -> tuple[str, str]:
    if result.source == "simulated" and result.noise == "ideal":
        return LOOKS["ideal"]
    return LOOKS[result.source]


def _words(result: Any) -> tuple[str, str, str]:
    """Say where counts come from: the backend, how many there are, and how they were made."""
    shots = f"{grouped(result.shots)} shots"
    if result.kept:
        shots += f", kept of {grouped(round(result.shots / result.kept))}"
    if result.source == "simulated":
        how = f"simulated, {result.noise}"
    elif result.source == "hardware":
        how = "measured on hardware"
        if result.qpu_s is not None:
            how += f" in {decimals(result.qpu_s, 1)} s of its time"
    else:
        how = f"measured on hardware, recorded {result.details.get('recorded', 'some time ago')}"
    changed = "".join(f"; {words}" for mark, words in CHANGES if mark in str(result.transformation))
    return result.backend, shots, how + changed


def _fitting(text: str, size: float, width: float) -> str:
    """Shorten a line that would leave the card; the alternative text has it whole."""
    if text_width(text, size) <= width:
        return text
    while text_width(f"{text}…", size) > width:
        text = text[:-1].rstrip()
    return f"{text}…"


def _bar(
    drawing: Drawing, x: float, bottom: float, width: float, height: float, look: tuple[str, str]
) -> None:
    role, filling = look
    top = bottom - height
    if filling in ("full", "dotted"):
        drawing.rect(x, top, width, height, fill=role, rx=2)
        if filling == "dotted":
            for row in range(int(height // 9)):
                for dot in range(int(width // 9)):
                    drawing.circle(x + 6 + 9 * dot, bottom - 6 - 9 * row, 1.8, fill="card")
        return
    if height <= 3:  # too low for an edge and what is inside
        drawing.rect(x, top, width, height, fill=role)
        return
    drawing.rect(
        x + 1, top + 1, width - 2, height - 2, fill="card", stroke=role, stroke_width=2, rx=2
    )
    if filling == "striped":
        for row in range(1, int((height - 3) // 6) + 1):
            y = bottom - 6 * row
            drawing.line(x + 2, y, x + width - 2, y, stroke=role, width=2)


def _alt(
    lines: Sequence[tuple[str, str, str]],
    estimates: Sequence[Mapping[str, Any]],
    registers: tuple[str, ...],
) -> str:
    read = f" of {', '.join(registers)}" if registers else ""
    told = " ".join(
        f"{number} {name} ({how}; {shots}): "
        f"{', '.join(f'“{key}” {value}' for key, value in found.items())}."
        for number, ((name, shots, how), found) in enumerate(
            zip(lines, estimates, strict=True), start=1
        )
    )
    return f"Outcomes{read} of the same circuit on {len(lines)} backends, as shares. {told}"
