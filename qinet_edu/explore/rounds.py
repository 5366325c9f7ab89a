"""BB84 to play round by round, with Eve's share and basis to set."""

from typing import Any, ClassVar

from traitlets import Float, Int, Unicode, observe, validate

from qinet_edu import draw
from qinet_edu.draw import rounds
from qinet_edu.draw.rounds_table import GAUGE, ROWS
from qinet_edu.explore.view import View, script


class Bb84View(View):
    """Hold 400 rounds of BB84 and how many are over.

    Attributes:
        step: how many rounds are over.
        fraction: the share of qubits that Eve intercepts.
        basis: what she measures in: ``"z"``, ``"x"``, ``"either"`` or ``"breidbart"``.
        seed: which 400 rounds.
    """

    NAME = "bb84"
    PARAMETERS: ClassVar[tuple[str, ...]] = ("step", "fraction", "basis", "seed")
    _esm = script("bb84")

    step = Int(10).tag(sync=True)
    fraction = Float(0.0).tag(sync=True)
    basis = Unicode("either").tag(sync=True)
    seed = Int(1).tag(sync=True)

    @validate(*PARAMETERS)  # type: ignore[untyped-decorator]
    def _check_setting(self, proposal: Any) -> Any:
        name = proposal["trait"].name
        return rounds.read_settings(**{**self.parameters, name: proposal["value"]})[name]

    @observe("seed")  # type: ignore[untyped-decorator]
    def _draw_again(self, change: Any) -> None:
        self._geometry = _table(self.seed)

    def picture(self) -> draw.Picture:
        """Return the static picture of the rounds so far."""
        return draw.bb84(**self.parameters)


def bb84(
    step: int = 10, *, fraction: float = 0.0, basis: str = "either", seed: int = 1
) -> Bb84View:
    """Show BB84 round by round, with an eavesdropper to let in and the error rate she causes.

    Args:
        step: how many rounds are over, up to 400.
        fraction: the share of qubits that Eve intercepts, 0 to 1.
        basis: what she measures in: ``"z"``, ``"x"``, ``"either"`` of the two by a coin, or
            ``"breidbart"``, half-way between.
        seed: which 400 rounds.

    Raises:
        TypeError: the fraction is no real number.
        ValueError: a step beyond 400, a fraction outside 0 to 1, or an unknown basis.

    Example:
        >>> bb84(fraction=0.5, basis="z").fraction
        0.5
    """
    settings = rounds.read_settings(step=step, fraction=fraction, basis=basis, seed=seed)
    return Bb84View(**settings, _figure=draw.bb84(**settings).svg, _geometry=_table(seed))


def _table(seed: int) -> dict[str, Any]:
    """Return what chance decided, for the script to play the same rounds."""
    drawn = {name: values.tolist() for name, values in rounds.chances(seed).items()}
    eves = {name: list(angles) for name, (angles, _) in rounds.EVES.items()}
    return {"drawn": drawn, "eves": eves, "limit": rounds.LIMIT, "rows": ROWS, **GAUGE}
