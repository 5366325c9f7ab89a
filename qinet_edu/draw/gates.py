"""What a gate is called on its box and in words."""

from fractions import Fraction
from math import pi
from typing import Any

_LABELS = {
    "h": "H", "x": "X", "y": "Y", "z": "Z", "s": "S", "t": "T", "id": "I", "sdg": "S†",
    "tdg": "T†", "sx": "√X", "sxdg": "√X†", "rx": "Rx", "ry": "Ry", "rz": "Rz", "p": "P",
    "u": "U", "u1": "P", "u2": "U", "u3": "U", "r": "R", "rxx": "Rxx", "ryy": "Ryy", "rzz": "Rzz",
    "rzx": "Rzx", "iswap": "iSWAP", "ecr": "ECR", "unitary": "U", "initialize": "set",
    "state_preparation": "set", "kraus": "noise", "superop": "noise", "reset": "|0⟩",
    "for_loop": "repeat", "while_loop": "while", "switch_case": "switch", "box": "box",
}  # fmt: skip
_WORDS = {
    "h": "Hadamard", "x": "X (bit flip)", "y": "Y", "z": "Z (phase flip)", "id": "nothing",
    "initialize": "set the state", "state_preparation": "set the state",
    "unitary": "a unitary", "kraus": "noise", "superop": "noise", "for_loop": "a repeated block",
    "while_loop": "a block repeated while a condition holds", "switch_case": "a choice of blocks",
    "box": "a block",
}  # fmt: skip


def angle_label(value: Any) -> str:
    """Write an angle as a fraction of π where it is one, else with two decimals.

    Example:
        >>> angle_label(pi / 3), angle_label(-3 * pi / 4), angle_label(1.0), angle_label(0)
        ('π/3', '−3π/4', '1.00', '0')
    """
    try:
        number = float(value)
    except TypeError:
        return str(value).replace("*", "·")
    turns = Fraction(number / pi).limit_denominator(16)
    if abs(float(turns) * pi - number) > 1e-9:
        return f"{number:.2f}".replace("-", "−")
    if turns == 0:
        return "0"
    sign = "−" if turns < 0 else ""
    top = "π" if abs(turns.numerator) == 1 else f"{abs(turns.numerator)}π"
    return f"{sign}{top}" if turns.denominator == 1 else f"{sign}{top}/{turns.denominator}"


def label(operation: Any) -> str:
    """Return what stands on a gate's box.

    Example:
        >>> from qiskit.circuit.library import RYGate
        >>> label(RYGate(pi / 2))
        'Ry(π/2)'
    """
    name = operation.label or _LABELS.get(operation.name, operation.name.replace("_", " "))
    return f"{name}{_arguments(operation)}" if not operation.label else name


def words(operation: Any) -> str:
    """Return what a gate is called in a sentence.

    Example:
        >>> from qiskit.circuit.library import HGate
        >>> words(HGate())
        'Hadamard'
    """
    if operation.label:
        return str(operation.label)
    if operation.name in _WORDS:
        return _WORDS[operation.name]
    return label(operation)


def duration(operation: Any) -> str:
    """Return how long a delay lasts.

    Example:
        >>> from qiskit.circuit import Delay
        >>> duration(Delay(100, "us"))
        '100 µs'
    """
    unit = {"us": "µs", "dt": "dt"}.get(operation.unit, operation.unit)
    try:
        return f"{float(operation.duration):g} {unit}"
    except (TypeError, ValueError):
        return str(operation.duration)


def _arguments(operation: Any) -> str:
    if operation.name in ("unitary", "initialize", "state_preparation", "kraus", "superop"):
        return ""
    plain = [
        angle_label(value)
        for value in getattr(operation, "params", [])
        if isinstance(value, (int, float)) or hasattr(value, "parameters")
    ]
    return f"({', '.join(plain)})" if plain else ""
