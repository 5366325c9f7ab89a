"""What a student calls: check an answer, ask for a hint, see what is given."""

from collections.abc import Mapping
from typing import Any
from warnings import warn

from qinet_edu.check import judging, ticks
from qinet_edu.check.exercise import get
from qinet_edu.check.student import current_student
from qinet_edu.check.verdict import Verdict
from qinet_edu.storage import StorageWarning

RUNGS = ("An idea", "A formula", "A line of code")


def check(exercise: str, answer: Any = None) -> Verdict:
    """Say whether an answer is right, and why not, and tick it off when it is.

    Args:
        exercise: its number, like ``"01.1"``.
        answer: the circuit, number, string, set, data or function asked for.

    Returns:
        A verdict, which a notebook shows in words.

    Raises:
        ValueError: there is no such exercise.

    Example:
        >>> check("01.5", None)
        ○ Not answered yet: Fill in the cell above, run it, and check again.
    """
    record = get(exercise)
    student = current_student()
    given = record.given(student)
    exported = judging.export(record, answer, given)
    verdict = judging.judge(record, exported, given, example=record.given())
    if verdict.status != "not answered yet":
        _note(ticks.note_verdict, exercise, verdict)
    return verdict


def hint(exercise: str) -> str:
    """Give the next hint: first an idea, then a formula, then a line of code.

    Those given before stand above it: a student who returns after a week need not climb anew.

    Raises:
        ValueError: there is no such exercise.

    Example:
        >>> hint("01.5").startswith("An idea: ")
        True
    """
    record = get(exercise)
    seen = _note(ticks.note_hint, exercise, len(record.hints)) or 1
    lines = [f"{rung}: {text}" for rung, text in zip(RUNGS, record.hints[:seen], strict=False)]
    return _Said("\n".join([*lines, *(["(That was the last hint.)"] * (seen == len(RUNGS)))]))


def given(exercise: str) -> Mapping[str, Any]:
    """Show the numbers an exercise gives you; in a course everybody has their own.

    Raises:
        ValueError: there is no such exercise.

    Example:
        >>> given("01.5")["margin"]
        0.01
    """
    return dict(get(exercise).given(current_student()).parameters)


class _Said(str):
    """A string that a notebook shows without quotation marks."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _note(keep: Any, *what: Any) -> Any:
    """Write progress down; a disk that refuses must not cost the student the verdict."""
    try:
        return keep(*what)
    except OSError as problem:
        warn(f"Your progress could not be saved: {problem}", StorageWarning, stacklevel=4)
        return None
