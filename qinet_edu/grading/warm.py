"""Boxes that start warm: forked, within one of bubblewrap's, from a process with all imported.

A cold box spends a second or two on imports; a warm one is there in a few hundredths. The process
that forks is held in a box itself and never sees a submission: what a stranger's program reads
and writes passes through pipes that go from here straight into its own box.
"""

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from qinet_edu.grading import box
from qinet_edu.grading.box import GraderTrouble, Limits, NoBox, Outcome

# What root needs to make boxes; everybody else has it by new names for users.
RIGHTS = ("CAP_SYS_ADMIN", "CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP", "CAP_KILL")
# Between the accounts that systemd hands out and nobody: nobody's own. One for each box at work,
# because the kernel counts processes by account.
ACCOUNTS = range(65533, 65519, -1)
START_S = 120
ALL_OF_THEM = Limits(seconds=10**6, processes=4096)


class WarmBoxes:
    """Run each piece of work in a fresh box, forked from a process that is kept ready.

    Example:
        >>> with WarmBoxes() as boxes:  # doctest: +SKIP
        ...     boxes.work("judge", b"...", limits=Limits())
    """

    words = "bubblewrap"

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._accounts = [*ACCOUNTS]
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None

    def __enter__(self) -> Self:
        self._ready()
        return self

    def __exit__(self, *trouble: object) -> None:
        self.close()

    def work(self, task: str, job: bytes, *, limits: Limits) -> Outcome:
        """Do one piece of work in a box of its own; several at a time may be asked for.

        Args:
            task: its name, as ``fork_boxes`` lists them.
            job: what the work reads.
            limits: what it may use.

        Raises:
            NoBox: this computer cannot make one, or not in this way.
            GraderTrouble: the box was lost, by no doing of what ran in it.
        """
        with self._account() as account:
            return self._work(task, job, limits, account)

    def close(self) -> None:
        """End every box."""
        with self._lock:
            channel, self._channel = self._channel, None
            process, self._process = self._process, None
        if channel:
            channel.close()
        if process:
            process.kill()
            process.wait()

    def _work(self, task: str, job: bytes, limits: Limits, account: int) -> Outcome:
        request = {
            "task": task,
            "account": account,
            "limits": {
                "memory_bytes": limits.memory_bytes,
                "scratch_bytes": limits.scratch_bytes,
                "cpu_seconds": limits.cpu_seconds,
                "processes": limits.processes,
            },
        }
        theirs_in, ours_out = os.pipe()
        ours_in, theirs_out = os.pipe()
        ours, theirs = socket.socketpair()
        with os.fdopen(ours_out, "wb") as feed, os.fdopen(ours_in, "rb") as output, ours:
            try:
                channel = self._ready()
                words = json.dumps(request).encode()
                socket.send_fds(channel, [words], [theirs_in, theirs_out, theirs.fileno()])
            finally:
                os.close(theirs_in)
                os.close(theirs_out)
                theirs.close()
            said: list[str] = []

            def end() -> int:
                said.append(ours.recv(4096).decode("utf-8", "replace"))
                return int(said[0].removeprefix("code ")) if said[0].startswith("code ") else 0

            def stop() -> None:
                with contextlib.suppress(OSError):
                    ours.shutdown(socket.SHUT_WR)

            outcome = box.listen(output, feed, job, limits=limits, stop=stop, end=end)
        if said[0].startswith("no box"):
            raise NoBox(f"A box could not be made: {said[0].removeprefix('no box: ')}.")
        if not said[0] and not outcome.stopped:
            raise GraderTrouble("The process that makes boxes ended: is there memory enough?")
        return outcome

    def _ready(self) -> socket.socket:
        """Return the line to the process that forks; start it where there is none, or it died."""
        with self._lock:
            if self._channel and self._process and self._process.poll() is None:
                return self._channel
            if self._channel:
                self._channel.close()
            self._process, self._channel = _start()
            return self._channel

    @contextlib.contextmanager
    def _account(self) -> Iterator[int]:
        with self._lock:
            account, claim = self._claimed()
            self._accounts.remove(account)
        try:
            yield account
        finally:
            with self._lock, claim:
                self._accounts.insert(0, account)

    def _claimed(self) -> tuple[int, contextlib.AbstractContextManager[object]]:
        """Return an account that no box has, of this program or of another one that grades here.

        Else a program that makes processes without end would take them from a stranger's answer.
        """
        for account in self._accounts:
            if os.geteuid():  # then each box counts its processes for itself
                return account, contextlib.nullcontext()
            claim = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            try:
                claim.bind(f"\0qinet box of account {account}")  # freed with the program, at last
            except OSError:
                claim.close()
            else:
                return account, claim
        raise NoBox(f"More than {len(ACCOUNTS)} boxes at a time on this computer.")


def _start() -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start the process that forks, in a box of its own, and wait until it is ready."""
    reason = box.why_not()
    if reason:
        raise NoBox(reason)
    if any(Path("/tmp") in path.parents for path in box.readable()):
        raise NoBox("This environment lies in /tmp, which is another one in each box.")
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        process = subprocess.Popen(
            [
                *box.walls({}, ALL_OF_THEM, keep=RIGHTS),
                *(sys.executable, "-I", "-m", "qinet_edu.grading.fork_boxes", str(theirs.fileno())),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
        )
    ours.settimeout(START_S)
    try:
        ready = ours.recv(16) == b"ready"
    except OSError:
        ready = False
    if not ready:
        process.kill()
        process.wait()
        ours.close()
        raise NoBox("The process that makes boxes did not start.")
    ours.settimeout(None)
    return process, ours
