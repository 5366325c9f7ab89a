"""``qinet grade run``: mark whatever was handed in and is not marked yet.

nbgrader's own work takes turns, since it changes folders and writes into one database; the boxes,
which take most of the time, run beside each other. What is done is on the disk when the next line
is printed, so a run that is stopped, by whatever, goes on where it was.
"""

import os
import signal
import sqlite3
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qinet_edu.grading import showing
from qinet_edu.grading.config import programs_on_path
from qinet_edu.grading.gradebook import Course
from qinet_edu.grading.marking import Marking
from qinet_edu.grading.outputs import line
from qinet_edu.grading.records import Record, Records, digest
from qinet_edu.grading.setting_up import CourseTrouble, roster
from qinet_edu.grading.submissions import NotGraded, Submission, choose, find

PATIENCE_S = 5
KILLED, DIED = "could not be judged", "it ended with code"


class Stopped(RuntimeError):
    """The instructor stopped the run while this submission was in its box."""


@dataclass
class Outcome:
    """Hold what came of one submission in a run.

    Attributes:
        ours: nothing is wrong with the submission; the next run tries it again.
        already: it had been marked before.
    """

    submission: Submission
    mark: float = 0
    points: float = 0
    problem: str = ""
    ours: bool = False
    already: bool = False
    notes: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        one = self.submission
        who = ", ".join(name for name in (one.student, one.assignment) if name)
        if self.problem:
            return line(f"{who}: not graded: {self.problem}")
        notes = f" ({'; '.join(self.notes)})" if self.notes else ""
        return line(f"{who}: {self.mark:g} / {self.points:g}{notes}")


class Run:
    """Mark the submissions of a course, several at once.

    Args:
        course: whose.
        marker: marks one submission, as :func:`~qinet_edu.grading.marking.mark` does.
        workers: how many boxes there may be at once.
        again: mark what was marked before, too, with the same hidden arguments.
    """

    def __init__(
        self, course: Course, marker: Callable[..., Marking], *, workers: int = 2, again: bool
    ) -> None:
        self.course, self.marker, self.workers, self.again = course, marker, workers, again
        self.records = Records(course.folder)
        self.stopping = threading.Event()
        self._turn = threading.Lock()

    def grade(
        self, *, assignments: Sequence[str] = (), students: Sequence[str] = ()
    ) -> list[Outcome]:
        """Mark what was handed in, and show how far it is.

        Args:
            assignments: only these; all when left out.
            students: only theirs; everybody's when left out.

        Returns:
            One outcome for each submission; without those that a Ctrl-C left for the next run.

        Raises:
            CourseTrouble: the gradebook cannot be written; nothing was run.
        """
        check_gradebook(self.course)
        known = {person.id for person in roster(self.course.folder)}
        outcomes, todo = [], []
        for submission in find(self.course.folder, self.course.assignments()):
            if (assignments and submission.assignment not in (*assignments, "")) or (
                students and submission.student not in students
            ):
                continue
            if known and not submission.problem and submission.student not in known:
                submission.notes.append("not on the class list")
            try:
                done = self._done(submission)
            except OSError:  # said again, and reported, when its turn comes
                done = None
            if done:
                outcomes.append(done)
            else:
                todo.append(submission)
        begun = time.monotonic()
        with (
            _steady(self.course),
            self._until_stopped(),
            showing.steps(len(todo)) as steps,
            ThreadPoolExecutor(self.workers) as pool,
        ):
            running = [pool.submit(self._one, submission) for submission in todo]
            for ended in as_completed(running):
                outcome = ended.result()
                if outcome:
                    outcomes.append(outcome)
                    steps.done(str(outcome))
        if todo:
            print(showing.rate(steps.count, begun))
        return outcomes

    def _done(self, submission: Submission) -> Outcome | None:
        """Return what came of a submission that need not be looked at again."""
        if submission.problem:
            return Outcome(submission, problem=submission.problem)
        record = self.records.read(submission.student, submission.assignment)
        if self.again or record.get("submission") != _what(submission, record):
            return None
        problem = str(record.get("problem", ""))
        there = self.course.marked(submission.assignment, submission.student).exists()
        if not there and not problem:
            return None
        return _outcome(submission, record, problem=problem, already=True)

    def _one(self, submission: Submission) -> Outcome | None:
        """Mark one submission; whatever goes wrong costs no other."""
        from qinet_edu.grading.hook import marked_by

        student, assignment = submission.student, submission.assignment
        with self._turn:
            if self.stopping.is_set():
                return None
            try:
                problem = ""
                before = self.records.read(student, assignment).get("submission", {})
                try:
                    name, copy = choose(submission, before=str(before.get("file", "")))
                except NotGraded as theirs:
                    name, problem = "", str(theirs)
                if not problem:
                    with marked_by(self._boxed):
                        self.course.grade(copy, assignment=assignment, student=student)

                def finish(record: Record) -> None:
                    record["problem"] = problem
                    seen = list(record.get("notes", [])) if not problem else []
                    record["notes"] = [*dict.fromkeys([*submission.notes, *seen])]
                    record["submission"] = _what(submission, {"submission": {"file": name}})

                record = self.records.update(student, assignment, finish)
                return _outcome(submission, record, problem=problem)
            except Exception as trouble:  # ours: a full disk, a locked database, a busy computer
                if self.stopping.is_set():
                    return None
                words = line(str(trouble) or type(trouble).__name__, most=500)
                return Outcome(submission, problem=words, ours=True)

    def _boxed(self, *what: Any, **how: Any) -> Marking:
        """Mark in boxes while others take their turn with nbgrader."""
        self._turn.release()
        try:
            marking = self.marker(*what, **how)
            if DIED in marking.stopped and not self.stopping.is_set():
                marking = self.marker(*what, **how)  # by its own hand, or by the computer's?
            # Ctrl-C reaches the boxes, too, and a moment before it reaches us: no student's doing.
            killed = any(KILLED in said.message for said in marking.verdicts.values())
            if (marking.stopped or killed) and self.stopping.wait(0.3):
                raise Stopped("stopped by Ctrl-C")
        finally:
            self._turn.acquire()
            os.environ["NBGRADER_EXECUTION"] = "autograde"  # nbgrader removes it after each
        return marking

    @contextmanager
    def _until_stopped(self) -> Iterator[None]:
        """Let the first Ctrl-C end the run in good order, and the second at once."""

        def stop(*_: Any) -> None:
            if self.stopping.is_set():
                os._exit(130)
            self.stopping.set()
            words = "Stopping: what is in a box now is not marked. Ctrl-C again stops at once."
            print(f"\n{words}", file=sys.stderr, flush=True)

        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.signal(signal.SIGINT, stop)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)


def check_gradebook(course: Course) -> None:
    """See that the gradebook can be written, before anything is run for it.

    Raises:
        CourseTrouble: it cannot; the message says why.
    """
    path = course.folder / "gradebook.db"
    try:
        connection = sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, timeout=PATIENCE_S)
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.rollback()
        finally:
            connection.close()
    except sqlite3.Error as problem:
        raise CourseTrouble(
            f"The gradebook {path} cannot be written ({problem}). Nothing was run. See whether the "
            "disk is full, the file is yours, or another program holds it."
        ) from None


@contextmanager
def _steady(course: Course) -> Iterator[None]:
    """Hold still for a whole run what nbgrader changes in each conversion: they overlap."""
    from traitlets.log import get_logger

    log, folder = get_logger(), Path.cwd()
    before = log.propagate
    os.chdir(course.folder)
    log.propagate = False
    try:
        with programs_on_path(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.propagate = before
        os.chdir(folder)


def _what(submission: Submission, record: Record) -> dict[str, Any]:
    """Return what tells this submission from an earlier or a later one by the same student."""
    folder = submission.folder
    name = str(record.get("submission", {}).get("file", ""))
    expected = f"{submission.assignment}.ipynb"
    there = sorted(path for path in folder.rglob("*") if path.suffix == ".ipynb")
    names = [path.name for path in there if path.name != expected or name in ("", expected)]
    path = folder / name
    found = path.read_bytes() if name and path.is_file() and not path.is_symlink() else b""
    sizes = [] if found else [path.lstat().st_size for path in there]
    return {"file": name, "files": names, "sha256": digest(found), "sizes": sizes}


def _outcome(
    submission: Submission, record: Record, *, problem: str = "", already: bool = False
) -> Outcome:
    exercises = [] if problem else record.get("exercises", [])
    return Outcome(
        submission,
        sum(one["mark"] for one in exercises),
        sum(one["points"] for one in exercises),
        problem,
        already=already,
        notes=[*dict.fromkeys([*submission.notes, *record.get("notes", [])])],
    )
