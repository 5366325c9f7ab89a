"""Passing a key on from node to node, and what each of them sees."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from qinet_edu.arguments import Bits
from qinet_edu.network.keys import LinkKeys
from qinet_edu.network.paths import disjoint_paths

if TYPE_CHECKING:
    from qinet_edu.protocols.transcript import Transcript

END_KEY = "end key"


@dataclass(frozen=True, repr=False)
class Relayed:
    """Hold an end-to-end key, how it came about, and who saw what.

    Attributes:
        a: name of the node where it begins.
        b: name of the node where it ends.
        ways: the nodes each share of it passed.
        key: the bits, as both ends have them; shape (bits,).
        published: what anybody can read, by name: the sums that nodes announced.
        sees: what each node knows that is secret, by name; the others know nothing.
        transcript: who told whom what and when.
    """

    a: str
    b: str
    ways: tuple[tuple[str, ...], ...]
    key: Bits = field(compare=False)
    published: Mapping[str, Bits] = field(compare=False)
    sees: Mapping[str, frozenset[str]]
    transcript: "Transcript" = field(compare=False)

    @property
    def trusted(self) -> frozenset[str]:
        """Return the nodes between that see the whole key on their own."""
        return frozenset(
            name
            for name, seen in self.sees.items()
            if END_KEY in seen and name not in (self.a, self.b)
        )

    def __repr__(self) -> str:
        ways = "; ".join(" – ".join(way) for way in self.ways)
        return f"{len(self.key)} bits for {self.a} and {self.b}, over {ways}"


def relay(keys: LinkKeys, a: str, b: str, *, bits: int = 256, ways: int = 1) -> Relayed:
    """Give two nodes that are no neighbours a key, by trusting the nodes between.

    Each node between publishes the sum (XOR) of the keys it has with its neighbours on the way,
    and the far end takes all of these off its own. What is published tells an outsider nothing:
    each sum has a fresh key in it. But every node between can do as the far end does. Over several
    ways the key is the sum of their shares, and no node sees it alone. Announcements must be
    authenticated; that is assumed here.

    Args:
        keys: those of neighbours; ``bits`` are used up on every link on the way.
        a: name of the node where the key begins.
        b: name of the node where it ends.
        bits: its length.
        ways: how many ways that share no node it takes.

    Returns:
        The key, what was published, who sees what, and the transcript.

    Raises:
        KeyError: there is no such node.
        ValueError: a link has too few bits left (then none is used), there are fewer ways, or
            both ends are the same.

    Source:
        Salvail et al., J. Comput. Secur. 18, 61 (2010), on trusted repeaters and several ways.

    Example:
        >>> from qinet_edu.network import Network
        >>> keys = LinkKeys.random(Network.of_the_course(), seed=1)
        >>> done = relay(keys, "Newcastle", "Port Macquarie")
        >>> done
        256 bits for Newcastle and Port Macquarie, over Newcastle – Taree – Port Macquarie
        >>> sorted(done.trusted), done.transcript.classical_bits
        (['Taree'], 256)
        >>> relay(keys, "Brisbane", "Nathan", ways=2).trusted
        frozenset()
    """
    if not isinstance(bits, int) or isinstance(bits, bool) or bits < 1:
        raise ValueError(f"A key has one bit or more, not {bits!r}.")
    network = keys.network
    taken = disjoint_paths(network, a, b, ways=ways)
    for way in taken:
        for one, other in pairwise(way):
            if keys.left(one, other) < bits:
                keys.take(one, other, bits)  # which says that there are too few
    key = np.zeros(bits, dtype=np.uint8)
    published: dict[str, Bits] = {}
    sees: dict[str, set[str]] = {a: {END_KEY}, b: {END_KEY}}
    for way in taken:
        hops = [(network.link(*ends).name, keys.take(*ends, bits)) for ends in pairwise(way)]
        far = hops[-1][1]
        for (left, first), (right, second) in pairwise(hops):
            published[f"{left} ⊕ {right}"] = first ^ second
            far = far ^ first ^ second
        assert np.array_equal(far, hops[0][1])
        key ^= far
        for index, name in enumerate(way):
            held = {hop for hop, _ in hops[max(0, index - 1) : index + 1]}
            share = END_KEY if len(taken) == 1 else f"share {hops[0][0]}"
            sees.setdefault(name, set()).update(held, {share})
    return Relayed(
        a=a,
        b=b,
        ways=taken,
        key=key,
        published=published,
        sees={name: frozenset(seen) for name, seen in sees.items()},
        transcript=_transcript(keys, taken, bits),
    )


def _transcript(keys: LinkKeys, ways: tuple[tuple[str, ...], ...], bits: int) -> "Transcript":
    """Write down who announces what to the far end, along the links between."""
    # Not above: a picture that asks which keys fall must not wait for quantum software.
    from qinet_edu.protocols.transcript import Act, Message, Transcript

    network, (a, b) = keys.network, (ways[0][0], ways[0][-1])
    events: list[Act | Message] = []
    last = 0.0
    for way in ways:
        names = [link.name for link in network.along(way)]
        for index, name in enumerate(way[1:-1]):
            said = f"{names[index]} ⊕ {names[index + 1]}"
            delay = sum(link.delay_s for link in network.along(way[index + 1 :]))
            events.append(Message(name, b, said, "classical", 0.0, delay, size=bits))
            last = max(last, delay)
    first = " ⊕ ".join(network.link(*way[:2]).name for way in ways)
    events.append(Act(a, f"takes {first} as the key", 0.0))
    events.append(Act(b, "takes off what was announced: the same key", last))
    parties = dict.fromkeys([a, *(name for way in ways for name in way[1:-1]), b])
    return Transcript(parties, events)
