"""Exercise 10.3: how many raw pairs a good one costs, failures included."""

from functools import lru_cache
from math import prod
from typing import Any

import numpy as np

from qinet_edu import theory
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up
from qinet_edu.check.number_parts import near, number_parts, told_apart
from qinet_edu.check.verdict import Verdict

MOST = 40  # rounds followed


def vary_cost(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw raw pairs, a target and a rate, such that every slip shows.

    Example:
        >>> sorted(vary_cost(np.random.default_rng(1)))
        ['fidelity', 'raw_per_s', 'target']
    """
    while True:
        drawn = {
            "fidelity": int(numbers.integers(144, 172)) / 200,
            "target": float(numbers.choice([0.98, 0.985, 0.99, 0.995])),
            "raw_per_s": int(numbers.choice([300, 400, 600, 800, 1200, 1500])),
        }
        if drawn["fidelity"] != 0.8 and all(map(told_apart, answers(drawn), slips(drawn))):
            return drawn


@lru_cache(maxsize=256)
def chances(fidelity: float, *, twirl: bool) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the fidelity after 0, 1, 2, … rounds, and the chance of a step in each.

    Example:
        >>> fidelities, found = chances(0.8, twirl=True)
        >>> [round(f, 4) for f in fidelities[:3]], [round(chance, 4) for chance in found[:2]]
        ([0.8, 0.8382, 0.8736], [0.7689, 0.8075])
    """
    vector = theory.twirled([fidelity, 1 - fidelity, 0, 0])
    reached, found = [fidelity], []
    for _ in range(MOST):
        vector, chance = theory.dejmps(vector)
        vector = theory.twirled(vector) if twirl else vector
        reached.append(float(vector[0]))
        found.append(float(chance))
    return tuple(reached), tuple(found)


def cost(fidelity: float, target: float, *, twirl: bool) -> tuple[int, float]:
    """Return how many rounds reach the target, and how many raw pairs they take.

    Example:
        >>> cost(0.8, 0.99, twirl=False)[0], round(cost(0.8, 0.99, twirl=True)[1], 2)
        (4, 2916.86)
    """
    reached, found = chances(fidelity, twirl=twirl)
    rounds = next(n for n, f in enumerate(reached) if f >= target)
    return rounds, prod(2 / chance for chance in found[:rounds])


def answers(p: Any) -> tuple[float, ...]:
    """Return rounds and pairs of DEJMPS, those of BBPSSW, and good pairs a second of DEJMPS."""
    dejmps = cost(p["fidelity"], p["target"], twirl=False)
    return *dejmps, *cost(p["fidelity"], p["target"], twirl=True), p["raw_per_s"] / dejmps[1]


def slips(p: Any) -> tuple[dict[float, str], ...]:
    """Return what known slips give for each of the five numbers."""
    rounds, pairs, slow, many, rate = answers(p)
    raw = p["raw_per_s"]
    exchanged = "protocols exchanged | That is the other protocol's. DEJMPS comes first."
    quick = chances(p["fidelity"], twirl=False)[1]
    anew = 2**rounds / prod(
        chance**2 ** (int(rounds) - 1 - n) for n, chance in enumerate(quick[: int(rounds)])
    )
    return (
        _of_rounds(rounds) | {slow: exchanged},
        _of_pairs(p, int(rounds), twirl=False)
        | {
            many: exchanged,
            anew: "all begun anew | "
            "You begin everything anew when a step fails. Only its own two pairs are lost; the "
            "others wait.",
        },
        _of_rounds(slow) | {rounds: exchanged},
        _of_pairs(p, int(slow), twirl=True) | {pairs: exchanged},
        {
            raw / 2**rounds: "failures forgotten | "
            "That is with 2ⁿ, as if no step ever failed. Each of them succeeds with its p.",
            raw / many: "BBPSSW's rate | That is BBPSSW's. Asked is that of DEJMPS.",
            1 / rate: "time for rate | "
            "That is how long a good pair takes, in seconds. Asked is how many a second.",
            raw * pairs: "multiplied for divided | "
            "You multiplied. A good pair uses up many raw ones, so there are fewer of them.",
            raw / rounds: "rounds for pairs | "
            "You divided by the rounds. What a good pair uses up is raw pairs.",
            raw / 2: "one round | That counts one round, and no failures.",
        },
    )


def judge_cost(answer: tuple[float, ...], given: Given) -> Verdict:
    """Judge the five numbers; costs also by rounds, and the rate by a cost, that are wrong."""
    p = given.parameters
    right = answers(p)
    carried: list[float | None] = [None] * 5
    for place, twirl in ((0, False), (2, True)):
        rounds = answer[place]
        if 1 <= rounds <= MOST and rounds == int(rounds):
            found = chances(p["fidelity"], twirl=twirl)[1][: int(rounds)]
            carried[place + 1] = prod(2 / chance for chance in found)
    if 1e-9 < answer[1] < 1e12 and not near(answer[1], right[1]):
        carried[4] = p["raw_per_s"] / answer[1]
    names = (
        "the number of rounds of DEJMPS",
        "the number of raw pairs with DEJMPS",
        "the number of rounds of BBPSSW",
        "the number of raw pairs with BBPSSW",
        "the number of good pairs",
    )
    parts = number_parts(
        names, answer, right, slips(p), units=("", "", "", "", "per second"), carried=carried
    )
    said = (
        f"{right[0]:.0f} rounds and {right[1]:.3g} raw pairs against {right[2]:.0f} and "
        f"{right[3]:.0f}: to forget which error is the likely one costs a factor of "
        f"{right[3] / right[1]:.0f}. And of {p['raw_per_s']} raw pairs a second "
        f"{right[4]:.3g} good ones are left."
    )
    return add_up(parts, right=said, exercise="10.3")


def _of_rounds(rounds: float) -> dict[float, str]:
    return {
        rounds - 1: "one round too few | One round fewer does not get there yet.",
        rounds + 1: "one round too many | "
        "The target is reached a round earlier. The raw pairs are round 0.",
        2**rounds: "pairs for rounds | "
        "That is how many pairs meet, if nothing fails. Asked is the number of rounds.",
    }


def _of_pairs(p: Any, rounds: int, *, twirl: bool) -> dict[float, str]:
    """Return what slips make of the raw pairs that so many rounds take."""
    found = chances(p["fidelity"], twirl=twirl)[1]
    all_of_them = prod(found[:rounds])
    return {
        2**rounds: "failures forgotten | "
        "That is with 2ⁿ, as if no step ever failed. Each of them succeeds with its p.",
        2**rounds * all_of_them: "multiplied by p | "
        "You multiplied by p. What fails costs more pairs, not fewer: 2/p.",
        1 / all_of_them: "one pair for two | "
        "You took 1/p for each round. A step takes two pairs: 2/p.",
        2 / all_of_them: "2 once | The 2 is in there once. Each round takes two pairs alike: 2/p.",
        sum(2 / chance for chance in found[:rounds]): "added for multiplied | "
        "You added the rounds up. Each of the two pairs that meet has cost what the rounds before "
        "cost: multiply.",
        (2 / found[0]) ** rounds: "first chance throughout | "
        "You took the chance of the first round for all. It is another one in each.",
        2**rounds / prod(found[: rounds - 1]): "last round never fails | "
        "You left out that the last round may fail, too.",
        2**rounds / prod(found[1:rounds]): "first round never fails | "
        "You left out that the first round may fail, too.",
        2 ** (rounds - 1) / all_of_them: "one 2 too few | "
        f"The 2 is in there {rounds - 1} times, and there are {rounds} rounds.",
        prod(2 / chance for chance in found[: rounds - 1]): "one round too few | "
        "One round fewer does not get there yet.",
        prod(2 / chance for chance in found[: rounds + 1]): "one round too many | "
        "The target is reached a round earlier. The raw pairs are round 0.",
    }
