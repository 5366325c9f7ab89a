"""Chains of repeaters, sampled: how long a pair from end to end takes, and what it is like."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, TypeAlias, get_args

import numpy as np

from qinet_edu.arguments import one_real
from qinet_edu.network.chain_pairs import ChainPairs, Spread
from qinet_edu.network.deliveries import count
from qinet_edu.network.memories import Memory
from qinet_edu.network.nested_chains import Maker, Tally, purifying, raw, swapping, wait
from qinet_edu.network.segments import Numbers, read_links
from qinet_edu.network.stores import STREAMS, Order, stored
from qinet_edu.network.swapping_asap import Draw, Sampled, undisturbed, with_losses

Policy: TypeAlias = Literal["asap", "nested", "purify-first"]

PIECE = 1 << 14


@dataclass(frozen=True, eq=False)
class Chain:
    """Say how links are joined to one pair from end to end, and sample it.

    All links begin at once. A link that holds as many pairs as its memories have room for rests.
    While a pair waits both its halves decay: for its neighbour, for the other's bit of a
    purification, and at the two ends until the last swap's result has come (the Pauli frame). A
    swap itself waits for nobody. That a swap failed, or a pair was dropped, is taken as known at
    once where pairs are swapped as soon as possible; nested chains wait for the news of each swap
    that may fail. A pair that comes between two others is measured by both nodes at once, so one
    failure loses all three.

    Attributes:
        links: from Alice to Bob: schemes such as ``SingleClick``, ``Segment``, or
            (success, attempt_s, vector).
        memory: of all nodes; perfect when left out.
        swap_success: probability that a Bell measurement succeeds: 1/2 for plain linear optics.
        policy: ``"asap"``, swap when both halves are there; ``"nested"``, halves first, then
            their halves, each level purified before it is joined if ``purify`` says so;
            ``"purify-first"``, purify the links, then swap as soon as possible.
        purify: rounds of DEJMPS: of the links, or for ``"nested"`` of each level from the links
            upwards, the whole chain's included if given. A round takes two pairs, which are made
            one after the other.
        order: which of several stored pairs is swapped, ``"oldest"`` or ``"youngest"``. It
            matters for memories with room for more than one, of chains of two links.

    Raises:
        TypeError: something is no link, memory or number.
        ValueError: no link, a chance outside (0, 1], a cut-off shorter than a round trip, no such
            policy or order, or memories with too little room to purify.

    Example:
        >>> rounds = Chain([(0.1, 1.0, 0.95)] * 2, Memory(t1_s=100, t2_s=100))
        >>> pairs = rounds.simulate(100_000, seed=1)
        >>> round(pairs.mean_time_s, 1), round(pairs.fidelity, 2)
        (14.7, 0.8)
    """

    links: Sequence[Any]
    memory: Memory = field(default_factory=Memory)
    swap_success: float = field(default=1.0, kw_only=True)
    policy: Policy = field(default="asap", kw_only=True)
    purify: int | Sequence[int] | None = field(default=None, kw_only=True)
    order: Order = field(default="oldest", kw_only=True)

    def __post_init__(self) -> None:
        object.__setattr__(self, "links", read_links(self.links))
        if not isinstance(self.memory, Memory):
            raise TypeError(f"memory is a network.Memory(t2_s=1.0, …), not {self.memory!r:.60}.")
        chance = one_real(self.swap_success, "swap_success", low=0, high=1)
        if not chance:
            raise ValueError(
                "swap_success is 0: no pair would ever get past a node. Linear optics reach 0.5."
            )
        object.__setattr__(self, "swap_success", chance)
        if self.policy not in get_args(Policy):
            raise ValueError(
                f"There is no policy {self.policy!r}; choose 'asap', 'nested' or 'purify-first'."
            )
        if self.order not in get_args(Order):
            raise ValueError(f"There is no order {self.order!r}; choose 'oldest' or 'youngest'.")
        self._check_room()
        self._check_cutoff()

    def _check_cutoff(self) -> None:
        cutoff = self.memory.cutoff_s
        if cutoff is None:
            return
        for number, link in enumerate(self.links, start=1):
            least = max(link.attempt_s, link.delay_s)
            if cutoff < least * (1 - 1e-9):
                raise ValueError(
                    f"The cut-off of {cutoff:.4g} s is shorter than a round trip of link {number}, "
                    f"{least:.4g} s: a pair would be dropped before its neighbour could try once "
                    "more. Give the memory a longer cutoff_s, or the chain shorter links."
                )

    def _check_room(self) -> None:
        room, rounds = self.memory.capacity, self.rounds
        if rounds:
            slots = 1 + sum(rounds)
            if room < slots:
                raise ValueError(
                    f"Rounds of purification {rounds} need room for {slots} halves, for one pair "
                    f"waits while the next is made: Memory(capacity={slots}, …)."
                )
        elif room > 1 and (len(self.links) != 2 or self.policy != "asap"):
            raise ValueError(
                "Room for several pairs is followed for two links that are swapped as soon as "
                f"possible, not for {len(self.links)} with {self.policy!r}: Memory(capacity=1, …)."
            )

    @cached_property
    def rounds(self) -> tuple[int, ...]:
        """Return the rounds of DEJMPS at each level from the links upwards; none for no rounds."""
        given = self.purify
        if given is None:
            given = 1 if self.policy == "purify-first" else 0
        every = list(given) if isinstance(given, Sequence) else [given]
        for number in every:
            if number != 0 or isinstance(number, bool):
                count(number, "purify")
        while every and not every[-1]:
            every.pop()
        levels = {"asap": 0, "purify-first": 1, "nested": 1 + depth(len(self.links))}[self.policy]
        if len(every) > levels:
            where = "no level" if not levels else f"the links and {levels - 1} levels above"
            raise ValueError(
                f"purify={given!r} says more than the policy {self.policy!r} does, which here "
                f"purifies {where}. Choose 'purify-first' or 'nested'."
            )
        if self.policy == "purify-first" and not every:
            raise ValueError("purify=0 leaves nothing to do first: choose the policy 'asap'.")
        return tuple(every)

    def simulate(self, pairs: int, *, seed: int) -> ChainPairs:
        """Sample pairs from end to end, each from a beginning of its own.

        Memory does not grow with their number: the first 65 536 are kept one by one, of the
        others sums and histograms. With room for several pairs they follow one another instead,
        and a pair's time is the time since the last one.

        Args:
            pairs: how many; 10⁴ over 32 links take about 10 ms.
            seed: of the random numbers; the same one gives the same pairs.

        Raises:
            TypeError: ``pairs`` is no whole number.
            ValueError: fewer than 1, or next to nothing ever gets through.

        Example:
            >>> chain = Chain([(0.2, 1e-3, 0.97)] * 8, Memory(t2_s=0.1))
            >>> pairs = chain.simulate(20_000, seed=1)
            >>> round(1e3 * pairs.mean_time_s, 1), round(pairs.fidelity, 2)
            (12.6, 0.66)
        """
        count(pairs, "pairs")
        streams = min(STREAMS, pairs) if self._streamed else 0
        piece = max(PIECE // streams, 1) * streams if streams else self._piece
        spread = Spread(min(link.attempt_s for link in self.links))
        seeds = np.random.SeedSequence(seed).spawn(-(-pairs // piece))
        for number, child in enumerate(seeds):
            samples = min(piece, pairs - number * piece)
            if streams:
                streams = min(streams, samples)
            got = self._sample(np.random.default_rng(child), samples, streams)
            raw = got.raw * samples / len(got.time_s)
            spread.add(got.time_s, got.found, raw=raw, streams=streams, only=samples)
        return spread.done()

    @property
    def _streamed(self) -> bool:
        return self.memory.capacity > 1 and not self.rounds

    @property
    def _piece(self) -> int:
        if self.policy == "asap" and self._undisturbed:
            return PIECE
        return min(max((1 << 19) // len(self.links), 1 << 11), PIECE)

    @property
    def _undisturbed(self) -> bool:
        return self.memory.cutoff_s is None and self.swap_success == 1

    def _sample(self, rng: np.random.Generator, samples: int, streams: int) -> Sampled:
        links, memory = self.links, self.memory
        if streams:
            return stored(
                links, memory, rng, -(-samples // streams), streams=streams,
                swap_success=self.swap_success, order=self.order,
            )  # fmt: skip
        tally = Tally()
        if self.policy == "nested":
            made = self._over(0, len(links), tally)(rng, samples)
            time = np.maximum(made.ready, made.news)
            found = wait(made.found, memory, time - made.ready)
            return Sampled(time, found, tally.raw)
        if self.policy == "asap" and self._undisturbed:
            return undisturbed(links, memory, rng, samples)
        draw = None
        if self.rounds:
            draw = [self._drawing(place, tally) for place in range(len(links))]
        got = with_losses(links, memory, rng, samples, swap_success=self.swap_success, draw=draw)
        return Sampled(got.time_s, got.found, tally.raw if draw else got.raw)

    def _drawing(self, place: int, tally: Tally) -> Draw:
        make = self._over(place, place + 1, tally)

        def draw(rng: np.random.Generator, samples: int) -> tuple[Numbers, Numbers, Numbers]:
            made = make(rng, samples)
            return made.ready, np.minimum(made.left, made.right), made.found

        return draw

    def _over(self, first: int, end: int, tally: Tally) -> Maker:
        """Return what draws pairs over the links from ``first`` to before ``end``."""
        links = self.links[first:end]
        places = np.cumsum([0.0] + [link.delay_s for link in self.links])
        if len(links) == 1:
            make = raw(links[0], tally)
        else:
            middle = first + (len(links) + 1) // 2
            here = places[middle]
            make = swapping(
                self._over(first, middle, tally),
                self._over(middle, end, tally),
                self.memory,
                far_s=float(max(here, places[-1] - here)),
                near_s=float(max(here - places[first], places[end] - here)),
                swap_success=self.swap_success,
                tally=tally,
            )
        level = depth(len(links))
        for _ in range(self.rounds[level] if level < len(self.rounds) else 0):
            across = float(places[end] - places[first])
            make = purifying(make, self.memory, delay_s=across, tally=tally)
        return make


def depth(links: int) -> int:
    """Return how often a chain is halved until single links are left.

    Example:
        >>> depth(1), depth(2), depth(3), depth(8)
        (0, 1, 2, 3)
    """
    return (links - 1).bit_length()
