"""Parity codes: a qubit in many photons, of which some may be lost."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import one_real, real
from qinet_edu.theory.waiting_times import whole_numbers
from qinet_edu.theory.watching import whole

Numbers = NDArray[np.float64]


def parity_code_success(
    blocks: ArrayLike, per_block: ArrayLike, transmittance: ArrayLike
) -> Numbers:
    """Return how likely a qubit in a parity code of photons survives the loss of some.

    n blocks of m photons: every block must keep at least one photon, and at least one block all
    of its own. [1 − (1−η)^m]ⁿ − [1 − (1−η)^m − η^m]ⁿ. At η = 0.9 a code of 3 × 3 photons passes
    with 0.977, one of 13 × 6 with 0.99993; at η = 0.5, where a copy of the qubit would be in
    the loss as well, no code is above one half.

    Args:
        blocks: n, whole numbers from 1.
        per_block: m, photons in each block, whole numbers from 1.
        transmittance: η of each photon, in [0, 1]. All broadcast.

    Returns:
        Probabilities, broadcast shape.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Source:
        W. J. Munro et al., Nature Photonics 6, 777 (2012); S. Muralidharan et al., PRL 112, 250501
        (2014).

    Example:
        >>> parity_code_success([2, 3, 13], [2, 3, 6], 0.9).round(10).tolist()
        [0.9477, 0.977319999, 0.9999345286]
    """
    n, m = (
        whole_numbers(value, name, low=1, high=10**9)
        for value, name in ((blocks, "blocks"), (per_block, "per_block"))
    )
    eta = real(transmittance, "transmittance", low=0, high=1)
    lost, complete = (1 - eta) ** m, eta**m
    # The two terms differ little where a complete block is rare; this keeps the digits.
    alive = 1 - lost
    with np.errstate(divide="ignore", invalid="ignore"):
        share = -np.expm1(n * np.log1p(-np.minimum(complete / alive, 1)))
    found: Numbers = np.where(alive > 0, alive**n * share, 0.0)[()]
    return found


def smallest_parity_code(
    least: float, transmittance: float, *, photons: int = 10_000
) -> tuple[int, int]:
    """Return the parity code of fewest photons that passes with more than a given chance.

    At η = 0.9, twelve photons in 4 blocks of 3 pass with 0.9907. The nearer η is to one half, the
    larger the code: at 0.8 it has 65 photons, at 0.7 752.

    Args:
        least: the chance to be above, in [0, 1).
        transmittance: η of each photon, in [0, 1].
        photons: the largest code to look at.

    Returns:
        ``(blocks, per_block)``; of codes of the same size the one that passes more often.

    Raises:
        TypeError: something is no real number, or ``photons`` no whole one.
        ValueError: something is out of its range, or there is no such code.

    Example:
        >>> smallest_parity_code(0.99, 0.9)
        (4, 3)
    """
    wanted = one_real(least, "least", low=0, high=1)
    eta = one_real(transmittance, "transmittance", low=0, high=1)
    most = whole(photons, "photons")
    # All codes up to the largest: Σ most/n of them, about most · ln(most).
    n = np.concatenate([np.full(most // m, m) for m in range(1, most + 1)])
    m = np.concatenate([np.arange(1, most // k + 1) for k in range(1, most + 1)])
    chance = parity_code_success(n, m, eta)
    good = np.flatnonzero(chance > wanted)
    if not good.size:
        raise ValueError(
            f"No parity code of {most} photons passes with more than {wanted:.6g} at η = {eta:.6g}."
            + (" At or below one half, none ever will: put the stations closer together."
               if eta <= 0.5 else " Allow more photons, or put the stations closer together.")
        )  # fmt: skip
    best = good[np.lexsort((-chance[good], (n * m)[good]))[0]]
    return int(n[best]), int(m[best])
