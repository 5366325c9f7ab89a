"""Where the halves of a waiting pair are, and which way its news takes: one map a distance."""

from collections.abc import Sequence
from functools import cache

from qinet_edu.draw import atlas
from qinet_edu.draw import map as maps
from qinet_edu.draw.atlas import HOME
from qinet_edu.draw.map import Chart, Point
from qinet_edu.draw.svg import Drawing, number
from qinet_edu.reference.routes import route

DESTINATIONS = ("Chermside", "Gold Coast", "Sydney", "Auckland", "Singapore", "Tokyo")
_BOX = (16.0, 96.0, 296.0, 296.0)
CHARTS = {
    "ring": Chart(*_BOX, (153.05, -27.468), 0.1, "brisbane"),
    "coast": Chart(*_BOX, (153.15, -27.72), 0.4, "east coast"),
    "backbone": Chart(*_BOX, (152.6, -30.55), 2.85, "east coast"),
    "overseas": Chart(*_BOX, (137.5, -0.5), 33.0, "pacific"),
}
_BARS = {"ring": 10, "coast": 50, "backbone": 200, "overseas": 2000}
# Places that are marked besides the two ends, so that the charts can be recognised.
_MARKED = {
    "ring": atlas.shown_on("ring"),
    "coast": (),
    "backbone": atlas.shown_on("backbone"),
    "overseas": ("Sydney", "Auckland", "Singapore", "Tokyo"),
}


def chart_of(to: str) -> str:
    """Return which chart shows the way to a place.

    Example:
        >>> [chart_of(to) for to in DESTINATIONS[::2]]
        ['ring', 'backbone', 'overseas']
    """
    if to == "Gold Coast":
        return "coast"
    return next(name for name in atlas.LABELS if to in atlas.shown_on(name))


@cache
def news_way(to: str) -> tuple[tuple[Point, ...], tuple[float, ...]]:
    """Return the way of the news from a place to Brisbane: points, and km gone at each.

    Example:
        >>> points, marks = news_way("Sydney")
        >>> len(points), marks[0], marks[-1]
        (9, 0.0, 948.0)
    """
    chart, way = CHARTS[chart_of(to)], route(to)
    if way.planned:
        points = [atlas.spot(stop.name, chart) for stop in way.stops]
        marks = way.marks_km
    else:
        # The bow is drawn as if walked at an even pace.
        points = atlas.cable(to, chart)
        marks = tuple(way.length_km * step / (len(points) - 1) for step in range(len(points)))
    return tuple(reversed(points)), tuple(way.length_km - mark for mark in reversed(marks))


def ends(to: str) -> tuple[Point, Point]:
    """Return where the two halves of the pair are: Brisbane's, then the other."""
    points, _ = news_way(to)
    return points[-1], points[0]


@cache
def pair_way(to: str) -> tuple[Point, ...]:
    """Return the line that joins the two halves: beside the fibre, for nothing flows along it.

    Example:
        >>> pair_way("Tokyo") == ends("Tokyo")
        True
    """
    home, far = ends(to)
    return tuple(maps.bowed(home, far, 0.15)) if route(to).planned else (home, far)


def waiting_map(drawing: Drawing, to: str, *, halves: int, message: Point, opacity: float) -> None:
    """Draw the chart that shows the way, the pair, and its news on that way.

    Every chart and every way is there, one of each is shown: a live view only switches.
    """
    for name, chart in CHARTS.items():
        with drawing.group(part=f"chart-{name}", display=maps.shown(name == chart_of(to))):
            maps.land(drawing, chart)
            for key in _MARKED[name]:
                drawing.circle(*atlas.spot(key, chart), 2.5, fill="muted")
    for index, one in enumerate(DESTINATIONS):
        with drawing.group(part=f"way-{index}", display=maps.shown(one == to)):
            _way(drawing, one)
    drawing.path(maps.outline(pair_way(to)), stroke="quantum", width=6, part="pair",
                 stroke_opacity=opacity, stroke_linecap="round")  # fmt: skip
    # Below the ends: what has arrived covers neither the half nor its memory.
    with drawing.group(part="message", transform=moved(message)):
        envelope(drawing)
    for index, one in enumerate(DESTINATIONS):
        with drawing.group(part=f"ends-{index}", display=maps.shown(one == to)):
            home, far = ends(one)
            memory(drawing, *home)
            with drawing.group(part=f"stored-{index}", display=maps.shown(halves == 2)):
                memory(drawing, *far)
            with drawing.group(part=f"measured-{index}", display=maps.shown(halves == 1)):
                drawing.rect(far[0] - 6, far[1] - 6, 12, 12, fill="measured", stroke="card",
                             stroke_width=1.5)  # fmt: skip
            for key in (HOME, one):
                _name(drawing, key, chart_of(one))
    for name, chart in CHARTS.items():
        with drawing.group(part=f"frame-{name}", display=maps.shown(name == chart_of(to))):
            maps.frame(drawing, chart, bar_km=_BARS[name], bar_right=name != "overseas")


def moved(to: Point) -> str:
    """Write where a group is moved to.

    Example:
        >>> moved((1.5, 2))
        'translate(1.5 2)'
    """
    return f"translate({number(to[0])} {number(to[1])})"


def memory(drawing: Drawing, x: float, y: float) -> None:
    """Draw a half that waits: its qubit in the ring of a memory."""
    drawing.circle(x, y, 10, fill="card", stroke="stage3", stroke_width=2.5)
    drawing.circle(x, y, 5, fill="quantum")


def envelope(drawing: Drawing) -> None:
    """Draw a message that is at the origin, above it so that nothing there is covered."""
    drawing.circle(0, 0, 4.5, fill="classical", stroke="card", stroke_width=1.5)
    drawing.rect(-10, -26, 20, 14, fill="card", stroke="classical", stroke_width=2, rx=2)
    drawing.path("M-9 -25L0 -18L9 -25", stroke="classical", width=2, stroke_linejoin="round")


def _way(drawing: Drawing, to: str) -> None:
    points: Sequence[Point] = news_way(to)[0]
    maps.strand(drawing, points, "classical", width=2.5, apart=0)


def _name(drawing: Drawing, key: str, chart: str) -> None:
    x, y = atlas.spot(key, CHARTS[chart])
    dx, dy, anchor = atlas.LABELS["backbone" if chart == "coast" else chart][key]
    maps.label(drawing, x + dx, y + dy, key, anchor=anchor, size=12, bold=True)
