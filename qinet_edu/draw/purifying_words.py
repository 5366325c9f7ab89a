"""What the picture of purification says, and how it writes its numbers."""

from collections.abc import Mapping
from math import floor, log10
from typing import Any

from qinet_edu.draw.svg import decimals
from qinet_edu.units import three_digits

ERRORS = ("Φ+", "Ψ−", "Ψ+", "Φ−")
PREFIXES = {"dejmps": "dejmps", "bbpssw": "bbpssw", "no twirl": "plain"}
TITLES = {"dejmps": "DEJMPS", "bbpssw": "BBPSSW", "no twirl": "no turn, no twirl"}
HEADINGS = {
    "dejmps": "DEJMPS: both turn their qubits first, so a round sees what the last one could not.",
    "bbpssw": "BBPSSW: a twirl before each round makes all errors alike, whichever was likely.",
    "no twirl": "Neither turned nor twirled: equal bits never show Φ−, and it adds up.",
}  # fmt: skip
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Half a unit of the last digit written: what grew by less is not seen to grow.
GREW = 5e-5


def pairs_words(pairs: float) -> str:
    """Write how many pairs are needed on average.

    Example:
        >>> [pairs_words(pairs) for pairs in (31.6665, 2916.86, 123456.0, 2.2587e10)]
        ['31.67', '2916.9', '123k', '2.26 × 10¹⁰']
    """
    if pairs < 99.995:
        return decimals(pairs, 2)
    if pairs < 9999.95:
        return decimals(pairs, 1)
    if pairs < 1e6:
        return f"{three_digits(pairs / 1000)}k"
    power = floor(log10(pairs) + 1e-9)
    return f"{decimals(pairs / 10**power, 2)} × 10{str(power).translate(RAISED)}"


def grown(numbers: Mapping[str, Any], k: int) -> list[int]:
    """Return which errors round k made larger, by their places, the largest first."""
    if not k:
        return []
    more = [i for i in (1, 2, 3) if numbers[f"v_{k}_{i}"] - numbers[f"v_{k - 1}_{i}"] > GREW]
    return sorted(more, key=lambda i: -numbers[f"v_{k}_{i}"])


def result_words(numbers: Mapping[str, Any]) -> str:
    """Say from where to where, and for how many raw pairs."""
    rounds = numbers["rounds"]
    title = TITLES[numbers["protocol"]]
    first = f"{title[0].upper()}{title[1:]}, {rounds} round{'' if rounds == 1 else 's'}: F = "
    if not rounds:
        return f"{first}{decimals(numbers['v_0_0'], 4)}, a raw pair."
    return (
        f"{first}{decimals(numbers['v_0_0'], 4)} → {decimals(numbers[f'v_{rounds}_0'], 4)}, "
        f"for {pairs_words(numbers[f'pairs_{rounds}'])} raw pairs on average."
    )


def change_words(numbers: Mapping[str, Any]) -> str:
    """Say which error the last round made larger, and why."""
    k, protocol = numbers["rounds"], numbers["protocol"]
    if not k:
        return "Raw pairs: no bits have been compared yet."
    before, after = numbers[f"v_{k - 1}_0"], numbers[f"v_{k}_0"]
    more = grown(numbers, k)
    if before - after > GREW:
        names = ", ".join(ERRORS[i] for i in more)
        return (
            f"Round {k} made it worse: F fell from {decimals(before, 4)} to {decimals(after, 4)}, "
            f"and {names} grew."
        )
    if not more:
        return f"Round {k}: no error grew."
    i = more[0]
    unseen = "equal bits do not show it" if i == 3 else "a flip in both pairs leaves the bits equal"
    why = "the twirl makes all three alike" if protocol == "bbpssw" else unseen
    return (
        f"Round {k}: {ERRORS[i]} grew from {decimals(numbers[f'v_{k - 1}_{i}'], 4)} to "
        f"{decimals(numbers[f'v_{k}_{i}'], 4)}: {why}."
    )


def fixed_words(numbers: Mapping[str, Any]) -> str:
    """Name the fixed point of the protocol."""
    ceiling = numbers[f"{PREFIXES[numbers['protocol']]}_ceiling"]
    return f"fixed point {decimals(ceiling, 4)}" if ceiling > 0 else "no fixed point"


def target_words(numbers: Mapping[str, Any]) -> str:
    """Name the target."""
    return f"target {numbers['target']:.6g}"


def aim_words(numbers: Mapping[str, Any]) -> str:
    """Name what the rounds are counted for."""
    return f"rounds to F = {numbers['target']:.6g}"


def cost_cells(numbers: Mapping[str, Any], protocol: str) -> tuple[str, str, str, str]:
    """Write rounds and raw pairs to the target, and the two fixed points of a protocol."""
    prefix = PREFIXES[protocol]
    rounds, ceiling = numbers[f"{prefix}_rounds"], numbers[f"{prefix}_ceiling"]
    fixed = [decimals(numbers[f"{prefix}_{end}"], 4) for end in ("floor", "ceiling")]
    return (
        "out of reach" if rounds < 0 else str(rounds),
        "–" if rounds < 0 else pairs_words(numbers[f"{prefix}_pairs"]),
        *((fixed[0], fixed[1]) if ceiling > 0 else ("–", "–")),
    )


def purify_alt(numbers: Mapping[str, Any]) -> str:
    """Say in words what the picture shows."""

    shown = range(numbers["rounds"] + 1)
    rows = [
        f"{name} {', '.join(decimals(numbers[f'v_{k}_{i}'], 4) for k in shown)}"
        for i, name in enumerate(ERRORS)
    ]
    if numbers["rounds"]:
        rows += [
            f"success {', '.join(decimals(numbers[f'p_{k}'], 3) for k in shown[1:])}",
            f"raw pairs {', '.join(pairs_words(numbers[f'pairs_{k}']) for k in shown)}",
        ]
    table = []
    for protocol, prefix in PREFIXES.items():
        rounds, pairs, floor, ceiling = cost_cells(numbers, protocol)
        price = rounds if pairs == "–" else f"{rounds} rounds, {pairs} raw pairs"
        known = f", fixed points {floor} and {ceiling}" if numbers[f"{prefix}_ceiling"] else ""
        table.append(f"{TITLES[protocol]}: {price}{known}")
    return (
        f"Bell-diagonal bars before and after each round of purification, gate error "
        f"{decimals(100 * numbers['gate_error'], 1)} %. {result_words(numbers)} "
        f"{change_words(numbers)} From the raw pair on: {'; '.join(rows)}. "
        f"To F = {numbers['target']:.6g}: {'; '.join(table)}."
    )
