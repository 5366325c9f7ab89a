"""Inside a box: a process with everything imported forks into a fresh box for each piece of work.

Importing Qiskit, Aer and IPython costs more than running a student's cells. This process imports
them once, and never sees a submission: what goes in and out of a box passes through pipes it only
hands on. It has one thread, for a fork copies no other.
"""

import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
from pathlib import Path
from typing import Any

TASKS = {
    "run": "qinet_edu.grading.run_submission",
    "judge": "qinet_edu.grading.judge_answers",
}
IMPORTED = (
    *TASKS.values(),
    "IPython.core.interactiveshell",
    "IPython.core.completer",
    "matplotlib.backends.backend_agg",  # not pyplot: it looks for the shell when it is imported
    "matplotlib.figure",
    "matplotlib.projections",
    "qiskit.circuit.library",
    "qiskit.qasm3",
    "qiskit.quantum_info",
    "qiskit.visualization",
    "qinet_edu.check",
    "qinet_edu.circuits",
    "qinet_edu.draw",
    "qinet_edu.execution",
    "qinet_edu.explore",
    "qinet_edu.grading.student_shell",
    "qinet_edu.protocols",
    "qinet_edu.theory",
)
MESSAGE_BYTES = 4096


def serve(requests: socket.socket) -> None:
    """Fork for every request, until nobody is left to ask.

    A request is JSON: ``task``, ``limits`` and ``account``; with it come three files: what the
    work reads, what it writes, and a line to whoever asked, on which its end is told and whose
    closing ends it.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a keeper
    while True:
        message, files, _, _ = socket.recv_fds(requests, MESSAGE_BYTES, 3)
        if not message:
            return
        if os.fork() == 0:
            try:
                requests.close()
                keep(json.loads(message), *files)
            finally:
                os._exit(1)
        for file in files:
            os.close(file)


def keep(request: dict[str, Any], reads: int, writes: int, line: int) -> None:
    """Start one piece of work in its box, wait for its end or for word to end it, and tell."""
    from qinet_edu.grading import namespaces

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    namespaces.die_with_parent()
    os.setsid()
    try:
        namespaces.separate()
        child = os.fork()
    except OSError as problem:
        os.write(line, f"no box: {problem}".encode())
        os._exit(1)
    if child == 0:
        try:
            _work(request, reads, writes, line)
        finally:
            os._exit(1)
    os.close(reads)
    os.close(writes)
    ended = os.pidfd_open(child)
    ready, _, _ = select.select([ended, line], [], [])
    os.kill(child, signal.SIGKILL)  # the first process of a box: its end is the end of all of them
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if ended in ready:
        os.write(line, f"code {status}".encode())
    os._exit(0)


def _work(request: dict[str, Any], reads: int, writes: int, line: int) -> None:
    """Give every right up, then do the work: from here on a stranger may be in charge."""
    from qinet_edu.grading import namespaces

    limits = request["limits"]
    try:
        namespaces.die_with_parent()
        os.setsid()
        namespaces.furnish(scratch_bytes=limits["scratch_bytes"])
        namespaces.limit(
            memory_bytes=limits["memory_bytes"],
            file_bytes=limits["scratch_bytes"] // 8,
            cpu_seconds=limits["cpu_seconds"],
            processes=limits["processes"],
        )
        os.chdir("/tmp")
        os.dup2(reads, 0)
        os.dup2(writes, 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        namespaces.give_up(request["account"])
    except (OSError, RuntimeError) as problem:
        os.write(line, f"no box: {problem}".encode())
        os._exit(1)
    os.closerange(3, 4096)
    module = sys.modules.get(TASKS[request["task"]]) or importlib.import_module(
        TASKS[request["task"]]
    )
    module.main()


def get_ready() -> None:
    """Import what work may need, so that no box has to.

    Raises:
        RuntimeError: something started a thread, which a fork would lose.
    """
    for name in IMPORTED:
        importlib.import_module(name)
    importlib.import_module("qinet_edu.check").exercises()
    threads = len([*Path("/proc/self/task").iterdir()])
    if threads > 1:
        raise RuntimeError(f"{threads - 1} threads beside the first would not survive a fork.")
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as channel:
        get_ready()
        channel.send(b"ready")
        serve(channel)
