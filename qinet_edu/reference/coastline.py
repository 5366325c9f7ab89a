"""Where the land ends, for the maps of the network."""

from dataclasses import dataclass
from functools import cache

from qinet_edu.reference.source import Sourced, Status, table

LonLat = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Coastline(Sourced):
    """The land of one area, as closed lines of longitude and latitude in degrees.

    Attributes:
        name: of the area.
        scale: of the map it was taken from.
        within_deg: west, south, east and north end; what lies outside is cut off.
        tolerance_deg: how far it may be off after simplifying.
        rings: closed lines, the last point joined to the first. Longitudes go on past 180°.
    """

    name: str
    scale: str
    within_deg: tuple[float, float, float, float]
    tolerance_deg: float
    rings: tuple[tuple[LonLat, ...], ...]


@cache
def coastlines() -> tuple[Coastline, ...]:
    """Return the land around the network in three areas, each finer than the one before.

    One map from Singapore to Auckland needs a point every 25 km at most, a map of Brisbane one
    every 100 m; to carry that fineness everywhere would take a hundred times the space.

    Source:
        Natural Earth 4.1.0, land at 1:50 and 1:10 million, in the public domain.

    Example:
        >>> [area.name for area in coastlines()]
        ['pacific', 'east coast', 'brisbane']
    """
    data = table("coastline")
    return tuple(
        Coastline(
            name=area["name"],
            scale=area["scale"],
            within_deg=tuple(area["within_deg"]),
            tolerance_deg=area["tolerance_deg"],
            rings=tuple(tuple(zip(ring[::2], ring[1::2], strict=True)) for ring in area["rings"]),
            source=data["source"],
            status=Status(data["status"]),
        )
        for area in data["area"]
    )


def coastline(area: str) -> Coastline:
    """Return the land of one area.

    Raises:
        KeyError: there is no such area.

    Example:
        >>> coastline("brisbane").within_deg
        (152.5, -27.75, 153.6, -27.15)
    """
    for entry in coastlines():
        if entry.name == area:
            return entry
    known = ", ".join(entry.name for entry in coastlines())
    raise KeyError(f"There is no coastline of {area!r}; there are {known}.")
