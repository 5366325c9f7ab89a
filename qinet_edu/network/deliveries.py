"""Pairs that arrive one after the other: which attempt made each, and who knows it when."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Times = NDArray[np.float64]


@dataclass(frozen=True, eq=False, repr=False)
class Deliveries:
    """Hold the pairs that a link has delivered, on one clock that starts with its first attempt.

    The next pair is begun as soon as both ends know of the last. All pairs of a link are alike:
    what each would show if its two halves were measured together is drawn once and kept.

    Attributes:
        attempts: how many attempts each pair took, the one that made it included, shape (n,).
        herald: what announced each, as a place in ``heralds``, shape (n,).
        bell: which Bell state each pair would be found as when both know, as a place in
            (Φ+, Ψ−, Ψ+, Φ−), shape (n,). A network simulation may carry it in place of the state.
        heralds: the names of what may announce a pair.
        attempt_s: from one attempt to the next.
        late_s: what passes after the last attempt's time until both know: 0 unless a source does
            not wait for the answer.
        news_s: how long before both know Alice knows, and Bob.

    Example:
        >>> few = Deliveries(
        ...     np.array([2, 1]), np.array([0, 1]), np.array([0, 0]), ("plus", "minus"), 1e-3
        ... )
        >>> few.took_s.tolist(), few.ready_s.tolist(), few.success
        ([0.002, 0.001], [0.002, 0.003], 0.6666666666666666)
    """

    attempts: NDArray[np.int64]
    herald: NDArray[np.uint8]
    bell: NDArray[np.uint8]
    heralds: tuple[str, ...]
    attempt_s: float
    late_s: float = 0.0
    news_s: tuple[float, float] = field(default=(0.0, 0.0))

    def __len__(self) -> int:
        return len(self.attempts)

    @property
    def took_s(self) -> Times:
        """Return how long each pair took from its own first attempt, in seconds, shape (n,)."""
        return self.attempts.astype(float) * self.attempt_s + self.late_s

    @cached_property
    def ready_s(self) -> Times:
        """Return when both ends know that they share each pair, in seconds, shape (n,)."""
        return np.cumsum(self.attempts).astype(float) * self.attempt_s + self.late_s

    @property
    def alice_knows_s(self) -> Times:
        """Return when Alice knows of each pair, in seconds, shape (n,)."""
        return self.ready_s - self.news_s[0] if self.news_s[0] else self.ready_s

    @property
    def bob_knows_s(self) -> Times:
        """Return when Bob knows of each pair, in seconds, shape (n,)."""
        return self.ready_s - self.news_s[1] if self.news_s[1] else self.ready_s

    @property
    def success(self) -> float:
        """Return the share of attempts that made a pair."""
        return len(self) / int(self.attempts.sum())

    @property
    def fidelity(self) -> float:
        """Return the share of pairs found as Φ+. Report it beside ``success``."""
        return float(np.mean(self.bell == 0))

    @property
    def rate_hz(self) -> float:
        """Return the pairs per second, over all the time they took."""
        elapsed = float(self.attempts.sum()) * self.attempt_s
        return len(self) / elapsed if elapsed else float("inf")

    def __repr__(self) -> str:
        return (
            f"Deliveries({len(self)} pairs, success {self.success:.3g}, "
            f"fidelity {self.fidelity:.3f})"
        )


def deliver(
    pairs: int,
    *,
    success: float,
    weights: NDArray[np.float64],
    heralds: tuple[str, ...],
    attempt_s: float,
    seed: int,
    late_s: float = 0.0,
    news_s: tuple[float, float] = (0.0, 0.0),
) -> Deliveries:
    """Draw pairs whose attempts succeed independently: waits are geometric.

    Args:
        pairs: how many, at least 1.
        success: probability that an attempt makes one.
        weights: probability of each Bell state when both know, shape (4,).
        heralds: what may announce a pair, each as often as the others.
        attempt_s: from one attempt to the next.
        seed: of the random numbers; the same one gives the same pairs.
        late_s: as in :class:`Deliveries`.
        news_s: as in :class:`Deliveries`.

    Raises:
        TypeError: ``pairs`` is no whole number.
        ValueError: fewer than 1 pair, or nothing would ever arrive.

    Example:
        >>> some = deliver(10_000, success=0.1, weights=np.array([0.9, 0, 0, 0.1]),
        ...                heralds=("both",), attempt_s=1e-3, seed=1)
        >>> some
        Deliveries(10000 pairs, success 0.0999, fidelity 0.901)
    """
    count(pairs, "pairs")
    if success <= 0:
        raise ValueError(
            "Nothing will ever arrive: an attempt succeeds with probability 0. Give the link a "
            "source that shines, and parts that let some light through."
        )
    if pairs / success > MOST_ATTEMPTS:
        raise ValueError(
            f"Nothing will arrive in time: {pairs} pairs at a success of {success:.3g} take about "
            f"{pairs / success:.3g} attempts. Ask for fewer pairs, or for a shorter link."
        )
    rng = np.random.default_rng(seed)
    attempts = rng.geometric(min(success, 1.0), pairs)  # a sum of shares may be 1 and a bit
    herald = rng.integers(0, len(heralds), pairs, dtype=np.uint8)
    edges = np.cumsum(weights)[:-1]
    drawn = rng.random(pairs)
    bell = np.zeros(pairs, dtype=np.uint8)
    for edge in edges:
        bell += drawn >= edge
    return Deliveries(attempts, herald, bell, heralds, attempt_s, late_s, news_s)


MOST_ATTEMPTS = 1e17
"""More than this many attempts no 64-bit clock should count."""


def count(value: int, name: str) -> int:
    """Read a whole number from 1 on.

    Raises:
        TypeError: it is none.
        ValueError: it is below 1.

    Example:
        >>> count(3, "pairs")
        3
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise TypeError(f"{name} must be a whole number, not {value!r}.")
    if value < 1:
        raise ValueError(f"{name} must be 1 or more, not {value}.")
    return int(value)
