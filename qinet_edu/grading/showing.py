"""How far a long run is: a bar in a terminal, a line for each step everywhere else."""

import sys
import time
from types import TracebackType
from typing import Any, Self, TextIO


class Steps:
    """Show steps as they are done, one line each.

    Args:
        total: how many there are.
        stream: where to; standard output when left out.

    Example:
        >>> with Steps(2) as steps:
        ...     steps.done("ada: 9 / 9")
        [1/2] ada: 9 / 9
    """

    def __init__(self, total: int, *, stream: TextIO | None = None) -> None:
        self.total = total
        self.count = 0
        self.stream = stream or sys.stdout

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        pass

    def done(self, line: str) -> None:
        """Say that a step is done, and what came of it."""
        self.count += 1
        print(f"[{self.count}/{self.total}] {line}", file=self.stream, flush=True)


class Bar(Steps):
    """Show steps as a bar that fills, with the time left; what came of each scrolls above it."""

    def __enter__(self) -> Self:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        self._bar: Any = Progress(
            TextColumn("grading"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(file=self.stream),
        )
        self._task = self._bar.add_task("", total=self.total)
        self._bar.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._bar.stop()

    def done(self, line: str) -> None:
        """Move the bar on, and say what came of the step."""
        self.count += 1
        self._bar.console.print(line, markup=False, emoji=False, highlight=False)
        self._bar.advance(self._task)


def steps(total: int, *, stream: TextIO | None = None) -> Steps:
    """Return what shows a run's steps where it is read: a bar in a terminal that has one.

    Example:
        >>> import io
        >>> type(steps(3, stream=io.StringIO())).__name__
        'Steps'
    """
    to = stream or sys.stdout
    if to.isatty():
        try:
            import rich  # noqa: F401  (it comes with the tools for developers, not with the course)
        except ModuleNotFoundError:
            pass
        else:
            return Bar(total, stream=to)
    return Steps(total, stream=to)


def rate(count: int, begun: float) -> str:
    """Say how many a minute there were since a moment of ``time.monotonic()``.

    Example:
        >>> rate(0, time.monotonic())
        '0 submissions'
    """
    took = time.monotonic() - begun
    what = f"{count} submission{'s' * (count != 1)}"
    return f"{what} in {took:.0f} s, {60 * count / took:.0f} a minute" if count else what
