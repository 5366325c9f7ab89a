"""Exercise 05.5: how many errors to accept, such that a false alarm is rare."""

from collections.abc import Callable
from functools import lru_cache
from math import ceil, comb, exp, floor, sqrt
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import wrong
from qinet_edu.check.function_answers import Call
from qinet_edu.check.verdict import Verdict

APART = 1.01  # by which factor a drawn alarm differs from the chances beside it, at least
NEAR = (
    "You took the bell curve for the binomial distribution. It comes near; but with few errors "
    "the distribution leans to one side. Add up the chances themselves."
)


@lru_cache(maxsize=64)
def chances(n: int, qber: float) -> NDArray[np.float64]:
    """Return the chances of 0, 1, … n errors among n bits.

    Example:
        >>> chances(2, 0.5).tolist()
        [0.25, 0.5, 0.25]
    """
    return np.array([comb(n, k) * qber**k * (1 - qber) ** (n - k) for k in range(n + 1)])


@lru_cache(maxsize=64)
def alarms(n: int, qber: float) -> NDArray[np.float64]:
    """Return the chances of more than 0, 1, … n errors among n bits.

    Example:
        >>> round(float(alarms(100, 0.03)[5]), 4)
        0.0808
    """
    more: NDArray[np.float64] = np.cumsum(chances(n, qber)[::-1])[::-1]  # the smallest first
    return np.append(more[1:], 0.0)


def right_limit(n: int, qber: float, alarm: float) -> int:
    """Return the smallest limit that more errors exceed with probability ``alarm`` at most.

    Example:
        >>> right_limit(100, 0.03, 0.01)
        8
    """
    return _first(alarms(n, qber) <= alarm)


def _first(holds: NDArray[np.bool_]) -> int:
    return int(np.argmax(holds))


def _lower(n: int, qber: float, alarm: float) -> int:
    return _first(np.cumsum(chances(n, qber)) >= alarm)


def _normal(n: int, qber: float, alarm: float, *, sides: int) -> float:
    beyond = NormalDist().inv_cdf(1 - alarm / sides)
    return n * qber + beyond * sqrt(n * qber * (1 - qber))


def _poisson(n: int, qber: float, alarm: float) -> int:
    mean, k = n * qber, 0
    chance = found = exp(-mean)
    while 1 - found > alarm:
        k += 1
        chance *= mean / k
        found += chance
    return k


def _nearly(n: int, qber: float, alarm: float, *, sides: int) -> list[float]:
    at = _normal(n, qber, alarm, sides=sides)
    return [at, floor(at), ceil(at), round(at), ceil(at - 0.5), floor(at - 0.5), at - 0.5]


Slip = Callable[[int, float, float], list[float]]

SLIPS: tuple[tuple[Slip, str], ...] = (
    (
        lambda n, q, a: [n * q, floor(n * q), ceil(n * q), round(n * q)],
        "mean instead of tail | "
        "That is how many errors to expect. Very many honest sessions have more, and each of them "
        "would be stopped.",
    ),
    (
        lambda n, q, a: [right_limit(n, q, a) + 1],
        "first number to stop at | "
        "One too many: it is the first number at which they stop, or you asked for k errors or "
        "more. Asked is the last number that they accept, and k itself is no alarm.",
    ),
    (
        lambda n, q, a: [right_limit(n, q, a) - 1, max(right_limit(n, q, a) - 1, 0)],
        "one too few | "
        "One too few: with it a false alarm is likelier than allowed. Count what lies *above* k, "
        "without k.",
    ),
    (
        lambda n, q, a: [_lower(n, q, a), _lower(n, q, a) - 1, max(_lower(n, q, a) - 1, 0)],
        "lower tail | "
        "You took the other end, or 1 − alarm for alarm. So few errors are rare, too, but nobody "
        "stops because of them: it is *more* than k that must be as rare as alarm says.",
    ),
    (
        lambda n, q, a: [right_limit(n, q, a / 2)],
        "two tails | "
        "You left half of the alarm for the lower end. Too few errors are no alarm: the whole "
        "goes to the upper one.",
    ),
    (
        lambda n, q, a: [_first((chances(n, q) <= a) & (np.arange(n + 1) >= n * q))],
        "exactly k for more than k | "
        "You compared the chance of exactly k errors. An alarm is *more* than k: add the chances "
        "up.",
    ),
    (
        lambda n, q, a: [_first(chances(n, q) <= a)],
        "exactly k, from 0 on | "
        "You compared the chance of exactly k errors, beginning at 0, which is rare as well. An "
        "alarm is *more* than k: add the chances up.",
    ),
    (
        lambda n, q, a: [right_limit(n, q, a) / n],
        "share for number | That is the share of the bits. Asked is a number of errors.",
    ),
    (
        lambda n, q, a: [0.11 * n, floor(0.11 * n), round(0.11 * n), ceil(0.11 * n)],
        "limit of the key | "
        "11 % is where the proof of the lesson, for endless keys, leaves nothing. Here the "
        "question is another: what an honest line may show by chance.",
    ),
    (
        lambda n, q, a: [n],
        "accepts everything | "
        "With that they never stop, and Eve is never seen. Asked is the smallest limit.",
    ),
    (lambda n, q, a: [0], "accepts nothing | An honest line makes errors, too."),
    (
        lambda n, q, a: [_poisson(n, q, a)],
        "Poisson for binomial | "
        "You took the Poisson distribution. It comes near while errors are rare, and is a little "
        "wider. Take the binomial one.",
    ),
)
ROUGH: tuple[tuple[int, str], ...] = (
    (1, f"bell curve | {NEAR}"),
    (2, f"bell curve, two tails | {NEAR} And too few errors are no alarm."),
)


def draw_tests(numbers: np.random.Generator) -> list[tuple[Any, ...]]:
    """Draw tests such that rounding decides none, and each slip shows in one of them."""
    while True:
        tests = [
            (int(numbers.integers(30, 80)), 0.02, 0.01),
            (int(numbers.integers(100, 300)), 0.03, 0.01),
            (int(numbers.integers(200, 500)), float(numbers.choice([0.01, 0.05])), 0.001),
            (int(numbers.integers(700, 1001)), float(numbers.choice([0.02, 0.04])), 0.05),
            (int(numbers.integers(10, 20)), 0.004, 0.1),  # nothing need be accepted
        ]
        right = [right_limit(*test) for test in tests]
        clear = all(
            alarms(n, q)[k] * APART < a and (not k or alarms(n, q)[k - 1] > a * APART)
            for k, (n, q, a) in zip(right, tests, strict=True)
        )
        told_apart = all(
            any(ways[way] != k for ways, k in zip(made, right, strict=True))
            for made in _made(tests)
            for way in range(len(made[0]))
        )
        if clear and told_apart:
            return [*tests]


def _made(tests: list[tuple[Any, ...]]) -> list[list[list[float]]]:
    """Return what each slip makes of each test, in each of its ways."""
    plain = [[slip(*test) for test in tests] for slip, _ in SLIPS]
    return [*plain, *([_nearly(*test, sides=sides) for test in tests] for sides, _ in ROUGH)]


def describe_test(n: int, qber: float, alarm: float) -> str:
    """Put what the function is called with into words."""
    return f"n = {n}, qber = {qber:g}, alarm = {alarm:g}"


def judge_abort(calls: tuple[Call, ...], _: Given) -> Verdict:
    """Compare with the exact limits; the bell curve, within one everywhere, earns half."""
    right = [right_limit(*call.arguments) for call in calls]
    off = [call.value - k for call, k in zip(calls, right, strict=True)]
    if not any(off):
        n, q, alarm = calls[1].arguments
        share, chance = 100 * right[1] / n, 100 * alarms(n, q)[right[1]]
        return Verdict.right(
            f"All {len(calls)} tests. Of {n} bits with a QBER of {q:g} at most {right[1]} may be "
            f"wrong, {share:.1f} %: more is seen in {chance:.2f} % of the honest sessions."
        )
    call, expected = next((c, k) for c, k in zip(calls, right, strict=True) if c.value != k)
    n, q, alarm = call.arguments
    got = (
        f"For {describe_test(n, q, alarm)} you found {call.value:g}, expected {expected}: more "
        f"than {expected} errors come with probability {alarms(n, q)[expected]:.2g}"
    )
    if expected:
        got += f", more than {expected - 1} with {alarms(n, q)[expected - 1]:.2g}"
    tests = [c.arguments for c in calls]
    words = [*(words for _, words in SLIPS), *(words for _, words in ROUGH)]
    for made, why in zip(_made(tests), words, strict=True):
        if any(
            all(abs(c.value - ways[way]) < 1e-6 for c, ways in zip(calls, made, strict=True))
            for way in range(len(made[0]))
        ):
            said = wrong(f"{got}.", why, "05.5")
            if NEAR in why and max(map(abs, off)) <= 1:
                return Verdict.wrong(said.message, score=0.5, slip=said.slip)
            return said
    if any(c.value != round(c.value) for c in calls):
        why = "no whole number | A number of errors is whole."
    else:
        why = ""
    return wrong(f"{got}.", why, "05.5")
