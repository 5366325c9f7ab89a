"""Exercise 03.1: how good clones are."""

from math import cos, pi, sqrt
from typing import Any

import numpy as np

from qinet_edu import theory
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up, explain, part
from qinet_edu.check.verdict import Part, Verdict

WITHIN = 1e-3  # three decimals, rounded or cut off


def vary_clones(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw how many clones are made, and where the arrow stands that the CNOT copies."""
    angle = float(numbers.choice([1 / 6, 1 / 4, 3 / 10, 2 / 5, 3 / 5, 7 / 10, 3 / 4]))
    return {"copies": int(numbers.choice([4, 5, 6, 8])), "theta": angle * pi}


def judge_clones(found: tuple[float, ...], given: Given) -> Verdict:
    """Compare the three fidelities; what the lesson leaves open counts double."""
    right, slips = clone_slips(**given.parameters)
    parts = []
    for name, value, want, mistakes in zip(("(a)", "(b)", "(c)"), found, right, slips, strict=True):
        why = explain(mistakes, value, WITHIN)
        if not 0 <= value <= 1:
            why = why or ("no probability | A fidelity is a probability: it lies between 0 and 1.")
        good = abs(value - want) < WITHIN
        parts.append(Part(name, 1.0) if good else part(name, f"{name} {value:.4g} is not it.", why))
    said = (
        f"{right[0]:.3f}, {right[1]:.3f} and {right[2]:.3f}: the more clones, the worse each, "
        "and what copies bits does not copy qubits."
    )
    return add_up(parts, right=said, exercise="03.1", weights=(1, 1, 2))


def clone_slips(copies: int, theta: float) -> tuple[list[float], list[dict[float, str]]]:
    """Return the three fidelities, and what known slips make of each with the words for them."""
    two, many = float(theory.clone_fidelity(2)), float(theory.clone_fidelity(copies))
    shadow = cos(theta) ** 2
    either = {
        2 / 3: "(a) arrow's length for fidelity | "
        "That is how far the arrow shrinks. An arrow of length r passes with probability "
        "(1 + r)/2.",
        3 / 4: "original or a random qubit | "
        "3/4 is what you get by handing on the original or a random qubit, at even odds. "
        "The best machine does better.",
        1 / 2: "a fair coin | 1/2 is a fair coin: a clone that knows nothing of the original.",
        1.0: "perfect clones | No machine clones every state perfectly: that is the theorem.",
        two**2: "both clones at once | "
        "You squared it. Each clone is asked for by itself, not both at once.",
        sqrt(two): "(a) root of the fidelity | "
        "You took the root. Here the fidelity is a probability, not an amplitude.",
        (1 + 1 / sqrt(2)) / 2: "equatorial cloner | "
        "That is the machine for states of the equator only. The universal "
        "one treats all states alike.",
        1 / 6: "(a) error for fidelity | That is how often a clone fails the test.",
    }
    several = {
        2 * many - 1: "(b) arrow's length for fidelity | "
        "That is how far the arrow shrinks. An arrow of length r passes with "
        "probability (1 + r)/2.",
        2 / 3: "endlessly many clones | "
        "That is the limit for endlessly many clones; yours are a few.",
        1 / copies: "fidelity shared out | "
        "The fidelity is not shared out among the clones: even a random qubit passes "
        "half the time.",
        float(theory.clone_fidelity(copies + 1)): "one clone too many | "
        "You counted one too many: M counts all clones "
        "that come out, and the original is not kept besides.",
        float(theory.clone_fidelity(copies - 1)): "one clone too few | "
        "You counted one too few: M counts all clones "
        "that come out.",
        two: "two clones for many | That is for two clones; more of them are worse.",
        (2 * copies + 1) / (copies + 2): "N and M exchanged | "
        "N and M are exchanged: N = 1 original comes in, M clones "
        "go out.",
        two ** (copies - 1): "clones cloned again | "
        "Cloning clones again and again is not the best machine, and "
        "fidelities do not multiply.",
    }
    copied = {
        shadow: "product of shadows | "
        "That is the product of two shadows. A qubit whose arrow has a shadow s on the "
        "axis passes with probability (1 + s)/2.",
        cos(theta / 2) ** 2: "along Z, not the own axis | "
        "That is how often the original gives 0. The clone is measured along "
        "the original's own axis, not along Z.",
        (1 + abs(cos(theta))) / 2: "one shadow forgotten | "
        "The copy's arrow is cos θ long, but it lies along Z: its "
        "shadow on the original's axis is shorter by another cos θ.",
        1.0: "CNOT copies everything | The CNOT copies |0⟩ and |1⟩ perfectly, and nothing else.",
        1 / 2: "arrow on the equator | "
        "1/2 is right for arrows on the equator; yours leans towards a pole.",
        two: "universal cloner for CNOT | "
        "That is the universal cloner. The CNOT treats different states differently.",
        sqrt((1 + shadow) / 2): "(c) root of the fidelity | "
        "You took the root. Here the fidelity is a probability, not an "
        "amplitude.",
        (1 - shadow) / 2: "(c) error for fidelity | That is how often the copy fails the test.",
    }
    return [two, many, (1 + shadow) / 2], [either, several, copied]
