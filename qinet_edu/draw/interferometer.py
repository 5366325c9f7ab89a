"""The Mach–Zehnder interferometer and its fringe."""

from math import cos, pi

from qinet_edu import theory
from qinet_edu.draw import given
from qinet_edu.draw.picture import Picture
from qinet_edu.draw.sphere import whole_degrees
from qinet_edu.draw.svg import Drawing, decimals, number

PLOT = {"left": 378.0, "right": 612.0, "top": 104.0, "bottom": 284.0}


def fringe(phi: float) -> Picture:
    """Draw a photon's two paths and how often it leaves by detector 0 as one path is delayed.

    Two paths that would each give one half together give anything from 0 to 1: cos²(φ/2). The
    path a photon is on is a qubit: |1⟩ is the upper path, which is delayed, |0⟩ the lower one.

    Args:
        phi: phase of the upper path in radians; shown between 0 and 2π, where it repeats.

    Returns:
        The picture; its numbers are ``phi``, ``p0``, ``p1`` and where the mark stands.

    Raises:
        ValueError: phi is no finite number.

    Example:
        >>> from math import pi
        >>> round(fringe(pi / 2).numbers["p0"], 6)
        0.5
    """
    numbers = fringe_numbers(phi)
    drawing = Drawing(640, 360)
    drawing.text(24, 34, "One photon, two paths", size=17, bold=True)
    _sketch(drawing, numbers)
    _curve(drawing, numbers)
    drawing.text(
        PLOT["left"], 62, fringe_words(phi), size=13, bold=True, fill="quantum", part="words"
    )
    alt = fringe_alt(phi)
    return Picture(drawing.render(alt), alt, numbers)


def fringe_numbers(phi: float) -> dict[str, float]:
    """Return the probabilities of both detectors and where the mark lies on the curve."""
    phi = given.angle("phi", phi)
    p0 = float(theory.mach_zehnder(phi))
    # A whole turn stays at the right end, so that a slider that ends at 360° does not jump back.
    turn = phi if 0 <= phi <= 2 * pi else phi % (2 * pi)
    return {
        "phi": phi, "p0": p0, "p1": 1 - p0,
        "mark_x": PLOT["left"] + (PLOT["right"] - PLOT["left"]) * turn / (2 * pi),
        "mark_y": PLOT["bottom"] - (PLOT["bottom"] - PLOT["top"]) * p0,
    }  # fmt: skip


def fringe_words(phi: float) -> str:
    """Write the phase and the probability, for the heading of the curve."""
    return f"φ = {whole_degrees(phi)}: P(detector 0) = {decimals(cos(phi / 2) ** 2)}"


def fringe_alt(phi: float) -> str:
    """Say in words what the picture shows."""
    numbers = fringe_numbers(phi)
    return (
        "A photon meets a beam splitter (H), takes an upper path delayed by φ, the qubit’s |1⟩, "
        "and a lower path, its |0⟩; mirrors bring both to a second beam splitter. "
        f"At φ = {whole_degrees(phi)} detector 0 clicks with "
        f"probability {decimals(numbers['p0'])}, detector 1 with {decimals(numbers['p1'])}: "
        "the curve cos²(φ/2)."
    )


def _sketch(drawing: Drawing, numbers: dict[str, float]) -> None:
    """Draw the square of beams; every splitter and mirror lies along the same diagonal."""
    top, bottom, first, second = 166.0, 274.0, 92.0, 236.0
    beams = (
        (44, bottom, second, bottom), (first, bottom, first, top),
        (first, top, 296, top), (second, bottom, second, 112),
    )  # fmt: skip
    for x1, y1, x2, y2 in beams:
        drawing.line(x1, y1, x2, y2, stroke="quantum", width=3, stroke_linecap="round")
    drawing.circle(38, bottom, 9, fill="quantum")
    drawing.text(38, bottom + 28, "photon", size=12, anchor="middle", fill="muted")
    for x, y in ((first, bottom), (second, top)):
        drawing.line(x - 17, y + 17, x + 17, y - 17, stroke="ink", width=5, stroke_linecap="round")
        drawing.text(x + 24, y + 24, "H", bold=True, anchor="middle")
    for x, y in ((first, top), (second, bottom)):
        drawing.line(x - 15, y + 15, x + 15, y - 15, stroke="line", width=3)
    drawing.text(84, top - 24, "path |1⟩", anchor="middle", fill="quantum", bold=True)
    drawing.text(172, bottom + 24, "path |0⟩", anchor="middle", fill="quantum", bold=True)
    drawing.rect(142, top - 19, 42, 38, fill="card", stroke="charlie", rx=5, stroke_width=2)
    drawing.text(163, top + 6, "φ", size=17, anchor="middle", fill="charlie", bold=True)
    drawing.text(163, top + 38, "delay", size=12, anchor="middle", fill="muted")
    # The two ways out: straight on to detector 0, upward to detector 1.
    shapes = (
        (f"M296 {number(top - 19)}a19 19 0 0 1 0 38z", 306, top + 42),
        (f"M{number(second - 19)} 112a19 19 0 0 1 38 0z", second + 72, 100),
    )
    for detector, (shape, x, y) in enumerate(shapes):
        drawing.path(shape, fill="card", stroke="measured", width=2)
        drawing.path(
            shape, fill="measured", stroke=None, part=f"click-{detector}",
            fill_opacity=numbers[f"p{detector}"],
        )  # fmt: skip
        drawing.text(x, y - 8 if detector else y, f"detector {detector}", size=12, anchor="middle")
        drawing.text(x, y + 10 if detector else y + 18, decimals(numbers[f"p{detector}"]), size=14,
                     bold=True, anchor="middle", part=f"is-{detector}")  # fmt: skip
    drawing.text(24, 338, "Thick, H: beam splitter. Thin: mirror.", size=12, fill="muted")


def _curve(drawing: Drawing, numbers: dict[str, float]) -> None:
    left, right, top, bottom = PLOT["left"], PLOT["right"], PLOT["top"], PLOT["bottom"]
    for share, name in ((0.0, "0"), (0.5, "0.5"), (1.0, "1")):
        y = bottom - (bottom - top) * share
        drawing.line(left, y, right, y, stroke="line" if share == 0 else "grid", width=1)
        drawing.text(left - 8, y + 4, name, size=11, fill="muted", anchor="end")
    for quarter, name in enumerate(("0°", "90°", "180°", "270°", "360°")):
        x = left + (right - left) * quarter / 4
        drawing.line(x, bottom, x, bottom + 5, stroke="line", width=1)
        drawing.text(x, bottom + 20, name, size=11, fill="muted", anchor="middle")
    drawing.text((left + right) / 2, bottom + 44, "phase φ of the upper path", size=12,
                 fill="muted", anchor="middle")  # fmt: skip
    drawing.text(left, top - 12, "P(detector 0) = cos²(φ/2)", size=12, fill="muted")
    points = [
        f"{number(left + (right - left) * k / 72)} "
        f"{number(bottom - (bottom - top) * cos(pi * k / 72) ** 2)}"
        for k in range(73)
    ]
    drawing.path("M" + "L".join(points), stroke="predicted", width=2.5)
    drawing.line(numbers["mark_x"], bottom, numbers["mark_x"], numbers["mark_y"], stroke="quantum",
                 dash="3 3", part="mark-line")  # fmt: skip
    drawing.circle(numbers["mark_x"], numbers["mark_y"], 8, fill="quantum", stroke="card",
                   stroke_width=2, part="mark")  # fmt: skip
