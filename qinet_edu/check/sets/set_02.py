"""Exercises 02.1 to 02.5: entanglement and Bell tests."""

from math import sqrt
from typing import Any

import numpy as np

from qinet_edu import theory
from qinet_edu.check.answers import Numbers
from qinet_edu.check.circuit_answers import Circuit
from qinet_edu.check.exercise import Exercise, Given
from qinet_edu.check.explaining import BELL_SYMBOLS, add_up, explain, part, wrong
from qinet_edu.check.function_answers import Function
from qinet_edu.check.sets.set_02_bell import judge_bell
from qinet_edu.check.sets.set_02_game import judge_game, vary_pair
from qinet_edu.check.sets.set_02_no_signal import describe_pair, draw_pairs, judge_no_signal
from qinet_edu.check.verdict import Part, Verdict

# 02.3 ------------------------------------------------------------------------------------------


def vary_s(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw the S that must be reached."""
    return {"s": float(numbers.choice([2.1, 2.2, 2.3, 2.5, 2.6, 2.7]))}


def judge_threshold(fidelity: float, given: Given) -> Verdict:
    """Accept four right decimals; know the numbers that other questions lead to."""
    s = given.parameters["s"]
    weight = s / (2 * sqrt(2))
    right = (1 + 3 * weight) / 4
    if abs(fidelity - right) < 1.1e-4:
        return Verdict.right(
            f"Pairs with F = {right:.4f} just reach S = {s:g}. Between F = 1/2 and 0.7803 a pair "
            "is entangled, and no CHSH test shows it."
        )
    got = f"With F = {fidelity:g} the best settings do not give S = {s:g}."
    if 0 <= fidelity <= 1:
        reached = float(theory.chsh_max(theory.werner(fidelity)))
        got = f"With F = {fidelity:g} the best settings give S = {reached:.4f}, expected {s:g}."
    if abs(fidelity - right) < 1e-3:
        return wrong(got, "too few decimals | Close: give at least four decimals.", "02.3")
    mistakes = {
        weight: "weight of Φ+ for F | "
        "That is the weight of Φ+ in the mixture. The noise, too, is Φ+ a quarter of the "
        "time, and that counts towards F.",
        (1 + weight) / 2: "noise counted by halves | "
        "You count half of the noise towards F. That is right for one qubit; the "
        "noise of a pair is each of the four Bell states equally often.",
        1 - weight: "weight of the noise | "
        "That is the weight of the noise. What is F of the whole mixture?",
        0.7803: "threshold of S = 2 | "
        f"That is what S = 2 needs, the limit of the notebook. You are given {s:g}.",
        0.5: "threshold of entanglement | "
        "Above F = 1/2 a pair is entangled. A CHSH test asks for more than that.",
        0.5 + s / 8: "chance in the game | That is how often the CHSH game is won with this S.",
        100 * right: "per cent | F lies between 0 and 1: do not give it in per cent.",
        1 - right: "infidelity for fidelity | That is 1 − F, the infidelity.",
        right**2: "fidelity squared | That is F squared: the fidelity with Φ+ is taken as it is.",
        sqrt(right): "root of the fidelity | "
        "That is the root of F; in this course the fidelity is without a root.",
        (1 + 3 * s / 4) / 4: "S = 4 for a perfect pair | "
        "You took 4 for the S of a perfect pair; it is 2√2.",
    }
    return wrong(got, explain(mistakes, fidelity, 6e-4), "02.3")


# 02.5 ------------------------------------------------------------------------------------------


def vary_parties(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw how many share the state: from 5 on, no slip gives the right number by chance."""
    return {"n": int(numbers.integers(6, 11))}


def judge_loss(answer: tuple[float, ...], given: Given) -> Verdict:
    """Judge the numbers for W and for GHZ."""
    n = given.parameters["n"]
    w, ghz = answer
    right = 2 / n
    mistakes = {
        1 / n: "one place of two | "
        "1/n is how likely one of them has the excitation; either of the two may have it.",
        1 - 1 / n: "chance that nothing is lost | "
        "1 − 1/n is how likely the excitation is not lost. Two of those who remain "
        "share only part of it.",
        2 / (n - 1): "W of n − 1 | "
        "That would be W of n − 1. It is what remains if the lost qubit is known "
        "to be 0; nobody knows.",
        1 - 2 / n: "chance of neither | "
        "1 − 2/n is how likely neither of the two has the excitation.",
        2 / n**2: "multiplied once too often | "
        "You multiplied 2/n by 1/n: the state of the two holds |01⟩ and |10⟩ with "
        "1/n each already.",
        4 / n**2: "tangle for concurrence | "
        "That is the square of the concurrence, which is called the tangle.",
        1.0: "a Bell pair | "
        "1 would be a Bell pair. The excitation may be elsewhere: with the lost party, "
        "or with the others.",
        0.0: "W taken for GHZ | "
        "W is not GHZ: in any two that remain, 01 and 10 are still in superposition.",
    }
    of_w = explain(mistakes, w, 1e-3)
    mistakes = {
        1.0: "agreement for entanglement | "
        "The bits of the two still agree, but so do two copies of one coin. The lost qubit "
        "could tell 00 from 11, and then they are in no superposition.",
        0.5: "mixture for superposition | "
        "Half of the time 00, half 11, in no superposition: such a mixture is classical.",
        right: "GHZ taken for W | "
        "That is W's. The lost qubit of a GHZ state knows whether it was 00 or 11.",
    }
    of_ghz = explain(mistakes, ghz, 1e-3)
    if abs(w) < 1e-3 and abs(ghz - right) < 1e-3:
        of_w, of_ghz = "numbers exchanged | The two are exchanged: W first.", ""
    parts = [
        Part(name, 1.0)
        if abs(value - want) < 1e-3
        else part(name, f"For n = {n} you say {value:.4g}: the number for {name} is wrong.", why)
        for name, value, want, why in (("W", w, right, of_w), ("GHZ", ghz, 0, of_ghz))
    ]
    said = (
        f"W keeps {right:.3f} between any two, GHZ nothing. Nor would losing more of W's parties "
        "change it."
    )
    return add_up(parts, right=said, exercise="02.5")


EXERCISES = (
    Exercise(
        id="02.1",
        variable="prepare",
        answer=Function(returns=Circuit(qubits=2), each=True),
        judge=judge_bell,
        points=2,
        arguments=lambda _: [(name,) for name in BELL_SYMBOLS],
        hints=(
            "H on one qubit, then a CX from it to the other, makes Φ+. Each of the other three is "
            "Φ+ with an X, a Z or both on one half.",
            "X on one half: Φ becomes Ψ. Z on one half, after the CX: + becomes −.",
            'if "psi" in state: circuit.x(1)',
        ),
    ),
    Exercise(
        id="02.2",
        variable="angles",
        answer=Numbers(4),
        judge=judge_game,
        points=2,
        example={"pair": "psi+"},
        vary=vary_pair,
        hints=(
            "Start from the angles for Φ+: 0, π/2 and ±π/4. Your pair is Φ+ with a Pauli gate on "
            "Bob's half. Turn his directions as that gate turns the sphere.",
            "A Z takes the angle b to −b, an X takes b to π − b, both together take b to π + b.",
            "theory.chsh(theory.bell_state(pair), alice=(0, pi / 2), bob=(…, …)) gives S for any "
            "choice.",
        ),
    ),
    Exercise(
        id="02.3",
        variable="needed",
        answer=Numbers(),
        judge=judge_threshold,
        points=1,
        example={"s": 2.4},
        vary=vary_s,
        hints=(
            "A Werner pair is Φ+ with some weight p, and otherwise noise. Noise adds nothing to S, "
            "but it does add to F.",
            "S = 2√2 p, and p = (4F − 1)/3. Solve for F.",
            'needed = (1 + 3 * check.given("02.3")["s"] / (2 * sqrt(2))) / 4',
        ),
    ),
    Exercise(
        id="02.4",
        variable="alice_zero",
        answer=Function(returns=Numbers(), describe=describe_pair),
        judge=judge_no_signal,
        points=3,
        arguments=draw_pairs,
        hints=(
            "Measure both halves, each along its own direction. Then read Alice's register as if "
            "Bob's did not exist.",
            "P(a = 0) = P(a = 0, b = 0) + P(a = 0, b = 1): all rounds count, whatever Bob found.",
            'run(circuits.measure(pair, {"alice": "z", "bob": direction}), shots=4000)'
            '.probability(alice="0")',
        ),
    ),
    Exercise(
        id="02.5",
        variable="concurrences",
        answer=Numbers(2),
        judge=judge_loss,
        points=2,
        example={"n": 5},
        vary=vary_parties,
        hints=(
            "Nobody knows what the lost qubit is. So what remains is a mixture: of what is left "
            "if it were 0, and of what is left if it were 1.",
            "In a W state any two hold |01⟩ and |10⟩, in superposition, with probability 1/n each, "
            "and |00⟩ otherwise. The concurrence is 2√(1/n · 1/n).",
            "theory.concurrence(partial_trace(Statevector(circuits.w_state(n)), [*range(2, n)])."
            "data)",
        ),
    ),
)
