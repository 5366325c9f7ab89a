"""Exercises 10.1 to 10.5: purification."""

from types import MappingProxyType

from qinet_edu.check.answers import Choices, Numbers
from qinet_edu.check.circuit_answers import Circuit
from qinet_edu.check.exercise import Exercise
from qinet_edu.check.function_answers import Function
from qinet_edu.check.sets.set_10_cost import judge_cost, vary_cost
from qinet_edu.check.sets.set_10_keep import judge_keep
from qinet_edu.check.sets.set_10_rounds import judge_rounds, vary_rounds
from qinet_edu.check.sets.set_10_schedule import describe_pairs, draw_pairs, judge_schedule
from qinet_edu.check.sets.set_10_worst import LABELS, MENDS, judge_worst, vary_pairs

EXERCISES = (
    Exercise(
        id="10.1",
        variable="purify",
        answer=Circuit(qubits=4, measured=True),
        judge=judge_keep,
        points=2,
        hints=(
            "Turn all four qubits, let each kept half leave its flips in the measured one, read "
            "those two, and think of what two good pairs would show.",
            "Alice Rx(π/2), Bob Rx(−π/2), on both pairs; CNOT with the kept half as control; "
            "discard when the bits differ, that is when step1 is 1 or 2.",
            "with purify.if_test((step1, 1)): purify.reset([alice[0], bob[0]])",
        ),
    ),
    Exercise(
        id="10.2",
        variable="three",
        answer=Numbers(7),
        judge=judge_rounds,
        points=1,
        example=MappingProxyType({"fidelity": 0.8}),
        vary=vary_rounds,
        hints=(
            "A Werner pair has three errors alike. After a round they are not alike any more: put "
            "all four numbers into the next.",
            "Start with (F, (1−F)/3, (1−F)/3, (1−F)/3). Eight pairs make four steps, then two, "
            "then one: p₁⁴ p₂² p₃.",
            "a, b, c, d = (a*a + b*b) / n, 2 * c * d / n, (c*c + d*d) / n, 2 * a * b / n",
        ),
    ),
    Exercise(
        id="10.3",
        variable="costs",
        answer=Numbers(5),
        judge=judge_cost,
        points=2,
        example=MappingProxyType({"fidelity": 0.8, "target": 0.99, "raw_per_s": 1000}),
        vary=vary_cost,
        hints=(
            "A step takes two pairs and succeeds with p. How many tries does it take on average, "
            "and how many pairs does each of them use up?",
            "1/p tries with two pairs each: each round multiplies the cost by 2/p, with its own p.",
            "while vector[0] < target: vector, p = theory.dejmps(vector); pairs *= 2 / p",
        ),
    ),
    Exercise(
        id="10.4",
        variable="worst",
        answer=Choices((*LABELS, *MENDS)),
        judge=judge_worst,
        points=1,
        example=MappingProxyType(
            {
                "pairs": {
                    "a": [0.78, 0.0, 0.0, 0.22],
                    "b": [0.7, 0.12, 0.09, 0.09],
                    "c": [0.92, 0.06, 0.01, 0.01],
                    "d": [0.55, 0.15, 0.15, 0.15],
                    "e": [0.8, 0.2, 0.0, 0.0],
                    "f": [0.74, 0.0, 0.26, 0.0],
                }
            }
        ),
        vary=vary_pairs,
        hints=(
            "The CNOTs see whether the bits differ in Z. Which of the three errors does not show "
            "there, and what was it before the turn?",
            "A′ = (A² + B²)/((A + B)² + (C + D)²), to be compared with A. A turn about an axis by "
            "a quarter exchanges two of the three errors.",
            "theory.dejmps([0.8, 0, 0, 0.2])[0][0]",
        ),
    ),
    Exercise(
        id="10.5",
        variable="best",
        answer=Function(returns=Numbers(), describe=describe_pairs, each=True),
        judge=judge_schedule,
        points=3,
        arguments=draw_pairs,
        hints=(
            "Whatever the order, the last round joins something made of k raw pairs with something "
            "made of n − k. So list what can be made of 1, of 2, of 3, …",
            "made[n] holds theory.dejmps(a, b)[0] for each k from 1 to n/2, each a in made[k] and "
            "each b in made[n − k]. The answer is the largest first number in all of the lists.",
            "made[n] = [theory.dejmps(a, b)[0] for k in range(1, n // 2 + 1) for a in made[k] "
            "for b in made[n - k]]",
        ),
    ),
)
