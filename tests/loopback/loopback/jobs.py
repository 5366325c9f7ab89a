"""Jobs as the service knows them, and the ledger of all it ever accepted."""

import hashlib
import json
import threading
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

FINAL = ("Completed", "Failed", "Cancelled")


@dataclass(eq=False)
class Job:
    """One accepted job.

    Attributes:
        digest: of what was sent apart from tags: equal for a post that was sent twice.
        fate: what is to become of it, if not the ordinary: ``"fails"``, ``"cancelled"``,
            ``"too-long"`` or ``"stuck"``.
        delivered: how often its results left the service whole.
    """

    id: str
    number: int
    instance: str
    body: dict[str, Any] = field(repr=False)
    created_s: float
    fate: str | None = None
    state: str = "Queued"
    reason: str | None = None
    reason_code: int | None = None
    running_s: float | None = None
    finished_s: float | None = None
    results: str | None = field(default=None, repr=False)
    qpu_s: float = 0.0
    delivered: int = 0
    digest: str = ""
    tags: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        sent = json.dumps([self.device, self.program, self.body["params"]], sort_keys=True)
        self.digest = hashlib.sha256(sent.encode()).hexdigest()[:16]
        self.tags = [*self.body.get("tags", ())]

    @property
    def device(self) -> str:
        return self.body["backend"]

    @property
    def program(self) -> str:
        return self.body["program_id"]

    @property
    def longest_s(self) -> float | None:
        """The most machine time it may take: the client's ``max_execution_time``."""
        return self.body.get("cost")

    @property
    def over(self) -> bool:
        return self.state in FINAL

    @property
    def sizes(self) -> list[int]:
        """Shots of each circuit, read without decoding a circuit."""
        params = self.body["params"]
        if "quantum_program" in params:
            program = params["quantum_program"]
            return [program["shots"]] * len(program["items"])
        usual = (params.get("options") or {}).get("default_shots") or 4096
        return [(pub[2] if len(pub) > 2 else None) or usual for pub in params["pubs"]]

    def finish(self, state: str, now_s: float, *, reason: str | None = None, code: int = 0) -> None:
        self.state, self.finished_s = state, now_s
        if reason is not None:
            self.reason, self.reason_code = reason, code

    def told(self, *, with_params: bool = False) -> dict[str, Any]:
        """Return the job as the API words it."""
        state: dict[str, Any] = {"status": self.state}
        if self.reason is not None:
            state |= {"reason": self.reason, "reason_code": self.reason_code}
        told = {
            "id": self.id,
            "backend": self.device,
            "state": state,
            "status": self.state,
            "created": stamp(self.created_s),
            "program": {"id": self.program},
            "tags": self.tags,
            "session_id": self.body.get("session_id"),
            "private": False,
            "cost": self.longest_s,
            "estimated_running_time_seconds": charge_s(self.sizes),
            "usage": {"seconds": self.qpu_s},
        }
        return {**told, "params": self.body["params"]} if with_params else told

    def metrics(self) -> dict[str, Any]:
        return {
            "timestamps": {
                "created": stamp(self.created_s),
                "running": stamp(self.running_s),
                "finished": stamp(self.finished_s),
            },
            "usage": {
                "qpu_charge_time_seconds": self.qpu_s,
                "status": "complete" if self.over else "pending",
            },
        }


class Ledger:
    """Every job accepted, in order, and what tests ask about them."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []
        self.lock = threading.Condition()

    def find(self, job_id: str) -> Job | None:
        return next((job for job in self.jobs if job.id == job_id), None)

    def tagged(self, tag: str) -> list[Job]:
        return [job for job in self.jobs if tag in job.tags]

    def paid(self) -> list[Job]:
        """List jobs that cost machine time."""
        return [job for job in self.jobs if job.qpu_s > 0]

    def lost(self, known: Collection[str]) -> list[Job]:
        """List jobs that cost machine time, or still may, and whose id nobody has written down."""
        return [job for job in self.jobs if job.id not in known and (job.qpu_s > 0 or not job.over)]

    def duplicates(self) -> list[list[Job]]:
        """List groups of jobs that are one and the same post under one and the same tags."""
        groups: dict[tuple[str, ...], list[Job]] = {}
        for job in self.jobs:
            groups.setdefault((job.digest, *sorted(job.tags)), []).append(job)
        return [group for group in groups.values() if len(group) > 1]

    def wait_for(self, jobs: int = 1, *, state: str | None = None, timeout_s: float = 10.0) -> None:
        """Wait until as many jobs were accepted (and are in a state: ``"Running"``, ``"over"``)."""

        def there() -> bool:
            return jobs <= sum(
                state is None or job.state == state or (state == "over" and job.over)
                for job in self.jobs
            )

        with self.lock:
            if not self.lock.wait_for(there, timeout_s):
                raise TimeoutError(f"After {timeout_s} s: {self.jobs}")


def charge_s(sizes: list[int]) -> float:
    """Return the seconds charged: IBM's own rule of thumb, 2 s a job and 350 µs an execution."""
    return round(2 + 0.00035 * sum(sizes), 3)


def stamp(time_s: float | None) -> str | None:
    if time_s is None:
        return None
    return datetime.fromtimestamp(time_s, UTC).isoformat().replace("+00:00", "Z")
