"""Cut-offs: pairs that have waited too long are discarded, for the sake of those delivered."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import real
from qinet_edu.theory.waiting_times import chances

Numbers = NDArray[np.float64]


def cutoff_two_links(p: ArrayLike, rounds: ArrayLike, decay: ArrayLike) -> tuple[Numbers, Numbers]:
    """Return what a cut-off does to two links: the mean time to both pairs, and their weight.

    The earlier pair is discarded when it has waited for so many failed rounds, and both links
    start again in the next. So no pair is old, but the wait is longer: at p = 0.1 and x = e^(−1/50)
    a cut-off of 10 rounds raises the weight from 0.841 to 0.920 and the time from 14.7 rounds to
    17.1.

    Args:
        p: chance of a link per round, above 0 and at most 1.
        rounds: m, how many failed rounds a pair may wait; whole numbers from 0, or ``inf`` for no
            cut-off. At 0 nothing can wait, and both links must succeed in one round: 1/p².
        decay: x, the share of its Werner weight that a waiting pair keeps per round, in [0, 1]. All
            broadcast.

    Returns:
        ``(time, weight)``: mean rounds until both pairs are there, the discarded tries counted,
        and the mean of x^|ΔN| over the pairs that are used, broadcast shapes.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Source:
        The policy of O. A. Collins et al., PRL 98, 060502 (2007). The closed forms are this
        course's, held against a simulation.

    Example:
        >>> time, weight = cutoff_two_links(0.1, [10, np.inf], np.exp(-1 / 50))
        >>> time.round(6).tolist(), weight.round(6).tolist()
        ([17.073365, 14.736842], [0.919533, 0.840783])
    """
    chance, x = chances(p), real(decay, "decay", low=0, high=1)
    m = real(rounds, "rounds", low=0, endless=True)
    if np.any((m != np.floor(m)) & np.isfinite(m)):
        raise ValueError(
            "rounds must be whole numbers: a pair is found too old when a round has failed, not "
            "between. See cutoff_rounds(cutoff_s, round_s=...)."
        )
    fails = 1 - chance
    # (1 − p)^m, and 0⁰ = 1 as it should be.
    never, never_kept = fails**m, np.where(m == 0, 1.0, (fails * x) ** m)
    both, one = chance**2, 2 * chance * fails
    used = both + one * (1 - never)
    time = (1 + 2 * fails * (1 - never)) / used
    weight = (both + one * chance * x * (1 - never_kept) / (1 - fails * x)) / used
    return time[()], weight[()]


def cutoff_rounds(cutoff_s: ArrayLike, *, round_s: ArrayLike) -> Numbers:
    """Return how many failed rounds a pair may wait before a cut-off in seconds.

    Whole rounds only, rounded down: with a cut-off of 1 ms and rounds of 0.49 ms, which are those
    of 100 km, it is two.

    Args:
        cutoff_s: the longest wait, in seconds; ``inf`` for no cut-off.
        round_s: how long a round takes, in seconds, above 0. Both broadcast.

    Returns:
        Whole rounds from 1, or ``inf``, broadcast shape.

    Raises:
        TypeError: something is no real number.
        ValueError: the cut-off is shorter than one round, so that each pair is thrown away before
            any other can come.

    Example:
        >>> cutoff_rounds([1e-3, np.inf], round_s=0.49e-3).tolist()
        [2.0, inf]
    """
    cutoff = real(cutoff_s, "cutoff_s", low=0, endless=True)
    time = real(round_s, "round_s", low=0)
    if np.any(time == 0):
        raise ValueError("round_s must be above 0: light takes its time over a link.")
    # A cut-off of n rounds to the last digit is n, not n − 1.
    most = np.floor(cutoff / time * (1 + 1e-12))
    if np.any(most < 1):
        raise ValueError(
            "cutoff_s is shorter than one round: every pair would be discarded before another "
            "could be heralded. Give at least round_s, or shorten the link."
        )
    return most[()]
