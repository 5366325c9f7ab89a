"""An nbgrader course in a folder: hand a set out, mark a copy, read the marks."""

import logging
import re
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from qinet_edu import storage
from qinet_edu.grading.config import configure, needed, programs_on_path
from qinet_edu.grading.submissions import NotGraded

__all__ = ["Course", "Mark", "NotGraded"]

SETTINGS = "nbgrader_config.py"


@dataclass(frozen=True)
class Mark:
    """Hold what a student got for one exercise, and what they are told."""

    exercise: str
    mark: float
    points: float
    words: str


class Course:
    """Keep a course as nbgrader does: sources, submissions, marked copies and a gradebook.

    Args:
        folder: where; made when it does not exist. Settings in its ``nbgrader_config.py`` count.
        course: the course's id; empty when everybody has the example's numbers, or when the
            settings have one.
        cell_seconds: how long one cell of a submission may take.
        seconds: how long all of them may.

    Raises:
        NbgraderMissing: nbgrader is not installed.
    """

    def __init__(
        self,
        folder: Path,
        *,
        course: str = "",
        cell_seconds: float | None = None,
        seconds: float | None = None,
    ) -> None:
        with needed():
            from traitlets.config import Config
            from traitlets.config.loader import PyFileConfigLoader

        self.folder = folder.resolve()
        if (self.folder / SETTINGS).exists():
            self.config = PyFileConfigLoader(SETTINGS, path=str(self.folder)).load_config()
        else:
            self.config = configure(Config(), course=course)
        self.config.CourseDirectory.root = str(self.folder)
        for name, value in (("cell_seconds", cell_seconds), ("seconds", seconds)):
            if value is not None:
                self.config.BoxedExecute[name] = value

    def hand_out(self, solution: Path) -> Path:
        """Make an assignment of a solution; return the student's notebook.

        Raises:
            NotGraded: nbgrader refuses the solution.
        """
        from nbgrader.converters import GenerateAssignment

        name = solution.stem
        storage.write(self.folder / "source" / name / solution.name, solution.read_bytes())
        self._convert(GenerateAssignment, assignment=name)
        return self.folder / "release" / name / solution.name

    def grade(self, copy: bytes, *, assignment: str, student: str) -> list[Mark]:
        """Mark a student's copy; one that was marked before is marked again.

        Args:
            copy: the notebook's content, from anybody.
            assignment: the name of what was handed out.
            student: the student's name.

        Raises:
            NotGraded: nothing came of it; the message says why.
        """
        from nbgrader.converters import Autograde

        path = self.submitted(assignment, student)
        if not path.exists() or path.read_bytes() != copy:
            storage.write(path, copy)
        self._convert(Autograde, assignment=assignment, student=student)
        return self._marks(assignment, student)

    @property
    def id(self) -> str:
        """Return the course's id, from which with a student's name their own numbers follow."""
        return str(self.config.CourseDirectory.get("course_id", ""))

    def assignments(self) -> list[str]:
        """Return the names of what was handed out."""
        return sorted(path.parent.name for path in self.folder.glob("release/*/*.ipynb"))

    def sources(self) -> list[str]:
        """Return the names of what the course has the solutions of."""
        return sorted({path.parent.name for path in self.folder.glob("source/*/*.ipynb")})

    def submitted(self, assignment: str, student: str) -> Path:
        """Return the file in which nbgrader looks for a student's copy."""
        return self.folder / "submitted" / student / assignment / f"{assignment}.ipynb"

    @contextmanager
    def gradebook(self) -> Iterator[Any]:
        """Open nbgrader's gradebook."""
        from nbgrader.api import Gradebook
        from nbgrader.coursedir import CourseDirectory

        folder = CourseDirectory(config=self.config)
        with programs_on_path(), Gradebook(folder.db_url, folder.course_id) as gradebook:
            yield gradebook

    def marked(self, assignment: str, student: str) -> Path:
        """Return the file of a marked copy."""
        return self.folder / "autograded" / student / assignment / f"{assignment}.ipynb"

    def _convert(self, converter: Any, *, assignment: str, student: str = "*") -> None:
        from nbgrader.converters.base import NbGraderException
        from nbgrader.coursedir import CourseDirectory

        folder = CourseDirectory(config=self.config)
        folder.assignment_id, folder.student_id = assignment, student
        step = converter(coursedir=folder, config=self.config)
        step.force = True
        with programs_on_path(), warnings.catch_warnings(), _complaints(step.log) as complaints:
            warnings.simplefilter("ignore")  # what nbgrader makes of its database is its own affair
            try:
                step.start()
            except (NbGraderException, SystemExit) as failure:
                raise NotGraded(_reason(complaints) or str(failure)) from failure

    def _marks(self, assignment: str, student: str) -> list[Mark]:
        with self.gradebook() as gradebook:
            submission = gradebook.find_submission_notebook(assignment, assignment, student)
            scores = {
                grade.name: (float(grade.auto_score or 0), float(grade.max_score))
                for grade in submission.grades
            }
        notebook = nbformat.read(self.marked(assignment, student), as_version=4)
        found = []
        for cell in notebook.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if name in scores:
                said = "".join(output.get("text", "") for output in cell.get("outputs", []))
                exercise = name.removeprefix("ex-").replace("-", ".")
                found.append(Mark(exercise, *scores[name], said.strip()))
        return found


def _reason(complaints: list[str]) -> str:
    """Return what went wrong: the last line of a traceback where there is one."""
    traces = [said for said in complaints if said.startswith("Traceback")]
    lines = [said.strip().splitlines()[-1] for said in traces or complaints if said.strip()]
    return re.sub(r"^(?:\w+\.)+(\w+: )", r"\1", lines[0]) if lines else ""


@contextmanager
def _complaints(log: logging.Logger) -> Iterator[list[str]]:
    """Collect what nbgrader logs as errors in this thread, and keep the rest off the screen."""
    said: list[str] = []
    mine = threading.get_ident()
    handler = logging.Handler(logging.ERROR)
    handler.addFilter(lambda record: record.thread == mine)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    before = log.propagate
    log.addHandler(handler)
    log.propagate = False
    try:
        yield said
    finally:
        log.removeHandler(handler)
        log.propagate = before
