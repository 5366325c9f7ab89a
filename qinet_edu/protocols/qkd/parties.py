"""The scripts of the two parties, from sifted bits to a key: what each says, hears and does."""

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qinet_edu.arguments import Bits
from qinet_edu.protocols.qkd.amplification import toeplitz_hash
from qinet_edu.protocols.qkd.bits import bits_number, number_bits
from qinet_edu.protocols.qkd.cascade import first_block
from qinet_edu.protocols.qkd.conversation import Aborted, Do, Hear, Part, Say, Step
from qinet_edu.protocols.qkd.ladder import Ladder, Parities
from qinet_edu.protocols.qkd.ledger import ANSWER, REVEALED
from qinet_edu.protocols.qkd.terms import Count, Terms
from qinet_edu.protocols.qkd.verification import verification_hash

SEED_BITS = 64
COUNT_BITS = 32
POINT_BITS = 128


@dataclass(frozen=True)
class Made:
    """Hold what a party has at the end: its key, and the numbers that both know.

    Attributes:
        key: the party's copy.
        count: what was kept, tested and found wrong.
        leaked: how many parities were revealed.
    """

    key: Bits
    count: Count
    leaked: int

    def __repr__(self) -> str:
        return f"A party's key of {self.key.size} bits"


Telling = Generator[Step, list[Bits], Made]


def alice(
    bits: Bits, *, terms: Terms, bases: NDArray[np.uint8] | None, rng: np.random.Generator
) -> Telling:
    """Play Alice: she draws what is random, and her bits are the ones that count.

    Args:
        bits: her sifted bits.
        terms: what both agreed on.
        bases: the basis of each bit, 0 for the key's, or None when they come mixed evenly.
        rng: from which she draws.
    """
    seed = _drawn(rng, SEED_BITS)
    tested = terms.tested(bits.size, seed=bits_number(seed), bases=bases)
    yield Say("test bits", (
        Part("seed of the sample", seed), Part("test bits", bits[tested], REVEALED),
    ))  # fmt: skip
    (errors,) = yield Hear("number of errors", (COUNT_BITS,))
    count = _count(terms, tested, bits_number(errors))
    yield Do(f"counts {count.errors} errors in {count.tested} bits: {100 * count.qber:.2f} %")
    count.judge()
    key = bits[~tested]

    shuffles = _drawn(rng, SEED_BITS)
    yield Say("seed of the shuffles", (Part("seed of the shuffles", shuffles),), sealed=False)
    ladder, parities, leaked = _ladder(count, shuffles), Parities(key), 0
    while (question := ladder.question) is not None:
        said, chapter = parities.of(ladder), f"pass {ladder.begun}"
        leaked += question.size
        yield Say("parities", (Part("parities", said, REVEALED),), sealed=False, chapter=chapter)
        (differ,) = yield Hear("which differ", (question.size,), sealed=False)
        if not _climb(ladder, differ):
            # The tag tells Bob whether somebody led them astray; he gives up for both.
            yield Say("stop", (Part("stop", np.ones(1, dtype=np.uint8)),))
            yield Hear("nothing more", (0,))

    point = _drawn(rng, POINT_BITS)
    check = verification_hash(key, point=np.packbits(point).tobytes(), bits=count.hash_bits)
    yield Say("hash of the key", (
        Part("point of the hash", point), Part("verification hash", check, REVEALED),
    ))  # fmt: skip
    (same,) = yield Hear("verdict", (1,))
    if not same[0]:
        raise Aborted("verification", "hears that the hashes differ: errors are left")

    length = count.length(leaked=leaked)
    diagonals = _drawn(rng, key.size + length - 1)
    yield Say("Toeplitz matrix", (Part("diagonals of the matrix", diagonals),))
    yield Do(f"hashes {key.size:,} bits to {length:,}")
    yield Hear("done", (1,))
    return Made(toeplitz_hash(key, diagonals), count, leaked)


def bob(bits: Bits, *, terms: Terms, bases: NDArray[np.uint8] | None) -> Telling:
    """Play Bob: he follows, and mends his bits until they are Alice's.

    Args:
        bits: his sifted bits.
        terms: what both agreed on.
        bases: the basis of each bit, 0 for the key's, or None when they come mixed evenly.
    """
    size = int(terms.tested(bits.size, seed=0, bases=bases).sum())
    seed, theirs = yield Hear("test bits", (SEED_BITS, size))
    tested = terms.tested(bits.size, seed=bits_number(seed), bases=bases)
    errors = int((theirs != bits[tested]).sum())
    yield Say("number of errors", (Part("number of errors", number_bits(errors, COUNT_BITS)),))
    # Alice hears the same number and gives up for both; here nothing more is said in that case.
    (shuffles,) = yield Hear("seed of the shuffles", (SEED_BITS,), sealed=False)
    count, key = _count(terms, tested, errors), bits[~tested]

    ladder, parities, leaked = _ladder(count, shuffles), Parities(key), 0
    while (question := ladder.question) is not None:
        (said,) = yield Hear("parities", (question.size,), sealed=False)
        leaked += question.size
        differ, chapter = said ^ parities.of(ladder, mended=True), f"pass {ladder.begun}"
        yield Say("which differ", (Part("answers", differ, ANSWER),), sealed=False, chapter=chapter)
        if not _climb(ladder, differ):
            yield Hear("stop", (1,))
            raise Aborted("correction", f"found more than {count.most_errors:,} errors")
    key = key ^ ladder.flipped
    yield Do(f"mends {int(ladder.flipped.sum()):,} bits")

    point, theirs = yield Hear("hash of the key", (POINT_BITS, count.hash_bits))
    check = verification_hash(key, point=np.packbits(point).tobytes(), bits=count.hash_bits)
    same = np.array([np.array_equal(check, theirs)], dtype=np.uint8)
    yield Say("verdict", (Part("verdict", same),))
    if not same[0]:
        yield Hear("nothing more", (0,))

    length = count.length(leaked=leaked)
    (diagonals,) = yield Hear("Toeplitz matrix", (key.size + length - 1,))
    yield Do(f"hashes {key.size:,} bits to {length:,}")
    yield Say("done", (Part("done", np.ones(1, dtype=np.uint8)),))
    return Made(toeplitz_hash(key, diagonals), count, leaked)


def _drawn(rng: np.random.Generator, size: int) -> Bits:
    return rng.integers(0, 2, size, dtype=np.uint8)


def _count(terms: Terms, tested: NDArray[np.bool_], errors: int) -> Count:
    return Count(terms, kept=int((~tested).sum()), tested=int(tested.sum()), errors=errors)


def _ladder(count: Count, shuffles: Bits) -> Ladder:
    block = first_block(count.expected, count.kept)
    return Ladder(count.kept, block=block, seed=bits_number(shuffles), most=count.most_errors)


def _climb(ladder: Ladder, differ: Bits) -> bool:
    """Go on to the next question; return False if more errors were found than there may be."""
    try:
        ladder.answer(differ)
    except RuntimeError:
        return False
    return True
