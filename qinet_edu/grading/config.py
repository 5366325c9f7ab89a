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
'''


class NbgraderMissing(ModuleNotFoundError):
    """nbgrader is not in this environment; the message says how it comes there."""


def configure(config: Any, *, course: str = "") -> Any:
    """Set nbgrader up for this course; whatever else an instructor has set stays.

    Only two of nbgrader's steps change: what runs a submission, and, before release, the
    explanations leave. Scripts in what students wrote never reach the instructor's browser.

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

    steps = Autograde.autograde_preprocessors.default()
    if steps.count(Execute) != 1:
        raise RuntimeError(
            "This version of nbgrader runs submissions in another way than the one this course "
            "replaces; it would run strangers' code outside the box. Install the locked version."
        )
    config.CourseDirectory.course_id = course
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


def course_file(course: str) -> str:
    """Return the text of a course's ``nbgrader_config.py``.

    Example:
        >>> "course='qi-2026'" in course_file("qi-2026")
        True
    """
    return FILE.format(course=course)


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
