"""Exercise 11.5: a sampled chain beside its formula, with error bars."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import exp, sqrt
from typing import Any

import numpy as np

from qinet_edu import theory
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up, part
from qinet_edu.check.judging import OTHER_KIND
from qinet_edu.check.number_parts import near
from qinet_edu.check.verdict import Part, Verdict

LINKS = 4
FEWEST, MOST = 10_000, 10**9
FAR = 5.2  # standard errors: two means each miss by that much once in five million times
HONEST = 0.2  # by how much an error bar may differ from the true one
DIGITS = {"time_ms": 4e-3, "fidelity": 1e-3}  # three of them
SLACK = 6e-4  # for means that are rounded to three or four digits
UNITS = {"time_ms": " ms", "fidelity": ""}
CALLED = {"time_ms": "mean time", "fidelity": "mean fidelity"}

SMALL, LARGE = "error too small", "error too large"
MILLI = "seconds for milliseconds | That is in seconds. Asked is the time in milliseconds."
ATTEMPTS = (
    "attempts for time | That is in attempts. Multiply by how long one takes, in milliseconds."
)


@dataclass(frozen=True)
class Exact:
    """Hold what is exactly true of the chain, for a time or a fidelity.

    Attributes:
        mean: what a formula gives.
        spread: the standard deviation of one pair's.
        slips: what known slips make of the mean, and the words.
    """

    mean: float
    spread: float
    slips: Mapping[float, str]


def vary_chain(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw what a chain is made of, and a seed, such that each slip shows in a sample.

    Example:
        >>> [*vary_chain(np.random.default_rng(1))]
        ['p', 'attempt_ms', 'memory_ms', 'fidelity', 'seed']
    """
    while True:
        drawn = {
            "p": float(numbers.choice([0.03, 0.04, 0.06, 0.07, 0.08])),
            "attempt_ms": float(numbers.choice([0.3, 0.4, 0.6, 0.7])),
            "memory_ms": float(numbers.choice([60, 80, 120, 150])),
            "fidelity": float(numbers.choice([0.95, 0.96, 0.98, 0.99])),
            "seed": int(numbers.integers(1, 100_000)),
        }
        if shows(drawn):
            return drawn


def shows(p: Any) -> bool:
    """Tell whether the chain is neither perfect nor useless, and slips are told apart.

    Example:
        >>> shows({"p": 0.05, "attempt_ms": 0.5, "memory_ms": 120, "fidelity": 0.97})
        True
    """
    for name, one in exact(p).items():
        values = [one.mean, *one.slips]
        if any(near(a, b, 2.5 * DIGITS[name]) for n, a in enumerate(values) for b in values[:n]):
            return False
        if any(abs(value - one.mean) < 2 * _allowed(one, FEWEST) for value in one.slips):
            return False
    return bool(0.45 < exact(p)["fidelity"].mean < 0.85)


def exact(p: Any) -> dict[str, Exact]:
    """Return what is exactly true of the chain's times and fidelities.

    Example:
        >>> p = {"p": 0.05, "attempt_ms": 0.5, "memory_ms": 120, "fidelity": 0.97}
        >>> [round(one.mean, 4) for one in exact(p).values()]
        [20.558, 0.6859]
    """
    return _exact(*(p[name] for name in ("p", "attempt_ms", "memory_ms", "fidelity")))


@lru_cache(maxsize=64)
def _exact(p: float, attempt_ms: float, memory_ms: float, fidelity: float) -> dict[str, Exact]:
    rounds = float(theory.expected_slowest(p, LINKS))
    several = np.arange(1, int(60 / p))
    likely = theory.slowest_distribution(p, LINKS, several)
    square = float(likely @ several.astype(float) ** 2)
    mean_ms = rounds * attempt_ms
    time = Exact(
        mean_ms,
        attempt_ms * sqrt(square - rounds**2),
        {
            mean_ms / 1e3: MILLI,
            rounds: ATTEMPTS,
            attempt_ms / p: "one link | "
            "That is how long one link takes. The chain waits for the slowest of four.",
            LINKS * attempt_ms / p: "one link after the other | "
            "That is when the links try one after the other. All four try at once.",
            2.25 * attempt_ms / p: "3/2 rule | "
            "You took 3/2 for each doubling. Exactly it is theory.expected_slowest(p, 4).",
            attempt_ms * float(theory.expected_slowest(p, 2)): "two links | "
            "That is for two links. This chain has four.",
        },
    )
    x, chances = exp(-2 * attempt_ms / memory_ms), [p] * LINKS
    weight = ((4 * fidelity - 1) / 3) ** LINKS
    kept, squared = (float(theory.chain_weight(chances, one)) for one in (x, x * x))
    last = float(theory.chain_weight(chances, x, policy="last"))
    one_half = float(theory.chain_weight(chances, sqrt(x)))
    two = float(theory.waiting_weight(p, x)) * sqrt(weight)
    state = Exact(
        (1 + 3 * weight * kept) / 4,
        0.75 * weight * sqrt(squared - kept**2),
        {
            (1 + 3 * weight) / 4: "no waiting | "
            "That is the chain whose pairs do not wait. While they do, both of their halves decay.",
            (1 + 3 * weight * one_half) / 4: "one half decays | "
            "You let one half of each pair decay. Both lie in memories: x = e^(−2 t/τ) for an "
            "attempt of length t.",
            (1 + weight + 2 * weight * kept) / 4: "dephasing alone | "
            "That is for memories that only lose coherence, with t1_s left out. These lose "
            "everything alike: t1_s and t2_s are both τ.",
            (1 + 3 * weight * last) / 4: "swapped at the end | "
            "That is when all swaps are made at the end. Here they are made as soon as they can: "
            "one pair decays where two would.",
            weight * kept: "weight for fidelity | "
            "That is the weight. Turn it back into a fidelity: F = (1 + 3w)/4.",
            fidelity**LINKS * kept: "product of fidelities | "
            "You multiplied fidelities. It is the weights (4F − 1)/3 that multiply.",
            (1 + 3 * two) / 4: "two links | That is for two links. This chain has four.",
            100 * (1 + 3 * weight * kept) / 4: "per cent | Write F as a share of 1.",
        },
    )
    return {"time_ms": time, "fidelity": state}


def judge_compare(answer: Any, given: Given) -> Verdict:
    """Judge means by what chance allows, error bars by the true spread, formulas by themselves."""
    read = _read(answer)
    if isinstance(read, Verdict):
        return read
    pairs, rows = read
    parts: list[Part] = []
    for name, one in exact(given.parameters).items():
        mean, error, formula = rows[name]
        first = _mean(name, mean, one, pairs)
        second = _error(name, error, one, pairs)
        if first.slip and second.slip in (SMALL, LARGE):
            # Of another chain the error is another, and may be honest.
            second = part(
                second.name, f"So the error of the {CALLED[name]} is that of another chain, too."
            )
        parts += [first, second, _formula(name, formula, one)]
    time, state = exact(given.parameters).values()
    far = [
        abs(row[0] - one.mean) * sqrt(pairs) / one.spread
        for row, one in zip(rows.values(), (time, state), strict=True)
    ]
    right = (
        f"{time.mean:.2f} ms and {state.mean:.4f} by the formulas; your sample is off by "
        f"{far[0]:.1f} and {far[1]:.1f} standard errors. One is usual, and more than three would "
        "be a reason to look for a mistake."
    )
    return add_up(_once(parts), right=right, exercise="11.5")


def _read(answer: Any) -> Verdict | tuple[int, dict[str, list[float]]]:
    """Return how many pairs were sampled and three numbers each, or what is wrong with them."""
    asked = (
        'Hand in {"pairs": …, "time_ms": [mean, error, formula], "fidelity": [mean, error, '
        "formula]}"
    )
    if not isinstance(answer, dict) or not {"pairs", *UNITS} <= answer.keys():
        return Verdict.wrong(f"{asked}, with these three names.", slip=OTHER_KIND)
    rows = {}
    for name in UNITS:
        row = answer[name]
        if not isinstance(row, list) or len(row) != 3 or not all(map(_is_number, row)):
            return Verdict.wrong(f"{asked}: {name!r} is a list of three numbers.", slip=OTHER_KIND)
        rows[name] = [float(one) for one in row]
    pairs = answer["pairs"]
    if not _is_number(pairs) or pairs != int(pairs):
        return Verdict.wrong(f'{asked}: "pairs" is a whole number.', slip=OTHER_KIND)
    if not FEWEST <= pairs <= MOST:
        return Verdict.wrong(
            f'Sample {FEWEST} pairs or more, and say how many in "pairs"; yours are {pairs:g}.',
            slip="too few pairs",
        )
    return int(pairs), rows


def _is_number(one: Any) -> bool:
    return isinstance(one, (int, float)) and not isinstance(one, bool) and abs(one) < 1e100


def _allowed(one: Exact, pairs: int) -> float:
    return FAR * one.spread / sqrt(pairs) + SLACK * one.mean


def _mean(name: str, found: float, one: Exact, pairs: int) -> Part:
    said = f"the {CALLED[name]}"
    off = abs(found - one.mean)
    if near(found, one.mean, 1e-9):
        return part(
            said,
            f"The sampled {CALLED[name]} is the formula's, to all digits.",
            "formula for sample | A sample misses it by about one standard error: hand in what the "
            "simulation gave.",
        )
    if off <= _allowed(one, pairs):
        return Part(said, 1.0)
    closest = min(one.slips, key=lambda value: abs(found / value - 1))
    likely = abs(found / closest - 1) <= 2 * _allowed(one, pairs) / one.mean
    why = one.slips[closest] if likely else ""
    many = off * sqrt(pairs) / one.spread
    got = (
        f"The {CALLED[name]} {found:.4g}{UNITS[name]} of {pairs} pairs is off by {many:.3g} "
        "standard errors."
    )
    return part(said, got, why)


def _error(name: str, found: float, one: Exact, pairs: int) -> Part:
    said = f"the error of the {CALLED[name]}"
    true = one.spread / sqrt(pairs)
    if near(found, true, HONEST):
        return Part(said, 1.0)
    slips = {
        one.spread: "spread for error | "
        "That is how much single pairs differ. Their mean is known better, by √N.",
        one.spread**2 / pairs: "variance for error | That is its square. Take the root.",
        one.spread**2: "variance of one pair | "
        "That is the variance of single pairs. The error of their mean is √(variance/N).",
        one.spread / pairs: "N for √N | You divided by N. The error of a mean falls with √N.",
        1.98 * true: "two standard errors | "
        "That is twice the standard error, the half-width of 95 %. Asked is one.",
        3 * true: "three standard errors | That is three standard errors. Asked is one.",
        100 * true: "error in per cent | Write the error in the unit of the mean, not in per cent.",
        true / 1e3: MILLI,
        one.mean / sqrt(pairs): "mean for spread | "
        "You divided the mean by √N. What belongs there is the standard deviation.",
        1 / sqrt(pairs): "1/√N | "
        "That is 1/√N. It is to be multiplied by the standard deviation of single pairs.",
    }
    if name == "fidelity":
        slips[sqrt(one.mean * (1 - one.mean) / pairs)] = (
            "coin for pair | "
            "That is √(F(1 − F)/N), as if each pair were found good or bad. The sample says the "
            "fidelity of each, and these differ by less."
        )
        slips.pop(true / 1e3)
    closest = min(slips, key=lambda value: abs(found / value - 1))
    why = slips[closest] if near(found, closest, 0.12) else ""
    if not why:
        why = (
            "error too small | Means of other samples would lie outside far too often."
            if found < true
            else "error too large | Means of other samples would lie far closer than that."
        )
    got = (
        f"{found:.3g}{UNITS[name]} is not the standard error of the {CALLED[name]} of {pairs} "
        "pairs."
    )
    return part(said, got, why)


def _formula(name: str, found: float, one: Exact) -> Part:
    said = f"the formula for the {CALLED[name]}"
    if near(found, one.mean, DIGITS[name]):
        return Part(said, 1.0)
    slips = one.slips.items()
    why = next((words for value, words in slips if near(found, value, DIGITS[name])), "")
    got = f"The formula for the {CALLED[name]} does not give {found:.4g}{UNITS[name]}."
    return part(said, got, why)


def _once(parts: list[Part]) -> list[Part]:
    """Leave words out that an earlier part has said."""
    told: set[str] = set()
    said = []
    for one in parts:
        if one.slip and one.slip in told:
            sentence = one.message.split(". ")[0].rstrip(".")
            one = Part(one.name, one.score, f"{sentence}.")
        told.add(one.slip)
        said.append(one)
    return said
