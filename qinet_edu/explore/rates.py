"""Rate against distance, with the pulses' intensity and the detector to set."""

from typing import Any, ClassVar

from traitlets import Float, validate

from qinet_edu import draw
from qinet_edu.draw import rates
from qinet_edu.explore.view import View, script


class KeyRateView(View):
    """Hold a line: ``.length_km``, ``.mu``, ``.efficiency`` and ``.dark_count``."""

    NAME = "key_rate"
    PARAMETERS: ClassVar[tuple[str, ...]] = ("length_km", "mu", "efficiency", "dark_count")
    _esm = script("key_rate_forms", "key_rate")

    length_km = Float(30.0).tag(sync=True)
    mu = Float(0.48).tag(sync=True)
    efficiency = Float(0.045).tag(sync=True)
    dark_count = Float(1.7e-6).tag(sync=True)

    @validate(*PARAMETERS)  # type: ignore[untyped-decorator]
    def _check_setting(self, proposal: Any) -> float:
        name = proposal["trait"].name
        return rates.read_settings(**{**self.parameters, name: proposal["value"]})[name]

    def picture(self) -> draw.Picture:
        """Return the static picture of the present line."""
        return draw.key_rate(**self.parameters)


def key_rate(
    length_km: float = 30.0,
    *,
    mu: float = 0.48,
    efficiency: float = 0.045,
    dark_count: float = 1.7e-6,
) -> KeyRateView:
    """Show secret bits per pulse against distance, with decoys and without, and the limits.

    Args:
        length_km: where to read the curves, 0 to 250 km.
        mu: mean number of photons in a pulse, 0.0001 to 1.
        efficiency: share of the photons arriving that Bob detects, 0.001 to 1.
        dark_count: clicks per pulse without light, 10⁻⁹ to 0.01.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Example:
        >>> key_rate(mu=0.1).mu
        0.1
    """
    settings = rates.read_settings(
        length_km=length_km, mu=mu, efficiency=efficiency, dark_count=dark_count
    )
    place = {
        **rates.PLOT, **rates.LINE, "grid_mu": rates.GRID_MU.tolist(), "steps": rates.STEPS,
        "farthest": rates.FARTHEST,
        "curves": [[name, what] for name, (what, *_) in rates.CURVES.items()],
    }  # fmt: skip
    return KeyRateView(**settings, _figure=draw.key_rate(**settings).svg, _geometry=place)
