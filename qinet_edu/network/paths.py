"""Which ways a key can take, and how few nodes stand across all of them."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from math import inf

from qinet_edu.network.topology import Network

Vertex = tuple[str, bool]  # a node's way in (False) or way out (True)
Cost = tuple[int, float]  # trusted nodes, then km


def path(network: Network, a: str, b: str) -> tuple[str, ...]:
    """Return the way with the fewest trusted nodes between, and of those the shortest.

    Every node between sees the key, so fewer are better, even over more kilometres.

    Args:
        network: where.
        a: name of the node where it begins.
        b: name of the node where it ends.

    Returns:
        The nodes it passes, both ends included.

    Raises:
        KeyError: there is no such node.
        ValueError: both ends are the same, or there is no way.

    Example:
        >>> path(Network.of_the_course(), "Nathan", "Tokyo")
        ('Nathan', 'Indooroopilly', 'Brisbane', 'Satellite', 'Tokyo')
    """
    return disjoint_paths(network, a, b, ways=1)[0]


def disjoint_paths(
    network: Network, a: str, b: str, *, ways: int | None = None
) -> tuple[tuple[str, ...], ...]:
    """Return ways that share no node but their ends.

    A key made of one share for each way falls only when every way has a compromised node. Round
    the ring there are two ways, along the backbone one.

    Args:
        network: where.
        a: name of the node where they begin.
        b: name of the node where they end.
        ways: how many; all that there are when left out.

    Returns:
        Ways by the nodes they pass, those with fewest nodes first. Together they have the fewest
        nodes, and of those the fewest kilometres, that so many ways can have.

    Raises:
        KeyError: there is no such node.
        ValueError: both ends are the same, or there are fewer ways.

    Source:
        Suurballe, Networks 4, 125 (1974); that their number is that of the nodes that cut all
        ways: Menger (1927).

    Example:
        >>> for way in disjoint_paths(Network.of_the_course(), "Brisbane", "Nathan"):
        ...     print(*way)
        Brisbane Indooroopilly Nathan
        Brisbane Chermside Brisbane Airport Nathan
    """
    _check_ends(network, a, b)
    if ways is not None and (not isinstance(ways, int) or isinstance(ways, bool) or ways < 1):
        raise ValueError(f"Ask for one way or more, not {ways!r}.")
    found = _ways(network, a, b, ways)
    if not found:
        raise ValueError(f"There is no way from {a} to {b}: a link is missing.")
    if ways is not None and len(found) < ways:
        raise ValueError(
            f"From {a} to {b} there is room for {len(found)} ways that share no node, not {ways}. "
            f"Ask for at most {len(found)}, or add links."
        )
    return found


def node_cut(network: Network, a: str, b: str) -> frozenset[str] | None:
    """Return a smallest set of other nodes that lies across every way from a to b.

    So many nodes must fall before a key that took all ways falls.

    Args:
        network: where.
        a: name of one end.
        b: name of the other.

    Returns:
        Names of the nodes nearest to ``a`` that do it, empty if there is no way anyhow; ``None``
        for neighbours, whose own link no other node sees.

    Raises:
        KeyError: there is no such node.
        ValueError: both ends are the same.

    Example:
        >>> network = Network.of_the_course()
        >>> sorted(node_cut(network, "Brisbane Airport", "Indooroopilly"))
        ['Chermside', 'Nathan']
        >>> sorted(node_cut(network, "Nathan", "Sydney"))
        ['Brisbane']
    """
    _check_ends(network, a, b)
    if b in network.neighbours(a):
        return None
    taken = _taken(_ways(network, a, b, None))
    reached, waiting = {(a, True)}, [(a, True)]
    while waiting:
        for vertex, _ in _steps(network, waiting.pop(), taken, wide=True):
            if vertex not in reached:
                reached.add(vertex)
                waiting.append(vertex)
    return frozenset(
        name for name in network.nodes if (name, False) in reached and (name, True) not in reached
    )


def _check_ends(network: Network, a: str, b: str) -> None:
    for end in (a, b):
        network.node(end)
    if a == b:
        raise ValueError(f"A way has two ends; both are {a!r}.")


@lru_cache(maxsize=4096)
def _ways(network: Network, a: str, b: str, most: int | None) -> tuple[tuple[str, ...], ...]:
    """Add one way after the other, each the cheapest that may push back what others took."""
    found: tuple[tuple[str, ...], ...] = ()
    while most is None or len(found) < most:
        more = _cheapest(network, a, b, _taken(found))
        if more is None:
            break
        found = _walked(a, b, _pushed(_taken(found), more))
    cost = {way: (len(way), network.length_km(way), way) for way in found}
    return tuple(sorted(found, key=cost.__getitem__))


Step = tuple[Vertex, Vertex]


def _taken(ways: Iterable[tuple[str, ...]]) -> set[Step]:
    """Return the steps of some ways: out of a node into the next, and through each between."""
    steps: set[Step] = set()
    for way in ways:
        steps |= {((a, True), (b, False)) for a, b in pairwise(way)}
        steps |= {((name, False), (name, True)) for name in way[1:-1]}
    return steps


def _steps(
    network: Network, vertex: Vertex, taken: set[Step], *, wide: bool = False
) -> Iterator[tuple[Vertex, Cost]]:
    """Yield where one can go: along what nobody took, and back along what somebody did.

    When nodes alone are to stand in the way, links are wide: what was taken stays open.
    """
    name, out = vertex
    if not out:
        ahead = {(name, True): (1, 0.0)}
    else:
        ahead = {
            (other, False): (0, network.link(name, other).length_km)
            for other in network.neighbours(name)
        }
    for other, (nodes, km) in ahead.items():
        if (wide and out) or (vertex, other) not in taken:
            yield other, (nodes, km)
    for before, after in taken:
        if after == vertex:
            crossed = (
                (1, 0.0) if before[0] == name else (0, network.link(before[0], name).length_km)
            )
            yield before, (-crossed[0], -crossed[1])


def _cheapest(network: Network, a: str, b: str, taken: set[Step]) -> list[Vertex] | None:
    """Find the cheapest way by relaxing every step until nothing changes (Bellman and Ford)."""
    costs: dict[Vertex, Cost] = {(a, True): (0, 0.0)}
    came: dict[Vertex, Vertex] = {}
    waiting = [(a, True)]
    while waiting:
        vertex = waiting.pop(0)
        if vertex == (b, False):
            continue
        for other, (nodes, km) in _steps(network, vertex, taken):
            if other[0] == a:
                continue
            cost = (costs[vertex][0] + nodes, costs[vertex][1] + km)
            known = costs.get(other, (len(network.nodes) + 1, inf))
            # Kilometres are sums of floats: only a metre less is less.
            if cost[0] < known[0] or (cost[0] == known[0] and cost[1] < known[1] - 1e-3):
                costs[other], came[other] = cost, vertex
                waiting.append(other)
    if (b, False) not in costs:
        return None
    way: list[Vertex] = [(b, False)]
    while way[-1] != (a, True):
        way.append(came[way[-1]])
    return way[::-1]


def _pushed(taken: set[Step], way: list[Vertex]) -> set[Step]:
    """Add the steps of a way; a step taken back cancels the one that was taken."""
    steps = set(taken)
    for before, after in pairwise(way):
        if (after, before) in steps:
            steps.remove((after, before))
        else:
            steps.add((before, after))
    return steps


def _walked(a: str, b: str, steps: set[Step]) -> tuple[tuple[str, ...], ...]:
    """Follow the steps from a to b, one way for each that leaves a."""
    follows = {before: after for before, after in steps if before != (a, True)}
    ways = []
    for before, after in sorted(steps):
        if before != (a, True):
            continue
        way = [a, after[0]]
        while way[-1] != b:
            way.append(follows[follows[(way[-1], False)]][0])
        ways.append(tuple(way))
    return tuple(ways)
