"""The Bloch sphere to drag, and the course's first figure alive."""

from math import pi
from typing import Any, ClassVar

from traitlets import Float, Int, validate

from qinet_edu import draw
from qinet_edu.draw import sphere
from qinet_edu.draw.geometry import View as Projection
from qinet_edu.explore.view import View, script


class BlochView(View):
    """Hold a qubit whose arrow can be dragged; ``.theta`` and ``.phi`` follow the hand."""

    NAME = "bloch"
    PARAMETERS: ClassVar[tuple[str, ...]] = ("theta", "phi")
    _esm = script("sphere", "bloch")

    theta = Float(0.0).tag(sync=True)
    phi = Float(0.0).tag(sync=True)

    @validate("theta", "phi")  # type: ignore[untyped-decorator]
    def _check_angle(self, proposal: Any) -> float:
        name, value = proposal["trait"].name, proposal["value"]
        sphere.bloch_numbers(*((value, 0.0) if name == "theta" else (0.0, value)))
        return float(value)

    def picture(self) -> draw.Picture:
        """Return the static picture of the present arrow."""
        return draw.bloch(self.theta, self.phi)


class BitVsQubitView(BlochView):
    """Hold a bit and a qubit side by side: ``.bit``, ``.theta`` and ``.phi``."""

    NAME = "bit_vs_qubit"
    PARAMETERS = ("bit", "theta", "phi")
    _esm = script("sphere", "bit_vs_qubit")

    bit = Int(0).tag(sync=True)

    @validate("bit")  # type: ignore[untyped-decorator]
    def _check_bit(self, proposal: Any) -> int:
        value = proposal["value"]
        draw.bit_vs_qubit(value)
        return int(value)

    def picture(self) -> draw.Picture:
        """Return the static picture of the present bit and arrow."""
        return draw.bit_vs_qubit(self.bit, theta=self.theta, phi=self.phi)


def bloch(theta: float = 0.0, phi: float = 0.0) -> BlochView:
    """Show a qubit to drag on its sphere, with what measuring it in Z, X and Y would give.

    Keep the view in a variable, drag, and run the next cell with ``view.theta``, ``view.phi``.

    Args:
        theta: angle from |0⟩ in radians, 0 to π.
        phi: angle around the axis in radians.

    Raises:
        ValueError: an angle is no finite number, or θ lies outside 0 to π.

    Example:
        >>> view = bloch(theta=1.0)
        >>> view.theta
        1.0
    """
    first = draw.bloch(theta, phi)
    return BlochView(
        theta=theta,
        phi=phi,
        _figure=first.svg,
        _geometry={**_place(sphere.BLOCH), "bar": sphere.BAR},
    )


def bit_vs_qubit(bit: int = 0, *, theta: float = pi / 3, phi: float = pi / 4) -> BitVsQubitView:
    """Show a bit that snaps to its two points beside a qubit to drag on its sphere.

    Args:
        bit: 0 or 1.
        theta: the qubit's angle from |0⟩ in radians, 0 to π.
        phi: its angle around the axis in radians.

    Raises:
        ValueError: the bit is neither 0 nor 1, or an angle is out of range.

    Example:
        >>> bit_vs_qubit(bit=1).bit
        1
    """
    first = draw.bit_vs_qubit(bit, theta=theta, phi=phi)
    ends = {"ends": list(sphere.BIT_ENDS)}
    return BitVsQubitView(
        bit=bit, theta=theta, phi=phi, _figure=first.svg,
        _geometry={**_place(sphere.BESIDE), **ends},
    )  # fmt: skip


def _place(view: Projection) -> dict[str, float]:
    return {"cx": view.cx, "cy": view.cy, "radius": view.radius}
