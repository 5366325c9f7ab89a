"""Inside the second box: judge answers that came out of the first; no student's code is here.

Reading strangers' data can still crash a reader. So every verdict leaves as soon as it is known,
and a crash costs only the answer that caused it.
"""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from qinet_edu import check
from qinet_edu.check import Student, Verdict


def verdicts(job: dict[str, Any]) -> Iterator[tuple[str, Verdict]]:
    """Judge the answers of a job, one after the other.

    Args:
        job: ``answers``, by exercise up to two JSON texts; ``course`` and ``student``, empty for
            the numbers of the example; ``secret``, from which hidden arguments are drawn again.

    Yields:
        Exercise and verdict, the better of the two where there are two answers: a student may have
        answered once more below the check, or used the name again for something else.
    """
    student = Student(job["course"], job["student"]) if job["course"] else None
    for exercise, texts in job["answers"].items():
        record = check.get(exercise)
        given = record.given(student, secret=job["secret"])
        found = [
            check.judge(record, _parse(text), given, example=record.given())
            for text in texts or ["null"]
        ]
        yield exercise, max(found, key=lambda said: (said.score, said.status == "wrong"))


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def main() -> None:
    """Read a job, and report each verdict as soon as it is known; then end, and the box with it."""
    report_to = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    report_to.write(b"ready\n")
    report_to.flush()
    for exercise, said in verdicts(json.loads(sys.stdin.buffer.read())):
        report_to.write(json.dumps([exercise, asdict(said)]).encode() + b"\n")
        report_to.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
