"""The ledger of secrecy: every bit that was said aloud, and what is left of the key for it."""

from collections.abc import Iterable
from dataclasses import dataclass

# What a bit that is sent means for the key.
PUBLIC = "public"  # drawn apart from the key, or said of it what Eve may know: costs nothing
REVEALED = "revealed"  # a bit of Alice's key, or a parity of some: costs one bit
ANSWER = "answer"  # whether Bob's parity is the same: it says where he was wrong, and is paid for
TAG = "tag"  # costs a bit of one-time key, from the stock
COSTS = (PUBLIC, REVEALED, ANSWER, TAG)


@dataclass(frozen=True)
class Entry:
    """Record bits that went over the wire.

    Attributes:
        what: what they are: ``"parities"``.
        cost: ``"public"``, ``"revealed"``, ``"answer"`` or ``"tag"``.
        bits: how many.
    """

    what: str
    cost: str
    bits: int


@dataclass(frozen=True)
class Row:
    """Hold a line of the account: bits that come in (positive) or go out (negative).

    Attributes:
        what: what for.
        bits: how many, with their sign.
    """

    what: str
    bits: int


@dataclass(frozen=True, repr=False)
class Ledger:
    """Hold what was sent, and the account from sifted bits to the key.

    Attributes:
        sent: the bits that went over the wire, by purpose, in the order they began.
        account: from the sifted bits down; the sum of its bits is the length of the key. Empty
            when the conversation ended before there was one.

    Example:
        >>> ledger = Ledger(
        ...     [Entry("test bits", REVEALED, 100), Entry("tags", TAG, 128)],
        ...     [Row("sifted", 1000), Row("tested in public", -100)],
        ... )
        >>> ledger.sent_bits, ledger.revealed_bits, ledger.tag_bits, ledger.key_bits
        (228, 100, 128, 900)
        >>> ledger
        sifted            1,000
        tested in public   −100
        = key               900
        sent: 228 bits, of which 100 revealed, 0 answers, 128 in tags
    """

    sent: tuple[Entry, ...]
    account: tuple[Row, ...]

    def __init__(self, sent: Iterable[Entry], account: Iterable[Row] = ()) -> None:
        sums: dict[tuple[str, str], int] = {}
        for entry in sent:
            if entry.cost not in COSTS:
                raise ValueError(f"A cost is one of {', '.join(COSTS)}, not {entry.cost!r}.")
            place = entry.what, entry.cost
            sums[place] = sums.get(place, 0) + entry.bits
        entries = tuple(Entry(what, cost, bits) for (what, cost), bits in sums.items())
        object.__setattr__(self, "sent", entries)
        object.__setattr__(self, "account", tuple(account))

    def total(self, cost: str) -> int:
        """Return how many bits of a kind were sent.

        Example:
            >>> Ledger([Entry("parities", REVEALED, 7)]).total("answer")
            0
        """
        return sum(entry.bits for entry in self.sent if entry.cost == cost)

    @property
    def sent_bits(self) -> int:
        """Return how many bits were sent in all."""
        return sum(entry.bits for entry in self.sent)

    @property
    def revealed_bits(self) -> int:
        """Return how many bits of the key, or about it, were revealed."""
        return self.total(REVEALED)

    @property
    def tag_bits(self) -> int:
        """Return how many bits of tags were sent: as many of one-time key are gone."""
        return self.total(TAG)

    @property
    def key_bits(self) -> int:
        """Return how long the key is, by the account."""
        return sum(row.bits for row in self.account)

    def __repr__(self) -> str:
        rows = [(row.what, f"{row.bits:,}".replace("-", "−")) for row in self.account]
        if rows:
            rows.append(("= key", f"{self.key_bits:,}"))
        wide = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
        lines = [f"{what:<{wide[0]}}  {bits:>{wide[1]}}" for what, bits in rows]
        return "\n".join([
            *lines,
            f"sent: {self.sent_bits:,} bits, of which {self.revealed_bits:,} revealed, "
            f"{self.total(ANSWER):,} answers, {self.tag_bits:,} in tags",
        ])  # fmt: skip
