"""The course's network as a map to click: both planes, stage by stage."""

from typing import Any, ClassVar

from traitlets import Int, Unicode, validate

from qinet_edu import draw
from qinet_edu.draw import atlas, network_map
from qinet_edu.explore.view import View, script
from qinet_edu.noise import FIBRE_SPEED_KM_S
from qinet_edu.reference.stages import stages

# How the list sorts what there is to choose: heading, and the kinds below it.
_HEADINGS = {
    "Brisbane and its ring": ("hub", "site"),
    "Towns of the backbone": ("town", "end"),
    "Overseas and above": ("city", "satellite"),
    "Fibres of the ring": ("metro",),
    "Segments of the backbone": ("segment",),
    "Links by satellite": ("near", "far"),
}


class NetworkView(View):
    """Hold what is looked at on the map: ``.selected``, ``.stage`` and ``.plane``."""

    NAME = "network"
    PARAMETERS: ClassVar[tuple[str, ...]] = ("selected", "stage", "plane")
    _esm = script("network")

    selected = Unicode(atlas.HOME).tag(sync=True)
    stage = Int(1).tag(sync=True)
    plane = Unicode("both").tag(sync=True)

    @validate("selected")  # type: ignore[untyped-decorator]
    def _check_selected(self, proposal: Any) -> str:
        return atlas.item(proposal["value"]).key

    @validate("stage", "plane")  # type: ignore[untyped-decorator]
    def _check_choice(self, proposal: Any) -> Any:
        name, value = proposal["trait"].name, proposal["value"]
        network_map.network_numbers(
            atlas.HOME, *((value, "both") if name == "stage" else (1, value))
        )
        return value

    def picture(self) -> draw.Picture:
        """Return the static picture of what is selected now."""
        return draw.network(self.selected, stage=self.stage, plane=self.plane)


def network(selected: str = atlas.HOME, *, stage: int = 1, plane: str = "both") -> NetworkView:
    """Show the network of this course as a map: click a node or a link, and let stages pass.

    The list beside the map holds the same nodes and links, for the keyboard.

    Args:
        selected: a node, as ``"Sydney"``, or a link, as ``"Taree to Newcastle"``.
        stage: 1 to 5: how far the network has grown.
        plane: ``"quantum"``, ``"classical"`` or ``"both"``.

    Raises:
        ValueError: there is no such node, link, stage or plane.

    Example:
        >>> view = network("Newcastle to Taree", stage=3)
        >>> view.selected, view.stage
        ('Taree to Newcastle', 3)
    """
    first = draw.network(selected, stage=stage, plane=plane)
    return NetworkView(
        selected=atlas.item(selected).key, stage=stage, plane=plane, _figure=first.svg,
        _geometry=_everything(),
    )  # fmt: skip


def _everything() -> dict[str, Any]:
    """Return what the panel can tell, and what its numbers are computed from."""
    groups = [
        [heading, [entry.key for entry in atlas.items() if entry.kind in kinds]]
        for heading, kinds in _HEADINGS.items()
    ]
    items = [
        {
            "key": entry.key, "kind": entry.kind, "length_km": entry.length_km,
            "facts": network_map.wrapped(network_map.facts(entry), "facts"),
        }
        for entry in atlas.items()
    ]  # fmt: skip
    return {
        "groups": groups,
        "items": items,
        "texts": network_map.texts(),
        "stages": [stage.name for stage in stages()],
        "speed_km_s": FIBRE_SPEED_KM_S,
        "loss_db_per_km": network_map.LOSS_DB_PER_KM,
    }
