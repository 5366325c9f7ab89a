"""One paid job from its journal entry to its results, whatever happens on the way.

The order is what saves a job: the intent reaches the disk, then the job is sent, under a tag of
its own; after anything unclear the service is asked for that tag, never sent to again blindly;
results reach the disk, then the journal says ``done``. So a kernel may be killed at any moment.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from qiskit import QuantumCircuit

from qinet_edu.execution.fallbacks import PostSelection
from qinet_edu.execution.ibm.client import Job, Service
from qinet_edu.execution.ibm.journal import MARK, Journal, Run
from qinet_edu.execution.ibm.pace import Timing, Turns
from qinet_edu.execution.ibm.problems import (
    HardwareProblem,
    JobFailed,
    NoAccount,
    NoAllowance,
    NoSuchDevice,
    NotSent,
    ServiceError,
    Unsettled,
    unwritten,
)
from qinet_edu.execution.result import Result

Asked = TypeVar("Asked")
TRIES = 8
AGAIN = "Nothing was sent and nothing is spent: run it again."
LATER = "Ask again with resume(), or with `python start.py jobs collect`: nothing is sent twice."
RAN_TOO_LONG = ("1305", "maximum execution time")
SHOWN = ("estimate_s", "allowance_s", "max_qpu_s")
NO_INSTANCE = "No matching instances"
ONCE_MORE = (401, 403, 404)  # a moment's trouble, or the truth: asked twice


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
    """Look after one run: send it, wait for it, fetch it.

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

    # ---- Sending ---------------------------------------------------------------------------------

    def send(self, circuits: Sequence[QuantumCircuit], *, options: Mapping[str, Any]) -> None:
        """Send circuits whose intent is in the journal, once.

        Raises:
            NotSent: nothing was accepted.
            Unsettled: it cannot be told whether it was.
        """
        facts = self.run.facts
        doubtful = False
        said: ServiceError | None = None
        for attempt in range(TRIES):
            self._wait_for_turn()
            self.progress.status = "sending"
            try:
                job_id = self.service.post(
                    circuits,
                    shots=facts["shots"],
                    device=facts["device"],
                    tags=[MARK, self.run.key],
                    max_execution_time_s=facts["max_execution_time_s"],
                    wire=facts["wire"],
                    options=options,
                )
            except ServiceError as problem:
                said = problem
                doubtful |= not problem.definite
                found = self._look(doubtful=doubtful)
                if found is None:
                    if problem.definite and problem.code != 429:
                        if attempt or problem.code not in ONCE_MORE:
                            break
                    elif problem.code == 429:
                        self.progress.status = "waiting: five jobs a minute"
                        self.timing.sleep(min(5.0 * 2**attempt, 40.0))
                    continue
                job_id = found
            self._note_sent(job_id)
            self._settle()
            return
        self._end("refused", code=said.code if said else None, reason=str(said))
        raise refusal(said)

    def recover(self) -> bool:
        """Find the job of a run whose sending was cut short; tell whether there is one."""
        if self.run.job_id is None:
            found = self._look(doubtful=True)
            if found is None:
                self._end("refused", reason="it never reached the service")
                return False
            self._note_sent(found)
        return True

    def _note_sent(self, job_id: str) -> None:
        """Write down which job it became; the tag finds it even if this cannot be written."""
        self.run.facts["job_id"] = self.progress.job_id = job_id
        self.run.state = "sent"
        self._jot("sent", job_id=job_id)

    def _wait_for_turn(self) -> None:
        turns = Turns(self.journal.folder / "pace.json", clock=self.timing.clock)
        try:
            while wait := turns.take():
                self.progress.status = "waiting: five jobs a minute"
                self.timing.sleep(wait)
        except OSError as problem:
            self._jot("refused", reason="no turn could be written down")
            raise unwritten(turns.path, problem) from None

    def _look(self, *, doubtful: bool) -> str | None:
        """Look for the job under its tag: more than once when it may be on its way in."""
        if not doubtful:
            try:
                found = self._chosen(self._ask(lambda: self.service.find(self.run.key)))
            except ServiceError:
                found = None
            return None if found is None else found.id
        for wait in self.timing.look_s:
            self.timing.sleep(wait)
            self.progress.status = "asking whether the job arrived"
            try:
                found = self._chosen(self._outlast(lambda: self.service.find(self.run.key)))
            except Unsettled as problem:
                raise Unsettled(
                    "The connection broke while the job was sent, and the service does not say "
                    f"whether it arrived. {problem}"
                ) from None
            if found:
                return found.id
        return None

    def _settle(self) -> None:
        """Cancel what the service made of this run besides its job, or write it down at least."""
        try:
            jobs = self._ask(lambda: self.service.find(self.run.key))
        except ServiceError:
            return  # looked for again when the result is there
        kept = self._chosen(jobs)
        if kept and kept.id != self.run.job_id:
            self._note_sent(kept.id)
        for extra in jobs:
            if extra.id == self.run.job_id or extra.id in self.run.duplicates:
                continue
            cancelled = extra.state == "cancelled"
            if not extra.final:
                cancelled = self._cancel(extra.id)
            self.run.duplicates[extra.id] = cancelled
            self._jot("duplicate", job_id=extra.id, cancelled=cancelled)

    def _cancel(self, job_id: str) -> bool:
        try:
            self._ask(lambda: self.service.cancel(job_id))
        except ServiceError:
            try:  # perhaps it was cancelled, and only the answer was lost
                return self._ask(lambda: self.service.job(job_id)).state == "cancelled"
            except ServiceError:
                return False
        return True

    def _chosen(self, jobs: Sequence[Job]) -> Job | None:
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
        job = self._outlast(self._look_at_job)
        self.progress.status = job.state
        self.progress.pending = None
        if not job.final:
            if job.state == "queued":
                self._count_waiting(job.device)
            return None
        if job.state != "done":
            self._fail(job)
        self.progress.status = "fetching"
        shots = self._outlast(self._fetch)
        try:
            spent = self._ask(lambda: self.service.qpu_s(job.id))
        except ServiceError:
            spent = None
        results = self._results(shots, spent, circuits)
        self._keep(results, spent)
        self._settle()
        self.progress.status = "done"
        return results

    def _look_at_job(self) -> Job:
        job_id = self.run.job_id
        if job_id is None:
            raise AssertionError("a run without a job is recovered first")
        job = self.service.job(job_id)
        if job.state == "cancelled":
            self._settle()  # perhaps its twin lives
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

    def _outlast(self, question: Callable[[], Asked]) -> Asked:
        """Ask until there is an answer, through logins that run out and networks that are away."""
        began = self.timing.clock()
        lost = 0
        for wait in self.timing.polls():
            try:
                answer = self._ask(question)
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

    def _ask(self, question: Callable[[], Asked]) -> Asked:
        return self.timing.patiently(question)

    def _count_waiting(self, device: str) -> None:
        try:
            self.progress.pending = self.service.pending(device or str(self.progress.device))
        except ServiceError:
            self.progress.pending = None  # it was for show

    def _fail(self, job: Job) -> None:
        try:
            spent = self._ask(lambda: self.service.qpu_s(job.id))
        except ServiceError:
            spent = None
        self._end(job.state, reason=job.reason, qpu_s=spent)
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
        self._end("done", qpu_s=spent)

    def _end(self, state: str, **facts: Any) -> None:
        self.run.state = state
        self.progress.status = "failed" if state == "refused" else state
        self._jot(state, **facts)

    def _jot(self, event: str, **facts: Any) -> None:
        """Write down what is true anyway: without it a later kernel asks the service once more."""
        try:
            self.journal.add(event, self.run.key, **facts)
        except OSError as problem:
            self.progress.note = f"the journal cannot be written ({problem.strerror or problem})"

    def _results(
        self,
        shots: Sequence[Mapping[str, list[str]]],
        spent: float | None,
        circuits: Sequence[QuantumCircuit],
    ) -> list[Result]:
        facts = self.run.facts
        told = facts.get("circuits") or [{} for _ in shots]
        return [
            _result(
                bits,
                one,
                facts,
                job_id=self.run.job_id,
                qpu_s=spent,
                circuit=circuits[number] if number < len(circuits) else None,
            )
            for number, (bits, one) in enumerate(zip(shots, told, strict=True))
        ]


def _result(
    bits: Mapping[str, list[str]],
    told: Mapping[str, Any],
    facts: Mapping[str, Any],
    *,
    job_id: str | None,
    qpu_s: float | None,
    circuit: QuantumCircuit | None,
) -> Result:
    """Make a result of the bits of every shot and of what the journal says of their circuit."""
    names = [name for name in told.get("ran", bits) if name in bits]
    every = [" ".join(shot) for shot in zip(*(bits[name] for name in reversed(names)), strict=True)]
    registers = told.get("registers") or {name: len(bits[name][0]) for name in names}
    kept = None
    if selection := told.get("post_selection"):
        chosen = PostSelection(**{**selection, "zeros": tuple(map(tuple, selection["zeros"]))})
        of = len(every)
        every = [chosen.shown(outcome) for outcome in every if chosen.keeps(outcome)]
        kept = len(every) / of
    layout = told.get("layout")
    return Result(
        joint=dict(Counter(every)),
        registers=registers,
        shots=len(every),
        backend=facts.get("device") or "ibm",
        noise=facts.get("noise", "the device's own"),
        seed=facts.get("seed"),
        transformation=tuple(told.get("transformation", ())),
        details={
            "wire": facts.get("wire"),
            **{name: facts[name] for name in SHOWN if name in facts},
        },
        shot_by_shot=tuple(every) if facts.get("memory") else None,
        circuit=circuit,
        source=facts.get("source", "hardware"),
        qpu_s=qpu_s,
        job_id=job_id,
        kept=kept,
        layout=None if layout is None else tuple(layout),
    )


def refusal(said: ServiceError | None) -> HardwareProblem:
    """Turn the service's refusal into what a student can do about it."""
    code = said.code if said else None
    if code == 409:
        return NoAllowance(
            "The account has no quantum computer time left: the Open plan gives 600 s in any 28 "
            f'days. Until then backend="fake" simulates the device. ({said})'
        )
    if code in (401, 403):
        return NoAccount(
            "The service does not take this account's API key, or not for this device. Make a new "
            f"key on https://quantum.cloud.ibm.com, then: python start.py login ({said})"
        )
    if NO_INSTANCE in str(said):
        return NoAccount(
            "This account has no instance on the Open plan, and one that costs money is never "
            f"taken unasked. To name one: python start.py login --instance NAME ({said})"
        )
    if code == 404:
        return NoSuchDevice(f"The service does not know what was asked for. {AGAIN} ({said})")
    if code == 429:
        return NotSent(
            "The service takes five jobs a minute and had enough of them. Wait a minute; several "
            f"circuits go as one job when you give run a list. ({said})"
        )
    return NotSent(f"The service did not accept the job. {AGAIN} ({said})")
