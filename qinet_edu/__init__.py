"""qinet_edu: the library on which the course of the quantum Internet stands.

``circuits`` builds, ``run`` runs, ``theory`` predicts, ``draw`` and ``explore`` show, ``check``
says whether an answer is right. Each is imported when it is first used, so that
``from qinet_edu import theory`` costs a fifth of a second and no quantum software.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from qinet_edu import circuits, draw, explore, noise, reference, theory
    from qinet_edu.check import check, hint, progress
    from qinet_edu.execution import run, submit

_HOMES = {
    "circuits": "",
    "draw": "",
    "explore": "",
    "noise": "",
    "reference": "",
    "theory": "",
    "check": "check",
    "hint": "check",
    "progress": "check",
    "run": "execution",
    "submit": "execution",
}
__all__ = [*_HOMES]


def __getattr__(name: str) -> Any:
    """Import a part of the library when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"qinet_edu has no {name!r}; it has {', '.join(__all__)}.")
    home = _HOMES[name]
    if not home:
        return import_module(f"qinet_edu.{name}")
    value = getattr(import_module(f"qinet_edu.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
