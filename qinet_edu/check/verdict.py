"""What a student is told about an answer."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Self

Status = Literal["right", "wrong", "not answered yet"]
MARKS: dict[Status, str] = {"right": "✓", "wrong": "✗", "not answered yet": "○"}


@dataclass(frozen=True)
class Part:
    """Say how one of several things that an exercise asks for was answered.

    Attributes:
        name: what was asked, in a few words.
        score: how much of it is right, 0 to 1.
        message: for a part that is wrong, sentences for the student that name it; else empty.
        slip: the short name of the known misconception behind it; empty where none is known.

    Example:
        >>> Part("W", 1.0)
        ✓ W
        >>> Part("GHZ", 0.0, "The number for GHZ is wrong.")
        ✗ The number for GHZ is wrong.
    """

    name: str
    score: float
    message: str = ""
    slip: str = ""

    def __repr__(self) -> str:
        return f"{MARKS['right' if self.score == 1 else 'wrong']} {self.message or self.name}"


@dataclass(frozen=True)
class Verdict:
    """Say whether an answer is right, and why not.

    Attributes:
        status: ``"right"``, ``"wrong"`` or ``"not answered yet"``.
        message: sentences for the student; for a wrong answer they name the input that fails,
            what was expected and what was got. With parts they say in one line what the list says.
        score: the part of the points earned, 0 to 1.
        parts: how each thing asked for was answered, where there are several.
        slip: the short name of the known misconception behind a wrong answer, the same for
            whatever numbers; with parts, that of the first part which has one.

    Example:
        >>> Verdict.wrong("P(1) is 0.06, expected 0.25.")
        ✗ Wrong: P(1) is 0.06, expected 0.25.
    """

    status: Status
    message: str
    score: float
    parts: tuple[Part, ...] = ()
    slip: str = ""

    @classmethod
    def right(cls, message: str) -> Self:
        """Give full marks."""
        return cls("right", message, 1.0)

    @classmethod
    def wrong(cls, message: str, *, score: float = 0.0, slip: str = "") -> Self:
        """Say what is wrong; part of the points may be earned all the same."""
        return cls("wrong", message, score, slip=slip)

    @classmethod
    def unanswered(cls) -> Self:
        """Say that the stub is still there."""
        return cls("not answered yet", "Fill in the cell above, run it, and check again.", 0.0)

    @classmethod
    def of_parts(
        cls,
        parts: Sequence[Part],
        *,
        right: str,
        weights: Sequence[float] | None = None,
        free: float = 0,
    ) -> Self:
        """Add the parts of an answer up.

        Args:
            parts: how each thing asked for was answered.
            right: what to say when all of them are right.
            weights: how much each counts; all the same when left out.
            free: how much of these weights comes right without understanding, and earns nothing.

        Example:
            >>> parts = Part("W", 1.0), Part("GHZ", 0.0, "The number for GHZ is wrong.")
            >>> found = Verdict.of_parts(parts, right="Both.", weights=(3, 1))
            >>> found
            ◐ Partly right (75 %):
              ✓ W
              ✗ The number for GHZ is wrong.
            >>> found.message
            'Right already: W. The number for GHZ is wrong.'
        """
        shares = [1.0] * len(parts) if weights is None else weights
        failed = [part for part in parts if part.score < 1]
        if not failed:
            return cls("right", right, 1.0, tuple(parts))
        earned = sum(share * part.score for share, part in zip(shares, parts, strict=True))
        good = [part.name for part in parts if part.score == 1]
        said = [f"Right already: {_listed(good)}."] if good and earned > free else []
        return cls(
            "wrong",
            " ".join([*said, *(part.message for part in failed)]),
            max(0.0, earned - free) / (sum(shares) - free),
            tuple(parts),
            next((part.slip for part in failed if part.slip), ""),
        )

    @property
    def slips(self) -> tuple[str, ...]:
        """Name every known misconception in the answer, once.

        Example:
            >>> Verdict.wrong("That is 60.", slip="degrees for radians").slips
            ('degrees for radians',)
        """
        named = [part.slip for part in self.parts] if self.parts else [self.slip]
        return tuple(dict.fromkeys(name for name in named if name))

    @property
    def heading(self) -> str:
        """Return the verdict in two or three words, with its mark.

        Example:
            >>> Verdict.wrong("One of two.", score=0.5).heading
            '◐ Partly right (50 %)'
        """
        if self.status == "wrong" and self.score > 0:
            return f"◐ Partly right ({100 * self.score:.0f} %)"
        return f"{MARKS[self.status]} {self.status.capitalize()}"

    def __repr__(self) -> str:
        if self.parts and self.status == "wrong":
            return "\n  ".join([f"{self.heading}:", *map(repr, self.parts)])
        return f"{self.heading}: {self.message}"

    def _repr_html_(self) -> str:
        colours = {"right": "#00735c", "wrong": "#b03a00", "not answered yet": "#5b6470"}
        said = f" {html.escape(self.message)}"
        if self.parts and self.status == "wrong":
            items = "".join(f"<li>{html.escape(repr(part))}</li>" for part in self.parts)
            said = f'<ul style="list-style:none;margin:.3em 0 0;padding-left:1em">{items}</ul>'
        return (
            f'<div role="status" style="border-left:4px solid {colours[self.status]};'
            'padding:.4em .8em;max-width:48em"><strong>'
            f"{self.heading}.</strong>{said}</div>"
        )


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
