"""In the student's kernel: write one named answer to a file, as data."""

import json
import os
from pathlib import Path
from typing import Any

from qinet_edu import check
from qinet_edu.grading.parcel import unpack

_exported: dict[str, Any] = {}


def export_answer(exercise: str, names: dict[str, Any], arguments: str, file: str) -> None:
    """Write the answer to an exercise, unless it is the one that was written before.

    Args:
        exercise: its number.
        names: what the notebook has defined.
        arguments: what a function is called with, as JSON of packed arguments.
        file: where to write, in the box.
    """
    record = check.get(exercise)
    value = names.get(record.variable)
    if exercise in _exported and _exported[exercise] is value:
        return
    _exported[exercise] = value
    given = check.Given(arguments=tuple(unpack(packed) for packed in json.loads(arguments)))
    part = Path(f"{file}.part")
    part.write_text(json.dumps(check.export(record, value, given)), encoding="utf-8")
    os.replace(part, file)  # whole, or not there  # noqa: PTH105
