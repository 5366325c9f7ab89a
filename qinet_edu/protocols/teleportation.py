"""Teleportation between two parties at a distance: one run, with everything that was said."""

from dataclasses import dataclass, field
from math import inf, pi

import numpy as np
from numpy.typing import NDArray
from qiskit.circuit import QuantumCircuit

from qinet_edu import circuits, theory
from qinet_edu.arguments import Direction, one_real
from qinet_edu.circuits.given import Resource, State
from qinet_edu.execution import run
from qinet_edu.noise import Noise, fibre_delay_s, memory_wait
from qinet_edu.protocols.pairs import aged, density_of, distribute
from qinet_edu.protocols.transcript import Act, Message, Transcript

# The bit from the message drives Z, the bit from the pair's half drives X; X is applied first.
DRIVES = {"alice": "x", "message": "z"}


@dataclass(frozen=True, repr=False)
class Teleportation:
    """Hold one run: what Alice found, what Bob could do, and what was said.

    Attributes:
        transcript: who did what, and who told whom what and when.
        bits: what Alice found, ``{"message": 0 or 1, "alice": 0 or 1}``.
        arrived: names of the bits that reached Bob.
        outcome: what Bob found, 0 along the direction he measured in; ``None`` if he did not.
        fidelity: of what arrives so, averaged over all messages and all outcomes.
        pair: the pair when Bob corrects, aged as it then is, shape (4, 4), Alice's qubit
            right-most.
        seed: what makes the run repeatable.
        circuit: what was run.
    """

    transcript: Transcript
    bits: dict[str, int]
    arrived: tuple[str, ...]
    outcome: int | None
    fidelity: float
    pair: NDArray[np.complex128] = field(compare=False)
    seed: int
    circuit: QuantumCircuit = field(compare=False)

    def __repr__(self) -> str:
        return f"{self.transcript!r}\nfidelity, on average over all messages: {self.fidelity:.4f}"


def teleport(
    state: State,
    *,
    length_km: float,
    corrections: str = "xz",
    resource: Resource = None,
    t1_s: float = inf,
    t2_s: float = inf,
    seed: int | None = None,
    source: str = "middle",
    measure: Direction | None = None,
) -> Teleportation:
    """Run teleportation once, from Alice to Bob over a fibre, and write down what happens.

    Alice measures as soon as both have their halves. Bob's half then waits while her two bits
    cross the fibre, which over 100 km takes 490 µs: with T2 = 10 ms that costs 1.6 % of fidelity.

    Args:
        state: the message, as for ``circuits.teleport``.
        length_km: how far Bob is, in km of fibre.
        corrections: which bits arrive: ``"xz"``, ``"x"``, ``"z"`` or ``""``. The others are lost on
            the way, and Bob leaves out what they would tell him to do.
        resource: the pair as it arrives, as for ``circuits.teleport``; travelling costs it nothing
            more.
        t1_s: T1 of both memories in seconds; ``inf`` for no decay.
        t2_s: T2 of both memories in seconds, at most 2 T1.
        seed: repeats the run exactly; without it one is drawn.
        source: where pairs are made: in the ``"middle"``, by ``"alice"`` or by ``"bob"``. Made at
            one end, the half that stays there waits in memory while the other travels.
        measure: the direction in which Bob measures in the end, as for ``circuits.measure``;
            ``None`` leaves his qubit alone.

    Returns:
        The run; printed, it is its transcript.

    Raises:
        TypeError: an argument is of another kind.
        ValueError: an argument is out of range, or there is no message (``None``).

    Source:
        Bennett et al., PRL 70, 1895 (1993).

    Example:
        >>> from math import pi
        >>> done = teleport((pi / 3, 1.0), length_km=100, seed=2, measure=(pi / 3, 1.0))
        >>> done.transcript.classical_bits, done.transcript.qubits_sent, done.outcome
        (2, 2, 0)
        >>> round(teleport((pi / 3, 1.0), length_km=100, t2_s=0.01, seed=2).fidelity, 4)
        0.9841
    """
    if state is None:
        raise ValueError("Say what to teleport: Bloch angles (theta, phi), or two amplitudes.")
    length_km = one_real(length_km, "length_km", low=0)
    delay_s = float(fibre_delay_s(length_km))
    wait = memory_wait(length_km, t1_s=t1_s, t2_s=t2_s)
    shared = distribute(source, delay_s)
    built = circuits.teleport(state, corrections=corrections, resource=resource)
    waits = {"alice": shared.alice_waits, "bob": shared.bob_waits + 1}
    circuit = _with_waits(built, waits, delay_s)
    if measure is not None:
        circuit = circuits.measure(circuit, measure)
    ideal = not length_km or (np.isinf(t1_s) and np.isinf(t2_s))
    # Every wait is one crossing of the same fibre, so one channel serves them all.
    noise = None if ideal else Noise(after={"delay": wait}, name=f"memory over {length_km:g} km")
    result = run(circuit, shots=1, seed=seed, noise=noise)
    read = {name: int(next(iter(result.counts(name)))) for name in result.registers}
    bits = {name: read[name] for name in ("message", "alice")}
    arrived = tuple(name for name, gate in DRIVES.items() if gate in corrections)
    outcome = read.get("bob")
    return Teleportation(
        transcript=Transcript(
            shared.parties,
            [*shared.events, *_events(bits, arrived, outcome, measure, shared.at_s, delay_s)],
        ),
        bits=bits,
        arrived=arrived,
        outcome=outcome,
        pair=(pair := aged(density_of(resource), wait, **waits)),
        fidelity=float(theory.teleport_fidelity(pair, corrections=corrections)),
        seed=result.seed,
        circuit=circuit,
    )


def _with_waits(built: QuantumCircuit, waits: dict[str, int], delay_s: float) -> QuantumCircuit:
    """Let Alice's half wait before she measures, and Bob's until her bits are there."""
    circuit = built.copy_empty_like()
    message, alice = built.qubits[:2]
    due = dict(waits)

    def let_wait(party: str) -> None:
        nonlocal circuit
        for _ in range(due.pop(party, 0)):
            circuit = circuits.wait(circuit, party, delay_s)

    for step in built.data:
        if step.operation.name == "cx" and [*step.qubits] == [message, alice]:
            let_wait("alice")
        if step.operation.name == "if_else":
            let_wait("bob")
        circuit.append(step)
    let_wait("bob")
    return circuit


def _events(
    bits: dict[str, int], arrived: tuple[str, ...], outcome: int | None,
    direction: Direction | None, at_s: float, delay_s: float,
) -> list[Act | Message]:  # fmt: skip
    """Write down what happens once the pair is shared."""
    there = at_s + delay_s
    events: list[Act | Message] = [
        Act(
            "alice",
            f"measures message ({bits['message']}) and half ({bits['alice']}) in the Bell basis",
            at_s,
        )
    ]
    for name in ("message", "alice"):
        what, lost = f"bit for {DRIVES[name].upper()}: {bits[name]}", name not in arrived
        events.append(Message("alice", "bob", what, "classical", at_s, there, lost=lost))
    for name, gate in DRIVES.items():
        if name in arrived and bits[name]:
            events.append(Act("bob", f"applies {gate.upper()}", there))
    if direction is not None:
        events.append(Act("bob", f"measures along {_direction_words(direction)}: {outcome}", there))
    elif not any(isinstance(event, Act) and event.party == "bob" for event in events):
        events.append(Act("bob", "has nothing to correct", there))
    return events


def _direction_words(direction: Direction) -> str:
    if isinstance(direction, str):
        return direction.upper()
    theta, phi = (float(np.asarray(angle)) * 180 / pi for angle in direction)
    return f"θ = {theta:.3g}°, φ = {phi:.3g}°"
