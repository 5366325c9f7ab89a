"""Files kept for a student: whole or not at all, one writer at a time, never thrown away."""

import json
import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from warnings import warn

from filelock import FileLock, Timeout

Record = dict[str, Any]
Check = Callable[[Record], bool]


class StorageWarning(UserWarning):
    """Something about a student's file needs their attention; nothing was lost."""


def work_folder() -> Path:
    """Return the folder that holds a student's own copies, answers and progress.

    ``QINET_WORK`` names it (``qinet open`` sets it, so every kernel agrees wherever its notebook
    lies); without it, ``work/`` beside the library.

    Example:
        >>> work_folder().is_absolute()
        True
    """
    named = os.environ.get("QINET_WORK")
    return Path(named).resolve() if named else Path(__file__).resolve().parents[1] / "work"


def config_folder() -> Path:
    """Return the folder for what is nobody else's business: accounts, and jobs that cost money.

    ``QINET_CONFIG`` names it; without it, it lies where the system keeps a user's settings. It is
    never in the work folder or beside the library: those are copied, handed in and published.

    Raises:
        ValueError: the folder would lie in the work folder or in the checkout.

    Example:
        >>> config_folder().is_absolute()
        True
    """
    if named := os.environ.get("QINET_CONFIG"):
        folder = Path(named).expanduser().resolve()
    elif os.name == "nt":
        folder = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming", "qinet")
    else:
        folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config", "qinet")
    for shared in (work_folder(), Path(__file__).resolve().parents[1]):
        if folder.resolve().is_relative_to(shared):
            raise ValueError(
                f"Settings would be kept in {folder}, which lies in {shared}: what is there is "
                "handed in and published. Set QINET_CONFIG to a folder of your own elsewhere."
            )
    return folder


def private_folder(path: Path) -> Path:
    """Make a folder that only its owner can enter, and return it.

    On Windows the mode means nothing: who can enter is what the folder above says.

    Example:
        >>> private_folder(Path(tempfile.mkdtemp()) / "mine").name
        'mine'
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.stat().st_mode & 0o077:
        path.chmod(0o700)
    return path


def write(path: Path, content: str | bytes, *, private: bool = False) -> None:
    """Write a file so that a reader finds the old content or the new, never half of one.

    The content goes to a neighbour first, reaches the disk, and takes the file's place in one step.

    Args:
        path: the file; its folder is made.
        content: what it holds afterwards.
        private: nobody but its owner can read it, at no moment; else its mode stays as it was.

    Raises:
        OSError: the folder cannot be written, or the disk is full; the old file is untouched.

    Example:
        >>> folder = Path(tempfile.mkdtemp())
        >>> write(folder / "note.txt", "Φ+")
        >>> (folder / "note.txt").read_text(encoding="utf-8")
        'Φ+'
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        if not private:  # it was made so
            part.chmod(path.stat().st_mode if path.exists() else 0o644)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def lock(path: Path) -> FileLock:
    """Return the lock that keeps two kernels from writing ``path`` at once, on every system.

    Example:
        >>> with lock(Path(tempfile.mkdtemp()) / "progress.json") as held:
        ...     held.is_locked
        True
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    return FileLock(path.with_name(f".{path.name}.lock"), timeout=10)


def read(path: Path, *, schema: int, sound: Check | None = None) -> Record:
    """Read a JSON record; keep a damaged one aside and start afresh, saying so.

    A power cut or a full disk can leave half a file. Starting afresh lets the student go on, and
    the damaged file stays beside the new one for whoever can mend it.

    Args:
        path: the file; one that does not exist is an empty record.
        schema: the layout this version writes; a file of a newer one is kept aside too.
        sound: tells whether a record has the shape it should have; one without is kept aside.

    Returns:
        The record, with its ``schema``.

    Example:
        >>> read(Path("nowhere.json"), schema=1)
        {'schema': 1}
    """
    if not path.exists():
        return {"schema": schema}
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(record, dict) or not isinstance(record.get("schema"), int):
            raise ValueError("it is not a record of this course")
        if record["schema"] > schema:
            raise ValueError("a newer version of the course wrote it: update this one to read it")
        if sound is not None and not sound(record):
            raise ValueError("its content has another shape than it should")
    except ValueError as problem:
        moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
        aside = path.with_name(f"{path.stem}.damaged-{moment}{path.suffix}")
        path.replace(aside)
        warn(
            f"{path.name} could not be read ({problem}). It is kept as {aside.name} in "
            f"{path.parent}, and a new one was begun. You can go on working.",
            StorageWarning,
            stacklevel=2,
        )
        return {"schema": schema}
    return record


def update(
    path: Path, change: Callable[[Record], None], *, schema: int, sound: Check | None = None
) -> Record:
    """Change a JSON record under its lock, and return it as written.

    Args:
        path: the file; made when it does not exist.
        change: alters the record it is given.
        schema: the layout this version writes.
        sound: tells whether a record has the shape it should have.

    Raises:
        TimeoutError: another program has held the file for ten seconds.

    Example:
        >>> file = Path(tempfile.mkdtemp()) / "progress.json"
        >>> update(file, lambda record: record.update(ticks=2), schema=1)
        {'schema': 1, 'ticks': 2}
    """
    try:
        with lock(path):
            record = read(path, schema=schema, sound=sound)
            change(record)
            record["schema"] = schema
            write(path, json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    except Timeout as busy:
        raise TimeoutError(
            f"Another program has held {path.name} for ten seconds. Close other notebooks of this "
            "course, or restart their kernels, and run the cell again."
        ) from busy
    return record
