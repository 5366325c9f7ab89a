"""What Cascade asks, and when: the book that both parties keep without a bit of the key."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import Bits

Places: TypeAlias = NDArray[np.intp]
Truths: TypeAlias = NDArray[np.bool_]

PASSES = 4
# What a search finds often lies in one small block with another error, which the cascade then
# finds for less. So blocks of a new pass are searched a quarter at a time: all at once, 3 % of
# errors cost 1.165 of what they must; a quarter, 1.153; one by one, 1.151, in four times as many
# exchanges.
SHARE = 4
FEW = 16  # flips that are quicker made one by one than with a new running parity


@dataclass(frozen=True)
class Question:
    """Ask, in one message, for the parities of stretches that do not overlap.

    Attributes:
        stage: the pass whose order of bits is meant, from 0.
        starts: where each stretch begins, in that order.
        ends: where it ends, one past its last bit.
    """

    stage: int
    starts: Places
    ends: Places

    @property
    def size(self) -> int:
        """Return how many parities are asked for."""
        return int(self.starts.size)


class Ladder:
    """Keep what both parties know of a run of Cascade, and say what to ask next.

    It never sees a bit of the key: only the seed of the shuffles and, for each parity asked,
    whether Alice's and Bob's differ. So each party climbs a ladder of its own, and both agree on
    every question without a word about it. Odd blocks of one pass do not overlap, so many are
    searched at once: 300 errors in 10,000 bits take about 180 exchanges, where one by one they
    would take 750 and more.

    Args:
        length: how many bits there are.
        block: how long a block of the first pass is; each pass doubles it.
        seed: of the shuffles before the passes after the first; public.
        passes: how many passes there are.
        most: how many errors may be found before it gives up; by default as many as there are bits.

    Attributes:
        question: what to ask now; None once all is done.
        flipped: where Bob's bits have been found wrong, shape (length,).
        found: the places that each search has found wrong, in order of the searches.

    Raises:
        RuntimeError: more errors are "found" than there may be: somebody answers wrongly.

    Example:
        >>> ladder = Ladder(8, block=4, seed=1)
        >>> ladder.question.starts.tolist(), ladder.question.ends.tolist()
        ([0, 4], [4, 8])
        >>> ladder.answer([True, False])  # an odd number of errors in the first block: halve it
        >>> ladder.question.starts.tolist(), ladder.question.ends.tolist()
        ([0], [2])
    """

    def __init__(
        self, length: int, *, block: int, seed: int, passes: int = PASSES, most: int | None = None
    ) -> None:
        self.flipped: Bits = np.zeros(length, dtype=np.uint8)
        self.found: list[Places] = []
        self._errors, self._length = 0, length
        self._most = length if most is None else most
        self._blocks = [min(block << stage, length) for stage in range(passes)]
        self._seeds = np.random.SeedSequence(seed).spawn(passes)
        self._orders: list[Places] = []
        self._places: list[Places] = []
        self._odd: list[Truths] = []
        self._steps = self._climb()
        self.question: Question | None = next(self._steps, None) if length else None

    def answer(self, differ: ArrayLike) -> None:
        """Take in where the two parities differ, and go on to the next question."""
        try:
            self.question = self._steps.send(np.asarray(differ, dtype=bool))
        except StopIteration:
            self.question = None

    @property
    def begun(self) -> int:
        """Return how many passes have begun."""
        return len(self._orders)

    def order(self, stage: int) -> Places:
        """Return the order in which a pass reads the bits."""
        return self._orders[stage]

    def places(self, stage: int) -> Places:
        """Return where each bit stands in the order of a pass."""
        return self._places[stage]

    def _climb(self) -> Generator[Question, Truths, None]:
        for stage, block in enumerate(self._blocks):
            self._shuffle(stage)
            starts = np.arange(0, self._length, block)
            ends = np.minimum(starts + block, self._length)
            odd = yield Question(stage, starts, ends)
            self._odd.append(odd.copy())
            # What one search finds makes blocks of other passes odd: the cascade.
            while (smallest := self._smallest_odd()) is not None:
                yield from self._search(smallest)

    def _shuffle(self, stage: int) -> None:
        order = np.arange(self._length)
        places = order
        if stage:
            order = np.random.default_rng(self._seeds[stage]).permutation(self._length)
            places = np.empty_like(order)
            places[order] = np.arange(self._length)
        self._orders.append(order)
        self._places.append(places)

    def _smallest_odd(self) -> int | None:
        return next((stage for stage, odd in enumerate(self._odd) if odd.any()), None)

    def _search(self, stage: int) -> Generator[Question, Truths, None]:
        """Halve every odd block of a pass until each has shown one error: BINARY, all at once."""
        odd = self._odd[stage].nonzero()[0]
        if stage == len(self._odd) - 1 and stage > 0:
            odd = odd[: max(1, odd.size // SHARE)]
        low = odd * self._blocks[stage]
        high = np.minimum(low + self._blocks[stage], self._length)
        while (wide := (high - low > 1).nonzero()[0]).size:
            starts = low[wide]
            middle = halfway(starts, high[wide])
            left = yield Question(stage, starts, middle)
            high[wide[left]] = middle[left]
            low[wide] = np.where(left, starts, middle)
        wrong = self._orders[stage][low]
        self._errors += wrong.size
        if self._errors > self._most:
            raise RuntimeError("More errors were found than there may be.")
        self.flipped[wrong] ^= 1
        self.found.append(wrong)
        for stage_odd, places, block in zip(self._odd, self._places, self._blocks, strict=False):
            found = np.bincount(places[wrong] // block, minlength=stage_odd.size)
            stage_odd ^= found % 2 == 1


def halfway(low: Places, high: Places) -> Places:
    """Return where BINARY cuts: the left half takes the odd bit.

    Example:
        >>> halfway(np.array([0, 4]), np.array([5, 8])).tolist()
        [3, 6]
    """
    return low + (high - low + 1) // 2


class Parities:
    """Answer questions about one party's bits.

    The parity of a stretch is the XOR of two entries of a running parity, whatever its length: two
    look-ups where 25 bits would have to be read.

    Args:
        bits: the party's bits, as they were before any error was found.

    Example:
        >>> ladder = Ladder(8, block=4, seed=1)
        >>> Parities(np.array([1, 0, 1, 1, 0, 0, 0, 0], dtype=np.uint8)).of(ladder).tolist()
        [1, 0]
    """

    def __init__(self, bits: Bits) -> None:
        self.bits = bits
        self._running: dict[int, Bits] = {}
        self._searches = 0

    def of(self, ladder: Ladder, *, mended: bool = False) -> Bits:
        """Return the parities that the ladder asks for now, one bit each.

        Args:
            ladder: it must have a question.
            mended: whether to read the bits with the errors found so far put right.
        """
        question = ladder.question
        assert question is not None
        if mended:
            self._mend(ladder)
        running = self._running.get(question.stage)
        if running is None:
            bits = self.bits ^ ladder.flipped if mended else self.bits
            running = np.zeros(bits.size + 1, dtype=np.uint8)
            np.bitwise_xor.accumulate(bits[ladder.order(question.stage)], out=running[1:])
            self._running[question.stage] = running
        return running[question.ends] ^ running[question.starts]

    def _mend(self, ladder: Ladder) -> None:
        """Bring the running parities up to date: a flip turns all entries behind it."""
        for wrong in ladder.found[self._searches :]:
            if wrong.size > FEW:
                self._running.clear()
            for stage, running in self._running.items():
                for place in ladder.places(stage)[wrong].tolist():
                    running[place + 1 :] ^= 1
        self._searches = len(ladder.found)
