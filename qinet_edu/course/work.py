"""The student's own copies of lessons and exercises: brought, updated beside, never overwritten."""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

from qinet_edu import storage
from qinet_edu.course.checkout import ROOT

SCHEMA = 1
MANIFEST = ".qinet.json"


def sources(root: Path = ROOT) -> dict[str, Path]:
    """Return every lesson and exercise under the name its copy has in the work folder.

    They lie as they do in the course (``notebooks/0-foundations/01-….ipynb``), so that a link from
    one to another holds in both places.
    """
    return {
        path.relative_to(root).as_posix(): path
        for folder in ("notebooks", "exercises")
        for path in sorted((root / folder).rglob("*.ipynb"))
        if ".ipynb_checkpoints" not in path.parts
    }


def pages(root: Path = ROOT) -> dict[str, Path]:
    """Return every page that lessons point to, under the name its copy has in the work folder."""
    return {
        path.relative_to(root).as_posix(): path for path in sorted((root / "docs").glob("*.md"))
    }


def bring(work: Path | None = None, *, root: Path = ROOT, today: date | None = None) -> list[str]:
    """Bring each lesson and exercise into the work folder; return what the student should know.

    A copy that exists is never touched. A lesson that has changed since its copy was made arrives
    beside it under a name with the date. Outputs stay behind: a stored one would give away the
    prediction the student is asked for. Pages to read are renewed, unless the student wrote in
    them.

    Args:
        work: the work folder; ``storage.work_folder()`` when left out.
        root: the course's own folder.
        today: the date an update is named for; today's when left out.

    Returns:
        One sentence for each thing that is new, and none on an ordinary day.

    Raises:
        OSError: the work folder cannot be written.
        ValueError: a lesson of the course is damaged.
    """
    work = work or storage.work_folder()
    today = today or date.today()
    news: list[str] = []

    def change(record: storage.Record) -> None:
        copies = record.get("copies")
        known = record["copies"] = copies if isinstance(copies, dict) else {}
        for name, source in sources(root).items():
            lesson = clear(source)
            said = _bring_one(work / name, lesson, known=known.get(name), today=today)
            known[name] = fingerprint(lesson)
            news.extend([said] if said else [])
        for name, page in pages(root).items():
            known[name] = _renew(work / name, page.read_text(encoding="utf-8"), known.get(name))

    storage.update(work / MANIFEST, change, schema=SCHEMA)
    return news


def clear(path: Path) -> dict[str, Any]:
    """Return a notebook without outputs, counts and widget state; cells keep their ids.

    Raises:
        ValueError: the file is no notebook.
    """
    try:
        notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        notebook["metadata"].pop("widgets", None)
        for cell in notebook["cells"]:
            cell["metadata"].pop("execution", None)
            if cell["cell_type"] == "code":
                cell["outputs"], cell["execution_count"] = [], None
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise ValueError(
            f"{path} is damaged and cannot be opened as a notebook. Get the course again: with "
            f"`git restore {path.name}` in its folder, or by downloading it anew."
        ) from problem
    return notebook


def fingerprint(notebook: dict[str, Any]) -> str:
    """Return a hash of what a student reads and runs in a notebook, whatever they made of it.

    Running cells, or opening them in another editor, changes outputs, ids and metadata, not this.
    """
    said = [
        [cell["cell_type"], "".join(cell["source"]), cell["metadata"].get("nbgrader")]
        for cell in notebook["cells"]
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _bring_one(copy: Path, lesson: dict[str, Any], *, known: str | None, today: date) -> str:
    """Bring one lesson to its copy's place or beside it; return what to say, if anything.

    ``known`` is the fingerprint of the lesson that was brought last; None when it was lost, and
    then the copies themselves say which lesson they were made from.
    """
    new = fingerprint(lesson)
    if not copy.exists():
        _write(copy, lesson)
        return f"{copy.name} was not in its place any more; a fresh copy is there." if known else ""
    if known == new or new in (_origin(beside) for beside in _family(copy)):
        return ""
    beside = copy.with_name(f"{copy.stem} (updated {today:%Y-%m-%d}).ipynb")
    number = 2
    while beside.exists():
        beside = copy.with_name(f"{copy.stem} (updated {today:%Y-%m-%d}, {number}).ipynb")
        number += 1
    _write(beside, lesson)
    return f"{copy.name} has changed since your copy: yours stays, the new one is {beside.name}."


def _renew(copy: Path, text: str, known: str | None) -> str:
    """Bring a page's copy up to date where it is as it was brought; return its fingerprint."""
    new = hashlib.sha256(text.encode()).hexdigest()
    there = hashlib.sha256(copy.read_bytes()).hexdigest() if copy.exists() else known
    if there not in (known, new):
        return known or ""
    if there != new or not copy.exists():
        storage.write(copy, text)
    return new


def _family(copy: Path) -> list[Path]:
    """Return a copy and the updates that lie beside it."""
    updates = (path for path in copy.parent.iterdir() if path.suffix == ".ipynb")
    return [copy, *(path for path in updates if path.name.startswith(f"{copy.stem} (updated "))]


def _origin(copy: Path) -> str | None:
    """Return the fingerprint of the lesson a copy was made from, or None if nothing tells."""
    try:
        notebook = clear(copy)
        said = notebook["metadata"].get("qinet", {}).get("source")
        return said if isinstance(said, str) else fingerprint(notebook)
    except (ValueError, KeyError, TypeError, AttributeError, OSError):
        return None


def _write(copy: Path, lesson: dict[str, Any]) -> None:
    metadata = {**lesson["metadata"], "qinet": {"source": fingerprint(lesson)}}
    content = json.dumps({**lesson, "metadata": metadata}, ensure_ascii=False, indent=1)
    storage.write(copy, content + "\n")
