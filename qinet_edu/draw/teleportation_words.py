"""What is said of teleportation, step by step: its headings, its two lines, and all in words."""

from collections.abc import Mapping
from typing import Any

from qinet_edu.draw.sphere import whole_degrees
from qinet_edu.draw.svg import decimals, number
from qinet_edu.draw.teleportation_stage import is_lost
from qinet_edu.units import time_words


def heading(numbers: Mapping[str, Any]) -> str:
    """Write what step this is.

    Example:
        >>> heading({"step": 4, "drop_x": True, "drop_z": True})
        'Step 4 of 5: nothing arrives'
    """
    step, losses = numbers["step"], len(_lost(numbers))
    flights = (
        "two bits are on their way", "one bit is lost, one on its way", "both bits are lost",
    )  # fmt: skip
    titles = (
        "a pair is shared",
        "a message comes to Alice",
        "Alice measures both of hers",
        flights[_gone(numbers)],
        "nothing arrives" if losses == 2 else "what arrives tells Bob what to do",
        ("Bob has done it", "Bob has done what he could", "Bob has done nothing")[losses],
    )
    return f"Step {step} of 5: {titles[step]}"


def teleport_words(numbers: Mapping[str, Any]) -> tuple[str, str]:
    """Write what happens in this step, in two lines."""
    step, m, a = numbers["step"], numbers["m_message"], numbers["m_alice"]
    if step == 0:
        return (
            "Alice and Bob each hold one half of a pair Φ+. On its own each half is random:",
            "Bob’s arrow is a point in the middle, for himself and for everybody else.",
        )
    if step == 1:
        return (
            "Alice gets the message, a qubit. She need not know its state, and she cannot copy it.",
            "Nothing has happened to Bob’s half.",
        )
    if step == 2:
        gates = " and then by ".join("Z" * m + "X" * a)
        turned = f", turned by {gates}" if gates else " already"
        return (
            "She measures the message and her half together; both are gone. "
            f"She finds two bits: {m}, {a}.",
            f"Bob’s qubit now is the message{turned}, but nobody without the bits can tell.",
        )
    return (_under_way, _arrived, _done)[step - 3](numbers)


def _lost(numbers: Mapping[str, Any]) -> list[str]:
    """Return the gates whose bits are to be lost."""
    return [gate for gate in "zx" if numbers[f"drop_{gate}"]]


def _gone(numbers: Mapping[str, Any]) -> int:
    """Return how many bits have been lost by now."""
    return sum(is_lost(numbers, gate) for gate in _lost(numbers))


def _under_way(numbers: Mapping[str, Any]) -> tuple[str, str]:
    time, delay = (time_words(numbers[key] / 1000) for key in ("time_ms", "delay_ms"))
    flight = (
        f"The bits have travelled for {time} of {delay}.",
        f"The bit for {''.join(_lost(numbers)[:1]).upper()} is lost, the other {time} of {delay} "
        "on its way.",
        f"Both bits are lost; {time} of {delay} have passed.",
    )[_gone(numbers)]
    waits = "Bob’s qubit waits, and decays." if numbers["judged"] else "Bob’s qubit waits."
    return (
        f"{flight} {waits}",
        "The ring, what he can know, is the average of all that is possible for him: the middle.",
    )


def _arrived(numbers: Mapping[str, Any]) -> tuple[str, str]:
    lost = _lost(numbers)
    told = " ".join(f"{gate.upper()}: {_order(numbers, gate)}." for gate in "zx")
    if not lost:
        return told, "Now Bob knows which of the four states he holds."
    return (
        "Neither bit arrives: leave out Z, leave out X." if len(lost) == 2 else told,
        "So Bob does not know which state he holds: the ring is the average of those possible.",
    )


def _done(numbers: Mapping[str, Any]) -> tuple[str, str]:
    lost = _lost(numbers)
    if not lost:
        cost = f", but for what it lost in {time_words(numbers['delay_ms'] / 1000)} of waiting"
        return (
            f"Bob’s qubit is the message again{cost if numbers['judged'] else ''}.",
            "Nobody has learnt it, and nothing of it is left with Alice.",
        )
    missing = [gate for gate in lost if _bit(numbers, gate)]
    if len(lost) == 2:
        bits = f"The lost bits were {_bit(numbers, 'z')} for Z and {_bit(numbers, 'x')} for X"
    else:
        bits = f"The lost bit was {_bit(numbers, lost[0])}"
    if len(missing) == 2:
        harm = ": a Z and an X are missing."
    elif missing:
        harm = f": {'a Z' if missing == ['z'] else 'an X'} is missing."
    else:
        harm = ", so nothing is missing: luck."
    count_on = "The ring and the average below are" if numbers["judged"] else "The ring is"
    return f"{bits}{harm} Bob cannot know.", f"{count_on} what he can count on."


def _bit(numbers: Mapping[str, Any], gate: str) -> int:
    """Return the bit that drives a gate."""
    return int(numbers["m_alice" if gate == "x" else "m_message"])


def _order(numbers: Mapping[str, Any], gate: str) -> str:
    if numbers[f"drop_{gate}"]:
        return "its bit is lost, leave it out"
    return "its bit is 1, apply it" if _bit(numbers, gate) else "its bit is 0, leave it out"


def teleport_alt(numbers: Mapping[str, Any]) -> str:
    """Say in words what the picture shows."""
    first, second = teleport_words(numbers)
    lost = [gate.upper() for gate in _lost(numbers)]
    loss = f"The bit for {' and that for '.join(lost)} is lost on the way. " if lost else ""
    arrows = [
        "(" + ", ".join(decimals(numbers[f"{name}_{axis}"]) for axis in "xyz") + ")"
        for name in ("message", "bob", "known")
    ]
    told = (
        f"Teleportation over {number(numbers['length_km'])} km of fibre. {heading(numbers)}. "
        f"{first} {second} The message: θ = {whole_degrees(numbers['theta'])}, "
        f"φ = {whole_degrees(numbers['phi'])}, arrow {arrows[0]}. Alice’s bits: "
        f"{numbers['m_message']} for Z, {numbers['m_alice']} for X. {loss}"
        f"Bob’s arrow {arrows[1]}; what he knows of it {arrows[2]}. "
        f"Clock {time_words(numbers['time_ms'] / 1000)} of "
        f"{time_words(numbers['delay_ms'] / 1000)}"
    )
    if not numbers["judged"]:
        return f"{told}."
    return (
        f"{told}, T2 = {number(numbers['t2_ms'])} ms. "
        f"Fidelity of this run now {decimals(numbers['fidelity'], 3)}, "
        f"average at the end {decimals(numbers['average'], 3)}; without a pair at most 0.667."
    )
