"""A satellite's pass to move through, with its orbit and the telescope to choose."""

from math import pi
from typing import Any, ClassVar

from traitlets import Float, validate

from qinet_edu import draw
from qinet_edu.draw import passing
from qinet_edu.draw.passing_plots import SCENE
from qinet_edu.explore.view import View, script


class SatellitePassView(View):
    """Hold a pass and its moment.

    Attributes:
        progress: how much of the way from horizon to horizon is over, 0 to 1.
        altitude_km: height of the orbit.
        culmination_rad: how high the satellite comes.
        receiver_m: diameter of the telescope's mirror.
    """

    NAME = "satellite_pass"
    PARAMETERS: ClassVar[tuple[str, ...]] = (
        "progress", "altitude_km", "culmination_rad", "receiver_m",
    )  # fmt: skip
    _esm = script("key_rate_forms", "satellite_forms", "satellite_pass")

    progress = Float(0.4).tag(sync=True)
    altitude_km = Float(500.0).tag(sync=True)
    culmination_rad = Float(pi / 3).tag(sync=True)
    receiver_m = Float(1.0).tag(sync=True)

    @validate(*PARAMETERS)  # type: ignore[untyped-decorator]
    def _check_setting(self, proposal: Any) -> float:
        name = proposal["trait"].name
        return passing.read_settings(**{**self.parameters, name: proposal["value"]})[name]

    def picture(self) -> draw.Picture:
        """Return the static picture of the present moment."""
        return draw.satellite_pass(**self.parameters)


def satellite_pass(
    progress: float = 0.4,
    *,
    altitude_km: float = 500.0,
    culmination_rad: float = pi / 3,
    receiver_m: float = 1.0,
) -> SatellitePassView:
    """Show a satellite pass: how high it stands, what of its light arrives, and the key it leaves.

    Args:
        progress: how much of the way from horizon to horizon is over, 0 to 1.
        altitude_km: height of the orbit, 300 to 2000 km.
        culmination_rad: how high it comes, 15° to 90° (π/2: overhead) in radians.
        receiver_m: diameter of the telescope's mirror, 0.1 to 2 m.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Example:
        >>> satellite_pass(altitude_km=1200).altitude_km
        1200.0
    """
    settings = passing.read_settings(
        progress=progress, altitude_km=altitude_km, culmination_rad=culmination_rad,
        receiver_m=receiver_m,
    )  # fmt: skip
    place = {
        "scene": SCENE, "light": passing.LIGHT, "pulses": passing.PULSES, "earth": passing.EARTH,
        "lowest_rad": passing.LOWEST_RAD, "fibre_db_per_km": passing.LOSS_DB_PER_KM,
        "steps": passing.STEPS,
    }  # fmt: skip
    return SatellitePassView(
        **settings, _figure=draw.satellite_pass(**settings).svg, _geometry=place
    )
