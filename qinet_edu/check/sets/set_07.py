"""Exercises 07.1 to 07.6: real links."""

from types import MappingProxyType

import numpy as np

from qinet_edu.check.answers import Bits, Choices, Data, Numbers
from qinet_edu.check.exercise import Exercise
from qinet_edu.check.function_answers import Function
from qinet_edu.check.sets.set_07_bound import judge_bound, vary_lines
from qinet_edu.check.sets.set_07_distance import judge_distance, vary_system
from qinet_edu.check.sets.set_07_flips import ROUNDS, judge_flips
from qinet_edu.check.sets.set_07_relay import BITS, draw_relay, judge_relay
from qinet_edu.check.sets.set_07_singles import describe_counts, draw_counts, judge_singles
from qinet_edu.check.sets.set_07_trust import WORDS, judge_trust

EXERCISES = (
    Exercise(
        id="07.1",
        variable="most",
        answer=Numbers(3),
        judge=judge_bound,
        points=1,
        example={"loss_db_per_km": 0.19, "near_km": 35, "far_km": 948},
        vary=vary_lines,
        hints=(
            "First the decibels, then the share that arrives, then the bound. For the long line "
            "look at 1 − η: how many digits would it need?",
            "η = 10^(−dB/10), and the bound is −log₂(1 − η) = −log1p(−η)/ln 2.",
            "far = -np.log1p(-10 ** (-loss_db_per_km * far_km / 10)) / np.log(2)",
        ),
    ),
    Exercise(
        id="07.2",
        variable="bounds",
        answer=Function(returns=Numbers(2), describe=describe_counts),
        judge=judge_singles,
        points=2,
        arguments=draw_counts,
        hints=(
            "Make shares of the counts first: two gains, a dark count, a QBER. The QBER is a share "
            "of those that clicked.",
            "With these, Y₁ and e₁ follow by the two formulas. Y₀ is the share of the empty pulses "
            "that clicked.",
            "sent, seen, wrong = decoy; gain_nu, qber_nu = seen / sent, wrong / seen",
        ),
    ),
    Exercise(
        id="07.3",
        variable="reach",
        answer=Numbers(2),
        judge=judge_distance,
        points=2,
        example={
            "dark_count": 3e-6,
            "efficiency": 0.1,
            "misalignment": 0.02,
            "loss_db_per_km": 0.21,
        },
        vary=vary_system,
        hints=(
            "Write a function of the distance that returns the rate. Then look where it becomes 0: "
            "in steps of ten kilometres, of one, of a tenth.",
            "η is the efficiency times theory.fibre_transmittance(length, loss_db_per_km=…). Give "
            "theory.decoy_rate your dark_count and your misalignment.",
            "rates = theory.decoy_rate(0.48, eta, dark_count=dark_count, "
            "misalignment=misalignment); lengths[rates > 0].max()",
        ),
    ),
    Exercise(
        id="07.4",
        variable="end_key",
        answer=Bits(BITS),
        judge=judge_relay,
        points=1,
        example=MappingProxyType(draw_relay(np.random.default_rng(7))),
        vary=draw_relay,
        hints=(
            "Begin at the end you know. Port Macquarie's sum holds your key and that of the link "
            "before it.",
            "K ⊕ (K ⊕ L) = L: each sum takes you one link further, until you are in Sydney.",
            'key = [int(a) ^ int(b) for a, b in zip(far_key, published["Port Macquarie"])]',
        ),
    ),
    Exercise(
        id="07.5",
        variable="flips",
        answer=Function(returns=Data(), each=True),
        judge=judge_flips,
        points=2,
        arguments=lambda _: [*ROUNDS],
        hints=(
            "In which of the eight cases do the two bits differ? The circuit of the lesson tells: "
            "send equal bits and different ones, and see what is announced.",
            "In Z the letter tells: Φ equal, Ψ different. In X the sign: + equal, − different.",
            'if basis == "z": return announced in ("psi+", "psi-")',
        ),
    ),
    Exercise(
        id="07.6",
        variable="trusted",
        answer=Choices(tuple(WORDS)),
        judge=judge_trust,
        points=1,
        hints=(
            "Ask of each: if Eve owned it, or read all that it knows, would she have the key, and "
            "would nobody see errors?",
            "Who relays holds both keys; who sends knows the bits; who only compares knows "
            "neither. Detectors that nothing checks can be driven.",
            'trusted = {"relay", …} and three more',
        ),
    ),
)
