"""In which order pairs are purified best: nesting, pumping, and all that lies between."""

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import Convention, one_real
from qinet_edu.theory.bell_vectors import Vectors
from qinet_edu.theory.nesting import as_vector
from qinet_edu.theory.purification import dejmps
from qinet_edu.theory.watching import whole

Tree: TypeAlias = "tuple[Tree, Tree] | tuple[()]"
"""Which pairs meet: ``()`` is a raw pair, ``(kept, measured)`` what a round makes of two."""

MOST_PAIRS = 18


class Schedule(NamedTuple):
    """An order in which pairs are purified, and what comes of it."""

    fidelity: float
    """With Φ+, at the end."""
    pairs: float
    """Raw pairs on average, those of failed steps included."""
    probability: float
    """Chance that no step fails."""
    vector: Vectors
    """The Bell-diagonal pair at the end, shape (4,)."""
    tree: Tree
    """``()`` for a raw pair, ``(one, other)`` for a round with two."""

    def __str__(self) -> str:
        return drawn(self.tree)


def best_schedule(
    pair: ArrayLike,
    *,
    target: float | None = None,
    pairs: int | None = None,
    gate_error: float = 0.0,
    convention: Convention = "mixing",
) -> Schedule:
    """Return the best order in which to purify: nested, pumped, or something between.

    All orders are compared: of n raw pairs the best is one of k and one of n − k, and DEJMPS does
    not care which is kept. Say how good the pair must be (``target``), and get the schedule with
    the fewest raw pairs on average; or how many pairs there are (``pairs``), and get the best
    fidelity. From 0.8 to 0.99 it takes 20.3 raw pairs where nesting takes 31.7.

    Args:
        pair: a fidelity with Φ+ (a Werner pair), or a Bell-diagonal vector, shape (4,).
        target: the fidelity to reach, of schedules with at most 18 raw pairs at a time.
        pairs: how many raw pairs a schedule may use if nothing fails, at most 18. Give this or
            ``target``.
        gate_error: depolarising probability of the two qubits of a CNOT, after each.
        convention: ``"mixing"`` (as in Aer) or ``"pauli"``: what ``gate_error`` means.

    Returns:
        ``(fidelity, pairs, probability, vector, tree)``; printed, brackets show who meets whom.

    Raises:
        TypeError: something is no real number, or ``pairs`` no whole one.
        ValueError: something is out of its range, not one of the two was given, or the target is
            out of reach.

    Source:
        Dynamic programming over such trees: L. Jiang et al., PNAS 104, 17291 (2007).

    Example:
        >>> best = best_schedule(0.8, pairs=5)
        >>> print(best, round(best.fidelity, 4))
        [[[• •] •] [• •]] 0.9535
    """
    if (target is None) == (pairs is None):
        raise ValueError("Give either target, the fidelity to reach, or pairs, how many there are.")
    most = MOST_PAIRS if pairs is None else whole(pairs, "pairs", high=MOST_PAIRS)
    wanted = None if target is None else one_real(target, "target", low=0, high=1)
    e = one_real(gate_error, "gate_error", low=0, high=1)
    table = [_Level.raw(as_vector(pair))]
    best: tuple[int, int] | None = None
    for size in range(1, most + 1):
        if size > 1:
            table.append(_Level.joined(table, e, convention))
        level = table[-1]
        score = -level.vectors[:, 0] if wanted is None else level.costs
        allowed = np.isfinite(level.costs)
        if wanted is not None:
            allowed &= level.vectors[:, 0] >= wanted
        if allowed.any():
            place = int(np.where(allowed, score, np.inf).argmin())
            old = np.inf if best is None else _score(table, best, wanted)
            # More pairs for no more fidelity are wasted, rounding errors included.
            if score[place] < old - 1e-12:
                best = size, place
        # A schedule with more raw pairs cannot cost fewer than these, even if nothing fails.
        if wanted is not None and best is not None and size + 1 > _score(table, best, wanted):
            break
    if best is None:
        top = max(float(level.vectors[:, 0].max()) for level in table)
        raise ValueError(
            f"No schedule of {most} raw pairs reaches {target:.6g}: the best gets to {top:.6g}. "
            "Start from better pairs, or lower the target."
        )
    level, place = table[best[0] - 1], best[1]
    return Schedule(
        float(level.vectors[place, 0]), float(level.costs[place]), float(level.chances[place]),
        level.vectors[place], _tree(table, *best),
    )  # fmt: skip


def drawn(tree: Tree) -> str:
    """Write a schedule with a dot for each raw pair and brackets for who meets whom.

    Example:
        >>> drawn((((), ()), ()))
        '[[• •] •]'
    """
    return f"[{drawn(tree[0])} {drawn(tree[1])}]" if tree else "•"


class _Level(NamedTuple):
    """All schedules of so many raw pairs, and which two each is made of: (size, place) twice."""

    vectors: Vectors
    costs: NDArray[np.float64]
    chances: NDArray[np.float64]
    made_of: NDArray[np.int64]

    @classmethod
    def raw(cls, vector: Vectors) -> "_Level":
        return cls(vector[None], np.ones(1), np.ones(1), np.zeros((1, 4), dtype=np.int64))

    @classmethod
    def joined(cls, table: "list[_Level]", gate_error: float, convention: Convention) -> "_Level":
        size = len(table) + 1
        parts = []
        for small in range(1, size // 2 + 1):
            a, b = table[small - 1], table[size - small - 1]
            i, j = np.divmod(np.arange(len(a.costs) * len(b.costs)), len(b.costs))
            if 2 * small == size:
                i, j = i[i <= j], j[i <= j]
            vectors, chance = dejmps(
                a.vectors[i], b.vectors[j], gate_error=gate_error, convention=convention
            )
            of = np.stack([np.full_like(i, small), i, np.full_like(i, size - small), j], axis=-1)
            costs = (a.costs[i] + b.costs[j]) / chance
            parts.append((vectors, costs, a.chances[i] * b.chances[j] * chance, of))
        return cls(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _score(table: list[_Level], place: tuple[int, int], wanted: float | None) -> float:
    level = table[place[0] - 1]
    return float(-level.vectors[place[1], 0] if wanted is None else level.costs[place[1]])


def _tree(table: list[_Level], size: int, place: int) -> Tree:
    if size == 1:
        return ()
    small, i, large, j = (int(n) for n in table[size - 1].made_of[place])
    return _tree(table, large, j), _tree(table, small, i)
