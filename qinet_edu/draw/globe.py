"""The globe that arrows stand in: what every picture of a Bloch sphere has in common."""

from math import pi
from typing import Any

from qinet_edu.draw import geometry
from qinet_edu.draw.geometry import Vector, View
from qinet_edu.draw.svg import Drawing

_BEHIND = "7 4"


def globe(drawing: Drawing, view: View, *, labels: bool = True, part: str = "ball") -> None:
    """Draw what does not move: the ball, equator, meridian, axes and the six named states.

    Args:
        drawing: where to draw.
        view: where the ball stands, and how large it is.
        labels: whether the four states of the equator are named, besides |0⟩ and |1⟩.
        part: the name under which a live view finds the ball.

    Example:
        >>> drawing = Drawing(200, 200)
        >>> globe(drawing, View(100, 100, 60))
        >>> "|+i⟩" in drawing.render("The six named states of a qubit.")
        True
    """
    drawing.circle(view.cx, view.cy, view.radius, fill="panel", stroke="line", part=part,
                   stroke_width=1.5)  # fmt: skip
    for near, far in (geometry.equator_halves(), geometry.meridian_halves()):
        drawing.path(view.path(far), stroke="grid", dash="3 4")
        drawing.path(view.path(near), stroke="grid")
    for axis in ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)):
        far_end = (-axis[0], -axis[1], -axis[2])
        (x1, y1), (x2, y2) = view.point(far_end), view.point(axis)
        drawing.line(x1, y1, x2, y2, stroke="line", width=1, dash="1 4")
        drawing.circle(x2, y2, 2.5, fill="muted")
        drawing.circle(x1, y1, 2.5, fill="muted")
    _label(drawing, view, (0, 0, 1), "|0⟩", dy=-18, big=True)
    _label(drawing, view, (0, 0, -1), "|1⟩", dy=30, big=True)
    if labels:
        equator_names(drawing, view)


def equator_names(drawing: Drawing, view: View, *, halo: bool = False) -> None:
    """Name the four states of the equator.

    Args:
        drawing: where to draw, on a globe.
        view: where that globe stands.
        halo: whether another ball was drawn inside: then the two names that lie on the globe stand
            farther out, and a rim of its colour keeps them readable.
    """
    plus, minus = ((-30, -1), (30, 9)) if halo else ((-10, 19), (10, -9))
    _label(drawing, view, (1, 0, 0), "|+⟩", dx=plus[0], dy=plus[1], halo=halo)
    _label(drawing, view, (-1, 0, 0), "|−⟩", dx=minus[0], dy=minus[1], halo=halo)
    _label(drawing, view, (0, 1, 0), "|+i⟩", dx=38, dy=12)
    _label(drawing, view, (0, -1, 0), "|−i⟩", dx=-38, dy=-4)


def _label(
    drawing: Drawing, view: View, at: Vector, text: str, *,
    dx: float = 0, dy: float = 0, big: bool = False, halo: bool = False,
) -> None:  # fmt: skip
    x, y = view.point(at)
    rim: dict[str, Any] = {"stroke": "panel", "stroke_width": 3, "paint_order": "stroke"}
    drawing.text(x + dx, y + dy, text, size=16 if big else 13, anchor="middle", bold=big,
                 fill="ink" if big else "muted", **(rim if halo else {}))  # fmt: skip


def arrow(drawing: Drawing, view: View, theta: float, phi: float, *, angles: bool = True) -> None:
    """Draw a pure state's arrow, its shadow on the equator's plane and its two angles.

    Args:
        drawing: where to draw, on a globe.
        view: where that globe stands.
        theta: angle from |0⟩ in radians.
        phi: angle around the axis in radians.
        angles: whether the two angles are drawn and named.
    """
    tip = geometry.vector(theta, phi)
    with drawing.group(part="arrow"):
        _shadow(drawing, view, tip, "")
        if angles:
            drawing.path(view.path(geometry.polar_arc(theta, phi, 0.42)), stroke="classical",
                         width=2, part="theta-arc")  # fmt: skip
            drawing.path(view.path(geometry.equator_arc(phi, 0.34)), stroke="charlie",
                         width=2, part="phi-arc")  # fmt: skip
            tx, ty = view.point(geometry.vector(theta / 2, phi, 0.56))
            px, py = view.point(geometry.vector(pi / 2, phi / 2, 0.5))
            drawing.text(tx, ty + 5, "θ", anchor="middle", fill="classical", part="theta-name",
                         opacity=_shown(theta))  # fmt: skip
            drawing.text(px, py + 5, "φ", anchor="middle", fill="charlie", part="phi-name",
                         opacity=_shown(phi))  # fmt: skip
        _shaft(drawing, view, tip, "")


def pointer(drawing: Drawing, view: View, tip: Vector, *, name: str) -> None:
    """Draw an arrow of any length, so that of a mixed state too, with its shadow.

    Args:
        drawing: where to draw, on a globe.
        view: where that globe stands.
        tip: the Bloch vector.
        name: what its parts are called: ``name-arrow``, ``name-shaft``, ``name-tip`` and so on.
    """
    with drawing.group(part=f"{name}-arrow"):
        _shadow(drawing, view, tip, f"{name}-")
        _shaft(drawing, view, tip, f"{name}-")


def _shadow(drawing: Drawing, view: View, tip: Vector, prefix: str) -> None:
    (x, y), (sx, sy) = view.point(tip), view.point((tip[0], tip[1], 0.0))
    drawing.line(view.cx, view.cy, sx, sy, stroke="muted", width=1, dash="3 3",
                 part=f"{prefix}shadow")  # fmt: skip
    drawing.line(sx, sy, x, y, stroke="muted", width=1, dash="3 3", part=f"{prefix}drop")


def _shaft(drawing: Drawing, view: View, tip: Vector, prefix: str) -> None:
    x, y = view.point(tip)
    # A tip that lies in the page but for a rounding error is not behind it.
    behind = geometry.depth(tip) < -1e-9
    drawing.line(view.cx, view.cy, x, y, stroke="quantum", width=4, part=f"{prefix}shaft",
                 dash=_BEHIND if behind else "none", stroke_linecap="round")  # fmt: skip
    drawing.circle(view.cx, view.cy, 3.5, fill="quantum")
    # Behind the page the tip is hollow and the shaft dashed: depth shows without colour.
    drawing.circle(x, y, 9, fill="quantum", stroke="quantum", stroke_width=3, part=f"{prefix}tip",
                   fill_opacity=0.15 if behind else 1.0)  # fmt: skip


def _shown(angle: float) -> float:
    """Return 1 for an angle wide enough to carry its name, else 0."""
    return 1.0 if abs(angle) > 0.3 else 0.0
