"""Attempts at a pair in space and time: photons out, heralds back, and now and then a pair."""

from functools import cache
from math import floor, log, log1p
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from qinet_edu import network
from qinet_edu.arguments import one_real
from qinet_edu.draw import given
from qinet_edu.draw.picture import Picture
from qinet_edu.draw.svg import Drawing
from qinet_edu.draw.trying_chart import (
    CHART,
    LEGS,
    SLOTS,
    across,
    chart,
    down,
    legend,
    readout,
    slot_height,
)
from qinet_edu.draw.trying_words import (
    attempts_alt,
    fate_words,
    heading,
    number_words,
    period_words,
    place_words,
    so_far_words,
    station_words,
    ticks,
    told,
)
from qinet_edu.noise import fibre_delay_s

PARTS = network.Hardware.of_the_course()
SCHEMES = ("single-click", "double-click", "midpoint-source", "end-node")
# Schemes in which a spin shines with a share α.
DIMMED = ("single-click", "end-node")
MOST = 10**9
# How long the luck of the waits and of the losses lasts before it comes round again.
WAITS, LOSSES = 40, 61
_NEAR, _FAR = 0.05, 0.94

Luck: TypeAlias = dict[str, NDArray[np.float64]]
Fate: TypeAlias = tuple[str, float]


def attempts(
    scheme: str = "single-click",
    *,
    length_km: float = 85.0,
    alpha: float = 0.1,
    attempt: int = 1,
    seed: int = 1,
) -> Picture:
    """Draw attempts at a pair as a space–time diagram: place across, time downwards.

    Light and news are slanted lines, for both need time. Over 85 km an attempt at single-click
    takes 0.43 ms, there and back, and one in 148 makes a pair: 63 ms a pair, though light needs
    0.4 ms. No new attempt may begin before the news of the last one is in, and both spins wait
    for it.

    Args:
        scheme: ``"single-click"``, ``"double-click"``, ``"midpoint-source"`` or ``"end-node"``.
        length_km: fibre from Alice to Bob, 1 to 200 km.
        alpha: the share of Alice's spin that shines, 0.001 to 1; for single-click and end-node.
        attempt: the last one shown, counted from 1.
        seed: which attempts succeed, and how the others fail.

    Returns:
        The picture; its numbers are ``success``, ``mean_attempts``, ``attempt_s``, ``rate_hz``,
        how long ``alice_waits_s`` and ``bob_waits_s``, the ``pairs`` so far, the ``last_pair``
        and the ``next_pair`` by attempt; of each attempt shown its ``number``, whether it made a
        pair (``win``), its ``fate`` (what became of Alice's and of Bob's photon: none, lost or
        come, by initial), and where its photons end.

    Raises:
        TypeError: a length or α that is no real number.
        ValueError: an unknown scheme, or something out of its range.

    Source:
        The schemes as C. Jones et al., New J. Phys. 18, 083015 (2016), compare them.

    Example:
        >>> numbers = attempts(length_km=85).numbers
        >>> round(1e3 * numbers["attempt_s"], 2), round(numbers["mean_attempts"])
        (0.43, 148)
        >>> attempts("end-node").numbers["alice_waits_s"] / numbers["alice_waits_s"]
        2.0
    """
    settings = read_settings(
        scheme=scheme, length_km=length_km, alpha=alpha, attempt=attempt, seed=seed
    )
    numbers = attempt_numbers(**settings)
    drawing = Drawing(640, 620)
    drawing.text(24, 34, "Photons out, heralds back", size=17, bold=True)
    drawing.text(24, 58, period_words(numbers), bold=True, part="period")
    drawing.text(24, 77, heading(scheme), size=12, fill="muted", part="heading")
    chart(drawing, numbers, ticks(numbers), station_words(scheme), place_words(numbers))
    for k in range(CHART["most"]):
        y = numbers[f"y_{k}"]
        drawing.text(CHART["words"], y + 18, number_words(numbers, k), size=12, bold=True,
                     part=f"number-{k}")  # fmt: skip
        drawing.text(CHART["words"], y + 35, fate_words(scheme, numbers, k), size=11,
                     part=f"fate-{k}")  # fmt: skip
    legend(drawing)
    readout(drawing, told(numbers), so_far_words(numbers))
    alt = attempts_alt(numbers)
    return Picture(drawing.render(alt), alt, numbers)


def read_settings(**settings: Any) -> dict[str, Any]:
    """Return the settings, checked."""
    scheme = settings["scheme"]
    if not isinstance(scheme, str) or scheme not in SCHEMES:
        raise ValueError(f"There is no scheme {scheme!r}; choose one of {', '.join(SCHEMES)}.")
    attempt = given.count("attempt", settings["attempt"])
    if not 1 <= attempt <= MOST:
        raise ValueError(f"attempt is counted from 1 to {MOST}; {attempt} is none of them.")
    return {
        "scheme": scheme,
        "length_km": one_real(settings["length_km"], "length_km", low=1, high=200),
        "alpha": one_real(settings["alpha"], "alpha", low=1e-3, high=1),
        "attempt": attempt,
        "seed": given.count("seed", settings["seed"]),
    }


@cache
def luck(seed: int) -> Luck:
    """Draw what chance decides, as numbers in (0, 1): the waits, and how attempts fail and where.

    Never 0 nor 1, whose logarithms would be no waits.
    """
    random = np.random.default_rng(seed)
    sizes = {"wait": WAITS, "fate": LOSSES, "place_a": LOSSES, "place_b": LOSSES}
    return {name: (random.integers(0, 10**6, n) + 0.5) / 10**6 for name, n in sizes.items()}


def link(scheme: str, length_km: float, alpha: float) -> network.Scheme:
    """Return the link whose attempts are drawn, built of the course's parts."""
    return network.scheme(
        scheme, length_km, hardware=PARTS, **({"alpha": alpha} if scheme in DIMMED else {})
    )


def attempt_numbers(
    scheme: str, length_km: float, alpha: float, attempt: int, seed: int
) -> dict[str, Any]:
    """Return what the scheme gives, what has happened so far, and where photons end."""
    made, drawn = link(scheme, length_km, alpha), luck(seed)
    success, attempt_s = made.success, made.attempt_s
    waits = [1 + floor(log(one) / log1p(-success)) for one in drawn["wait"]]
    pairs, last, following = counted(attempt, waits)
    slots = SLOTS[scheme]
    numbers: dict[str, Any] = {
        "scheme": scheme, "length_km": length_km, "alpha": alpha, "attempt": attempt,
        "success": success, "mean_attempts": 1 / success, "attempt_s": attempt_s,
        "rate_hz": made.rate_hz, "alice_waits_s": made.waits_s[0], "bob_waits_s": made.waits_s[1],
        "light_s": float(fibre_delay_s(length_km)), "prepare_s": PARTS.cycle_s,
        "elapsed_s": attempt * attempt_s, "pairs": pairs, "expected": attempt * success,
        "last_pair": last, "next_pair": following, "slots": slots,
    }  # fmt: skip
    first = max(1, attempt - slots + 1)
    fates = failures(made, alpha)
    for k in range(CHART["most"]):
        number = first + k if k < slots and first + k <= attempt else 0
        win = bool(number) and counted(number, waits)[1] == number
        numbers |= _slot(numbers, k, number, "cc" if win else _fate(fates, drawn, number)) | {
            f"win_{k}": int(win),
        }  # fmt: skip
        numbers |= _ends(made, numbers, drawn, k)
    return numbers


def counted(attempt: int, waits: list[int]) -> tuple[int, int, int]:
    """Return how many pairs there are by an attempt, and which attempts made the last and next.

    Example:
        >>> counted(5, [3, 4]), counted(7, [3, 4])
        ((1, 3, 7), (2, 7, 10))
    """
    rounds, rest = divmod(attempt, sum(waits))
    begun = rounds * sum(waits)
    last, at = begun, 0
    for k, wait in enumerate(waits):
        at += wait
        if at > rest:
            return rounds * len(waits) + k, last, begun + at
        last = begun + at
    raise AssertionError("the rest of a division is less than what it is divided by")


def failures(made: network.Scheme, alpha: float) -> list[Fate]:
    """Return how an attempt may fail, each way with its weight, dark counts left aside.

    Two letters for what became of Alice's photon and of Bob's: n for none, l for lost, c for come.
    """
    a, b = made.transmittances
    if made.name == "midpoint-source":
        pair = PARTS.pair
        return [
            ("nn", 1 - pair), ("ll", pair * (1 - a) * (1 - b)), ("lc", pair * (1 - a) * b),
            ("cl", pair * a * (1 - b)),
        ]  # fmt: skip
    if made.name == "double-click":
        # Half of the time both photons come in the same window, and fail together.
        return [
            ("ll", (1 - a) * (1 - b)), ("lc", (1 - a) * b), ("cl", a * (1 - b)), ("cc", a * b / 2),
        ]  # fmt: skip
    other = float(getattr(made, "bob_alpha", alpha))
    return [
        ("nn", (1 - alpha) * (1 - other)), ("nl", (1 - alpha) * other * (1 - b)),
        ("ln", alpha * (1 - a) * (1 - other)), ("ll", alpha * (1 - a) * other * (1 - b)),
        ("cc", alpha * a * other * b * (1 - PARTS.visibility) / 2),
    ]  # fmt: skip


def _fate(fates: list[Fate], drawn: Luck, number: int) -> str:
    if not number:
        return "nn"
    rest = float(drawn["fate"][number % LOSSES]) * sum(weight for _, weight in fates)
    for fate, weight in fates:
        rest -= weight
        if rest < 0:
            return fate
    return fates[0][0]


def _slot(numbers: dict[str, Any], k: int, number: int, fate: str) -> dict[str, Any]:
    high = slot_height(numbers)
    return {f"number_{k}": number, f"fate_{k}": fate, f"y_{k}": CHART["top"] + high * k}


def _ends(made: network.Scheme, numbers: dict[str, Any], drawn: Luck, k: int) -> dict[str, float]:
    """Return where the two photons of an attempt end: where they are lost, or where they arrive."""
    legs, found = LEGS[numbers["scheme"]], {}
    arm_km = {"end-node": (made.length_km, 0.0)}.get(made.name, (made.length_km / 2,) * 2)
    for party, fate, km, eta in zip(
        "ab", numbers[f"fate_{k}"], arm_km, made.transmittances, strict=True
    ):
        share = 1.0
        if fate == "l":
            unlucky = float(drawn[f"place_{party}"][numbers[f"number_{k}"] % LOSSES])
            share = lost_at(unlucky, km, eta)
        x0, t0, x1, t1 = legs[party]
        found[f"{party}_x_{k}"] = across(x0 + (x1 - x0) * share)
        found[f"{party}_y_{k}"] = down(numbers, k, t0 + (t1 - t0) * share)
    return found


def lost_at(unlucky: float, arm_km: float, eta: float) -> float:
    """Return on which share of its way a lost photon is lost, kept clear of both ends.

    It did not get into the fibre, or was lost on the way, or arrived and was not seen.

    Example:
        >>> lost_at(0.1, 42.5, 0.03), 0.1 < lost_at(0.8, 42.5, 0.03) < 0.9
        (0.05, True)
    """
    survived, start = 1 - unlucky * (1 - eta), PARTS.emission
    fibre = 10 ** (-PARTS.loss_db_per_km * arm_km / 10)
    if survived > start:
        return _NEAR
    if survived > start * fibre:
        return min(_FAR, max(_NEAR, log(survived / start) / log(fibre)))
    return _FAR
