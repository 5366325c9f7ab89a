"""What purification costs, how far it gets with noisy gates, and in which order it is done best."""

from collections.abc import Callable
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import Convention, one_real
from qinet_edu.theory.bell_vectors import Vectors, twirled, werner_vectors
from qinet_edu.theory.nesting import as_vector
from qinet_edu.theory.purification import dejmps, whole

Protocol: TypeAlias = Literal["dejmps", "bbpssw"]
Tree: TypeAlias = "tuple[Tree, Tree] | tuple[()]"
"""Which pairs meet: ``()`` is a raw pair, ``(kept, measured)`` what a round makes of two."""

MOST_ROUNDS = 1000
MOST_PAIRS = 18


class PurificationCost(NamedTuple):
    """What nested purification to a target takes: rounds, raw pairs on average, and its result."""

    rounds: int
    pairs: float
    fidelity: float


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


def purification_cost(
    pair: ArrayLike,
    target: float,
    *,
    protocol: Protocol = "dejmps",
    gate_error: float = 0.0,
    convention: Convention = "mixing",
    readout_error: float = 0.0,
) -> PurificationCost:
    """Return how many rounds, and raw pairs, nested purification takes to reach a target.

    Each round uses two pairs alike and succeeds with p, so it multiplies the pairs by 2/p. From
    0.8 to 0.99: DEJMPS takes 4 rounds and 31.7 raw pairs, BBPSSW 10 rounds and 2917. To leave out
    the failures, 2⁴ = 16, would be to promise twice the rate.

    Args:
        pair: a fidelity with Φ+ (a Werner pair), or a Bell-diagonal vector, shape (4,).
        target: the fidelity to reach, in [0, 1].
        protocol: ``"dejmps"``, or ``"bbpssw"``, which twirls before each round.
        gate_error: depolarising probability of the two qubits of a CNOT, after each.
        convention: ``"mixing"`` (as in Aer) or ``"pauli"``: what ``gate_error`` means.
        readout_error: how likely a bit is read wrongly.

    Returns:
        ``(rounds, pairs, fidelity)``.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range, or the target is out of reach.

    Example:
        >>> rounds, pairs, fidelity = purification_cost(0.8, 0.99)
        >>> rounds, round(pairs, 4), round(fidelity, 6)
        (4, 31.6665, 0.996854)
        >>> purification_cost(0.8, 0.99, protocol="bbpssw").rounds
        10
    """
    wanted = one_real(target, "target", low=0, high=1)
    step = _rounds(protocol, gate_error, convention, readout_error)
    vector, pairs, best = as_vector(pair), 1.0, 0.0
    for count in range(MOST_ROUNDS):
        best = max(best, float(vector[0]))
        if vector[0] >= wanted:
            return PurificationCost(count, pairs, float(vector[0]))
        after, probability = step(vector)
        pairs *= 2 / float(probability)
        # DEJMPS may lose in one round what it wins twofold in the next, so two are compared.
        if count % 2 and np.abs(after - vector).max() < 1e-15:
            break
        if not np.isfinite(pairs):
            break
        vector = after
    raise ValueError(
        f"A fidelity of {wanted:.6g} is out of reach: such pairs and gates get no further than "
        f"{best:.6g}. Start from better pairs (above 1/2 at the least), or make the gates better: "
        "purification_range(gate_error=...) says what they allow."
    )


def purification_range(
    *,
    protocol: Protocol = "dejmps",
    gate_error: float = 0.0,
    convention: Convention = "mixing",
    readout_error: float = 0.0,
) -> tuple[float, float]:
    """Return between which fidelities purification makes Werner pairs better, round after round.

    With perfect gates from 1/2 to 1. Gates add errors of their own, so there is a ceiling that no
    number of rounds passes, and a floor below which pairs get worse. At 1 % of depolarising for
    each CNOT DEJMPS reaches 0.987 from anything above 0.513; BBPSSW 0.976, from 0.524.

    Args:
        protocol: ``"dejmps"``, or ``"bbpssw"``, which twirls before each round.
        gate_error: depolarising probability of the two qubits of a CNOT, after each.
        convention: ``"mixing"`` (as in Aer) or ``"pauli"``: what ``gate_error`` means.
        readout_error: how likely a bit is read wrongly.

    Returns:
        ``(floor, ceiling)``: the fixed points of the rounds, to 10⁻⁹.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range, or such gates make every pair worse.

    Source:
        H.-J. Briegel et al., PRL 81, 5932 (1998); W. Dür et al., PRA 59, 169 (1999).

    Example:
        >>> floor, ceiling = purification_range(gate_error=0.01)
        >>> round(floor, 4), round(ceiling, 4)
        (0.513, 0.987)
    """
    step = _rounds(protocol, gate_error, convention, readout_error)

    def end(f: float) -> float:
        """Return the fidelity after many rounds."""
        vector = werner_vectors(f)
        for _ in range(MOST_ROUNDS * 20):
            after = step(step(vector)[0])[0]
            if np.abs(after - vector).max() < 1e-14:
                break
            vector = after
        return float(vector[0])

    ceiling = end(1.0)
    if ceiling <= 0.5 or end(ceiling) < ceiling - 1e-6:
        raise ValueError(
            "With such gates and read-outs every pair gets worse, however good it was: there is no "
            "range. Make gate_error or readout_error smaller; a few per cent is the limit."
        )
    low, high = 0.25, ceiling
    while high - low > 1e-10:
        middle = (low + high) / 2
        low, high = (low, middle) if end(middle) > ceiling - 1e-6 else (middle, high)
    return high, ceiling


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


def _rounds(
    protocol: str, gate_error: float, convention: Convention, readout_error: float
) -> Callable[[Vectors], tuple[Vectors, NDArray[np.float64]]]:
    """Return a function that makes one round of a protocol with two pairs alike."""
    if protocol not in ("dejmps", "bbpssw"):
        raise ValueError(f"There is no protocol {protocol!r}; choose 'dejmps' or 'bbpssw'.")
    e = one_real(gate_error, "gate_error", low=0, high=1)
    r = one_real(readout_error, "readout_error", low=0, high=1)

    def step(vector: Vectors) -> tuple[Vectors, NDArray[np.float64]]:
        if protocol == "bbpssw":
            vector, probability = dejmps(
                twirled(vector), turn=False, gate_error=e, convention=convention, readout_error=r
            )
            return twirled(vector), probability
        return dejmps(vector, gate_error=e, convention=convention, readout_error=r)

    return step
