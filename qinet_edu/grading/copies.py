"""``qinet grade copy``: mark copies of an exercise notebook, without a course around them."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

from qinet_edu.grading.gradebook import Course, Mark, NotGraded
from qinet_edu.grading.submissions import grade_ids, opened, read_copy

NOBODY = "student"  # nbgrader wants a name even where it does not matter


@dataclass
class Report:
    """Hold what came of one copy: marks, or why there are none."""

    notebook: str
    student: str | None
    exercises: list[Mark] = field(default_factory=list)
    problem: str = ""

    def __str__(self) -> str:
        lines = [self.notebook + (f"  ({self.student})" if self.student else "")]
        if self.problem:
            return "\n".join([*lines, f"  not graded: {self.problem}"])
        lines += [
            f"  {mark.exercise:6}{mark.mark:4g} / {mark.points:<4g} {mark.words}"
            for mark in self.exercises
        ]
        total = [sum(mark.mark for mark in self.exercises), sum(m.points for m in self.exercises)]
        return "\n".join([*lines, f"  {'total':6}{total[0]:4g} / {total[1]:<4g}"])


class Grader:
    """Mark copies, one after another, each against the solution it was made from.

    Args:
        folder: where to work; whoever made it deletes it.
        solutions: the solved notebooks.
        course: the course the student is in, for numbers of their own.
        student: whose copies these are.
        marking: begins what marks a copy; the usual when left out.
    """

    def __init__(
        self,
        folder: Path,
        solutions: Path,
        *,
        course: str | None,
        student: str | None,
        marking: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        self.course = Course(folder, course=course or "")
        self.student, self.marking = student, marking
        self.solutions = {
            path: grade_ids(nbformat.read(path, as_version=4))
            for path in sorted(solutions.rglob("*.ipynb"))
        }
        self.handed_out: set[Path] = set()

    def grade(self, notebook: Path) -> Report:
        """Mark one copy; whatever is wrong with it is said in its report, and costs no other."""
        report = Report(str(notebook), self.student)
        try:
            content = read_copy(notebook)
            solution = self._solution(notebook, content)
            if solution not in self.handed_out:
                self.course.hand_out(solution)
                self.handed_out.add(solution)
            with self.marking():
                report.exercises = self.course.grade(
                    content, assignment=solution.stem, student=self.student or NOBODY
                )
        except NotGraded as problem:
            report.problem = str(problem)
        except OSError as problem:
            report.problem = f"it cannot be read ({problem.strerror or problem})"
        return report

    def _solution(self, notebook: Path, content: bytes) -> Path:
        """Find what a copy was made from, by the exercises in it, or else by its name."""
        there = grade_ids(opened(content))
        likely = max(
            self.solutions, key=lambda path: len(there & self.solutions[path]), default=None
        )
        if likely and there & self.solutions[likely]:
            return likely
        for path in self.solutions:
            if path.name == notebook.name:
                return path
        raise NotGraded("it is not a copy of an exercise notebook of this course")


def may_name(student: str) -> bool:
    """Tell whether a name can be a student's: nbgrader makes a folder of it.

    Example:
        >>> may_name("ada@example.org"), may_name("../ada")
        (True, False)
    """
    return re.fullmatch(r"\w[\w .@'-]*", student) is not None
