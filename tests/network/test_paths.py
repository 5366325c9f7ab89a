"""Ways are the best there are, and as many as nodes must fall to cut them (Menger's theorem)."""

from itertools import combinations, pairwise, permutations

import numpy as np
import pytest

from qinet_edu.network import Link, Network, Node, disjoint_paths, node_cut, path


def random_network(seed, nodes=7, density=0.4):
    generator = np.random.default_rng(seed)
    names = [f"n{i}" for i in range(nodes)]
    links = [
        Link(a, b, float(generator.integers(1, 100)))
        for a, b in combinations(names, 2)
        if generator.random() < density
    ]
    return Network(links, [Node(name) for name in names])


def every_way(network, a, b):
    """All ways there are, by trying all orders of all nodes between."""
    others = [name for name in network.nodes if name not in (a, b)]
    ways = []
    for between in range(len(others) + 1):
        for some in permutations(others, between):
            stops = (a, *some, b)
            if all(d in network.neighbours(c) for c, d in pairwise(stops)):
                ways.append(stops)
    return ways


def cost(network, ways):
    return sum(len(way) - 2 for way in ways), sum(network.length_km(way) for way in ways)


def best(network, ways, count):
    """The cheapest choice of some ways that share no node between, by trying all."""
    fitting = [
        some
        for some in combinations(ways, count)
        if len({n for way in some for n in way[1:-1]}) == sum(len(way) - 2 for way in some)
    ]
    return min((cost(network, some) for some in fitting), default=None)


@pytest.mark.parametrize("seed", range(12))
def test_ways_are_the_best_of_all_and_their_number_is_that_of_the_cut(seed):
    network = random_network(seed, nodes=6, density=0.5)
    for a, b in combinations(network.nodes, 2):
        all_ways = every_way(network, a, b)
        if not all_ways:
            with pytest.raises(ValueError, match="no way"):
                disjoint_paths(network, a, b)
            assert node_cut(network, a, b) == frozenset()
            continue
        found = disjoint_paths(network, a, b)
        for count in range(1, len(found) + 1):
            some = disjoint_paths(network, a, b, ways=count)
            assert set(some) <= set(all_ways)
            assert cost(network, some) == pytest.approx(best(network, all_ways, count))
        assert best(network, all_ways, len(found) + 1) is None
        cut = node_cut(network, a, b)
        if b in network.neighbours(a):
            assert cut is None
        else:
            assert len(cut) == len(found)
            assert all(cut & set(way[1:-1]) for way in all_ways)


def test_a_way_found_first_gives_room_for_a_second():
    """The shortest way takes both nodes that the two ways need: it must be given up."""
    crossing = Network(
        [Link("a", "u", 1), Link("u", "v", 1), Link("v", "b", 1), Link("a", "x", 50),
         Link("x", "v", 50), Link("u", "y", 50), Link("y", "b", 50)]
    )  # fmt: skip
    assert path(crossing, "a", "b") == ("a", "u", "v", "b")
    assert disjoint_paths(crossing, "a", "b") == (("a", "u", "y", "b"), ("a", "x", "v", "b"))


def test_fewer_trusted_nodes_count_more_than_kilometres():
    triangle = Network([Link("a", "b", 900), Link("a", "c", 1), Link("c", "b", 1)])
    assert path(triangle, "a", "b") == ("a", "b")


def test_round_the_ring_there_are_two_ways_and_along_the_backbone_one():
    network = Network.of_the_course()
    assert len(disjoint_paths(network, "Chermside", "Indooroopilly")) == 2
    assert len(disjoint_paths(network, "Chermside", "Sydney")) == 1
    assert node_cut(network, "Auckland", "Tokyo") == {"Satellite"}
    assert node_cut(network, "Taree", "Newcastle") is None
    assert len(path(network, "Brisbane", "Sydney")) == 9


@pytest.mark.parametrize(
    ("call", "problem", "words"),
    [
        (lambda n: path(n, "Sydney", "Sydney"), ValueError, "two ends"),
        (lambda n: path(n, "Sydney", "Atlantis"), KeyError, "Atlantis"),
        (lambda n: node_cut(n, "Sydney", "Sydney"), ValueError, "two ends"),
        (lambda n: disjoint_paths(n, "Sydney", "Taree", ways=2), ValueError, "room for 1"),
        (lambda n: disjoint_paths(n, "Sydney", "Taree", ways=0), ValueError, "one way or more"),
        (lambda n: disjoint_paths(n, "Sydney", "Taree", ways=True), ValueError, "one way or more"),
    ],
)
def test_what_cannot_be_is_said(call, problem, words):
    with pytest.raises(problem, match=words):
        call(Network.of_the_course())
