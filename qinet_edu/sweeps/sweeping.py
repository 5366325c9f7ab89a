"""``sweep``: a function at every point of a grid."""

import os
import queue
from collections import Counter, deque
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Executor, Future
from operator import index
from pathlib import Path
from time import monotonic
from typing import Any

import numpy as np

from qinet_edu.sweeps.crews import Crew, check_executor, check_not_a_worker, muster
from qinet_edu.sweeps.files import Header, SweepFile
from qinet_edu.sweeps.grids import Grid, check_names, point_seed, read_grid, shown
from qinet_edu.sweeps.progress import Progress, Show, shower
from qinet_edu.sweeps.table import Sweep, SweepError
from qinet_edu.sweeps.work import Outcome

POLL_S = 0.2  # a wait without end cannot be interrupted on Windows


def sweep(
    function: Callable[..., Any],
    grid: Grid,
    *,
    executor: Executor | None = None,
    file: str | os.PathLike[str] | None = None,
    seed: int | None = None,
    retries: int = 2,
    progress: bool | Show = True,
) -> Sweep:
    """Call a function at every point of a grid, on all cores, and lose nothing when stopped.

    A map of rate against distance and memory is some hundred simulations of seconds each: an hour,
    of which a closed lid, a killed worker or one bad point should cost minutes. Each result is on
    disk as it comes. Call sweep again with the same function, grid and seed after it was stopped,
    in whatever way, and it goes on where it was.

    Where it runs. A function from a module runs in processes, one for each core. Processes import
    what they run, and cannot import what a notebook's cell defines: such a function runs in
    threads. Those share one core for plain Python, and use all where NumPy, stim or Aer compute;
    for the others, put the function into a ``.py`` file beside the notebook and import it. A Dask
    cluster (``executor=client.get_executor()``) takes a notebook's functions too; its workers need
    this library. A script calls sweep below ``if __name__ == "__main__":``.

    Args:
        function: called as ``function(**point)``, with ``seed=`` as well if there is a seed. It
            returns numbers, texts, arrays, or lists, tuples and dicts of these.
        grid: names with their values, of which all combinations are meant, or a list of points.
        executor: any of ``concurrent.futures``; this machine's cores when left out.
        file: where results are kept for good, as lines of JSON. When left out, they are kept in
            the work folder until the sweep is done.
        seed: each point is given one of its own, derived from this and the point itself, so that
            a point is the same in a larger grid and in another order.
        retries: how many times a point is tried again whose worker died; on an executor that does
            not say which point killed it, once more, by itself. What the function itself raises
            is not tried again: it would raise it again.
        progress: a bar in a notebook and a line on a terminal; or a function that is given a
            :class:`Progress` at each step.

    Returns:
        The points with their values, in the order of the grid.

    Raises:
        TypeError: the function, the grid, the executor or a result is none.
        ValueError: the grid is empty or has a name that is no parameter of the function, or the
            file holds another sweep: of another function, or one that was changed since (as far
            as its own module goes), or of another grid or seed.
        TimeoutError: another program is at this sweep.
        SweepError: points failed; every other was done, and when called again, only those run.
        RuntimeError: no worker can start.

    Example:
        >>> import numpy as np
        >>> def rate(length_km, links):
        ...     return {"transmittance": 10 ** (-0.02 * length_km / links)}
        >>> result = sweep(rate, {"length_km": [100, 948], "links": [1, 8]})
        >>> result.array("transmittance").round(4)
        array([[0.01  , 0.5623],
               [0.    , 0.0043]])
    """
    check_not_a_worker()
    points = read_grid(grid)
    seed = None if seed is None else _whole(seed, "seed")
    retries = _whole(retries, "retries", least=0)
    check_names(function, points, seeded=seed is not None)
    check_executor(function, executor)
    show = shower(progress)
    header = Header.of(function, points, seed)
    seeds = None if seed is None else [point_seed(seed, key) for key in points.keys]
    with SweepFile(header.place() if file is None else Path(file), header, points) as kept:
        run = _Run(kept, seeds, show, retries)
        todo = [place for place in range(len(points.entries)) if place not in kept.values]
        if todo:
            run.work(todo, muster(function, executor, points=len(todo)))
        else:
            run.tell()
        if kept.failures:
            raise _failed(kept, seeds)
        if file is None:
            kept.remove()
    values = [kept.values[place] for place in range(len(points.entries))]
    where = None if file is None else kept.path
    return Sweep(points.entries, values, shape=points.shape, seeds=seeds, file=where)


class _Run:
    """Hold one call of sweep while it works."""

    def __init__(self, kept: SweepFile, seeds: list[int] | None, show: Show, retries: int) -> None:
        self.kept, self.seeds, self.show, self.retries = kept, seeds, show, retries
        self.begun = monotonic()
        self.before = len(kept.values)
        self.lost: Counter[int] = Counter()  # workers, by the place of the point they were at
        self.guilty: Counter[int] = Counter()  # those that no other point can have killed
        self.alone: set[int] = set()  # places that run when nothing else does
        self.words = ""

    def work(self, todo: Sequence[int], crew: Crew) -> None:
        """Do the points of these places."""
        self.words = crew.words
        self.kept.failures.clear()  # they run again
        waiting, suspects = deque(todo), deque[int]()
        flying: dict[Future[Outcome], int] = {}
        back: queue.SimpleQueue[Future[Outcome]] = queue.SimpleQueue()
        try:
            self.tell()
            while waiting or suspects or flying:
                if not waiting and not flying:
                    waiting.append(suspects.popleft())
                    self.alone.add(waiting[0])
                while waiting and crew.room(len(flying)):
                    future = self.hand_over(waiting[0], crew)
                    flying[future] = waiting.popleft()
                    future.add_done_callback(back.put)
                try:
                    future = back.get(timeout=POLL_S)
                except queue.Empty:
                    self.tell()
                    continue
                place = flying.pop(future)
                crew.settle(future)
                if not self.take(place, future, sure=crew.sure or place in self.alone):
                    (waiting if crew.sure else suspects).append(place)
                self.tell()
        except BaseException as problem:
            for future in flying:
                future.cancel()
            crew.close(stop=True)
            problem.add_note(
                f"{len(self.kept.values)} of {len(self.kept.points.entries)} points of this sweep "
                f"are kept in {self.kept.path}. Call sweep again, and it goes on there."
            )
            raise
        crew.close(stop=False)

    def hand_over(self, place: int, crew: Crew) -> "Future[Outcome]":
        """Give a point to the crew."""
        try:
            return crew.submit(self.kept.points.entries[place], self.seed(place))
        except Exception as problem:  # shut down, or broken, or cut off from its cluster
            raise RuntimeError(
                f"The executor takes no more work ({problem}). Make a new one, and call sweep "
                "again."
            ) from problem

    def take(self, place: int, future: "Future[Outcome]", *, sure: bool) -> bool:
        """Keep what became of a point; tell whether something did, and it need not run again.

        Args:
            place: of the point.
            future: what became of it.
            sure: if its worker died, it was this point that killed it, not one beside it.
        """
        problem = CancelledError() if future.cancelled() else future.exception()
        if problem is None:
            outcome = future.result()
        else:
            self.lost[place] += 1
            self.guilty[place] += sure
            if self.guilty[place] <= self.retries:
                return False
            times = self.lost[place]
            outcome = Outcome(
                "error",
                f"its worker was lost {times} time{'s' if times > 1 else ''} (killed, out of "
                f"memory, or crashed; {type(problem).__name__})",
            )
        point = self.kept.points.entries[place]
        name = self.kept.header.function
        if outcome.kind == "unknown":
            raise RuntimeError(
                f"The workers cannot import {name} ({outcome.text}). Put it into a .py file where "
                "they find it, beside the notebook for instance."
            )
        if outcome.kind == "unwritable":
            raise TypeError(
                f"What {name} returned at {shown(point)} cannot be kept in a file: {outcome.text}. "
                "Return the figures you are after."
            )
        self.kept.add(place, self.seed(place), outcome)
        return True

    def seed(self, place: int) -> int | None:
        """Return the seed of a point."""
        return None if self.seeds is None else self.seeds[place]

    def tell(self) -> None:
        """Show how far the sweep is."""
        self.show(
            Progress(
                self.kept.header.function,
                len(self.kept.points.entries),
                done=len(self.kept.values),
                failed=len(self.kept.failures),
                kept=self.before,
                retried=self.lost.total(),
                seconds=monotonic() - self.begun,
                workers=self.words,
            )
        )


def _failed(kept: SweepFile, seeds: list[int] | None) -> SweepError:
    entries = kept.points.entries
    failures = [(entries[place], words) for place, words in sorted(kept.failures.items())]
    places = sorted(kept.values)
    done = Sweep(
        [entries[place] for place in places],
        [kept.values[place] for place in places],
        shape=(len(places),),
        seeds=None if seeds is None else [seeds[place] for place in places],
        file=kept.path,
    )
    point, words = failures[0]
    first = "It" if len(failures) == 1 else "The first"
    return SweepError(
        f"{len(failures)} of {len(entries)} points of {kept.header.function} failed. {first}: "
        f"{shown(point)}: {words}. The others are done: see this error's .failures and .done; "
        f"where each failed stands in {kept.path}. Called again, sweep runs the failed points "
        "only; with the function changed, it is a new sweep.",
        failures,
        done,
    )


def _whole(value: Any, name: str, *, least: int | None = None) -> int:
    try:
        if isinstance(value, (bool, np.bool_)):
            raise TypeError
        number = index(value)
    except TypeError:
        raise TypeError(f"{name} is a whole number, not {shown(value)}.") from None
    if least is not None and number < least:
        raise ValueError(f"{name} must be at least {least}, not {number}.")
    return number
