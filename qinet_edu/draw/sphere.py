"""The Bloch sphere, and the course's first figure: a bit beside a qubit."""

from math import cos, degrees, pi, sin

from qinet_edu import theory
from qinet_edu.draw import geometry, given
from qinet_edu.draw.geometry import View
from qinet_edu.draw.globe import arrow, globe
from qinet_edu.draw.picture import Picture
from qinet_edu.draw.svg import Drawing, Span, decimals, number

BLOCH = View(190, 204, 128)
BESIDE = View(450, 202, 108)
BIT_ENDS = (100.0, 304.0)
BAR = 148.0
RISE = 5.0  # how far a power stands above its line, in pixels
_AXES = {"z": ("Z", "0", "1"), "x": ("X", "+", "−"), "y": ("Y", "+i", "−i")}


def bloch(theta: float, phi: float = 0.0) -> Picture:
    """Draw a qubit as an arrow on the Bloch sphere, with what measuring it would give.

    Args:
        theta: angle from |0⟩ in radians, 0 to π; half of it goes into the amplitudes.
        phi: angle around the axis from |+⟩ in radians; the phase of |1⟩.

    Returns:
        The picture; its numbers are the angles, the Bloch vector and the six probabilities.

    Raises:
        ValueError: an angle is no finite number, or θ lies outside 0 to π.

    Example:
        >>> from math import pi
        >>> picture = bloch(pi / 3)
        >>> round(picture.numbers["p0"], 6)
        0.75
        >>> picture.alt[:64]
        'Bloch sphere with the arrow at θ = 60°, φ = 0°: 0.87 |0⟩ + 0.50 '
    """
    numbers = bloch_numbers(theta, phi)
    drawing = Drawing(640, 380)
    drawing.text(24, 34, "One qubit", size=17, bold=True)
    globe(drawing, BLOCH)
    arrow(drawing, BLOCH, theta, phi)
    left = 368.0
    drawing.text(left, 52, angle_words(theta, phi), size=15, bold=True, part="angles")
    drawing.text(left, 80, state_formula(theta, phi), size=13, fill="quantum")
    drawing.text(left, 118, "If you measure it in …", size=13, fill="muted")
    for row, axis in enumerate(_AXES):
        _outcomes(drawing, left, 132 + 74 * row, axis, numbers)
    return Picture(drawing.render(bloch_alt(theta, phi)), bloch_alt(theta, phi), numbers)


def bit_vs_qubit(bit: int = 0, *, theta: float = pi / 3, phi: float = pi / 4) -> Picture:
    """Draw a bit, which is at one of two points, beside a qubit, which is anywhere on a sphere.

    Args:
        bit: 0 or 1.
        theta: the qubit's angle from |0⟩ in radians, 0 to π.
        phi: its angle around the axis in radians.

    Raises:
        ValueError: the bit is neither 0 nor 1, or an angle is out of range.

    Example:
        >>> bit_vs_qubit(1).numbers["bit"]
        1
    """
    if isinstance(bit, bool) or bit not in (0, 1):
        raise ValueError(f"A bit is 0 or 1; {bit!r} is neither. Nothing in between exists.")
    numbers = {"bit": int(bit), **bloch_numbers(theta, phi, BESIDE)}
    numbers["bit_y"] = BIT_ENDS[bit]
    drawing = Drawing(640, 420)
    drawing.line(262, 28, 262, 392, stroke="grid")
    drawing.text(131, 40, "A bit", size=17, anchor="middle", bold=True)
    drawing.line(131, BIT_ENDS[0], 131, BIT_ENDS[1], stroke="line", dash="2 6")
    for end in (0, 1):
        drawing.circle(131, BIT_ENDS[end], 15, fill="card", stroke="line", stroke_width=1.5)
        drawing.text(166, BIT_ENDS[end] + 7, str(end), size=19)
    drawing.text(106, 206, "nothing in between", size=11, fill="muted", anchor="middle",
                 transform="rotate(-90 106 202)")  # fmt: skip
    drawing.circle(131, BIT_ENDS[bit], 11, fill="ink", part="bit")
    # Where a hand may pull: wide, invisible, over everything of the bit.
    drawing.rect(90, BIT_ENDS[0] - 24, 110, BIT_ENDS[1] - BIT_ENDS[0] + 48, fill="card",
                 fill_opacity=0.0, part="bit-track")  # fmt: skip
    drawing.text(131, 372, f"The bit is {bit}.", size=15, bold=True, anchor="middle", part="bit-is")
    drawing.text(131, 395, "Reading it says so, always.", size=12, fill="muted", anchor="middle")
    drawing.text(450, 40, "A qubit", size=17, anchor="middle", bold=True)
    globe(drawing, BESIDE, labels=False)
    arrow(drawing, BESIDE, theta, phi, angles=False)
    drawing.text(450, 372, state_formula(theta, phi), size=15, bold=True, anchor="middle")
    drawing.text(450, 395, reading_words(theta), size=12, fill="muted", anchor="middle",
                 part="reading")  # fmt: skip
    alt = beside_alt(bit, theta, phi)
    return Picture(drawing.render(alt), alt, numbers)


def bloch_numbers(theta: float, phi: float, view: View = BLOCH) -> dict[str, float]:
    """Return the Bloch vector, where its tip lies, and the six probabilities."""
    theta, phi = given.angle("theta", theta), given.angle("phi", phi)
    if not -1e-9 <= theta <= pi + 1e-9:
        raise ValueError(
            f"theta = {theta:g} lies outside 0 to π. It is measured in radians from |0⟩ at the "
            "top: 90° is pi / 2."
        )
    state = theory.bloch_state(theta, phi)
    x, y, z = (float(part) for part in theory.bloch_vector(state))
    tip_x, tip_y = view.point((x, y, z))
    numbers = {"theta": theta, "phi": phi, "x": x, "y": y, "z": z}
    for axis, prefix in (("z", "p"), ("x", "x"), ("y", "y")):
        zero = float(theory.born(state, axis))
        numbers |= {f"{prefix}0": zero, f"{prefix}1": 1 - zero}
    return {**numbers, "tip_x": tip_x, "tip_y": tip_y, "depth": geometry.depth((x, y, z))}


def whole_degrees(angle: float) -> str:
    """Write an angle in degrees, without needless decimals.

    Example:
        >>> whole_degrees(pi / 3), whole_degrees(1.0)
        ('60°', '57.3°')
    """
    return f"{number(round(degrees(angle), 1))}°".replace("-", "−")


def angle_words(theta: float, phi: float) -> str:
    """Write both angles, for the heading."""
    return f"θ = {whole_degrees(theta)}, φ = {whole_degrees(phi)}"


def state_words(theta: float, phi: float) -> str:
    """Say the state: two amplitudes, the second turned by φ."""
    turn = whole_degrees(phi)
    turned = "" if turn == "0°" else f", the second amplitude turned by {turn}"
    return f"{decimals(cos(theta / 2))} |0⟩ + {decimals(sin(theta / 2))} |1⟩{turned}"


def state_formula(theta: float, phi: float) -> tuple[Span, Span, Span]:
    """Set the state as a formula: what comes before the power, the power, what comes after.

    Example:
        >>> "".join(span.content for span in state_formula(pi / 3, pi / 4))
        '0.87 |0⟩ + 0.50 ei·45° |1⟩'
    """
    turn = whole_degrees(phi)
    head = f"{decimals(cos(theta / 2))} |0⟩ + {decimals(sin(theta / 2))}"
    if turn == "0°":
        # All three stay, empty where there is nothing to say, for the live view to fill.
        return Span(head, "state"), Span("", "phase", -RISE, 10), Span(" |1⟩", "ket", 0)
    power = f"−i·{turn[1:]}" if turn.startswith("−") else f"i·{turn}"
    return Span(f"{head} e", "state"), Span(power, "phase", -RISE, 10), Span(" |1⟩", "ket", RISE)


def reading_words(theta: float) -> str:
    """Write what reading the qubit gives."""
    zero, one = decimals(cos(theta / 2) ** 2), decimals(sin(theta / 2) ** 2)
    return f"Reading it gives 0 with probability {zero}, 1 with {one}."


def bloch_alt(theta: float, phi: float) -> str:
    """Say in words what the Bloch picture shows."""
    numbers = bloch_numbers(theta, phi)
    chances = "; ".join(
        f"in {name} P({zero}) = {decimals(numbers[keys[0]])}, "
        f"P({one}) = {decimals(numbers[keys[1]])}"
        for (name, zero, one), keys in zip(
            _AXES.values(), (("p0", "p1"), ("x0", "x1"), ("y0", "y1")), strict=True
        )
    )
    return (
        f"Bloch sphere with the arrow at θ = {whole_degrees(theta)}, φ = {whole_degrees(phi)}: "
        f"{state_words(theta, phi)}. Measured {chances}."
    )


def beside_alt(bit: int, theta: float, phi: float) -> str:
    """Say in words what the picture of bit and qubit shows."""
    return (
        f"Left: a bit can be at two points only; it is at {bit}. Right: a qubit can point anywhere "
        f"on a sphere; it points to θ = {whole_degrees(theta)}, φ = {whole_degrees(phi)}, that is "
        f"{state_words(theta, phi)}. {reading_words(theta)}"
    )


def _outcomes(
    drawing: Drawing, left: float, top: float, axis: str, numbers: dict[str, float]
) -> None:
    """Draw the two probabilities of measuring along one axis, as bars."""
    name, zero, one = _AXES[axis]
    prefix = "p" if axis == "z" else axis
    drawing.text(left, top + 30, name, size=17, bold=True)
    for row, (label, key) in enumerate(((zero, f"{prefix}0"), (one, f"{prefix}1"))):
        y = top + 8 + 22 * row
        drawing.text(left + 62, y + 12, f"|{label}⟩", size=13, anchor="end")
        drawing.rect(left + 72, y, BAR, 16, fill="panel", stroke="grid", rx=3)
        drawing.rect(left + 72, y, BAR * numbers[key], 16, fill="measured", rx=3, part=f"bar-{key}")
        drawing.text(left + 72 + BAR + 8, y + 13, decimals(numbers[key]), part=f"is-{key}")
