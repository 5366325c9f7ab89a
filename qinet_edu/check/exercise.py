"""An exercise as a record, and the list of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Any

import numpy as np

from qinet_edu.check import sets
from qinet_edu.check.answers import Kind
from qinet_edu.check.student import Student, generator
from qinet_edu.check.verdict import Verdict

SETS = (
    "set_01",
    "set_02",
    "set_03",
    "set_04",
    "set_05",
    "set_06",
    "set_07",
    "set_08",
    "set_09",
    "set_10",
    "set_11",
)
OWN = "own_"  # how the files of an instructor's own sets begin; nobody lists those


@dataclass(frozen=True)
class Given:
    """Hold what an exercise gives: numbers to read, and arguments a function is called with."""

    parameters: Mapping[str, Any] = field(default_factory=dict)
    arguments: tuple[tuple[Any, ...], ...] = ()


@dataclass(frozen=True)
class Exercise:
    """Describe one exercise: what is asked, how an answer travels, who judges it.

    Attributes:
        id: ``"01.4"``: the fourth of notebook 01.
        variable: the name the answer has in the notebook.
        answer: what kind of thing the answer is, with its limits.
        judge: says what is right or wrong with an answer that has arrived as data.
        hints: an idea, a formula, a line of code, in this order.
        points: what a right answer is worth.
        example: the parameters everybody sees who is in no course.
        vary: draws a student's own parameters; None when there is nothing to vary.
        arguments: draws what a function is called with.
    """

    id: str
    variable: str
    answer: Kind
    judge: Callable[[Any, Given], Verdict]
    hints: tuple[str, ...]
    points: int
    example: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    vary: Callable[[np.random.Generator], dict[str, Any]] | None = None
    arguments: Callable[[np.random.Generator], list[tuple[Any, ...]]] | None = None

    def given(self, student: Student | None = None, *, secret: str = "example") -> Given:
        """Draw what this exercise gives.

        Args:
            student: who asks; None for the example.
            secret: fixes the arguments of functions; a grader draws a fresh one.
        """
        parameters = self.example
        if student is not None and self.vary is not None:
            parameters = self.vary(student.generator(self.id))
        drawn = self.arguments(generator("arguments", secret, self.id)) if self.arguments else []
        return Given(parameters, tuple(drawn))

    @property
    def grade_id(self) -> str:
        """Name this exercise as nbgrader does: 01.4 is ``ex-01-4``."""
        return f"ex-{self.id.replace('.', '-')}"


@lru_cache(maxsize=1)
def exercises() -> Mapping[str, Exercise]:
    """List every exercise of the course by its number, and those an instructor has added.

    Raises:
        ValueError: two exercises have the same number.

    Example:
        >>> "01.1" in exercises()
        True
    """
    own = [there.name for there in iter_modules(sets.__path__) if there.name.startswith(OWN)]
    found: dict[str, Exercise] = {}
    for name in [*SETS, *sorted(own)]:
        for record in import_module(f"{sets.__name__}.{name}").EXERCISES:
            if record.id in found:
                raise ValueError(
                    f"{name}.py has an exercise {record.id}, and there is one already: give yours "
                    "another number."
                )
            found[record.id] = record
    return MappingProxyType(found)


def get(exercise: str) -> Exercise:
    """Look an exercise up.

    Raises:
        ValueError: there is no such exercise; the message lists the nearest.

    Example:
        >>> get("01.1").variable
        'quarter'
    """
    known = exercises()
    if exercise in known:
        return known[exercise]
    chapter = str(exercise).split(".")[0]
    near = [name for name in known if name.startswith(f"{chapter}.")] or [*known]
    raise ValueError(
        f"There is no exercise {exercise!r}. Write the number as in the text, for example "
        f'check("{near[0]}", …); there {"are" if len(near) > 1 else "is"} {", ".join(near)}.'
    )
