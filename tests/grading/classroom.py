"""A class to grade: a small course, what students hand in, and a quick marker in place of boxes."""

import atexit
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

import nbformat

from qinet_edu.check import Exercise, Verdict
from qinet_edu.grading import command, setting_up
from qinet_edu.grading.config import course_file
from qinet_edu.grading.gradebook import SETTINGS, Course
from qinet_edu.grading.marking import Marking

SET = "01-bits-to-qubits"
SOLUTION = command.SOLUTIONS / f"{SET}.ipynb"
POINTS = {"01.1": 2, "01.2": 1, "01.3": 3, "01.4": 2, "01.5": 1}


def solutions(folder):
    """Make a folder of solutions that holds one set."""
    folder.mkdir()
    (folder / SOLUTION.name).write_bytes(SOLUTION.read_bytes())
    return folder


def quick(steps, student=None, **how):
    """Mark by what is written in the cells: ``# 01.1 right`` or ``# 01.1 wrong: slip``."""
    said = "\n".join(step for step in steps if isinstance(step, str)).splitlines()
    verdicts = {}
    for step in steps:
        if isinstance(step, Exercise):
            verdicts[step.id] = Verdict.unanswered()
            for words in (line.removeprefix("# ") for line in said if line.startswith("# ")):
                if words == f"{step.id} right":
                    verdicts[step.id] = Verdict.right("Yes.")
                if words.startswith(f"{step.id} wrong: "):
                    slip = words.partition(": ")[2]
                    verdicts[step.id] = Verdict.wrong("No: 0.25, 'mine'.", score=0.5, slip=slip)
    pieces = [[] for step in steps if isinstance(step, str)]
    return Marking(verdicts, pieces, "", how.get("secret") or "", "bubblewrap")


@lru_cache(maxsize=1)
def template():
    """Make a course once; each test gets a copy."""
    folder = Path(tempfile.mkdtemp(prefix="qinet-classroom-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    setting_up.set_up(folder / "course", solutions(folder / "solutions"), name="qi")
    return folder / "course"


class Class:
    """A course of one set, in a folder."""

    def __init__(self, folder: Path, *, late="none"):
        self.folder = folder / "course"
        shutil.copytree(template(), self.folder)
        (self.folder / SETTINGS).write_text(course_file("qi", late=late), encoding="utf-8")
        self.course = Course(self.folder)

    def blank(self):
        return nbformat.read(self.folder / "release" / SET / f"{SET}.ipynb", 4)

    def hand_in(self, student, *lines, name=f"{SET}.ipynb", content=None, when=""):
        """Hand in the blank with a cell of comments, or any content."""
        folder = self.folder / "submitted" / student / SET
        folder.mkdir(parents=True, exist_ok=True)
        if content is None:
            notebook = self.blank()
            notebook.cells.append(nbformat.v4.new_code_cell("\n".join(f"# {x}" for x in lines)))
            content = nbformat.writes(notebook).encode()
        (folder / name).write_bytes(content)
        if when:
            (folder / "timestamp.txt").write_text(when, encoding="utf-8")

    def grade(self, marker=quick, *, again=False, workers=2, **which):
        from qinet_edu.grading.running import Run

        run = Run(self.course, marker, workers=workers, again=again)
        return {one.submission.student: one for one in run.grade(**which)}


def all_right():
    return [f"{exercise} right" for exercise in POINTS]
