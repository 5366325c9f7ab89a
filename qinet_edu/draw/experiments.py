"""Published Bell tests, each with its S, beside what agreed answers and nature allow."""

from typing import Any

from qinet_edu.draw.bench import LOCAL, QUANTUM
from qinet_edu.draw.picture import Picture
from qinet_edu.draw.svg import Drawing, text_width
from qinet_edu.reference import Figure, Milestone, milestones

_QUANTITY = "CHSH value S"
_LEFT, _RIGHT, _LOW, _HIGH = 316.0, 604.0, 1.95, 2.9
_ROW = 80.0
_COLUMN = 274.0  # the width, in pixels, of the column of names


def bell_experiments() -> Picture:
    """Draw the S that experiments have published, with their uncertainties.

    Every bar lies to the right of 2, where no answers agreed beforehand reach, and to the left of
    2√2. Only figures that were looked up are drawn, and distances only where they were.

    Returns:
        The picture; its numbers are S and its two bounds for each experiment, by its key.

    Source:
        ``reference.milestones()``, where each experiment's citation is.

    Example:
        >>> bell_experiments().numbers["loophole-free-nv"]
        2.42
    """
    shown = [(one, figure) for one in milestones() for figure in one.printable
             if figure.quantity == _QUANTITY]  # fmt: skip
    bottom = 104 + _ROW * len(shown)
    drawing = Drawing(640, bottom + 46)
    drawing.text(24, 34, "Published Bell tests", size=17, bold=True)
    _ground(drawing, bottom)
    numbers: dict[str, Any] = {"local": LOCAL, "quantum": QUANTUM}
    said = []
    for row, (milestone, figure) in enumerate(shown):
        low, high = _bounds(figure)
        if figure.to is None:
            numbers[milestone.key] = figure.value
        numbers |= {f"{milestone.key} low": low, f"{milestone.key} high": high}
        _experiment(drawing, 104 + _ROW * row, milestone, figure)
        where = _distance(milestone)
        said.append(
            f"{_author(milestone)} ({milestone.year}{', ' + where if where else ''}): "
            f"S = {_value(figure)}"
        )
    alt = (
        f"{len(said)} published CHSH values with their stated uncertainties, all above 2, the "
        "limit for answers fixed beforehand, and below 2√2 = 2.83, the most that quantum theory "
        "allows. "
        f"{'; '.join(said)}."
    )
    return Picture(drawing.render(alt), alt, numbers)


def _x(s: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * (s - _LOW) / (_HIGH - _LOW)


def _ground(drawing: Drawing, bottom: float) -> None:
    """Draw the scale of S and the two bounds."""
    top = 84.0
    drawing.rect(_x(LOCAL), top, _x(QUANTUM) - _x(LOCAL), bottom - top, fill="panel")
    for s in (2.2, 2.4, 2.6):
        drawing.line(_x(s), top, _x(s), bottom, stroke="grid", width=1)
    for s, dash, words in (
        (LOCAL, "7 4", ("limit for answers", "fixed beforehand")),
        (QUANTUM, "", ("most that quantum", "theory allows")),
    ):
        drawing.line(_x(s), top, _x(s), bottom + 5, stroke="ink", width=2, dash=dash)
        for row, line in enumerate(words):
            drawing.text(_x(s) + (12 if s == QUANTUM else 0), 60 + 15 * row, line, size=11,
                         anchor="end" if s == QUANTUM else "middle", fill="muted")  # fmt: skip
    for s, name in ((2.0, "2"), (2.2, "2.2"), (2.4, "2.4"), (2.6, "2.6"), (QUANTUM, "2√2")):
        drawing.text(_x(s), bottom + 22, name, size=12, anchor="middle",
                     bold=s in (LOCAL, QUANTUM))  # fmt: skip
    drawing.text(24, bottom + 22, "Bar: published uncertainty or range.", size=11, fill="muted")
    drawing.text((_LEFT + _RIGHT) / 2, bottom + 38, "S", size=12, anchor="middle", fill="muted")


def _experiment(drawing: Drawing, top: float, milestone: Milestone, figure: Figure) -> None:
    """Draw one experiment: who, when and what on the left, its S on the right."""
    what = milestone.what if milestone.status.printable else ""
    where = _distance(milestone)
    told = f", {where}" if where and where not in what else ""
    drawing.text(24, top + 14, f"{_author(milestone)}, {milestone.year}{told}", bold=True)
    for row, line in enumerate(_wrapped(what, size=12)):
        drawing.text(24, top + 31 + 15 * row, line, size=12, fill="muted")
    low, high = _bounds(figure)
    y = top + 30
    drawing.line(_x(low), y, _x(high), y, stroke="measured", width=3)
    # The ends stand out above and below the dot: so even a bar narrower than it is seen.
    for end in (low, high):
        drawing.line(_x(end), y - 7, _x(end), y + 7, stroke="measured", width=1.5)
    if figure.to is None and figure.value is not None:
        drawing.circle(_x(figure.value), y, 3.5, fill="measured")
    text = _value(figure)
    room = text_width(text, 13) / 2 + 12
    x = min(max(_x((low + high) / 2), _x(LOCAL) + room), _x(QUANTUM) - room)
    drawing.text(x, y - 14, text, anchor="middle", bold=True)


def _bounds(figure: Figure) -> tuple[float, float]:
    """Return the ends of a figure's bar."""
    value = figure.value or 0.0
    if figure.to is not None:
        return value, figure.to
    spread = figure.uncertainty or 0.0
    plus, minus = spread if isinstance(spread, tuple) else (spread, spread)
    return value - minus, value + plus


def _value(figure: Figure) -> str:
    return str(figure).removeprefix(f"{figure.quantity}: ")


def _author(milestone: Milestone) -> str:
    return milestone.citation.partition(",")[0]


def _distance(milestone: Milestone) -> str:
    """Return how far apart the parties were, if that was looked up."""
    for figure in milestone.printable:
        if figure.quantity.startswith("distance"):
            return f"{_value(figure)} apart"
    return ""


def _wrapped(text: str, *, size: float) -> list[str]:
    """Break a text into lines that fit the column of names."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, size) > _COLUMN and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
