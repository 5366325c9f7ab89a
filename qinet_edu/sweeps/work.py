"""What a worker does: one point, and everything about it as text.

Nothing but texts go back, so that no result and no exception can fail to cross to another process.
"""

import json
import os
import pickle
import signal
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import parent_process
from time import perf_counter
from typing import Any, Literal

from qinet_edu.sweeps.values import encode


@dataclass(frozen=True)
class Outcome:
    """Hold what became of a point.

    Attributes:
        kind: ``"value"``, ``"error"`` (the function raised), ``"unwritable"`` (it returned what no
            file can hold) or ``"unknown"`` (the worker cannot import the function).
        text: the value as JSON, or what went wrong.
        trace: where it went wrong.
        seconds: how long the function took.
    """

    kind: Literal["value", "error", "unwritable", "unknown"]
    text: str
    trace: str = ""
    seconds: float = 0.0


def perform(
    function: Callable[..., Any] | bytes, point: dict[str, Any], seed: int | None, call: str = ""
) -> Outcome:
    """Call a function at a point.

    Args:
        function: it, or its pickle: a worker that cannot import it can then still say so.
        point: the arguments.
        seed: given as ``seed``, unless it is ``None``.
        call: what no other call has. To an equal call Dask gives the answer of the first, also
            when that was that its worker died.

    Example:
        >>> perform(abs, {}, None).kind
        'error'
        >>> perform(dict, {"p": 0.5}, 7).text
        '{"dict": [["p", 0.5], ["seed", 7]]}'
    """
    if isinstance(function, bytes):
        try:
            function = pickle.loads(function)
        except Exception as problem:
            return Outcome("unknown", _said(problem))
    assert not isinstance(function, bytes)
    begun = perf_counter()
    try:
        value = function(**point) if seed is None else function(**point, seed=seed)
    except (Exception, SystemExit) as problem:
        return Outcome("error", _said(problem), traceback.format_exc(), perf_counter() - begun)
    seconds = perf_counter() - begun
    try:
        return Outcome("value", json.dumps(encode(value), allow_nan=False), "", seconds)
    except (TypeError, ValueError) as problem:
        return Outcome("unwritable", str(problem), "", seconds)


def begin() -> None:
    """Make a new process a worker.

    It lives and dies with the one that made it: Ctrl-C goes to both, and is that one's to answer;
    and were that one killed, this would wait for work forever. Each worker has one core, so that
    Aer's threads do not fight for those of the others.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    threading.Thread(target=_follow, daemon=True).start()


def ready() -> None:
    """Show that a worker could start."""


def _follow() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _said(problem: BaseException) -> str:
    return "".join(traceback.format_exception_only(problem)).strip()
