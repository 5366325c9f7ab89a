"""Whether an answer is right, and why not.

``check("01.1", answer)`` gives a verdict in words, ``hint("01.1")`` the next hint,
``check.given("01.5")`` the numbers an exercise gives you, ``progress()`` what you have solved. An
exercise is a record; its judge sees an answer only as data, so the same judge serves the notebook,
the tests and the grader.
"""

import sys
from types import ModuleType
from typing import Any

from qinet_edu.check.asking import check, given, hint
from qinet_edu.check.exercise import Exercise, Given, exercises, get
from qinet_edu.check.judging import export, judge
from qinet_edu.check.student import Student
from qinet_edu.check.ticks import progress
from qinet_edu.check.verdict import Part, Verdict

__all__ = [
    "Exercise",
    "Given",
    "Part",
    "Student",
    "Verdict",
    "check",
    "exercises",
    "export",
    "get",
    "given",
    "hint",
    "judge",
    "progress",
]


class _CallableModule(ModuleType):
    """Let ``from qinet_edu import check`` serve as both the function and its home."""

    def __call__(self, exercise: str, answer: Any = None) -> Verdict:
        return check(exercise, answer)


sys.modules[__name__].__class__ = _CallableModule
