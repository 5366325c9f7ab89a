"""Which way a message takes from Brisbane, and how long that way is."""

from dataclasses import dataclass
from itertools import accumulate

from qinet_edu.reference.places import (
    Place,
    Segment,
    backbone,
    backbone_places,
    places,
    ring,
    satellite_places,
)


@dataclass(frozen=True, kw_only=True)
class Route:
    """A way over fibre from Brisbane.

    Attributes:
        stops: the places it passes, Brisbane first.
        lengths_km: fibre between each stop and the next.
        planned: whether it runs along the network; if not, it is the fibre a direct cable would
            take: the great circle × 1.2.
    """

    stops: tuple[Place, ...]
    lengths_km: tuple[float, ...]
    planned: bool = True

    @property
    def length_km(self) -> float:
        """Return how long it is from end to end."""
        return sum(self.lengths_km)

    @property
    def marks_km(self) -> tuple[float, ...]:
        """Return how far each stop is from Brisbane, along the way."""
        return (0.0, *accumulate(self.lengths_km))


def route(to: str) -> Route:
    """Return the shortest way from Brisbane to another place of the network.

    Sites of the ring are reached the shorter way round, towns segment by segment. Cities
    overseas have no fibre in the network, but classical messages cross the sea by cable: its
    length is taken as the great circle × 1.2, as if it were laid straight there.

    Args:
        to: name of a place.

    Raises:
        KeyError: there is no such place.

    Example:
        >>> way = route("Sydney")
        >>> len(way.lengths_km), way.length_km
        (8, 948.0)
        >>> round(route("Tokyo").length_km), route("Tokyo").planned
        (8593, False)
    """
    towns = [place.name for place in backbone_places()]
    if to in towns:
        taken = backbone()[: towns.index(to)]
        return _along(taken)
    around = ring()
    sites = [segment.a.name for segment in around]
    if to in sites:
        place = sites.index(to)
        back = tuple(
            Segment(a=segment.b, b=segment.a, length_km=segment.length_km)
            for segment in reversed(around[place:])
        )
        return min(_along(around[:place]), _along(back), key=lambda way: way.length_km)
    home = backbone_places()[0]
    for city in satellite_places():
        if city.name == to:
            return Route(stops=(home, city), lengths_km=(home.fibre_km(city),), planned=False)
    known = ", ".join(place.name for place in places())
    raise KeyError(f"There is no place {to!r} in the network; there are {known}.")


def _along(segments: tuple[Segment, ...]) -> Route:
    stops = (backbone_places()[0], *(segment.b for segment in segments))
    return Route(stops=stops, lengths_km=tuple(segment.length_km for segment in segments))
