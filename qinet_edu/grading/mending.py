"""A submission put in order before it is run: every cell that was handed out there once, unchanged.

Students delete, copy, split, move and edit cells, and editors drop what nbgrader wrote into them.
None of that may cost a mark, or win one: an answer is known by its name, wherever it stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import nbformat
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

NOTES = "qinet_notes"  # in the notebook's metadata, from this step to the one that runs it


@dataclass(frozen=True)
class Source:
    """Hold a cell as it was handed out."""

    name: str
    kind: str
    source: str
    locked: bool
    metadata: dict[str, Any]


class MendCells(NbGraderPreprocessor):  # type: ignore[misc]
    """Put a submission in order, and note what had been done to it."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Replace the cells of a submission by those that :func:`mend` returns."""
        told = resources["nbgrader"]
        with Gradebook(told["db_url"]) as gradebook:
            sources = handed_out(gradebook.find_notebook(told["notebook"], told["assignment"]))
        cells, notes = mend(nb.cells, sources)
        nb.nbformat, nb.nbformat_minor = 4, 5
        nb.cells = cells
        nb.metadata = nbformat.from_dict({NOTES: notes})
        return nb, resources


def handed_out(notebook: Any) -> list[Source]:
    """Return the cells of an assignment's notebook that nbgrader knows, in their order."""
    graded = {cell.name: float(cell.max_score) for cell in notebook.grade_cells}
    solutions = {cell.name for cell in notebook.solution_cells}
    tasks = {cell.name: float(cell.max_score) for cell in notebook.task_cells}
    found = []
    for cell in notebook.source_cells:
        metadata = {
            "grade_id": cell.name,
            "grade": cell.name in graded,
            "solution": cell.name in solutions,
            "task": cell.name in tasks,
            "locked": bool(cell.locked),
            "checksum": cell.checksum,
            "cell_type": cell.cell_type,
            "schema_version": 3,
        }
        if cell.name in graded or cell.name in tasks:
            metadata["points"] = {**tasks, **graded}[cell.name]
        locked = bool(cell.locked)
        found.append(Source(cell.name, cell.cell_type, cell.source or "", locked, metadata))
    return found


def mend(cells: Sequence[Any], sources: Sequence[Source]) -> tuple[list[Any], list[str]]:
    """Return a submission's cells with every cell that was handed out there once, and unchanged.

    Args:
        cells: what a student handed in, in its order.
        sources: what was handed out, in its order.

    Returns:
        The cells, and a line on each thing that had to be mended. Whatever else the student wrote
        stays where it is, as ordinary cells. What was given stands before what needs it. A cell for
        an answer that is missing is not put back: its answer may stand in another, and the stub
        would take its place.
    """
    known = {source.name: source for source in sources}
    names = [_name(cell, known) for cell in cells]
    last = {name: index for index, name in enumerate(names) if name}
    found: dict[str, list[str]] = {}  # what had to be mended, and where
    placed: list[tuple[str, Any]] = []
    for index, (name, cell) in enumerate(zip(names, cells, strict=True)):
        if name and last[name] == index:
            source = known[name]
            if source.locked and cell.source.strip() != source.source.strip():
                found.setdefault("changed, and put back", []).append(name)
            elif cell.cell_type != source.kind:
                found.setdefault("made a cell of another kind", []).append(name)
            placed.append((name, _cell(source, source.source if source.locked else cell.source)))
        else:
            if name:
                found.setdefault("there more than once", []).append(name)
            kind = cell.cell_type if cell.cell_type in ("code", "markdown") else "raw"
            placed.append(("", _make(kind, cell.source, f"student-{index}")))
    for number, source in enumerate(sources):
        before = {earlier.name for earlier in sources[:number]}
        later = {other.name for other in sources[number + 1 :]}
        if source.name not in last:
            found.setdefault("missing", []).append(source.name)
            if source.locked:
                spots = [i + 1 for i, (name, _) in enumerate(placed) if name in before]
                placed.insert(max(spots, default=0), (source.name, _cell(source, source.source)))
        if source.locked and not source.metadata["grade"]:
            at = next(i for i, (name, _) in enumerate(placed) if name == source.name)
            first = next((i for i, (name, _) in enumerate(placed) if name in later), at)
            if first < at:
                placed.insert(first, placed.pop(at))
                if source.name in last:
                    found.setdefault("below what needs it, and moved up", []).append(source.name)
    notes = [f"{what}: {', '.join(dict.fromkeys(where))}" for what, where in found.items()]
    if not last:
        notes = ["none of its cells is one that was handed out; its answers count by name"]
    return [cell for _, cell in placed], notes


def _name(cell: Any, known: dict[str, Source]) -> str:
    """Return which handed-out cell this is: by nbgrader's name, the notebook's, or what it says."""
    metadata = cell.get("metadata", {}).get("nbgrader")
    name = metadata.get("grade_id") if isinstance(metadata, dict) else cell.get("id")
    if isinstance(name, str) and name in known:
        return name
    said = cell.source.strip()
    same = (source.name for source in known.values() if source.locked and said)
    return next((name for name in same if known[name].source.strip() == said), "")


def _cell(source: Source, text: str) -> Any:
    cell = _make(source.kind, text, source.name)
    cell.metadata["nbgrader"] = nbformat.from_dict(source.metadata)
    return cell


def _make(kind: str, text: str, name: str) -> Any:
    make = getattr(nbformat.v4, f"new_{kind}_cell")
    cell = make(text)
    cell.id = name[:64] if name.replace("-", "").replace("_", "").isalnum() else cell.id
    return cell
