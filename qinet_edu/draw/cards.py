"""Cards for what must be told once and looked up often."""

from qinet_edu.draw.picture import Picture
from qinet_edu.draw.svg import Drawing

_READS = "110"


def bit_order() -> Picture:
    """Draw which character of a result belongs to which qubit.

    Qiskit writes bit 0 right-most, as in any binary number, while circuits are drawn with qubit 0
    on top. Reading one for the other is every beginner's first wrong answer.

    Example:
        >>> bit_order().numbers["value"]
        6
    """
    drawing = Drawing(640, 376)
    drawing.text(24, 36, "Which character is which qubit?", size=17, bold=True)
    drawing.text(24, 58, "A register of three qubits, measured once.", fill="muted")
    columns = {0: 478.0, 1: 396.0, 2: 314.0}
    roles = {0: "alice", 1: "bob", 2: "charlie"}
    for qubit in range(3):
        y, role, bit = 104.0 + 48 * qubit, roles[qubit], _READS[2 - qubit]
        drawing.text(82, y + 5, f"qubit {qubit}", size=14, anchor="end", fill=role, bold=True)
        drawing.line(94, y, 164, y, stroke=role, width=2.5)
        drawing.rect(164, y - 16, 44, 32, fill="card", stroke=role, rx=5, stroke_width=2)
        drawing.text(186, y + 6, bit, size=17, anchor="middle", bold=True)
        x = columns[qubit]
        for shift in (-2.0, 2.0):
            drawing.path(
                f"M208 {y + shift:g}H{x - shift:g}V244", stroke=role, width=1.5, dash="6 4"
            )
        drawing.path(f"M{x - 6:g} 242h12l-6 9z", fill=role, stroke=None)
        drawing.rect(x - 27, 254, 54, 56, fill="panel", stroke=role, rx=6, stroke_width=2)
        drawing.text(x, 292, bit, size=28, anchor="middle", bold=True)
        drawing.text(x, 330, f"bit {qubit}", size=12, anchor="middle", fill=role, bold=True)
        drawing.text(x, 347, f"worth {2**qubit}", size=12, anchor="middle", fill="muted")
    drawing.text(268, 287, "the outcome", size=14, anchor="end", fill="muted")
    drawing.text(526, 281, "= 6", size=19, bold=True)
    drawing.text(526, 301, "as a number", size=12, fill="muted")
    drawing.text(24, 340, "Qubit 0 is right-most.", size=14, bold=True)
    alt = (
        "Three measured qubits and the outcome that Qiskit writes for them: qubit 0 reads 0 and is "
        "the right-most character, worth 1; qubit 1 reads 1, the middle, worth 2; qubit 2 reads 1, "
        "the left-most, worth 4. The outcome is “110”, the number 6."
    )
    numbers = {"outcome": _READS, "value": int(_READS, 2), "qubits": 3}
    return Picture(drawing.render(alt), alt, numbers)
