"""What becomes of the whole Bloch ball: a smaller one, stretched and moved along its axis."""

from collections.abc import Callable
from dataclasses import dataclass
from math import hypot

import numpy as np
from numpy.typing import NDArray

from qinet_edu.draw import geometry
from qinet_edu.draw.geometry import Vector, View
from qinet_edu.draw.svg import Drawing

STATES: dict[str, Vector] = {
    "zero": (0.0, 0.0, 1.0),
    "one": (0.0, 0.0, -1.0),
    "plus": (1.0, 0.0, 0.0),
    "minus": (-1.0, 0.0, 0.0),
    "plus_i": (0.0, 1.0, 0.0),
    "minus_i": (0.0, -1.0, 0.0),
}
"""The arrows of the six named states."""

# A shape that has shrunk to a line or a point must not vanish: SVG draws no ellipse without width.
LEAST = 0.5


@dataclass(frozen=True)
class Ellipsoid:
    """Hold the image of the Bloch ball under a channel that treats x and y alike.

    Attributes:
        width: half of it across the axis; what is left of the coherence, 0 to 1.
        height: half of it along the axis; what is left of the difference between |0⟩ and |1⟩.
        lift: how far its centre lies above the ball's, towards |0⟩.

    Example:
        >>> Ellipsoid.of(lambda arrows: arrows / 2)
        Ellipsoid(width=0.5, height=0.5, lift=0.0)
    """

    width: float
    height: float
    lift: float

    @classmethod
    def of(cls, channel: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> "Ellipsoid":
        """Find the shape from where a channel sends |0⟩, |1⟩ and |+⟩.

        Args:
            channel: takes arrows of shape (..., 3) and returns those that come out.
        """
        up, down, across = channel(np.array([STATES[name] for name in ("zero", "one", "plus")]))
        return cls(
            width=float(across[0]),
            height=float(up[2] - down[2]) / 2,
            lift=float(up[2] + down[2]) / 2,
        )

    @property
    def pair_fidelity(self) -> float:
        """Return the entanglement fidelity of the channel, (1 + λx + λy + λz)/4.

        The λ are what is left of each axis: the correlations XX, −YY and ZZ of a pair Φ+ whose
        other half stays as it is.
        """
        return (1 + 2 * self.width + self.height) / 4

    def image(self, arrow: Vector) -> Vector:
        """Return where an arrow goes."""
        x, y, z = arrow
        return (self.width * x, self.width * y, self.lift + self.height * z)

    def fidelity(self, arrow: Vector) -> float:
        """Return how much a pure state is still like itself afterwards, (1 + r·r′)/2."""
        after = self.image(arrow)
        return (1 + sum(one * other for one, other in zip(arrow, after, strict=True))) / 2

    def rim(self, view: View) -> dict[str, float]:
        """Return the outline on the page: an ellipse, for the axis stands upright there."""
        x, y = view.point((0.0, 0.0, self.lift))
        sine, cosine = geometry.depth((0.0, 0.0, 1.0)), geometry.rise((0.0, 0.0, 1.0))
        return {
            "rim_x": x,
            "rim_y": y,
            "rim_rx": view.radius * self.width,
            "rim_ry": view.radius * hypot(self.width * sine, self.height * cosine),
        }

    def draw(self, drawing: Drawing, view: View) -> None:
        """Draw it, see-through, with its own equator and meridian."""
        rim = self.rim(view)
        with drawing.group(part="image", pointer_events="none"):
            drawing.add(
                "ellipse", cx=rim["rim_x"], cy=rim["rim_y"], rx=max(rim["rim_rx"], LEAST),
                ry=max(rim["rim_ry"], LEAST), fill="quantum", stroke="quantum", fill_opacity=0.16,
                stroke_width=2, part="rim",
            )  # fmt: skip
            rings = {
                "equator": geometry.equator_halves(),
                "meridian": geometry.meridian_halves(self.width, self.height),
            }
            for name, (near, far) in rings.items():
                for side, arrows, dash in (("far", far, "2 4"), ("near", near, None)):
                    drawing.path(
                        view.path([self.image(arrow) for arrow in arrows]), stroke="quantum",
                        width=1, dash=dash, stroke_opacity=0.55, part=f"{name}-{side}",
                    )  # fmt: skip
