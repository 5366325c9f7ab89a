"""Exercise 06.2: how well an error correction did, and what is left."""

from math import log, log2
from typing import Any

import numpy as np

from qinet_edu import theory
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up, apart, explain, part
from qinet_edu.check.verdict import Part, Verdict

WITHIN = 2e-3  # of the efficiency
WITHIN_BITS = 1.0


def vary_correction(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw a run of Cascade, such that no slip is near the right numbers."""
    while True:
        n = int(numbers.choice([8000, 12_000, 15_000, 16_000, 20_000, 25_000]))
        errors = round(n * float(numbers.uniform(0.015, 0.06)))
        least = n * float(theory.binary_entropy(errors / n))
        drawn = {
            "bits": n,
            "errors": errors,
            "parities": round(least * float(numbers.uniform(1.1, 1.2))),
            "hash_bits": int(numbers.choice([50, 54, 56, 58, 60, 64])),
        }
        if apart(*efficiency_slips(**drawn), 3 * WITHIN) and apart(*left_slips(**drawn), 10):
            return drawn


def judge_efficiency(answer: tuple[float, float], given: Given) -> Verdict:
    """Judge the efficiency, and the bits left after everything said aloud."""
    p = given.parameters
    right, of_efficiency = efficiency_slips(**p)
    left, of_left = left_slips(**p)
    found, found_left = answer
    why = explain(of_efficiency, found, WITHIN)
    in_bits = {value: words for value, words in of_left.items() if value > 1}
    why_left = explain(of_left, found_left, WITHIN) or explain(in_bits, found_left, WITHIN_BITS)
    if abs(found - left) < WITHIN_BITS:
        why = "numbers exchanged | The two numbers are exchanged: the efficiency comes first."
        why_left = ""
    parts = [
        Part("the efficiency", 1.0)
        if abs(found - right) <= WITHIN
        else part("the efficiency", f"The efficiency is not {found:.5g}.", why),
        Part("the bits left", 1.0)
        if abs(found_left - left) <= WITHIN_BITS
        else part("the bits left", f"There are not {found_left:.7g} bits left.", why_left),
    ]
    least = p["parities"] / right
    said = (
        f"f = {right:.3f}: Cascade told {p['parities'] - least:.0f} parities more than the least, "
        f"and {left:.0f} bits are left, as much as this conversation has not told her; what she "
        "learnt from the photons is another account."
    )
    return add_up(parts, right=said, exercise="06.2")


def efficiency_slips(
    bits: int, errors: int, parities: int, hash_bits: int
) -> tuple[float, dict[float, str]]:
    """Return the efficiency, and what known slips make of it with the words for them."""
    q = errors / bits
    h = float(theory.binary_entropy(q))
    right = parities / (bits * h)
    return right, {
        1 / right: "upside down | "
        "That is upside down: f says how many times the least was told, so it is above 1.",
        100 * right: "per cent | Write it as a factor, not in per cent.",
        right / log(2): "natural logarithm | "
        "You took natural logarithms in h. Bits go with the logarithm to base 2.",
        parities / bits: "parities per bit | "
        "That is how many parities were told for each bit. Divide by the least, h(Q), too.",
        parities / errors: "parities per error | "
        "That is how many parities an error took. The least is not one for an error but h(Q) for "
        "each bit.",
        parities / (-bits * q * log2(q)): "one term of h | "
        "You took one term of h. It has two: −Q log₂ Q − (1 − Q) log₂(1 − Q).",
        parities / (bits * (1 - h)): "1 − h for h | "
        "You divided by n (1 − h(Q)), what the least leaves. Divide by the least itself.",
        (1 - parities / bits) / (1 - h): "share of what could be left | "
        "That compares what is left with what could be left. Compare what was told.",
        (parities + hash_bits) / (bits * h): "hash counted | "
        "You counted the hash. It mends nothing: it belongs to the second number.",
        2 * right: "both directions counted | "
        "You counted Bob's answers. What they say of Alice's bits is in her parities already: "
        "each counts once.",
        parities / ((bits - errors) * h): "errors taken out | "
        "You divided by the bits that were right. The least is h(Q) for each of all n bits.",
        right - 1: "excess alone | That is what was told beyond the least; f holds the 1 as well.",
    }


def left_slips(
    bits: int, errors: int, parities: int, hash_bits: int
) -> tuple[float, dict[float, str]]:
    """Return the bits left, and what known slips make of them with the words for them."""
    least = bits * float(theory.binary_entropy(errors / bits))
    right = bits - parities - hash_bits
    return right, {
        bits - parities: "hash forgotten | The hash was said aloud as well: it must be paid for.",
        bits - hash_bits: "parities forgotten | Each parity told is a bit that Eve has heard.",
        parities
        + hash_bits: "spent for left | That is what was told. How many bits does it leave?",
        bits - 2 * parities - hash_bits: "Bob's answers counted | "
        "You counted Bob's answers. What they say of Alice's bits is in her parities already: "
        "each counts once.",
        right - errors: "mended bits dropped | "
        "You dropped the bits that were wrong. They are mended, and stay in the key.",
        right - 2 * errors: "mended bits dropped twice | "
        "You dropped two bits for each error. They are mended, and stay in the key.",
        bits - errors - hash_bits: "errors for parities | "
        "You subtracted the errors. What was told are the parities, and there are more of them.",
        bits - errors: "errors alone | "
        "That is how many bits were right. What must be paid for is what was told: parities and "
        "hash.",
        **dict.fromkeys(
            [bits - least - hash_bits, float(round(bits - least - hash_bits))],
            "the least for what was told | "
            "You subtracted the least that can be told. What counts is what was told in fact.",
        ),
        bits - least: "the least, and no hash | "
        "You subtracted n h(Q), the least that can be told. What counts is what was told in fact, "
        "and the hash with it.",
        right / bits: "share for bits | That is a share; asked is how many bits.",
    }
