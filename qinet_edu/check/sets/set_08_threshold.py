"""Exercise 08.4: what a key costs when nobody trusts the devices."""

from math import log, log2, sqrt
from typing import Any

import numpy as np

from qinet_edu import theory
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up
from qinet_edu.check.number_parts import near, number_parts, told_apart
from qinet_edu.check.verdict import Verdict

MOST = 2 * sqrt(2)
NO_VIOLATION = (1 - 2 / MOST) / 2


def vary_violation(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw how strongly the pairs violate the Bell inequality: enough for a key in both ways."""
    while True:
        drawn = {"s": (2 * int(numbers.integers(1245, 1360)) + 1) / 1000}
        if all(map(told_apart, answers(drawn), slips(drawn))):
            return drawn


def entropy(p: float) -> float:
    """Return h(p), in bits.

    Example:
        >>> round(entropy(0.11), 4)
        0.4999
    """
    return 0.0 if p in (0, 1) else -p * log2(p) - (1 - p) * log2(1 - p)


def known(s: float) -> float:
    """Return how much of a bit Eve may know after a Bell test.

    Example:
        >>> known(2), round(known(2.6), 4)
        (1.0, 0.4184)
    """
    return entropy((1 + sqrt(max((s / 2) ** 2 - 1, 0))) / 2)


def left(q: Any) -> Any:
    """Return the device-independent rate on a link with Werner pairs; negative means no key.

    Example:
        >>> left(0.0714) > 0 > left(0.0716)
        True
    """
    return 1 - entropy(q) - known(MOST * (1 - 2 * q))


THRESHOLD = float(theory.key_rates.root(left, 0.0, NO_VIOLATION))
LEAST_FIDELITY = 1 - 1.5 * THRESHOLD
BBM92_THRESHOLD = float(theory.qber_threshold("bb84"))  # the same bases, the same end
SIX_STATE_THRESHOLD = float(theory.qber_threshold("six-state"))


def answers(p: Any) -> tuple[float, ...]:
    """Return the QBER, both rates, the largest QBER and the least fidelity."""
    q = (1 - p["s"] / MOST) / 2
    rates = 1 - 2 * entropy(q), 1 - entropy(q) - known(p["s"])
    return q, *rates, THRESHOLD, LEAST_FIDELITY


def slips(p: Any) -> tuple[dict[float, str], ...]:
    """Return what known slips give for each of the five numbers."""
    s = p["s"]
    q, trusted, untrusted, *_ = answers(p)
    h = entropy(q)
    excess = (s / 2) ** 2 - 1
    return (
        {
            2 * q: "half forgotten | That is 1 − S/(2√2), which is 2Q.",
            s / MOST: "correlation for QBER | That is 1 − 2Q, the correlation in Z. Solve for Q.",
            1 - q: "share that agrees | "
            "That is how often the bits agree. The QBER is how often they do not.",
            (1 - s / 4) / 2: "4 for 2√2 | "
            "You divided S by 4. A perfect pair has S = 2√2, and Q = 0.",
            1.5 * q: "1 − F for QBER | "
            "That is 1 − F. Of the other three Bell states two show in a basis: Q = 2(1 − F)/3.",
            100 * q: "per cent | Write the QBER as a share, not in per cent.",
        },
        {
            1 - h: "errors paid for once | "
            "You took h(Q) off once. It is paid for twice: to correct errors, and because of what "
            "Eve may know.",
            trusted / 2: "sifting counted | "
            "You halved it for sifting. Asked is the rate for each sifted bit.",
            1 - entropy(2 * q): "Q doubled within h | h(2Q) is not 2 h(Q).",
            1 - 2 * h * log(2): "natural logarithm | You took natural logarithms. Bits want log₂.",
            float(theory.six_state_rate(q)): "six states | "
            "That is the six-state protocol's. BBM92 measures in Z and X alone.",
            untrusted: "both rates exchanged | The two rates are exchanged.",
        },
        {
            1 - known(s): "errors not corrected | "
            "You took off what Eve may know, and not what it costs to correct the errors, "
            "h(Q).",
            trusted: "trusted devices | "
            "That is BBM92's: it believes the devices. Here only S says what Eve may know.",
            1 - h: "errors alone | You took h(Q) off, and not what Eve may know.",
            1 - h - entropy((1 + excess) / 2): "root forgotten | "
            "Within the second h is a root: (1 + √((S/2)² − 1))/2.",
            1 - h - entropy(sqrt(excess)): "1 added left out | "
            "Within the second h stands (1 + √…)/2, not √… alone.",
            1 - h - entropy(sqrt(excess) / 2): "root halved alone | "
            "Within the second h stands (1 + √…)/2, not √…/2.",
            1 - (h + known(s)) * log(2): "natural logarithm | "
            "You took natural logarithms. Bits want log₂.",
        },
        {
            BBM92_THRESHOLD: "BBM92's threshold | "
            "That is where BBM92 ends. Without trust in the devices it ends earlier.",
            SIX_STATE_THRESHOLD: "six states' threshold | That is where six-state QKD ends.",
            NO_VIOLATION: "end of the violation | "
            "There S is 2. A violation is needed, and not enough: h(Q) must be paid for as "
            "well.",
            q: "your Q | That is the QBER of your link. Asked is the largest that leaves a key.",
            MOST * (1 - 2 * THRESHOLD): "S for Q | That is the least S. Asked is the QBER.",
            100 * THRESHOLD: "per cent | Write the QBER as a share, not in per cent.",
        },
        {
            1 - THRESHOLD: "1 − Q for F | "
            "That is 1 − Q. In one basis two of the three wrong Bell states show, and one does "
            "not: F = 1 − 3Q/2.",
            1 - 2 * THRESHOLD: "correlation for F | "
            "That is 1 − 2Q, the correlation. F is a little larger: 1 − 3Q/2.",
            1 - 2 * THRESHOLD / 3: "two thirds for three halves | "
            "Q = 2(1 − F)/3 means F = 1 − 3Q/2.",
            1 - 1.5 * BBM92_THRESHOLD: "BBM92's fidelity | "
            "That is enough for BBM92, whose devices are trusted.",
            1 - 1.5 * NO_VIOLATION: "end of the violation, F | "
            "There S is 2. A violation is needed, and not enough.",
            1 - 1.5 * q: "fidelity of your link | "
            "That is the fidelity of your link. Asked is the least.",
            1.5 * THRESHOLD: "infidelity | That is 1 − F.",
        },
    )


def judge_threshold(answer: tuple[float, ...], given: Given) -> Verdict:
    """Judge the five numbers; rates and fidelity also by a QBER that is wrong."""
    p = given.parameters
    right, wrong = answers(p), slips(p)
    q, limit = answer[0], answer[3]
    carried: list[float | None] = [None] * 5
    if 0 < q < 0.5 and not near(q, right[0]):
        carried[1] = max(1 - 2 * entropy(q), 0)
        carried[2] = max(1 - entropy(q) - known(p["s"]), 0)
    if 0 < limit < 0.5 and not near(limit, THRESHOLD):
        carried[4] = 1 - 1.5 * limit
    names = (
        "the QBER",
        "the rate of BBM92",
        "the device-independent rate",
        "the largest QBER",
        "the least fidelity",
    )
    parts = number_parts(names, answer, right, wrong, carried=carried)
    said = (
        f"With S = {p['s']:g} the QBER is {100 * right[0]:.2f} %: {right[1]:.3f} bit if the "
        f"devices are believed, {right[2]:.3f} if they are not. That ends at "
        f"{100 * THRESHOLD:.2f} %, so pairs need F > {LEAST_FIDELITY:.4f}, where BBM92 is content "
        "with 0.835."
    )
    return add_up(parts, right=said, exercise="08.4")
