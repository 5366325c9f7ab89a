"""The parts of the picture of a satellite's pass: the scene, two plots over time, the numbers."""

from collections.abc import Mapping, Sequence

from qinet_edu.draw.network_charts import satellite
from qinet_edu.draw.palette import EVENTS
from qinet_edu.draw.svg import Drawing, decimals, number

# Where everything stands; the live view is given the same.
SCENE = {
    "middle": 320.0, "base": 196.0, "half": 296.0, "deep": 26.0, "reach": 268.0,
    "left": 84.0, "right": 604.0, "high_top": 258.0, "high_bottom": 330.0,
    "rate_top": 366.0, "rate_bottom": 446.0,
}  # fmt: skip
_NAMES = ("elevation", "distance", "loss", "key rate", "key so far")
_COLUMNS = (32.0, 132.0, 246.0, 344.0, 482.0)


def scene(drawing: Drawing, numbers: Mapping[str, float], paths: Mapping[str, str]) -> None:
    """Draw the track seen from the side, to scale, the Earth below and the beam."""
    x, base, half, deep = (SCENE[name] for name in ("middle", "base", "half", "deep"))
    drawing.rect(x - half, 72, 2 * half, base + deep - 72, fill="panel", rx=6)
    drawing.path(paths["ground"], fill="grid", stroke=None, part="ground")
    drawing.line(x - half, base, x + half, base, stroke="muted", width=1, dash="2 3")
    drawing.path(paths["track"], stroke="line", width=1.5, dash="4 4", part="track")
    drawing.line(x, base - 8, numbers["satellite_x"], numbers["satellite_y"], stroke="quantum",
                 width=2.5, opacity=numbers["seen"], part="beam")  # fmt: skip
    drawing.path(f"M{number(x - 9)} {number(base)}a9 9 0 0 1 18 0z", fill="ink", stroke=None)
    at = f"translate({number(numbers['satellite_x'])} {number(numbers['satellite_y'])})"
    with drawing.group(part="satellite", transform=at):
        satellite(drawing, 0, 0)
    drawing.text(x - half + 10, base + 16, "horizon", size=11, fill="muted")
    drawing.text(x, base + 19, "telescope", size=11, fill="muted", anchor="middle")


def elevation_plot(
    drawing: Drawing, numbers: Mapping[str, float], paths: Mapping[str, str]
) -> None:
    """Draw the elevation over time."""
    left, right, top, bottom = (
        SCENE[name] for name in ("left", "right", "high_top", "high_bottom")
    )
    drawing.text(left, top - 8, "elevation", size=12, bold=True)
    for degree in (0, 30, 60, 90):
        y = bottom - (bottom - top) * degree / 90
        drawing.line(left, y, right, y, stroke="grid" if degree else "line", width=1)
        drawing.text(left - 8, y + 4, f"{degree}°", size=11, anchor="end", fill="muted")
    lowest = bottom - (bottom - top) / 9
    drawing.line(left, lowest, right, lowest, stroke="error", dash=EVENTS["error"].dash, width=1)
    drawing.text(right, top - 8, "the telescope follows it from 10° on", size=11, anchor="end",
                 fill="error")  # fmt: skip
    drawing.path(paths["high"], stroke="measured", width=2.5, part="high")
    drawing.circle(numbers["now_x"], numbers["elevation_y"], 5, fill="measured", stroke="card",
                   stroke_width=1.5, part="now-high")  # fmt: skip


def rate_plot(drawing: Drawing, numbers: Mapping[str, float], paths: Mapping[str, str]) -> None:
    """Draw the key rate over time: the area below it is the key."""
    left, right, top, bottom = (
        SCENE[name] for name in ("left", "right", "rate_top", "rate_bottom")
    )
    drawing.text(left, top - 10, "key rate; the area below is the key", size=12, bold=True)
    drawing.line(left, top, right, top, stroke="grid", width=1)
    drawing.path(paths["rate"], fill="quantum", fill_opacity=0.15, stroke="quantum", part="rate")
    drawing.path(paths["so_far"], fill="quantum", fill_opacity=0.6, stroke=None, part="so-far")
    drawing.line(left, bottom, right, bottom, stroke="line", width=1)
    x = numbers["now_x"]
    for part, start, end in (
        ("now-0", SCENE["high_top"], SCENE["high_bottom"]), ("now-1", top, bottom)
    ):  # fmt: skip
        drawing.line(x, start, x, end, stroke="ink", width=1, dash="2 3", part=part)
    drawing.circle(numbers["now_x"], numbers["rate_y"], 5, fill="quantum", stroke="card",
                   stroke_width=1.5, part="now-rate")  # fmt: skip
    drawing.text(left - 8, top + 4, decimals(numbers["best_kbit_s"], 1), size=11, anchor="end",
                 fill="muted", part="best")  # fmt: skip
    drawing.text(left - 8, top + 18, "kbit/s", size=11, anchor="end", fill="muted")
    drawing.text(left - 8, bottom + 4, "0", size=11, anchor="end", fill="muted")
    middle = (left + right) / 2
    horizon = decimals(numbers["horizon_s"], 0)
    for x, name, part in ((left, f"−{horizon} s", "start"), (middle, "highest", "top"),
                          (right, f"{horizon} s", "end")):  # fmt: skip
        drawing.line(x, bottom, x, bottom + 5, stroke="line", width=1)
        drawing.text(x, bottom + 18, name, size=11, anchor="middle", fill="muted", part=part)


def table(drawing: Drawing, words: str, values: Sequence[str]) -> None:
    """Write the numbers of the moment out, and what the pass leaves."""
    drawing.rect(16, 480, 608, 104, fill="panel", stroke="grid", rx=8)
    for x, name, value in zip(_COLUMNS, _NAMES, values, strict=True):
        drawing.text(x, 502, name, size=12, fill="muted")
        drawing.text(x, 526, value, size=16, bold=True, part=f"is-{_NAMES.index(name)}")
    drawing.text(32, 552, words, bold=True, part="words-1")
    drawing.text(32, 572, "10⁸ pulses a second, µ = 0.5 with decoys; beam of 10 µrad; 6 dB lost in "
                 "optics; half detected.", size=11, fill="muted")  # fmt: skip
