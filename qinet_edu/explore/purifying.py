"""Rounds of purification to step through, with the errors, the protocol and the gates to set."""

from typing import Any, ClassVar

from numpy.typing import ArrayLike
from traitlets import Float, Int, Tuple, Unicode, validate

from qinet_edu import draw
from qinet_edu.draw import purifying, purifying_parts, purifying_words
from qinet_edu.explore.view import View, script


class PurifyView(View):
    """Hold rounds of purification.

    Attributes:
        pair: the raw pairs, as probabilities of Φ+, Ψ−, Ψ+ and Φ−.
        protocol: how a round is made.
        rounds: how many are shown.
        gate_error: depolarising probability of the two qubits of a CNOT, after each.
        target: the fidelity that the costs are for.
    """

    NAME = "purify"
    PARAMETERS: ClassVar[tuple[str, ...]] = ("pair", "protocol", "rounds", "gate_error", "target")
    _esm = script("units", "purify_forms", "purify")

    pair = Tuple(Float(), Float(), Float(), Float(), default_value=(1.0, 0.0, 0.0, 0.0)).tag(
        sync=True
    )
    protocol = Unicode("dejmps").tag(sync=True)
    rounds = Int(4).tag(sync=True)
    gate_error = Float(0.0).tag(sync=True)
    target = Float(0.99).tag(sync=True)

    @validate(*PARAMETERS)  # type: ignore[untyped-decorator]
    def _check_setting(self, proposal: Any) -> Any:
        name = proposal["trait"].name
        return purifying.read_settings(**{**self.parameters, name: proposal["value"]})[name]

    def picture(self) -> draw.Picture:
        """Return the static picture of the present rounds."""
        return draw.purify(**self.parameters)


def purify(
    pair: ArrayLike = 0.8,
    *,
    protocol: str = "dejmps",
    rounds: int = 4,
    gate_error: float = 0.0,
    target: float = 0.99,
) -> PurifyView:
    """Show what rounds of purification make of pairs, error by error, and what they cost.

    Args:
        pair: a fidelity with Φ+ (a Werner pair), or a Bell-diagonal vector (Φ+, Ψ−, Ψ+, Φ−).
        protocol: ``"dejmps"``, ``"bbpssw"`` or ``"no twirl"``, which leaves out turn and twirl.
        rounds: how many are shown, 0 to 10.
        gate_error: depolarising probability of the two qubits of a CNOT, after each, as in Aer.
        target: the fidelity that the costs are for, 0.5 to 0.9999.

    Raises:
        TypeError: something is no real number.
        ValueError: no such pair or protocol, or something out of its range.

    Example:
        >>> purify(0.7, rounds=2).rounds
        2
    """
    settings = purifying.read_settings(
        pair=pair, protocol=protocol, rounds=rounds, gate_error=gate_error, target=target
    )
    place = {
        "bars": purifying_parts.BARS, "plot": purifying_parts.PLOT, "costs": purifying_parts.COSTS,
        "levels": purifying.LEVELS, "protocols": purifying.PROTOCOLS,
        "titles": purifying_words.TITLES, "headings": purifying_words.HEADINGS,
        "grew": purifying_words.GREW,
    }  # fmt: skip
    return PurifyView(**settings, _figure=draw.purify(**settings).svg, _geometry=place)
