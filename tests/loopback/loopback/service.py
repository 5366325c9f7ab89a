"""What the service does when nothing goes wrong: its routes, its devices, its queue."""

import re
import secrets
import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from loopback import devices, running
from loopback.identity import Identity, Instance
from loopback.jobs import Job, Ledger, charge_s
from loopback.messages import Answer, Request, nothing, refusal, reply

API = "/api/v1"
MOST_LISTED = 200


class Service:
    """Answer requests and run jobs.

    Attributes:
        queue_s: how long each job waits before it runs.
        posts_per_minute: how many posts a user has; None for no limit.
        seed: what the results derive from: the same posts in the same order give the same.
        skew_s: how far its clock is ahead of ours.
    """

    def __init__(self, *, queue_s: float, posts_per_minute: int | None, seed: int) -> None:
        self.queue_s = queue_s
        self.posts_per_minute = posts_per_minute
        self.seed = seed
        self.skew_s = 0.0
        self.identity = Identity(self.clock)
        self.ledger = Ledger()
        self.devices = {device.name: device for device in devices.standard()}
        self.closed = False
        self.moving = threading.Event()
        self.moving.set()
        self.shut_door: Callable[[float], None] = lambda for_s: None
        self._posts: list[float] = []

    def clock(self) -> float:
        return time.time() + self.skew_s

    def serve(self, request: Request, *, fate: str | None = None) -> Answer:
        """Answer a request as the service does."""
        if request.path == "/identity/token":
            return self.identity.issue(request)
        if request.path == "/v3/resources/search":
            return self.identity.search()
        if request.path.startswith("/catalog/"):
            return self.identity.catalogue(request.path.removeprefix("/catalog/"))
        payer = self.identity.admit(request)
        if isinstance(payer, Answer):
            return payer
        path = request.path.removeprefix(API)
        if path == "/backends":
            there = [device for device in self.devices.values() if device.state != "retired"]
            return reply({"devices": [device.listed() for device in there]})
        if found := re.fullmatch(r"/backends/(\w+)/(\w+)", path):
            return self._device(*found.groups())
        if path == "/instances/usage":
            return reply(payer.usage())
        if path == "/jobs":
            if request.method == "POST":
                return self._accept(request, payer, fate)
            return self._list(request, payer)
        if found := re.fullmatch(r"/jobs/(\w+)(?:/(\w+))?", path):
            job = self.ledger.find(found[1])
            if job is None or job.instance != payer.name:
                return refusal(404, f"Job {found[1]} not found.", 1291)
            return self._job(request, job, found[2])
        if path.startswith("/sessions"):
            return self._session(request, payer)
        return refusal(404, f"There is nothing at {request.method} {request.path}.")

    def _device(self, name: str, what: str) -> Answer:
        device = self.devices.get(name)
        if device is None or device.state == "retired":
            return refusal(404, f"There is no device {name}.", 1223)
        if what == "status":
            return reply(device.status())
        if what in ("configuration", "properties"):
            return reply(getattr(device, what))
        return refusal(404, f"A device has no {what}.")

    def _session(self, request: Request, payer: Instance) -> Answer:
        if request.method == "POST":
            if payer.plan == "Open" and request.json().get("mode") == "dedicated":
                told = "You are not authorized to run a session when using the open plan."
                return refusal(400, told, 1352)
            return reply({"id": f"session{secrets.token_hex(6)}"})
        if request.method == "GET":
            return reply({"id": request.path.split("/")[-1], "state": "closed"})
        return nothing()

    def _accept(self, request: Request, payer: Instance, fate: str | None) -> Answer:
        body = request.json()
        device = self.devices.get(body.get("backend"))
        if device is None or device.state in ("retired", "offline"):
            return refusal(404, f"The device {body.get('backend')} takes no jobs.", 1223)
        with self.ledger.lock:
            now = time.monotonic()
            self._posts = [then for then in self._posts if now - then < 60]
            if self.posts_per_minute is not None and len(self._posts) >= self.posts_per_minute:
                return refusal(429, f"{self.posts_per_minute} jobs a minute and no more.", 1215)
            self._posts.append(now)
            if payer.used_up:
                return refusal(409, "Usage exceeds instance limit.", 1314)
            number = len(self.ledger.jobs) + 1
            name = f"loopback{secrets.token_hex(6)}"
            job = Job(name, number, payer.name, body, self.clock(), fate)
            self.ledger.jobs.append(job)
            self.ledger.lock.notify_all()
        threading.Thread(target=self._run, args=(job, payer), daemon=True).start()
        return reply({"id": job.id, "backend": job.device})

    def _list(self, request: Request, payer: Instance) -> Answer:
        query = request.query
        jobs = [job for job in self.ledger.jobs if job.instance == payer.name]
        jobs.sort(key=lambda job: job.number, reverse=request.asked("sort") != "ASC")
        if tags := query.get("tags"):
            jobs = [job for job in jobs if {*tags} <= {*job.tags}]
        if names := query.get("backend"):
            jobs = [job for job in jobs if job.device in names]
        if program := query.get("program"):
            jobs = [job for job in jobs if job.program in program]
        if pending := query.get("pending"):
            jobs = [job for job in jobs if job.over == (pending[0] == "false")]
        if after := request.asked("created_after"):
            jobs = [job for job in jobs if job.created_s >= _seconds(after)]
        if before := request.asked("created_before"):
            jobs = [job for job in jobs if job.created_s <= _seconds(before)]
        start = int(request.asked("offset", "0"))
        limit = min(int(request.asked("limit", str(MOST_LISTED))), MOST_LISTED)
        page = [job.told() for job in jobs[start : start + limit]]
        return reply({"jobs": page, "count": len(jobs), "limit": limit, "offset": start})

    def _job(self, request: Request, job: Job, what: str | None) -> Answer:
        if what is None:
            if request.method == "DELETE":
                return refusal(403, "A test keeps its jobs: nothing is deleted here.")
            return reply(job.told(with_params=request.asked("exclude_params") != "true"))
        if what == "results":
            return nothing() if job.results is None else reply(job.results)
        if what == "metrics":
            return reply(job.metrics())
        if what == "logs":
            return reply("There is no log.\n")
        if what == "tags":
            job.tags = request.json()["tags"]
            return nothing()
        if what == "cancel":
            with self.ledger.lock:
                if job.over:
                    return refusal(409, "The job cannot be cancelled any more.", 1292)
                job.finish("Cancelled", self.clock())
                self.ledger.lock.notify_all()
            return nothing()
        return refusal(404, f"A job has no {what}.")

    def _run(self, job: Job, payer: Instance) -> None:
        """Take one job through the queue and the machine; in a thread of its own."""
        time.sleep(self.queue_s)
        self.moving.wait()
        while job.fate == "stuck" or not self.devices[job.device].up:
            if self.closed or job.over:
                return
            time.sleep(0.02)
        if self.closed or not self._enter(job, "Running"):
            return
        job.running_s = self.clock()
        end: dict[str, Any] = {}
        state, results, cost_s = "Completed", None, charge_s(job.sizes)
        if job.fate == "fails":
            state, cost_s = "Failed", 2.0
            end = {"reason": "The device could not run this job.", "code": 1517}
        elif job.fate == "cancelled":
            state, cost_s = "Cancelled", 0.0
        elif job.fate == "too-long" or (job.longest_s and job.longest_s < cost_s):
            state, cost_s = "Cancelled", job.longest_s or cost_s
            end = {"reason": "The job ran longer than it may.", "code": 1305}
        else:
            try:
                results = running.run(job, self.devices[job.device].described, self.seed)
            except Exception as error:
                state, cost_s = "Failed", 0.0
                end = {"reason": str(error)[:300], "code": 1517}
        if state != "Completed":
            results = f"Traceback: {end.get('reason', 'cancelled')}"
        with self.ledger.lock:
            if job.state != "Running":
                return  # cancelled while it ran
            job.results, job.qpu_s = results, cost_s
            payer.used_s += cost_s
            job.finish(state, self.clock(), **end)
            self.ledger.lock.notify_all()

    def _enter(self, job: Job, state: str) -> bool:
        with self.ledger.lock:
            if job.over:
                return False
            job.state = state
            self.ledger.lock.notify_all()
            return True


def _seconds(written: str) -> float:
    return datetime.fromisoformat(written.replace("Z", "+00:00")).timestamp()
