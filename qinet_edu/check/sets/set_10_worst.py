"""Exercise 10.4: the pairs that a round makes worse, and the turns that mend them."""

from collections.abc import Callable
from typing import Any

import numpy as np

from qinet_edu import theory
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up, part
from qinet_edu.check.verdict import Part, Verdict

LABELS = ("a", "b", "c", "d", "e", "f")
ORDER = "order (Φ+, Ψ−, Ψ+, Φ−)"
# Each word, whether it mends (0.8, 0.2, 0, 0), and what to say to whoever thinks otherwise.
MENDS: dict[str, tuple[bool, str]] = {
    "Rx": (
        True,
        "Rx left out | "
        "This turn exchanges Ψ− and Φ−. The turn of the round exchanges them back, and Ψ− is what "
        "the CNOTs see: 0.941.",
    ),
    "Ry": (
        False,
        "Ry taken | "
        "This turn exchanges Ψ+ and Φ−. Here there is neither, and Ψ− stays as it is: 0.68.",
    ),
    "Rz": (
        True,
        "Rz left out | "
        "This turn exchanges Ψ− and Ψ+. Ψ+ stays Ψ+ in the round's own turn, and is seen: 0.941.",
    ),
    "X": (
        False,
        "X taken | X at both ends leaves each Bell state what it is, up to a sign in front: 0.68.",
    ),
    "twirl": (
        True,
        "twirl left out | "
        "A twirl spreads the 0.2 over three errors. Then the round sees two of them: 0.838. It is "
        "not the best mend, but it mends.",
    ),
}


def vary_pairs(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw six pairs, in any order: two that get worse, four that get better.

    Example:
        >>> pairs = vary_pairs(np.random.default_rng(1))["pairs"]
        >>> len(pairs), len(worse(pairs))
        (6, 2)
    """
    while True:
        hundredths = [
            _one_error(numbers, 1),
            _one_error(numbers, 2),
            _one_error(numbers, 3),
            [91 + int(numbers.integers(3)), 0, 1, 1],
            [int(numbers.choice([55, 58, 61])), 0, 15, 15],
            [int(numbers.choice([68, 70, 72])), 0, 9, 9],
        ]
        for pair in hundredths:
            pair[1] = 100 - sum(pair[:1] + pair[2:])
        order = numbers.permutation(len(LABELS))
        pairs = {
            label: [round(entry / 100, 2) for entry in hundredths[place]]
            for label, place in zip(LABELS, order, strict=True)
        }
        if len(worse(pairs)) == 2 and _shows(pairs):
            return {"pairs": pairs}


def _one_error(numbers: np.random.Generator, place: int) -> list[int]:
    pair = [int(numbers.integers(66, 89)), 0, 0, 0]
    pair[place] = 100 - pair[0]
    return pair


def after(pair: Any, **how: Any) -> float:
    """Return the fidelity after a round with two pairs alike.

    Example:
        >>> round(after([0.8, 0.2, 0, 0]), 3), round(after([0.8, 0, 0, 0.2]), 3)
        (0.68, 0.941)
    """
    return float(theory.dejmps(pair, **how)[0][0])


def worse(pairs: Any, how: Callable[[Any], float] = after) -> frozenset[str]:
    """Return the labels of the pairs that a round makes worse.

    Example:
        >>> sorted(worse({"a": [0.8, 0.2, 0, 0], "b": [0.8, 0, 0.2, 0]}))
        ['a']
    """
    return frozenset(label for label, pair in pairs.items() if how(pair) < pair[0] - 1e-9)


def _read(*places: int) -> Callable[[Any], float]:
    return lambda pair: after([pair[place] for place in places])


SLIPS: tuple[tuple[Callable[[Any], frozenset[str]], str], ...] = (
    (
        lambda pairs: worse(pairs, lambda pair: after(pair, turn=False)),
        "turn forgotten | "
        "Those get worse if nobody turns: the CNOTs cannot see Φ−. But DEJMPS turns first, and "
        "that exchanges Ψ− and Φ−: what hides is Ψ−.",
    ),
    (
        lambda pairs: worse(pairs, _read(0, 2, 1, 3)),
        "Ψ− and Ψ+ exchanged | "
        f"You took the second number for Ψ+ and the third for Ψ−. The {ORDER} is another.",
    ),
    (
        lambda pairs: frozenset(pairs) - worse(pairs),
        "better for worse | Those get better. Asked are the others.",
    ),
    (
        lambda pairs: worse(pairs, lambda pair: pair[0] ** 2 + pair[1] ** 2),
        "not divided by N | "
        "You compared A² + B² with A. That is also smaller because pairs are discarded: divide by "
        "N.",
    ),
    (
        lambda pairs: frozenset(sorted(pairs, key=lambda label: pairs[label][0])[:2]),
        "poorest pairs | "
        "Those are the two of the lowest fidelity. What decides is which error they have.",
    ),
)


def judge_worst(chosen: frozenset[str], given: Given) -> Verdict:
    """Judge word by word: who always says yes, or always no, has earned nothing."""
    pairs = given.parameters["pairs"]
    right = worse(pairs)
    taken = chosen & {*pairs}
    whole = ""
    if taken and taken != right:
        whole = next((words for slip, words in SLIPS if slip(pairs) == taken), "")
    parts: list[Part] = []
    for label, pair in pairs.items():
        if (label in taken) == (label in right):
            parts.append(Part(label, 1.0))
            continue
        there = "in your set" if label in taken else "not in your set"
        got = f"“{label}” goes from {pair[0]:.2f} to {after(pair):.3f}, and is {there}."
        parts.append(part(label, got, whole or _why(pair)))
        whole = whole and " "
    for word, (mends, why) in MENDS.items():
        if (word in chosen) == mends:
            parts.append(Part(word, 1.0))
        else:
            there = "in your set" if word in chosen else "not in your set"
            parts.append(part(word, f"“{word}” is {there}.", why))
    said = (
        f"The round makes {' and '.join(sorted(right))} worse: most of what is wrong with them "
        "is Ψ−, which its turn hides from the CNOTs. Known in time it is mended for nothing, by a "
        "turn at each end; a twirl mends it too, and forgets what was known."
    )
    free = len(LABELS) - len(right) + sum(not mends for mends, _ in MENDS.values())
    return add_up(parts, right=said, exercise="10.4", free=free)


def _why(pair: Any) -> str:
    if after(pair) < pair[0]:
        return (
            "hidden error missed | "
            "Its errors are mostly Ψ−. The turn makes them Φ−, which leave the bits equal: both "
            "pairs bring theirs, and none is thrown out."
        )
    return "better pair taken | Enough of its errors make the bits differ, and are thrown out."


def _shows(pairs: Any) -> bool:
    """Tell whether each slip gives a set of its own, and each pair moves by enough."""
    sets = [worse(pairs), *(slip(pairs) for slip, _ in SLIPS)]
    return len({*sets}) == len(sets) and all(
        abs(after(pair) - pair[0]) > 0.008 for pair in pairs.values()
    )
