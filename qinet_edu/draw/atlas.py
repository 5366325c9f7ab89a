"""The nodes and links of the course's network: what they are called and where they lie on maps."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from qinet_edu.draw import map as maps
from qinet_edu.draw.map import Chart, Point
from qinet_edu.reference.places import Place, backbone, backbone_places, places, ring
from qinet_edu.reference.places import satellite_places as overseas_places
from qinet_edu.reference.routes import route

SATELLITE = "Satellite"
HOME = "Brisbane"
# Where the one satellite is drawn that stands for all passes: over the sea that all cities border.
_OVERHEAD = (161.0, 11.0)
# How far the dashed cables bow to the right of the way from Brisbane, clear of the beams.
_BOWS = {"Auckland": 0.12, "Singapore": 0.14, "Tokyo": -0.16}
# Where a name stands beside its place: pixels right and down, and which end of it is there.
LABELS: Mapping[str, Mapping[str, tuple[float, float, str]]] = {
    "ring": {
        "Brisbane": (-18, 4, "end"), "Chermside": (-15, 4, "end"),
        "Brisbane Airport": (15, 4, "start"), "Nathan": (15, 4, "start"),
        "Indooroopilly": (-15, 4, "end"),
    },
    "backbone": {
        "Brisbane": (-18, 4, "end"), "Gold Coast": (-16, 4, "end"), "Ballina": (16, 4, "start"),
        "Grafton": (-16, 4, "end"), "Coffs Harbour": (16, 4, "start"),
        "Port Macquarie": (16, 4, "start"), "Taree": (-16, 4, "end"),
        "Newcastle": (16, 4, "start"), "Sydney": (16, 4, "start"),
    },
    "overseas": {
        "Brisbane": (14, -6, "start"), "Sydney": (-14, 12, "end"), "Auckland": (-12, 11, "end"),
        "Singapore": (5, 26, "middle"), "Tokyo": (-15, 4, "end"),
    },
}  # fmt: skip


@dataclass(frozen=True)
class Item:
    """A node or a link of the network.

    Attributes:
        key: what it is called: a place, ``"Satellite"``, or ``"Taree to Newcastle"``.
        kind: which plan of ``reference.plan`` is its.
        ends: the places it joins, or the one it is.
        length_km: of a link, its fibre (for a satellite's, the cable beside it); of a node, how
            far it is from Brisbane over fibre; 0 for the satellite.
    """

    key: str
    kind: str
    ends: tuple[str, ...]
    length_km: float

    @property
    def is_link(self) -> bool:
        """Say whether it joins two places."""
        return len(self.ends) == 2

    @property
    def by_satellite(self) -> bool:
        """Say whether its quantum plane goes by satellite."""
        return self.kind in ("near", "far")


@cache
def items() -> tuple[Item, ...]:
    """Return every node and link of the network, nodes first.

    Example:
        >>> [item.key for item in items()][:2], items()[-1].key
        (['Brisbane', 'Chermside'], 'Brisbane to Tokyo')
    """
    cities = [place.name for place in overseas_places() if place.name != HOME]
    sites = [segment.a.name for segment in ring()]
    towns = [place.name for place in backbone_places()]
    kinds = {
        **dict.fromkeys(sites, "site"), **dict.fromkeys(towns, "town"),
        **dict.fromkeys(cities, "city"), HOME: "hub", towns[-1]: "end",
    }  # fmt: skip
    nodes = [
        Item(name, kinds[name], (name,), route(name).length_km)
        for name in dict.fromkeys((*sites, *towns, *cities))
    ]
    fibres = [
        Item(f"{one.a.name} to {one.b.name}", kind, (one.a.name, one.b.name), one.length_km)
        for kind, segments in (("metro", ring()), ("segment", backbone()))
        for one in segments
    ]
    # From 500 km up a satellite sees Auckland together with Brisbane, and no other city.
    links = [
        Item(f"{HOME} to {city}", "near" if city == "Auckland" else "far", (HOME, city),
             route(city).length_km)
        for city in cities
    ]  # fmt: skip
    return (*nodes, Item(SATELLITE, "satellite", (SATELLITE,), 0.0), *fibres, *links)


def item(key: str) -> Item:
    """Return a node or link by what it is called; a link's ends may come in either order.

    Raises:
        ValueError: there is no such node or link.

    Example:
        >>> item("Newcastle to Taree").key
        'Taree to Newcastle'
    """
    names = {"/".join(sorted(entry.ends)): entry for entry in items()}
    asked = "/".join(sorted(key.split(" to "))) if isinstance(key, str) else ""
    if asked not in names:
        raise ValueError(
            f"The network has no {key!r}. Nodes go by their place, as 'Brisbane', 'Sydney' or "
            "'Satellite'; links by both ends, as 'Taree to Newcastle' or 'Brisbane to Tokyo'."
        )
    return names[asked]


@cache
def shown_on(chart: str) -> tuple[str, ...]:
    """Return the nodes that a kind of chart shows: ``"ring"``, ``"backbone"`` or ``"overseas"``.

    Example:
        >>> shown_on("overseas")
        ('Brisbane', 'Sydney', 'Auckland', 'Singapore', 'Tokyo', 'Satellite')
    """
    return (*LABELS[chart], SATELLITE) if chart == "overseas" else tuple(LABELS[chart])


def place(name: str) -> Place:
    """Return a place by its name.

    Example:
        >>> place("Sydney").latitude_deg
        -33.8679
    """
    return next(entry for entry in places() if entry.name == name)


def spot(name: str, chart: Chart) -> Point:
    """Return where a node lies on a chart.

    Example:
        >>> spot("Sydney", Chart(0, 0, 100, 100, (151.2073, -33.8679), 1.0, "east coast"))
        (50.0, 50.0)
    """
    if name == SATELLITE:
        return chart.point(*_OVERHEAD)
    found = place(name)
    return chart.point(found.longitude_deg, found.latitude_deg)


def cable(city: str, chart: Chart) -> list[Point]:
    """Return the way a classical message takes from Brisbane to a city overseas, as drawn.

    The bow is for the eye: no chart of the real cables.
    """
    return maps.bowed(spot(HOME, chart), spot(city, chart), _BOWS[city])


def lines(entry: Item, chart: Chart, *, on: str) -> dict[str, list[Point]]:
    """Return the lines that make up a link on a chart, by plane.

    Args:
        entry: the link.
        chart: where it is drawn.
        on: the kind of chart.

    Returns:
        For a fibre the one line of ``"both"``; for a satellite's link ``"quantum"``, by way of
        the satellite, and ``"classical"``, the cable. Empty if the chart does not show it.
    """
    if not set(entry.ends) <= set(shown_on(on)):
        return {}
    if entry.by_satellite:
        sky = [spot(name, chart) for name in (HOME, SATELLITE, entry.ends[1])]
        return {"quantum": sky, "classical": cable(entry.ends[1], chart)}
    return {"both": [spot(end, chart) for end in entry.ends]} if on != "overseas" else {}
