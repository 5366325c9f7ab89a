"""Exercise 02.2: the CHSH game with a Bell state that is not the notebook's."""

from itertools import permutations
from math import pi
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qinet_edu import theory
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import BELL_SYMBOLS, wrong
from qinet_edu.check.verdict import Verdict

ALMOST_BEST = 2.824  # of 2√2: the game is won 0.853 of the time
HALVES = {
    "phi+": "agree along Z and agree along X",
    "phi-": "agree along Z and differ along X",
    "psi+": "differ along Z and agree along X",
    "psi-": "differ along Z and differ along X",
}


def vary_pair(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw which Bell state the team shares; for Φ+ the angles stand in the notebook."""
    return {"pair": str(numbers.choice(["phi-", "psi+", "psi-"]))}


def judge_game(angles: tuple[float, ...], given: Given) -> Verdict:
    """Let the team play with these angles, and recognise those that suit something else."""
    pair = given.parameters["pair"]
    s = float(_s(pair, *angles))
    chance = float(theory.game_chance(s))
    if s > ALMOST_BEST:
        return Verdict.right(
            f"S = {s:.3f}: the team wins {chance:.4f} of the rounds. No quantum plan wins more, "
            "and none without a pair more than 0.75."
        )
    symbol = BELL_SYMBOLS[pair]
    got = f"On {symbol} these angles give S = {s:.3f}: the team wins {chance:.3f}, expected 0.854."
    return wrong(got, _why_lost(angles, pair, s), "02.2")


def _why_lost(angles: tuple[float, ...], pair: str, s: float) -> str:
    """Return the most telling explanation there is."""
    other = next((name for name in BELL_SYMBOLS if _s(name, *angles) > ALMOST_BEST), "")
    if max(map(abs, angles)) > 4 * pi:
        return "degrees for radians | Are these degrees? Angles are in radians: pi/4 is 45 degrees."
    if other:
        all_lost = "You lose as often as one can. " if s < -ALMOST_BEST else ""
        return (
            "angles of another pair | "
            f"{all_lost}These are the best angles for {BELL_SYMBOLS[other]}, whose halves "
            f"{HALVES[other]}. Those of {BELL_SYMBOLS[pair]} {HALVES[pair]}. Which of Bob's "
            "directions does that turn round?"
        )
    if _s(pair, *(2 * np.array(angles))) > ALMOST_BEST:
        return (
            "angles of polarisers | "
            "Twice these angles would win: directions on the sphere are twice as far apart as the "
            "angles of polarisers or amplitudes."
        )
    if max(_s(pair, *np.array([*permutations(angles)]).T)) > ALMOST_BEST:
        return (
            "order of the angles | "
            "These four would win in another order: it is a0, a1, b0, b1, Alice's two first; and "
            "only when both are asked 1 must the answers differ."
        )
    if s > 2 + 1e-3:
        return (
            "not the best angles | "
            "That beats every plan without a pair, and there is more: aim for four equal steps."
        )
    if s > 2 - 1e-3:
        return (
            "no better than without a pair | "
            "A plan without a pair does as well. Let Bob's directions lie between Alice's, not on "
            "them."
        )
    return (
        "worse than without a pair | "
        "Even a plan without a pair wins 0.75. Of the four correlations, the first three should be "
        "high, and the last as far below zero."
    )


def _s(pair: str, a0: Any, a1: Any, b0: Any, b1: Any) -> NDArray[np.float64]:
    return theory.chsh(theory.bell_state(pair), alice=(a0, a1), bob=(b0, b1))
