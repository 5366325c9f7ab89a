"""The one step of nbgrader that is replaced: how a submission comes to its marks.

nbgrader runs a notebook, tests and all, beside the student's code. Here the cells run in a box,
the answers are judged in another, and the mark is written where nbgrader looks for it: as the
result of the cell that is graded. Everything before and after is nbgrader's own.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import nbformat
from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Float

from qinet_edu.check import Exercise, Student, Verdict, exercises
from qinet_edu.grading.marking import Marking, mark, words
from qinet_edu.grading.mending import NOTES
from qinet_edu.grading.records import Record, Records, digest

NO_CHECK = Verdict.wrong("No check is known for this cell; mark it by hand.")
Marker = Callable[..., Marking]
_marker: ContextVar[Marker] = ContextVar("marker", default=mark)


@contextmanager
def marked_by(marker: Marker) -> Iterator[None]:
    """Let something else than :func:`~qinet_edu.grading.marking.mark` mark in this thread."""
    before = _marker.set(marker)
    try:
        yield
    finally:
        _marker.reset(before)


class BoxedExecute(NbGraderPreprocessor):  # type: ignore[misc]
    """Run a submission in a box and write its marks into the graded cells."""

    seconds = Float(120, help="how long all cells of a submission may take").tag(config=True)
    cell_seconds = Float(30, help="how long one cell may take").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Mark a submission that nbgrader has put in order: locked cells restored, ids unique."""
        course = Path.cwd()  # nbgrader is there while it converts
        known = {exercise.grade_id: exercise for exercise in exercises().values()}
        cells = [cell for cell in nb.cells if cell.cell_type == "code"]
        graded = {
            index: known.get(cell.metadata.nbgrader.get("grade_id"))
            for index, cell in enumerate(cells)
            if utils.is_grade(cell)
        }
        steps: list[str | Exercise | None] = [
            graded.get(index, cell.source) for index, cell in enumerate(cells)
        ]
        wanted = [step for step in steps if step is not None]
        code = digest([step if isinstance(step, str) else [step.id] for step in wanted])
        records, who = Records(course), resources["nbgrader"]
        before = records.read(who["student"], who["assignment"])
        known_secret = before.get("secret") if before.get("code") == code else None
        secret = known_secret if isinstance(known_secret, str) else secrets.token_hex(16)
        marking = _marker.get()(
            wanted,
            self._student(resources),
            seconds=self.seconds,
            cell_seconds=self.cell_seconds,
            secret=secret,
        )
        outputs = iter(marking.outputs)
        for cell, step in zip(cells, steps, strict=True):
            cell.execution_count = None
            if isinstance(step, str):
                cell.outputs = nbformat.from_dict(next(outputs))
            else:
                verdict = marking.verdicts[step.id] if step else NO_CHECK
                cell.outputs = _result(verdict, points=float(cell.metadata.nbgrader["points"]))
        points = {
            step.id: float(cell.metadata.nbgrader["points"])
            for cell, step in zip(cells, steps, strict=True)
            if isinstance(step, Exercise)
        }
        found = {
            "code": code,
            "secret": secret,
            "boxed": marking.boxed,
            "stopped": marking.stopped,
            "notes": list(nb.metadata.pop(NOTES, [])),
            "exercises": [
                _record(exercise, marking.verdicts[exercise], points=points[exercise])
                for exercise in points
            ],
        }
        records.update(who["student"], who["assignment"], lambda record: record.update(found))
        return nb, resources

    def _student(self, resources: Any) -> Student | None:
        course = self.config.CourseDirectory.get("course_id", "")
        return Student(course, resources["nbgrader"]["student"]) if course else None


def _earned(verdict: Verdict, points: float) -> float:
    return min(points, max(0.0, points * verdict.score))


def _record(exercise: str, verdict: Verdict, *, points: float) -> Record:
    slips = [verdict.slip, *(part.slip for part in verdict.parts)]
    return {
        "exercise": exercise,
        "points": points,
        "mark": _earned(verdict, points),
        "status": verdict.status,
        "words": verdict.message,
        "slips": [slip for slip in dict.fromkeys(slips) if slip],
    }


def _result(verdict: Verdict, *, points: float) -> list[Any]:
    """Return a graded cell's outputs: the words, and the number nbgrader takes for the mark."""
    earned = _earned(verdict, points)
    return [
        nbformat.v4.new_output("stream", name="stdout", text=f"{words(verdict)}\n"),
        nbformat.v4.new_output(
            "execute_result", data={"text/plain": repr(earned)}, execution_count=1
        ),
    ]
