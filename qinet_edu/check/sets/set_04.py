"""Exercises 04.1 to 04.5: teleportation."""

from typing import Any

import numpy as np

from qinet_edu import reference
from qinet_edu.check.answers import Numbers
from qinet_edu.check.circuit_answers import Circuit
from qinet_edu.check.exercise import Exercise
from qinet_edu.check.function_answers import Function
from qinet_edu.check.sets.set_04_average import describe_pair, draw_pairs, judge_average
from qinet_edu.check.sets.set_04_budget import judge_budget
from qinet_edu.check.sets.set_04_corrections import judge_corrections
from qinet_edu.check.sets.set_04_encoding import MESSAGES, judge_encoding
from qinet_edu.check.sets.set_04_lost import judge_lost

TOWNS = ("Ballina", "Grafton", "Coffs Harbour", "Port Macquarie", "Taree", "Newcastle", "Sydney")


def vary_lost(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw which bit is lost, and how good the pair is."""
    return {
        "lost": str(numbers.choice(["message", "alice"])),
        "fidelity": float(numbers.choice([0.82, 0.84, 0.85, 0.88, 0.91, 0.92, 0.93])),
    }


def describe_link(to: str, measuring_us: int, correcting_us: int, t2_ms: int) -> dict[str, Any]:
    """Give a link from Brisbane and what stands at its ends."""
    return {
        "to": to,
        "length_km": reference.route(to).length_km,
        "measuring_us": measuring_us,
        "correcting_us": correcting_us,
        "t2_ms": t2_ms,
    }


def vary_link(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw where Bob is, how fast the gates are and how long his memory keeps."""
    return describe_link(
        str(numbers.choice(TOWNS)),
        int(numbers.choice([150, 180, 220, 250])),
        int(numbers.choice([30, 40, 50, 60])),
        int(numbers.choice([8, 10, 12, 15])),
    )


EXERCISES = (
    Exercise(
        id="04.1",
        variable="arrived",
        answer=Circuit(qubits=3, measured=True),
        judge=judge_corrections,
        points=2,
        hints=(
            "Each outcome leaves Bob the message with a flip, a sign, both or neither. Each of "
            "the two bits tells about one of them.",
            "Bob holds X^a Z^m |ψ⟩, with a the bit of alice and m that of the message. X undoes "
            "X, and Z undoes Z.",
            "with arrived.if_test((alice_bit, 1)): arrived.x(bob)",
        ),
    ),
    Exercise(
        id="04.2",
        variable="averages",
        answer=Numbers(2),
        judge=judge_lost,
        points=3,
        example={"lost": "message", "fidelity": 0.86},
        vary=vary_lost,
        hints=(
            "Half of the time the lost bit is 0: nothing is missing. In the other half a Z or X "
            "stays undone. That is as if the pair had been another Bell state.",
            "F is the pair's fidelity, and each other Bell state has (1 − F)/3. Average the "
            "weights of the cases, then (2 · average + 1)/3.",
            "one = (2 * (fidelity + (1 - fidelity) / 3) / 2 + 1) / 3",
        ),
    ),
    Exercise(
        id="04.3",
        variable="average",
        answer=Function(returns=Numbers(), describe=describe_pair),
        judge=judge_average,
        points=2,
        arguments=draw_pairs,
        hints=(
            "What counts is how much of the pair is Φ+, for which the corrections are made.",
            "F is half the sum of the four corners of ρ; the average is (2F + 1)/3.",
            "f = (rho[0, 0] + rho[0, 3] + rho[3, 0] + rho[3, 3]).real / 2",
        ),
    ),
    Exercise(
        id="04.4",
        variable="encode",
        answer=Function(returns=Circuit(qubits=1), each=True),
        judge=judge_encoding,
        points=1,
        arguments=lambda _: [(bits,) for bits in MESSAGES],
        hints=(
            "Alice can turn Φ+ into each of the four Bell states by what she does to her half.",
            "X makes Ψ+ of Φ+, Z makes Φ−, both make Ψ−, up to a sign of the whole.",
            'if bits[1] == "1": alice.x(0)',
        ),
    ),
    Exercise(
        id="04.5",
        variable="budget",
        answer=Numbers(2),
        judge=judge_budget,
        points=2,
        example=describe_link("Sydney", 200, 40, 20),
        vary=vary_link,
        hints=(
            "Three times follow each other: measure, send, correct. All the while Bob's half "
            "waits.",
            "t = t_measure + L/v + t_correct; F = (1 + e^(−t/T2))/2 for the pair; (2F + 1)/3 "
            "for the message.",
            "ready_ms = (measuring_us + correcting_us) / 1000 + 1000 * length_km / 204_218",
        ),
    ),
)
