"""How one view is tried."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from qinet_edu import draw


@dataclass(frozen=True)
class Case:
    """Say how a view that runs in the browser is tried.

    Attributes:
        picture: draws in Python what the view shows, from the view's own parameters.
        setting: draws parameters at random.
        goal: parameters that ``moves`` lead to from those the view starts with.
        moves: works the controls of the view, given its card.
        key: the label of a control, a key for it, and the piece of the figure that it changes.
    """

    picture: Callable[..., draw.Picture]
    setting: Callable[[Random], dict[str, Any]]
    goal: Mapping[str, Any]
    moves: Callable[[Any], None]
    key: tuple[str, str, str]
