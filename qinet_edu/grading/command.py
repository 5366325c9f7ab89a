"""``qinet grade``: mark copies of an exercise notebook, strangers' ones among them."""

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from qinet_edu import storage
from qinet_edu.grading import box
from qinet_edu.grading.gradebook import Course, Mark, NotGraded

SOLUTIONS = Path(__file__).resolve().parents[2] / "solutions"
SCHEMA = 1
LARGEST_COPY = 50 << 20
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


def main(argv: Sequence[str] = ()) -> int:
    """Mark the copies named; return 0 when every one was graded, whatever its marks."""
    parser = argparse.ArgumentParser(
        "qinet grade",
        description="Mark copies of an exercise notebook. Each is run in a box; its answers are "
        "judged in another.",
    )
    parser.add_argument("notebooks", nargs="+", metavar="NOTEBOOK", type=Path)
    parser.add_argument("--student", metavar="NAME", help="whose copies these are")
    parser.add_argument("--course", metavar="ID", help="the course the student is in")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the marks there, too")
    parser.add_argument(
        "--solutions", metavar="FOLDER", type=Path, default=SOLUTIONS, help=argparse.SUPPRESS
    )
    asked = parser.parse_args(argv)
    if bool(asked.student) != bool(asked.course):
        parser.error(
            "say --course and --student together: a student's own numbers follow from both"
        )
    if asked.student and not re.fullmatch(r"\w[\w .@'-]*", asked.student):
        parser.error("--student may hold letters, digits, spaces and . - _ @ ' and begins with a "
                     "letter or digit")  # fmt: skip
    if box.why_not():
        print(box.why_not(), file=sys.stderr)
        return 1
    reports = []
    with tempfile.TemporaryDirectory(prefix="qinet-grade-") as folder:
        grader = Grader(Path(folder), asked.solutions, course=asked.course, student=asked.student)
        for notebook in asked.notebooks:
            reports.append(grader.grade(notebook))
            print(reports[-1], flush=True)
    if asked.json:
        record = {
            "schema": SCHEMA,
            "course": asked.course,
            "submissions": list(map(asdict, reports)),
        }
        storage.write(asked.json, json.dumps(record, ensure_ascii=False, indent=1) + "\n")
    return int(any(report.problem for report in reports))


class Grader:
    """Mark copies, one after another, each against the solution it was made from."""

    def __init__(
        self, folder: Path, solutions: Path, *, course: str | None, student: str | None
    ) -> None:
        self.course = Course(folder, course=course or "")
        self.student = student
        self.solutions = {path: _grade_ids(path) for path in sorted(solutions.rglob("*.ipynb"))}
        self.handed_out: set[Path] = set()

    def grade(self, notebook: Path) -> Report:
        """Mark one copy; whatever is wrong with it is said in its report, and costs no other."""
        report = Report(str(notebook), self.student)
        try:
            solution = self._solution(notebook)
            if solution not in self.handed_out:
                self.course.hand_out(solution)
                self.handed_out.add(solution)
            report.exercises = self.course.grade(
                notebook.read_bytes(), assignment=solution.stem, student=self.student or NOBODY
            )
        except NotGraded as problem:
            report.problem = str(problem)
        except OSError as problem:
            report.problem = f"it cannot be read ({problem.strerror or problem})"
        return report

    def _solution(self, notebook: Path) -> Path:
        """Find what a copy was made from, by the exercises in it, or else by its name."""
        if notebook.stat().st_size > LARGEST_COPY:
            raise NotGraded("it is larger than 50 MB; clear its outputs and hand it in again")
        there = _grade_ids(notebook)
        likely = max(
            self.solutions, key=lambda path: len(there & self.solutions[path]), default=None
        )
        if likely and there & self.solutions[likely]:
            return likely
        for path in self.solutions:
            if path.name == notebook.name:
                return path
        raise NotGraded("it is not a copy of an exercise notebook of this course")


def _grade_ids(path: Path) -> set[str]:
    """Return the ids of the cells that count in a notebook."""
    try:
        cells = json.loads(path.read_bytes())["cells"]
        found = [_grade_id(cell) for cell in cells]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise NotGraded("it is no notebook, or a damaged one") from None
    return {name for name in found if isinstance(name, str)}


def _grade_id(cell: Any) -> Any:
    try:
        return cell["metadata"]["nbgrader"]["grade_id"]
    except (KeyError, TypeError):
        return None
