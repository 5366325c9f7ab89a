"""What the picture of attempts at a pair says."""

from collections.abc import Mapping
from typing import Any

from qinet_edu.draw.bars import grouped
from qinet_edu.draw.bright_words import alpha_words, one_in
from qinet_edu.draw.svg import decimals
from qinet_edu.units import three_digits, time_unit, time_words

HEADINGS = {
    "single-click": "A photon half-way, a herald back: one click of two detectors makes a pair.",
    "double-click": "A photon half-way, heralds back: a click in each of two windows makes a pair.",
    "midpoint-source": "A half to either end, which then tell each other: two flags make a pair.",
    "end-node": "Alice’s photon flies all the way to Bob’s detectors, his herald all the way back.",
}
CROSSINGS = {
    "single-click": "", "double-click": "", "midpoint-source": "1.5 × ", "end-node": "2 × ",
}  # fmt: skip
STATIONS = {
    "single-click": "detectors", "double-click": "detectors", "midpoint-source": "source of pairs",
    "end-node": "detectors at Bob’s",
}  # fmt: skip
_CLICKED = {
    "nn": "no photon was sent", "nl": "Bob’s photon is lost", "ln": "Alice’s photon is lost",
    "ll": "both photons are lost", "cc": "both detectors click",
}  # fmt: skip
FATES = {
    "single-click": _CLICKED,
    "double-click": {
        "ll": "both photons are lost", "lc": "Alice’s photon is lost",
        "cl": "Bob’s photon is lost", "cc": "both in the same window",
    },
    "midpoint-source": {
        "nn": "the source made no pair", "ll": "both halves are lost",
        "lc": "Alice’s half is lost", "cl": "Bob’s half is lost",
    },
    "end-node": _CLICKED,
}  # fmt: skip
WINS = {
    "single-click": "a click, nobody knows whose", "double-click": "a click in each window",
    "midpoint-source": "both memories are full", "end-node": "a click, nobody knows whose",
}  # fmt: skip


def heading(scheme: str) -> str:
    """Say how the scheme makes a pair."""
    return HEADINGS[scheme]


def station_words(scheme: str) -> str:
    """Name what stands half-way, or at Bob's."""
    return STATIONS[scheme]


def period_words(numbers: Mapping[str, Any]) -> str:
    """Say how long an attempt takes, and of what that is made."""
    return (
        f"One attempt: {CROSSINGS[numbers['scheme']]}{decimals(numbers['length_km'], 0)} km / c in "
        f"fibre + {time_words(numbers['prepare_s'])} to prepare = "
        f"{time_words(numbers['attempt_s'])}."
    )


def fate_words(scheme: str, numbers: Mapping[str, Any], k: int) -> str:
    """Say how an attempt ended; nothing of one that was not made."""
    if not numbers[f"number_{k}"]:
        return ""
    return WINS[scheme] if numbers[f"win_{k}"] else FATES[scheme][numbers[f"fate_{k}"]]


def ticks(numbers: Mapping[str, Any]) -> list[str]:
    """Write the time at the beginning of each attempt shown, then the unit."""
    slots = numbers["slots"]
    unit, name = time_unit(slots * numbers["attempt_s"])
    times = [three_digits(k * numbers["attempt_s"] / unit) if k <= slots else "" for k in range(6)]
    return [*times, name]


def told(numbers: Mapping[str, Any]) -> tuple[str, ...]:
    """Write what the scheme gives."""
    return (
        f"one in {one_in(numbers['success'])}", three_digits(numbers["rate_hz"]),
        time_words(numbers["alice_waits_s"]), time_words(numbers["bob_waits_s"]),
    )  # fmt: skip


def so_far_words(numbers: Mapping[str, Any]) -> str:
    """Say how many pairs there are."""
    many, pairs = numbers["attempt"], numbers["pairs"]
    pair = "no pair yet" if not pairs else "1 pair" if pairs == 1 else f"{grouped(pairs)} pairs"
    expected = three_digits(numbers["expected"]) if numbers["expected"] >= 0.01 else "hardly any"
    return (
        f"After {grouped(many)} attempt{'s' * (many > 1)}, {time_words(numbers['elapsed_s'])}: "
        f"{pair}; {expected} expected."
    )


def number_words(numbers: Mapping[str, Any], k: int) -> str:
    """Name an attempt, and tick it off if it made a pair; nothing where there is none."""
    number, win = numbers[f"number_{k}"], numbers[f"win_{k}"]
    return f"attempt {grouped(number)}{' ✓' if win else ''}" if number else ""


def place_words(numbers: Mapping[str, Any]) -> tuple[str, ...]:
    """Write where Alice, the station half-way and Bob are."""
    length = numbers["length_km"]
    half = "" if numbers["scheme"] == "end-node" else f"{three_digits(length / 2)} km"
    return "0 km", half, f"{decimals(length, 0)} km"


def attempts_alt(numbers: Mapping[str, Any]) -> str:
    """Say in words what the picture shows."""
    scheme = numbers["scheme"]
    shown = "; ".join(
        f"attempt {numbers[f'number_{k}']}: {fate_words(scheme, numbers, k)}"
        for k in range(5)
        if numbers[f"number_{k}"]
    )
    success, rate, alice, bob = told(numbers)
    bright = scheme in ("single-click", "end-node")
    alpha = f" with α = {alpha_words(numbers['alpha'])}" if bright else ""
    return (
        f"Space–time diagram of attempts at a pair, {scheme}{alpha}, place across, time downwards. "
        f"{period_words(numbers)} {heading(scheme)} Shown: {shown}. {success.capitalize()} "
        f"attempts succeeds, {rate} pairs per second; Alice’s half waits {alice}, Bob’s {bob}. "
        f"{so_far_words(numbers)}"
    )
