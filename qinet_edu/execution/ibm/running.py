"""Runs on hardware as a notebook sees them: handles, and taking up what an earlier kernel sent."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from qinet_edu.execution.ibm import account as accounts
from qinet_edu.execution.ibm import sending
from qinet_edu.execution.ibm.client import connect
from qinet_edu.execution.ibm.handle import HardwareHandle
from qinet_edu.execution.ibm.hardware import Order, Prepared, check, origin, prepare, service_of
from qinet_edu.execution.ibm.jobs import Errand, Progress
from qinet_edu.execution.ibm.journal import MARK, PREFIX, Journal, Run, new_key
from qinet_edu.execution.ibm.pace import Timing
from qinet_edu.execution.ibm.problems import JobFailed, NotSent, ServiceError, refusal, unwritten
from qinet_edu.execution.result import Result

TIMING = Timing()
GRACE_S = 0.6  # what goes wrong this soon is raised at once

_live: dict[str, "HardwareHandle"] = {}


def send(order: Order, *, single: bool, noise: Any = None) -> HardwareHandle:
    """Send an order, and return its handle within a second.

    Whatever can be found wrong here is raised here. What only the service knows is raised here
    too when it answers soon enough; else ``.result()`` raises it.
    """
    check(order, noise=noise)
    account = accounts.load()
    connect(account)
    assert account is not None
    handle = HardwareHandle(Progress())

    def work() -> Any:
        service = service_of(account)
        try:
            prepared = prepare(
                order, account=account, service=service, timing=TIMING, progress=handle._progress
            )
        except ServiceError as problem:
            raise _before_sending(problem) from None
        results = _send(prepared, order, service, handle, single=single)
        return results[0] if single else results

    handle._work(work)
    handle._settled.wait(GRACE_S)
    if handle._future.done() and (problem := handle._future.exception()):
        raise problem
    return handle


def resume(*names: str) -> list[HardwareHandle]:
    """Return handles of the jobs that earlier kernels sent, without sending anything.

    After a restart, a crash or a night: jobs under way are waited for, those that ended are
    fetched, those whose result nobody has seen are read from disk.

    Args:
        names: jobs to return whatever became of them, by the service's name or the journal's;
            without any, all whose result nobody has taken yet.

    Raises:
        ValueError: the journal knows no job of that name.
        NoAccount: there is something to fetch, and no account.

    Example:
        >>> [handle.result() for handle in resume()]  # doctest: +SKIP
    """
    journal = Journal()
    runs = journal.runs()
    if names:
        wanted = [_named(name, runs) for name in names]
    else:
        wanted = [
            run
            for run in runs.values()
            if run.open or (run.state == "done" and not run.facts.get("taken"))
        ]
    return [_live.get(run.key) or _taken_up(run, journal) for run in wanted]


def adopt(journal: Journal, account: accounts.Account) -> list[str]:
    """Write down jobs of the course that the service has and the journal does not know.

    For a journal that was damaged or lost, or a job sent from another computer.

    Returns:
        Their tags, oldest first.

    Raises:
        ServiceError: the service gave no usable answer.
    """
    adopted: list[str] = []
    for job in TIMING.patiently(lambda: service_of(account).find(MARK)):
        runs = journal.runs()
        if any(job.id in (run.job_id, *run.duplicates) for run in runs.values()):
            continue
        key = next((tag for tag in job.tags if tag.startswith(f"{PREFIX}-")), new_key())
        if key in runs and runs[key].job_id:
            cancelled = job.state == "cancelled"
            journal.add("duplicate", key, job_id=job.id, cancelled=cancelled)
            continue
        facts = {} if key in runs else {"device": job.device, **origin(account)}
        journal.add("sent", key, job_id=job.id, **facts)
        adopted.append(key)
    return adopted


def _send(
    prepared: Prepared,
    order: Order,
    service: Any,
    handle: HardwareHandle,
    *,
    single: bool,
) -> Sequence[Result]:
    journal = Journal()
    key = new_key()
    try:
        claim = journal.claim(key)
        journal.add("intent", key, single=single, **prepared.facts)
    except OSError as problem:
        raise unwritten(journal.path, problem) from None
    handle.key = key
    _live[key] = handle
    try:
        errand = Errand(
            Run(key, facts=dict(prepared.facts)),
            service=service,
            journal=journal,
            timing=TIMING,
            progress=handle._progress,
        )
        errand.progress.estimate_s = prepared.facts["estimate_s"]
        sending.send(errand, prepared.compiled, options=prepared.sent_along)
        handle._settled.set()
        return errand.follow(order.circuits)
    finally:
        _live.pop(key, None)
        if claim is not None:
            claim.release()


def _taken_up(run: Run, journal: Journal) -> HardwareHandle:
    """Return a handle for a run of the journal, whoever began it."""
    begun = run.facts.get("begun")
    since = datetime.fromisoformat(begun).timestamp() if begun else None
    handle = HardwareHandle(
        Progress(
            status="looking",
            device=run.facts.get("device"),
            job_id=run.job_id,
            estimate_s=run.facts.get("estimate_s"),
        ),
        since=since,
    )
    handle.key = run.key
    account = accounts.load()
    if run.open:
        connect(account)
    _live[run.key] = handle

    def work() -> Any:
        try:
            results = look_after(run.key, journal, account, handle._progress, wait=True)
        finally:
            _live.pop(run.key, None)
        assert results is not None
        return results[0] if run.facts.get("single", len(results) == 1) else results

    handle._work(work)
    return handle


def look_after(
    key: str, journal: Journal, account: Any, progress: Progress, *, wait: bool
) -> Sequence[Result] | None:
    """Bring a run of the journal to its end, or see another kernel bring it there.

    Args:
        key: the run's tag.
        journal: where it stands.
        account: whose job it is.
        progress: what to keep up to date.
        wait: wait for the end; else fetch what has ended, and return ``None`` for the rest.

    Raises:
        JobFailed, NotSent, Unsettled: there is no result, or not now.
    """
    for pause in TIMING.polls():
        run = journal.runs()[key]
        claim = journal.claim(key) if run.open else None
        if claim is not None or not run.open:
            break
        progress.status = "another kernel looks after it"
        if not wait:
            return None
        TIMING.sleep(pause)
    if not run.open:
        try:
            return _ended(run, journal)
        except (OSError, ValueError):
            if run.job_id is None:
                raise
            claim = journal.claim(key)  # the file is damaged: the service still has the result
    try:
        errand = Errand(
            run,
            service=service_of(account),
            journal=journal,
            timing=TIMING,
            progress=progress,
        )
        if not sending.recover(errand):
            raise NotSent(
                f"The job of {run.facts.get('begun', 'then')} never reached the service: the "
                "kernel ended first. Nothing is spent; run it again."
            )
        return errand.follow() if wait else errand.collect()
    finally:
        if claim is not None:
            claim.release()


def _ended(run: Run, journal: Journal) -> Sequence[Result]:
    if run.state == "done":
        return journal.load(run.key)
    reason = run.facts.get("reason") or "no reason is known"
    if run.state == "refused":
        raise NotSent(f"The service did not accept this job: {reason}")
    raise JobFailed(f"Job {run.job_id} {run.state}: {reason}")


def _named(name: str, runs: dict[str, Run]) -> Run:
    for run in runs.values():
        if name in (run.key, run.job_id):
            return run
    known = ", ".join(run.job_id or run.key for run in runs.values()) or "none"
    raise ValueError(f"The journal knows no job {name!r}; it knows {known}.")


def _before_sending(problem: ServiceError) -> Exception:
    if problem.definite:
        return refusal(problem)
    return NotSent(
        f"The service gives no usable answer ({problem}). Nothing was sent and nothing is spent. "
        "`python start.py doctor` says what is wrong; try again later."
    )
