"""Inside the first box: run a student's cells and carry the named answers out.

Everything here runs beside a stranger's code, which may do with it what it likes. So it holds
nothing worth having, and whoever reads what it reports trusts none of it.
"""

import json
import os
import stat
import sys
import time
from pathlib import Path
from typing import Any

# A grammar of internet addresses that jsonschema would take, and a second to build, for nothing.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]

import nbformat  # noqa: E402
from nbclient import NotebookClient  # noqa: E402
from nbclient.exceptions import DeadKernelError  # noqa: E402

from qinet_edu.grading.outputs import reduce  # noqa: E402

ANSWERS = Path("/tmp/answers")
LARGEST_ANSWER = 500_000
STORED_PER_CELL = (
    200_000  # what goes beyond is dropped as it arrives, so that a flood fills nothing
)


class Client(NotebookClient):  # type: ignore[misc]
    """Run cells, and store no more of their outputs than a grader would look at."""

    stored: tuple[int, int] = (-1, 0)

    def process_message(self, msg: dict[str, Any], cell: Any, cell_index: int) -> Any:
        """Drop outputs of a cell that has shown enough."""
        if msg["msg_type"] in ("stream", "display_data", "execute_result", "error"):
            number, size = self.stored
            size = (size if number == cell_index else 0) + len(json.dumps(msg["content"]))
            self.stored = (cell_index, size)
            if size > STORED_PER_CELL and cell.outputs:
                return None
            if msg["msg_type"] == "stream":
                msg["content"]["text"] = msg["content"]["text"][:STORED_PER_CELL]
        return super().process_message(msg, cell, cell_index)


def start(job: dict[str, Any]) -> Client:
    """Start a kernel for the steps of a job; nothing of the student's has run yet.

    Args:
        job: ``steps``, each ``{"code": …}`` or ``{"exercise": …}``; ``arguments`` of functions, by
            exercise; ``seconds`` in all, and ``cell_seconds``.
    """
    ANSWERS.mkdir()
    asked = [step["exercise"] for step in job["steps"] if "exercise" in step]
    steps = job["steps"] + [{"exercise": exercise, "again": True} for exercise in asked]
    sources = [step["code"] if "code" in step else _export(step, job) for step in steps]
    client = Client(
        nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, sources))),
        kernel_name="python3",
        allow_errors=True,
        interrupt_on_timeout=True,
        error_on_timeout={"ename": "TimeoutError", "evalue": "", "traceback": []},
        store_widget_state=False,
    )
    client.create_kernel_manager()  # never shut down: the end of the box is its end
    client.start_new_kernel()
    client.start_new_kernel_client()
    return client


def run(client: Client, job: dict[str, Any]) -> dict[str, Any]:
    """Run the steps of a job, and report on them.

    Returns:
        ``outputs``, a list for each piece of code; ``answers``, by exercise up to two JSON texts
        (as it stood at the check, and at the end where it had changed); ``stopped``, why the run
        ended early, or nothing.
    """
    begun, stopped = time.monotonic(), ""
    for number, cell in enumerate(client.nb.cells):
        left = job["seconds"] - (time.monotonic() - begun)
        if left <= 0:
            stopped = f"the notebook had not finished after {job['seconds']:g} s"
            break
        client.timeout = max(1, round(min(left, job["cell_seconds"])))
        before = time.monotonic()
        try:
            client.execute_cell(cell, number)
        except DeadKernelError:
            stopped = "its kernel died, from too much memory or by its own hand"
            break
        if time.monotonic() - before >= client.timeout:
            cell.outputs.append(_stopped_after(client.timeout))
    cells = zip(client.nb.cells, job["steps"], strict=False)  # exports at the end show nothing
    return {
        "outputs": [reduce(cell.get("outputs", [])) for cell, step in cells if "code" in step],
        "answers": _answers([step["exercise"] for step in job["steps"] if "exercise" in step]),
        "stopped": stopped,
    }


def _export(step: dict[str, Any], job: dict[str, Any]) -> str:
    """Return the code that writes one answer to its file, run in the student's kernel."""
    exercise = step["exercise"]
    arguments = json.dumps(job["arguments"].get(exercise, []))
    file = str(ANSWERS / (exercise + (".end" if "again" in step else ".check")))
    return (
        "__import__('qinet_edu.grading.export_answer', fromlist=['*'])"
        f".export_answer({exercise!r}, globals(), {arguments!r}, {file!r})"
    )


def _answers(asked: list[str]) -> dict[str, list[str]]:
    found = {
        exercise: [_read(ANSWERS / f"{exercise}.{moment}") for moment in ("check", "end")]
        for exercise in asked
    }
    return {exercise: [text for text in texts if text] for exercise, texts in found.items()}


def _read(file: Path) -> str:
    """Read an answer; what lies in its place may be a pipe that never ends."""
    try:
        handle = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
        with os.fdopen(handle, "rb") as opened:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                return ""
            content = opened.read(LARGEST_ANSWER + 1)
    except OSError:
        return ""
    if len(content) > LARGEST_ANSWER:
        return json.dumps({"refused": "The answer is far larger than the exercise asks for."})
    return content.decode("utf-8", "replace")


def _stopped_after(seconds: float) -> Any:
    words = f"This cell was stopped after {seconds:g} s."
    return nbformat.v4.new_output(
        "error", ename="TimeoutError", evalue=words, traceback=[f"TimeoutError: {words}"]
    )


if __name__ == "__main__":
    report_to = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    task = json.loads(sys.stdin.buffer.read())
    runner = start(task)
    report_to.write(b"ready\n")  # from here on it is the student's doing what goes wrong
    report_to.flush()
    report_to.write(json.dumps(run(runner, task)).encode())
    report_to.flush()
    os._exit(0)
