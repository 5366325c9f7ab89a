"""Purify and swap level by level: a pair of each level is made of two of the level below.

Everything here draws m pairs at once, each from its own beginning. Where one of two pairs gets too
old before the other is there, that one alone is drawn again, from the moment it was dropped.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qinet_edu.network.memories import Memory
from qinet_edu.network.segments import Numbers, Segment, correlations, vectors
from qinet_edu.theory.purification import dejmps

Flags = NDArray[np.bool_]
Places = NDArray[np.int64]

MOST_TRIES = 100_000
MOST_AT_ONCE = 1 << 17
PILOT = 64
DROPPED = (
    "Some pair has been dropped 100,000 times in a row. Give the memories a longer cutoff_s, or "
    "the chain fewer links."
)


@dataclass(eq=False)
class Made:
    """Hold m pairs over the same links.

    Attributes:
        ready: when both ends may use it, from its beginning, in seconds, shape (m,).
        left: since when its left half has lain in its memory.
        right: the same of its right half.
        found: correlations at ``ready``, shape (3, m).
        news: when both ends of the whole chain could know of all swaps in it.
    """

    ready: Numbers
    left: Numbers
    right: Numbers
    found: Numbers
    news: Numbers

    def __len__(self) -> int:
        return len(self.ready)

    def expires(self, cutoff_s: float) -> Numbers:
        """Return when the older of its halves has waited for too long."""
        return np.minimum(self.left, self.right) + cutoff_s

    def put(self, where: Places, other: "Made", begin: Numbers) -> None:
        """Replace some pairs by others that were begun at given times."""
        for name in ("ready", "left", "right", "news"):
            getattr(self, name)[where] = begin + getattr(other, name)
        self.found[:, where] = other.found

    def begun(self, begin: Numbers) -> "Made":
        """Return the same pairs, begun at given times."""
        ready, left, right = begin + self.ready, begin + self.left, begin + self.right
        return Made(ready, left, right, self.found, begin + self.news)

    def some(self, where: Places) -> "Made":
        """Return some of the pairs."""
        return Made(
            self.ready[where], self.left[where], self.right[where], self.found[:, where],
            self.news[where],
        )  # fmt: skip


def joined(parts: list[Made]) -> Made:
    """Return all pairs of several such."""
    ready, left, right, found, news = (
        np.concatenate([getattr(part, name) for part in parts], axis=-1)
        for name in ("ready", "left", "right", "found", "news")
    )
    return Made(ready, left, right, found, news)


Maker = Callable[[np.random.Generator, int], Made]
Attempt = Callable[[np.random.Generator, int], tuple[Made, Flags]]


class Tally:
    """Count the pairs that the links have made."""

    def __init__(self) -> None:
        self.raw = 0.0


def raw(link: Segment, tally: Tally) -> Maker:
    """Return what draws the pairs of one link."""
    fresh = correlations(link.vector)[:, None]

    def make(rng: np.random.Generator, samples: int) -> Made:
        tally.raw += samples
        ready = link.rounds(rng, samples)
        never = np.full(samples, -np.inf)
        found = np.repeat(fresh, samples, axis=1)
        return Made(ready, ready.copy(), ready.copy(), found, never)

    return make


def wait(found: Numbers, memory: Memory, each_half_s: Numbers | float) -> Numbers:
    """Return the correlations after both halves have waited."""
    coherent, kept = memory.kept(2 * np.atleast_1d(each_half_s))
    return found * np.stack([coherent, coherent, kept])


def swapping(
    left: Maker,
    right: Maker,
    memory: Memory,
    *,
    far_s: float,
    near_s: float,
    swap_success: float,
    tally: Tally,
) -> Maker:
    """Return what draws pairs over two parts of a chain, joined at the node between.

    Args:
        left: draws pairs of the left part.
        right: draws pairs of the right part.
        memory: of all nodes.
        far_s: from that node to the farther end of the whole chain.
        near_s: from that node to the farther end of the two parts. Those wait for the news only
            where a swap may fail.
        swap_success: probability that a Bell measurement succeeds.
        tally: of the links' pairs.
    """

    def sure(rng: np.random.Generator, samples: int) -> Made:
        return _both(left, right, memory, 0.0, far_s, rng, samples)

    def attempt(rng: np.random.Generator, samples: int) -> tuple[Made, Flags]:
        made = _both(left, right, memory, near_s, far_s, rng, samples)
        return made, _in_time(made, memory) & (rng.random(samples) < swap_success)

    return sure if swap_success == 1 else _until_success(attempt, tally)


def _until_success(attempt: Attempt, tally: Tally) -> Maker:
    """Return what draws pairs whose making is tried until it succeeds.

    Attempts are drawn in a row, for all pairs together, and the row is cut after each success:
    every pair takes the time of all attempts since the last success.
    """
    luck = [0, 0]  # successes and attempts so far: how many more it will take

    def make(rng: np.random.Generator, samples: int) -> Made:
        parts, done, drawn, carried, before = [], 0, 0, 0.0, tally.raw
        used = 0
        while done < samples:
            expected = (samples - done) * (luck[1] + 2) / (luck[0] + 1)
            much = int(expected + 2 * expected**0.5) + 1
            much = min(much, MOST_AT_ONCE if luck[1] else PILOT)
            tried, fine = attempt(rng, much)
            luck[0] += int(np.count_nonzero(fine))
            luck[1] += much
            ends = np.flatnonzero(fine)[: samples - done]
            if len(ends):
                row = tried.ready[: ends[-1] + 1]
                total = np.add.reduceat(row, np.append(0, ends[:-1] + 1))
                total[0] += carried
                parts.append(tried.some(ends).begun(total - row[ends]))
                carried, used = 0.0, drawn + int(ends[-1]) + 1
                row = tried.ready[ends[-1] + 1 :]
            else:
                row = tried.ready
            carried += float(row.sum())
            done, drawn = done + len(ends), drawn + much
            if drawn > MOST_TRIES * max(done, 1):
                raise ValueError(
                    f"{drawn} swaps or purifications brought {done} pairs. Give the swaps a better "
                    "chance, the memories a longer cutoff_s, or the links better pairs."
                )
        # Attempts beyond the last success were not needed, nor were the pairs that went into them.
        tally.raw = before + (tally.raw - before) * used / drawn
        return joined(parts)

    return make


def _in_time(pairs: Made, memory: Memory) -> Flags:
    """Return which pairs need not be dropped before the news of them have come."""
    if memory.cutoff_s is None:
        return np.ones(len(pairs), dtype=bool)
    in_time: Flags = pairs.ready <= pairs.expires(memory.cutoff_s) + 1e-9 * memory.cutoff_s
    return in_time


def _both(
    left: Maker,
    right: Maker,
    memory: Memory,
    near_s: float,
    far_s: float,
    rng: np.random.Generator,
    samples: int,
) -> Made:
    a, b = left(rng, samples), right(rng, samples)
    if memory.cutoff_s is not None:
        _until_both_last(a, b, left, right, memory.cutoff_s, rng)
    swap = np.maximum(a.ready, b.ready)
    found = wait(a.found, memory, swap - a.ready) * wait(b.found, memory, swap - b.ready)
    if near_s:
        found = wait(found, memory, near_s)
    news = np.maximum(np.maximum(a.news, b.news), swap + far_s)
    return Made(swap + near_s, a.left, b.right, found, news)


def _until_both_last(
    a: Made,
    b: Made,
    left: Maker,
    right: Maker,
    cutoff_s: float,
    rng: np.random.Generator,
) -> None:
    open_ = np.arange(len(a))
    for _ in range(MOST_TRIES):
        ends_a, ends_b = a.expires(cutoff_s)[open_], b.expires(cutoff_s)[open_]
        first = np.minimum(ends_a, ends_b)
        meet = np.maximum(a.ready[open_], b.ready[open_])
        bad = meet > first + 1e-9 * cutoff_s
        open_, first = open_[bad], first[bad]
        if not len(open_):
            return
        is_a = (ends_a <= ends_b)[bad]
        for pairs, maker, mine in ((a, left, is_a), (b, right, ~is_a)):
            if mine.any():
                again = maker(rng, int(np.count_nonzero(mine)))
                pairs.put(open_[mine], again, first[mine])
    raise ValueError(DROPPED)


def purifying(make: Maker, memory: Memory, *, delay_s: float, tally: Tally) -> Maker:
    """Return what draws pairs after one more round of DEJMPS.

    The two pairs are made one after the other, on the same links; then each end waits for the
    other's bit, which takes ``delay_s``, and the pair that may be kept decays meanwhile. If the
    bits differ, all begins anew.

    Args:
        make: draws the pairs that go in.
        memory: of all nodes.
        delay_s: from one end of the pair to the other.
        tally: of the links' pairs.
    """

    def attempt(rng: np.random.Generator, samples: int) -> tuple[Made, Flags]:
        kept, fuel = make(rng, samples), make(rng, samples)
        for name in ("ready", "left", "right", "news"):
            getattr(fuel, name)[:] += kept.ready
        if memory.cutoff_s is not None:
            _until_both_last_in_turn(kept, fuel, make, memory.cutoff_s, rng)
        meet = fuel.ready
        found, chance = _dejmps(wait(kept.found, memory, meet - kept.ready), fuel.found)
        found = wait(found, memory, delay_s)
        news = np.maximum(kept.news, fuel.news)
        made = Made(meet + delay_s, kept.left, kept.right, found, news)
        return made, _in_time(made, memory) & (rng.random(samples) < chance)

    return _until_success(attempt, tally)


def _until_both_last_in_turn(
    kept: Made, fuel: Made, make: Maker, cutoff_s: float, rng: np.random.Generator
) -> None:
    """Where the first is dropped before the second is there, the second becomes the first."""
    open_ = np.arange(len(kept))
    for _ in range(MOST_TRIES):
        late = fuel.ready[open_] > kept.expires(cutoff_s)[open_] + 1e-9 * cutoff_s
        open_ = open_[late]
        if not len(open_):
            return
        kept.put(open_, fuel.some(open_), np.zeros(len(open_)))
        fuel.put(open_, make(rng, len(open_)), kept.ready[open_])
    raise ValueError(DROPPED)


def _dejmps(kept: Numbers, fuel: Numbers) -> tuple[Numbers, Numbers]:
    vector, chance = dejmps(vectors(kept), vectors(fuel))
    return correlations(vector), chance
