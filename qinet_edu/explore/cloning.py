"""A qubit to turn, and a choice of machines that copy it."""

from dataclasses import asdict
from math import pi
from typing import Any, ClassVar

from traitlets import Unicode, validate

from qinet_edu import draw
from qinet_edu.draw import cloning
from qinet_edu.explore.sphere import BlochView
from qinet_edu.explore.view import script
from qinet_edu.theory.cloning import Machine


class ClonerView(BlochView):
    """Hold a qubit and a machine that copies it: ``.theta``, ``.phi`` and ``.machine``."""

    NAME = "cloner"
    PARAMETERS: ClassVar[tuple[str, ...]] = ("theta", "phi", "machine")
    _esm = script("sphere", "ellipsoid", "cloner")

    machine = Unicode("universal").tag(sync=True)

    @validate("machine")  # type: ignore[untyped-decorator]
    def _check_machine(self, proposal: Any) -> str:
        cloning.machine_shape(proposal["value"])
        return str(proposal["value"])

    def picture(self) -> draw.Picture:
        """Return the static picture of the present arrow and machine."""
        return draw.cloner(**self.parameters)


def cloner(
    theta: float = pi / 3, phi: float = 0.0, *, machine: Machine = "universal"
) -> ClonerView:
    """Show a qubit to drag, and what either clone of it is after a machine of your choice.

    Args:
        theta: the original's angle from |0⟩ in radians, 0 to π.
        phi: its angle around the axis in radians.
        machine: ``"cnot"``, ``"universal"`` or ``"phase-covariant"``.

    Raises:
        ValueError: an angle is no finite number, θ lies outside 0 to π, or there is no such
            machine.

    Example:
        >>> cloner(machine="cnot").machine
        'cnot'
    """
    first = draw.cloner(theta, phi, machine=machine)
    return ClonerView(
        theta=theta, phi=phi, machine=machine, _figure=first.svg,
        _geometry={
            "original": asdict(cloning.ORIGINAL), "clone": asdict(cloning.CLONE),
            "plot": cloning.PLOT, "machines": (known := cloning.machines()), "order": [*known],
        },
    )  # fmt: skip
