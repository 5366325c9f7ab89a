"""``qinet grade report``: who has how many marks, and which misconception how many had.

It names marks, exercises and misconceptions, and nothing that a student wrote.
"""

import csv
import html
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from qinet_edu import reference
from qinet_edu.grading.boxes import NO_BOX
from qinet_edu.grading.gradebook import Course
from qinet_edu.grading.outputs import line
from qinet_edu.grading.records import Records
from qinet_edu.grading.scores import Scores, read_scores
from qinet_edu.grading.submissions import find

UNSAFE = "WITHOUT A BOX: students' code could do on this computer whatever the grader can."


@dataclass
class Exercise:
    """Count how an exercise was answered."""

    id: str
    points: float
    title: str = ""
    varies: bool = False
    right: int = 0
    wrong: int = 0
    unanswered: int = 0
    slips: Counter[str] = field(default_factory=Counter)


@dataclass
class Report:
    """Hold what an instructor wants to know of one assignment.

    Attributes:
        table: one row for each student: name, marks by exercise, taken off, total, remarks.
        troubles: what was handed in and could not be marked, or lies in a wrong place.
        unsafe: how many submissions were run without a box.
    """

    assignment: str
    exercises: list[Exercise]
    table: list[tuple[str, list[str], str, str, str]]
    troubles: list[str]
    unsafe: int = 0

    @property
    def points(self) -> float:
        """Return what the exercises are worth together."""
        return sum(exercise.points for exercise in self.exercises)


def report(course: Course, assignments: Sequence[str] = ()) -> list[Report]:
    """Report on the assignments of a course; on all that something was handed in for when none
    is named."""
    scores = read_scores(course)
    records = {
        (str(record.get("assignment")), str(record.get("student"))): record
        for record in Records(course.folder).all()
    }
    strays: dict[str, list[str]] = {}
    for one in find(course.folder, scores.points):
        if one.problem:
            name = f"{one.student}/{one.assignment}".rstrip("/")
            strays.setdefault("", []).append(line(f"{name}: {one.problem}"))
    begun = {name for name, _ in (*records, *scores.scores)}
    wanted = assignments or [name for name in scores.points if name in begun]
    made = []
    for name in wanted:
        mine = {student: record for (there, student), record in records.items() if there == name}
        made.append(_one(name, scores, mine))
        made[-1].troubles += strays.get("", [])
    return made


def _one(assignment: str, scores: Scores, records: dict[str, Any]) -> Report:
    known = {e.id: e for lesson in reference.curriculum() for e in lesson.exercises}
    exercises = {}
    for name, points in scores.points.get(assignment, {}).items():
        there = known.get(name)
        exercises[name] = Exercise(
            name, points, there.title if there else "", bool(there and there.varies)
        )
    for record in records.values():
        for said in record.get("exercises", []) if not record.get("problem") else []:
            if said["exercise"] in exercises:
                _count(exercises[said["exercise"]], said)
    table, troubles = [], []
    for person in scores.people:
        score = scores.scores.get((assignment, person.id))
        record = records.get(person.id, {})
        remarks = [line(note) for note in record.get("notes", [])]
        if record.get("problem"):
            remarks = [f"not graded: {line(record['problem'])}"]
        name = line(" ".join((person.id, person.first_name, person.last_name)))
        if score is None:
            table.append((name, ["–"] * len(exercises), "", "–", "; ".join(remarks)))
            continue
        if record.get("stopped"):
            remarks.append(f"stopped: {line(record['stopped'])}")
        if score.by_hand:
            remarks.append(f"by hand: {', '.join(score.by_hand)}")
        if score.to_mark:
            remarks.append(f"to be looked at: {', '.join(score.to_mark)}")
        if score.seconds_late:
            remarks.append(f"late by {score.seconds_late / 86400:.1f} days")
        marks = [f"{score.exercises.get(name, 0):g}" for name in exercises]
        taken = f"−{score.penalty:g}" if score.penalty else ""
        table.append((name, marks, taken, f"{score.total:g}", "; ".join(remarks)))
    people = {person.id for person in scores.people}
    for student, record in records.items():
        if record.get("problem") and student not in people:
            troubles.append(line(f"{student}: {record['problem']}"))
    unsafe = sum(record.get("boxed") == NO_BOX for record in records.values())
    return Report(assignment, [*exercises.values()], table, troubles, unsafe)


def _count(exercise: Exercise, said: Any) -> None:
    if said.get("status") == "right":
        exercise.right += 1
    elif said.get("status") == "wrong":
        exercise.wrong += 1
        exercise.slips.update(said.get("slips") or [nameless(str(said.get("words", "")))])
    else:
        exercise.unanswered += 1


def nameless(words: str) -> str:
    """Return what is left of a message when all that is one student's is taken out of it.

    Example:
        >>> nameless("P(1) is 0.06, expected 0.25. Stuck? Ask hint(\\"01.1\\").")
        'P(1) is …, expected …'
    """
    words = re.split(r" Stuck\? | A cell above failed| The run ended early", words)[0]
    words = re.sub(r"'[^']*'|\"[^\"]*\"|“[^”]*”", "…", words)
    words = re.sub(r"(?<![\w(])[-−+]?\d[\d.,]*(?:e[-+]?\d+)?(?<![.,])", "…", words)
    return line(words, most=120).rstrip(".") or "no words"


def as_text(reports: Sequence[Report]) -> str:
    """Return reports as plain text for a terminal."""
    parts = []
    for one in reports:
        lines = [f"{one.assignment}  ({one.points:g} points)", "=" * len(one.assignment)]
        if one.unsafe:
            lines.append(f"{one.unsafe} run {UNSAFE}")
        heads = ["student", *(e.id for e in one.exercises), "late", "total", ""]
        rows = [heads, ["of", *(f"{e.points:g}" for e in one.exercises), "", f"{one.points:g}", ""]]
        rows += [[name, *marks, taken, total, why] for name, marks, taken, total, why in one.table]
        widths = [max(len(row[column]) for row in rows) for column in range(len(heads) - 1)]
        for row in rows:
            cells = [row[0].ljust(widths[0])]
            cells += [text.rjust(width) for text, width in zip(row[1:-1], widths[1:], strict=True)]
            lines.append("  ".join([*cells, row[-1]]).rstrip())
        lines += ["", *(words for exercise in one.exercises for words in _exercise_lines(exercise))]
        if one.troubles:
            lines += ["", "not graded", *(f"  {trouble}" for trouble in one.troubles)]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) or "Nothing was marked yet."


def _exercise_lines(exercise: Exercise) -> list[str]:
    varies = "; numbers vary per student" if exercise.varies else ""
    counts = f"{exercise.right} right, {exercise.wrong} wrong, {exercise.unanswered} not answered"
    lines = [f"{exercise.id} {exercise.title}: {counts}{varies}"]
    return lines + [f"  {count:4}  {slip}" for slip, count in exercise.slips.most_common()]


STYLE = (
    ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;"
    "max-width:70rem;padding:0 1rem}table{border-collapse:collapse;margin:1rem 0}"
    "th,td{padding:.25rem .6rem;border-bottom:1px solid #8886;text-align:right}"
    "th:first-child,td:first-child,td:last-child,.words td{text-align:left}"
    ".unsafe{border:2px solid;padding:.5rem;font-weight:bold}"
)


def as_html(reports: Sequence[Report], *, course: str) -> str:
    """Return reports as one page that holds no script and loads nothing."""
    title = html.escape(f"Marks · {course}")
    body = [f"<h1>{title}</h1>"]
    for one in reports:
        body.append(f"<h2>{html.escape(one.assignment)} ({one.points:g} points)</h2>")
        if one.unsafe:
            body.append(f'<p class="unsafe" role="alert">{one.unsafe} run {UNSAFE}</p>')
        heads = ["student", *(e.id for e in one.exercises), "late", "total", "remarks"]
        rows = [[name, *marks, taken, total, why] for name, marks, taken, total, why in one.table]
        body.append(_table("Marks per student", heads, rows))
        body.append("<h3>What went wrong</h3>")
        for exercise in one.exercises:
            head, *_ = _exercise_lines(exercise)
            body.append(f"<p><strong>{html.escape(head)}</strong></p>")
            if exercise.slips:
                slips = [[str(n), slip] for slip, n in exercise.slips.most_common()]
                caption = f"Misconceptions in {exercise.id}"
                body.append(_table(caption, ["students", "misconception"], slips, kind="words"))
        if one.troubles:
            items = "".join(f"<li>{html.escape(trouble)}</li>" for trouble in one.troubles)
            body.append(f"<h3>Not graded</h3><ul>{items}</ul>")
    if not reports:
        body.append("<p>Nothing was marked yet.</p>")
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        f"style-src 'unsafe-inline'\"><title>{title}</title><style>{STYLE}</style></head>"
        f"<body>{''.join(body)}</body></html>\n"
    )


def _table(caption: str, heads: list[str], rows: list[list[str]], *, kind: str = "") -> str:
    top = "".join(f'<th scope="col">{html.escape(head)}</th>' for head in heads)
    lines = ["".join(f"<td>{html.escape(text)}</td>" for text in row) for row in rows]
    body = "".join(f"<tr>{cells}</tr>" for cells in lines)
    return (
        f'<table class="{kind}"><caption>{html.escape(caption)}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
    )


def as_csv(reports: Sequence[Report]) -> str:
    """Return the counts of misconceptions as CSV; marks are what ``export`` writes."""
    rows = io.StringIO()
    table = csv.writer(rows, lineterminator="\n")
    table.writerow(["assignment", "exercise", "answer", "misconception", "students"])
    for one in reports:
        for exercise in one.exercises:
            counts = (exercise.right, exercise.wrong, exercise.unanswered)
            for answer, count in zip(("right", "wrong", "not answered"), counts, strict=True):
                table.writerow([one.assignment, exercise.id, answer, "", count])
            for slip, count in exercise.slips.most_common():
                table.writerow([one.assignment, exercise.id, "wrong", guarded(slip), count])
    return rows.getvalue()


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    Example:
        >>> guarded("=cmd()"), guarded("ada")
        ("'=cmd()", 'ada')
    """
    return f"'{text}" if text[:1] in tuple("=+-@\t\r") else text
