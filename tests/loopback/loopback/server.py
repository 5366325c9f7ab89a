"""The loopback server: a service behind a door, with what may go wrong between the two."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from loopback.control import PREFIX, control
from loopback.devices import Device
from loopback.door import HOST, Door
from loopback.faults import KINDS, Call, site_of
from loopback.identity import TOKEN, Instance
from loopback.jobs import Ledger
from loopback.messages import Answer, HangUp, Request
from loopback.plan import Plan
from loopback.service import API, Service


@dataclass(frozen=True)
class Asked:
    """A line of the server's log.

    Attributes:
        signed: what the request was signed with: ``"Bearer"``, ``"apikey"`` or nothing.
        fault: the name of what struck.
        status: what was answered; None where the line dropped.
    """

    number: int
    time_s: float
    site: str
    method: str
    path: str
    signed: str
    fault: str | None
    status: int | None


class Loopback:
    """A service on 127.0.0.1 that IBM's own client takes for IBM's.

    Args:
        port: where to listen; 0 takes any free one.
        queue_s: how long each job waits before it runs.
        posts_per_minute: how many posts a user has (IBM's: 5); None for no limit.
        seed: what the results derive from.

    Attributes:
        faults: what is to go wrong: ``faults.add("post_job:502-after")``.
        ledger: every job accepted.
        log: every request, with its site and the fault that struck.
        errors: mistakes of the server's own; the fixture fails where there is one.
        devices: by name; edit them to pause or retire one.

    Example:
        >>> with Loopback() as server:
        ...     sorted(server.env())[:2]
        ['GLOBAL_CATALOG_URL', 'GLOBAL_SEARCH_URL']
    """

    def __init__(
        self,
        *,
        port: int = 0,
        queue_s: float = 0.0,
        posts_per_minute: int | None = None,
        seed: int = 1,
    ) -> None:
        self.service = Service(queue_s=queue_s, posts_per_minute=posts_per_minute, seed=seed)
        self.faults = Plan()
        self.log: list[Asked] = []
        self.errors: list[Exception] = []
        self._news = threading.Condition()
        self._door = Door(self._handle, port)
        self.service.shut_door = self._door.shut

    @property
    def base(self) -> str:
        return f"http://{HOST}:{self._door.port}"

    @property
    def url(self) -> str:
        """What the client's ``url_resolver`` has to return."""
        return self.base + API

    @property
    def ledger(self) -> Ledger:
        return self.service.ledger

    @property
    def devices(self) -> dict[str, Device]:
        return self.service.devices

    @property
    def instances(self) -> list[Instance]:
        return self.service.identity.instances

    @property
    def allowance(self) -> Instance:
        """The instance that a server starts with: the Open plan's ten minutes."""
        return self.instances[0]

    @property
    def account(self) -> Any:
        """The account that pays here, as the course keeps one."""
        from qinet_edu.execution.ibm.account import Account

        return Account(token=TOKEN, instance=self.allowance.crn, url=self.url)

    def env(self) -> dict[str, str]:
        """Return the variables that lead the client, and the course, to this server alone."""
        return {
            "IAM_URL": self.base,
            "GLOBAL_SEARCH_URL": self.base,
            "GLOBAL_CATALOG_URL": f"{self.base}/catalog",
            "QISKIT_IBM_TOKEN": TOKEN,
            "QISKIT_IBM_INSTANCE": self.allowance.crn,
            "QISKIT_IBM_URL": self.url,
            "QISKIT_IBM_CHANNEL": "ibm_quantum_platform",
        }

    def client(self, **how: Any) -> Any:
        """Return IBM's own ``QiskitRuntimeService``, unchanged, led here; set ``env()`` first."""
        from qiskit_ibm_runtime import QiskitRuntimeService

        known = {"token": TOKEN, "instance": self.allowance.crn, **how}
        return QiskitRuntimeService(
            channel="ibm_quantum_platform", url_resolver=lambda *_: self.url, **known
        )

    def hold(self) -> None:
        """Keep jobs in the queue until ``release``."""
        self.service.moving.clear()

    def release(self) -> None:
        """Let the queue move again."""
        self.service.moving.set()

    def unstick(self) -> None:
        """Let jobs that were to be stuck in the queue run after all."""
        for job in self.ledger.jobs:
            if job.fate == "stuck":
                job.fate = None

    def shut(self, for_s: float | None = None) -> None:
        """Refuse connections for some seconds, or until ``reopen``."""
        self._door.shut(for_s)

    def reopen(self) -> None:
        """Take connections again: same address, same jobs."""
        self._door.open()

    def asked(self, site: str) -> list[Asked]:
        """List the requests to one site."""
        return [line for line in self.log if line.site == site]

    def wait_for(self, there: Callable[["Loopback"], Any], *, timeout_s: float = 10.0) -> None:
        """Wait until something holds of this server, looked at whenever a request was served."""
        until = time.monotonic() + timeout_s
        with self._news:
            while not there(self):
                if time.monotonic() > until:
                    raise TimeoutError(f"Not so after {timeout_s} s; last: {self.log[-3:]}")
                self._news.wait(0.02)

    def close(self) -> None:
        self.service.closed = True
        self.release()
        self._door.close()

    def __enter__(self) -> "Loopback":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _handle(self, request: Request) -> Answer | HangUp:
        try:
            if request.path.startswith(PREFIX):
                return control(self, request)
            return self._answer(request)
        except Exception as error:  # a mistake here must not pass for a planned fault
            self.errors.append(error)
            raise

    def _answer(self, request: Request) -> Answer | HangUp:
        site = site_of(request)
        struck = self.faults.take(site)
        if struck is None:
            answer: Answer | HangUp = self.service.serve(request)
        else:
            answer = KINDS[struck.kind].act(Call(request, self.service, struck.seconds))
        if site == "results" and isinstance(answer, Answer):
            self._note_delivery(request, answer)
        with self._news:
            self.log.append(
                Asked(
                    len(self.log) + 1,
                    self.service.clock(),
                    site,
                    request.method,
                    request.path,
                    request.headers.get("Authorization", "").partition(" ")[0],
                    struck and struck.name,
                    answer.status if isinstance(answer, Answer) else None,
                )
            )
            self._news.notify_all()
        return answer

    def _note_delivery(self, request: Request, answer: Answer) -> None:
        job = self.ledger.find(request.path.split("/")[-2])
        whole = answer.status == 200 and answer.sent is None
        if job is not None and whole and answer.body.decode(errors="replace") == job.results:
            job.delivered += 1
