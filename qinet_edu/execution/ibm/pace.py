"""When to ask and when to send: waits that grow, and five posts a minute for all kernels."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from qinet_edu import storage
from qinet_edu.execution.ibm.problems import ServiceError

Asked = TypeVar("Asked")
POSTS, PER_S = 5, 62.0  # the service counts a minute, and posts reach it a moment apart
SCHEMA = 1


@dataclass(frozen=True)
class Timing:
    """Say how patient the course is; tests hurry by a clock of their own.

    Attributes:
        poll_s: the first and the longest wait between two looks at a job.
        look_s: the waits before each look for a job that may have been accepted or not.
        retry_s: the waits before a question is asked again that got no usable answer.
        outage_s: how long the service may give no usable answer before a wait is given up.
        sleep: waits.
        clock: tells the time, in seconds.
    """

    poll_s: tuple[float, float] = (2.0, 30.0)
    look_s: tuple[float, ...] = (1.0, 3.0, 6.0, 10.0)
    retry_s: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0)
    outage_s: float = 900.0
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.time

    def polls(self) -> Iterator[float]:
        """Yield the waits between looks at a job, each half as long again as the one before.

        Example:
            >>> looks = Timing().polls()
            >>> [round(next(looks), 1) for _ in range(9)]
            [2.0, 3.0, 4.5, 6.8, 10.1, 15.2, 22.8, 30.0, 30.0]
        """
        wait, longest = self.poll_s
        while True:
            yield wait
            wait = min(wait * 1.5, longest)

    def patiently(self, question: Callable[[], Asked], *, missing: int = 2) -> Asked:
        """Ask again what got no usable answer, and a few times what is said not to exist.

        A new login follows each error, so that one that has run out is no end either.

        Raises:
            ServiceError: the last answer, after all waits; soon for what stays missing (404).
        """
        lost = 0
        for wait in self.retry_s:
            try:
                return question()
            except ServiceError as problem:
                lost += problem.code == 404
                if lost > missing:
                    raise
            self.sleep(wait)
        return question()


class Turns:
    """Hand out turns to post, five a minute, to all kernels of this student.

    The service refuses a sixth post with status 429, whoever sends it.

    Example:
        >>> import tempfile
        >>> turns = Turns(Path(tempfile.mkdtemp()) / "pace.json", clock=lambda: 1000.0)
        >>> [turns.take() for _ in range(6)]
        [0.0, 0.0, 0.0, 0.0, 0.0, 62.0]
    """

    def __init__(self, path: Path, *, clock: Callable[[], float] = time.time) -> None:
        self.path = path
        self.clock = clock

    def take(self) -> float:
        """Take a turn and return 0, or take none and return the seconds until there is one.

        Raises:
            OSError: the file cannot be written.
        """
        wait = 0.0

        def count(record: storage.Record) -> None:
            nonlocal wait
            now = self.clock()
            # A clock that was put back must not keep anybody waiting.
            recent = sorted(t for t in record.get("posts", []) if now - PER_S < t <= now + 1)
            if len(recent) >= POSTS:
                wait = recent[-POSTS] + PER_S - now
            else:
                recent.append(now)
            record["posts"] = recent

        storage.private_folder(self.path.parent)
        storage.update(self.path, count, schema=SCHEMA, sound=_sound)
        return wait


def _sound(record: storage.Record) -> bool:
    posts = record.get("posts", [])
    return isinstance(posts, list) and all(isinstance(post, (int, float)) for post in posts)
