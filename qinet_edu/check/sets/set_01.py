"""Exercises 01.1 to 01.5: bits to qubits."""

from math import acos, ceil, pi, sin, sqrt
from typing import Any

import numpy as np
from qiskit.quantum_info import Statevector

from qinet_edu import theory
from qinet_edu.check.answers import Bits, Numbers
from qinet_edu.check.circuit_answers import Circuit
from qinet_edu.check.exercise import Exercise, Given
from qinet_edu.check.explaining import explain, wrong
from qinet_edu.check.function_answers import Function
from qinet_edu.check.sets.set_01_arrow import describe_arrow, draw_arrows, judge_arrow
from qinet_edu.check.verdict import Verdict

# 01.1 ------------------------------------------------------------------------------------------


def judge_quarter(circuit: Any, _: Given) -> Verdict:
    """Judge by the probability alone: any phase will do."""
    one = float(Statevector(circuit).probabilities()[1])
    if abs(one - 0.25) < 1e-3:
        return Verdict.right("P(1) is a quarter, whatever phase you chose.")
    mistakes = {
        0.75: "0 and 1 exchanged | That is three quarters: 0 and 1 are exchanged.",
        0.0625: "amplitude for probability | "
        "You made the amplitude 1/4; the probability is its square. "
        "Which number squared gives 1/4?",
        sin(pi / 12) ** 2: "half angle forgotten | "
        "The angle on the sphere is twice the angle of the amplitudes: "
        "P(1) = sin²(θ/2). Yours would be right without the half.",
        sin(pi / 8) ** 2: "probability proportional to angle | "
        "π/4 is a quarter of the way to the south pole, but the probability does "
        "not grow in proportion: P(1) = sin²(θ/2).",
        sin(acos(0.25) / 2) ** 2: "square and half angle forgotten | "
        "You set cos θ = 1/4. The rule is P(1) = sin²(θ/2): a half angle, and a square.",
        sin(30) ** 2: "degrees for radians | "
        "60 was read as radians. Angles are in radians: pi/3 is 60 degrees.",
        0.5: "a fair coin | "
        "That is a fair coin, half the clicks. Turn less far than onto the equator.",
        0.0: "still |0⟩ | The qubit is still |0⟩: it never clicks as 1.",
        1.0: "all the way to |1⟩ | "
        "The qubit is |1⟩: it always clicks as 1. Stop earlier on the way down.",
    }
    return wrong(f"P(1) is {one:.4f}, expected 0.25.", explain(mistakes, one, 1e-3), "01.1")


# 01.2 ------------------------------------------------------------------------------------------


def vary_target(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw how often detector 0 must click."""
    return {"target": float(numbers.choice([0.6, 0.65, 0.7, 0.8, 0.85, 0.9]))}


def judge_phase(phi: float, given: Given) -> Verdict:
    """Accept both phases, and those a whole turn away."""
    target = given.parameters["target"]
    found = float(theory.mach_zehnder(phi))
    right = 2 * acos(sqrt(target))
    if abs(found - target) < 1e-3:
        return Verdict.right(
            f"P(0) is {found:.3f}. So is it for {'−' if phi > 0 else ''}{abs(phi):.3f} rad: the "
            "counts do not show the sign."
        )
    mistakes = {
        np.degrees(right): "degrees for radians | "
        "That is the angle in degrees; the circuit takes radians.",
        target: "probability for phase | That is the probability itself. Which phase leads to it?",
        right / 2: "half angle forgotten | "
        "You solved cos²(φ) = P(0). Look at the formula once more: where is the half?",
        pi - right: "detectors exchanged | "
        "You solved for detector 1: sin²(φ/2). Detector 0 goes with the cosine.",
        2 * acos(target): "amplitude for probability | "
        "You solved cos(φ/2) = P(0): the cosine is the amplitude, and the "
        "probability is its square.",
        acos(target): "square and half angle forgotten | "
        "You solved cos(φ) = P(0). The rule is cos²(φ/2): a square, and a half.",
        pi / 8: "a quarter of what | "
        "A quarter of what? The probability does not grow in proportion to the phase.",
        target * pi: "phase proportional to P(0) | "
        "The probability does not grow in proportion to the phase: it is cos²(φ/2).",
        (1 - target) * pi: "phase proportional to P(1) | "
        "The probability does not fall in proportion to the phase: it is "
        "cos²(φ/2).",
    }
    got = f"With φ = {phi:g} rad P(0) is {found:.3f}, expected {target:g}."
    return wrong(got, explain(mistakes, abs(phi), 5e-3), "01.2")


# 01.4 ------------------------------------------------------------------------------------------

REGISTERS = {"alice": 3, "bob": 2}


def vary_flips(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw which qubits are flipped, such that every misreading gives other bits."""
    while True:
        flips = {
            name: [qubit for qubit in range(size) if numbers.integers(2)]
            for name, size in REGISTERS.items()
        }
        if len({*readings(flips).values()}) == len(readings(flips)):
            return flips


def readings(flips: dict[str, Any]) -> dict[str, str]:
    """Return the right string, under ``right``, and what each misreading makes of it."""
    bits = {
        name: "".join("1" if qubit in flips[name] else "0" for qubit in range(size))
        for name, size in REGISTERS.items()
    }
    alice, bob = bits["alice"], bits["bob"]
    return {
        "right": bob[::-1] + alice[::-1],
        "declared": alice[::-1] + bob[::-1],
        "left first": bob + alice,
        "reading order": alice + bob,
    }


def judge_bits(bits: str, given: Given) -> Verdict:
    """Name the misreading by the bits it gives."""
    known = readings(dict(given.parameters))
    words = {
        "declared": "registers exchanged | "
        "The registers are exchanged: the one declared last, bob, is printed first.",
        "left first": "qubit 0 first | "
        "The registers are in order, but within each you wrote qubit 0 first; it is "
        "printed last, right-most.",
        "reading order": "reading order | "
        "You wrote everything in reading order. Qiskit prints the reverse: last "
        "register first, and within a register qubit 0 right-most.",
    }
    if bits == known["right"]:
        shown = f"{bits[:2]} {bits[2:]}"
        return Verdict.right(f"counts() prints '{shown}': bob, then alice, qubit 0 right-most.")
    why = next((words[name] for name in words if bits == known[name]), "")
    if not why:
        ones = sum(map(len, given.parameters.values()))
        why = (
            "wrong number of ones | "
            f"{ones} qubits are flipped; your string has {bits.count('1')} ones."
        )
        if bits.count("1") == ones:
            why = "ones misplaced | Place the ones qubit by qubit, from the right."
    return wrong(f"'{bits}' is not what counts() prints.", why, "01.4")


# 01.5 ------------------------------------------------------------------------------------------


def vary_margin(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw the margin wanted."""
    return {"margin": float(numbers.choice([0.004, 0.005, 0.008, 0.015, 0.02, 0.025]))}


def judge_shots(shots: float, given: Given) -> Verdict:
    """Accept 1.96 and its more exact sister, rounded up; name the usual slips."""
    margin = given.parameters["margin"]
    by_hand = (0.98 / margin) ** 2
    fewest = {ceil(by_hand - 1e-6), int(theory.shots_needed(margin))}
    if shots in fewest:
        return Verdict.right(f"{shots:.0f} shots keep 95 of 100 such runs within ± {margin:g}.")
    got = f"{shots:g} shots are not the fewest for ± {margin:g} at 95 %."
    if by_hand - 2 < shots < min(fewest):
        return wrong(
            got,
            "not rounded up | Nearly: a circuit runs a whole number of times, so round up.",
            "01.5",
        )
    mistakes = {
        (0.5 / margin) ** 2: "one standard error | "
        "That is one standard error, which holds 68 of 100 runs, not 95.",
        (1 / margin) ** 2: "two standard errors | "
        "That takes 2 standard errors for 95 %. It is a good rule of thumb, "
        "but 1.96 already do.",
        4 * by_hand: "four times too many | "
        "Four times too many: p(1−p) is 1/4 at its largest, and ± m reaches m to each "
        "side.",
        by_hand / 4: "margin halved | "
        "That is for twice the margin: ± m reaches m to each side, not m in all.",
        0.98 / margin: "root of the answer | "
        "That is the root of the answer: the error shrinks with √n.",
        0.49 / margin: "root forgotten | "
        "There is no root in yours: the error shrinks with √n, not with n.",
    }
    why = next(
        (words for value, words in mistakes.items() if abs(shots - value) <= 2e-3 * value), ""
    )
    else_why = "too few | Too few." if shots < by_hand else "too many | Fewer will do."
    return wrong(got, why or else_why, "01.5")


EXERCISES = (
    Exercise(
        id="01.1",
        variable="quarter",
        answer=Circuit(qubits=1),
        judge=judge_quarter,
        points=2,
        hints=(
            "Start at |0⟩, the north pole, where P(1) is 0, and turn towards |1⟩, where it is 1. "
            "On the equator it is 1/2, so you stop above it.",
            "Ry(θ) gives P(1) = sin²(θ/2). Which θ makes that 1/4?",
            "sin(θ/2) = 1/2 for θ/2 = π/6, so: circuits.bloch(pi / 3)",
        ),
    ),
    Exercise(
        id="01.2",
        variable="phase",
        answer=Numbers(),
        judge=judge_phase,
        points=1,
        example={"target": 0.75},
        vary=vary_target,
        hints=(
            "Without delay detector 0 always clicks; with φ = π it never does. You want to be "
            "between.",
            "P(0) = cos²(φ/2). Take the root first, then the inverse cosine, then double.",
            'phase = 2 * acos(sqrt(check.given("01.2")["target"]))',
        ),
    ),
    Exercise(
        id="01.3",
        variable="find_arrow",
        answer=Function(returns=Numbers(3), describe=describe_arrow),
        judge=judge_arrow,
        points=3,
        arguments=draw_arrows,
        hints=(
            "The arrow has three coordinates. Each is the mean of what you see when you measure "
            "along that axis, counting outcome 0 as +1 and outcome 1 as −1.",
            "⟨X⟩ = P(0) − P(1) of a measurement along x, and so on. Each axis needs fresh copies.",
            'run(circuits.measure(prepare, "x"), shots=4000).expectation("qubit")',
        ),
    ),
    Exercise(
        id="01.4",
        variable="printed",
        answer=Bits(5),
        judge=judge_bits,
        points=2,
        example={"alice": [0, 1], "bob": [0]},
        vary=vary_flips,
        hints=(
            "Think of a number: the digit worth least stands right-most.",
            "Last register first; within a register, qubit 0 right-most.",
            'Write bob as "…" with qubit 1 left and qubit 0 right, a space, then alice: qubits 2, '
            "1, 0.",
        ),
    ),
    Exercise(
        id="01.5",
        variable="shots",
        answer=Numbers(),
        judge=judge_shots,
        points=1,
        example={"margin": 0.01},
        vary=vary_margin,
        hints=(
            "The standard error is √(p(1−p)/n), largest at p = 1/2. 95 of 100 estimates fall "
            "within 1.96 standard errors.",
            "1.96 · √(0.25/n) ≤ margin. Solve for n and round up.",
            'shots = ceil((1.96 * 0.5 / check.given("01.5")["margin"]) ** 2)',
        ),
    ),
)
