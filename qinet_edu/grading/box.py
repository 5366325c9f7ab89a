"""A box for a stranger's program: no network, no home, nothing to write to, gone when it ends.

Bubblewrap makes it out of the kernel's namespaces: inside there is a read-only system, this
environment and this library, an empty ``/tmp`` in memory, and no other file, process, address or
environment variable of the computer. It starts in 20 ms.
"""

import math
import os
import platform
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO

PACKAGE = Path(__file__).resolve().parents[1]
SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/fonts", "/etc/alternatives")
NOBODY = "65534"
VARIABLES = {
    "HOME": "/tmp",
    "LANG": "C.UTF-8",
    "PYTHONDONTWRITEBYTECODE": "1",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    # One box is one processor's work, and threads count against the limit of processes.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "RAYON_NUM_THREADS": "1",
    "QISKIT_PARALLEL": "FALSE",
}
ROOT_DROPS_BY = ("CAP_SETUID", "CAP_SETGID")
DROPPED = ("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--inh-caps=-all",
           "--")  # fmt: skip
COUNTS_PER_BOX = (5, 14)  # from this kernel on, processes are counted box by box, not user by user


class NoBox(RuntimeError):
    """This computer cannot make a box; the message says what to do."""


class GraderTrouble(RuntimeError):
    """The grader itself failed; no student must lose a mark by it."""


@dataclass(frozen=True)
class Limits:
    """Hold what a box may use.

    Attributes:
        seconds: by the clock on the wall, from start to end.
        memory_bytes: for each process.
        output_bytes: what it may print; one more and it is stopped.
        scratch_bytes: what fits into its ``/tmp``, in memory; a single file at most an eighth.
        processes: how many there may be at once, threads among them.
    """

    seconds: float = 60
    memory_bytes: int = 3 << 30
    output_bytes: int = 8 << 20
    scratch_bytes: int = 256 << 20
    processes: int = 512

    @property
    def cpu_seconds(self) -> int:
        """Of each process, on all processors together."""
        return math.ceil(self.seconds) * (os.cpu_count() or 1)


@dataclass(frozen=True)
class Outcome:
    """Hold what a program in a box printed, and why it was stopped if it was.

    Attributes:
        output: what it printed; trust none of it where the program was a stranger's.
        stopped: empty when it came to its own end.
    """

    output: bytes
    stopped: str = ""


def run(
    command: Sequence[str],
    stdin: bytes = b"",
    *,
    variables: Mapping[str, str] | None = None,
    limits: Limits | None = None,
    first: bool = False,
) -> Outcome:
    """Run a command in a box of its own, and leave nothing of it behind.

    Args:
        command: program and arguments; ``sys.executable`` is this environment's Python there too.
        stdin: what it reads.
        variables: environment variables besides the few that every box has.
        limits: what it may use; the usual when left out.
        first: whether it is the first process of its box, sees all others and must bury them.

    Raises:
        NoBox: this computer cannot make one.
    """
    reason = why_not()
    if reason:
        raise NoBox(reason)
    limits = limits or Limits()
    made = walls(variables or {}, limits)
    alone = ["--as-pid-1"] if first else []
    return converse([made[0], *alone, *made[1:], *command], stdin, limits=limits)


def converse(
    command: Sequence[str],
    stdin: bytes,
    *,
    limits: Limits,
    also: Callable[[], None] = lambda: None,
) -> Outcome:
    """Start a program, give it what it reads, and take what it prints, within limits of both.

    Nothing here holds the program in: the command must make its own box.

    Args:
        command: program and arguments.
        stdin: what it reads.
        limits: on time and output.
        also: what is to be ended besides the process itself.
    """
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdin is not None
    assert process.stdout is not None

    def stop() -> None:
        process.kill()  # bubblewrap takes every process of the box with it
        also()

    try:
        return listen(
            process.stdout, process.stdin, stdin, limits=limits, stop=stop, end=process.wait
        )
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def listen(
    output: IO[bytes],
    feed: IO[bytes],
    stdin: bytes,
    *,
    limits: Limits,
    stop: Callable[[], None],
    end: Callable[[], int],
) -> Outcome:
    """Take what a running program prints, until it ends or must be stopped.

    Args:
        output: where it prints.
        feed: where it reads.
        stdin: what it is to read.
        limits: of time and output.
        stop: ends the program at once.
        end: waits for its end, and returns its exit code.
    """
    late = threading.Event()

    def stop_late() -> None:
        late.set()
        stop()

    clock = threading.Timer(limits.seconds, stop_late)
    feeder = threading.Thread(target=_feed, args=(feed, stdin), daemon=True)
    try:
        clock.start()
        feeder.start()
        printed = output.read(limits.output_bytes + 1)
        flood = len(printed) > limits.output_bytes
        if flood:
            stop()
        code = end()
    finally:
        clock.cancel()
        stop()
        feeder.join()
    if late.is_set():
        return Outcome(printed, f"it took longer than {limits.seconds:g} s")
    if flood:
        return Outcome(printed[:-1], f"it printed more than {limits.output_bytes >> 20} MB")
    return Outcome(printed, f"it ended with code {code}" if code else "")


@lru_cache(maxsize=1)
def why_not() -> str:
    """Return why this computer cannot make a box and what to do; empty when it can.

    Example:
        >>> isinstance(why_not(), str)
        True
    """
    if sys.platform != "linux":
        return (
            "Strangers' code is run in a box that only Linux has. "
            + (
                "Install WSL2 (`wsl --install`)"
                if sys.platform == "win32"
                else "Take a Linux machine"
            )
            + " and grade there; a small virtual one will do. Everything else of the course works "
            "here."
        )
    missing = [name for name in ("bwrap", "prlimit", "setpriv") if shutil.which(name) is None]
    if missing:
        return (
            f"Strangers' code is run in a box, and {missing[0]} is missing. Install it: "
            "`apt-get install bubblewrap util-linux` on Debian and Ubuntu, "
            "`dnf install bubblewrap util-linux` on Fedora."
        )
    tried = subprocess.run(
        [*walls({}, Limits()), sys.executable, "-I", "-c", "import qinet_edu"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
    )
    if tried.returncode:
        said = tried.stderr.strip().splitlines()
        return (
            "bubblewrap is here but cannot make a box: "
            f"{said[-1] if said else f'code {tried.returncode}'}. It must be 0.7 or newer, and "
            "the system must allow user namespaces: in a container, start that with the right to "
            "make them; on Ubuntu, allow bwrap in AppArmor; or grade on another Linux machine."
        )
    return ""


def readable() -> list[Path]:
    """Return the folders of this computer that are in every box, to be read only."""
    python = Path(sys.executable).resolve().parents[1]
    base = Path(sys.base_prefix)
    paths = [*map(Path, SYSTEM), base, base.resolve(), python, Path(sys.prefix), PACKAGE]
    return [path for path in dict.fromkeys(paths) if os.path.exists(path)]  # noqa: PTH110


def walls(variables: Mapping[str, str], limits: Limits, *, keep: Sequence[str] = ()) -> list[str]:
    """Return the command that makes the box; what is to run in it follows.

    Root becomes nobody in earnest, so that not even a read-only file for root alone can be read;
    everybody else becomes nobody in the namespace.

    Args:
        variables: environment variables besides the few that every box has.
        limits: what it may use.
        keep: capabilities that root keeps, and with them its name, to make further boxes within;
            never for a stranger's program.
    """
    root = is_root()
    path = f"{sys.prefix}/bin:/usr/bin:/bin"
    told = {**VARIABLES, "PATH": path, **variables}
    shown = readable()
    folders = sorted({parent for path in shown for parent in path.parents if parent != Path("/")})
    return [
        *("bwrap", "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"),
        *("--unshare-cgroup-try", "--die-with-parent", "--new-session", "--clearenv"),
        *("--cap-drop", "ALL"),
        *(
            tuple(word for right in keep or ROOT_DROPS_BY for word in ("--cap-add", right))
            if root
            else ("--unshare-user", "--uid", NOBODY, "--gid", NOBODY)
        ),
        *("--proc", "/proc", "--dev", "/dev"),
        *("--perms", "1777", "--size", str(64 << 20), "--tmpfs", "/dev/shm"),
        *("--perms", "1777", "--size", str(limits.scratch_bytes), "--tmpfs", "/tmp"),
        *(word for folder in folders for word in ("--dir", str(folder))),
        *(word for path in shown for word in ("--ro-bind", str(path), str(path))),
        *("--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp"),
        *(word for name, value in told.items() for word in ("--setenv", name, value)),
        *(DROPPED if root and not keep else ()),
        *("prlimit", f"--data={limits.memory_bytes}", f"--fsize={limits.scratch_bytes // 8}"),
        *("--nofile=1024", "--core=0", f"--cpu={limits.cpu_seconds}"),
        *([f"--nproc={limits.processes}"] if root or _kernel() >= COUNTS_PER_BOX else []),
        "--",
    ]


def is_root() -> bool:
    """Tell whether this program may do anything; Windows knows no such account."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _kernel() -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", platform.release())[:2]))


def _feed(pipe: IO[bytes], content: bytes) -> None:
    """Write what the program reads; one that does not read to the end is no trouble of ours."""
    try:
        with pipe:
            pipe.write(content)
    except OSError:
        pass
