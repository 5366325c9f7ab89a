"""What the waiting room for pairs says."""

from collections.abc import Mapping
from typing import Any

from qinet_edu.draw.bars import grouped
from qinet_edu.draw.lounge_play import JOINED, LINES, SEATS
from qinet_edu.draw.svg import decimals
from qinet_edu.units import three_digits

DID = ("no pair", "a pair ✓", "rests: no seat was free", "")


def plural(count: int, name: str) -> str:
    """Write a count with its name.

    Example:
        >>> plural(1, "round"), plural(12, "round")
        ('1 round', '12 rounds')
    """
    return f"{grouped(count)} {name}{'' if count == 1 else 's'}"


def percent(share: float) -> str:
    """Write how many of a hundred."""
    return three_digits(100 * share)


def cutoff_words(cutoff: int | None) -> str:
    """Name a cut-off.

    Example:
        >>> cutoff_words(1), cutoff_words(None)
        ('cut-off 1 round', 'no cut-off')
    """
    return "no cut-off" if cutoff is None else f"cut-off {plural(cutoff, 'round')}"


def lounge_words(numbers: Mapping[str, Any]) -> tuple[str, str]:
    """Say what the cut-off makes of the pairs, and what they are like."""
    words = cutoff_words(numbers["cutoff"])
    time = three_digits(numbers["time"])
    alone = "" if numbers["capacity"] == 1 else " (with one seat)"
    return (
        f"{words[0].upper()}{words[1:]}: a pair every {time} round{'' if time == '1' else 's'}, "
        f"F = {decimals(numbers['fidelity'], 3)}{alone}.",
        f"Each link: p = {three_digits(numbers['p'])} a round, at first "
        f"F = {three_digits(numbers['link_fidelity'])}; waiting takes "
        f"{percent(1 - numbers['decay'])} % of the weight a round.",
    )


def did_words(numbers: Mapping[str, Any], link: str) -> str:
    """Say what a link did in the last round."""
    return DID[numbers[f"{link}_did"]]


def seat_words(numbers: Mapping[str, Any], link: str, k: int) -> str:
    """Say how long a pair has waited, and what it is worth; nothing of an empty seat."""
    age = numbers[f"{link}_age_{k}"]
    if age < 0:
        return ""
    waits = "new" if not age else f"waits {plural(age, 'round')}"
    return f"{waits}, F = {decimals(numbers[f'{link}_f_{k}'], 3)}"


def event_words(numbers: Mapping[str, Any], k: int) -> tuple[str, str, str, str]:
    """Write a line of the board."""
    at, kind, waited, f = (
        numbers[f"event_{k}_{what}"] for what in ("round", "kind", "waited", "f")
    )  # fmt: skip
    if not kind:
        return "", "", "", ""
    what = "✓ joined" if kind == JOINED else "✕ thrown away"
    return grouped(at), what, str(waited), decimals(f, 3) if kind == JOINED else "–"


def last_words(numbers: Mapping[str, Any]) -> str:
    """Say who left in the last round."""
    rounds, words = numbers["rounds"], []
    if not rounds:
        return "Nobody is here yet"
    for k in reversed(range(LINES)):
        if numbers[f"event_{k}_round"] != rounds:
            continue
        waited = numbers[f"event_{k}_waited"]
        after = f"after {plural(waited, 'round')}" if waited else "at once"
        if numbers[f"event_{k}_kind"] == JOINED:
            words.append(f"joined {after}, F = {decimals(numbers[f'event_{k}_f'], 3)}")
        else:
            words.append("another is thrown away" if words else f"thrown away {after}")
    return f"Round {grouped(rounds)}: {'; '.join(words) or 'nobody leaves'}"


def told(numbers: Mapping[str, Any]) -> list[list[str]]:
    """Write the rows of the table."""
    best = numbers["best_key"] > 0
    names = {
        "": cutoff_words(numbers["cutoff"]), "endless_": cutoff_words(None),
        "best_": f"best for key: {plural_or_none(numbers['best_cutoff'])}" if best
        else "no cut-off gives a key",
    }  # fmt: skip
    rows = [
        _row(numbers, which, f"{name[0].upper()}{name[1:]}", which != "best_" or best)
        for which, name in names.items()
    ]
    played = f"Played: {plural(numbers['pairs'], 'pair')} in {plural(numbers['rounds'], 'round')}"
    return [*rows, _row(numbers, "played_", played, numbers["pairs"] > 0)]


def plural_or_none(cutoff: int | None) -> str:
    """Write a cut-off without its name."""
    return "none" if cutoff is None else plural(cutoff, "round")


def _row(numbers: Mapping[str, Any], which: str, name: str, known: bool) -> list[str]:
    if not known:
        return [name, "–", "–", "–"]
    key = numbers[f"{which}key"]
    return [
        name, three_digits(numbers[f"{which}time"]), decimals(numbers[f"{which}fidelity"], 3),
        decimals(key, 4) if key > 0 else "0",
    ]  # fmt: skip


def lounge_alt(numbers: Mapping[str, Any], lines: tuple[str, str]) -> str:
    """Say in words what the picture shows."""
    seats = [
        f"{place}: {seat_words(numbers, link, k)}"
        for link, place in (("a", "Brisbane to Gold Coast"), ("b", "Gold Coast to Ballina"))
        for k in range(SEATS)
        if numbers[f"{link}_age_{k}"] >= 0
    ]
    waiting = f"Waiting: {'; '.join(seats)}" if seats else "Nobody waits"
    rows = "; ".join(
        f"{name}: {time} rounds a pair, F {f}, {key} secret bits a round"
        if time != "–" else name
        for name, time, f, key in told(numbers)
    )  # fmt: skip
    capacity = numbers["capacity"]
    order = f", the {numbers['order']} first" if capacity > 1 else ""
    return (
        f"Two links whose pairs wait for each other, room for {plural(capacity, 'pair')} of a "
        f"link{order}. {lines[0]} {lines[1]} {last_words(numbers)}. {waiting}. "
        f"Thrown away so far: {plural(numbers['dropped'], 'pair')}. Curve of fidelity against "
        f"pairs over all cut-offs, with room for one. {rows}."
    ).replace("..", ".")
