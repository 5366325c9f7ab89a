"""Exercise 09.5: what a pair loses until both ends know of it, and how long it may wait."""

from collections.abc import Callable
from math import exp, log
from typing import Any

import numpy as np

from qinet_edu import noise, reference
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up
from qinet_edu.check.number_parts import near, number_parts, told_apart
from qinet_edu.check.verdict import Verdict

VACUUM_KM_S, ROUND_KM_S = 299_792.458, 200_000.0
SPEED = noise.FIBRE_SPEED_KM_S
NAMES = (
    "the loss when both ends know",
    "the loss when the message has arrived",
    "how long the pair may wait on",
    "the longest segment",
)
UNITS = ("%", "%", "ms", "km")


def segment(place: int, *, t1_ms: float, t2_ms: float, least: float) -> dict[str, Any]:
    """Return what is given of a segment of the backbone and its memories.

    Example:
        >>> [*segment(7, t1_ms=100, t2_ms=10, least=0.8).values()]
        ['Newcastle', 'Sydney', 141.0, 100, 10, 0.8]
    """
    one = reference.backbone()[place]
    return {
        "a": one.a.name,
        "b": one.b.name,
        "length_km": one.length_km,
        "t1_ms": t1_ms,
        "t2_ms": t2_ms,
        "least": least,
    }


def vary_memory(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw a segment and the memories at its ends."""
    while True:
        t2_ms = int(numbers.choice([6, 8, 12, 15]))
        drawn = segment(
            int(numbers.integers(8)),
            t1_ms=t2_ms * int(numbers.choice([8, 10])),
            t2_ms=t2_ms,
            least=float(numbers.choice([0.75, 0.8, 0.85])),
        )
        if all(map(told_apart, answers(drawn), slips(drawn))):
            return drawn


def fidelity(total_ms: float, p: Any) -> float:
    """Return the fidelity of a pair whose halves have waited so long, both waits added.

    Example:
        >>> memory = {"t1_ms": 100, "t2_ms": 10}
        >>> fidelity(0, memory), round(fidelity(2, memory), 4)
        (1.0, 0.9044)
    """
    return (1 + exp(-total_ms / p["t1_ms"]) + 2 * exp(-total_ms / p["t2_ms"])) / 4


def longest(p: Any, *, of: Callable[[float, Any], float] = fidelity) -> float:
    """Return the total wait at which the fidelity has fallen to the least, by halving.

    Example:
        >>> round(longest({"t1_ms": 100, "t2_ms": 10, "least": 0.8}), 4)
        4.7305
    """
    low, high = 0.0, 10.0 * p["t1_ms"]
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if of(middle, p) > p["least"] else (low, middle)
    return low


def line_ms(p: Any) -> float:
    """Return how long light takes from end to end."""
    return float(1e3 * p["length_km"] / SPEED)


def answers(p: Any) -> tuple[float, ...]:
    """Return both losses in per cent, the wait in ms and the length in km."""
    line, each = line_ms(p), longest(p) / 2
    return _loss(2 * line, p), _loss(3 * line, p), each - line, each * SPEED / 1e3


def slips(p: Any) -> tuple[dict[float, str], ...]:
    """Return what known slips give for each of the four numbers."""
    line, total = line_ms(p), longest(p)
    each = total / 2
    dephased = -p["t2_ms"] / 2 * log(2 * p["least"] - 1)
    depolarised = -p["t2_ms"] / 2 * log((4 * p["least"] - 1) / 3)
    km = SPEED / 1e3
    return (
        {
            _loss(line, p): "half of the waiting | "
            "You let L/c pass in all. Each of the two halves waits L/c: L/2c for its photon and "
            "L/2c for the answer.",
            _loss(4 * line, p): "there and back over all of it | "
            "You took the whole length there and back. The station is in the middle: half there, "
            "half back.",
        }
        | _of_both(2 * line, p),
        {
            _loss(2 * line, p): "message forgotten | "
            "That is when both ends know of the pair. Bob's half waits for Alice's message as "
            "well.",
            _loss(4 * line, p): "Alice's half waits on | "
            "That is as if both halves waited for the message, or Bob's there and back. Alice's is "
            "measured, and Bob's waits L/c.",
            _loss(line, p): "message alone | "
            "That is the wait for the message alone. Both halves had waited before.",
        }
        | _of_both(3 * line, p),
        {
            each: "wait from the start | "
            "You counted from the moment the photons left. By the time both ends know, L/c is "
            "gone.",
            total - line: "one half decays | "
            "You let one half decay. Both lie in memories, and both do.",
            total: "one half, from the start | "
            "You let one half decay, and from the moment the photons left. Both do, and L/c is "
            "gone when both ends know.",
            each - 2 * line: "2L/c taken off | "
            "You took off 2L/c. The station is in the middle: half there, half back.",
            each - line / 2: "photon's way alone | "
            "You took off L/2c. That is the photon's way; the answer takes as long again.",
            (each - line) / 1e3: "seconds | That is in seconds. Asked is milliseconds.",
            dephased - line: "T1 forgotten | You left T1 out: that is dephasing alone.",
            depolarised - line: "T1 taken for T2 | You let everything decay with T2.",
        },
        {
            2 * each * km: "twice as far | "
            "That is twice as far. Either you let one half decay, where both do, or you took half "
            "of the way. Each half waits L/c: L/2c there, L/2c back.",
            each * km / 2: "there and back over all of it | "
            "You took the whole length there and back. The station is in the middle: half there, "
            "half back.",
            (each - line) * km: "your segment taken off | "
            "You turned what is left after your segment into a length. A longer segment begins "
            "anew, with the whole time.",
            each * VACUUM_KM_S / 1e3: "light in vacuum | "
            "Light is slower in fibre than in vacuum: c is 204 218 km/s here.",
            each * ROUND_KM_S / 1e3: "c rounded | You took 200 000 km/s; c is 204 218 km/s here.",
            dephased * km: "T1 forgotten | You left T1 out: that is dephasing alone.",
            depolarised * km: "T1 taken for T2 | You let everything decay with T2.",
        },
    )


def judge_longest(answer: tuple[float, ...], given: Given) -> Verdict:
    """Judge the four numbers; the length also by a wait that is wrong."""
    p = given.parameters
    right, wrong = answers(p), slips(p)
    carried: list[float | None] = [None] * 4
    if answer[2] > 0 and not near(answer[2], right[2]):
        carried[3] = (answer[2] + line_ms(p)) * SPEED / 1e3
    parts = number_parts(NAMES, answer, right, wrong, units=UNITS, carried=carried)
    said = (
        f"{right[0]:.2f} % are gone before anybody can use the pair, {right[1]:.2f} % when the "
        f"message is there. It may wait {right[2]:.2f} ms, and not at all on {right[3]:.0f} km."
    )
    return add_up(parts, right=said, exercise="09.5")


def _loss(total_ms: float, p: Any) -> float:
    return 100 * (1 - fidelity(total_ms, p))


def _of_both(total_ms: float, p: Any) -> dict[float, str]:
    """Return what slips of every kind make of a loss."""
    right = fidelity(total_ms, p)
    populations, coherence = exp(-total_ms / p["t1_ms"]), exp(-total_ms / p["t2_ms"])
    return {
        100 * right: "fidelity for loss | That is the fidelity. Asked is what is missing to 100 %.",
        1 - right: "share for per cent | That is a share. Asked is per cent.",
        50 * (1 - coherence): "T1 forgotten | You left T1 out: that is dephasing alone.",
        75 * (1 - coherence): "T1 taken for T2 | You let everything decay with T2.",
        25 * (1 - populations): "T2 forgotten | You left T2 out: that is T1's share alone.",
        _loss(total_ms * SPEED / VACUUM_KM_S, p): "light in vacuum | "
        "Light is slower in fibre than in vacuum: c is 204 218 km/s here.",
        _loss(total_ms * SPEED / ROUND_KM_S, p): "c rounded | "
        "You took 200 000 km/s; c is 204 218 km/s here.",
    }
