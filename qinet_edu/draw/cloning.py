"""A qubit and its clones: three machines that copy it, and what each makes of the arrow."""

from math import hypot, pi
from typing import Any

from qinet_edu import theory
from qinet_edu.draw import geometry
from qinet_edu.draw.ellipsoid import Ellipsoid
from qinet_edu.draw.geometry import View
from qinet_edu.draw.globe import arrow, equator_names, globe, pointer
from qinet_edu.draw.picture import Picture
from qinet_edu.draw.sphere import angle_words, bloch_numbers
from qinet_edu.draw.svg import Drawing, decimals, number
from qinet_edu.theory.cloning import Machine

ORIGINAL = View(150, 226, 96)
CLONE = View(490, 226, 96)
PLOT = {"left": 66.0, "right": 366.0, "top": 400.0, "bottom": 510.0}
_NUMBERS = 476.0
_STEP = pi / 36

# Each machine's name, its short name beside its curve, and the point of it.
_TITLES: dict[Machine, tuple[str, str, str]] = {
    "cnot": ("CNOT copier", "CNOT", "Copies bits: of an arrow it leaves the shadow on the axis."),
    "universal": (
        "universal cloner", "universal", "Shrinks every arrow to 2/3: the best for all alike.",
    ),
    "phase-covariant": (
        "phase-covariant", "phase-cov.", "0.854 on the equator, and no better than a coin at |1⟩.",
    ),
}  # fmt: skip

# How each machine's curve is dashed, chosen or not.
_DASHES: dict[Machine, str] = {"cnot": "2 3", "universal": "10 4", "phase-covariant": "9 3 2 3"}


def cloner(theta: float = pi / 3, phi: float = 0.0, *, machine: Machine = "universal") -> Picture:
    """Draw a qubit's arrow and that of either clone a machine makes of it.

    No machine keeps all arrows long. Copying it as a bit is copied loses all but the shadow on
    the axis; the best machine for all states alike leaves 2/3 of every arrow, fidelity 5/6; who
    knows that the arrow lies on the equator reaches 0.854 there and pays for it at |1⟩.

    Args:
        theta: the original's angle from |0⟩ in radians, 0 to π.
        phi: its angle around the axis in radians.
        machine: ``"cnot"``, ``"universal"`` or ``"phase-covariant"``.

    Returns:
        The picture; its numbers are both arrows, the fidelity of a clone with the original, its
        average over all originals and its worst, and where the tips and the mark lie.

    Raises:
        ValueError: an angle is no finite number, θ lies outside 0 to π, or there is no such
            machine.

    Source:
        Bužek and Hillery, PRA 54, 1844 (1996); Bruß et al. (2000) for the phase-covariant limit.

    Example:
        >>> round(cloner(1.0, 2.0).numbers["fidelity"], 6)
        0.833333
        >>> round(cloner(pi / 2, machine="phase-covariant").numbers["fidelity"], 6)
        0.853553
    """
    numbers = cloner_numbers(theta, phi, machine=machine)
    shape = machine_shape(machine)
    title, _, point = _TITLES[machine]
    drawing = Drawing(640, 560)
    drawing.text(24, 34, "Copying a qubit", size=17, bold=True)
    drawing.text(24, 60, point, bold=True, fill="quantum", part="point")
    drawing.text(ORIGINAL.cx, 86, original_words(theta, phi), anchor="middle", part="original")
    drawing.text(CLONE.cx, 86, clone_words(numbers["length"]), anchor="middle", part="clone")
    globe(drawing, ORIGINAL)
    arrow(drawing, ORIGINAL, theta, phi, angles=False)
    globe(drawing, CLONE, labels=False, part="clone-ball")
    shape.draw(drawing, CLONE)
    equator_names(drawing, CLONE, halo=True)
    _ghost(drawing, numbers)
    pointer(drawing, CLONE, tuple_of(numbers, "clone_"), name="clone")
    _machine(drawing, title)
    _curves(drawing, machine, numbers)
    _figures(drawing, numbers)
    alt = cloner_alt(numbers, machine)
    return Picture(drawing.render(alt), alt, numbers)


def machine_shape(machine: Machine) -> Ellipsoid:
    """Return where a machine puts the clones of all originals."""
    return Ellipsoid.of(lambda arrows: theory.cloned(arrows, machine))


def cloner_numbers(theta: float, phi: float, *, machine: Machine) -> dict[str, float]:
    """Return both arrows, how alike they are, and where they and the mark lie on the page."""
    original = bloch_numbers(theta, phi, ORIGINAL)
    shape = machine_shape(machine)
    before = tuple_of(original)
    after = shape.image(before)
    fidelity = shape.fidelity(before)
    numbers = {
        key: original[key] for key in ("theta", "phi", "x", "y", "z", "tip_x", "tip_y", "depth")
    }
    numbers |= {"clone_x": after[0], "clone_y": after[1], "clone_z": after[2]}
    numbers["clone_tip_x"], numbers["clone_tip_y"] = CLONE.point(after)
    numbers["ghost_x"], numbers["ghost_y"] = CLONE.point(before)
    return {
        **numbers,
        "length": hypot(*after),
        "fidelity": fidelity,
        "average": float(theory.average_fidelity(shape.pair_fidelity)),
        "worst": min(shape.fidelity(geometry.vector(k * _STEP, 0.0)) for k in range(37)),
        "mark_x": _across(original["theta"]),
        "mark_y": _up(fidelity),
        **shape.rim(CLONE),
    }


def machines() -> dict[str, dict[str, Any]]:
    """Return what a live view has to know of each machine, by name."""
    return {
        name: {
            "title": title, "point": point, "curve": curve(name), "dash": _DASHES[name],
            "width": shape.width, "height": shape.height, "lift": shape.lift,
            "worst": cloner_numbers(0.0, 0.0, machine=name)["worst"],
        }
        for name, (title, _, point) in _TITLES.items()
        for shape in [machine_shape(name)]
    }  # fmt: skip


def curve(machine: Machine) -> str:
    """Return the path of a clone's fidelity against the original's angle θ."""
    shape = machine_shape(machine)
    angles = [k * _STEP for k in range(37)]
    points = (
        f"{number(_across(theta))} {number(_up(shape.fidelity(geometry.vector(theta, 0.0))))}"
        for theta in angles
    )
    return "M" + "L".join(points)


def original_words(theta: float, phi: float) -> str:
    """Write where the original points."""
    return f"The original, {angle_words(theta, phi)}"


def clone_words(length: float) -> str:
    """Write how long the clones' arrow is."""
    return f"Either clone, length {decimals(length)}"


def cloner_alt(numbers: dict[str, float], machine: Machine) -> str:
    """Say in words what the picture shows."""
    title, _, point = _TITLES[machine]
    fidelity, average, worst = (
        decimals(numbers[key], 3) for key in ("fidelity", "average", "worst")
    )
    return (
        f"A qubit at {angle_words(numbers['theta'], numbers['phi'])}, its arrow of length 1, and "
        f"either of its clones by the machine “{title}”, of length {decimals(numbers['length'])}: "
        f"fidelity {fidelity}; over all originals {average} on average, {worst} at worst. {point} "
        f"No machine makes both clones of every state better than "
        f"{decimals(float(theory.clone_fidelity()), 3)} = 5/6."
    )


def tuple_of(numbers: dict[str, float], prefix: str = "") -> geometry.Vector:
    """Return an arrow from the numbers that hold it."""
    return numbers[f"{prefix}x"], numbers[f"{prefix}y"], numbers[f"{prefix}z"]


def _across(theta: float) -> float:
    return PLOT["left"] + (PLOT["right"] - PLOT["left"]) * theta / pi


def _up(fidelity: float) -> float:
    return PLOT["bottom"] - (PLOT["bottom"] - PLOT["top"]) * (2 * fidelity - 1)


def _ghost(drawing: Drawing, numbers: dict[str, float]) -> None:
    """Draw the original's arrow behind the clone's, to see what was lost."""
    x, y = numbers["ghost_x"], numbers["ghost_y"]
    drawing.line(CLONE.cx, CLONE.cy, x, y, stroke="muted", dash="3 4", part="ghost")
    drawing.circle(x, y, 5, fill="card", stroke="muted", stroke_width=1.5, part="ghost-tip")


def _machine(drawing: Drawing, title: str) -> None:
    middle, y = (ORIGINAL.cx + CLONE.cx) / 2, 154.0
    drawing.rect(middle - 66, y - 17, 132, 34, fill="card", stroke="quantum", rx=6, stroke_width=2)
    drawing.text(middle, y + 4, title, size=12, anchor="middle", bold=True, part="machine")
    for start, end in ((middle - 92, middle - 69), (middle + 69, middle + 92)):
        drawing.path(f"M{number(start)} {number(y)}H{number(end)}m-7 -4l7 4l-7 4", stroke="quantum",
                     width=2)  # fmt: skip


def _curves(drawing: Drawing, machine: Machine, numbers: dict[str, float]) -> None:
    """Draw the fidelity of all three machines against θ, the chosen one bold, with the mark."""
    left, right, top, bottom = PLOT["left"], PLOT["right"], PLOT["top"], PLOT["bottom"]
    drawing.text(24, top - 20, "Fidelity of a clone, by the original’s angle θ", size=12,
                 fill="muted")  # fmt: skip
    best = float(theory.clone_fidelity())
    for share, name in ((1 / 2, "1/2"), (best, "5/6"), (1.0, "1")):
        y = _up(share)
        drawing.line(left, y, right, y, stroke="line" if share == 1 / 2 else "grid", width=1)
        drawing.text(left - 8, y + 4, name, size=11, fill="muted", anchor="end")
    for theta, name in ((0.0, "0° |0⟩"), (pi / 2, "90° equator"), (pi, "180° |1⟩")):
        x = _across(theta)
        drawing.line(x, bottom, x, bottom + 5, stroke="line", width=1)
        drawing.text(x, bottom + 20, name, size=11, fill="muted", anchor="middle")
    for name, (_, short, _) in _TITLES.items():
        drawing.path(curve(name), stroke="muted", dash=_DASHES[name])
        y = _up(machine_shape(name).fidelity((0.0, 0.0, -1.0)))
        drawing.text(right + 14, y + 4, short, size=11, fill="muted")
    drawing.path(curve(machine), stroke="quantum", width=3, dash=_DASHES[machine], part="curve")
    _equator_mark(drawing)
    x, y = numbers["mark_x"], numbers["mark_y"]
    drawing.line(x, bottom, x, y, stroke="quantum", dash="3 3", part="mark-line")
    drawing.circle(x, y, 7, fill="quantum", stroke="card", stroke_width=2, part="mark")


def _equator_mark(drawing: Drawing) -> None:
    """Mark the best that is reached on the equator, by the machine made for it."""
    best = machine_shape("phase-covariant").fidelity((1.0, 0.0, 0.0))
    x, y = _across(pi / 2), _up(best)
    drawing.circle(x, y, 4, fill="card", stroke="muted", stroke_width=1.5)
    drawing.text(x + 7, y - 6, decimals(best, 3), size=11, fill="muted", stroke="card",
                 stroke_width=3.0, paint_order="stroke")  # fmt: skip


def _figures(drawing: Drawing, numbers: dict[str, float]) -> None:
    """Write this clone's fidelity, and the machine's over all originals."""
    top = PLOT["top"]
    drawing.text(_NUMBERS, top - 20, "This clone", size=12, fill="muted")
    drawing.text(_NUMBERS, top + 10, decimals(numbers["fidelity"], 3), size=24, bold=True,
                 fill="quantum", part="is-fidelity")  # fmt: skip
    drawing.text(_NUMBERS, top + 30, "how often it answers 0", size=11, fill="muted")
    drawing.text(_NUMBERS, top + 44, "along the original’s arrow", size=11, fill="muted")
    for row, (key, name) in enumerate((("average", "average"), ("worst", "at worst"))):
        y = top + 92 + 19 * row
        drawing.text(_NUMBERS, y, name)
        drawing.text(_NUMBERS + 124, y, decimals(numbers[key], 3), bold=True, anchor="end",
                     part=f"is-{key}")  # fmt: skip
    drawing.text(_NUMBERS, top + 72, "Over all originals", size=12, fill="muted")
