"""From an answer to a verdict, through data: one way for the notebook, the tests and the grader."""

from typing import Any

from qinet_edu.check.answers import Refused, is_unanswered
from qinet_edu.check.exercise import Exercise, Given
from qinet_edu.check.function_answers import Function
from qinet_edu.check.verdict import Verdict

OTHER_KIND = "another kind of answer"
OF_THE_EXAMPLE = "numbers of the example"


def export(exercise: Exercise, answer: Any, given: Given) -> dict[str, Any]:
    """Turn an answer into data that can leave the notebook.

    Runs beside the student's code, so nothing in it is trusted later.

    Returns:
        JSON: ``{"answer": …}``, or ``{"refused": why}`` for something of the wrong kind; an
        unanswered exercise is ``{"answer": None}``.

    Example:
        >>> from qinet_edu.check.exercise import get
        >>> export(get("01.5"), 9604, Given())
        {'answer': 9604.0}
    """
    if is_unanswered(answer):
        return {"answer": None}
    try:
        return {"answer": exercise.answer.export(answer, given.arguments)}
    except Refused as refusal:
        return {"refused": str(refusal)}


def judge(
    exercise: Exercise, exported: Any, given: Given, *, example: Given | None = None
) -> Verdict:
    """Judge an answer that has arrived as data.

    Args:
        exercise: what was asked.
        exported: what :func:`export` made, or anything a stranger sent in its place.
        given: the parameters and arguments the answer belongs to.
        example: the parameters of the example, where the student has others: an answer that is
            right for the example gets a message of its own.

    Example:
        >>> from qinet_edu.check.exercise import get
        >>> exercise = get("01.5")
        >>> judge(exercise, {"answer": None}, exercise.given()).status
        'not answered yet'
    """
    if not isinstance(exported, dict):
        return Verdict.wrong("The answer did not arrive: check that all cells above it run.")
    if "refused" in exported:
        return Verdict.wrong(str(exported["refused"])[:500], slip=OTHER_KIND)
    if is_unanswered(exported.get("answer")):
        return Verdict.unanswered()
    try:
        answer = exercise.answer.read(exported["answer"], given.arguments)
    except Refused as refusal:
        return Verdict.wrong(str(refusal), slip=OTHER_KIND)
    except Exception as problem:  # strangers' data: whatever a reader trips over is their loss
        return Verdict.wrong(f"The answer could not be read ({type(problem).__name__}).")
    if isinstance(exercise.answer, Function) and not exercise.answer.each:
        failure = exercise.answer.first_failure(answer)
        if failure is not None:
            return failure
    verdict = exercise.judge(answer, given)
    if (
        verdict.status == "wrong"
        and example is not None
        and example.parameters != given.parameters
        and exercise.judge(answer, example).status == "right"
    ):
        return Verdict.wrong(
            "That is right for the numbers of the example. Yours are others: "
            f'run check.given("{exercise.id}") to see them.',
            score=verdict.score,
            slip=OF_THE_EXAMPLE,
        )
    return verdict
