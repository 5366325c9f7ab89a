"""What the picture of a chain's way to one pair says."""

from collections.abc import Mapping, Sequence
from math import exp
from typing import Any

from qinet_edu.draw.svg import decimals
from qinet_edu.units import three_digits, time_unit, time_words

HEADING = "Every half decays in its memory, from its photon’s departure until it is of use."
HEADS = ("wait for heralds", "wait for neighbours", "wait for the last news", "all halves together")


def pair_name(numbers: Mapping[str, Any], k: int, names: Sequence[str]) -> str:
    """Name the pair that is there after what happened k-th."""
    return f"{names[numbers[f'from_{k}']]}–{names[numbers[f'to_{k}']]}"


def event_words(numbers: Mapping[str, Any], k: int, names: Sequence[str]) -> str:
    """Say what happened k-th, and when; nothing of what has not happened."""
    if not numbers[f"there_{k}"]:
        return ""
    kind, place, when = (numbers[f"{name}_{k}"] for name in ("kind", "place", "time"))
    if kind == "pair":
        what = f"pair at attempt {numbers[f'attempts_{place}']}"
    else:
        what = f"{names[place]} swaps" if kind == "swap" else "both ends know"
    return f"{time_words(when)}: {what}"


def left_over(numbers: Mapping[str, Any], k: int, names: Sequence[str]) -> str:
    """Say which pair there is then, and what it is worth; nothing of what has not happened."""
    if not numbers[f"there_{k}"]:
        return ""
    return f"{pair_name(numbers, k, names)}, F {decimals(numbers[f'f_{k}'], 3)}"


def ends(numbers: Mapping[str, Any], names: Sequence[str]) -> str:
    """Name both ends."""
    return f"{names[0]} to {names[numbers['links']]}"


def result_words(numbers: Mapping[str, Any], names: Sequence[str]) -> str:
    """Say what there is by now."""
    links, now = numbers["links"], time_words(numbers["now_s"])
    if numbers["over"]:
        return f"{ends(numbers, names)} after {now}: F = {decimals(numbers['f_end'], 3)}."
    return (
        f"{ends(numbers, names)}, after {now}: pairs {numbers['pairs']} of {links}, "
        f"swaps {numbers['swaps']} of {links - 1}."
    )


def told(numbers: Mapping[str, Any]) -> tuple[str, ...]:
    """Write how long halves lie in memory, for what, and in sum."""
    parts = ("herald_s", "neighbour_s", "news_s", "waited_s")
    return tuple(time_words(numbers[name]) for name in parts)


def left_words(numbers: Mapping[str, Any]) -> str:
    """Say what all the waiting leaves."""
    share = exp(-numbers["waited_s"] / numbers["t2_s"])
    return (
        f"By the end {decimals(100 * share, 1)} % of the phase is left (T2 = "
        f"{time_words(numbers['t2_s'])}): F = {decimals(numbers['f_end'], 3)}, without any wait "
        f"{decimals(numbers['f_fresh'], 3)}."
    )


def tick_words(numbers: Mapping[str, Any], most: int) -> list[str]:
    """Write the times at the ticks, then the unit; nothing past the end."""
    step, done = numbers["step_s"], numbers["done_s"]
    unit, name = time_unit(done)
    return [*(three_digits(k * step / unit) if k * step <= done else "" for k in range(most)), name]


def timeline_alt(numbers: Mapping[str, Any], names: Sequence[str]) -> str:
    """Say in words what the picture shows."""
    links = numbers["links"]
    happened = "; ".join(
        f"{event_words(numbers, k, names)} ({left_over(numbers, k, names)})"
        for k in range(2 * links)
        if numbers[f"there_{k}"]
    )
    heralds, neighbours, news, together = told(numbers)
    chance = three_digits(100 * numbers["success"])
    return (
        f"Space–time diagram of a chain of {links} links, place across, time downwards; an attempt "
        f"succeeds with {chance} %, pairs begin with F {decimals(numbers['fidelity'], 3)}. "
        f"{result_words(numbers, names)} {'So far: ' + happened if happened else 'No pair yet'}. "
        f"In the whole run halves wait {heralds} for heralds, {neighbours} for neighbours, {news} "
        f"for the last news, {together} all together. {left_words(numbers)}"
    )
