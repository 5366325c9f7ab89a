"""From a solution to what a student fills in."""

from copy import deepcopy
from typing import Any

from qinet_edu.grading.config import configure, needed


def release(solution: Any) -> Any:
    """Make the student's notebook from a solution, as nbgrader does, without a gradebook.

    Solutions give way to a comment, explanations and outputs leave, cells that are not the
    student's are locked, and every cell that counts gets its checksum.

    Args:
        solution: the notebook, nbformat 4; it stays as it is.

    Returns:
        A notebook.

    Raises:
        NbgraderMissing: nbgrader is not installed.
        RuntimeError: a solution region is not closed, or stands in a cell that is no answer.
        nbgrader.nbgraderformat.ValidationError: a cell's nbgrader metadata are not in order.
    """
    with needed():
        from nbgrader.preprocessors import SaveCells
        from traitlets.config import Config

    config = configure(Config())
    notebook: Any = deepcopy(solution)
    resources: dict[str, Any] = {}
    for step in config.GenerateAssignment.preprocessors:
        if step is not SaveCells:  # which writes into a gradebook
            notebook, resources = step(config=config)(notebook, resources)
    return notebook
