"""What Alice and Bob agree on before they begin, and the lengths that follow from it."""

from dataclasses import dataclass
from math import ceil, log2
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from qinet_edu import theory
from qinet_edu.arguments import one_real
from qinet_edu.protocols.qkd.bell import LOCAL, bell_entropy
from qinet_edu.protocols.qkd.conversation import Aborted
from qinet_edu.protocols.qkd.estimation import sample_places
from qinet_edu.protocols.qkd.ledger import Row
from qinet_edu.protocols.qkd.verification import verification_bits


@dataclass(frozen=True)
class Terms:
    """Hold what both parties agree on before the first qubit flies.

    Attributes:
        max_qber: the error rate they tolerate, Q_tol.
        test_fraction: the share of sifted bits that is compared in public.
        eps_sec: how far the key may be from a secret one.
        eps_cor: how likely the two keys may differ.

    Raises:
        TypeError: one of them is no real number.
        ValueError: one of them is out of range.

    Example:
        >>> Terms().max_qber
        0.05
    """

    known: ClassVar[str] = "what Eve may know: n h(Q + µ)"

    max_qber: float = 0.05
    test_fraction: float = 0.1
    eps_sec: float = 1e-10
    eps_cor: float = 1e-15

    def __post_init__(self) -> None:
        object.__setattr__(self, "max_qber", one_real(self.max_qber, "max_qber", low=0, high=0.5))
        for name in ("test_fraction", "eps_sec", "eps_cor"):
            value = one_real(getattr(self, name), name, low=0, high=1)
            if value in (0, 1):
                raise ValueError(f"{name} must lie strictly between 0 and 1.")
            object.__setattr__(self, name, value)

    def tested(
        self, length: int, *, seed: int, bases: NDArray[np.uint8] | None
    ) -> NDArray[np.bool_]:
        """Return which bits are compared: those of the other basis, or a sample.

        Args:
            length: how many bits there are.
            seed: of the sample; public.
            bases: the basis of each bit, 0 for the key's; None when the bases come mixed evenly.

        Raises:
            Aborted: nothing would be left to test, or to keep.
        """
        if bases is None:
            chosen = np.zeros(length, dtype=bool)
            if length:
                share = max(1, round(self.test_fraction * length))
                chosen[sample_places(length, tested=share, seed=seed)] = True
        else:
            chosen = bases != 0
        count = int(chosen.sum())
        if not 0 < count < length:
            raise Aborted(
                "empty-sift", f"has {count} bits to test and {length - count} to keep; needs both"
            )
        return chosen

    def finite(self, kept: int, tested: int, *, paid: float) -> tuple[int, float]:
        """Return how long the key may be, and by how much its bits may be worse than the tested.

        Args:
            kept: bits that were not compared.
            tested: bits that were.
            paid: bits to be paid for what was revealed, beyond log₂(1/ε_cor).
        """
        length, margin = theory.finite_key_length(
            kept, tested, self.max_qber, leak_bits=paid, eps_sec=self.eps_sec, eps_cor=self.eps_cor
        )
        return int(length), float(margin)

    def allowed(self, margin: float) -> str:
        """Return what is allowed for, in words."""
        return f"up to {100 * (self.max_qber + margin):.1f} % of errors allowed for"


@dataclass(frozen=True)
class BellTerms(Terms):
    """Hold terms that count what Eve may know by a Bell test, not by the errors.

    The two directions of E91 that make key lie 45° apart: an Eve half-way between them causes 7 %
    of errors and guesses 96 % of the bits, so errors say too little. S is not deceived.

    Attributes:
        s: what S is at least.

    Example:
        >>> Terms(max_qber=0.02).finite(200_000, 20_000, paid=0)[0]
        137088
        >>> BellTerms(max_qber=0.02, s=2.7).finite(200_000, 20_000, paid=0)[0]
        118420
    """

    known: ClassVar[str] = "what Eve may know by the Bell test"

    s: float = LOCAL

    def finite(self, kept: int, tested: int, *, paid: float) -> tuple[int, float]:
        """Return how long the key may be, and by how much its bits may be worse than the tested."""
        _, margin = super().finite(kept, tested, paid=paid)
        # Half of ε_sec is for smoothing (an eighth, twice) and for hashing (a quarter); the Bell
        # test has the other half.
        secret = bell_entropy(kept, self.s, eps=self.eps_sec / 8) - paid + log2(self.eps_cor)
        length = theory.privacy_amplification_length(max(0.0, secret), eps=self.eps_sec / 4)
        return int(length), margin

    def allowed(self, margin: float) -> str:
        """Return what is allowed for, in words."""
        return f"by S > {self.s:.3f} Eve may know too many"


@dataclass(frozen=True)
class Count:
    """Hold the numbers of one run that both parties know.

    Attributes:
        terms: what was agreed before.
        kept: how many bits were not compared (n).
        tested: how many were (k).
        errors: in how many of those the two differed.

    Example:
        >>> Count(Terms(), kept=900_000, tested=100_000, errors=3000).length(leaked=200_000)
        382521
    """

    terms: Terms
    kept: int
    tested: int
    errors: int

    @property
    def qber(self) -> float:
        """Return the error rate of the bits that were compared."""
        return self.errors / self.tested

    @property
    def expected(self) -> float:
        """Return the error rate to expect in the others: not zero because none was seen."""
        return min(0.5, max(self.errors, 0.5) / self.tested)

    @property
    def most_errors(self) -> int:
        """Return how many errors the others may have: a search that finds more has gone astray."""
        return ceil(self.kept * min(1.0, self.expected + self.margin))

    @property
    def margin(self) -> float:
        """Return by how much the others may be worse (µ)."""
        return self._finite(0)[1]

    @property
    def hash_bits(self) -> int:
        """Return how long the verification hash is."""
        return verification_bits(self.kept, eps_cor=self.terms.eps_cor)

    def judge(self) -> None:
        """Give up when there were more errors than agreed.

        Raises:
            Aborted: there were.
        """
        if self.qber > self.terms.max_qber:
            raise Aborted(
                "qber",
                f"counts {self.errors} errors in {self.tested} bits, {100 * self.qber:.2f} %; "
                f"tolerated are {100 * self.terms.max_qber:.4g} %",
            )

    def length(self, *, leaked: int) -> int:
        """Return how long the key may be once so many parities have been revealed.

        Raises:
            Aborted: not a single bit is left.
        """
        length = self._finite(leaked)[0]
        if length < 1:
            raise Aborted(
                "no-key-left",
                f"finds no secret bit left of {self.kept}: {leaked} parities were revealed, and "
                f"{self.terms.allowed(self.margin)}",
            )
        return length

    def account(self, *, leaked: int) -> list[Row]:
        """Return the account from the sifted bits to the key; its sum is the key's length."""
        secrecy = ceil(log2(2 / self.terms.eps_sec**2))
        known = self.kept - leaked - self.hash_bits - secrecy - self.length(leaked=leaked)
        return [
            Row("sifted bits", self.kept + self.tested),
            Row("compared in public", -self.tested),
            Row("parities revealed", -leaked),
            Row("verification hash", -self.hash_bits),
            Row(self.terms.known, -known),
            Row("margin of secrecy: log₂(2/ε²)", -secrecy),
        ]

    def _finite(self, leaked: int) -> tuple[int, float]:
        # The closed form takes a hash of log₂(1/ε_cor) bits; ours is longer, so that its bound
        # holds for a key of many blocks, and what is longer is paid like a parity.
        longer = self.hash_bits + log2(self.terms.eps_cor)
        return self.terms.finite(self.kept, self.tested, paid=leaked + longer)
