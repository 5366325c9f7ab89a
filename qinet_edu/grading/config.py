"""How this course sets nbgrader: its hook, its stub, and what is shown to an instructor."""

import os
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from qinet_edu.grading.prose import safe_markdown

STUB = "# your answer here"  # a comment: an ellipsis would be shown as the cell's result
EXPLANATION = "explanation"  # the tag of cells that only the solution holds
FILE = '''\
"""nbgrader's settings for this course."""

from qinet_edu.grading.config import configure

c = get_config()
configure(c, course={course!r})

# What a late submission loses: see docs/instructors.md. Due dates are set in nbgrader's formgrader.
{late}
'''
LATE = {
    "none": 'c.LateSubmissionPlugin.penalty_method = "none"',
    "zero": 'c.LateSubmissionPlugin.penalty_method = "zero"',
    "daily": 'c.AssignLatePenalties.plugin_class = "qinet_edu.grading.late.LatePolicy"\n'
    "c.LatePolicy.daily_percent = {percent:g}",
}


class NbgraderMissing(ModuleNotFoundError):
    """nbgrader is not in this environment; the message says how it comes there."""


def configure(config: Any, *, course: str = "") -> Any:
    """Set nbgrader up for this course; whatever else an instructor has set stays.

    One of nbgrader's steps is replaced, the one that runs a submission. Two are added: before it,
    deleted, copied and changed cells are put in order; before release, explanations leave.
    Scripts in what students wrote never reach the instructor's browser.

    Args:
        config: nbgrader's settings, a ``traitlets`` ``Config``.
        course: the course's id, from which with a student's name their own numbers follow; empty
            when everybody has the example's.

    Returns:
        The same settings.

    Raises:
        NbgraderMissing: nbgrader is not installed.
        RuntimeError: nbgrader has changed, and the step to be replaced is not there.
    """
    with needed():
        from nbconvert.preprocessors import TagRemovePreprocessor
        from nbgrader.converters import Autograde, GenerateAssignment
        from nbgrader.preprocessors import Execute

        from qinet_edu.grading.hook import BoxedExecute
        from qinet_edu.grading.mending import MendCells

    steps = Autograde.autograde_preprocessors.default()
    if steps.count(Execute) != 1:
        raise RuntimeError(
            "This version of nbgrader runs submissions in another way than the one this course "
            "replaces; it would run strangers' code outside the box. Install the locked version."
        )
    config.CourseDirectory.course_id = course
    config.Autograde.sanitize_preprocessors = [
        MendCells,
        *Autograde.sanitize_preprocessors.default(),
    ]
    config.Autograde.autograde_preprocessors = [
        BoxedExecute if step is Execute else step for step in steps
    ]
    config.GenerateAssignment.preprocessors = [
        TagRemovePreprocessor,
        *GenerateAssignment.preprocessors.default(),
    ]
    config.TagRemovePreprocessor.enabled = True
    config.TagRemovePreprocessor.remove_cell_tags = {EXPLANATION}
    config.ClearSolutions.code_stub = {"python": STUB}
    config.ClearSolutions.begin_solution_delimeter = "### BEGIN SOLUTION"
    config.ClearSolutions.end_solution_delimeter = "### END SOLUTION"
    config.OverwriteCells.add_missing_cells = True
    config.HTMLExporter.sanitize_html = True  # of outputs; Markdown needs a filter of its own
    config.HTMLExporter.filters = {"markdown2html": safe_markdown}
    return config


def course_file(course: str, *, late: str = "none") -> str:
    """Return the text of a course's ``nbgrader_config.py``.

    Args:
        course: its id.
        late: what a late submission loses: ``"none"``, ``"zero"`` when nothing is left of it, or
            so many percent for each day begun, as ``"10"``.

    Raises:
        ValueError: ``late`` is none of these.

    Example:
        >>> "course='qi-2026'" in course_file("qi-2026")
        True
    """
    try:
        percent = 0.0 if late in LATE else float(late.removesuffix("%"))
    except ValueError:
        percent = -1.0
    if late == "daily" or not 0 <= percent <= 100:
        raise ValueError(
            f"A late submission can lose none, zero or so many percent a day, as 10; not {late!r}."
        )
    policy = LATE[late if late in LATE else "daily"].format(percent=percent)
    return FILE.format(course=course, late=policy)


@contextmanager
def needed() -> Iterator[None]:
    """Say how nbgrader comes here, where something in it is to be imported and it is missing."""
    try:
        yield
    except ModuleNotFoundError as missing:
        raise NbgraderMissing(
            "Grading needs nbgrader, which is not in this environment. Start it as "
            "`python start.py grade`: that adds what it needs.",
            name=missing.name,
        ) from missing


@contextmanager
def programs_on_path() -> Iterator[None]:
    """Put this environment's programs on the PATH: nbgrader calls one of them, alembic, by name."""
    folder, before = sysconfig.get_path("scripts"), os.environ.get("PATH", os.defpath)
    os.environ["PATH"] = os.pathsep.join([folder, before])
    try:
        yield
    finally:
        os.environ["PATH"] = before
