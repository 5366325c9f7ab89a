"""What the picture of a chain of swaps says."""

from collections.abc import Mapping, Sequence
from typing import Any

from qinet_edu.draw.svg import decimals
from qinet_edu.units import time_words

HEADINGS = {
    "werner": "Werner links: swaps multiply their weights (4F − 1)/3.",
    "dephased": "Dephased links, only Φ− errs: two such errors cancel.",
}
LEGEND = (
    "Square: a node’s bits, for Z and X. On a pair: its frame, what its right half needs; "
    "I: nothing.",
    "Not counted here: the halves at both ends decay in their memories until the bits are there.",
)
# By the sum of the bits: 2 for Z and 1 for X.
FRAMES = ("I", "X", "Z", "XZ")
CORRECTIONS = ("nothing", "X", "Z", "X and Z")
STATES = ("Φ+", "Ψ+", "Φ−", "Ψ−")
# A pair of this fidelity is not entangled; one that a rounding puts above it is not either.
POOR = 0.5 + 1e-9


def heading_words(numbers: Mapping[str, Any]) -> str:
    """Say what errs."""
    errs = numbers["gate_error"]
    gates = f" Gate error {decimals(100 * errs, 1)} % at each node." if errs else ""
    return f"{HEADINGS[numbers['kind']]}{gates}"


def result_words(numbers: Mapping[str, Any], names: Sequence[str]) -> str:
    """Say which pairs are left."""
    links, swapped = numbers["links"], numbers["swapped"]
    if numbers["whole"]:
        return (
            f"One pair, {names[0]} to {names[links]}, {numbers['length_km']:.0f} km: "
            f"F = {decimals(numbers['f_end'], 4)}."
        )
    if not swapped:
        return f"{links} pairs between neighbours, the longest over {numbers['longest_km']:.0f} km."
    return (
        f"{swapped} of {links - 1} nodes {'has' if swapped == 1 else 'have'} swapped: "
        f"{numbers['pairs']} pairs left, the longest over {numbers['longest_km']:.0f} km."
    )


def fidelity_words(f: float) -> str:
    """Write the fidelity of a pair, crossed if it is not entangled.

    Example:
        >>> fidelity_words(0.81333), fidelity_words(0.5)
        ('0.813', '0.500 ✕')
    """
    return f"{decimals(f, 3)}{'' if f > POOR else ' ✕'}"


def step_words(k: int) -> str:
    """Name a row of the chart."""
    return f"step {k}" if k else "links"


def bit_words(bit: int) -> str:
    """Write a bit, or that there is none yet."""
    return "·" if bit < 0 else str(bit)


def in_frame(numbers: Mapping[str, Any], node: int) -> bool:
    """Tell whether a node's bits belong to the frame of the pair that ends at Bob."""
    return bool(numbers["frame_from"] < node < numbers["links"])


def sum_words(numbers: Mapping[str, Any], bit: str) -> str:
    """Write the sum of the bits of the pair that ends at Bob."""
    if numbers["frame_from"] == numbers["links"] - 1:
        return "–"
    return str(numbers["frame"] // 2 if bit == "z" else numbers["frame"] % 2)


def total_words(numbers: Mapping[str, Any]) -> str:
    """Say what any order comes to."""
    f = numbers["f_end"]
    lost = "" if f > POOR else ", no longer entangled ✕"
    frame = "frame: the sum of all bits"
    if numbers["whole"]:
        frame = f"frame {FRAMES[numbers['frame']]}{', corrected' if numbers['corrected'] else ''}"
    return f"in any order F = {decimals(f, 4)}{lost}; {frame}"


def frame_words(numbers: Mapping[str, Any]) -> str:
    """Say what Bob's pair is, and what he must do, or has done."""
    frame, read = numbers["frame"], decimals(numbers["f_read"], 4)
    if numbers["corrected"]:
        return f"Bob has done {CORRECTIONS[frame]} to his half: F with Φ+ = {read}."
    if numbers["frame_from"] == numbers["links"] - 1:
        return f"Bob’s pair is still a link, a Φ+ without a frame: F = {read}."
    if not frame:
        return f"Bob’s pair is a Φ+, F = {read}: its bits say that it needs nothing."
    return (
        f"Bob’s pair is a {STATES[frame]}: F with Φ+ = {decimals(numbers['f_unread'], 4)}; "
        f"after {CORRECTIONS[frame]} at Bob’s, {read}."
    )


def message_words(numbers: Mapping[str, Any]) -> str:
    """Say how long bits are under way."""
    told, stepwise = time_words(numbers["told_s"]), time_words(numbers["stepwise_s"])
    if not numbers["swapped"]:
        return "No bits are under way. A node may swap at any time: it waits for no other."
    if not numbers["whole"]:
        return f"Bits need up to {told} to the right ends; if each step waits for them, {stepwise}."
    return f"If no node waits, Bob has all bits in {told}; if each step waits for bits, {stepwise}."


def joining_alt(numbers: Mapping[str, Any], names: Sequence[str]) -> str:
    """Say in words what the picture shows."""
    links = numbers["links"]
    raw = ", ".join(fidelity_words(numbers[f"f_0_{i}"]) for i in range(links))
    told = "".join(_step(numbers, names, k) for k in range(1, numbers["steps"] + 1))
    return (
        f"Chain of {links} pairs from {names[0]} (Alice) to {names[links]} (Bob), "
        f"fidelities {raw}. {heading_words(numbers)} {result_words(numbers, names)}{told} Joined "
        f"{total_words(numbers)}. {frame_words(numbers)} {message_words(numbers)}"
    )


def _step(numbers: Mapping[str, Any], names: Sequence[str], k: int) -> str:
    links = numbers["links"]
    found = ", ".join(
        f"{names[node]} finds {numbers[f'z_{node}']}{numbers[f'x_{node}']}"
        for node in range(1, links)
        if numbers[f"step_{node}"] == k
    )
    left = ", ".join(
        f"{names[i]} to {names[numbers[f'to_{k}_{i}']]} {fidelity_words(numbers[f'f_{k}_{i}'])} "
        f"with frame {FRAMES[numbers[f'frame_{k}_{i}']]}"
        for i in range(links)
        if numbers[f"new_{k}_{i}"]
    )
    return f" Step {k}: {found}; {left}."
