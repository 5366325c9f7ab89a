"""Exercise 01.3: find the arrow of a qubit that nobody has described."""

from collections.abc import Iterator
from math import log, pi, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray
from qiskit.quantum_info import Statevector

from qinet_edu import circuits, theory
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import FALSE_FAIL_RATE, add_up, part
from qinet_edu.check.function_answers import Call
from qinet_edu.check.verdict import Part, Verdict

SHOTS_ASKED = 4000
ARROWS = 4


def draw_arrows(numbers: np.random.Generator) -> list[tuple[Any, ...]]:
    """Draw qubits whose arrows lean clearly along all three axes, so that every mix-up shows."""
    found: list[tuple[Any, ...]] = []
    while len(found) < ARROWS:
        theta, phi = float(np.arccos(numbers.uniform(-1, 1))), float(numbers.uniform(0, 2 * pi))
        arrow = theory.bloch_vector(theory.bloch_state(theta, phi))
        apart = np.abs(np.subtract.outer(arrow, arrow))[np.triu_indices(3, 1)]
        if min(abs(arrow)) > 0.25 and min(apart) > 0.25:
            found.append((circuits.bloch(theta, phi),))
    return found


def arrow_tolerance() -> float:
    """Return how far a right estimate may stray, by Hoeffding's inequality.

    The mean of n outcomes ±1 strays by more than t with a probability of at most
    2 exp(−n t²/2); three axes of four arrows share the allowance of one in a million.
    """
    return sqrt(2 / SHOTS_ASKED * log(2 * 3 * ARROWS / FALSE_FAIL_RATE))


def judge_arrow(calls: tuple[Call, ...], _: Given) -> Verdict:
    """Compare each axis of each arrow; a slip is named when it explains all of them."""
    tolerance = arrow_tolerance()
    arrows = np.array([theory.bloch_vector(Statevector(call.arguments[0]).data) for call in calls])
    found = np.array([call.value for call in calls])
    strays = np.abs(found - arrows)
    why = _why(found, arrows, tolerance)
    parts = []
    for axis, name in enumerate("XYZ"):
        far = np.flatnonzero(strays[:, axis] > tolerance)
        if not far.size:
            parts.append(Part(name, 1.0))
            continue
        got = (
            f"For the qubit {describe_arrow(*calls[far[0]].arguments)} you found {name} = "
            f"{found[far[0], axis]:.2f}, expected {arrows[far[0], axis]:.2f} ± {tolerance:.2f}."
        )
        parts.append(part(name, got, why))
        why = ""
    right = f"All {len(calls)} arrows found, each axis within ± {tolerance:.2f}."
    return add_up(parts, right=right, exercise="01.3")


def _why(found: NDArray[np.float64], arrows: NDArray[np.float64], tolerance: float) -> str:
    for slips in zip(*(_slips(*arrow) for arrow in arrows), strict=True):
        if np.abs(found - [slip for slip, _ in slips]).max() <= tolerance:
            return str(slips[0][1])
    close = np.abs(found - arrows).max() < 3 * tolerance
    return "too few shots | Close, but scattered: did you use 4000 shots?" if close else ""


def _slips(x: float, y: float, z: float) -> Iterator[tuple[Any, str]]:
    """Yield what known slips make of an arrow, and what to say to each."""
    arrow = np.array([x, y, z])
    yield (
        (x, x, z),
        "S† missing | Your Y is the X value: to measure Y, S† comes before H. Here it is missing.",
    )
    yield (
        (x, -y, z),
        "S for S† | Only Y has the wrong sign: to measure Y, S† comes before H, not S.",
    )
    yield (
        (x, z, z),
        "Y not turned | Your Y is the Z value: it was measured without being turned first.",
    )
    yield (
        (z, y, x),
        "X and Z exchanged | X and Z are exchanged: the H belongs to X; Z needs no gate at all.",
    )
    yield (
        (y, x, z),
        "X and Y exchanged | X and Y are exchanged: X takes H alone, Y takes S† and then H.",
    )
    yield (x, z, y), "Y and Z exchanged | Y and Z are exchanged."
    yield (x, y, -z), "sign of Z | Only Z has the wrong sign: outcome 0 counts as +1."
    yield -arrow, "all signs reversed | All signs are reversed: outcome 0 counts as +1."
    yield (
        (1 + arrow) / 2,
        "probabilities of 0 for means | These are the probabilities of 0. The mean is P(0) − P(1).",
    )
    yield (
        (1 - arrow) / 2,
        "probabilities of 1 for means | These are the probabilities of 1. The mean is P(0) − P(1).",
    )
    yield (
        (z, z, z),
        "never turned | All three are the Z value: the circuit was not turned before measuring.",
    )
    yield (0, 0, z), "only Z measured | Z is right; X and Y are still missing."


def describe_arrow(circuit: Any) -> str:
    """Name a hidden qubit by its angles."""
    theta, phi = (float(step.operation.params[0]) for step in circuit.data)
    return f"bloch({theta:.2f}, {phi:.2f})"
