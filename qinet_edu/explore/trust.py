"""The network with nodes to hand over to Eve, and the keys that fall with them."""

from collections.abc import Sequence
from typing import Any, ClassVar

from traitlets import Int, List, Unicode, validate

from qinet_edu import draw
from qinet_edu.draw import trust
from qinet_edu.explore.view import View, script


class CompromisedView(View):
    """Hold which nodes Eve reads, ``.nodes``, and how many ways keys take, ``.ways``."""

    NAME = "compromised"
    PARAMETERS: ClassVar[tuple[str, ...]] = ("nodes", "ways")
    _esm = script("compromised")

    nodes = List(Unicode(), default_value=["Coffs Harbour"]).tag(sync=True)
    ways = Int(1).tag(sync=True)

    @validate("nodes", "ways")  # type: ignore[untyped-decorator]
    def _check_setting(self, proposal: Any) -> Any:
        name, value = proposal["trait"].name, proposal["value"]
        if name == "ways":
            return trust.read_settings((), ways=value)["ways"]
        return list(trust.read_settings(value, ways=1)["nodes"])

    def picture(self) -> draw.Picture:
        """Return the static picture of the present choice."""
        return draw.compromised(self.nodes, ways=self.ways)


def compromised(nodes: Sequence[str] = ("Coffs Harbour",), *, ways: int = 1) -> CompromisedView:
    """Show the network with nodes to click, and every key that falls when Eve reads them.

    Args:
        nodes: the nodes that Eve reads: sites, or ``"Satellite"``.
        ways: 1 if a key takes the shortest way; 2 if it is the sum of two shares on ways that
            share no node, where there are two.

    Raises:
        ValueError: there is no such node, one is named twice, or ways other than 1 or 2.

    Example:
        >>> compromised(["Nathan"], ways=2).nodes
        ['Nathan']
    """
    settings = trust.read_settings(nodes, ways=ways)
    return CompromisedView(
        nodes=list(settings["nodes"]),
        ways=settings["ways"],
        _figure=draw.compromised(**settings).svg,
        _geometry=_network(),
    )


def _network() -> dict[str, Any]:
    """Return the nodes, and the ways of every key as places in their list."""
    names = trust.names()
    ways = [
        [[[names.index(name) for name in way] for way in key.ways] for key in trust.keys(count)]
        for count in (1, 2)
    ]
    groups = {
        "Brisbane and its ring": names[:5], "Towns of the backbone": names[5:13],
        "Overseas and above": names[13:],
    }  # fmt: skip
    return {
        "names": list(names),
        "ways_of_keys": ways,
        "groups": [[title, list(group)] for title, group in groups.items()],
        **trust.TABLE,
    }
