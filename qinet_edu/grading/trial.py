"""``qinet grade try``: an assignment graded before any student sees it.

The solution must score full, whoever's numbers it is given; what is handed out must score nothing;
and no check may call right what nobody has answered.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from qinet_edu.check import Student, exercises
from qinet_edu.check.verdict import MARKS
from qinet_edu.grading.gradebook import Course, Mark, NotGraded
from qinet_edu.grading.hook import marked_by
from qinet_edu.grading.marking import Marking

STUDENTS = ("ada", "grace")  # anybody will do; two, since a right answer may be so for one only


@dataclass
class Trial:
    """Hold what a dry run found; the assignment can be handed out when there are no problems."""

    assignment: str
    points: float = 0
    varies: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        if self.problems:
            return "\n".join([f"{self.assignment}: not ready", *(f"  {p}" for p in self.problems)])
        words = "the solution scores full, the blank nothing, and no check is content with it"
        varies = f"; numbers vary in {', '.join(self.varies)}" if self.varies else ""
        return f"{self.assignment}: ready ({self.points:g} points): {words}{varies}"


def try_out(course: Course, assignment: str, marker: Callable[..., Marking]) -> Trial:
    """Grade the solution and the blank of an assignment, in a course that is thrown away.

    Args:
        course: the course, which stays as it is.
        assignment: the name of a folder in ``source``.
        marker: marks one submission, as :func:`~qinet_edu.grading.marking.mark` does.
    """
    trial = Trial(assignment)
    source = course.folder / "source" / assignment / f"{assignment}.ipynb"
    if not source.exists():
        trial.problems.append(f"there is no {source}")
        return trial
    with tempfile.TemporaryDirectory(prefix="qinet-try-") as folder, marked_by(marker):
        copy = Course(Path(folder), course=course.id)
        try:
            blank = copy.hand_out(source)
        except NotGraded as problem:
            trial.problems.append(f"nbgrader cannot make the students' notebook: {problem}")
            return trial
        for student in STUDENTS:
            for mark in _graded(copy, source, assignment, student, trial):
                if mark.mark < mark.points:
                    trial.problems.append(
                        f"{mark.exercise}: the solution scores {mark.mark:g} of {mark.points:g} "
                        f"with the numbers of {student}: {mark.words}"
                    )
        marks = _graded(copy, blank, assignment, "nobody", trial)
        trial.points = sum(mark.points for mark in marks)
        for mark in marks:
            if mark.mark > 0:
                trial.problems.append(
                    f"{mark.exercise}: what is handed out scores {mark.mark:g} of {mark.points:g}"
                )
        known = {exercise.grade_id: exercise for exercise in exercises().values()}
        notebook = nbformat.read(blank, as_version=4)
        trial.varies = [
            known[name].id for name in _graded_cells(notebook) if name in known and known[name].vary
        ]
        trial.problems += _seen(notebook, known, course.id, marker)
    return trial


def _graded(
    course: Course, notebook: Path, assignment: str, student: str, trial: Trial
) -> list[Mark]:
    try:
        return course.grade(notebook.read_bytes(), assignment=assignment, student=student)
    except NotGraded as problem:
        trial.problems.append(f"{notebook.parent.parent.name}: not graded: {problem}")
        return []


def _graded_cells(notebook: Any) -> list[str]:
    told = [cell.metadata.get("nbgrader", {}) for cell in notebook.cells]
    return [one["grade_id"] for one in told if one.get("grade")]


def _seen(
    notebook: Any, known: dict[str, Any], course: str, marker: Callable[..., Marking]
) -> list[str]:
    """Run the blank as a student does, checks and all, and say which check is content."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    who = Student(course, STUDENTS[0]) if course else None
    marking = marker([cell.source for cell in cells], who)
    problems = []
    for cell, outputs in zip(cells, marking.outputs, strict=True):
        told = cell.metadata.get("nbgrader", {})
        if not told.get("grade"):
            continue
        name = known[told["grade_id"]].id if told["grade_id"] in known else told["grade_id"]
        shown = " ".join(
            str(output.get("text") or output.get("data", {}).get("text/plain") or "")
            for output in outputs
        )
        failed = any(output["output_type"] == "error" for output in outputs)
        if name == told["grade_id"]:
            problems.append(f"{name}: no check is known for this cell; it is marked by hand")
        elif MARKS["right"] in shown and not failed:
            problems.append(f"{name}: its check says of the blank: {shown}")
        elif not failed and not any(MARKS[s] in shown for s in ("wrong", "not answered yet")):
            problems.append(f"{name}: its check says nothing of the blank")
    return problems
