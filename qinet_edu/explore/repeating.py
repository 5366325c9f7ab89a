"""Repeaters to be built of other parts, on lines of any length."""

from typing import Any, ClassVar

from traitlets import Float, Int, Unicode, validate

from qinet_edu import draw
from qinet_edu.draw import generations, repeating, repeating_plot, repeating_words
from qinet_edu.explore.view import View, script
from qinet_edu.theory.repeaters import SPEED_KM_S


class RepeaterRatesView(View):
    """Hold a line and what its repeaters are made of.

    Attributes:
        length_km: where the curves are read.
        coupling: what one photon survives apart from the fibre.
        gate_error: depolarising probability of the two qubits of a CNOT.
        t2_s: the memories' T2.
        modes: how many attempts each segment makes side by side.
        fidelity: that of a fresh pair.
        per: what the map of generations counts bits of.
    """

    NAME = "repeater_rates"
    PARAMETERS: ClassVar[tuple[str, ...]] = (
        "length_km", "coupling", "gate_error", "t2_s", "modes", "fidelity", "per",
    )  # fmt: skip
    _esm = script("units", "repeater_forms", "repeater_rates")

    length_km = Float(948.0).tag(sync=True)
    coupling = Float(0.5).tag(sync=True)
    gate_error = Float(1e-3).tag(sync=True)
    t2_s = Float(1.0).tag(sync=True)
    modes = Int(100).tag(sync=True)
    fidelity = Float(0.99).tag(sync=True)
    per = Unicode("line").tag(sync=True)

    @validate(*PARAMETERS)  # type: ignore[untyped-decorator]
    def _check_setting(self, proposal: Any) -> Any:
        name = proposal["trait"].name
        return repeating.read_settings(**{**self.parameters, name: proposal["value"]})[name]

    def picture(self) -> draw.Picture:
        """Return the static picture of the present line."""
        return draw.repeater_rates(**self.parameters)


def repeater_rates(
    length_km: float = 948.0,
    *,
    coupling: float = 0.5,
    gate_error: float = 1e-3,
    t2_s: float = 1.0,
    modes: int = 100,
    fidelity: float = 0.99,
    per: str = "line",
) -> RepeaterRatesView:
    """Show what repeaters bring over a distance, and which generation is best for which hardware.

    Args:
        length_km: where to read the curves, 12 to 1200 km.
        coupling: what one photon survives from its memory to the click, apart from the fibre,
            0.1 to 1.
        gate_error: depolarising probability of the two qubits of a CNOT, 0.00001 to 0.1.
        t2_s: the memories' T2, 0.001 to 1000 s.
        modes: how many attempts each segment makes side by side in a round, 1 to 10 000.
        fidelity: that of a fresh pair, Werner, 0.9 to 1; the map has its own.
        per: what the map counts secret bits per second of: ``"line"``, or ``"memory qubit"``.

    Raises:
        TypeError: something is no real number, or ``modes`` no whole one.
        ValueError: something is out of its range, or ``per`` is neither.

    Example:
        >>> repeater_rates(600, t2_s=0.1).t2_s
        0.1
    """
    settings = repeating.read_settings(
        length_km=length_km, coupling=coupling, gate_error=gate_error, t2_s=t2_s, modes=modes,
        fidelity=fidelity, per=per,
    )  # fmt: skip
    place = {
        "plot": repeating_plot.PLOT, "rows": repeating_plot.ROWS,
        "map": {
            **repeating_plot.MAP, "couplings": generations.COUPLINGS, "errors": generations.ERRORS,
        },
        "lengths": repeating.LENGTHS_KM.tolist(),
        "links": {name: 2**levels for name, levels in repeating.LEVELS.items()},
        "bits": generations.BITS, "kinds": generations.KINDS, "pers": generations.PER,
        "names": generations.NAMES, "titles": repeating_words.TITLES,
        "clock_hz": repeating.CLOCK_HZ, "loss_db_per_km": repeating.LOSS_DB_PER_KM,
        "speed_km_s": SPEED_KM_S,
    }  # fmt: skip
    return RepeaterRatesView(
        **settings, _figure=draw.repeater_rates(**settings).svg, _geometry=place
    )
