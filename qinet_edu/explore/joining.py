"""The backbone as a chain of pairs to click through, node by node or all at once."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from traitlets import Bool, Float, Int, List, Unicode, observe, validate

from qinet_edu import draw
from qinet_edu.draw import joining, joining_parts, joining_words
from qinet_edu.explore.view import View, script
from qinet_edu.noise import FIBRE_SPEED_KM_S


class SwapBackboneView(View):
    """Hold a chain of pairs and the swaps so far.

    Attributes:
        fidelity: that of each link with Φ+.
        kind: what errs in the links.
        gate_error: depolarising probability of the two qubits of each node's CNOT.
        swaps: the nodes that have swapped, step by step.
        corrected: whether Bob has corrected.
        run: which outcomes the nodes find.
        seed: of the outcomes.
    """

    NAME = "swap_backbone"
    PARAMETERS: ClassVar[tuple[str, ...]] = (
        "fidelity", "kind", "gate_error", "swaps", "corrected", "run", "seed",
    )  # fmt: skip
    _esm = script("units", "swap_backbone_words", "swap_backbone")

    fidelity = List(Float(), default_value=[0.95] * joining_parts.LINKS).tag(sync=True)
    kind = Unicode("werner").tag(sync=True)
    gate_error = Float(0.0).tag(sync=True)
    swaps = List().tag(sync=True)
    corrected = Bool(False).tag(sync=True)
    run = Int(0).tag(sync=True)
    seed = Int(1).tag(sync=True)

    @validate(*PARAMETERS)  # type: ignore[untyped-decorator]
    def _check_setting(self, proposal: Any) -> Any:
        name = proposal["trait"].name
        return joining.read_settings(**{**self.parameters, name: proposal["value"]})[name]

    @observe("seed")  # type: ignore[untyped-decorator]
    def _on_seed(self, change: Any) -> None:
        self._geometry = _place(self.seed)

    def picture(self) -> draw.Picture:
        """Return the static picture of the present chain."""
        return draw.swap_backbone(**self.parameters)


def swap_backbone(
    fidelity: float | Sequence[float] = 0.95,
    *,
    kind: str = "werner",
    gate_error: float = 0.0,
    swaps: Iterable[int | Iterable[int]] = (),
    corrected: bool = False,
    run: int = 0,
    seed: int = 1,
) -> SwapBackboneView:
    """Show the backbone as a chain of pairs; a click on a node swaps there.

    Args:
        fidelity: that of each link with Φ+, 0.5 to 1: one number for all eight links, or one
            for each of the first 2 to 8 from Brisbane.
        kind: what errs in the links: ``"werner"``, all three errors alike, or ``"dephased"``,
            only Φ−.
        gate_error: depolarising probability of the two qubits of each node's CNOT, as in Aer.
        swaps: the nodes that have swapped, counted from Brisbane's neighbour, 1, in their order;
            those that swap at once in a list of their own: ``[[1, 3], 2]``.
        corrected: whether Bob has corrected; until all nodes have swapped he cannot.
        run: which outcomes the nodes find, 0 to 49. A node's do not depend on the order.
        seed: of the outcomes.

    Raises:
        TypeError: a fidelity that is no real number.
        ValueError: no such chain, kind, node or run, or a node that swaps twice.

    Example:
        >>> swap_backbone(swaps=[4, (2, 6)]).swaps
        [[4], [2, 6]]
    """
    settings = joining.read_settings(
        fidelity=fidelity, kind=kind, gate_error=gate_error, swaps=swaps, corrected=corrected,
        run=run, seed=seed,
    )  # fmt: skip
    return SwapBackboneView(
        **settings, _figure=draw.swap_backbone(**settings).svg, _geometry=_place(settings["seed"])
    )


def _place(seed: int) -> dict[str, Any]:
    """Return the towns, what chance decides, and the words, for the script."""
    names, lengths = joining.towns()
    return {
        "names": names, "lengths": lengths, "speed_km_s": FIBRE_SPEED_KM_S,
        "drawn": joining.outcomes(seed), "kinds": joining.KINDS,
        "chart": joining_parts.CHART, "headings": joining_words.HEADINGS,
    }  # fmt: skip
