"""Attempts at a pair to play through, in four schemes and over any length."""

from dataclasses import asdict
from typing import Any, ClassVar

from traitlets import Float, Int, Unicode, observe, validate

from qinet_edu import draw
from qinet_edu.draw import trying, trying_chart, trying_words
from qinet_edu.explore.view import View, script
from qinet_edu.noise import FIBRE_SPEED_KM_S


class AttemptsView(View):
    """Hold attempts at a pair.

    Attributes:
        scheme: how a pair is made.
        length_km: fibre from Alice to Bob.
        alpha: the share of Alice's spin that shines.
        attempt: the last one shown.
        seed: which attempts succeed, and how the others fail.
    """

    NAME = "attempts"
    PARAMETERS: ClassVar[tuple[str, ...]] = ("scheme", "length_km", "alpha", "attempt", "seed")
    _esm = script("units", "double_line", "heralding_forms", "attempts_forms", "attempts")

    scheme = Unicode("single-click").tag(sync=True)
    length_km = Float(85.0).tag(sync=True)
    alpha = Float(0.1).tag(sync=True)
    attempt = Int(1).tag(sync=True)
    seed = Int(1).tag(sync=True)

    @validate(*PARAMETERS)  # type: ignore[untyped-decorator]
    def _check_setting(self, proposal: Any) -> Any:
        name = proposal["trait"].name
        return trying.read_settings(**{**self.parameters, name: proposal["value"]})[name]

    @observe("seed")  # type: ignore[untyped-decorator]
    def _on_seed(self, change: Any) -> None:
        self._geometry = _place(self.seed)

    def picture(self) -> draw.Picture:
        """Return the static picture of the present attempts."""
        return draw.attempts(**self.parameters)


def attempts(
    scheme: str = "single-click",
    *,
    length_km: float = 85.0,
    alpha: float = 0.1,
    attempt: int = 1,
    seed: int = 1,
) -> AttemptsView:
    """Show attempts at a pair in space and time: photons out, heralds back, now and then a pair.

    Args:
        scheme: ``"single-click"``, ``"double-click"``, ``"midpoint-source"`` or ``"end-node"``.
        length_km: fibre from Alice to Bob, 1 to 200 km.
        alpha: the share of Alice's spin that shines, 0.001 to 1; for single-click and end-node.
        attempt: the last one shown, counted from 1.
        seed: which attempts succeed, and how the others fail.

    Raises:
        TypeError: a length or α that is no real number.
        ValueError: an unknown scheme, or something out of its range.

    Example:
        >>> attempts("end-node").scheme
        'end-node'
    """
    settings = trying.read_settings(
        scheme=scheme, length_km=length_km, alpha=alpha, attempt=attempt, seed=seed
    )
    return AttemptsView(
        **settings, _figure=draw.attempts(**settings).svg, _geometry=_place(settings["seed"])
    )


def _place(seed: int) -> dict[str, Any]:
    """Return the parts, what chance decides, and the words, for the script."""
    # Without the memories' times: nothing here decays, and infinity cannot be written in a page.
    parts = asdict(trying.PARTS)
    for name in ("t1_s", "t2_s"):
        del parts[name]
    return {
        "schemes": trying.SCHEMES, "most": trying.MOST, "parts": parts,
        "speed_km_s": FIBRE_SPEED_KM_S,
        "drawn": {name: values.tolist() for name, values in trying.luck(seed).items()},
        "chart": trying_chart.CHART, "slots": trying_chart.SLOTS, "legs": trying_chart.LEGS,
        "faint": trying_chart.FAINT, "headings": trying_words.HEADINGS,
        "crossings": trying_words.CROSSINGS, "stations": trying_words.STATIONS,
        "fates": trying_words.FATES, "wins": trying_words.WINS,
    }  # fmt: skip
