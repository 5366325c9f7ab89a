"""What finitely many rounds of a Bell test show, and with what confidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log, log2, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu import theory
from qinet_edu.arguments import Bits, one_real, real
from qinet_edu.execution import Estimate

LOCAL = 2.0  # hidden instructions keep |S| at most there
QUANTUM = 2 * sqrt(2)  # and quantum mechanics there


@dataclass(frozen=True, repr=False)
class BellTest:
    """Hold what a Bell test has shown.

    An estimate above 2 shows nothing yet: with 100 rounds of each setting half of all tests of a
    pair with S = 2 end above 2. What shows something is a bound that holds with a confidence
    chosen before.

    Attributes:
        s: S as measured, with its standard error; negative for Ψ− and Ψ+.
        sign: the sign of S on the state that the settings are for.
        rounds: how many rounds of each of the four settings were counted.
        confidence: how often the bound holds, at least.

    Example:
        >>> test = BellTest(Estimate(-2.8, 0.02), sign=-1, rounds=(2500,) * 4, confidence=0.99)
        >>> test
        S = -2.80 ± 0.02: |S| is above 2.68 with 99 % confidence
        >>> test.violated
        True
    """

    s: Estimate
    sign: int
    rounds: tuple[int, ...]
    confidence: float

    @property
    def bound(self) -> float:
        """Return what S is at least, with its sign on the state taken off (Hoeffding).

        An S of the wrong sign is no violation: it says that the state was another one.
        """
        return self.sign * float(self.s) - bell_margin(self.rounds, eps=1 - self.confidence)

    @property
    def violated(self) -> bool:
        """Return whether no hidden instructions can explain it, with this confidence."""
        return self.bound > LOCAL

    def __repr__(self) -> str:
        sure = f"{100 * self.confidence:.10g} % confidence"
        return f"S = {self.s}: |S| is above {max(self.bound, 0):.2f} with {sure}"


def bell_margin(rounds: ArrayLike, *, eps: float) -> float:
    """Return by how much S may be overestimated from so many rounds of each setting.

    t = √(2 ln(1/ε) Σ 1/nᵢ), after Hoeffding: each round adds ±1/nᵢ, and nothing else is assumed of
    rounds but that none knows of the others. 11,111 rounds of each of four settings know S to
    within 0.058 with 99 % confidence, and to within 0.129 but for a chance of 10⁻¹⁰.

    Args:
        rounds: rounds of each setting, from 1.
        eps: the probability that the margin is exceeded, in (0, 1).

    Returns:
        The margin, to be taken off the estimate.

    Raises:
        TypeError: something is no number.
        ValueError: a setting without rounds, or eps out of range.

    Source:
        W. Hoeffding, J. Am. Stat. Assoc. 58, 13 (1963), theorem 2.

    Example:
        >>> round(bell_margin([11_111] * 4, eps=0.01), 4)
        0.0576
    """
    counted, chance = real(rounds, "rounds", low=1), one_real(eps, "eps", low=0, high=1)
    if chance in (0, 1):
        raise ValueError("eps lies strictly between 0 and 1: no number of rounds is proof.")
    return sqrt(2 * log(1 / chance) * float((1 / counted).sum()))


def bell_entropy(n: int, s: float, *, eps: float) -> float:
    """Return how many of n key bits Eve cannot guess when S is at least so large.

    Each round leaves 1 − h((1 + √((S/2)² − 1))/2), the bound for devices that nobody trusts, and n
    of them fall short of n times that by 4 log₂(2 + √2) √(n log₂(2/ε²)): by 8600 bits of 20,000.
    That is for rounds that know nothing of each other, and for detectors that miss none of them, or
    miss them whatever was measured. Analysers that one trusts let Eve know less: measured
    across a direction of the plane the error rate is 1 − S/(2√2) at most, below the argument here.

    Args:
        n: how many bits.
        s: what S is at least; beyond 2√2 it counts as that.
        eps: the smoothing, in (0, 1).

    Returns:
        The smooth min-entropy given all that Eve has, in bits, at least 0.

    Source:
        A. Acín et al., PRL 98, 230501 (2007), for a round; M. Tomamichel, R. Colbeck and R. Renner,
        IEEE Trans. Inf. Theory 55, 5840 (2009), for many.

    Example:
        >>> round(bell_entropy(1_000_000, 2.7, eps=1e-11))
        667490
    """
    each = float(theory.device_independent_rate(min(max(s, LOCAL), QUANTUM), 0.0))
    short = 4 * log2(2 + sqrt(2)) * sqrt(n * log2(2 / eps**2))
    return max(0.0, n * each - short)


def count_bell_test(
    signs: Mapping[tuple[int, int], int],
    settings: tuple[NDArray[np.uint8], NDArray[np.uint8]],
    bits: tuple[Bits, Bits],
    *,
    sign: int,
    confidence: float,
) -> BellTest:
    """Count the rounds of a Bell test.

    Args:
        signs: the kinds of round that count (her setting, his), each with its sign in S.
        settings: of Alice and of Bob, shape (n,) each; other kinds are left out.
        bits: what both read.
        sign: of S on the state.
        confidence: how often the bound shall hold, in (0, 1).

    Raises:
        ValueError: a setting has no round, or there is no such confidence.

    Example:
        >>> one = np.ones(8, dtype=np.uint8)
        >>> settings = (np.array([0, 1] * 4, dtype=np.uint8), np.array([0, 0, 1, 1] * 2))
        >>> signs = {(0, 0): 1, (0, 1): 1, (1, 0): 1, (1, 1): -1}
        >>> float(count_bell_test(signs, settings, (one, one), sign=1, confidence=0.9).s)
        2.0
    """
    sure = one_real(confidence, "confidence", low=0, high=1)
    if sure in (0, 1):
        raise ValueError("confidence lies strictly between 0 and 1; 0.99 is usual.")
    (ours, theirs), (hers, his) = settings, bits
    estimates, rounds = [], []
    for a, b in signs:
        counted = (ours == a) & (theirs == b)
        rounds.append(int(counted.sum()))
        if not rounds[-1]:
            raise ValueError(
                "A setting of the Bell test has no round to count: send more pairs, or is the "
                "line cut?"
            )
        equal = int((hers[counted] == his[counted]).sum())
        estimates.append(Estimate.of_expectation(equal, rounds[-1]))
    s = Estimate.total(estimates, signs=[*signs.values()])
    return BellTest(s, sign=sign, rounds=tuple(rounds), confidence=sure)
