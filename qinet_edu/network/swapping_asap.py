"""Swap as soon as both halves are there: whole chains at once, many samples at a time.

A chain is known by the times at which its links' pairs are there. What happens between follows:
a node swaps when the later of its two is there. So without drops one pass over the links says
all; with a cut-off or failing swaps, only the *first* thing that goes wrong has to be found and
its links started again, until nothing does. That is one pass for each loss, not for each event.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qinet_edu.network.memories import Memory
from qinet_edu.network.segments import Numbers, Segment, correlations, rounds

Draw = Callable[[np.random.Generator, int], tuple[Numbers, Numbers, Numbers]]
"""Draws m pairs of one link: how long each takes, when its halves were born, what it is (3, m)."""

Flags = NDArray[np.bool_]

MOST_PASSES = 50_000


@dataclass(frozen=True, eq=False)
class Sampled:
    """Hold pairs that went all the way: (m,), correlations (3, m); and the links' pairs made."""

    time_s: Numbers
    found: Numbers
    raw: float


def far_s(links: Sequence[Segment]) -> Numbers:
    """Return how long news from each node takes to the farther end, shape (links − 1,)."""
    places = np.cumsum([0.0] + [link.delay_s for link in links])
    far: Numbers = np.maximum(places, places[-1] - places)[1:-1]
    return far


def undisturbed(
    links: Sequence[Segment], memory: Memory, rng: np.random.Generator, samples: int
) -> Sampled:
    """Sample chains of which no pair is ever lost: one pass over the links, row by row.

    All that decays a delivered pair is how long halves lay in memories altogether.

    Args:
        links: from Alice to Bob.
        memory: of all nodes.
        rng: the random numbers.
        samples: how many.
    """
    here = links[0].rounds(rng, samples)
    waited, last, known = -here, here.copy(), None  # the first end waits from its birth on
    for link, news in zip(links[1:], far_s(links), strict=True):
        there = link.rounds(rng, samples)
        swapped = np.maximum(here, there)
        np.maximum(last, swapped, out=last)
        # One of the two waits for the other: 2 max − here − there.
        gap = here
        gap -= there
        np.abs(gap, out=gap)
        waited += gap
        if news:
            swapped += news
            known = swapped if known is None else np.maximum(known, swapped, out=known)
        here = there
    waited -= here
    done = last if known is None else np.maximum(known, last, out=known)
    waited += done
    waited += done
    fresh = np.prod([correlations(link.vector) for link in links], axis=0)
    return Sampled(done, decayed(fresh[:, None], waited, memory), len(links) * samples)


def decayed(fresh: Numbers, waited: Numbers, memory: Memory) -> Numbers:
    """Return what waits of so many seconds, all halves together, leave of correlations (3, m)."""
    found = np.empty((3, len(waited)))
    found[:] = fresh
    if np.isfinite(memory.t2_s):
        found[:2] *= np.exp(waited * (-1 / memory.t2_s))
    if np.isfinite(memory.t1_s):
        found[2] *= np.exp(waited * (-1 / memory.t1_s))
    return found


def with_losses(
    links: Sequence[Segment],
    memory: Memory,
    rng: np.random.Generator,
    samples: int,
    *,
    swap_success: float = 1.0,
    draw: Sequence[Draw] | None = None,
) -> Sampled:
    """Sample chains with a cut-off, failing swaps or purified links.

    Args:
        links: from Alice to Bob.
        memory: of all nodes.
        rng: the random numbers.
        samples: how many.
        swap_success: probability that a Bell measurement succeeds.
        draw: of each link, how its pairs are drawn; ``None`` for the links' own raw pairs.

    Raises:
        ValueError: next to nothing ever gets through.
    """
    parts = _draw_all(links, draw, rng, samples)
    works = rng.random((len(links) - 1, samples)) < swap_success if swap_success < 1 else None
    whole, index = tuple(map(np.empty_like, parts)), np.arange(samples)
    raw = len(links) * samples
    rooms = np.empty((3, len(links), samples))  # used again: new ones cost twice the time
    for _ in range(MOST_PASSES):
        when, lost = _first_loss(
            parts[0], parts[-1 if draw is None else 1], works, memory.cutoff_s, rooms=rooms
        )
        fine = np.isinf(when)
        done = int(np.count_nonzero(fine))
        if 4 * done >= len(when):  # copying the others together pays only when many are done
            for all_, part in zip(whole, parts, strict=True):  # in the order they were begun in
                all_[..., index[fine]] = part[..., fine]
            if done == len(when):
                break
            still = np.flatnonzero(~fine)
            parts = tuple(part[..., still] for part in parts)
            when, lost, index = when[still], lost[:, still], index[still]
            works = None if works is None else works[:, still]
        raw += int(np.count_nonzero(lost))
        _start_again(parts, lost, when, links, draw, rng)
        if works is not None:
            nodes = lost[:-1] & lost[1:]
            works[nodes] = rng.random(np.count_nonzero(nodes)) < swap_success
    else:
        raise ValueError(
            f"After {MOST_PASSES} losses in a row some pair has not come through. Give the "
            "memories a longer cutoff_s, the swaps a better chance, or the chain fewer links."
        )
    if draw is None:
        fresh = np.prod([correlations(link.vector) for link in links], axis=0)[:, None]
    else:
        fresh = whole[2].prod(axis=0)
    return _together(links, memory, whole[0], fresh, raw)


def _draw_all(
    links: Sequence[Segment], draw: Sequence[Draw] | None, rng: np.random.Generator, samples: int
) -> tuple[Numbers, ...]:
    """Return when pairs are ready (links, m); with purified ones also births and states."""
    if draw is None:
        return (np.array([link.rounds(rng, samples) for link in links]),)
    drawn = [pairs(rng, samples) for pairs in draw]
    return tuple(np.array(part) for part in zip(*drawn, strict=True))


def _start_again(
    parts: tuple[Numbers, ...],
    lost: Flags,
    when: Numbers,
    links: Sequence[Segment],
    draw: Sequence[Draw] | None,
    rng: np.random.Generator,
) -> None:
    if draw is None:
        which, samples = np.nonzero(lost)
        parts[0][which, samples] = when[samples] + rounds(links, which, rng)
        return
    for place, pairs in enumerate(draw):
        again = np.flatnonzero(lost[place])
        if len(again):
            takes, since, state = pairs(rng, len(again))
            parts[0][place, again] = when[again] + takes
            parts[1][place, again] = when[again] + since
            parts[2][place][:, again] = state


def _first_loss(
    ready: Numbers,
    born: Numbers,
    works: Flags | None,
    cutoff_s: float | None,
    *,
    rooms: Numbers,
) -> tuple[Numbers, Flags]:
    """Return when a pair is lost first, ``inf`` for never, and which links it is made of."""
    swapped, at, needed = rooms[..., : ready.shape[1]]
    swapped = np.maximum(ready[:-1], ready[1:], out=swapped[:-1])
    at.fill(np.inf)  # when a half of each link's pair is lost
    slack = 0.0
    if cutoff_s is not None:
        slack = 1e-9 * cutoff_s
        # until when a half of each link's pair waits
        np.maximum(swapped[1:], swapped[:-1], out=needed[1:-1])
        needed[0] = needed[-1] = ready.max(axis=0)
        needed -= cutoff_s + slack
        np.add(born, cutoff_s, out=at, where=needed > born)
    if works is not None:
        np.minimum(at[:-1], swapped, out=at[:-1], where=~works)
    when = at.min(axis=0)
    there = ready <= when + slack
    lost = (at == when) & np.isfinite(when)
    joined = there[1:] & there[:-1]
    for link in range(1, len(ready)):
        lost[link] |= lost[link - 1] & joined[link - 1]
    for link in range(len(ready) - 2, -1, -1):
        lost[link] |= lost[link + 1] & joined[link]
    return when, lost


def _together(
    links: Sequence[Segment], memory: Memory, ready: Numbers, fresh: Numbers, raw: int
) -> Sampled:
    swapped = np.maximum(ready[:-1], ready[1:])
    done = ready.max(axis=0)
    if len(swapped):
        done = np.maximum(done, (swapped + far_s(links)[:, None]).max(axis=0))
    waited = 2 * (swapped.sum(axis=0) + done - ready.sum(axis=0))
    return Sampled(done, decayed(fresh, waited, memory), raw)
