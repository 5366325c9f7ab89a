"""Who is asking: from a course and a name follow the numbers of a student's own exercises."""

import hashlib
import os
from dataclasses import dataclass

import numpy as np

from qinet_edu import storage

SCHEMA = 1


@dataclass(frozen=True)
class Student:
    """Name a student of a course, as the instructor spells both; neither is a secret.

    Example:
        >>> ada = Student("qinet-2026", "ada")
        >>> ada.generator("01.5").integers(1000) == ada.generator("01.5").integers(1000)
        np.True_
    """

    course: str
    name: str

    def generator(self, exercise: str) -> np.random.Generator:
        """Return the source of this student's numbers in an exercise, the same on every computer.

        Example:
            >>> grace, ada = Student("c", "grace"), Student("c", "ada")
            >>> grace.generator("01.5").integers(10**9) == ada.generator("01.5").integers(10**9)
            np.False_
        """
        return generator(self.course, self.name, exercise)


def generator(*words: str) -> np.random.Generator:
    """Return a source of numbers that depends on all the words, and on nothing else.

    Example:
        >>> int(generator("a", "b").integers(100)) == int(generator("ab", "").integers(100))
        False
    """
    digest = hashlib.sha256("\x1f".join(words).encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest, "big")))


def current_student() -> Student | None:
    """Return who works here, or None: then exercises show the example's numbers.

    ``qinet open --course … --name …`` writes it down; a grader says it by environment.

    Example:
        >>> student = current_student()
        >>> student is None or bool(student.name)
        True
    """
    course, name = os.environ.get("QINET_COURSE"), os.environ.get("QINET_STUDENT")
    if not (course and name):
        record = storage.read(storage.work_folder() / "student.json", schema=SCHEMA)
        course, name = record.get("course"), record.get("name")
    if isinstance(course, str) and isinstance(name, str) and course and name:
        return Student(course, name)
    return None
