"""``qinet grade init``: a course folder that nbgrader and ``qinet grade`` can work in."""

import csv
import io
import re
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from qinet_edu import storage
from qinet_edu.grading.config import course_file
from qinet_edu.grading.gradebook import SETTINGS, Course

ROSTER = "roster.csv"
COLUMNS = ("id", "first_name", "last_name", "email")


class CourseTrouble(RuntimeError):
    """A course's folder, or what it is made from, is not as it should be; the message says how."""


@dataclass(frozen=True)
class Person:
    """Name a student as the gradebook does."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""


def set_up(
    folder: Path, solutions: Path, *, name: str = "", late: str = "none"
) -> tuple[Course, list[str]]:
    """Make a course of every exercise set there is; a course that exists gets what it lacks.

    Args:
        folder: where.
        solutions: a folder of solved notebooks, one for each set.
        name: the course's id, part of every student's numbers; one is drawn when left out, so that
            last year's answers do not fit.
        late: what a late submission loses, as :func:`~qinet_edu.grading.config.course_file` has it.

    Returns:
        The course, and the names of the sets that are new in it.

    Raises:
        CourseTrouble: the folder belongs to something else, or the name or ``late`` cannot be.
        OSError: the folder cannot be written.
    """
    settings = folder / SETTINGS
    if not settings.exists():
        if folder.exists() and any(folder.iterdir()):
            raise CourseTrouble(
                f"{folder} is not empty and no course. Name a folder that does not exist yet."
            )
        slug = re.sub(r"[^\w-]+", "-", folder.resolve().name).strip("-") or "course"
        name = name or f"{slug}-{secrets.token_hex(2)}"
        if not re.fullmatch(r"\w[\w.-]*", name):
            raise CourseTrouble(
                f"A course cannot be called {name!r}: use letters, digits and . - _ only."
            )
        try:
            text = course_file(name, late=late)
        except ValueError as refused:
            raise CourseTrouble(str(refused)) from None
        storage.write(settings, text)
    elif name and name != Course(folder).id:
        raise CourseTrouble(
            f"This course is {Course(folder).id}, not {name}. Its id is part of every student's "
            "numbers and stays as it is; make another folder for another course."
        )
    course = Course(folder)
    (course.folder / "submitted").mkdir(exist_ok=True)
    new = [path for path in sorted(solutions.rglob("*.ipynb")) if path.stem not in course.sources()]
    for path in new:
        course.hand_out(path)
    return course, [path.stem for path in new]


def open_course(folder: Path) -> Course:
    """Return the course in a folder.

    Raises:
        CourseTrouble: there is none.
    """
    if not (folder / SETTINGS).exists():
        raise CourseTrouble(
            f"There is no course in {folder}. Make one: python start.py grade init {folder}"
        )
    return Course(folder)


def add_people(course: Course, content: bytes) -> int:
    """Write a class list into the gradebook, and keep it; return how many are on it.

    Raises:
        CourseTrouble: it is no class list; nothing was changed.
    """
    people = read_roster(content)
    with course.gradebook() as gradebook:
        for person in people:
            told = asdict(person)
            gradebook.update_or_create_student(told.pop("id"), **told)
    storage.write(course.folder / ROSTER, content, private=True)
    return len(people)


def roster(folder: Path) -> list[Person]:
    """Return the class list of a course; empty when it has none."""
    path = folder / ROSTER
    return read_roster(path.read_bytes()) if path.exists() else []


def read_roster(content: bytes) -> list[Person]:
    """Read a class list: CSV with a column ``id``, and maybe first_name, last_name and email.

    Raises:
        CourseTrouble: it is none; the message names the line.

    Example:
        >>> read_roster(b"id,email\\nada,ada@example.org\\n")
        [Person(id='ada', first_name='', last_name='', email='ada@example.org')]
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CourseTrouble("The class list is not UTF-8: save it as “CSV UTF-8”.") from None
    first = text.partition("\n")[0]
    rows = csv.DictReader(
        io.StringIO(text), delimiter=max(",;\t", key=first.count), skipinitialspace=True
    )
    people: dict[str, Person] = {}
    names = [str(name).strip().lower() for name in rows.fieldnames or []]
    if "id" not in names:
        raise CourseTrouble(
            f"The class list needs a column id; its first line is {first.strip()[:80]!r}. Others "
            f"may be {', '.join(COLUMNS[1:])}."
        )
    rows.fieldnames = names
    for row in rows:
        values = {name: (row.get(name) or "").strip() for name in COLUMNS}
        who = values["id"]
        if not any(values.values()):
            continue
        where = f"Line {rows.line_num} of the class list"
        if not re.fullmatch(r"\w[\w .@'-]*", who):
            raise CourseTrouble(
                f"{where}: the id {who!r} is empty or cannot name a folder; use letters, digits, "
                "spaces and . - _ @ '"
            )
        if who in people:
            raise CourseTrouble(f"{where}: {who} was there before.")
        people[who] = Person(**values)
    return list(people.values())
