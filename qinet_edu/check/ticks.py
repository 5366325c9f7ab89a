"""What a student has solved, kept in a file of their own."""

import html
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qinet_edu import reference, storage
from qinet_edu.check.exercise import exercises
from qinet_edu.check.verdict import Verdict

SCHEMA = 1


def progress() -> "Ticks":
    """Show what is solved, stage by stage.

    Example:
        >>> "Stage" in repr(progress()) or "Foundations" in repr(progress())
        True
    """
    record = storage.read(_file(), schema=SCHEMA, sound=_sound)
    return Ticks(dict(record.get("exercises", {})))


def note_verdict(exercise: str, verdict: Verdict) -> None:
    """Count an attempt, and tick the exercise off for good when it is right."""

    def change(record: storage.Record) -> None:
        entry = record.setdefault("exercises", {}).setdefault(exercise, {})
        entry["attempts"] = entry.get("attempts", 0) + 1
        entry["right"] = entry.get("right", False) or verdict.status == "right"

    storage.update(_file(), change, schema=SCHEMA, sound=_sound)


def note_hint(exercise: str, most: int) -> int:
    """Count a hint, and return the number of the one to show."""

    def change(record: storage.Record) -> None:
        entry = record.setdefault("exercises", {}).setdefault(exercise, {})
        entry["hints"] = min(most, entry.get("hints", 0) + 1)

    record = storage.update(_file(), change, schema=SCHEMA, sound=_sound)
    return int(record["exercises"][exercise]["hints"])


@dataclass(frozen=True)
class Ticks:
    """Hold what is solved, and show it as a table of stages and notebooks."""

    entries: dict[str, dict[str, Any]]

    def solved(self, exercise: str) -> bool:
        """Tell whether an exercise was ever answered rightly."""
        return bool(self.entries.get(exercise, {}).get("right"))

    def __repr__(self) -> str:
        rows = self._rows()
        width = max((len(title) for _, notebooks in rows for title, *_ in notebooks), default=0)
        lines = []
        for stage, notebooks in rows:
            lines.append(stage)
            lines += [f"  {title:<{width}} {marks}  {count}" for title, marks, count in notebooks]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><th colspan="3" scope="rowgroup" style="text-align:left">{html.escape(stage)}'
            "</th></tr>"
            + "".join(
                f'<tr><td style="text-align:left">{html.escape(title)}</td>'
                f'<td style="letter-spacing:.2em">{marks}</td><td>{count}</td></tr>'
                for title, marks, count in notebooks
            )
            for stage, notebooks in self._rows()
        )
        return f"<table><caption>Your progress: ✓ solved, · open</caption>{rows}</table>"

    def _rows(self) -> list[tuple[str, list[tuple[str, str, str]]]]:
        rows: dict[str, list[tuple[str, str, str]]] = {}
        for lesson in reference.curriculum():
            asked = [entry.id for entry in lesson.exercises if entry.id in exercises()]
            if asked:
                done = sum(map(self.solved, asked))
                marks = "".join("✓" if self.solved(name) else "·" for name in asked)
                title = f"{lesson.number} {lesson.title}"
                stage = reference.stage_title(lesson.stage)
                rows.setdefault(stage, []).append((title, marks, f"{done} of {len(asked)}"))
        return [*rows.items()]


def _file() -> Path:
    return storage.work_folder() / "progress.json"


def _sound(record: storage.Record) -> bool:
    entries = record.get("exercises", {})
    return isinstance(entries, dict) and all(
        isinstance(entry, dict)
        and all(isinstance(entry.get(count, 0), int) for count in ("attempts", "hints", "right"))
        for entry in entries.values()
    )
