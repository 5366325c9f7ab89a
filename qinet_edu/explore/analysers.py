"""Two analysers on shared pairs, to turn until no agreement explains the answers."""

from collections.abc import Sequence
from typing import Any, ClassVar

from traitlets import Float, Tuple, validate

from qinet_edu import draw
from qinet_edu.draw.analysers import BEST_ALICE, BEST_BOB, chsh_numbers
from qinet_edu.draw.bench import PLACE
from qinet_edu.explore.view import View, script


class ChshView(View):
    """Hold a CHSH test: ``.alice`` and ``.bob``, two angles each, and ``.fidelity``."""

    NAME = "chsh"
    PARAMETERS: ClassVar[tuple[str, ...]] = ("alice", "bob", "fidelity")
    _esm = script("chsh")

    alice = Tuple(Float(), Float(), default_value=BEST_ALICE).tag(sync=True)
    bob = Tuple(Float(), Float(), default_value=BEST_BOB).tag(sync=True)
    fidelity = Float(1.0).tag(sync=True)

    @validate("alice", "bob", "fidelity")  # type: ignore[untyped-decorator]
    def _check(self, proposal: Any) -> Any:
        chsh_numbers(**{proposal["trait"].name: proposal["value"]})
        return proposal["value"]

    def picture(self) -> draw.Picture:
        """Return the static picture of the present settings."""
        return draw.chsh(self.alice, self.bob, fidelity=self.fidelity)


def chsh(
    alice: Sequence[float] = BEST_ALICE, bob: Sequence[float] = BEST_BOB, *, fidelity: float = 1.0
) -> ChshView:
    """Show a CHSH test with both analysers to turn and the pairs' fidelity to lower.

    Keep the view in a variable, turn, and run the same settings as a circuit:
    ``circuits.chsh(view.alice, view.bob)``.

    Args:
        alice: her two angles in radians to begin with, from Z towards X.
        bob: his two angles in radians.
        fidelity: F of the pairs with Φ+, from 0.25 to 1.

    Raises:
        ValueError: not two finite angles each, or a fidelity outside 0.25 to 1.

    Example:
        >>> chsh(fidelity=0.8).fidelity
        0.8
    """
    first = draw.chsh(alice, bob, fidelity=fidelity)
    return ChshView(
        alice=tuple(alice),
        bob=tuple(bob),
        fidelity=fidelity,
        _figure=first.svg,
        _geometry=dict(PLACE),
    )
