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

    def some(self, where: Places) -> "Made":
        """Return some of the pairs."""
        return Made(
            self.ready[where], self.left[where], self.right[where], self.found[:, where],
            self.news[where],
        )  # fmt: skip


Maker = Callable[[np.random.Generator, int], Made]


class Tally:
    """Count the pairs that the links have made."""

    def __init__(self) -> None:
        self.raw = 0


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
    """

    def make(rng: np.random.Generator, samples: int) -> Made:
        waits = near_s if swap_success < 1 else 0.0
        one = _both(left, right, memory, waits, far_s, rng, samples)
        if swap_success == 1:
            return one
        failed = np.flatnonzero(_too_old(one, memory) | (rng.random(samples) >= swap_success))
        for _ in range(MOST_TRIES):
            if not len(failed):
                return one
            again = _both(left, right, memory, near_s, far_s, rng, len(failed))
            one.put(failed, again, one.ready[failed])
            failed = failed[_too_old(again, memory) | (rng.random(len(failed)) >= swap_success)]
        raise ValueError("Some swap has failed 100,000 times in a row: give it a better chance.")

    return make


def _too_old(pairs: Made, memory: Memory) -> Flags:
    """Return which pairs would have had to be dropped before the news of them came."""
    if memory.cutoff_s is None:
        return np.zeros(len(pairs), dtype=bool)
    return pairs.ready > pairs.expires(memory.cutoff_s) + 1e-9 * memory.cutoff_s


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
    raise ValueError(
        "Some pair has been dropped 100,000 times in a row. Give the memories a longer cutoff_s, "
        "or the chain fewer links."
    )


def purifying(make: Maker, memory: Memory, *, delay_s: float) -> Maker:
    """Return what draws pairs after one more round of DEJMPS.

    The two pairs are made one after the other, on the same links; then each end waits for the
    other's bit, which takes ``delay_s``, and the pair that may be kept decays meanwhile. If the
    bits differ, all begins anew.

    Args:
        make: draws the pairs that go in.
        memory: of all nodes.
        delay_s: from one end of the pair to the other.
    """

    def attempt(rng: np.random.Generator, samples: int) -> tuple[Made, Numbers]:
        kept, fuel = make(rng, samples), make(rng, samples)
        for name in ("ready", "left", "right", "news"):
            getattr(fuel, name)[:] += kept.ready
        cutoff = memory.cutoff_s
        open_ = np.arange(samples)
        for _ in range(MOST_TRIES if cutoff is not None else 0):
            assert cutoff is not None
            late = fuel.ready[open_] > kept.expires(cutoff)[open_] + 1e-9 * cutoff
            open_ = open_[late]
            if not len(open_):
                break
            kept.put(open_, fuel.some(open_), np.zeros(len(open_)))
            fuel.put(open_, make(rng, len(open_)), kept.ready[open_])
        meet = fuel.ready
        found, chance = _dejmps(wait(kept.found, memory, meet - kept.ready), fuel.found)
        found = wait(found, memory, delay_s)
        news = np.maximum(kept.news, fuel.news)
        return Made(meet + delay_s, kept.left, kept.right, found, news), chance

    def purified(rng: np.random.Generator, samples: int) -> Made:
        one, chance = attempt(rng, samples)
        failed = np.flatnonzero(_too_old(one, memory) | (rng.random(samples) >= chance))
        for _ in range(MOST_TRIES):
            if not len(failed):
                return one
            again, chance = attempt(rng, len(failed))
            one.put(failed, again, one.ready[failed])
            failed = failed[_too_old(again, memory) | (rng.random(len(failed)) >= chance)]
        raise ValueError("Purification has failed 100,000 times in a row: give it better pairs.")

    return purified


def _dejmps(kept: Numbers, fuel: Numbers) -> tuple[Numbers, Numbers]:
    vector, chance = dejmps(vectors(kept), vectors(fuel))
    return correlations(vector), chance
