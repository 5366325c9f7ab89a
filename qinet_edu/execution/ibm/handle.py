"""The handle of a job on a quantum computer, as a notebook shows it."""

import time
from collections.abc import Callable, Generator
from concurrent.futures import Future
from html import escape
from threading import Event, Thread
from typing import Any

from qinet_edu.execution.handle import Handle
from qinet_edu.execution.ibm import account as accounts
from qinet_edu.execution.ibm.client import connect
from qinet_edu.execution.ibm.jobs import Progress
from qinet_edu.execution.ibm.journal import Journal
from qinet_edu.execution.ibm.problems import NotSent


class HardwareHandle(Handle):
    """Stand for a job on a quantum computer: wait with ``.result()`` or ``await`` it.

    The kernel stays free, and may be restarted or killed: ``resume()`` gives the handle back.
    """

    def __init__(self, progress: Progress, *, since: float | None = None) -> None:
        super().__init__(Future())
        self.key: str | None = None
        self._progress = progress
        self._since = time.time() if since is None else since
        self._until: float | None = None
        self._settled = Event()  # sent, or failed

    @property
    def status(self) -> str:
        """Say ``"connecting"``, ``"compiling"``, ``"sending"``, ``"queued"``, ``"running"`` …"""
        if self._future.done():
            return super().status
        return self._progress.status

    @property
    def job_id(self) -> str | None:
        """Return the name of the job at the service, once it has one."""
        return self._progress.job_id

    @property
    def estimate_s(self) -> float | None:
        """Return the seconds of quantum computer time it is estimated to take."""
        return self._progress.estimate_s

    def result(self, timeout_s: float | None = None) -> Any:
        """Wait for the result.

        Raises:
            TimeoutError: it is not there after ``timeout_s`` seconds; the job goes on.
            HardwareProblem: something went wrong; the text says what to do next.
        """
        result = super().result(timeout_s)
        self._take()
        return result

    def cancel(self) -> None:
        """Cancel the job. One that still waits for the device costs nothing.

        Raises:
            NotSent: it has no name yet, so there is nothing to cancel.
            ServiceError: it has ended, or the service gives no answer.
        """
        if self.job_id is None:
            raise NotSent("The job is not sent yet. Wait a second and cancel again.")
        connect(accounts.load()).cancel(self.job_id)

    def __await__(self) -> Generator[Any, None, Any]:
        result = yield from super().__await__()
        self._take()
        return result

    def __repr__(self) -> str:
        told = "; ".join(f"{name}: {value}" for name, value in self._told())
        return f"Handle({told})"

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><th style="text-align:left">{escape(name)}</th>'
            f'<td style="text-align:left">{escape(value)}</td></tr>'
            for name, value in self._told()
        )
        return f"<table>{rows}</table>"

    def _told(self) -> list[tuple[str, str]]:
        """List what there is to say, in words."""
        now = self._progress
        told = [("status", self.status)]
        if self._future.done() and (problem := self._future.exception()):
            told.append(("problem", str(problem)))
        if now.device:
            told.append(("device", now.device))
        if now.job_id:
            told.append(("job", now.job_id))
        if now.pending is not None and self.status == "queued":
            wait = "job waits" if now.pending == 1 else "jobs wait"
            told.append(("queue", f"{now.pending} {wait} for this device"))
        elapsed = (self._until or time.time()) - self._since
        told.append(("elapsed", f"{elapsed:.0f} s"))
        if now.estimate_s is not None:
            left = "" if now.allowance_s is None else f" of {now.allowance_s:.0f} s left"
            told.append(("estimate", f"{now.estimate_s:.1f} s of quantum computer time{left}"))
        if now.note:
            told.append(("note", now.note))
        return told

    def _take(self) -> None:
        """Write down that somebody has the result, so that ``resume()`` need not bring it again."""
        if self.key:
            try:
                Journal().add("taken", self.key)
            except (OSError, ValueError):
                return
            self.key = None

    def _work(self, work: Callable[[], Any]) -> None:
        """Do the work in a thread that keeps no kernel from ending: the journal remembers."""

        def finish() -> None:
            try:
                result = work()
            except BaseException as problem:
                self._until = time.time()
                self._future.set_exception(problem)
            else:
                self._until = time.time()
                self._future.set_result(result)
            finally:
                self._settled.set()

        # An interrupted `await` must not cancel what is paid for.
        self._future.set_running_or_notify_cancel()
        Thread(target=finish, name="qinet-hardware", daemon=True).start()
