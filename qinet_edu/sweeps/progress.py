"""How far a sweep is: a bar in a notebook, a line on a terminal, a function's business elsewhere.

IPython gives every program that runs in it the name ``display``; nothing here imports it.
"""

import builtins
import sys
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from time import monotonic
from typing import Any, TypeAlias

PERIOD_S = 0.2


@dataclass(frozen=True)
class Progress:
    """Hold how far a sweep is.

    Attributes:
        function: the name of what is swept.
        total: points of the grid.
        done: points with a result, those read from the file included.
        failed: points whose function raised, or whose worker died too often.
        kept: points that had their result from an earlier call.
        retried: how many times a worker died.
        seconds: since the sweep began.
        workers: who does the work, in words.
    """

    function: str
    total: int
    done: int = 0
    failed: int = 0
    kept: int = 0
    retried: int = 0
    seconds: float = 0.0
    workers: str = ""

    @property
    def left_s(self) -> float | None:
        """Return for how many seconds it will go on, if so far tells."""
        new = self.done + self.failed - self.kept
        left = self.total - self.done - self.failed
        return self.seconds / new * left if new and left else None

    def __str__(self) -> str:
        """Say it.

        What a finished sweep says is the same on every machine, so that a lesson can keep it.

        Example:
            >>> print(Progress("rate", 20, done=5, failed=1, seconds=12, workers="2 processes"))
            rate: 5 of 20 points, 1 failed; 28 s to go on 2 processes
            >>> print(Progress("rate", 20, done=20, seconds=40, workers="2 processes"))
            rate: 20 of 20 points
        """
        text = f"{self.function}: {self.done} of {self.total} points"
        if self.failed:
            text += f", {self.failed} failed"
        if self.retried:
            text += f", {self.retried} tried again"
        if self.left_s is not None:
            text += f"; {_time(self.left_s)} to go" + (
                f" on {self.workers}" if self.workers else ""
            )
        return text

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Return the words, and a bar with them, for a notebook to choose from."""
        text = str(self)
        words = escape(text)
        bar = f'<progress max="{self.total}" value="{self.done + self.failed}"'
        return {
            "text/plain": text,
            "text/html": f'{bar} aria-label="{words}"></progress> {words}',
        }


Show: TypeAlias = Callable[[Progress], object]


def shower(progress: bool | Show) -> Show:
    """Return what shows progress here: a bar, a line, nothing, or what was given.

    Raises:
        TypeError: it is neither a truth value nor a function.
    """
    if not isinstance(progress, bool):
        if not callable(progress):
            raise TypeError(
                "progress is True, False or a function that takes a Progress, not "
                f"{progress!r:.60}."
            )
        return progress
    if not progress:
        return _nothing
    if sys.stderr is not None and sys.stderr.isatty():
        return Line()
    return Bar(builtins.display) if hasattr(builtins, "display") else _nothing


class Line:
    """Show progress as one line on a terminal, written over itself."""

    def __init__(self) -> None:
        self._shown, self._width = -PERIOD_S, 0

    def __call__(self, progress: Progress) -> None:
        """Write it, unless it was only just written."""
        ended = progress.done + progress.failed == progress.total
        if not ended and monotonic() - self._shown < PERIOD_S:
            return
        text = str(progress)
        print(
            f"\r{text.ljust(self._width)}", end="\n" if ended else "", file=sys.stderr, flush=True
        )
        self._shown, self._width = monotonic(), len(text)


class Bar:
    """Show progress as a bar below a notebook's cell.

    Plain HTML that is changed in place: it needs no widgets. Before and after, the same words stand
    there: a check that runs a lesson anew and compares sees only the first, and the file keeps
    the last.
    """

    def __init__(self, display: Callable[..., Any]) -> None:
        self._display = display
        self._handle: Any = None
        self._shown = 0.0

    def __call__(self, progress: Progress) -> None:
        """Show it, unless it was only just shown."""
        if self._handle is None:
            self._handle = self._display(_Caption(progress), display_id=True)
            self._shown = monotonic()
        elif progress.done == progress.total:
            self._handle.update(_Caption(progress))
        elif (
            monotonic() - self._shown > PERIOD_S
            or progress.done + progress.failed == progress.total
        ):
            self._handle.update(progress)
            self._shown = monotonic()


class _Caption:
    """Say what is swept, and not how far it is."""

    def __init__(self, progress: Progress) -> None:
        points = "1 point" if progress.total == 1 else f"{progress.total} points"
        self._words = f"{progress.function}: a sweep of {points}"

    def __repr__(self) -> str:
        return self._words


def _nothing(progress: Progress) -> None:
    """Show nothing."""


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
