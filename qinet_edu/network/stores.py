"""Two links with room for several pairs: which of the stored ones is used, the oldest or youngest?

Such a chain never starts from nothing: while one link waits for the other it goes on and stores.
So it is followed over time, many independent streams at once, one birth after the other; what they
deliver before they have settled is left out.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from qinet_edu.network.memories import Memory
from qinet_edu.network.segments import Numbers, Segment, correlations
from qinet_edu.network.swapping_asap import Sampled, decayed

Order = Literal["oldest", "youngest"]

Places = NDArray[np.int64]

STREAMS = 2048


def stored(
    links: Sequence[Segment],
    memory: Memory,
    rng: np.random.Generator,
    each: int,
    *,
    streams: int,
    swap_success: float,
    order: Order,
) -> Sampled:
    """Sample the times from one delivery to the next, and the states delivered.

    A link whose store is full rests until a place is free: at once when its pair is swapped, and
    when its oldest is dropped.

    Args:
        links: the two.
        memory: of all nodes.
        rng: the random numbers.
        each: pairs of each stream.
        streams: how many independent ones.
        swap_success: probability that a Bell measurement succeeds.
        order: which stored pair is swapped.

    Returns:
        Pairs in rows of ``streams``: shape (each * streams,).
    """
    room, youngest = memory.capacity, order == "youngest"
    cutoff = np.inf if memory.cutoff_s is None else memory.cutoff_s
    slack = 0.0 if memory.cutoff_s is None else 1e-9 * memory.cutoff_s
    settle = 2 * room * room if room > 1 else 0
    due = np.array([link.rounds(rng, streams) for link in links])  # next birth, inf: at rest
    store = np.full((room, streams), np.inf)  # births, oldest first
    held = np.zeros(streams, dtype=np.int64)
    whose = np.zeros(streams, dtype=np.int64)  # only one of the two ever has a store
    last = np.zeros(streams)
    delivered = np.full(streams, -settle)
    gaps, ages = np.empty((each, streams)), np.empty((each, streams))
    every, births = np.arange(streams), 0

    def drop_oldest(which: Places) -> None:
        store[:-1, which] = store[1:, which]
        store[-1, which] = np.inf
        held[which] -= 1

    while delivered.min() < each:
        link = (due[1] < due[0]).astype(np.int64)
        now = due[link, every]
        too_old = np.flatnonzero(store[0] + cutoff + slack < now)
        if len(too_old):
            # One by one: a full link goes on from that moment, maybe with a birth before `now`.
            rested = too_old[held[too_old] == room]
            since = store[0, rested] + cutoff
            _resume(due, links, whose[rested], rested, since, rng)
            drop_oldest(too_old)
        ready = np.ones(streams, dtype=bool)
        ready[too_old] = False
        meets = ready & (held > 0) & (whose != link)
        births += int(np.count_nonzero(ready))
        keeps = np.flatnonzero(ready & ~meets)
        swaps = np.flatnonzero(meets)
        store[held[keeps], keeps] = now[keeps]
        held[keeps] += 1
        whose[keeps] = link[keeps]
        due[link[keeps], keeps] = np.inf
        more = keeps[held[keeps] < room]
        _resume(due, links, link[more], more, now[more], rng)
        if not len(swaps):
            continue
        rested = swaps[held[swaps] == room]
        born = store[held[swaps] - 1, swaps] if youngest else store[0, swaps]
        if youngest:
            held[swaps] -= 1
            store[held[swaps], swaps] = np.inf
        else:
            drop_oldest(swaps)
        _resume(due, links, whose[rested], rested, now[rested], rng)
        _resume(due, links, link[swaps], swaps, now[swaps], rng)
        if swap_success < 1:
            fine = rng.random(len(swaps)) < swap_success
            swaps, born = swaps[fine], born[fine]
        row = delivered[swaps]
        counts = (row >= 0) & (row < each)
        gaps[row[counts], swaps[counts]] = (now - last)[swaps[counts]]
        ages[row[counts], swaps[counts]] = now[swaps[counts]] - born[counts]
        last[swaps] = now[swaps]
        delivered[swaps] += 1
    frame = max(link.delay_s for link in links)
    fresh = np.prod([correlations(link.vector) for link in links], axis=0)[:, None]
    # Streams that are done run on until all are, and so do their links: births for a delivery.
    share = each * streams / float((delivered + settle).sum())
    found = decayed(fresh, 2 * (ages.ravel() + frame), memory)
    return Sampled(gaps.ravel(), found, births * share)


def _resume(
    due: Numbers,
    links: Sequence[Segment],
    which: Places,
    streams: Places,
    since: Numbers,
    rng: np.random.Generator,
) -> None:
    for place, link in enumerate(links):
        mine = which == place
        if mine.any():
            due[place, streams[mine]] = since[mine] + link.rounds(rng, int(np.count_nonzero(mine)))
