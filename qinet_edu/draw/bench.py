"""The parts of a CHSH test: two dials, a source of pairs, four bars and the gauge of S."""

from collections.abc import Sequence
from math import cos, pi, sin, sqrt

from qinet_edu.draw.sphere import whole_degrees
from qinet_edu.draw.svg import Drawing, decimals, number

# Where everything stands that moves; the live view is given the same. The second hand of a dial
# is the shorter, so that two hands that point alike can be told apart.
PLACE = {
    "alice_cx": 130.0, "bob_cx": 510.0, "cy": 176.0, "hand_0": 78.0, "hand_1": 46.0,
    "zero": 212.0, "half": 76.0, "gauge_cx": 320.0, "gauge_half": 280.0,
    "scale_left": 260.0, "scale_width": 120.0,
}  # fmt: skip
KNOB = 13.0
LOCAL, QUANTUM = 2.0, 2 * sqrt(2)
LEAST = 0.25  # the fidelity of a pair that is not correlated at all
ROUNDS = ("00", "01", "10", "11")
EDGE = (1 + 3 / sqrt(2)) / 4  # the fidelity at which the best settings give S = 2


def scale_x(fidelity: float) -> float:
    """Return where a fidelity lies on the source's scale."""
    return PLACE["scale_left"] + PLACE["scale_width"] * (fidelity - LEAST) / (1 - LEAST)


def dial(drawing: Drawing, who: str, numbers: dict[str, float]) -> None:
    """Draw one side: its dial with two hands, their angles, and what it sees alone."""
    centre, y, radius = PLACE[f"{who}_cx"], PLACE["cy"], PLACE["hand_0"]
    left = who == "alice"
    drawing.text(24 if left else 616, 68, who.title(), size=15, bold=True, fill=who,
                 anchor="start" if left else "end")  # fmt: skip
    drawing.circle(centre, y, radius, fill="panel", stroke="line", stroke_width=1.5)
    for k in range(8):
        inner = radius - (10 if k % 2 == 0 else 6)
        across, up = sin(k * pi / 4), cos(k * pi / 4)
        drawing.line(centre + inner * across, y - inner * up,
                     centre + radius * across, y - radius * up, stroke="line", width=1)  # fmt: skip
    rim = radius + KNOB
    for text, x, height, anchor in (
        ("Z", centre, y - rim - 5, "middle"), ("−Z", centre, y + rim + 15, "middle"),
        ("X", centre + rim + 5, y + 5, "start"), ("−X", centre - rim - 5, y + 5, "end"),
    ):  # fmt: skip
        drawing.text(x, height, text, size=13, fill="muted", anchor=anchor)
    for k in (0, 1):
        _hand(drawing, who, f"{who[0]}{k}", numbers)
    drawing.circle(centre, y, 4, fill=who)
    # Where a hand may pull: wide, invisible, over the dial and both knobs.
    drawing.circle(centre, y, rim, fill="card", fill_opacity=0.0, part=f"dial-{who}")
    drawing.text(centre, y + rim + 40, _turned(who, numbers), size=14, bold=True, anchor="middle",
                 part=f"angles-{who}")  # fmt: skip
    share, top, width = numbers[f"p_{who[0]}0"], y + rim + 50, 164.0
    drawing.rect(centre - width / 2, top, width, 22, fill="panel", stroke=who, rx=4)
    split = centre - width / 2 + width * share
    drawing.line(split, top, split, top + 22, stroke=who, width=1.5)
    for side, text in ((-1, f"+1: {decimals(share)}"), (1, f"−1: {decimals(1 - share)}")):
        drawing.text(centre + side * width / 4, top + 16, text, size=13, anchor="middle")


def _hand(drawing: Drawing, who: str, name: str, numbers: dict[str, float]) -> None:
    """Draw one hand: the first long, solid and full, the second short, dashed and hollow."""
    first = name[1] == "0"
    x, y = numbers[f"{name}_x"], numbers[f"{name}_y"]
    drawing.line(PLACE[f"{who}_cx"], PLACE["cy"], x, y, stroke=who, width=3.5,
                 dash=None if first else "6 4", part=f"hand-{name}")  # fmt: skip
    drawing.circle(x, y, KNOB, fill=who if first else "card", stroke=who, stroke_width=2.5,
                   part=f"knob-{name}")  # fmt: skip
    drawing.text(x, y + 4, name, size=12, anchor="middle", bold=True,
                 fill="card" if first else who, part=f"name-{name}")  # fmt: skip


def _turned(who: str, numbers: dict[str, float]) -> str:
    first, second = f"{who[0]}0", f"{who[0]}1"
    return f"{first} = {whole_degrees(numbers[first])}, {second} = {whole_degrees(numbers[second])}"


def source(drawing: Drawing, numbers: dict[str, float]) -> None:
    """Draw what both share: the source, and how good its pairs are."""
    middle, y = 320.0, 92.0
    for side in (-1, 1):
        end = middle + side * 106
        drawing.line(middle, y, end, y, stroke="quantum", width=2.5)
        drawing.path(f"M{number(end)} {number(y - 6)}l{8 * side} 6l{-8 * side} 6z", fill="quantum",
                     stroke=None)  # fmt: skip
    drawing.rect(middle - 26, y - 18, 52, 36, fill="card", stroke="quantum", rx=7, stroke_width=2)
    drawing.text(middle, y + 6, "Φ+", size=16, anchor="middle", fill="quantum", bold=True)
    drawing.text(middle, 150, f"F = {decimals(numbers['fidelity'])}", size=15, anchor="middle",
                 bold=True, part="fidelity")  # fmt: skip
    left, right, edge, top = scale_x(LEAST), scale_x(1), scale_x(EDGE), 206.0
    drawing.rect(left, top - 4, right - left, 8, fill="panel", stroke="line", rx=4)
    drawing.rect(edge, top - 4, right - edge, 8, fill="quantum", stroke="quantum", rx=4,
                 fill_opacity=0.35)  # fmt: skip
    drawing.line(edge, top - 10, edge, top + 12, stroke="ink", width=1.5)
    drawing.circle(numbers["f_x"], top, 8, fill="quantum", stroke="card", stroke_width=2,
                   part="f-mark")  # fmt: skip
    for x, text in ((left, "0.25"), (edge, decimals(EDGE)), (right, "1")):
        drawing.text(x, top + 26, text, size=11, anchor="middle", fill="muted")
    for y, text in (
        (168, "fidelity with Φ+"), (256, "S beyond 2 needs"),
        (272, f"F above {decimals(EDGE, 3)}"), (312, "Each alone sees half"),
        (328, "and half, however"), (344, "the other turns."),
    ):  # fmt: skip
        drawing.text(middle, y, text, size=12, anchor="middle", fill="muted")


def correlations(drawing: Drawing, numbers: dict[str, float]) -> None:
    """Draw the four correlations as bars from −1 to +1, each with the sign it counts with."""
    zero, half, top = PLACE["zero"], PLACE["half"], 408.0
    drawing.text(24, 388, "Correlation", size=12, fill="muted")
    for value, text in ((-1, "−1"), (0, "0"), (1, "+1")):
        x = zero + half * value
        drawing.text(x, 388, text, size=11, anchor="middle", fill="muted")
        drawing.line(x, top - 12, x, top + 90, stroke="line" if value == 0 else "grid", width=1)
    for row, one in enumerate(ROUNDS):
        y = top + 26 * row
        drawing.text(24, y + 5, "−" if one == "11" else "+", size=16, bold=True)
        drawing.text(42, y + 5, f"E(a{one[0]}, b{one[1]})", size=13)
        drawing.rect(numbers[f"bar_{one}_x"], y - 8, numbers[f"bar_{one}_width"], 16,
                     fill="measured", part=f"bar-{one}")  # fmt: skip
        drawing.text(zero + half + 52, y + 5, decimals(numbers[f"e{one}"]), anchor="end",
                     part=f"is-{one}")  # fmt: skip


def total(drawing: Drawing, s: float, verdict: Sequence[str]) -> None:
    """Draw S and what it proves."""
    left = 364.0
    drawing.text(left, 388, "Three added, the last subtracted:", size=12, fill="muted")
    drawing.text(left, 424, f"S = {decimals(s, 3)}", size=26, bold=True, part="s")
    for row, line in enumerate(verdict):
        drawing.text(left, 452 + 19 * row, line, size=13, part=f"verdict-{row}")


def gauge(drawing: Drawing, numbers: dict[str, float]) -> None:
    """Draw S between the two bounds, over what pairs of this fidelity can reach."""
    middle, half, top = PLACE["gauge_cx"], PLACE["gauge_half"], 548.0
    local = half * LOCAL / QUANTUM
    drawing.rect(middle - half, top, 2 * half, 22, fill="panel", stroke="line", rx=3)
    drawing.rect(numbers["reach_x"], top + 5, numbers["reach_width"], 12, fill="quantum",
                 stroke="quantum", fill_opacity=0.28, part="reach")  # fmt: skip
    for reach, y, text in (
        (local, top - 14, "±2: most that answers agreed beforehand reach"),
        (half, top + 52, "±2√2: most that quantum theory allows"),
    ):
        drawing.line(middle - reach, y, middle + reach, y, stroke="ink", width=1)
        for side in (-1, 1):
            drawing.line(middle + side * reach, y - 5, middle + side * reach, y + 5, stroke="ink",
                         width=1)  # fmt: skip
        drawing.text(middle, y - 8 if y < top else y + 18, text, size=12, anchor="middle")
    for value, text in ((-half, "−2√2"), (-local, "−2"), (0, "0"), (local, "2"), (half, "2√2")):
        x = middle + value
        drawing.line(x, top - 5, x, top + 27, stroke="ink" if value else "line", width=1.5)
        drawing.text(x, top + 42, text, size=12, anchor="middle")
    drawing.circle(numbers["s_x"], top + 11, 9, fill="measured", stroke="card", stroke_width=2,
                   part="s-mark")  # fmt: skip
    drawing.rect(466, top + 60, 16, 12, fill="quantum", stroke="quantum", fill_opacity=0.28)
    drawing.text(488, top + 70, _reach(numbers), size=12, part="reach-words")


def _reach(numbers: dict[str, float]) -> str:
    return f"these pairs: ±{decimals(numbers['s_max'])}"
