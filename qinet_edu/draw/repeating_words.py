"""What is said of repeaters' rates."""

from collections.abc import Mapping
from typing import Any

from qinet_edu.draw.generations import NAMES
from qinet_edu.draw.svg import decimals
from qinet_edu.units import three_digits, time_words

TITLES = {
    "direct": "direct, single photons", "plob": "most of any direct line (PLOB)",
    "one": "1 repeater", "three": "3 repeaters", "seven": "7 repeaters",
}  # fmt: skip
_POWERS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
YEAR_S = 365.25 * 86_400
_REPEATERS = ("one", "three", "seven")


def power_words(power: int) -> str:
    """Write a power of ten.

    Example:
        >>> power_words(9), power_words(-4), power_words(0)
        ('10⁹', '10⁻⁴', '1')
    """
    return "1" if power == 0 else "10" + ("" if power == 1 else str(power).translate(_POWERS))


def rate(hz: float) -> str:
    """Write a rate, with a power of ten where it is very small or large.

    Example:
        >>> rate(0.0), rate(21.34), rate(1.6e-10), rate(123456.0)
        ('none', '21.3', '1.6 × 10⁻¹⁰', '1.2 × 10⁵')
    """
    if hz <= 0:
        return "none"
    if 0.00995 <= hz < 99_995:
        return three_digits(hz)
    digits, exponent = f"{hz:.1e}".split("e")
    return f"{digits} × {power_words(int(exponent))}"


def wait(hz: float) -> str:
    """Say how long one bit takes.

    Example:
        >>> wait(1.6e-10), wait(0.001), wait(1e-7)
        ('198 years', '17 minutes', '116 days')
    """
    time_s = 1 / hz
    for unit, name, most in ((60, "minutes", 120), (3600, "hours", 72), (86_400, "days", 800)):
        if unit < time_s < most * unit:
            return f"{decimals(time_s / unit, 0)} {name}"
    if time_s <= 60:
        return time_words(time_s)
    years = time_s / YEAR_S
    if years < 9995:
        return f"{decimals(years, 0)} years"
    digits, exponent = f"{years:.0e}".split("e")
    return f"{digits} × {power_words(int(exponent))} years"


def best_line(numbers: Mapping[str, Any]) -> str:
    """Return with how many repeaters there is most key here, or nothing where there is none."""
    best = max(_REPEATERS, key=lambda name: numbers[f"{name}_hz"])
    return best if numbers[f"{best}_hz"] > 0 else ""


def rates_words(numbers: Mapping[str, Any]) -> tuple[str, str]:
    """Say what is best here, and what a direct line gives at most."""
    where = f"Over {decimals(numbers['length_km'], 0)} km"
    plob, best = numbers["plob_hz"], best_line(numbers)
    most = rate(plob) + " bits/s" if plob >= 1 else f"one bit in {wait(plob)}"
    if not best:
        first = f"{where} none of these repeaters leaves a key."
        second = f"Their pairs are too bad. A direct line gives at most {most}."
        return first, second
    told = f"{rate(numbers[f'{best}_hz'])} secret bits/s"
    if numbers[f"{best}_hz"] > plob:
        first = f"{where}, {TITLES[best].replace('1 repeater', 'one repeater')}: {told}."
        second = f"a direct line of 10⁹ pulses/s gives {most} at most."
        return first, f"Whatever is done at its ends, {second}"
    return (
        f"{where} a direct line still gives more than repeaters do.",
        f"At most {most}; the best of these repeaters, {TITLES[best]}: {told}.",
    )


def line_cells(numbers: Mapping[str, Any], name: str) -> tuple[str, str, str, str]:
    """Write a line's row: its rate here, its pairs' fidelity, and from where to where it is best.

    A line without repeaters delivers no pair of theirs, passes nothing and never ends.
    """
    here = rate(numbers[f"{name}_hz"])
    if name not in _REPEATERS:
        return here, "–", "–", "never ends"
    first, last = numbers[f"{name}_from"], numbers[f"{name}_to"]
    return (
        here, decimals(numbers[f"{name}_fidelity"], 3),
        f"{decimals(first, 0)} km" if first > 0 else "nowhere", reach(last),
    )  # fmt: skip


def reach(last_km: float) -> str:
    """Write up to where there is key.

    Example:
        >>> reach(0.0), reach(840.2), reach(1200.0)
        ('nowhere', '840 km', '> 1200 km')
    """
    if last_km <= 0:
        return "nowhere"
    return "> 1200 km" if last_km >= 1200 else f"{decimals(last_km, 0)} km"


def bits_words(bits: float) -> str:
    """Write what a generation gives, with two digits.

    Example:
        >>> bits_words(0.0), bits_words(0.0123), bits_words(8.0e-7), bits_words(46.2)
        ('none', '0.012', '8.0 × 10⁻⁷', '46')
    """
    if bits <= 0:
        return "none"
    if bits < 0.00095 or bits >= 99_995:
        digits, exponent = f"{bits:.1e}".split("e")
        return f"{digits} × {power_words(int(exponent))}"
    places = 0 if bits >= 9.95 else 1 + sum(bits < limit for limit in (0.995, 0.0995, 0.00995))
    return decimals(bits, places)


def hardware_words(numbers: Mapping[str, Any]) -> tuple[str, str, str]:
    """Say which hardware the curves are for."""
    modes = numbers["modes"]
    return (
        "Direct: 10⁹ pulses a second, which lose only light. Fibre: 0.2 dB/km. Key: BBM92.",
        f"A segment: {modes} {'attempt' if modes == 1 else 'attempts'} per round L₀/c, two "
        f"clicks half-way, coupling {decimals(numbers['coupling'])}, fresh pairs of "
        f"{decimals(numbers['fidelity'], 3)}.",
        f"Swaps: sure, at once, gate error {rate(numbers['gate_error'])}; nothing purified. "
        f"Memories: T2 = {time_words(numbers['t2_s'])}, both halves wait.",
    )


def counted_words(per: str) -> str:
    """Say what the map counts.

    Example:
        >>> counted_words("line")
        'Most secret bits per second from one line of 948 km.'
    """
    each = "from one" if per == "line" else "for each memory qubit of a"
    return f"Most secret bits per second {each} line of 948 km."


def map_words(numbers: Mapping[str, Any]) -> str:
    """Say which generation is best with this hardware, and what all of them give."""
    told = "; ".join(
        f"{name}: {bits_words(numbers[f'bits_{kind}'])}" for kind, name in NAMES.items()
    )
    best = numbers["best"]
    first = f"most is given by {NAMES[best]}" if best in NAMES else "no generation gives a key"
    return (
        f"Map of generations over coupling and gate error. {counted_words(numbers['per'])} At "
        f"this coupling and gate error {first}. Secret bits per second: {told}."
    )


def alt_words(
    numbers: Mapping[str, Any], lines: tuple[str, str], hardware: tuple[str, str, str], best: str
) -> str:
    """Say in words what the picture shows."""
    told = []
    for name, title in TITLES.items():
        here, f, first, last = line_cells(numbers, name)
        row = f"{title}: {here}"
        if name in _REPEATERS:
            row += f", F = {f}, passes any direct line from: {first}, key up to: {last}"
        told.append(row)
    return (
        "Curves of secret bits per second against distance, on a logarithmic scale. "
        f"{lines[0]} {lines[1]} Here, {'; '.join(told)}. {' '.join(hardware)} {best}"
    )
