"""What nbgrader's gradebook says: marks, those given by hand among them, and what was taken off."""

from dataclasses import dataclass, field
from datetime import datetime

from qinet_edu.grading.gradebook import Course
from qinet_edu.grading.setting_up import Person


@dataclass(frozen=True)
class Score:
    """Hold what a student has for an assignment.

    Attributes:
        mark: the sum of the exercises, before anything is taken off.
        penalty: what is taken off for being late.
        exercises: mark by exercise; what an instructor gave by hand comes before the judge's.
        by_hand: the exercises that an instructor marked.
        to_mark: the exercises that wait for one.
    """

    mark: float
    penalty: float
    handed_in: datetime | None
    seconds_late: float
    exercises: dict[str, float] = field(default_factory=dict)
    by_hand: tuple[str, ...] = ()
    to_mark: tuple[str, ...] = ()

    @property
    def total(self) -> float:
        """Return the mark that counts."""
        return max(0.0, self.mark - self.penalty)


@dataclass(frozen=True)
class Scores:
    """Hold what a course's gradebook says.

    Attributes:
        people: everybody in it.
        points: for each assignment, what each exercise is worth.
        scores: by assignment and student; nothing for who handed nothing in.
    """

    people: list[Person]
    points: dict[str, dict[str, float]]
    scores: dict[tuple[str, str], Score]


def read_scores(course: Course) -> Scores:
    """Read the gradebook of a course."""
    with course.gradebook() as gradebook:
        people = [
            Person(one.id, one.first_name or "", one.last_name or "", one.email or "")
            for one in gradebook.students
        ]
        points: dict[str, dict[str, float]] = {}
        found: dict[tuple[str, str], Score] = {}
        for assignment in gradebook.assignments:
            points[assignment.name] = {
                _exercise(cell.name): float(cell.max_score)
                for notebook in assignment.notebooks
                for cell in sorted(notebook.grade_cells, key=lambda cell: str(cell.name))
            }
            for submission in assignment.submissions:
                grades = [grade for book in submission.notebooks for grade in book.grades]
                late = 0.0
                if submission.timestamp and assignment.duedate:  # without one, an extension fails
                    late = float(submission.total_seconds_late)
                found[assignment.name, submission.student.id] = Score(
                    mark=float(submission.score),
                    penalty=float(submission.late_submission_penalty or 0),
                    handed_in=submission.timestamp,
                    seconds_late=late,
                    exercises={_exercise(grade.name): float(grade.score or 0) for grade in grades},
                    by_hand=_names(grades, lambda grade: grade.manual_score is not None),
                    to_mark=_names(grades, lambda grade: grade.needs_manual_grade),
                )
    key = {person.id: (person.last_name, person.first_name, person.id) for person in people}
    return Scores(sorted(people, key=lambda one: key[one.id]), dict(sorted(points.items())), found)


def _names(grades: list[object], wanted: object) -> tuple[str, ...]:
    assert callable(wanted)
    return tuple(sorted(_exercise(grade.name) for grade in grades if wanted(grade)))  # type: ignore[attr-defined]


def _exercise(cell: str) -> str:
    return cell.removeprefix("ex-").replace("-", ".") if cell.startswith("ex-") else cell
