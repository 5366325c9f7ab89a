"""Which boxes this computer can make: bubblewrap's, an engine's containers, or none at all."""

import atexit
import contextlib
import shutil
import subprocess
import sys
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from qinet_edu.grading import box
from qinet_edu.grading.box import Limits, NoBox, Outcome
from qinet_edu.grading.fork_boxes import TASKS
from qinet_edu.grading.warm import WarmBoxes

NO_BOX = "none (--unsafe)"


class Boxes(Protocol):
    """Make a fresh box for each piece of work.

    Attributes:
        words: what a report says about how strangers' code was held.
    """

    words: str

    def work(self, task: str, job: bytes, *, limits: Limits) -> Outcome:
        """Do one piece of work, ``"run"`` or ``"judge"``; several at a time may be asked for."""

    def close(self) -> None:
        """End every box."""


class ColdBoxes:
    """Make each box with bubblewrap, from nothing; slower, where a box may not make another."""

    words = "bubblewrap"

    def work(self, task: str, job: bytes, *, limits: Limits) -> Outcome:
        """Do one piece of work in a box of its own."""
        command = [sys.executable, "-I", "-m", TASKS[task]]
        return box.run(command, job, limits=limits, first=True)

    def close(self) -> None:
        """There is nothing to end: each box ends with its work."""


class Unboxed:
    """Run strangers' code as any program of an ordinary account: it reads what that may read.

    Only the clock and the limit on what is printed hold. For an instructor who knows every
    student, on a computer that holds nothing of worth.
    """

    words = NO_BOX

    def __init__(self) -> None:
        if sys.platform == "win32":
            raise NoBox(
                "On Windows strangers' code cannot be run even without a box. Install WSL2 "
                "(`wsl --install`) and grade there."
            )
        tried = subprocess.run(self._command("-c", "import qinet_edu"), capture_output=True)
        if tried.returncode:
            raise NoBox(
                "Nobody's code is run as root, and the account nobody cannot read this "
                "environment. Grade from an ordinary account."
            )

    def work(self, task: str, job: bytes, *, limits: Limits) -> Outcome:
        """Do one piece of work, in a folder that is deleted afterwards."""
        with tempfile.TemporaryDirectory(prefix="qinet-unsafe-") as folder:
            Path(folder).chmod(0o777)
            variables = {**box.VARIABLES, "HOME": folder, "TMPDIR": folder}
            told = [f"{name}={value}" for name, value in variables.items()]
            command = ["env", "-i", f"PATH={sys.prefix}/bin:/usr/bin:/bin", *told]
            return box.converse([*command, *self._command("-m", TASKS[task])], job, limits=limits)

    def close(self) -> None:
        """There is nothing to end."""

    @staticmethod
    def _command(*arguments: str) -> list[str]:
        dropped = [*box.DROPPED] if box.is_root() and shutil.which("setpriv") else []
        if box.is_root() and not dropped:
            raise NoBox("Nobody's code is run as root. Grade from an ordinary account.")
        return [*dropped, sys.executable, "-I", *arguments]


def find(*, unsafe: bool = False) -> Boxes:
    """Return the best boxes this computer can make.

    Args:
        unsafe: where it can make none, do without; every report then says so.

    Raises:
        NoBox: it can make none; the message says what to do.
    """
    if not box.why_not():
        warm = WarmBoxes()
        with contextlib.suppress(NoBox):
            warm.work("judge", b'{"answers": {}, "course": "", "secret": ""}', limits=Limits())
            return warm
        warm.close()
        return ColdBoxes()
    from qinet_edu.grading.containers import Containers

    with contextlib.suppress(NoBox):
        return Containers()
    if unsafe:
        return Unboxed()
    raise NoBox(why_not())


def why_not() -> str:
    """Return why this computer can make no box and what to do; empty when it can."""
    from qinet_edu.grading.containers import engine

    reason = box.why_not()
    if not reason or engine():
        return ""
    return (
        f"{reason} Or install podman or Docker, and start it: then each submission is run in a "
        "container. `--unsafe` runs strangers' code with nothing to hold it, and says so in "
        "every report."
    )


@lru_cache(maxsize=1)
def usual() -> Boxes:
    """Return the boxes that are kept until this program ends."""
    boxes = find()
    atexit.register(boxes.close)
    return boxes
