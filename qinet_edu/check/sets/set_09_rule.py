"""Exercise 09.2: what the 3/2 rule says of a chain's wait, and what is true."""

from fractions import Fraction
from math import log
from typing import Any

import numpy as np

from qinet_edu import theory
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up
from qinet_edu.check.number_parts import near, number_parts, told_apart
from qinet_edu.check.sets.set_09_wait import both
from qinet_edu.check.verdict import Verdict

NAMES = (
    "the rule's excess for 2 links",
    "the mean time for 4 links",
    "the rule's excess for 4 links",
    "the mean time for 8 links",
    "the rule's excess for 8 links",
    "the factor for 8 links and small p",
)
UNITS = ("%", "rounds", "%", "rounds", "%", "")


def vary_chance(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw how likely a link is per round."""
    while True:
        drawn = {"p": int(numbers.integers(75, 180)) / 1000}
        if drawn["p"] != 0.1 and all(map(told_apart, answers(drawn), slips(drawn))):
            return drawn


def harmonic(links: int) -> float:
    """Return 1 + 1/2 + … + 1/n: how much longer n links take than one, when p is small.

    Example:
        >>> harmonic(2), round(harmonic(8), 4)
        (1.5, 2.7179)
    """
    return float(sum(Fraction(1, n) for n in range(1, links + 1)))


def slowest(p: float, links: int) -> float:
    """Return how many rounds pass on average until the slowest of some links has its pair.

    Example:
        >>> round(slowest(0.1, 4), 4)
        20.2734
    """
    return float(theory.expected_slowest(p, links))


def rule(p: float, levels: int) -> float:
    """Return what the 3/2 rule says, for 2 to the power of so many links.

    Example:
        >>> rule(0.1, 1)
        15.0
    """
    return 1.5**levels / p


def nested(p: float, levels: int) -> float:
    """Return the mean time if a half that is done were like a single link of the same mean.

    Example:
        >>> round(nested(0.1, 1), 4), round(nested(0.1, 2), 4)
        (14.7368, 21.8465)
    """
    return nested(1 / both(p), levels - 1) if levels > 1 else both(p)


def excess(said: float, exact: float) -> float:
    """Return by how many per cent of the second the first is too large.

    Example:
        >>> excess(15, 12)
        25.0
    """
    return 100 * (said / exact - 1)


def answers(given: Any) -> tuple[float, ...]:
    """Return the excess for two links, time and excess for four and for eight, and the factor."""
    p = given["p"]
    four, eight = slowest(p, 4), slowest(p, 8)
    return (
        excess(rule(p, 1), both(p)),
        four,
        excess(rule(p, 2), four),
        eight,
        excess(rule(p, 3), eight),
        harmonic(8),
    )


def slips(given: Any) -> tuple[dict[float, str], ...]:
    """Return what known slips give for each of the six numbers."""
    p = given["p"]
    return (
        _excess(p, 1),
        _time(p, 2),
        _excess(p, 2),
        _time(p, 3),
        _excess(p, 3),
        {
            3.375: "3/2 rule for the factor | "
            "That is what the rule says, (3/2)³. Asked is what is true.",
            8.0: "one after the other | That is all links one after the other. They try at once.",
            slowest(p, 8) * p: "your p for small p | "
            "That is the factor at your p. Asked is where it goes when p becomes small.",
            harmonic(8) - 1: "1 left out | "
            "The sum begins with 1, the wait for the first of the halves, thirds, … that follow.",
            harmonic(7): "one term short | The sum ends with 1/8: eight links, eight terms.",
            1.875: "1, 2, 4 and 8 alone | "
            "You added 1 + 1/2 + 1/4 + 1/8. Links come one by one: with 8, 7, 6, … still missing.",
            log(8): "logarithm | "
            "That is ln 8, which the factor follows for many links. With eight it is larger.",
        },
    )


def judge_rule(answer: tuple[float, ...], given: Given) -> Verdict:
    """Judge the six numbers; each excess also by a time that is wrong."""
    p = given.parameters
    right = answers(p)
    carried: list[float | None] = [None] * 6
    for place, levels in ((1, 2), (3, 3)):
        if answer[place] > 1 and not near(answer[place], right[place]):
            carried[place + 1] = excess(rule(p["p"], levels), answer[place])
    parts = number_parts(NAMES, answer, right, slips(p), units=UNITS, carried=carried)
    said = (
        f"The rule is {right[0]:.1f}, {right[2]:.0f} and {right[4]:.0f} % too large. For two links "
        "only because p is not small; for more because a half that is done takes no fresh start: "
        "its time scatters less than a link's. When p is small eight links take 2.72 times as long "
        "as one, not 3.375."
    )
    return add_up(parts, right=said, exercise="09.2")


def _time(p: float, levels: int) -> dict[float, str]:
    """Return what slips make of the exact mean time for 4 or 8 links."""
    links = 2**levels
    return {
        rule(p, levels): "3/2 rule | That is the rule itself. Asked is the exact mean.",
        nested(p, levels): "fresh start | "
        "You took a half that is done for a single link with the same mean. Its time scatters "
        "less, for it holds several links: take the slowest of all at once.",
        links / p: "one after the other | That is all links one after the other. They try at once.",
        harmonic(links) / p: "small p | That holds when p is small. Asked is the exact mean.",
        slowest(p, levels): "levels for links | "
        f"That is for {levels} links. {levels} doublings make {links}.",
        slowest(p, links) - 1: "last round left out | "
        "The round in which the last pair comes counts as well.",
    }


def _excess(p: float, levels: int) -> dict[float, str]:
    """Return what slips make of the rule's excess."""
    exact, said = slowest(p, 2**levels), rule(p, levels)
    found = excess(said, exact)
    known = {
        100 - 100 * exact / said: "per cent of the rule | "
        "You divided by what the rule says. Asked is the excess in per cent of the exact time.",
        -found: "sign | The rule is too large, so that its excess counts with plus.",
        found / 100: "share for per cent | That is a share. Asked is per cent.",
        found + 100: "whole for excess | "
        "That is the rule in per cent of the exact time. Its excess is 100 less.",
        said - exact: "rounds for per cent | "
        "That is by how many rounds the rule is too large. Asked is per cent.",
    }
    if levels > 1:
        small = harmonic(2**levels)
        known[excess(1.5**levels, small)] = (
            "small p, excess | That is the excess when p is small. Asked is at your p."
        )
    return known
