"""What waiting costs a whole chain of unlike links: swapped at once, or at the end."""

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import real
from qinet_edu.theory.waiting_times import chances

Policy: TypeAlias = Literal["asap", "last"]

MOST_LINKS = 12


def chain_weight(p: ArrayLike, decay: ArrayLike, *, policy: Policy = "asap") -> NDArray[np.float64]:
    """Return which share of its weight a chain keeps of what its pairs lose by waiting.

    Two pairs that have met at a node are one pair, and one pair decays where two would: so a swap
    that is made as soon as it can be keeps more than all swaps at the end. With eight links of
    p = 0.1 that keep e^(−1/50) a round, 0.413 instead of 0.144.

    It is an exact mean over all orders in which links may come, 2ⁿ of them at any time.

    Args:
        p: chance of each link per round, above 0 and at most 1, in the order of the chain,
            along the last axis: shape (..., n), n from 1 to 12.
        decay: x, the share of its Werner weight that a waiting pair keeps per round, both of its
            halves counted, in [0, 1], shape (...).
        policy: ``"asap"`` swaps as soon as a node has both pairs, ``"last"`` when the last link is
            there. Swaps are perfect and take no time.

    Returns:
        Shares, in [0, 1], broadcast shape: they multiply the weight (4F − 1)/3 of the chain after
        its swaps.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range, or there is no such policy.

    Example:
        >>> x = np.exp(-1 / 50)
        >>> chain_weight([[0.1, 0.1], [1, 0.1]], x).round(10).tolist()
        [0.8407828765, 0.8487437326]
        >>> [float(chain_weight([0.1] * 8, x, policy=how).round(4)) for how in ("asap", "last")]
        [0.4132, 0.1439]
    """
    chance, x = chances(p), real(decay, "decay", low=0, high=1)
    if not chance.ndim or not 1 <= chance.shape[-1] <= MOST_LINKS:
        raise ValueError(
            f"Give the chances of 1 to {MOST_LINKS} links in a row, for example [0.1, 0.2]; yours "
            f"have shape {chance.shape}."
        )
    if policy not in ("asap", "last"):
        raise ValueError(
            f"There is no policy {policy!r}; choose 'asap' (swap as soon as a node has both pairs) "
            "or 'last' (when all links are there)."
        )
    n = chance.shape[-1]
    shape = np.broadcast_shapes(chance.shape[:-1], x.shape)
    x = np.broadcast_to(x, shape).ravel()
    hits = np.broadcast_to(chance, (*shape, n)).reshape(-1, n).T
    there = np.arange(2**n)[:, None] >> np.arange(n) & 1  # which links each of 2ⁿ states has
    new = there.copy()
    if policy == "asap":  # links side by side are one pair
        new[:, 1:] &= 1 - there[:, :-1]
    keeps = x ** new.sum(axis=1)[:, None]
    weight = np.ones((2**n, x.size))  # from a state on; all links there is the end
    for state in range(2**n - 2, -1, -1):
        missing = np.flatnonzero(1 - there[state])
        hit = hits[missing]
        came = np.arange(2**missing.size)[:, None] >> np.arange(missing.size) & 1
        likely = np.where(came[:, :, None] == 1, hit, 1 - hit).prod(axis=1)
        after = state + (came << missing).sum(axis=1)
        # The first one is "nobody came", which is this state again.
        mean = (likely[1:] * weight[after[1:]]).sum(axis=0)
        # 1 − keeps × likely, without the digits that this loses where hardly anything ever comes.
        goes_on = likely[1:].sum(axis=0) + likely[0] * (1 - keeps[state])
        weight[state] = keeps[state] * mean / goes_on
    found: NDArray[np.float64] = weight[0].reshape(shape)[()]
    return found
