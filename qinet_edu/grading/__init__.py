"""What an instructor runs: strangers' answers, marked in a box.

``mark`` runs a submission's cells in one box and judges the answers that come out of it in
another; an ``Engine`` marks a few at a time, in boxes that are kept ready (``boxes``: ``warm``
ones of bubblewrap's, or an engine's ``containers``). nbgrader keeps assignments, gradebook and
feedback, and only its running of notebooks is replaced (``hook``, after ``mending``, both set in
``config``); ``release`` makes the student's notebook from a solution. A course lives in a folder:
``setting_up`` makes it, ``gradebook`` and ``records`` keep it, ``trial`` tries an assignment,
``running`` marks what ``submissions`` finds, ``report`` and ``exporting`` say what came of it;
``command`` is ``qinet grade``. Each is imported when it is first used: nothing but grading needs
nbgrader.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qinet_edu.grading.box import GraderTrouble, Limits, NoBox
    from qinet_edu.grading.engine import Engine
    from qinet_edu.grading.marking import Marking, mark

__all__ = ["Engine", "GraderTrouble", "Limits", "Marking", "NoBox", "mark"]
_HOMES = {
    "Engine": "engine",
    "GraderTrouble": "box",
    "Limits": "box",
    "Marking": "marking",
    "NoBox": "box",
    "mark": "marking",
}


def __getattr__(name: str) -> Any:
    """Import a part when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"qinet_edu.grading has no {name!r}; it has {', '.join(__all__)}.")
    return getattr(import_module(f"qinet_edu.grading.{_HOMES[name]}"), name)
