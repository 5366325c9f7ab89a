"""What a student is told about an answer."""

import html
from dataclasses import dataclass
from typing import Literal, Self

Status = Literal["right", "wrong", "not answered yet"]
MARKS: dict[Status, str] = {"right": "✓", "wrong": "✗", "not answered yet": "○"}


@dataclass(frozen=True)
class Verdict:
    """Say whether an answer is right, and why not.

    Attributes:
        status: ``"right"``, ``"wrong"`` or ``"not answered yet"``.
        message: sentences for the student; for a wrong answer they name the input that fails,
            what was expected and what was got.
        score: the part of the points earned, 0 to 1.

    Example:
        >>> Verdict.wrong("P(1) is 0.06, expected 0.25.")
        ✗ Wrong: P(1) is 0.06, expected 0.25.
    """

    status: Status
    message: str
    score: float

    @classmethod
    def right(cls, message: str) -> Self:
        """Give full marks."""
        return cls("right", message, 1.0)

    @classmethod
    def wrong(cls, message: str, *, score: float = 0.0) -> Self:
        """Say what is wrong; part of the points may be earned all the same."""
        return cls("wrong", message, score)

    @classmethod
    def unanswered(cls) -> Self:
        """Say that the stub is still there."""
        return cls("not answered yet", "Fill in the cell above, run it, and check again.", 0.0)

    def __repr__(self) -> str:
        return f"{MARKS[self.status]} {self.status.capitalize()}: {self.message}"

    def _repr_html_(self) -> str:
        colours = {"right": "#00735c", "wrong": "#b03a00", "not answered yet": "#5b6470"}
        return (
            f'<div role="status" style="border-left:4px solid {colours[self.status]};'
            'padding:.4em .8em;max-width:48em"><strong>'
            f"{MARKS[self.status]} {self.status.capitalize()}.</strong> "
            f"{html.escape(self.message)}</div>"
        )
