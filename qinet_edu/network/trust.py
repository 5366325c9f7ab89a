"""Which end-to-end keys fall when nodes do."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from qinet_edu.network.paths import disjoint_paths
from qinet_edu.network.topology import Network


@dataclass(frozen=True)
class EndKey:
    """Name the key of two sites, and the ways its shares take.

    Example:
        >>> EndKey("a", "c", (("a", "b", "c"),)).between
        frozenset({'b'})
    """

    a: str
    b: str
    ways: tuple[tuple[str, ...], ...]

    @property
    def between(self) -> frozenset[str]:
        """Return the names of all nodes between, on whichever way."""
        return frozenset(name for way in self.ways for name in way[1:-1])

    def falls(self, nodes: Iterable[str]) -> bool:
        """Tell whether these nodes together know the key.

        They do if one of them is an end of it, or if each way passes one of them. One share that
        nobody of them saw keeps the sum of all shares as random as it is.

        Example:
            >>> ring = EndKey("a", "c", (("a", "b", "c"), ("a", "d", "c")))
            >>> ring.falls({"b"}), ring.falls({"b", "d"}), ring.falls({"a"})
            (False, True, True)
        """
        fallen = frozenset(nodes)
        return all(not fallen.isdisjoint(way) for way in self.ways)


@dataclass(frozen=True)
class Compromise:
    """Hold which keys fall with some nodes, and which stand.

    Attributes:
        nodes: whose keys somebody reads.
        at_an_end: keys that fall because a node is an end of them; no network helps against that.
        on_the_way: keys of two others that fall because they were relayed.
        standing: keys that stand.
    """

    nodes: frozenset[str]
    at_an_end: tuple[EndKey, ...]
    on_the_way: tuple[EndKey, ...]
    standing: tuple[EndKey, ...]

    @property
    def fallen(self) -> tuple[EndKey, ...]:
        """Return every key that falls."""
        return (*self.at_an_end, *self.on_the_way)

    def __str__(self) -> str:
        who = ", ".join(sorted(self.nodes)) or "Nobody"
        return (
            f"{who}: {len(self.on_the_way)} keys of others fall, and {len(self.at_an_end)} of "
            f"their own; {len(self.standing)} stand"
        )


def compromised(
    network: Network,
    nodes: str | Iterable[str],
    *,
    ways: int = 1,
    pairs: Iterable[tuple[str, str]] | None = None,
) -> Compromise:
    """Tell exactly which end-to-end keys fall when somebody reads what some nodes hold.

    A relay sees each key it passes on. Of the 105 keys that Brisbane is no end of, it reads 69, and
    so do those who get into it; the satellite reads 42 of 120.

    Args:
        network: where.
        nodes: the name of a node, or several. A source of pairs may be among them, and tells
            nothing: what it sends is tested, and a source that lies makes no key.
        ways: how many ways that share no node each key takes, where there are so many.
        pairs: whose keys to look at; those of any two sites when left out.

    Returns:
        The keys that fall, at an end and on the way, and those that stand.

    Raises:
        KeyError: there is no such node or source.
        ValueError: a key has both ends at one node, or there is no way between them.

    Example:
        >>> network = Network.of_the_course()
        >>> print(compromised(network, "Coffs Harbour"))
        Coffs Harbour: 44 keys of others fall, and 15 of their own; 61 stand
        >>> print(compromised(network, "Satellite"))
        Satellite: 42 keys of others fall, and 0 of their own; 78 stand
        >>> print(compromised(Network.of_the_course(stage=2), "source of Newcastle–Sydney"))
        source of Newcastle–Sydney: 0 keys of others fall, and 0 of their own; 120 stand
        >>> for ways in (1, 2):
        ...     len(compromised(network, "Nathan", ways=ways).on_the_way)
        1
        0
    """
    read = frozenset((nodes,) if isinstance(nodes, str) else nodes)
    for name in read.difference(network.sources):
        network.node(name)
    if not isinstance(ways, int) or isinstance(ways, bool) or ways < 1:
        raise ValueError(f"A key takes one way or more, not {ways!r}.")
    at_an_end, on_the_way, standing = [], [], []
    for a, b in combinations(network.end_nodes, 2) if pairs is None else pairs:
        key = EndKey(a, b, _ways_of(network, a, b, ways))
        if {a, b} & read:
            at_an_end.append(key)
        elif key.falls(read):
            on_the_way.append(key)
        else:
            standing.append(key)
    return Compromise(read, tuple(at_an_end), tuple(on_the_way), tuple(standing))


def _ways_of(network: Network, a: str, b: str, most: int) -> tuple[tuple[str, ...], ...]:
    if most == 1:
        return disjoint_paths(network, a, b, ways=1)
    every = disjoint_paths(network, a, b)
    return every if len(every) <= most else disjoint_paths(network, a, b, ways=most)
