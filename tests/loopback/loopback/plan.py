"""When which fault strikes."""

import threading
from collections.abc import Collection
from dataclasses import dataclass
from random import Random

from loopback.faults import KINDS, NAMES, kinds_at


@dataclass
class Planned:
    """A fault to come: at the ``nth`` request to its site from now, then ``times`` in a row."""

    name: str
    nth: int
    times: int
    seconds: float | None
    seen: int = 0

    def due(self, site: str) -> bool:
        if self.name.partition(":")[0] != site:
            return False
        self.seen += 1
        return self.nth <= self.seen < self.nth + self.times


@dataclass(frozen=True)
class Struck:
    """A fault that struck: at which request, counted from 1."""

    number: int
    name: str
    seconds: float | None = None

    @property
    def kind(self) -> str:
        return self.name.partition(":")[2]


class Plan:
    """Faults to come and faults that were.

    Example:
        >>> plan = Plan()
        >>> plan.add("get_job:401", nth=2)
        >>> [plan.take(site) for site in ("get_job", "usage", "get_job")][-1]
        Struck(number=3, name='get_job:401', seconds=None)
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._planned: list[Planned] = []
        self._at: dict[int, str | Random] = {}
        self._random: tuple[Random, float, Collection[str]] | None = None
        self.requests = 0
        self.struck: list[Struck] = []

    def add(
        self, name: str, *, nth: int = 1, times: int | None = None, seconds: float | None = None
    ) -> None:
        """Plan a fault, by its name in ``NAMES``.

        Args:
            name: site and kind, ``"post_job:502-after"``.
            nth: at which request to the site, counted from now, from 1.
            times: how often in a row; without it once, or six times where the kind says so.
            seconds: how long a slow answer waits, or the door stays shut.
        """
        if name not in NAMES:
            raise ValueError(f"There is no fault {name!r}; loopback.NAMES lists {len(NAMES)}.")
        usual = KINDS[name.partition(":")[2]].times
        with self._lock:
            self._planned.append(Planned(name, nth, times or usual, seconds))

    def at(self, number: int, kind: str | Random) -> None:
        """Plan a fault at a request counted over all sites from the server's start, from 1.

        Args:
            number: which request.
            kind: the kind, if it may strike there; or what draws one of those that may.
        """
        self._at[number] = kind

    def at_random(
        self, random: Random, *, rate: float = 1.0, among: Collection[str] = NAMES
    ) -> None:
        """Let faults strike at every request with probability ``rate``, until ``clear``."""
        self._random = (random, rate, among)

    def clear(self) -> None:
        """Plan nothing any more; what struck stays listed."""
        with self._lock:
            self._planned.clear()
            self._at.clear()
            self._random = None

    def take(self, site: str) -> Struck | None:
        """Count a request and return the fault that strikes it."""
        with self._lock:
            self.requests += 1
            due = [planned for planned in self._planned if planned.due(site)]
            if due:
                struck = Struck(self.requests, due[0].name, due[0].seconds)
            elif name := self._drawn(site):
                struck = Struck(self.requests, name)
            else:
                return None
            self.struck.append(struck)
            return struck

    def _drawn(self, site: str) -> str | None:
        wanted = self._at.pop(self.requests, None)
        possible = [f"{site}:{kind}" for kind in kinds_at(site)]
        if isinstance(wanted, str):
            return next((name for name in possible if name == f"{site}:{wanted}"), None)
        if wanted is not None and possible:
            return wanted.choice(possible)
        if self._random is not None:
            random, rate, among = self._random
            possible = [name for name in possible if name in among]
            if possible and random.random() < rate:
                return random.choice(possible)
        return None
