"""Cascade to step through, question by question, with errors to put wherever one likes."""

from collections.abc import Sequence
from typing import Any, ClassVar

from traitlets import Int, List, validate

from qinet_edu import draw
from qinet_edu.draw import given
from qinet_edu.draw.cascade_trace import BLOCKS, KEY, ORDERS, read_errors
from qinet_edu.draw.cascading import PLACE
from qinet_edu.explore.view import View, script


class CascadeView(View):
    """Hold where Bob's key is wrong, ``.errors``, and how far the search is, ``.step``."""

    NAME = "cascade"
    PARAMETERS: ClassVar[tuple[str, ...]] = ("step", "errors")
    _esm = script("cascade_trace", "cascade")

    step = Int(0).tag(sync=True)
    errors = List(Int(), default_value=[3, 4, 21]).tag(sync=True)

    @validate("step")  # type: ignore[untyped-decorator]
    def _check_step(self, proposal: Any) -> int:
        return given.count("step", proposal["value"])

    @validate("errors")  # type: ignore[untyped-decorator]
    def _check_errors(self, proposal: Any) -> list[int]:
        return list(read_errors(proposal["value"]))

    def picture(self) -> draw.Picture:
        """Return the static picture of the present step."""
        return draw.cascade(self.step, errors=self.errors)


def cascade(step: int = 0, *, errors: Sequence[int] = (3, 4, 21)) -> CascadeView:
    """Show two passes of Cascade on a key of 32 bits, to step through; click a bit to spoil it.

    Args:
        step: how many steps have been taken.
        errors: places at which Bob's key differs from Alice's, 0 to 31.

    Raises:
        ValueError: a step that cannot be counted, or errors that are no places in the key.

    Example:
        >>> cascade(errors=[7]).errors
        [7]
    """
    first = draw.cascade(step, errors=errors)
    rules = {"key": list(KEY), "orders": [list(one) for one in ORDERS], "blocks": list(BLOCKS)}
    return CascadeView(
        step=step, errors=list(errors), _figure=first.svg, _geometry={**PLACE, **rules}
    )
