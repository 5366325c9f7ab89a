"""What every party of a session of pairs knows, before anybody has said a word."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from qinet_edu.arguments import Bits
from qinet_edu.circuits import PairPlan
from qinet_edu.execution import Result
from qinet_edu.protocols.qkd.bell import BellTest, count_bell_test
from qinet_edu.protocols.qkd.raw import Bases, Raw, Truths


@dataclass(frozen=True, eq=False, repr=False)
class PairSession:
    """Hold a session of pairs: what both measured along, and what each of them found.

    Rounds stand in order in all arrays, which have one entry for each.

    Attributes:
        plan: what settings there are, and what each kind of round is for.
        alice_settings: the numbers of her settings, as ``plan.alice`` lists them.
        bob_settings: those of his.
        alice_bits: what she read; 0 where not both detected something.
        bob_bits: what he read, before any flip; 0 where not both detected something.
        alice_detected: where her half reached her.
        bob_detected: where his half reached him.
        eve_acts: where Eve made the pair.
        eve_bits: the bit she drew; 0 where she made no pair, and where a half of hers was lost.
        eve_bases: what her halves were definite in; ``""`` where she made none.
        seed: what makes the session repeatable.
        results: the runs behind it, one for each kind of round.

    Raises:
        ValueError: the arrays differ in length.

    Example:
        >>> from qinet_edu.protocols.qkd import pair_session
        >>> session = pair_session(9000, protocol="e91", source="psi-", seed=1)
        >>> session
        PairSession(e91 with psi-: 9000 rounds on aer (ideal), 9000 coincidences, 1974 for the \
key, 4014 for the Bell test, 0 of Eve's, seed 1)
    """

    plan: PairPlan
    alice_settings: NDArray[np.uint8]
    bob_settings: NDArray[np.uint8]
    alice_bits: Bits
    bob_bits: Bits
    alice_detected: Truths
    bob_detected: Truths
    eve_acts: Truths
    eve_bits: Bits
    eve_bases: Bases
    seed: int
    results: tuple[Result, ...] = field(default=())

    def __post_init__(self) -> None:
        sizes = {
            name: array.size for name, array in vars(self).items() if isinstance(array, np.ndarray)
        }
        if len({*sizes.values()}) > 1:
            said = ", ".join(f"{name} {size}" for name, size in sizes.items())
            raise ValueError(f"Each round has one entry everywhere; the arrays hold {said}.")

    @property
    def rounds(self) -> int:
        """Return how many pairs were sent."""
        return self.alice_bits.size

    @property
    def detected(self) -> Truths:
        """Return where both halves arrived: the coincidences, found by comparing times."""
        both: Truths = self.alice_detected & self.bob_detected
        return both

    @property
    def key_rounds(self) -> Truths:
        """Return the coincidences whose settings make key."""
        return self.detected & chosen(self.plan.key, self.alice_settings, self.bob_settings)

    @property
    def test_rounds(self) -> Truths:
        """Return the coincidences that the Bell test counts; none in BBM92."""
        return self.detected & chosen(self.plan.test, self.alice_settings, self.bob_settings)

    @property
    def raw(self) -> Raw:
        """Return the session as stage 1 knows one, with Bob's bits flipped where they must be.

        ``sift`` and ``distil`` take it as it is, and of BBM92 ``agree`` does too. Of BBM92 it has
        all rounds; of E91 those that make key, with Ekert's angles as the names of the bases.
        """
        there = np.ones(self.rounds, dtype=bool) if not self.plan.test else self.key_rounds
        ours, theirs = self.alice_settings[there], self.bob_settings[there]
        detected = self.detected[there]
        return Raw(
            self.alice_bits[there], np.array(self.plan.alice_names)[ours],
            np.array(self.plan.bob_names)[theirs],
            flipped(self.plan, self.bob_bits[there], theirs) * detected, detected,
            eve_acts=self.eve_acts[there], eve_bits=self.eve_bits[there],
            eve_bases=self.eve_bases[there],
            protocol=self.plan.protocol, seed=self.seed, results=self.results,
        )  # fmt: skip

    def qber(self, basis: str | None = None) -> float:
        """Return the share of key rounds in which Bob's bit, flipped if need be, is not Alice's.

        Args:
            basis: count rounds of this basis alone: ``"z"``, ``"x"``; ``"45"`` or ``"90"`` in E91.

        Raises:
            ValueError: no round is left to count.

        Example:
            >>> from qinet_edu.protocols.qkd import pair_session
            >>> pair_session(1000, source="psi-", seed=1).qber()
            0.0
        """
        return self.raw.qber(basis)  # type: ignore[arg-type]

    def bell_test(self, *, confidence: float = 0.99) -> BellTest:
        """Return what the Bell test shows.

        Args:
            confidence: how often its bound shall hold, in (0, 1).

        Raises:
            ValueError: BBM92 has no Bell test, or a setting has no round.

        Example:
            >>> from qinet_edu.protocols.qkd import pair_session
            >>> pair_session(100_000, protocol="e91", seed=1).bell_test()
            S = 2.803 ± 0.014: |S| is above 2.74 with 99 % confidence
        """
        if not self.plan.test:
            raise ValueError(
                "BBM92 measures Z and X alone, which no Bell test can use: it counts errors "
                'instead. Run protocol="e91".'
            )
        there = self.test_rounds
        return count_bell_test(
            self.plan.test,
            (self.alice_settings[there], self.bob_settings[there]),
            (self.alice_bits[there], self.bob_bits[there]),
            sign=self.plan.sign,
            confidence=confidence,
        )

    def __repr__(self) -> str:
        result = self.results[0] if self.results else None
        where = "" if result is None else f" on {result.backend} ({result.noise})"
        bell = f"{self.test_rounds.sum()} for the Bell test, " if self.plan.test else ""
        return (
            f"PairSession({self.plan.protocol} with {self.plan.state}: {self.rounds} rounds{where},"
            f" {self.detected.sum()} coincidences, {self.key_rounds.sum()} for the key, {bell}"
            f"{self.eve_acts.sum()} of Eve's, seed {self.seed})"
        )


def chosen(
    kinds: Iterable[tuple[int, int]], ours: NDArray[np.uint8], theirs: NDArray[np.uint8]
) -> Truths:
    """Return where the settings are of one of these kinds."""
    table = np.zeros((4, 4), dtype=bool)  # two bits say a setting; a changed message may say 3
    for kind in kinds:
        table[kind] = True
    found: Truths = table[ours, theirs]
    return found


def flipped(plan: PairPlan, bits: Bits, settings: NDArray[np.uint8]) -> Bits:
    """Return Bob's bits with those flipped that are Alice's opposite on the state planned.

    He needs to know his own setting alone.

    Example:
        >>> from qinet_edu.circuits import pair_plan
        >>> both = np.array([0, 0], dtype=np.uint8)
        >>> flipped(pair_plan("bbm92", state="psi+"), both, np.array([0, 1], dtype=np.uint8))
        array([1, 0], dtype=uint8)
    """
    table = np.zeros(len(plan.bob), dtype=np.uint8)
    for (_, his), flip in plan.key.items():
        table[his] = flip
    turned: Bits = bits ^ table[settings]
    return turned
