"""Axes, error bars and numbers of histograms, alike in each of them."""

from qinet_edu.draw.svg import Drawing

LIMITS = (0.1, 0.2, 0.4, 1.0)


def limit(highest: float) -> float:
    """Return where an axis of shares ends, so that the highest one fills it well.

    Example:
        >>> limit(0.13), limit(0.97)
        (0.2, 1.0)
    """
    return next(end for end in LIMITS if highest <= end * 0.9 or end == 1)


def axis(
    drawing: Drawing, left: float, right: float, *, top: float, bottom: float, scale: float = 1.0
) -> None:
    """Draw the lines of an axis of shares, from 0 to ``scale``."""
    for quarter in range(5):
        y = bottom - (bottom - top) * quarter / 4
        drawing.line(left, y, right, y, stroke="line" if quarter == 0 else "grid", width=1)
        drawing.text(left - 8, y + 4, _tick(scale * quarter / 4), size=11, anchor="end",
                     fill="muted")  # fmt: skip


def error_bar(
    drawing: Drawing, middle: float, share: float, error: float, *,
    bottom: float, height: float, reach: float = 7,
) -> None:  # fmt: skip
    """Draw an error bar within the axis; a short one shrinks to the line across it."""
    if error > 0:
        upper = bottom - height * min(1.0, share + error)
        lower = bottom - height * max(0.0, share - error)
        # An edge of the card's colour keeps the bar from swallowing it.
        drawing.line(middle, upper, middle, lower, stroke="card", width=5)
        drawing.line(middle, upper, middle, lower, stroke="ink", width=2)
        for y in (upper, lower):
            drawing.line(middle - reach, y, middle + reach, y, stroke="ink", width=2)


def grouped(value: int) -> str:
    """Write a count with thin spaces between thousands.

    Example:
        >>> grouped(4096), grouped(20000)
        ('4096', '20\\u202f000')
    """
    return f"{value:,}".replace(",", "\u202f") if value >= 10_000 else str(value)


def _tick(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
