"""The journal of paid jobs: what is about to be done is on disk before it is done.

One line of JSON for each thing that happened, in ``jobs.jsonl`` of the student's configuration
folder, readable by nobody else; results lie beside it in ``results/``. A kernel may be killed at
any moment: the next one reads here what was sent, and asks the service for the rest.
"""

import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from warnings import warn

from filelock import FileLock, Timeout

from qinet_edu import storage
from qinet_edu.execution.export import as_record, from_record
from qinet_edu.execution.result import Result

SCHEMA = 1
MARK = "qinet_edu"  # every job of the course carries it as a tag, beside the tag of its run
PREFIX = "qinet"
MODE = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
ENDS = ("done", "failed", "cancelled", "refused")


@dataclass
class Run:
    """Hold what the journal says of one run.

    Attributes:
        key: the tag that this run alone carries.
        state: ``"intent"`` (about to be sent), ``"sent"``, or how it ended: ``"done"``,
            ``"failed"``, ``"cancelled"``, ``"refused"`` (nothing was accepted).
        facts: everything the lines say: device, shots, circuits, estimate, job_id, qpu_s …
        duplicates: names of jobs that the service made of the same run, and whether they could
            still be cancelled.
    """

    key: str
    state: str = "intent"
    facts: dict[str, Any] = field(default_factory=dict)
    duplicates: dict[str, bool] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        """Tell whether there may be something to fetch."""
        return self.state not in ENDS

    @property
    def job_id(self) -> str | None:
        """Return the name of its job at the service, if it is known."""
        return self.facts.get("job_id")


def new_key() -> str:
    """Return a tag for one run, which no other run has.

    Example:
        >>> new_key().startswith("qinet-")
        True
    """
    return f"{PREFIX}-{secrets.token_hex(8)}"


class Journal:
    """Write down what happens to paid jobs, and read it again.

    Args:
        folder: where it lies; the student's configuration folder when left out.

    Example:
        >>> import tempfile
        >>> journal = Journal(Path(tempfile.mkdtemp()))
        >>> key = new_key()
        >>> journal.add("intent", key, device="ibm_kingston", shots=100)
        >>> journal.add("sent", key, job_id="d0ab1")
        >>> [(run.state, run.job_id) for run in journal.runs().values()]
        [('sent', 'd0ab1')]
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = storage.config_folder() if folder is None else folder
        self.path = self.folder / "jobs.jsonl"
        self.results = self.folder / "results"

    def add(self, event: str, key: str, **facts: Any) -> None:
        """Append a line, and return when it has reached the disk.

        Raises:
            OSError: it could not be written whole; then none of it is there.
        """
        storage.private_folder(self.folder)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        line = {"schema": SCHEMA, "at": now, "event": event, "key": key, **facts}
        data = (json.dumps(line, ensure_ascii=False) + "\n").encode()
        with self._held():
            new = not self.path.exists()
            file = os.open(self.path, MODE, 0o600)
            try:
                before = os.fstat(file).st_size
                if before and not _ends_a_line(self.path):
                    data = b"\n" + data  # a power cut left half a line: keep it to itself
                try:
                    if os.write(file, data) != len(data):
                        raise OSError(28, "No space left on device")
                    os.fsync(file)
                except OSError:
                    os.ftruncate(file, before)
                    raise
            finally:
                os.close(file)
            if new:
                _reach_disk(self.folder)

    def runs(self) -> dict[str, Run]:
        """Return every run by its tag, the oldest first.

        A line that cannot be read is kept aside with all the others, and said; the rest counts.
        """
        found: dict[str, Run] = {}
        for line in self._lines():
            key, event = line["key"], line["event"]
            run = found.setdefault(key, Run(key))
            facts = {
                name: value
                for name, value in line.items()
                if name not in ("schema", "at", "event", "key")
            }
            if event == "duplicate":
                run.duplicates[facts["job_id"]] = bool(facts.get("cancelled"))
                continue
            run.facts.update(facts)
            if event == "intent":
                run.facts["begun"] = line["at"]
            elif event == "taken":
                run.facts["taken"] = True
            elif run.state != "done":  # two kernels may end a run: a result counts more
                run.state = event
        return found

    def claim(self, key: str) -> FileLock | None:
        """Take a run into one's care, or return ``None`` when another kernel looks after it.

        The claim ends with the process that holds it, however that ends.
        """
        storage.private_folder(self.results)
        held = FileLock(self.results / f".{key}.lock", timeout=0, thread_local=False)
        try:
            held.acquire()
        except Timeout:
            return None
        return held

    def store(self, key: str, results: Sequence[Result]) -> None:
        """Keep results, and return when they have reached the disk.

        Raises:
            OSError: they could not be written.
        """
        storage.private_folder(self.results)
        record = {
            "schema": SCHEMA,
            "kind": "qinet_edu results",
            "results": [as_record(result) for result in results],
        }
        text = json.dumps(record, ensure_ascii=False) + "\n"
        storage.write(self._file(key), text, private=True)

    def load(self, key: str) -> list[Result]:
        """Read the results of a run.

        Raises:
            OSError, ValueError: they are not there, or cannot be read.
        """
        try:
            record = json.loads(self._file(key).read_text(encoding="utf-8"))
            return [from_record(entry) for entry in record["results"]]
        except (KeyError, TypeError, AttributeError) as problem:
            raise ValueError(f"{self._file(key).name} holds no results ({problem!r}).") from problem

    def _file(self, key: str) -> Path:
        return self.results / f"{key}.json"

    def _held(self) -> FileLock:
        return storage.lock(self.path)

    def _lines(self) -> list[dict[str, Any]]:
        if not self.path.exists():
            return []
        with self._held():
            raw = self.path.read_bytes().split(b"\n")
            sound, damaged = [], 0
            for text in filter(None, raw):
                line = _read(text)
                if line is None:
                    damaged += 1
                else:
                    sound.append((text, line))
            if damaged:
                self._keep_aside([text for text, _ in sound], damaged)
        newer = [line for _, line in sound if line["schema"] > SCHEMA]
        if newer:
            warn(
                f"{self.path.name} holds {len(newer)} lines of a newer version of the course, "
                "which are left as they are. Update this one to read them.",
                storage.StorageWarning,
                stacklevel=2,
            )
        return [line for _, line in sound if line["schema"] <= SCHEMA]

    def _keep_aside(self, sound: Sequence[bytes], damaged: int) -> None:
        moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
        aside = self.path.with_name(f"{self.path.stem}.damaged-{moment}{self.path.suffix}")
        storage.write(aside, self.path.read_bytes(), private=True)
        storage.write(self.path, b"".join(text + b"\n" for text in sound), private=True)
        warn(
            f"{damaged} lines of {self.path.name} could not be read. All of it is kept as "
            f"{aside.name} in {self.folder}; the other lines count. To fetch jobs that the lost "
            "lines were about: python start.py jobs collect --all",
            storage.StorageWarning,
            stacklevel=2,
        )


def _read(text: bytes) -> dict[str, Any] | None:
    try:
        line = json.loads(text)
        named = all(isinstance(line[name], str) for name in ("event", "key", "at"))
        return line if named and isinstance(line["schema"], int) else None
    except (ValueError, KeyError, TypeError):
        return None


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _reach_disk(folder: Path) -> None:
    """See that a new file's name has reached the disk too; not every system knows how."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
