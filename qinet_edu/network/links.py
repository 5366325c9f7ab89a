"""The course's fibres as links that make pairs: each of them, each way, in figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from qinet_edu import theory
from qinet_edu.arguments import one_real
from qinet_edu.network.clicks import DoubleClick, EndNode, SingleClick
from qinet_edu.network.hardware import Hardware
from qinet_edu.network.schemes import Scheme
from qinet_edu.network.sources import MidpointSource
from qinet_edu.network.topology import Link
from qinet_edu.reference import backbone, ring

SCHEMES: Mapping[str, type[Scheme]] = MappingProxyType(
    {one.name: one for one in (SingleClick, DoubleClick, MidpointSource, EndNode)}
)
"""The four ways, by name."""


def scheme(name: str, length_km: float, **settings: Any) -> Scheme:
    """Return a link that makes pairs in a way given by its name.

    Args:
        name: ``"single-click"``, ``"double-click"``, ``"midpoint-source"`` or ``"end-node"``.
        length_km: fibre from Alice to Bob.
        settings: ``hardware`` and what that way has besides, such as ``alpha``.

    Raises:
        TypeError: that way has no such setting.
        ValueError: there is no such way, or a setting is out of its range.

    Example:
        >>> scheme("double-click", 85).attempt_s.__round__(6)
        0.000426
    """
    if not isinstance(name, str) or name not in SCHEMES:
        raise ValueError(f"There is no way {name!r} to make pairs; choose of {', '.join(SCHEMES)}.")
    return SCHEMES[name](length_km, **settings)


def entanglement_links(
    name: str = "single-click", hardware: Hardware | None = None, **settings: Any
) -> dict[str, Scheme]:
    """Return every fibre of the course as a link that makes pairs: the ring, then the backbone.

    Thirteen links from 5 to 157 km, each by itself: before memories and swapping, no pair reaches
    farther than one of them.

    Args:
        name: in which way, as for :func:`scheme`.
        hardware: what they are built of; the parts of the course when left out.
        settings: what that way has besides, such as ``alpha``.

    Returns:
        Links by name, as ``Link.name`` has it: both ends, in the order of the alphabet.

    Raises:
        TypeError: that way has no such setting.
        ValueError: there is no such way, or a setting is out of its range.

    Example:
        >>> links = entanglement_links("double-click")
        >>> len(links), round(links["Brisbane–Gold Coast"].rate_hz, 2)
        (13, 1.35)
    """
    parts = Hardware.of_the_course() if hardware is None else hardware
    return {
        Link(one.a.name, one.b.name, one.length_km).name: scheme(
            name, one.length_km, hardware=parts, **settings
        )
        for one in (*ring(), *backbone())
    }


@dataclass(frozen=True, kw_only=True)
class LinkFigures:
    """Hold what a link gives in one way.

    Attributes:
        link: both ends.
        way: name of the way.
        length_km: fibre from end to end.
        transmittances: η of Alice's arm and of Bob's.
        success: probability that one attempt makes a pair.
        attempts: how many make one on average; ``inf`` if none ever does.
        attempt_s: from one to the next, in seconds.
        rate_hz: pairs per second.
        fidelity: with Φ+, when both ends know.
        key_hz: secret bits per second by BBM92, all pairs used for key and none for tests.
    """

    link: str
    way: str
    length_km: float
    transmittances: tuple[float, float]
    success: float
    attempts: float
    attempt_s: float
    rate_hz: float
    fidelity: float
    key_hz: float


def link_table(hardware: Hardware | None = None, *, alpha: float = 0.1) -> tuple[LinkFigures, ...]:
    """Return the figures of every fibre of the course in each of the four ways.

    Args:
        hardware: what the links are built of; the parts of the course when left out.
        alpha: α of the bright state, where one photon is enough.

    Returns:
        52 records: link by link, in each the four ways.

    Raises:
        TypeError: α is no real number.
        ValueError: it lies outside [0, 1].

    Example:
        >>> for one in link_table()[20:24]:  # Brisbane to Gold Coast
        ...     print(f"{one.way:15} {one.rate_hz:6.2f} pairs/s, F = {one.fidelity:.3f}")
        single-click     15.88 pairs/s, F = 0.878
        double-click      1.35 pairs/s, F = 0.971
        midpoint-source   0.35 pairs/s, F = 0.996
        end-node          1.20 pairs/s, F = 0.918
    """
    one_real(alpha, "alpha", low=0, high=1)
    bright = {"single-click": {"alpha": alpha}, "end-node": {"alpha": alpha}}
    ways = {name: entanglement_links(name, hardware, **bright.get(name, {})) for name in SCHEMES}
    names = next(iter(ways.values()))
    return tuple(_figures(name, links[name]) for name in names for links in ways.values())


def _figures(name: str, link: Scheme) -> LinkFigures:
    return LinkFigures(
        link=name,
        way=link.name,
        length_km=link.length_km,
        transmittances=link.transmittances,
        success=link.success,
        attempts=1 / link.success if link.success else float("inf"),
        attempt_s=link.attempt_s,
        rate_hz=link.rate_hz,
        fidelity=link.fidelity,
        key_hz=link.rate_hz * float(theory.bbm92_rate(link.state)),
    )
