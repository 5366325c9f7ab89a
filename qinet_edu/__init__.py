"""qinet_edu: the library on which the course of the quantum Internet stands.

``circuits`` builds, ``run`` runs, ``protocols`` holds whole conversations, ``theory`` predicts,
``draw`` and ``explore`` show, ``check`` says whether an answer is right. Each is imported when it
is first used, so that ``from qinet_edu import theory`` costs a fifth of a second and no quantum
software.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from qinet_edu import (
        check,
        circuits,
        draw,
        explore,
        kme,
        network,
        noise,
        protocols,
        reference,
        theory,
    )
    from qinet_edu.check import hint, progress
    from qinet_edu.execution import (
        bell_fidelity,
        bell_value,
        frame_of,
        in_frame,
        on_hardware,
        post_select,
        replay,
        resume,
        run,
        side_by_side,
        submit,
    )
    from qinet_edu.sweeps import sweep

__all__ = [
    "bell_fidelity",
    "bell_value",
    "check",
    "circuits",
    "draw",
    "explore",
    "frame_of",
    "hint",
    "in_frame",
    "kme",
    "network",
    "noise",
    "on_hardware",
    "post_select",
    "progress",
    "protocols",
    "reference",
    "replay",
    "resume",
    "run",
    "side_by_side",
    "submit",
    "sweep",
    "theory",
]
_FUNCTIONS = {
    "bell_fidelity": "execution",
    "bell_value": "execution",
    "frame_of": "execution",
    "hint": "check",
    "in_frame": "execution",
    "on_hardware": "execution",
    "post_select": "execution",
    "progress": "check",
    "resume": "execution",
    "replay": "execution",
    "run": "execution",
    "side_by_side": "execution",
    "submit": "execution",
    "sweep": "sweeps",
}


def __getattr__(name: str) -> Any:
    """Import a part of the library when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"qinet_edu has no {name!r}; it has {', '.join(__all__)}.")
    if name not in _FUNCTIONS:
        return import_module(f"qinet_edu.{name}")
    value = getattr(import_module(f"qinet_edu.{_FUNCTIONS[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
