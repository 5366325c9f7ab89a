"""Exercise 05.4: prepare the six states."""

from math import sqrt

import numpy as np
from numpy.typing import NDArray
from qiskit import QuantumCircuit
from qiskit.quantum_info import Statevector

from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up, failed_part, part
from qinet_edu.check.function_answers import Call
from qinet_edu.check.verdict import Part, Verdict

SENT = [(bit, basis) for basis in "zxy" for bit in (0, 1)]

KETS: dict[str, NDArray[np.complex128]] = {
    name: np.array(amplitudes, dtype=np.complex128) / norm
    for name, amplitudes, norm in (
        ("|0⟩", [1, 0], 1),
        ("|1⟩", [0, 1], 1),
        ("|+⟩", [1, 1], sqrt(2)),
        ("|−⟩", [1, -1], sqrt(2)),
        ("|+i⟩", [1, 1j], sqrt(2)),
        ("|−i⟩", [1, -1j], sqrt(2)),
    )
}
RIGHT = dict(zip(SENT, KETS, strict=True))
PAIRS = {basis: (RIGHT[0, basis], RIGHT[1, basis]) for basis in "zxy"}

IN_ALL: dict[tuple[tuple[str, str], ...], str] = {
    (("|0⟩", "|0⟩"), ("|+⟩", "|+⟩"), ("|+i⟩", "|+i⟩")): "bit does nothing | "
    'The bit does nothing. It comes as a number: compare with 1, not with "1".',
    (("|0⟩", "|0⟩"),) * 3: "nothing done | "
    "You always send |0⟩. Flip it for bit 1, then turn it from Z to the basis asked for.",
    (("|0⟩", "|1⟩"),) * 3: "basis does nothing | "
    'The basis does nothing: compare with "x" and "y", in small letters.',
    (("|1⟩", "|0⟩"), ("|−⟩", "|+⟩"), ("|−i⟩", "|+i⟩")): "bits exchanged | "
    "0 and 1 are exchanged in every basis: X belongs to bit 1.",
    (("|0⟩", "|0⟩"), ("|+⟩", "|−⟩"), ("|+i⟩", "|−i⟩")): "Z for the bit | "
    "A sign (Z) tells the bits of x and y apart, but not those of z, where a sign is not seen. "
    "Flip with X, before the basis is changed.",
    (("|0⟩", "|1⟩"), ("|+i⟩", "|−i⟩"), ("|+⟩", "|−⟩")): "x and y exchanged | "
    "The bases x and y are exchanged: H alone leads to x, H and then S to y.",
    (("|+⟩", "|−⟩"), ("|0⟩", "|1⟩"), ("|+i⟩", "|−i⟩")): "z and x exchanged | "
    "The bases z and x are exchanged: H belongs to x.",
}
"""What known slips send for bits 0 and 1 in z, x and y."""

IN_ONE: dict[tuple[str, tuple[str, str]], str] = {
    ("x", ("|+⟩", "|+⟩")): "X after the basis change | "
    "In x both bits are the same state. X after H does nothing that is seen, for |+⟩ is |0⟩ + |1⟩ "
    "either way round: put the bit in first, then change the basis.",
    ("y", ("|+i⟩", "|+i⟩")): "bit between H and S | "
    "In y both bits are the same state. X after H does nothing that is seen: put the bit in "
    "first, then H, then S.",
    ("x", ("|0⟩", "|1⟩")): "H missing in x | In x the H is missing: you send states of z.",
    ("y", ("|0⟩", "|1⟩")): "H missing in y | "
    "In y you send states of z. S turns about the Z axis, which does nothing at the poles: an H "
    "must go before it.",
    ("y", ("|+⟩", "|−⟩")): "S missing or too early | "
    "In y you send states of x. Either the S is missing, or it comes before the H, where it does "
    "nothing. (First S† and then H is what *Bob* does, to come back from y.)",
    ("y", ("|−i⟩", "|+i⟩")): "S dagger for S | "
    "In y the bits are exchanged. S leads from |+⟩ to |+i⟩, S† to |−i⟩; an rx of −π/2 leads from "
    "|0⟩ to |+i⟩, one of +π/2 to |−i⟩.",
    ("x", ("|−⟩", "|+⟩")): "bits exchanged in x | In x the bits are exchanged.",
    ("z", ("|1⟩", "|0⟩")): "bits exchanged in z | In z the bits are exchanged.",
    ("z", ("|0⟩", "|0⟩")): "bit ignored in z | In z the bit does nothing yet.",
    ("z", ("|+⟩", "|−⟩")): "H in z | In z nothing is turned: leave the H out.",
    ("x", ("|+i⟩", "|−i⟩")): "S in x | In x there is one gate too many: H alone leads to x.",
}
"""What known slips send for bits 0 and 1 in one basis."""


def judge_six_states(calls: tuple[Call, ...], _: Given) -> Verdict:
    """Compare each state that Alice sends with the right one, up to a global phase."""
    sent = {call.arguments: state_of(call.value) for call in calls if not call.error}
    pairs = {basis: (sent.get((0, basis), ""), sent.get((1, basis), "")) for basis in "zxy"}
    everywhere = IN_ALL.get(tuple(pairs[basis] for basis in "zxy"), "")
    parts, told = [], set()
    for call in calls:
        bit, basis = call.arguments
        name = f"bit {bit} in {basis}"
        if call.error:
            parts.append(failed_part(name, f"{bit}, {basis!r}", call.error))
        elif sent[bit, basis] == RIGHT[bit, basis]:
            parts.append(Part(name, 1.0))
        else:
            why = everywhere or IN_ONE.get((basis, pairs[basis]), "")
            got = f"For {name} you send {sent[bit, basis]}, expected {RIGHT[bit, basis]}."
            parts.append(part(name, got, "" if why in told else why))
            told.add(why)
    right = "All six states: three bases, and in each two states that Bob can tell apart."
    return add_up(parts, right=right, exercise="05.4", free=1)


def state_of(circuit: QuantumCircuit) -> str:
    """Name the state that a circuit prepares, up to a global phase; else give its arrow.

    Example:
        >>> half = QuantumCircuit(1)
        >>> half.rx(-np.pi / 2, 0) and state_of(half)
        '|+i⟩'
    """
    ket = Statevector(circuit).data
    for name, other in KETS.items():
        if abs(np.vdot(other, ket)) ** 2 > 1 - 1e-6:
            return name
    arrow = [(ket[0].conj() * ket[1]).real * 2, (ket[0].conj() * ket[1]).imag * 2]
    x, y, z = (round(float(v), 2) + 0 for v in (*arrow, abs(ket[0]) ** 2 - abs(ket[1]) ** 2))
    return f"a state with the arrow ({x:g}, {y:g}, {z:g})"
