"""Exercise 02.1: prepare the four Bell states."""

import numpy as np
from numpy.typing import NDArray
from qiskit.quantum_info import Statevector

from qinet_edu import theory
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import BELL_SYMBOLS, add_up, failed_part, part
from qinet_edu.check.function_answers import Call
from qinet_edu.check.verdict import Part, Verdict

BITS = ("00", "01", "10", "11")
LETTER = "An X on one half turns Φ (both bits equal) into Ψ (bits differ)."
SIGN = "A Z on one half, after the CX, turns + into −."
SLIPS = (
    (
        {"phi-": "phi+", "psi-": "psi+"},
        "signs missing | "
        f"The signs are missing. {SIGN} Before the H it meets |0⟩, and does nothing.",
    ),
    (
        {"psi+": "phi+", "psi-": "phi-"},
        "Ψ states missing | "
        f"The Ψ states are missing. {LETTER} Before the CX, on the qubit that has had the H, it "
        "does nothing.",
    ),
    (
        {"phi+": "psi+", "phi-": "psi-", "psi+": "phi+", "psi-": "phi-"},
        "Φ and Ψ exchanged | Φ and Ψ are exchanged: in Φ both bits are equal, in Ψ they differ.",
    ),
    (
        {"phi+": "phi-", "phi-": "phi+", "psi+": "psi-", "psi-": "psi+"},
        "signs exchanged | All signs are exchanged: H on |0⟩ gives +, H on |1⟩ gives −.",
    ),
    (
        {"phi-": "psi+", "psi+": "phi-"},
        "X and Z exchanged | "
        f"X and Z are exchanged. {LETTER} {SIGN} An X before the H, though, changes the sign.",
    ),
)


def judge_bell(calls: tuple[Call, ...], _: Given) -> Verdict:
    """Compare each state with the one asked for, up to a global phase."""
    kets = {c.arguments[0]: Statevector(c.value).data for c in calls if c.error is None}
    made = {asked: _bell_name(ket) for asked, ket in kets.items()}
    why = _why_missed(kets, made)
    parts = []
    for call in calls:
        asked = call.arguments[0]
        symbol = BELL_SYMBOLS[asked]
        if call.error is not None:
            parts.append(failed_part(symbol, repr(asked), call.error))
        elif made[asked] == asked:
            parts.append(Part(symbol, 1.0))
        else:
            what = BELL_SYMBOLS.get(made[asked], "no Bell state")
            got = f'For "{asked}" your circuit prepares {what}, expected {symbol}.'
            parts.append(part(symbol, got, why))
            why = ""
    right = "All four Bell states, up to a global phase, which nobody can see."
    return add_up(parts, right=right, exercise="02.1", free=1)


def _why_missed(kets: dict[str, NDArray[np.complex128]], made: dict[str, str]) -> str:
    """Explain the first state that is another one, or the slip behind all of them."""
    missed = {asked: name for asked, name in made.items() if name != asked}
    if not missed:
        return ""
    asked, name = next(iter(missed.items()))
    if not name:
        return _why_no_bell_state(kets[asked])
    if len({*made.values()}) == 1 and len(made) == len(BELL_SYMBOLS):
        return (
            "the same for all names | "
            "It is the same for all four names: does your function look at the name?"
        )
    for slip, words in SLIPS:
        if slip == missed:
            return words
    if name[-1] == asked[-1]:
        return f"one letter wrong | {LETTER}"
    return f"one sign wrong | {SIGN}" if name[:3] == asked[:3] else f"both wrong | {LETTER} {SIGN}"


def _bell_name(ket: NDArray[np.complex128]) -> str:
    overlaps = {name: abs(np.vdot(theory.bell_state(name), ket)) ** 2 for name in BELL_SYMBOLS}
    return next((name for name, overlap in overlaps.items() if overlap > 1 - 1e-5), "")


def _why_no_bell_state(ket: NDArray[np.complex128]) -> str:
    zero, one, two, three = chances = np.abs(ket) ** 2
    found = ", ".join(f"{bits}: {p:.2f}" for bits, p in zip(BITS, chances, strict=True))
    entangled = float(theory.concurrence(ket))
    if entangled < 1e-3:
        return (
            "not entangled | "
            f"Its qubits know nothing of each other ({found}). H alone makes one random bit; the "
            "CX after it, controlled by the same qubit, ties the other bit to it."
        )
    if entangled < 0.999:
        return (
            "partly entangled | "
            f"Its qubits are only partly entangled, with concurrence {entangled:.2f} ({found}). A "
            "Bell state gives each bit evenly: that takes a whole H before the CX."
        )
    for p, q, pair in ((zero, three, "00 and 11"), (one, two, "01 and 10")):
        if min(p, q) > 0.499:
            return (
                "phase other than ± | "
                f"{pair} come evenly, but their amplitudes differ by a phase other than + or −: "
                "a Z makes −1, an S only i."
            )
    return (
        "a turn too many | "
        f"It is fully entangled, but along Z it gives {found}. A Bell state has two of these with "
        "0.50 and two never: is there a turn too many?"
    )
