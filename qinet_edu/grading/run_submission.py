"""Inside the first box: run a student's cells and carry the named answers out.

Two processes: one runs the cells, the other keeps the clock, takes what they show and reads the
answers at the end. Both run beside a stranger's code, which may do with them what it likes. So
they hold nothing worth having, and whoever reads what they report trusts none of it.
"""

import contextlib
import json
import os
import random
import select
import signal
import stat
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from qinet_edu.grading import namespaces
from qinet_edu.grading.outputs import STORED_PER_CELL, reduce

LARGEST_ANSWER = 500_000
LONGEST_LINE = 4 << 20
TICK_S = 0.05
NICE = 10  # so that a crowd of the student's processes cannot keep the clock from being looked at
DIED = "its kernel died, from too much memory or by its own hand"


class Supervisor:
    """Watch the process that runs the cells, and gather what it shows.

    Args:
        job: ``steps``, each ``{"code": …}`` or ``{"exercise": …}``; ``arguments`` of functions, by
            exercise; ``seconds`` in all, ``cell_seconds``; how much ``memory_bytes`` and how many
            ``processes`` there may be together; ``variables`` of the environment.
        folder: an empty one for the answers.
    """

    def __init__(self, job: dict[str, Any], folder: Path) -> None:
        self.job, self.folder = job, folder
        self.outputs: list[list[Any]] = [[] for step in job["steps"] if "code" in step]
        self.sizes = [0] * len(self.outputs)
        self.cell: int | None = None
        self.since = time.monotonic()
        self.interrupted = False
        self.done = False

    def run(self) -> dict[str, Any]:
        """Run the steps, and report on them.

        Returns:
            ``outputs``, a list for each piece of code; ``answers``, by exercise up to two JSON
            texts (as it stood at the check, and at the end where it had changed); ``stopped``,
            why the run ended early, or nothing.
        """
        pipes = [os.pipe() for _ in range(3)]
        child = os.fork()
        if child == 0:
            for reads, _ in pipes:
                os.close(reads)
            _be_the_student(self.job, self.folder, *(writes for _, writes in pipes))
        for reads, writes in pipes:
            os.close(writes)
            os.set_blocking(reads, False)
        line, *raw = (reads for reads, _ in pipes)
        stopped = self._watch(child, line, dict(zip(raw, ("stdout", "stderr"), strict=True)))
        _end_all(child)
        return {
            "outputs": [reduce(shown) for shown in self.outputs],
            "answers": _answers(
                self.folder, [step["exercise"] for step in self.job["steps"] if "exercise" in step]
            ),
            "stopped": stopped,
        }

    def _watch(self, child: int, line: int, raw: dict[int, str]) -> str:
        """Take messages and texts until the cells are done; return why they ended early."""
        begun, kept, alive = time.monotonic(), b"", True
        files = [line, *raw]
        while True:
            ready, _, _ = select.select(files, [], [], TICK_S)
            for file in ready:
                try:
                    data = os.read(file, 1 << 16)
                except BlockingIOError:
                    continue
                if not data:
                    files.remove(file)
                elif file == line:
                    *messages, kept = (kept + data).split(b"\n")
                    for message in messages:
                        self._take(message)
                    kept = kept[-LONGEST_LINE:]
                else:
                    text = data.decode("utf-8", "replace")
                    self._show({"output_type": "stream", "name": raw[file], "text": text})
            if self.done or not (alive or ready):
                return "" if self.done else DIED
            alive = alive and _lives(child)
            now = time.monotonic()
            if now - begun > self.job["seconds"]:
                return f"the notebook had not finished after {self.job['seconds']:g} s"
            if now - self.since > self.job["cell_seconds"] and alive:
                self._interrupt(child)
            too_much = self._too_much()
            if too_much:
                return too_much

    def _take(self, message: bytes) -> None:
        """Read a message as what it is: something a stranger may have written."""
        try:
            told = json.loads(message)
        except (ValueError, RecursionError):
            return
        if not isinstance(told, dict):
            return
        if "begin" in told:
            begins = told["begin"]
            valid = type(begins) is int and 0 <= begins < len(self.outputs)
            self.cell = begins if valid else None
            self.since, self.interrupted = time.monotonic(), False
        elif isinstance(told.get("output"), dict):
            self._show(told["output"])
        self.done = self.done or told.get("done") is True

    def _show(self, output: dict[str, Any]) -> None:
        if self.cell is None:
            return
        size = len(json.dumps(output))
        self.sizes[self.cell] += size
        shown = self.outputs[self.cell]
        if self.sizes[self.cell] - size > STORED_PER_CELL:
            return
        last = shown[-1] if shown else {}
        if output.get("output_type") == last.get("output_type") == "stream" and (
            output.get("name") == last.get("name")
            and isinstance(output.get("text"), str)
            and isinstance(last.get("text"), str)
        ):
            last["text"] += output["text"]
        else:
            shown.append(output)

    def _too_much(self) -> str:
        """Say what all processes here together use too much of, or nothing.

        The kernel's limits hold each process; a hundred of them could still use up a computer.
        """
        if os.getpid() != 1:
            return ""
        held = {file: _pages(file) for file in Path("/proc").glob("[0-9]*/statm")}
        if len(held) > self.job["processes"] // 2:
            return f"it started more than {self.job['processes'] // 2} processes"
        most = self.job["memory_bytes"]
        # Forked processes share pages, which are counted for each: look again, exactly.
        if sum(held.values()) > most and sum(
            _shared_fairly(file.with_name("smaps_rollup"), pages) for file, pages in held.items()
        ) > most:  # fmt: skip
            return f"it used more than {most >> 30} GB of memory"
        return ""

    def _interrupt(self, child: int) -> None:
        """Stop a cell that takes too long; one that does not heed it is asked again, later."""
        seconds = self.job["cell_seconds"]
        with contextlib.suppress(OSError):
            os.kill(child, signal.SIGINT)
        self.since = time.monotonic()
        if self.cell is not None and not self.interrupted:
            words = f"This cell was stopped after {seconds:g} s."
            trace = [f"TimeoutError: {words}"]
            self.outputs[self.cell].append(
                {"output_type": "error", "ename": "TimeoutError", "evalue": words,
                 "traceback": trace}
            )  # fmt: skip
        self.interrupted = True


def _be_the_student(job: dict[str, Any], folder: Path, line: int, out: int, err: int) -> None:
    """Run the cells and export the answers; never return."""
    try:
        namespaces.hide(False)  # the processes of a notebook may look at each other
        os.setsid()
        os.nice(NICE)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(err, 2)
        os.closerange(3, line)
        os.closerange(line + 1, 4096)
        with contextlib.suppress(OSError):  # where memory is short, the student's goes first
            Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.environ.update(job["variables"], QINET_WORK=str(folder / "work"))
        random.seed()
        if "numpy" in sys.modules:  # forks must not all draw the same
            sys.modules["numpy"].random.seed()
        from qinet_edu.grading import student_cells

        student_cells.run(job["steps"], job["arguments"], folder, line)
    finally:
        os._exit(0)


def _end_all(child: int) -> None:
    """Kill what is left, so that nobody changes an answer while it is read."""
    with contextlib.suppress(OSError):
        os.killpg(child, signal.SIGKILL)
    with contextlib.suppress(OSError):
        os.kill(child, signal.SIGKILL)
    if os.getpid() == 1:
        with contextlib.suppress(OSError):
            os.kill(-1, signal.SIGKILL)  # all processes of this box but the first
        with contextlib.suppress(ChildProcessError):
            while True:
                os.waitpid(-1, 0)


def _lives(child: int) -> bool:
    """Tell whether the student's process runs; bury whatever else has ended."""
    with contextlib.suppress(ChildProcessError):
        while True:
            ended, _ = os.waitpid(-1, os.WNOHANG)
            if ended in (0, child):
                return ended == 0
    return False


def _pages(statm: Path) -> int:
    try:
        _, resident, shared, *_ = map(int, statm.read_text(encoding="ascii").split())
    except (OSError, ValueError):
        return 0
    return (resident - shared) * os.sysconf("SC_PAGE_SIZE")


def _shared_fairly(rollup: Path, otherwise: int) -> int:
    try:
        for line in rollup.read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) << 10
    except (FileNotFoundError, ProcessLookupError):
        return 0  # it has ended since the first look, and holds nothing
    except (OSError, ValueError):
        pass
    return otherwise


def _answers(folder: Path, asked: list[str]) -> dict[str, list[str]]:
    found = {
        exercise: [_read(folder / f"{exercise}.{moment}") for moment in ("check", "end")]
        for exercise in asked
    }
    return {exercise: [text for text in texts if text] for exercise, texts in found.items()}


def _read(file: Path) -> str:
    """Read an answer; what lies in its place may be a pipe that never ends."""
    try:
        handle = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
        with os.fdopen(handle, "rb") as opened:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                return ""
            content = opened.read(LARGEST_ANSWER + 1)
    except OSError:
        return ""
    if len(content) > LARGEST_ANSWER:
        return json.dumps({"refused": "The answer is far larger than the exercise asks for."})
    return content.decode("utf-8", "replace")


def main() -> None:
    """Read a job, do it, and report; then end, and the box with it."""
    report_to = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    job = json.loads(sys.stdin.buffer.read())
    with tempfile.TemporaryDirectory(prefix="answers-", ignore_cleanup_errors=True) as folder:
        namespaces.hide()
        report_to.write(b"ready\n")  # from here on it is the student's doing what goes wrong
        report_to.flush()
        report = Supervisor(job, Path(folder)).run()
    report_to.write(json.dumps(report).encode())
    report_to.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
