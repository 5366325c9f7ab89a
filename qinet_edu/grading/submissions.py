"""What was handed in: found in the course folder, and looked at before anything reads it."""

import json
import stat
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

LARGEST_COPY = 50 << 20
LARGEST_FOLDER = 200 << 20
LARGEST_SOURCE = 2_000_000
MOST_CELLS = 2000
FOLDER = "submitted"


class NotGraded(RuntimeError):
    """A submission could not be marked; the message says why."""


@dataclass
class Submission:
    """Name one student's submission, and what is odd about it.

    Attributes:
        student: the name of the folder it lies in.
        assignment: the name of the folder in that.
        folder: where its files are.
        problem: why it cannot be marked; empty when it may be.
        notes: what an instructor should know, but costs nobody a mark.
    """

    student: str
    assignment: str
    folder: Path
    problem: str = ""
    notes: list[str] = field(default_factory=list)


def find(course: Path, assignments: Collection[str]) -> list[Submission]:
    """Find what lies in ``submitted/STUDENT/ASSIGNMENT/``, and what lies there in a wrong place.

    Args:
        course: the course's folder.
        assignments: what was handed out.

    Returns:
        Submissions by student and assignment; what is in a wrong place has a problem.
    """
    found = []
    for student in _visible(course / FOLDER):
        problem = _misplaced(student, f"{FOLDER}/STUDENT/ASSIGNMENT")
        if student.name != student.name.strip() or set("*?[") & set(student.name):
            # nbgrader strips the one, and takes the others for patterns: somebody else's folder
            problem = "no student can be called so (spaces around it, or * ? [ in it); rename it"
        if problem:
            found.append(Submission(student.name, "", student, problem))
            continue
        try:
            folders = _visible(student)
        except OSError as trouble:
            said = f"it cannot be read ({trouble.strerror or trouble})"
            found.append(Submission(student.name, "", student, said))
            continue
        for folder in folders:
            problem = _misplaced(folder, f"{FOLDER}/{student.name}/ASSIGNMENT")
            if not problem and folder.name not in assignments:
                there = ", ".join(sorted(assignments)) or "none yet"
                problem = f"no assignment has that name; there is {there}"
            found.append(Submission(student.name, folder.name, folder, problem))
    alike = Counter(name.casefold() for name in {one.student for one in found})
    for submission in found:
        if alike[submission.student.casefold()] > 1:
            submission.notes.append(
                "another student's name differs only in capitals: is it the same person?"
            )
    return found


def choose(submission: Submission, *, before: str = "") -> tuple[str, bytes]:
    """Return the notebook of a submission, whatever its file is called: its name and content.

    Args:
        submission: where to look; what is odd is added to its notes.
        before: the name of the file that was marked last, when it was not the expected one.

    Raises:
        NotGraded: there is none, or none that can be read; the message says why.
        OSError: the folder cannot be read.
    """
    files = list(_files(submission.folder))
    if sum(path.stat().st_size for path in files) > LARGEST_FOLDER:
        raise NotGraded("its folder holds more than 200 MB; only the notebook is needed")
    notebooks = {path.name: path for path in files if path.suffix == ".ipynb"}
    expected = f"{submission.assignment}.ipynb"
    if before in notebooks and before != expected:
        notebooks.pop(expected, None)  # our own copy of that one
    if not notebooks:
        raise NotGraded("there is no notebook in it")
    others = sorted(
        (path for path in notebooks.values() if path.name != expected),
        key=lambda path: (path.stat().st_mtime, path.name),
    )
    chosen = notebooks.get(expected) or others.pop()
    if chosen.name != expected:
        submission.notes.append(f"the notebook is called {chosen.name}, not {expected}")
    if others:
        names = ", ".join(path.name for path in others)
        submission.notes.append(f"several notebooks: {chosen.name} was marked, not {names}")
    content = read_copy(chosen)
    opened(content)
    return chosen.name, content


def read_copy(path: Path) -> bytes:
    """Read a file that a stranger sent.

    Raises:
        NotGraded: it is a link, a pipe or too large.
        OSError: it cannot be read.
    """
    found = path.lstat()
    if not stat.S_ISREG(found.st_mode):
        raise NotGraded(f"{path.name} is a link or no file at all; ask for the notebook itself")
    if found.st_size > LARGEST_COPY:
        raise NotGraded("it is larger than 50 MB; clear its outputs and hand it in again")
    return path.read_bytes()


def opened(content: bytes) -> Any:
    """Return a stranger's notebook, sure that every cell is one.

    Raises:
        NotGraded: it is none; the message says what it is instead.

    Example:
        >>> opened(b"PK")
        Traceback (most recent call last):
        qinet_edu.grading.submissions.NotGraded: it is no notebook, or a damaged one
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotGraded(
            "it is no notebook, or a damaged one: its text is not UTF-8; open it in JupyterLab, "
            "save it and hand it in again"
        ) from None
    try:
        notebook: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise NotGraded("it is no notebook, or a damaged one") from None
    if not isinstance(notebook, dict) or not {"cells", "worksheets"} & set(notebook):
        raise NotGraded("it is no notebook, or a damaged one")
    try:
        notebook = nbformat.convert(nbformat.reader.reads(text), 4)  # says nothing on the screen
    except Exception as problem:  # whatever a reader trips over
        raise NotGraded(f"it is no notebook, or a damaged one ({type(problem).__name__})") from None
    if len(notebook.cells) > MOST_CELLS:
        raise NotGraded(f"it has more than {MOST_CELLS} cells")
    for number, cell in enumerate(notebook.cells, start=1):
        if not (isinstance(cell, dict) and _sound(cell)):
            raise NotGraded(f"its cell number {number} is damaged")
    if sum(len(cell.source) for cell in notebook.cells) > LARGEST_SOURCE:
        raise NotGraded("its cells hold more than 2 MB of text; an answer needs a few lines")
    return notebook


def grade_ids(notebook: Any) -> set[str]:
    """Return nbgrader's names of the cells in a notebook."""
    names = set()
    for cell in notebook.cells:
        told = cell.metadata.get("nbgrader")
        name = told.get("grade_id") if isinstance(told, dict) else None
        names |= {name} if isinstance(name, str) else set()
    return names


def _sound(cell: Any) -> bool:
    return (
        isinstance(cell.get("cell_type"), str)
        and isinstance(cell.get("source"), str)
        and isinstance(cell.get("metadata"), dict)
    )


def _visible(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if not path.name.startswith((".", "__")))


def _misplaced(path: Path, place: str) -> str:
    if path.is_symlink():
        return "it is a link; put the files themselves there"
    return "" if path.is_dir() else f"it lies in a wrong place; move it into {place}/"


def _files(folder: Path) -> Iterator[Path]:
    """Yield every file of a submission; nbgrader would follow a link and copy what it leads to."""
    for path in sorted(folder.rglob("*")):
        mode = path.lstat().st_mode
        if stat.S_ISREG(mode):
            if path.parent == folder or path.suffix != ".ipynb":
                yield path
        elif not stat.S_ISDIR(mode):
            raise NotGraded(f"it holds a link or a pipe ({path.name}); ask for the file itself")
