"""Exercises 02.1 to 02.5: entanglement and Bell tests."""

from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray
from qiskit.quantum_info import Statevector

from qinet_edu import theory
from qinet_edu.check.answers import Numbers
from qinet_edu.check.circuit_answers import Circuit
from qinet_edu.check.exercise import Exercise, Given
from qinet_edu.check.explaining import BELL_SYMBOLS, explain, wrong
from qinet_edu.check.function_answers import Call, Function
from qinet_edu.check.sets.set_02_game import judge_game, vary_pair
from qinet_edu.check.sets.set_02_no_signal import describe_pair, draw_pairs, judge_no_signal
from qinet_edu.check.verdict import Verdict

# 02.1 ------------------------------------------------------------------------------------------

BITS = ("00", "01", "10", "11")
LETTER = "An X on one half turns Φ (both bits equal) into Ψ (bits differ)."
SIGN = "A Z on one half, after the CX, turns + into −."
SLIPS = (
    (
        {"phi-": "phi+", "psi-": "psi+"},
        "signs missing | "
        f"The signs are missing. {SIGN} Before the H it meets |0⟩, and does nothing.",
    ),
    (
        {"psi+": "phi+", "psi-": "phi-"},
        "Ψ states missing | "
        f"The Ψ states are missing. {LETTER} Before the CX, on the qubit that has had the H, it "
        "does nothing.",
    ),
    (
        {"phi+": "psi+", "phi-": "psi-", "psi+": "phi+", "psi-": "phi-"},
        "Φ and Ψ exchanged | Φ and Ψ are exchanged: in Φ both bits are equal, in Ψ they differ.",
    ),
    (
        {"phi+": "phi-", "phi-": "phi+", "psi+": "psi-", "psi-": "psi+"},
        "signs exchanged | All signs are exchanged: H on |0⟩ gives +, H on |1⟩ gives −.",
    ),
    (
        {"phi-": "psi+", "psi+": "phi-"},
        "X and Z exchanged | "
        f"X and Z are exchanged. {LETTER} {SIGN} An X before the H, though, changes the sign.",
    ),
)


def judge_bell(calls: tuple[Call, ...], _: Given) -> Verdict:
    """Compare each state with the one asked for, up to a global phase."""
    kets = {call.arguments[0]: Statevector(call.value).data for call in calls}
    made = {asked: _bell_name(ket) for asked, ket in kets.items()}
    missed = {asked: name for asked, name in made.items() if name != asked}
    if not missed:
        return Verdict.right("All four Bell states, up to a global phase, which nobody can see.")
    asked, name = next(iter(missed.items()))
    what = BELL_SYMBOLS.get(name, "no Bell state")
    got = f'For "{asked}" your circuit prepares {what}, expected {BELL_SYMBOLS[asked]}.'
    if not name:
        return wrong(got, _why_no_bell_state(kets[asked]), "02.1")
    if len({*made.values()}) == 1:
        why = (
            "the same for all names | "
            "It is the same for all four names: does your function look at the name?"
        )
        return wrong(got, why, "02.1")
    why = next((words for slip, words in SLIPS if slip == missed), "")
    one_slip = LETTER if name[-1] == asked[-1] else SIGN if name[:3] == asked[:3] else ""
    return wrong(got, why or one_slip or f"{LETTER} {SIGN}", "02.1")


def _bell_name(ket: NDArray[np.complex128]) -> str:
    overlaps = {name: abs(np.vdot(theory.bell_state(name), ket)) ** 2 for name in BELL_SYMBOLS}
    return next((name for name, overlap in overlaps.items() if overlap > 1 - 1e-5), "")


def _why_no_bell_state(ket: NDArray[np.complex128]) -> str:
    zero, one, two, three = chances = np.abs(ket) ** 2
    found = ", ".join(f"{bits}: {p:.2f}" for bits, p in zip(BITS, chances, strict=True))
    entangled = float(theory.concurrence(ket))
    if entangled < 1e-3:
        return (
            "not entangled | "
            f"Its qubits know nothing of each other ({found}). H alone makes one random bit; the "
            "CX after it, controlled by the same qubit, ties the other bit to it."
        )
    if entangled < 0.999:
        return (
            "partly entangled | "
            f"Its qubits are only partly entangled, with concurrence {entangled:.2f} ({found}). A "
            "Bell state gives each bit evenly: that takes a whole H before the CX."
        )
    for p, q, pair in ((zero, three, "00 and 11"), (one, two, "01 and 10")):
        if min(p, q) > 0.499:
            return (
                "phase other than ± | "
                f"{pair} come evenly, but their amplitudes differ by a phase other than + or −: "
                "a Z makes −1, an S only i."
            )
    return (
        "a turn too many | "
        f"It is fully entangled, but along Z it gives {found}. A Bell state has two of these with "
        "0.50 and two never: is there a turn too many?"
    )


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
    """Judge W first, then GHZ."""
    n = given.parameters["n"]
    w, ghz = answer
    right = 2 / n
    if abs(w - right) < 1e-3 and abs(ghz) < 1e-3:
        return Verdict.right(
            f"W keeps {right:.3f} between any two, GHZ nothing. Nor would losing more of W's "
            "parties change it."
        )
    got = f"For n = {n} you say W: {w:.4g}, GHZ: {ghz:.4g}; "
    if abs(w) < 1e-3 and abs(ghz - right) < 1e-3:
        return wrong(
            f"{got}expected in this order.",
            "numbers exchanged | The two are exchanged: W first.",
            "02.5",
        )
    if abs(w - right) >= 1e-3:
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
        why = explain(mistakes, w, 1e-3)
        return wrong(f"{got}the number for W is wrong.", why, "02.5")
    mistakes = {
        1.0: "agreement for entanglement | "
        "The bits of the two still agree, but so do two copies of one coin. The lost qubit "
        "could tell 00 from 11, and then they are in no superposition.",
        0.5: "mixture for superposition | "
        "Half of the time 00, half 11, in no superposition: such a mixture is classical.",
        right: "GHZ taken for W | "
        "That is W's. The lost qubit of a GHZ state knows whether it was 00 or 11.",
    }
    return wrong(f"{got}the number for GHZ is wrong.", explain(mistakes, ghz, 1e-3), "02.5")


EXERCISES = (
    Exercise(
        id="02.1",
        variable="prepare",
        answer=Function(returns=Circuit(qubits=2)),
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
