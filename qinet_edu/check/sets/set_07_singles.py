"""Exercise 07.2: what the clicks of three kinds of pulses prove about single photons."""

from collections.abc import Callable
from math import exp
from typing import Any, NamedTuple

import numpy as np

from qinet_edu import theory
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up, part
from qinet_edu.check.function_answers import Call
from qinet_edu.check.verdict import Part, Verdict

WITHIN = 1e-4  # of the right number
SENT = {"signal": 800_000_000, "decoy": 150_000_000, "vacuum": 50_000_000}


class Measured(NamedTuple):
    """Hold the rates that follow from counts: gains, the decoys' QBER and the dark count."""

    mu: float
    nu: float
    gain_mu: float
    gain_nu: float
    qber_nu: float
    dark: float


def draw_counts(numbers: np.random.Generator) -> list[tuple[Any, ...]]:
    """Draw three lines, and what is counted on each: nothing is cut off at 0 or at 1/2."""
    return [
        _counts(
            mu=float(numbers.choice([0.4, 0.44, 0.5, 0.55])),
            nu=float(numbers.choice([0.06, 0.08, 0.1, 0.12])),
            eta=float(numbers.uniform(low, 2 * low)),
            dark=float(numbers.uniform(4e-6, 9e-6)),
            wrong=float(numbers.uniform(0.015, 0.035)),
        )
        for low in (4e-4, 1.5e-3, 6e-3)
    ]


def _counts(*, mu: float, nu: float, eta: float, dark: float, wrong: float) -> tuple[Any, ...]:
    gain_mu, gain_nu = (float(theory.decoy_gain(m, eta, dark_count=dark)) for m in (mu, nu))
    qber = float(theory.decoy_qber(nu, eta, dark_count=dark, misalignment=wrong))
    detected = round(SENT["decoy"] * gain_nu)
    return (
        mu,
        nu,
        (SENT["signal"], round(SENT["signal"] * gain_mu)),
        (SENT["decoy"], detected, round(detected * qber)),
        (SENT["vacuum"], round(SENT["vacuum"] * dark)),
    )


def measured(arguments: tuple[Any, ...]) -> Measured:
    """Return the rates of what was counted.

    Example:
        >>> measured((0.5, 0.1, (1000, 20), (1000, 5, 1), (1000, 1))).qber_nu
        0.2
    """
    mu, nu, (signals, clicks), (decoys, seen, wrong), (empty, dark) = arguments
    return Measured(mu, nu, clicks / signals, seen / decoys, wrong / seen, dark / empty)


def right_bounds(m: Measured) -> tuple[float, float]:
    """Return the least yield of single photons, and their largest error rate."""
    least, most = theory.decoy_bounds(
        m.mu, m.nu, gain_mu=m.gain_mu, gain_nu=m.gain_nu, qber_nu=m.qber_nu, dark_count=m.dark
    )
    return float(least), float(most)


def _least(
    m: Measured, *, grown: bool = True, power: int = 2, dark: float = 1.0, weight: float = 1.0
) -> float:
    """Return Y₁ by its formula, with a slip in one of its parts."""
    g_mu, g_nu = (m.gain_mu * exp(m.mu), m.gain_nu * exp(m.nu)) if grown else (m.gain_mu, m.gain_nu)
    share = (m.nu / m.mu) ** power
    rest = g_nu - share * g_mu - dark * (1 - (m.nu / m.mu) ** 2) * m.dark
    return weight * rest * m.mu / (m.mu * m.nu - m.nu**2)


Slip = Callable[[Measured], float]

YIELD_SLIPS: tuple[tuple[Slip, str], ...] = (
    (
        lambda m: right_bounds(m._replace(dark=theory.weak_pulses.DARK_COUNT))[0],
        "dark count of the library | "
        "You left dark_count at its default. Your detectors have another: the empty pulses tell.",
    ),
    (
        lambda m: _least(m, grown=False),
        "gains as they are | "
        "You left out e^μ and e^ν. They take the Poisson distribution's common factor off the "
        "gains.",
    ),
    (
        lambda m: _least(m, dark=0),
        "dark counts kept | "
        "You left the dark counts in. Clicks without light count as single photons then, and the "
        "bound is too good.",
    ),
    (
        lambda m: _least(m, power=1),
        "square forgotten | "
        "You took ν/μ of the signals. Pairs come in the ratio ν²/μ²: that much of them drops out.",
    ),
    (
        lambda m: m.gain_nu,
        "gain for yield | "
        "That is the share of *all* decoys that click, and most of them are empty. Asked is the "
        "share of the single photons.",
    ),
    (
        lambda m: m.gain_mu,
        "signals' gain for yield | "
        "That is the share of all signals that click. Asked is the share of the single photons.",
    ),
    (
        lambda m: (m.gain_nu * exp(m.nu) - m.dark) / m.nu,
        "pairs not taken off | "
        "You counted all that is not dark as single photons. Pairs are among the decoys, too: the "
        "signals say how many at most.",
    ),
    (
        lambda m: _least(m, weight=m.nu * exp(-m.nu)),
        "share of all decoys | "
        "That is the share of all decoys that held one photon and clicked. Asked is how many of "
        "the single photons click.",
    ),
    (
        lambda m: _least(m, weight=m.mu * exp(-m.mu)),
        "share of all signals | "
        "That is the share of all signals that held one photon and clicked. Asked is how many of "
        "the single photons click.",
    ),
)


def _most(m: Measured, *, grown: bool = True, dark: float = 0.5, per_sent: bool = False) -> float:
    """Return e₁ by its formula, with a slip in one of its parts."""
    qber = m.qber_nu * m.gain_nu if per_sent else m.qber_nu
    wrong = qber * m.gain_nu * (exp(m.nu) if grown else 1) - dark * m.dark
    return wrong / (right_bounds(m)[0] * m.nu)


ERROR_SLIPS: tuple[tuple[Slip, str], ...] = (
    (
        lambda m: right_bounds(m._replace(dark=theory.weak_pulses.DARK_COUNT))[1],
        "dark count of the library in e₁ | "
        "You left dark_count at its default. Your detectors have another.",
    ),
    (
        lambda m: m.qber_nu,
        "decoys' QBER for e₁ | "
        "That is the QBER of all decoys that click. Dark counts and pairs are among them.",
    ),
    (
        lambda m: _most(m, dark=0),
        "errors of dark counts kept | "
        "You left the errors of dark counts in: Y₀/2, for half of the dark counts are wrong.",
    ),
    (
        lambda m: _most(m, dark=1),
        "all dark counts wrong | "
        "You took every dark count for wrong. Half of them are right by luck: Y₀/2.",
    ),
    (
        lambda m: _most(m, grown=False),
        "growth left out of e₁ | You left out e^ν beside the gain of the decoys.",
    ),
    (
        lambda m: max(_most(m, per_sent=True), 0.0),
        "wrong ones of those sent | "
        "You divided the wrong ones by all decoys sent. A QBER is a share of those that click.",
    ),
    (
        lambda m: 100 * right_bounds(m)[1],
        "per cent | Write the error rate as a fraction of 1, not in per cent.",
    ),
)


def describe_counts(mu: float, nu: float, signal: Any, decoy: Any, vacuum: Any) -> str:
    """Put what the function is called with into words."""
    return f"mu = {mu:g}, nu = {nu:g}, signal = {signal}, decoy = {decoy}, vacuum = {vacuum}"


def judge_singles(calls: tuple[Call, ...], _: Given) -> Verdict:
    """Compare both bounds on all lines; the errors also by a yield that is wrong in a known way."""
    lines = [measured(call.arguments) for call in calls]
    right = [right_bounds(line) for line in lines]
    found = [call.value for call in calls]
    yields, errors = ([pair[place] for pair in found] for place in (0, 1))
    why_yield = _named(YIELD_SLIPS, lines, yields)
    why_error = _named(ERROR_SLIPS, lines, errors)
    exchanged = all(
        _same(y, pair[1]) and _same(e, pair[0]) for (y, e), pair in zip(found, right, strict=True)
    )
    if exchanged:
        why_yield = "numbers exchanged | The two are exchanged: the yield comes first."
        why_error = ""
    followed = [
        _most(m) * pair[0] / y if y > 0 else pair[1]
        for m, pair, y in zip(lines, right, yields, strict=True)
    ]
    follows = bool(why_yield) and not exchanged and all(map(_same, errors, followed))
    parts = [
        _judged("the yield", lines, yields, [pair[0] for pair in right], why_yield),
        Part("the error rate", 1.0)
        if follows
        else _judged("the error rate", lines, errors, [pair[1] for pair in right], why_error),
    ]
    said = (
        f"If the shares of the last line are the true rates, at least {right[-1][0]:.5f} of the "
        f"single photons click, and at most {right[-1][1]:.2%} of these are wrong, whatever Eve "
        "did with the pairs. Counts that end need a margin besides."
    )
    return add_up(parts, right=said, exercise="07.2", weights=(2, 1))


def _same(found: float, right: float) -> bool:
    return abs(found - right) <= WITHIN * abs(right)


def _named(slips: Any, lines: list[Measured], found: list[float]) -> str:
    """Return the words for the slip that explains all lines, or none."""
    return next(
        (words for slip, words in slips if all(map(_same, found, map(slip, lines)))),
        "",
    )


def _judged(
    name: str, lines: list[Measured], found: list[float], right: list[float], why: str
) -> Part:
    for m, value, want in zip(lines, found, right, strict=True):
        if not _same(value, want):
            got = (
                f"With mu = {m.mu:g}, nu = {m.nu:g} and {m.gain_nu:.4g} of the decoys detected "
                f"{name} is not {value:.6g}, expected {want:.6g}."
            )
            return part(name, got, why)
    return Part(name, 1.0)
