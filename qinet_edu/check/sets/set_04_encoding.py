"""Exercise 04.4: send two bits with one qubit."""

from qiskit import QuantumCircuit
from qiskit.quantum_info import Statevector

from qinet_edu import theory
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up, failed_part, part
from qinet_edu.check.function_answers import Call
from qinet_edu.check.verdict import Part, Verdict

MESSAGES = ("00", "01", "10", "11")

READINGS: dict[tuple[str, ...], str] = {
    ("00", "10", "01", "11"): "bits exchanged | "
    "The bits are exchanged: the first drives Z, the second X.",
    ("00", "01", "10", "01"): "no Z for 11 | "
    "For '11' the X alone is not enough: each bit that is 1 adds its "
    "gate.",
    ("00", "01", "10", "10"): "no X for 11 | "
    "For '11' the Z alone is not enough: each bit that is 1 adds its "
    "gate.",
    ("00", "01", "10", "00"): "nothing for 11 | "
    "For '11' nothing happens: each bit that is 1 adds its gate, so "
    "there are two.",
    ("00", "00", "00", "00"): "Alice does nothing | "
    "Alice does nothing, whatever the bits. They come as text: compare "
    'with "1", not with 1.',
    ("00", "01", "00", "01"): "first bit does nothing | "
    "The first bit does nothing. X is the only change you make, as if "
    "the qubit were a bit; a sign is a change as well.",
    ("00", "00", "01", "01"): "X follows the first bit | "
    "X follows the first bit, and the second does nothing. X belongs to "
    "the second; which gate is left for the first?",
    ("00", "00", "10", "10"): "second bit does nothing | The second bit does nothing yet.",
    ("00", "10", "00", "10"): "Z follows the second bit | "
    "Z follows the second bit, and the first does nothing. Z belongs to "
    "the first; which gate is left for the second?",
    ("11", "10", "01", "00"): "gates act on 0 | "
    "Your gates act when a bit is 0. For '00' Alice does nothing: Φ+ is "
    "there already.",
}


def judge_encoding(calls: tuple[Call, ...], _: Given) -> Verdict:
    """Let Bob decode what Alice made of her half, for each of the four messages."""
    read = {call.arguments[0]: bob_reads(call.value) for call in calls if not call.error}
    certain = {bits: max(found, key=found.__getitem__) for bits, found in read.items()}
    why = READINGS.get(tuple(certain.get(bits, "") for bits in MESSAGES), "")
    parts = []
    for call in calls:
        bits = call.arguments[0]
        name = f"'{bits}'"
        if call.error:
            parts.append(failed_part(name, name, call.error))
        elif read[bits].get(bits, 0) > 1 - 1e-6:
            parts.append(Part(name, 1.0))
        elif len(read[bits]) > 1:
            found = ", ".join(f"'{other}' ({chance:.2f})" for other, chance in read[bits].items())
            got = f"For {name} Bob reads {found}, expected {name} always."
            parts.append(
                part(
                    name,
                    got,
                    "no Bell state | "
                    "He can be sure only if Alice turns Φ+ into one of the four Bell states; a "
                    "flip (X), a sign (Z) or both do that, a Hadamard does not.",
                )
            )
        else:
            if not why and bits == "00":
                why = "something for 00 | Alice need not do anything: Φ+ is there already."
            parts.append(part(name, f"For {name} Bob reads '{certain[bits]}'.", why))
            why = ""
    right = "Bob reads all four messages without fail: two bits in one qubit."
    return add_up(parts, right=right, exercise="04.4", free=1)


def bob_reads(encoding: QuantumCircuit) -> dict[str, float]:
    """Return what Bob reads with which probability, once both halves are his."""
    both = Statevector(theory.bell_state()).evolve(encoding, [0])
    decoder = QuantumCircuit(2)
    decoder.cx(0, 1)
    decoder.h(0)
    found = both.evolve(decoder).probabilities_dict()
    return {key[::-1]: float(chance) for key, chance in sorted(found.items()) if chance > 1e-9}
