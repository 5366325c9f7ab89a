"""Exercises 05.1 to 05.5: BB84 and eavesdroppers."""

from types import MappingProxyType

import numpy as np

from qinet_edu.check.answers import Bits, Numbers
from qinet_edu.check.circuit_answers import Circuit
from qinet_edu.check.exercise import Exercise
from qinet_edu.check.function_answers import Function
from qinet_edu.check.sets.set_05_abort import describe_test, draw_tests, judge_abort
from qinet_edu.check.sets.set_05_intercept import judge_intercept, vary_attack
from qinet_edu.check.sets.set_05_learning import judge_learning, vary_angle
from qinet_edu.check.sets.set_05_sifting import draw_rows, judge_sifting
from qinet_edu.check.sets.set_05_six_states import SENT, judge_six_states

EXERCISES = (
    Exercise(
        id="05.1",
        variable="sifted",
        answer=Bits(),
        judge=judge_sifting,
        points=1,
        example=MappingProxyType(draw_rows(np.random.default_rng(5))),
        vary=draw_rows,
        hints=(
            "A round is good for something if Bob has a bit, and if he measured in the basis in "
            "which it was sent.",
            "Keep round i if alice_bases[i] == bob_bases[i] and bob_bits[i] != '-'.",
            'sifted = "".join(b for a, c, b in zip(alice_bases, bob_bases, bob_bits) if a == c and '
            'b != "-")',
        ),
    ),
    Exercise(
        id="05.2",
        variable="seen",
        answer=Numbers(4),
        judge=judge_intercept,
        points=2,
        example={"eve_basis": "z", "share": 0.24, "compared": 10},
        vary=vary_attack,
        hints=(
            "In one basis Eve measures what was sent and sends it on as it was. In the other she "
            "sends on a state in which Bob reads a coin, and a coin is right half of the time.",
            "0 in her basis, f/2 in the other, and the mean of the two together: Q. All n bits "
            "compared are right with probability (1 − Q)ⁿ.",
            'wrong = share / 2; in_z, in_x = (0, wrong) if eve_basis == "z" else (wrong, 0)',
        ),
    ),
    Exercise(
        id="05.3",
        variable="learnt",
        answer=Numbers(3),
        judge=judge_learning,
        points=2,
        example={"angle_deg": 35},
        vary=vary_angle,
        hints=(
            "A state of Z and Eve's axis enclose the angle θ, a state of X and her axis the angle "
            "90° − θ. The smaller the angle, the better she guesses.",
            "(1 + cos θ)/2 in Z, (1 + sin θ)/2 in X. In each basis she learns 1 − h(p); then the "
            "mean, for half of the sifted bits are of either.",
            "bits = 1 - (theory.binary_entropy(in_z) + theory.binary_entropy(in_x)) / 2",
        ),
    ),
    Exercise(
        id="05.4",
        variable="prepare",
        answer=Function(returns=Circuit(qubits=1), each=True),
        judge=judge_six_states,
        points=2,
        arguments=lambda _: [*SENT],
        hints=(
            "First put the bit in, along Z. Then turn the basis, from Z to X or to Y.",
            "X makes |1⟩ of |0⟩. H turns the states of Z into those of X, and S these into those "
            "of Y.",
            'if basis == "y": photon.h(0); photon.s(0)',
        ),
    ),
    Exercise(
        id="05.5",
        variable="limit",
        answer=Function(returns=Numbers(), describe=describe_test),
        judge=judge_abort,
        points=3,
        arguments=draw_tests,
        hints=(
            "Begin with k = 0, the strictest limit, and loosen it by one until a false alarm is "
            "rare enough.",
            "Exactly e errors come with probability C(n, e) Qᵉ (1 − Q)ⁿ⁻ᵉ. More than k: 1 minus "
            "the sum of these from 0 to k.",
            "accepted += comb(n, k) * qber**k * (1 - qber) ** (n - k)",
        ),
    ),
)
