"""Exercise 09.1: how long two links wait for each other, and what a memory saves."""

from typing import Any

import numpy as np

from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up
from qinet_edu.check.number_parts import near, number_parts, told_apart
from qinet_edu.check.verdict import Verdict

NAMES = (
    "the mean time until both links have their pairs",
    "the mean time without memories",
    "the share in which nobody waits",
    "the mean wait of the earlier pair",
)
UNITS = ("rounds", "rounds", "", "rounds")


def vary_chance(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw how likely a link is per round."""
    while True:
        drawn = {"p": int(numbers.integers(70, 250)) / 1000}
        if drawn["p"] != 0.1 and all(map(told_apart, answers(drawn), slips(drawn))):
            return drawn


def first(p: float) -> float:
    """Return how many rounds pass on average until one of two links has its pair.

    Example:
        >>> round(first(0.1), 4)
        5.2632
    """
    return 1 / (p * (2 - p))


def both(p: float) -> float:
    """Return how many rounds pass on average until both links have theirs.

    Example:
        >>> round(both(0.1), 4)
        14.7368
    """
    return (3 - 2 * p) * first(p)


def answers(given: Any) -> tuple[float, ...]:
    """Return both times, the share in which nobody waits and the mean wait of the earlier pair."""
    p = given["p"]
    return both(p), 1 / p**2, p / (2 - p), both(p) - first(p)


def slips(given: Any) -> tuple[dict[float, str], ...]:
    """Return what known slips give for each of the four numbers."""
    p = given["p"]
    late, early = both(p), first(p)
    return (
        {
            1 / p: "one link alone | "
            "That is one link's mean time, 1/p. The later of two takes longer.",
            2 / p: "one after the other | "
            "You added both times up. Both links try at once: they share most of that time.",
            1.5 / p: "3/2 rule | "
            "That is 3/(2p), which holds when p is small. Asked is the exact mean.",
            early: "the first of two | "
            "That is until the first of the two has its pair. The other is still missing.",
            1 / p**2: "without memories | "
            "That is how long it takes when both must succeed in the same round. The first pair "
            "is stored here.",
            late - 1: "last round left out | The round in which the later pair comes counts too.",
        },
        {
            late: "with memories | "
            "That is with memories. Without, a pair is gone when its round ends.",
            1 / p: "one link for both | "
            "That is one link's mean time, 1/p. Both must succeed in the same round.",
            2 / p: "chances added | "
            "You added. Both succeed in the same round with p·p, one time in 1/p².",
            0.5 / p: "2p for p² | Both succeed with p·p, not with 2p.",
            early: "either for both | "
            "That is until either succeeds. Both must, in the same round: with p·p.",
            p**2: "chance for time | "
            "That is the chance that both succeed in a round. Asked is after how many rounds.",
        },
        {
            p**2: "first round alone | "
            "That is the chance that both succeed in a given round. They may be equally late in "
            "any: add up over all rounds, p² + ((1−p)p)² + …",
            p: "other still sure to try | "
            "That is the chance that the other succeeds in the round in which *this* one does, if "
            "it is still trying. It may have had its pair before.",
            2 * (1 - p) / (2 - p): "share that waits | "
            "That is how often somebody waits. Asked is how often nobody does.",
            p / 2: "small p | That is right when p is small. Asked is the exact share.",
            100 * p / (2 - p): "per cent | Write it as a share, not in per cent.",
        },
        {
            late - 1 / p: "mean over both pairs | "
            "That is the mean over both pairs, of which the later does not wait at all. The "
            "earlier alone waits twice as long.",
            1 / p: "those that wait | "
            "That is the mean when somebody waits. Now and then both come in the same round, "
            "which counts with 0.",
            late: "time until both | "
            "That is the time until both are there. The earlier pair waits from when *it* came.",
            early: "time until the first | "
            "That is until the first of the two has its pair. Its wait begins then.",
        },
    )


def judge_wait(answer: tuple[float, ...], given: Given) -> Verdict:
    """Judge the four numbers; the wait also by a time that is wrong."""
    p = given.parameters
    right, wrong = answers(p), slips(p)
    carried: list[float | None] = [None] * 4
    early = first(p["p"])
    known = any(near(answer[3], value) for value in wrong[3])
    if (
        not known
        and not near(answer[0], right[0])
        and 1.01 * early < answer[0] < 1.01 / p["p"] ** 2
    ):
        carried[3] = answer[0] - early
    parts = number_parts(NAMES, answer, right, wrong, units=UNITS, carried=carried)
    said = (
        f"{right[0]:.2f} rounds for both, where one link needs {1 / p['p']:.3g}; without memories "
        f"{right[1]:.0f}. The price: but for {100 * right[2]:.1f} % of the time one pair waits, "
        f"on average {right[3]:.2f} rounds, and decays meanwhile."
    )
    return add_up(parts, right=said, exercise="09.1")
