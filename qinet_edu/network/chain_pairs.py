"""What a chain has delivered: how times and states are spread, in memory that does not grow."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from qinet_edu import theory
from qinet_edu.network.segments import SIGNS, vectors

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]

KEPT = 1 << 16  # pairs kept one by one; of more, sums and histograms remain
PER_OCTAVE = 32  # bins of the times, from one to twice as long: 2 % wide
OCTAVES = 64
BINS = 200  # of each of the state's weights, over [0, 1]
WEIGHT_EDGES = np.linspace(0, 1, BINS + 1)


@dataclass(eq=False)
class Spread:
    """Sum up times and states, chunk by chunk.

    Attributes:
        unit_s: the time at which the bins begin; what is quicker counts as this.
    """

    unit_s: float
    pairs: int = 0
    raw: float = 0
    sums: Numbers = field(default_factory=lambda: np.zeros(6))  # t, t², F, F², tF; blocks
    weights: Numbers = field(default_factory=lambda: np.zeros(3))
    block_squares: Numbers = field(default_factory=lambda: np.zeros(2))
    centre: tuple[float, float] | None = None
    kept: list[tuple[Numbers, Numbers]] = field(default_factory=list)
    time_counts: Counts = field(
        default_factory=lambda: np.zeros(PER_OCTAVE * OCTAVES, dtype=np.int64)
    )
    weight_counts: Counts = field(default_factory=lambda: np.zeros((4, BINS), dtype=np.int64))

    def add(
        self, time_s: Numbers, found: Numbers, *, raw: float, streams: int = 0, only: int = 0
    ) -> None:
        """Take in more pairs.

        Args:
            time_s: how long each took, shape (m,).
            found: their correlations, shape (3, m).
            raw: how many pairs the links made for them.
            streams: 0 if pairs are independent; else the pairs lie in rows of so many
                independent streams, one pair of each after the other.
            only: of streams, how many pairs to take; their last row may hold more than were wanted.
        """
        fidelity = found.sum(axis=0)
        fidelity += 1
        fidelity /= 4
        if self.centre is None:  # sums of squares about the mean lose no digits
            self.centre = float(time_s.mean()), float(fidelity.mean())
        off, away = time_s - self.centre[0], fidelity - self.centre[1]
        if streams:
            means = off.reshape(-1, streams).mean(axis=0), away.reshape(-1, streams).mean(axis=0)
            self.block_squares += [mean @ mean for mean in means]
            self.sums[5] += streams
            off, away, time_s, found = off[:only], away[:only], time_s[:only], found[:, :only]
        self.sums[:5] += off.sum(), off @ off, away.sum(), away @ away, off @ away
        self.weights += found.sum(axis=1)
        room = KEPT - self.pairs
        self.pairs += len(time_s)
        self.raw += raw
        if room > 0:
            self.kept.append((time_s[:room], found[:, :room]))
            time_s, found = time_s[room:], found[:, room:]
        self._count(time_s, found, self.time_counts, self.weight_counts)

    def _count(
        self, time_s: Numbers, found: Numbers, times: Counts, weights: Counts
    ) -> tuple[Counts, Counts]:
        if len(time_s):
            # The shares of a bin's width keep a time that is the unit in the first bin.
            shares = np.maximum(time_s / self.unit_s, 1) * (1 + 1e-12)
            place = (np.log2(shares) * PER_OCTAVE).astype(np.int64)
            place = np.minimum(place, len(times) - 1)
            times += np.bincount(place, minlength=len(times))
            share = SIGNS.T @ found
            share += 1
            share *= BINS / 4
            share += 1e-9
            bins = np.clip(share.astype(np.int32), 0, BINS - 1)
            bins += np.arange(4, dtype=np.int32)[:, None] * BINS
            weights += np.bincount(bins.ravel(), minlength=4 * BINS).reshape(4, BINS)
        return times, weights

    def done(self) -> "ChainPairs":
        """Return what has been taken in."""
        assert self.centre is not None
        n = self.pairs
        off, off2, away, away2, both = self.sums[:5] / n
        spread = np.maximum([off2 - off**2, away2 - away**2], 0)
        if self.sums[5]:
            blocks = self.sums[5]
            shift = np.array([off, away])
            errors = np.sqrt(np.maximum(self.block_squares / blocks - shift**2, 0) / blocks)
        else:
            errors = np.sqrt(spread / n)
        first = [np.concatenate(rows, axis=-1) for rows in zip(*self.kept, strict=True)]
        return ChainPairs(
            pairs=n,
            mean_time_s=float(self.centre[0] + off),
            time_error_s=float(errors[0]),
            time_std_s=float(np.sqrt(spread[0])),
            vector=vectors(self.weights / n),
            fidelity_error=float(errors[1]),
            fidelity_std=float(np.sqrt(spread[1])),
            covariance=float(both - off * away),
            raw_pairs=self.raw / n,
            _first=(first[0], first[1]),
            _spread=self,
        )


@dataclass(frozen=True, eq=False, repr=False)
class ChainPairs:
    """Hold how the pairs that a chain delivered are spread in time and in state.

    Attributes:
        pairs: how many.
        mean_time_s: how long one took on average, from the first attempt until both ends knew.
        time_error_s: the standard error of that.
        time_std_s: how much a single one's time varies.
        vector: the mean state, a Bell-diagonal vector (Φ+, Ψ−, Ψ+, Φ−). Rates of key belong to
            this: average the state first, and then compute the rate.
        fidelity_error: the standard error of the mean fidelity.
        fidelity_std: how much a single pair's fidelity varies.
        covariance: of time and fidelity, in seconds: pairs that took long are often the worse.
        raw_pairs: how many pairs all the links made together for each that was delivered: one
            each, and those that were dropped, measured or lost to a failed swap.

    Example:
        >>> from qinet_edu.network import Chain, Memory
        >>> pairs = Chain([(0.1, 1.0, 0.95)] * 2, Memory(t2_s=100)).simulate(5000, seed=1)
        >>> counts, edges = pairs.time_histogram()
        >>> int(counts.sum()), pairs.vectors.shape, round(pairs.time_quantile_s(0.5), 3)
        (5000, (5000, 4), 12.0)
    """

    pairs: int
    mean_time_s: float
    time_error_s: float
    time_std_s: float
    vector: Numbers
    fidelity_error: float
    fidelity_std: float
    covariance: float
    raw_pairs: float
    _first: tuple[Numbers, Numbers]
    _spread: Spread

    def __len__(self) -> int:
        return self.pairs

    @property
    def fidelity(self) -> float:
        """Return ⟨Φ+|ρ|Φ+⟩ of the mean state. Report it beside ``rate_hz``."""
        return float(self.vector[0])

    @property
    def state(self) -> NDArray[np.complex128]:
        """Return the mean state as a density matrix, shape (4, 4)."""
        return theory.bell_diagonal(self.vector)

    @property
    def rate_hz(self) -> float:
        """Return the pairs per second."""
        return 1 / self.mean_time_s

    @property
    def time_s(self) -> Numbers:
        """Return how long each took, of the first 65 536, shape (m,)."""
        return self._first[0]

    @property
    def vectors(self) -> Numbers:
        """Return the states of the same pairs, shape (m, 4)."""
        return vectors(self._first[1])

    def time_histogram(self) -> tuple[Counts, Numbers]:
        """Return how many pairs took how long, of all of them.

        Returns:
            ``(counts, edges)``: shapes (b,) and (b + 1,), seconds. The bins grow with the time:
            32 of them from one time to its double.
        """
        counts, _ = self._counts()
        used = np.flatnonzero(counts)
        first, last = used[0], used[-1] + 1
        edges = self._spread.unit_s * 2 ** (np.arange(first, last + 1) / PER_OCTAVE)
        return counts[first:last], edges

    def weight_histogram(self) -> tuple[Counts, Numbers]:
        """Return how many pairs hold how much of Φ+, Ψ−, Ψ+ and Φ−, of all of them.

        Returns:
            ``(counts, edges)``: shapes (4, 200) and (201,); the first row is the fidelity's.
        """
        _, counts = self._counts()
        return counts, WEIGHT_EDGES

    def time_quantile_s(self, share: float) -> float:
        """Return the time within which this share of the pairs was delivered, to about 2 %.

        Args:
            share: in [0, 1]; 0.5 asks for the median.

        Raises:
            ValueError: it lies outside.
        """
        if not 0 <= share <= 1:
            raise ValueError(f"share must be between 0 and 1, not {share!r}.")
        if len(self.time_s) == self.pairs:
            return float(np.quantile(self.time_s, share, method="inverted_cdf"))
        counts, edges = self.time_histogram()
        place = int(np.searchsorted(np.cumsum(counts), share * self.pairs))
        return float(edges[min(place + 1, len(edges) - 1)])

    def _counts(self) -> tuple[Counts, Counts]:
        spread = self._spread
        return spread._count(*self._first, spread.time_counts.copy(), spread.weight_counts.copy())

    def __repr__(self) -> str:
        return (
            f"ChainPairs({self.pairs} pairs, {self.rate_hz:.4g} per second, "
            f"fidelity {self.fidelity:.4f} ± {self.fidelity_error:.4f})"
        )
