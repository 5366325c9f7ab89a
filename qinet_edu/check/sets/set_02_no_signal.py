"""Exercise 02.4: what Alice sees does not depend on what Bob does."""

from itertools import combinations
from math import log, pi, sqrt
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from qiskit import QuantumCircuit
from qiskit.quantum_info import Statevector

from qinet_edu import circuits, theory
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import BELL_SYMBOLS, FALSE_FAIL_RATE, wrong
from qinet_edu.check.function_answers import Call
from qinet_edu.check.verdict import Verdict

SHOTS_ASKED = 4000
DIRECTIONS = 3
CLEAR = 2.2  # so many times further apart than luck can reach
JOINED = "Those are rounds in which both things happen. Sum over whatever Bob may find."
ONLY = (
    "rounds with Bob's {0} only | "
    "Those are only the rounds in which Bob got {0}. Alice does not know which they are until he "
    "tells her: count them all."
)
WORDS = (
    "",
    ONLY.format(0),
    ONLY.format(1),
    f"both get 0 | That is the probability that both get 0. {JOINED}",
    f"Alice gets 0 and Bob 1 | That is the probability that Alice gets 0 and Bob 1. {JOINED}",
    "Bob for Alice | That is Bob's probability of 0, not Alice's.",
    "P(1) for P(0) | That is Alice's probability of 1, not of 0.",
    "same bit for Alice's bit | "
    "That is how often both get the same bit. Look at Alice's bit alone.",
    "correlation for probability | "
    "That is the correlation, the mean of the product. Look at Alice's bit alone.",
    "mean for probability | That is the mean of Alice's ±1. P(0) is (1 + mean)/2.",
    "Alice along Bob's direction | "
    "Alice was measured along Bob's direction. She measures along Z, only Bob turns.",
)


def readings(pair: QuantumCircuit, bob: tuple[ArrayLike, ArrayLike]) -> NDArray[np.float64]:
    """Return the right probability, then what misreadings give, in the order of ``WORDS``.

    Args:
        pair: the circuit that prepares it.
        bob: his direction (theta, phi), or arrays of directions.

    Returns:
        Shape (11, ...).
    """
    ket = Statevector(pair).data
    ours, theirs = theory.reduced(ket), theory.reduced(ket, keep="bob")
    alice, far = theory.born(ours), theory.born(theirs, bob)
    product = theory.correlation(ket, "z", bob)
    both = (product + 2 * alice + 2 * far - 1) / 4  # the mean of (1 + a)(1 + b)/4, a and b = ±1
    values = (
        *(alice, both / np.maximum(far, 1e-9), (alice - both) / np.maximum(1 - far, 1e-9)),
        *(both, alice - both, far, 1 - alice, (1 + product) / 2, product, 2 * alice - 1),
        theory.born(ours, bob),
    )
    return np.array(np.broadcast_arrays(*values))


def draw_pairs(numbers: np.random.Generator) -> list[tuple[Any, ...]]:
    """Draw a Bell pair and two weaker pairs, each with three directions for Bob.

    On the weaker ones every misreading is further from the truth than luck can reach; and over
    all nine no two misreadings look the same.
    """
    while True:
        bell = circuits.bell_pair(str(numbers.choice([*BELL_SYMBOLS])))
        bell.name = "pair 1"
        calls = [(bell, direction) for direction in _draw_directions(numbers, DIRECTIONS)]
        calls += _draw_weaker("pair 2", numbers) + _draw_weaker("pair 3", numbers)
        seen = np.array([readings(*call) for call in calls]).T
        if all(_apart(one, other).any() for one, other in combinations(seen, 2)):
            return calls


def _draw_weaker(name: str, numbers: np.random.Generator) -> list[tuple[Any, ...]]:
    while True:
        pair = circuits.bell_pair().copy_empty_like(name)
        pair.ry(numbers.uniform(0.5, 2.6), 0)
        pair.cx(0, 1)
        for qubit in (0, 1):
            pair.ry(numbers.uniform(0, pi), qubit)
            pair.rz(numbers.uniform(0, 2 * pi), qubit)
        directions = _draw_directions(numbers, 40)
        right, *slips = readings(pair, tuple(np.transpose(directions)))
        clear = np.flatnonzero(np.all([_apart(slip, right) for slip in slips], axis=0))
        if len(clear) >= DIRECTIONS:
            return [(pair, directions[n]) for n in clear[:DIRECTIONS]]


def _draw_directions(numbers: np.random.Generator, count: int) -> list[tuple[float, float]]:
    thetas, phis = np.arccos(numbers.uniform(-1, 1, count)), numbers.uniform(0, 2 * pi, count)
    return [*zip(thetas.tolist(), phis.tolist(), strict=True)]


def _apart(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.bool_]:
    return np.abs(one - other) > CLEAR * zero_tolerance()


def zero_tolerance() -> float:
    """Return how far a right estimate may stray, by Hoeffding's inequality.

    A share among n shots strays by more than t with a probability of at most 2 exp(−2 n t²); the
    nine calls share the allowance of one in a million.
    """
    return sqrt(log(2 * 3 * DIRECTIONS / FALSE_FAIL_RATE) / (2 * SHOTS_ASKED))


def judge_no_signal(calls: tuple[Call, ...], _: Given) -> Verdict:
    """Compare each probability; a slip is named when it explains all of them."""
    tolerance = zero_tolerance()
    found = np.array([call.value for call in calls])
    right, *slips = np.array([readings(*call.arguments) for call in calls]).T
    strays = np.abs(found - right)
    if strays.max() <= tolerance:
        ours = ", ".join(f"{value:.3f}" for value in right[::DIRECTIONS])
        return Verdict.right(
            f"Alice's probability is {ours} for the three pairs, each the same whichever way Bob "
            "measures. She cannot tell what he does: no signal."
        )
    first = int(np.argmax(strays > tolerance))
    got = (
        f"For {describe_pair(*calls[first].arguments)} you found {found[first]:.3f}, expected "
        f"{right[first]:.3f} ± {tolerance:.3f}."
    )
    for slip, words in zip(slips, WORDS[1:], strict=True):
        if np.abs(found - slip).max() <= tolerance:
            return wrong(got, words, "02.4")
    if np.abs(found - 0.5).max() <= tolerance:
        why = "always one half | Always one half? That holds for Bell pairs; not every pair is one."
        return wrong(got, why, "02.4")
    close = strays.max() < 3 * tolerance
    return wrong(
        got,
        "too few shots | Close, but scattered: did you use 4000 shots?" if close else "",
        "02.4",
    )


def describe_pair(pair: Any, direction: tuple[float, float]) -> str:
    """Name a hidden pair and Bob's direction."""
    return f"{pair.name}, Bob along ({direction[0]:.2f}, {direction[1]:.2f}),"
