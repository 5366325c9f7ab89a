"""Exercise 03.3: data to read a T2 from, and the ways to read it."""

from collections.abc import Iterator
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import explain_factor, wrong
from qinet_edu.check.verdict import Verdict

TIMES_US = np.arange(10, 121, 10)
SHOTS = 100_000


def draw_decay(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw what a laboratory measured of |+⟩ after each wait, with the noise of finite shots.

    Sound ways to read T2 from it scatter: by 0.3 % for the best, by 3 % for a curve whose end is
    left open. Data on which they disagree by more than 3.5 % are drawn again, so that nobody
    fails for the choice of a fit.

    Returns:
        The waits ``times_us``, how many ``zeros`` each gave, and the ``shots`` of each.

    Example:
        >>> seen = draw_decay(np.random.default_rng(1))
        >>> len(seen["times_us"]) == len(seen["zeros"]), seen["shots"]
        (True, 100000)
    """
    while True:
        t2_us = numbers.uniform(60, 100)
        zeros = numbers.binomial(SHOTS, (1 + np.exp(-TIMES_US / t2_us)) / 2)
        shares = zeros / SHOTS
        best, *others = decay_fits(2 * shares - 1)
        others.append(open_fit(shares, near=best))
        if abs(best / t2_us - 1) < 0.01 and all(abs(fit / best - 1) < 0.035 for fit in others):
            return {"times_us": TIMES_US.tolist(), "zeros": zeros.tolist(), "shots": SHOTS}


def decay_fits(values: NDArray[np.float64]) -> list[float]:
    """Read a lifetime from values that should fall as e^{−t/T} at the times ``TIMES_US``.

    Args:
        values: one above 0 for each time.

    Returns:
        Lifetimes in µs: the curve through (0, 1) of least squares, which scatters least; then
        straight lines through the logarithms, from 1, with a free start, and with a free start
        and each point weighted by its value.

    Example:
        >>> [round(fit, 6) for fit in decay_fits(np.exp(-TIMES_US / 70))]
        [70.0, 70.0, 70.0, 70.0]
    """
    logs = np.log(values)
    through_one = rate = -float(TIMES_US @ logs) / float(TIMES_US @ TIMES_US)
    for _ in range(20):  # Gauss and Newton
        curve = np.exp(-rate * TIMES_US)
        slope = TIMES_US * curve
        rate += float(slope @ (curve - values)) / float(slope @ slope)
    lines = [np.polyfit(TIMES_US, logs, 1, w=weights)[0] for weights in (None, values)]
    return [1 / rate, 1 / through_one, *(-1 / float(line) for line in lines)]


def open_fit(shares: NDArray[np.float64], *, near: float) -> float:
    """Read a lifetime by a curve a e^{−t/T} + b with all three free, in steps of half a per cent.

    Args:
        shares: one for each time of ``TIMES_US``.
        near: where to look, in µs, up to 10 % to each side.

    Returns:
        The lifetime in µs.

    Example:
        >>> round(open_fit(0.4 * np.exp(-TIMES_US / 70) + 0.5, near=71), 1)
        69.9
    """
    lifetimes = near * np.linspace(0.9, 1.1, 41)

    def misfit(lifetime: float) -> float:
        shape = np.stack([np.exp(-TIMES_US / lifetime), np.ones(TIMES_US.size)], axis=1)
        return float(np.sum((shape @ np.linalg.lstsq(shape, shares)[0] - shares) ** 2))

    return float(min(lifetimes, key=misfit))


def judge_decay(found: float, given: Given) -> Verdict:
    """Accept what is within 5 % of the best fit to the same data; name the usual slips."""
    p = given.parameters
    times, shares = np.array(p["times_us"]), np.array(p["zeros"]) / p["shots"]
    best = decay_fits(2 * shares - 1)[0]
    if abs(found / best - 1) < 0.05:
        return Verdict.right(f"The best curve through these data has T2 = {best:.1f} µs.")
    if found <= 0:
        why = "not above 0 | A lifetime is above 0: T2 is −1 divided by the slope of the logarithm."
        return wrong(f"T2 = {found:.4g} µs is no time.", why, "03.3")
    with np.errstate(all="ignore"):  # whatever was found
        expected = (1 + np.exp(-times / found)) / 2
    worst = int(np.argmax(np.abs(expected - shares)))
    got = (
        f"With T2 = {found:.4g} µs a wait of {times[worst]} µs would leave P(0) = "
        f"{expected[worst]:.3f}; measured was {shares[worst]:.3f}."
    )
    mistakes = dict(decay_slips(shares, best))
    return wrong(got, explain_factor(mistakes, found, best, within=0.045), "03.3")


def decay_slips(shares: NDArray[np.float64], best: float) -> Iterator[tuple[float, str]]:
    """Yield by what factor known slips miss the best fit, and what to say to each."""
    yield (
        log(2),
        "half-life | That is when half of the coherence is left. T2 is when 1/e ≈ 0.37 is.",
    )
    yield (
        2.0,
        "twice T2 | Twice too long: the coherence 2 P(0) − 1 falls as e^(−t/T2), without a 2.",
    )
    yield (
        1 / 2,
        "half of T2 | "
        "Half of it: one qubit waits, and its coherence falls as e^(−t/T2), without a 2.",
    )
    yield 1e-6, "seconds for microseconds | That looks like seconds; give microseconds."
    yield 1e-3, "milliseconds for microseconds | That looks like milliseconds; give microseconds."
    yield 1e3, "nanoseconds for microseconds | That looks like nanoseconds; give microseconds."
    yield best**-2, "rate for time | That is the rate 1/T2. Turn it over."
    yield (
        1e6 * best**-2,
        "rate per second | That is the rate 1/T2, per second. Turn it over, in microseconds.",
    )
    yield (
        log(10),
        "log10 for ln | That is the slope of log10. T2 goes with the natural logarithm, np.log.",
    )
    for fit in decay_fits(shares):
        yield (
            fit / best,
            "P(0) for coherence | "
            "You fitted the zeros, or P(0), to e^(−t/T2). P(0) does not fall to 0 but to 1/2: "
            "what falls to 0 is the coherence, 2 P(0) − 1.",
        )
    for fit in decay_fits(shares - 1 / 2)[:2]:
        yield (
            fit / best,
            "start at one half | "
            "P(0) − 1/2 begins at 1/2, not at 1: double it, or leave the start free.",
        )
