"""Where the one network of this course lies."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

from qinet_edu.reference.source import Sourced, Status, table


@dataclass(frozen=True, kw_only=True)
class Place(Sourced):
    """A site of the network, by its latitude (north is positive) and longitude (east is).

    Printed, it tells where it lies only if that was confirmed.

    Example:
        >>> [str(place) for place in satellite_places()][:2]
        ['Brisbane (27.47° S, 153.03° E)', 'Auckland (36.85° S, 174.77° E)']
    """

    name: str
    latitude_deg: float
    longitude_deg: float

    def __str__(self) -> str:
        if not self.printable:
            return f"{self.name} (position {self.status})"
        south, west = self.latitude_deg < 0, self.longitude_deg < 0
        return (
            f"{self.name} ({abs(self.latitude_deg):.2f}° {'S' if south else 'N'}, "
            f"{abs(self.longitude_deg):.2f}° {'W' if west else 'E'})"
        )

    def great_circle_km(self, other: "Place") -> float:
        """Return the shortest way over the surface of a round Earth, in km.

        Source:
            The haversine formula, exact on a sphere of 6371 km; the Earth's flattening changes
            it by up to half a per cent.

        Example:
            >>> brisbane, *_, sydney = backbone_places()
            >>> round(brisbane.great_circle_km(sydney))
            733
        """
        latitudes = radians(self.latitude_deg), radians(other.latitude_deg)
        half_height = (latitudes[1] - latitudes[0]) / 2
        half_width = radians(other.longitude_deg - self.longitude_deg) / 2
        haversine = sin(half_height) ** 2 + cos(latitudes[0]) * cos(latitudes[1]) * (
            sin(half_width) ** 2
        )
        radius_km: float = table("places")["earth_radius_km"]
        return 2 * radius_km * asin(sqrt(min(1.0, haversine)))

    def fibre_km(self, other: "Place") -> float:
        """Return the length of fibre to another place: the great circle × 1.2.

        Example:
            >>> brisbane, gold_coast, *_ = backbone_places()
            >>> round(brisbane.fibre_km(gold_coast))
            85
        """
        factor: float = table("places")["fibre_factor"]
        return factor * self.great_circle_km(other)


@dataclass(frozen=True, kw_only=True)
class Segment:
    """A fibre between two neighbours."""

    a: Place
    b: Place
    length_km: float


@cache
def places() -> tuple[Place, ...]:
    """Return every site of the network.

    Example:
        >>> len(places())
        16
    """
    return tuple(
        Place(**{**record, "status": Status(record["status"])})
        for record in table("places")["place"]
    )


def ring() -> tuple[Segment, ...]:
    """Return the metropolitan ring in Brisbane: five sites, and the fibre between neighbours.

    Example:
        >>> [round(segment.length_km, 1) for segment in ring()]
        [11.4, 9.8, 23.9, 10.8, 7.4]
    """
    sites = _named("ring")
    return tuple(
        Segment(a=a, b=b, length_km=a.fibre_km(b)) for a, b in pairwise((*sites, sites[0]))
    )


def backbone() -> tuple[Segment, ...]:
    """Return the backbone from Brisbane to Sydney: eight segments, 948 km of fibre.

    Example:
        >>> sum(segment.length_km for segment in backbone())
        948.0
        >>> longest = max(backbone(), key=lambda segment: segment.length_km)
        >>> longest.a.name, longest.b.name, longest.length_km
        ('Taree', 'Newcastle', 157.0)
    """
    lengths = table("places")["segments_km"]
    return tuple(
        Segment(a=a, b=b, length_km=float(length))
        for (a, b), length in zip(pairwise(backbone_places()), lengths, strict=True)
    )


def backbone_places() -> tuple[Place, ...]:
    """Return the nine towns of the backbone, from Brisbane to Sydney.

    Example:
        >>> [place.name for place in backbone_places()][::8]
        ['Brisbane', 'Sydney']
    """
    return _named("backbone")


def satellite_places() -> tuple[Place, ...]:
    """Return the places that see the satellite: Brisbane and the cities overseas.

    Example:
        >>> [place.name for place in satellite_places()]
        ['Brisbane', 'Auckland', 'Singapore', 'Tokyo']
    """
    return _named("satellite")


def _named(group: str) -> tuple[Place, ...]:
    known = {place.name: place for place in places()}
    return tuple(known[name] for name in table("places")[group])
