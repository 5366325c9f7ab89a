"""Exercise 05.3: how well Eve guesses, and how many bits she learns."""

from math import cos, log, pi, radians, sin
from typing import Any

import numpy as np

from qinet_edu import theory
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up, explain, part
from qinet_edu.check.verdict import Part, Verdict

WITHIN = 6e-4  # three decimals
ROUNDED = 3e-3  # what three decimals of the guesses may add to the information
COIN = "That is below ½, worse than a coin. She guesses, and never worse than a coin:"


def vary_angle(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw Eve's angle; at 45° the two bases would not differ."""
    return {"angle_deg": int(numbers.choice([20, 23, 27, 33, 36, 54, 57, 63, 65, 68]))}


def judge_learning(answer: tuple[float, float, float], given: Given) -> Verdict:
    """Judge the two guesses, and the information: also by guesses wrong in a known way."""
    theta = radians(given.parameters["angle_deg"])
    right = tuple(float(guess) for guess in theory.eve_guess(theta))
    bits = float(theory.eve_information(theta))
    *guesses, found = answer
    why = [explain(s, v, WITHIN) for s, v in zip(guess_slips(theta), guesses, strict=True)]
    follows = False
    if any(why) and all(0 < guess < 1 for guess in guesses):
        follows = abs(found - learnt(*guesses)) <= WITHIN
    if all(abs(g - r) < WITHIN for g, r in zip(guesses, right[::-1], strict=True)):
        why = [
            "bases exchanged | The two are exchanged: θ is counted from Z, so a small θ is near "
            "to Z, where she guesses well.",
            "",
        ]
    early = (
        "rounded too early | Close: compute it from the guesses before you round them."
        if abs(found - bits) <= ROUNDED
        else ""
    )
    parts = [
        Part(f"the guess in {name}", 1.0)
        if abs(value - want) <= WITHIN
        else part(
            f"the guess in {name}",
            f"The chance that she is right in {name} is not {value:g}.",
            words,
        )
        for name, value, want, words in zip("ZX", guesses, right, why, strict=True)
    ]
    parts.append(
        Part("the information", 1.0)
        if follows or abs(found - bits) <= WITHIN
        else part(
            "the information",
            f"She does not learn {found:g} bit.",
            explain(information_slips(theta), found, WITHIN) or early,
        )
    )
    said = (
        f"{right[0]:.4f} in Z and {right[1]:.4f} in X make {bits:.4f} bit. At 45° it would be "
        "0.3991, in Z or X alone ½: the further from certainty, the less."
    )
    return add_up(parts, right=said, exercise="05.3")


def learnt(z: float, x: float) -> float:
    """Return the bits learnt from guesses that are right so often, averaged over two bases.

    Example:
        >>> learnt(1, 0.5)
        0.5
    """
    return 1 - float(theory.binary_entropy([z, x]).mean())


def guess_slips(theta: float) -> tuple[dict[float, str], dict[float, str]]:
    """Return what known slips make of the two guesses, and what to say to each."""
    c, s = cos(theta), sin(theta)
    degrees = theta * 180 / pi
    half = "half angle forgotten | "
    half_words = "The rule takes half the angle on the sphere: cos²(θ/2) = (1 + cos θ)/2."
    radians = "The functions take radians: radians(θ)."
    return (
        {
            cos(degrees / 2) ** 2: f"degrees for radians | {radians}",
            (1 + abs(cos(degrees))) / 2: f"degrees for radians | {radians}",
            c**2: f"{half}{half_words}",
            c: "cosine for chance | "
            "That is the arrow's shadow on Z. A shadow of 1 is certainty, a shadow of 0 a coin: "
            "(1 + shadow)/2.",
            s**2 / 2: "error rate for guess | That is the QBER that she causes in Z.",
            1 - s**2 / 2: "Bob's chance for hers | "
            "That is how often *Bob* is right in Z, after her state has been measured once more.",
            (1 - c) / 2: f"worse than a coin in Z | {COIN} (1 + cos θ)/2.",
            100 * (1 + c) / 2: "per cent in Z | Write it as a fraction of 1, not in per cent.",
            ((1 + c) + (1 + s)) / 4: "mean for Z | That is the mean of both bases.",
            1: "certain in Z | She would be certain only with θ = 0.",
        },
        {
            sin(degrees / 2) ** 2: f"degrees for radians in X | {radians}",
            (1 + sin(degrees)) / 2: f"degrees for radians in X | {radians}",
            (1 + abs(sin(degrees))) / 2: f"degrees for radians in X | {radians}",
            s**2: "half angle forgotten in X | "
            "The angle to X is 90° − θ on the sphere, and the rule takes half of it: "
            "cos²(45° − θ/2) = (1 + sin θ)/2.",
            s: "sine for chance | "
            "That is the arrow's shadow on X. A shadow of 1 is certainty, a shadow of 0 a coin: "
            "(1 + shadow)/2.",
            (1 - c) / 2: "wrong in Z for right in X | "
            "That is how often she is wrong in Z. To X the angle is another, 90° − θ.",
            c**2 / 2: "error rate for guess in X | That is the QBER that she causes in X.",
            1 - c**2 / 2: "Bob's chance for hers in X | "
            "That is how often *Bob* is right in X, after her state has been measured once more.",
            (1 - s) / 2: f"worse than a coin in X | {COIN} (1 + sin θ)/2.",
            100 * (1 + s) / 2: "per cent in X | Write it as a fraction of 1, not in per cent.",
            ((1 + c) + (1 + s)) / 4: "mean for X | That is the mean of both bases.",
            1 / 2: "a coin in X | It would be a coin with θ = 0; hers leans towards X.",
        },
    )


def information_slips(theta: float) -> dict[float, str]:
    """Return what known slips make of the information, and what to say to each."""
    z, x = (1 + cos(theta)) / 2, (1 + sin(theta)) / 2
    h_z, h_x = (float(h) for h in theory.binary_entropy([z, x]))
    mean = (z + x) / 2
    nats = (h_z + h_x) / 2 * log(2)
    return {
        (h_z + h_x) / 2: "what she does not know | "
        "That is the entropy, what she does *not* know. She learns 1 minus that.",
        learnt(mean, mean): "entropy of the mean | "
        "You averaged the guesses and then took the entropy. She knows the basis when she "
        "guesses, so take 1 − h in each basis, then the mean.",
        2 - h_z - h_x: "sum for mean | "
        "That is the sum over the two bases. A sifted bit is of one of them: take the mean.",
        1 - h_z: "Z alone | That is for the bits in Z. Half of the sifted bits are in X.",
        1 - h_x: "X alone | That is for the bits in X. Half of the sifted bits are in Z.",
        1 - h_z - h_x: "one minus both entropies | "
        "You took both entropies from one bit. Take 1 − h in each basis, then the mean.",
        1 - nats: "natural logarithm | The logarithm is that to the base 2: bits.",
        log(2) - nats: "nats for bits | That is in nats. Divide by ln 2, or take log2.",
        mean: "chance for information | "
        "That is how often she is right on the whole. A coin would be right half of the time, "
        "and has learnt nothing: 1 − h.",
        2 * mean - 1: "advantage for information | "
        "You took 2p − 1, her advantage over a coin. In bits it is 1 − h(p).",
        1 / 2: "in Z or X | Half a bit is what she learns in Z or in X, not between.",
        learnt((1 + 2**-0.5) / 2, (1 + 2**-0.5) / 2): "Breidbart for this angle | "
        "That is for 45°, Breidbart's basis. Hers is at another angle.",
        100 * learnt(z, x): "per cent of a bit | Write it in bits, not in per cent.",
    }
