"""Exercise 04.1: correct a teleported qubit, judged by what arrives, not by the gates."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from qiskit import QuantumCircuit
from qiskit.circuit import Clbit
from qiskit.quantum_info import DensityMatrix, partial_trace

from qinet_edu import theory
from qinet_edu.check.branches import NotFollowed, branches
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up, part, wrong
from qinet_edu.check.verdict import Part, Verdict

PARTIES = ("message", "alice", "bob")
BITS = ("message", "alice")
OUTCOMES = ((0, 0), (0, 1), (1, 0), (1, 1))  # message, alice
HELD = {"phi+": "|ψ⟩", "psi+": "X|ψ⟩", "phi-": "Z|ψ⟩", "psi-": "XZ|ψ⟩"}

# What Bob holds for the four outcomes, as the Bell state his qubit and a twin of the message form.
PATTERNS: dict[tuple[str | None, ...], str] = {
    ("phi+", "psi-", "psi-", "phi+"): "X and Z exchanged | "
    "X and Z are exchanged: X follows the bit from the pair's "
    "half (alice), Z the bit from the message.",
    ("phi+", "phi+", "phi-", "phi-"): "sign missing | "
    "X is right; the sign is still missing. Which gate turns a "
    "sign back, and which bit tells you to?",
    ("phi+", "psi+", "phi+", "psi+"): "flip missing | "
    "Z is right; the flip is still missing. Which gate flips 0 "
    "and 1, and which bit tells you to?",
    ("phi+", "psi+", "phi-", "psi-"): "no corrections | "
    "Nothing has happened to Bob's qubit yet. The corrections "
    "must act on `bob`. If you wrote a Python `if`: the bit is not known yet while you write the "
    "circuit, so use if_test.",
    ("psi-", "psi-", "psi-", "psi-"): "corrections act on 0 | "
    "The corrections act when the bits are 0. A 1 is what says "
    "that something must be undone.",
    ("psi-", "phi-", "psi+", "phi+"): "corrections always act | "
    "X and Z always act. Bob may correct only what the bits tell "
    "him to: put each gate into an if_test. (A Python `if` decides before any bit is known.)",
    ("phi+", "phi-", "phi-", "phi+"): "both gates follow alice | "
    "Both gates follow the bit of alice. One of them belongs to "
    "the other bit.",
    ("phi+", "psi+", "psi+", "phi+"): "both gates follow message | "
    "Both gates follow the bit of the message. One of them "
    "belongs to the other bit.",
    ("phi+", "psi+", "phi-", "phi+"): "only when both bits are 1 | "
    "Your corrections act only when both bits are 1. Each bit "
    "has a gate of its own.",
    ("psi+",) * 4: "X acts on 0 | Z is right; X acts when its bit is 0, and should when it is 1.",
    ("phi-",) * 4: "Z acts on 0 | X is right; Z acts when its bit is 0, and should when it is 1.",
    ("psi+", "phi+", "psi+", "phi+"): "X always acts | "
    "Z is right; X always acts, and should only when its bit "
    "is 1.",
    ("phi-", "phi-", "phi+", "phi+"): "Z always acts | "
    "X is right; Z always acts, and should only when its bit "
    "is 1.",
}


def judge_corrections(circuit: QuantumCircuit, _: Given) -> Verdict:
    """Compare Bob's qubit with the message, outcome by outcome, for all messages at once."""
    try:
        found = held_by_bob(circuit)
    except NotFollowed as problem:
        return Verdict.wrong(str(problem), slip="another way to branch")
    named = {
        outcome: next((n for n in HELD if theory.fidelity(pair, n) > 1 - 1e-6), None)
        for outcome, pair in found.items()
    }
    failed = next((outcome for outcome in found if named[outcome] != "phi+"), None)
    if failed is None:
        return Verdict.right("Whatever the message and the two bits, Bob holds the message.")
    where = f"For message = {failed[0]}, alice = {failed[1]} Bob"
    bob = places_of(PARTIES, circuit.qregs, circuit)[2]
    if any(step.name == "measure" and circuit.qubits[bob] in step.qubits for step in circuit.data):
        return Verdict.wrong(
            "You measured Bob's qubit, so it holds a bit now. Leave it as it is: the checker looks "
            "at the qubit itself.",
            slip="Bob measured",
        )
    held = named[failed]
    if again := _earlier_try(circuit):
        told = f"holds {HELD[held]}, expected" if held else "should hold"
        return wrong(f"{where} {told} |ψ⟩, the message.", again, "04.1")
    if held is None:
        average = theory.average_fidelity(np.clip(theory.fidelity(found[failed]), 0, 1))
        got = f"{where} should hold the message; his qubit agrees with it to {average:.2f} only."
        why = (
            "not teleported | "
            "Leave Alice's part as it is, the message open, and undo a flip or a sign on `bob`. "
            "Nothing but her two bits may cross to him."
        )
        return wrong(got, why, "04.1")
    why = PATTERNS.get(tuple(named.get(outcome) for outcome in OUTCOMES), "")
    parts = []
    for name, fine in (("the flips", ("phi+", "phi-")), ("the signs", ("phi+", "psi+"))):
        missed = next((outcome for outcome in named if named[outcome] not in fine), None)
        if missed is None:
            parts.append(Part(name, 1.0))
            continue
        told = HELD.get(named[missed] or "", "something else")
        got = (
            f"For message = {missed[0]}, alice = {missed[1]} Bob holds {told}, expected |ψ⟩, the "
            "message."
        )
        parts.append(part(name, got, why))
        why = ""
    return add_up(parts, right="", exercise="04.1")


def _earlier_try(circuit: QuantumCircuit) -> str:
    """Tell whether corrections were added to a circuit that had some, as a cell run twice does.

    Done twice, X and Z undo themselves: by its effect such a circuit is one without corrections.
    """
    names = [step.name for step in circuit.data]
    after = len(names) - names[::-1].index("measure") if "measure" in names else len(names)
    crossing = [  # a condition compares equal whatever it does: its blocks must be looked at
        (step, getattr(step.operation, "blocks", ()))
        for step in circuit.data[after:]
        if len(step.qubits) + len(step.clbits) > 1 and step.name != "barrier"
    ]
    if any(step in crossing[:n] for n, step in enumerate(crossing)):
        return (
            "corrections there twice | "
            "Your corrections are there twice. Run the cell that makes `sent` again, then yours; "
            "begin it with arrived = sent.copy(), and it may run as often as you like."
        )
    if len(crossing) > len(BITS):
        return (
            "an earlier try left | "
            f"There are {len(crossing)} corrections, and two will do. If an earlier try is still "
            "among them, run the cell that makes `sent` again, then yours, and begin it with "
            "arrived = sent.copy()."
        )
    return ""


def held_by_bob(circuit: QuantumCircuit) -> dict[tuple[int, int], NDArray[np.complex128]]:
    """Return, for each outcome, the pair of Bob's qubit and a twin of the message.

    The message begins as half of Φ+ with its twin. Bob's qubit is then Φ+ with the twin exactly
    if it is the message for each message there is: complex amplitudes too. (On states along Y
    alone an exchange of the bits would pass.)
    """
    message, alice, bob = places_of(PARTIES, circuit.qregs, circuit)
    bits = places_of(BITS, circuit.cregs, circuit)
    if not circuit.count_ops().get("measure"):  # controlled gates: the qubits still hold the bits
        bits = [circuit.num_clbits, circuit.num_clbits + 1]
        circuit = circuit.copy()
        circuit.add_bits([Clbit(), Clbit()])
        circuit.measure([message, alice], bits)
    twins = np.zeros(16)
    twins[[0, 8 + (1 << message)]] = np.sqrt(1 / 2)
    start = np.outer(twins, twins)
    found: dict[tuple[int, int], Any] = {}
    for key, state in branches(circuit, start, reads=_only_bits_reach(bob, message)).items():
        padded = (*key, 0, 0)
        outcome = padded[bits[0]], padded[bits[1]]
        pair = partial_trace(DensityMatrix(state), [message, alice]).data
        found[outcome] = found.get(outcome, 0) + pair
    return {outcome: pair / pair.trace().real for outcome, pair in sorted(found.items())}


def places_of(parties: tuple[str, ...], registers: Iterable[Any], circuit: Any) -> list[int]:
    """Find the parties' qubits or bits by their registers, else in the order of the parties.

    Example:
        >>> places_of(("alice", "bob"), [], QuantumCircuit(2))
        [0, 1]
    """
    named = {register.name: register[0] for register in registers if len(register) == 1}
    if not named.keys() >= {*parties}:
        return [*range(len(parties))]  # built from scratch
    return [circuit.find_bit(named[party]).index for party in parties]


def _only_bits_reach(bob: int, message: int) -> Callable[[list[int]], list[int]]:
    """Let gates share the pair, then nothing but bits: a swap with the message is no answer."""
    met = False

    def reads(places: list[int]) -> list[int]:
        nonlocal met
        met = met or (len(places) > 1 and message in places)
        return [place for place in places if place != bob] if met and bob in places else []

    return reads
