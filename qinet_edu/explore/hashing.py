"""A Toeplitz matrix that shrinks with what Eve may know."""

from typing import Any, ClassVar

from traitlets import Int, validate

from qinet_edu import draw
from qinet_edu.draw import hashing
from qinet_edu.explore.view import View, script


class ToeplitzView(View):
    """Hold how much Eve may know, ``.leaked``, the ``.row`` looked at, and a ``.wrong`` bit."""

    NAME = "toeplitz"
    PARAMETERS: ClassVar[tuple[str, ...]] = ("leaked", "row", "wrong")
    _esm = script("toeplitz")

    leaked = Int(8).tag(sync=True)
    row = Int(0).tag(sync=True)
    wrong = Int(-1).tag(sync=True)

    @validate("leaked", "row", "wrong")  # type: ignore[untyped-decorator]
    def _check_setting(self, proposal: Any) -> int:
        name = proposal["trait"].name
        return hashing.read_settings(**{**self.parameters, name: proposal["value"]})[name]

    def picture(self) -> draw.Picture:
        """Return the static picture of the present matrix."""
        return draw.toeplitz(**self.parameters)


def toeplitz(leaked: int = 8, *, row: int = 0, wrong: int = -1) -> ToeplitzView:
    """Show how a Toeplitz matrix shortens a key by what Eve may know, row by row.

    Args:
        leaked: how many of the 24 bits Eve may know.
        row: which row is looked at, 0 to 19.
        wrong: a bit of Bob's key that is not Alice's, 0 to 23; −1 for none.

    Raises:
        ValueError: something is no place, or no number of bits, of the key.

    Example:
        >>> toeplitz(12).leaked
        12
    """
    settings = hashing.read_settings(leaked, row=row, wrong=wrong)
    place = {
        **hashing.PLACE, "key": list(hashing.KEY), "seed": list(hashing.SEED),
        "margin": hashing.MARGIN,
    }  # fmt: skip
    return ToeplitzView(**settings, _figure=draw.toeplitz(**settings).svg, _geometry=place)
