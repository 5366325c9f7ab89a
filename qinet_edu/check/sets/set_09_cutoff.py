"""Exercise 09.3: the cut-off with most secret key a round."""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from qinet_edu import theory
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up, part
from qinet_edu.check.number_parts import three_digits
from qinet_edu.check.verdict import Part, Verdict

MOST = 40  # the largest cut-off asked for
ROUNDS = np.append(np.arange(MOST + 1.0), np.inf)
FOREVER = 3000  # rounds: no pair waits longer
NOTHING = 1e-9
CURVE, BEST, WITHOUT = "the curve", "the best cut-off", "the rate without a cut-off"

Rates: TypeAlias = NDArray[np.float64]
Slip: TypeAlias = Callable[[Any], Rates]


def vary_links(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw two links and their memories, such that a cut-off helps and no slip looks right."""
    while True:
        drawn = {
            "p": int(numbers.integers(60, 130)) / 1000,
            "fidelity": float(numbers.choice([0.97, 0.975, 0.98, 0.985, 0.99])),
            "lifetime": int(numbers.choice([50, 60, 70, 80, 100])),
        }
        found = rates(drawn)
        best = found[:-1].argmax()
        if 4 <= best <= 12 and 0.1 < found[-1] / found[best] < 0.7 and _shows(drawn):
            return drawn


def decay(p: Any) -> float:
    """Return which share of its weight a waiting pair keeps per round.

    Example:
        >>> round(decay({"lifetime": 50}), 4)
        0.9802
    """
    return float(np.exp(-1 / p["lifetime"]))


def link_weight(p: Any) -> float:
    """Return the Werner weight of a fresh link.

    Example:
        >>> round(link_weight({"fidelity": 0.97}), 4)
        0.96
    """
    return float((4 * p["fidelity"] - 1) / 3)


def waits(p: Any, *, rounds: Rates = ROUNDS, x: float | None = None) -> tuple[Rates, Rates]:
    """Return the mean time and the mean share of the weight, for each cut-off.

    Example:
        >>> time, weight = waits({"p": 0.1, "lifetime": 50})
        >>> round(float(time[10]), 4), round(float(weight[10]), 4)
        (17.0734, 0.9195)
    """
    return theory.cutoff_two_links(p["p"], rounds, decay(p) if x is None else x)


def secret(weight: Rates) -> Rates:
    """Return the secret bits of pairs that have a Werner weight, 0 where there are none.

    Example:
        >>> secret(np.array([1.0, 0.9, 0.5])).round(4).tolist()
        [1.0, 0.4272, 0.0]
    """
    return theory.bb84_rate((1 - weight) / 2)


def rates(p: Any, *, rounds: Rates = ROUNDS) -> Rates:
    """Return the secret bits a round for cut-offs from 0 on, and at the end without a cut-off.

    Example:
        >>> found = rates({"p": 0.1, "fidelity": 0.98, "lifetime": 50})
        >>> len(found), int(found[:-1].argmax()), round(float(found.max()), 5)
        (42, 5, 0.02108)
    """
    time, weight = waits(p, rounds=rounds)
    return secret(weight * link_weight(p) ** 2) / time


def _mean_of_rates(p: Any) -> Rates:
    """Average the rate of pairs of each age, as one may not."""
    ages = np.arange(FOREVER + 1)
    shares = p["p"] ** 2 * (1 - p["p"]) ** ages * np.where(ages, 2, 1)
    total = np.cumsum(shares)
    weight = np.asarray(link_weight(p) ** 2 * decay(p) ** ages, float)
    each: Rates = np.cumsum(shares * secret(weight)) / total
    found: Rates = each[np.minimum(ROUNDS, FOREVER).astype(int)] / waits(p)[0]
    return found


def _with(of: Callable[[Any, Rates, Rates], Rates]) -> Slip:
    """Make another rate of the same times and weights."""
    return lambda p: of(p, *waits(p))


def _end(p: Any, weight: Rates) -> Rates:
    return weight * link_weight(p) ** 2


def _fidelity_decays(p: Any, time: Rates, weight: Rates) -> Rates:
    f = p["fidelity"]
    wrong = weight * (f**2 + (1 - f) ** 2 / 3)
    return theory.bb84_rate(np.minimum(2 * (1 - wrong) / 3, 0.5)) / time


SLIPS: tuple[tuple[Slip, str], ...] = (
    (
        _mean_of_rates,
        "mean of rates | "
        "You averaged the rate over pairs of all ages. Nobody keeps them apart here, so their mean "
        "state makes the key: average the weight first, then take the rate.",
    ),
    (
        _with(lambda p, time, weight: secret(_end(p, weight))),
        "time forgotten | "
        "That is how much key a *pair* makes. Asked is how much a *round* does: divide by the mean "
        "number of rounds.",
    ),
    (
        lambda p: secret(_end(p, waits(p)[1])) / waits(p)[0][-1],
        "discarded tries free | "
        "You took the time without a cut-off. Each discarded pair costs rounds, too.",
    ),
    (
        lambda p: secret(_end(p, waits(p)[1][-1:])) / waits(p)[0],
        "old pairs kept | "
        "You took the weight without a cut-off. With one, no pair used is older than it.",
    ),
    (
        _with(lambda p, time, weight: secret(weight * link_weight(p)) / time),
        "one link | That is the weight of one link. A swap multiplies the weights of both.",
    ),
    (
        _with(lambda p, time, weight: secret(_end(p, weight**2)) / time),
        "both links wait | You let both links wait. The later one is fresh when it is used.",
    ),
    (
        lambda p: secret(_end(p, waits(p, x=decay(p) ** 2)[1])) / waits(p)[0],
        "halves counted twice | "
        "You let the pair decay twice as fast. Its lifetime counts both halves already.",
    ),
    (
        lambda p: secret(_end(p, waits(p, x=decay(p) ** 0.5)[1])) / waits(p)[0],
        "half of the decay | "
        "You let the pair decay half as fast. Its lifetime is that of the pair, e^(−1/lifetime) a "
        "round.",
    ),
    (
        _with(_fidelity_decays),
        "fidelity for weight | "
        "You let the fidelity shrink. What shrinks is the weight (4F − 1)/3: F goes to 1/4, not "
        "to 0.",
    ),
    (
        _with(
            lambda p, time, weight: (
                theory.bb84_rate(np.minimum(0.75 * (1 - _end(p, weight)), 0.5)) / time
            )
        ),
        "1 − F for QBER | "
        "You took 1 − F for the QBER. In one basis two of the three wrong Bell states show: "
        "Q = 2(1 − F)/3.",
    ),
    (
        _with(
            lambda p, time, weight: (1 - theory.binary_entropy((1 - _end(p, weight)) / 2)) / time
        ),
        "errors paid for once | "
        "You took h(Q) off once. It is paid for twice: to correct errors, and because of what Eve "
        "may know.",
    ),
    (
        _with(lambda p, time, weight: theory.six_state_rate((1 - _end(p, weight)) / 2) / time),
        "six states | That is the six-state protocol's rate. BBM92's is 1 − 2h(Q).",
    ),
    (
        _with(lambda p, time, weight: secret(_end(p, weight)) / time / 2),
        "sifting counted | You halved it for sifting. Here every pair is in the key basis.",
    ),
    (
        lambda p: rates(p, rounds=ROUNDS + 1),
        "list begins at 1 | Your curve begins with a cut-off of 1 round. Begin with 0.",
    ),
    (
        _with(lambda p, time, weight: _end(p, weight)),
        "weight for rate | That is the weight at the ends, not the rate of key.",
    ),
    (
        _with(lambda p, time, weight: 1 / time),
        "pairs for key | That is how many pairs there are a round. Asked is how much key.",
    ),
)


def judge_cutoff(answer: Any, given: Given) -> Verdict:
    """Judge the curve, its best cut-off within one round, and the rate without a cut-off."""
    p = given.parameters
    right = rates(p)
    best = int(right[:-1].argmax())
    curve, place, without = _read(answer)
    slip = next((one for one in SLIPS if _same(curve, one[0](p)[:-1])), None)
    parts = [_curve_part(curve, right, slip), _best_part(place, curve, right)]
    follows = slip is not None and _close(without, slip[0](p)[-1])
    if follows or _close(without, right[-1]):
        parts.append(Part(WITHOUT, 1.0))
    else:
        known = () if slip or not without else SLIPS
        why = next((words for of, words in known if _close(without, of(p)[-1])), "")
        got = "is missing" if without is None else f"is not {without:.4g}"
        parts.append(part(WITHOUT, f"The rate without a cut-off {got}.", why))
    said = (
        f"A cut-off of {best} rounds makes {right[best]:.5f} secret bits a round, "
        f"{right[best] / right[-1]:.1f} times what there is without one. Patience costs key: old "
        "pairs spoil the mean of all."
    )
    return add_up(parts, right=said, exercise="09.3")


def _read(answer: Any) -> tuple[Rates | None, float | None, float | None]:
    """Return a curve and two numbers; None for what is none of these."""
    if not isinstance(answer, dict):
        return None, None, None
    curve = answer.get("rates")
    whole = isinstance(curve, list) and len(curve) == MOST + 1 and all(map(_is_number, curve))
    best, without = (_number(answer.get(name)) for name in ("best", "without"))
    return np.array(curve, float) if whole else None, best, without


def _number(value: Any) -> float | None:
    return float(value) if _is_number(value) else None


def _is_number(value: Any) -> bool:
    real = isinstance(value, (int, float)) and not isinstance(value, bool)
    return real and abs(value) < 1e300


def _close(found: float | None, right: float) -> bool:
    return found is not None and (three_digits(found, right) or abs(found - right) < NOTHING)


def _same(curve: Rates | None, right: Rates) -> bool:
    return curve is not None and all(map(_close, curve, right))


def _curve_part(curve: Rates | None, right: Rates, slip: tuple[Slip, str] | None) -> Part:
    if curve is None:
        return part(
            CURVE,
            f'The curve is missing: "rates" is a list of {MOST + 1} numbers, for cut-offs from 0 '
            f"to {MOST} rounds.",
        )
    if _same(curve, right[:-1]):
        return Part(CURVE, 1.0)
    first = next(m for m, pair in enumerate(zip(curve, right, strict=False)) if not _close(*pair))
    got = (
        f"The curve is off: with a cut-off of {first} rounds the rate is not {curve[first]:.4g}, "
        f"expected {right[first]:.4g}."
    )
    return part(CURVE, got, slip[1] if slip else "")


def _best_part(place: float | None, curve: Rates | None, right: Rates) -> Part:
    if place is None:
        return part(BEST, 'The best cut-off is missing: "best" is a number of rounds.')
    own = right[:-1] if curve is None else curve
    if min(abs(place - right[:-1].argmax()), abs(place - own.argmax())) <= 1:
        return Part(BEST, 1.0)
    why = ""
    if place == 0:
        why = "best pairs | A cut-off of 0 makes the best pairs, and hardly any."
    elif place == MOST:
        why = "most pairs | The longest cut-off makes most pairs, and they are old."
    return part(BEST, f"The best cut-off is not {place:g} rounds.", why)


def _shows(p: Any) -> bool:
    """Tell whether each slip gives a curve of its own, and none the right one."""
    made = [rates(p)[:-1], *(slip(p)[:-1] for slip, _ in SLIPS)]
    return not any(_same(one, other) for place, one in enumerate(made) for other in made[:place])
