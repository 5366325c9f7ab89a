"""Two passes of Cascade on a key of 32 bits, question by question: what a student steps through.

Small and slow on purpose. What runs on a real key is `protocols.qkd`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qinet_edu.draw import given

# Alice's key, and the order into which the second pass shuffles it.
KEY = (
    1,
    0,
    0,
    0,
    0,
    1,
    1,
    1,
    0,
    0,
    0,
    1,
    1,
    0,
    1,
    0,
    0,
    1,
    1,
    0,
    1,
    0,
    0,
    1,
    0,
    1,
    1,
    1,
    0,
    0,
    1,
    0,
)
ORDER = (
    19, 2, 27, 8, 12, 31, 5, 22, 16, 0, 9, 29, 20, 25, 3, 14,
    6, 23, 11, 30, 1, 17, 26, 13, 4, 21, 28, 7, 18, 10, 24, 15,
)  # fmt: skip
BITS = len(KEY)
# ⌈0.73/Q⌉ bits for 3 errors in 32, and twice as many in the second pass.
BLOCKS = (8, 16)
ORDERS = (tuple(range(BITS)), ORDER)


@dataclass(frozen=True)
class Node:
    """A run of bits of one pass whose parity may be known.

    Attributes:
        turn: the pass, 0 or 1.
        first: its first place in the order of that pass.
        size: how many bits it has.
    """

    turn: int
    first: int
    size: int

    @property
    def mask(self) -> int:
        """Return its bits as one whole number, bit k worth 2ᵏ: the same bits, the same number."""
        return sum(1 << bit for bit in ORDERS[self.turn][self.first : self.first + self.size])

    @property
    def halves(self) -> tuple["Node", "Node"]:
        """Return its two halves."""
        half = self.size // 2
        return Node(self.turn, self.first, half), Node(self.turn, self.first + half, half)


NODES = tuple(
    Node(turn, first, BLOCKS[turn] >> level)
    for turn in (0, 1)
    for level in range(BLOCKS[turn].bit_length())
    for first in range(0, BITS, BLOCKS[turn] >> level)
)


@dataclass(frozen=True)
class Moment:
    """How things stand after one step.

    Attributes:
        kind: what was done: ``"start"``, ``"block"``, ``"half"``, ``"again"``, ``"fix"``,
            ``"done"``.
        node: what it was about.
        bob: Bob's key as a whole number, bit k worth 2ᵏ.
        known: which parities of Alice's he knows, by the bits' mask; whether he asked for it.
        asked: how many he asked for: what Eve has learned too.
    """

    kind: str
    node: Node
    bob: int
    known: dict[int, bool]
    asked: int


def parity(mask: int, key: int) -> int:
    """Return the parity of some bits of a key.

    Example:
        >>> parity(0b0111, 0b0101), parity(0b0100, 0b0101)
        (0, 1)
    """
    return (mask & key).bit_count() & 1


ALICE = sum(bit << place for place, bit in enumerate(KEY))


def read_errors(errors: Sequence[int]) -> tuple[int, ...]:
    """Return places of errors, sorted.

    Raises:
        ValueError: one is no place in the key, or stands there twice.

    Example:
        >>> read_errors([20, 3])
        (3, 20)
    """
    places: list[Any] = list(errors) if isinstance(errors, (list, tuple)) else [errors]
    for place in places:
        if given.count("place of an error", place) >= BITS:
            raise ValueError(f"The key has places 0 to {BITS - 1}; {place} is none of them.")
    if len(set(places)) < len(places):
        raise ValueError(f"A bit can be wrong once; {errors!r} names one twice.")
    return tuple(sorted(int(place) for place in places))


def trace(errors: Sequence[int]) -> list[Moment]:
    """Run two passes of Cascade, and keep every moment.

    Bob asks Alice for the parity of each block. Where it is not his own, an odd number of errors
    is in there, and he halves: one question tells which half is the odd one, for the other half's
    parity follows. A bit put right turns every block around that holds it, in both passes: one
    that looked even before is odd now, and gives up its second error for a few questions more.

    Args:
        errors: places at which Bob's key differs from Alice's.

    Source:
        Brassard and Salvail, EUROCRYPT '93, LNCS 765, 410 (1994).

    Example:
        >>> moments = trace([5])
        >>> moments[-1].bob == ALICE, moments[-1].asked
        (True, 9)
    """
    run = _Run(read_errors(errors))
    for turn, size in enumerate(BLOCKS):
        for first in range(0, BITS, size):
            block = Node(turn, first, size)
            run.ask("block", block)
            run.search()
    run.note("done", Node(1, 0, BITS))
    return run.moments


class _Run:
    def __init__(self, errors: tuple[int, ...]) -> None:
        self.bob = ALICE ^ sum(1 << place for place in errors)
        self.known: dict[int, bool] = {}
        self.moments: list[Moment] = []
        self.note("start", Node(0, 0, BITS))

    def note(self, kind: str, node: Node) -> None:
        asked = sum(self.known.values())
        self.moments.append(Moment(kind, node, self.bob, dict(self.known), asked))

    def odd(self, node: Node) -> bool:
        return node.mask in self.known and parity(node.mask, ALICE ^ self.bob) == 1

    def ask(self, kind: str, node: Node) -> None:
        self.known[node.mask] = True
        self.note(kind, node)

    def search(self) -> None:
        """Put errors right for as long as a block is known to hold one."""
        last = self.moments[-1].node
        while odd := [node for node in NODES if self.odd(node)]:
            # The smallest first: it takes the fewest questions.
            node = min(odd, key=lambda one: (one.size, one.turn, one.first))
            if node != last:
                self.note("again", node)
            while node.size > 1:
                node = self.halve(node)
            self.bob ^= node.mask
            self.note("fix", node)
            last = node

    def halve(self, node: Node) -> Node:
        left, right = node.halves
        if left.mask not in self.known:
            self.known.setdefault(right.mask, False)
            self.ask("half", left)
        return left if self.odd(left) else right
