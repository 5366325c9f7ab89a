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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/fonts", "/etc/alternatives")
NOBODY = "65534"
VARIABLES = {
    "HOME": "/tmp",
    "LANG": "C.UTF-8",
    "PYTHONDONTWRITEBYTECODE": "1",
    "JUPYTER_PLATFORM_DIRS": "1",
    # One box is one processor's work, and threads count against the limit of processes.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "RAYON_NUM_THREADS": "1",
    "QISKIT_PARALLEL": "FALSE",
}
COUNTS_PER_BOX = (5, 14)  # from this kernel on, processes are counted box by box, not user by user


class NoBox(RuntimeError):
    """This computer cannot make a box; the message says what to do."""


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
) -> Outcome:
    """Run a command in a box of its own, and leave nothing of it behind.

    Args:
        command: program and arguments; ``sys.executable`` is this environment's Python there too.
        stdin: what it reads.
        variables: environment variables besides the few that every box has.
        limits: what it may use; the usual when left out.

    Raises:
        NoBox: this computer cannot make one.
    """
    reason = why_not()
    if reason:
        raise NoBox(reason)
    limits = limits or Limits()
    process = subprocess.Popen(
        [*_box(variables or {}, limits), *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    late = threading.Event()

    def stop() -> None:
        late.set()
        process.kill()

    clock = threading.Timer(limits.seconds, stop)
    feeder = threading.Thread(target=_feed, args=(process.stdin, stdin), daemon=True)
    try:
        clock.start()
        feeder.start()
        output = process.stdout.read(limits.output_bytes + 1)
        flood = len(output) > limits.output_bytes
        if flood:
            process.kill()
        code = process.wait()
    finally:
        clock.cancel()
        process.kill()  # bubblewrap takes every process of the box with it
        process.wait()
        feeder.join()
        process.stdout.close()
    if late.is_set():
        return Outcome(output, f"it took longer than {limits.seconds:g} s")
    if flood:
        return Outcome(output[:-1], f"it printed more than {limits.output_bytes >> 20} MB")
    return Outcome(output, f"it ended with code {code}" if code else "")


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
        [*_box({}, Limits()), sys.executable, "-I", "-c", "import qinet_edu"],
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
    return [path for path in dict.fromkeys(paths) if path.exists()]


def _box(variables: Mapping[str, str], limits: Limits) -> list[str]:
    """Return the command that makes the box; what is to run in it follows.

    Root becomes nobody in earnest, so that not even a read-only file for root alone can be read;
    everybody else becomes nobody in the namespace.
    """
    root = os.geteuid() == 0
    path = f"{sys.prefix}/bin:/usr/bin:/bin"
    told = {**VARIABLES, "PATH": path, **variables}
    shown = readable()
    folders = sorted({parent for path in shown for parent in path.parents if parent != Path("/")})
    return [
        *("bwrap", "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"),
        *("--unshare-cgroup-try", "--die-with-parent", "--new-session", "--clearenv"),
        *("--cap-drop", "ALL"),
        *(
            ("--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID")
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
        *(("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups") if root else ()),
        *(("--inh-caps=-all", "--") if root else ()),
        *("prlimit", f"--data={limits.memory_bytes}", f"--fsize={limits.scratch_bytes // 8}"),
        *(
            "--nofile=1024",
            "--core=0",
            f"--cpu={math.ceil(limits.seconds) * (os.cpu_count() or 1)}",
        ),
        *([f"--nproc={limits.processes}"] if root or _kernel() >= COUNTS_PER_BOX else []),
        "--",
    ]


def _kernel() -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", platform.release())[:2]))


def _feed(pipe: object, content: bytes) -> None:
    """Write what the program reads; one that does not read to the end is no trouble of ours."""
    try:
        with pipe:  # type: ignore[attr-defined]
            pipe.write(content)  # type: ignore[attr-defined]
    except OSError:
        pass
