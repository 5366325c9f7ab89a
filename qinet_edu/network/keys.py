"""The keys that neighbours have from QKD, each bit of which is used once."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from qinet_edu.arguments import Bits, as_bits
from qinet_edu.network.topology import Network


class LinkKeys:
    """Hold the key of each link, and hand out every bit of it once.

    A node that relays publishes the sum of two keys. Were one of them used again, the sums would
    tie two end-to-end keys together: a customer of one could read the other.

    Args:
        keys: bits by the two ends of a link, ``{("Taree", "Newcastle"): [0, 1, …]}``.

    Raises:
        KeyError: the ends are no neighbours in the network.
        TypeError: a key is no row of bits.
        ValueError: a key holds something else than 0 and 1, or a link has two keys.

    Example:
        >>> from qinet_edu.network import Link
        >>> keys = LinkKeys(Network([Link("a", "b", 10)]), {("a", "b"): [1, 0, 1, 1]})
        >>> keys.take("b", "a", 3).tolist(), keys.left("a", "b")
        ([1, 0, 1], 1)
        >>> keys
        LinkKeys(1 link, 1 bit left)
    """

    def __init__(self, network: Network, keys: Mapping[tuple[str, str], ArrayLike]) -> None:
        self.network = network
        self._bits: dict[frozenset[str], Bits] = {}
        for (a, b), given in keys.items():
            ends = network.link(a, b).ends
            if ends in self._bits:
                raise ValueError(f"The link of {a} and {b} has two keys; join them into one.")
            self._bits[ends] = as_bits(given, f"the key of {a} and {b}").copy()
        self._used = dict.fromkeys(self._bits, 0)

    @classmethod
    def random(cls, network: Network, bits: int = 4096, *, seed: int | None = None) -> "LinkKeys":
        """Give every link a random key, as QKD would.

        Args:
            network: where.
            bits: the length of each.
            seed: repeats them; for lessons, never for a real key.

        Raises:
            ValueError: a negative length.

        Example:
            >>> keys = LinkKeys.random(Network.of_the_course(), 256, seed=1)
            >>> keys.left("Brisbane", "Satellite")
            256
        """
        if not isinstance(bits, int) or isinstance(bits, bool) or bits < 0:
            raise ValueError(f"bits is a whole number, 0 or more, not {bits!r}.")
        generator = np.random.default_rng(seed)
        drawn = generator.integers(0, 2, (len(network.links), bits), dtype=np.uint8)
        return cls(network, {(link.a, link.b): drawn[i] for i, link in enumerate(network.links)})

    def left(self, a: str, b: str) -> int:
        """Return how many unused bits two neighbours have.

        Raises:
            KeyError: they are no neighbours.
        """
        ends = self.network.link(a, b).ends
        return len(self._bits[ends]) - self._used[ends] if ends in self._bits else 0

    def take(self, a: str, b: str, bits: int) -> Bits:
        """Hand out the next bits of a link's key, which nobody gets again.

        Args:
            a: name of one end.
            b: name of the other.
            bits: how many.

        Returns:
            Zeros and ones, shape (bits,).

        Raises:
            KeyError: they are no neighbours.
            ValueError: fewer are left.
        """
        ends = self.network.link(a, b).ends
        if (left := self.left(a, b)) < bits:
            raise ValueError(
                f"{a} and {b} have {left} unused bits and need {bits}. Bits are used once: run QKD "
                "on this link again, or ask for a shorter key."
            )
        begin = self._used[ends]
        self._used[ends] += bits
        return self._bits[ends][begin : self._used[ends]].copy()

    def __repr__(self) -> str:
        links, left = len(self._bits), sum(map(len, self._bits.values()))
        left -= sum(self._used.values())
        return f"LinkKeys({links} link{'s' * (links != 1)}, {left} bit{'s' * (left != 1)} left)"
