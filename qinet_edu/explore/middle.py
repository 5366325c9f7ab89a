"""A source of pairs between Alice and Bob, to give to Eve and to take back."""

from typing import Any, ClassVar

from traitlets import Float, Int, Unicode, observe, validate

from qinet_edu import draw
from qinet_edu.draw import middle, middle_parts
from qinet_edu.explore.view import View, script


class PairSourceView(View):
    """Hold whose the source is, and how many of 1200 rounds are over.

    Attributes:
        fidelity: F of the honest pairs with Φ+.
        eve: the share of the pairs that Eve's source fakes; with 0 it is Charlie's.
        basis: along what she fakes them: ``"z"``, ``"x"``, ``"breidbart"`` or ``"random"``.
        step: how many rounds are over.
        seed: which 1200 rounds.
    """

    NAME = "pair_source"
    PARAMETERS: ClassVar[tuple[str, ...]] = ("fidelity", "eve", "basis", "step", "seed")
    _esm = script("pair_source_forms", "pair_source")

    fidelity = Float(1.0).tag(sync=True)
    eve = Float(0.0).tag(sync=True)
    basis = Unicode("z").tag(sync=True)
    step = Int(middle.ROUNDS).tag(sync=True)
    seed = Int(middle.SEED).tag(sync=True)

    @validate(*PARAMETERS)  # type: ignore[untyped-decorator]
    def _check_setting(self, proposal: Any) -> Any:
        name = proposal["trait"].name
        return middle.read_settings(**{**self.parameters, name: proposal["value"]})[name]

    @observe("seed")  # type: ignore[untyped-decorator]
    def _draw_again(self, change: Any) -> None:
        self._geometry = _rounds(self.seed)

    def picture(self) -> draw.Picture:
        """Return the static picture of the present settings."""
        return draw.pair_source(**self.parameters)


def pair_source(
    fidelity: float = 1.0,
    eve: float = 0.0,
    *,
    basis: str = "z",
    step: int = middle.ROUNDS,
    seed: int = middle.SEED,
) -> PairSourceView:
    """Show a source in the middle to give to Eve, and the tests that see what she does with it.

    Args:
        fidelity: F of the honest pairs with Φ+, from 0.25 to 1.
        eve: the share of the pairs that Eve's source fakes, 0 to 1; with 0 the source is Charlie's
            and honest.
        basis: along what she fakes them: ``"z"``, ``"x"``, ``"breidbart"`` (half-way between) or
            ``"random"``, Z or X by a coin.
        step: how many of 1200 rounds are over.
        seed: which 1200 rounds.

    Raises:
        TypeError: fidelity or share are no real numbers.
        ValueError: a fidelity outside 0.25 to 1, a share outside 0 to 1, an unknown basis, or a
            step beyond 1200.

    Example:
        >>> pair_source(0.95, 1.0, basis="random").eve
        1.0
    """
    settings = middle.read_settings(fidelity=fidelity, eve=eve, basis=basis, step=step, seed=seed)
    return PairSourceView(
        **settings, _figure=draw.pair_source(**settings).svg, _geometry=_rounds(seed)
    )


def _rounds(seed: int) -> dict[str, Any]:
    """Return what chance decided, for the script to play the same rounds, and where things are."""
    return {
        "drawn": {name: values.tolist() for name, values in middle.chances(seed).items()},
        "eves": {name: list(angles) for name, angles in middle.EVES.items()},
        "turns": {"alice": list(middle.ALICE), "bob": list(middle.BOB)},
        "limit": middle.LIMIT,
        "rows": middle_parts.ROWS,
        **middle_parts.PLACE,
    }
