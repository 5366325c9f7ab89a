"""Maps: where a place lies on the page, land and sea, and how nodes and links are drawn.

Every map of the course is made of these pieces. A chart is one window onto the Earth; two charts
of different scale may lie side by side, one an enlargement of a part of the other.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, radians

from qinet_edu.draw.palette import CHANNELS
from qinet_edu.draw.svg import Drawing, decimals, number
from qinet_edu.reference.coastline import LonLat, coastline
from qinet_edu.reference.source import table

Point = tuple[float, float]
# Pixels between the two planes of one link: what stands on it leaves both to be seen.
APART = 10.0


@dataclass(frozen=True)
class Chart:
    """A window onto the Earth, equirectangular: true to scale at its centre.

    Attributes:
        x: left edge on the page, in pixels.
        y: upper edge.
        width: of the window.
        height: of the window.
        centre: longitude and latitude of its middle, in degrees.
        km_per_px: its scale at the centre.
        area: the coastline that is fine enough for it.
    """

    x: float
    y: float
    width: float
    height: float
    centre: LonLat
    km_per_px: float
    area: str

    def point(self, longitude_deg: float, latitude_deg: float) -> Point:
        """Return where a place lies on the page.

        Example:
            >>> Chart(0, 0, 200, 100, (153.0, -27.5), 0.2, "brisbane").point(153.0, -27.5)
            (100.0, 50.0)
        """
        longitude, latitude = self.centre
        per_degree = radians(1) * table("places")["earth_radius_km"] / self.km_per_px
        return (
            self.x
            + self.width / 2
            + (longitude_deg - longitude) * per_degree * cos(radians(latitude)),
            self.y + self.height / 2 - (latitude_deg - latitude) * per_degree,
        )

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Return its left, upper, right and lower edge on the page."""
        return (self.x, self.y, self.x + self.width, self.y + self.height)


def land(drawing: Drawing, chart: Chart) -> None:
    """Draw the sea and the land of a chart; call ``frame`` when all else is drawn."""
    drawing.rect(*chart.box[:2], chart.width, chart.height, fill="panel")
    rings = (
        clipped([chart.point(*place) for place in ring], chart.box)
        for ring in coastline(chart.area).rings
    )
    path = "".join(outline(ring, closed=True) for ring in rings if len(ring) > 2)
    drawing.path(path, fill="grid", stroke="line", width=0.8, fill_rule="evenodd",
                 stroke_linejoin="round")  # fmt: skip


def frame(drawing: Drawing, chart: Chart, *, bar_km: float, bar_right: bool = False) -> None:
    """Draw the edge of a chart, and a bar that tells its scale."""
    drawing.rect(*chart.box[:2], chart.width, chart.height, fill="none", stroke="line",
                 stroke_width=1.2)  # fmt: skip
    left, _, right, bottom = chart.box
    length = bar_km / chart.km_per_px
    x, y = (right - 10 - length if bar_right else left + 10), bottom - 10
    drawing.path(f"M{number(x)} {number(y - 4)}v4h{number(length)}v-4", stroke="muted", width=1.5)
    label(drawing, x + length / 2, y - 7, f"{bar_km:g} km", size=10, anchor="middle", fill="muted")


def label(
    drawing: Drawing, x: float, y: float, text: str, *,
    size: float = 11, anchor: str = "start", fill: str = "ink", bold: bool = False,
    part: str | None = None,
) -> None:  # fmt: skip
    """Set a name on a map, edged in the colour of the sea so that lines behind it do not hurt."""
    drawing.text(x, y, text, size=size, anchor=anchor, fill=fill, bold=bold, part=part,
                 stroke="panel", stroke_width=3, stroke_linejoin="round",
                 paint_order="stroke")  # fmt: skip


def strand(
    drawing: Drawing, points: Sequence[Point], plane: str, *,
    width: float = 2.5, apart: float = APART, part: str | None = None,
) -> None:  # fmt: skip
    """Draw one plane of a link: the quantum one on its left, the classical one on its right.

    Left and right are those of somebody who walks along the points. Each plane has the colour
    and the line style that the palette gives to its channel.
    """
    shift = -apart / 2 if plane == "quantum" else apart / 2
    drawing.path(
        outline(beside(points, shift)), stroke=plane, width=width,
        dash=CHANNELS[plane].dash, stroke_linejoin="round", part=part,
    )  # fmt: skip


def beside(points: Sequence[Point], shift: float) -> list[Point]:
    """Return a line beside a line of points, shifted to the right of who walks along it.

    Example:
        >>> beside([(0, 0), (10, 0)], 2)
        [(0.0, 2.0), (10.0, 2.0)]
    """
    ways = [
        ((x2 - x1) / hypot(x2 - x1, y2 - y1), (y2 - y1) / hypot(x2 - x1, y2 - y1))
        for (x1, y1), (x2, y2) in pairwise(points)
    ]
    shifted = []
    for place, (x, y) in enumerate(points):
        before, after = ways[max(0, place - 1)], ways[min(place, len(ways) - 1)]
        # At a bend the line goes through where the two shifted pieces meet.
        across = (-(before[1] + after[1]), before[0] + after[0])
        stretch = shift / (1 + before[0] * after[0] + before[1] * after[1])
        shifted.append((x + across[0] * stretch, y + across[1] * stretch))
    return shifted


def bowed(start: Point, end: Point, bow: float, *, steps: int = 24) -> list[Point]:
    """Return points of a bow between two places; a positive one bends to the right of the way.

    Example:
        >>> bowed((0, 0), (10, 0), 0.2, steps=2)[1]
        (5.0, 1.0)
    """
    (x1, y1), (x2, y2) = start, end
    middle = ((x1 + x2) / 2 - bow * (y2 - y1), (y1 + y2) / 2 + bow * (x2 - x1))
    shares = (step / steps for step in range(steps + 1))
    return [
        (
            (1 - s) ** 2 * x1 + 2 * s * (1 - s) * middle[0] + s**2 * x2,
            (1 - s) ** 2 * y1 + 2 * s * (1 - s) * middle[1] + s**2 * y2,
        )
        for s in shares
    ]


def along(points: Sequence[Point], marks: Sequence[float], share: float) -> Point:
    """Return where somebody is who has gone a share of a way.

    Args:
        points: the way.
        marks: how far along the way each point is, from 0, in any unit.
        share: from 0 to 1.

    Example:
        >>> along([(0, 0), (10, 0), (10, 90)], [0, 50, 100], 0.25)
        (5.0, 0.0)
    """
    gone = share * marks[-1]
    leg = min(max(bisect_right(marks, gone) - 1, 0), len(points) - 2)
    part = (gone - marks[leg]) / (marks[leg + 1] - marks[leg])
    (x1, y1), (x2, y2) = points[leg], points[leg + 1]
    return (x1 + (x2 - x1) * part, y1 + (y2 - y1) * part)


def clipped(ring: Sequence[Point], box: tuple[float, float, float, float]) -> list[Point]:
    """Cut off what of a closed line lies outside a box.

    Source:
        Sutherland and Hodgman, Communications of the ACM 17, 32 (1974).

    Example:
        >>> clipped([(-5, 0), (5, 0), (5, 5), (-5, 5)], (0, 0, 9, 9))
        [(0, 0.0), (5, 0), (5, 5), (0, 5.0)]
    """
    points = list(ring)
    for axis, edge, sign in ((0, box[0], 1), (0, box[2], -1), (1, box[1], 1), (1, box[3], -1)):
        kept: list[Point] = []
        for one, other in zip(points, [*points[1:], *points[:1]], strict=True):
            inside, after = sign * (one[axis] - edge) >= 0, sign * (other[axis] - edge) >= 0
            if inside:
                kept.append(one)
            if inside != after:
                share = (edge - one[axis]) / (other[axis] - one[axis])
                cross = one[1 - axis] + share * (other[1 - axis] - one[1 - axis])
                kept.append((edge, cross) if axis == 0 else (cross, edge))
        points = kept
    return points


def outline(points: Sequence[Point], *, closed: bool = False) -> str:
    """Write a line of points as an SVG path.

    Example:
        >>> outline([(0, 0), (10, 5.5)])
        'M0 0L10 5.5'
    """
    steps = "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return f"M{steps}{'Z' if closed else ''}"


def shown(yes: bool) -> str:
    """Return the ``display`` of a group that a live view switches on and off.

    Example:
        >>> shown(True), shown(False)
        ('inline', 'none')
    """
    return "inline" if yes else "none"


def kilometres(length_km: float, *, about: bool = False) -> str:
    """Write a length for reading; one that is only about right with two digits.

    Example:
        >>> kilometres(7.44), kilometres(948.0), kilometres(8592.96)
        ('7.4 km', '948 km', '8 593 km')
        >>> kilometres(18.31, about=True), kilometres(7.44, about=True)
        ('about 18 km', 'about 7.4 km')
    """
    if about:
        return f"about {two_digits(length_km)} km"
    text = decimals(length_km, 1) if length_km < 50 else f"{length_km:,.0f}".replace(",", " ")
    return f"{text} km"


def two_digits(value: float) -> str:
    """Write a number that is only about right with two digits, and no more.

    Example:
        >>> two_digits(43.07), two_digits(0.0896), two_digits(118.0)
        ('43', '0.09', '120')
    """
    return f"{float(f'{value:.1e}'):g}"
