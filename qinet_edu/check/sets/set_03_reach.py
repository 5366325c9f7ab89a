"""Exercise 03.5: how far a message may go while a pair waits for it."""

from collections.abc import Iterator
from math import e, log, log10
from typing import Any

import numpy as np

from qinet_edu import noise, theory
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import explain_factor, wrong
from qinet_edu.check.verdict import Verdict

WANTED = 0.9


def vary_memories(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw the memories: T2 and how many halves wait, never such that the example's answer fits."""
    return {
        "t2_ms": int(numbers.choice([3, 4, 6, 8, 12, 16, 20])),
        "halves": int(numbers.choice([1, 2])),
    }


def judge_reach(found: float, given: Given) -> Verdict:
    """Accept the length within half a per cent; name the usual slips."""
    t2_s, halves = given.parameters["t2_ms"] / 1e3, given.parameters["halves"]
    wait_s = t2_s / halves * log(1 / (2 * WANTED - 1))
    right = wait_s * noise.FIBRE_SPEED_KM_S
    if abs(found / right - 1) < 5e-3:
        return Verdict.right(
            f"The message takes {1e3 * wait_s:.3g} ms over {right:.4g} km, and F is {WANTED}."
        )
    if found <= 0:
        return wrong(f"{found:.4g} km is no length.", "", "03.5")
    left = theory.stored_pair_fidelity(
        found / noise.FIBRE_SPEED_KM_S, t1_s=np.inf, t2_s=t2_s, halves=halves
    )
    got = f"After {found:.4g} km F is {left:.4f}, expected {WANTED}."
    return wrong(got, explain_factor(dict(reach_slips(halves)), found, right, within=4e-3), "03.5")


def reach_slips(halves: int) -> Iterator[tuple[float, str]]:
    """Yield by what factor known slips miss the length, and what to say to each."""
    wait = log(1 / (2 * WANTED - 1))  # of T2, for one half
    if halves == 2:
        yield 2.0, "one half for both | Twice too far: both halves wait, and each loses coherence."
        yield 1 / 2, "round trip | Half as far: the message crosses the fibre once, one way."
    else:
        yield (
            2.0,
            "twice the coherence time | "
            "Twice too far: one half waits, and its coherence is e^(−t/T2).",
        )
        yield (
            1 / 2,
            "both halves for one | "
            "Half as far: only one half decays, and the message goes one way.",
        )
    yield (
        1.468,
        "light in vacuum | "
        "That is with the speed of light in vacuum. In fibre it is noise.FIBRE_SPEED_KM_S.",
    )
    yield (
        2e5 / noise.FIBRE_SPEED_KM_S,
        "200 000 km/s | 200 000 km/s is a good rule of thumb; here take noise.FIBRE_SPEED_KM_S.",
    )
    yield (
        log(1 / WANTED) / wait,
        "coherence for fidelity | You set the coherence itself to 0.9. F is (1 + coherence)/2.",
    )
    yield (
        2 * log(1 / WANTED) / wait,
        "coherence of one half for fidelity | "
        "You set the coherence of one half to 0.9. F is (1 + coherence)/2, and a pair's coherence "
        "is that of all halves that wait, multiplied.",
    )
    yield (
        log(3 / (4 * WANTED - 1)) / wait,
        "memory depolarises | "
        "You let the memory depolarise. With T1 infinite only the phase is lost: F is "
        "(1 + coherence)/2.",
    )
    average = float(theory.entanglement_fidelity(WANTED))
    yield (
        log(1 / (2 * average - 1)) / wait,
        "F_avg for F | That is F_avg = 0.9. F here is that of the pair.",
    )
    yield (
        2 * (1 - WANTED) / wait,
        "fidelity falls in proportion | "
        "You let F fall in proportion to time. It begins so, and then slows down: e^(−t/T2).",
    )
    if halves == 1:  # with two the words above say it
        yield (1 - WANTED) / wait, "a tenth of T2 | A tenth of T2 is not a tenth of the fidelity."
    yield log10(e), "log10 for ln | That is log10. The exponential goes with the natural logarithm."
    yield halves / wait, "all of T2 | That is a wait of all of T2."
    yield (
        1e3,
        "a thousand times too far | "
        "A thousand times too far: milliseconds for seconds, or metres for kilometres.",
    )
    yield 1e-3, "a thousand times too short | A thousand times too short: seconds for milliseconds?"
    yield (
        1 / noise.FIBRE_SPEED_KM_S,
        "seconds for kilometres | That is the wait in seconds. How far does light get?",
    )
    yield (
        1e3 / noise.FIBRE_SPEED_KM_S,
        "milliseconds for kilometres | That is the wait in milliseconds. How far does light get?",
    )
