"""What codes leave of errors: chances that more went wrong than a code can tell."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import real
from qinet_edu.theory.watching import whole

Numbers = NDArray[np.float64]

MOST_QUBITS = 4096


def code_failure(error: ArrayLike, *, qubits: int = 7, corrects: int = 1) -> Numbers:
    """Return how likely more of a code's qubits err than it corrects.

    Σ C(n, k) qᵏ (1−q)ⁿ⁻ᵏ over k > t. Steane's seven qubits correct one: where each errs once in a
    thousand, 2.1 × 10⁻⁵ is left, 48 times less; where one in ten errs, the code hardly helps. It
    counts every pattern beyond t as lost, though a code may by luck undo some of them.

    Args:
        error: q, how likely each qubit errs, in [0, 1].
        qubits: n, the qubits of the code, at least 1.
        corrects: t, how many errors it corrects wherever they are, at least 0.

    Returns:
        Probabilities, shape of ``error``.

    Raises:
        TypeError: something is no real number, or no whole one.
        ValueError: something is out of its range.

    Source:
        A. M. Steane, PRL 77, 793 (1996).

    Example:
        >>> code_failure([1e-3, 1e-2, 0.1]).round(7).tolist()
        [2.09e-05, 0.002031, 0.1496944]
    """
    q = real(error, "error", low=0, high=1)
    n, t = whole(qubits, "qubits", high=MOST_QUBITS), whole(corrects, "corrects", low=0)
    k = np.arange(min(t, n) + 1, n + 1)
    found: Numbers = np.minimum(_binomial(n, k, q[..., None]).sum(axis=-1), 1)[()]
    return found


def parity_code_errors(
    blocks: int, per_block: int, transmittance: ArrayLike, error: ArrayLike
) -> tuple[Numbers, Numbers]:
    """Return how likely a parity code that has arrived is read wrongly, in Z and in X.

    A block of m photons tells its Z by a majority of those that are there, and n blocks must all
    be right (or an even number wrong). Complete blocks tell X, each by all of its m photons, and a
    majority of them decides. So lost photons cost safety, too: of codes of 13 × 6 photons that err
    once in a thousand, one in ten million is read wrongly if all arrive; if 0.9 do, 2.1 × 10⁻⁵ in Z
    and 4.6 × 10⁻⁵ in X, for then only seven blocks are complete on average.

    Args:
        blocks: n, blocks of the code.
        per_block: m, photons in each block.
        transmittance: η of each photon, in (0, 1].
        error: how likely the result of each photon is wrong, in either basis. Both broadcast.

    Returns:
        ``(e_z, e_x)`` of codes that arrived (see :func:`parity_code_success`), broadcast shape; a
        majority that is a draw is right half of the time.

    Raises:
        TypeError: something is no real number, or no whole one.
        ValueError: something is out of its range.

    Source:
        S. Muralidharan et al., PRL 112, 250501 (2014): the code, and majorities to read it.

    Example:
        >>> e_z, e_x = parity_code_errors(13, 6, [1.0, 0.9], 1e-3)
        >>> e_z.round(7).tolist(), e_x.round(7).tolist()
        ([1e-07, 2.1e-05], [0.0, 4.57e-05])
    """
    n = whole(blocks, "blocks", high=MOST_QUBITS)
    m = whole(per_block, "per_block", high=MOST_QUBITS)
    eta = real(transmittance, "transmittance", low=0, high=1)
    if np.any(eta == 0):
        raise ValueError("Where no photon arrives no code does: give a transmittance above 0.")
    eta, q = np.broadcast_arrays(eta, real(error, "error", low=0, high=1))
    there = _binomial(m, np.arange(m + 1), eta[..., None])
    wrong = np.stack([_majority(k, q) for k in range(1, m + 1)], axis=-1)
    complete, alive = there[..., m], there[..., 1:].sum(axis=-1)
    # A block's majority, where it is complete and where it is not: at least one must be complete.
    whole_one = complete * (1 - 2 * wrong[..., -1])
    part = ((1 - 2 * wrong) * there[..., 1:])[..., :-1].sum(axis=-1)
    arrived = alive**n - (alive - complete) ** n
    e_z = (1 - ((whole_one + part) ** n - part**n) / arrived) / 2
    odd = (1 - (1 - 2 * q) ** m) / 2
    many = _binomial(n, np.arange(n + 1), (complete / alive)[..., None])[..., 1:]
    read = np.stack([_majority(k, odd) for k in range(1, n + 1)], axis=-1)
    e_x = (many * read).sum(axis=-1) / many.sum(axis=-1)
    return np.clip(e_z, 0, 1)[()], np.clip(e_x, 0, 1)[()]


def _majority(voters: int, wrong: Numbers) -> Numbers:
    """Return how likely a majority is wrong; half the time where it is a draw."""
    k = np.arange(voters // 2 + 1, voters + 1)
    lost: Numbers = _binomial(voters, k, wrong[..., None]).sum(axis=-1)
    if voters % 2 == 0:
        lost = lost + _binomial(voters, np.array([voters // 2]), wrong[..., None])[..., 0] / 2
    return lost


def _binomial(n: int, k: NDArray[np.int64], p: Numbers) -> Numbers:
    """Return how likely k of n happen, by logarithms, for n may be large."""
    logs = np.concatenate([[0], np.cumsum(np.log(np.arange(1, n + 1)))])
    chosen = np.exp(logs[n] - logs[k] - logs[n - k])
    found: Numbers = chosen * p**k * (1 - p) ** (n - k)
    return found
