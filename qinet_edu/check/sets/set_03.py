"""Exercises 03.1 to 03.5: no-cloning and decoherence."""

from collections.abc import Iterator, Sequence
from math import pi
from typing import Any

import numpy as np

from qinet_edu import theory
from qinet_edu.check.answers import Numbers
from qinet_edu.check.exercise import Exercise, Given
from qinet_edu.check.explaining import add_up, explain, failed_part, part, wrong
from qinet_edu.check.function_answers import Call, Function
from qinet_edu.check.sets.set_03_clones import WITHIN, judge_clones, vary_clones
from qinet_edu.check.sets.set_03_decay import draw_decay, judge_decay
from qinet_edu.check.sets.set_03_reach import judge_reach, vary_memories
from qinet_edu.check.student import generator
from qinet_edu.check.verdict import Part, Verdict

# 03.2 ------------------------------------------------------------------------------------------


def vary_share(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw the share of the qubits that Eve clones."""
    return {"share": float(numbers.choice([0.24, 0.36, 0.42, 0.54, 0.72, 0.78, 0.84]))}


def judge_eve(found: float, given: Given) -> Verdict:
    """Accept a sixth of the share; name the usual slips."""
    right, mistakes = eve_slips(**given.parameters)
    if abs(found - right) < WITHIN / 2:
        return Verdict.right(
            f"Bob is wrong in {100 * right:.0f} % of the rounds. Eve has left a trace: that is "
            "what he will look for."
        )
    why = explain(mistakes, found, WITHIN / 2)
    if not 0 <= found <= 1:
        why = why or "no probability | How often is a share: it lies between 0 and 1."
    return wrong(f"{found:.4g} is not how often Bob is wrong.", why, "03.2")


def eve_slips(share: float) -> tuple[float, dict[float, str]]:
    """Return Bob's error rate, and what known slips make of it with the words for them."""
    error = 1 - float(theory.clone_fidelity(2))
    right = share * error
    return right, {
        share / 4: "intercept and resend | "
        "That is Eve measuring and sending on what she found. A cloner disturbs less: "
        "how good is the clone that Bob gets?",
        share / 3: "shrinking for error | "
        "1/3 is by how much the arrow shrinks. An arrow of length r gives the wrong "
        "answer with probability (1 − r)/2.",
        share / 2: "random qubits for clones | "
        "That would hold if Bob got random qubits. A clone is better than that.",
        error: "share forgotten | "
        "That is for a qubit that Eve has cloned. She takes only some of them.",
        1 - error: "clone's fidelity | "
        "That is how good a clone is, so how often Bob is right with one.",
        share * (1 - error): "taken and right | "
        "That is how often Eve takes a qubit and Bob is right all the same.",
        1 - right: "right for wrong | That is how often Bob is right.",
        share / 12: "halved once too often | "
        "Halved once too often: Bob measures along Alice's axis in every round, and "
        "the universal cloner harms Z and X alike.",
        (1 - share) * error: "share that passes | "
        "f is the share that Eve takes, not the one that she lets pass.",
        100 * right: "per cent | That is per cent; give the share, between 0 and 1.",
        share: "every clone wrong | "
        "That is how often Eve takes a qubit. Bob's clone is still right most of the time.",
    }


# 03.4 ------------------------------------------------------------------------------------------

CONVENTIONS = ("mixing", "pauli")


def draw_depolarising(numbers: np.random.Generator) -> list[tuple[Any, ...]]:
    """Draw two probabilities for each convention."""
    return [(round(float(numbers.uniform(0.1, 0.6)), 3), name) for name in 2 * CONVENTIONS]


def judge_fidelities(calls: tuple[Call, ...], _: Given) -> Verdict:
    """Compare both fidelities, convention by convention; a slip must explain all calls."""
    why, parts = _why(calls), []
    for name in CONVENTIONS:
        label, asked = f'"{name}"', [call for call in calls if call.arguments[1] == name]
        failed = next((call for call in asked if call.error or _far(call)), None)
        if failed is None:
            parts.append(Part(label, 1.0))
            continue
        given = describe_depolarising(*failed.arguments)
        if failed.error:
            parts.append(failed_part(label, given, failed.error))
            continue
        got = (
            f"For {given} you found (F_e, F_avg) = {_pair(failed.value)}, expected "
            f"{_pair(two_fidelities(*failed.arguments))}."
        )
        parts.append(part(label, got, why or _why(asked)))
        why = ""
    return add_up(parts, right="Both fidelities, in both conventions.", exercise="03.4")


def _why(calls: Sequence[Call]) -> str:
    """Return the words for the slip that explains all of the calls, or none."""
    for slips in zip(*(_slips(*call.arguments) for call in calls), strict=True):
        if not any(c.error or _far(c, slip) for c, (slip, _) in zip(calls, slips, strict=True)):
            return str(slips[0][1])
    return ""


def two_fidelities(p: float, convention: Any, *, qubits: int = 1) -> tuple[float, float]:
    """Return the entanglement fidelity and the average fidelity of depolarising noise."""
    f_e = theory.depolarising_fidelity(p, convention=convention, qubits=qubits)
    return float(f_e), float(theory.average_fidelity(f_e))


def _slips(p: float, convention: str) -> Iterator[tuple[tuple[float, float], str]]:
    """Yield what known slips make of both fidelities, and what to say to each."""
    f_e, average = two_fidelities(p, convention)
    mixing, pauli = (two_fidelities(p, name) for name in CONVENTIONS)
    length = 2 * average - 1
    axes = "Of the three axes a state can lie along, one does not notice a given error: "
    yield (
        mixing if convention == "pauli" else pauli,
        "conventions exchanged | "
        'The conventions are exchanged: "pauli" is the probability of an error, "mixing" that of '
        "being replaced by a random qubit, which in one case of four is no error.",
    )
    yield (
        mixing,
        'always mixing | You read every p as "mixing". With "pauli" p itself is the error.',
    )
    yield (
        pauli,
        'always pauli | You read every p as "pauli". With "mixing" one case in four does no harm.',
    )
    yield (
        (average, f_e),
        "order of the fidelities | "
        "The two are in the wrong order: F_e first, and it is the smaller.",
    )
    yield (f_e, f_e), f"F_e for both | F_e is right. {axes}that makes F_avg larger."
    yield (
        (f_e, (f_e + 1) / 2),
        f"one axis of two | F_e is right. {axes}one of three, not one of two.",
    )
    yield (
        (f_e, (3 * f_e - 1) / 2),
        "from F_avg to F_e | F_e is right. Yours is the way back, from F_avg to F_e.",
    )
    yield (
        (f_e, (4 * f_e + 1) / 5),
        "average for two qubits | F_e is right. (4 F_e + 1)/5 is for two qubits; this is one.",
    )
    yield (
        (average, average),
        "F_avg for both | F_avg is right. F_e is that of a pair, which notices every error.",
    )
    yield (
        (average, (2 * average + 1) / 3),
        "averaged twice | Your F_e is F_avg already: you averaged twice.",
    )
    yield (
        (length, average),
        "arrow's length for F_e | "
        "F_avg is right. Your F_e is the length of the arrow that is left.",
    )
    yield (
        (length, (2 * length + 1) / 3),
        "arrow's length throughout | Your F_e is the length of the arrow that is left.",
    )
    yield (
        (1 - f_e, 1 - average),
        "error for fidelity | Those are the errors. A fidelity is what is left of 1.",
    )
    yield (
        two_fidelities(p, convention, qubits=2),
        "noise of two qubits | 15/16 is for two qubits; this is one: 3/4.",
    )


def describe_depolarising(p: float, convention: str) -> str:
    """Name what the function is called with."""
    return f'p = {p:g} in the convention "{convention}"'


def _far(call: Call, want: tuple[float, float] | None = None) -> bool:
    """Tell whether what a call returned is far from what is right, or from what a slip gives."""
    want = want or two_fidelities(*call.arguments)
    return bool(np.max(np.abs(np.subtract(call.value, want))) > WITHIN)


def _pair(values: Any) -> str:
    return f"({', '.join(f'{value:.4f}' for value in values)})"


EXERCISES = (
    Exercise(
        id="03.1",
        variable="fidelities",
        answer=Numbers(3),
        judge=judge_clones,
        points=2,
        example={"copies": 3, "theta": pi / 3},
        vary=vary_clones,
        hints=(
            "A clone has an arrow of its own. Its shadow on the original's axis says how often it "
            "passes for the original: always for 1, half the time for 0.",
            "A shadow s passes with probability (1 + s)/2. The universal cloner shrinks the arrow "
            "to 2/3; M clones of one reach (2M + 1)/(3M); the CNOT keeps only what lies along Z.",
            "(1 + 2 / 3) / 2, (2 * copies + 1) / (3 * copies), (1 + cos(theta) ** 2) / 2",
        ),
    ),
    Exercise(
        id="03.2",
        variable="error_rate",
        answer=Numbers(),
        judge=judge_eve,
        points=1,
        example={"share": 0.6},
        vary=vary_share,
        hints=(
            "Qubits that Eve lets pass are never wrong. How often is a clone?",
            "A clone passes for its original with probability 5/6, along any axis.",
            "error_rate = share * (1 - 5 / 6)",
        ),
    ),
    Exercise(
        id="03.3",
        variable="t2_us",
        answer=Numbers(),
        judge=judge_decay,
        points=3,
        example=draw_decay(generator("example", "03.3")),
        vary=draw_decay,
        hints=(
            "First the counts as shares of the shots: that is P(0), and it falls from 1 to 1/2. "
            "Stretch it so that it falls from 1 to 0: then it is the coherence.",
            "ln(2 P(0) − 1) = −t/T2: a straight line. Its slope is −1/T2.",
            "slope, start = np.polyfit(times_us, np.log(2 * zeros / shots - 1), 1)",
        ),
    ),
    Exercise(
        id="03.4",
        variable="two_fidelities",
        answer=Function(returns=Numbers(2), describe=describe_depolarising, each=True),
        judge=judge_fidelities,
        points=2,
        arguments=draw_depolarising,
        hints=(
            "F_e first: with what probability does no error happen? A random qubit is the right "
            "one with X, Y, Z or nothing done to it, each in a quarter of the cases.",
            'F_e is 1 − 3p/4 for "mixing" and 1 − p for "pauli"; F_avg is (2 F_e + 1)/3 for both.',
            'f_e = 1 - 3 * p / 4 if convention == "mixing" else 1 - p',
        ),
    ),
    Exercise(
        id="03.5",
        variable="reach_km",
        answer=Numbers(),
        judge=judge_reach,
        points=2,
        example={"t2_ms": 10, "halves": 2},
        vary=vary_memories,
        hints=(
            "First the time, then the way: how long may the pair wait, and how far does the "
            "message get meanwhile?",
            "F = (1 + e^(−halves · t/T2))/2. Solve for t; the length is t times the speed in "
            "fibre.",
            "reach_km = t2_ms / 1000 / halves * log(1 / 0.8) * noise.FIBRE_SPEED_KM_S",
        ),
    ),
)
