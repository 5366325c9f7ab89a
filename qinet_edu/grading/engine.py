"""What marks submissions, a few at a time, in boxes that are kept ready."""

import threading
from collections.abc import Sequence
from typing import Self

from qinet_edu.check import Exercise, Student
from qinet_edu.grading import boxes, marking
from qinet_edu.grading.box import GraderTrouble
from qinet_edu.grading.marking import Marking


class Engine:
    """Mark submissions, from as many threads as one likes.

    Args:
        workers: how many submissions are run at once; one for each processor is best.
        unsafe: where this computer can make no box, do without; every ``Marking`` then says so.

    Raises:
        NoBox: this computer cannot run strangers' code safely; the message says what to do.

    Example:
        >>> with Engine(workers=2) as engine:  # doctest: +SKIP
        ...     engine.mark(["quarter = None", check.get("01.1")])
    """

    def __init__(self, *, workers: int = 2, unsafe: bool = False) -> None:
        if not 1 <= workers <= 14:
            raise ValueError(f"workers must be from 1 to 14, not {workers}.")
        self._boxes = boxes.find(unsafe=unsafe)
        self._free = threading.BoundedSemaphore(workers)

    @property
    def boxed(self) -> str:
        """What a report says about how strangers' code was held."""
        return self._boxes.words

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *trouble: object) -> None:
        self.close()

    def close(self) -> None:
        """End every box."""
        self._boxes.close()

    def mark(
        self,
        steps: Sequence[str | Exercise],
        student: Student | None = None,
        *,
        seconds: float = marking.SECONDS,
        cell_seconds: float = marking.CELL_SECONDS,
        secret: str | None = None,
    ) -> Marking:
        """Mark one submission, as :func:`marking.mark` does; wait until a worker is free.

        Raises:
            GraderTrouble: a box failed twice, and not by the student's doing.
        """

        def once() -> Marking:
            return marking.mark(
                steps,
                student,
                seconds=seconds,
                cell_seconds=cell_seconds,
                secret=secret,
                boxes=self._boxes,
            )

        with self._free:
            try:
                return once()
            except GraderTrouble:
                return once()  # the process that makes boxes may have fallen to scarce memory
