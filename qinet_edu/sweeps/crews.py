"""Who does the work of a sweep: processes of its own, or an executor that was given."""

import multiprocessing
import os
import pickle
import secrets
import sys
from collections.abc import Callable
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from pathlib import Path
from typing import Any, Protocol

from qinet_edu.sweeps.grids import Point, function_name, shown
from qinet_edu.sweeps.work import Outcome, begin, perform, ready

AHEAD = 1024  # points handed to an executor that does not say how many workers it has


class Crew(Protocol):
    """Those who do the work.

    Attributes:
        words: who they are.
        sure: whether a worker that dies was killed by the point that it comes back with.
    """

    words: str
    sure: bool

    def room(self, flying: int) -> bool:
        """Tell whether one more point can be handed over while so many are out."""

    def submit(self, point: Point, seed: int | None) -> "Future[Outcome]":
        """Hand a point over."""

    def settle(self, future: "Future[Outcome]") -> None:
        """Take notice that a point came back, or that its worker died."""

    def close(self, *, stop: bool) -> None:
        """Let go of the workers; with ``stop``, of what they are doing as well."""


class CannotStart(RuntimeError):
    """No worker of a sweep's own can start."""


class Processes:
    """Processes of the sweep's own, each in a pool of one.

    A pool of many breaks as a whole when one worker dies, and does not say whose point killed it:
    all that were out would have to share the blame. A pool of one loses one point.

    Processes are spawned everywhere, never forked: a fork of a program with threads, as every
    notebook's kernel is, can stand still forever.
    """

    sure = True

    def __init__(self, function: Callable[..., Any], workers: int) -> None:
        self.words = f"{workers} process{'es' if workers > 1 else ''}"
        self._function = pickle.dumps(function)
        self._free: list[tuple[ProcessPoolExecutor, Future[None]] | None] = [None] * workers
        self._busy: dict[Future[Outcome], tuple[ProcessPoolExecutor, Future[None]]] = {}

    def room(self, flying: int) -> bool:
        """Tell whether a process is free."""
        return bool(self._free)

    def submit(self, point: Point, seed: int | None) -> "Future[Outcome]":
        """Give a free process a point; make the process first, if it is not there."""
        pool, started = self._free.pop() or _pool_of_one()
        try:
            future = pool.submit(perform, self._function, point, seed)
        except BrokenExecutor:  # it was killed while it had nothing to do
            pool, started = _pool_of_one()
            future = pool.submit(perform, self._function, point, seed)
        self._busy[future] = pool, started
        return future

    def settle(self, future: "Future[Outcome]") -> None:
        """Free the process of a point; when it died, another takes its place.

        Raises:
            CannotStart: it died before it could work.
        """
        pool, started = self._busy.pop(future)
        if future.exception() is None:
            self._free.append((pool, started))
            return
        pool.shutdown(wait=True)
        if started.exception() is not None:
            raise CannotStart(
                "No worker process can start; what it said stands where this program's errors go. "
                "In a script, call sweep below `if __name__ == '__main__':`, for each worker "
                "reads the script anew. To do without processes: "
                "executor=concurrent.futures.ThreadPoolExecutor()."
            )
        self._free.append(None)

    def close(self, *, stop: bool) -> None:
        """End the processes."""
        pools = [lane[0] for lane in (*self._free, *self._busy.values()) if lane is not None]
        for pool in pools:
            if stop:
                for process in [*(getattr(pool, "_processes", None) or {}).values()]:
                    process.kill()
            pool.shutdown(wait=stop, cancel_futures=True)


class Given:
    """An executor that somebody else made, or threads of the sweep's own.

    Dask gives up on a point when four workers died that had it, be it only in their queue.
    """

    sure = False

    def __init__(
        self,
        function: Callable[..., Any],
        executor: Executor,
        *,
        words: str = "",
        own: bool = False,
    ) -> None:
        self.words = words or type(executor).__name__
        self._executor = executor
        self._own = own
        # Other executors have their own ways to send a function; Dask's sends a notebook's too.
        by_name = isinstance(executor, ProcessPoolExecutor)
        self._function = pickle.dumps(function) if by_name else function

    def room(self, flying: int) -> bool:
        """Tell whether few enough points are out."""
        return flying < AHEAD

    def submit(self, point: Point, seed: int | None) -> "Future[Outcome]":
        """Hand a point over."""
        call = secrets.token_hex(8)
        return self._executor.submit(perform, self._function, point, seed, call)

    def settle(self, future: "Future[Outcome]") -> None:
        """Do nothing: it looks after its workers itself."""

    def close(self, *, stop: bool) -> None:
        """End threads of one's own; they finish the point they are at. Others' go on."""
        if self._own:
            self._executor.shutdown(wait=not stop, cancel_futures=True)


def check_executor(function: Callable[..., Any], executor: object) -> None:
    """See that an executor is one, and can be sent a function.

    Raises:
        TypeError: it is none, or one of processes that could not import the function.
    """
    if executor is None:
        return
    if not isinstance(executor, Executor):
        what = "client.get_executor()" if hasattr(executor, "get_executor") else "an executor"
        raise TypeError(
            f"executor is one of concurrent.futures', not {shown(executor)}: give {what}, or "
            "leave it out for this machine's cores."
        )
    if isinstance(executor, ProcessPoolExecutor) and not _has_a_name(function):
        raise TypeError(
            f"Processes cannot be sent {function_name(function)}: it has no name they could "
            "import it by. Put it into a .py file beside the notebook and import it, or leave "
            "executor out: it then runs in threads."
        )


def muster(function: Callable[..., Any], executor: Executor | None, *, points: int) -> Crew:
    """Choose who does the work.

    Args:
        function: what is to be done.
        executor: who was asked for.
        points: how many points there are to do.
    """
    if executor is not None:
        return Given(function, executor)
    workers = min(cores(), points)
    if _has_a_name(function) and _can_spawn(function):
        return Processes(function, workers)
    words = f"{workers} thread{'s' if workers > 1 else ''}"
    return Given(function, ThreadPoolExecutor(workers), words=words, own=True)


def check_not_a_worker() -> None:
    """See that this is no worker that reads the script it comes from.

    Raises:
        RuntimeError: it is; the script calls sweep where its workers come past as well.
    """
    if getattr(multiprocessing.current_process(), "_inheriting", False):
        raise RuntimeError(
            "Each worker of a sweep reads this script anew, and came to sweep itself. Call sweep "
            "below `if __name__ == '__main__':`."
        )


def cores() -> int:
    """Return how many cores this program may use.

    Example:
        >>> cores() >= 1
        True
    """
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _pool_of_one() -> "tuple[ProcessPoolExecutor, Future[None]]":
    spawn = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(1, mp_context=spawn, initializer=begin)
    return pool, pool.submit(ready)


def _has_a_name(function: Callable[..., Any]) -> bool:
    """Tell whether another process could find a function by its name."""
    try:
        pickle.dumps(function)
    except Exception:
        return False
    return True


def _can_spawn(function: Callable[..., Any]) -> bool:
    """Tell whether new processes find the main program, and the function if it is from there."""
    main = sys.modules["__main__"]
    file = getattr(main, "__file__", None)
    inner = getattr(function, "func", function)
    if getattr(inner, "__module__", None) == "__main__" or type(inner).__module__ == "__main__":
        return getattr(main, "__spec__", None) is not None or bool(file and Path(file).is_file())
    return file is None or getattr(main, "__spec__", None) is not None or Path(file).is_file()
