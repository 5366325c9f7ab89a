"""The one seam to IBM's client: what the course asks of it, in the course's own words and errors.

Nothing else imports ``qiskit_ibm_runtime``'s service or samplers, and this does so only when it
is asked to connect: the import alone takes seconds. Where the client must be held to something it
has no argument for (``_steady``), a test says when a new version no longer lets itself be held.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import RLock
from typing import Any, TypeVar

from qiskit import QuantumCircuit
from qiskit.providers.exceptions import QiskitBackendNotFoundError

from qinet_edu.execution.ibm.account import Account
from qinet_edu.execution.ibm.answers import code_of, fit_to_show, name_warnings, said
from qinet_edu.execution.ibm.problems import NoAccount, ServiceError
from qinet_edu.redaction import redact

WIRES = ("executor", "sampler")
TIMEOUT_S = (5.0, 60.0)  # to be connected, between two parts of an answer
STATES = {
    "RUNNING": "running",
    "DONE": "done",
    "ERROR": "failed",
    "CANCELLED": "cancelled",
}
FINAL = ("done", "failed", "cancelled")
MOST_JOBS = 100
Asked = TypeVar("Asked")


@dataclass(frozen=True)
class Device:
    """Hold what tells one device from another before it is chosen."""

    name: str
    qubits: int
    operations: frozenset[str]
    pending: int
    online: bool


@dataclass(frozen=True)
class Job:
    """Hold what the service says of a job."""

    id: str
    state: str
    device: str
    reason: str = ""
    tags: tuple[str, ...] = ()

    @property
    def final(self) -> bool:
        """Tell whether nothing more will happen to it."""
        return self.state in FINAL


class Service:
    """Ask IBM's service, one question at a time, and survive that a login runs out.

    Every method raises :class:`ServiceError` and nothing else; its text holds no token, and no
    other exception hangs on it. After an error the next question logs in afresh.
    """

    def __init__(self, account: Account) -> None:
        self._account = account
        self._turn = RLock()  # the client changes its headers while it asks
        self._client: Any = None
        self._jobs: dict[str, Any] = {}
        self._devices: dict[str, Any] = {}

    def devices(self) -> list[Device]:
        """List the devices of the account."""
        return self._ask("list devices", _devices)

    def device(self, name: str) -> Any:
        """Return a device with its target.

        Raises:
            ServiceError: with code 404 when the account has none of that name.
        """

        def find(client: Any) -> Any:
            if name not in self._devices:
                try:
                    found = client.backend(name)
                except QiskitBackendNotFoundError:
                    _devices(client)  # if it knows none at all, the list was not to be had
                    raise
                found.target  # noqa: B018 - asks for the calibration, now rather than later
                self._devices[name] = found
            return self._devices[name]

        return self._ask(f"describe {name}", find)

    def pending(self, name: str) -> int:
        """Count the jobs that wait for a device; the service tells nobody's place among them."""
        return self._ask("count waiting jobs", lambda _: int(_status(self.device(name))[1]))

    def online(self, name: str) -> bool:
        """Tell whether a device takes jobs."""
        return self._ask("ask for the device's state", lambda _: _status(self.device(name))[0])

    def allowance(self) -> float | None:
        """Return the seconds that are left to the account; ``None`` when it has no limit."""

        def left(client: Any) -> float | None:
            told = client.usage()
            remaining = told.get("usage_remaining_seconds")
            if remaining is None and told.get("usage_limit_reached"):
                return 0.0
            return None if remaining is None else float(remaining)

        return self._ask("ask for the allowance", left)

    def post(
        self,
        circuits: Sequence[QuantumCircuit],
        *,
        shots: int,
        device: str,
        tags: Sequence[str],
        max_execution_time_s: int,
        wire: str = "executor",
        options: Mapping[str, Any] | None = None,
    ) -> str:
        """Send circuits, compiled for the device, as one job, and return its name.

        Once only: a client that sends again when a gateway stumbles may pay twice.
        """
        at = self.device(device)

        def send(client: Any) -> str:
            _steady(client)
            sampler = _sampler(at, wire)
            sampler.options.max_execution_time = max_execution_time_s
            sampler.options.environment.job_tags = [*tags]
            for name, value in (options or {}).items():
                if name == "dynamical_decoupling":
                    sampler.options.dynamical_decoupling.enable = bool(value)
                    if isinstance(value, str):
                        sampler.options.dynamical_decoupling.sequence_type = value
                elif name == "twirling":
                    sampler.options.twirling.enable_gates = bool(value)
                    sampler.options.twirling.enable_measure = bool(value)
            job = sampler.run([(circuit,) for circuit in circuits], shots=shots)
            self._jobs[job.job_id()] = job
            return str(job.job_id())

        return self._ask("send the job", send)

    def find(self, tag: str) -> list[Job]:
        """List the jobs that carry a tag, the last hundred, oldest first."""

        def find(client: Any) -> list[Job]:
            listed = reversed(client.jobs(job_tags=[tag], limit=MOST_JOBS))
            # Some service may pass over the tag that was asked for, or list a job twice.
            found = {job.job_id(): job for job in listed if tag in (job.tags or ())}
            self._jobs.update(found)
            return [_told(job) for job in found.values()]

        return self._ask("look for the job", find)

    def job(self, job_id: str) -> Job:
        """Say how a job is doing."""
        return self._ask(
            "ask how the job is doing", lambda client: _told(self._job(client, job_id))
        )

    def results(self, job_id: str) -> list[dict[str, list[str]]]:
        """Fetch what a job found: for each circuit, by register, the bits of every shot."""

        def fetch(client: Any) -> list[dict[str, list[str]]]:
            answer = self._job(client, job_id).result(timeout=TIMEOUT_S[1])
            return [
                {name: bits.get_bitstrings() for name, bits in result.data.items()}
                for result in answer
            ]

        return self._ask("fetch the result", fetch)

    def qpu_s(self, job_id: str) -> float | None:
        """Return the seconds that a job was charged; ``None`` while that is not settled."""

        def charged(client: Any) -> float | None:
            usage = self._job(client, job_id).metrics().get("usage", {})
            seconds = usage.get("qpu_charge_time_seconds", usage.get("quantum_seconds"))
            return None if seconds is None else float(seconds)

        return self._ask("ask what the job cost", charged)

    def cancel(self, job_id: str) -> None:
        """Cancel a job; one that has ended cannot be."""
        self._ask("cancel the job", lambda client: self._job(client, job_id).cancel())

    def _job(self, client: Any, job_id: str) -> Any:
        if job_id not in self._jobs:
            self._jobs[job_id] = client.job(job_id)
        return self._jobs[job_id]

    def _ask(self, what: str, question: Callable[[Any], Asked]) -> Asked:
        """Ask, and turn whatever goes wrong into one kind of error that gives nothing away."""
        with self._turn:
            try:
                name_warnings()
                if self._client is None:
                    self._client = _login(self._account)
                return question(self._client)
            except ServiceError as problem:  # from a question within the question
                failure = problem
            except Exception as problem:
                code = code_of(problem)
                secrets = (self._account.token, self._account.instance or "")
                told = redact(said(problem, code), *secrets)
                failure = ServiceError(f"could not {what}: {told}", code)
            if failure.code not in (404, 409, 429):
                # Jobs and devices hold on to the login they came with.
                self._client = None
                self._jobs.clear()
                self._devices.clear()
        # Out here nothing of the client hangs on it: its frames and requests hold the token.
        failure.__cause__ = failure.__context__ = None
        failure.__traceback__ = None
        raise failure


def connect(account: Account | None) -> Service:
    """Return a service that logs in when it is first asked.

    Raises:
        NoAccount: there is none.
    """
    if account is None:
        raise NoAccount(
            "There is no IBM account here. `python start.py login` asks for its API key; "
            "docs/hardware.md tells how to get one without paying. Without an account, "
            'backend="fake:kingston" simulates a device with its noise.'
        )
    return Service(account)


def _login(account: Account) -> Any:
    from qiskit_ibm_runtime import QiskitRuntimeService

    for handler in logging.getLogger("qiskit_ibm_runtime").handlers:
        handler.addFilter(fit_to_show)
    client = QiskitRuntimeService(
        channel=account.channel,
        token=str(account.token),
        instance=account.instance or "auto",
        # Never a paid instance unless the account names it.
        plans_preference=None if account.instance else ["open"],
        url=None if account.local else account.url,
        url_resolver=(lambda *_: account.url) if account.local else None,
    )
    _steady(client)
    return client


def _sampler(device: Any, wire: str) -> Any:
    """Choose how a job is written down: the one place that knows the client's samplers."""
    if wire == "sampler":
        from qiskit_ibm_runtime import SamplerV2

        return SamplerV2(mode=device)
    from qiskit_ibm_runtime.executor_sampler import Sampler

    return Sampler(mode=device)


def _steady(client: Any) -> None:
    """Keep the client from sending a job twice, and from waiting for ever.

    By itself it sends a POST up to six times when a gateway answers 502, and six jobs may run.
    It also sets no limit to how long an answer may take.
    """
    from urllib3.util.retry import Retry

    for api in client._api_clients.values():
        session = api._session
        session._timeout = TIMEOUT_S
        for address in ("http://", "https://"):
            session.get_adapter(address).max_retries = Retry(0, read=False)


def _devices(client: Any) -> list[Device]:
    found = []
    for device in client.backends():
        online, pending = _status(device)
        about = device.configuration()
        can = {*about.basis_gates, *(getattr(about, "supported_instructions", None) or ())}
        found.append(Device(device.name, about.n_qubits, frozenset(can), pending, online))
    if not found:
        raise ServiceError("The list of devices came back empty.")
    return found


def _status(device: Any) -> tuple[bool, int]:
    told = device.status()
    return bool(told.operational) and told.status_msg == "active", int(told.pending_jobs)


def _told(job: Any) -> Job:
    state = STATES.get(job.status(), "queued")
    reason = redact(str(job.error_message() or "")) if state == "failed" else ""
    device = job.backend()
    return Job(job.job_id(), state, device.name if device else "", reason, tuple(job.tags or ()))
