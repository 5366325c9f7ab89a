"""What a relay gives and gives away, held against linear algebra over GF(2).

Somebody who reads some nodes knows their links' keys and everything published. What follows from
that is exactly what these vectors span; nothing about ways and nodes is assumed.
"""

from itertools import combinations

import numpy as np
import pytest

from qinet_edu.network import Link, LinkKeys, Network, compromised, relay
from qinet_edu.network.relay import END_KEY

COURSE = Network.of_the_course()
RING = ["Brisbane", "Chermside", "Brisbane Airport", "Nathan", "Indooroopilly"]


def vector(names, network):
    order = {link.name: i for i, link in enumerate(network.links)}
    row = np.zeros(len(order), dtype=np.uint8)
    for name in names:
        row[order[name]] ^= 1
    return row


def rank(rows):
    left, found = [int("".join(map(str, row)), 2) for row in rows], 0
    while left:
        pivot = left.pop()
        if pivot:
            found += 1
            low = pivot & -pivot
            left = [row ^ pivot if row & low else row for row in left]
    return found


def follows(done, network, nodes):
    """Whether the key follows from what is published and the link keys of some nodes."""
    known = [vector(name.split(" ⊕ "), network) for name in done.published]
    known += [vector([link.name], network) for link in network.links if link.ends & set(nodes)]
    first_hops = [network.link(*way[:2]).name for way in done.ways]
    return rank(known) == rank([*known, vector(first_hops, network)])


def test_the_far_end_finds_the_key_of_the_near_end():
    keys = LinkKeys.random(COURSE, 256, seed=1)
    near = LinkKeys.random(COURSE, 256, seed=1).take("Nathan", "Indooroopilly", 256)
    done = relay(keys, "Nathan", "Tokyo")
    assert np.array_equal(done.key, near)
    far = LinkKeys.random(COURSE, 256, seed=1).take("Satellite", "Tokyo", 256)
    for said in done.published.values():
        far ^= said
    assert np.array_equal(far, done.key)


def test_with_two_ways_the_key_is_the_sum_of_the_shares():
    keys, again = (LinkKeys.random(COURSE, 64, seed=5) for _ in range(2))
    done = relay(keys, "Brisbane", "Nathan", bits=64, ways=2)
    shares = [again.take(*way[:2], 64) for way in done.ways]
    assert np.array_equal(done.key, shares[0] ^ shares[1])


@pytest.mark.parametrize("ways", [1, 2])
@pytest.mark.parametrize("fallen", [1, 2])
def test_a_key_falls_exactly_when_it_follows_from_what_the_fallen_know(ways, fallen):
    pairs = [*combinations(RING, 2)]
    if ways == 1:
        pairs += [("Sydney", "Tokyo"), ("Taree", "Nathan"), ("Taree", "Newcastle")]
    for a, b in pairs:
        done = relay(LinkKeys.random(COURSE, 1, seed=0), a, b, bits=1, ways=ways)
        for nodes in combinations(COURSE.nodes, fallen):
            result = compromised(COURSE, nodes, ways=ways, pairs=[(a, b)])
            assert bool(result.fallen) == follows(done, COURSE, nodes), (a, b, nodes)


def test_what_nodes_are_said_to_see_is_what_they_can_work_out():
    done = relay(LinkKeys.random(COURSE, 8, seed=0), "Taree", "Grafton", bits=8)
    assert done.trusted == {"Port Macquarie", "Coffs Harbour"}
    for name in COURSE.nodes:
        assert (END_KEY in done.sees.get(name, ())) == follows(done, COURSE, [name])
    assert not follows(done, COURSE, [])
    split = relay(LinkKeys.random(COURSE, 8, seed=0), "Brisbane", "Nathan", bits=8, ways=2)
    assert split.trusted == set()
    for name in COURSE.nodes:
        assert (END_KEY in split.sees.get(name, ())) == follows(split, COURSE, [name])


def test_what_is_published_looks_random_whatever_the_key():
    """Over all keys of a chain of three links, each pair of sums comes with each key as often."""
    line = Network([Link("a", "b", 1), Link("b", "c", 1), Link("c", "d", 1)])
    seen = {}
    for number in range(8):
        first, second, third = (number >> i & 1 for i in range(3))
        keys = LinkKeys(line, {("a", "b"): [first], ("b", "c"): [second], ("c", "d"): [third]})
        done = relay(keys, "a", "d", bits=1)
        what = (*(int(said[0]) for said in done.published.values()), int(done.key[0]))
        seen[what] = seen.get(what, 0) + 1
    assert len(seen) == 8
    assert set(seen.values()) == {1}


def test_bits_are_used_once_and_none_is_lost_when_they_do_not_suffice():
    keys = LinkKeys.random(COURSE, 300, seed=2)
    relay(keys, "Taree", "Sydney", bits=200)
    assert keys.left("Taree", "Newcastle") == keys.left("Sydney", "Newcastle") == 100
    with pytest.raises(ValueError, match="used once"):
        relay(keys, "Sydney", "Port Macquarie", bits=200)
    assert keys.left("Taree", "Port Macquarie") == 300
    other = relay(keys, "Taree", "Sydney", bits=100)
    fresh = LinkKeys.random(COURSE, 300, seed=2).take("Taree", "Newcastle", 300)
    assert np.array_equal(other.key, fresh[200:])


def test_neighbours_publish_nothing():
    done = relay(LinkKeys.random(COURSE, 256, seed=1), "Taree", "Newcastle")
    assert not done.published
    assert not done.trusted
    assert done.transcript.classical_bits == 0


def test_the_transcript_says_who_announced_what_and_when_it_was_there():
    done = relay(LinkKeys.random(COURSE, 256, seed=1), "Grafton", "Port Macquarie")
    told = done.transcript
    assert told.parties == ("Grafton", "Coffs Harbour", "Port Macquarie")
    (message,) = told.messages
    assert (message.sender, message.receiver, message.size) == (
        "Coffs Harbour", "Port Macquarie", 256,
    )  # fmt: skip
    assert message.arrives_s == pytest.approx(154 / 204_218.3, rel=1e-6)
    bits = "".join(map(str, done.key))
    assert bits not in repr(told) + repr(done)


@pytest.mark.parametrize(
    ("call", "problem", "words"),
    [
        (lambda: relay(LinkKeys.random(COURSE), "Sydney", "Sydney"), ValueError, "two ends"),
        (lambda: relay(LinkKeys.random(COURSE), "Sydney", "Atlantis"), KeyError, "Atlantis"),
        (lambda: relay(LinkKeys.random(COURSE), "Sydney", "Taree", bits=0), ValueError, "one bit"),
        (lambda: relay(LinkKeys.random(COURSE), "Sydney", "Taree", ways=2), ValueError, "room"),
        (lambda: LinkKeys(COURSE, {("Sydney", "Tokyo"): [0]}), KeyError, "no neighbours"),
        (lambda: LinkKeys(COURSE, {("Sydney", "Newcastle"): [2]}), ValueError, "0 and 1"),
        (lambda: LinkKeys(COURSE, {("Sydney", "Newcastle"): [0.5]}), TypeError, "row of bits"),
        (lambda: LinkKeys(COURSE, {("Sydney", "Newcastle"): [[0], [1]]}), ValueError, "one row"),
        (
            lambda: LinkKeys(COURSE, {("Sydney", "Newcastle"): [0], ("Newcastle", "Sydney"): [1]}),
            ValueError, "two keys",
        ),
        (lambda: LinkKeys.random(COURSE, -1), ValueError, "0 or more"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_in_words(call, problem, words):
    with pytest.raises(problem, match=words):
        call()


def test_link_keys_do_not_print_their_bits():
    keys = LinkKeys(COURSE, {("Taree", "Newcastle"): [0, 1] * 40})
    assert "0101" not in repr(keys)
