"""Teleportation step by step: what is where, who knows what, and how much of it is left."""

from math import inf, pi
from typing import Any

import numpy as np

from qinet_edu import theory
from qinet_edu.arguments import one_real
from qinet_edu.draw.geometry import Vector
from qinet_edu.draw.picture import Picture
from qinet_edu.draw.sphere import bloch_numbers
from qinet_edu.draw.teleportation_stage import BOB, LINE, LOST_AT, MESSAGE, stage
from qinet_edu.draw.teleportation_words import heading, teleport_alt, teleport_words
from qinet_edu.noise import fibre_delay_s

MOST_KM = 100_000.0
LEAST_T2_MS, MOST_T2_MS = 0.01, 1e6


def teleport(
    step: int = 0,
    *,
    theta: float = pi / 3,
    phi: float = 1.9,
    length_km: float = 100.0,
    t2_ms: float = 10.0,
    m_message: int = 1,
    m_alice: int = 0,
    drop_x: bool = False,
    drop_z: bool = False,
    progress: float = 0.5,
    judged: bool = True,
) -> Picture:
    """Draw one step of teleporting a qubit from Alice to Bob.

    Bob's arrow is his qubit given what Alice found; the ring is what he himself can know of it,
    which until her bits arrive is nothing. Over 100 km they take 490 µs, in which his qubit decays.

    Args:
        step: 0 the pair is shared, 1 the message comes, 2 Alice measures, 3 her bits are on their
            way, 4 they arrive, 5 Bob has corrected.
        theta: angle of the message from |0⟩ in radians, 0 to π.
        phi: its angle around the axis in radians.
        length_km: how far Bob is, in km of fibre, up to 100 000.
        t2_ms: T2 of Bob's memory in milliseconds; its T1 is endless.
        m_message: the bit Alice finds from the message, 0 or 1; it drives Z.
        m_alice: the bit she finds from her half of the pair, 0 or 1; it drives X.
        drop_x: whether the bit for X is lost on the way.
        drop_z: whether the bit for Z is.
        progress: in step 3, how much of their way the bits have done, 0 to 1.
        judged: whether it says how well this does: its fidelities and what the memory has left.

    Returns:
        The picture; among its numbers are Bob's arrow ``bob_x`` …, what he knows ``known_x`` …
        and, if judged, the ``fidelity`` of this run so far and the ``average`` at the end, over
        all messages and outcomes.

    Raises:
        TypeError: a length, a time or a share is no real number.
        ValueError: a setting is out of range.

    Source:
        Bennett et al., PRL 70, 1895 (1993).

    Example:
        >>> numbers = teleport(5, drop_z=True, m_message=0, t2_ms=1e6).numbers
        >>> round(numbers["fidelity"], 3), round(numbers["average"], 3)
        (1.0, 0.667)
    """
    settings = read_settings(
        step=step, theta=theta, phi=phi, length_km=length_km, t2_ms=t2_ms, m_message=m_message,
        m_alice=m_alice, drop_x=drop_x, drop_z=drop_z, progress=progress, judged=judged,
    )  # fmt: skip
    numbers = teleport_numbers(settings)
    alt = teleport_alt(numbers)
    drawing = stage(numbers, heading(numbers), teleport_words(numbers))
    return Picture(drawing.render(alt), alt, numbers)


def read_settings(**settings: Any) -> dict[str, Any]:
    """Check all settings of a picture of teleportation, and return them.

    Raises:
        TypeError: a length, a time or a share is no real number.
        ValueError: a setting is out of range.
    """
    step = settings["step"]
    if isinstance(step, bool) or step not in range(6):
        raise ValueError(
            f"There are steps 0 to 5, from the shared pair to the message at Bob's; not {step!r}."
        )
    angles = bloch_numbers(settings["theta"], settings["phi"])
    read = {"step": int(step), "theta": angles["theta"], "phi": angles["phi"]}
    read["length_km"] = one_real(settings["length_km"], "length_km", low=0, high=MOST_KM)
    read["t2_ms"] = one_real(settings["t2_ms"], "t2_ms", low=LEAST_T2_MS, high=MOST_T2_MS)
    for name in ("m_message", "m_alice"):
        bit = settings[name]
        if isinstance(bit, bool) or bit not in (0, 1):
            raise ValueError(f"{name} is a bit that Alice finds, 0 or 1; not {bit!r}.")
        read[name] = int(bit)
    read["progress"] = one_real(settings["progress"], "progress", low=0, high=1)
    for name, what in (("drop_x", "a bit is lost"), ("drop_z", "a bit is lost"),
                       ("judged", "fidelities are shown")):  # fmt: skip
        if not isinstance(settings[name], (bool, np.bool_)):
            raise ValueError(f"{name} says whether {what}: True or False, not {settings[name]!r}.")
        read[name] = bool(settings[name])
    return read


def teleport_numbers(settings: dict[str, Any]) -> dict[str, Any]:
    """Return everything the picture shows, from settings that were checked."""
    step, travelled = settings["step"], _travelled(settings)
    delay_s = float(fibre_delay_s(settings["length_km"]))
    time_s, memory = travelled * delay_s, {"t1_s": inf, "t2_s": settings["t2_ms"] / 1000}
    state = theory.bloch_state(settings["theta"], settings["phi"])
    psi = _vector(theory.bloch_vector(state))
    lost = {"x": settings["drop_x"], "z": settings["drop_z"]}
    found = {"x": settings["m_alice"] == 1, "z": settings["m_message"] == 1}
    arrow = known = (0.0, 0.0, 0.0)
    if step >= 2:
        arrow = _vector(theory.relaxed(flipped(psi, **found), time_s, **memory))
        known = _unknown(arrow, **(lost if step >= 4 else {"x": True, "z": True}))
    if step == 5:
        done = {gate: found[gate] and not lost[gate] for gate in found}
        arrow, known = flipped(arrow, **done), flipped(known, **done)
    numbers = {**settings, "delay_ms": delay_s * 1000, "time_ms": time_s * 1000}
    numbers["coherence"] = float(theory.relaxed([1, 0, 0], time_s, **memory)[0])
    for name, view, tip in (("message", MESSAGE, psi), ("bob", BOB, arrow), ("known", BOB, known)):
        numbers |= {f"{name}_{axis}": part for axis, part in zip("xyz", tip, strict=True)}
        numbers[f"{name}_tip_x"], numbers[f"{name}_tip_y"] = view.point(tip)
    for gate in "xz":
        share = min(travelled, LOST_AT) if lost[gate] else travelled
        numbers[f"packet_{gate}"] = LINE["left"] + share * (LINE["right"] - LINE["left"])
    if not settings["judged"]:
        return numbers
    kept = float(theory.stored_pair_fidelity(delay_s, **memory))
    corrections = "".join(gate for gate in "xz" if not lost[gate])
    # A pair Φ+ of which one half has lost phase is a mixture of Φ+ and Φ−.
    stored = theory.bell_diagonal([kept, 0.0, 0.0, 1 - kept])
    return {
        **numbers,
        "fidelity": _fidelity(psi, arrow),
        "known_fidelity": _fidelity(psi, known),
        "average": float(theory.teleport_fidelity(stored, corrections=corrections)),
    }


def _travelled(settings: dict[str, Any]) -> float:
    """Return how much of their way the bits have done."""
    if settings["step"] == 3:
        return float(settings["progress"])
    return 1.0 if settings["step"] > 3 else 0.0


def flipped(tip: Vector, *, x: bool, z: bool) -> Vector:
    """Return an arrow after X (half a turn around the x axis), Z (around the z axis) or both.

    Example:
        >>> flipped((0.6, 0.0, 0.8), x=True, z=False)
        (0.6, -0.0, -0.8)
    """
    sign_x, sign_z = 1 - 2 * z, 1 - 2 * x
    return tip[0] * sign_x, tip[1] * sign_x * sign_z, tip[2] * sign_z


def _unknown(tip: Vector, *, x: bool, z: bool) -> Vector:
    """Return what is known of an arrow by whoever cannot say whether X or Z has turned it."""
    return tip[0] * (not z), tip[1] * (not (x or z)), tip[2] * (not x)


def _vector(arrow: Any) -> Vector:
    x, y, z = (float(part) for part in arrow)
    return x, y, z


def _fidelity(psi: Vector, arrow: Vector) -> float:
    return (1 + sum(a * b for a, b in zip(psi, arrow, strict=True))) / 2
