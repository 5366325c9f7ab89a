"""What a chain needs to know of each of its links, and how their pairs are carried along.

A Bell-diagonal pair is carried as its three correlations ⟨XX⟩, −⟨YY⟩ and ⟨ZZ⟩: a swap multiplies
them, and so does a wait in a memory.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu import theory
from qinet_edu.arguments import one_real, real
from qinet_edu.network.schemes import Scheme
from qinet_edu.noise import fibre_delay_s
from qinet_edu.theory.pairs import BELL_KETS

Numbers = NDArray[np.float64]

# Rows: ⟨XX⟩, −⟨YY⟩, ⟨ZZ⟩ of Φ+, Ψ−, Ψ+, Φ−.
SIGNS = np.array([[1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, 1]], dtype=float)


def correlations(vector: ArrayLike) -> Numbers:
    """Return ⟨XX⟩, −⟨YY⟩ and ⟨ZZ⟩ along the first axis, of vectors along the last.

    Example:
        >>> correlations([0.9, 0, 0, 0.1]).tolist()
        [0.8, 0.8, 1.0]
    """
    found: Numbers = np.moveaxis(np.asarray(vector, dtype=float) @ SIGNS.T, -1, 0)
    return found


def vectors(found: ArrayLike) -> Numbers:
    """Return Bell-diagonal vectors along the last axis, of correlations along the first.

    Example:
        >>> vectors([0.8, 0.8, 1.0]).round(6).tolist()
        [0.9, 0.0, 0.0, 0.1]
    """
    shares: Numbers = np.maximum((1 + np.moveaxis(np.asarray(found), 0, -1) @ SIGNS) / 4, 0)
    return shares


@dataclass(frozen=True, eq=False)
class Segment:
    """Say in numbers how a link of a chain makes pairs.

    Attributes:
        success: probability that an attempt makes a pair, above 0.
        attempt_s: seconds from one attempt to the next.
        vector: what the pair is when both ends know of it: a Bell-diagonal vector
            (Φ+, Ψ−, Ψ+, Φ−), or one number, the fidelity of a Werner pair.
        delay_s: how long news takes from one end to the other.
        late_s: what passes after the last attempt's time until both know.

    Raises:
        TypeError: something is no real number.
        ValueError: no such vector, a success outside (0, 1], a negative time, or attempts that
            take none.

    Example:
        >>> Segment(0.1, 1e-3, 0.97).vector.round(3).tolist()
        [0.97, 0.01, 0.01, 0.01]
    """

    success: float
    attempt_s: float
    vector: Numbers
    delay_s: float = 0.0
    late_s: float = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "success", one_real(self.success, "success", low=0, high=1))
        for name in ("attempt_s", "delay_s", "late_s"):
            object.__setattr__(self, name, one_real(getattr(self, name), name, low=0))
        if not self.success:
            raise ValueError(
                "A link's attempts succeed with probability 0: no pair would ever come. Give it "
                "a success above 0; for a real link, a source that shines and parts that let "
                "some light through."
            )
        if not self.attempt_s:
            raise ValueError(
                "A link's attempts take no time, so its pairs would all be there at once. Give "
                "it a length_km above 0 or hardware with a cycle_s, or an attempt_s above 0."
            )
        object.__setattr__(self, "vector", _vector(self.vector))

    @classmethod
    def of(cls, link: Any) -> "Segment":
        """Read a link: a scheme such as ``SingleClick``, a segment, or (p, attempt_s, vector).

        A scheme's pair is taken as both ends know it, after the herald; what in it is not
        Bell-diagonal is forgotten (Pauli twirl), which leaves its fidelity as it is.

        Raises:
            TypeError: it is none of these.
            ValueError: its numbers make no link.

        Example:
            >>> from qinet_edu.network import SingleClick
            >>> link = SingleClick(85, alpha=0.1)
            >>> Segment.of(link).vector[0].round(6) == round(link.fidelity, 6)
            np.True_
        """
        if isinstance(link, cls):
            return link
        if isinstance(link, Scheme):
            rho = link.state
            weights = np.array([theory.fidelity(rho, ket) for ket in BELL_KETS])
            way = float(fibre_delay_s(link.length_km))
            return cls(
                min(link.success, 1.0), link.attempt_s, weights / weights.sum(), way, link._late_s
            )
        if isinstance(link, (tuple, list)) and 3 <= len(link) <= 4:
            return cls(*link)
        raise TypeError(
            "A link of a chain is a scheme such as SingleClick(85, alpha=0.1), a Segment, or "
            f"(success, attempt_s, vector), not {link!r:.60}."
        )

    def rounds(self, rng: np.random.Generator, samples: int) -> Numbers:
        """Draw how long a pair takes, in seconds: a geometric number of attempts.

        Args:
            rng: the random numbers.
            samples: how many pairs, each from its own first attempt on.

        Returns:
            Seconds, shape (samples,).
        """
        return _seconds(rng.standard_exponential(samples), self.scale, self.attempt_s, self.late_s)

    @property
    def scale(self) -> float:
        """Return how many attempts a wait takes that would last 1 were it exponential."""
        return 0.0 if self.success == 1 else -1 / float(np.log1p(-self.success))


def rounds(links: Sequence[Segment], which: NDArray[np.int64], rng: np.random.Generator) -> Numbers:
    """Draw how long pairs take, each of a link of its own.

    Args:
        links: of the chain.
        which: of which link each pair is, shape (samples,).
        rng: the random numbers.

    Returns:
        Seconds, shape (samples,).
    """
    drawn = rng.standard_exponential(len(which))
    first = links[0]
    # Most chains are of equal links, and looking up what is the same for all takes time.
    if all(link.scale == first.scale and link.attempt_s == first.attempt_s
           and link.late_s == first.late_s for link in links):  # fmt: skip
        return _seconds(drawn, first.scale, first.attempt_s, first.late_s)
    table = np.array([(link.scale, link.attempt_s, link.late_s) for link in links]).T
    return _seconds(drawn, *table[:, which])


def _seconds(
    drawn: Numbers, scale: Numbers | float, attempt_s: Numbers | float, late_s: Numbers | float
) -> Numbers:
    """Turn exponential waits into attempts: cut to whole ones they are geometric, exactly."""
    drawn *= scale
    np.floor(drawn, out=drawn)
    drawn += 1
    drawn *= attempt_s
    if np.any(late_s):
        drawn += late_s
    return drawn


def read_links(links: Sequence[Any]) -> tuple[Segment, ...]:
    """Read the links of a chain, from Alice to Bob.

    Raises:
        TypeError: it is no list, or one of them is no link.
        ValueError: there is none.
    """
    if isinstance(links, (Segment, Scheme, str)) or not isinstance(links, Sequence):
        raise TypeError(f"A chain is a list of links from Alice to Bob, not {links!r:.60}.")
    if not links:
        raise ValueError("Give a chain at least one link.")
    return tuple(map(Segment.of, links))


def _vector(value: ArrayLike) -> Numbers:
    given = real(value, "vector", low=0, high=1)
    if not given.ndim:
        return np.append(given, np.full(3, (1 - given) / 3))
    if given.shape != (4,):
        raise ValueError(
            "A link's pair is a vector of four probabilities, of Φ+, Ψ−, Ψ+ and Φ−, or one "
            f"fidelity; yours has shape {given.shape}."
        )
    if abs(given.sum() - 1) > 1e-6:
        raise ValueError(
            f"The four probabilities of a link's pair add up to {given.sum():.6g}, not 1: divide "
            "the vector by its sum."
        )
    shares: Numbers = given / given.sum()
    return shares
