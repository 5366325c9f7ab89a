"""One paid job from its journal entry to its results, whatever happens on the way.

The order is what saves a job: the intent reaches the disk, then the job is sent, under a tag of
its own; after anything unclear the service is asked for that tag, never sent to again blindly;
results reach the disk, then the journal says ``done``. So a kernel may be killed at any moment.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from qiskit import QuantumCircuit

from qinet_edu.execution.ibm.client import Job, Service
from qinet_edu.execution.ibm.journal import Journal, Run
from qinet_edu.execution.ibm.pace import Timing
from qinet_edu.execution.ibm.problems import JobFailed, ServiceError, Unsettled
from qinet_edu.execution.ibm.reading import read
from qinet_edu.execution.result import Result

Asked = TypeVar("Asked")
LATER = "Ask again with resume(), or with `python start.py jobs collect`: nothing is sent twice."
RAN_TOO_LONG = ("1305", "maximum execution time")


@dataclass
class Progress:
    """Hold what a handle shows while its job is under way."""

    status: str = "connecting"
    device: str | None = None
    job_id: str | None = None
    pending: int | None = None
    estimate_s: float | None = None
    allowance_s: float | None = None
    note: str = ""


class Errand:
    """Look after one run: know its job, wait for it, fetch it. (``sending`` sends it.)

    Args:
        run: what the journal says of it.
        service: whom to ask.
        journal: where everything is written down first.
        timing: how patient to be.
        progress: what to keep up to date for whoever looks.
    """

    def __init__(
        self,
        run: Run,
        *,
        service: Service,
        journal: Journal,
        timing: Timing,
        progress: Progress | None = None,
    ) -> None:
        self.run = run
        self.service = service
        self.journal = journal
        self.timing = timing
        self.progress = progress or Progress()
        self.progress.device = run.facts.get("device")
        self.progress.job_id = run.job_id
        self.progress.estimate_s = run.facts.get("estimate_s")

    # ---- Which job it is -------------------------------------------------------------------------

    def note_sent(self, job_id: str) -> None:
        """Write down which job it became; the tag finds it even if this cannot be written."""
        self.run.facts["job_id"] = self.progress.job_id = job_id
        self.run.state = "sent"
        self.jot("sent", job_id=job_id)

    def settle(self) -> None:
        """Cancel what the service made of this run besides its job, or write it down at least."""
        try:
            jobs = self.ask(lambda: self.service.find(self.run.key))
        except ServiceError:
            return  # looked for again when the result is there
        kept = self.chosen(jobs)
        if kept and kept.id != self.run.job_id:
            self.note_sent(kept.id)
        for extra in jobs:
            if extra.id == self.run.job_id or extra.id in self.run.duplicates:
                continue
            cancelled = extra.state == "cancelled"
            if not extra.final:
                cancelled = self._cancel(extra.id)
            self.run.duplicates[extra.id] = cancelled
            self.jot("duplicate", job_id=extra.id, cancelled=cancelled)

    def _cancel(self, job_id: str) -> bool:
        try:
            self.ask(lambda: self.service.cancel(job_id))
        except ServiceError:
            try:  # perhaps it was cancelled, and only the answer was lost
                return self.ask(lambda: self.service.job(job_id)).state == "cancelled"
            except ServiceError:
                return False
        return True

    def chosen(self, jobs: Sequence[Job]) -> Job | None:
        """Choose, of several jobs under one tag, the one that will give the result."""
        order = {"done": 0, "running": 1, "queued": 2, "failed": 3, "cancelled": 4}
        mine = [job for job in jobs if job.id == self.run.job_id and order[job.state] < 3]
        ranked = sorted(jobs, key=lambda job: order[job.state])
        return next(iter(mine or ranked), None)

    # ---- Waiting and fetching --------------------------------------------------------------------

    def follow(self, circuits: Sequence[QuantumCircuit] = ()) -> list[Result]:
        """Wait for the job, fetch what it found, keep it, and return it.

        Args:
            circuits: what was asked for, to hang on the results; they are not in the journal.

        Raises:
            JobFailed: it ended without a result.
            Unsettled: the service gave no usable answer for too long; the job goes on.
        """
        for wait in self.timing.polls():
            results = self.collect(circuits)
            if results is not None:
                return results
            self.timing.sleep(wait)
        raise AssertionError("polls never end")

    def collect(self, circuits: Sequence[QuantumCircuit] = ()) -> list[Result] | None:
        """Fetch what the job found, or return ``None`` while it is under way."""
        job = self.outlast(self._look_at_job)
        self.progress.status = job.state
        self.progress.pending = None
        if not job.final:
            if job.state == "queued":
                self._count_waiting(job.device)
            return None
        if job.state != "done":
            self._fail(job)
        self.progress.status = "fetching"
        shots = self.outlast(self._fetch)
        try:
            spent = self.ask(lambda: self.service.qpu_s(job.id))
        except ServiceError:
            spent = None
        results = read(
            shots, self.run.facts, job_id=self.run.job_id, qpu_s=spent, circuits=circuits
        )
        self._keep(results, spent)
        self.settle()
        self.progress.status = "done"
        return results

    def _look_at_job(self) -> Job:
        job_id = self.run.job_id
        if job_id is None:
            raise AssertionError("a run without a job is recovered first")
        job = self.service.job(job_id)
        if job.state == "cancelled":
            self.settle()  # perhaps its twin lives
            if self.run.job_id != job_id:
                return self.service.job(str(self.run.job_id))
        return job

    def _fetch(self) -> list[dict[str, list[str]]]:
        shots = self.service.results(str(self.run.job_id))
        wanted = self.run.facts.get("circuits")
        if wanted is not None:
            whole = len(shots) == len(wanted) and all(
                len(bits) == self.run.facts["shots"]
                for registers in shots
                for bits in registers.values()
            )
            if not whole:
                raise ServiceError("The result came back incomplete.")
        return shots

    def outlast(self, question: Callable[[], Asked]) -> Asked:
        """Ask until there is an answer, through logins that run out and networks that are away."""
        began = self.timing.clock()
        lost = 0
        for wait in self.timing.polls():
            try:
                answer = self.ask(question)
                self.progress.note = ""
                return answer
            except ServiceError as problem:
                lost += problem.code in (401, 403, 404)
                away = self.timing.clock() - began
                if lost > 2 or away > self.timing.outage_s:
                    why = (
                        "The service does not know the job for this account; perhaps another "
                        "account sent it (`python start.py doctor` says which one is used)."
                        if problem.code == 404
                        else f"The service gave no usable answer ({problem})."
                    )
                    name = self.run.job_id or self.run.key
                    raise Unsettled(f"{why} Job {name} is in the journal. {LATER}") from None
                self.progress.note = "no answer from the service; asking again"
            self.timing.sleep(wait)
        raise AssertionError("polls never end")

    def ask(self, question: Callable[[], Asked]) -> Asked:
        """Ask the service, patiently."""
        return self.timing.patiently(question)

    def _count_waiting(self, device: str) -> None:
        try:
            self.progress.pending = self.service.pending(device or str(self.progress.device))
        except ServiceError:
            self.progress.pending = None  # it was for show

    def _fail(self, job: Job) -> None:
        try:
            spent = self.ask(lambda: self.service.qpu_s(job.id))
        except ServiceError:
            spent = None
        self.end(job.state, reason=job.reason, qpu_s=spent)
        if job.state == "cancelled":
            raise JobFailed(f"Job {job.id} was cancelled. To have its result, run it again.")
        if any(sign in job.reason for sign in RAN_TOO_LONG):
            raise JobFailed(
                f"Job {job.id} was stopped after {self.run.facts.get('max_execution_time_s')} s, "
                "the most that max_qpu_s allowed. Take fewer shots or circuits, or allow more."
            )
        raise JobFailed(
            f"Job {job.id} failed on the device: {job.reason or 'no reason was given'}. "
            "`python start.py jobs` keeps its name, in case you want to ask IBM about it."
        )

    # ---- Keeping ---------------------------------------------------------------------------------

    def _keep(self, results: Sequence[Result], spent: float | None) -> None:
        try:
            self.journal.store(self.run.key, results)
        except OSError as problem:
            # The run stays open: the service keeps the result, and resume() fetches it again.
            self.progress.note = f"the result is not on disk ({problem.strerror or problem})"
            return
        self.run.facts["qpu_s"] = spent
        self.end("done", qpu_s=spent)

    def end(self, state: str, **facts: Any) -> None:
        """Write down how it ended."""
        self.run.state = state
        self.progress.status = "failed" if state == "refused" else state
        self.jot(state, **facts)

    def jot(self, event: str, **facts: Any) -> None:
        """Write down what is true anyway: without it a later kernel asks the service once more."""
        try:
            self.journal.add(event, self.run.key, **facts)
        except OSError as problem:
            self.progress.note = f"the journal cannot be written ({problem.strerror or problem})"
