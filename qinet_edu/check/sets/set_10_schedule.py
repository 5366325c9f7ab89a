"""Exercise 10.5: the best that a few raw pairs can become, in whatever order they meet."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from qinet_edu import theory
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up, failed_part, part
from qinet_edu.check.function_answers import Call
from qinet_edu.check.verdict import Part, Verdict

WITHIN = 1e-6
GROUPS = ("Werner pairs", "pairs with other errors", "pairs that a round makes worse")
MOST = 7  # raw pairs

Pair: TypeAlias = tuple[float, ...]
Vectors: TypeAlias = NDArray[np.float64]
Slip: TypeAlias = Callable[[Pair, int], float]


def draw_pairs(numbers: np.random.Generator) -> list[tuple[Any, ...]]:
    """Draw three pairs of each group and how many there are of them, such that each slip shows.

    Example:
        >>> [many for _, many in draw_pairs(np.random.default_rng(1))]
        [4, 6, 7, 3, 5, 7, 1, 2, 6]
    """
    while True:
        first, second = (_with_errors(numbers, 1, 1, 1) for _ in range(2))
        drawn = [
            *((_werner(numbers), many) for many in (4, 6, 7)),
            (first, 3),
            (second, 5),
            (_where_the_best_is_no_part_of_the_best(numbers), MOST),
            *((_with_errors(numbers, 12, 1, 1), many) for many in (1, 2, 6)),
        ]
        if _round(drawn[-2][0]) < drawn[-2][0][0] - 0.01 and _shows(drawn):
            return [([*pair], many) for pair, many in drawn]


def _werner(numbers: np.random.Generator) -> Pair:
    rest = int(numbers.integers(40, 110))
    return _pair(rest, rest, rest)


def _with_errors(numbers: np.random.Generator, *likely: float) -> Pair:
    """Draw a pair whose errors Ψ−, Ψ+ and Φ− are as likely, about, as said."""
    return _pair(*map(int, 1000 * numbers.uniform(0.18, 0.36) * numbers.dirichlet(likely)))


def _pair(*thousandths: int) -> Pair:
    return tuple(number / 1000 for number in (1000 - sum(thousandths), *thousandths))


def _where_the_best_is_no_part_of_the_best(numbers: np.random.Generator) -> Pair:
    while True:
        pair = _with_errors(numbers, 1, 3, 4)
        if best(pair, MOST) - greedy(pair, MOST) > 1e-4:
            return pair


def describe_pairs(pair: list[float], pairs: int) -> str:
    """Put what the function is called with into words."""
    shown = ", ".join(f"{p:g}" for p in pair)
    return f"pair = [{shown}] and pairs = {pairs}"


@lru_cache(maxsize=256)
def best(pair: Pair, pairs: int) -> float:
    """Return the best fidelity that at most so many raw pairs can become.

    Example:
        >>> round(best((0.7, 0.1, 0.1, 0.1), 5), 4)
        0.8636
    """
    return theory.best_schedule([*pair], pairs=pairs).fidelity


def meet(one: Vectors, other: Vectors) -> Vectors:
    """Return the pairs that a round makes.

    Example:
        >>> meet(np.array([1, 0, 0, 0]), np.array([0.8, 0.2, 0, 0])).round(6).tolist()
        [0.8, 0.0, 0.0, 0.2]
    """
    return theory.dejmps(one, other)[0]


def _unturned(one: Vectors, other: Vectors) -> Vectors:
    return theory.dejmps(one, other, turn=False)[0]


def _twirled(one: Vectors, other: Vectors) -> Vectors:
    return theory.twirled(meet(one, other))


def orders(
    pair: Pair,
    pairs: int,
    *,
    how: Callable[[Vectors, Vectors], Vectors] = meet,
    keep: Callable[[Vectors], Vectors] = lambda made: made,
    split: Callable[[int], Any] = lambda size: range(1, size // 2 + 1),
) -> list[Vectors]:
    """Return what can be made of 1, 2, 3, … raw pairs, each of shape (orders, 4).

    Args:
        pair: the raw pairs.
        pairs: how many.
        how: makes a round of two.
        keep: takes some of what can be made of one number of pairs.
        split: into which parts so many pairs are divided.

    Example:
        >>> [len(made) for made in orders((0.7, 0.1, 0.1, 0.1), 5)]
        [1, 1, 1, 2, 3]
    """
    table = [np.array([pair])]
    for size in range(2, pairs + 1):
        made = [
            how(table[small - 1][:, None], table[size - small - 1][None]).reshape(-1, 4)
            for small in split(size)
        ]
        table.append(keep(np.concatenate(made)))
    return table


def _most(table: list[Vectors]) -> float:
    return max(float(made[:, 0].max()) for made in table)


def _first(made: Vectors) -> Vectors:
    return made[[made[:, 0].argmax()]]


@lru_cache(maxsize=4096)
def greedy(pair: Pair, pairs: int) -> float:
    """Return what comes of keeping for each number of pairs only the best one made of them.

    Example:
        >>> greedy((0.7, 0.1, 0.1, 0.1), 5) == best((0.7, 0.1, 0.1, 0.1), 5)
        True
    """
    return _most(orders(pair, pairs, keep=_first))


def _pumped(pair: Pair, pairs: int) -> float:
    return _most(orders(pair, pairs, split=lambda _: [1]))


def _nested(pair: Pair, pairs: int) -> float:
    now = np.array(pair)
    found = [now[0]]
    for _ in range(pairs.bit_length() - 1):
        now = meet(now, now)
        found.append(now[0])
    return float(max(found))


def _in_rounds(pair: Pair, pairs: int) -> float:
    return _nested(pair, 2**pairs)


SLIPS: tuple[tuple[Slip, str], ...] = (
    (
        greedy,
        "best of each size alone | "
        "For each number of pairs you carry on with the one of the highest fidelity. Its other "
        "errors count as well: a pair of lower fidelity may be the better part. Keep them all.",
    ),
    (
        _pumped,
        "pumping alone | "
        "That is pumping: each round spends a raw pair. A pair that was made may meet another that "
        "was made.",
    ),
    (
        _nested,
        "nesting alone | "
        "That is nesting: only pairs of equal age meet, and what is above a power of two is left "
        "over. Pairs may meet in any order.",
    ),
    (
        lambda pair, pairs: max(_pumped(pair, pairs), _nested(pair, pairs)),
        "pumping or nesting | "
        "That is the better of pumping and nesting. Between the two lie others: 5 pairs become "
        "best as 3 and 2.",
    ),
    (
        lambda pair, pairs: _most(orders(pair, pairs, split=lambda size: [size // 2])),
        "halves alone | "
        "You divide the pairs into halves. Of 6 pairs, 4 and 2 may do better: try every division.",
    ),
    (
        lambda pair, pairs: float(orders(pair, pairs)[-1][:, 0].max()),
        "all pairs used | "
        "You use up all the pairs. A round can make things worse; then fewer are better: at most "
        "means that some may be left.",
    ),
    (
        lambda pair, pairs: best(pair, pairs + 1),
        "one pair more | That is with one pair more. n pairs make n − 1 rounds.",
    ),
    (
        lambda pair, pairs: best(pair, max(pairs - 1, 1)),
        "one pair fewer | That is with one pair fewer. Look where your loop ends.",
    ),
    (
        _in_rounds,
        "rounds for pairs | That is after so many rounds. Asked is for so many raw pairs.",
    ),
    (
        lambda pair, pairs: _most(orders(pair, pairs, how=_twirled)),
        "fidelity carried alone | "
        "You carry on with the fidelity alone, as if each pair were Werner's again. Keep all four "
        "numbers.",
    ),
    (
        lambda pair, pairs: _most(orders(pair, pairs, how=_unturned)),
        "turn missing | Your rounds lack the turn. theory.dejmps turns, if it is not told not to.",
    ),
    (
        lambda pair, pairs: _round(pair) if pairs > 1 else pair[0],
        "one round | That is after one round. There are pairs for more.",
    ),
    (lambda pair, pairs: pair[0], "raw pair | That is the raw pair's own fidelity."),
    (
        lambda pair, pairs: 1 - best(pair, pairs),
        "error for fidelity | That is 1 − F. Asked is F.",
    ),
    (
        lambda pair, pairs: 100 * best(pair, pairs),
        "per cent | Write F as a share of 1, not in per cent.",
    ),
)


def judge_schedule(calls: tuple[Call, ...], _: Given) -> Verdict:
    """Judge each group of pairs; a slip that explains all calls is named, and once."""
    fine = [call for call in calls if call.error is None]
    shared = next((words for slip, words in SLIPS if _explains(slip, fine)), "")
    parts: list[Part] = []
    told: set[str] = set()
    for place, name in enumerate(GROUPS):
        ours = calls[3 * place : 3 * place + 3]
        broken = next((call for call in ours if call.error is not None), None)
        missed = [call for call in ours if call.error is None and not _explains(best, [call])]
        if broken is not None:
            parts.append(failed_part(name, describe_pairs(*broken.arguments), str(broken.error)))
        elif missed:
            why = shared or next((words for slip, words in SLIPS if _explains(slip, missed)), "")
            parts.append(part(name, _missed(missed[0]), "" if why in told else why))
            told.add(why)
        else:
            parts.append(Part(name, 1.0))
    right = (
        "Neither pumping nor nesting is best in general, and not even the best parts make the best "
        "whole: what counts is which errors two pairs bring together. With so few pairs a computer "
        "tries every order."
    )
    return add_up(parts, right=right, exercise="10.5")


def _explains(slip: Slip, calls: list[Call]) -> bool:
    return bool(calls) and all(abs(call.value - slip(*_key(call))) <= WITHIN for call in calls)


def _key(call: Call) -> tuple[Pair, int]:
    pair, pairs = call.arguments
    return tuple(pair), pairs


def _missed(call: Call) -> str:
    return (
        f"Called with {describe_pairs(*call.arguments)}, your function gives {call.value:.5g}, "
        f"expected {best(*_key(call)):.5f}."
    )


def _round(pair: Pair) -> float:
    return float(meet(np.array(pair), np.array(pair))[0])


def _shows(drawn: list[tuple[Pair, int]]) -> bool:
    """Tell whether each slip gives something else somewhere, and each its own."""
    found = [tuple(round(float(slip(*one)), 4) for one in drawn) for slip in _ALL]
    return len({*found}) == len(found)


_ALL: tuple[Slip, ...] = (best, *(slip for slip, _ in SLIPS))
