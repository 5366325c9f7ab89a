"""From a submission's cells to verdicts: run them in one box, judge the answers in another."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from qinet_edu.check import Exercise, Student, Verdict
from qinet_edu.check.verdict import Part
from qinet_edu.grading import box
from qinet_edu.grading.box import GraderTrouble
from qinet_edu.grading.boxes import Boxes, usual
from qinet_edu.grading.outputs import Output, line, reduce
from qinet_edu.grading.parcel import pack

LARGEST_ANSWER = 600_000
SECONDS, CELL_SECONDS = 120, 30
GRACE_S = 20  # for Python to start in the box, and to write its report when time is up
PROCESSES = 128  # threads among them; half of them may be processes
JUDGE = box.Limits(seconds=30, memory_bytes=2 << 30, output_bytes=1 << 20)


@dataclass(frozen=True)
class Marking:
    """Hold what came of one submission.

    Attributes:
        verdicts: by exercise; none is missing.
        outputs: of each piece of code, as plain text and pictures.
        stopped: why the run ended early; empty when it did not.
        secret: from which hidden arguments were drawn; the same one gives the same marks again.
        boxed: how the student's code was held, in a word for reports.
    """

    verdicts: dict[str, Verdict]
    outputs: list[list[Output]]
    stopped: str = ""
    secret: str = ""
    boxed: str = ""


def mark(
    steps: Sequence[str | Exercise],
    student: Student | None = None,
    *,
    seconds: float = SECONDS,
    cell_seconds: float = CELL_SECONDS,
    secret: str | None = None,
    boxes: Boxes | None = None,
) -> Marking:
    """Mark one submission.

    Args:
        steps: what the notebook holds, in its order: a string is a cell of the student's code, an
            exercise stands where its answer is checked.
        student: whose it is, for numbers of their own; None for the example's.
        seconds: how long all cells may take together.
        cell_seconds: how long one may.
        secret: from which the arguments of functions are drawn; fresh when left out. The same one
            gives the same marks again.
        boxes: where code is run and answers are judged; the best this computer can make.

    Returns:
        A verdict on each exercise. A run that ends early costs the answers it had not reached.

    Raises:
        NoBox: this computer cannot run strangers' code safely.
        GraderTrouble: a box failed before anything of the student's was touched.
    """
    secret = secret or secrets.token_hex(16)
    asked = [step for step in steps if isinstance(step, Exercise)]
    who = {"course": student.course, "student": student.name} if student else {}
    limits = box.Limits(seconds=seconds + GRACE_S, processes=PROCESSES)
    job = {
        "steps": [
            {"exercise": step.id} if isinstance(step, Exercise) else {"code": step}
            for step in steps
        ],
        "arguments": {
            exercise.id: pack(list(exercise.given(student, secret=secret).arguments))
            for exercise in asked
        },
        "seconds": seconds,
        "cell_seconds": cell_seconds,
        "memory_bytes": limits.memory_bytes,
        "processes": limits.processes,
        "variables": {f"QINET_{name.upper()}": value for name, value in who.items()},
    }
    boxes = boxes or usual()
    ran = boxes.work("run", json.dumps(job).encode(), limits=limits)
    answers, outputs, stopped = _read(ran, steps)
    judged = _judge(answers, {"course": "", "student": "", **who, "secret": secret}, boxes)
    verdicts = {
        exercise.id: _explain(judged[exercise.id], cause)
        for exercise, cause in zip(asked, _causes(steps, outputs, stopped, answers), strict=True)
    }
    return Marking(verdicts, outputs, stopped, secret, boxes.words)


def _read(
    ran: box.Outcome, steps: Sequence[str | Exercise]
) -> tuple[dict[str, list[str]], list[list[Output]], str]:
    """Read the first box's report as what it is: something a stranger may have written."""
    try:
        report = json.loads(_ready(ran))
    except (ValueError, RecursionError):
        report = None
    if not isinstance(report, dict):
        report = {"stopped": ran.stopped or "it left no report"}
    sent, shown = report.get("answers"), report.get("outputs")
    answers = {
        step.id: [
            text
            for text in (_list(sent.get(step.id)) if isinstance(sent, dict) else [])[:2]
            if isinstance(text, str) and len(text) <= LARGEST_ANSWER
        ]
        for step in steps
        if isinstance(step, Exercise)
    }
    pieces = sum(isinstance(step, str) for step in steps)
    outputs = [reduce(_list(one)) for one in _list(shown)[:pieces]]
    outputs += [[] for _ in range(pieces - len(outputs))]
    return answers, outputs, line(report.get("stopped"), most=200)


def _judge(answers: dict[str, list[str]], job: dict[str, str], boxes: Boxes) -> dict[str, Verdict]:
    """Judge in the second box; where it crashes, go on in a new one after what crashed it."""
    found: dict[str, Verdict] = {}
    while len(found) < len(answers):
        left = {exercise: texts for exercise, texts in answers.items() if exercise not in found}
        told = json.dumps({**job, "answers": left}).encode()
        ran = boxes.work("judge", told, limits=JUDGE)
        for report in _ready(ran).splitlines():
            exercise, said = json.loads(report)
            found[exercise] = _verdict(**said)
        crashed = next((exercise for exercise in left if exercise not in found), None)
        if crashed is not None:
            found[crashed] = Verdict.wrong(
                f"The answer could not be judged: {ran.stopped or 'no verdict came'}."
            )
    return found


def _verdict(
    *, status: Any, message: str, score: float, parts: list[dict[str, Any]], slip: str
) -> Verdict:
    """Return a verdict of the second box, with nothing in it that could steer a terminal."""
    told = tuple(
        Part(line(part["name"]), _share(part["score"]), line(part["message"]), line(part["slip"]))
        for part in parts
    )
    return Verdict(status, line(message), _share(score), told, line(slip))


def _share(score: Any) -> float:
    return min(1.0, max(0.0, float(score)))


def _ready(ran: box.Outcome) -> bytes:
    """Return what a box reported after it was ready to begin."""
    first, _, report = ran.output.partition(b"\n")
    if first != b"ready":
        raise GraderTrouble(
            f"The box was not ready to begin: {ran.stopped or 'it said something else'}. This is "
            "not the student's doing: grade again when the computer is less busy, or see what "
            "`python start.py doctor` says."
        )
    return report


def _causes(
    steps: Sequence[str | Exercise],
    outputs: list[list[Output]],
    stopped: str,
    answers: dict[str, list[str]],
) -> list[str]:
    """Return, for each exercise, what went wrong in the cells above it, or nothing."""
    causes, error, shown = [], "", iter(outputs)
    for step in steps:
        if isinstance(step, str):
            for output in next(shown):
                if output["output_type"] == "error":
                    error = f"A cell above failed with {output['ename']}: {output['evalue']}"
        else:
            missing = stopped and not answers[step.id]
            causes.append(f"The run ended early: {stopped}." if missing else error)
            error = ""
    return causes


def _explain(verdict: Verdict, cause: str) -> Verdict:
    """Add what went wrong to a verdict that would else only say that nothing arrived."""
    if not cause or verdict.score or verdict.status == "right":
        return verdict
    return replace(verdict, message=line(f"{verdict.message} {cause}"))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def words(verdict: Verdict) -> str:
    """Return a verdict as one line of plain text.

    Example:
        >>> words(Verdict.right("P(1) is 1/4."))
        '✓ Right: P(1) is 1/4.'
    """
    return f"{verdict.heading}: {verdict.message}"
