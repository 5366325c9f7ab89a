"""In the student's process: run the cells, and export each answer where it is checked."""

import contextlib
import json
import sys
from pathlib import Path
from typing import Any

from qinet_edu.grading import student_shell
from qinet_edu.grading.export_answer import export_answer
from qinet_edu.grading.outputs import STORED_PER_CELL


def run(steps: list[dict[str, str]], arguments: dict[str, Any], folder: Path, file: int) -> None:
    """Run the steps of a job, telling on a line what begins and what is shown.

    Every answer is exported where it is checked, and once more at the end: a student may have
    answered again below.
    """
    line = student_shell.Line(file)
    sys.stdout = student_shell.Stream(line, "stdout", 1)
    sys.stderr = student_shell.Stream(line, "stderr", 2)
    shell = student_shell.make(line)
    number = 0
    for step in steps:
        with contextlib.suppress(KeyboardInterrupt):  # one that came a moment too late
            if "code" in step:
                line.send({"begin": number})
                line.left = STORED_PER_CELL
                number += 1
                shell.run_cell(step["code"], store_history=True)
            else:
                _export(step["exercise"], "check", shell, arguments, folder, line)
    for step in steps:
        if "exercise" in step:
            with contextlib.suppress(KeyboardInterrupt):
                _export(step["exercise"], "end", shell, arguments, folder, line)
    line.send({"done": True})


def _export(
    exercise: str, moment: str, shell: Any, arguments: dict[str, Any], folder: Path, line: Any
) -> None:
    line.send({"begin": None})
    line.left = 0
    given = json.dumps(arguments.get(exercise, []))
    file = folder / f"{exercise}.{moment}"
    try:
        export_answer(exercise, shell.user_ns, given, str(file))
    except BaseException as problem:  # a stranger's code ran, and may end in any way
        late = isinstance(problem, KeyboardInterrupt)
        words = "it took too long, and was stopped" if late else type(problem).__name__
        file.write_text(json.dumps({"refused": f"Your answer could not be read: {words}."}))
