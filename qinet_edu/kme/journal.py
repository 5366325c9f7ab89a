"""Lines that are on the disk before what they say comes true."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MODE = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)


class Damaged(Exception):
    """A line that was on the disk is gone: what it said cannot be known."""


class Lines:
    """Read and append the numbered lines of one file; whoever does either holds its lock.

    A line that a crash cut short was never acted upon, for nothing is done before all of it is on
    the disk. It is passed over, and its number is used again. A number that is missing means that
    a whole line was lost, and then nothing may be concluded from the rest.

    Args:
        path: the file, made when the first line is added.

    Example:
        >>> import tempfile
        >>> lines = Lines(Path(tempfile.mkdtemp()) / "lines.jsonl")
        >>> lines.add({"event": "deposit"})
        >>> [line["event"] for line in Lines(lines.path).fresh()], [*lines.fresh()]
        (['deposit'], [])
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read = 0
        self._number = 0

    def fresh(self) -> Iterator[dict[str, Any]]:
        """Yield the lines that were added since the last time.

        Raises:
            Damaged: one is missing.
        """
        if not self.path.exists():
            if self._read:
                raise Damaged(f"{self.path.name} is gone")
            return
        with self.path.open("rb") as file:
            file.seek(self._read)
            data = file.read()
        for text in data.split(b"\n"):
            try:
                line = json.loads(text)
                number = line["n"]
            except (ValueError, TypeError, KeyError):
                continue  # empty, or cut short
            if number != self._number + 1:
                raise Damaged(f"{self.path.name} has line {number} after line {self._number}")
            self._number = number
            yield line
        self._read += len(data)

    def add(self, line: dict[str, Any]) -> None:
        """Append a line, and return when it has reached the disk.

        Raises:
            OSError: it could not be written whole; then none of it is there.
        """
        text = json.dumps({"n": self._number + 1, **line}, separators=(",", ":"))
        new = not self.path.exists()
        file = os.open(self.path, MODE, 0o600)
        try:
            before = os.fstat(file).st_size
            # Whatever a crash left of a line is kept to itself.
            data = (b"\n" if before else b"") + text.encode() + b"\n"
            try:
                if os.write(file, data) != len(data):
                    raise OSError(28, "No space left on device")
                os.fsync(file)
            except OSError:
                os.ftruncate(file, before)
                raise
            after = os.fstat(file).st_size
        finally:
            os.close(file)
        if new:
            reach_disk(self.path.parent)
        self._read, self._number = after, self._number + 1


def reach_disk(folder: Path) -> None:
    """Let the names of a folder's files reach the disk, where the system can be asked to."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
