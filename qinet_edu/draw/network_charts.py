"""The three charts of the network figure, and what each stage adds to them."""

from collections.abc import Callable

from qinet_edu.draw import atlas
from qinet_edu.draw import map as maps
from qinet_edu.draw.atlas import HOME, SATELLITE, Item
from qinet_edu.draw.map import Chart, Point
from qinet_edu.draw.svg import Drawing, number

CHARTS = {
    "overseas": Chart(16, 68, 300, 242, (140.6, -0.5), 38.5, "pacific"),
    "ring": Chart(16, 318, 300, 122, (153.06, -27.468), 0.205, "brisbane"),
    "backbone": Chart(328, 68, 296, 372, (152.9, -30.55), 2.42, "east coast"),
}
_TITLES = {"overseas": "By satellite", "ring": "The ring", "backbone": "The backbone"}
_BARS = {"overseas": 2000, "ring": 10, "backbone": 100}
# Signs are drawn smaller where places lie close together.
_SIZES = {"overseas": 0.72, "ring": 0.85, "backbone": 1.0}
_SATELLITE = 1.6
# What a site gains at each stage, drawn around its dot: the square, the rings, the outer frame.
_DOT, _SQUARE, _DIAMOND, _MEMORY, _LOGICAL, _END = 2.8, 5.5, 4.2, 5.2, 8.0, 11.0
LEGEND = ("trusted node", "source of pairs", "memory, repeater", "logical qubits", "end node")
_END_NODES = ("hub", "site", "end", "city")


def charts(drawing: Drawing, selected: Item, *, stage: int, plane: str) -> None:
    """Draw the charts, the legend, and over them what a hand may click.

    What depends on the stage, the plane or the selection stands in groups that are switched on
    and off, so that a live view has nothing to compute.
    """
    ground(drawing)
    _halos(drawing, selected)
    for one in ("classical", "quantum"):
        with drawing.group(part=f"plane-{one}", display=maps.shown(plane in ("both", one))):
            links(drawing, one)
    for layer in range(1, 6):
        with drawing.group(part=f"layer-{layer}", display=maps.shown(layer_shows(layer, stage))):
            for name, chart in CHARTS.items():
                _layer(drawing, chart, name, layer)
    sites(drawing)
    _legend(drawing, stage)
    _targets(drawing)


def ground(drawing: Drawing) -> None:
    """Draw the land and the sea of the three charts."""
    for name, chart in CHARTS.items():
        maps.land(drawing, chart)
        if name == "overseas":
            _windows(drawing, chart)


def links(drawing: Drawing, plane: str, *, apart: float = maps.APART) -> None:
    """Draw one plane of every link on the three charts; alone, with nothing to stand apart from."""
    for name, chart in CHARTS.items():
        _links(drawing, chart, name, plane, apart)


def sites(drawing: Drawing) -> None:
    """Draw every node with its name, and the edges, scales and titles of the three charts."""
    for name, chart in CHARTS.items():
        _sites(drawing, chart, name)
        maps.frame(drawing, chart, bar_km=_BARS[name], bar_right=name != "overseas")
        # The ring reaches up to the edge: its name stands below.
        y = chart.y + (chart.height - 9 if name == "ring" else 17)
        maps.label(drawing, chart.x + 8, y, _TITLES[name], size=12, bold=True)


def layer_shows(layer: int, stage: int) -> bool:
    """Say whether a stage shows what another brought.

    Everything stays but the trusted nodes: with memories the nodes between no longer see a key.

    Example:
        >>> [layer_shows(1, stage) for stage in (1, 2, 3)]
        [True, True, False]
    """
    return layer <= stage and not (layer == 1 and stage > 2)


def _windows(drawing: Drawing, chart: Chart) -> None:
    """Show on the large chart where the backbone's chart lies."""
    other = CHARTS["backbone"]
    longitude, latitude = other.centre
    x, y = chart.point(longitude, latitude)
    scale = other.km_per_px / chart.km_per_px
    width, height = other.width * scale, other.height * scale
    drawing.rect(x - width / 2, y - height / 2, width, height, fill="none", stroke="muted",
                 stroke_width=1)  # fmt: skip


def _halos(drawing: Drawing, selected: Item) -> None:
    for index, entry in enumerate(atlas.items()):
        with drawing.group(part=f"halo-{index}", display=maps.shown(entry is selected)):
            for name, chart in CHARTS.items():
                for points in atlas.lines(entry, chart, on=name).values() if entry.is_link else ():
                    drawing.path(maps.outline(points), stroke="ink", width=20, stroke_opacity=0.3,
                                 stroke_linecap="round", stroke_linejoin="round")  # fmt: skip
                if not entry.is_link and entry.key in atlas.shown_on(name):
                    x, y = atlas.spot(entry.key, chart)
                    drawing.circle(x, y, 17 * _SIZES[name], fill="ink", fill_opacity=0.2,
                                   stroke="ink", stroke_width=2)  # fmt: skip


def _links(drawing: Drawing, chart: Chart, name: str, plane: str, apart: float) -> None:
    if name == "overseas":
        # Too short to click here: the backbone's own chart shows it segment by segment.
        ends = [atlas.spot(end, chart) for end in (HOME, "Sydney")]
        maps.strand(drawing, ends, plane, width=1.8, apart=min(6, apart))
    for entry in atlas.items():
        if not entry.is_link:
            continue
        for which, points in atlas.lines(entry, chart, on=name).items():
            if which == "both":
                maps.strand(drawing, points, plane, apart=apart)
            elif which == plane == "classical":
                maps.strand(drawing, points, plane, width=2, apart=0)
            elif which == plane:
                # One beam to each city; Brisbane's is drawn with the first of them.
                maps.strand(drawing, points[1:], plane, width=2, apart=0)
    if name == "overseas" and plane == "quantum":
        beam = [atlas.spot(end, chart) for end in (SATELLITE, HOME)]
        maps.strand(drawing, beam, plane, width=2, apart=0)


def _layer(drawing: Drawing, chart: Chart, name: str, layer: int) -> None:
    """Draw what one stage adds, at every place of a chart that gets it."""
    if layer == 2:
        for x, y in _middles(chart, name):
            _diamond(drawing, x, y, _SIZES[name])
        return
    for key in atlas.shown_on(name):
        kind = atlas.item(key).kind
        if (layer == 4 and kind == "satellite") or (layer == 5 and kind not in _END_NODES):
            continue
        size = _SATELLITE if key == SATELLITE else _SIZES[name]
        _SIGNS[layer](drawing, *atlas.spot(key, chart), size)


def _middles(chart: Chart, name: str) -> list[Point]:
    """Return where sources of pairs stand: halfway along every fibre, and in orbit."""
    if name == "overseas":
        x, y = atlas.spot(SATELLITE, chart)
        return [(x, y + 14)]
    ways = [
        points
        for entry in atlas.items()
        if entry.is_link
        for points in atlas.lines(entry, chart, on=name).values()
    ]
    return [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in ways]


def _square(drawing: Drawing, x: float, y: float, size: float) -> None:
    half = _SQUARE * size
    drawing.rect(x - half, y - half, 2 * half, 2 * half, fill="card", stroke="stage1",
                 stroke_width=2)  # fmt: skip


def _diamond(drawing: Drawing, x: float, y: float, size: float) -> None:
    half = number(_DIAMOND * size)
    path = (
        f"M{number(x)} {number(y - _DIAMOND * size)}l{half} {half}l-{half} {half}l-{half} -{half}z"
    )
    drawing.path(path, fill="card", stroke="stage2", width=2)


def _memory(drawing: Drawing, x: float, y: float, size: float) -> None:
    drawing.circle(x, y, _MEMORY * size, fill="card", stroke="stage3", stroke_width=2)


def _logical(drawing: Drawing, x: float, y: float, size: float) -> None:
    drawing.circle(x, y, _LOGICAL * size, fill="none", stroke="stage4", stroke_width=2)


def _end(drawing: Drawing, x: float, y: float, size: float) -> None:
    half = _END * size
    drawing.rect(x - half, y - half, 2 * half, 2 * half, fill="none", stroke="stage5", rx=3,
                 stroke_width=2)  # fmt: skip


_SIGNS: dict[int, Callable[[Drawing, float, float, float], None]] = {
    1: _square, 2: _diamond, 3: _memory, 4: _logical, 5: _end,
}  # fmt: skip


def _sites(drawing: Drawing, chart: Chart, name: str) -> None:
    for key in atlas.shown_on(name):
        x, y = atlas.spot(key, chart)
        if key == SATELLITE:
            satellite(drawing, x, y)
            maps.label(drawing, x + 20, y - 9, "satellite", anchor="start")
            continue
        drawing.circle(x, y, _DOT * _SIZES[name], fill="ink")
        dx, dy, anchor = atlas.LABELS[name][key]
        maps.label(drawing, x + dx, y + dy, key, anchor=anchor, bold=key == HOME)


def satellite(drawing: Drawing, x: float, y: float) -> None:
    """Draw a satellite: a body between two panels."""
    drawing.rect(x - 4.5, y - 4.5, 9, 9, fill="ink", rx=1.5)
    for side in (-1, 1):
        drawing.rect(x + side * 11.5 - 5, y - 3, 10, 6, fill="card", stroke="ink", stroke_width=1.5)
        drawing.line(x + side * 4, y, x + side * 7, y, stroke="ink")


def _legend(drawing: Drawing, stage: int) -> None:
    """Name the signs; those of stages yet to come are faint."""
    places = (24.0, 142.0, 270.0, 412.0, 538.0)
    for layer, (words, x) in enumerate(zip(LEGEND, places, strict=True), start=1):
        shown = layer_shows(layer, stage)
        with drawing.group(part=f"legend-{layer}", opacity=1.0 if shown else 0.45):
            _SIGNS[layer](drawing, x, 458, 0.66)
            drawing.text(x + 13, 462, f"{layer} {words}", size=11, fill=f"stage{layer}")


def _targets(drawing: Drawing) -> None:
    """Lay over everything, unseen, what a click on a node or a link hits."""
    entries = list(enumerate(atlas.items()))
    for index, entry in entries:
        if entry.is_link:
            for name, chart in CHARTS.items():
                for which, points in atlas.lines(entry, chart, on=name).items():
                    way = points[1:] if which == "quantum" else points
                    drawing.path(maps.outline(way), stroke="card", width=14, stroke_opacity=0.0,
                                 data_item=str(index))  # fmt: skip
    for index, entry in entries:
        if not entry.is_link:
            for name, chart in CHARTS.items():
                if entry.key in atlas.shown_on(name):
                    x, y = atlas.spot(entry.key, chart)
                    drawing.circle(x, y, 14, fill="card", fill_opacity=0.0, data_item=str(index))
