"""Where a point of the Bloch sphere lies on the page; the live views compute the same."""

from dataclasses import dataclass
from math import acos, atan2, cos, hypot, pi, sin

from qinet_edu.draw.svg import number

# The sphere is seen from 30° beside the x axis and 18° above the equator: all three axes show.
_AZIMUTH, _ELEVATION = pi / 6, pi / 10
_RIGHT = (-sin(_AZIMUTH), cos(_AZIMUTH), 0.0)
_UP = (-sin(_ELEVATION) * cos(_AZIMUTH), -sin(_ELEVATION) * sin(_AZIMUTH), cos(_ELEVATION))
_VIEWER = (cos(_ELEVATION) * cos(_AZIMUTH), cos(_ELEVATION) * sin(_AZIMUTH), sin(_ELEVATION))
_SEGMENTS = 24

Vector = tuple[float, float, float]


@dataclass(frozen=True)
class View:
    """Project the unit sphere onto the page, around a centre, at a radius in pixels."""

    cx: float
    cy: float
    radius: float

    def point(self, vector: Vector) -> tuple[float, float]:
        """Return where a vector's tip lies on the page.

        Example:
            >>> View(100, 100, 50).point((0, 0, 0))
            (100.0, 100.0)
        """
        return (
            self.cx + self.radius * _dot(vector, _RIGHT),
            self.cy - self.radius * rise(vector),
        )

    def path(self, vectors: list[Vector], *, closed: bool = False) -> str:
        """Return an SVG path through the tips of vectors."""
        points = (self.point(vector) for vector in vectors)
        steps = "L".join(f"{number(x)} {number(y)}" for x, y in points)
        return f"M{steps}{'Z' if closed else ''}"


def vector(theta: float, phi: float, length: float = 1.0) -> Vector:
    """Return the Bloch vector of two angles.

    Example:
        >>> vector(0.0, 0.0)
        (0.0, 0.0, 1.0)
    """
    return (
        length * sin(theta) * cos(phi),
        length * sin(theta) * sin(phi),
        length * cos(theta),
    )


def depth(tip: Vector) -> float:
    """Return how far a point is in front of the page (negative: behind it), −1 to 1."""
    return _dot(tip, _VIEWER)


def rise(tip: Vector) -> float:
    """Return how far up the page a point lies from the centre, −1 to 1."""
    return _dot(tip, _UP)


def polar_arc(theta: float, phi: float, length: float) -> list[Vector]:
    """Return the arc from |0⟩ down to the state, along its meridian."""
    return [vector(theta * k / _SEGMENTS, phi, length) for k in range(_SEGMENTS + 1)]


def equator_arc(phi: float, length: float) -> list[Vector]:
    """Return the arc in the equator's plane from the x axis to the state's shadow."""
    return [vector(pi / 2, phi * k / _SEGMENTS, length) for k in range(_SEGMENTS + 1)]


def circle(across: Vector, up: Vector, start: float = 0.0, end: float = 2 * pi) -> list[Vector]:
    """Return points of a great circle that two unit vectors span."""
    steps = 2 * _SEGMENTS
    angles = [start + (end - start) * k / steps for k in range(steps + 1)]
    return [
        (
            cos(a) * across[0] + sin(a) * up[0],
            cos(a) * across[1] + sin(a) * up[1],
            cos(a) * across[2] + sin(a) * up[2],
        )
        for a in angles
    ]


def equator_halves() -> tuple[list[Vector], list[Vector]]:
    """Return the half of the equator that faces the reader, and the hidden one."""
    across: Vector = (-sin(_AZIMUTH), cos(_AZIMUTH), 0.0)
    ahead: Vector = (cos(_AZIMUTH), sin(_AZIMUTH), 0.0)
    return circle(across, ahead, 0, pi), circle(across, ahead, pi, 2 * pi)


def meridian_halves(width: float = 1.0, height: float = 1.0) -> tuple[list[Vector], list[Vector]]:
    """Return the facing and the hidden half of the great circle through |0⟩ and |+i⟩.

    Args:
        width: how far the ball is stretched across its axis, which moves where its rim is seen.
        height: how far it is stretched along the axis.
    """
    return _halves((0.0, 1.0, 0.0), (0.0, 0.0, 1.0), width, height)


def _halves(
    across: Vector, up: Vector, width: float, height: float
) -> tuple[list[Vector], list[Vector]]:
    nearest = atan2(_dot(up, _VIEWER) * width, _dot(across, _VIEWER) * height)
    return (
        circle(across, up, nearest - pi / 2, nearest + pi / 2),
        circle(across, up, nearest + pi / 2, nearest + 3 * pi / 2),
    )


def angles(tip: Vector) -> tuple[float, float]:
    """Return θ and φ of a vector, φ from 0 to 2π.

    Example:
        >>> angles((0.0, 0.0, 1.0))
        (0.0, 0.0)
    """
    x, y, z = tip
    theta = acos(max(-1.0, min(1.0, z)))
    return theta, (atan2(y, x) % (2 * pi) if hypot(x, y) > 1e-12 else 0.0)


def _dot(one: Vector, other: Vector) -> float:
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]
