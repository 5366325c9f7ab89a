"""From results to the numbers that an experiment is about."""

from collections.abc import Sequence

from qinet_edu.circuits import Setting
from qinet_edu.execution.estimate import Estimate
from qinet_edu.execution.result import Result


def bell_value(settings: Sequence[Setting], results: Sequence[Result]) -> Estimate:
    """Add up the correlations of a Bell test, each with its sign.

    S for the settings of ``circuits.chsh()``, M for those of ``circuits.mermin()``: with 4000
    shots a setting, S = 2.83 is known to ± 0.02, some forty standard errors above 2.

    Args:
        settings: what was measured, as ``circuits.chsh()`` returns it.
        results: what came out, one result for each setting, in the same order.

    Returns:
        The sum, with the standard error of independent runs.

    Raises:
        ValueError: not as many results as settings, or a result lacks a party's register.

    Example:
        >>> from qinet_edu import circuits, run
        >>> test = circuits.mermin()
        >>> rounds = [circuits.measure(circuits.ghz(3), setting.directions) for setting in test]
        >>> bell_value(test, run(rounds, shots=1000, seed=1))
        4.000 ± 0.004
    """
    if len(settings) != len(results):
        raise ValueError(
            f"{len(settings)} settings and {len(results)} results: run one circuit for each "
            "setting, in the same order."
        )
    pairs = zip(settings, results, strict=True)
    estimates = [result.expectation(*setting.directions) for setting, result in pairs]
    return Estimate.total(estimates, signs=[setting.sign for setting in settings])
