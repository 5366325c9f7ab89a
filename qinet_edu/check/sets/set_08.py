"""Exercises 08.1 to 08.5: distributing entanglement."""

from types import MappingProxyType

from qinet_edu.check.answers import Data, Numbers
from qinet_edu.check.exercise import Exercise
from qinet_edu.check.function_answers import Function
from qinet_edu.check.sets.set_08_attempts import judge_attempts, segment, vary_segment
from qinet_edu.check.sets.set_08_bright import judge_bright, vary_hardware
from qinet_edu.check.sets.set_08_pairs import describe_session, draw_sessions, judge_pairs
from qinet_edu.check.sets.set_08_sign import describe_pair, draw_pairs, judge_sign
from qinet_edu.check.sets.set_08_threshold import judge_threshold, vary_violation

EXERCISES = (
    Exercise(
        id="08.1",
        variable="bright",
        answer=Numbers(3),
        judge=judge_bright,
        points=2,
        example=MappingProxyType(
            {"length_km": 10, "emission": 0.6, "detector": 0.85, "fidelity": 0.9}
        ),
        vary=vary_hardware,
        hints=(
            "First η, and each loss in it once. How far does a photon fly to the middle? How many "
            "detectors does it meet?",
            "F (1 − αη/2) = 1 − α; bring α to one side: α = (1 − F)/(1 − Fη/2).",
            "eta = emission * 10 ** (-0.2 * (length_km / 2) / 10) * detector",
        ),
    ),
    Exercise(
        id="08.2",
        variable="estimate",
        answer=Function(returns=Numbers(), describe=describe_pair, each=True),
        judge=judge_sign,
        points=1,
        arguments=draw_pairs,
        hints=(
            "What would XX, YY and ZZ be on a perfect pair in this state? Multiply each of the "
            "measured ones by that sign.",
            "F = (1 ± XX ± YY ± ZZ)/4, with the signs that make it 1 on the perfect pair.",
            'signs = {"phi+": (1, -1, 1), "phi-": (-1, 1, 1), …}[state]',
        ),
    ),
    Exercise(
        id="08.3",
        variable="distil",
        answer=Function(returns=Data(), describe=describe_session),
        judge=judge_pairs,
        points=2,
        arguments=draw_sessions,
        hints=(
            "Three questions for each round: are the bases equal? Is it tested? What is Bob's bit "
            "once he has flipped it?",
            "Equal bases and not tested: both bits into the keys. Equal bases and tested: compare. "
            "QBER = wrong ones/compared ones.",
            "for hers, a, his, b, tested in rounds:",
        ),
    ),
    Exercise(
        id="08.4",
        variable="untrusted",
        answer=Numbers(5),
        judge=judge_threshold,
        points=2,
        example=MappingProxyType({"s": 2.6}),
        vary=vary_violation,
        hints=(
            "On these pairs Q and S hang together, so that each follows from the other: also on "
            "the weakest pair that still makes key.",
            "Q = (1 − S/(2√2))/2, and for the threshold look for the Q at which 1 − h(Q) − "
            "h((1 + √((S/2)² − 1))/2) is 0, with S = 2√2 (1 − 2Q).",
            "q = np.linspace(0, 0.14, 14_001); "
            "rates = theory.device_independent_rate(2 * sqrt(2) * (1 - 2 * q), q)",
        ),
    ),
    Exercise(
        id="08.5",
        variable="waits",
        answer=Numbers(7),
        judge=judge_attempts,
        points=2,
        example=MappingProxyType(segment(7, alpha=0.05, efficiency=0.25)),
        vary=vary_segment,
        hints=(
            "Draw a timeline for each: when is the photon where it is detected, and when has the "
            "news of it reached either end?",
            "In the middle: L/2 there and L/2 back. At Bob: L there and L back. A pair takes 1/p "
            "attempts on average.",
            "line_s = noise.fibre_delay_s(length_km)",
        ),
    ),
)
