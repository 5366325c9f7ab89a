"""Single-click's brightness to set, on a line that can be longer, darker or less alike."""

from typing import Any, ClassVar

from traitlets import Float, validate

from qinet_edu import draw
from qinet_edu.draw import bright_plot, brightness
from qinet_edu.explore.view import View, script
from qinet_edu.noise import FIBRE_SPEED_KM_S


class BrightStateView(View):
    """Hold a single-click link.

    Attributes:
        alpha: the share of each spin that shines.
        length_km: fibre between the two spins.
        visibility: how alike the two photons are.
        dark_count: clicks without light per detector and window.
        emission: share of a bright spin's photons that reach the fibre.
        detector: share of the photons arriving that a detector sees.
        phase_std_rad: how much the phase between the two arms wanders.
    """

    NAME = "bright_state"
    PARAMETERS: ClassVar[tuple[str, ...]] = (
        "alpha", "length_km", "visibility", "dark_count", "emission", "detector",
        "phase_std_rad",
    )  # fmt: skip
    _esm = script("units", "heralding_forms", "bright_state")

    alpha = Float(0.1).tag(sync=True)
    length_km = Float(50.0).tag(sync=True)
    visibility = Float(0.95).tag(sync=True)
    dark_count = Float(1e-6).tag(sync=True)
    emission = Float(0.3).tag(sync=True)
    detector = Float(0.8).tag(sync=True)
    phase_std_rad = Float(0.2).tag(sync=True)

    @validate(*PARAMETERS)  # type: ignore[untyped-decorator]
    def _check_setting(self, proposal: Any) -> float:
        name = proposal["trait"].name
        return brightness.read_settings(**{**self.parameters, name: proposal["value"]})[name]

    def picture(self) -> draw.Picture:
        """Return the static picture of the present link."""
        return draw.bright_state(**self.parameters)


def bright_state(
    alpha: float = 0.1,
    *,
    length_km: float = 50.0,
    visibility: float = 0.95,
    dark_count: float = 1e-6,
    emission: float = 0.3,
    detector: float = 0.8,
    phase_std_rad: float = 0.2,
) -> BrightStateView:
    """Show what a brighter spin brings in pairs and costs in fidelity, and where key is best.

    Args:
        alpha: the bright-state parameter, 0.0001 to 1.
        length_km: fibre between the two spins, 1 to 200 km, the detectors half-way.
        visibility: Hong–Ou–Mandel visibility of the two photons, 0 to 1.
        dark_count: clicks without light per detector and window, 0 to 0.01.
        emission: share of a bright spin's photons that reach the fibre, 0.01 to 1.
        detector: share of the photons arriving that a detector sees, 0.01 to 1.
        phase_std_rad: how much the phase between the two arms wanders, 0 to 3 radians.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Example:
        >>> bright_state(0.05).alpha
        0.05
    """
    settings = brightness.read_settings(
        alpha=alpha, length_km=length_km, visibility=visibility, dark_count=dark_count,
        emission=emission, detector=detector, phase_std_rad=phase_std_rad,
    )  # fmt: skip
    place = {
        "plot": {**bright_plot.PLOT, "away": bright_plot.AWAY, "room": bright_plot.ROOM},
        "alphas": brightness.ALPHAS.tolist(), "told": brightness.TOLD, "step": brightness.STEP,
        "wide": brightness.WIDE, "loss_db_per_km": brightness.LOSS_DB_PER_KM,
        "speed_km_s": FIBRE_SPEED_KM_S, "cycle_s": brightness.CYCLE_S,
    }  # fmt: skip
    return BrightStateView(**settings, _figure=draw.bright_state(**settings).svg, _geometry=place)
