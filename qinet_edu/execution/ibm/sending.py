"""A job sent once, and found again when nobody can tell whether it arrived."""

from collections.abc import Mapping, Sequence
from typing import Any

from qiskit import QuantumCircuit

from qinet_edu.execution.ibm.jobs import LATER, Errand
from qinet_edu.execution.ibm.journal import MARK
from qinet_edu.execution.ibm.pace import Turns
from qinet_edu.execution.ibm.problems import ServiceError, Unsettled, refusal, unwritten

TRIES = 8
MOST_DOUBTS = 3  # a service that accepts jobs and lists none must not be sent ever more of them
TOO_MANY = "waiting: five jobs a minute"
ONCE_MORE = (401, 403, 404)  # a moment's trouble, or the truth: asked twice


def send(errand: Errand, circuits: Sequence[QuantumCircuit], *, options: Mapping[str, Any]) -> None:
    """Send circuits whose intent is in the journal, once.

    Raises:
        NotSent: nothing was accepted.
        Unsettled: it cannot be told whether it was.
    """
    facts = errand.run.facts
    doubts = refusals = 0
    said: ServiceError | None = None
    for attempt in range(TRIES):
        _wait_for_turn(errand, doubtful=doubts > 0)
        errand.progress.status = "sending"
        try:
            job_id = errand.service.post(
                circuits,
                shots=facts["shots"],
                device=facts["device"],
                tags=[MARK, errand.run.key],
                max_execution_time_s=facts["max_execution_time_s"],
                wire=facts["wire"],
                options=options,
            )
        except ServiceError as problem:
            said = problem
            doubts += not problem.definite
            found = _look(errand, doubtful=doubts > 0)
            if found is None:
                if doubts == MOST_DOUBTS:
                    why = f"It does not list the job either ({problem}). {LATER}"
                    raise _unsettled(why) from None
                if problem.code == 429:
                    errand.progress.status = TOO_MANY
                    errand.timing.sleep(min(5.0 * 2**attempt, 40.0))
                elif problem.definite:
                    refusals += 1
                    if refusals > 1 or problem.code not in ONCE_MORE:
                        break
                continue
            job_id = found
        errand.note_sent(job_id)
        errand.settle()
        return
    errand.end("refused", code=said.code if said else None, reason=str(said))
    raise refusal(said)


def recover(errand: Errand) -> bool:
    """Find the job of a run whose sending was cut short; tell whether there is one."""
    if errand.run.job_id is None:
        found = _look(errand, doubtful=True)
        if found is None:
            errand.end("refused", reason="it never reached the service")
            return False
        errand.note_sent(found)
    return True


def _wait_for_turn(errand: Errand, *, doubtful: bool) -> None:
    turns = Turns(errand.journal.folder / "pace.json", clock=errand.timing.clock)
    try:
        while wait := turns.take():
            errand.progress.status = TOO_MANY
            errand.timing.sleep(wait)
    except OSError as problem:
        if doubtful:
            raise _unsettled(f"{turns.path} cannot be written, either. {LATER}") from None
        errand.end("refused", reason="no turn could be written down")
        raise unwritten(turns.path, problem) from None


def _look(errand: Errand, *, doubtful: bool) -> str | None:
    """Look for the job under its tag: more than once when it may be on its way in."""
    if not doubtful:
        try:
            found = errand.chosen(errand.ask(lambda: errand.service.find(errand.run.key)))
        except ServiceError:
            found = None
        return None if found is None else found.id
    for wait in errand.timing.look_s:
        errand.timing.sleep(wait)
        errand.progress.status = "asking whether the job arrived"
        try:
            found = errand.chosen(errand.outlast(lambda: errand.service.find(errand.run.key)))
        except Unsettled as problem:
            raise _unsettled(str(problem)) from None
        if found:
            return found.id
    return None


def _unsettled(why: str) -> Unsettled:
    return Unsettled(
        "The connection broke while the job was sent, and the service does not say whether it "
        f"arrived. {why}"
    )
