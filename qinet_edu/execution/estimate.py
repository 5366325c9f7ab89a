"""A number estimated from shots, with the error it carries."""

from collections.abc import Iterable
from math import sqrt
from typing import Self


class Estimate(float):
    """Carry a number estimated from shots together with its standard error.

    It computes like a float; printed, it shows what the shots can and cannot tell: 0.253 ± 0.014
    from 1000 shots is no evidence against 0.25.

    Example:
        >>> estimate = Estimate.of_probability(253, 1000)
        >>> estimate
        0.253 ± 0.014
        >>> estimate * 2
        0.506
    """

    standard_error: float

    def __new__(cls, value: float, standard_error: float) -> Self:
        """Make an estimate of ``value`` that is uncertain by ``standard_error``."""
        estimate = super().__new__(cls, value)
        estimate.standard_error = standard_error
        return estimate

    @classmethod
    def of_probability(cls, hits: int, shots: int) -> Self:
        """Estimate a probability from ``hits`` out of ``shots``.

        The error is √(p(1−p)/n) with Laplace's p = (hits+1)/(shots+2), so that 0 hits of 100
        are reported as 0.000 ± 0.010 and not as certainty.

        Raises:
            ValueError: there are no shots.

        Example:
            >>> Estimate.of_probability(0, 100)
            0.000 ± 0.010
        """
        if shots < 1:
            raise ValueError(
                "There are no shots to estimate from: post-selection kept none. Run more shots."
            )
        likely = (hits + 1) / (shots + 2)
        return cls(hits / shots, sqrt(likely * (1 - likely) / shots))

    @classmethod
    def of_expectation(cls, hits: int, shots: int) -> Self:
        """Estimate the mean of a ±1 outcome that was +1 in ``hits`` of ``shots``.

        Example:
            >>> Estimate.of_expectation(50, 100)
            0.0 ± 0.1
        """
        probability = cls.of_probability(hits, shots)
        return cls(2 * probability - 1, 2 * probability.standard_error)

    @classmethod
    def total(cls, estimates: Iterable["Estimate"], *, signs: Iterable[int]) -> Self:
        """Add estimates from runs that know nothing of each other, each with its sign.

        Errors of independent runs add as squares: four of ± 0.01 give ± 0.02, not ± 0.04.

        Example:
            >>> Estimate.total([Estimate(0.7, 0.03), Estimate(-0.7, 0.04)], signs=(1, -1))
            1.40 ± 0.05
        """
        pairs = [*zip(estimates, signs, strict=True)]
        error = sqrt(sum(estimate.standard_error**2 for estimate, _ in pairs))
        return cls(sum(sign * estimate for estimate, sign in pairs), error)

    def __repr__(self) -> str:
        error = self.standard_error
        if not error > 0:
            return float.__repr__(self)
        # One digit of the error; two where it begins with 1 and one would be a rough guess.
        mantissa, exponent = f"{error:.1e}".split("e")
        digits = max(0, -int(exponent) + (mantissa[0] == "1" and mantissa != "1.0"))
        return f"{float(self):.{digits}f} ± {error:.{digits}f}"

    __str__ = __repr__

    def __reduce__(self) -> tuple[type[Self], tuple[float, float]]:
        return type(self), (float(self), self.standard_error)
