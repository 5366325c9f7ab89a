"""What was marked, kept in the course folder beside nbgrader's gradebook.

The gradebook has the marks; a record has what it has no room for: which misconception, the words,
the secret from which the hidden arguments were drawn (so that a regrade repeats), and what the
submission was (so that a run goes on where it was stopped). One file for each submission: two can
be written at once, and deleting a student is deleting a folder.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from qinet_edu import storage

Record = dict[str, Any]
SCHEMA = 1
FOLDER = "marks"


class Records:
    """Keep the records of a course.

    Args:
        course: the course's folder.

    Example:
        >>> Records(Path("nowhere")).read("ada", "01-bits-to-qubits")
        {'schema': 1}
    """

    def __init__(self, course: Path) -> None:
        self.folder = course / FOLDER

    def path(self, student: str, assignment: str) -> Path:
        """Return the file of a submission's record."""
        return self.folder / student / f"{assignment}.json"

    def read(self, student: str, assignment: str) -> Record:
        """Return the record of a submission; an empty one where there is none."""
        return storage.read(self.path(student, assignment), schema=SCHEMA, sound=_sound)

    def update(self, student: str, assignment: str, change: Callable[[Record], None]) -> Record:
        """Change the record of a submission, and return it.

        Raises:
            OSError: it cannot be written; the old one is untouched.
        """

        def filled(record: Record) -> None:
            record |= {"student": student, "assignment": assignment}
            record["when"] = datetime.now(UTC).isoformat(timespec="seconds")
            change(record)

        storage.private_folder(self.folder)
        path = self.path(student, assignment)
        return storage.update(path, filled, schema=SCHEMA, sound=_sound)

    def all(self) -> Iterator[Record]:
        """Return every record, by student and assignment."""
        for path in sorted(self.folder.glob("*/*.json")):
            if ".damaged-" not in path.name and not path.name.startswith("."):
                yield self.read(path.parent.name, path.stem)


def digest(content: Any) -> str:
    """Return what tells one content from another: of bytes, or of anything that JSON can hold.

    Example:
        >>> digest(b"x") == digest(b"y")
        False
    """
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return hashlib.sha256(data).hexdigest()


def _sound(record: Record) -> bool:
    exercises = record.get("exercises", [])
    return (
        isinstance(exercises, list)
        and all(isinstance(one, dict) and "exercise" in one for one in exercises)
        and isinstance(record.get("submission", {}), dict)
        and isinstance(record.get("notes", []), list)
    )
