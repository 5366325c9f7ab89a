"""What has been shown, where it was published, and which numbers may be quoted."""

from dataclasses import dataclass
from functools import cache

from qinet_edu.reference.source import Status, table


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number of an experiment.

    Printed, it shows its value only if that was confirmed.

    Example:
        >>> print(Figure(quantity="S", status=Status.CONFIRMED, value=2.42, uncertainty=0.2))
        S: 2.42 ± 0.2
        >>> print(Figure(quantity="S", status=Status.RECALLED, value=2.42))
        S: see the paper (recalled)
    """

    quantity: str
    status: Status
    value: float | None = None
    to: float | None = None
    uncertainty: float | tuple[float, float] | None = None
    unit: str = ""
    relation: str = "="

    @property
    def printable(self) -> bool:
        """Say whether the value may be quoted as a fact."""
        return self.status.printable and self.value is not None

    def __str__(self) -> str:
        if not self.printable:
            return f"{self.quantity}: see the paper ({self.status})"
        text = f"{self.value:.12g}"
        if self.relation != "=":
            text = f"{self.relation} {text}"
        if self.to is not None:
            text = f"{text} to {self.to:.12g}"
        if isinstance(self.uncertainty, tuple):
            text += " +{:.12g} −{:.12g}".format(*self.uncertainty)
        elif self.uncertainty is not None:
            text += f" ± {self.uncertainty:.12g}"
        return f"{self.quantity}: {text} {self.unit}".rstrip()


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """One experiment: what it showed, when, where it is published, where we read of it.

    ``status`` is that of the wording in ``what``; each figure has its own. Printed, it tells
    what was shown only if that was confirmed.
    """

    key: str
    what: str
    year: int
    citation: str
    read: str
    figures: tuple[Figure, ...]
    status: Status = Status.CONFIRMED

    @property
    def printable(self) -> tuple[Figure, ...]:
        """Return the figures that may be quoted as facts."""
        return tuple(figure for figure in self.figures if figure.printable)

    def figure(self, quantity: str) -> Figure:
        """Return one figure by the name of its quantity.

        Raises:
            KeyError: this milestone has no such quantity.

        Example:
            >>> milestones()[0].figure("CHSH value S").value
            2.42
        """
        for figure in self.figures:
            if figure.quantity == quantity:
                return figure
        known = ", ".join(figure.quantity for figure in self.figures)
        raise KeyError(f"{self.key} has no {quantity!r}; it has {known}.")

    def __str__(self) -> str:
        if not self.status.printable:
            return f"see the paper, {self.citation} ({self.status})"
        known = "; ".join(map(str, self.printable))
        return f"{self.what} ({self.citation}){': ' if known else ''}{known}"


@cache
def milestones() -> tuple[Milestone, ...]:
    """Return the experiments on the way to the quantum Internet, oldest first.

    Print the milestone itself, or quote ``milestone.printable``; never ``milestone.figures``: the
    latter has numbers in it that nobody has confirmed, and some without a value because a second
    reading did not find one. So it is with ``milestone.what`` where ``milestone.status`` is not
    printable.

    Example:
        >>> first = milestones()[0]
        >>> first.year, str(first.printable[0])
        (2015, 'CHSH value S: 2.42 ± 0.2')
    """
    found = []
    for record in table("milestones")["milestone"]:
        figures = tuple(_figure(**entry) for entry in record["figures"])
        status = Status(record.get("status", Status.CONFIRMED))
        found.append(Milestone(**{**record, "figures": figures, "status": status}))
    return tuple(sorted(found, key=lambda milestone: milestone.year))


def _figure(
    *, status: str, uncertainty: float | list[float] | None = None, **entry: object
) -> Figure:
    spread: float | tuple[float, float] | None
    if isinstance(uncertainty, list):
        plus, minus = uncertainty
        spread = (plus, minus)
    else:
        spread = uncertainty
    return Figure(status=Status(status), uncertainty=spread, **entry)  # type: ignore[arg-type]
