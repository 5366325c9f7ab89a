"""Exercise 10.2: three rounds of DEJMPS, the whole vector carried along."""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from qinet_edu import theory
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up
from qinet_edu.check.number_parts import near, number_parts, told_apart
from qinet_edu.check.verdict import Verdict

ROUNDS = 3

Vector: TypeAlias = NDArray[np.float64]
Round: TypeAlias = Callable[[Vector], tuple[Vector, float]]


def vary_rounds(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw the fidelity of the raw pairs, such that every slip shows.

    Example:
        >>> [*vary_rounds(np.random.default_rng(1))]
        ['fidelity']
    """
    while True:
        drawn = {"fidelity": int(numbers.integers(1440, 1780)) / 2000}
        if drawn["fidelity"] != 0.8 and all(map(told_apart, answers(drawn), slips(drawn))):
            return drawn


def dejmps(vector: Vector) -> tuple[Vector, float]:
    """Return what a round makes of two pairs alike, and its chance.

    Example:
        >>> round(dejmps(np.array([0.7, 0.1, 0.1, 0.1]))[1], 6)
        0.68
    """
    after, chance = theory.dejmps(vector)
    return after, float(chance)


def rounds(fidelity: float, one: Round = dejmps, *, many: int = ROUNDS) -> list[list[float]]:
    """Return the errors 1 − F and the chances of rounds that begin with Werner pairs.

    Example:
        >>> errors, chances = rounds(0.8)
        >>> [round(error, 4) for error in errors], [round(chance, 4) for chance in chances]
        ([0.1618, 0.0564, 0.012], [0.7689, 0.7446, 0.9013])
    """
    vector = theory.twirled([fidelity, 1 - fidelity, 0, 0])
    errors, chances = [], []
    for _ in range(many):
        vector, chance = one(vector)
        errors.append(1 - float(vector[0]))
        chances.append(chance)
    return [errors, chances]


def answers(p: Any) -> tuple[float, ...]:
    """Return three errors, three chances, and the chance that no step of eight pairs fails."""
    errors, chances = rounds(p["fidelity"])
    return *errors, *chances, whole(chances)


def whole(chances: Any) -> float:
    """Return the chance of four steps, then two, then one.

    Example:
        >>> whole([0.5, 1, 1])
        0.0625
    """
    return float(chances[0] ** 4 * chances[1] ** 2 * chances[2])


def _twirled(vector: Vector) -> tuple[Vector, float]:
    after, chance = theory.dejmps(vector)
    return theory.twirled(after), float(chance)


def _unturned(vector: Vector) -> tuple[Vector, float]:
    after, chance = theory.dejmps(vector, turn=False)
    return after, float(chance)


def _mangled(vector: Vector, *, two: float = 2, divided: bool = True) -> tuple[Vector, float]:
    """Return what the formula makes of four numbers that need not add up to 1."""
    a, b, c, d = vector
    n = (a + b) ** 2 + (c + d) ** 2
    after = np.array([a**2 + b**2, two * c * d, c**2 + d**2, two * a * b])
    return after / n if divided else after, float(n)


def _other_order(vector: Vector) -> tuple[Vector, float]:
    """Take C for B and B for C."""
    after, chance = dejmps(vector[[0, 2, 1, 3]])
    return after[[0, 2, 1, 3]], chance


def _pumped(fidelity: float) -> list[list[float]]:
    raw = theory.twirled([fidelity, 1 - fidelity, 0, 0])
    vectors, chances = theory.pump(raw, raw, ROUNDS)
    return [[1 - float(f) for f in vectors[:, 0]], [*map(float, chances)]]


WAYS: tuple[tuple[Round, str], ...] = (
    (
        _twirled,
        "twirled between rounds | "
        "You made Werner pairs again after a round. That is BBPSSW: it forgets which error is the "
        "likely one. Carry all four numbers on.",
    ),
    (
        _unturned,
        "doubled error unseen | "
        "The error that a round doubles was never seen by the next. Either the turn is missing, or "
        "B′ and D′ are exchanged: B′ = 2CD/N, D′ = 2AB/N.",
    ),
    (
        lambda vector: _mangled(vector, two=1),
        "2 forgotten | B′ = 2CD/N and D′ = 2AB/N: the 2 is missing, as either pair may have either "
        "error. The four no longer add up to 1.",
    ),
    (
        lambda vector: _mangled(vector, divided=False),
        "not divided by N | "
        "You did not divide by N. Of the pairs that are kept, the four must add up to 1.",
    ),
    (
        _other_order,
        "other order of Bell states | "
        "The order is (Φ+, Ψ−, Ψ+, Φ−): B is Ψ−, C is Ψ+. You exchanged these two.",
    ),
)


def slips(p: Any) -> tuple[dict[float, str], ...]:
    """Return what known slips give for each of the seven numbers."""
    f = p["fidelity"]
    errors, chances = rounds(f)
    ways = [(rounds(f, one), words) for one, words in WAYS]
    ways.append(
        (
            _pumped(f),
            "pumping | "
            "That is pumping, with a raw pair each time. Here each round takes two pairs that "
            "passed the one before.",
        )
    )
    found: list[dict[float, str]] = []
    for kind, right in enumerate((errors, chances)):
        for number, value in enumerate(right):
            made: dict[float, str] = {}
            for way, words in ways:
                if not near(way[kind][number], value, 1e-9):
                    made.setdefault(way[kind][number], words)
            found.append(_distinct(made, _of_every(kind, number, errors, chances)))
    return *found, _of_all(chances)


def judge_rounds(answer: tuple[float, ...], given: Given) -> Verdict:
    """Judge the seven numbers; the last also by chances that are wrong."""
    p = given.parameters
    right = answers(p)
    carried: list[float | None] = [None] * 7
    if all(0 < chance <= 1 for chance in answer[3:6]):
        carried[6] = whole(answer[3:6])
    order = ("first", "second", "third")
    names = [
        *(f"the error after the {one} round" for one in order),
        *(f"the chance of a step of the {one} round" for one in order),
        "the chance that all seven steps succeed",
    ]
    parts = number_parts(names, answer, right, slips(p), carried=carried)
    said = (
        f"The error falls from {1 - p['fidelity']:.3g} to {right[0]:.3f}, {right[1]:.3f} and "
        f"{right[2]:.4f}: little at first, then faster and faster. And eight raw pairs end as one "
        f"in {100 * right[6]:.1f} % of the tries only, if whatever fails is not begun anew."
    )
    return add_up(parts, right=said, exercise="10.2")


def _distinct(first: dict[float, str], then: dict[float, str]) -> dict[float, str]:
    """Join slips; of those that give the same number the first keeps it."""
    made = dict(first)
    for value, words in then.items():
        if not any(near(value, other, 1e-9) for other in made):
            made[value] = words
    return made


def _of_every(
    kind: int, number: int, errors: list[float], chances: list[float]
) -> dict[float, str]:
    error, chance = errors[number], chances[number]
    if not kind:
        return {
            1 - error: "fidelity for error | That is F. Asked is the error, 1 − F.",
            100 * error: "per cent | Write it as a share of 1, not in per cent.",
            1 - (1 - error) * chance: "chance times fidelity | "
            "You multiplied F by the chance. Asked is how good a pair is that was kept.",
        }
    so_far = float(np.prod(chances[: number + 1]))
    made = {
        1 - chance: "chance to fail | That is how likely a step fails. Asked is that it succeeds.",
        100 * chance: "per cent | Write it as a share of 1, not in per cent.",
        chance * (1 - error): "good and kept | "
        "That is how likely the pair is kept and is Φ+. It is kept in other cases as well: N.",
        1 / chance: "tries for chance | That is how many tries a success takes on average.",
    }
    if number:
        made[so_far] = (
            "rounds before counted | "
            "You multiplied with the rounds before. Asked is one step, given two pairs that got "
            "there."
        )
    return made


def _of_all(chances: list[float]) -> dict[float, str]:
    one, two, three = chances
    right = whole(chances)
    return {
        one * two * three: "one step in each round | "
        "You took one step in each round. Of eight pairs the first round makes four steps, the "
        "second two, the third one.",
        one**8 * two**4 * three**2: "pairs for steps | "
        "You counted pairs. A step takes two: eight pairs make four steps.",
        one * two**2 * three**4: "rounds the wrong way round | "
        "The first round has the four steps, and the last has one.",
        three: "last step alone | That is the last step alone. Those before must succeed as well.",
        one**4: "first round alone | That is the first round alone. Two more follow.",
        1 - right: "some step fails | That is how likely some step fails.",
        1 / right: "tries for chance of all | That is how many tries it takes on average.",
        100 * right: "per cent | Write it as a share of 1, not in per cent.",
    }
