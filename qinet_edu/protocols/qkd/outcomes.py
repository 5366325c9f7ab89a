"""What a conversation ends with: a key, or a reason why there is none."""

from dataclasses import dataclass

import numpy as np

from qinet_edu.arguments import Bits
from qinet_edu.protocols.qkd.ledger import Ledger
from qinet_edu.protocols.transcript import Transcript

REASONS = {
    "empty-sift": "too few bits were left to test some and keep others",
    "bell": "the Bell test does not show what was demanded of it",
    "qber": "more errors than were agreed to be tolerated",
    "correction": "error correction finds more errors than the compared bits allow for",
    "verification": "the two keys still differ",
    "no-key-left": "what was revealed, and what Eve may know, leaves nothing",
    "tampered": "a message was changed, replayed or made by somebody else",
    "silence": "a message did not arrive",
    "no-authentication-key": "the one-time keys for tags are used up",
}


@dataclass(frozen=True, repr=False, eq=False)
class Key:
    """Hold a key that Alice and Bob share, and how they came by it.

    Printed, it shows its account and never a bit.

    Attributes:
        alice: her copy, shape (length,).
        bob: his.
        qber: the error rate of the bits that were compared.
        margin: how much worse the others may be (µ).
        eps: how far the key may be from a perfect one: ε_sec + ε_cor.
        ledger: every bit that was revealed, and the account down to the key.
        transcript: who told whom what and when.
        seed: what makes the run repeatable.
    """

    alice: Bits
    bob: Bits
    qber: float
    margin: float
    eps: float
    ledger: Ledger
    transcript: Transcript
    seed: int

    def __bool__(self) -> bool:
        return True

    def __len__(self) -> int:
        return self.alice.size

    def to_bytes(self) -> bytes:
        """Return Alice's copy, eight bits to a byte; bits that fill no whole byte are dropped.

        Example:
            >>> from qinet_edu.protocols.qkd import distil
            >>> rng = np.random.default_rng(1)
            >>> sifted = rng.integers(0, 2, 20_000)
            >>> key = distil(sifted, sifted, seed=1)
            >>> len(key.to_bytes()) == len(key) // 8
            True
        """
        return np.packbits(self.alice[: self.alice.size // 8 * 8]).tobytes()

    def __repr__(self) -> str:
        return (
            f"A key of {len(self):,} bits, QBER {100 * self.qber:.2f} %, up to "
            f"{self.eps:.3g} from a perfect one\n{self.ledger!r}"
        )


@dataclass(frozen=True, repr=False, eq=False)
class Abort:
    """Hold why a conversation ended without a key. It counts as false.

    Attributes:
        reason: a word from ``REASONS``, to compare.
        words: who found what, with its numbers.
        ledger: what had been revealed by then; those bits must not be used again.
        transcript: who told whom what and when.
        seed: what makes the run repeatable.
    """

    reason: str
    words: str
    ledger: Ledger
    transcript: Transcript
    seed: int

    def __post_init__(self) -> None:
        if self.reason not in REASONS:
            raise ValueError(f"There is no reason {self.reason!r}: {', '.join(REASONS)}.")

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return f"No key ({self.reason}): {REASONS[self.reason]}. {self.words}."
