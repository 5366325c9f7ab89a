"""The fringe of a Mach–Zehnder interferometer, to move along."""

from typing import Any

from traitlets import Float, validate

from qinet_edu import draw
from qinet_edu.draw.interferometer import PLOT, fringe_numbers
from qinet_edu.explore.view import View, script


class FringeView(View):
    """Hold the delay of one path of a photon: ``.phi``."""

    NAME = "fringe"
    PARAMETERS = ("phi",)
    _esm = script("fringe")

    phi = Float(0.0).tag(sync=True)

    @validate("phi")  # type: ignore[untyped-decorator]
    def _check_phase(self, proposal: Any) -> float:
        return fringe_numbers(proposal["value"])["phi"]

    def picture(self) -> draw.Picture:
        """Return the static picture of the present phase."""
        return draw.fringe(self.phi)


def fringe(phi: float = 0.0) -> FringeView:
    """Show a photon's two paths, with a slider for the delay of one of them.

    Args:
        phi: the phase to begin with, in radians.

    Raises:
        ValueError: phi is no finite number.

    Example:
        >>> fringe(phi=0.5).phi
        0.5
    """
    return FringeView(phi=phi, _figure=draw.fringe(phi).svg, _geometry=dict(PLOT))
