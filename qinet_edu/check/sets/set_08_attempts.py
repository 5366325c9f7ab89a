"""Exercise 08.5: how often a segment can try, and how long its halves wait."""

from typing import Any

import numpy as np

from qinet_edu import network, noise, reference
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up
from qinet_edu.check.number_parts import near, number_parts, told_apart
from qinet_edu.check.verdict import Verdict

VACUUM_KM_S, ROUND_KM_S = 299_792.458, 200_000.0
SPEED = noise.FIBRE_SPEED_KM_S
MIDDLE, END = "with the station in the middle", "with the detectors at Bob"


def segment(place: int, *, alpha: float, efficiency: float) -> dict[str, Any]:
    """Return what is given of a segment of the backbone.

    With the detectors at Bob he dims his spin until a click comes from either side equally often.

    Example:
        >>> [*segment(7, alpha=0.05, efficiency=0.25).values()]
        ['Newcastle', 'Sydney', 141.0, 0.000972, 3.88e-05]
    """
    one = reference.backbone()[place]
    hardware = network.Hardware(emission=efficiency)
    ways = (
        scheme(one.length_km, alpha=alpha, hardware=hardware)
        for scheme in (network.SingleClick, network.EndNode)
    )
    middle, end = (float(f"{way.success:.3g}") for way in ways)
    return {
        "a": one.a.name,
        "b": one.b.name,
        "length_km": one.length_km,
        "p_middle": middle,
        "p_end": end,
    }


def vary_segment(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw a segment and what stands at its ends."""
    while True:
        drawn = segment(
            int(numbers.integers(8)),
            alpha=float(numbers.choice([0.03, 0.04, 0.06, 0.08])),
            efficiency=float(numbers.choice([0.12, 0.2, 0.3])),
        )
        if all(map(told_apart, answers(drawn), slips(drawn))):
            return drawn


def answers(p: Any) -> tuple[float, ...]:
    """Return attempts a second, seconds to a pair and milliseconds of waiting, for both cases."""
    line_s = p["length_km"] / SPEED
    return (
        1 / line_s,
        line_s / p["p_middle"],
        1e3 * line_s,
        1 / (2 * line_s),
        2 * line_s / p["p_end"],
        2e3 * line_s,
        1e3 * line_s,
    )


def slips(p: Any) -> tuple[dict[float, str], ...]:
    """Return what known slips give for each of the seven numbers."""
    line_s = p["length_km"] / SPEED
    middle, end = p["p_middle"], p["p_end"]
    return (
        _tries(line_s, middle)
        | {
            2 / line_s: "herald's way back forgotten | "
            "That is when the photon's way is all there is. The spins learn from the station what "
            "came of it, and that takes as long again.",
            0.5 / line_s: "there and back over all of it | "
            "You took the whole length there and back. The station is in the middle: half there, "
            "half back.",
            1 / (1.5 * line_s): "whole way for the photon | "
            "You let the photon fly the whole length and its herald half of it. The photon, too, "
            "goes to the middle only.",
        },
        _waits_for_a_pair(line_s, middle)
        | {
            line_s / end: "the other success | "
            "You took the other p: p_middle is that of the station, p_end that of Bob's detectors.",
        },
        {
            500 * line_s: "photon's way alone | "
            "That is until the photon is at the station. Neither end knows of it yet.",
            2e3 * line_s: "there and back over all of it | "
            "You took the whole length there and back. The station is in the middle: half there, "
            "half back.",
            1.5e3 * line_s: "whole way for the photon | "
            "You let the photon fly the whole length and its herald half of it. The photon, too, "
            "goes to the middle only.",
        }
        | _waited(line_s, line_s / middle, 1e3 * line_s),
        _tries(2 * line_s, end)
        | {
            1 / line_s: "herald's way back forgotten, at Bob | "
            "Alice's photon takes L/c to Bob, and what came of it L/c back. Only then does she "
            "know.",
            2 / line_s: "half the way to Bob | "
            "You took half the length. The detectors are at Bob: to him and from him it is all of "
            "it.",
        },
        _waits_for_a_pair(2 * line_s, end)
        | {
            2 * line_s / middle: "the other success | "
            "You took the other p: p_middle is that of the station, p_end that of Bob's detectors.",
        },
        {
            1e3 * line_s: "herald's way back forgotten, at Bob | "
            "Alice's photon takes L/c to Bob, and what came of it L/c back. Only then does she "
            "know.",
            500 * line_s: "half the way to Bob | "
            "You took half the length. The detectors are at Bob: to him and from him it is all of "
            "it.",
            3e3 * line_s: "both waits in one | You added both waits up. Each half waits by itself.",
        }
        | _waited(2 * line_s, 2 * line_s / end, 2e3 * line_s),
        {
            2e3 * line_s: "Alice's wait for Bob's | "
            "That is Alice's. Bob emits when her photon arrives: his half begins to wait "
            "L/c later.",
            0.0: "Bob alone knows | "
            "Bob knows at once. But nobody can use the pair until Alice knows as well.",
            500 * line_s: "half the way to Bob | "
            "You took half the length. The detectors are at Bob: to him and from him it is all of "
            "it.",
        }
        | _waited(line_s, 2 * line_s / end, 1e3 * line_s),
    )


def judge_attempts(answer: tuple[float, ...], given: Given) -> Verdict:
    """Judge the seven numbers; the times to a pair also by attempts that are wrong."""
    p = given.parameters
    right, wrong = answers(p), slips(p)
    carried: list[float | None] = [None] * 7
    for place, success in ((0, p["p_middle"]), (3, p["p_end"])):
        if answer[place] > 1e-9 and not near(answer[place], right[place]):
            carried[place + 1] = 1 / (answer[place] * success)
    named = (
        (f"the rate of attempts {MIDDLE}", "per second"),
        (f"the mean time to a pair {MIDDLE}", "s"),
        (f"the wait of each half {MIDDLE}", "ms"),
        (f"the rate of attempts {END}", "per second"),
        (f"the mean time to a pair {END}", "s"),
        (f"the wait of Alice's half {END}", "ms"),
        (f"the wait of Bob's half {END}", "ms"),
    )
    names, units = zip(*named, strict=True)
    parts = number_parts(names, answer, right, wrong, units=units, carried=carried)
    said = (
        f"{right[0]:.0f} attempts a second and a pair every {right[1]:.2g} s, against "
        f"{right[3]:.0f} and {right[4]:.2g} s: at Bob an attempt takes twice as long and succeeds "
        f"{p['p_middle'] / p['p_end']:.0f} times less often. A laser could pulse a million times "
        "faster; it is the memory that must wait for the news."
    )
    return add_up(parts, right=said, exercise="08.5")


def _tries(period_s: float, success: float) -> dict[float, str]:
    """Return what slips of every kind of attempt make of their number."""
    return {
        success / period_s: "pairs for attempts | "
        "That is how many attempts succeed. Asked is how many there are.",
        period_s: "time for rate | That is how long an attempt takes, in seconds.",
        1e3 * period_s: "time for rate, in ms | That is how long an attempt takes, in ms.",
        VACUUM_KM_S / SPEED / period_s: "light in vacuum | "
        "Light is slower in fibre than in vacuum: c is 204 218 km/s here.",
        ROUND_KM_S / SPEED / period_s: "c rounded | You took 200 000 km/s; c is 204 218 km/s here.",
    }


def _waits_for_a_pair(period_s: float, success: float) -> dict[float, str]:
    """Return what slips make of the mean time to a pair."""
    return {
        period_s: "success forgotten | "
        "That is how long one attempt takes. A pair takes 1/p of them on average.",
        1 / success: "attempts for time | That is how many attempts it takes, not how long.",
        success / period_s: "pairs a second | "
        "That is how many pairs there are a second. Asked is the time to one.",
        1e3 * period_s / success: "milliseconds | "
        "That is in milliseconds. Asked is the time in seconds.",
        np.log(2) * period_s / success: "median for mean | "
        "After that time half of the pairs are there. The mean is larger: 1/p attempts.",
    }


def _waited(line_s: float, to_a_pair_s: float, right_ms: float) -> dict[float, str]:
    """Return what slips of every kind make of a wait."""
    return {
        1e3 * to_a_pair_s: "wait for the pair | "
        "That is how long a pair takes. Each attempt begins with a fresh spin, so that a half has "
        "waited for its own attempt only.",
        right_ms / 1e3: "seconds | That is in seconds. Asked is the wait in milliseconds.",
        1e3 * line_s * SPEED / VACUUM_KM_S: "light in vacuum | "
        "Light is slower in fibre than in vacuum: c is 204 218 km/s here.",
        1e3 * line_s * SPEED / ROUND_KM_S: "c rounded | "
        "You took 200 000 km/s; c is 204 218 km/s here.",
    }
