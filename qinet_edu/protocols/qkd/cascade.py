"""Cascade: mend Bob's errors by asking for parities, and count each one."""

from dataclasses import dataclass, field
from math import ceil

from numpy.typing import ArrayLike

from qinet_edu import theory
from qinet_edu.arguments import Bits, one_real
from qinet_edu.protocols.qkd.bits import two_of_a_length
from qinet_edu.protocols.qkd.ladder import PASSES, Ladder, Parities

FIRST_BLOCK = 0.73  # errors expected in a block of the first pass


def first_block(qber: float, length: int) -> int:
    """Return how long a block of Cascade's first pass is: 0.73 expected errors, rounded up.

    Source:
        Brassard and Salvail, EUROCRYPT '93, LNCS 765, 410 (1994).

    Example:
        >>> first_block(0.03, 10_000), first_block(0, 10_000)
        (25, 10000)
    """
    return length if qber * length <= FIRST_BLOCK else ceil(FIRST_BLOCK / qber)


@dataclass(frozen=True)
class Asked:
    """Record a parity that was asked for.

    Attributes:
        stage: the pass whose order of bits is meant, from 0.
        start: where the stretch begins, in that order.
        end: where it ends, one past its last bit.
        alice: her parity.
        bob: his.
    """

    stage: int
    start: int
    end: int
    alice: int
    bob: int


@dataclass(frozen=True)
class Reconciled:
    """Hold what Cascade made of Bob's bits.

    Attributes:
        bits: Bob's bits, mended; kept out of what is printed.
        leaked_bits: how many of Alice's parities were revealed.
        corrected: how many bits were flipped.
        exchanges: how often both parties spoke.
        asked: every parity, if a trace was wanted.
    """

    bits: Bits = field(repr=False)
    leaked_bits: int
    corrected: int
    exchanges: int
    asked: tuple[Asked, ...] = field(default=(), repr=False)

    def efficiency(self, qber: float) -> float:
        """Return f: how many times the least, h(Q) for each bit, was revealed.

        Raises:
            TypeError: the rate is no real number.
            ValueError: it lies outside (0, 0.5], or there is no bit.

        Example:
            >>> import numpy as np
            >>> round(Reconciled(np.zeros(1000, dtype=np.uint8), 216, 30, 40).efficiency(0.03), 3)
            1.111
        """
        rate = one_real(qber, "qber", low=0, high=0.5)
        if not rate * self.bits.size:
            raise ValueError("Without bits or errors there is nothing to reveal, and no f.")
        return self.leaked_bits / (self.bits.size * float(theory.binary_entropy(rate)))


def reconcile(
    alice: ArrayLike, bob: ArrayLike, *, qber: float, seed: int, passes: int = PASSES,
    trace: bool = False,
) -> Reconciled:  # fmt: skip
    """Mend Bob's bits with as few of Alice's parities as Cascade needs.

    The least that must be revealed is h(Q) for each bit; Cascade reveals 1.1 to 1.2 times that for
    Q between 1 and 10 %. Each parity counts once: Bob's answer, which says whether his is the same,
    tells where he was wrong and nothing more of what Alice holds.

    Args:
        alice: her bits.
        bob: his, as many.
        qber: the error rate to expect; it sets the length of the first blocks.
        seed: of the shuffles.
        passes: how many passes; the original has four.
        trace: whether to keep every parity asked for, to draw or to read.

    Returns:
        Bob's bits, mended, and what that cost. Errors may be left: verification tells.

    Raises:
        TypeError: an argument is of another kind.
        ValueError: the keys differ in length, or the rate lies outside [0, 0.5].

    Source:
        Brassard and Salvail, EUROCRYPT '93, LNCS 765, 410 (1994).

    Example:
        >>> done = reconcile("0110" * 8, "0110" * 7 + "0111", qber=0.05, seed=1)
        >>> "".join(map(str, done.bits)) == "0110" * 8, done.corrected, done.leaked_bits
        (True, 1, 8)
    """
    ours, theirs = two_of_a_length(alice, bob)
    rate = one_real(qber, "qber", low=0, high=0.5)
    ladder = Ladder(ours.size, block=first_block(rate, ours.size), seed=seed, passes=passes)
    # Where two parities differ is the parity of the difference: one look-up instead of two.
    sent, errors = Parities(ours), Parities(ours ^ theirs)
    leaked = exchanges = 0
    asked: list[Asked] = []
    while (question := ladder.question) is not None:
        differ = errors.of(ladder, mended=True)
        leaked += question.size
        exchanges += 1
        if trace:
            said = sent.of(ladder)
            rows = zip(question.starts, question.ends, said, said ^ differ, strict=True)
            asked += [Asked(question.stage, *map(int, row)) for row in rows]
        ladder.answer(differ)
    corrected = int(ladder.flipped.sum())
    return Reconciled(theirs ^ ladder.flipped, leaked, corrected, exchanges, tuple(asked))


def binary(alice: ArrayLike, bob: ArrayLike) -> Reconciled:
    """Find one error in a block whose parities differ, by halving it: the trace says how.

    Args:
        alice: her block.
        bob: his, with an odd number of errors.

    Returns:
        The block with one error less; ``asked`` begins with the parity of the whole block.

    Raises:
        TypeError: one of them is no row of bits.
        ValueError: they differ in length, or their parities are the same.

    Example:
        >>> done = binary("00000000", "00000100")
        >>> [(one.start, one.end) for one in done.asked]
        [(0, 8), (0, 4), (4, 6), (4, 5)]
        >>> done.bits.tolist()
        [0, 0, 0, 0, 0, 0, 0, 0]
    """
    ours, theirs = two_of_a_length(alice, bob)
    if (ours ^ theirs).sum() % 2 == 0:
        raise ValueError(
            "The two parities are the same: there is no error, or an even number of them, which "
            "halving cannot find. That is what Cascade's shuffles are for."
        )
    return reconcile(ours, theirs, qber=0, seed=0, passes=1, trace=True)
