"""A server in a process of its own, and how a test reaches into it: over the same HTTP."""

import json
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loopback.messages import Answer, Request, nothing, refusal, reply

if TYPE_CHECKING:
    from loopback.server import Loopback

PREFIX = "/loopback/"


def control(server: "Loopback", request: Request) -> Answer:
    """Answer what a test asks, not a client: ledger, log, faults, the queue."""
    what = request.path.removeprefix(PREFIX)
    if what == "ledger":
        return reply([{**job.told(), "digest": job.digest} for job in server.ledger.jobs])
    if what == "log":
        return reply([vars(line) for line in server.log])
    if what == "faults":
        server.faults.add(**request.json())
        return nothing()
    if what in ("hold", "release"):
        getattr(server, what)()
        return nothing()
    return refusal(404, f"There is no control {what!r}.")


class Process:
    """A loopback server that outlives whoever is killed, this interpreter's other children too.

    Example:
        >>> with Process() as apart:
        ...     apart.add("post_job:502-after")
        ...     apart.ledger()
        []
    """

    def __init__(self, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "loopback", *arguments],
            cwd=Path(__file__).parents[1],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        lines = iter(self._process.stdout.readline, "\n")
        self.env = dict(line.rstrip("\n").split("=", 1) for line in lines if line)
        self.base = self.env["IAM_URL"]

    def _ask(self, what: str, data: Any = None) -> Any:
        body = None if data is None else json.dumps(data).encode()
        with urllib.request.urlopen(f"{self.base}{PREFIX}{what}", body, timeout=5) as answer:
            told = answer.read()
        return json.loads(told) if told else None

    def add(self, name: str, **how: Any) -> None:
        """Plan a fault, as ``Plan.add`` does."""
        self._ask("faults", {"name": name, **how})

    def hold(self) -> None:
        self._ask("hold")

    def release(self) -> None:
        self._ask("release")

    def ledger(self) -> list[dict[str, Any]]:
        """List the jobs accepted, as the API words them, with their digests."""
        return self._ask("ledger")

    def log(self) -> list[dict[str, Any]]:
        return self._ask("log")

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=10)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def __enter__(self) -> "Process":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def serve_until_stopped(server: "Loopback") -> None:
    """Print the variables that lead a client here, then an empty line; serve until stopped."""
    for name, value in server.env().items():
        print(f"{name}={value}")
    print(flush=True)
    while True:
        time.sleep(3600)
