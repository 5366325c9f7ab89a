"""What a network is made of: nodes, and the links that join neighbours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, pairwise
from math import acos, cos, sqrt
from types import MappingProxyType

from qinet_edu.arguments import one_real
from qinet_edu.noise import fibre_delay_s
from qinet_edu.reference import backbone, ring, satellite_places
from qinet_edu.theory.satellites import EARTH_RADIUS_KM

SITE, SATELLITE = "site", "satellite"
FIBRE, PASS = "fibre", "pass"
ALTITUDE_KM = 500.0
"""How high the course's satellite flies: its distance when it passes overhead."""
LIGHT_SPEED_KM_S = 299_792.458


@dataclass(frozen=True)
class Node:
    """A place that holds keys: a site on the ground, or a satellite.

    Both are trusted nodes: whatever they relay, they see. What only sends entangled pairs, from
    the middle of a fibre or from orbit, relays nothing and is no node, but part of a link.

    Attributes:
        name: what it is called, once in a network.
        kind: ``"site"`` or ``"satellite"``. Only a site is the end of a key.

    Example:
        >>> Node("Sydney").ends_keys, Node("Satellite", "satellite").ends_keys
        (True, False)
    """

    name: str
    kind: str = SITE

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not self.name.strip():
            raise TypeError(f"A node's name is a text, not {self.name!r}.")
        if self.kind not in (SITE, SATELLITE):
            raise ValueError(f"A node is a 'site' or a 'satellite', not {self.kind!r}.")

    @property
    def ends_keys(self) -> bool:
        """Tell whether keys begin and end here, for people who use them."""
        return self.kind == SITE


@dataclass(frozen=True)
class Link:
    """What joins two neighbours, so that QKD gives them a key.

    Attributes:
        a: name of one end.
        b: name of the other.
        length_km: length of the fibre, or distance of the satellite.
        kind: ``"fibre"``, or ``"pass"`` of a satellite.
        source: whether a source of entangled pairs stands between. The ends test its pairs, so
            nobody has to trust it; its name is that of the link, after ``"source of "``.

    Raises:
        TypeError: a length that is no number, or a ``source`` that is neither True nor False.
        ValueError: a negative length, both ends the same, or an unknown kind.

    Example:
        >>> Link("Sydney", "Newcastle", 141).name
        'Newcastle–Sydney'
    """

    a: str
    b: str
    length_km: float
    kind: str = FIBRE
    source: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        if not isinstance(self.source, bool):
            raise TypeError(f"source is True or False, not {self.source!r}.")
        if self.a == self.b:
            raise ValueError(f"A link joins two nodes; this one joins {self.a!r} to itself.")
        if self.kind not in (FIBRE, PASS):
            raise ValueError(f"A link is a 'fibre' or a 'pass' of a satellite, not {self.kind!r}.")
        object.__setattr__(self, "length_km", one_real(self.length_km, "length_km", low=0))

    @property
    def ends(self) -> frozenset[str]:
        """Return the names of both ends."""
        return frozenset((self.a, self.b))

    @property
    def name(self) -> str:
        """Return both ends, in the order of the alphabet."""
        return "–".join(sorted(self.ends))

    @property
    def delay_s(self) -> float:
        """Return how long a classical message takes over it, in seconds."""
        if self.kind == PASS:
            return self.length_km / LIGHT_SPEED_KM_S
        return float(fibre_delay_s(self.length_km))


class Network:
    """Hold nodes and the links between them.

    Args:
        links: between any two nodes at most one.
        nodes: those that need more than a name, or have no link; the ends of links are added as
            sites.

    Attributes:
        nodes: by name, in the order given.
        links: in the order given.

    Raises:
        ValueError: two links or two nodes are the same.

    Example:
        >>> line = Network([Link("a", "b", 10), Link("b", "c", 20)])
        >>> line.neighbours("b"), line.link("c", "b").length_km
        (('a', 'c'), 20.0)
        >>> line
        Network(3 nodes, 2 links)
    """

    def __init__(self, links: Iterable[Link], nodes: Iterable[Node] = ()) -> None:
        self.links = tuple(links)
        named: dict[str, Node] = {}
        for node in nodes:
            if node.name in named:
                raise ValueError(f"There are two nodes {node.name!r}; give each its own name.")
            named[node.name] = node
        for link in self.links:
            for end in (link.a, link.b):
                named.setdefault(end, Node(end))
        self.nodes: Mapping[str, Node] = MappingProxyType(named)
        if len(self._by_ends) < len(self.links):
            raise ValueError("Two links join the same nodes. Give one, with the better length.")

    @classmethod
    def of_the_course(cls, *, stage: int = 1) -> "Network":
        """Return the network of this course: Brisbane's ring, the backbone, and the satellite.

        Five sites, eight towns more, three cities overseas, and one satellite that stands for all
        passes: 17 nodes, 17 links. At stage 2 sources of pairs stand on every fibre, and one in
        orbit sees Brisbane and Auckland at once: a link of their own, the 18th. Sources need no
        trust. Nodes still do, for no pair reaches farther than its link before stage 3.

        Args:
            stage: 1 or 2.

        Raises:
            ValueError: another stage.

        Example:
            >>> network = Network.of_the_course()
            >>> network, network.neighbours("Satellite")
            (Network(17 nodes, 17 links), ('Brisbane', 'Auckland', 'Singapore', 'Tokyo'))
            >>> Network.of_the_course(stage=2).sources[-2:]
            ('source of Newcastle–Sydney', 'source of Auckland–Brisbane')
        """
        if isinstance(stage, bool) or stage not in (1, 2):
            raise ValueError(
                "Here the network is that of stage 1, without entanglement, or of stage 2, with "
                "sources of pairs that need no trust; memories and repeaters come with stage 3. "
                "Give stage=1 or stage=2."
            )
        fibres = [
            Link(one.a.name, one.b.name, one.length_km, source=stage == 2)
            for one in (*ring(), *backbone())
        ]
        satellite = Node("Satellite", SATELLITE)
        passes = [Link(city.name, satellite.name, ALTITUDE_KM, PASS) for city in satellite_places()]
        sites = dict.fromkeys(end for link in (*fibres, *passes) for end in (link.a, link.b))
        del sites[satellite.name]
        orbits = _from_orbit() if stage == 2 else []
        return cls([*fibres, *passes, *orbits], [*map(Node, sites), satellite])

    @cached_property
    def _by_ends(self) -> dict[frozenset[str], Link]:
        return {link.ends: link for link in self.links}

    @property
    def end_nodes(self) -> tuple[str, ...]:
        """Return the names of the nodes at which keys begin and end."""
        return tuple(name for name, node in self.nodes.items() if node.ends_keys)

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the names of the sources of pairs on links; none at stage 1."""
        return tuple(f"source of {link.name}" for link in self.links if link.source)

    def node(self, name: str) -> Node:
        """Return a node by its name.

        Raises:
            KeyError: there is none of that name.
        """
        if name not in self.nodes:
            raise KeyError(f"There is no node {name!r}; there are {', '.join(self.nodes)}.")
        return self.nodes[name]

    def link(self, a: str, b: str) -> Link:
        """Return the link between two neighbours; either end may come first.

        Raises:
            KeyError: they are no neighbours.
        """
        for end in (a, b):
            self.node(end)
        if frozenset((a, b)) not in self._by_ends:
            raise KeyError(
                f"{a} and {b} are no neighbours. Those of {a} are {', '.join(self.neighbours(a))}."
            )
        return self._by_ends[frozenset((a, b))]

    def neighbours(self, name: str) -> tuple[str, ...]:
        """Return the names of the nodes to which a node has a link.

        Raises:
            KeyError: there is no such node.
        """
        self.node(name)
        return tuple(
            link.b if link.a == name else link.a for link in self.links if name in link.ends
        )

    def length_km(self, stops: Iterable[str]) -> float:
        """Return the length of a path, given by the nodes it passes.

        Raises:
            KeyError: two nodes that follow each other are no neighbours.

        Example:
            >>> Network.of_the_course().length_km(["Taree", "Newcastle", "Sydney"])
            298.0
        """
        return sum(link.length_km for link in self.along(stops))

    def along(self, stops: Iterable[str]) -> tuple[Link, ...]:
        """Return the links of a path, given by the nodes it passes.

        Raises:
            KeyError: two nodes that follow each other are no neighbours.
        """
        return tuple(self.link(a, b) for a, b in pairwise(stops))

    def __repr__(self) -> str:
        return f"Network({len(self.nodes)} nodes, {len(self.links)} links)"


def _from_orbit() -> list[Link]:
    """Join those cities that one satellite, halfway between them, sees at once."""
    ground, orbit = EARTH_RADIUS_KM, EARTH_RADIUS_KM + ALTITUDE_KM
    links = []
    for a, b in combinations(satellite_places(), 2):
        half = a.great_circle_km(b) / 2 / ground
        if half < acos(ground / orbit):
            slant = sqrt(ground**2 + orbit**2 - 2 * ground * orbit * cos(half))
            links.append(Link(a.name, b.name, 2 * slant, PASS, source=True))
    return links
