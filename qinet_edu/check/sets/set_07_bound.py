"""Exercise 07.1: the most that a line without a station in the middle can give."""

from math import log
from typing import Any

import numpy as np

from qinet_edu import theory
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up, explain_factor, part
from qinet_edu.check.verdict import Part, Verdict

WITHIN = 4e-3  # of the right number: three digits
YEAR_S = 365.25 * 86_400
USUAL_DB_PER_KM = 0.2


def vary_lines(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw the fibre, a short line and one that lets less than 1e-16 through."""
    return {
        "loss_db_per_km": float(numbers.choice([0.17, 0.18, 0.22, 0.23])),
        "near_km": int(numbers.choice([20, 25, 30, 40])),
        "far_km": int(numbers.choice([1000, 1050, 1100, 1150])),
    }


def bounds(parameters: Any, *, rate_hz: float = 1e9) -> tuple[float, float, float]:
    """Return the bound of the near line and of the far one, and the far one's bits in a year.

    Example:
        >>> near, far, year = bounds({"loss_db_per_km": 0.2, "near_km": 100, "far_km": 1000})
        >>> print(f"{near:.4f} {far:.3g} {year:.3g}")
        0.0145 1.44e-20 0.000455
    """
    loss = parameters["loss_db_per_km"]
    near, far = (
        float(theory.plob(theory.fibre_transmittance(parameters[name], loss_db_per_km=loss)))
        for name in ("near_km", "far_km")
    )
    return near, far, far * rate_hz * YEAR_S


def judge_bound(answer: tuple[float, ...], given: Given) -> Verdict:
    """Judge both bounds, and the bits in a year: also by a bound that is wrong in a known way."""
    p = given.parameters
    right = bounds(p)
    near, far, year = answer
    why_near = explain_factor(near_slips(p), near, right[0], within=WITHIN)
    why_far = explain_factor(far_slips(p), far, right[1], within=WITHIN)
    why_year = explain_factor(year_slips(), year, right[2], within=WITHIN)
    if near < 0:
        why_near = (
            "sign forgotten | The logarithm of a number below 1 is negative: the bound has a minus "
            "in front."
        )
    if abs(far) < 1e-30:  # 1 − η is 1 in floating point, and its logarithm 0 or −0
        why_far = (
            "rounded away | A computer keeps 16 digits, and 1 − η is exactly 1 with them: the "
            "logarithm of that is nothing. Use log1p(-eta), or that it is η/ln 2 for a small η."
        )
    if year == 0:
        why_year = (
            "nothing in a year | It is little, but not nothing: does the bound still stand "
            "there as 0?"
        )
    follows = bool(why_far) and year > 0 and _near(year, far * 1e9 * YEAR_S)
    parts = [
        _part(f"the bound over {p['near_km']} km", near, _near(near, right[0]), why_near, right[0]),
        _part(f"the bound over {p['far_km']} km", far, _near(far, right[1]), why_far, right[1]),
        _part(
            "the number of bits in a year",
            year,
            follows or _near(year, right[2]),
            why_year,
            right[2],
        ),
    ]
    said = (
        f"{right[0]:.3g} bit a pulse over {p['near_km']} km, {right[1]:.3g} over "
        f"{p['far_km']} km: {right[2]:.3g} bits in a year, whatever the protocol. Only a station "
        "in between helps."
    )
    return add_up(parts, right=said, exercise="07.1")


def near_slips(parameters: Any) -> dict[float, str]:
    """Return by what factor known slips miss the bound of the near line."""
    loss, length = parameters["loss_db_per_km"], parameters["near_km"]
    eta, root, usual = (
        10 ** (-decibels / 10)
        for decibels in (loss * length, loss * length / 2, USUAL_DB_PER_KM * length)
    )
    right = -np.log2(1 - eta)
    return {
        float(eta / right): "share for bound | "
        "That is the share of the photons that arrives. The bound is −log₂(1 − η), somewhat more.",
        log(2): "natural logarithm | That is with the natural logarithm. Bits want log₂.",
        float(np.log10(2)): "log10 for log2 | That is with log₁₀. Bits want log₂.",
        float(-np.log2(eta) / right): "log of what arrives | "
        "You took the logarithm of the share that arrives. In the bound is the share that is lost, "
        "1 − η.",
        float(-np.log2(1 - root) / right): "20 for 10 in decibels | "
        "You divided the decibels by 20. A share of photons is a power: 10^(−dB/10).",
        float(-np.log2(1 - usual) / right): "usual fibre | "
        f"That is for {USUAL_DB_PER_KM} dB/km. Yours is another fibre.",
        100.0: "per cent | The bound is a number of bits, not a share in per cent.",
    }


def far_slips(parameters: Any) -> dict[float, str]:
    """Return by what factor known slips miss the bound of the far line."""
    loss, length = parameters["loss_db_per_km"], parameters["far_km"]
    usual = 10 ** ((loss - USUAL_DB_PER_KM) * length / 10)
    return {
        log(2): "share or nats for bits | "
        "That is the share that arrives, or the natural logarithm: over so long a line both give "
        "the same. In bits it is 1.44 times that.",
        float(np.log10(2)): "log10 for log2, far | That is with log₁₀. Bits want log₂.",
        float(10 ** (loss * length / 20)): "20 for 10 in decibels, far | "
        "You divided the decibels by 20: 10^(−dB/10) is the share.",
        usual: f"usual fibre, far | That is for {USUAL_DB_PER_KM} dB/km. Yours is another fibre.",
    }


def year_slips() -> dict[float, str]:
    """Return by what factor known slips miss the bits in a year."""
    return {
        1 / YEAR_S: "a second for a year | That is in a second.",
        86_400 / YEAR_S: "a day for a year | That is in a day.",
        3600 / YEAR_S: "an hour for a year | That is in an hour.",
        24 * 3600 * 30 / YEAR_S: "a month for a year | That is in a month.",
        1e-9: "one pulse a second | That is with one pulse a second; there are 1e9.",
        log(2): "photons for bits | "
        "That is how many photons arrive in a year. Each is worth 1.44 bits at best.",
    }


def _near(found: float, right: float) -> bool:
    return found > 0 and right > 0 and abs(found / right - 1) <= WITHIN


def _part(name: str, found: float, good: bool, why: str, right: float) -> Part:
    if good:
        return Part(name, 1.0)
    if not why and found > 0 and abs(found / right - 1) < 0.05:
        why = "too few digits | Close: give three digits."
    return part(name, f"{name[0].upper()}{name[1:]} is not {found:.4g}.", why)
