"""Teleportation to go through step by step."""

from dataclasses import asdict
from math import pi
from typing import Any, ClassVar

from traitlets import Bool, Float, Int, observe, validate

from qinet_edu import draw
from qinet_edu.draw import teleportation, teleportation_stage
from qinet_edu.explore.view import View, script

# Next door, a city, Brisbane to the Gold Coast, the whole backbone, half around the globe.
LENGTHS_KM = (1.0, 10.0, 50.0, 85.0, 100.0, 500.0, 948.0, 5000.0, 10_000.0)
MEMORIES_MS = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0)


class TeleportView(View):
    """Hold one run of teleportation, and the step it is at.

    Attributes:
        step: 0 the pair is shared … 5 Bob has corrected.
        theta: angle of the message from |0⟩ in radians.
        phi: its angle around the axis.
        length_km: how far Bob is.
        t2_ms: T2 of his memory in milliseconds.
        m_message: the bit Alice finds from the message.
        m_alice: the bit she finds from her half.
        drop_x: whether the bit for X is lost.
        drop_z: whether the bit for Z is.
        progress: in step 3, the share of the bits' way that is done.
        judged: whether its fidelities are shown, and what costs fidelity can be set.
    """

    NAME = "teleport"
    PARAMETERS: ClassVar[tuple[str, ...]] = (
        "step", "theta", "phi", "length_km", "t2_ms", "m_message", "m_alice", "drop_x", "drop_z",
        "progress", "judged",
    )  # fmt: skip
    _esm = script("units", "sphere", "teleport_words", "teleport")

    step = Int(0).tag(sync=True)
    theta = Float(pi / 3).tag(sync=True)
    phi = Float(1.9).tag(sync=True)
    length_km = Float(100.0).tag(sync=True)
    t2_ms = Float(10.0).tag(sync=True)
    m_message = Int(1).tag(sync=True)
    m_alice = Int(0).tag(sync=True)
    drop_x = Bool(False).tag(sync=True)
    drop_z = Bool(False).tag(sync=True)
    progress = Float(0.5).tag(sync=True)
    judged = Bool(True).tag(sync=True)

    @validate(*PARAMETERS)  # type: ignore[untyped-decorator]
    def _check_setting(self, proposal: Any) -> Any:
        name = proposal["trait"].name
        return teleportation.read_settings(**{**self.parameters, name: proposal["value"]})[name]

    @observe("judged")  # type: ignore[untyped-decorator]
    def _draw_again(self, change: Any) -> None:
        self._figure = self.picture().svg

    def picture(self) -> draw.Picture:
        """Return the static picture of the present step."""
        return draw.teleport(**self.parameters)


def teleport(
    step: int = 0,
    *,
    theta: float = pi / 3,
    phi: float = 1.9,
    length_km: float = 100.0,
    t2_ms: float = 10.0,
    m_message: int = 1,
    m_alice: int = 0,
    drop_x: bool = False,
    drop_z: bool = False,
    progress: float = 0.5,
    judged: bool = True,
) -> TeleportView:
    """Show teleportation step by step, with the bits' flight, Bob's memory and bits to lose.

    Args:
        step: 0 the pair is shared, 1 the message comes, 2 Alice measures, 3 her bits are on their
            way, 4 they arrive, 5 Bob has corrected.
        theta: angle of the message from |0⟩ in radians, 0 to π.
        phi: its angle around the axis in radians.
        length_km: how far Bob is, in km of fibre, up to 100 000.
        t2_ms: T2 of Bob's memory in milliseconds; its T1 is endless.
        m_message: the bit Alice finds from the message, 0 or 1; it drives Z.
        m_alice: the bit she finds from her half of the pair, 0 or 1; it drives X.
        drop_x: whether the bit for X is lost on the way.
        drop_z: whether the bit for Z is.
        progress: in step 3, how much of their way the bits have done, 0 to 1.
        judged: whether it says how well this does, and lets lose bits, distance and memory be set;
            leave it out where that is yet to be predicted.

    Raises:
        TypeError: a length, a time or a share is no real number.
        ValueError: a setting is out of range.

    Example:
        >>> teleport(5, drop_z=True).drop_z
        True
    """
    settings = teleportation.read_settings(
        step=step, theta=theta, phi=phi, length_km=length_km, t2_ms=t2_ms, m_message=m_message,
        m_alice=m_alice, drop_x=drop_x, drop_z=drop_z, progress=progress, judged=judged,
    )  # fmt: skip
    places = {
        "message": asdict(teleportation_stage.MESSAGE), "bob": asdict(teleportation_stage.BOB),
        "rows": dict(teleportation_stage.ROWS), **teleportation_stage.LINE,
        "clock": teleportation_stage.CLOCK["width"], "bar": teleportation_stage.BAR["width"],
        "lengths": list(LENGTHS_KM), "memories": list(MEMORIES_MS),
    }  # fmt: skip
    return TeleportView(**settings, _figure=draw.teleport(**settings).svg, _geometry=places)
