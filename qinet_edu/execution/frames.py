"""Outcomes read in a Pauli frame: corrections that were written down instead of made."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from qinet_edu.arguments import Direction
from qinet_edu.circuits import PauliFrame
from qinet_edu.execution.result import Result


def frame_of(result: Result, frame: PauliFrame) -> dict[str, int]:
    """Count the corrections that are still due, shot by shot, in the order x, z.

    Args:
        result: of a circuit that left its corrections out.
        frame: which bits tell of them, as ``circuits.swap_frame(links)`` says.

    Returns:
        ``"10"`` for X and no Z, ``"01"`` for Z alone, and so on, to number of shots.

    Raises:
        ValueError: a register that the frame names is missing.

    Example:
        >>> from qinet_edu import circuits, run
        >>> chain = circuits.measure(circuits.swap_chain(2, frame=True))
        >>> counts = frame_of(run(chain, shots=4000, seed=1), circuits.swap_frame(2))
        >>> [*counts], all(850 < times < 1150 for times in counts.values())
        (['00', '01', '10', '11'], True)
    """
    outcomes = [*result.joint]
    x, z = _frame_bits(result, outcomes, frame)
    counts: dict[str, int] = {}
    for flips, signs, times in zip(x.tolist(), z.tolist(), result.joint.values(), strict=True):
        due = f"{flips}{signs}"
        counts[due] = counts.get(due, 0) + times
    return dict(sorted(counts.items()))


def in_frame(result: Result, directions: Mapping[str, Direction], frame: PauliFrame) -> Result:
    """Read outcomes in a Pauli frame: turn over those that a correction would have turned over.

    X turns what is measured along Y and Z over, Z what is measured along X and Y. So nobody need
    hold a pair until the nodes' bits arrive; only what the outcomes mean must wait for them.

    Args:
        result: of a circuit that left its corrections out, its halves measured.
        directions: along which direction each party measured, as ``circuits.measure`` takes it.
        frame: which bits tell of the corrections, as ``circuits.swap_frame(links)`` says.

    Returns:
        The result as it would be with the corrections made.

    Raises:
        ValueError: a register is missing, or a direction is not along an axis, where a correction
            does more than turn outcomes over.

    Source:
        Pauli frames: E. Knill, Nature 434, 39 (2005).

    Example:
        >>> from qinet_edu import circuits, run
        >>> chain = circuits.measure(circuits.swap_chain(2, frame=True), "x")
        >>> bare = run(chain, shots=1000, seed=1)
        >>> read = in_frame(bare, {"bob": "x"}, circuits.swap_frame(2))
        >>> abs(bare.expectation("alice", "bob")) < 0.1, float(read.expectation("alice", "bob"))
        (True, 1.0)
    """
    along = directions.get(frame.party)
    if not isinstance(along, str) or along not in ("x", "y", "z"):
        raise ValueError(
            f"To read a frame, say along which axis {frame.party!r} measured: 'x', 'y' or 'z', not "
            f"{along!r}. Along others a correction does not simply turn the outcome over."
        )
    each = result.shot_by_shot
    turned = _turned(result, [*result.joint], along, frame)
    joint: dict[str, int] = {}
    for outcome, times in zip(turned, result.joint.values(), strict=True):
        joint[outcome] = joint.get(outcome, 0) + times
    shots = None if each is None else tuple(_turned(result, [*each], along, frame))
    return replace(result, joint=joint, shot_by_shot=shots)


def _turned(result: Result, outcomes: list[str], along: str, frame: PauliFrame) -> list[str]:
    """Turn the party's bit over in those outcomes in which a correction was due."""
    x, z = _frame_bits(result, outcomes, frame)
    over = {"x": z, "y": x ^ z, "z": x}[along]
    place = _place(result, frame.party, 0)
    return [
        f"{outcome[:place]}{int(outcome[place]) ^ flip}{outcome[place + 1 :]}"
        for outcome, flip in zip(outcomes, over.tolist(), strict=True)
    ]


def _frame_bits(
    result: Result, outcomes: list[str], frame: PauliFrame
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Add up the bits that drive X and those that drive Z, one sum for each outcome."""
    letters = np.frombuffer("".join(outcomes).encode(), dtype=np.uint8)
    letters = letters.reshape(len(outcomes), -1)
    x, z = (
        np.bitwise_xor.reduce(
            letters[:, [_place(result, *bit) for bit in bits]] & 1, axis=1, dtype=np.uint8
        )
        for bits in (frame.x, frame.z)
    )
    return x, z


def _place(result: Result, register: str, bit: int) -> int:
    """Return where in a joint outcome a bit of a register stands."""
    names = [*result.registers]
    if register not in names:
        raise ValueError(
            f"There is no register {register!r}, which the frame needs; this result has: "
            f"{', '.join(names)}."
        )
    # Registers stand last first with a space between; within one, bit 0 is right-most.
    behind = [result.registers[name] + 1 for name in names[: names.index(register)]]
    whole = sum(size + 1 for size in result.registers.values()) - 1
    return whole - 1 - sum(behind) - bit
