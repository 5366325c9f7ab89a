"""The file of a sweep: what it is of, then a line for each point, written as it comes."""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, Self
from warnings import warn

from filelock import Timeout

from qinet_edu import storage
from qinet_edu.sweeps.fingerprints import fingerprint
from qinet_edu.sweeps.grids import Points, digest, function_name
from qinet_edu.sweeps.values import decode, encode
from qinet_edu.sweeps.work import Outcome

SCHEMA = 1
KIND = "qinet_edu sweep"
MODE = os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0)
SYNC_S = 1.0  # a power cut costs no more than the results of so long; a killed program, none


@dataclass(frozen=True)
class Header:
    """Hold what a sweep is of; a file goes on only with the same.

    Attributes:
        function: its name.
        code: what tells whether it was changed.
        names: of the grid.
        shape: of the grid.
        grid: what tells whether the grid was changed.
        seed: of the sweep.
    """

    function: str
    code: str
    names: tuple[str, ...]
    shape: tuple[int, ...]
    grid: str
    seed: int | None

    @classmethod
    def of(cls, function: Callable[..., Any], points: Points, seed: int | None) -> Self:
        """Describe a sweep."""
        name, code = function_name(function), fingerprint(function)
        return cls(name, code, points.names, points.shape, points.digest, seed)

    def line(self) -> str:
        """Return the first line of the file."""
        return json.dumps({"kind": KIND, "schema": SCHEMA, **self.__dict__}) + "\n"

    def place(self) -> Path:
        """Return where a sweep is kept that was given no file: each has a file of its own."""
        name = "".join(letter for letter in self.function if letter.isalnum() or letter == "_")
        return storage.work_folder() / "sweeps" / f"{name}-{digest(self.line())}.jsonl"


class SweepFile:
    """Hold the file of one sweep: nobody else writes to it meanwhile.

    Args:
        path: the file; made when there is none.
        header: what the sweep is of.
        points: the points.

    Attributes:
        values: results, by the point's place in the grid.
        failures: what went wrong, by the point's place; such points run again.

    Raises:
        ValueError: it holds another sweep, or none, or a newer version of the course wrote it.
        TimeoutError: another program runs this sweep.

    Example:
        >>> import tempfile
        >>> from qinet_edu.sweeps.grids import read_grid
        >>> points = read_grid({"p": [0.1, 0.2]})
        >>> path = Path(tempfile.mkdtemp()) / "rates.jsonl"
        >>> with SweepFile(path, Header.of(dict, points, None), points) as file:
        ...     file.add(1, None, Outcome("value", "0.25"))
        >>> with SweepFile(path, Header.of(dict, points, None), points) as file:
        ...     file.values
        {1: 0.25}
    """

    def __init__(self, path: Path, header: Header, points: Points) -> None:
        self.path, self.header, self.points = path, header, points
        self.values: dict[int, Any] = {}
        self.failures: dict[int, str] = {}
        self._removed = False
        self._lock = storage.lock(path)
        self._file: int | None = None
        self._synced = monotonic()

    def __enter__(self) -> Self:
        try:
            self._lock.acquire(timeout=1)
        except Timeout:
            raise TimeoutError(
                f"Another program is at the sweep in {self.path}. Wait for it or stop it, or name "
                "another file."
            ) from None
        try:
            if self.path.is_dir():
                raise ValueError(f"{self.path} is a folder; name a file in it.")
            if not self.path.exists() or not self.path.stat().st_size:
                storage.write(self.path, self.header.line())
            else:
                self._read()
            self._file = os.open(self.path, MODE)
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if self._file is not None:
                with suppress(OSError):
                    os.fsync(self._file)
                os.close(self._file)
        finally:
            self._file = None
            self._lock.release()
            if self._removed:
                with suppress(OSError):
                    Path(self._lock.lock_file).unlink(missing_ok=True)

    def add(self, place: int, seed: int | None, outcome: Outcome) -> None:
        """Append what became of a point; a program that is killed afterwards still has it.

        Raises:
            OSError: it could not be written whole; then none of it is there.
        """
        assert self._file is not None
        line = {"n": place, "point": {k: encode(v) for k, v in self.points.entries[place].items()}}
        if seed is not None:
            line["seed"] = seed
        line["seconds"] = round(outcome.seconds, 6)
        if outcome.kind == "value":
            line["value"] = value = json.loads(outcome.text)
            self.values[place] = decode(value)
            self.failures.pop(place, None)
        else:
            line |= {"error": outcome.text, "trace": outcome.trace}
            self.failures[place] = outcome.text
        data = (json.dumps(line) + "\n").encode()
        before = os.fstat(self._file).st_size
        try:
            if os.write(self._file, data) != len(data):
                raise OSError(28, "No space left on device", str(self.path))
            if monotonic() - self._synced > SYNC_S:
                os.fsync(self._file)
                self._synced = monotonic()
        except OSError:
            os.ftruncate(self._file, before)
            raise

    def remove(self) -> None:
        """Remove the file of a sweep that is done and was not asked to be kept."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
        self.path.unlink(missing_ok=True)
        self._removed = True

    def _read(self) -> None:
        raw = self.path.read_bytes()
        first, *rest = raw.split(b"\n")
        self._check(first)
        sound, damaged = [first], 0
        last = rest.pop() if rest else b""  # nothing, unless the last line was cut short
        for text in filter(None, rest):
            if self._take(text):
                sound.append(text)
            else:
                damaged += 1
        if damaged or last:
            self._keep_aside(raw, sound, damaged + bool(last))

    def _check(self, first: bytes) -> None:
        try:
            found = json.loads(first)
            if found["kind"] != KIND:
                raise ValueError
            if found["schema"] > SCHEMA:
                raise RuntimeError
            old = Header(
                *(found["function"], found["code"], tuple(found["names"])),
                *(tuple(found["shape"]), found["grid"], found["seed"]),
            )
        except RuntimeError:
            raise ValueError(
                f"A newer version of the course wrote {self.path}: update this one to go on with "
                "it, or name another file."
            ) from None
        except (ValueError, KeyError, TypeError):
            raise ValueError(
                f"{self.path} is no file of a sweep, and is left as it is. Name another."
            ) from None
        new = self.header
        if old == new:
            return
        if old.function != new.function:
            what = f"of {old.function}, and this is one of {new.function}"
        elif (old.grid, old.names, old.shape) != (new.grid, new.names, new.shape):
            what = f"over {_words(old)}, and this is one over {_words(new)}"
            if _words(old) == _words(new):
                what += " with other values"
        elif old.seed != new.seed:
            what = f"with seed={old.seed}, and this is one with seed={new.seed}"
        else:
            what = f"of {old.function} as it was before it was changed"
        raise ValueError(
            f"{self.path} holds a sweep {what}. One file holds one sweep: name another file, or "
            "remove this one if its results are no longer wanted."
        )

    def _take(self, text: bytes) -> bool:
        """Take the point of a line, unless the line is damaged."""
        try:
            line = json.loads(text)
            place = line["n"]
            if type(place) is not int or not 0 <= place < len(self.points.entries):
                return False
            if "value" in line:
                self.values[place] = decode(line["value"])
                self.failures.pop(place, None)
            else:
                self.failures[place] = str(line["error"])
        except (ValueError, KeyError, TypeError, RecursionError):
            return False
        return True

    def _keep_aside(self, raw: bytes, sound: list[bytes], damaged: int) -> None:
        moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
        aside = self.path.with_name(f"{self.path.stem}.damaged-{moment}{self.path.suffix}")
        storage.write(aside, raw)
        storage.write(self.path, b"".join(text + b"\n" for text in sound))
        lines = "A line" if damaged == 1 else f"{damaged} lines"
        warn(
            f"{lines} of {self.path.name} could not be read, as after a program was killed or the "
            f"power cut. All of it is kept as {aside.name} in {self.path.parent}; every other "
            "line counts, and what is missing runs again.",
            storage.StorageWarning,
            stacklevel=2,
        )


def _words(header: Header) -> str:
    size = " × ".join(map(str, header.shape))
    return f"{size} points of {', '.join(header.names)}"
