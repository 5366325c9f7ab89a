"""What ``submit`` returns: a run that is under way."""

import asyncio
from collections.abc import Generator
from concurrent.futures import Future
from typing import Any


class Handle:
    """Stand for a run that is under way: wait with ``.result()`` or ``await`` it in a notebook.

    Example:
        >>> from qinet_edu import circuits, submit
        >>> handle = submit(circuits.measure(circuits.bloch(0.0)), shots=10, seed=1)
        >>> handle.result().counts("qubit")
        {'0': 10}
        >>> handle.status
        'done'
    """

    def __init__(self, future: "Future[Any]") -> None:
        self._future = future

    @property
    def status(self) -> str:
        """Say ``"running"``, ``"done"`` or ``"failed"``."""
        if not self._future.done():
            return "running"
        return "failed" if self._future.exception() else "done"

    def result(self, timeout_s: float | None = None) -> Any:
        """Wait for the result.

        Raises:
            TimeoutError: it is not there after ``timeout_s`` seconds; the run goes on.
        """
        try:
            return self._future.result(timeout_s)
        except TimeoutError:
            if self._future.done():
                raise
            raise TimeoutError(
                f"Not finished after {timeout_s} s; it goes on. Ask again with .result()."
            ) from None

    def __await__(self) -> Generator[Any, None, Any]:
        return asyncio.wrap_future(self._future).__await__()

    def __repr__(self) -> str:
        return f"Handle({self.status})"
