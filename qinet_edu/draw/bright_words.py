"""What the picture of single-click's brightness says, and how it writes its numbers."""

from collections.abc import Mapping
from math import floor, log10
from typing import Any

from qinet_edu.draw.bars import grouped
from qinet_edu.draw.svg import decimals
from qinet_edu.units import three_digits, time_words

LEAST_ALPHA = 1e-4


def one_in(chance: float) -> str:
    """Write a chance as one of so many.

    Example:
        >>> one_in(0.0251), one_in(0.15), one_in(1e-5)
        ('40', '6.7', '100\\u202f000')
    """
    many = 1 / chance
    return decimals(many, 1) if many < 9.95 else grouped(int(decimals(many, 0)))


def alpha_words(alpha: float) -> str:
    """Write a bright-state parameter with two digits that count.

    Example:
        >>> alpha_words(0.1), alpha_words(0.0316), alpha_words(0.00012), alpha_words(1.0)
        ('0.10', '0.032', '0.00012', '1.00')
    """
    return decimals(alpha, max(2, 1 - floor(log10(alpha) + 1e-9)))


def bright_words(numbers: Mapping[str, Any]) -> tuple[str, str]:
    """Say what this brightness gives, and what double-click would."""
    first = (
        f"α = {alpha_words(numbers['alpha'])}: one attempt in {one_in(numbers['chance'])} is "
        f"heralded, F = {decimals(numbers['fidelity'], 3)}."
    )
    return first, (
        f"{decimals(100 * numbers['false'], 1)} % of the heralds find both spins alike: both "
        "shone, or neither (dark click)."
    )


def key_words(numbers: Mapping[str, Any]) -> str:
    """Say between which bright-state parameters there is key."""
    if numbers["best_alpha"] <= 0:
        return "No α gives a key on this line: too many heralds are false."
    least, most = alpha_words(numbers["least_alpha"]), alpha_words(numbers["most_alpha"])
    first = f"from α = {least} " if numbers["least_alpha"] > LEAST_ALPHA else ""
    return (
        f"Thick line: BBM92 makes key, {first}up to α = {most} (keys without end, none lost in "
        "sifting)."
    )


def arm_words(numbers: Mapping[str, Any]) -> str:
    """Say what one arm lets through, each loss once, and how long an attempt takes."""
    fibre = numbers["transmittance"] / (numbers["emission"] * numbers["detector"])
    return (
        f"One arm: {three_digits(numbers['emission'])} emitted × {three_digits(fibre)} fibre × "
        f"{three_digits(numbers['detector'])} seen = {three_digits(numbers['transmittance'])}. "
        f"An attempt: {time_words(numbers['attempt_s'])}. "
        f"Phase: ± {three_digits(numbers['phase_std_rad'])} rad."
    )


def told(numbers: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    """Write the rows of the table: name, attempts a pair, pairs, F and key a second."""
    best = numbers["best_alpha"]
    names = (
        ("", f"single-click, α = {alpha_words(numbers['alpha'])}"),
        ("best_", f"its best α for key: {alpha_words(best)}" if best > 0 else "no α gives a key"),
        ("double_", "double-click"),
    )
    return tuple(
        (
            name, one_in(numbers[f"{which}chance"]), three_digits(numbers[f"{which}rate_hz"]),
            decimals(numbers[f"{which}fidelity"], 3), key_rate(numbers[f"{which}key_hz"]),
        )
        if which != "best_" or best > 0 else (name, "–", "–", "–", "–")
        for which, name in names
    )  # fmt: skip


def key_rate(key_hz: float) -> str:
    """Write secret bits per second; what is 0 but for rounding is none.

    Example:
        >>> key_rate(12.34), key_rate(0.0)
        ('12.3', 'none')
    """
    return three_digits(key_hz) if key_hz > 1e-9 else "none"


def bright_alt(numbers: dict[str, float], lines: tuple[str, str]) -> str:
    """Say in words what the picture shows."""
    rows = "; ".join(
        f"{name}: one in {many}, {rate} pairs per second, F = {f}, secret bits per second: {key}"
        if many != "–"
        else name
        for name, many, rate, f, key in told(numbers)
    )
    return (
        f"Curve of fidelity against pairs per second over {decimals(numbers['length_km'], 0)} km, "
        f"from dark spins to bright ones; visibility {decimals(numbers['visibility'])}. "
        f"{lines[0]} {lines[1]} In figures, {rows}. {key_words(numbers)} {arm_words(numbers)} "
        "Below F = 1/2 the fidelity shows no entanglement."
    )
