"""The course in one table, to which the README, progress, tests and notebooks are held."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from qinet_edu.reference.source import Status, table
from qinet_edu.reference.stages import stage_folder

Kind = Literal["circuit", "numbers", "bits", "function", "data", "set"]


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """An exercise: its id, what it is called, what kind of answer it takes, what it counts.

    The numbers in its statement are each student's own when it ``varies``.
    """

    id: str
    title: str
    kind: Kind
    points: int
    varies: bool = False


@dataclass(frozen=True, kw_only=True)
class Track:
    """A way through the lessons for a kind of reader."""

    key: str
    what: str
    needs: str


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """A lesson: where it stands, how long it takes, what it needs, what it asks.

    ``qpu_s`` is the quantum computer's time it asks for, in seconds; ``hardware`` says what runs
    on one, and is empty where nothing does. Of a lesson that is not ``ready``, title, minutes and
    exercises are a plan.
    """

    number: str
    title: str
    slug: str
    stage: int
    minutes: int
    prerequisites: tuple[str, ...]
    tracks: tuple[str, ...]
    qpu_s: float
    hardware: str
    ready: bool
    exercises: tuple[Exercise, ...]
    source: str
    status: Status

    @property
    def folder(self) -> str:
        """Return the folder of its stage inside ``notebooks``."""
        return stage_folder(self.stage)

    @property
    def path(self) -> str:
        """Return where its notebook is, from the top of the checkout."""
        return f"notebooks/{self.folder}/{self.number}-{self.slug}.ipynb"

    @property
    def exercise_set(self) -> str:
        """Return where its exercises are, from the top of the checkout."""
        return f"exercises/{self.number}-{self.slug}.ipynb"

    @property
    def points(self) -> int:
        """Return what its exercises count together."""
        return sum(exercise.points for exercise in self.exercises)


@cache
def curriculum() -> tuple[Lesson, ...]:
    """Return the sixteen lessons in order.

    Example:
        >>> first = curriculum()[0]
        >>> first.path
        'notebooks/0-foundations/01-bits-to-qubits.ipynb'
        >>> first.minutes, first.points, first.exercises[0].title
        (90, 9, 'A quarter of the clicks')
    """
    data = table("curriculum")
    lessons = []
    for record in data["lesson"]:
        lists = {
            "prerequisites": tuple(record["prerequisites"]),
            "tracks": tuple(record["tracks"]),
            "exercises": tuple(Exercise(**entry) for entry in record["exercises"]),
        }
        lessons.append(
            Lesson(**{**record, **lists}, source=data["source"], status=Status(data["status"]))
        )
    return tuple(lessons)


@cache
def tracks() -> tuple[Track, ...]:
    """Return the ways through the lessons.

    Example:
        >>> [track.key for track in tracks()]
        ['network', 'complete']
    """
    return tuple(Track(**record) for record in table("curriculum")["track"])
