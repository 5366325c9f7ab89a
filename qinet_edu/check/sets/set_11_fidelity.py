"""Exercise 11.3: the fidelity of a chain, and how many links it bears."""

from math import ceil, log, prod
from typing import Any

import numpy as np

from qinet_edu import theory
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up
from qinet_edu.check.number_parts import number_parts, told_apart
from qinet_edu.check.verdict import Verdict

LINKS = 8

WERNER = (
    "dephased for Werner | "
    "That is for pairs that only dephase. A Werner pair has three errors alike, and two cancel "
    "only if they are the same: (1 − F₁)(1 − F₂)/3."
)
DEPHASED = (
    "Werner for dephased | "
    "That is for Werner pairs. Here there is one kind of error, so that two always cancel: "
    "F₁F₂ + (1 − F₁)(1 − F₂)."
)
PRODUCT = (
    "product of fidelities | "
    "You multiplied the fidelities. A pair is also right if two errors cancel each other."
)
SUM = (
    "errors added | "
    "You added the errors up. That is the first step of it, for small errors; some cancel."
)
FIDELITY = "fidelity for error | That is F. Asked is the error, 1 − F."
NOT_WHOLE = (
    "no whole number | "
    "So long a chain would have F = ½ exactly. Links are counted: take the whole number below."
)
PER_CENT = "per cent | Write it as a share of 1, not in per cent."


def vary_chain(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw four links, how good links of a long chain are, and what is wanted of eight.

    Example:
        >>> [*vary_chain(np.random.default_rng(1))]
        ['links', 'link', 'target']
    """
    while True:
        links = numbers.choice(np.arange(86, 99), 4, replace=False) / 100
        drawn = {
            "links": [float(one) for one in links],
            "link": float(numbers.choice([0.93, 0.94, 0.96, 0.97, 0.975, 0.98])),
            "target": float(numbers.choice([0.75, 0.8, 0.85, 0.9])),
        }
        if all(map(told_apart, answers(drawn), slips(drawn))):
            return drawn


def answers(p: Any) -> tuple[float, ...]:
    """Return two errors of the chain of four, the most links, and the error each of eight may have.

    Example:
        >>> found = answers({"links": [0.95] * 4, "link": 0.95, "target": 0.8})
        >>> [round(number, 4) for number in found]
        [0.1809, 0.172, 15.0, 0.0285]
    """
    weight = ((4 * p["target"] - 1) / 3) ** (1 / LINKS)
    return (
        1 - float(theory.swap(*p["links"])),
        (1 - prod(2 * f - 1 for f in p["links"])) / 2,
        float(theory.most_links(p["link"])),
        0.75 * (1 - weight),
    )


def slips(p: Any) -> tuple[dict[float, str], ...]:
    """Return what known slips give for each of the four numbers."""
    links, link, target = p["links"], p["link"], p["target"]
    werner, dephased, most, each = answers(p)
    product, added = 1 - prod(links), sum(1 - f for f in links)
    half = ceil(log(0.5) / log(link)) - 1
    weight = (4 * target - 1) / 3
    found = (
        {
            dephased: WERNER,
            product: PRODUCT,
            added: SUM,
            1 - werner: FIDELITY,
            100 * werner: PER_CENT,
            1 - prod((4 * f - 1) / 3 for f in links): "weight for fidelity | "
            "That is one minus the product of the weights (4F − 1)/3. Turn the product back into a "
            "fidelity: F = (1 + 3w)/4.",
            1 - min(links): "worst link alone | "
            "That is the error of the worst link. Those of the others come on top.",
        },
        {
            werner: DEPHASED,
            product: PRODUCT,
            added: SUM,
            1 - dephased: FIDELITY,
            100 * dephased: PER_CENT,
            1 - prod(2 * f - 1 for f in links): "coherence for fidelity | "
            "That is one minus the product of the 2F − 1. Turn the product back into a fidelity: "
            "F = (1 + product)/2.",
            1 - min(links): "worst link alone | "
            "That is the error of the worst link. Those of the others come on top.",
        },
        {
            half: PRODUCT,
            ceil(round(0.5 / (1 - link), 9)) - 1: SUM,
            most + 1: "one too many | "
            "With that many the fidelity is below ½ already: take one less.",
            most - 1: "nodes for links | "
            "That is the number of nodes between, or one link too few: one more still leaves F "
            "above ½.",
        },
        {
            (1 - target) / LINKS: "error shared out | "
            "You shared the error out among eight. Some errors cancel, so each link may have a "
            "little more.",
            1 - target ** (1 / LINKS): "root of the fidelity | "
            "You took the eighth root of the fidelity. It is the weights (4F − 1)/3 that multiply.",
            0.5 * (1 - (2 * target - 1) ** (1 / LINKS)): WERNER,
            0.75 * (1 - weight ** (1 / (LINKS - 1))): "seven for eight | "
            "You took seven links. Eight links have seven nodes between them.",
            1 - weight ** (1 / LINKS): "weight of each for fidelity | "
            "That is the error of the weight w. Turn it back into a fidelity: F = (1 + 3w)/4.",
            1 - each: FIDELITY,
            100 * each: PER_CENT,
            0.75 * (1 - ((4 * target - 1) / 3) ** (1 / 3)): "three levels | "
            "You took three links, as if each level joined one more. All eight multiply.",
        },
    )
    right = answers(p)
    return tuple(
        _distinct(known, good) if place == 2 else known
        for place, (known, good) in enumerate(zip(found, right, strict=True))
    )


def _distinct(known: dict[float, str], right: float) -> dict[float, str]:
    """Leave out what a count cannot tell apart from what came before, or from what is right."""
    kept: dict[float, str] = {}
    for value, words in known.items():
        if all(abs(value - other) > 0.01 * other for other in (right, *kept)):
            kept[value] = words
    return kept


def judge_fidelity(answer: tuple[float, ...], given: Given) -> Verdict:
    """Judge the four numbers."""
    right, known = answers(given.parameters), slips(given.parameters)
    if right[2] < answer[2] < right[2] + 1:
        known[2].clear()
        known[2][answer[2]] = NOT_WHOLE
    names = (
        "the error of the Werner chain",
        "the error of the dephased chain",
        "the most links above ½",
        "the error that each of eight may have",
    )
    parts = number_parts(names, answer, right, known)
    said = (
        f"{1 - right[0]:.3f} and {1 - right[1]:.3f}; links of {given.parameters['link']:g} reach "
        f"over {right[2]:.0f}, and eight need {1 - right[3]:.4f} each."
    )
    return add_up(parts, right=said, exercise="11.3")
