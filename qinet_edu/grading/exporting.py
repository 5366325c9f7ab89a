"""``qinet grade export``: the marks of a course as a table that spreadsheets and others read.

Each layout is a function from scores to rows; those of Canvas and Moodle have their place in the
table of layouts.
"""

import csv
import io
from collections.abc import Callable
from typing import Any

from qinet_edu.grading.report import guarded
from qinet_edu.grading.scores import Scores

Rows = list[list[Any]]


def plain(scores: Scores) -> Rows:
    """Return one row for each student: who, the mark for each assignment, and the sum.

    Who handed nothing in has an empty mark, which counts nothing.
    """
    who = ["student", "first_name", "last_name", "email"]
    worth = {name: sum(points.values()) for name, points in scores.points.items()}
    heads = [f"{name} (of {points:g})" for name, points in worth.items()]
    rows: Rows = [[*who, *heads, f"total (of {sum(worth.values()):g})"]]
    for person in scores.people:
        marks = [scores.scores.get((name, person.id)) for name in worth]
        names = [person.id, person.first_name, person.last_name, person.email]
        totals = [_short(mark.total) if mark else "" for mark in marks]
        total = _short(sum(mark.total for mark in marks if mark))
        rows.append([*map(guarded, names), *totals, total])
    return rows


LAYOUTS: dict[str, Callable[[Scores], Rows]] = {"plain": plain}


def as_csv(scores: Scores, layout: str = "plain") -> str:
    """Return the marks of a course as CSV.

    Args:
        scores: what the gradebook says.
        layout: the columns, one of ``LAYOUTS``.
    """
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(LAYOUTS[layout](scores))
    return text.getvalue()


def _short(mark: float) -> float | int:
    return int(mark) if mark == int(mark) else round(mark, 4)
